import type { App, Kept } from '../../../../server/face.ts'
import type { Path, Paths } from '../../shared/wire.ts'
import type { Period } from './asked.ts'
import type { Eyes, Thing } from './eyes.ts'

/** Positions in one answer; beyond it they are thinned. */
export const MOST_POSITIONS = 100_000
/** Each a multiple of the one before: what was thinned by one can be thinned by the next. */
const STEPS = [0, 1, 5, 10, 30, 60, 300, 900, 3600]

type Trail = { thing: Thing; points: { lon: number; lat: number; at: number; speedMs: number | null }[]; cut: boolean }

/**
 * Everything that moved in a period and box. Thinned to one position in `everyS` seconds, or, where that is more than an answer
 * holds, to the finest step that fits; what does not fit even so is left out and its path marked `cut`.
 */
export async function pathsOf(app: App, eyes: Eyes, period: Period, everyS: number, most = MOST_POSITIONS): Promise<Paths> {
  const trails = new Map<string, Trail>()
  let step = everyS
  let count = 0
  const take = (one: Kept): void => {
    const thing = eyes.ofKept(one)
    let trail = trails.get(thing.id)
    if (trail === undefined) {
      trail = { thing, points: [], cut: false }
      trails.set(thing.id, trail)
    }
    if (count >= most && step >= (STEPS.at(-1) ?? 0)) {
      trail.cut = true
      return
    }
    // Thinned as they come, so that what fits in the end is not thought too much on the way.
    const last = trail.points.at(-1)
    if (step > 0 && last !== undefined && slotOf(last.at, step) === slotOf(one.at, step)) {
      return
    }
    trail.points.push({ lon: one.lon, lat: one.lat, at: one.at, speedMs: one.speedMs })
    count += 1
  }
  for await (const batch of app.positions.read({ allow: eyes.allow(period.ids), from: period.from, to: period.to, ...(period.box ? { box: period.box } : {}), limit: Infinity, ...(everyS > 0 ? { everyS } : {}) })) {
    batch.forEach(take)
    while (count > most && step < (STEPS.at(-1) ?? 0)) {
      step = STEPS.find((one) => one > step) ?? step
      count = 0
      for (const trail of trails.values()) {
        trail.points = thinned(trail.points, step)
        count += trail.points.length
      }
    }
  }
  const paths = [...trails.values()].map(({ thing, points, cut }): Path => {
    const shown = thinned(points, step)
    return {
      id: thing.id, name: thing.callsign ?? thing.name, sidc: thing.sidc, lon: shown.map((one) => one.lon), lat: shown.map((one) => one.lat), at: shown.map((one) => one.at), speedMs: shown.map((one) => one.speedMs), cut,
    }
  })
  await eyes.note([...trails.values()].map((one) => one.thing))
  return { from: period.from, to: period.to, paths: paths.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)), total: paths.length, everyS: step }
}

/** Oldest first, one in each slot. A track with several identities is one path. */
function thinned(points: Trail['points'], everyS: number): Trail['points'] {
  const ordered = points.every((one, i) => i === 0 || points[i - 1]!.at <= one.at) ? points : points.toSorted((a, b) => a.at - b.at)
  if (everyS === 0) {
    return ordered
  }
  let slot = Number.NaN
  return ordered.filter((one) => {
    const here = slotOf(one.at, everyS)
    const fresh = here !== slot
    slot = here
    return fresh
  })
}

function slotOf(at: number, everyS: number): number {
  return Math.floor(at / (everyS * 1000))
}

const MAGIC = 0x31425056
/** No speed. */
const NO_SPEED = 0xffff
const POINT_BYTES = 14

/**
 * Paths in a third of the room (docs/interfaces/tracks.md): 'VPB1', bytes of the head u32, the head as JSON – paths without their
 * positions, `count` each –, padded to four; then of all paths together: longitudes i32 and latitudes i32 in 1e-7 degrees, times
 * u32 in ms after `from`, speeds u16 in cm/s (65535: unknown). Little-endian.
 */
export function packPaths(paths: Paths): Buffer {
  const head = Buffer.from(JSON.stringify({ ...paths, paths: paths.paths.map(({ id, name, sidc, cut, at }) => ({ id, name, sidc, cut, count: at.length })) }))
  const padded = Math.ceil(head.length / 4) * 4
  const count = paths.paths.reduce((sum, one) => sum + one.at.length, 0)
  const out = Buffer.alloc(8 + padded + count * POINT_BYTES, 0x20)
  out.writeUInt32LE(MAGIC, 0)
  out.writeUInt32LE(head.length, 4)
  out.set(head, 8)
  let at = 8 + padded
  const column = (bytes: number, write: (path: Path, i: number, at: number) => void): void => {
    for (const path of paths.paths) {
      for (let i = 0; i < path.at.length; i += 1) {
        write(path, i, at)
        at += bytes
      }
    }
  }
  column(4, (path, i, to) => out.writeInt32LE(Math.round(path.lon[i]! * 1e7), to))
  column(4, (path, i, to) => out.writeInt32LE(Math.round(path.lat[i]! * 1e7), to))
  column(4, (path, i, to) => out.writeUInt32LE(Math.min(0xffff_ffff, path.at[i]! - paths.from), to))
  column(2, (path, i, to) => out.writeUInt16LE(path.speedMs[i] === null ? NO_SPEED : Math.min(NO_SPEED - 1, Math.max(0, Math.round(path.speedMs[i]! * 100))), to))
  return out
}
