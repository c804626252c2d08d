import type { Text } from './i18n.ts'
import type { JsonObject } from './json.ts'
import type { Action } from './record.ts'

/**
 * How long a clock runs: seconds; working days of the mission's calendar, to the end of the last of them; or until a moment
 * its data names: an instant, or a day (`2026-08-18`), which ends with the day in mission time.
 */
export type Due = { seconds: number } | { workingDays: number } | { at: string }

/**
 * A named deadline that survives restarts, declared by a kind and derived from a record and its actions alone.
 * Actions count by the server's time. An unknown start is shown as unknown, never as zero.
 */
export type ClockRule<D extends JsonObject = JsonObject> = {
  /** Unique within its kind. */
  name: string
  /** What is to be done by then. */
  label: Text
  /** The first of these actions starts it, and one after it was met starts it anew; or a field of the data (`consent.from`) holds the start. */
  start: { actions: readonly string[] } | { field: string }
  /** How long it runs by what the record says now; null: this record needs no such clock. */
  due(data: D): Due | null
  /** Seconds before due at which it warns. */
  warnSeconds?: number
  /** Action types that meet it, and those that pause and resume it. */
  metBy: readonly string[]
  pause?: readonly string[]
  resume?: readonly string[]
  /** Seconds after due at which it is told again that nothing was done. */
  ladder?: readonly number[]
  /** The domain of the kind raises alerts of it in its own words; no other is raised. */
  ownAlerts?: true
}

export const CLOCK_STATES = ['running', 'paused', 'met', 'overdue', 'cancelled', 'unknown-start'] as const
export type ClockState = (typeof CLOCK_STATES)[number]

/** Clocks in these states wait for somebody. */
export const OPEN_CLOCK_STATES: readonly ClockState[] = ['running', 'paused', 'overdue', 'unknown-start']

/** One deadline of one record. Times ISO 8601 UTC. */
export type Clock = {
  id: string
  record: string
  kind: string
  name: string
  state: ClockState
  startedAt: string | null
  dueAt: string | null
  warnAt: string | null
  metAt: string | null
  pausedAt: string | null
  /** Which run of the clock this is: another start or another day named by the data is another run. */
  run: string
  /** Version of the record it was derived from. */
  version: number
}

/** A moment somebody is told of: the warning, the deadline, and each step after it. `at` is epoch ms. */
export type Rung = { /** 0 the warning, 1 the deadline, 2 and on what follows: the same for every run of a clock. */ rung: number; what: 'warn' | 'due' | 'late'; at: number; /** Seconds after due. */ after: number }

/** Working days of a mission. */
export type Calendar = {
  /** IANA zone whose days they are. */
  zone: string
  /** ISO weekdays off, Monday 1 … Sunday 7. */
  weekend: readonly number[]
  /** Days off, YYYY-MM-DD. */
  holidays: readonly string[]
}

/** What of an action a clock is derived from. */
export type ClockAction = Pick<Action, 'type' | 'receivedAt'>
