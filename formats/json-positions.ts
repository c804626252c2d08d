import type { Codec, Decoder, Heard, HeardFix } from '../core/feed.ts'
import type { SubjectFacts } from '../core/fix.ts'

/**
 * Positions as JSON or as the fields of a web address, documented in docs/interfaces/feeds.md. Reads JSON lines, single
 * objects, arrays and GeoJSON of points; what Traccar Client sends (`id=…&lat=…` and its newer JSON) and what OwnTracks sends.
 */

const MAX_FRAME = 4_194_304
/** Longest line of a stream: less, because every connection may hold one. */
const MAX_LINE = 65_536
const KNOT_MS = 0.514444
const KMH_MS = 1 / 3.6
/** Epoch numbers above this are milliseconds: as seconds it would be the year 5138. */
const SECONDS_BELOW = 100_000_000_000
const MAX_MORE = 32

type Values = { readonly [name: string]: unknown }

/** With the option `whole` each chunk is one message or body; else one a line. */
export const jsonPositions: Codec = { name: 'json', maxFrameBytes: MAX_FRAME, datagrams: false, make: (options) => (options['whole'] === true ? whole(options) : lines(options)) }

function lines(options: { [name: string]: string | number | boolean }): Decoder {
  let rest: Uint8Array[] = []
  let held = 0
  let skipping = false
  const finish = (topic: string | undefined): Heard[] => {
    const line = joined(rest, held)
    rest = []
    held = 0
    return readLine(line, topic, options)
  }
  return {
    push(chunk, _now, topic) {
      const heard: Heard[] = []
      let from = 0
      while (from < chunk.length) {
        const at = chunk.indexOf(10, from)
        const part = chunk.subarray(from, at === -1 ? chunk.length : at)
        from = at === -1 ? chunk.length : at + 1
        if (!skipping) {
          rest.push(part.slice())
          held += part.length
          if (held > MAX_LINE) {
            heard.push({ what: 'bad', bytes: joined(rest, held), reason: `a line is longer than ${MAX_LINE} bytes` })
            rest = []
            held = 0
            skipping = true
          }
        }
        if (at !== -1) {
          if (!skipping) {
            heard.push(...finish(topic))
          }
          skipping = false
        }
      }
      return heard
    },
    end() {
      return held === 0 ? [] : finish(undefined)
    },
  }
}

function whole(options: { [name: string]: string | number | boolean }): Decoder {
  return {
    push: (chunk, _now, topic) => (chunk.length > MAX_FRAME ? [{ what: 'bad', bytes: chunk.subarray(0, 4096), reason: `a message is longer than ${MAX_FRAME} bytes` }] : readLine(chunk, topic, options)),
    end: () => [],
  }
}

function readLine(bytes: Uint8Array, topic: string | undefined, options: { [name: string]: string | number | boolean }): Heard[] {
  const bad = (reason: string): Heard[] => [{ what: 'bad', bytes, reason }]
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes).trim()
  } catch {
    return bad('not UTF-8 text')
  }
  if (text === '') {
    return []
  }
  if (/^[\w.~%-]+=/.test(text)) {
    return readOne(Object.fromEntries(new URLSearchParams(text)), topic, options, bytes)
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    // Several lines in one message, each an object of its own.
    return text.includes('\n') && /^\{.*\}\s*$/m.test(text.split('\n', 1)[0] ?? '') ? text.split('\n').flatMap((line) => readLine(new TextEncoder().encode(line), topic, options)) : bad('neither JSON nor fields of a form')
  }
  const list = Array.isArray(value) ? value : isObject(value) ? listOf(value) : null
  return list === null ? bad('JSON, but neither an object nor a list of objects') : list.flatMap((one) => readOne(one, topic, options, list.length === 1 ? bytes : new TextEncoder().encode(JSON.stringify(one))))
}

/** What an object holds a list of: GeoJSON, or `positions`, `locations`, `data`, `items`. */
function listOf(value: Values): unknown[] {
  if (value['type'] === 'FeatureCollection' && Array.isArray(value['features'])) {
    return value['features']
  }
  for (const name of ['positions', 'locations', 'items', 'data']) {
    const inner = value[name]
    if (Array.isArray(inner)) {
      return inner
    }
  }
  return [value]
}

