import type { Codec, Heard, HeardFix } from '../../core/feed.ts'
import type { Alarm, SubjectFacts } from '../../core/fix.ts'
import { frameDecoder, kept, type Begins, type FrameStep } from '../frame-reader.ts'
import { degreesIn, numberIn } from '../nmea/sentence.ts'
import { decimal, momentOf } from './identity.ts'

/**
 * Trackers of the H02 family: texts `*HQ,<id>,V1,…#` and what stands beside them (V2, VI1, V19, V3, V4, V5, VP1, NBR, LINK, HTBT), and the
 * binary form that begins with `$`: 32 bytes with a shorter or a longer identity, and up to 16 about cells behind them. Times are UTC.
 */

const MOST_TEXT = 1024
const SHORT = 32
/** Bytes of cells and networks behind it at most. No byte says how many there are. */
const BEHIND = 16
const KNOT_MS = 0.514444
const STAR = 0x2a
const DOLLAR = 0x24

/** Half a day and the hours zones are ahead or behind. */
const DAY_AROUND_MS = 26 * 3_600_000
const EMPTY: Heard = { what: 'nothing' }

const NONE = 'no message of H02 begins here'
const BEGINS: Begins = { with: (byte) => byte === STAR || byte === DOLLAR, else: NONE }

export const h02: Codec = {
  name: 'h02',
  maxFrameBytes: MOST_TEXT,
  datagrams: false,
  make: (options) => frameDecoder(MOST_TEXT, options, BEGINS, (bytes, now) => (bytes[0] === STAR ? readText(bytes, now) : readBinary(bytes))),
}

function readText(bytes: Uint8Array, now: number): FrameStep {
  let end = -1
  for (let i = 1; i < bytes.length && i < MOST_TEXT; i += 1) {
    const byte = bytes[i]!
    if (byte === 0x23) {
      end = i
      break
    }
    if (byte < 0x20 || byte > 0x7e || (i < 3 && ((byte | 0x20) < 0x61 || (byte | 0x20) > 0x7a)) || (i === 3 && byte !== 0x2c)) {
      return { noise: NONE }
    }
  }
  if (end === -1) {
    return bytes.length >= MOST_TEXT ? { noise: 'a message without an end', vain: MOST_TEXT } : 'more'
  }
  const used = end + 1
  const fields = new TextDecoder('latin1').decode(bytes.subarray(1, end)).split(',')
  const heard = readFields(fields, now)
  return { used, heard: typeof heard === 'string' ? [{ what: 'bad', bytes: kept(bytes.subarray(0, used)), reason: heard }] : heard }
}

function readFields([maker = '', id = '', kind = '', ...rest]: readonly string[], now: number): Heard[] | string {
  if (!/^[0-9A-Za-z]{5,20}$/.test(id)) {
    return 'it does not say which tracker'
  }
  const subject = subjectOf(id)
  const answer = (text: string): Heard => ({ what: 'reply', bytes: new TextEncoder().encode(`*${maker},${id},${text}#`) })
  const stamp = new Date(now).toISOString().replace(/\D/g, '').slice(0, 14)
  switch (kind) {
    case 'V1': case 'V2': case 'V5': case 'V19': case 'VI1': {
      const heard = placed(subject, rest)
      return typeof heard === 'string' ? heard : kind === 'V1' ? [...heard, answer(`V4,V1,${stamp}`)] : heard
    }
    case 'V4': {
      // What it confirms stands before the place; one that confirms without a place only confirms.
      const from = rest.findIndex((field, i) => /^\d{6}$/.test(field) && (rest[i + 1] === 'A' || rest[i + 1] === 'V'))
      return from === -1 ? [EMPTY] : placed(subject, rest.slice(from))
    }
    case 'V3': {
      // Cells only; the state still calls for help.
      const { alarm } = stateOf(rest.at(-1))
      return alarm === null ? [EMPTY] : alarmsOf(subject, alarm, momentIn(rest[0], rest.at(-2)))
    }
    case 'NBR': {
      const facts = stateOf(rest.at(-1))
      return [{ what: 'facts', subject, facts: { ...facts.facts, more: { ...facts.facts.more, satelliteFix: 'none, cells only' } } }, ...alarmsOf(subject, facts.alarm, momentIn(rest[0], rest.at(-2))), answer(`V4,NBR,${stamp}`)]
    }
    case 'LINK': {
      const facts = stateOf(rest[7])
      const battery = percent(rest[3])
      const signal = numberIn(rest[1])
      return [{ what: 'facts', subject, facts: { ...(battery === null ? {} : { battery }), more: { ...facts.facts.more, ...(signal === null ? {} : { gsmSignal: signal }) } } }, ...alarmsOf(subject, facts.alarm, momentIn(rest[0], rest[6])), answer(`V4,LINK,${stamp}`)]
    }
    case 'VP1':
      return byDay(subject, rest, now)
    case 'V0': case 'HTBT': {
      const battery = percent(rest[0])
      return [battery === null ? EMPTY : { what: 'facts', subject, facts: { battery } }, answer(kind)]
    }
    default:
      // Other kinds of the same place; or settings, cells and steps: nothing of where it is.
      return /^V[A-Z0-9]{1,3}$/.test(kind) && /^\d{6}$/.test(rest[0] ?? '') && rest[2] !== undefined && degreesIn(rest[2], rest[3]) !== null ? placed(subject, rest) : /^[A-Z][A-Z0-9]{0,7}$/.test(kind) ? [EMPTY] : 'it does not say what it tells'
  }
}

