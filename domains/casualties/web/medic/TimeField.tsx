import { useId } from 'react'
import { parseDtg } from '../../../../core/time-dtg.ts'
import { clockLocal, clockZ, serverNow, useSession } from '../../../../web/face.ts'
import { nowIso } from './numbers.ts'
import { useMedicTexts } from './words.ts'

/** What was typed as a time: now when nothing was, undefined when it is none. Answers ISO 8601 UTC. */
export function readTime(text: string, zone: string): string | undefined {
  if (text.trim() === '') {
    return nowIso()
  }
  const read = parseDtg(text, { now: serverNow(), zone, toleranceMs: 60_000 })
  return read.ok ? new Date(read.at).toISOString() : undefined
}

/** When it was so: empty is now; `1345Z`, `14:45`, `181345Z AUG 26`; minutes ago by one tap. */
export function TimeField({ value, onChange, wrong, label, ago = [0, 5, 10, 15, 30] }: { value: string; onChange(text: string): void; wrong: boolean; label: string; ago?: readonly number[] }) {
  const tt = useMedicTexts()
  const { mission } = useSession()
  const id = useId()
  const set = (minutes: number) => () => {
    const at = serverNow() - minutes * 60_000
    onChange(minutes === 0 ? '' : clockZ(at))
  }
  const read = value.trim() === '' ? undefined : readTime(value, mission.zone)
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <div className="agos">
        {ago.map((minutes) => <button key={minutes} type="button" className="btn small" onClick={set(minutes)}>{minutes === 0 ? tt('time.now') : tt('time.ago', { n: minutes })}</button>)}
      </div>
      <input id={id} className="input mono" dir="ltr" placeholder={tt('time.empty')} aria-invalid={wrong} value={value} onChange={(event) => onChange(event.target.value)} />
      {read !== undefined && <span className="hint mono ltr">{clockLocal(Date.parse(read), mission.zone)} · {clockZ(Date.parse(read))}</span>}
      {wrong && <p className="wrong" role="alert">{tt('time.bad')}</p>}
    </div>
  )
}
