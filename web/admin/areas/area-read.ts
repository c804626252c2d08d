import { AREA_TYPES, type AreaType } from '../../../core/area.ts'
import { atMost, selfCrossing, turned, type Corner } from '../../../core/place-outline.ts'
import type { Feature } from '../../../formats/geojson.ts'

/** Corners a ring, holes a polygon and polygons an area may have; the node takes no more. */
const MOST_CORNERS = 5000
const MOST_RINGS = 200
const MOST_POLYGONS = 500
export const MOST_AREAS = 2000

/** Which field of the file says what; an empty text: none. */
export type AreaMapping = { name: string; code: string; pcode: string; parent: string }
export type Standing = { id: string; code: string; name: string; type: string; parent: string | null }
/** One area as it would be made or changed, or why not. `id` is that of the standing area with its code. */
export type AreaRow = {
  row: number; name: string; code: string; pcode: string; parentText: string; parent: { id: string } | { row: number } | null
  polygons: Corner[][][]; holes: number; corners: number; thinnedM: number; id: string | null
  problems: ('no-name' | 'no-code' | 'twice' | 'no-outline' | 'crosses' | 'no-parent' | 'too-many')[]; at: Corner | null
}

/** One layer of a file of boundaries. */
export type AreaLayer = { name: string; features: readonly Feature[] }

/** GeoJSON, KML, KMZ or zipped shapefiles, judged by what is in them, layer by layer. Throws Problem for what cannot be read. */
export async function readAreaFile(name: string, bytes: Uint8Array): Promise<AreaLayer[]> {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) {
    const { zippedLayers } = await import('../../../formats/map-zip.ts')
    return zippedLayers(bytes)
  }
  return [{ name, features: await featuresOf(new TextDecoder().decode(bytes)) }]
}

