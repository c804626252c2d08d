import { useMemo } from 'react'
import { incompleteBeta } from '../../analysis/distributions.ts'
import { seasonOf } from '../../analysis/season.ts'
import { movingAverage, trendOf } from '../../analysis/trend.ts'
import { useTexts, useWords } from '../i18n/i18n.tsx'
import { formatLocale } from '../time/format.ts'
import { useAggregate } from './aggregate.ts'
import { ROWS } from './analysis.texts.ts'
import { Bars } from './Bars.tsx'
import { useFrame } from './context.ts'
import { Figure } from './Figure.tsx'
import { WeekHours, YearCalendar } from './Heat.tsx'
import { Notes } from './Notes.tsx'
import { shadeOf, slotsOf, startOfKey, stepFor, wholeYears } from './series.ts'
import { TrendChart } from './TrendChart.tsx'
import { bucketWords, figureWords } from './words.ts'
import { dateFormat } from '../../core/formatters.ts'

/** Counts over time, their trend and how sure it is. */
export function TrendFigure() {
  const tt = useTexts(ROWS)
  const { locale, number } = useWords()
  const { query, span, zone, open } = useFrame()
  const step = stepFor(span)
  const data = useAggregate(query, [step])
  const model = useMemo(() => {
    const counts = new Map((data.data?.rows ?? []).map((row) => [row.keys[0]!, row.count ?? 0]))
    const slots = slotsOf(span, step, zone)
    const values = slots.map((slot) => counts.get(slot.key) ?? 0)
    return {
      values, trend: trendOf(values, slots.map((slot) => slot.watched)), average: movingAverage(values.map((value, i) => value / Math.max(slots[i]!.watched, 0.2)), step === 'day' ? 3 : 2), n: values.reduce((a, b) => a + b, 0),
      points: slots.map((slot, i) => { const words = bucketWords(slot.key, step, zone, locale); return { key: slot.key, label: words.long, short: words.short, count: values[i]!, whole: slot.watched > 0.999 } }),
    }
  }, [data.data, span, step, zone, locale])
  const { trend, points, values, n } = model
  const f = figureWords(locale)
  const over = (factor: number) => factor ** Math.max(1, points.length - 1)
  const finding = !trend || trend.verdict === 'few'
    ? tt('trend.few', { n: number(n) })
    : tt(`trend.${trend.verdict}`, { n: number(n), times: f.times(over(trend.factor)), low: f.times(over(trend.low)), high: f.times(over(trend.high)) })
  return (
    <Figure
      wide finding={finding} about={tt('trend.about', { step: tt(`step.${step}`) })} data={data} empty={n === 0}
      table={{ head: [tt('col.when'), tt('col.records'), tt('col.expected'), tt('col.low'), tt('col.high')], rows: points.map((p, i) => [p.key, values[i]!, ...(trend ? [trend.fitted[i]!.value, trend.fitted[i]!.low, trend.fitted[i]!.high].map((v) => Math.round(v * 10) / 10) : [null, null, null])]) }}
      notes={<><Notes data={data.data} query={query} by={[step]} why={['why.time']} />{points.some((p) => !p.whole) ? tt('trend.partial') : ''}</>}
    >
      <TrendChart points={points} trend={trend} average={model.average} unit={tt('trend.about', { step: tt(`step.${step}`) })} onOpen={(p) => open({ query, by: [step], keys: [p.key], title: p.label, count: p.count })} />
    </Figure>
  )
}

const MOST_YEARS = 4

/** Every day of the period as a calendar. */
export function CalendarFigure() {
  const tt = useTexts(ROWS)
  const { locale, number } = useWords()
  const { query, span, zone, open } = useFrame()
  const data = useAggregate(query, ['day'])
  const counts = useMemo(() => new Map((data.data?.rows ?? []).map((row) => [row.keys[0]!, row.count ?? 0])), [data.data])
  const days = useMemo(() => slotsOf(span, 'month', zone).map((slot) => slot.key), [span, zone])
  const years = [...new Set(days.map((key) => Number(key.slice(0, 4))))]
  const busiest = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? 1 : -1))[0]
  const [from, to] = useMemo(() => { const ends = [span.from, span.to - 1].map((ms) => slotsOf({ from: ms, to: ms + 1 }, 'day', zone)[0]!.key); return [ends[0]!, ends[1]!] }, [span, zone])
  const dayLabel = (date: string) => bucketWords(date, 'day', zone, locale).long
  return (
    <Figure
      wide finding={busiest ? tt('calendar.busiest', { day: dayLabel(busiest[0]), n: number(busiest[1]) }) : tt('figure.none')} about={tt('calendar.about')} data={data} empty={counts.size === 0}
      table={{ head: [tt('col.when'), tt('col.records')], rows: [...counts].sort(([a], [b]) => (a < b ? -1 : 1)) }}
      notes={<><Notes data={data.data} query={query} by={['day']} why={['why.time']} />{years.length > MOST_YEARS ? tt('calendar.years', { n: MOST_YEARS, of: years.length }) : ''}</>}
    >
      <div className="calendars">
        {years.slice(-MOST_YEARS).map((year) => <YearCalendar key={year} year={year} counts={counts} shade={shadeOf([...counts.values()])} inside={(date) => date >= from && date <= to} dayLabel={dayLabel} onOpen={(cell) => open({ query, by: ['day'], keys: [cell.key], title: dayLabel(cell.key), count: cell.count })} />)}
      </div>
    </Figure>
  )
}

