import { HEIGHT, type Point, WIDTH, toLonLat } from './grid.ts'

type Arc = { points: Point[]; left: number; right: number; from: number; to: number }
export type MultiPolygon = { type: 'MultiPolygon'; coordinates: Point[][][] }

/** How a partition is drawn: where between two unlike neighbouring cells the line runs, and how smooth it is. */
export type PartitionStyle = {
  /** Share of the way (0–1) from cell a to cell b at which the border lies. */
  crossing: (a: number, b: number) => number
  /** Smoothing passes for an arc with these labels on its sides. */
  passes: (left: number, right: number) => number
  /** Triangles smaller than this many square cells are dropped from the line. */
  tolerance: (left: number, right: number) => number
}

const CORNERS = WIDTH + 1

/** Smooths a line with fixed ends (or a closed ring) by (1, 2, 1) averaging. */
export function smooth(points: Point[], passes: number, closed: boolean): Point[] {
  let line = points
  const n = line.length
  for (let pass = 0; pass < passes; pass++) {
    line = line.map((p, k) => {
      if (!closed && (k === 0 || k === n - 1)) {
        return p
      }
      const a = line[k === 0 ? n - 2 : k - 1]!
      const b = line[k === n - 1 ? 1 : k + 1]!
      return [(a[0] + 2 * p[0] + b[0]) / 4, (a[1] + 2 * p[1] + b[1]) / 4]
    })
  }
  return line
}

/** Removes the points that matter least (Visvalingam–Whyatt) until every triangle is larger than the tolerance; ends stay, a ring keeps four points. */
export function thin(points: Point[], tolerance: number): Point[] {
  const line = points.slice()
  const closed = line.length > 3 && line[0]![0] === line[line.length - 1]![0] && line[0]![1] === line[line.length - 1]![1]
  const least = closed ? 5 : 2
  const area = (k: number): number => {
    const [a, b, c] = [line[k - 1]!, line[k]!, line[k + 1]!]
    return Math.abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2
  }
  // passes with a rising threshold give the same line as a heap, closely enough, at a fraction of the code
  for (const share of [0.05, 0.15, 0.35, 0.6, 1]) {
    for (let removed = true; removed && line.length > least; ) {
      removed = false
      for (let k = line.length - 2; k > 0 && line.length > least; k--) {
        if (area(k) < tolerance * share) {
          line.splice(k, 1)
          removed = true
          k--
        }
      }
    }
  }
  return line
}

/** A division of the raster into labelled regions whose borders are drawn once and shared by both sides. */
export class Partition {
  private readonly arcs: Arc[] = []

  constructor(labels: Int32Array, style: PartitionStyle) {
    const at = (x: number, y: number): number => (x < 0 || y < 0 || x >= WIDTH || y >= HEIGHT ? 0 : labels[y * WIDTH + x]!)
    // side k of a corner: the border leaving it east, south, west, north, with the cells on its left and right
    const SIDES = [
      { dx: 1, dy: 0, left: [0, -1], right: [0, 0] },
      { dx: 0, dy: 1, left: [0, 0], right: [-1, 0] },
      { dx: -1, dy: 0, left: [-1, 0], right: [-1, -1] },
      { dx: 0, dy: -1, left: [-1, -1], right: [0, -1] },
    ] as const
    const sides = (x: number, y: number): number => {
      let mask = 0
      SIDES.forEach((side, k) => {
        if (at(x + side.left[0], y + side.left[1]) !== at(x + side.right[0], y + side.right[1])) {
          mask |= 1 << k
        }
      })
      return mask
    }
    const degree = (mask: number): number => (mask & 1) + ((mask >> 1) & 1) + ((mask >> 2) & 1) + ((mask >> 3) & 1)
    const place = (x: number, y: number, mask: number): Point => {
      let sx = 0
      let sy = 0
      let n = 0
      SIDES.forEach((side, k) => {
        if ((mask & (1 << k)) === 0) {
          return
        }
        const [ax, ay, bx, by] = [x + side.left[0], y + side.left[1], x + side.right[0], y + side.right[1]]
        const inside = ax >= 0 && ay >= 0 && bx >= 0 && by >= 0 && ax < WIDTH && bx < WIDTH && ay < HEIGHT && by < HEIGHT
        const t = inside ? style.crossing(ay * WIDTH + ax, by * WIDTH + bx) : 0.5
        sx += ax + (bx - ax) * t + 0.5
        sy += ay + (by - ay) * t + 0.5
        n++
      })
      return [sx / n, sy / n]
    }
    const used = new Uint8Array(CORNERS * (HEIGHT + 1))
    const trace = (x0: number, y0: number, k0: number): void => {
      const first = SIDES[k0]!
      const left = at(x0 + first.left[0], y0 + first.left[1])
      const right = at(x0 + first.right[0], y0 + first.right[1])
      const points: Point[] = [place(x0, y0, sides(x0, y0))]
      let [x, y, k] = [x0, y0, k0]
      for (;;) {
        used[y * CORNERS + x]! |= 1 << k
        x += SIDES[k]!.dx
        y += SIDES[k]!.dy
        const back = (k + 2) % 4
        used[y * CORNERS + x]! |= 1 << back
        const mask = sides(x, y)
        points.push(place(x, y, mask))
        if (degree(mask) !== 2 || (x === x0 && y === y0)) {
          break
        }
        k = [0, 1, 2, 3].find((side) => side !== back && (mask & (1 << side)) !== 0)!
      }
      const closed = x === x0 && y === y0
      const passes = style.passes(left, right)
      const line = thin(smooth(points, passes, closed && degree(sides(x, y)) === 2), style.tolerance(left, right))
      this.arcs.push({ points: line.map((p) => toLonLat(p[0], p[1])), left, right, from: y0 * CORNERS + x0, to: y * CORNERS + x })
    }
    for (const nodes of [true, false]) {
      for (let y = 0; y <= HEIGHT; y++) {
        for (let x = 0; x <= WIDTH; x++) {
          const mask = sides(x, y)
          if (mask === 0 || (degree(mask) !== 2) !== nodes) {
            continue
          }
          for (let k = 0; k < 4; k++) {
            if ((mask & (1 << k)) !== 0 && (used[y * CORNERS + x]! & (1 << k)) === 0) {
              trace(x, y, k)
            }
          }
        }
      }
    }
  }

