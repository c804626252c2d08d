import type { Codec, Heard, HeardFix } from '../../core/feed.ts'
import type { CodecOptions } from '../codec-options.ts'
import { frameDecoder, kept, type Begins, type FrameStep } from '../frame-reader.ts'
import { crcIbm } from './crc.ts'
import { allowsImei, givenSubject } from './identity.ts'
import { ioAlarm, ioFacts, type Io } from './teltonika-io.ts'
import { readOldRecords } from './teltonika-old.ts'

/**
 * Teltonika trackers over TCP and UDP: login by IMEI, records of codec 7, 8, 8 extended and 16, texts of codec 12 to 15, all answered as
 * the trackers expect. Format: the maker's "Teltonika Data Sending Protocols".
 */

const MOST = 8192
const CODEC_8 = 0x08
const CODEC_8E = 0x8e
const CODEC_16 = 0x10
const CODEC_7 = 0x07
/** Answers of the tracker to commands: text; with the time; with its IMEI; with both. */
const TEXTS: { [codec: number]: { time: boolean; imei: boolean } } = { 0x0c: { time: false, imei: false }, 0x0d: { time: true, imei: false }, 0x0e: { time: false, imei: true }, 0x0f: { time: true, imei: true } }
/** Codecs of records. */
const RECORDS = new Set([CODEC_7, CODEC_8, CODEC_8E, CODEC_16])
const KMH_MS = 1 / 3.6

const NONE = 'no packet of Teltonika begins here'
/** A sign of life between packets. */
const LIFE = 0xff
const BEGINS: Begins = { with: (byte) => byte <= 8 || byte === LIFE, else: NONE }

export const teltonika: Codec = {
  name: 'teltonika',
  maxFrameBytes: MOST + 12,
  datagrams: false,
  make(options) {
    let subject = givenSubject(options)
    return frameDecoder(MOST + 12, options, BEGINS, (bytes) => {
      if (bytes[0] === LIFE) {
        return { used: 1, heard: [{ what: 'nothing' }] }
      }
      const login = readLogin(bytes)
      if (login === 'more') {
        return 'more'
      }
      if (login !== null) {
        const welcome = allowsImei(options, login)
        subject = welcome ? `imei:${login}` : null
        const reply: Heard = { what: 'reply', bytes: Uint8Array.of(welcome ? 1 : 0) }
        return { used: 2 + login.length, heard: welcome ? [reply] : [reply, { what: 'bad', bytes: kept(bytes.subarray(0, 2 + login.length)), reason: `the tracker ${login} is not among those of this feed` }] }
      }
      return bytes[0] === 0 && (bytes[1] ?? 0) === 0 ? readTcp(bytes, subject) : readUdp(bytes, options)
    })
  },
}

/** Length and digits of an IMEI; null when something else begins here. */
function readLogin(bytes: Uint8Array): string | 'more' | null {
  const length = bytes[1]
  if (bytes[0] !== 0) {
    return null
  }
  if (length === undefined) {
    return 'more'
  }
  if (length < 14 || length > 17) {
    return null
  }
  let imei = ''
  for (let i = 2; i < 2 + length; i += 1) {
    const byte = bytes[i]
    if (byte === undefined) {
      return 'more'
    }
    if (byte < 48 || byte > 57) {
      return null
    }
    imei += String.fromCharCode(byte)
  }
  return imei
}

function readTcp(bytes: Uint8Array, subject: string | null): FrameStep {
  for (let i = 0; i < 4; i += 1) {
    if (bytes[i] === undefined) {
      return 'more'
    }
    if (bytes[i] !== 0) {
      return { noise: NONE }
    }
  }
  if (bytes.length < 9) {
    return 'more'
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const length = view.getUint32(4)
  const codec = bytes[8]!
  if (length < 3 || length > MOST || (!RECORDS.has(codec) && TEXTS[codec] === undefined)) {
    return { noise: `a packet of length ${length} in codec ${codec} is not one that is read here` }
  }
  const end = 8 + length
  if (bytes.length < end + 4) {
    return 'more'
  }
  if (view.getUint32(end) !== crcIbm(bytes, 8, end)) {
    return { noise: 'the checksum of a packet is wrong', vain: end + 4 }
  }
  const used = end + 4
  const bad = (reason: string): FrameStep => ({ used, heard: [{ what: 'bad', bytes: kept(bytes.subarray(0, used)), reason }] })
  if (subject === null) {
    return bad('a packet before the tracker said who it is')
  }
  const text = TEXTS[codec]
  if (text !== undefined) {
    return { used, heard: readText(bytes.subarray(8, end), text, subject) }
  }
  const records = readRecords(bytes.subarray(8, end), subject)
  if (typeof records === 'string') {
    return bad(records)
  }
  return { used, heard: [...records.heard, { what: 'reply', bytes: Uint8Array.of(0, 0, 0, records.count) }] }
}

/** Codec, count, type, length, and then what the codec puts before the text. Pictures of a camera are no text. */
function readText(data: Uint8Array, { time, imei }: { time: boolean; imei: boolean }, subject: string): Heard[] {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength)
  const size = data.length >= 8 ? view.getUint32(3) : 0
  const from = 7 + (time ? 4 : 0) + (imei ? 8 : 0)
  const bytes = data.subarray(from, Math.max(from, Math.min(7 + size, data.length - 1)))
  const text = new TextDecoder('latin1').decode(bytes).trim()
  if (text === '' || bytes.some((byte) => byte < 32 && byte !== 9 && byte !== 10 && byte !== 13 && byte !== 0)) {
    return [{ what: 'nothing' }]
  }
  const seconds = time && data.length >= 11 ? view.getUint32(7) : 0
  return [{ what: 'text', subject, at: seconds > 0 ? seconds * 1000 : null, text: text.slice(0, 2000) }]
}

