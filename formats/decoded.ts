import type { Codec, Heard } from '../core/feed.ts'
import { Problem } from '../core/problem.ts'
import { adsbJson } from './adsb-json.ts'
import { ais } from './ais/codec.ts'
import { cotJson } from './cot/json.ts'
import { authOf } from './cot/control.ts'
import type { CotFrame } from './cot/event.ts'
import { readTakMessage } from './cot/proto-read.ts'
import { createCotStream, readDatagram, TAK_MAGIC } from './cot/stream.ts'
import { readXml } from './cot/xml-tree.ts'
import { readCot } from './cot/xml.ts'
import { parseGeoJson } from './geojson.ts'
import { parseGpx, type GpxPoint } from './gpx.ts'
import { parseKmlFeatures, parseKmlPoints } from './kml-read.ts'
import { mavlink } from './mavlink/codec.ts'
import { nmea } from './nmea/codec.ts'
import { sbs1 } from './sbs1.ts'
import { kml } from './track-files.ts'

/** What `vigie decode` reads; the members of each message are in docs/formats. */
export const DECODED_FORMATS = ['cot', 'tak', 'nmea', 'ais', 'adsb', 'gpx', 'kml', 'mavlink', 'geojson'] as const
export type DecodedFormat = (typeof DECODED_FORMATS)[number]

/** One message, or why there is none and at which byte of the input. */
export type Decoded = { ok: true; [member: string]: unknown } | { ok: false; error: string; offset: number }

const PIECE = 65_536
/** What a decoder tells of is looked for so far beyond where it stood at most. */
const WINDOW = 2_097_152

