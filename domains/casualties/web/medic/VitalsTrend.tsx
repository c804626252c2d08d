import { clockLocal, clockZ, useSession, useWords } from '../../../../web/face.ts'
import type { Vitals } from '../../shared/casualty.ts'
import { trendOf, unusual, VITAL_LIMITS, VITALS, type Vital } from '../../shared/vitals.ts'
import { useMedicTexts, type MedicText } from './words.ts'

/** Drawn in this order; the lower pressure is drawn with the upper one. */
const ROWS = ['hr', 'sbp', 'rr', 'spo2', 'temp', 'gcs', 'pain'] as const satisfies readonly Vital[]
const [WIDE, HIGH, PAD] = [320, 46, 8]

type Reading = Vitals
const standing = (vitals: readonly Reading[] | undefined): Reading[] => (vitals ?? []).filter(({ struck }) => !struck)
const valuesOf = (vitals: readonly Reading[], vital: Vital): { t: number; value: number }[] => vitals.flatMap((one) => (one[vital] === undefined ? [] : [{ t: Date.parse(one.at), value: one[vital] }]))

/** What the readings say, in a line: what left the usual and which way it moves. */
export function findingOf(vitals: readonly Reading[] | undefined, tt: MedicText, number: (n: number) => string): string {
  const all = standing(vitals)
  const parts = VITALS.filter((vital) => vital !== 'dbp' && vital !== 'pain').flatMap((vital) => {
    const values = valuesOf(all, vital).map(({ value }) => value)
    const last = values.at(-1)
    const odd = last === undefined ? null : unusual(vital, last)
    const trend = trendOf(vital, values)
    return last === undefined || odd === null ? [] : [tt(trend === 'up' || trend === 'down' ? `find.${trend}` : 'find.is', { vital: tt(`vital.${vital}`), value: number(last), before: number(values.at(-2) ?? last) })]
  })
  return all.length === 0 ? tt('trend.none') : parts.length === 0 ? tt('find.usual') : parts.join(' · ')
}

/** Each sign as a line of its own over one common time, with what is usual shaded. Needs two readings; the table has all. */
export function VitalsTrend({ vitals }: { vitals: readonly Reading[] | undefined }) {
  const tt = useMedicTexts()
  const { number } = useWords()
  const { mission } = useSession()
  const all = standing(vitals)
  const times = all.map(({ at }) => Date.parse(at))
  const [from, to] = [Math.min(...times), Math.max(...times)]
  if (all.length === 0) {
    return null
  }
  const x = (t: number): number => (to === from ? WIDE / 2 : PAD + ((t - from) / (to - from)) * (WIDE - 2 * PAD))
  return (
    <div className="trend" role="group" aria-label={tt('trend.title')}>
      {ROWS.map((vital) => {
        const values = valuesOf(all, vital)
        const low = vital === 'sbp' ? valuesOf(all, 'dbp') : []
        const last = values.at(-1)
        if (!last) {
          return null
        }
        const { usual, unit, places } = VITAL_LIMITS[vital]
        const every = [...values, ...low].map(({ value }) => value)
        const floor = Math.min(...every, usual[0])
        const roof = Math.max(...every, usual[1])
        const y = (value: number): number => (roof === floor ? HIGH / 2 : PAD + ((roof - value) / (roof - floor)) * (HIGH - 2 * PAD))
        const line = (points: typeof values): string => points.map(({ t, value }) => `${x(t).toFixed(1)},${y(value).toFixed(1)}`).join(' ')
        const odd = unusual(vital, last.value)
        const trend = trendOf(vital, values.map(({ value }) => value))
        const lower = low.at(-1)
        return (
          <div className="trendrow" key={vital}>
            <span className="trendname">{tt(vital === 'sbp' && low.length > 0 ? 'vital.bp' : `vital.${vital}`)}</span>
            <svg viewBox={`0 0 ${WIDE} ${HIGH}`} preserveAspectRatio="none" direction="ltr" aria-hidden="true">
              <rect x="0" width={WIDE} y={y(usual[1])} height={Math.max(1, y(usual[0]) - y(usual[1]))} className="usual" />
              {values.length > 1 && <polyline points={line(values)} />}
              {low.length > 1 && <polyline points={line(low)} className="lower" />}
              {[...values, ...low].map(({ t, value }, i) => <line key={`${t}${i}`} x1={x(t)} x2={x(t)} y1={y(value) - 3} y2={y(value) + 3} className="point" />)}
            </svg>
            <span className="trendlast" data-odd={odd ?? undefined}>
              <strong className="ltr">{number(Number(last.value.toFixed(places)))}{lower && lower.t === last.t ? `/${number(lower.value)}` : ''}</strong> <span className="quiet ltr">{unit}</span>
              {trend && trend !== 'level' && <span className="arrow" role="img" aria-label={tt(`trend.${trend}`)}>{trend === 'up' ? '↗' : '↘'}</span>}
              {odd && <span className="small">{tt(`odd.${odd}`)}</span>}
            </span>
          </div>
        )
      })}
      <p className="trendaxis small quiet mono ltr" aria-hidden="true"><span /><span>{clockLocal(from, mission.zone)} ({clockZ(from)})</span>{to !== from && <span>{clockLocal(to, mission.zone)} ({clockZ(to)})</span>}</p>
    </div>
  )
}

/** Every reading; what was struck out stays, crossed through. */
export function VitalsTable({ vitals, onStrike }: { vitals: readonly Reading[] | undefined; onStrike?: (id: string) => void }) {
  const tt = useMedicTexts()
  const { number } = useWords()
  const { mission } = useSession()
  const shown = VITALS.filter((vital) => (vitals ?? []).some((one) => one[vital] !== undefined))
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a table wider than the screen is scrolled with keys
    <div className="caretable" tabIndex={0} role="region" aria-label={tt('vitals.table')}>
      <table>
        <thead><tr><th>{tt('time')}</th>{shown.map((vital) => <th key={vital} className="num">{tt(`vital.${vital}`)}</th>)}<th>{tt('avpu')}</th>{onStrike && <th className="noprint"><span className="sr">{tt('strike')}</span></th>}</tr></thead>
        <tbody>{[...(vitals ?? [])].reverse().map((one) => (
          <tr key={one.id} data-struck={one.struck ? '' : undefined}>
            <th scope="row" className="mono ltr">{clockLocal(Date.parse(one.at), mission.zone)}</th>
            {shown.map((vital) => <td key={vital} className="num" data-odd={one[vital] === undefined || one.struck ? undefined : (unusual(vital, one[vital]) ?? undefined)}>{one[vital] === undefined ? '' : number(one[vital])}</td>)}
            <td>{one.avpu ?? ''}{one.struck && <span className="small"> {tt('struck', { why: one.struck.why })}</span>}</td>
            {onStrike && <td className="noprint">{!one.struck && <button type="button" className="btn small plain" aria-label={tt('strike.of', { what: clockLocal(Date.parse(one.at), mission.zone) })} onClick={() => onStrike(one.id)}>×</button>}</td>}
          </tr>
        ))}</tbody>
      </table>
    </div>
  )
}