const RUN = 3

/** When in the week: the three hours that hold more than chance, if any do. */
export function HoursFigure() {
  const tt = useTexts(ROWS)
  const { locale, number } = useWords()
  const { query, open } = useFrame()
  const data = useAggregate(query, ['weekhour'])
  const counts = useMemo(() => new Map((data.data?.rows ?? []).map((row) => [row.keys[0]!, row.count ?? 0])), [data.data])
  const hours = Array.from({ length: 24 }, (_, hour) => [...counts].reduce((sum, [key, n]) => sum + (Number(key.slice(2)) === hour ? n : 0), 0))
  const n = hours.reduce((a, b) => a + b, 0)
  const runs = hours.map((_, from) => ({ from, n: Array.from({ length: RUN }, (_x, i) => hours[(from + i) % 24]!).reduce((a, b) => a + b, 0) })).sort((a, b) => b.n - a.n)
  const peak = runs[0]!
  // Chance of at least so many in three hours if every hour were alike, held to 5 % over the 24 runs looked at (Bonferroni).
  const clear = n >= 20 && peak.n > 0 && incompleteBeta(RUN / 24, peak.n, n - peak.n + 1) * 24 < 0.05
  const clock = (hour: number) => `${String(hour % 24).padStart(2, '0')}:00`
  return (
    <Figure
      finding={clear ? tt('hours.peak', { from: clock(peak.from), to: clock(peak.from + RUN), share: figureWords(locale).percent(peak.n / n) }) : n < 20 ? tt('bars.few', { n: number(n) }) : tt('hours.none', { n: number(n) })}
      about={tt('hours.about')} data={data} empty={n === 0} table={{ head: [tt('col.when'), tt('col.records')], rows: [...counts] }} notes={<Notes data={data.data} query={query} by={['weekhour']} why={['why.time']} />}
    >
      <WeekHours counts={counts} onOpen={(cell) => open({ query, by: ['weekhour'], keys: [cell.key], title: cell.label, count: cell.count })} />
    </Figure>
  )
}

/** Months of the year against the mean month, over whole years whatever period is looked at. */
export function SeasonFigure() {
  const tt = useTexts(ROWS)
  const { locale } = useWords()
  const { query: whole, zone, now, open } = useFrame()
  const query = useMemo(() => ({ ...whole, time: { axis: 'happened' as const, to: new Date(now).toISOString() } }), [whole, now])
  const data = useAggregate(query, ['month'])
  const f = figureWords(locale)
  const counts = useMemo(() => new Map((data.data?.rows ?? []).map((row) => [row.keys[0]!, row.count ?? 0])), [data.data])
  const first = [...counts.keys()].sort()[0]
  const years = first === undefined ? [] : wholeYears(startOfKey(first, zone) ?? now, now, zone)
  const season = seasonOf(counts, years)
  const name = (month: number, style: 'short' | 'long') => dateFormat(formatLocale(locale), { month: style, timeZone: 'UTC' }).format(Date.UTC(2026, month - 1, 1))
  const high = season.filter((m) => m.index && m.index.low > 1)
  const most = Math.max(1.2, ...season.map((m) => m.index?.high ?? 0))
  return (
    <Figure
      finding={years.length < 2 ? tt('season.few', { n: years.length }) : high.length > 0 ? tt('season.high', { months: new Intl.ListFormat(locale).format(high.map((m) => name(m.month, 'long'))) }) : tt('season.none', { n: years.length })}
      about={tt('season.about')} data={data} empty={counts.size === 0}
      table={{ head: [tt('col.when'), tt('col.index'), tt('col.low'), tt('col.high'), tt('col.records')], rows: season.map((m) => [name(m.month, 'long'), ...[m.index?.value, m.index?.low, m.index?.high].map((v) => (v === undefined ? null : Math.round(v * 100) / 100)), m.events]) }}
    >
      {years.length < 2
        ? <Bars bars={[...counts].sort(([a], [b]) => (a < b ? 1 : -1)).map(([key, value]) => ({ key, label: bucketWords(key, 'month', zone, locale).long, value }))} onOpen={(bar) => open({ query, by: ['month'], keys: [bar.key], title: bar.label, count: bar.value })} />
        : (
          <ol className="season">
            {season.map((m) => (
              <li key={m.month} title={`${name(m.month, 'long')}: ${m.index ? `${f.ratio(m.index.value)} (95 % ${f.ratio(m.index.low)}–${f.ratio(m.index.high)})` : '—'}`}>
                <span className="seasontrack">
                  <span className="seasonbase" style={{ insetBlockEnd: `${(1 / most) * 100}%` }} />
                  {m.index && <><span className="seasonbar" style={{ blockSize: `${(m.index.value / most) * 100}%` }} /><span className="seasonband" style={{ insetBlockEnd: `${(m.index.low / most) * 100}%`, blockSize: `${((Math.min(m.index.high, most) - m.index.low) / most) * 100}%` }} /></>}
                </span>
                <span className="small quiet">{name(m.month, 'short')}</span>
                <span className="sr">{m.index ? f.ratio(m.index.value) : ''}</span>
              </li>
            ))}
          </ol>
        )}
    </Figure>
  )
}
