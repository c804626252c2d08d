import { useMemo } from 'react'
import { strongPairs } from '../../analysis/pairs.ts'
import { share } from '../../analysis/rates.ts'
import { trendOf } from '../../analysis/trend.ts'
import { useAreas } from '../api/queries.ts'
import { useTexts, useWords } from '../i18n/i18n.tsx'
import { useAggregate } from './aggregate.ts'
import { ROWS } from './analysis.texts.ts'
import { Bars } from './Bars.tsx'
import { useFrame } from './context.ts'
import { Figure } from './Figure.tsx'
import { Matrix } from './Heat.tsx'
import { useNames } from './names.ts'
import { Notes } from './Notes.tsx'
import { slotsOf } from './series.ts'
import { bucketWords, figureWords } from './words.ts'

export const LEVELS = ['sector', 'aor', 'admin1', 'admin2'] as const
export type AreaLevel = (typeof LEVELS)[number]
type Sorting = 'family' | 'category' | 'actor' | `area:${AreaLevel}`

const LEAST = 10

/** Records (or people harmed) by one dimension, the most first. */
export function SortFigure({ by }: { by: Sorting }) {
  const tt = useTexts(ROWS)
  const { locale, number } = useWords()
  const { kind, query, measure, open } = useFrame()
  const data = useAggregate(query, [by], measure)
  const rows = useMemo(() => [...(data.data?.rows ?? [])].filter((row) => measure === 'count' || row.count === null || (row.max ?? 0) > 0).sort((a, b) => (measure === 'count' ? (b.count ?? 0) - (a.count ?? 0) : (b.max ?? 0) - (a.max ?? 0) || (b.min ?? 0) - (a.min ?? 0))), [data.data, measure])
  const name = useNames(kind, by, rows.slice(0, 60).map((row) => row.keys[0]!))
  const bars = rows.map((row) => ({ key: row.keys[0]!, label: name(row.keys[0]!), value: measure === 'count' || row.count === null ? row.count : (row.max ?? 0), ...(measure === 'count' ? {} : { low: row.min ?? 0 }) }))
  const first = bars[0]
  const n = data.data?.total ?? 0
  const f = figureWords(locale)
  const part = first && measure === 'count' ? share(first.value ?? 0, n) : null
  const what = tt(`measure.${measure}` as 'measure.killed')
  const area = by.startsWith('area:')
  const finding = !first ? (measure === 'count' ? tt('figure.none') : tt('bars.harm.none', { what })) : measure !== 'count' ? tt('bars.harm', { label: first.label, what, low: number(first.low ?? 0), high: number(first.value ?? 0) }) : n < LEAST || !part ? tt('bars.few', { n: number(n) }) : tt('bars.lead', { label: first.label, share: f.percent(part.value), low: f.percent(part.low), high: f.percent(part.high) })
  return (
    <Figure
      finding={finding} about={`${tt(area ? 'by.area' : (`by.${by}` as 'by.family'))} · ${what}`} data={data} empty={bars.length === 0}
      table={measure === 'count' ? { head: [tt('col.what'), tt('col.records')], rows: bars.map((b) => [b.label, b.value]) } : { head: [tt('col.what'), tt('col.min'), tt('col.max')], rows: bars.map((b) => [b.label, b.low ?? 0, b.value]) }}
      notes={<><Notes data={data.data} query={query} by={[by]} why={[area ? 'why.area' : by === 'actor' ? 'why.actor' : 'why.value']} several={by === 'actor' || area} />{measure === 'count' ? '' : ` ${tt('range.means')}`}</>}
    >
      <Bars bars={bars} onOpen={(bar) => open({ query, by: [by], keys: [bar.key], title: bar.label, count: bar.value })} />
    </Figure>
  )
}

