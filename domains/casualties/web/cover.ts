import { reachRadiusKm, type ReachTimeline } from '../../../analysis/casevac/reach.ts'
import { distanceM, type LonLat } from '../../../core/place-geodesy.ts'

/** What of the two hours to surgery is not flight, by day and by night (minutes), and the speed of a helicopter nobody has named (km/h). */
export type Reach = { limitMin: number; alertMin: number; reactDayMin: number; reactNightMin: number; groundMin: number; handoverMin: number; kmh: number }
export const USUAL: Reach = { limitMin: 120, alertMin: 10, reactDayMin: 15, reactNightMin: 30, groundMin: 10, handoverMin: 10, kmh: 220 }

export function timelineOf({ limitMin, alertMin, reactDayMin, reactNightMin, groundMin, handoverMin }: Reach, night: boolean): ReachTimeline {
  return { limitMin, alertMin, reactMin: night ? reactNightMin : reactDayMin, groundMin, handoverMin }
}

/** Radius in whole kilometres within which somebody is fetched and brought back in time, with hospital and helicopter at one place. */
export function reachKm(reach: Reach, night: boolean): number {
  return Math.round(reachRadiusKm(timelineOf(reach, night), reach.kmh))
}

/** A stretch of a way, metres from its beginning, and its points. */
export type Stretch = { fromM: number; toM: number; points: LonLat[] }

/** Ways are looked at in steps of so many metres, their ends found by halving. */
const STEP_M = 2000
const HALVINGS = 6

/** Stretches of a way that are not covered, in order. */
export function uncovered(way: readonly LonLat[], inside: (place: LonLat) => boolean): Stretch[] {
  const found: Stretch[] = []
  let open: Stretch | null = null
  let atM = 0
  for (let i = 1; i < way.length; i += 1) {
    const [a, b] = [way[i - 1]!, way[i]!]
    const length = distanceM(a, b)
    const steps = Math.max(1, Math.ceil(length / STEP_M))
    for (let k = 0; k < steps; k += 1) {
      const [from, to] = [between(a, b, k / steps), between(a, b, (k + 1) / steps)]
      const [fromIn, toIn] = [inside(from), inside(to)]
      if (!fromIn && open === null) {
        open = { fromM: atM + (length * k) / steps, toM: 0, points: [from] }
      }
      if (fromIn !== toIn) {
        const share = edge(from, to, inside)
        const [spot, m] = [between(from, to, share), atM + (length * (k + share)) / steps]
        if (toIn && open !== null) {
          open.points.push(spot)
          found.push({ ...open, toM: m })
          open = null
        } else if (fromIn) {
          open = { fromM: m, toM: 0, points: [spot, to] }
        }
      } else if (!toIn && open !== null) {
        open.points.push(to)
      }
    }
    atM += length
  }
  return open === null ? found : [...found, { ...open, toM: atM }]
}

/** Where between two places, one covered and one not, the cover ends: a share of the way, 0 to 1. */
function edge(from: LonLat, to: LonLat, inside: (place: LonLat) => boolean): number {
  const first = inside(from)
  let [low, high] = [0, 1]
  for (let n = 0; n < HALVINGS; n += 1) {
    const middle = (low + high) / 2
    if (inside(between(from, to, middle)) === first) {
      low = middle
    } else {
      high = middle
    }
  }
  return (low + high) / 2
}

function between(a: LonLat, b: LonLat, share: number): LonLat {
  const turn = ((b.lon - a.lon + 540) % 360) - 180
  return { lon: ((a.lon + turn * share + 540) % 360) - 180, lat: a.lat + (b.lat - a.lat) * share }
}
