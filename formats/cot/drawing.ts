import { makeEvent } from './build.ts'
import { attr, attrBoolean, attrNumber, element, part, parts } from './detail.ts'
import type { CotElement, CotEvent } from './event.ts'
import { linksOf } from './facts.ts'

/** What people draw: markers, routes and shapes. Points are [lon, lat, hae?], metres and degrees from true north. */
export type CotDrawing =
  | { what: 'marker'; at: number[] }
  | { what: 'route'; points: number[][]; /** Named points on the way. */ stops: { name: string; at: number[]; type: string }[] }
  | { what: 'line'; points: number[][] }
  /** The last point is the first again. */
  | { what: 'polygon'; ring: number[][] }
  | { what: 'ellipse'; at: number[]; /** Half axes. */ majorM: number; minorM: number; /** Of the major axis. */ angleDeg: number }
  | { what: 'bearing'; at: number[]; rangeM: number; bearingDeg: number }

function same(a: readonly number[] | undefined, b: readonly number[] | undefined): boolean {
  return a !== undefined && b !== undefined && a[0] === b[0] && a[1] === b[1]
}

function closed(points: number[][]): number[][] {
  return same(points[0], points.at(-1)) ? points : [...points, points[0]!]
}

function pointOf(event: CotEvent): number[] {
  const { lon, lat, hae } = event.point
  return hae === null ? [lon, lat] : [lon, lat, hae]
}

function vertices(polyline: CotElement): number[][] {
  return parts(polyline.nodes, 'vertex').flatMap((vertex) => {
    const lon = attrNumber(vertex, 'lon')
    const lat = attrNumber(vertex, 'lat')
    return lon !== null && lat !== null && Math.abs(lon) <= 180 && Math.abs(lat) <= 90 ? [[lon, lat]] : []
  })
}

function areaOrLine(points: number[][], isArea: boolean): CotDrawing | null {
  if (points.length < 2) {
    return null
  }
  return isArea && points.length >= 3 ? { what: 'polygon', ring: closed(points) } : { what: 'line', points }
}

/** The drawing an event is; null when it is none or holds too little to be drawn. */
export function drawingOf(event: CotEvent): CotDrawing | null {
  const { type } = event
  if (type === 'b-m-r') {
    const stops = linksOf(event).filter((link) => link.point !== null)
    const points = stops.map((link) => link.point!)
    return points.length < 2 ? null : { what: 'route', points, stops: stops.filter((link) => link.callsign !== '').map((link) => ({ name: link.callsign, at: link.point!, type: link.type })) }
  }
  if (type === 'u-rb-a') {
    const rangeM = attrNumber(part(event.detail, 'range'), 'value')
    const bearingDeg = attrNumber(part(event.detail, 'bearing'), 'value')
    return rangeM === null || bearingDeg === null ? null : { what: 'bearing', at: pointOf(event), rangeM, bearingDeg }
  }
  if (type.startsWith('u-d-') || type.startsWith('u-r')) {
    const shape = part(event.detail, 'shape')
    const ellipse = shape && part(shape.nodes, 'ellipse')
    if (ellipse) {
      const majorM = attrNumber(ellipse, 'major')
      const minorM = attrNumber(ellipse, 'minor')
      return majorM === null || minorM === null || majorM <= 0 || minorM <= 0 ? null : { what: 'ellipse', at: pointOf(event), majorM, minorM, angleDeg: (((attrNumber(ellipse, 'angle') ?? 0) % 360) + 360) % 360 }
    }
    const polyline = shape && part(shape.nodes, 'polyline')
    if (polyline) {
      const points = vertices(polyline)
      return areaOrLine(points, attrBoolean(polyline, 'closed') === true || same(points[0], points.at(-1)))
    }
    const points = linksOf(event).flatMap((link) => (link.point === null ? [] : [link.point]))
    return areaOrLine(points, type === 'u-d-r' || (points.length > 3 && same(points[0], points.at(-1))))
  }
  return /^b-m-p(?:-|$)/u.test(type) ? { what: 'marker', at: pointOf(event) } : null
}

function text(point: readonly number[]): string {
  return point.length > 2 ? `${point[1]},${point[0]},${point[2]}` : `${point[1]},${point[0]}`
}

const MARKER = 'b-m-p-s-m'

/** A drawing as an event that stays on the client until `stale` or until it is deleted. `colour` is signed ARGB. */
export function drawingEvent(drawing: CotDrawing, options: { uid: string; name: string; remarks?: string; colour?: number }, now: number, holdsMs: number): CotEvent {
  const colour = options.colour ?? -1
  const common = [element('contact', { callsign: options.name }), element('remarks', {}, [options.remarks ?? '']), element('archive')]
  const stroke = [element('strokeColor', { value: colour }), element('strokeWeight', { value: '3.0' })]
  // A translucent fill of the same colour.
  const fill = element('fillColor', { value: (colour & 0x00ff_ffff) | 0x4000_0000 })
  const make = (type: string, at: readonly number[], detail: CotElement[]): CotEvent => makeEvent({
    uid: options.uid, type, how: 'h-e', point: { lon: at[0]!, lat: at[1]!, hae: at[2] ?? null, ce: null, le: null }, detail: [...detail, ...common],
  }, now, holdsMs)
  const points = (list: readonly number[][]): CotElement[] => list.map((point) => element('link', { point: text(point) }))
  switch (drawing.what) {
    case 'marker': return make(MARKER, drawing.at, [element('color', { argb: colour })])
    case 'line': return make('u-d-f', drawing.points[0]!, [...points(drawing.points), ...stroke])
    case 'polygon': return make('u-d-f', drawing.ring[0]!, [...points(drawing.ring), ...stroke, fill])
    case 'ellipse': return make('u-d-c-c', drawing.at, [element('shape', {}, [element('ellipse', { major: drawing.majorM, minor: drawing.minorM, angle: drawing.angleDeg })]), ...stroke, fill])
    case 'bearing': return make('u-rb-a', drawing.at, [element('range', { value: drawing.rangeM }), element('bearing', { value: drawing.bearingDeg }), ...stroke])
    case 'route': {
      const stops = drawing.points.map((point, i) => {
        const stop = drawing.stops.find(({ at }) => same(at, point))
        return element('link', { uid: `${options.uid}.${i}`, callsign: stop?.name ?? '', type: stop === undefined ? 'b-m-p-c' : (stop.type || 'b-m-p-w'), point: text(point), remarks: '', relation: 'c' })
      })
      return make('b-m-r', drawing.points[0]!, [...stops, element('link_attr', { planningmethod: 'Infil', color: colour, method: 'Driving', prefix: 'CP', type: 'Vehicle', stroke: 3, direction: 'Infil', routetype: 'Primary', order: 'Ascending Check Points' }), ...stroke])
    }
  }
}

/** Title of a drawing or marker, empty for none. */
export function titleOf(event: CotEvent): string {
  return attr(part(event.detail, 'contact'), 'callsign') ?? ''
}
