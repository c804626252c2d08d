/** Positions, distances and directions on the sphere. Degrees WGS 84, metres, bearings clockwise from true north. */

export type LonLat = { readonly lon: number; readonly lat: number }

/** Mean radius of the Earth in metres (IUGG R1): great-circle distances are within 0.6 % of the ellipsoid. */
export const EARTH_RADIUS_M = 6_371_008.8
const RAD = Math.PI / 180

/** Whether both numbers are finite and within ±180 and ±90. */
export function isLonLat(p: LonLat): boolean {
  return Math.abs(p.lon) <= 180 && Math.abs(p.lat) <= 90
}

/** Degrees → whole 1e-7 degrees (int32; 1.1 cm at the equator), the stored form of every coordinate. */
export function toE7(degrees: number): number {
  // Adding 0 turns −0 into 0, which stores and compares alike everywhere.
  return Math.round(degrees * 1e7) + 0
}

/** Whole 1e-7 degrees → degrees. */
export function fromE7(e7: number): number {
  return e7 / 1e7
}

/** Any longitude → the same meridian in [-180, 180). */
export function wrapLon(lon: number): number {
  if (lon >= -180 && lon < 180) {
    return lon
  }
  return ((((lon + 180) % 360) + 360) % 360) - 180
}

/** Great-circle distance in metres (haversine: stable for small distances). */
export function distanceM(a: LonLat, b: LonLat): number {
  const dLat = ((b.lat - a.lat) * RAD) / 2
  const dLon = ((b.lon - a.lon) * RAD) / 2
  const h = Math.sin(dLat) ** 2 + Math.cos(a.lat * RAD) * Math.cos(b.lat * RAD) * Math.sin(dLon) ** 2
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(h)))
}

/** Initial great-circle bearing from a to b in degrees [0, 360); 0 when the points coincide. */
export function bearingDeg(a: LonLat, b: LonLat): number {
  const dLon = (b.lon - a.lon) * RAD
  const y = Math.sin(dLon) * Math.cos(b.lat * RAD)
  const x = Math.cos(a.lat * RAD) * Math.sin(b.lat * RAD) - Math.sin(a.lat * RAD) * Math.cos(b.lat * RAD) * Math.cos(dLon)
  const degrees = Math.atan2(y, x) / RAD
  return ((degrees % 360) + 360) % 360
}

/** Point reached from `from` after `metres` along the great circle that leaves at `bearing` degrees. */
export function destination(from: LonLat, bearing: number, metres: number): LonLat {
  const angle = metres / EARTH_RADIUS_M
  const lat1 = from.lat * RAD
  const course = bearing * RAD
  const north = Math.sin(lat1) * Math.cos(angle) + Math.cos(lat1) * Math.sin(angle) * Math.cos(course)
  const ahead = Math.cos(lat1) * Math.cos(angle) - Math.sin(lat1) * Math.sin(angle) * Math.cos(course)
  const aside = Math.sin(angle) * Math.sin(course)
  const lon = from.lon * RAD + Math.atan2(aside, ahead)
  // atan2 of the components, because asin loses half its digits near the poles.
  return { lon: wrapLon(lon / RAD), lat: Math.atan2(north, Math.hypot(ahead, aside)) / RAD }
}

/** [west, south, east, north]; west > east means that the box crosses the 180° meridian. */
export type BBox = readonly [west: number, south: number, east: number, north: number]

/** Whether the box holds the point, edges included. */
export function bboxContains([w, s, e, n]: BBox, p: LonLat): boolean {
  if (p.lat < s || p.lat > n) {
    return false
  }
  return w <= e ? p.lon >= w && p.lon <= e : p.lon >= w || p.lon <= e
}

/** A box as one or two boxes that do not cross the 180° meridian. */
export function bboxSplit(box: BBox): BBox[] {
  const [w, s, e, n] = box
  return w <= e ? [box] : [[w, s, 180, n], [-180, s, e, n]]
}

/** Whether two boxes share at least a point. */
export function bboxIntersects(a: BBox, b: BBox): boolean {
  return bboxSplit(a).some(([aw, as, ae, an]) =>
    bboxSplit(b).some(([bw, bs, be, bn]) => aw <= be && bw <= ae && as <= bn && bs <= an))
}

/** Smallest box around points, across the 180° meridian when that is narrower; undefined for none. */
export function bboxOf(points: readonly LonLat[]): BBox | undefined {
  if (points.length === 0) {
    return undefined
  }
  let south = 90
  let north = -90
  for (const p of points) {
    south = Math.min(south, p.lat)
    north = Math.max(north, p.lat)
  }
  const lons = points.map((p) => p.lon).sort((a, b) => a - b)
  const first = lons[0] ?? 0
  let west = first
  let east = lons.at(-1) ?? first
  let widest = first + 360 - east
  // The box is the complement of the widest empty arc between neighbouring longitudes.
  for (let i = 1; i < lons.length; i++) {
    const left = lons[i - 1] ?? 0
    const right = lons[i] ?? 0
    if (right - left > widest) {
      widest = right - left
      west = right
      east = left
    }
  }
  return [west, south, east, north]
}

/** Box that holds the circle of `metres` around a point; the whole band of longitudes when the circle holds a pole. */
export function bboxAround(p: LonLat, metres: number): BBox {
  const dLat = metres / EARTH_RADIUS_M / RAD
  const south = Math.max(-90, p.lat - dLat)
  const north = Math.min(90, p.lat + dLat)
  const reach = Math.sin(metres / EARTH_RADIUS_M) / Math.cos(p.lat * RAD)
  if (p.lat + dLat >= 90 || p.lat - dLat <= -90 || reach >= 1 || metres > EARTH_RADIUS_M) {
    return [-180, south, 180, north]
  }
  const dLon = Math.asin(reach) / RAD
  return [wrapLon(p.lon - dLon), south, wrapLon(p.lon + dLon), north]
}
