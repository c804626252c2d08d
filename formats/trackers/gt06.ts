import type { Codec, Heard, HeardFix } from '../../core/feed.ts'
import type { Alarm, SubjectFacts } from '../../core/fix.ts'
import type { CodecOptions } from '../codec-options.ts'
import { frameDecoder, kept, type Begins, type FrameStep } from '../frame-reader.ts'
import { crcX25 } from './crc.ts'
import { allowsImei, decimal, givenSubject, momentOf } from './identity.ts'

/**
 * Trackers of the GT06 family (Concox and many others): frames 0x78 0x78 and 0x79 0x79, login, places, heartbeats and alarms,
 * answered as they expect. Times are UTC, or the option `utcOffsetMin` says how far the trackers are ahead of it.
 */

const MOST = 1200
const KMH_MS = 1 / 3.6
/** Frames that begin with a time and a place. */
const PLACES = new Set([0x10, 0x12, 0x16, 0x22, 0x26, 0x27, 0x2d, 0x31, 0x32, 0x37, 0xa0, 0xa4])
/** Of those, the ones that carry cells and then a status with an alarm. */
const WITH_STATUS = new Set([0x16, 0x26, 0x27, 0x32, 0xa4])
const ALARMS: { [code: number]: { alarm: Alarm; text: string } } = {
  0x01: { alarm: 'sos', text: 'SOS button' }, 0x02: { alarm: 'power-cut', text: 'Power was cut' }, 0x03: { alarm: 'tamper', text: 'Shaken' }, 0x04: { alarm: 'geofence', text: 'Entered its fence' }, 0x05: { alarm: 'geofence', text: 'Left its fence' },
  0x09: { alarm: 'tamper', text: 'Moved from its place' }, 0x0e: { alarm: 'low-battery', text: 'External battery is low' }, 0x0f: { alarm: 'low-battery', text: 'External battery is low, it protects itself' }, 0x13: { alarm: 'tamper', text: 'Taken apart' },
  0x19: { alarm: 'low-battery', text: 'Battery is low' }, 0x23: { alarm: 'fall', text: 'Fell' }, 0x25: { alarm: 'tamper', text: 'Tampered with' },
}
/** Bits 3 to 5 of the terminal's state, of trackers that name no alarm beside them. */
const STATES: { [code: number]: number } = { 1: 0x03, 2: 0x02, 3: 0x19, 4: 0x01, 7: 0x13 }

type State = { subject: string | null }

const NONE = 'no frame of GT06 begins here'
const BEGINS: Begins = { with: (byte) => byte === 0x78 || byte === 0x79, else: NONE }

export const gt06: Codec = {
  name: 'gt06',
  maxFrameBytes: MOST,
  datagrams: false,
  make(options) {
    const state: State = { subject: givenSubject(options) }
    return frameDecoder(MOST, options, BEGINS, (bytes, now) => readFrame(bytes, now, state, options))
  },
}

function readFrame(bytes: Uint8Array, now: number, state: State, options: CodecOptions): FrameStep {
  const first = bytes[0]!
  const noise: FrameStep = { noise: NONE }
  const head = first === 0x78 ? 3 : 4
  if (bytes.length < head) {
    return bytes.length > 1 && bytes[1] !== first ? noise : 'more'
  }
  const length = first === 0x78 ? bytes[2]! : (bytes[2]! << 8) | bytes[3]!
  const used = head + length + 2
  if (bytes[1] !== first || length < 5 || used > MOST) {
    return noise
  }
  if (bytes.length < used) {
    return 'more'
  }
  if (bytes[used - 2] !== 13 || bytes[used - 1] !== 10) {
    return noise
  }
  const end = head + length - 2
  if (((bytes[end]! << 8) | bytes[end + 1]!) !== (crcX25(bytes, 2, end) ^ 0xffff)) {
    return { noise: 'the checksum of a frame is wrong' }
  }
  const protocol = bytes[head]!
  const content = bytes.subarray(head + 1, end - 2)
  const serial = [bytes[end - 2]!, bytes[end - 1]!] as const
  // Long frames say the length of the place once more, before the byte that holds it.
  const twice = first === 0x79 && PLACES.has(protocol) && content[6] === 12 && content[7]! >> 4 === 12
  return { used, heard: readContent(protocol, twice ? Uint8Array.from([...content.subarray(0, 6), ...content.subarray(7)]) : content, serial, now, state, options, bytes.subarray(0, used)) }
}

