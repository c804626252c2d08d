import { Problem } from '../core/problem.ts'
import { toIso } from '../core/time.ts'
import type { Feature, Geometry, Position } from './geojson.ts'
import type { Placemark } from './kml.ts'
import { attribute, createXmlScanner } from './xml-scan.ts'

export type KmlLimits = { maxChars: number; maxPlacemarks: number; maxText: number; maxCorners: number }
export const KML_LIMITS: KmlLimits = { maxChars: 100_000_000, maxPlacemarks: 200_000, maxText: 50_000, maxCorners: 2_000_000 }

type Mark = { name: string; description: string; when: string; begin: string; end: string; point: Placemark['point']; data: { name: string; value: string }[]; shapes: Geometry[] }

const WORDS = new Set(['name', 'description', 'when', 'begin', 'end', 'value', 'SimpleData', 'coordinates'])

/**
 * The points of a KML document, with name, description as written, time and extended data. Placemarks of another
 * shape are counted in `others`. Links to other files and pictures are never followed. Throws `Problem`
 * `malformed-body` or `too-large`.
 */
export function parseKmlPoints(text: string, given: Partial<KmlLimits> = {}): { placemarks: Placemark[]; others: number } {
  const limits = { ...KML_LIMITS, ...given }
  const placemarks: Placemark[] = []
  let others = 0
  scanKml(text, limits, ({ begin, end, when, shapes: _shapes, ...rest }) => {
    if (rest.point === null) {
      others += 1
    } else if (placemarks.length >= limits.maxPlacemarks) {
      throw new Problem('too-large', `The KML file has more than ${limits.maxPlacemarks} points. Split it`)
    } else {
      const time = [when || begin, end].map((one) => toIso(Date.parse(one)))
      placemarks.push({ ...rest, ...(time[0] === undefined ? {} : { when: time[1] === undefined ? time[0] : { begin: time[0], end: time[1] } }) })
    }
  })
  return { placemarks, others }
}

/**
 * Every placemark of a KML document as a GeoJSON feature with its name: points, lines and polygons with their holes,
 * several of them as a collection; null for one without a sound place. Throws as `parseKmlPoints` does.
 */
export function parseKmlFeatures(text: string, given: Partial<KmlLimits> = {}): Feature[] {
  const limits = { ...KML_LIMITS, ...given }
  const features: Feature[] = []
  scanKml(text, limits, ({ name, shapes }) => {
    if (features.length >= limits.maxPlacemarks) {
      throw new Problem('too-large', `The KML file has more than ${limits.maxPlacemarks} placemarks. Split it`)
    }
    const geometry: Geometry | null = shapes.length > 1 ? { type: 'GeometryCollection', geometries: shapes } : (shapes[0] ?? null)
    features.push({ type: 'Feature', geometry, properties: { name } })
  })
  return features
}

function scanKml(text: string, limits: KmlLimits, done: (mark: Mark) => void): void {
  if (text.length > limits.maxChars) {
    throw new Problem('too-large', `The KML file has more than ${limits.maxChars} characters. Split it`)
  }
  const path: string[] = []
  let mark: Mark | null = null
  let rings: Position[][] = []
  let corners = 0
  const line = (): Position[] => {
    const found = positionsOf(words)
    corners += found.length
    if (corners > limits.maxCorners) {
      throw new Problem('too-large', `The KML file has more than ${limits.maxCorners} corners. Split it`)
    }
    return found
  }
  let datum = ''
  let words = ''
  const scanner = createXmlScanner({
    open(name, attributes) {
      if (path.length === 0 && name !== 'kml') {
        throw new Problem('malformed-body', `This is not KML: its outermost element is ${name.slice(0, 40)}`)
      }
      path.push(name)
      words = ''
      if (name === 'Placemark') {
        mark = { name: '', description: '', when: '', begin: '', end: '', point: null, data: [], shapes: [] }
      } else if (name === 'Data' || name === 'SimpleData') {
        datum = attribute(attributes, 'name') ?? ''
      }
    },
    text(more) {
      if (mark !== null && WORDS.has(path.at(-1) ?? '')) {
        words += more
        if (words.length > limits.maxText && path.at(-1) !== 'coordinates') {
          throw new Problem('too-large', `A text in the KML file has more than ${limits.maxText} characters`)
        }
      }
    },
    close(name) {
      if (path.pop() !== name) {
        throw new Problem('malformed-body', 'The XML of the KML file is not sound: elements are closed in another order than they were opened')
      }
      const parent = path.at(-1)
      if (mark === null) {
        return
      }
      if (name === 'Placemark') {
        done(mark)
        mark = null
      } else if (name === 'coordinates' && parent === 'Point') {
        mark.point = pointOf(words)
        if (mark.point) {
          mark.shapes.push({ type: 'Point', coordinates: [mark.point.lon, mark.point.lat] })
        }
      } else if (name === 'coordinates' && (parent === 'LineString' || (parent === 'LinearRing' && !path.includes('Polygon')))) {
        const coordinates = line()
        if (coordinates.length > 1) {
          mark.shapes.push({ type: 'LineString', coordinates })
        }
      } else if (name === 'coordinates' && parent === 'LinearRing') {
        const ring = line()
        if (path.includes('innerBoundaryIs')) {
          rings.push(ring)
        } else {
          rings.unshift(ring)
        }
      } else if (name === 'Polygon') {
        if ((rings[0]?.length ?? 0) > 3) {
          mark.shapes.push({ type: 'Polygon', coordinates: rings })
        }
        rings = []
      } else if ((name === 'name' || name === 'description') && parent === 'Placemark') {
        mark[name] = words.trim()
      } else if (name === 'when' || name === 'begin' || name === 'end') {
        mark[name] = words.trim()
      } else if (name === 'SimpleData' || (name === 'value' && parent === 'Data')) {
        mark.data.push({ name: datum, value: words.trim() })
      }
      words = ''
    },
  })
  scanner.push(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text)
  scanner.end()
}

/** `lon,lat[,height]` parted by white space; places that are none are left out. */
function positionsOf(text: string): Position[] {
  return text.split(/\s+/).flatMap((part): Position[] => {
    const point = part === '' ? null : pointOf(part)
    return point ? [[point.lon, point.lat]] : []
  })
}

function pointOf(text: string): Placemark['point'] {
  const [lon, lat] = text.trim().split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)))
  const good = (n: number | undefined, limit: number): n is number => n !== undefined && Number.isFinite(n) && Math.abs(n) <= limit
  return good(lon, 180) && good(lat, 90) ? { lon, lat } : null
}
