import { useMemo, useState } from 'react'
import type { FormEvent } from 'react'
import { beforeAfter } from '../../analysis/rates.ts'
import type { Query } from '../../core/query.ts'
import { localDate, startOfDate, startOfLocalDay } from '../../core/time-local.ts'
import { api } from '../api/http.ts'
import type { RecordView } from '../api/types.ts'
import { useTexts, useWords } from '../i18n/i18n.tsx'
import { useAggregate } from './aggregate.ts'
import { ROWS } from './analysis.texts.ts'
import { useFrame } from './context.ts'
import { Figure } from './Figure.tsx'
import { Notes } from './Notes.tsx'
import { slotsOf, dayIn } from './series.ts'
import { bucketWords, figureWords } from './words.ts'

const SIDES = [14, 30, 60, 90, 180] as const
const DAY = 86_400_000

/** Records by day before a date and from it on: how many, how many times as many, and how sure. `date`: YYYY-MM-DD, mission-local. */
export function CompareFigure({ date, days, onChange }: { date: string; days: number; onChange(date: string, days: number): void }) {
  const tt = useTexts(ROWS)
  const { locale, number } = useWords()
  const { query: whole, zone, now, open } = useFrame()
  const model = useMemo(() => {
    const [year, month, day] = date.split('-').map(Number) as [number, number, number]
    const at = startOfDate(year, month, day, zone)
    // Only whole days: today is not over.
    const [from, to] = [startOfDate(year, month, day - days, zone), Math.min(startOfDate(year, month, day + days, zone), startOfLocalDay(now, zone))]
    return { at, from, to: Math.max(at, to) }
  }, [date, days, zone, now])
  const query = useMemo<Query>(() => ({ ...whole, time: { axis: 'happened', from: new Date(model.from).toISOString(), to: new Date(model.to).toISOString() } }), [whole, model])
  const data = useAggregate(model.to > model.from ? query : null, ['day'])
  const result = useMemo(() => {
    const counts = new Map((data.data?.rows ?? []).map((row) => [row.keys[0]!, row.count ?? 0]))
    const of = (from: number, to: number) => slotsOf({ from, to }, 'day', zone).map((slot) => counts.get(slot.key) ?? 0)
    return beforeAfter(of(model.from, model.at), of(model.at, model.to))
  }, [data.data, model, zone])
  const f = figureWords(locale)
  const { ratio, before, after } = result
  const figures = ratio ? { times: f.times(ratio.value), low: f.ratio(ratio.low), high: f.ratio(ratio.high) } : { times: '', low: '', high: '' }
  const label = bucketWords(date, 'day', zone, locale).long
  const finding = result.verdict === 'few' ? tt('compare.few', { a: number(before.events), b: number(after.events) }) : tt(`compare.${result.verdict}`, figures)
  const most = Math.max(before.events / Math.max(1, before.exposure), after.events / Math.max(1, after.exposure), 1e-9)
  const side = (which: 'before' | 'after') => {
    const rate = which === 'before' ? before : after
    const text = tt(`compare.${which}`, { n: number(rate.events), days: number(rate.exposure) })
    const part: Query = { ...whole, time: { axis: 'happened', from: new Date(which === 'before' ? model.from : model.at).toISOString(), to: new Date(which === 'before' ? model.at : model.to).toISOString() } }
    return (
      <button type="button" className="compareside" onClick={() => open({ query: part, by: ['day'], keys: ['*'], title: text, count: rate.events })}>
        <span className="comparetrack"><span style={{ blockSize: `${(rate.events / Math.max(1, rate.exposure) / most) * 100}%` }} data-after={which === 'after' || undefined} /></span>
        <span>{text}</span>
      </button>
    )
  }
  return (
    <Figure
      finding={finding} about={tt('compare.about', { at: label })} data={data} empty={before.events + after.events === 0}
      table={{ head: [tt('col.what'), tt('col.records'), tt('step.day')], rows: [[tt('compare.before', { n: number(before.events), days: number(before.exposure) }), before.events, before.exposure], [tt('compare.after', { n: number(after.events), days: number(after.exposure) }), after.events, after.exposure]] }}
      notes={<><Notes data={data.data} query={query} by={['day']} why={['why.time']} />{tt('compare.cause')}</>}
    >
      <CompareForm date={date} days={days} onChange={onChange} />
      <div className="compare">{side('before')}{side('after')}</div>
    </Figure>
  )
}

function CompareForm({ date, days, onChange }: { date: string; days: number; onChange(date: string, days: number): void }) {
  const tt = useTexts(ROWS)
  const { number } = useWords()
  const { zone } = useFrame()
  const [typed, setTyped] = useState(date)
  const [wrong, setWrong] = useState(false)
  async function apply(event: FormEvent) {
    event.preventDefault()
    const text = typed.trim()
    const found = dayIn(text) ?? await dateOf(text, zone)
    setWrong(found === null)
    if (found !== null) {
      setTyped(found)
      onChange(found, days)
    }
  }
  return (
    <form className="compareform noprint" onSubmit={(event) => void apply(event)}>
      <label className="field grow"><span className="label">{tt('compare.when')}</span><input className="input ltr" value={typed} onChange={(e) => setTyped(e.target.value)} aria-invalid={wrong} placeholder={tt('compare.when.hint')} /></label>
      <label className="field"><span className="label">{tt('compare.days')}</span><select className="select" value={days} onChange={(e) => onChange(date, Number(e.target.value))}>{SIDES.map((n) => <option key={n} value={n}>{number(n)}</option>)}</select></label>
      <span className="hint small quiet" role={wrong ? 'alert' : undefined}>{wrong ? tt('compare.wrong') : tt('compare.when.hint')}</span>
    </form>
  )
}

/** Local date of a record's happened time; null when there is none to see. */
async function dateOf(reference: string, zone: string): Promise<string | null> {
  if (!/^[A-Za-z]{2,5}-\d{4}-\d+$/.test(reference)) {
    return null
  }
  const record = await api<RecordView>(`/api/records/${encodeURIComponent(reference.toUpperCase())}`).catch(() => null)
  return record?.happened ? localDate(Date.parse(record.happened.from), zone) : null
}

/** The date in the middle of a span, where nobody chose one. */
export function middleOf(span: { from: number; to: number }, zone: string): string {
  return localDate(Math.min((span.from + span.to) / 2, span.to - DAY), zone)
}
