import { Problem } from '../core/problem.ts'
import { toIso } from '../core/time.ts'
import type { Feature } from './geojson.ts'
import type { Placemark } from './kml.ts'
import { attribute, createXmlScanner } from './xml-scan.ts'
import { xmlText } from './xml-text.ts'

/** GPX 1.1, what handheld receivers write and read: waypoints, routes and tracks, WGS 84 degrees, heights in metres, times UTC. */

export type GpxPoint = { lon: number; lat: number; altM: number | null; /** ISO 8601 UTC. */ time: string | null; name: string; description: string; symbol: string }
export type GpxLine = { name: string; description: string; /** One for a route; a track has one for every stretch without a gap. */ segments: GpxPoint[][] }
export type Gpx = { name: string; waypoints: GpxPoint[]; routes: GpxLine[]; tracks: GpxLine[]; notes: string[] }

export type GpxLimits = { maxChars: number; maxPoints: number; maxText: number }
export const GPX_LIMITS: GpxLimits = { maxChars: 100_000_000, maxPoints: 1_000_000, maxText: 20_000 }

const POINTS = new Set(['wpt', 'rtept', 'trkpt'])
const WORDS = new Set(['name', 'desc', 'cmt', 'sym', 'ele', 'time'])

/**
 * Read GPX text. Points without sound coordinates are left out and counted in `notes`; unreadable times and
 * heights become null. Throws `Problem` `malformed-body` for what is no GPX or no sound XML (a DOCTYPE is
 * refused), `too-large` beyond a limit.
 */
export function parseGpx(text: string, given: Partial<GpxLimits> = {}): Gpx {
  const limits = { ...GPX_LIMITS, ...given }
  if (text.length > limits.maxChars) {
    throw new Problem('too-large', `The GPX file has more than ${limits.maxChars} characters. Split it`)
  }
  const out: Gpx = { name: '', waypoints: [], routes: [], tracks: [], notes: [] }
  const path: string[] = []
  let point: GpxPoint | null = null
  let line: GpxLine | null = null
  let words = ''
  let points = 0
  let unplaced = 0

  const pointOf = (attributes: string): GpxPoint | null => {
    const degrees = (name: string, limit: number): number | null => {
      const written = attribute(attributes, name)?.trim() ?? ''
      const value = written === '' ? Number.NaN : Number(written)
      return Number.isFinite(value) && Math.abs(value) <= limit ? value : null
    }
    const [lat, lon] = [degrees('lat', 90), degrees('lon', 180)]
    points += 1
    if (points > limits.maxPoints) {
      throw new Problem('too-large', `The GPX file has more than ${limits.maxPoints} points. Split it`)
    }
    if (lat === null || lon === null) {
      unplaced += 1
      return null
    }
    return { lon, lat, altM: null, time: null, name: '', description: '', symbol: '' }
  }
  const say = (name: string, value: string): void => {
    const parent = path.at(-1) ?? ''
    if (POINTS.has(parent)) {
      if (point !== null) {
        tell(point, name, value)
      }
    } else if (line !== null && (parent === 'rte' || parent === 'trk')) {
      if (name === 'name') {
        line.name = value
      } else if (name === 'desc' || (name === 'cmt' && line.description === '')) {
        line.description = value
      }
    } else if (name === 'name' && (parent === 'metadata' || parent === 'gpx')) {
      out.name = value
    }
  }
  const scanner = createXmlScanner({
    open(name, attributes) {
      if (path.length === 0 && name !== 'gpx') {
        throw new Problem('malformed-body', `This is not GPX: its outermost element is ${name.slice(0, 40)}`)
      }
      path.push(name)
      words = ''
      if (POINTS.has(name)) {
        point = pointOf(attributes)
      } else if (name === 'rte' || name === 'trk') {
        line = { name: '', description: '', segments: name === 'rte' ? [[]] : [] }
      } else if (name === 'trkseg') {
        line?.segments.push([])
      }
    },
    text(more) {
      if (WORDS.has(path.at(-1) ?? '')) {
        words += more
        if (words.length > limits.maxText) {
          throw new Problem('too-large', `A text in the GPX file has more than ${limits.maxText} characters`)
        }
      }
    },
    close(name) {
      if (path.pop() !== name) {
        throw new Problem('malformed-body', 'The XML of the GPX file is not sound: elements are closed in another order than they were opened')
      }
      if (POINTS.has(name)) {
        if (point !== null) {
          (name === 'wpt' ? out.waypoints : line?.segments.at(-1))?.push(point)
        }
        point = null
      } else if ((name === 'rte' || name === 'trk') && line !== null) {
        (name === 'rte' ? out.routes : out.tracks).push({ ...line, segments: line.segments.filter((one) => one.length > 0) })
        line = null
      } else if (WORDS.has(name)) {
        say(name, words.trim())
      }
      words = ''
    },
  })
  scanner.push(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text)
  scanner.end()
  if (unplaced > 0) {
    out.notes.push(`${unplaced} points without a sound latitude and longitude were left out.`)
  }
  return out
}

function tell(point: GpxPoint, name: string, value: string): void {
  switch (name) {
    case 'name': point.name = value; break
    case 'desc': point.description = value; break
    case 'cmt': point.description ||= value; break
    case 'sym': point.symbol = value; break
    case 'ele': point.altM = value !== '' && Number.isFinite(Number(value)) ? Number(value) : null; break
    default: point.time = toIso(Date.parse(value)) ?? null
  }
}

