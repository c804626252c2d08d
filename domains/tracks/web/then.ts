import type { LiveTrack, Path } from '../shared/wire.ts'

/** How far back a thing's last position is looked for, ms: beyond it nobody knew where it was. */
export const LOOK_BACK_MS = 60 * 60_000

/** Index of the last position at or before a moment; −1 for none. */
export function lastBefore(at: readonly number[], moment: number): number {
  let low = 0
  let high = at.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (at[middle]! <= moment) {
      low = middle + 1
    } else {
      high = middle
    }
  }
  return low - 1
}

/**
 * A thing where it was last known at a moment – its true last position, nothing between two; null when that is too long ago.
 * `about` is what is known of it from about that time; what only its positions would say is left unknown.
 */
export function standing(path: Path, moment: number, about?: LiveTrack): LiveTrack | null {
  const i = lastBefore(path.at, moment)
  if (i < 0 || moment - path.at[i]! > LOOK_BACK_MS) {
    return null
  }
  const bare: LiveTrack = {
    id: path.id, ref: null, name: path.name, callsign: null, subject: '', sidc: path.sidc, sort: 'unknown', affiliation: affiliationOf(path.sidc), capabilities: [], unit: null, feed: null,
    lon: 0, lat: 0, altM: null, speedMs: null, courseDeg: null, accuracyM: null, at: 0, receivedAt: 0, source: 'unknown', battery: null, sos: false, level: 'C',
  }
  return { ...bare, ...about, altM: null, courseDeg: null, accuracyM: null, battery: null, lon: path.lon[i]!, lat: path.lat[i]!, at: path.at[i]!, receivedAt: path.at[i]!, speedMs: path.speedMs[i] ?? null }
}

/** The tails of things at a moment: the stretch of each way in the minutes before it. */
export function tailsAt(paths: readonly Path[], moment: number, minutes: number): [number, number][][] {
  return paths.flatMap((path) => {
    const last = lastBefore(path.at, moment)
    const first = lastBefore(path.at, moment - minutes * 60_000)
    const tail: [number, number][] = []
    for (let i = Math.max(0, first); i <= last; i += 1) {
      tail.push([path.lon[i]!, path.lat[i]!])
    }
    return tail.length > 1 ? [tail] : []
  })
}

/** Affiliation as the fourth figure of a symbol code says it. */
function affiliationOf(sidc: string): string {
  return ['pending', 'unknown', 'assumed-friend', 'friend', 'neutral', 'suspect', 'hostile'][Number(sidc[3])] ?? 'unknown'
}
