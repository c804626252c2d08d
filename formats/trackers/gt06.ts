import type { Codec, Heard } from '../../core/feed.ts'
import type { SubjectFacts } from '../../core/fix.ts'
import type { CodecOptions } from '../codec-options.ts'
import { frameDecoder, kept, type Begins, type FrameStep } from '../frame-reader.ts'
import { crcX25 } from './crc.ts'
import { readAfterFour, readBattery, readCamera, readCells, readDiagnosis, readFinder, readInformation, readModules, readSerial, readText } from './gt06-more.ts'
import { callOf, momentAt, placeAt, statusFacts, statusInVolts, told, type Said } from './gt06-place.ts'
import { allowsImei, decimal, givenSubject } from './identity.ts'

/**
 * Trackers of the GT06 family (Concox and many others): frames 0x78 0x78 and 0x79 0x79, login, places, heartbeats and alarms,
 * answered as they expect. Times are UTC, or as far ahead of it as the option `utcOffsetMin` says, else the tracker at its login.
 */

const MOST = 1200
/** Frames that begin with a time and a place. */
const PLACES = new Set([0x10, 0x11, 0x12, 0x16, 0x1a, 0x1e, 0x22, 0x26, 0x27, 0x2a, 0x2d, 0x31, 0x32, 0x37, 0xa0, 0xa3, 0xa4])
/** Of those, the ones that carry cells and then a status with an alarm. */
const WITH_STATUS = new Set([0x16, 0x26, 0x27, 0x32, 0xa3, 0xa4])
/** Known, and without anything to keep: cells and networks, satellites in view, pictures, addresses, settings. */
const NOTHING = new Set([0x14, 0x17, 0x18, 0x24, 0x28, 0x2c, 0x2e, 0x33, 0x35, 0x36, 0x41, 0x69, 0xa1, 0xa2, 0xa7, 0xf3, 0xfd])
/** Answers to commands: nobody waits for an answer to them. */
const ANSWERS = new Set([0x15, 0x21, 0x80, 0x81, 0x82, 0x83, 0x84])

type State = { subject: string | null; /** How far its clock is ahead of UTC by its own word, ms. */ aheadMs: number }
type Frame = { protocol: number; content: Uint8Array; serial: readonly [number, number]; long: boolean; whole: Uint8Array }

const NONE = 'no frame of GT06 begins here'
const BEGINS: Begins = { with: (byte) => byte === 0x78 || byte === 0x79, else: NONE }
const EMPTY: Heard = { what: 'nothing' }

