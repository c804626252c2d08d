import type { ClockState } from '../../core/clock.ts'
import { ageLong } from '../time/format.ts'

const HOUR = 3_600_000

/** What a clock shows at a moment: its state by the time alone, `soon` once it warns, and the share of its time that is left, 0 to 1. */
export type Shown = { state: ClockState | 'soon'; ms: number | null; left: number }
type Times = { state: ClockState; startedAt: string | null; dueAt: string | null; warnAt: string | null }

/** `ms` is what is left, below zero what it is over; null where nothing counts. */
export function shownAt({ state, startedAt, dueAt, warnAt }: Times, now: number): Shown {
  if (dueAt === null || (state !== 'running' && state !== 'overdue')) {
    return { state, ms: null, left: 0 }
  }
  const due = Date.parse(dueAt)
  const whole = due - (startedAt === null ? now : Date.parse(startedAt))
  const left = whole <= 0 ? 0 : Math.min(1, Math.max(0, (due - now) / whole))
  return { state: due <= now ? 'overdue' : warnAt !== null && Date.parse(warnAt) <= now ? 'soon' : 'running', ms: due - now, left }
}

/** `4:32` below an hour, then the two largest units. */
export function countText(ms: number, locale: string): string {
  const all = Math.abs(ms)
  const seconds = Math.floor(all / 1000)
  return all < HOUR ? `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}` : ageLong(all, locale)
}
