import type { LonLatPoint } from './handle.ts'

const A = 6_378_137
const F = 1 / 298.257_223_563
const B = A * (1 - F)
const E2 = F * (2 - F)
const E = Math.sqrt(E2)
const RAD = Math.PI / 180

/**
 * Distance in metres and true bearings at both ends in degrees on WGS 84. Vincenty's inverse formula (1975), below
 * 1 mm; null for the few pairs of nearly opposite points where it does not come to rest.
 */
export function inverse(a: LonLatPoint, b: LonLatPoint): { metres: number; bearing: number; back: number } | null {
  if (a.lon === b.lon && a.lat === b.lat) {
    return { metres: 0, bearing: 0, back: 180 }
  }
  const L = (b.lon - a.lon) * RAD
  const u1 = Math.atan((1 - F) * Math.tan(a.lat * RAD))
  const u2 = Math.atan((1 - F) * Math.tan(b.lat * RAD))
  const [s1, c1, s2, c2] = [Math.sin(u1), Math.cos(u1), Math.sin(u2), Math.cos(u2)]
  let lambda = L
  for (let i = 0; i < 200; i += 1) {
    const [sl, cl] = [Math.sin(lambda), Math.cos(lambda)]
    const sinSigma = Math.hypot(c2 * sl, c1 * s2 - s1 * c2 * cl)
    const cosSigma = s1 * s2 + c1 * c2 * cl
    const sigma = Math.atan2(sinSigma, cosSigma)
    const sinAlpha = sinSigma === 0 ? 0 : (c1 * c2 * sl) / sinSigma
    const cos2 = 1 - sinAlpha ** 2
    const cosM = cos2 === 0 ? 0 : cosSigma - (2 * s1 * s2) / cos2
    const C = (F / 16) * cos2 * (4 + F * (4 - 3 * cos2))
    const before = lambda
    lambda = L + (1 - C) * F * sinAlpha * (sigma + C * sinSigma * (cosM + C * cosSigma * (2 * cosM ** 2 - 1)))
    if (Math.abs(lambda - before) < 1e-12) {
      const k = (cos2 * (A * A - B * B)) / (B * B)
      const p = 1 + (k / 16_384) * (4096 + k * (-768 + k * (320 - 175 * k)))
      const q = (k / 1024) * (256 + k * (-128 + k * (74 - 47 * k)))
      const more = q * sinSigma * (cosM + (q / 4) * (cosSigma * (2 * cosM ** 2 - 1) - (q / 6) * cosM * (4 * sinSigma ** 2 - 3) * (4 * cosM ** 2 - 3)))
      const degrees = (x: number) => (((x / RAD) % 360) + 360) % 360
      return {
        metres: B * p * (sigma - more),
        bearing: degrees(Math.atan2(c2 * sl, c1 * s2 - s1 * c2 * cl)),
        back: degrees(Math.atan2(c1 * sl, -s1 * c2 + c1 * s2 * cl) + Math.PI),
      }
    }
  }
  return null
}

/**
 * Area in square metres inside a ring of places, whichever way it turns; sides are lines of constant slope on the
 * equal-area map. Authalic latitudes (Snyder 1987, eq. 3-12) keep the ellipsoid's area.
 */
export function ringArea(ring: readonly LonLatPoint[]): number {
  const qp = authalic(1)
  const radius = A * Math.sqrt(qp / 2)
  let sum = 0
  ring.forEach((a, i) => {
    const b = ring[(i + 1) % ring.length]!
    const dLon = ((((b.lon - a.lon + 540) % 360) + 360) % 360 - 180) * RAD
    sum += dLon * (authalic(Math.sin(a.lat * RAD)) + authalic(Math.sin(b.lat * RAD))) / (2 * qp)
  })
  return Math.abs(sum) * radius * radius
}

function authalic(sin: number): number {
  return (1 - E2) * (sin / (1 - E2 * sin * sin) - (1 / (2 * E)) * Math.log((1 - E * sin) / (1 + E * sin)))
}

/** Places along the great circle between two, so that a long line bends as the ground does. */
export function greatCircle(a: LonLatPoint, b: LonLatPoint, parts = 32): [number, number][] {
  const vector = (p: LonLatPoint) => [Math.cos(p.lat * RAD) * Math.cos(p.lon * RAD), Math.cos(p.lat * RAD) * Math.sin(p.lon * RAD), Math.sin(p.lat * RAD)] as const
  const [v, w] = [vector(a), vector(b)]
  const angle = Math.acos(Math.min(1, Math.max(-1, v[0] * w[0] + v[1] * w[1] + v[2] * w[2])))
  if (angle < 1e-9) {
    return [[a.lon, a.lat], [b.lon, b.lat]]
  }
  let before = a.lon
  return Array.from({ length: parts + 1 }, (_, i) => {
    const [p, q] = [Math.sin((1 - i / parts) * angle) / Math.sin(angle), Math.sin((i / parts) * angle) / Math.sin(angle)]
    const [x, y, z] = [p * v[0] + q * w[0], p * v[1] + q * w[1], p * v[2] + q * w[2]]
    let lon = Math.atan2(y, x) / RAD
    // Beyond ±180 rather than around the world.
    lon += Math.round((before - lon) / 360) * 360
    before = lon
    return [lon, Math.atan2(z, Math.hypot(x, y)) / RAD]
  })
}

/** A true circle of `metres` on the ground. */
export function circleRing(centre: LonLatPoint, metres: number, parts = 72): [number, number][] {
  const d = metres / 6_371_008.8
  const [lat, lon] = [centre.lat * RAD, centre.lon * RAD]
  return Array.from({ length: parts + 1 }, (_, i) => {
    const course = ((i % parts) / parts) * 2 * Math.PI
    const to = Math.asin(Math.sin(lat) * Math.cos(d) + Math.cos(lat) * Math.sin(d) * Math.cos(course))
    return [(lon + Math.atan2(Math.sin(course) * Math.sin(d) * Math.cos(lat), Math.cos(d) - Math.sin(lat) * Math.sin(to))) / RAD, to / RAD]
  })
}
