import { PhoneCall } from 'lucide-react'
import { useState } from 'react'
import { Card, Link, useTexts, useWords, type RecordView } from '../../../web/face.ts'
import { Calls, Left } from './CallList.tsx'
import { WAITING } from './CallWatch.tsx'
import { ROWS } from './cirs.texts.ts'
import { listOf, useList } from './read.ts'
import './watchlog.css'

/** On every page: the call lists that wait, until everybody is reached or somebody says why not. */
export function CallStrip() {
  const tt = useTexts(ROWS)
  const { number } = useWords()
  const open = useList(WAITING, 20)
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set())
  const items = (open.items ?? []).filter((record) => record.can.includes('call'))
  const [first] = items
  if (!first) {
    return null
  }
  const shut = folded.has(first.id)
  return (
    <section className="callstrip noprint" aria-label={tt('strip')}>
      <div className="row wrap" role="alert">
        <PhoneCall size={18} aria-hidden="true" />
        <strong>{tt('call.now', { code: listOf(first).code })}</strong>
        <span className="grow" dir="auto">{listOf(first).text} · <Link to={`/records/${listOf(first).ref}`}><span className="mono ltr">{listOf(first).ref}</span></Link></span>
        <Left record={first} />
        <button type="button" className="btn small" aria-expanded={!shut} onClick={() => setFolded((old) => (shut ? new Set([...old].filter((id) => id !== first.id)) : new Set([...old, first.id])))}>{tt(shut ? 'show' : 'hide')}</button>
        {items.length > 1 && <Link className="small" to="/cirs">{tt('more', { n: number(open.total - 1) })}</Link>}
      </div>
      {!shut && <Calls record={first} />}
    </section>
  )
}

/** The same on the page of its record. */
export function CallCard({ record }: { record: RecordView }) {
  const list = listOf(record)
  return <Card title={<><bdi>{list.code}: {list.text}</bdi> <Left record={record} /></>} id="calls"><p><Link to={`/records/${list.ref}`}><span className="mono ltr">{list.ref}</span></Link></p><Calls record={record} /></Card>
}
