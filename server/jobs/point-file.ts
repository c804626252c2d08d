import { readFile, stat } from 'node:fs/promises'
import { Problem } from '../../core/problem.ts'
import { parseGeoJson, type Feature } from '../../formats/geojson.ts'
import { parseGpx } from '../../formats/gpx.ts'
import { parseKmlPoints } from '../../formats/kml-read.ts'
import { zippedKml, zippedLayers } from '../../formats/map-zip.ts'

/** What points of a map file are called as columns; the words the importer looks for. */
const OWN = ['title', 'description', 'date', 'latitude', 'longitude'] as const
type Point = { [column in (typeof OWN)[number]]: string } & { more: [name: string, value: string][] }

export type PointTable = { headers: string[]; rows: string[][]; notes: string[] }

/**
 * The points of a GPX, KML, KMZ or GeoJSON file, or of a zipped shapefile, as a table: title, description, date, latitude, longitude and a column for
 * each further property. Lines and areas are left out and counted in the notes. Throws Problem.
 */
export async function readPointFile(path: string, kind: 'gpx' | 'kml' | 'geojson' | 'zip'): Promise<PointTable> {
  const { points, others, notes } = kind === 'zip' ? await ofZip(path) : ofText(await readFile(path, 'utf8'), kind)
  if (points.length === 0) {
    throw new Problem('invalid-input', `file: there is no point in it${others > 0 ? `, only ${others} lines or areas, which belong on the map as an overlay` : ''}`)
  }
  const extra = [...new Set(points.flatMap((point) => point.more.map(([name]) => name)))].filter((name) => name !== '' && !OWN.includes(name as 'title')).slice(0, 200)
  const rows = points.map((point) => {
    const more = new Map(point.more)
    return [...OWN.map((column) => point[column]), ...extra.map((name) => more.get(name) ?? '')]
  })
  return { headers: [...OWN, ...extra], rows, notes: [...notes, ...(others > 0 ? [`${others} lines or areas were left out; only points become records.`] : [])] }
}

/** Largest archive read at once, bytes. */
const MAX_ZIP = 50_000_000

type Found = { points: Point[]; others: number; notes: string[] }

function ofText(text: string, kind: 'gpx' | 'kml' | 'geojson'): Found {
  return kind === 'gpx' ? ofGpx(text) : kind === 'kml' ? ofKml(text) : ofFeatures(parseGeoJson(text).features)
}

async function ofZip(path: string): Promise<Found> {
  if ((await stat(path)).size > MAX_ZIP) {
    throw new Problem('too-large', `file: the archive is larger than ${MAX_ZIP / 1e6} MB. Send the one layer that is meant`)
  }
  const bytes = await readFile(path)
  const kml = zippedKml(bytes)
  return kml ? ofKml(kml.text) : ofFeatures(zippedLayers(bytes).flatMap(({ features }) => features))
}

function ofGpx(text: string): Found {
  const gpx = parseGpx(text)
  const points = gpx.waypoints.map((one): Point => ({ title: one.name, description: one.description, date: one.time ?? '', latitude: String(one.lat), longitude: String(one.lon), more: one.symbol === '' ? [] : [['symbol', one.symbol]] }))
  return { points, others: gpx.routes.length + gpx.tracks.length, notes: gpx.notes }
}

function ofKml(text: string): Found {
  const { placemarks, others } = parseKmlPoints(text)
  const points = placemarks.map(({ name, description, when, point, data }): Point => ({
    title: name, description: description ?? '', date: typeof when === 'string' ? when : (when?.begin ?? ''), latitude: String(point?.lat), longitude: String(point?.lon), more: (data ?? []).map((one) => [one.name, String(one.value ?? '')]),
  }))
  return { points, others, notes: [] }
}

function ofFeatures(features: readonly Feature[]): Found {
  const points = features.flatMap(({ geometry, properties, id }): Point[] => {
    if (geometry?.type !== 'Point') {
      return []
    }
    const all = Object.entries(properties ?? {}).map(([name, value]): [string, string] => [name, value === null || value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value)])
    const take = (...names: string[]): string => all.find(([name]) => names.includes(name.toLowerCase()))?.[1] ?? ''
    return [{
      title: take('title', 'name'), description: take('description', 'desc', 'narrative'), date: take('date', 'time', 'timestamp', 'begin', 'from'), latitude: String(geometry.coordinates[1]), longitude: String(geometry.coordinates[0]),
      more: [...(id === undefined ? [] : [['id', String(id)] as [string, string]]), ...all],
    }]
  })
  return { points, others: features.length - points.length, notes: [] }
}
