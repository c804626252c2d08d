import { useState, type FormEvent } from 'react'
import { INPUT_DUE_MINUTES } from '../../../core/product-period.ts'
import { dayName, clockLocal, clockZ, focusFirst, Link, ProblemNotice, queryClient, toast, useKinds, useLive, useNow, useRecords, useSession, useTexts, useWords, uuid7, writeOrKeep, type RecordView } from '../../../web/face.ts'
import { inputState, type InputState } from '../shared/inputs.ts'
import type { UnitReport } from '../shared/unit-report.ts'
import { ROWS } from './inputs.texts.ts'

const MOST_SECTORS = 60
const MOST_REPORTS = 500
const TAGS: Record<InputState, string> = { received: 'ok', nil: 'ok', late: 'warning', awaited: '', due: 'warning', missing: 'critical' }

/** Which sector has reported for the day, which is late, and which nobody has heard from: each by name, red once it should long be here. */
export function InputsCard({ day, cutOff }: { day: string; cutOff: string }) {
  const tt = useTexts(ROWS)
  const { locale, number } = useWords()
  const { zone } = useSession().mission
  const now = useNow(30_000)
  const may = useKinds().data?.some((kind) => kind.name === 'unit-report' && kind.canCreate) === true
  const [reporting, setReporting] = useState<string | null>(null)
  const sectors = useRecords({ kind: 'area', where: { type: ['sector'] }, sort: { by: 'ref', dir: 'asc' } }, MOST_SECTORS).data?.pages[0]
  const reports = useRecords({ kind: 'unit-report', where: { day: [day] }, sort: { by: 'logged', dir: 'asc' } }, MOST_REPORTS).data?.pages[0]
  useLive({ kind: 'unit-report', limit: 0 }, (frame) => {
    if (frame.op === 'delta') {
      void again()
    }
  })
  if (!sectors || !reports || sectors.items.length === 0) {
    return null
  }
  const cut = Date.parse(cutOff)
  const time = (at: number): string => `${clockLocal(at, zone)} (${clockZ(at)})`
  return (
    <section className="card inputs" aria-label={tt('title', { day: dayName(day, locale) })}>
      <h2>{tt('title', { day: dayName(day, locale) })} <span className="quiet small">{tt('due', { at: time(cut + INPUT_DUE_MINUTES * 60_000) })}</span></h2>
      <ul className="plainlist inputlist">
        {sectors.items.toSorted((a, b) => (a.title < b.title ? -1 : 1)).map((sector) => {
          const first = reports.items.find((one) => (one.data as unknown as UnitReport).unit === sector.id)
          const at = first ? Date.parse(first.createdAt) : 0
          const state = inputState(cut, first ? { at, nil: (first.data as unknown as UnitReport).nil } : null, now)
          const words = <span className={`tag ${TAGS[state]}`} data-state={state}>{tt(`state.${state}`, { at: time(at) })}</span>
          return (
            <li key={sector.id} className="row">
              <span><bdi>{sector.title}</bdi> {first ? <Link to={`/records/${first.ref}`}>{words}</Link> : words}</span>
              {may && <button type="button" className="btn small noprint" aria-expanded={reporting === sector.id} aria-label={tt('report.of', { name: sector.title })} onClick={() => setReporting(reporting === sector.id ? null : sector.id)}>{tt('report')}</button>}
            </li>
          )
        })}
      </ul>
      {sectors.items.filter((sector) => sector.id === reporting).map((sector) => <ReportForm key={sector.id} sector={sector} day={day} onEnd={() => setReporting(null)} />)}
      <p className="small quiet">{sectors.total > sectors.items.length && tt('shown', { n: number(sectors.items.length), all: number(sectors.total) })} <Link to="/k/unit-report" className="noprint">{tt('all')}</Link></p>
    </section>
  )
}

/** What a sector sent in for the day, or that it has nothing to report: said by a person, never taken from silence. */
function ReportForm({ sector, day, onEnd }: { sector: RecordView; day: string; onEnd(): void }) {
  const tt = useTexts(ROWS)
  const [text, setText] = useState('')
  const [problem, setProblem] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const name = sector.title.slice(0, 120)
  const send = async (nil: boolean) => {
    setBusy(true)
    setProblem(null)
    try {
      const made = await writeOrKeep<RecordView>({ key: uuid7(), path: '/api/records', label: `${name} ${day}`, body: { id: uuid7(), kind: 'unit-report', data: { unit: sector.id, name, day, nil, ...(nil ? {} : { text: text.trim() }) }, at: new Date().toISOString() } })
      await again()
      toast(tt(made ? 'report.saved' : 'report.kept', { name }))
      onEnd()
    } catch (error) {
      setProblem(error)
      setBusy(false)
    }
  }
  return (
    <form className="stack noprint" aria-label={tt('report.of', { name })} onSubmit={(event: FormEvent) => { event.preventDefault(); void send(false) }}>
      <div className="field"><label htmlFor="sector-report">{tt('report.text', { name, day })}</label><textarea id="sector-report" className="area" dir="auto" rows={3} maxLength={20_000} value={text} ref={focusFirst} onKeyDown={(event) => { if (event.key === 'Escape') { event.stopPropagation(); onEnd() } }} onChange={(event) => setText(event.target.value)} /></div>
      {problem !== null && <ProblemNotice error={problem} />}
      <div className="row wrap">
        <button type="submit" className="btn small primary" disabled={busy || text.trim() === ''}>{tt('report.save')}</button>
        <button type="button" className="btn small" disabled={busy || text.trim() !== ''} onClick={() => void send(true)}>{tt('report.nil')}</button>
        <button type="button" className="btn small plain" onClick={onEnd}>{tt('report.cancel')}</button>
      </div>
    </form>
  )
}

function again(): Promise<void> {
  return queryClient.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] === 'records' && String(queryKey[1]).startsWith('kind=unit-report') })
}
