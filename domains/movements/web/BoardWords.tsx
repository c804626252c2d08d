import type { ReactNode } from 'react'
import { clockLocal, clockZ, useSession, useTexts } from '../../../web/face.ts'
import { stateOf } from '../shared/movement.ts'
import { ROWS } from './panel.texts.ts'
import type { Shown } from './read.ts'

/** In a few words how it is and what comes next. */
export function Words({ shown: { data, status }, short = false }: { shown: Shown; /** Only the next check-in, where there is little room. */ short?: boolean }) {
  const tt = useTexts(ROWS)
  const { mission } = useSession()
  const clock = (at: number) => `${clockLocal(at, mission.zone)} (${clockZ(at)})`
  const state = stateOf(data)
  // Each of them stays whole where a line is full.
  const next: ReactNode = state === 'planned' || state === 'cleared' ? tt('leaves', { time: clock(Date.parse(data.waypoints[0]?.eta ?? '')) })
    : state !== 'departed' ? null
    : status.lamp === 'lost' || status.lamp === 'late' ? tt('due.ago', { time: clock(status.checkInDue ?? 0) })
    : short && status.checkInDue !== null && status.lamp !== 'overdue' ? tt('due.at', { time: clock(status.checkInDue) })
    : <>{status.checkInDue !== null && <><span className="nowrap">{tt('due.at', { time: clock(status.checkInDue) })}</span> · </>}<span className="nowrap">{tt('eta', { time: clock(Date.parse(data.newEta ?? data.waypoints.at(-1)?.eta ?? '')) })}</span></>
  return <><span className="movestate">{tt(`lamp.${status.lamp}`)}</span>{next && <span className="quiet"> · {next}</span>}</>
}
