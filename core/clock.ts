import type { Text } from './i18n.ts'

/**
 * A named deadline that survives restarts, declared by a kind and started by one of its actions.
 * Times in ISO 8601 UTC. An unknown start is shown as unknown, never as zero.
 */
export type ClockRule = {
  name: string
  label: Text
  /** Action type that starts it, and the data field that holds the start when it is not the action's time. */
  start: { action: string; field?: string }
  /** Seconds until due, unless `workingDays` is given. */
  dueSeconds?: number
  workingDays?: number
  /** Seconds before due at which it warns. */
  warnSeconds?: number
  /** Action types that meet it, and those that pause and resume it. */
  metBy: readonly string[]
  pause?: readonly string[]
  resume?: readonly string[]
}

export const CLOCK_STATES = ['running', 'paused', 'met', 'overdue', 'cancelled', 'unknown-start'] as const
export type ClockState = (typeof CLOCK_STATES)[number]

/** One running deadline of one record. */
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
}
