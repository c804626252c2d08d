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

/** A thing where it was last known at a moment – its true last position, nothing between two; null when that is too long ago. */
export function standing(path: Path, moment: number): LiveTrack | null {
  const i = lastBefore(path.at, moment)
  if (i < 0 || moment - path.at[i]! > LOOK_BACK_MS) {
    return null
  }
  const about = path as Path & Partial<LiveTrack>
  return {
    id: path.id, ref: about.ref ?? null, name: path.name, callsign: about.callsign ?? null, subject: about.subject ?? '', sidc: path.sidc, sort: about.sort ?? 'unknown', affiliation: about.affiliation ?? affiliationOf(path.sidc),
    capabilities: about.capabilities ?? [], unit: about.unit ?? null, feed: about.feed ?? null, lon: path.lon[i]!, lat: path.lat[i]!, altM: null, speedMs: path.speedMs[i] ?? null, courseDeg: null, accuracyM: null,
    at: path.at[i]!, receivedAt: path.at[i]!, source: about.source ?? 'unknown', battery: null, sos: false, level: about.level ?? 'C',
  }
}

/** Affiliation as the fourth figure of a symbol code says it. */
function affiliationOf(sidc: string): string {
  return ['pending', 'unknown', 'assumed-friend', 'friend', 'neutral', 'suspect', 'hostile'][Number(sidc[3])] ?? 'unknown'
}
