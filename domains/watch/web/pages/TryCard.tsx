import { useId, useState } from 'react'
import { api, Card, fullTime, Link, ProblemNotice, serverNow, useSession, useTexts, useWords } from '../../../../web/face.ts'
import type { AlertRule } from '../../shared/rules/rule.ts'
import { ROWS } from './pages.texts.ts'

type Tried = { fired: number; told: { at: string; count: number; records: { id: string; ref: string; title: string; at: string }[] }[]; records: number; more: boolean }
const DAY_MS = 86_400_000
const MOST = 50

/** What a draft would have told in the past, before anybody is woken by it; each time opens its records. */
export function TryCard({ rule }: { rule: AlertRule }) {
  const tt = useTexts(ROWS)
  const { locale, number } = useWords()
  const { mission } = useSession()
  const id = useId()
  const [days, setDays] = useState(30)
  const [busy, setBusy] = useState(false)
  const [tried, setTried] = useState<Tried | null>(null)
  const [problem, setProblem] = useState<unknown>(null)
  const go = async () => {
    setBusy(true)
    setProblem(null)
    setTried(null)
    const now = serverNow()
    try {
      setTried(await api<Tried>('/api/alerts/rules/test', { method: 'POST', body: { rule: { ...rule, name: rule.name || '-' }, from: new Date(now - days * DAY_MS).toISOString(), to: new Date(now).toISOString() } }))
    } catch (error) {
      setProblem(error)
    }
    setBusy(false)
  }
  const time = (at: string) => fullTime(Date.parse(at), mission.zone, locale)
  return (
    <Card title={tt('try')} id="alert-rule-try">
      <div className="row wrap">
        <label htmlFor={id}>{tt('try.period')}</label>
        <select id={id} className="input alertshort" value={days} onChange={(event) => setDays(Number(event.target.value))}>{[1, 7, 30, 90, 365].map((n) => <option key={n} value={n}>{tt('try.days', { n: number(n) })}</option>)}</select>
        <button type="button" className="btn" disabled={busy} onClick={() => void go()}>{tt('try.go')}</button>
      </div>
      <div role="status">
        {busy && <p className="quiet">{tt('try.busy')}</p>}
        {tried && <p><strong>{tried.fired === 0 ? tt('try.never') : tt('try.fired', { n: number(tried.fired) })}</strong> <span className="quiet small">{tt('try.looked', { n: number(tried.records) })}</span></p>}
        {tried?.more && <p className="notice warning">{tt('try.more')}</p>}
      </div>
      {problem !== null && <ProblemNotice error={problem} />}
      <ul className="plainlist alerttold">{tried?.told.slice(0, MOST).map((one, i) => (
        <li key={`${one.at}${i}`}>
          <span className="nowrap">{time(one.at)}</span>
          <span className="grow">{one.records.map((record) => <Link key={record.id} className="alertrecord" to={`/records/${record.ref}`}><span className="mono ltr">{record.ref}</span> <bdi>{record.title}</bdi></Link>)}</span>
          {one.count > one.records.length && <span className="quiet small">{tt('shown', { n: number(one.records.length), all: number(one.count) })}</span>}
        </li>
      ))}
      </ul>
      {tried && tried.fired > MOST && <p className="quiet small">{tt('shown', { n: number(MOST), all: number(tried.fired) })}</p>}
    </Card>
  )
}
