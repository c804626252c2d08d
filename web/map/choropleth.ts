import { ringArea } from './geodesic.ts'
import type { Shape } from './handle.ts'

export type AreaShape = { id: string; name: string; type: string; parent: string | null; polygons?: number[][][][] | null }
/** What an area shows: how many records, how many for each 1,000 km², or that nothing can be said. */
export type AreaValue = { id: string; name: string; count: number; value: number | null; km2: number | null }

/** Records by area, each taken up to the nearest area of the type asked for; `elsewhere` are those under none. */
export function gather(areas: readonly AreaShape[], type: string, counts: readonly { value: string; count: number }[], rate: boolean): { values: AreaValue[]; elsewhere: number } {
  const byId = new Map(areas.map((a) => [a.id, a]))
  const found = new Map<string, number>()
  let elsewhere = 0
  for (const { value, count } of counts) {
    let at = byId.get(value)
    for (let steps = 0; at && at.type !== type && steps < 20; steps += 1) {
      at = at.parent === null ? undefined : byId.get(at.parent)
    }
    if (at?.type === type) {
      found.set(at.id, (found.get(at.id) ?? 0) + count)
    } else {
      elsewhere += count
    }
  }
  const values = areas.filter((a) => a.type === type).map((a): AreaValue => {
    const km2 = a.polygons && a.polygons.length > 0 ? areaKm2(a.polygons) : null
    const count = found.get(a.id) ?? 0
    return { id: a.id, name: a.name, count, km2, value: rate ? (km2 ? (count / km2) * 1000 : null) : count }
  })
  return { values, elsewhere }
}

/** Ground inside polygons with holes, km². */
export function areaKm2(polygons: readonly (readonly (readonly number[][])[])[]): number {
  const ring = (points: readonly number[][]) => ringArea(points.map(([lon = 0, lat = 0]) => ({ lon, lat })))
  return polygons.reduce((sum, [outer = [], ...holes]) => sum + ring(outer) - holes.reduce((less, hole) => less + ring(hole), 0), 0) / 1e6
}

/**
 * Upper limits of at most five classes, none empty: equal shares of the areas that have anything, at round values.
 * Zero is no class: an area without records is drawn plain, one without data hatched.
 */
export function classLimits(values: readonly number[], most = 5): number[] {
  const sorted = values.filter((v) => v > 0).sort((a, b) => a - b)
  if (sorted.length === 0) {
    return []
  }
  const limits = Array.from({ length: most - 1 }, (_, i) => roundUp(sorted[Math.min(sorted.length - 1, Math.ceil(((i + 1) / most) * sorted.length) - 1)]!))
  const top = roundUp(sorted.at(-1)!)
  const rising = [...new Set([...limits.filter((l) => l < top), top])].sort((a, b) => a - b)
  return rising.filter((limit, i) => sorted.some((v) => v <= limit && v > (rising[i - 1] ?? 0)))
}

/** The next value with two figures: 1.25 → 1.3, 17 → 17, 137 → 140. */
function roundUp(value: number): number {
  const unit = 10 ** (Math.floor(Math.log10(value)) - 1)
  return Number((Math.ceil(value / unit - 1e-9) * unit).toPrecision(2))
}

/** Class of a value: index of the first limit that holds it. */
export function classOf(value: number, limits: readonly number[]): number {
  return limits.findIndex((limit) => value <= limit)
}

/**
 * One hue from pale to dark, told apart without seeing colours and in grey print (lightness falls evenly).
 * As many as asked for, of five.
 */
export function ramp(theme: 'light' | 'dark' | 'night', count: number): string[] {
  const colours = { light: ['#d9e6f2', '#a9c8e1', '#6fa3cc', '#3b78ab', '#1b4a75'], dark: ['#22405c', '#2f5f86', '#4784b3', '#72aad4', '#b1d4f0'], night: ['#2a0907', '#4a110d', '#701d16', '#9b2f23', '#cf4a37'] }[theme]
  return count <= 1 ? [colours[2]!] : Array.from({ length: count }, (_, i) => colours[Math.round((i * 4) / (count - 1))]!)
}

/** Areas as shapes, coloured by class; without polygons an area is not drawn. */
export function areaShapes(areas: readonly AreaShape[], values: readonly AreaValue[], limits: readonly number[], colours: readonly string[], look: { line: string; label: string; text: (value: AreaValue) => string }): Shape[] {
  const byId = new Map(areas.map((a) => [a.id, a]))
  return values.flatMap((value): Shape[] => {
    const polygons = byId.get(value.id)?.polygons
    if (!polygons || polygons.length === 0) {
      return []
    }
    const geometry: GeoJSON.MultiPolygon = { type: 'MultiPolygon', coordinates: polygons }
    const fill = value.value === null || value.value <= 0 ? undefined : colours[classOf(value.value, limits)]
    return [
      { type: 'Feature', properties: { id: value.id, ...(fill ? { fill, fillOpacity: 0.72 } : {}), ...(value.value === null ? { hatch: true } : {}), stroke: look.line, width: 1 }, geometry },
      { type: 'Feature', properties: { text: look.text(value), textColor: look.label, textSize: 11 }, geometry: { type: 'Point', coordinates: middleOf(polygons) } },
    ]
  })
}

/** A place inside the largest polygon, good enough for its name: the middle of the widest stretch at its middle height. */
export function middleOf(polygons: readonly number[][][][]): [number, number] {
  const outer = polygons.map((p) => p[0] ?? []).sort((a, b) => b.length - a.length)[0] ?? []
  const lats = outer.map((p) => p[1] ?? 0)
  const lat = (Math.min(...lats) + Math.max(...lats)) / 2
  const crossings = outer.flatMap((a, i) => {
    const b = outer[(i + 1) % outer.length]!
    const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = [a[0], a[1], b[0], b[1]]
    return (y0 > lat) === (y1 > lat) ? [] : [x0 + ((lat - y0) / (y1 - y0)) * (x1 - x0)]
  }).sort((a, b) => a - b)
  let best: [number, number] = [crossings[0] ?? outer[0]?.[0] ?? 0, crossings[1] ?? outer[0]?.[0] ?? 0]
  for (let i = 2; i + 1 < crossings.length; i += 2) {
    if (crossings[i + 1]! - crossings[i]! > best[1] - best[0]) {
      best = [crossings[i]!, crossings[i + 1]!]
    }
  }
  return [(best[0] + best[1]) / 2, lat]
}
