import { Phone } from 'lucide-react'
import { NOTICE_STATES, type Notice } from '../../shared/delivery/notice.ts'
import { Card, dayTime, Link, useRecords, useSession, useTexts, useWords, type RecordView } from '../../../../web/face.ts'
import { ROWS } from './pages.texts.ts'
import './pages.css'

const MOST = 100

/** Who was told of an alert, by which way, and what became of it; the way to the phone tree. */
export function ReceiptsCard({ record }: { record: RecordView }) {
  const tt = useTexts(ROWS)
  const { colon, locale, number } = useWords()
  const { mission } = useSession()
  const found = useRecords({ kind: 'notice', where: { alert: [record.id] }, sort: { by: 'updated', dir: 'desc' } }, MOST)
  const page = found.data?.pages[0]
  const all = page?.items.map((one) => ({ id: one.id, ref: one.ref, ...(one.data as unknown as Notice) })) ?? []
  const time = (one: Notice): string | undefined => one.readAt ?? one.deliveredAt ?? one.sentAt ?? one.attemptAt
  return (
    <Card title={tt('receipts')} id="receipts">
      {page?.total === 0 && <p className="quiet small">{tt('receipts.none')}</p>}
      {all.length > 0 && <p className="row wrap">{NOTICE_STATES.map((state) => ({ state, n: all.filter((one) => one.state === state).length })).filter(({ n }) => n > 0).map(({ state, n }) => <span key={state} className={`tag ${state === 'failed' ? 'warning' : state === 'read' || state === 'delivered' ? 'ok' : ''}`}>{tt(`state.${state}`)}{colon}{number(n)}</span>)}</p>}
      <ul className="plainlist receiptlist">{all.map((one) => (
        <li key={one.id}>
          <Link to={`/records/${one.ref}`}><bdi>{one.recipient.name}</bdi></Link> <span className="quiet small">{tt(`channel.${one.channel}`)}</span>
          <strong className="small">{tt(`state.${one.state}`)}</strong>
          {time(one) && <span className="quiet small nowrap">{dayTime(Date.parse(time(one)!), mission.zone, locale)}</span>}
          {one.failure && (one.state === 'failed' || one.state === 'queued') && <span className="small" dir="auto">{one.failure}</span>}
        </li>
      ))}
      </ul>
      {page && page.total > all.length && <p className="quiet small">{tt('shown', { n: number(all.length), all: number(page.total) })}</p>}
      <p className="noprint"><Link className="btn small" to={`/alert-calls/${record.ref}`}><Phone size={14} aria-hidden="true" />{tt('tree')}</Link></p>
    </Card>
  )
}
