/**
 * Shapes that hold points: polygons with holes, circles, lines with a width. Degrees and metres; longitudes are unwrapped, so
 * that a shape over the 180° meridian is one piece whose `west` lies in −180 … 180 and whose `east` may lie beyond.
 */

/** Metres of a degree of latitude on the sphere of 6,371,008.8 m. */
const DEGREE_M = 111_195.08
const RAD = Math.PI / 180
/** Edges of a polygon that are looked at together; further bands cost memory and save little. */
const BAND_EDGES = 8
const MOST_BANDS = 512

export type FencePoint = readonly [lon: number, lat: number]
/** What a fence is: GeoJSON polygons with holes, a circle, or a line: with a width it is a corridor, without one it only can be crossed. */
export type FenceShape =
  | { polygons: readonly (readonly (readonly FencePoint[])[])[] }
  | { circle: FencePoint; radiusM: number }
  | { line: readonly FencePoint[]; widthM: number }

export type Box = { west: number; south: number; east: number; north: number }

/** One piece of a fence. `lon` may be given anywhere; each piece brings it to its own side of the 180° meridian. */
export type FencePart = {
  box: Box
  /** The piece for `ringHolds`, where it is one ring without holes: asked without going from object to object. */
  ring?: Float64Array
  holds(lon: number, lat: number): boolean
  /** How a cell of degrees lies: 2 wholly inside, 1 partly or perhaps, 0 outside. Never 2 or 0 wrongly. */
  cell(west: number, south: number, size: number): 0 | 1 | 2
  /** Metres to its outline, or to its middle line for a corridor. */
  edgeM(lon: number, lat: number): number
  /** On the way from one place to another: does it touch? */
  touches(fromLon: number, fromLat: number, toLon: number, toLat: number): boolean
}

/** The pieces of a shape. Rings and lines that are too short to be anything are left out. */
export function partsOf(shape: FenceShape): FencePart[] {
  if ('polygons' in shape) {
    return shape.polygons.filter((rings) => (rings[0]?.length ?? 0) >= 4).map(polygonPart)
  }
  return 'circle' in shape ? [circlePart(shape.circle, shape.radiusM)] : shape.line.length < 2 ? [] : [linePart(shape.line, Math.max(0, shape.widthM))]
}

/** Metres between two places, great circle on a sphere (haversine). */
export function metresBetween(lonA: number, latA: number, lonB: number, latB: number): number {
  const s = Math.sin(((latB - latA) * RAD) / 2)
  const t = Math.sin(((lonB - lonA) * RAD) / 2)
  return 2 * 6_371_008.8 * Math.asin(Math.min(1, Math.sqrt(s * s + Math.cos(latA * RAD) * Math.cos(latB * RAD) * t * t)))
}

/**
 * Which side of a line a way crosses it to: 1 to the right as the line is drawn, −1 to the left, 0 not at all. Of several
 * crossings the last counts.
 */
export function crossesLine(line: readonly FencePoint[], fromLon: number, fromLat: number, toLon: number, toLat: number): -1 | 0 | 1 {
  let found: -1 | 0 | 1 = 0
  let late = -1
  const [xs, ys] = unwrap(line)
  const shift = turnsTo(fromLon, xs[0] ?? 0)
  const [ax, bx] = [fromLon + shift, toLon + shift + turnsTo(toLon, fromLon)]
  for (let i = 1; i < xs.length; i++) {
    const [px, py, qx, qy] = [xs[i - 1] ?? 0, ys[i - 1] ?? 0, xs[i] ?? 0, ys[i] ?? 0]
    const before = side(px, py, qx, qy, ax, fromLat)
    const after = side(px, py, qx, qy, bx, toLat)
    // Half-open, so that a way that stops on the line crosses it once, when it goes on.
    if (before > 0 === after > 0 || side(ax, fromLat, bx, toLat, px, py) > 0 === side(ax, fromLat, bx, toLat, qx, qy) > 0) {
      continue
    }
    const along = before / (before - after)
    if (along >= late) {
      late = along
      found = before > 0 ? 1 : -1
    }
  }
  return found
}