/** One object as a position and what else it says; `bytes` is what is kept when it cannot be read. */
export function readOne(one: unknown, topic: string | undefined, options: { [name: string]: string | number | boolean }, bytes: Uint8Array): Heard[] {
  if (!isObject(one)) {
    return [{ what: 'bad', bytes, reason: 'an item is no object' }]
  }
  const type = one['_type']
  if (typeof type === 'string' && type !== 'location') {
    // OwnTracks also tells of way points, cards and its own state: nothing moves by them.
    return type === 'lwt' && topic !== undefined ? [{ what: 'facts', subject: subjectOf(one, topic, options) ?? `device:${topic}`, facts: { more: { connection: 'lost' } } }] : []
  }
  const flat = flatten(one)
  const subject = subjectOf(flat, topic, options)
  if (subject === null) {
    return [{ what: 'bad', bytes, reason: 'it does not say which device: no id, deviceid, imei or tid, and none in the topic' }]
  }
  const fix = fixOf(flat, subject)
  if (typeof fix === 'string') {
    const alarm = sosOf(flat)
    const bad: Heard[] = alarm === null || fix !== NO_POSITION ? [{ what: 'bad', bytes, reason: fix }] : []
    // A call for help is one also where its place cannot be believed.
    return alarm === null ? bad : [...bad, { what: 'alarm', subject, alarm, at: timeOf(flat) }]
  }
  const facts = factsOf(flat)
  const heard: Heard[] = [{ what: 'position', fix, ...(Object.keys(facts).length === 0 ? {} : { facts }) }]
  const alarm = sosOf(flat)
  if (alarm !== null) {
    heard.push({ what: 'alarm', subject, alarm, at: fix.at, fix, ...(typeof flat['text'] === 'string' ? { text: flat['text'].slice(0, 500) } : {}) })
  }
  return heard
}

const NO_POSITION = 'no latitude and longitude'

/** GeoJSON properties and nested positions beside the rest, so that one reading fits all. */
function flatten(one: Values): Values {
  if (one['type'] === 'Feature' && isObject(one['geometry'])) {
    const at = one['geometry']['coordinates']
    const point = one['geometry']['type'] === 'Point' && Array.isArray(at) ? { lon: at[0], lat: at[1], ...(at.length > 2 ? { altitude: at[2] } : {}) } : {}
    return { ...(one['id'] === undefined ? {} : { id: one['id'] }), ...(isObject(one['properties']) ? one['properties'] : {}), ...point }
  }
  const location = one['location']
  if (isObject(location)) {
    const coords = isObject(location['coords']) ? location['coords'] : {}
    const battery = isObject(location['battery']) ? { batt: Number(location['battery']['level']) * 100 } : {}
    // `speed` of a phone's own measurement is metres a second and negative when unknown.
    const activity = isObject(location['activity']) && typeof location['activity']['type'] === 'string' ? { activity: location['activity']['type'] } : {}
    return { ...one, ...location, ...coords, ...battery, ...activity, ...(isObject(location['extras']) ? location['extras'] : {}), speedMs: coords['speed'], speed: undefined }
  }
  return one
}

function subjectOf(one: Values, topic: string | undefined, options: { [name: string]: string | number | boolean }): string | null {
  const named = first(one, ['subject'])
  if (typeof named === 'string' && /^[a-z]{2,12}:\S/.test(named)) {
    return named.slice(0, 160)
  }
  const imei = first(one, ['imei'])
  if (imei !== undefined) {
    return `imei:${String(imei).slice(0, 32)}`
  }
  const id = first(one, ['id', 'deviceid', 'deviceId', 'device_id', 'device', 'uniqueId']) ?? fromTopic(topic) ?? first(one, ['tid', 'name']) ?? options['device']
  return id === undefined || String(id).trim() === '' ? null : `device:${String(id).trim().slice(0, 150)}`
}

/** `vigie/<feed>/<device>/position`, `owntracks/<user>/<device>`: the device as the broker knows it. */
function fromTopic(topic: string | undefined): string | undefined {
  const parts = topic?.split('/') ?? []
  if (parts[0] === 'vigie') {
    return parts[2]
  }
  return parts[0] === 'owntracks' && parts.length >= 3 ? `${parts[1]}/${parts[2]}` : undefined
}

function fixOf(one: Values, subject: string): HeardFix | string {
  const lat = numberOf(one, ['lat', 'latitude'])
  const lon = numberOf(one, ['lon', 'lng', 'long', 'longitude'])
  if (lat === null || lon === null) {
    return NO_POSITION
  }
  if (Math.abs(lat) > 90 || Math.abs(lon) > 180) {
    return `not on Earth: latitude ${lat}, longitude ${lon}`
  }
  if (one['valid'] === false || one['valid'] === 'false') {
    return 'the device itself calls its position not valid'
  }
  const at = timeOf(one)
  if (at === null && first(one, TIMES) !== undefined) {
    return `the time cannot be read: ${String(first(one, TIMES)).slice(0, 40)}`
  }
  const course = numberOf(one, ['course', 'bearing', 'heading', 'cog'])
  const accuracy = numberOf(one, ['accuracy', 'acc', 'accuracyM'])
  return {
    subject, at, lon, lat,
    altM: numberOf(one, ['altitude', 'alt', 'altM']),
    speedMs: speedOf(one),
    courseDeg: course === null || course < 0 ? null : course % 360,
    accuracyM: accuracy === null || accuracy < 0 ? null : accuracy,
    source: 'gps',
  }
}