  /** The outline of all regions whose label passes the test: outer rings anticlockwise, holes clockwise (RFC 7946). */
  polygon(inside: (label: number) => boolean): MultiPolygon {
    const pieces: { points: Point[]; from: number; to: number }[] = []
    for (const arc of this.arcs) {
      const l = inside(arc.left)
      if (l === inside(arc.right)) {
        continue
      }
      pieces.push(l ? arc : { points: arc.points.toReversed(), from: arc.to, to: arc.from })
    }
    const starts = new Map<number, number[]>()
    pieces.forEach((piece, k) => starts.set(piece.from, [...(starts.get(piece.from) ?? []), k]))
    const taken = new Uint8Array(pieces.length)
    const rings: Point[][] = []
    for (let k = 0; k < pieces.length; k++) {
      if (taken[k] === 1) {
        continue
      }
      const ring: Point[] = []
      let at = k
      for (;;) {
        taken[at] = 1
        ring.push(...pieces[at]!.points.slice(0, -1))
        const end = pieces[at]!.to
        if (end === pieces[k]!.from) {
          break
        }
        const next = (starts.get(end) ?? []).filter((candidate) => taken[candidate] === 0)
        at = next.length > 1 ? sharpest(ring, pieces[at]!.points, next, pieces) : (next[0] ?? k)
        if (taken[at] === 1) {
          break
        }
      }
      if (ring.length >= 3) {
        rings.push([...ring, ring[0]!])
      }
    }
    return { type: 'MultiPolygon', coordinates: nest(rings) }
  }

  /** The border lines between two sets of regions, joined end to end where they meet. */
  border(a: (label: number) => boolean, b: (label: number) => boolean): Point[][] {
    const lines = this.arcs
      .filter((arc) => (a(arc.left) && b(arc.right)) || (b(arc.left) && a(arc.right)))
      .map((arc) => ({ points: arc.points.slice(), from: arc.from, to: arc.to }))
    for (let joined = true; joined; ) {
      joined = false
      for (let i = 0; i < lines.length && !joined; i++) {
        for (let j = 0; j < lines.length && !joined; j++) {
          const [p, q] = [lines[i]!, lines[j]!]
          if (i === j) {
            continue
          }
          if (p.to === q.to || p.from === q.from) {
            q.points.reverse()
            ;[q.from, q.to] = [q.to, q.from]
          }
          if (p.to === q.from) {
            p.points.push(...q.points.slice(1))
            p.to = q.to
            lines.splice(j, 1)
            joined = true
          }
        }
      }
    }
    return lines.map((line) => line.points)
  }
}

/** At a corner where four arcs of one region meet, the piece that turns hardest to the left, so that touching rings stay apart. */
function sharpest(ring: Point[], last: Point[], next: number[], pieces: { points: Point[] }[]): number {
  const end = last[last.length - 1]!
  const before = ring[ring.length - 1]!
  const back = Math.atan2(before[1] - end[1], before[0] - end[0])
  let best = next[0]!
  let bestTurn = -1
  for (const candidate of next) {
    const to = pieces[candidate]!.points[1]!
    const turn = (back - Math.atan2(to[1] - end[1], to[0] - end[0]) + Math.PI * 4) % (Math.PI * 2)
    if (turn > bestTurn) {
      bestTurn = turn
      best = candidate
    }
  }
  return best
}

/** Signed area of a ring in square degrees; positive when anticlockwise. */
export function ringArea(ring: readonly Point[]): number {
  let sum = 0
  for (let k = 0; k + 1 < ring.length; k++) {
    sum += ring[k]![0] * ring[k + 1]![1] - ring[k + 1]![0] * ring[k]![1]
  }
  return sum / 2
}

/** Whether a point lies in a ring (even–odd). */
export function inRing([x, y]: readonly [number, number], ring: readonly (readonly [number, number])[]): boolean {
  let inside = false
  for (let k = 0; k + 1 < ring.length; k++) {
    const [ax, ay] = ring[k]!
    const [bx, by] = ring[k + 1]!
    if (ay > y !== by > y && x < ax + ((y - ay) / (by - ay)) * (bx - ax)) {
      inside = !inside
    }
  }
  return inside
}

/** Whether a point lies in a multipolygon with holes. */
export function inPolygon(point: readonly [number, number], polygon: MultiPolygon): boolean {
  return polygon.coordinates.some((rings) => inRing(point, rings[0]!) && !rings.slice(1).some((hole) => inRing(point, hole)))
}

function nest(rings: Point[][]): Point[][][] {
  const outer = rings.filter((ring) => ringArea(ring) > 0).sort((a, b) => ringArea(b) - ringArea(a))
  const polygons = outer.map((ring) => [ring])
  for (const hole of rings.filter((ring) => ringArea(ring) <= 0)) {
    const home = polygons.findLast((polygon) => inRing(hole[0]!, polygon[0]!) || inRing(hole[1]!, polygon[0]!))
    home?.push(hole)
  }
  return polygons
}
