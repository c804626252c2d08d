import { startOfDate } from '../../../core/time-local.ts'
import { at, type Casualty } from './casualty.ts'
import { INTERVALS, intervalMin, RINGS, ringOf, type Interval, type Ring } from './ten-one-two.ts'
import { TEN_ONE_TWO } from './clocks.ts'

/** Of one ring: among those whose injury has a time, the median and how many kept to it; the rest by why they do not count. */
export type RingCompliance = {
  limitMin: number
  /** Met or breached from a known time of injury: what the share is of. */
  counted: number
  met: number
  breached: number
  /** Share met, 0 to 1; null where nobody counts. */
  share: number | null
  /** Of all that were answered, also late; minutes. */
  medianMin: number | null
  /** Time of injury not known: counted nowhere else. */
  unknownStart: number
  /** The uncertainty of the times lies on both sides of the limit. */
  uncertain: number
  /** Still running, not needed, or the course ended first. */
  running: number
  notNeeded: number
  ended: number
}
export type IntervalCompliance = { known: number; unknown: number; medianMin: number | null; p90Min: number | null }
export type Compliance = { casualties: number; rings: { [ring in Ring]: RingCompliance }; intervals: { [interval in Interval]: IntervalCompliance } }

/** 10-1-2 over casualties at `now` (epoch ms). Those whose injury has no time are left out of every share, and counted. */
export function complianceOf(casualties: readonly Casualty[], now: number): Compliance {
  const rings = Object.fromEntries(RINGS.map((ring) => [ring, ringCompliance(casualties, ring, now)])) as Compliance['rings']
  const intervals = Object.fromEntries(
    (Object.keys(INTERVALS) as Interval[]).map((interval) => {
      const known = casualties.flatMap((one) => intervalMin(one, interval) ?? [])
      return [interval, { known: known.length, unknown: casualties.length - known.length, medianMin: quantile(known, 0.5), p90Min: quantile(known, 0.9) }]
    }),
  ) as Compliance['intervals']
  return { casualties: casualties.length, rings, intervals }
}

function ringCompliance(casualties: readonly Casualty[], ring: Ring, now: number): RingCompliance {
  const out: RingCompliance = { limitMin: TEN_ONE_TWO[ring], counted: 0, met: 0, breached: 0, share: null, medianMin: null, unknownStart: 0, uncertain: 0, running: 0, notNeeded: 0, ended: 0 }
  const minutes: number[] = []
  for (const one of casualties) {
    const view = ringOf(one, ring, now)
    if (view.state === 'not-needed') {
      out.notNeeded++
    } else if (at(one, 'T0') === null) {
      out.unknownStart++
    } else if (view.counts) {
      out.counted++
      out[view.state as 'met' | 'breached']++
      if (view.by !== null && view.minutes !== null) {
        minutes.push(view.minutes)
      }
    } else {
      out[view.state === 'unknown' ? 'uncertain' : view.state === 'running' ? 'running' : 'ended']++
    }
  }
  return { ...out, share: out.counted === 0 ? null : out.met / out.counted, medianMin: quantile(minutes, 0.5) }
}

/** Quantile by linear interpolation between the ordered values (Hyndman and Fan, type 7); null of none. */
export function quantile(values: readonly number[], p: number): number | null {
  const sorted = values.toSorted((a, b) => a - b)
  const position = (sorted.length - 1) * p
  const [low, high] = [sorted[Math.floor(position)], sorted[Math.ceil(position)]]
  return low === undefined || high === undefined ? null : low + (high - low) * (position - Math.floor(position))
}

/** From the first day to the end of the last (`2026-08-18`), as days are in the mission's zone. */
export function wholeDays(first: string, last: string, zone: string): { from: string; to: string } {
  const [[y = 0, m = 0, d = 0], [toY = 0, toM = 0, toD = 0]] = [first, last].map((day) => day.split('-').map(Number)) as [number[], number[]]
  return { from: new Date(startOfDate(y, m, d, zone)).toISOString(), to: new Date(startOfDate(toY, toM, toD + 1, zone)).toISOString() }
}
