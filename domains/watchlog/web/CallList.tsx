import { Phone } from 'lucide-react'
import { useState } from 'react'
import { clockLocal, clockZ, ProblemNotice, saveAction, useNow, useSession, useTexts, useWords, ageLong, type RecordView } from '../../../web/face.ts'
import { inLocale } from '../../../core/i18n.ts'
import { unreached } from '../shared/cir.ts'
import { MEANS_WORDS } from '../shared/texts.ts'
import { ROWS } from './cirs.texts.ts'
import { again, listOf } from './read.ts'
import './watchlog.css'

const RESULTS = [['REACHED', 'reached'], ['NO-ANSWER', 'no-answer'], ['MESSAGE-LEFT', 'message']] as const
const WORD = { 'REACHED': 'reached', 'NO-ANSWER': 'no-answer', 'MESSAGE-LEFT': 'message', 'REFUSED': 'refused' } as const

/** Time left of the clock, or how late it is. */
export function Left({ record }: { record: RecordView }) {
  const tt = useTexts(ROWS)
  const { locale } = useWords()
  const now = useNow(10_000)
  const list = listOf(record)
  const left = Date.parse(record.createdAt) + list.within * 60_000 - now
  return list.done ? null : <span className={`tag ${left < 0 ? 'critical' : 'warning'}`}>{tt(left < 0 ? 'over' : 'left', { time: ageLong(Math.abs(left), locale) })}</span>
}

/** Whom to call, what came of each call, and three keys for the next one. */
export function Calls({ record }: { record: RecordView }) {
  const tt = useTexts(ROWS)
  const { locale, number } = useWords()
  const { mission } = useSession()
  const [problem, setProblem] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const [why, setWhy] = useState<string | null>(null)
  const list = listOf(record)
  const open = unreached(list)
  const time = (at: string) => `${clockZ(Date.parse(at))} · ${clockLocal(Date.parse(at), mission.zone)}`
  const act = async (work: () => Promise<unknown>) => {
    setBusy(true)
    setProblem(null)
    try {
      await work()
      await again('call-list')
    } catch (error) {
      setProblem(error)
    }
    setBusy(false)
  }
  const call = (wake: number, result: string) => act(async () => {
    const after = await saveAction(record, 'call', { wake, result }, `${record.ref} · ${list.wake[wake]?.who ?? ''}`)
    if (after && unreached(listOf(after)).length === 0 && !listOf(after).done && after.can.includes('complete')) {
      await saveAction(after, 'complete', {}, record.ref)
    }
  })
  const may = record.can.includes('call') && !list.done
  return (
    <div className="calls">
      <ul className="plainlist">
        {list.wake.map((one, i) => (
          <li key={`${one.who}${i}`} data-reached={!open.includes(i)}>
            <span className="callwho"><Phone size={14} aria-hidden="true" /><strong dir="auto">{one.who}</strong> <span className="quiet small">{inLocale(MEANS_WORDS[one.means], locale)}{one.contact && <> · <bdi className="mono ltr">{one.contact}</bdi></>}</span></span>
            <span className="grow small">{(list.calls ?? []).filter((made) => made.wake === i).map((made) => <span key={made.at + made.result} className={`tag ${made.result === 'REACHED' ? 'ok' : ''}`}>{tt('called', { result: tt(WORD[made.result]), time: time(made.at) })}</span>)}</span>
            {may && open.includes(i) && <span className="row wrap">{RESULTS.map(([result, word]) => <button key={result} type="button" disabled={busy} className={`btn small ${result === 'REACHED' ? 'primary' : ''}`} data-result={result} aria-label={tt('call.this', { who: one.who, result: tt(word) })} onClick={() => void call(i, result)}>{tt(word)}</button>)}</span>}
          </li>
        ))}
      </ul>
      {may && why === null && record.can.includes('complete') && <button type="button" className="btn small" disabled={busy} onClick={() => (open.length > 0 ? setWhy('') : void act(() => saveAction(record, 'complete', {}, record.ref)))}>{tt('complete')}</button>}
      {may && why !== null && (
        <form className="row wrap" onSubmit={(event) => { event.preventDefault(); void act(() => saveAction(record, 'complete', {}, record.ref, why)) }}>
          <label className="grow">{tt('complete.why', { n: number(open.length) })}<input className="input" dir="auto" required maxLength={1000} value={why} onChange={(event) => setWhy(event.target.value)} /></label>
          <button type="submit" className="btn small primary">{tt('complete')}</button>
          <button type="button" className="btn small" onClick={() => setWhy(null)}>{tt('cancel')}</button>
        </form>
      )}
      {list.done && <p className="tag ok wrap">{tt('completed', { time: time(list.done.at) })}{list.done.reason && <> · <bdi>{list.done.reason}</bdi></>}</p>}
      {problem !== null && <ProblemNotice error={problem} />}
    </div>
  )
}
