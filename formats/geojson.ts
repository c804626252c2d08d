import { Problem } from '../core/problem.ts'
import { columnOfRole, columnOfType, coordinate } from './table.ts'
import type { Cell, Table } from './table.ts'

/** GeoJSON, RFC 7946: WGS 84 longitude and latitude, no `crs`, outer rings counter-clockwise. */

export type Position = number[]
export type Geometry =
  | { type: 'Point'; coordinates: Position }
  | { type: 'MultiPoint' | 'LineString'; coordinates: Position[] }
  | { type: 'MultiLineString' | 'Polygon'; coordinates: Position[][] }
  | { type: 'MultiPolygon'; coordinates: Position[][][] }
  | { type: 'GeometryCollection'; geometries: Geometry[] }
export type Feature = { type: 'Feature'; id?: string | number; geometry: Geometry | null; properties: { [key: string]: unknown } | null; bbox?: number[] }
export type FeatureCollection = { type: 'FeatureCollection'; features: Feature[] }

/** Twice the signed area of a ring in degrees; positive when counter-clockwise. */
function turn(ring: readonly Position[]): number {
  let sum = 0
  for (let i = 0; i < ring.length; i += 1) {
    const a = ring[i]!
    const b = ring[(i + 1) % ring.length]!
    sum += a[0]! * b[1]! - b[0]! * a[1]!
  }
  return sum
}

function windPolygon(rings: readonly Position[][]): Position[][] {
  return rings.map((ring, i) => ((i === 0) === turn(ring) >= 0 ? ring : [...ring].reverse()))
}

/** The geometry with rings turned as RFC 7946 asks: outer counter-clockwise, holes clockwise. */
export function wind(geometry: Geometry): Geometry {
  if (geometry.type === 'Polygon') {
    return { type: 'Polygon', coordinates: windPolygon(geometry.coordinates) }
  }
  if (geometry.type === 'MultiPolygon') {
    return { type: 'MultiPolygon', coordinates: geometry.coordinates.map(windPolygon) }
  }
  return geometry.type === 'GeometryCollection' ? { type: 'GeometryCollection', geometries: geometry.geometries.map(wind) } : geometry
}

/** A FeatureCollection as text chunks of about 64 Ki characters, one feature a line. `extra` are further members of the collection. */
export async function* geoJsonChunks(features: AsyncIterable<Feature> | Iterable<Feature>, extra: { [key: string]: unknown } = {}): AsyncGenerator<string> {
  let head = '{"type":"FeatureCollection"'
  for (const [key, value] of Object.entries(extra)) {
    if (key !== 'type' && key !== 'features' && value !== undefined) {
      head += `,${JSON.stringify(key)}:${JSON.stringify(value)}`
    }
  }
  let buffer = `${head},"features":[`
  let first = true
  for await (const feature of features) {
    const { geometry } = feature
    buffer += (first ? '\n' : ',\n') + JSON.stringify(geometry === null ? feature : { ...feature, geometry: wind(geometry) })
    first = false
    if (buffer.length >= 65_536) {
      yield buffer
      buffer = ''
    }
  }
  yield `${buffer}\n]}\n`
}

/** The rows of a table as point features: the columns of type longitude and latitude make the point (null when absent), all others are properties. */
export async function* tableFeatures(table: Table): AsyncGenerator<Feature> {
  const lonAt = columnOfType(table.columns, 'longitude')
  const latAt = columnOfType(table.columns, 'latitude')
  const idAt = columnOfRole(table.columns, 'id')
  for await (const row of table.rows) {
    const lon = lonAt < 0 ? null : coordinate(row[lonAt], 180)
    const lat = latAt < 0 ? null : coordinate(row[latAt], 90)
    const properties: { [key: string]: Cell } = {}
    table.columns.forEach((column, i) => {
      if (i !== lonAt && i !== latAt) {
        properties[column.key] = row[i] ?? null
      }
    })
    const id = idAt < 0 ? null : row[idAt]
    yield {
      type: 'Feature',
      ...(typeof id === 'string' || typeof id === 'number' ? { id } : {}),
      geometry: lon === null || lat === null ? null : { type: 'Point', coordinates: [lon, lat] },
      properties,
    }
  }
}

export type GeoJsonLimits = { maxChars: number; maxDepth: number; maxFeatures: number; maxPositions: number }
export const GEOJSON_LIMITS: GeoJsonLimits = { maxChars: 100_000_000, maxDepth: 24, maxFeatures: 500_000, maxPositions: 5_000_000 }

/** Deepest nesting of brackets in JSON text, strings left out; stops counting beyond `limit`. Done before parsing. */
export function jsonDepth(text: string, limit: number): number {
  let depth = 0
  let deepest = 0
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i)
    if (code === 34) {
      i += 1
      while (i < text.length && text.charCodeAt(i) !== 34) {
        i += text.charCodeAt(i) === 92 ? 2 : 1
      }
    } else if (code === 91 || code === 123) {
      depth += 1
      deepest = Math.max(deepest, depth)
      if (deepest > limit) {
        return deepest
      }
    } else if (code === 93 || code === 125) {
      depth -= 1
    }
  }
  return deepest
}

/**
 * Read GeoJSON text: a FeatureCollection, a Feature or a bare geometry; always gives a collection with rings
 * turned as RFC 7946 asks. Throws `Problem` (`too-large`, `malformed-body`, `invalid-input` with the path of
 * the first member that is wrong).
 */