/** A datagram carries its IMEI itself, and an acknowledgement names the packet. */
function readUdp(bytes: Uint8Array, options: CodecOptions): FrameStep {
  const noise: FrameStep = { noise: NONE }
  if (bytes.length < 8) {
    return bytes[4] !== undefined && bytes[4] !== 1 ? noise : 'more'
  }
  const length = (bytes[0]! << 8) | bytes[1]!
  if (bytes[4] !== 1 || bytes[6] !== 0 || bytes[7] !== 15 || length < 24 || length > 2048) {
    return noise
  }
  const used = 2 + length
  if (bytes.length < used) {
    return 'more'
  }
  const imei = new TextDecoder('latin1').decode(bytes.subarray(8, 23))
  const data = bytes.subarray(23, used)
  if (!/^\d{15}$/.test(imei) || data.length < 3) {
    return noise
  }
  const records = allowsImei(options, imei) ? readRecords(data, `imei:${imei}`) : `the tracker ${imei} is not among those of this feed`
  if (typeof records === 'string') {
    return { used, heard: [{ what: 'bad', bytes: kept(bytes.subarray(0, used)), reason: records }] }
  }
  return { used, heard: [...records.heard, { what: 'reply', bytes: Uint8Array.of(0, 5, bytes[2]!, bytes[3]!, 1, bytes[5]!, records.count) }] }
}

/** Codec, count, records, count; a text when that does not come out. */
function readRecords(data: Uint8Array, subject: string): { heard: Heard[]; count: number } | string {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength)
  const codec = data[0]!
  const count = data[1]!
  if (codec === CODEC_7) {
    return readOldRecords(data, subject)
  }
  if (!RECORDS.has(codec)) {
    return `codec ${codec} is not one that is read here`
  }
  const wide = codec === CODEC_8E
  const idBytes = codec === CODEC_8 ? 1 : 2
  const countBytes = wide ? 2 : 1
  const end = data.length - 1
  let at = 2
  const number = (width: number): number => {
    if (at + width > end) {
      throw new RangeError('short')
    }
    at += width
    return width === 1 ? view.getUint8(at - 1) : width === 2 ? view.getUint16(at - 2) : width === 4 ? view.getUint32(at - 4) : Number(view.getBigUint64(at - 8))
  }
  const heard: Heard[] = []
  try {
    for (let n = 0; n < count; n += 1) {
      const time = number(8)
      const priority = number(1)
      const lon = (number(4) | 0) / 1e7
      const lat = (number(4) | 0) / 1e7
      const sea = (number(2) << 16) >> 16
      const [course, satellites, speed] = [number(2), number(1), number(2)]
      const event = number(idBytes)
      if (codec === CODEC_16) {
        number(1)
      }
      number(countBytes)
      const elements: Io[] = []
      for (const width of [1, 2, 4, 8]) {
        for (let left = number(countBytes); left > 0; left -= 1) {
          const id = number(idBytes)
          const value = number(width)
          // Keys and serial numbers fill all eight bytes: as a number they would be another's.
          elements.push({ id, value, width, ...(Number.isSafeInteger(value) ? {} : { digits: view.getBigUint64(at - 8).toString(16).padStart(16, '0') }) })
        }
      }
      if (wide) {
        for (let left = number(2); left > 0; left -= 1) {
          number(2)
          const length = number(2)
          if (at + length > end) {
            throw new RangeError('short')
          }
          at += length
        }
      }
      hear(heard, { subject, time, priority, lon, lat, sea, course, satellites, speed, event, elements })
    }
  } catch {
    return 'the records are longer than their packet'
  }
  return at !== end || data[end] !== count ? 'the records do not fill their packet' : { heard, count }
}

type Read = { subject: string; time: number; priority: number; lon: number; lat: number; sea: number; course: number; satellites: number; speed: number; event: number; elements: Io[] }

function hear(into: Heard[], { subject, time, priority, lon, lat, sea, course, satellites, speed, event, elements }: Read): void {
  const at = time > 0 && time < 4_102_444_800_000 ? time : null
  const facts = ioFacts(elements)
  const placed = satellites > 0 && (lon !== 0 || lat !== 0) && Math.abs(lat) <= 90 && Math.abs(lon) <= 180
  const more = { ...facts.more, satellites, ...(placed ? { altitudeAboveSeaM: sea } : {}) }
  let fix: HeardFix | undefined
  if (placed) {
    fix = { subject, at, lon, lat, altM: null, speedMs: speed * KMH_MS, courseDeg: course < 360 ? course : course === 360 ? 0 : null, accuracyM: null, source: 'gps' }
    into.push({ what: 'position', fix, facts: { ...facts, more } })
  } else {
    // Without satellites it repeats its last place under a new time: that is no place.
    into.push({ what: 'facts', subject, facts: { ...facts, more } })
  }
  const alarm = ioAlarm(priority, event, elements)
  if (alarm !== null) {
    into.push({ what: 'alarm', subject, ...alarm, at, ...(fix === undefined ? {} : { fix }) })
  }
}
