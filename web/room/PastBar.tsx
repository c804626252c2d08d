import { FastForward, History, Pause, Play, Repeat, StepBack, StepForward, Undo2 } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { formatDtg, parseDtg } from '../../core/time-dtg.ts'
import { useWords } from '../i18n/i18n.tsx'
import type { Words } from '../i18n/i18n.tsx'
import { useSession } from '../session.tsx'
import { onCommand, useCommands } from '../shell/commands.ts'
import { ageLong, fullTime } from '../time/format.ts'
import { SPEEDS, goToMoment, stepped, timesOf } from '../time/moment.ts'
import { serverNow, useNow } from '../time/now.ts'
import { rangeSpan } from '../time/range.ts'
import { useLocation } from '../router.ts'
import { readFilters } from './filters.ts'
import { usePlaying } from './past.ts'

const STEP_KEY = 'vigie.past-step'

/** Says that the screen shows what was known at a moment, and moves that moment. Nothing on screen is of now while it stands. */
export function PastBar({ at }: { at: number }) {
  const { t, locale } = useWords()
  const { mission } = useSession()
  const now = useNow(10_000)
  const [looped, setLooped] = useState(false)
  const { search } = useLocation()
  const span = rangeSpan(readFilters(search).range, now)
  const { speed, setSpeed } = usePlaying(looped ? span : null)
  const [chosen, setChosen] = useState<number>(() => keptSpeed())
  const minutes = chosen
  const change = (next: number) => {
    setChosen(next)
    sessionStorage.setItem(STEP_KEY, String(next))
    if (speed > 0) {
      setSpeed(next)
    }
  }
  const step = (direction: -1 | 1) => {
    setSpeed(0)
    const next = stepped(at, direction, minutes)
    goToMoment(next >= serverNow() ? null : next)
  }
  const shift = (by: -1 | 1) => change(SPEEDS[Math.min(SPEEDS.length - 1, Math.max(0, SPEEDS.indexOf(chosen as (typeof SPEEDS)[number]) + by))]!)
  const toggle = () => setSpeed(speed > 0 ? 0 : chosen)
  useCommands({ 'past': toggle, 'past-back': () => step(-1), 'past-on': () => step(1), 'past-faster': () => shift(1), 'past-slower': () => shift(-1), 'past-leave': () => goToMoment(null) })
  return (
    <div className="pastbar" role="region" aria-label={t('past.enter')}>
      <History size={18} aria-hidden="true" />
      <strong className="pastword" title={`${fullTime(at, mission.zone, locale)} · ${t('past.read-only')}`} role="status">
        {t('past.known', { time: formatDtg(at) })} <span className="pastage">({t('past.ago', { age: ageLong(now - at, locale) })})</span>
      </strong>
      <span className="row pastmoves" role="group" aria-label={t('time.moment')} dir="ltr">
        <button type="button" className="btn icon small plain" aria-label={t('past.back')} title={`${t('past.back')} ←`} onClick={() => step(-1)}><StepBack size={16} /></button>
        <button type="button" className="btn icon small" aria-label={t(speed > 0 ? 'past.pause' : 'past.play')} title={`${t(speed > 0 ? 'past.pause' : 'past.play')} p`} onClick={toggle}>{speed > 0 ? <Pause size={16} /> : <Play size={16} />}</button>
        <button type="button" className="btn icon small plain" aria-label={t('past.on')} title={`${t('past.on')} →`} onClick={() => step(1)}><StepForward size={16} /></button>
        {span && <button type="button" className="btn icon small plain" aria-pressed={looped} aria-label={t('past.loop')} title={t('past.loop')} onClick={() => setLooped(!looped)}><Repeat size={16} /></button>}
      </span>
      <label className="pastspeed"><FastForward size={14} aria-hidden="true" /><span className="sr">{t('past.speed')}</span>
        <select value={chosen} onChange={(e) => change(Number(e.target.value))}>{SPEEDS.map((n) => <option key={n} value={n}>{speedWords(n, t)}</option>)}</select>
      </label>
      <Jump at={at} />
      <span className="grow" />
      <button type="button" className="btn small pastnow" onClick={() => goToMoment(null)}><Undo2 size={15} className="flip" aria-hidden="true" />{t('past.now')} <kbd>Esc</kbd></button>
    </div>
  )
}

/** Up to ten minutes a second how many times its own speed, beyond that how much a second. */
function speedWords(minutes: number, t: Words['t']): string {
  switch (minutes) {
    case 15: return t('past.speed.15')
    case 60: return t('past.speed.60')
    case 360: return t('past.speed.360')
    default: return `${timesOf(minutes)}×`
  }
}

function keptSpeed(): number {
  const kept = Number(sessionStorage.getItem(STEP_KEY))
  return (SPEEDS as readonly number[]).includes(kept) ? kept : 15
}

/** Go to a moment by writing it, as it is read aloud. */
function Jump({ at }: { at: number }) {
  const { t } = useWords()
  const { mission } = useSession()
  const [text, setText] = useState('')
  const [wrong, setWrong] = useState<'past.jump.wrong' | 'past.jump.ahead' | null>(null)
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => onCommand('past-jump', () => input.current?.focus()), [])
  return (
    <form className="pastjump" onSubmit={(e) => {
      e.preventDefault()
      const read = parseDtg(text, { now: serverNow(), zone: mission.zone, toleranceMs: 0 })
      const exact = /^\d{4}-\d{2}-\d{2}T/.test(text.trim()) ? Date.parse(text.trim()) : Number.NaN
      const found = read.ok ? read.at : exact
      if (!Number.isFinite(found)) {
        setWrong('past.jump.wrong')
      } else if (found > serverNow()) {
        setWrong('past.jump.ahead')
      } else {
        setWrong(null)
        setText('')
        goToMoment(found)
        input.current?.blur()
      }
    }}>
      <label><span className="sr">{t('past.jump')}</span>
        <input ref={input} className="input mono" dir="ltr" value={text} placeholder={formatDtg(at)} title={t('past.jump.hint')} aria-invalid={wrong !== null} aria-describedby={wrong ? 'past-wrong' : undefined} onChange={(e) => { setText(e.target.value); setWrong(null) }} onKeyDown={(e) => { if (e.key === 'Escape') { e.preventDefault(); setText(''); e.currentTarget.blur() } }} />
      </label>
      <button type="submit" className="btn small">{t('past.jump')}</button>
      {wrong && <span id="past-wrong" className="wrong small" role="alert">{t(wrong)}</span>}
    </form>
  )
}
