import { FilePlus2, PenLine } from 'lucide-react'
import { useState } from 'react'
import type { JsonObject } from '../../../../core/json.ts'
import { beginNew, Card, Link, navigate, ProblemNotice, saveAction, useKinds, useRecord, useRecords, useTexts, uuid7, writeOrKeep } from '../../../../web/face.ts'
import type { RecordView } from '../../../../web/face.ts'
import type { FieldReport } from '../../shared/field-report.ts'
import { incidentOf, overlayOf } from './promote.ts'
import { ROWS } from './reports.texts.ts'

/** Beside what a device reported: make a record of it, and see what was made. */
export function ReportCard({ record }: { record: RecordView }) {
  const tt = useTexts(ROWS)
  const report = record.data as unknown as FieldReport
  const kinds = useKinds().data
  const linked = useRecords({ kind: 'incident', where: { link: [record.id] } }, 20).data?.pages[0]?.items ?? []
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const may = (kind: string) => kinds?.find((one) => one.name === kind)?.canCreate === true
  const drawing = overlayOf(report, uuid7())
  const drawn = report.corners !== undefined || report.circleM !== undefined
  const makeIncident = () => {
    beginNew('incident', { id: uuid7(), data: incidentOf(report, record.id), handling: record.handling as unknown as JsonObject })
    navigate('/k/incident#new')
  }
  const makeDrawing = async () => {
    setBusy(true)
    setError(null)
    const id = uuid7()
    try {
      const data = drawing as JsonObject
      await writeOrKeep({ key: id, path: '/api/records', label: `${tt('drawing')} ${report.name}`, body: { id, kind: 'overlay', data, handling: record.handling, at: new Date().toISOString() } })
      await saveAction(record, 'promote', { record: id }, report.name)
    } catch (problem) {
      setError(problem)
    } finally {
      setBusy(false)
    }
  }
  const ids = [...new Set([...(report.promoted ?? []), ...linked.map((one) => one.id)])]
  return (
    <Card title={tt('title')} id="promote"><div className="stack">
      <p className="small quiet">{tt('from', { who: report.from.callsign ?? report.from.uid ?? tt('unknown') })}. {tt('lead')}</p>
      <div className="row wrap noprint">
        {may('incident') && <button type="button" className="btn" onClick={makeIncident}><FilePlus2 size={14} aria-hidden="true" />{tt('incident')}</button>}
        {may('overlay') && drawing && record.can.includes('promote') && <button type="button" className={drawn ? 'btn' : 'btn plain'} disabled={busy} onClick={() => void makeDrawing()}><PenLine size={14} aria-hidden="true" />{tt('overlay')}</button>}
      </div>
      {error !== null && <ProblemNotice error={error} />}
      <h3 className="small">{tt('made')}</h3>
      {ids.length === 0 ? <p className="small quiet">{tt('nothing')}</p> : <ul className="plainlist">{ids.map((id) => <Made key={id} id={id} />)}</ul>}
    </div></Card>
  )
}

function Made({ id }: { id: string }) {
  const made = useRecord(id).data
  return made ? <li><Link to={`/records/${encodeURIComponent(made.ref)}`}><span className="ltr">{made.ref}</span> {made.title}</Link></li> : null
}
