import { ageText, Card, fullTime, useNow, useSession, useTexts, useWords } from '../../../../web/face.ts'
import type { Client } from './model.ts'
import { ROWS } from './tak.texts.ts'

/** Devices connected to the stream now. */
export function ClientsCard({ clients }: { clients: readonly Client[] }) {
  const tt = useTexts(ROWS)
  const { number, locale } = useWords()
  const { mission } = useSession()
  const now = useNow(10_000)
  const sorted = [...clients].sort((a, b) => (a.callsign ?? a.login ?? '').localeCompare(b.callsign ?? b.login ?? ''))
  return (
    <Card title={tt('clients')} id="clients" side={<span className="tag">{number(clients.length)}</span>}>
      {sorted.length === 0 ? <div className="empty"><p className="title">{tt('clients.none')}</p><p className="quiet">{tt('clients.none.next')}</p></div> : (
        <table className="admintable stackable">
          <thead><tr><th scope="col">{tt('callsign')}</th><th scope="col">{tt('account')}</th><th scope="col">{tt('device')}</th><th scope="col">{tt('heard')}</th><th scope="col">{tt('traffic')}</th></tr></thead>
          <tbody>{sorted.map((one) => (
            <tr key={one.id}>
              <td><strong dir="auto">{one.callsign ?? '–'}</strong></td>
              <td>{one.login === null ? <span className="tag warning">{tt('account.none')}</span> : <bdi className="mono nowrap">{one.login}</bdi>}</td>
              <td><span dir="auto">{one.device ?? tt('device.unknown')}</span><div className="quiet small"><bdi className="mono">{one.transport} · {one.protocol}</bdi></div></td>
              <td data-label={tt('heard')}><time dateTime={one.heardAt} title={fullTime(Date.parse(one.heardAt), mission.zone, locale)}>{ageText(now - Date.parse(one.heardAt), locale)}</time></td>
              <td data-label={tt('traffic')}><bdi>{number(one.received)} / {number(one.sent)}</bdi>{one.dropped > 0 && <div><span className="tag warning">{tt('dropped', { n: number(one.dropped) })}</span></div>}</td>
            </tr>
          ))}</tbody>
        </table>
      )}
    </Card>
  )
}