/**
 * VP1: a place with its day and without a time of day. It is where the tracker is now when that is today, by any clock on Earth;
 * of another day nobody can tell when it was there. With V before it, cells only.
 */
function byDay(subject: string, rest: readonly string[], now: number): Heard[] | string {
  if (rest[0] !== 'A' && rest[0] !== 'B') {
    return [EMPTY]
  }
  const [lat, lon, noon] = [degreesIn(rest[1], rest[2]), degreesIn(rest[3], rest[4]), momentIn('120000', rest[7])]
  if (lat === null || lon === null || noon === null) {
    return 'a place or its day cannot be read'
  }
  return Math.abs(noon - now) > DAY_AROUND_MS ? 'a place of another day without a time of day' : told({ subject, at: null, lon, lat, knots: numberIn(rest[5]), course: numberIn(rest[6]) }, stateOf(undefined))
}

/** hhmmss, A or V, latitude, N or S, longitude, E or W, knots, course, ddmmyy, state. Some count satellites before the day, some say more before the state. */
function placed(subject: string, all: readonly string[]): Heard[] | string {
  const fields = /^\d{6}$/.test(all[8] ?? '') || !/^\d{6}$/.test(all[9] ?? '') ? all : all.toSpliced(8, 1)
  const at = momentIn(fields[0], fields[8])
  const lat = degreesOf(fields[2], fields[3])
  const lon = degreesOf(fields[4], fields[5])
  const state = stateOf(fields.slice(9).find((field) => STATE.test(field)))
  if (fields[1] === 'V' || fields[1] === '0' || fields[1] === '') {
    return [{ what: 'facts', subject, facts: { ...state.facts, more: { ...state.facts.more, satelliteFix: 'none' } } }, ...alarmsOf(subject, state.alarm, at)]
  }
  if ((fields[1] !== 'A' && fields[1] !== '1') || lat === null || lon === null || at === null) {
    return 'a place or its time cannot be read'
  }
  return told({ subject, at, lon, lat, knots: numberIn(fields[6]), course: numberIn(fields[7]) }, state)
}

/** `0421.6720`; of some makers `-23-29.0095` with a sign that must be that of its side. */
function degreesOf(value: string | undefined, side: string | undefined): number | null {
  const [, sign, degrees, minutes] = /^(-?)(\d{1,3})-(\d{1,2}(?:\.\d{1,7})?)$/.exec(value ?? '') ?? []
  if (degrees === undefined || minutes === undefined) {
    return degreesIn(value, side)
  }
  return (sign === '-') === (side === 'S' || side === 'W') ? degreesIn(`${degrees}${minutes.padStart(minutes.includes('.') ? minutes.length + 2 - minutes.indexOf('.') : 2, '0')}`, side) : null
}

function told(one: { subject: string; at: number | null; lon: number; lat: number; knots: number | null; course: number | null }, state: State): Heard[] {
  const { subject, at, lon, lat, knots, course } = one
  const fix: HeardFix = { subject, at, lon, lat, altM: null, speedMs: knots === null || knots < 0 ? null : knots * KNOT_MS, courseDeg: course === null || course < 0 || course > 360 ? null : course % 360, accuracyM: null, source: 'gps' }
  return [{ what: 'position', fix, ...(Object.keys(state.facts).length === 0 ? {} : { facts: state.facts }) }, ...alarmsOf(subject, state.alarm, at, fix)]
}

