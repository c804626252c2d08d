/** Local hours, days, weeks and months for very many instants: the zone is asked once per UTC day of one offset. */
import { zoneOffset } from './time-local.ts'

const HOUR = 3_600_000
const DAY = 86_400_000
/** 1970-01-01 was a Thursday: days since that Monday are days since the epoch plus three. */
const MONDAY = 3

/** Time buckets of an analysis, finest first. `weekhour` is weekday (Monday 1) and hour of the clock: `3-14`. */
export const BUCKETS = ['weekhour', 'day', 'week', 'month'] as const
export type Bucket = (typeof BUCKETS)[number]

/** Bucket of an instant as a whole number that rises with time, and the name of such a number. */
export type Bucketing = { of(ms: number): number; name(bucket: number): string }

/**
 * Buckets in a zone: days `2026-08-18`, ISO weeks (Monday to Sunday, week 1 holds the first Thursday) `2026-W34`,
 * months `2026-08`, hours of the week `3-14`. `of` wants a finite instant.
 */
export function bucketing(bucket: Bucket, zone: string): Bucketing {
  const local = localShift(zone)
  switch (bucket) {
    case 'day':
      return { of: (ms) => Math.floor(local(ms) / DAY), name: (day) => dateOf(day) }
    case 'week':
      return { of: (ms) => Math.floor((Math.floor(local(ms) / DAY) + MONDAY) / 7), name: (week) => weekName(week * 7 - MONDAY) }
    case 'month':
      return { of: monthOfDay(local), name: (month) => `${pad(Math.floor(month / 12), 4)}-${pad((month % 12) + 1, 2)}` }
    case 'weekhour':
      return {
        of: (ms) => {
          const hour = Math.floor(local(ms) / HOUR)
          const day = Math.floor(hour / 24)
          return mod(day + MONDAY, 7) * 24 + hour - day * 24
        },
        name: (slot) => `${Math.floor(slot / 24) + 1}-${pad(slot % 24, 2)}`,
      }
  }
}

/** Epoch ms → ms on the local clock face. */
function localShift(zone: string): (ms: number) => number {
  const offsets = new Map<number, number>()
  return (ms) => {
    const utc = Math.floor(ms / DAY)
    let offset = offsets.get(utc)
    if (offset === undefined) {
      const first = zoneOffset(utc * DAY, zone)
      offset = first === zoneOffset((utc + 1) * DAY - 1, zone) ? first : Number.NaN
      offsets.set(utc, offset)
    }
    return ms + (Number.isNaN(offset) ? zoneOffset(ms, zone) : offset)
  }
}

function monthOfDay(local: (ms: number) => number): (ms: number) => number {
  const months = new Map<number, number>()
  return (ms) => {
    const day = Math.floor(local(ms) / DAY)
    let month = months.get(day)
    if (month === undefined) {
      const date = new Date(day * DAY)
      month = date.getUTCFullYear() * 12 + date.getUTCMonth()
      months.set(day, month)
    }
    return month
  }
}

function weekName(monday: number): string {
  const thursday = new Date((monday + 3) * DAY)
  const year = thursday.getUTCFullYear()
  const week = Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / (7 * DAY)) + 1
  return `${year}-W${pad(week, 2)}`
}

function dateOf(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, -14)
}

function mod(n: number, by: number): number {
  return ((n % by) + by) % by
}

function pad(n: number, width: number): string {
  return String(n).padStart(width, '0')
}
