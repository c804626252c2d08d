import { useId, useState, type ReactNode } from 'react'
import { api } from '../api/http.ts'
import { useTexts, useWords } from '../i18n/i18n.tsx'
import { useSession } from '../session.tsx'
import { Card } from '../shell/parts.tsx'
import { ProblemNotice } from '../shell/ProblemNotice.tsx'
import { fullTime } from '../time/format.ts'
import { serverNow } from '../time/now.ts'
import { ROWS } from './rules.texts.ts'
import './rules.css'

const DAY_MS = 86_400_000
const MOST = 50
/** What every answer says of a rule over the past; `told` newest first. */
type Tried = { fired: number; told: readonly { at: string }[]; more: boolean }
export type TryPastProps<T extends Tried> = {
  id: string
  /** Where it is tried: takes the rule and a period. */
  path: string
  rule: object
  days: readonly number[]
  usual: number
  /** How much was looked at. */
  looked(tried: T): string
  /** Said when there was more than could be looked at. */
  more: string
  /** One time it would have told, after its hour. */
  line(one: T['told'][number]): ReactNode
}

/** What a draft would have told in the past, before anybody is woken by it. */
export function TryPast<T extends Tried>({ id, path, rule, days: choices, usual, looked, more, line }: TryPastProps<T>) {
  const tt = useTexts(ROWS)
  const { locale, number } = useWords()
  const { mission } = useSession()
  const field = useId()
  const [days, setDays] = useState(usual)
  const [busy, setBusy] = useState(false)
  const [tried, setTried] = useState<T | null>(null)
  const [problem, setProblem] = useState<unknown>(null)
  const go = async () => {
    setBusy(true)
    setProblem(null)
    setTried(null)
    const now = serverNow()
    try {
      setTried(await api<T>(path, { method: 'POST', body: { rule, from: new Date(now - days * DAY_MS).toISOString(), to: new Date(now).toISOString() } }))
    } catch (error) {
      setProblem(error)
    }
    setBusy(false)
  }
  return (
    <Card title={tt('try')} id={id}>
      <div className="row wrap">
        <label htmlFor={field}>{tt('try.period')}</label>
        <select id={field} className="input ruledays" value={days} onChange={(event) => setDays(Number(event.target.value))}>{choices.map((n) => <option key={n} value={n}>{tt('try.days', { n: number(n) })}</option>)}</select>
        <button type="button" className="btn" disabled={busy} onClick={() => void go()}>{tt('try.go')}</button>
      </div>
      <div role="status">
        {busy && <p className="quiet">{tt('try.busy')}</p>}
        {tried && <p><strong>{tried.fired === 0 ? tt('try.never') : tt('try.fired', { n: number(tried.fired) })}</strong> <span className="quiet small">{looked(tried)}</span></p>}
        {tried?.more && <p className="notice warning">{more}</p>}
      </div>
      {problem !== null && <ProblemNotice error={problem} />}
      <ul className="plainlist ruletold">{tried?.told.slice(0, MOST).map((one, i) => <li key={`${one.at}${i}`}><span className="nowrap">{fullTime(Date.parse(one.at), mission.zone, locale)}</span>{line(one)}</li>)}</ul>
      {tried && tried.fired > MOST && <p className="quiet small">{tt('shown', { n: number(MOST), all: number(tried.fired) })}</p>}
    </Card>
  )
}
