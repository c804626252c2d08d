import { metresBetween } from '../../../../analysis/fence-shapes.ts'

/** Where something is, in the order in which it came. `subject` is its identity; `key` the track, or the identity again. */
export type RulePosition = { key: string; subject: string; lon: number; lat: number; at: number; speedMs: number | null; courseDeg: number | null; /** Metres above the ellipsoid, and the circle the position lies in. */ altM: number | null; accuracyM: number | null }
/** One of those that move, as it was last. `pairs` names the approaches it is in. */
export type Subject = Omit<RulePosition, 'altM' | 'accuracyM'> & { pairs: Set<string> }

const CLOSING_MS = 0.1

/** From two positions of one subject, where the later one says nothing of its speed and they are near enough in time. */
export function speedBetween(before: Subject | undefined, now: RulePosition): number | null {
  const seconds = before ? (now.at - before.at) / 1000 : 0
  return before && seconds >= 2 && seconds <= 600 ? metresBetween(before.lon, before.lat, now.lon, now.lat) / seconds : null
}

/** Do two come nearer to each other: by their courses, else by where one was before. */
export function isClosing(a: Subject, b: Subject, before: Subject | undefined, metres: number): boolean {
  const [va, vb] = [velocity(a), velocity(b)]
  if (va && vb) {
    const narrow = Math.cos((a.lat * Math.PI) / 180)
    const [dx, dy] = [(b.lon - a.lon) * narrow, b.lat - a.lat]
    const long = Math.hypot(dx, dy)
    return long > 0 && ((vb[0] - va[0]) * dx + (vb[1] - va[1]) * dy) / long < -CLOSING_MS
  }
  return before !== undefined && metres < metresBetween(before.lon, before.lat, b.lon, b.lat) - 1
}

function velocity({ speedMs, courseDeg }: Subject): [number, number] | null {
  if (speedMs === null || (courseDeg === null && speedMs > 0.5)) {
    return null
  }
  const course = ((courseDeg ?? 0) * Math.PI) / 180
  return [speedMs * Math.sin(course), speedMs * Math.cos(course)]
}