/** Which actors stand with which kinds of event more often than chance. */
export function PairsFigure() {
  const tt = useTexts(ROWS)
  const { locale, number } = useWords()
  const { kind, query, open } = useFrame()
  const cells = useAggregate(query, ['family', 'actor'])
  const families = useAggregate(query, ['family'])
  const actors = useAggregate(query, ['actor'])
  const top = (rows: readonly { keys: string[]; count: number | null }[] | undefined, n: number) => [...(rows ?? [])].sort((a, b) => (b.count ?? 0) - (a.count ?? 0)).slice(0, n).map((row) => row.keys[0]!)
  const [rows, columns] = [top(actors.data?.rows, 12), top(families.data?.rows, 12)]
  const pairs = useMemo(() => {
    const totals = (list: readonly { keys: string[]; count: number | null }[] | undefined) => new Map((list ?? []).map((row) => [row.keys[0]!, row.count ?? 0]))
    return strongPairs((cells.data?.rows ?? []).map((row) => ({ first: row.keys[0]!, second: row.keys[1]!, both: row.count ?? 0 })), totals(families.data?.rows), totals(actors.data?.rows), cells.data?.total ?? 0)
  }, [cells.data, families.data, actors.data])
  const counts = useMemo(() => new Map((cells.data?.rows ?? []).map((row) => [`${row.keys[0]!}\n${row.keys[1]!}`, row.count ?? 0])), [cells.data])
  const family = useNames(kind, 'family', columns)
  const actor = useNames(kind, 'actor', [...new Set([...rows, ...pairs.slice(0, 12).map((p) => p.second)])])
  const f = figureWords(locale)
  const by = ['family', 'actor']
  const openPair = (a: string, b: string, count: number) => open({ query, by, keys: [a, b], title: `${family(a)} × ${actor(b)}`, count })
  const first = pairs[0]
  return (
    <Figure
      wide finding={first ? tt('pairs.lead', { a: family(first.first), b: actor(first.second), times: f.times(first.association.lift) }) : tt('pairs.none')} about={tt('pairs.about')} data={cells} empty={counts.size === 0}
      table={{ head: [tt('by.family'), tt('by.actor'), tt('col.records')], rows: (cells.data?.rows ?? []).map((row) => [family(row.keys[0]!), actor(row.keys[1]!), row.count]) }}
      notes={<Notes data={cells.data} query={query} by={by} why={['why.value', 'why.actor']} several />}
    >
      <div className="pairs">
        <Matrix rows={rows.map((key) => ({ key, label: actor(key) }))} columns={columns.map((key) => ({ key, label: family(key) }))} count={(row, column) => counts.get(`${column}\n${row}`) ?? 0} onOpen={(row, column, count) => openPair(column.key, row.key, count)} />
        {pairs.length > 0 && (
          <ol className="pairlist">
            {pairs.slice(0, 8).map((p) => <li key={`${p.first} ${p.second}`}><button type="button" className="linkish" onClick={() => openPair(p.first, p.second, p.joint.both)}>{tt('pairs.row', { a: family(p.first), b: actor(p.second), n: number(p.joint.both), times: f.times(p.association.lift), low: f.ratio(p.association.odds.low), high: f.ratio(p.association.odds.high) })}</button></li>)}
          </ol>
        )}
      </div>
    </Figure>
  )
}

const MOST_AREAS = 24
const step = 'month'

/** Every area on its own, all on one scale, with its own trend. */
export function AreasFigure({ level, setLevel }: { level: AreaLevel; setLevel(level: AreaLevel): void }) {
  const tt = useTexts(ROWS)
  const { locale, number } = useWords()
  const { kind, query, span, zone, open } = useFrame()
  const areas = useAreas()
  const by = [`area:${level}`, step]
  const data = useAggregate(query, by)
  const slots = useMemo(() => slotsOf(span, step, zone), [span, zone])
  const name = useNames(kind, by[0]!, [])
  const list = useMemo(() => {
    const found = new Map<string, Map<string, number>>()
    for (const row of data.data?.rows ?? []) {
      const own = found.get(row.keys[0]!) ?? new Map<string, number>()
      own.set(row.keys[1]!, row.count ?? 0)
      found.set(row.keys[0]!, own)
    }
    return [...found].map(([id, own]) => {
      const values = slots.map((slot) => own.get(slot.key) ?? 0)
      return { id, values, n: values.reduce((a, b) => a + b, 0), trend: trendOf(values, slots.map((slot) => slot.watched)) }
    }).sort((a, b) => b.n - a.n)
  }, [data.data, slots])
  const most = Math.max(1, ...list.flatMap((a) => a.values))
  const rising = list.filter((a) => a.trend?.verdict === 'rise')
  const verdict = (a: (typeof list)[number]) => (!a.trend || a.trend.verdict === 'few' ? tt('bars.few', { n: number(a.n) }) : tt(`trend.${a.trend.verdict}`, { n: number(a.n), ...spread(a.trend, slots.length, locale) }))
  const levels = LEVELS.filter((one) => (areas.data ?? []).some((area) => area.type === one))
  return (
    <Figure
      wide finding={rising.length > 0 ? tt('areas.rising', { n: number(rising.length), of: number(list.length), names: new Intl.ListFormat(locale).format(rising.slice(0, 4).map((a) => name(a.id))) }) : tt('areas.none', { of: number(list.length) })}
      about={tt('areas.about', { step: tt('step.month') })} data={data} empty={list.length === 0}
      table={{ head: [tt('by.area'), ...slots.map((slot) => slot.key), tt('month.total'), tt('col.trend')], rows: list.map((a) => [name(a.id), ...a.values, a.n, verdict(a)]) }}
      notes={<><Notes data={data.data} query={query} by={by} why={['why.area', 'why.time']} several />{list.length > MOST_AREAS ? tt('bars.shown', { n: MOST_AREAS, of: number(list.length) }) : ''}</>}
    >
      {levels.length > 1 && <label className="row small noprint levelpick">{tt('by.area.level')} <select className="select" value={level} onChange={(e) => setLevel(e.target.value as AreaLevel)}>{levels.map((one) => <option key={one} value={one}>{tt(`level.${one}`)}</option>)}</select></label>}
      <ul className="multiples">
        {list.slice(0, MOST_AREAS).map((a) => (
          <li key={a.id}>
            <button type="button" className="multiple" onClick={() => open({ query, by: [by[0]!], keys: [a.id], title: name(a.id), count: a.n })} title={verdict(a)}>
              <span className="row"><strong className="cut grow" dir="auto">{name(a.id)}</strong><span className="mono small">{number(a.n)}</span><span className="trendmark" data-verdict={a.trend?.verdict ?? 'few'} aria-hidden="true">{{ rise: '↗', fall: '↘', none: '→', few: '·' }[a.trend?.verdict ?? 'few']}</span></span>
              <span className="sparkbars" aria-hidden="true">{a.values.map((value, i) => <i key={slots[i]!.key} style={{ blockSize: `${(value / most) * 100}%` }} />)}</span>
              <span className="sr">{verdict(a)}</span>
            </button>
          </li>
        ))}
      </ul>
      <p className="small quiet row"><span>{bucketWords(slots[0]?.key ?? '', step, zone, locale).long}</span><span className="grow" /><span>{bucketWords(slots.at(-1)?.key ?? '', step, zone, locale).long}</span></p>
    </Figure>
  )
}

