import { Problem } from '../core/problem.ts'
import type { Codec, Decoder, Heard } from '../core/feed.ts'
import { textOf, type CodecOptions } from './codec-options.ts'
import { parseGpx } from './gpx.ts'
import { jsonPositions } from './json-positions.ts'
import { parseKmlPoints } from './kml-read.ts'
import { KEPT_OF_BAD } from './line-reader.ts'
import { createXmlScanner } from './xml-scan.ts'

/**
 * Whole files of recorded places, read once: GPX (tracks), KML (placemarks of a point with a time, `gx:Track`) and GeoJSON
 * (points). The device is the option `device`, else the name of the track or placemark.
 */

const MOST = 8_388_608
const utf8 = new TextDecoder('utf-8', { fatal: true })

export const gpx: Codec = { name: 'gpx', maxFrameBytes: MOST, datagrams: false, make: (options) => documents('gpx', options, (text) => gpxPlaces(text, options)) }
export const kml: Codec = { name: 'kml', maxFrameBytes: MOST, datagrams: false, make: (options) => documents('kml', options, (text) => kmlPlaces(text, options)) }

/** One document: the whole of what came, at most `maxFrameBytes`. */
export const geojson: Codec = {
  name: 'geojson',
  maxFrameBytes: jsonPositions.maxFrameBytes,
  datagrams: true,
  make(options) {
    const decoder = jsonPositions.make({ ...options, whole: true })
    let parts: Uint8Array[] = []
    let size = 0
    const read = (now: number): Heard[] => {
      const bytes = joined(parts, size)
      parts = []
      size = 0
      return bytes.length === 0 ? [] : decoder.push(bytes, now)
    }
    const whole = options['whole'] === true
    return {
      push(chunk, now) {
        if (size + chunk.length > jsonPositions.maxFrameBytes) {
          parts = []
          size = 0
          return [{ what: 'bad', bytes: chunk.slice(0, KEPT_OF_BAD), reason: `a document is longer than ${jsonPositions.maxFrameBytes} bytes` }]
        }
        parts.push(chunk.slice())
        size += chunk.length
        return whole ? read(now) : []
      },
      end: read,
    }
  },
}

/** Finds documents between the tags of their outermost element; what stands outside is passed over, unreadable ones are told. */
function documents(element: string, options: CodecOptions, read: (text: string) => Heard[]): Decoder {
  const [open, close] = [`<${element}`, `</${element}>`]
  const latin1 = new TextDecoder('latin1')
  let parts: Uint8Array[] = []
  let size = 0
  let inside = false
  /** The last characters of what came before, where a tag may have begun. */
  let tail = ''
  const drop = (): void => {
    parts = []
    size = 0
    inside = false
    tail = ''
  }
  const take = (bytes: Uint8Array): void => {
    parts.push(bytes.slice())
    size += bytes.length
  }
  const bad = (bytes: Uint8Array, reason: string): Heard => ({ what: 'bad', bytes: bytes.slice(0, KEPT_OF_BAD), reason })
  const finish = (): Heard[] => {
    const bytes = joined(parts, size)
    drop()
    try {
      return read(utf8.decode(bytes))
    } catch (error) {
      return [bad(bytes, error instanceof Problem ? error.message : 'not UTF-8 text')]
    }
  }
  const end = (): Heard[] => {
    const rest = joined(parts, size)
    const unfinished = inside
    drop()
    return unfinished ? [bad(rest, `the document has no ${close}`)] : []
  }
  return {
    push(chunk) {
      const heard: Heard[] = []
      let rest = chunk
      while (rest.length > 0) {
        const seek = inside ? close : open
        const text = tail + latin1.decode(rest)
        const found = text.indexOf(seek)
        if (found === -1) {
          if (inside) {
            take(rest)
          }
          tail = text.slice(-(seek.length - 1))
          rest = rest.subarray(rest.length)
        } else {
          const after = found + seek.length - tail.length
          if (inside) {
            take(rest.subarray(0, after))
            if (size <= MOST) {
              heard.push(...finish())
            }
          } else {
            inside = true
            take(new TextEncoder().encode(open))
          }
          tail = ''
          rest = rest.subarray(after)
        }
        if (size > MOST) {
          heard.push(bad(parts[0] ?? rest, `a document is longer than ${MOST} bytes`))
          drop()
        }
      }
      if (options['whole'] === true) {
        heard.push(...end())
      }
      return heard
    },
    end,
  }
}

