/** Outlines of areas: do they cross themselves, can they be made of fewer corners, do siblings fit together. Degrees, [lon, lat]. */
import { inMultiPolygon } from './place-polygon.ts'

export type Corner = readonly [lon: number, lat: number]
type Polygons = readonly (readonly (readonly Corner[])[])[]

/** Where a closed ring crosses itself, or null. Edges that only share a corner do not cross. */
export function selfCrossing(ring: readonly Corner[]): Corner | null {
  const edges = ring.slice(1).map((b, i) => {
    const a = ring[i] ?? b
    return { i, a, b, west: Math.min(a[0], b[0]), east: Math.max(a[0], b[0]) }
  })
  const sorted = edges.filter(({ a, b }) => a[0] !== b[0] || a[1] !== b[1]).sort((x, y) => x.west - y.west)
  for (const [at, one] of sorted.entries()) {
    for (let j = at + 1; j < sorted.length; j += 1) {
      const other = sorted[j]
      if (!other || other.west > one.east) {
        break
      }
      const crossing = crossingOf(one.a, one.b, other.a, other.b)
      if (crossing) {
        return crossing
      }
    }
  }
  return null
}

/** Where two edges cross inside both of them. */
function crossingOf(a: Corner, b: Corner, c: Corner, d: Corner): Corner | null {
  const side = (p: Corner, q: Corner, r: Corner) => (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])
  const [s, t, u, v] = [side(a, b, c), side(a, b, d), side(c, d, a), side(c, d, b)]
  if (s * t >= 0 || u * v >= 0) {
    return null
  }
  const share = s / (s - t)
  return [c[0] + share * (d[0] - c[0]), c[1] + share * (d[1] - c[1])]
}

/** A closed ring with its outer corners counter-clockwise (`hole` false) or clockwise, as RFC 7946 asks. */
export function turned(ring: readonly Corner[], hole: boolean): Corner[] {
  const twice = ring.slice(1).reduce((sum, b, i) => {
    const a = ring[i] ?? b
    return sum + a[0] * b[1] - b[0] * a[1]
  }, 0)
  return twice >= 0 === hole ? [...ring].reverse() : [...ring]
}

/** Fewer corners (Douglas and Peucker 1973): none left out lies farther than `tolerance` degrees from the line drawn. Ends stay. */
export function simplified(line: readonly Corner[], tolerance: number): Corner[] {
  const keep = new Set([0, line.length - 1])
  const spans: [number, number][] = [[0, line.length - 1]]
  for (let span = spans.pop(); span; span = spans.pop()) {
    const [from, to] = span
    const [a, b] = [line[from], line[to]]
    let [farthest, worst] = [-1, tolerance]
    for (let i = from + 1; a && b && i < to; i += 1) {
      const distance = distanceTo(line[i] ?? a, a, b)
      if (distance > worst) {
        farthest = i
        worst = distance
      }
    }
    if (farthest > 0) {
      keep.add(farthest)
      spans.push([from, farthest], [farthest, to])
    }
  }
  return line.filter((_, i) => keep.has(i))
}

/** The finest simplification of a ring that has at most `most` corners, and the tolerance it took in degrees (0: none). */
export function atMost(ring: readonly Corner[], most: number): { ring: Corner[]; tolerance: number } {
  if (ring.length <= most) {
    return { ring: [...ring], tolerance: 0 }
  }
  for (let tolerance = 1e-5; ; tolerance *= 2) {
    const less = simplified(ring, tolerance)
    if (less.length <= most) {
      return { ring: less, tolerance }
    }
  }
}

function distanceTo(p: Corner, a: Corner, b: Corner): number {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]]
  const length = dx * dx + dy * dy
  const share = length === 0 ? 0 : Math.max(0, Math.min(1, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / length))
  return Math.hypot(p[0] - a[0] - share * dx, p[1] - a[1] - share * dy)
}

/** How children cover their parent, looked at on a grid: shares of the parent in no child and in several, with those points. */
export type Fit = { looked: number; gaps: Corner[]; overlaps: { at: Corner; ids: string[] }[] }

/** Look at `steps` × `steps` points of the parent's box. What is narrower than a step can be missed. */
export function fitOf(parent: Polygons, children: readonly { id: string; polygons: Polygons }[], steps = 60): Fit {
  const corners = parent.flatMap((rings) => rings[0] ?? [])
  const [w, s, e, n] = corners.reduce<[number, number, number, number]>((box, [lon, lat]) => [Math.min(box[0], lon), Math.min(box[1], lat), Math.max(box[2], lon), Math.max(box[3], lat)], [180, 90, -180, -90])
  const fit: Fit = { looked: 0, gaps: [], overlaps: [] }
  for (let i = 0; i < steps; i += 1) {
    for (let j = 0; j < steps; j += 1) {
      const [lon, lat] = [w + ((i + 0.5) / steps) * (e - w), s + ((j + 0.5) / steps) * (n - s)]
      if (!inMultiPolygon({ lon, lat }, parent)) {
        continue
      }
      fit.looked += 1
      const ids = children.filter((child) => inMultiPolygon({ lon, lat }, child.polygons)).map((child) => child.id)
      if (ids.length === 0) {
        fit.gaps.push([lon, lat])
      } else if (ids.length > 1) {
        fit.overlaps.push({ at: [lon, lat], ids })
      }
    }
  }
  return fit
}
