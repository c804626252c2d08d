import type { Moving } from './handle.ts'
import { CORNERS } from './moving-shown.ts'

/** Floats of one corner of a line ahead: x, y (from the anchor), and the way aside in CSS pixels. */
export const LINE_STRIDE = 4
/** Metres round the equator. */
const ROUND = 40_075_016.7
const AHEAD_S = 60
/** Half width of the tick and of the line ahead, CSS pixels. */
const TICK = 1.1
const LINE = 0.6

export type Anchor = { x: number; y: number }

const MOST_LAT = 85.0511

/** Web-Mercator 0–1 of a place. */
export function mercator(lon: number, lat: number): { x: number; y: number } {
  const sin = Math.sin((Math.min(MOST_LAT, Math.max(-MOST_LAT, lat)) * Math.PI) / 180)
  return { x: lon / 360 + 0.5, y: 0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI) }
}

/**
 * Columns → places as differences from an anchor (0–1 Mercator), two floats each: single precision would jump by two
 * metres otherwise.
 */
export function placesOf(moving: Pick<Moving, 'lon' | 'lat'>, anchor: Anchor, into: Float32Array): Float32Array {
  const count = moving.lon.length
  const out = into.length >= count * 2 ? into : new Float32Array(count * 2)
  for (let i = 0; i < count; i += 1) {
    const sin = Math.sin((Math.min(MOST_LAT, Math.max(-MOST_LAT, moving.lat[i]!)) * Math.PI) / 180)
    out[i * 2] = moving.lon[i]! / 360 + 0.5 - anchor.x
    out[i * 2 + 1] = 0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI) - anchor.y
  }
  return out
}

/** Indices of the two triangles of each of so many symbols. */
export function cornerIndices(count: number): Uint32Array {
  const out = new Uint32Array(count * 6)
  for (let i = 0; i < count; i += 1) {
    out.set([i * 4, i * 4 + 1, i * 4 + 2, i * 4 + 2, i * 4 + 1, i * 4 + 3], i * 6)
  }
  return out
}

/**
 * The way things go, four corners a line: a tick of `tickPx` from the middle, and – where the speed is known – a line to
 * where it would be in a minute. What says nothing of its course has none.
 */
export function packAhead(moving: Moving, places: Float32Array, tickPx: number): { data: Float32Array; lines: number } {
  const count = moving.lon.length
  const data = new Float32Array(count * 2 * CORNERS * LINE_STRIDE)
  let at = 0
  let lines = 0
  const corner = (x: number, y: number, right: number, down: number) => {
    data[at] = x
    data[at + 1] = y
    data[at + 2] = right
    data[at + 3] = down
    at += LINE_STRIDE
  }
  for (let i = 0; i < count; i += 1) {
    const course = moving.course?.[i] ?? Number.NaN
    if (Number.isNaN(course)) {
      continue
    }
    const [east, south] = [Math.sin((course * Math.PI) / 180), -Math.cos((course * Math.PI) / 180)]
    const [x, y] = [places[i * 2]!, places[i * 2 + 1]!]
    const line = (toX: number, toY: number, along: number, half: number) => {
      const [right, down] = [-south * half, east * half]
      corner(x, y, right, down)
      corner(x, y, -right, -down)
      corner(toX, toY, right + east * along, down + south * along)
      corner(toX, toY, -right + east * along, -down + south * along)
      lines += 1
    }
    line(x, y, tickPx, TICK)
    const speed = moving.speed?.[i] ?? Number.NaN
    if (speed > 0) {
      const share = (speed * AHEAD_S) / (ROUND * Math.cos((moving.lat[i]! * Math.PI) / 180))
      line(x + east * share, y + south * share, 0, LINE)
    }
  }
  return { data: data.subarray(0, at), lines }
}

/** The symbol nearest to a place on the 0–1 Mercator square within `reach`, of equals the last drawn; −1 for none. */
export function nearestMoving(places: Float32Array, count: number, x: number, y: number, reach: number): number {
  let best = -1
  let least = reach * reach
  for (let i = count - 1; i >= 0; i -= 1) {
    const dx = places[i * 2]! - x
    const dy = places[i * 2 + 1]! - y
    const far = dx * dx + dy * dy
    if (far < least) {
      least = far
      best = i
    }
  }
  return best
}
