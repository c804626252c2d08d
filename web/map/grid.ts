import { fromUtm, toUtm, utmZone } from '../../core/place-mgrs.ts'
import { formatMgrs } from '../../core/place-mgrs.ts'
import type { Bounds, LonLatPoint, Shape } from './handle.ts'

/** Sides of the squares drawn, metres. */
export const STEPS = [100_000, 10_000, 1000, 100] as const
/** At most this many lines of one kind in a view: beyond it the next coarser squares are drawn. */
const MOST_LINES = 40
/** Limits of the grid's UTM part, degrees. */
const SOUTH = -80
const NORTH = 84

export type GridLook = { line: string; zone: string; label: string }

/**
 * Strips of one zone inside a view: six degrees wide each, wider and narrower ones in south-west Norway and
 * around Svalbard. Bands cut them so that exceptions are seen.
 */
export function zoneStrips([west, south, east, north]: Bounds): { zone: number; west: number; east: number; south: number; north: number }[] {
  const low = Math.max(SOUTH, south)
  const high = Math.min(NORTH, north)
  const out: { zone: number; west: number; east: number; south: number; north: number }[] = []
  for (let band = -80; band < 84; band += 8) {
    const s = Math.max(low, band)
    const n = Math.min(high, band === 72 ? 84 : band + 8)
    if (band > 72 || s >= n) {
      continue
    }
    const middle = Math.min(83.999, (s + n) / 2)
    // Three degrees is the finest step at which zones change anywhere.
    for (let lon = Math.floor(west / 3) * 3; lon < east; lon += 3) {
      const zone = utmZone({ lon: wrap(lon + 1.5), lat: middle })
      const last = out.at(-1)
      if (last && last.zone === zone && last.south === s && last.east === lon) {
        last.east = lon + 3
      } else {
        out.push({ zone, west: lon, east: lon + 3, south: s, north: n })
      }
    }
  }
  return out.map((strip) => ({ ...strip, west: Math.max(west, strip.west), east: Math.min(east, strip.east) })).filter((strip) => strip.west < strip.east)
}

/** The side of the squares to draw for a view this wide (metres); undefined when only the zones are worth drawing. */
export function gridStep(widthM: number): (typeof STEPS)[number] | undefined {
  return STEPS.toReversed().find((step) => widthM / step <= MOST_LINES)
}

/** Lines and labels of the MGRS grid in a view. Lines of a zone end at its edge, where those of the next begin. */
export function gridShapes(bounds: Bounds, look: GridLook): Shape[] {
  const [west, south, east, north] = bounds
  const out: Shape[] = []
  for (let lon = Math.ceil(west / 6) * 6; lon <= east; lon += 6) {
    out.push(line([[lon, Math.max(SOUTH, south)], [lon, Math.min(NORTH, north)]], { stroke: look.zone, width: 1.6 }))
  }
  for (let lat = SOUTH; lat <= 72; lat += 8) {
    if (lat > south && lat < north) {
      out.push(line([[west, lat], [east, lat]], { stroke: look.zone, width: 1.6 }))
    }
  }
  const middle = Math.max(SOUTH, Math.min(NORTH, (south + north) / 2))
  const step = gridStep((east - west) * 111_320 * Math.max(0.05, Math.cos((middle * Math.PI) / 180)))
  for (const strip of zoneStrips(bounds)) {
    if (step === undefined) {
      const at = { lon: (strip.west + strip.east) / 2, lat: (strip.south + strip.north) / 2 }
      const text = formatMgrs({ lon: wrap(at.lon), lat: at.lat }, 0)?.split(' ')[0]
      out.push(...(text ? [label(at, text, look, 'center', 12)] : []))
    } else {
      out.push(...stripLines(strip, step, bounds, look))
    }
  }
  return out
}

