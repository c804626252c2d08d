import { useTexts, useWords } from '../i18n/i18n.tsx'
import { useSession } from '../session.tsx'
import { fullTime } from '../time/format.ts'
import { useMoment } from '../time/moment.ts'
import { useNow } from '../time/now.ts'
import { ROWS } from './clocks.texts.ts'
import type { ClockRow } from './read.ts'
import { countText, shownAt } from './ring.ts'
import './clocks.css'

/** A ring that empties and the time in words beside it; only these are drawn anew each second. */
export function ClockFace({ clock }: { clock: ClockRow }) {
  const tt = useTexts(ROWS)
  const { colon, locale } = useWords()
  const { mission } = useSession()
  // In the past a clock stands where it stood.
  const running = useNow(1000)
  const shown = shownAt(clock, useMoment() ?? running)
  const time = shown.ms === null ? null : countText(shown.ms, locale)
  const words = time === null ? tt(`state.${shown.state}`) : tt(shown.state === 'overdue' ? 'over' : 'left', { time })
  const hover = clock.dueAt === null ? tt('unknown.long') : `${tt('due')}${colon}${fullTime(Date.parse(clock.dueAt), mission.zone, locale)}`
  return (
    <span className="clockface" data-state={shown.state} title={hover}>
      <svg viewBox="0 0 20 20" width={20} height={20} aria-hidden="true">
        <circle cx="10" cy="10" r="8" className="track" />
        {shown.left > 0 && <circle cx="10" cy="10" r="8" className="left" pathLength={100} strokeDasharray={`${shown.left * 100} 100`} transform="rotate(-90 10 10)" />}
        {shown.state === 'overdue' && <path d="M10 5.5v5.5M10 13.8v.4" className="mark" />}
        {shown.state === 'unknown-start' && <path d="M7.8 8a2.2 2.2 0 1 1 3 2.1c-.6.3-.8.6-.8 1.3M10 14v.2" className="mark" />}
        {shown.state === 'paused' && <path d="M8.2 7v6M11.8 7v6" className="mark" />}
        {shown.state === 'met' && <path d="M6.5 10.2l2.4 2.4 4.6-5" className="mark" />}
      </svg>
      <span className="clocktime">{words}</span>
    </span>
  )
}