/** Everything of a GPX file as GeoJSON features: points, and lines for routes and tracks (stretches of one point are left out). */
export function gpxFeatures(gpx: Gpx): Feature[] {
  const at = (one: GpxPoint): number[] => (one.altM === null ? [one.lon, one.lat] : [one.lon, one.lat, one.altM])
  const lines = (all: readonly GpxLine[], what: 'route' | 'track'): Feature[] =>
    all.flatMap(({ name, description, segments }) => {
      const long = segments.filter((one) => one.length > 1).map((one) => one.map(at))
      return long.length === 0 ? [] : [{ type: 'Feature', geometry: { type: 'MultiLineString', coordinates: long }, properties: { what, name, description, begin: segments[0]?.[0]?.time ?? null, end: segments.at(-1)?.at(-1)?.time ?? null } } satisfies Feature]
    })
  return [
    ...gpx.waypoints.map((one): Feature => ({ type: 'Feature', geometry: { type: 'Point', coordinates: at(one) }, properties: { what: 'waypoint', name: one.name, description: one.description, symbol: one.symbol, time: one.time } })),
    ...lines(gpx.routes, 'route'),
    ...lines(gpx.tracks, 'track'),
  ]
}

/** One point as an element, in the order of members the schema asks for; `element` is wpt, rtept or trkpt. */
function pointXml(element: string, one: GpxPoint): string {
  const member = (name: string, value: string): string => (value === '' ? '' : `<${name}>${xmlText(value)}</${name}>`)
  return `<${element} lat="${one.lat}" lon="${one.lon}">${one.altM === null ? '' : `<ele>${one.altM}</ele>`}${member('time', one.time ?? '')}${member('name', one.name)}${member('desc', one.description)}${member('sym', one.symbol)}</${element}>`
}

/** Placemarks that have a point, as waypoints: the beginning is the time, data are put under the description. */
export async function* placemarkWaypoints(marks: AsyncIterable<Placemark>): AsyncGenerator<GpxPoint> {
  for await (const { point, name, description, when, data } of marks) {
    if (point === null) {
      continue
    }
    const time = typeof when === 'string' ? when : (when?.begin ?? '')
    const lines = [description ?? '', ...(data ?? []).filter((one) => one.value !== null && one.value !== '').map((one) => `${one.label ?? one.name}: ${String(one.value)}`)]
    yield { lon: point.lon, lat: point.lat, altM: point.altM ?? null, time: toIso(Date.parse(time)) ?? null, name, description: lines.filter((line) => line !== '').join('\n'), symbol: 'Flag, Blue' }
  }
}

/**
 * A GPX 1.1 document as text chunks of about 64 Ki characters: waypoints, then `lines` as routes. `description`
 * (the marking) stands in the metadata.
 */
export async function* gpxChunks(name: string, points: AsyncIterable<GpxPoint> | Iterable<GpxPoint>, options: { description?: string; time?: string; lines?: readonly GpxLine[] } = {}): AsyncGenerator<string> {
  const description = options.description ?? ''
  let buffer = '<?xml version="1.0" encoding="UTF-8"?>\n<gpx version="1.1" creator="Vigie" xmlns="http://www.topografix.com/GPX/1/1"><metadata>'
    + `<name>${xmlText(name)}</name>${description === '' ? '' : `<desc>${xmlText(description)}</desc>`}${options.time === undefined ? '' : `<time>${xmlText(options.time)}</time>`}</metadata>\n`
  for await (const one of points) {
    buffer += `${pointXml('wpt', one)}\n`
    if (buffer.length >= 65_536) {
      yield buffer
      buffer = ''
    }
  }
  for (const line of options.lines ?? []) {
    buffer += `<rte><name>${xmlText(line.name)}</name>${line.description === '' ? '' : `<desc>${xmlText(line.description)}</desc>`}${line.segments.flat().map((one) => pointXml('rtept', one)).join('')}</rte>\n`
  }
  yield `${buffer}</gpx>\n`
}

/** A track on its way out: where it was, in stretches without a gap. */
export type GpxTrail = { name: string; description: string; points: AsyncIterable<GpxTrailPoint[]> }
export type GpxTrailPoint = { lon: number; lat: number; altM: number | null; /** Epoch ms. */ at: number }

/** As `gpxChunks`, with tracks after the waypoints: a new segment wherever it was silent for longer than `gapMs`. */
export async function* gpxTrackChunks(name: string, trails: AsyncIterable<GpxTrail>, options: { description?: string; time?: string; points?: Iterable<GpxPoint>; gapMs: number }): AsyncGenerator<string> {
  let held = ''
  for await (const chunk of gpxChunks(name, options.points ?? [], options)) {
    if (held !== '') {
      yield held
    }
    held = chunk
  }
  // The end of the document is written when the tracks stand in it.
  yield held.slice(0, held.lastIndexOf('</gpx>'))
  for await (const trail of trails) {
    yield `<trk><name>${xmlText(trail.name)}</name>${trail.description === '' ? '' : `<desc>${xmlText(trail.description)}</desc>`}`
    let before: number | null = null
    for await (const points of trail.points) {
      let text = ''
      for (const { lon, lat, altM, at } of points) {
        const fresh = before === null || at - before > options.gapMs
        text += `${fresh ? `${before === null ? '' : '</trkseg>'}<trkseg>` : ''}${pointXml('trkpt', { lon, lat, altM, time: toIso(at) ?? null, name: '', description: '', symbol: '' })}`
        before = at
      }
      yield text
    }
    yield `${before === null ? '' : '</trkseg>'}</trk>\n`
  }
  yield '</gpx>\n'
}
