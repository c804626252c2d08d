import type { Heard } from '../../core/feed.ts'
import { callOf, CALLS, momentAt, placeAt, statusFacts, told, type Call, type Said } from './gt06-place.ts'
import { momentOf } from './identity.ts'

/**
 * What single makers of the family send beside the usual frames: dash cameras, modular frames, door and card readers, texts that answer commands.
 * A text is why a frame cannot be read; an empty list, that nothing in it is worth keeping.
 */
type Read = Heard[] | string

/** Of dash cameras: 0x80 and above are events of driving. */
const CAMERA_CALLS: { [code: number]: Call } = { 0x80: { alarm: 'tamper', text: 'Shaken' }, 0x93: { alarm: 'fall', text: 'Crash detected' } }
const MODULE_CALLS: { [code: number]: Call } = { 0x11: CALLS[0x19]!, 0x12: CALLS[0x0e]!, 0x13: CALLS[0x02]!, 0x14: CALLS[0x13]! }
const AZ_CALLS: { [code: number]: Call } = { 0xa2: CALLS[0x19]!, 0xa3: CALLS[0x19]! }

/** Frame 0x95 of dash cameras: an event, with a place without speed where it is longer. */
export function readCamera(said: Said): Read {
  const at = momentAt(said, 0)
  if (at === null) {
    return 'an alarm at a time that does not exist'
  }
  const { content, subject } = said
  if (content.length <= 8) {
    const code = content[6] ?? 0
    const call = CAMERA_CALLS[code]
    return call ? [{ what: 'alarm', subject, ...call, at }] : [{ what: 'facts', subject, facts: { more: { drivingEvent: code } } }]
  }
  const place = placeAt(said, 6, at, false)
  if (typeof place === 'string') {
    return place
  }
  const code = content[16] ?? 0
  return told(said, place, at, { more: { drivingEvent: code } }, code === 1 ? CALLS[1]! : (CAMERA_CALLS[code] ?? null))
}

/** Frame 0x34: four bytes, then a place with its time. */
export function readAfterFour(said: Said): Read {
  const at = momentAt(said, 4)
  const place = at === null ? 'a place at a time that does not exist' : placeAt(said, 10, at)
  return typeof place === 'string' ? place : told(said, place, at, {}, null)
}

/** Long frames of finders: time, the length of the place (nothing where there is none), cells, networks, a state. */
export function readFinder(said: Said): Read {
  const { content } = said
  const at = momentAt(said, 0)
  if (at === null) {
    return 'a place at a time that does not exist'
  }
  const length = content[6] ?? 0
  const place = length === 0 ? null : length === 12 ? placeAt({ ...said, content: Uint8Array.from([...content.subarray(0, 6), ...content.subarray(7)]) }, 6, at) : 'a place of an unknown length'
  if (typeof place === 'string') {
    return place
  }
  let next = 7 + length
  const cells = content[next] ?? 0
  // The length of the cell counts itself; the strength of its signal follows.
  next += cells === 0 ? 1 : cells + 1
  for (let lists = 0; lists < 2; lists += 1) {
    next += 1 + (content[next] ?? 0)
  }
  return told(said, place, at, {}, AZ_CALLS[content[next] ?? 0] ?? null)
}

/** Frames 0x65, 0x66 and 0x8C from the diagnosis of a vehicle: a time first, a place at the end. */
export function readDiagnosis(said: Said): Read {
  const at = momentAt(said, 0)
  const place = at === null || said.content.length < 6 + 12 ? null : placeAt(said, said.content.length - 12, at)
  return place === null || typeof place === 'string' || !place.sound ? [] : told(said, place, at, {}, null)
}

/** Frame 0x70: modules of a number, a length and what they hold. */
export function readModules(said: Said): Read {
  const { content, subject } = said
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength)
  const heard: { place: ReturnType<typeof placeAt> | null; at: number | null; altitude: number | null; call: Call | null; more: { [name: string]: number | string } } = { place: null, at: null, altitude: null, call: null, more: {} }
  for (let at = 0; at + 4 <= content.length;) {
    const [module, length, from] = [view.getUint16(at), view.getUint16(at + 2), at + 4]
    if (from + length > content.length) {
      return 'a module is longer than its frame'
    }
    if (module === 0x33 && length >= 18) {
      heard.at = view.getUint32(from) * 1000
      heard.altitude = view.getInt16(from + 5)
      // The height stands between the satellites and the place.
      heard.place = placeAt({ ...said, content: Uint8Array.of(content[from + 4]!, ...content.subarray(from + 7, from + 18)) }, 0, heard.at)
    } else if (module === 0x18 && length === 2) {
      heard.more['batteryV'] = view.getUint16(from) / 100
    } else if (module === 0x2b && length >= 1) {
      heard.call = MODULE_CALLS[content[from]!] ?? null
    }
    at = from + length
  }
  if (typeof heard.place === 'string') {
    return heard.place
  }
  if (heard.place === null && heard.call === null && Object.keys(heard.more).length === 0) {
    return []
  }
  const facts = { more: { ...heard.more, ...(heard.place?.sound === true && heard.altitude !== null ? { altitudeAboveSeaM: heard.altitude } : {}) } }
  return heard.place === null ? [{ what: 'facts', subject, facts }, ...(heard.call ? [{ what: 'alarm', subject, ...heard.call, at: null } satisfies Heard] : [])] : told(said, heard.place, heard.at, facts, heard.call)
}

