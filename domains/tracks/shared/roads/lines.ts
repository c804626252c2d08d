import { ROAD_CLASSES, ROAD_SURFACES, type RoadClass, type RoadLine, type RoadSurface } from '../../../../analysis/roads/classes.ts'
import type { Feature, Geometry, Position } from '../../../../formats/geojson.ts'

/** Roads read of a file, and what of it is none. */
export type RoadsRead = { lines: RoadLine[]; /** Features without a line, or outside the Earth. */ left: number; /** Roads whose class nobody said; taken for tracks. */ unclassed: number }

/** Names of classes as OpenStreetMap and its extracts, and common surveys, write them. */
const CLASSES: { [word: string]: RoadClass } = {
  ...Object.fromEntries(ROAD_CLASSES.map((one) => [one, one])),
  motorway_link: 'motorway', trunk_link: 'trunk', primary_link: 'primary', secondary_link: 'secondary', tertiary_link: 'tertiary', unclassified: 'tertiary', road: 'tertiary', living_street: 'residential', service: 'residential',
  highway: 'trunk', main: 'primary', national: 'primary', regional: 'secondary', provincial: 'secondary', local: 'tertiary', rural: 'tertiary', street: 'residential', trail: 'track',
  track_grade1: 'track', track_grade2: 'track', track_grade3: 'track', track_grade4: 'track', track_grade5: 'track', footway: 'path', bridleway: 'path', cycleway: 'path', pedestrian: 'path', steps: 'path',
}
/** Ways that are being built or only meant. */
const NO_ROADS: ReadonlySet<string> = new Set(['construction', 'proposed', 'abandoned', 'razed', 'platform', 'raceway'])
const PAVED = /^(paved|asphalt|concrete|paving|bitum|chipseal|sett|cobble|metal)/
const UNPAVED = /^(unpaved|gravel|dirt|earth|ground|sand|compact|fine_gravel|laterite|mud|grass|murram|unsealed|soil|clay)/

/** Roads of features, by the properties of OpenStreetMap (`highway`, `surface`, `maxspeed`, `maxweight`, `oneway`, `name`) and their usual other names. */
export function roadsOf(features: Iterable<Feature>): RoadsRead {
  const out: RoadsRead = { lines: [], left: 0, unclassed: 0 }
  for (const { geometry, properties } of features) {
    const said = lower(properties ?? {})
    const word = text(said, ['highway', 'fclass', 'class', 'road_class', 'type', 'category'])?.toLowerCase() ?? ''
    const lines = linesOf(geometry)
    if (lines.length === 0 || NO_ROADS.has(word)) {
      out.left += 1
      continue
    }
    const road = CLASSES[word]
    out.unclassed += road === undefined ? lines.length : 0
    const oneway = text(said, ['oneway'])?.toLowerCase() ?? ''
    for (const line of lines) {
      out.lines.push({
        line: oneway === '-1' || oneway === 't' ? line.reverse() : line, class: road ?? 'track', surface: surfaceOf(text(said, ['surface', 'paved'])), kmh: speedOf(text(said, ['maxspeed', 'speed', 'kmh', 'speed_kmh'])),
        tonnes: tonnesOf(text(said, ['maxweight', 'tonnes', 'load_limit', 'bridge_limit', 'mlc'])), oneway: ['yes', '1', 'true', '-1', 'f', 't'].includes(oneway), name: text(said, ['name', 'ref'])?.slice(0, 120) ?? null,
      })
    }
  }
  return out
}

function linesOf(geometry: Geometry | null): [number, number][][] {
  switch (geometry?.type) {
    case 'LineString':
      return sound(geometry.coordinates)
    case 'MultiLineString':
      return geometry.coordinates.flatMap(sound)
    case 'GeometryCollection':
      return geometry.geometries.flatMap(linesOf)
    default:
      return []
  }
}

/** A line where it is on the Earth; it is parted where it is not. */
function sound(places: readonly Position[]): [number, number][][] {
  const out: [number, number][][] = [[]]
  for (const [lon = NaN, lat = NaN] of places) {
    if (Math.abs(lon) <= 180 && Math.abs(lat) <= 90) {
      out.at(-1)?.push([lon, lat])
    } else if (out.at(-1)?.length !== 0) {
      out.push([])
    }
  }
  return out.filter((one) => one.length >= 2)
}

function lower(properties: { [key: string]: unknown }): Map<string, string> {
  return new Map(Object.entries(properties).flatMap(([key, value]) => (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? [[key.toLowerCase(), String(value)]] : [])))
}

function text(said: ReadonlyMap<string, string>, names: readonly string[]): string | undefined {
  return names.map((one) => said.get(one)?.trim()).find((one) => one !== undefined && one !== '')
}

function surfaceOf(word: string | undefined): RoadSurface {
  const said = word?.toLowerCase() ?? ''
  return PAVED.test(said) || said === 'yes' || said === 'true' ? 'paved' : UNPAVED.test(said) || said === 'no' || said === 'false' ? 'unpaved' : (ROAD_SURFACES.find((one) => one === said) ?? 'unknown')
}

/** km/h, or mph where it says so; null for words ("signals", "none") and 0. */
function speedOf(word: string | undefined): number | null {
  const found = /^(\d{1,3}(?:\.\d+)?)\s*(km\/?h|kmh|kph|mph)?$/i.exec(word ?? '')
  const value = Number(found?.[1] ?? 0) * (found?.[2]?.toLowerCase() === 'mph' ? 1.609344 : 1)
  return value > 0 ? value : null
}

/** Tonnes; pounds and kilograms where it says so. */
function tonnesOf(word: string | undefined): number | null {
  const found = /^(\d{1,6}(?:\.\d+)?)\s*(t|tonnes?|kg|st|lbs?)?$/i.exec(word ?? '')
  const unit = found?.[2]?.toLowerCase() ?? 't'
  const value = Number(found?.[1] ?? 0) * (unit === 'kg' ? 0.001 : unit.startsWith('lb') ? 0.000_453_592_37 : unit === 'st' ? 0.907_184_74 : 1)
  return value > 0 && value < 1000 ? value : null
}