function spread(trend: { factor: number; low: number; high: number }, steps: number, locale: string): { times: string; low: string; high: string } {
  const f = figureWords(locale)
  const over = (factor: number) => f.times(factor ** Math.max(1, steps - 1))
  return { times: over(trend.factor), low: over(trend.low), high: over(trend.high) }
}

/** The month by month table that goes into a monthly report. */
export function MonthFigure() {
  const tt = useTexts(ROWS)
  const { locale, number } = useWords()
  const { kind, query, span, zone, open } = useFrame()
  const by = ['month', 'family']
  const data = useAggregate(query, by)
  const all = useAggregate(query, ['month'])
  const killed = useAggregate(query, ['month'], 'killed')
  const injured = useAggregate(query, ['month'], 'injured')
  const slots = slotsOf(span, 'month', zone).slice(-12).reverse()
  const families = [...new Map((data.data?.rows ?? []).map((row) => [row.keys[1]!, 0])).keys()].sort()
  const name = useNames(kind, 'family', families)
  const cell = (month: string, family: string) => data.data?.rows.find((row) => row.keys[0] === month && row.keys[1] === family)?.count ?? 0
  const range = (source: typeof killed, month: string) => { const row = source.data?.rows.find((one) => one.keys[0] === month); const [min, max] = [row?.min ?? 0, row?.max ?? 0]; return min === max ? number(max) : `${number(min)}–${number(max)}` }
  const total = (month: string) => all.data?.rows.find((row) => row.keys[0] === month)?.count ?? 0
  const whole = slots.filter((slot) => slot.watched > 0.999)
  return (
    <Figure
      wide finding={whole.length > 1 ? tt('month.finding', { n: number(total(whole[0]!.key)), m: number(total(whole[1]!.key)) }) : tt('figure.none')} about={tt('month.about')} data={data} empty={families.length === 0}
      table={{ head: [tt('step.month'), ...families.map(name), tt('month.total'), tt('measure.killed'), tt('measure.injured')], rows: slots.map((slot) => [slot.key, ...families.map((family) => cell(slot.key, family)), total(slot.key), range(killed, slot.key), range(injured, slot.key)]) }}
      notes={<Notes data={data.data} query={query} by={by} why={['why.time', 'why.value']} />}
    >
      <div className="figuretable monthly" tabIndex={0} role="region" aria-label={tt('month.about')}>
        <table>
          <thead><tr><th scope="col">{tt('step.month')}</th>{families.map((family) => <th key={family} scope="col" title={name(family)}><span className="mono">{family}</span></th>)}<th scope="col">{tt('month.total')}</th><th scope="col">{tt('measure.killed')}</th><th scope="col">{tt('measure.injured')}</th></tr></thead>
          <tbody>
            {slots.map((slot) => (
              <tr key={slot.key}>
                <th scope="row">{bucketWords(slot.key, 'month', zone, locale).short}{slot.watched > 0.999 ? '' : ' *'}</th>
                {families.map((family) => { const n = cell(slot.key, family); return <td key={family}>{n > 0 ? <button type="button" className="linkish" onClick={() => open({ query, by, keys: [slot.key, family], title: `${bucketWords(slot.key, 'month', zone, locale).long} · ${name(family)}`, count: n })}>{number(n)}</button> : <span className="quiet">0</span>}</td> })}
                <td><button type="button" className="linkish strong" onClick={() => open({ query, by: ['month'], keys: [slot.key], title: bucketWords(slot.key, 'month', zone, locale).long, count: total(slot.key) })}>{number(total(slot.key))}</button></td>
                <td>{range(killed, slot.key)}</td><td>{range(injured, slot.key)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <p className="small quiet">{families.map((family) => `${family} ${name(family)}`).join(' · ')}{slots.some((slot) => slot.watched <= 0.999) ? ` · * ${tt('trend.partial')}` : ''}</p>
      </div>
    </Figure>
  )
}