function readContent(protocol: number, content: Uint8Array, serial: readonly [number, number], now: number, state: State, options: CodecOptions, frame: Uint8Array): Heard[] {
  const bad = (reason: string): Heard[] => [{ what: 'bad', bytes: kept(frame), reason }]
  const answer = (data: readonly number[] = []): Heard => ({ what: 'reply', bytes: gt06Frame(protocol, data, serial) })
  if (protocol === 0x01) {
    const digits = [...content.subarray(0, 8)].map(decimal)
    if (content.length < 8 || digits.includes(-1)) {
      return bad('a login without an IMEI')
    }
    const imei = digits.map((two) => String(two).padStart(2, '0')).join('').slice(1)
    if (!allowsImei(options, imei)) {
      state.subject = null
      return bad(`the tracker ${imei} is not among those of this feed`)
    }
    state.subject = `imei:${imei}`
    return [answer()]
  }
  if (protocol === 0x8a) {
    const date = new Date(now + offsetMs(options))
    return [answer([date.getUTCFullYear() - 2000, date.getUTCMonth() + 1, date.getUTCDate(), date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()])]
  }
  const { subject } = state
  if (subject === null) {
    return bad('a frame before the tracker said who it is')
  }
  if (protocol === 0x13 || protocol === 0x23) {
    const facts = protocol === 0x23 && content.length >= 6 ? statusInVolts(content) : content.length >= 3 ? statusFacts(content, 0) : {}
    const heard: Heard[] = [{ what: 'facts', subject, facts }]
    const alarm = content.length >= 1 ? alarmOf(content, 0, false) : null
    return [...heard, ...(alarm === null ? [] : [{ what: 'alarm', subject, ...alarm, at: null } satisfies Heard]), answer()]
  }
  if (protocol === 0x94) {
    return content[0] === 0 && content.length >= 3 ? [{ what: 'facts', subject, facts: { more: { externalV: ((content[1]! << 8) | content[2]!) / 100 } } }] : []
  }
  if (!PLACES.has(protocol)) {
    return []
  }
  if (content.length < 18) {
    return bad('a place that is too short')
  }
  return [...place(protocol, content, subject, options, bad), ...(WITH_STATUS.has(protocol) ? [answer()] : [])]
}

function place(protocol: number, content: Uint8Array, subject: string, options: CodecOptions, bad: (reason: string) => Heard[]): Heard[] {
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength)
  const moment = momentOf(content[0]!, content[1]!, content[2]!, content[3]!, content[4]!, content[5]!)
  if (moment === null) {
    return bad('a place at a time that does not exist')
  }
  const at = moment - offsetMs(options)
  const satellites = content[6]! & 15
  const flags = view.getUint16(16)
  const lat = (view.getUint32(7) / 1_800_000) * (flags & 0x0400 ? 1 : -1)
  const lon = (view.getUint32(11) / 1_800_000) * (flags & 0x0800 ? -1 : 1)
  if (Math.abs(lat) > 90 || Math.abs(lon) > 180) {
    return bad('a place that is not on Earth')
  }
  const course = flags & 0x03ff
  // Cells stand between the place and the status, with their length before them.
  const status = WITH_STATUS.has(protocol) && content.length > 18 ? 18 + content[18]! : content.length
  const facts: SubjectFacts = status + 3 <= content.length ? statusFacts(content, status) : {}
  if (protocol === 0x22 && content.length >= 27) {
    facts.more = { ...facts.more, ignition: content[26] === 1 }
  }
  facts.more = { ...facts.more, satellites }
  const sound = (flags & 0x1000) !== 0
  const fix: HeardFix = { subject, at, lon, lat, altM: null, speedMs: content[15]! * KMH_MS, courseDeg: course < 360 ? course : null, accuracyM: null, source: 'gps' }
  const alarm = status + 1 <= content.length ? alarmOf(content, status, true) : null
  return [
    sound ? { what: 'position', fix, facts } : { what: 'facts', subject, facts: { ...facts, more: { ...facts.more, satelliteFix: 'none' } } },
    ...(alarm === null ? [] : [{ what: 'alarm', subject, ...alarm, at, ...(sound ? { fix } : {}) } satisfies Heard]),
  ]
}

/** State of the terminal, battery in sixths, strength of the mobile network. */
function statusFacts(content: Uint8Array, from: number): SubjectFacts {
  const volts = content[from + 1]!
  return { ...(volts <= 6 ? { battery: Math.round((volts / 6) * 100) / 100 } : {}), more: { ...terminalFacts(content[from]!), ...signalFacts(content[from + 2]!) } }
}

/** The same with the battery in hundredths of a volt, as heartbeats 0x23 have it. */
function statusInVolts(content: Uint8Array): SubjectFacts {
  return { more: { ...terminalFacts(content[0]!), batteryV: ((content[1]! << 8) | content[2]!) / 100, ...signalFacts(content[3]!) } }
}

function terminalFacts(terminal: number): { ignition: boolean; charging: boolean } {
  return { ignition: (terminal & 2) !== 0, charging: (terminal & 4) !== 0 }
}

/** Some kinds write something else there. */
function signalFacts(strength: number): { gsmSignal0to4?: number } {
  return strength <= 4 ? { gsmSignal0to4: strength } : {}
}

function alarmOf(content: Uint8Array, from: number, named: boolean): { alarm: Alarm; text: string } | null {
  const own = named ? (content[from + 3] ?? 0) : 0
  return ALARMS[own] ?? ALARMS[STATES[(content[from]! >> 3) & 7] ?? 0] ?? null
}

function offsetMs(options: CodecOptions): number {
  const minutes = Number(options['utcOffsetMin'] ?? 0)
  return Number.isFinite(minutes) && Math.abs(minutes) <= 840 ? minutes * 60_000 : 0
}

/** A short frame with its checksum. */
export function gt06Frame(protocol: number, content: readonly number[], serial: readonly [number, number]): Uint8Array {
  const body = Uint8Array.of(0x78, 0x78, content.length + 5, protocol, ...content, ...serial, 0, 0, 13, 10)
  const crc = crcX25(body, 2, body.length - 4) ^ 0xffff
  body[body.length - 4] = crc >> 8
  body[body.length - 3] = crc & 255
  return body
}
