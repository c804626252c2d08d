import { BellOff, Check, MapPin } from 'lucide-react'
import { Age, Link, Severity, toast, useMoment, useSession, useShowing, useTexts, useWords } from '../../../web/face.ts'
import { isWaiting } from '../shared/alert.ts'
import { DrillMark } from './DrillMark.tsx'
import { acknowledge, firstWaiting, showAlert, titleIn, useAlertsThen, useOpenAlerts, type OpenAlert } from './open.ts'
import { ROWS } from './watch.texts.ts'
import './watch.css'

const MOST = 12

/** The right column of the room: alerts that are not closed, calls for help first, then what nobody has seen, then by severity. */
export function AlertsPanel() {
  const tt = useTexts(ROWS)
  const { number } = useWords()
  const { kinds } = useSession()
  const now = useOpenAlerts().data
  const past = useMoment() !== null
  const then = useAlertsThen()
  const open = past ? then : now
  useShowing('alerts', (open?.items ?? []).slice(0, MOST).map(({ record }) => record))
  if (!kinds.some((kind) => kind.name === 'alert')) {
    return null
  }
  const first = past ? undefined : firstWaiting()?.record.id
  return (
    <section className="sidepart alerts" aria-label={tt('alerts')}>
      <h2>{tt('alerts')}{open && <Link className="count" to="/k/alert" title={tt('all')}>{number(open.total)}</Link>}</h2>
      {open?.total === 0 && <p className="quiet small teachone"><BellOff size={16} aria-hidden="true" /><span>{tt('none')}</span></p>}
      <ul>{open?.items.slice(0, MOST).map((one) => <Row key={one.record.id} one={one} first={one.record.id === first} />)}</ul>
      {open && open.total > MOST && <p className="quiet small">{tt('shown', { n: number(MOST), all: number(open.total) })}</p>}
    </section>
  )
}

function Row({ one, first }: { one: OpenAlert; first: boolean }) {
  const tt = useTexts(ROWS)
  const { locale } = useWords()
  const { record, alert } = one
  const title = titleIn(alert, locale)
  const waiting = isWaiting(alert)
  const note = alert.cancelledAt ? tt('called-off.short') : alert.endedAt ? tt('over.short') : null
  return (
    <li className="alertrow" data-waiting={waiting} data-sos={alert.sos && !alert.cancelledAt}>
      <button type="button" className="siderow grow" onClick={() => showAlert(alert, locale)} disabled={!alert.place} title={alert.place ? tt('map') : undefined}>
        {alert.sos ? <span className="alertsos small">{tt('sos')}</span> : <Severity value={alert.severity} size={16} />}
        <span className="grow"><DrillMark drill={alert.drill} /> <bdi>{title}</bdi> <span className="quiet small nowrap"><Age at={alert.at} />{note && ` · ${note}`}</span>{waiting && <span className="sr"> {tt('waits')}</span>}</span>
        {alert.place && <MapPin size={14} className="quiet" aria-hidden="true" />}
      </button>
      {waiting && record.can.includes('acknowledge') && (
        <button type="button" className="btn small icon" title={`${tt('acknowledge')}${first ? ' (A)' : ''}`} aria-label={tt('acknowledge.this', { title })} aria-keyshortcuts={first ? 'a' : undefined} onClick={() => void acknowledge(one).then(() => toast(tt('acknowledged', { title })))}><Check size={15} aria-hidden="true" /></button>
      )}
      <Link to={`/records/${record.ref}`} className="small alertopen">{record.ref.slice(-4)}<span className="sr">, {tt('open')}: {title}</span></Link>
    </li>
  )
}
