import type { Codec, Heard } from '../core/feed.ts'
import { FIX_SOURCES, type FixSource } from '../core/fix.ts'
import { textOf, type CodecOptions } from './codec-options.ts'
import { kept } from './frame-reader.ts'
import { lineDecoder } from './line-reader.ts'

/**
 * Plots of sensors that do not know what they see (radar, acoustic, camera), one JSON object a line. A place as `lat` and `lon`,
 * or as `rangeM` and `bearingDeg` from the sensor whose place stands in the options `lat` and `lon`. Beside it `time`,
 * `accuracyM`, `altM`, `speedMs`, `courseDeg`, `sensor`, `class`, `confidence`. Every plot is a subject of its own,
 * `plot:<sensor>:<count>`: what of them belongs together is for fusion to say.
 */

const MOST_LINE = 8192
/** Mean radius of the Earth (IUGG). */
const EARTH_M = 6_371_008.8

type Values = { readonly [name: string]: unknown }

export const sensorPlots: Codec = {
  name: 'sensor-plots',
  maxFrameBytes: MOST_LINE,
  datagrams: false,
  make(options) {
    let count = 0
    return lineDecoder(MOST_LINE, options, (_line, bytes) => {
      const bad = (reason: string): Heard[] => [{ what: 'bad', bytes: kept(bytes), reason }]
      let value: unknown
      try {
        value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
      } catch {
        return bad('not JSON')
      }
      if (typeof value !== 'object' || value === null || Array.isArray(value)) {
        return bad('a plot is no object')
      }
      const plot = read(value as Values, options, count + 1)
      if (typeof plot === 'string') {
        return bad(plot)
      }
      count += 1
      return [plot]
    })
  },
}

function read(plot: Values, options: CodecOptions, count: number): Heard | string {
  const place = placeOf(plot, options)
  if (typeof place === 'string') {
    return place
  }
  const time = plot['time']
  const at = typeof time === 'number' ? (time > 1e11 ? time : time * 1000) : typeof time === 'string' ? Date.parse(time) : null
  if (at !== null && !(at >= 0 && at < 4_102_444_800_000)) {
    return 'the time cannot be read'
  }
  const sensor = typeof plot['sensor'] === 'string' && plot['sensor'] !== '' ? plot['sensor'] : (textOf(options, 'sensor') ?? 'sensor')
  const [accuracy, course, speed] = [number(plot['accuracyM']) ?? number(options['accuracyM']), number(plot['courseDeg']), number(plot['speedMs'])]
  const more: { [name: string]: string | number } = {}
  if (typeof plot['class'] === 'string' && plot['class'] !== '') {
    more['class'] = plot['class'].slice(0, 60)
  }
  const confidence = number(plot['confidence'])
  if (confidence !== null) {
    more['confidence'] = confidence
  }
  return {
    what: 'position',
    fix: { subject: `plot:${sensor.replaceAll(/[^\w.-]/g, '_').slice(0, 60)}:${count}`, at: at === null ? null : Math.round(at), ...place, altM: number(plot['altM']), speedMs: speed === null || speed < 0 ? null : speed, courseDeg: course === null || course < 0 || course > 360 ? null : course % 360, accuracyM: accuracy === null || accuracy < 0 ? null : accuracy, source: sourceOf(plot['source'] ?? options['source']) },
    ...(Object.keys(more).length === 0 ? {} : { facts: { more } }),
  }
}

function placeOf(plot: Values, options: CodecOptions): { lat: number; lon: number } | string {
  const [lat, lon, range, bearing] = [plot['lat'], plot['lon'], plot['rangeM'], plot['bearingDeg']].map(number)
  if (typeof lat === 'number' && typeof lon === 'number') {
    return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? { lat, lon } : `not on Earth: latitude ${lat}, longitude ${lon}`
  }
  const [fromLat, fromLon] = [number(options['lat']), number(options['lon'])]
  if (typeof range !== 'number' || typeof bearing !== 'number' || range < 0 || range > 1_000_000) {
    return 'neither lat and lon nor rangeM and bearingDeg'
  }
  if (fromLat === null || fromLon === null || Math.abs(fromLat) > 90 || Math.abs(fromLon) > 180) {
    return 'range and bearing, but the options lat and lon do not say where the sensor stands'
  }
  // Along a great circle of the sphere: within 0.6 % of the range, usually far less.
  const [angle, course, start] = [range / EARTH_M, (bearing * Math.PI) / 180, (fromLat * Math.PI) / 180]
  const end = Math.asin(Math.sin(start) * Math.cos(angle) + Math.cos(start) * Math.sin(angle) * Math.cos(course))
  const east = Math.atan2(Math.sin(course) * Math.sin(angle) * Math.cos(start), Math.cos(angle) - Math.sin(start) * Math.sin(end))
  return { lat: (end * 180) / Math.PI, lon: ((((fromLon + (east * 180) / Math.PI + 180) % 360) + 360) % 360) - 180 }
}

function sourceOf(value: unknown): FixSource {
  return FIX_SOURCES.find((one) => one === value) ?? 'radar'
}

function number(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}
