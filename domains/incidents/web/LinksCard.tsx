import { Card, Link, useRecord, useWords } from '../../../web/face.ts'
import type { RecordView } from '../../../web/face.ts'
import type { Incident } from '../shared/model.ts'
import { word } from './words.ts'

/** What it follows, was caused by, belongs to or contradicts. */
export function LinksCard({ record }: { record: RecordView }) {
  const { label } = useWords()
  const { links = [] } = record.data as unknown as Incident
  if (links.length === 0) {
    return null
  }
  return <Card title={label('field.incident.links')} id="links"><ul className="plainlist">{links.map((l, i) => <Linked key={i} id={l.record} type={l.type} note={l.note} />)}</ul></Card>
}

function Linked({ id, type, note }: { id: string; type: string; note: string | undefined }) {
  const { locale } = useWords()
  const found = useRecord(id).data
  return (
    <li><span className="quiet small">{word(`link.${type}`, locale)}</span> <Link to={`/records/${encodeURIComponent(id)}`}>{found ? <><span className="mono ltr">{found.ref}</span> <span dir="auto">{found.title}</span></> : <span className="mono ltr">{id}</span>}</Link>{note && <p className="small" dir="auto">{note}</p>}</li>
  )
}
