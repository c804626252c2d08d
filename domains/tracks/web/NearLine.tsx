import { useTexts, useWords } from '../../../web/face.ts'
import type { Candidate, Reason } from '../shared/nearest.ts'
import { ROWS } from './panels.texts.ts'
import { lengthWords } from './words.ts'

/** From here on hours and minutes are said, s. */
const LONG_S = 2 * 3600
/** Said of a way by road when so much of it is off the road, m. */
const MUCH_OFF_M = 1000
/** What is said of nearly everything stands in the note below and not on each row. */
const COMMON: ReadonlySet<Reason> = new Set(['usual-speed', 'detour', 'by-air', 'by-road'])
const FOOT: ReadonlySet<string> = new Set(['person', 'team'])

/** How it comes: what is known of its way, and where nothing is, that it is the straight line. */
const means = ({ by, track }: Candidate) => (by === 'straight' ? 'straight' : by === 'road' && FOOT.has(track.sort) ? 'foot' : by)

/** Words of one that could come: when it would be there, and by which way. */
export function useNearWords() {
  const tt = useTexts(ROWS)
  const { number } = useWords()
  const minutes = (seconds: number) => number(Math.max(1, Math.round(seconds / 60)))
  return {
    minutes,
    time: (seconds: number) => (seconds < LONG_S ? tt('near.minutes', { n: minutes(seconds) }) : tt('near.hours', { h: number(Math.floor(seconds / 3600)), n: number(Math.floor((seconds % 3600) / 60)) })),
    way: (one: Candidate) => `${tt(`near.by.${means(one)}`, { way: lengthWords(one.wayM, number) })}${one.by === 'road' && one.offM > MUCH_OFF_M ? `, ${tt('near.off', { way: lengthWords(one.offM, number) })}` : ''}`,
  }
}

/** One that could come: its name, its way, what is doubtful about it, and when it would be there. */
export function NearLine({ one }: { one: Candidate }) {
  const tt = useTexts(ROWS)
  const { number } = useWords()
  const { minutes, time, way } = useNearWords()
  const { track, kmh, etaS, earliestS, latestS, reasons } = one
  const doubts = reasons.filter((reason) => !COMMON.has(reason))
  return (
    <>
      <span className="grow">
        <span className="cut" dir="auto"><strong>{track.callsign ?? track.name}</strong></span>
        <span className="quiet small">{way(one)} · <span className="ltr">{number(Math.round(kmh))} km/h</span></span>
        {doubts.length > 0 && <span className="small doubts">{doubts.map((reason) => tt(`near.${reason}`)).join(' · ')}</span>}
      </span>
      <span className="nearmin"><strong>{time(etaS)}</strong>{latestS - earliestS > 120 && <span className="quiet small ltr">{minutes(earliestS)}–{minutes(latestS)}</span>}</span>
    </>
  )
}
