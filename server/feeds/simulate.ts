import type { Heard } from '../../core/feed.ts'
import type { TrackSort } from '../../core/fix.ts'

const METRES_A_DEGREE = 111_320
const SORTS: readonly { sort: TrackSort; speedMs: number; restS: number; altM: number | null; legs: number }[] = [
  { sort: 'team', speedMs: 1.3, restS: 240, altM: null, legs: 6 },
  { sort: 'vehicle', speedMs: 11, restS: 300, altM: null, legs: 7 },
  { sort: 'aircraft', speedMs: 62, restS: 0, altM: 1200, legs: 8 },
]

export type SimulatorOptions = { seed: number; count: number; lon: number; lat: number; radiusM: number }

/**
 * Where made-up patrols, vehicles and aircraft are at a moment (epoch ms): each goes round a way of its own, stops where one
 * would, and its receiver errs by a few metres. The same seed and moment always give the same picture, so that a node
 * started anew goes on where it was. Everything says that it is simulated.
 */
export function simulated(options: SimulatorOptions, at: number): Heard[] {
  return Array.from({ length: options.count }, (_, n) => one(options, n, at))
}

function one(options: SimulatorOptions, n: number, at: number): Heard {
  const random = randomOf(options.seed * 7919 + n)
  const kind = SORTS[n % SORTS.length] ?? { sort: 'unknown' as const, speedMs: 5, restS: 60, altM: null, legs: 6 }
  const reach = kind.sort === 'team' ? Math.min(options.radiusM, 2500) : options.radiusM
  const turn = random() * 2 * Math.PI
  const away = random() * (options.radiusM - reach)
  const home = { x: Math.cos(turn) * away, y: Math.sin(turn) * away }
  const way = Array.from({ length: kind.legs }, (_, leg) => {
    const angle = ((leg + random() * 0.6) / kind.legs) * 2 * Math.PI
    const out = reach * (0.35 + random() * 0.6)
    return { x: home.x + Math.cos(angle) * out, y: home.y + Math.sin(angle) * out }
  })
  const legs = way.map((from, leg) => {
    const to = way[(leg + 1) % way.length] ?? from
    return { from, to, metres: Math.hypot(to.x - from.x, to.y - from.y), restS: kind.restS * random() }
  })
  const round = legs.reduce((sum, leg) => sum + leg.metres / kind.speedMs + leg.restS, 0)
  let left = (at / 1000 + random() * round) % round
  let x = 0
  let y = 0
  let speedMs = 0
  let courseDeg: number | null = null
  for (const leg of legs) {
    const moving = leg.metres / kind.speedMs
    if (left < moving + leg.restS) {
      const share = Math.min(1, left / moving)
      x = leg.from.x + (leg.to.x - leg.from.x) * share
      y = leg.from.y + (leg.to.y - leg.from.y) * share
      if (left < moving) {
        speedMs = kind.speedMs
        courseDeg = ((Math.atan2(leg.to.x - leg.from.x, leg.to.y - leg.from.y) * 180) / Math.PI + 360) % 360
      }
      break
    }
    left -= moving + leg.restS
  }
  const error = randomOf(options.seed + n * 31 + Math.floor(at / 1000))
  const lat = options.lat + (y + (error() - 0.5) * 6) / METRES_A_DEGREE
  const lon = options.lon + (x + (error() - 0.5) * 6) / (METRES_A_DEGREE * Math.cos((options.lat * Math.PI) / 180))
  const callsign = `SIM-${n + 1}`
  return {
    what: 'position',
    fix: { subject: `sim:${options.seed}-${n + 1}`, at, lon, lat, altM: kind.altM, speedMs, courseDeg, accuracyM: 6, source: 'computed' },
    facts: { callsign, sort: kind.sort, more: { simulated: true } },
  }
}

/** Numbers 0–1 that are the same for the same seed (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}