/** Every message of a whole input, in order. `now` (epoch ms) stands for the clock of the receiver where a source leaves out the date. Never throws. */
export function* decoded(format: DecodedFormat, bytes: Uint8Array, now: number): Generator<Decoded> {
  switch (format) {
    case 'cot':
    case 'tak':
      yield* cotMessages(bytes)
      return
    case 'adsb':
      yield* heardMessages(/^\s*[{[]/u.test(latin(bytes.subarray(0, 64))) ? adsbJson : sbs1, bytes, now)
      return
    case 'gpx':
      yield* document(bytes, gpxPlaces)
      return
    case 'kml':
      yield* document(bytes, (text) => kmlPlaces(text, bytes, now))
      return
    case 'geojson':
      yield* geojsonFeatures(bytes)
      return
    default:
      yield* heardMessages({ nmea, ais, mavlink }[format], bytes, now)
  }
}

function* cotMessages(data: Uint8Array): Generator<Decoded> {
  if (data[0] === TAK_MAGIC && data[2] === TAK_MAGIC) {
    yield* cotMessage(readDatagram(data), 0)
    return
  }
  const stream = createCotStream()
  let from = 0
  const placed = function* (frames: readonly CotFrame[], end: number): Generator<Decoded> {
    for (const frame of frames) {
      const at = placeOf(data, frame.bytes, from, end)
      const offset = at < 0 ? from : at
      // Of what is bad only the beginning is known.
      from = at < 0 ? from : Math.min(end, offset + (frame.what === 'bad' ? 1 : frame.bytes.length))
      yield* cotMessage(frame, offset)
    }
  }
  for (let at = 0; at < data.length; at += PIECE) {
    yield* placed(stream.push(data.subarray(at, at + PIECE)), Math.min(data.length, at + PIECE))
  }
  yield* placed(stream.end(), data.length)
}

function* cotMessage(frame: CotFrame, offset: number): Generator<Decoded> {
  switch (frame.what) {
    case 'bad':
      yield { ok: false, error: frame.reason, offset }
      return
    case 'auth': {
      const read = readXml(frame.bytes)
      const said = read.ok ? authOf(read.value) : null
      // Who, never with which secret.
      yield said ? { ok: true, what: 'auth', username: said.username, uid: said.uid } : { ok: false, error: read.ok ? 'an <auth> that names no user' : read.reason, offset }
      return
    }
    case 'xml': {
      const read = readCot(frame.bytes)
      yield read.ok ? { ok: true, what: 'event', ...cotJson(read.value) } : { ok: false, error: read.reason, offset: offset + new TextEncoder().encode(new TextDecoder().decode(frame.bytes).slice(0, read.offset)).length }
      return
    }
    case 'proto': {
      const read = readTakMessage(frame.bytes)
      if (!read.ok) {
        yield { ok: false, error: read.reason, offset: offset + read.offset }
        return
      }
      const { control, event } = read.value
      yield event ? { ok: true, what: 'event', ...cotJson(event), ...(control ? { control } : {}) } : { ok: true, what: 'control', control }
    }
  }
}

function* heardMessages(codec: Codec, data: Uint8Array, now: number): Generator<Decoded> {
  const decoder = codec.make({})
  let from = 0
  const placed = function* (heard: readonly Heard[], end: number): Generator<Decoded> {
    for (const one of heard) {
      if (one.what === 'bad') {
        const at = placeOf(data, one.bytes, from, Math.min(end, from + WINDOW))
        const offset = at < 0 ? from : at
        from = at < 0 ? from : Math.min(end, offset + one.bytes.length)
        yield { ok: false, error: one.reason, offset }
      } else if (one.what !== 'reply' && one.what !== 'nothing') {
        yield heardJson(one)
      }
    }
  }
  for (let at = 0; at < data.length; at += PIECE) {
    yield* placed(decoder.push(data.subarray(at, at + PIECE), now), Math.min(data.length, at + PIECE))
  }
  yield* placed(decoder.end(now), data.length)
}

function heardJson(one: Exclude<Heard, { what: 'bad' | 'reply' | 'nothing' }>): Decoded {
  const time = (at: number | null): string | null => (at === null || !Number.isFinite(at) || Math.abs(at) > 8.64e15 ? null : new Date(at).toISOString())
  if (one.what === 'position') {
    const { fix, facts } = one
    return { ok: true, what: 'position', ...fix, at: time(fix.at), ...(facts ? { facts } : {}) }
  }
  if (one.what === 'alarm') {
    const { fix, at, ...rest } = one
    return { ok: true, ...rest, at: time(at), ...(fix ? { fix: { ...fix, at: time(fix.at) } } : {}) }
  }
  return { ok: true, ...one, ...('at' in one ? { at: time(one.at) } : {}) }
}

/** A document is read as a whole: what is wrong with it as such is one refusal. */
function* document(bytes: Uint8Array, read: (text: string) => Iterable<Decoded>): Generator<Decoded> {
  try {
    yield* read(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (error) {
    yield { ok: false, error: error instanceof Problem ? error.message : 'it is not text in UTF-8', offset: 0 }
  }
}

function* gpxPlaces(text: string): Generator<Decoded> {
  const { waypoints, routes, tracks, notes } = parseGpx(text)
  const place = (what: string, { name, ...point }: GpxPoint, of?: string, segment?: number): Decoded => ({ ok: true, what, ...(of === undefined ? {} : { of }), ...(segment === undefined ? {} : { segment }), name, ...point })
  yield* waypoints.map((one) => place('waypoint', one))
  for (const { name, segments } of routes) {
    yield* segments.flat().map((one) => place('routepoint', one, name))
  }
  for (const { name, segments } of tracks) {
    for (const [i, points] of segments.entries()) {
      yield* points.map((one) => place('trackpoint', one, name, i))
    }
  }
  yield* notes.map((note): Decoded => ({ ok: false, error: note, offset: 0 }))
}

function* kmlPlaces(text: string, bytes: Uint8Array, now: number): Generator<Decoded> {
  const tracks = /<(?:\w+:)?Track[\s>]/u.test(text)
  for (const { point, when, ...mark } of parseKmlPoints(text).placemarks) {
    const timed = typeof when === 'string' ? when : when?.begin
    if (point && !(tracks && timed !== undefined)) {
      yield { ok: true, what: 'placemark', ...mark, ...point, time: timed ?? null, ...(typeof when === 'object' && when.end !== undefined ? { end: when.end } : {}) }
    }
  }
  let placeless = 0
  for (const { geometry, properties } of parseKmlFeatures(text)) {
    placeless += geometry === null ? 1 : 0
    if (geometry && geometry.type !== 'Point') {
      yield { ok: true, what: 'shape', ...properties, geometry }
    }
  }
  if (tracks) {
    const decoder = kml.make({})
    for (const one of [...decoder.push(bytes, now), ...decoder.end(now)]) {
      if (one.what === 'position') {
        yield heardJson(one)
      }
    }
  } else if (placeless > 0) {
    yield { ok: false, error: `placemarks left out, since they have no place that can be read: ${placeless}`, offset: 0 }
  }
}

/** Feature by feature: one that is wrong does not take the others with it. */
function* geojsonFeatures(bytes: Uint8Array): Generator<Decoded> {
  let whole: unknown
  try {
    whole = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (error) {
    yield { ok: false, error: (error as Error).message, offset: Number(/position (\d+)/u.exec((error as Error).message)?.[1] ?? 0) }
    return
  }
  const members = whole !== null && typeof whole === 'object' && 'features' in whole && Array.isArray(whole.features) ? whole.features : [whole]
  for (const [i, member] of members.entries()) {
    try {
      for (const feature of parseGeoJson(JSON.stringify(member)).features) {
        yield { ok: true, what: 'feature', ...(feature.id === undefined ? {} : { id: feature.id }), geometry: feature.geometry, properties: feature.properties }
      }
    } catch (error) {
      yield { ok: false, error: `feature ${i + 1}: ${(error as Error).message}`, offset: 0 }
    }
  }
}

/** Where `what` stands in `bytes` between two offsets; -1 when it does not. */
function placeOf(bytes: Uint8Array, what: Uint8Array, from: number, end: number): number {
  const [first] = what
  if (first === undefined) {
    return -1
  }
  for (let at = bytes.indexOf(first, from); at >= 0 && at + what.length <= end; at = bytes.indexOf(first, at + 1)) {
    if (what.every((byte, i) => bytes[at + i] === byte)) {
      return at
    }
  }
  return -1
}

function latin(bytes: Uint8Array): string {
  return new TextDecoder('latin1').decode(bytes)
}
