import { ChevronLeft } from 'lucide-react'
import { useMemo } from 'react'
import { localParts, startOfDate } from '../../core/time-local.ts'
import type { Query } from '../../core/query.ts'
import { useFacets } from '../api/queries.ts'
import type { FacetCount } from '../api/types.ts'
import { useRoving } from '../form/roving.ts'
import { useTexts, useWords } from '../i18n/i18n.tsx'
import { useSession } from '../session.tsx'
import { DayInput } from '../form/WhenInput.tsx'
import { formatLocale } from '../time/format.ts'
import { useNow } from '../time/now.ts'
import { withCondition } from './address.ts'
import { FacetBox } from './FacetBox.tsx'
import { ROWS } from './lists.texts.ts'
import { dateFormat } from '../../core/formatters.ts'

const WINDOWS = [24, 168, 720] as const
const DAY = 86_400_000
/** A span up to this many days is shown by day, a longer one by month. */
const BY_DAY = 45

/** When: a moving window, two days, or a click on a month and then a day; bars show how much there is. */
export function TimeFacet({ query, hours, months, onQuery, onHours }: { query: Query; hours: number | null; months: readonly FacetCount[]; onQuery(query: Query): void; onHours(hours: number | null): void }) {
  const { number, locale } = useWords()
  const { mission: { zone } } = useSession()
  const tt = useTexts(ROWS)
  const now = useNow(60_000)
  const from = query.time?.from ? Date.parse(query.time.from) : null
  const to = query.time?.to ? Date.parse(query.time.to) : null
  const short = from !== null && (to ?? now) - from <= BY_DAY * DAY
  const days = useFacets(short ? query : null, ['day']).data?.['day']
  const set = (start: number | null, end: number | null) => onQuery(withCondition(query, 'time', start === null && end === null ? undefined : { axis: 'happened', ...(start === null ? {} : { from: new Date(start).toISOString() }), ...(end === null ? {} : { to: new Date(end).toISOString() }) }))
  const bars = useMemo(() => {
    if (short && from !== null) {
      const around = localParts(from + DAY / 2, zone)
      const first = startOfDate(around.year, around.month, 1, zone)
      const last = to === null ? now : Math.max(to, startOfDate(around.year, around.month + 1, 1, zone))
      return (days ?? []).map((c) => ({ ...c, ...spanOf(c.value, zone) })).filter((c) => c.from >= first && c.from < last).sort((a, b) => a.from - b.from)
    }
    return months.filter((c) => /^\d{4}-\d{2}$/.test(c.value)).map((c) => ({ ...c, ...spanOf(c.value, zone) })).sort((a, b) => a.from - b.from).slice(-36)
  }, [short, from, to, days, months, zone, now])
  const roving = useRoving(bars.length)
  const most = Math.max(1, ...bars.map((bar) => bar.count))
  const name = (bar: { from: number }) => dateFormat(formatLocale(locale), short ? { timeZone: zone, day: 'numeric', month: 'short' } : { timeZone: zone, month: 'short', year: 'numeric' }).format(bar.from)
  const dayText = (ms: number | null, back = 0) => {
    if (ms === null) {
      return ''
    }
    const { year, month, day } = localParts(ms - back, zone)
    return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
  }
  const typed = (text: string) => (/^\d{4}-\d{2}-\d{2}$/.test(text) ? spanOf(text, zone) : null)
  return (
    <FacetBox title={tt('facet.time')} set={from !== null || to !== null || hours !== null ? 1 : 0} onClear={() => onHours(null)}>
      <div className="row wrap timepick">
        {WINDOWS.map((n) => <button key={n} type="button" className="btn small" aria-pressed={hours === n} onClick={() => onHours(hours === n ? null : n)}>{n < 72 ? tt('time.hours', { n }) : tt('time.days', { n: n / 24 })}</button>)}
      </div>
      <div className="row timefields">
        <DayInput aria-label={tt('time.from')} value={hours === null ? dayText(from) : ''} onChange={(day) => set(typed(day)?.from ?? null, to)} />
        <span className="quiet small">{tt('time.to')}</span>
        <DayInput aria-label={tt('time.to')} value={hours === null ? dayText(to, 1) : ''} onChange={(day) => set(from, typed(day)?.to ?? null)} />
      </div>
      {bars.length > 1 && (
        <div className="timebars" role="group" data-roving="" aria-label={tt('facet.time')}>
          {bars.map((bar, i) => {
            const on = from !== null && bar.from >= from && (to === null || bar.to <= to)
            const text = `${name(bar)}: ${number(bar.count)}`
            return <button key={bar.value} type="button" data-at={i} tabIndex={roving.tabIndex(i)} onFocus={() => roving.onFocus(i)} onKeyDown={roving.onKeyDown} aria-pressed={on} aria-label={text} title={text} onClick={() => set(bar.from, bar.to)}><span style={{ blockSize: `${Math.max(6, (bar.count / most) * 100)}%` }} /></button>
          })}
        </div>
      )}
      {bars.length > 1 && <div className="row small quiet timeends"><span>{name(bars[0]!)}</span><span className="grow" /><span>{name(bars.at(-1)!)}</span></div>}
      {short && <button type="button" className="btn plain small" onClick={() => set(null, null)}><ChevronLeft size={13} className="flip" aria-hidden="true" />{tt('time.back')}</button>}
    </FacetBox>
  )
}

/** `2026-08` or `2026-08-18` in mission time → its instants, epoch ms, the end not included. */
function spanOf(text: string, zone: string): { from: number; to: number } {
  const [year = 1970, month = 1, day] = text.split('-').map(Number)
  return day === undefined
    ? { from: startOfDate(year, month, 1, zone), to: startOfDate(month === 12 ? year + 1 : year, month === 12 ? 1 : month + 1, 1, zone) }
    : { from: startOfDate(year, month, day, zone), to: startOfDate(year, month, day + 1, zone) }
}
