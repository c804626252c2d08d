import { INPUT_DUE_MINUTES, INPUT_LATE_MINUTES } from '../../../core/product-period.ts'

/** How a sector's report for a day stands: silence is awaited, then due, then not received. */
export const INPUT_STATES = ['received', 'nil', 'late', 'awaited', 'due', 'missing'] as const
export type InputState = (typeof INPUT_STATES)[number]
const MINUTE = 60_000

/**
 * The state of one sector at `now` (epoch ms), by the cut-off of the day and the first report it sent: what comes half an hour after the
 * cut-off is late, and fifteen minutes later silence is red (field-guide 1.3).
 */
export function inputState(cutOff: number, report: { at: number; nil: boolean } | null, now: number): InputState {
  if (report) {
    return report.nil ? 'nil' : report.at > cutOff + INPUT_DUE_MINUTES * MINUTE ? 'late' : 'received'
  }
  return now > cutOff + INPUT_LATE_MINUTES * MINUTE ? 'missing' : now > cutOff + INPUT_DUE_MINUTES * MINUTE ? 'due' : 'awaited'
}
