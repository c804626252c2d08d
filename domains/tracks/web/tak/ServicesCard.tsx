import { CircleCheck, CirclePause, CircleX } from 'lucide-react'
import { useState } from 'react'
import { api, Card, Link, ProblemNotice, toast, Told, usePermits, useTexts, useWords } from '../../../../web/face.ts'
import type { TakState } from './model.ts'
import { ROWS } from './tak.texts.ts'

type Props = { tak: TakState; onChange(): Promise<unknown> }

/** Whether anything is open to devices, and by which name they reach it. */
export function ServicesCard({ tak, onChange }: Props) {
  const tt = useTexts(ROWS)
  return (
    <Card title={tt('services')} id="services" side={tak.on ? <span className="tag ok"><CircleCheck size={13} aria-hidden="true" />{tt('on')}</span> : <span className="tag"><CirclePause size={13} aria-hidden="true" />{tt('off')}</span>}>
      <div className="stack">
        {tak.on ? <Running tak={tak} onChange={onChange} /> : <SwitchOn onChange={onChange} />}
        <Names key={tak.names.join()} tak={tak} onChange={onChange} />
      </div>
    </Card>
  )
}

function Running({ tak, onChange }: Props) {
  const tt = useTexts(ROWS)
  const [sure, setSure] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const held = tak.feeds.filter((feed) => feed.enabled && !feed.running)
  const off = async () => {
    setError(null)
    try {
      await api('/api/tak/switch', { method: 'POST', body: { on: false } })
      await onChange()
    } catch (problem) {
      setError(problem)
    }
  }
  return (
    <>
      {[...new Set(held.map((feed) => feed.technology))].map((code) => <p key={code} className="notice warning">{tt('no-consent', { code })}</p>)}
      <ul className="takservices">
        {tak.feeds.filter((feed) => feed.codec === 'tak' && feed.enabled).map((feed) => <Service key={feed.id} name={tt('service.stream')} port={feed.port} good={feed.running} words={tt(feed.running ? 'running' : 'stopped')} problem={null} />)}
        {tak.services.map((one) => <Service key={one.name} name={tt(`service.${one.name}`)} port={one.port} good={one.open} words={tt(one.open ? 'open' : 'not-open')} problem={one.problem} />)}
      </ul>
      {tak.services.some((one) => /^(?:127\.|::1$|localhost$)/.test(one.host)) && <p className="notice">{tt('loopback')}</p>}
      <div className="row wrap">
        {tak.feeds.filter((feed) => feed.enabled).map((feed) => <Link key={feed.id} className="small" to={`/records/${feed.ref}`}>{tt('feed', { ref: feed.ref })}</Link>)}
        <span className="grow" />
        {!sure && <button type="button" className="btn" onClick={() => setSure(true)}>{tt('switch.off')}</button>}
      </div>
      {sure && (
        <div className="notice warning"><div className="stack tight">
          <span>{tt('switch.off.sure')}</span>
          <span className="row wrap"><button type="button" className="btn danger" onClick={() => void off()}>{tt('switch.off.yes')}</button><button type="button" className="btn" autoFocus onClick={() => setSure(false)}>{tt('cancel')}</button></span>
        </div></div>
      )}
      {error !== null && <ProblemNotice error={error} />}
    </>
  )
}

function Service({ name, port, good, words, problem }: { name: string; port: number | null; good: boolean; words: string; problem: string | null }) {
  const tt = useTexts(ROWS)
  return (
    <li>
      <span className={`tag ${good ? 'ok' : 'critical'}`}>{good ? <CircleCheck size={13} aria-hidden="true" /> : <CircleX size={13} aria-hidden="true" />}{words}</span>
      <span className="grow">{name}{problem !== null && <> <Told text={problem} className="small quiet" /></>}</span>
      {port !== null && <span className="quiet small">{tt('port', { n: String(port) })}</span>}
    </li>
  )
}

function SwitchOn({ onChange }: Pick<Props, 'onChange'>) {
  const tt = useTexts(ROWS)
  const permits = usePermits()
  const may = permits.data?.filter((one) => one.valid) ?? []
  const [chosen, setChosen] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const technology = chosen || (may.find((one) => one.code.includes('tak')) ?? may[0])?.code
  const on = async () => {
    setError(null)
    setBusy(true)
    try {
      await api('/api/tak/switch', { method: 'POST', body: { on: true, technology } })
      await onChange()
    } catch (problem) {
      setError(problem)
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <p className="quiet">{tt('off.hint')}</p>
      {permits.data && may.length === 0 && <p className="notice warning"><span>{tt('technology.none')} <Link to="/technologies">{tt('technology.open')}</Link></span></p>}
      {may.length > 0 && (
        <form className="adminfilters" onSubmit={(e) => { e.preventDefault(); void on() }}>
          <div className="field"><label htmlFor="tak-technology">{tt('technology')}</label><select id="tak-technology" className="select" value={technology} onChange={(e) => setChosen(e.target.value)}>{may.map((one) => <option key={one.code} value={one.code}>{one.code}</option>)}</select></div>
          <button type="submit" className="btn primary" disabled={busy}>{tt('switch.on')}</button>
        </form>
      )}
      {error !== null && <ProblemNotice error={error} />}
    </>
  )
}

function Names({ tak, onChange }: Props) {
  const tt = useTexts(ROWS)
  const { colon, number } = useWords()
  const [text, setText] = useState(tak.names.join(', '))
  const [error, setError] = useState<unknown>(null)
  const names = text.split(/[\s,،]+/).filter((name) => name !== '')
  const save = async () => {
    setError(null)
    try {
      await api('/api/tak/names', { method: 'POST', body: { names } })
      toast(tt('address.saved'))
      await onChange()
    } catch (problem) {
      setError(problem)
    }
  }
  return (
    <form className="stack tight" onSubmit={(e) => { e.preventDefault(); void save() }}>
      <div className="field">
        <label htmlFor="tak-names">{tt('address')}</label>
        <div className="row wrap"><input id="tak-names" className="input grow" dir="ltr" autoComplete="off" spellCheck={false} placeholder="192.0.2.10" aria-describedby="tak-names-hint" value={text} onChange={(e) => setText(e.target.value)} /><button type="submit" className="btn" disabled={names.join() === tak.names.join()}>{tt('address.save')}</button></div>
        <span className="hint" id="tak-names-hint">{tt('address.hint')}</span>
      </div>
      {tak.host === null ? <p className="notice warning">{tt('address.none')}</p> : <p className="small">{tt('told')}{colon}<bdi className="mono">{tak.host}</bdi>{names.length > 1 && <span className="quiet"> · +{number(names.length - 1)}</span>}</p>}
      {error !== null && <ProblemNotice error={error} />}
    </form>
  )
}