function gpxPlaces(text: string, options: CodecOptions): Heard[] {
  const { tracks } = parseGpx(text)
  const heard: Heard[] = []
  let untimed = 0
  for (const { name, segments } of tracks) {
    const subject = subjectOf(options, name, 'gpx')
    for (const { lon, lat, altM, time } of segments.flat()) {
      if (time === null) {
        untimed += 1
      } else {
        heard.push({ what: 'position', fix: { subject, at: Date.parse(time), lon, lat, altM: null, speedMs: null, courseDeg: null, accuracyM: null, source: 'gps' }, ...(altM === null ? {} : { facts: { more: { altitudeAboveSeaM: altM } } }) })
      }
    }
  }
  return [...heard, ...leftOut(untimed, text)]
}

function kmlPlaces(text: string, options: CodecOptions): Heard[] {
  const heard: Heard[] = []
  let untimed = 0
  for (const { point, when, name } of parseKmlPoints(text).placemarks) {
    const time = typeof when === 'string' ? when : when?.begin
    if (point && time !== undefined) {
      heard.push({ what: 'position', fix: { subject: subjectOf(options, name, 'kml'), at: Date.parse(time), lon: point.lon, lat: point.lat, altM: null, speedMs: null, courseDeg: null, accuracyM: null, source: 'gps' } })
    } else if (point) {
      untimed += 1
    }
  }
  for (const { name, lon, lat, at } of kmlTracks(text)) {
    heard.push({ what: 'position', fix: { subject: subjectOf(options, name, 'kml'), at, lon, lat, altM: null, speedMs: null, courseDeg: null, accuracyM: null, source: 'gps' } })
  }
  return [...heard, ...leftOut(untimed, text)]
}

/** Places of `gx:Track`: as many times as coordinates, in the same order. One without either is left out, as the format says. */
function kmlTracks(text: string): { name: string; lon: number; lat: number; at: number }[] {
  const found: { name: string; lon: number; lat: number; at: number }[] = []
  const path: string[] = []
  let name = ''
  let words = ''
  let times: number[] = []
  let places: (readonly [number, number] | null)[] = []
  const scanner = createXmlScanner({
    open(element) {
      path.push(element)
      words = ''
      if (element === 'Placemark') {
        name = ''
      } else if (element === 'Track') {
        times = []
        places = []
      }
    },
    text(more) {
      words = words.length > 1000 ? words : words + more
    },
    close(element) {
      path.pop()
      const parent = path.at(-1)
      if (element === 'name' && parent === 'Placemark') {
        name = words.trim()
      } else if (element === 'when' && parent === 'Track') {
        times.push(Date.parse(words.trim()))
      } else if (element === 'coord' && parent === 'Track') {
        const [lon = Number.NaN, lat = Number.NaN] = words.trim() === '' ? [] : words.trim().split(/\s+/).map(Number)
        places.push(Math.abs(lon) <= 180 && Math.abs(lat) <= 90 ? [lon, lat] : null)
      } else if (element === 'Track') {
        for (const [i, place] of places.entries()) {
          const at = times[i] ?? Number.NaN
          if (place && !Number.isNaN(at)) {
            found.push({ name, lon: place[0], lat: place[1], at })
          }
        }
      }
      words = ''
    },
  })
  scanner.push(text)
  scanner.end()
  return found
}

function leftOut(untimed: number, text: string): Heard[] {
  return untimed === 0 ? [] : [{ what: 'bad', bytes: new TextEncoder().encode(text.slice(0, 300)), reason: `${untimed} places without a time were left out` }]
}

function subjectOf(options: CodecOptions, name: string, format: string): string {
  return `device:${textOf(options, 'device') ?? (name.trim().slice(0, 150) || format)}`
}

function joined(parts: readonly Uint8Array[], size: number): Uint8Array {
  const bytes = new Uint8Array(size)
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}
