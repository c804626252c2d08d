import { useId, useState } from 'react'
import { inLocale } from '../../../core/i18n.ts'
import { ProblemNotice, toast, useOnce, useTexts, useWords, uuid7, writeOrKeep, type RecordView } from '../../../web/face.ts'
import { readKm } from '../shared/km.ts'
import type { Movement } from '../shared/movement.ts'
import { ROAD_MARK_SORTS, type RoadMark, type RoadMarkSort } from '../shared/road-mark.ts'
import { placeAt, routeOf, stretch } from '../shared/route.ts'
import { ROAD_MARK_WORDS } from '../shared/texts.ts'
import { readMarksAgain } from './marks.ts'
import { readSpot } from './spot.ts'
import { ROWS } from './strip.texts.ts'

const MOST_CORNERS = 500
const EMPTY = { name: '', where: '', load: '', note: '' }

/** One more thing on the way, by its kilometre or its place: from then on every movement that passes has it. */
export function MarkForm({ data }: { data: Movement }) {
  const tt = useTexts(ROWS)
  const { locale, number } = useWords()
  const id = useId()
  const [sort, setSort] = useState<RoadMarkSort>('culvert')
  const [draft, setDraft] = useState(EMPTY)
  const [bad, setBad] = useState<string | null>(null)
  const [problem, setProblem] = useState<unknown>(null)
  const route = routeOf(data)
  const carries = sort === 'bridge' || sort === 'ford' || sort === 'culvert'
  const put = (name: keyof typeof EMPTY) => (event: { target: { value: string } }) => { setDraft((old) => ({ ...old, [name]: event.target.value })); setBad(null) }
  const lineOf = async (words: string): Promise<RoadMark['line'] | null> => {
    const km = readKm(words)
    if (km) {
      const some = km.toM > route.lengthM ? [] : km.fromM === km.toM ? [placeAt(route, km.fromM)] : stretch(route, km.fromM, km.toM)
      const every = Math.ceil(some.length / MOST_CORNERS)
      return some.length === 0 ? null : some.filter((_, i) => i % every === 0 || i === some.length - 1).map(({ lon, lat }) => [lon, lat])
    }
    const spot = await readSpot(words, route.points[0] ?? null).catch(() => null)
    return spot && [[spot.lon, spot.lat]]
  }
  const [underWay, begin] = useOnce()
  const save = async (): Promise<void> => {
    setProblem(null)
    const line = await lineOf(draft.where.trim())
    if (!line) {
      setBad(draft.where.trim())
      return
    }
    const name = draft.name.trim() || inLocale(ROAD_MARK_WORDS[sort], locale)
    const mark: RoadMark = { sort, name, line, ...(carries && draft.load !== '' ? { loadT: Number(draft.load) } : {}), ...(draft.note.trim() === '' ? {} : { note: draft.note.trim() }) }
    try {
      const made = await writeOrKeep<RecordView>({ key: uuid7(), path: '/api/records', label: name, body: { id: uuid7(), kind: 'road-mark', data: mark, at: new Date().toISOString() } as never })
      toast(tt(made ? 'saved' : 'kept', { name }))
      setDraft(EMPTY)
      await readMarksAgain()
    } catch (error) {
      setProblem(error)
    }
  }
  return (
    <details className="stripaddbox noprint">
      <summary>{tt('add')}</summary>
      <form className="stripadd" aria-label={tt('add')} onSubmit={(event) => { event.preventDefault(); void begin(save) }}>
        <div className="field"><label htmlFor={`${id}s`}>{tt('sort')}</label><select id={`${id}s`} className="select" value={sort} onChange={(event) => setSort(event.target.value as RoadMarkSort)}>{ROAD_MARK_SORTS.map((one) => <option key={one} value={one}>{inLocale(ROAD_MARK_WORDS[one], locale)}</option>)}</select></div>
        <div className="field"><label htmlFor={`${id}w`}>{tt('where')}</label><input id={`${id}w`} className="input" dir="auto" required maxLength={100} placeholder="42 · 42-47" value={draft.where} aria-invalid={bad !== null} aria-describedby={`${id}h${bad === null ? '' : ` ${id}b`}`} onChange={put('where')} /><span className="hint" id={`${id}h`}>{tt('where.hint')}</span></div>
        <div className="field"><label htmlFor={`${id}n`}>{tt('name')}</label><input id={`${id}n`} className="input" dir="auto" maxLength={120} placeholder={inLocale(ROAD_MARK_WORDS[sort], locale)} value={draft.name} onChange={put('name')} /></div>
        {carries && <div className="field"><label htmlFor={`${id}l`}>{tt('load')}</label><input id={`${id}l`} className="input" type="number" min={0.5} max={500} step="any" value={draft.load} onChange={put('load')} /></div>}
        <div className="field"><label htmlFor={`${id}o`}>{tt('note')}</label><input id={`${id}o`} className="input" dir="auto" maxLength={1000} value={draft.note} onChange={put('note')} /></div>
        <button type="submit" className="btn" disabled={underWay}>{tt('save')}</button>
        {bad !== null && <p className="wrong" id={`${id}b`} role="alert">{tt('where.bad', { words: bad, km: number(Math.round(route.lengthM / 100) / 10) })}</p>}
        {problem !== null && <ProblemNotice error={problem} />}
      </form>
    </details>
  )
}
