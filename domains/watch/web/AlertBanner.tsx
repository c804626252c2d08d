import { Bell, BellOff, MapPin, Siren } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Age, Link, Severity, toast, useTexts, useWords } from '../../../web/face.ts'
import { isLoud, isWaiting } from '../shared/alert.ts'
import { DrillMark } from './DrillMark.tsx'
import { acknowledge, showAlert, titleIn, useAlertsLive, useOpenAlerts, type OpenAlert } from './open.ts'
import { setSound, siren, soundOn } from './siren.ts'
import { ROWS } from './watch.texts.ts'
import './watch.css'

/** Loud alerts named at once; the others are counted. */
const MOST = 3

/** On every page: calls for help and severe alerts that nobody has acknowledged, with a sound until somebody does. */
export function AlertBanner() {
  useAlertsLive()
  const tt = useTexts(ROWS)
  const { number } = useWords()
  const open = useOpenAlerts().data
  const waiting = open?.items.filter(({ alert }) => isLoud(alert) && isWaiting(alert)) ?? []
  const [sound, setSoundHere] = useState(soundOn)
  const [blocked, setBlocked] = useState(false)
  const help = waiting.some(({ alert }) => alert.sos === true)
  const sounds = sound && waiting.length > 0
  useEffect(() => (sounds ? siren(help, setBlocked) : undefined), [sounds, help])
  const turn = (on: boolean): void => {
    setSound(on)
    setSoundHere(on)
  }
  return (
    <section className="alertstrip" aria-label={tt('region')} hidden={waiting.length === 0}>
      <div role="alert">{waiting.slice(0, MOST).map((one, i) => <Loud key={one.record.id} one={one} first={i === 0} />)}</div>
      {waiting.length > 0 && (
        <div className="alertfoot">
          {waiting.length > MOST && <Link className="alertwide" to="/k/alert">{tt('more', { n: number(waiting.length - MOST) })}</Link>}
          {waiting.length > 1 && <Link className="alertnarrow" to="/k/alert">{tt('more', { n: number(waiting.length - 1) })}</Link>}
          {sounds && blocked && <span role="status">{tt('sound.blocked')}</span>}
          <button type="button" className="btn small" onClick={() => turn(!sound)}>{sound ? <BellOff size={14} aria-hidden="true" /> : <Bell size={14} aria-hidden="true" />}<span className="soundword">{tt(sound ? 'sound.off' : 'sound.on')}</span></button>
        </div>
      )}
    </section>
  )
}

function Loud({ one, first }: { one: OpenAlert; first: boolean }) {
  const tt = useTexts(ROWS)
  const { locale } = useWords()
  const { record, alert } = one
  const title = titleIn(alert, locale)
  return (
    <div className="alertloud" data-sos={alert.sos}>
      {alert.sos ? <span className="alertsos"><Siren size={18} aria-hidden="true" /><span title={tt('sos.long')}>{tt('sos')}</span></span> : <Severity value={alert.severity} size={20} />}
      <DrillMark drill={alert.drill} />
      <Link to={`/records/${record.ref}`} className="grow alerttitle"><bdi>{title}</bdi></Link>
      <span className="nowrap"><Age live at={alert.at} /></span>
      {alert.place && <button type="button" className="btn small" onClick={() => showAlert(alert, locale)}><MapPin size={14} aria-hidden="true" />{tt('map')}</button>}
      {record.can.includes('acknowledge') && (
        <button type="button" className="btn small primary" onClick={() => void acknowledge(one).then(() => toast(tt('acknowledged', { title })))} aria-keyshortcuts={first ? 'a' : undefined}>
          <span>{tt('acknowledge')}<span className="sr">: {title}</span></span>{first && <kbd aria-hidden="true">A</kbd>}
        </button>
      )}
    </div>
  )
}