async function featuresOf(text: string): Promise<Feature[]> {
  if (/^\s*\uFEFF?\s*\{/.test(text)) {
    const { parseGeoJson } = await import('../../../formats/geojson.ts')
    return parseGeoJson(text, { maxChars: 50_000_000, maxFeatures: 20_000 }).features
  }
  const { parseKmlShapes } = await import('../../../formats/kml-shapes.ts')
  return parseKmlShapes(text, { maxChars: 50_000_000 })
}

/** Names of the fields, most frequent first. */
export function fieldsOf(features: readonly Feature[]): string[] {
  const seen = new Map<string, number>()
  features.forEach(({ properties }) => Object.keys(properties ?? {}).forEach((key) => seen.set(key, (seen.get(key) ?? 0) + 1)))
  return [...seen].sort((a, b) => b[1] - a[1]).map(([key]) => key)
}

/** The level of boundaries as the usual names of their fields say it (`ADM2_PCODE` is of the second). */
export function levelOf(fields: readonly string[]): AreaType | null {
  const levels = fields.flatMap((field) => /^adm(\d)_?(?:pcode|en|fr|es|ar|name)$/i.exec(field)?.[1] ?? [])
  const deepest = Math.max(-1, ...levels.map(Number))
  return AREA_TYPES.find((type) => type === `admin${deepest}`) ?? null
}

/** A mapping suggested by usual names of fields: those of the deepest level, its parent by the P-code of the level above. */
export function suggestAreaMapping(fields: readonly string[]): AreaMapping {
  const find = (...patterns: RegExp[]) => patterns.flatMap((pattern) => fields.filter((field) => pattern.test(field)))[0] ?? ''
  const level = Number(levelOf(fields)?.slice(-1) ?? -1)
  const of = (depth: number, what: string) => (depth < 0 ? [] : [new RegExp(`^adm${depth}_?${what}$`, 'i')])
  const pcode = find(...of(level, 'pcode'), /^adm\d?_?pcode$/i, /p_?code/i)
  return {
    name: find(...of(level, '(?:en|fr|es|name)'), /^name$/i, /^adm\d?_(en|fr|es|name)$/i, /name|nom|nombre/i), code: find(/^code$/i, /^id$/i) || pcode || find(/code/i), pcode,
    parent: find(/^parent/i, /^(in|above)$/i, ...of(level - 1, 'pcode')),
  }
}

/** The areas a file would make. Parents are found by code, P-code or name, among its own rows first and then those that stand. */
export function rowsOf(features: readonly Feature[], mapping: AreaMapping, standing: readonly Standing[], type: AreaType, under: string | null): AreaRow[] {
  const text = (feature: Feature, field: string) => (field === '' ? '' : String(feature.properties?.[field] ?? '').trim())
  const codes = new Set<string>()
  const rows = features.map((feature, row): AreaRow => {
    const [name, code, pcode, parentText] = [text(feature, mapping.name).slice(0, 200), text(feature, mapping.code).slice(0, 40), text(feature, mapping.pcode).slice(0, 32), text(feature, mapping.parent)]
    const problems: AreaRow['problems'] = []
    const { polygons, thinned } = polygonsOf(feature)
    const at = polygons.flat().map(selfCrossing).find((one) => one !== null) ?? null
    problems.push(...(name === '' ? ['no-name' as const] : []), ...(code === '' ? ['no-code' as const] : codes.has(code) ? ['twice' as const] : []), ...(polygons.length === 0 ? ['no-outline' as const] : []), ...(at ? ['crosses' as const] : []))
    if (polygons.length > MOST_POLYGONS || polygons.some((rings) => rings.length > MOST_RINGS) || row >= MOST_AREAS) {
      problems.push('too-many')
    }
    codes.add(code)
    return {
      row, name, code, pcode, parentText, parent: null, polygons, holes: polygons.reduce((sum, rings) => sum + rings.length - 1, 0), corners: polygons.flat().reduce((sum, ring) => sum + ring.length - 1, 0),
      thinnedM: Math.round(thinned * 111_320), id: standing.find((area) => area.code === code && area.type === type)?.id ?? null, problems, at,
    }
  })
  return rows.map((row) => {
    if (row.parentText === '') {
      return { ...row, parent: under === null ? null : { id: under } }
    }
    const own = rows.find((other) => other !== row && [other.code, other.pcode, other.name].includes(row.parentText))
    const known = standing.find((area) => area.code === row.parentText || area.name === row.parentText)
    const parent = own ? { row: own.row } : known ? { id: known.id } : null
    return { ...row, parent, problems: parent === null ? [...row.problems, 'no-parent'] : row.problems }
  })
}

/** Polygons of a feature, closed and turned as they should, rings thinned to what the node takes (`thinned`: degrees it took). */
function polygonsOf(feature: Feature): { polygons: Corner[][][]; thinned: number } {
  let thinned = 0
  const ringOf = (positions: readonly (readonly number[])[], hole: boolean): Corner[] => {
    const corners = positions.flatMap(([lon, lat]): Corner[] => (lon !== undefined && lat !== undefined && Math.abs(lon) <= 180 && Math.abs(lat) <= 90 ? [[lon, lat]] : []))
    const [first, last] = [corners[0], corners.at(-1)]
    const closed = first && last && (first[0] !== last[0] || first[1] !== last[1]) ? [...corners, first] : corners
    if (closed.length < 4) {
      return []
    }
    const { ring, tolerance } = atMost(closed, MOST_CORNERS)
    thinned = Math.max(thinned, tolerance)
    return turned(ring, hole)
  }
  const polygonOf = (rings: readonly (readonly (readonly number[])[])[]): Corner[][][] => {
    const made = rings.map((ring, i) => ringOf(ring, i > 0))
    return made[0] === undefined || made[0].length === 0 ? [] : [made.filter((ring) => ring.length > 0)]
  }
  const read = (geometry: Feature['geometry']): Corner[][][] => {
    switch (geometry?.type) {
      case 'Polygon':
        return polygonOf(geometry.coordinates)
      case 'MultiPolygon':
        return geometry.coordinates.flatMap(polygonOf)
      case 'GeometryCollection':
        return geometry.geometries.flatMap(read)
      default:
        return []
    }
  }
  const polygons = read(feature.geometry)
  return { polygons, thinned }
}
