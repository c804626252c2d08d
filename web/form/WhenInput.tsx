import { CalendarDays, Clock3 } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { localDate } from '../../core/time-local.ts'
import { useWords } from '../i18n/i18n.tsx'
import { useSession } from '../session.tsx'
import { dayName, dayTime, fullTime } from '../time/format.ts'
import { localInput, readInput } from '../time/local-input.ts'
import { serverNow } from '../time/now.ts'
import { readDay, readHour, readMomentTyped } from '../time/typed.ts'

type Given = { id?: string; required?: boolean; className?: string; title?: string; 'aria-label'?: string; 'aria-invalid'?: boolean | undefined; value: string; onChange(value: string): void }
type Reading = {
  native: 'date' | 'time' | 'datetime-local'
  /** The value as a reader sees it, as somebody begins to change it, and on hover. */
  shown: string
  edited: string
  hover: string
  read(text: string): string | null
  /** So much was typed that nothing more can be meant. */
  whole: RegExp
  example: string
  min?: string | undefined
  max?: string | undefined
}

/**
 * A day, `2026-11-22` or empty, in the language of the reader and not of the browser: typed year first or day first, or
 * chosen in a calendar. `min` and `max` are days too.
 */
export function DayInput({ min, max, ...given }: Given & { min?: string; max?: string }) {
  const { mission } = useSession()
  const { locale } = useWords()
  const { value } = given
  const read = (text: string) => readDay(text, localDate(serverNow(), mission.zone))
  return <Typed {...given} native="date" shown={value && dayName(value, locale)} edited={value} hover={value} read={read} whole={/\d{4}-\d{2}-\d{2}|\d{4}$/} example={dayName(localDate(serverNow(), mission.zone), locale)} min={min} max={max} />
}

/** An hour of a clock of 24, `14:30` or empty: never with AM and PM, whatever the browser is set to. */
export function HourInput(given: Given) {
  const { value } = given
  return <Typed {...given} native="time" shown={value} edited={value} hover={value} read={readHour} whole={/^\d{2}:?\d{2}$/} example="14:30" />
}

/** A moment local to the mission, `2026-11-22T14:30` or empty: typed as a date-time group, a day with an hour, an hour alone, or chosen. */
export function MomentInput(given: Given) {
  const { mission: { zone } } = useSession()
  const { locale } = useWords()
  const { value } = given
  const at = readInput(value, zone)
  return <Typed {...given} native="datetime-local" shown={at === null ? value : dayTime(at, zone, locale)} edited={value.replace('T', ' ')} hover={at === null ? '' : fullTime(at, zone, locale)} read={(text) => readMomentTyped(text, value, zone, serverNow())} whole={/\d{4}.*\d{2}:\d{2}$/} example={localInput(serverNow(), zone).replace('T', ' ')} />
}

function Typed({ native, shown, edited, hover, read, whole, example, min, max, value, onChange, className = '', ...rest }: Given & Reading) {
  const { t } = useWords()
  const [typed, setTyped] = useState<string | null>(null)
  const [left, setLeft] = useState(false)
  const box = useRef<HTMLInputElement>(null)
  const picker = useRef<HTMLInputElement>(null)
  const got = typed === null || typed.trim() === '' ? null : read(typed)
  const now = typed === null ? value : (got ?? '')
  const outside = now !== '' && ((min !== undefined && min !== '' && now < min) || (max !== undefined && max !== '' && now > max))
  const unread = typed !== null && typed.trim() !== '' && got === null
  const wrong = unread ? t('form.when.unread', { example }) : outside ? t('form.when.outside') : ''
  useEffect(() => { box.current?.setCustomValidity(wrong) }, [wrong])
  const editing = typed !== null && !left
  useEffect(() => {
    if (editing) {
      box.current?.select()
    }
  }, [editing])
  const change = (text: string) => {
    setTyped(text)
    const next = text.trim() === '' ? '' : whole.test(text.trim()) ? read(text) : null
    if (next !== null && next !== value) {
      onChange(next)
    }
  }
  const leave = () => {
    if (typed === null) {
      return
    }
    if (unread) {
      setLeft(true)
      onChange('')
      return
    }
    setTyped(null)
    if ((got ?? '') !== value) {
      onChange(got ?? '')
    }
  }
  return (
    <span className="when">
      <input {...rest} ref={box} className={`input ${className}`} dir="auto" autoComplete="off" value={typed ?? shown} title={rest.title ?? hover} placeholder={editing ? example : (rest['aria-label'] ?? '')} aria-invalid={rest['aria-invalid'] || (left && wrong !== '') || undefined}
        onFocus={() => { setLeft(false); setTyped((before) => before ?? edited) }} onBlur={leave} onChange={(e) => change(e.target.value)} onKeyDown={(e) => { if (e.key === 'Enter') { leave() } }} />
      <button type="button" className="whenpick" tabIndex={-1} aria-label={t('form.when.choose')} title={t('form.when.choose')} onClick={() => picker.current?.showPicker()}>{native === 'time' ? <Clock3 size={15} aria-hidden="true" /> : <CalendarDays size={15} aria-hidden="true" />}</button>
      <input ref={picker} className="whennative" type={native} tabIndex={-1} aria-hidden="true" aria-label={t('form.when.choose')} value={value} min={min} max={max} onChange={(e) => { setTyped(null); onChange(e.target.value) }} />
      {left && wrong !== '' && <span className="wrong" role="alert">{wrong}</span>}
    </span>
  )
}
