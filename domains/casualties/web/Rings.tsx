import { useNow, useTexts, useWords, fullTime, useSession } from '../../../web/face.ts'
import type { Casualty } from '../shared/casualty.ts'
import { ringsOf, type RingView } from '../shared/ten-one-two.ts'
import { ROWS } from './console.texts.ts'
import { lasting } from './lasting.ts'

/** The three rings of a patient: first aid, advanced care, surgery; what they count from is said where it is not the injury. */
export function Rings({ casualty }: { casualty: Casualty }) {
  const tt = useTexts(ROWS)
  const now = useNow(1000)
  const rings = ringsOf(casualty, now)
  const from = rings[0]?.from
  return (
    <div className="evacrings">
      {rings.map((ring) => <Ring key={ring.ring} ring={ring} now={now} />)}
      {from !== 'T0' && <span className="small evacunknown">{tt(from === 'T2' ? 'ring.T2' : 'ring.nostart')}</span>}
    </div>
  )
}

function Ring({ ring, now }: { ring: RingView; now: number }) {
  const tt = useTexts(ROWS)
  const { locale, number } = useWords()
  const { mission } = useSession()
  const { state, startMs, dueMs, minutes } = ring
  const left = dueMs === null || startMs === null ? 0 : Math.min(1, Math.max(0, (dueMs - now) / (dueMs - startMs)))
  const open = state === 'running' || (state === 'breached' && ring.by === null)
  const rounded = number(Math.round(minutes ?? 0)).replace('-', '−')
  const words = open && dueMs !== null ? tt(dueMs > now ? 'ring.running' : 'ring.over', { time: lasting(Math.abs(dueMs - now), locale) })
    : state === 'met' ? tt('ring.met', { n: rounded }) : state === 'breached' ? tt('ring.breached', { n: rounded }) : tt(state === 'running' ? 'ring.unknown' : `ring.${state}`)
  const soon = state === 'running' && dueMs !== null && startMs !== null && dueMs - now < (dueMs - startMs) / 4
  return (
    <span className="evacring" data-state={soon ? 'soon' : state} title={dueMs === null ? undefined : fullTime(dueMs, mission.zone, locale)}>
      <svg viewBox="0 0 20 20" width={22} height={22} aria-hidden="true">
        <circle cx="10" cy="10" r="8" className="track" />
        {state === 'running' && <circle cx="10" cy="10" r="8" className="left" pathLength={100} strokeDasharray={`${left * 100} 100`} transform="rotate(-90 10 10)" />}
        {state === 'breached' && <path d="M10 5.5v5.5M10 13.8v.4" className="mark" />}
        {state === 'met' && <path d="M6.5 10.2l2.4 2.4 4.6-5" className="mark" />}
        {state === 'unknown' && <path d="M7.8 8a2.2 2.2 0 1 1 3 2.1c-.6.3-.8.6-.8 1.3M10 14v.2" className="mark" />}
        {(state === 'not-needed' || state === 'ended') && <path d="M6.5 10h7" className="mark" />}
      </svg>
      <span><span className="evacringname">{tt(`ring.${ring.ring}`)}</span><span className="evacringwords">{words}</span></span>
    </span>
  )
}
