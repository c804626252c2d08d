import { MapPin } from 'lucide-react'
import { useId, useState } from 'react'
import { inLocale, type Text } from '../../../../core/i18n.ts'
import { api, Card, fullTime, ProblemNotice, serverNow, showPlace, useSession, useTexts, useWords } from '../../../../web/face.ts'
import type { TrackRule } from '../../shared/rules/rule.ts'
import { ROWS } from './rules.texts.ts'

type Tried = { fired: number; told: { at: string; text: Required<Text>; lon: number | null; lat: number | null; ended: string | null }[]; positions: number; subjects: number; everyS: number; more: boolean }
const DAY_MS = 86_400_000
const MOST = 50

/** What a draft would have told in the past, before anybody is woken by it. */
export function TryCard({ rule }: { rule: TrackRule }) {
  const tt = useTexts(ROWS)
  const { locale, number } = useWords()
  const { mission } = useSession()
  const id = useId()
  const [days, setDays] = useState(7)
  const [busy, setBusy] = useState(false)
  const [tried, setTried] = useState<Tried | null>(null)
  const [problem, setProblem] = useState<unknown>(null)
  const go = async () => {
    setBusy(true)
    setProblem(null)
    setTried(null)
    const now = serverNow()
    try {
      setTried(await api<Tried>('/api/tracks/rules/test', { method: 'POST', body: { rule, from: new Date(now - days * DAY_MS).toISOString(), to: new Date(now).toISOString() } }))
    } catch (error) {
      setProblem(error)
    }
    setBusy(false)
  }
  const time = (at: string) => fullTime(Date.parse(at), mission.zone, locale)
  return (
    <Card title={tt('try')} id="rule-try">
      <div className="row wrap">
        <label htmlFor={id}>{tt('try.period')}</label>
        <select id={id} className="input ruleshort" value={days} onChange={(event) => setDays(Number(event.target.value))}>{[1, 7, 30].map((n) => <option key={n} value={n}>{tt('try.days', { n: number(n) })}</option>)}</select>
        <button type="button" className="btn" disabled={busy} onClick={() => void go()}>{tt('try.go')}</button>
      </div>
      <div role="status">
        {busy && <p className="quiet">{tt('try.busy')}</p>}
        {tried && <p><strong>{tried.fired === 0 ? tt('try.never') : tt('try.fired', { n: number(tried.fired) })}</strong> <span className="quiet small">{tt('try.looked', { positions: number(tried.positions), subjects: number(tried.subjects), every: number(tried.everyS) })}</span></p>}
        {tried?.more && <p className="notice warning">{tt('try.more')}</p>}
      </div>
      {problem !== null && <ProblemNotice error={problem} />}
      <ul className="plainlist ruletold">{tried?.told.slice(0, MOST).map((one, i) => (
        <li key={`${one.at}${i}`}>
          <span className="nowrap">{time(one.at)}</span> <bdi>{inLocale(one.text, locale)}</bdi> {one.ended && <span className="quiet small">{tt('try.until', { time: time(one.ended) })}</span>}
          {one.lon !== null && one.lat !== null && <button type="button" className="btn plain icon small" aria-label={`${inLocale(one.text, locale)}: ${one.lat.toFixed(4)}, ${one.lon.toFixed(4)}`} onClick={() => showPlace({ lon: one.lon!, lat: one.lat!, radiusM: 0, label: inLocale(one.text, locale) })}><MapPin size={14} aria-hidden="true" /></button>}
        </li>
      ))}
      </ul>
      {tried && tried.fired > MOST && <p className="quiet small">{tt('shown', { n: number(MOST), all: number(tried.fired) })}</p>}
    </Card>
  )
}