function readBinary(bytes: Uint8Array): FrameStep {
  if (bytes.length < SHORT) {
    return 'more'
  }
  const short = binaryMoment(bytes, 6)
  const long = short === null ? binaryMoment(bytes, 9) : null
  const at = short ?? long
  if (at === null) {
    return { noise: 'a binary message with a time that does not exist' }
  }
  const from = short === null ? 9 : 6
  const digits = [...bytes.subarray(1, from), ...bytes.subarray(from + 6, from + 10), ...bytes.subarray(from + 11, from + 15)].map(decimal)
  // The last half of the longitude's fifth byte is flags, so that byte may hold no number.
  if (digits.includes(-1)) {
    return { noise: 'a binary message without the digits it is made of' }
  }
  const two = (value: number): string => String(value).padStart(2, '0')
  const id = [...bytes.subarray(1, from)].map((byte) => two(decimal(byte))).join('')
  const latText = [...bytes.subarray(from + 6, from + 10)].map((byte) => two(decimal(byte))).join('')
  const last = bytes[from + 15]!
  const lonText = `${[...bytes.subarray(from + 11, from + 15)].map((byte) => two(decimal(byte))).join('')}${last >> 4}`
  const lat = degreesIn(`${latText.slice(0, 4)}.${latText.slice(4)}`, last & 4 ? 'N' : 'S')
  const lon = degreesIn(`${lonText.slice(0, 5)}.${lonText.slice(5)}`, last & 8 ? 'E' : 'W')
  const motion = [...bytes.subarray(from + 16, from + 19)].flatMap((byte) => [byte >> 4, byte & 15])
  if (lat === null || lon === null || last >> 4 > 9 || motion.some((digit) => digit > 9)) {
    return { noise: 'a binary message whose place cannot be read' }
  }
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = motion
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const state = stateOf(view.getUint32(from + 19).toString(16).padStart(8, '0'))
  const battery = level(bytes[from + 10]!)
  if (battery !== null) {
    state.facts.battery = battery
  }
  const subject = subjectOf(short === null ? id.slice(0, 15) : id)
  if ((last & 2) === 0) {
    return { used: SHORT, behind: BEHIND, heard: [{ what: 'facts', subject, facts: { ...state.facts, more: { ...state.facts.more, satelliteFix: 'none' } } }, ...alarmsOf(subject, state.alarm, at)] }
  }
  return { used: SHORT, behind: BEHIND, heard: told({ subject, at, lon, lat, knots: a * 100 + b * 10 + c, course: d * 100 + e * 10 + f }, state) }
}

function binaryMoment(bytes: Uint8Array, from: number): number | null {
  const [hour = -1, minute = -1, second = -1, day = -1, month = -1, year = -1] = [...bytes.subarray(from, from + 6)].map(decimal)
  return momentOf(year, month, day, hour, minute, second)
}

function momentIn(clock: string | undefined, date: string | undefined): number | null {
  const [time, day] = [/^(\d\d)(\d\d)(\d\d)$/.exec(clock ?? ''), /^(\d\d)(\d\d)(\d\d)$/.exec(date ?? '')]
  return time && day ? momentOf(Number(day[3]), Number(day[2]), Number(day[1]), Number(time[1]), Number(time[2]), Number(time[3])) : null
}

const STATE = /^[0-9a-f]{8}$/i

type State = { facts: SubjectFacts; alarm: { alarm: Alarm; text: string } | null }

/** Eight hexadecimal digits: a bit that is off is an alarm that is on. */
function stateOf(field: string | undefined): State {
  if (field === undefined || !STATE.test(field)) {
    return { facts: {}, alarm: null }
  }
  const bits = Number.parseInt(field, 16)
  const off = (bit: number): boolean => ((bits >>> bit) & 1) === 0
  const alarm: State['alarm'] = off(1) || off(18) ? { alarm: 'sos', text: 'SOS button' } : off(19) ? { alarm: 'power-cut', text: 'Power was cut' } : off(0) ? { alarm: 'tamper', text: 'Shaken' } : null
  return { facts: { more: { ignition: !off(10), ...(off(2) ? { tooFast: true } : {}) } }, alarm }
}

function alarmsOf(subject: string, alarm: State['alarm'], at: number | null, fix?: HeardFix): Heard[] {
  return alarm === null ? [] : [{ what: 'alarm', subject, ...alarm, at, ...(fix === undefined ? {} : { fix }) }]
}

function subjectOf(id: string): string {
  return /^\d{15}$/.test(id) ? `imei:${id}` : `device:${id}`
}

function percent(field: string | undefined): number | null {
  const value = numberIn(field)
  return value === null || value < 0 || value > 100 ? null : value / 100
}

/** One to six as a scale, else per cent. */
function level(byte: number): number | null {
  return byte === 0 || byte > 100 ? null : byte <= 3 ? (byte - 1) / 10 : byte <= 6 ? (byte - 1) / 5 : byte / 100
}