function stripLines(strip: ReturnType<typeof zoneStrips>[number], step: number, view: Bounds, look: GridLook): Shape[] {
  const { zone, west, east, south, north } = strip
  // The hemisphere's own northing: a strip never crosses the equator, which is the edge of a band.
  const isSouth = north <= 0
  const centreLon = wrap((west + east) / 2)
  const shift = (west + east) / 2 - centreLon
  const inZone = (lon: number, lat: number) => {
    const { easting, northing } = toUtm({ lon: lon - shift, lat }, zone)
    return { easting, northing: northing - (lat < 0 && !isSouth ? 10_000_000 : 0) + (lat >= 0 && isSouth ? 10_000_000 : 0) }
  }
  const samples = [0, 0.25, 0.5, 0.75, 1].flatMap((u) => [south, north].map((lat) => inZone(west + (east - west) * u, lat)).concat([west, east].map((lon) => inZone(lon, south + (north - south) * u))))
  const e0 = Math.ceil(Math.min(...samples.map((s) => s.easting)) / step) * step
  const e1 = Math.max(...samples.map((s) => s.easting))
  const n0 = Math.ceil(Math.min(...samples.map((s) => s.northing)) / step) * step
  const n1 = Math.max(...samples.map((s) => s.northing))
  const toGround = (easting: number, northing: number): [number, number] => {
    const at = fromUtm(zone, easting, northing, isSouth)
    return [at.lon + shift, at.lat]
  }
  const out: Shape[] = []
  const add = (points: [number, number][], coarse: boolean, text: string, vertical: boolean) => {
    for (const part of clip(points, strip)) {
      out.push(line(part, { stroke: look.line, width: coarse ? 1.2 : 0.6 }))
      const edge = part[0]!
      // Figures stand at the lower and left edge of the view, not at every band.
      if (text && (vertical ? edge[1] < view[1] + (view[3] - view[1]) * 0.02 : edge[0] < view[0] + (view[2] - view[0]) * 0.02)) {
        out.push(label({ lon: edge[0], lat: edge[1] }, text, look, vertical ? 'bottom' : 'left', 11))
      }
    }
  }
  const figures = (metres: number) => (step === 100_000 ? '' : String(Math.floor((((metres % 100_000) + 100_000) % 100_000) / step)).padStart(step === 10_000 ? 1 : step === 1000 ? 2 : 3, '0'))
  for (let e = e0; e <= e1; e += step) {
    add(steps(n0 - step, n1 + step).map((n) => toGround(e, n)), e % (step * 10) === 0, figures(e), true)
  }
  for (let n = n0; n <= n1; n += step) {
    add(steps(e0 - step, e1 + step).map((e) => toGround(e, n)), n % (step * 10) === 0, figures(n), false)
  }
  // The letters of each 100 km square, in its middle as far as it is in view.
  const square = 100_000
  for (let e = Math.floor((e0 - step) / square) * square; e <= e1; e += square) {
    for (let n = Math.floor((n0 - step) / square) * square; n <= n1; n += square) {
      const [ce, cn] = [clamp(e + square / 2, e0, e1, e, e + square), clamp(n + square / 2, n0, n1, n, n + square)]
      const [lon, lat] = toGround(ce, cn)
      if (lon > west && lon < east && lat > south && lat < north) {
        const parts = formatMgrs({ lon: wrap(lon), lat }, 0)?.split(' ')
        if (parts) {
          out.push(label({ lon, lat }, parts.join(' '), look, 'center', 13))
        }
      }
    }
  }
  return out
}

/** The middle of what is seen of a square, or its own middle. */
function clamp(middle: number, seenLow: number, seenHigh: number, low: number, high: number): number {
  const from = Math.max(low, seenLow)
  const to = Math.min(high, seenHigh)
  return from < to ? (from + to) / 2 : middle
}

/** A line every so often along its length, so that it bends as the grid does. */
function steps(from: number, to: number): number[] {
  const count = 24
  return Array.from({ length: count + 1 }, (_, i) => from + ((to - from) * i) / count)
}

/** Parts of a line inside a box, cut at its edges. */
export function clip(points: readonly [number, number][], box: { west: number; east: number; south: number; north: number }): [number, number][][] {
  const out: [number, number][][] = []
  let part: [number, number][] = []
  for (let i = 1; i < points.length; i += 1) {
    const piece = clipSegment(points[i - 1]!, points[i]!, box)
    if (!piece) {
      if (part.length > 1) {
        out.push(part)
      }
      part = []
      continue
    }
    if (part.length === 0) {
      part.push(piece[0])
    }
    part.push(piece[1])
    if (piece[1] !== points[i]) {
      out.push(part)
      part = []
    }
  }
  if (part.length > 1) {
    out.push(part)
  }
  return out
}

/** Liang–Barsky: the part of a segment inside a box. */
function clipSegment(a: [number, number], b: [number, number], box: { west: number; east: number; south: number; north: number }): [[number, number], [number, number]] | null {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]]
  let [from, to] = [0, 1]
  for (const [p, q] of [[-dx, a[0] - box.west], [dx, box.east - a[0]], [-dy, a[1] - box.south], [dy, box.north - a[1]]] as const) {
    if (p === 0) {
      if (q < 0) {
        return null
      }
    } else if (p < 0) {
      from = Math.max(from, q / p)
    } else {
      to = Math.min(to, q / p)
    }
  }
  return from > to ? null : [from === 0 ? a : [a[0] + from * dx, a[1] + from * dy], to === 1 ? b : [a[0] + to * dx, a[1] + to * dy]]
}

function wrap(lon: number): number {
  return ((((lon + 180) % 360) + 360) % 360) - 180
}

function line(coordinates: [number, number][], look: Shape['properties']): Shape {
  return { type: 'Feature', properties: look, geometry: { type: 'LineString', coordinates } }
}

function label(at: LonLatPoint, text: string, look: GridLook, anchor: 'bottom' | 'left' | 'center', textSize: number): Shape {
  return { type: 'Feature', properties: { text, textColor: look.label, textSize, anchor }, geometry: { type: 'Point', coordinates: [at.lon, at.lat] } }
}