export function parseGeoJson(text: string, given: Partial<GeoJsonLimits> = {}): FeatureCollection {
  const limits = { ...GEOJSON_LIMITS, ...given }
  if (text.length > limits.maxChars) {
    throw new Problem('too-large', `The GeoJSON has more than ${limits.maxChars} characters. Split the file`)
  }
  if (jsonDepth(text, limits.maxDepth) > limits.maxDepth) {
    throw new Problem('malformed-body', `The GeoJSON is nested deeper than ${limits.maxDepth} levels. Flatten its properties`)
  }
  let value: unknown
  try {
    value = JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text)
  } catch (error) {
    throw new Problem('malformed-body', `The text is not JSON: ${error instanceof Error ? error.message : 'unreadable'}`)
  }
  const reader = { positions: 0, limits }
  const root = object(value, '')
  if (root['crs'] !== undefined && !/CRS84|EPSG:+4326/u.test(JSON.stringify(root['crs']))) {
    refuse('/crs', 'names another coordinate system; GeoJSON is WGS 84 longitude and latitude', 'Export the layer as EPSG:4326')
  }
  if (root['type'] === 'FeatureCollection') {
    const features = array(root['features'], '/features')
    if (features.length > limits.maxFeatures) {
      throw new Problem('too-large', `The GeoJSON has more than ${limits.maxFeatures} features. Split the file`)
    }
    return { type: 'FeatureCollection', features: features.map((one, i) => feature(one, `/features/${i}`, reader)) }
  }
  if (root['type'] === 'Feature') {
    return { type: 'FeatureCollection', features: [feature(root, '', reader)] }
  }
  return { type: 'FeatureCollection', features: [{ type: 'Feature', geometry: wind(geometryOf(root, '', reader)), properties: {} }] }
}

type Reader = { positions: number; limits: GeoJsonLimits }

function refuse(path: string, problem: string, fix: string): never {
  throw new Problem('invalid-input', `${path || 'GeoJSON'}: ${problem}. ${fix}`, { fields: [{ path, problem, fix }] })
}

function object(value: unknown, path: string): { [key: string]: unknown } {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    return refuse(path, 'is not an object', 'GeoJSON needs a JSON object here')
  }
  return value as { [key: string]: unknown }
}

function array(value: unknown, path: string): unknown[] {
  return Array.isArray(value) ? value : refuse(path, 'is not an array', 'GeoJSON needs a JSON array here')
}

function feature(value: unknown, path: string, reader: Reader): Feature {
  const one = object(value, path)
  if (one['type'] !== 'Feature') {
    refuse(`${path}/type`, 'is not "Feature"', 'Every member of features must be a Feature')
  }
  const { id, geometry, properties } = one
  return {
    type: 'Feature',
    ...(typeof id === 'string' || (typeof id === 'number' && Number.isFinite(id)) ? { id } : {}),
    geometry: geometry === null || geometry === undefined ? null : wind(geometryOf(object(geometry, `${path}/geometry`), `${path}/geometry`, reader)),
    properties: properties === null || properties === undefined ? {} : object(properties, `${path}/properties`),
  }
}

function geometryOf(value: { [key: string]: unknown }, path: string, reader: Reader): Geometry {
  const at = `${path}/coordinates`
  const line = (v: unknown, p: string): Position[] => positions(v, p, 2, reader)
  const ring = (v: unknown, p: string): Position[] => {
    const points = positions(v, p, 4, reader)
    const [first, last] = [points[0]!, points[points.length - 1]!]
    if (first[0] !== last[0] || first[1] !== last[1]) {
      refuse(p, 'the ring is not closed', 'Repeat the first position at the end')
    }
    return points
  }
  const each = <T>(v: unknown, p: string, read: (v: unknown, p: string) => T): T[] => array(v, p).map((one, i) => read(one, `${p}/${i}`))
  const { coordinates } = value
  switch (value['type']) {
    case 'Point': return { type: 'Point', coordinates: position(coordinates, at, reader) }
    case 'MultiPoint': return { type: 'MultiPoint', coordinates: positions(coordinates, at, 0, reader) }
    case 'LineString': return { type: 'LineString', coordinates: line(coordinates, at) }
    case 'MultiLineString': return { type: 'MultiLineString', coordinates: each(coordinates, at, line) }
    case 'Polygon': return { type: 'Polygon', coordinates: each(coordinates, at, ring) }
    case 'MultiPolygon': return { type: 'MultiPolygon', coordinates: each(coordinates, at, (v, p) => each(v, p, ring)) }
    case 'GeometryCollection':
      return { type: 'GeometryCollection', geometries: each(value['geometries'], `${path}/geometries`, (v, p) => geometryOf(object(v, p), p, reader)) }
    default: return refuse(`${path}/type`, 'is not a GeoJSON type', 'Use Point, LineString, Polygon, their Multi forms, GeometryCollection, Feature or FeatureCollection')
  }
}

function positions(value: unknown, path: string, least: number, reader: Reader): Position[] {
  const list = array(value, path)
  if (list.length < least) {
    refuse(path, `has fewer than ${least} positions`, least === 4 ? 'A ring needs at least four, the last like the first' : 'A line needs at least two')
  }
  return list.map((one, i) => position(one, `${path}/${i}`, reader))
}

function position(value: unknown, path: string, reader: Reader): Position {
  reader.positions += 1
  if (reader.positions > reader.limits.maxPositions) {
    throw new Problem('too-large', `The GeoJSON has more than ${reader.limits.maxPositions} positions. Simplify or split it`)
  }
  const [lon, lat, height] = array(value, path)
  const good = (n: unknown, limit: number): n is number => typeof n === 'number' && Number.isFinite(n) && Math.abs(n) <= limit
  if (!good(lon, 180) || !good(lat, 90)) {
    return refuse(path, 'is not a longitude and a latitude in degrees', 'Give [longitude, latitude], longitude first, within ±180 and ±90')
  }
  return typeof height === 'number' && Number.isFinite(height) ? [lon, lat, height] : [lon, lat]
}