export const gt06: Codec = {
  name: 'gt06',
  maxFrameBytes: MOST,
  datagrams: false,
  make(options) {
    const state: State = { subject: givenSubject(options), aheadMs: 0 }
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
  if (bytes[1] !== first || used > MOST) {
    return noise
  }
  const networks = first === 0x78 && (bytes[3] === 0x17 || bytes[3] === 0x69 || bytes[3] === undefined)
  if (length < 5) {
    return networks ? readNetworks(bytes) : noise
  }
  if (bytes.length < used) {
    return 'more'
  }
  if (bytes[used - 2] !== 13 || bytes[used - 1] !== 10) {
    return networks ? readNetworks(bytes) : noise
  }
  const end = head + length - 2
  if (((bytes[end]! << 8) | bytes[end + 1]!) !== (crcX25(bytes, 2, end) ^ 0xffff)) {
    return { noise: 'the checksum of a frame is wrong', vain: used }
  }
  const frame: Frame = { protocol: bytes[head]!, content: bytes.subarray(head + 1, end - 2), serial: [bytes[end - 2]!, bytes[end - 1]!], long: first === 0x79, whole: bytes.subarray(0, used) }
  return { used, heard: readContent(frame, now, state, options) }
}

/**
 * Networks and cells in frames 0x17 and 0x69 that have neither length nor checksum: their third byte counts the networks (seven bytes
 * each), one behind them the cells (five each).
 */
function readNetworks(bytes: Uint8Array): FrameStep {
  const cellsAt = 10 + 7 * bytes[2]!
  const cells = bytes[cellsAt]
  const used = cellsAt + 4 + 5 * (cells ?? 0) + 2
  if (used > MOST) {
    return { noise: NONE }
  }
  if (cells === undefined || bytes.length < used) {
    return 'more'
  }
  return bytes[used - 2] === 13 && bytes[used - 1] === 10
    ? { used, heard: [EMPTY, { what: 'reply', bytes: Uint8Array.of(0x78, 0x78, 0, bytes[3]!, ...bytes.subarray(4, 10), 13, 10) }] }
    : { noise: NONE }
}

function readContent(frame: Frame, now: number, state: State, options: CodecOptions): Heard[] {
  const { protocol, content, serial, long } = frame
  const bad = (reason: string): Heard[] => [{ what: 'bad', bytes: kept(frame.whole), reason }]
  const answer = (data: readonly number[] = []): Heard => ({ what: 'reply', bytes: gt06Frame(protocol, data, serial) })
  const read = (heard: Heard[] | string): Heard[] => (typeof heard === 'string' ? bad(heard) : heard.length === 0 ? [EMPTY] : heard)
  if (protocol === 0x01 && !long) {
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
    state.aheadMs = content.length >= 12 ? zoneMs((content[10]! << 8) | content[11]!) : 0
    return [answer()]
  }
  const aheadMs = offsetMs(options) ?? state.aheadMs
  if (protocol === 0x8a) {
    const date = new Date(now + aheadMs)
    return [answer([date.getUTCFullYear() - 2000, date.getUTCMonth() + 1, date.getUTCDate(), date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()])]
  }
  if (state.subject === null) {
    return bad('a frame before the tracker said who it is')
  }
  const said: Said = { content, subject: state.subject, aheadMs }
  if (long && protocol >= 0x31 && protocol <= 0x33) {
    return [...read(readFinder(said)), answer()]
  }
  if (PLACES.has(protocol)) {
    if (content.length === 0) {
      return [EMPTY, answer()]
    }
    return [...read(place(protocol, said, long)), ...(protocol === 0x2a ? [noAddress(serial)] : WITH_STATUS.has(protocol) || protocol === 0x11 || protocol === 0x1a || protocol === 0x1e ? [answer()] : [])]
  }
  if (protocol === 0x13 || protocol === 0x23) {
    const facts = protocol === 0x23 && content.length >= 6 ? statusInVolts(content) : content.length >= 3 ? statusFacts(content, 0) : {}
    const call = content.length >= 1 ? callOf(content, 0, false) : null
    return [{ what: 'facts', subject: said.subject, facts }, ...(call === null ? [] : [{ what: 'alarm', subject: said.subject, ...call, at: null } satisfies Heard]), answer()]
  }
  const special = specialOf(protocol, said, long)
  if (special !== null) {
    return [...read(special), ...(ANSWERS.has(protocol) || protocol === 0x34 || protocol === 0x9b || protocol === 0x94 ? [] : [answer()])]
  }
  if (ANSWERS.has(protocol) || NOTHING.has(protocol)) {
    return [EMPTY, ...(ANSWERS.has(protocol) ? [] : [answer()])]
  }
  // It is answered all the same: a tracker that gets no answer sends the frame for ever.
  return [...bad(`a frame of the kind 0x${protocol.toString(16).padStart(2, '0')}, which is not known here`), answer()]
}

/** What only some makers send; null when it is none of that. */
function specialOf(protocol: number, said: Said, long: boolean): Heard[] | string | null {
  switch (protocol) {
    case 0x15: case 0x21: return readText(said, protocol === 0x21)
    case 0x19: return readCells(said, said.content[0] === 8 || said.content[0] === 9 ? said.content[0] : 8)
    case 0x34: return readAfterFour(said)
    case 0x40: return readBattery(said)
    case 0x65: case 0x66: case 0x8c: return readDiagnosis(said)
    case 0x70: return readModules(said)
    case 0x94: return readInformation(said, long)
    case 0x95: return readCamera(said)
    case 0x9b: return readSerial(said)
    case 0xa5: return readCells(said, (said.content[0] ?? 0) & 0x80 ? 16 : 15)
    default: return null
  }
}

function place(protocol: number, whole: Said, long: boolean): Heard[] | string {
  // Long frames say the length of the place once more, before the byte that holds it.
  const twice = long && whole.content[6] === 12 && whole.content[7]! >> 4 === 12
  const content = twice ? Uint8Array.from([...whole.content.subarray(0, 6), ...whole.content.subarray(7)]) : whole.content
  const said = { ...whole, content }
  if (content.length < 18) {
    return 'a place that is too short'
  }
  const at = momentAt(said, 0)
  if (at === null) {
    return 'a place at a time that does not exist'
  }
  const found = placeAt(said, 6, at)
  if (typeof found === 'string') {
    return found
  }
  const status = statusAt(protocol, content)
  const facts: SubjectFacts = status + 3 <= content.length ? statusFacts(content, status) : {}
  if (protocol === 0x22 && content.length >= 27) {
    facts.more = { ...facts.more, ignition: content[26] === 1 }
  }
  return told(said, found, at, facts, status + 1 <= content.length ? callOf(content, status, true) : null)
}

/** Where the status stands: behind the cells, whose length stands before them; at the end where there are none or their length is not true. */
function statusAt(protocol: number, content: Uint8Array): number {
  if (!WITH_STATUS.has(protocol) || content.length <= 18) {
    return content.length
  }
  const cells = content[18]!
  const behind = 18 + cells
  const fromEnd = content.length - (protocol === 0x27 || protocol === 0xa4 ? 6 : 5)
  return cells > 0 && behind + 3 <= content.length ? behind : fromEnd > 18 ? fromEnd : content.length
}

/** There is no book of addresses here, which the tracker is told so that it asks once only. */
function noAddress(serial: readonly [number, number]): Heard {
  const text = [...new TextEncoder().encode('NA&&NA&&0##')]
  const content = [text.length, 0, 0, 0, 0, ...text]
  return { what: 'reply', bytes: sealed([0x79, 0x79, 0, content.length + 5, 0x97, ...content, ...serial]) }
}

/** Hours and minutes times 100 in twelve bits, then a bit for west of Greenwich; 0 for what no clock on Earth shows. */
function zoneMs(bits: number): number {
  const [hours, minutes] = [Math.floor((bits >> 4) / 100), (bits >> 4) % 100]
  return hours > 14 || minutes > 59 ? 0 : (hours * 60 + minutes) * 60_000 * (bits & 8 ? -1 : 1)
}

/** What the option says; null when it says nothing. */
function offsetMs(options: CodecOptions): number | null {
  const minutes = options['utcOffsetMin'] === undefined ? Number.NaN : Number(options['utcOffsetMin'])
  return Number.isFinite(minutes) && Math.abs(minutes) <= 840 ? minutes * 60_000 : null
}

/** A short frame with its checksum. */
export function gt06Frame(protocol: number, content: readonly number[], serial: readonly [number, number]): Uint8Array {
  return sealed([0x78, 0x78, content.length + 5, protocol, ...content, ...serial])
}

/** A frame whose checksum and end are still missing. */
export function sealed(frame: readonly number[]): Uint8Array {
  const body = Uint8Array.of(...frame, 0, 0, 13, 10)
  const crc = crcX25(body, 2, body.length - 4) ^ 0xffff
  body[body.length - 4] = crc >> 8
  body[body.length - 3] = crc & 255
  return body
}
