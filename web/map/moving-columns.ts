import type { Moving } from './handle.ts'

/** Floats of one symbol in the buffer: x, y (from the anchor), cell, course (radians, −9 none), strength. */
export const STRIDE = 5
export const NO_COURSE = -9

/** Web-Mercator 0–1 of a place. */
export function mercator(lon: number, lat: number): { x: number; y: number } {
  const sin = Math.sin((Math.min(85.0511, Math.max(-85.0511, lat)) * Math.PI) / 180)
  return { x: lon / 360 + 0.5, y: 0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI) }
}

/**
 * Columns → one buffer of instances. Places are kept as differences from an anchor (0–1 Mercator): single
 * precision would jump by two metres otherwise.
 */
export function packMoving(moving: Moving, cells: Uint16Array, anchor: { x: number; y: number }, into: Float32Array): Float32Array {
  const count = moving.lon.length
  const out = into.length >= count * STRIDE ? into : new Float32Array(count * STRIDE)
  for (let i = 0; i < count; i += 1) {
    const { x, y } = mercator(moving.lon[i]!, moving.lat[i]!)
    const at = i * STRIDE
    const course = moving.course?.[i] ?? NaN
    out[at] = x - anchor.x
    out[at + 1] = y - anchor.y
    out[at + 2] = cells[moving.symbol[i]!] ?? 0
    out[at + 3] = Number.isNaN(course) ? NO_COURSE : (course * Math.PI) / 180
    out[at + 4] = ((moving.flags?.[i] ?? 0) & 1) === 1 ? 0.45 : 1
  }
  return out
}

/** The symbol nearest to a place on the 0–1 Mercator square within `reach`, the last drawn first; −1 for none. */
export function nearestMoving(packed: Float32Array, count: number, x: number, y: number, reach: number): number {
  let best = -1
  let least = reach * reach
  for (let i = count - 1; i >= 0; i -= 1) {
    const dx = packed[i * STRIDE]! - x
    const dy = packed[i * STRIDE + 1]! - y
    const far = dx * dx + dy * dy
    if (far < least) {
      least = far
      best = i
    }
  }
  return best
}
