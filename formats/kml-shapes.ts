import { Problem } from '../core/problem.ts'
import type { Feature, Geometry, Position } from './geojson.ts'
import { KML_LIMITS, type KmlLimits } from './kml-read.ts'
import { attribute, createXmlScanner } from './xml-scan.ts'

const WORDS = new Set(['name', 'value', 'SimpleData', 'coordinates'])

/**
 * Placemarks of a KML document with whatever shape they have (points, lines, polygons with holes, several of them) as
 * features; `properties` are the name and the extended data. Throws `Problem` `malformed-body` or `too-large`.
 */
export function parseKmlShapes(text: string, given: Partial<KmlLimits> = {}): Feature[] {
  const limits = { ...KML_LIMITS, ...given }
  if (text.length > limits.maxChars) {
    throw new Problem('too-large', `The KML file has more than ${limits.maxChars} characters. Split it`)
  }
  const features: Feature[] = []
  const path: string[] = []
  let properties: { [key: string]: unknown } | null = null
  let shapes: Geometry[] = []
  let rings: Position[][] = []
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
        properties = {}
        shapes = []
      } else if (name === 'Data' || name === 'SimpleData') {
        datum = attribute(attributes, 'name') ?? ''
      } else if (name === 'Polygon') {
        rings = []
      }
    },
    text(more) {
      if (properties !== null && WORDS.has(path.at(-1) ?? '')) {
        words += more
      }
    },
    close(name) {
      if (path.pop() !== name) {
        throw new Problem('malformed-body', 'The XML of the KML file is not sound: elements are closed in another order than they were opened')
      }
      if (properties === null) {
        return
      }
      const parent = path.at(-1)
      if (name === 'Placemark') {
        if (features.length >= limits.maxPlacemarks) {
          throw new Problem('too-large', `The KML file has more than ${limits.maxPlacemarks} places. Split it`)
        }
        features.push({ type: 'Feature', geometry: joined(shapes), properties })
        properties = null
      } else if (name === 'name' && parent === 'Placemark') {
        properties['name'] = words.trim()
      } else if (name === 'SimpleData' || (name === 'value' && parent === 'Data')) {
        properties[datum] = words.trim()
      } else if (name === 'Polygon' && rings.length > 0) {
        shapes.push({ type: 'Polygon', coordinates: rings })
      } else if (name === 'coordinates') {
        const positions = positionsOf(words)
        const [first] = positions
        if (parent === 'LinearRing' && positions.length > 0) {
          // The outer boundary comes first whatever the order in the file.
          rings = path.includes('outerBoundaryIs') ? [positions, ...rings] : [...rings, positions]
        } else if (parent === 'LineString' && positions.length > 1) {
          shapes.push({ type: 'LineString', coordinates: positions })
        } else if (parent === 'Point' && first) {
          shapes.push({ type: 'Point', coordinates: first })
        }
      }
      words = ''
    },
  })
  scanner.push(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text)
  scanner.end()
  return features
}

function joined(shapes: readonly Geometry[]): Geometry | null {
  const [first] = shapes
  if (!first || shapes.length === 1) {
    return first ?? null
  }
  const polygons = shapes.flatMap((shape) => (shape.type === 'Polygon' ? [shape.coordinates] : []))
  return polygons.length === shapes.length ? { type: 'MultiPolygon', coordinates: polygons } : { type: 'GeometryCollection', geometries: [...shapes] }
}

function positionsOf(text: string): Position[] {
  return text.trim().split(/\s+/).flatMap((part) => {
    const [lon, lat] = part.split(',').map(Number)
    return lon !== undefined && lat !== undefined && Math.abs(lon) <= 180 && Math.abs(lat) <= 90 ? [[lon, lat]] : []
  })
}