/** > 0 when c lies left of the way from a to b. */
function side(ax: number, ay: number, bx: number, by: number, cx: number, cy: number): number {
  return (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
}

/** Longitudes without the step at 180°, and latitudes. */
function unwrap(points: readonly FencePoint[]): [Float64Array, Float64Array] {
  const xs = new Float64Array(points.length)
  const ys = new Float64Array(points.length)
  let turns = 0
  let before = points[0]?.[0] ?? 0
  for (const [i, [lon, lat]] of points.entries()) {
    const step = lon - before
    // A ring as wide as the world is left alone.
    if (Math.abs(step) > 180 && Math.abs(step) < 360) {
      turns += step > 0 ? -360 : 360
    }
    xs[i] = lon + turns
    ys[i] = lat
    before = lon
  }
  return [xs, ys]
}

/** Degrees to add to `lon` so that it stands on the side of `near`. */
function turnsTo(lon: number, near: number): number {
  return Math.round((near - lon) / 360) * 360
}

function boxOf(xs: Float64Array, ys: Float64Array): Box {
  const box = { west: Infinity, south: Infinity, east: -Infinity, north: -Infinity }
  for (let i = 0; i < xs.length; i++) {
    box.west = Math.min(box.west, xs[i] ?? 0)
    box.east = Math.max(box.east, xs[i] ?? 0)
    box.south = Math.min(box.south, ys[i] ?? 0)
    box.north = Math.max(box.north, ys[i] ?? 0)
  }
  return box
}

/** Where the beginnings of bands stand among the numbers of a ring. */
const STARTS = 6

/**
 * Is a place in a ring? Even–odd; half-open in latitude, so that a shared corner counts once. The ring as numbers that lie together:
 * west, south, east and north of its box, how many bands of latitude, bands a degree, where the edges of each band begin and where
 * the last ends, then the edges: x and y of one end and of the other.
 */
export function ringHolds(ring: Float64Array, lonAnywhere: number, lat: number): boolean {
  const west = ring[0] as number
  const south = ring[1] as number
  if (lat < south || lat > (ring[3] as number)) {
    return false
  }
  const lon = lonAnywhere < west ? lonAnywhere + 360 : lonAnywhere
  if (lon < west || lon > (ring[2] as number)) {
    return false
  }
  const band = Math.min((ring[4] as number) - 1, Math.max(0, Math.floor((lat - south) * (ring[5] as number))))
  const end = ring[STARTS + band + 1] as number
  let odd = false
  for (let e = ring[STARTS + band] as number; e < end; e += 4) {
    const yi = ring[e + 1] as number
    const yj = ring[e + 3] as number
    if (yi > lat !== yj > lat) {
      const xi = ring[e] as number
      if (lon < (((ring[e + 2] as number) - xi) * (lat - yi)) / (yj - yi) + xi) {
        odd = !odd
      }
    }
  }
  return odd
}

/** One closed ring: its edges by bands of latitude, so that a point is held against those at its height only. */
class Ring {
  readonly box: Box
  /** For `ringHolds`. */
  readonly edges: Float64Array
  readonly #xs: Float64Array
  readonly #ys: Float64Array

  constructor(points: readonly FencePoint[]) {
    const [xs, ys] = unwrap(points)
    const home = turnsTo(Math.min(...bounds(xs)), 0)
    for (let i = 0; i < xs.length; i++) {
      xs[i] = (xs[i] ?? 0) + home
    }
    this.#xs = xs
    this.#ys = ys
    this.box = boxOf(xs, ys)
    const bands = Math.max(1, Math.min(MOST_BANDS, Math.floor(xs.length / BAND_EDGES)))
    const { west, south, east, north } = this.box
    const scale = north > south ? bands / (north - south) : 0
    const band = (lat: number): number => Math.min(bands - 1, Math.max(0, Math.floor((lat - south) * scale)))
    const lists: number[][] = Array.from({ length: bands }, () => [])
    for (let i = 0, j = xs.length - 1; i < xs.length; j = i++) {
      const [low, high] = [Math.min(ys[i] ?? 0, ys[j] ?? 0), Math.max(ys[i] ?? 0, ys[j] ?? 0)]
      if (low === high) {
        continue
      }
      for (let b = band(low); b <= band(high); b++) {
        lists[b]?.push(xs[i] ?? 0, ys[i] ?? 0, xs[j] ?? 0, ys[j] ?? 0)
      }
    }
    const starts = [STARTS + bands + 1]
    for (const [b, list] of lists.entries()) {
      starts.push((starts[b] ?? 0) + list.length)
    }
    this.edges = Float64Array.from([west, south, east, north, bands, scale, ...starts, ...lists.flat()])
  }

  holds(lon: number, lat: number): boolean {
    return ringHolds(this.edges, lon, lat)
  }

  /** Does its outline come into a box? Says yes also where it only nearly does. `west` is on the side of the ring's own. */
  enters(west: number, south: number, size: number): boolean {
    const slack = size * 1e-6 + 1e-9
    const [w, s, e, n] = [west - slack, south - slack, west + size + slack, south + size + slack]
    const [xs, ys] = [this.#xs, this.#ys]
    for (let i = 0, j = xs.length - 1; i < xs.length; j = i++) {
      if (segmentInBox(xs[j] as number, ys[j] as number, xs[i] as number, ys[i] as number, w, s, e, n)) {
        return true
      }
    }
    return false
  }

  edgeM(lon: number, lat: number): number {
    return alongM(this.#xs, this.#ys, lon < this.box.west ? lon + 360 : lon, lat, true)
  }

  meets(ax: number, ay: number, bx: number, by: number): boolean {
    const [xs, ys] = [this.#xs, this.#ys]
    const shift = ax < this.box.west - 180 ? 360 : 0
    for (let i = 0, j = xs.length - 1; i < xs.length; j = i++) {
      if (segmentsMeet(ax + shift, ay, bx + shift, by, xs[j] as number, ys[j] as number, xs[i] as number, ys[i] as number)) {
        return true
      }
    }
    return false
  }
}

function bounds(xs: Float64Array): [number] {
  let least = Infinity
  for (const x of xs) {
    least = Math.min(least, x)
  }
  return [least]
}

function polygonPart(rings: readonly (readonly FencePoint[])[]): FencePart {
  const [outer, ...holes] = rings.map((ring) => new Ring(ring)) as [Ring, ...Ring[]]
  const holds = (lon: number, lat: number): boolean => {
    if (!outer.holds(lon, lat)) {
      return false
    }
    for (const hole of holes) {
      if (hole.holds(lon, lat)) {
        return false
      }
    }
    return true
  }
  const all = [outer, ...holes]
  return {
    box: outer.box,
    ...(holes.length === 0 ? { ring: outer.edges } : {}),
    holds,
    cell(west, south, size) {
      if (all.some((ring) => ring.enters(west + turnsTo(west, ring.box.west + (ring.box.east - ring.box.west) / 2), south, size))) {
        return 1
      }
      const middle = west + size / 2
      return holds(middle > 180 ? middle - 360 : middle, south + size / 2) ? 2 : 0
    },
    edgeM: (lon, lat) => Math.min(...all.map((ring) => ring.edgeM(lon, lat))),
    touches: (ax, ay, bx, by) => holds(ax, ay) || holds(bx, by) || all.some((ring) => ring.meets(ax, ay, ax + nearer(bx - ax), by)),
  }
}

function circlePart([lon, lat]: FencePoint, radiusM: number): FencePart {
  const dLat = radiusM / DEGREE_M
  const polar = lat + dLat >= 90 || lat - dLat <= -90
  // The widest parallel a circle reaches lies poleward of its middle.
  const dLon = polar ? 180 : Math.min(180, Math.asin(Math.min(1, Math.sin(dLat * RAD) / Math.cos(lat * RAD))) / RAD)
  const slack = 1e-9
  const distance = (x: number, y: number) => metresBetween(lon, lat, x, y)
  return {
    box: { west: lon - dLon - slack, east: lon + dLon + slack, south: Math.max(-90, lat - dLat - slack), north: Math.min(90, lat + dLat + slack) },
    holds: (x, y) => distance(x, y) <= radiusM,
    cell: (west, south, size) => roundCell(distance(west + size / 2, south + size / 2), radiusM, size),
    edgeM: (x, y) => Math.abs(distance(x, y) - radiusM),
    touches: (ax, ay, bx, by) => distance(ax, ay) <= radiusM || alongM(Float64Array.of(ax, ax + nearer(bx - ax)), Float64Array.of(ay, by), ax + nearer(lon - ax), lat, false) <= radiusM,
  }
}

function linePart(line: readonly FencePoint[], widthM: number): FencePart {
  const [xs, ys] = unwrap(line)
  const tight = boxOf(xs, ys)
  const dLat = widthM / DEGREE_M
  const widest = Math.max(0.01, Math.cos(Math.min(89, Math.max(Math.abs(tight.south), Math.abs(tight.north)) + dLat) * RAD))
  const box = { west: tight.west - dLat / widest, east: tight.east + dLat / widest, south: tight.south - dLat, north: tight.north + dLat }
  const middle = (tight.west + tight.east) / 2
  const away = (lon: number, lat: number) => alongM(xs, ys, lon + turnsTo(lon, middle), lat, false)
  return {
    box,
    holds: (lon, lat) => widthM > 0 && away(lon, lat) <= widthM,
    cell: (west, south, size) => {
      const found = roundCell(away(west + size / 2, south + size / 2), widthM, size)
      return widthM === 0 && found === 2 ? 1 : found
    },
    edgeM: away,
    touches(ax, ay, bx, by) {
      const shift = turnsTo(ax, middle)
      const to = ax + nearer(bx - ax)
      for (let i = 1; i < xs.length; i++) {
        if (segmentsMeet(ax + shift, ay, to + shift, by, xs[i - 1] as number, ys[i - 1] as number, xs[i] as number, ys[i] as number)) {
          return true
        }
      }
      return widthM > 0 && (away(ax, ay) <= widthM || away(to, by) <= widthM)
    },
  }
}

/** A cell against what is round: by its middle and half its diagonal, never less than that. */
function roundCell(middleM: number, reachM: number, size: number): 0 | 1 | 2 {
  const half = size * 0.7072 * DEGREE_M * 1.01 + 0.01
  return middleM + half < reachM ? 2 : middleM - half > reachM ? 0 : 1
}

/** Degrees of the shorter way round. */
function nearer(dLon: number): number {
  return dLon > 180 ? dLon - 360 : dLon < -180 ? dLon + 360 : dLon
}

/** Metres from a place to the nearest point of a line that is straight in degrees; the metres are those of the place's own latitude. */
function alongM(xs: Float64Array, ys: Float64Array, lon: number, lat: number, closed: boolean): number {
  const narrow = Math.max(1e-6, Math.cos(lat * RAD))
  let least = Infinity
  for (let i = closed ? 0 : 1, j = closed ? xs.length - 1 : 0; i < xs.length; j = i++) {
    const ax = ((xs[j] as number) - lon) * narrow
    const ay = (ys[j] as number) - lat
    const dx = ((xs[i] as number) - lon) * narrow - ax
    const dy = (ys[i] as number) - lat - ay
    const long = dx * dx + dy * dy
    const t = long === 0 ? 0 : Math.min(1, Math.max(0, -(ax * dx + ay * dy) / long))
    const [px, py] = [ax + t * dx, ay + t * dy]
    least = Math.min(least, px * px + py * py)
  }
  return Math.sqrt(least) * DEGREE_M
}

function segmentsMeet(ax: number, ay: number, bx: number, by: number, px: number, py: number, qx: number, qy: number): boolean {
  return side(px, py, qx, qy, ax, ay) > 0 !== side(px, py, qx, qy, bx, by) > 0 && side(ax, ay, bx, by, px, py) > 0 !== side(ax, ay, bx, by, qx, qy) > 0
}

/** Liang–Barsky: does a stretch come into a box? */
function segmentInBox(ax: number, ay: number, bx: number, by: number, w: number, s: number, e: number, n: number): boolean {
  if ((ax < w && bx < w) || (ax > e && bx > e) || (ay < s && by < s) || (ay > n && by > n)) {
    return false
  }
  const [dx, dy] = [bx - ax, by - ay]
  let [from, to] = [0, 1]
  for (const [p, q] of [[-dx, ax - w], [dx, e - ax], [-dy, ay - s], [dy, n - ay]] as const) {
    if (p === 0) {
      if (q < 0) {
        return false
      }
    } else if (p < 0) {
      from = Math.max(from, q / p)
    } else {
      to = Math.min(to, q / p)
    }
  }
  return from <= to
}
