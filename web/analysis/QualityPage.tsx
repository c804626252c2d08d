import { Printer } from 'lucide-react'
import { useMemo, useState } from 'react'
import { share, shareChange } from '../../analysis/rates.ts'
import type { Query } from '../../core/query.ts'
import { useTexts, useWords } from '../i18n/i18n.tsx'
import { roomSource } from '../registry.ts'
import { navigate, useLocation } from '../router.ts'
import { useSession } from '../session.tsx'
import { Empty } from '../shell/parts.tsx'
import { useShowing } from '../shell/shown-handling.ts'
import { ageText, fullTime, zoneName } from '../time/format.ts'
import { useNow } from '../time/now.ts'
import { useAggregate } from './aggregate.ts'
import type { CellOf } from './aggregate.ts'
import { ROWS } from './analysis.texts.ts'
import { CellDrawer } from './CellDrawer.tsx'
import { FrameContext } from './context.ts'
import type { AnalysisFrame } from './context.ts'
import { Figure } from './Figure.tsx'
import { useNames } from './names.ts'
import { ROWS as QUALITY_ROWS } from './quality.texts.ts'
import { useTableKey } from './table-key.ts'
import { keepTargets, readTargets } from './targets.ts'
import type { Targets } from './targets.ts'
import { figureWords } from './words.ts'
import './analysis.css'
import { numberFormat } from '../../core/formatters.ts'

const DAYS = [90, 365, 1096] as const
const HOUR = 3_600_000
const MARKS = ['ungraded', 'joined', 'no-actor', 'no-source', 'no-time'] as const
const LAGS = [['event-report', 'happened-reported'], ['report-log', 'reported-logged'], ['event-log', 'happened-logged']] as const
/** With fewer records in either half of the period nothing is said of a change. */
const LEAST_HALF = 10

/** How complete and how timely each reporting unit's records are. Units only: nothing here is about a person. */
export function QualityPage() {
  const source = roomSource()
  const tt = useTexts(QUALITY_ROWS)
  return source ? <Board kind={source.kind} /> : <div className="page"><Empty title={tt('title')} /></div>
}

