import { useEffect, useState } from 'react'
import { CLOCK_SKEW_LIMIT_MS } from '../../core/time.ts'
import { ApiProblem, uuid7 } from '../api/http.ts'
import { useTexts, useWords } from '../i18n/i18n.tsx'
import { Link } from '../link.tsx'
import { recordOf } from '../outbox/outbox.ts'
import type { Entry } from '../outbox/outbox.ts'
import { dropEntry, hurryOutbox, sendAgain, useOutbox } from '../outbox/sender.ts'
import { useSession } from '../session.tsx'
import { ProblemNotice } from '../shell/ProblemNotice.tsx'
import { ageText, dtg, fullTime, skewText } from '../time/format.ts'
import { deviceSkew, useNow } from '../time/now.ts'
import { DAYS, getDevice, setDevice } from './device.ts'
import { ROWS } from './DevicePage.texts.ts'
import { forgetPicture, MOST_RECORDS, pictureFacts } from './picture.ts'
import { canSeal } from './seal.ts'
import { installApp, useAppState } from './worker.ts'
import './offline.css'

/** What waits, what is kept, and how the page is carried by this device. */
export function DevicePage() {
  const { t } = useWords()
  const tt = useTexts(ROWS)
  return (
    <div className="page narrowpage stack devicepage">
      <div><h1>{t('offline.device')}</h1><p className="quiet">{tt('lead')}</p></div>
      <Waiting />
      <KeptPart />
      <Install />
      <ClockPart />
    </div>
  )
}

function Waiting() {
  const tt = useTexts(ROWS)
  const { me } = useSession()
  const mine = useOutbox().filter((e) => e.owner === me.user)
  return (
    <section className="card stack" aria-labelledby="dev-waiting">
      <div className="row"><h2 id="dev-waiting" className="grow">{tt('waiting')}</h2>{mine.length > 0 && <span className="quiet small">{tt('waiting.n', { n: mine.length })}</span>}</div>
      {mine.length === 0 ? <p className="quiet">{tt('waiting.none')}</p> : (
        <>
          <ul className="plainlist outlist">{mine.map((entry) => <WaitingRow key={entry.key} entry={entry} />)}</ul>
          <div className="row wrap"><button type="button" className="btn primary" onClick={hurryOutbox}>{tt('send.all')}</button><button type="button" className="btn" onClick={() => exportEntries(mine)}>{tt('export')}</button><span className="quiet small">{tt('export.hint')}</span></div>
        </>
      )}
    </section>
  )
}

function WaitingRow({ entry }: { entry: Entry }) {
  const tt = useTexts(ROWS)
  const { t, locale } = useWords()
  const { mission } = useSession()
  const now = useNow(10_000)
  const [editing, setEditing] = useState<string | null>(null)
  const [wrong, setWrong] = useState(false)
  const [asking, setAsking] = useState(false)
  const isAct = entry.path.endsWith('/actions')
  const record = isAct ? recordOf(entry) : null
  function resend() {
    try {
      const body: unknown = JSON.parse(editing ?? '')
      if (body === null || typeof body !== 'object' || Array.isArray(body)) {
        throw new SyntaxError('no object')
      }
      setEditing(null)
      void sendAgain(entry.key, { key: uuid7(), body })
    } catch {
      setWrong(true)
    }
  }
  return (
    <li className="outitem stack tight">
      <div className="row wrap">
        <span className={`tag ${entry.state === 'refused' ? 'critical' : ''}`}>{tt(`state.${entry.state}`)}</span>
        <strong className="grow cut" dir="auto" title={entry.label}>{entry.label}</strong>
        <span className="quiet small" title={fullTime(entry.at, mission.zone, locale)}>{tt('written', { age: ageText(Math.max(0, now - entry.at), locale) })}</span>
      </div>
      <div className="row wrap small quiet">
        <span>{tt(isAct ? 'what.edit' : entry.path === '/api/records' ? 'what.new' : 'what.other')}</span>
        {entry.tries > 0 && <span>{tt('tries', { n: entry.tries })}</span>}
        {record && <Link to={`/records/${encodeURIComponent(record)}`}>{tt('record')}</Link>}
      </div>
      {entry.state === 'refused' && <ProblemNotice error={new ApiProblem(400, entry.problem ?? {})} kept={t('outbox.kept')} />}
      {editing !== null && (
        <div className="field">
          <label htmlFor={`edit-${entry.key}`}>{tt('edit.label')}</label>
          <textarea id={`edit-${entry.key}`} className="input mono" dir="ltr" rows={10} spellCheck={false} value={editing} aria-invalid={wrong} onChange={(e) => { setEditing(e.target.value); setWrong(false) }} />
          {wrong && <p className="wrong small" role="alert">{tt('edit.wrong')}</p>}
          <div className="row"><button type="button" className="btn primary small" onClick={resend}>{tt('send')}</button><button type="button" className="btn small" onClick={() => setEditing(null)}>{t('common.cancel')}</button></div>
        </div>
      )}
      {asking ? (
        <div className="notice warning" role="alert"><span className="grow">{tt('discard.ask')}</span><button type="button" className="btn small danger" onClick={() => dropEntry(entry.key)}>{t('outbox.drop')}</button><button type="button" className="btn small" onClick={() => exportEntries([entry])}>{tt('export')}</button><button type="button" className="btn small" onClick={() => setAsking(false)}>{t('common.cancel')}</button></div>
      ) : editing === null && entry.state !== 'sending' && (
        <div className="row wrap">
          <button type="button" className="btn small" onClick={() => (entry.state === 'refused' ? void sendAgain(entry.key) : hurryOutbox())}>{tt('retry')}</button>
          {entry.state === 'refused' && <button type="button" className="btn small" onClick={() => setEditing(JSON.stringify(entry.body, null, 2))}>{tt('edit')}</button>}
          <button type="button" className="btn small plain" onClick={() => setAsking(true)}>{tt('discard')}</button>
        </div>
      )}
    </li>
  )
}