/** Frames 0x19 and 0xA5: cells only, and a status that may call for help. `from` is where the status stands. */
export function readCells({ content, subject }: Said, from: number): Read {
  if (content.length < from + 3) {
    return []
  }
  const call = callOf(content, from, true)
  return [{ what: 'facts', subject, facts: statusFacts(content, from) }, ...(call ? [{ what: 'alarm', subject, ...call, at: null } satisfies Heard] : [])]
}

/** Frame 0x94 (`long`: of the long form): voltages, doors, the card of a driver. */
export function readInformation({ content, subject }: Said, long: boolean): Read {
  const volts = (at: number): number => ((content[at]! << 8) | content[at + 1]!) / 100
  const of = (more: { [name: string]: number | string | boolean }): Read => [{ what: 'facts', subject, facts: { more } }]
  if (!long) {
    return content.length >= 2 ? of({ externalV: volts(0) }) : []
  }
  switch (content[0]) {
    case 0x00: return content.length >= 3 ? of({ externalV: volts(1) }) : []
    case 0x05: return content.length >= 2 ? of({ door: (content[1]! & 1) !== 0 }) : []
    case 0x1b: return content.length >= 7 ? of({ driverCard: hex(content.subarray(3, 7)) }) : []
    default: return []
  }
}

/** Frame 0x9B: what a reader or a thermometer on the tracker's own line said. */
export function readSerial({ content, subject }: Said): Read {
  const text = new TextDecoder('latin1').decode(content.subarray(1))
  // A card: start of text, ten digits and two of their sum, end of text.
  const card = /^\u0002([0-9A-F]{10})[0-9A-F]{2}\u0003/i.exec(text)?.[1]
  const degrees = /^(-?\d{1,3}\.\d)/.exec(text)?.[1]
  return card ? [{ what: 'facts', subject, facts: { more: { driverCard: card } } }] : degrees ? [{ what: 'facts', subject, facts: { more: { temperatureC: Number(degrees) } } }] : []
}

/** Frame 0x40 of a bicycle's battery: serial number, time, per cent. */
export function readBattery({ content, subject }: Said): Read {
  const percent = content[12] ?? 255
  return percent <= 100 ? [{ what: 'facts', subject, facts: { battery: percent / 100 } }] : []
}

const PLACE = /Lat:([NS])(\d+\.\d+),Lon:([EW])(\d+\.\d+),Course:(\d+\.\d+),Speed:(\d+\.\d+),DateTime:(\d{4})-(\d\d)-(\d\d) +(\d\d):(\d\d):(\d\d)/

/** Frames 0x15 and 0x21: the answer to a command, with a place where that was asked for. */
export function readText({ content, subject, aheadMs }: Said, long: boolean): Read {
  const wide = long && content[4] === 2
  const bytes = long ? content.subarray(5) : content.subarray(5, Math.max(5, 1 + (content[0] ?? 0)))
  const text = (wide ? wideText(bytes) : new TextDecoder('latin1').decode(bytes)).replace(/[\u0000-\u001f]+/g, ' ').trim().slice(0, 2000)
  const [, south, lat, west, lon, course, speed, ...when] = PLACE.exec(text) ?? []
  if (south !== undefined) {
    const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = when.map(Number)
    const moment = momentOf(year - 2000, month, day, hour, minute, second)
    if (moment === null) {
      return 'a place at a time that does not exist'
    }
    const [y, x] = [Number(lat) * (south === 'S' ? -1 : 1), Number(lon) * (west === 'W' ? -1 : 1)]
    return Math.abs(y) > 90 || Math.abs(x) > 180
      ? 'a place that is not on Earth'
      : [{ what: 'position', fix: { subject, at: moment - aheadMs, lon: x, lat: y, altM: null, speedMs: Number(speed) / 3.6, courseDeg: Number(course) % 360, accuracyM: null, source: 'gps' } }]
  }
  // The number of the SIM card is nobody's business here.
  return text === '' || text.startsWith('<ICCID:') ? [] : [{ what: 'text', subject, at: null, text }]
}

function wideText(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at + 1 < bytes.length; at += 2) {
    text += String.fromCharCode((bytes[at]! << 8) | bytes[at + 1]!)
  }
  return text.toWellFormed()
}

function hex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