function Board({ kind }: { kind: string }) {
  const tt = useTexts(QUALITY_ROWS)
  const ta = useTexts(ROWS)
  const { locale, number } = useWords()
  const { mission } = useSession()
  const { search } = useLocation()
  const now = useNow(60_000)
  const [cell, setCell] = useState<CellOf | null>(null)
  const [targets, setTargets] = useState(() => readTargets())
  useTableKey()
  const minute = Math.floor(now / 60_000) * 60_000
  const days = DAYS.find((n) => n === Number(search.get('days'))) ?? 365
  const window = useMemo(() => (from: number, to: number): Query => ({ kind, time: { axis: 'logged', from: new Date(from).toISOString(), to: new Date(to).toISOString() } }), [kind])
  const from = minute - days * 24 * HOUR
  const middle = minute - days * 12 * HOUR
  const query = useMemo(() => window(from, minute), [window, from, minute])
  const units = useAggregate(query, ['unit'])
  const marks = useAggregate(query, ['unit', 'mark'])
  const states = useAggregate(query, ['unit', 'workflow'])
  const overall = useAggregate(query, ['mark'])
  const lags = { 'event-report': useAggregate(query, ['unit'], 'happened-reported'), 'report-log': useAggregate(query, ['unit'], 'reported-logged'), 'event-log': useAggregate(query, ['unit'], 'happened-logged') }
  const [early, late] = [useMemo(() => window(from, middle), [window, from, middle]), useMemo(() => window(middle, minute), [window, middle, minute])]
  const halves = { a: useAggregate(early, ['unit']), am: useAggregate(early, ['unit', 'mark']), b: useAggregate(late, ['unit']), bm: useAggregate(late, ['unit', 'mark']) }
  const ids = (units.data?.rows ?? []).map((row) => row.keys[0]!)
  const name = useNames(kind, 'unit', ids)
  const f = figureWords(locale)
  const at = (source: typeof marks, ...keys: string[]) => source.data?.rows.find((row) => keys.every((key, i) => row.keys[i] === key))
  const rows = [...ids].sort((a, b) => name(a).localeCompare(name(b), locale)).map((id) => {
    const n = at(units, id)?.count ?? 0
    const mark = (which: string) => at(marks, id, which)?.count ?? 0
    const half = (all: typeof marks, marked: typeof marks) => ({ part: at(marked, id, 'grid')?.count ?? 0, of: at(all, id)?.count ?? 0 })
    const [before, after] = [half(halves.a, halves.am), half(halves.b, halves.bm)]
    return { id, n, grid: mark('grid'), mark, returned: at(states, id, 'returned')?.count ?? 0, change: before.of >= LEAST_HALF && after.of >= LEAST_HALF ? shareChange(before, after) : null }
  })
  const points = numberFormat(locale === 'ar' ? 'ar-u-nu-latn' : locale, { maximumFractionDigits: 0, signDisplay: 'exceptZero' })
  const trendText = (change: (typeof rows)[number]['change']) => {
    if (!change) {
      return tt('trend.few')
    }
    const verdict = change.low > 0 ? 'rise' : change.high < 0 ? 'fall' : 'none'
    return tt(`trend.${verdict}`, { n: number(Math.round(Math.abs(change.value) * 100)), low: points.format(change.low * 100), high: points.format(change.high * 100) })
  }
  const lagText = (id: string, which: keyof typeof lags) => { const row = at(lags[which], id); return row?.median === undefined ? null : tt('median', { a: lag(row.median, locale), b: lag(row.p90 ?? row.median, locale) }) }
  const open = (id: string, title: string, by: string[], keys: string[], count: number) => setCell({ query, by: ['unit', ...by].slice(0, 2), keys: [id, ...keys].slice(0, 2), title: `${name(id)} · ${title}`, count })
  const total = units.data?.total ?? 0
  const gridShare = share(overall.data?.rows.find((row) => row.keys[0] === 'grid')?.count ?? 0, total)
  const ready = [units, marks, states, overall, ...Object.values(lags), ...Object.values(halves)].every((one) => one.data !== undefined)
  const handling = units.data?.handling
  useShowing('quality', useMemo(() => (handling ? [{ handling: { ...handling, owner: '', releasableTo: [] } }] : []), [handling]))
  const met = rows.filter((row) => row.n > 0 && (row.grid / row.n) * 100 >= targets.grid).length
  const frame = useMemo<AnalysisFrame>(() => ({ kind, query, span: { from, to: minute }, zone: mission.zone, now: minute, measure: 'count', open: setCell }), [kind, query, from, minute, mission.zone])
  const part = (id: string, count: number, of: number, title: string, by: string[], keys: string[], missed = false) => (
    <button type="button" className={missed ? 'linkish missed' : 'linkish met'} title={missed ? tt('missed') : undefined} onClick={() => open(id, title, by, keys, count)}>{of > 0 ? f.percent(count / of) : '—'}{missed ? ' ▾' : ''}<small>{number(count)}/{number(of)}</small></button>
  )
  const change = (next: Partial<Targets>) => { const all = { ...targets, ...next }; setTargets(all); keepTargets(all) }
  const without = units.data?.without[0] ?? 0
  return (
    <FrameContext value={frame}>
      <div className="analysis quality">
        <header className="analysishead">
          <div className="grow"><h1>{tt('title')}</h1><p className="quiet small">{tt('lead')}</p></div>
          <label className="row small noprint">{ta('page.range')}<select className="select" value={days} onChange={(e) => navigate(`/quality?days=${e.target.value}`, { replace: true })}>{DAYS.map((n) => <option key={n} value={n}>{ta(`range.${n}`)}</option>)}</select></label>
          <button type="button" className="btn noprint" onClick={() => globalThis.print()}><Printer size={15} aria-hidden="true" />{ta('page.print')}</button>
        </header>
        <p className="analysisasof small quiet">{units.data ? ta('page.asof', { at: fullTime(Date.parse(units.data.asOf), mission.zone, locale), n: number(total), zone: zoneName(mission.zone) }) : ''}</p>
        <Figure
          wide finding={gridShare && rows.length > 0 ? tt('finding', { share: f.percent(gridShare.value), low: f.percent(gridShare.low), high: f.percent(gridShare.high), n: number(met), of: number(rows.length) }) : tt('title')} about={tt('about')} data={ready ? units : waitingFor([units, marks, states, overall, ...Object.values(lags), ...Object.values(halves)])} empty={rows.length === 0}
          table={{
            head: [tt('unit'), tt('records'), `${tt('grid')} n`, `${tt('grid')} %`, ...LAGS.flatMap(([id]) => [`${tt(id)} p50 h`, `${tt(id)} p90 h`]), tt('f6'), tt('returned'), ...(['joined', 'no-actor', 'no-source', 'no-time'] as const).map((id) => tt(id)), tt('trend')],
            rows: rows.map((row) => [name(row.id), row.n, row.grid, row.n > 0 ? Math.round((row.grid / row.n) * 100) : null, ...LAGS.flatMap(([id]) => { const found = at(lags[id], row.id); return [found?.median, found?.p90].map((ms) => (ms === undefined ? null : Math.round((ms / HOUR) * 10) / 10)) }), row.mark('ungraded'), row.returned, ...(['joined', 'no-actor', 'no-source', 'no-time'] as const).map((id) => row.mark(id)), trendText(row.change)]),
          }}
          notes={without > 0 ? <button type="button" className="linkish" onClick={() => setCell({ query, by: ['unit'], keys: [''], title: tt('unit.none'), count: without })}>{tt('unit.none')}: {number(without)}</button> : undefined}
        >
          <div className="figuretable monthly" tabIndex={0} role="region" aria-label={tt('about')}>
            <table>
              <thead><tr><th scope="col">{tt('unit')}</th><th scope="col">{tt('records')}</th><th scope="col">{tt('grid')}</th>{LAGS.map(([id]) => <th key={id} scope="col">{tt(id)}</th>)}<th scope="col">{tt('f6')}</th><th scope="col">{tt('returned')}</th>{MARKS.slice(1).map((id) => <th key={id} scope="col">{tt(id as 'joined')}</th>)}<th scope="col">{tt('trend')}</th></tr></thead>
              <tbody>
                {rows.map((row) => (
                  <tr key={row.id}>
                    <th scope="row" dir="auto">{name(row.id)}</th>
                    <td><button type="button" className="linkish" onClick={() => open(row.id, tt('records'), [], [], row.n)}>{number(row.n)}</button></td>
                    <td>{part(row.id, row.grid, row.n, tt('grid'), ['mark'], ['grid'], (row.grid / row.n) * 100 < targets.grid)}</td>
                    {LAGS.map(([id]) => { const found = at(lags[id], row.id); const missed = id === 'report-log' && (found?.median ?? 0) > targets.lag * HOUR; return <td key={id} title={lagText(row.id, id) ?? undefined}>{found?.median === undefined ? '—' : <button type="button" className={missed ? 'linkish missed' : 'linkish met'} onClick={() => open(row.id, tt(id), [], [], row.n)}>{lag(found.median, locale)}{missed ? ' ▾' : ''}<small>90 % {lag(found.p90 ?? 0, locale)}</small></button>}</td> })}
                    <td>{part(row.id, row.mark('ungraded'), row.n, tt('f6'), ['mark'], ['ungraded'], (row.mark('ungraded') / row.n) * 100 > targets.f6)}</td>
                    <td>{part(row.id, row.returned, row.n, tt('returned'), ['workflow'], ['returned'])}</td>
                    {MARKS.slice(1).map((id) => <td key={id}>{part(row.id, row.mark(id), row.n, tt(id as 'joined'), ['mark'], [id])}</td>)}
                    <td title={trendText(row.change)}><span aria-hidden="true">{!row.change ? '·' : row.change.low > 0 ? '↗' : row.change.high < 0 ? '↘' : '→'}</span> <small>{trendText(row.change)}</small></td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </Figure>
        <fieldset className="definitions noprint">
          <legend className="sr">{tt('targets')}</legend><strong>{tt('targets')}</strong>
          <div className="targets">
            {([['grid', 100], ['f6', 100], ['lag', 8760]] as const).map(([id, most]) => <label key={id} className="row small">{tt(`target.${id}`)}<input className="input" type="number" min={0} max={most} value={targets[id]} onChange={(e) => change({ [id]: Math.max(0, Math.min(most, Number(e.target.value) || 0)) })} /></label>)}
          </div>
        </fieldset>
        <details className="definitions" open><summary>{tt('defs')}</summary><ul>{(['grid', 'lag', 'f6', 'returned'] as const).map((id) => <li key={id}>{tt(`def.${id}`)}</li>)}</ul></details>
      </div>
      <CellDrawer cell={cell} onClose={() => setCell(null)} />
    </FrameContext>
  )
}

/** A table of several counts stands when all have come; until then none of its figures is true. */
function waitingFor(all: readonly ReturnType<typeof useAggregate>[]): { isPending: boolean; error: unknown; refetch(): unknown; data: undefined } {
  const failed = all.find((one) => one.error && one.data === undefined)
  return { isPending: true, error: failed?.error ?? null, refetch: () => Promise.all(all.map((one) => one.refetch())), data: undefined }
}

function lag(ms: number, locale: string): string {
  return ms < 0 ? `−${ageText(-ms, locale)}` : ageText(ms, locale)
}
