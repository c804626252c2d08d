import { instantOfLocal, localParts } from './time-local.ts'
import type { ProductType } from './product.ts'

/** When data of a day is cut off, mission-local (field-guide 1.3): the shipped battle rhythm, where the mission sets no other. */
export const CUT_OFF = { hour: 6, minute: 0 } as const
/** Minutes after the cut-off by which inputs are due, and by which a missing one is shown in red. */
export const INPUT_DUE_MINUTES = 30
export const INPUT_LATE_MINUTES = 45

/** Half-open, epoch ms. */
export type Period = { from: number; to: number }

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/

export const CUT_OFF_PATTERN = '^([01]\\d|2[0-3]):[0-5]\\d$'

const isDay = (day: string): boolean => Number.isFinite(Date.parse(day)) && new Date(day).toISOString().startsWith(day)

/**
 * What a product of a mission-local day covers: the daily one the day before up to the cut-off of the day, the weekly one
 * seven of these, the monthly one the calendar month before the day, the page of the head of mission from Friday's cut-off
 * on when the day is a Monday and the day before else. RangeError for no date. `cutOff` is the mission's own, HH:MM. Days of 23 and 25 hours count as days.
 */
export function periodOf(type: ProductType, day: string, zone: string, cutOff?: string): Period {
  const found = DATE.exec(day)
  if (!found || !isDay(day)) {
    throw new RangeError(`${day} is no date`)
  }
  const [year, month, date] = [Number(found[1]), Number(found[2]), Number(found[3])]
  const [hour, minute] = cutOff === undefined ? [CUT_OFF.hour, CUT_OFF.minute] : [Number(cutOff.slice(0, 2)), Number(cutOff.slice(3, 5))]
  const cut = (back: number): number => instantOfLocal({ year, month, day: date - back, hour, minute, second: 0 }, zone)
  const midnight = (m: number): number => instantOfLocal({ year, month: m, day: 1, hour: 0, minute: 0, second: 0 }, zone)
  switch (type) {
    case 'WSR':
      return { from: cut(7), to: cut(0) }
    case 'MSR':
      return { from: midnight(month - 1), to: midnight(month) }
    case 'HOM':
      return { from: cut(localParts(cut(0), zone).weekday === 1 ? 3 : 1), to: cut(0) }
    default:
      return { from: cut(1), to: cut(0) }
  }
}