/** `speedMs` m/s, `speedKmh`, `vel` km/h (OwnTracks); `speed` in knots with a form (Traccar), in m/s in JSON. */
function speedOf(one: Values): number | null {
  const ms = numberOf(one, ['speedMs'])
  const kmh = numberOf(one, ['speedKmh', 'vel'])
  const plain = one['speed']
  const value = ms ?? (kmh === null ? null : kmh * KMH_MS) ?? (typeof plain === 'string' ? scaled(numberOf(one, ['speed']), KNOT_MS) : numberOf(one, ['speed']))
  return value === null || value < 0 ? null : value
}

function scaled(value: number | null, by: number): number | null {
  return value === null ? null : value * by
}

const TIMES = ['time', 'timestamp', 'at', 'tst', 'fixTime', 'ts'] as const

function timeOf(one: Values): number | null {
  const value = first(one, TIMES)
  if (typeof value === 'number' || (typeof value === 'string' && /^-?\d+(?:\.\d+)?$/.test(value.trim()))) {
    const number = Number(value)
    return Number.isFinite(number) ? Math.round(Math.abs(number) < SECONDS_BELOW ? number * 1000 : number) : null
  }
  // Without a zone a time is UTC.
  const text = typeof value === 'string' ? value.trim().replace(' ', 'T') : ''
  const at = Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/i.test(text) || !text.includes('T') ? text : `${text}Z`)
  return Number.isNaN(at) ? null : at
}

function sosOf(one: Values): 'sos' | 'cancel' | null {
  if (one['sos'] === true || one['sos'] === 'true' || one['sos'] === 1 || one['sos'] === '1') {
    return 'sos'
  }
  for (const name of ['event', 'alarm']) {
    const value = one[name]
    const word = typeof value === 'string' ? value.toLowerCase() : ''
    if (word === 'sos' || word === 'panic' || word === 'emergency') {
      return 'sos'
    }
    if (word === 'sos-cancel' || word === 'cancel') {
      return 'cancel'
    }
  }
  return null
}

const TEXTS = { callsign: ['callsign', 'name'], cotType: ['cotType'], sidc: ['sidc'], team: ['team'], role: ['role'] } as const
const USED = new Set<string>([...TIMES, ...Object.values(TEXTS).flat(), 'subject', 'id', 'imei', 'deviceid', 'deviceId', 'device_id', 'device', 'uniqueId', 'lat', 'latitude', 'lon', 'lng', 'long', 'longitude', 'altitude', 'alt', 'altM', 'course', 'bearing', 'heading', 'cog', 'accuracy', 'acc', 'accuracyM', 'speed', 'speedMs', 'speedKmh', 'vel', 'batt', 'battery', 'sos', 'event', 'alarm', 'valid', '_type', 'tid', 'text', 'type'])

function factsOf(one: Values): SubjectFacts {
  const facts: SubjectFacts = {}
  for (const [name, from] of Object.entries(TEXTS)) {
    const value = first(one, from)
    if (typeof value === 'string' && value.trim() !== '') {
      facts[name as keyof typeof TEXTS] = value.trim().slice(0, 64)
    }
  }
  const battery = numberOf(one, ['batt', 'battery'])
  if (battery !== null && battery >= 0) {
    facts.battery = Math.min(1, 'batt' in one || battery > 1 ? battery / 100 : battery)
  }
  const more: NonNullable<SubjectFacts['more']> = {}
  for (const [name, value] of Object.entries(one)) {
    if (!USED.has(name) && /^[A-Za-z][\w-]{0,39}$/.test(name) && Object.keys(more).length < MAX_MORE) {
      if (typeof value === 'string' ? value !== '' : typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))) {
        more[name] = typeof value === 'string' ? value.slice(0, 200) : value as number | boolean
      }
    }
  }
  if (Object.keys(more).length > 0) {
    facts.more = more
  }
  return facts
}

function first(one: Values, names: readonly string[]): unknown {
  for (const name of names) {
    const value = one[name]
    if (value !== undefined && value !== null && value !== '') {
      return value
    }
  }
  return undefined
}

function numberOf(one: Values, names: readonly string[]): number | null {
  const value = first(one, names)
  const number = typeof value === 'number' ? value : typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN
  return Number.isFinite(number) ? number : null
}

function isObject(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function joined(parts: readonly Uint8Array[], size: number): Uint8Array {
  const [only] = parts
  if (parts.length === 1 && only) {
    return only
  }
  const bytes = new Uint8Array(size)
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}