/** Entries as a file on the device, so that nothing is lost that the node would not take. */
function exportEntries(entries: readonly Entry[]): void {
  const url = URL.createObjectURL(new Blob([JSON.stringify(entries, null, 2)], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = url
  link.download = `vigie-waiting-${new Date().toISOString().slice(0, 16).replace(/[:T]/g, '-')}.json`
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}

function KeptPart() {
  const tt = useTexts(ROWS)
  const { t, number } = useWords()
  const { me } = useSession()
  const [device, setShown] = useState(getDevice)
  const [facts, setFacts] = useState<{ count: number; at: number | null } | null>(null)
  const [done, setDone] = useState(false)
  useEffect(() => { void pictureFacts().then(setFacts, () => undefined) }, [device, done])
  async function forget() {
    await forgetPicture(me.user)
    setDone(true)
  }
  return (
    <section className="card stack" aria-labelledby="dev-kept">
      <h2 id="dev-kept">{tt('kept')}</h2>
      {!canSeal() ? <p className="notice warning">{tt('kept.cannot')}</p> : (
        <>
          <p>{facts && facts.count > 0 && facts.at !== null ? tt('kept.n', { n: number(facts.count), max: number(MOST_RECORDS), at: dtg(facts.at) }) : tt('kept.none')}</p>
          <div className="row"><input id="dev-shared" type="checkbox" checked={device.shared} onChange={(e) => { setShown(setDevice({ shared: e.target.checked })); if (e.target.checked) { void forget() } }} /><label htmlFor="dev-shared">{t('offline.shared')}</label></div>
          {device.shared && <p className="hint">{t('offline.shared.hint')}</p>}
          <div className="field"><label htmlFor="dev-days">{tt('days')}</label><select id="dev-days" className="input self-start" disabled={device.shared} value={device.days} onChange={(e) => setShown(setDevice({ days: Number(e.target.value) }))}>{DAYS.map((n) => <option key={n} value={n}>{tt('days.n', { n })}</option>)}</select></div>
          <div className="row wrap"><button type="button" className="btn" onClick={() => void forget()}>{tt('forget')}</button>{done && <span role="status">{tt('forgotten')}</span>}</div>
          <p className="hint">{tt('kept.how')}</p>
        </>
      )}
    </section>
  )
}

function Install() {
  const tt = useTexts(ROWS)
  const { worker, installable } = useAppState()
  return (
    <section className="card stack" aria-labelledby="dev-install">
      <h2 id="dev-install">{tt('install')}</h2>
      {worker === 'insecure' ? <p className="notice warning">{tt('install.insecure')}</p> : worker === 'none' ? <p className="quiet">{tt('install.none')}</p> : installable ? <button type="button" className="btn primary self-start" onClick={() => void installApp()}>{tt('install.do')}</button> : <p className="quiet">{tt('install.menu')}</p>}
    </section>
  )
}

function ClockPart() {
  const tt = useTexts(ROWS)
  const { locale } = useWords()
  useNow(10_000)
  const skew = deviceSkew()
  return (
    <section className="card stack" aria-labelledby="dev-clock">
      <h2 id="dev-clock">{tt('clock')}</h2>
      <p className={Math.abs(skew) > CLOCK_SKEW_LIMIT_MS ? 'notice warning' : 'quiet'}>{Math.abs(skew) <= CLOCK_SKEW_LIMIT_MS ? tt('clock.same') : tt(skew > 0 ? 'clock.ahead' : 'clock.behind', { age: skewText(skew, locale) })}</p>
    </section>
  )
}
