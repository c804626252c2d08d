import { at, ENDED, statusOf, type Casualty } from './casualty.ts'
import { TEN_ONE_TWO } from './clocks.ts'
import type { EventCode } from './vocabulary.ts'

/** First aid in 10 minutes, advanced care within the hour, surgery within two (field-guide 8.1, medicine 3.3). */
export const RINGS = ['c10', 'c60', 'c120'] as const
export type Ring = (typeof RINGS)[number]

/**
 * How a ring stands. `unknown`: nobody can say, as the start is not known or lies within its uncertainty on both sides of the
 * limit. `not-needed`: no surgery is needed, or nothing says yet that it is. `ended`: the course ended before the limit without it.
 */
export const RING_STATES = ['running', 'met', 'breached', 'unknown', 'not-needed', 'ended'] as const
export type RingState = (typeof RING_STATES)[number]

export type RingView = {
  ring: Ring
  state: RingState
  /** Where it counts from: the injury, or the first alert where nobody knows when that was. */
  from: 'T0' | 'T2' | null
  /** What met it. */
  by: EventCode | null
  /** Epoch ms. */
  startMs: number | null
  dueMs: number | null
  endMs: number | null
  /** Minutes from start to what met it, or to now; null without a start. */
  minutes: number | null
  limitMin: number
  /** Whether it counts in compliance: only from a known injury, once it is answered or over. */
  counts: boolean
}

const MINUTE = 60_000
/** What answers each ring: the earlier of two, so that a later entry of the other never moves it back. */
const ANSWERED_BY: { [ring in Ring]: readonly EventCode[] } = { c10: ['T1'], c60: ['T8', 'T9'], c120: ['T10'] }

/** The three rings of a casualty at `now` (epoch ms), by what is known of its times. */
export function ringsOf(casualty: Pick<Casualty, 'events' | 'needs' | 'status' | 'course'>, now: number): RingView[] {
  return RINGS.map((ring) => ringOf(casualty, ring, now))
}

export function ringOf(casualty: Pick<Casualty, 'events' | 'needs' | 'status' | 'course'>, ring: Ring, now: number): RingView {
  const limitMin = TEN_ONE_TWO[ring]
  const limit = limitMin * MINUTE
  const from = at(casualty, 'T0') !== null ? 'T0' : at(casualty, 'T2') !== null ? 'T2' : null
  const start = from === null ? null : at(casualty, from)
  const met = ANSWERED_BY[ring].flatMap((event) => { const ms = at(casualty, event); return ms === null ? [] : [{ event, ms }] }).toSorted((a, b) => a.ms - b.ms)[0] ?? null
  const over = ENDED.includes(statusOf(casualty)) ? (at(casualty, 'T11') ?? endOf(casualty)) : null
  const end = met?.ms ?? over ?? now
  const base = { ring, from, by: met?.event ?? null, startMs: start, dueMs: start === null ? null : start + limit, endMs: met?.ms ?? null, minutes: start === null ? null : (end - start) / MINUTE, limitMin } as const
  const is = (state: RingState): RingView => ({ ...base, state, counts: from === 'T0' && (state === 'met' || state === 'breached') })
  if (ring === 'c120' && met === null && !(casualty.needs?.includes('DCS') ?? false)) {
    return is('not-needed')
  }
  if (start === null || from === null) {
    return is('unknown')
  }
  const about = spread(casualty, from) + (met ? spread(casualty, met.event) : 0)
  const [least, most] = [end - start - about, end - start + about]
  if (least > limit) {
    return is('breached')
  }
  if (met) {
    return is(most <= limit ? 'met' : 'unknown')
  }
  if (over !== null) {
    return is(most <= limit ? 'ended' : 'unknown')
  }
  // It may have run out already: nobody can say before the uncertainty is behind it.
  return is(most <= limit || about === 0 ? 'running' : 'unknown')
}

/** From event to event: what a mission can improve. Names as in the compliance answer. */
export const INTERVALS = {
  'injury-alert': ['T0', 'T2'], 'alert-decision': ['T2', 'T4'], 'decision-wheels-up': ['T4', 'T5'], 'wheels-up-scene': ['T5', 'T6'],
  'on-scene': ['T6', 'T7'], 'flight': ['T7', 'T8'], 'injury-handover': ['T0', 'T8'], 'handover-surgery': ['T8', 'T10'],
} as const satisfies { [interval: string]: readonly [EventCode, EventCode] }
export type Interval = keyof typeof INTERVALS

/** Minutes of an interval; null where one end is not known or they are the wrong way round. */
export function intervalMin(casualty: Pick<Casualty, 'events'>, interval: Interval): number | null {
  const [from, to] = INTERVALS[interval].map((event) => at(casualty, event))
  return from === null || to === null || from === undefined || to === undefined || to < from ? null : (to - from) / MINUTE
}

function spread(casualty: Pick<Casualty, 'events'>, event: EventCode): number {
  return (casualty.events?.[event]?.uncertainMin ?? 0) * MINUTE
}

function endOf({ course }: Pick<Casualty, 'course'>): number | null {
  const ms = Date.parse(course?.findLast(({ status }) => ENDED.includes(status))?.t ?? '')
  return Number.isFinite(ms) ? ms : null
}
