import type { HeardFix } from '../../core/feed.ts'
import type { FixSource } from '../../core/fix.ts'
import { decimalEnd, decimalFrom } from './decimal.ts'
import { COT_UNKNOWN, type CotElement, type CotEvent, type CotFrame, type CotPoint } from './event.ts'
import { moving } from './facts.ts'
import { hasPlace, sourceOf } from './heard.ts'
import { SenderTable } from './senders.ts'
import { timeAt } from './time.ts'
import { mayLearn, ownText } from './xml-remembered.ts'
import { readFragment } from './xml-tree.ts'

/**
 * Positions a device reports again and again, the same byte for byte but for its times, its place and how it moves. Such a report is cut
 * out of the stream and read in one: what stands still is compared with a report of the same device that was read whole before, and only
 * the numbers between are read. It is found by its uid; nothing is believed on account of one. Whatever is otherwise is cut and read
 * as any other event.
 */

/** Devices remembered, how long a report of one may be, and of how many elements: some 40 MB at worst. */
const MOST_DEVICES = 4096
const MOST_CHARS = 2048
const MOST_ELEMENTS = 40
/** Characters of a number, all of a report taken together; a time has 24. */
const LONGEST_NUMBER = 20
/** The uid stands within so many characters from the beginning. */
const NEAR = 256
/** From so many characters on a piece is cut out and compared as a text, which costs a sixth of a loop. */
const LONG = 20

const [TIME, START, STALE, LAT, LON, HAE, CE, LE, COURSE, SPEED, NUMBER] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10] as const
const EVENT_SLOTS: { [name: string]: number } = { time: TIME, start: START, stale: STALE }
const POINT_SLOTS: { [name: string]: number } = { lat: LAT, lon: LON, hae: HAE, ce: CE, le: LE }
const TRACK_SLOTS: { [name: string]: number } = { course: COURSE, speed: SPEED }

const ATTRIBUTES = '((?:\\s+[A-Za-z_][\\w.-]*="[^"<>&\']*")+)\\s*'
const SHAPE = new RegExp(`^<event${ATTRIBUTES}>\\s*<point${ATTRIBUTES}/>`, 'd')
const TRACK = new RegExp(`<track${ATTRIBUTES}/?>`, 'dg')
const ATTRIBUTE = /\s([A-Za-z_][\w.-]*)="([^"]*)"/dg
const DECIMAL = /^-?\d{1,12}(?:\.\d{1,14})?$/
// eslint-disable-next-line no-control-regex -- ASCII is what is asked for
const ASCII = /^[\u0000-\u007f]*$/

/** A character for each byte from `from` to `to`, in a text of its own. */
export type Latin1 = (bytes: Uint8Array, from: number, to: number) => string

/** What stands still in the reports of a device, and what they say in common. */
export class SteadyReport {
  /** Pieces between the slots, the first before all of them; one more than there are slots. */
  readonly #pieces: readonly string[]
  /** The same as bytes where they are short. */
  readonly #codes: readonly (Uint8Array | null)[]
  readonly #slots: readonly number[]
  /** An event that was read whole. */
  readonly event: CotEvent
  /** Where the place is from, and whether there is a `<track>`. */
  readonly source: FixSource
  readonly tracks: boolean
  /** So many bytes it may have. */
  readonly longest: number
  /** What whoever takes the events keeps with them. */
  memo: object | null = null

  constructor(event: CotEvent, pieces: readonly string[], slots: readonly number[]) {
    this.event = event
    this.#pieces = pieces
    this.#codes = pieces.map((piece) => (piece.length >= LONG ? null : shortCodes(piece)))
    this.#slots = slots
    this.source = sourceOf(event)
    this.longest = pieces.reduce((sum, piece) => sum + piece.length, 0) + slots.reduce((sum, slot) => sum + (slot <= STALE ? 24 : LONGEST_NUMBER), 0)
    this.tracks = event.detail.some(({ name }) => name === 'track')
  }

  /**
   * The report that begins at `from`, if it is one of these. `text` has a character for each byte of `bytes` from there on. Null where it is
   * another, or not all there.
   */
  read(text: string, bytes: Uint8Array, from: number): SteadyEvent | null {
    const first = this.#pieces[0]!
    if (text.slice(0, first.length) !== first) {
      return null
    }
    const { event } = this
    const { point: before } = event
    const point: CotPoint = { lat: before.lat, lon: before.lon, hae: before.hae, ce: before.ce, le: before.le }
    let { time, start, stale } = event
    let course = Number.NaN
    let speed = Number.NaN
    let at = from + first.length
    const slots = this.#slots
    for (let i = 0; i < slots.length; i += 1) {
      const slot = slots[i]!
      if (slot <= STALE) {
        const to = at + (bytes[at + 24] === 34 ? 24 : 20)
        const value = timeAt(bytes, at, to)
        if (Number.isNaN(value)) {
          return null
        }
        if (slot === TIME) {
          time = value
        } else if (slot === START) {
          start = value
        } else {
          stale = value
        }
        at = to
      } else {
        // A sign, of which only the one of minus is taken, must be followed by a digit.
        const value = bytes[at] === 43 || bytes[bytes[at] === 45 ? at + 1 : at] === 46 ? Number.NaN : decimalFrom(bytes, at)
        if (Number.isNaN(value) || bytes[decimalEnd - 1] === 46) {
          return null
        }
        at = decimalEnd
        switch (slot) {
          case LAT: point.lat = value; break
          case LON: point.lon = value; break
          case HAE: point.hae = metres(value); break
          case CE: point.ce = metres(value); break
          case LE: point.le = metres(value); break
          case COURSE: course = value; break
          case SPEED: speed = value; break
          default:
        }
      }
      const piece = this.#pieces[i + 1]!
      const codes = this.#codes[i + 1]!
      if (codes === null ? text.slice(at - from, at - from + piece.length) !== piece : !stands(bytes, at, codes)) {
        return null
      }
      at += piece.length
    }
    // Bytes behind the end are not of this stream.
    if (at - from > text.length || !(Math.abs(point.lat) <= 90 && Math.abs(point.lon) <= 180)) {
      return null
    }
    return new SteadyEvent(this, { time, start, stale, point, course, speed }, text.length === at - from ? text : text.slice(0, at - from), at)
  }
}

/** One of the reports of a device; its detail is put together when somebody asks for it. */
export class SteadyEvent implements CotEvent {
  readonly report: SteadyReport
  readonly uid: string
  readonly type: string
  readonly how: string
  readonly time: number
  readonly start: number
  readonly stale: number
  readonly point: CotPoint
  readonly access: string
  readonly qos: string
  readonly opex: string
  readonly extra = null
  /** Of its `<track>`, as written; NaN where it says none. */
  readonly course: number
  readonly speed: number
  /** A character for each byte, of a text of its own, so that nothing holds on to the piece of the stream it came in. */
  readonly text: string
  /** Where it ended. */
  readonly end: number
  #detail: CotElement[] | null = null

  constructor(report: SteadyReport, { time, start, stale, point, course, speed }: Pick<SteadyEvent, 'time' | 'start' | 'stale' | 'point' | 'course' | 'speed'>, text: string, end: number) {
    const { event } = report
    this.report = report
    this.uid = event.uid
    this.type = event.type
    this.how = event.how
    this.time = time
    this.start = start
    this.stale = stale
    this.point = point
    this.access = event.access
    this.qos = event.qos
    this.opex = event.opex
    this.course = course
    this.speed = speed
    this.text = text
    this.end = end
  }

  get detail(): CotElement[] {
    return (this.#detail ??= this.report.tracks ? this.report.event.detail.map((one) => (one.name === 'track' ? trackIn(this.text) : one)) : this.report.event.detail)
  }
}

/** As `fixOf`, without putting the detail together. */
export function fixOfSteady(event: SteadyEvent, subject: string): HeardFix | null {
  if (!hasPlace(event)) {
    return null
  }
  const { point, speed, course } = event
  const { speedMs, courseDeg } = moving(Number.isNaN(speed) ? null : speed, Number.isNaN(course) ? null : course)
  return { subject, at: event.time, lon: point.lon, lat: point.lat, altM: point.hae, speedMs, courseDeg, accuracyM: point.ce, source: event.report.source }
}

/** A report as it came out of the stream, already read. */
export class SteadyFrame {
  readonly what = 'xml'
  readonly event: SteadyEvent

  constructor(event: SteadyEvent) {
    this.event = event
  }

  get bytes(): Uint8Array {
    const { text } = this.event
    const bytes = new Uint8Array(text.length)
    for (let i = 0; i < bytes.length; i += 1) {
      bytes[i] = text.charCodeAt(i)
    }
    return bytes
  }
}

/** Of one device: what was learnt, and how many of its reports in a row were no such. */
type Device = { report: SteadyReport | null; missed: number }

const devices = new SenderTable((): Device => ({ report: null, missed: 0 }), MOST_DEVICES)

/** The device a report is of, by the bytes of its uid from `at` on. */
function deviceAt(bytes: Uint8Array, at: number): Device | null {
  let hash = 0
  let code = 0
  for (let i = at; i < bytes.length && (code = bytes[i]!) !== 34; i += 1) {
    hash = (Math.imul(hash, 31) + code) | 0
  }
  return devices.of(hash)
}

// How far behind the beginning the uid began last.
let uidAfter = 0

/** The event that begins at `from`, if it is a steady report and all of it stands before `end`. */
export function steadyAt(bytes: Uint8Array, from: number, end: number, latin1: Latin1): SteadyEvent | null {
  if (!isUid(bytes, from + uidAfter)) {
    const found = uidIn(bytes, from, Math.min(end, from + NEAR))
    if (found < 0) {
      return null
    }
    uidAfter = found - from
  }
  const device = deviceAt(bytes, from + uidAfter)
  const report = device === null ? null : device.report
  const event = report === null ? null : report.read(latin1(bytes, from, Math.min(end, from + report.longest)), bytes, from)
  if (event !== null) {
    device!.missed = 0
  }
  return event
}

/** A position was read whole: the next of its device may be steady. Of a device whose reports differ each time ever less is tried. */
export function learnSteady({ what, bytes }: CotFrame, event: CotEvent): void {
  if (what !== 'xml' || bytes.length > MOST_CHARS) {
    return
  }
  const at = uidIn(bytes, 0, bytes.length)
  const device = at < 0 ? null : deviceAt(bytes, at)
  if (device) {
    device.missed = (device.missed + 1) & 0xffff
    // One that is missed alone may only have come in two pieces.
    if (device.missed === 1 ? device.report === null : mayLearn(device.missed)) {
      device.report = learnt(bytes, event)
    }
  }
}

/** Is ` uid="` written before `at`? */
function isUid(bytes: Uint8Array, at: number): boolean {
  return bytes[at - 1] === 34 && bytes[at - 2] === 61 && bytes[at - 3] === 100 && bytes[at - 4] === 105 && bytes[at - 5] === 117 && bytes[at - 6] === 32
}

/** Where the first uid that is written begins; -1 for none. */
function uidIn(bytes: Uint8Array, from: number, to: number): number {
  for (let at = from + 6; at < to; at += 1) {
    if (isUid(bytes, at)) {
      return at
    }
  }
  return -1
}

/** Null where the report is not of the shape all devices write. */
function learnt(bytes: Uint8Array, event: CotEvent): SteadyReport | null {
  const text = String.fromCharCode(...bytes)
  const shape = SHAPE.exec(text)
  if (event.extra !== null || countIn(event.detail) > MOST_ELEMENTS || !shape || shape.indices![1]![0] !== 6) {
    return null
  }
  const slots: { slot: number; from: number; to: number }[] = []
  const add = (piece: string, offset: number, names: { [name: string]: number }, other: number | null, fits: RegExp | null): void => {
    for (const { 1: name, 2: value, indices } of piece.matchAll(ATTRIBUTE)) {
      const slot = names[name!] ?? other
      if (slot !== null && (fits === null || fits.test(value!))) {
        slots.push({ slot, from: offset + indices![2]![0], to: offset + indices![2]![1] })
      }
    }
  }
  add(shape[1]!, shape.indices![1]![0], EVENT_SLOTS, null, null)
  add(shape[2]!, shape.indices![2]![0], POINT_SLOTS, null, DECIMAL)
  const tracks = [...text.matchAll(TRACK)]
  // What is written once and stands in the detail once is the same.
  if (tracks.length === 1 && text.split('<track').length === 2 && event.detail.filter(({ name }) => name === 'track').length === 1 && ASCII.test(tracks[0]![0])) {
    add(tracks[0]![1]!, tracks[0]!.indices![1]![0], TRACK_SLOTS, NUMBER, DECIMAL)
  } else if (event.detail.some(({ name }) => name === 'track')) {
    return null
  }
  let at = 0
  const pieces = slots.map(({ from, to }) => {
    const piece = text.slice(at, from)
    at = to
    return ownText(piece)
  })
  const report = new SteadyReport(kept(event), [...pieces, ownText(text.slice(at))], slots.map(({ slot }) => slot))
  return isSame(report.read(text, bytes, 0), event, text) ? report : null
}

function countIn(nodes: readonly (CotElement | string)[]): number {
  return nodes.reduce<number>((sum, node) => (typeof node === 'string' ? sum : sum + 1 + countIn(node.nodes)), 0)
}

/** The texts of an event hold on to the report they were cut out of: these are written anew. */
function kept(event: CotEvent): CotEvent {
  return { ...event, uid: ownText(event.uid), type: ownText(event.type), how: ownText(event.how), access: ownText(event.access), qos: ownText(event.qos), opex: ownText(event.opex), detail: event.detail.map(own) }
}

function own(element: CotElement): CotElement {
  return { name: ownText(element.name), attrs: element.attrs.map(ownText), nodes: element.nodes.map((node) => (typeof node === 'string' ? ownText(node) : own(node))) }
}

/** Read this way it says what it says read whole. */
function isSame(read: SteadyEvent | null, event: CotEvent, text: string): boolean {
  if (read === null || read.end !== text.length) {
    return false
  }
  const same = ({ uid, type, how, time, start, stale, point, access, qos, opex, detail }: CotEvent): string => JSON.stringify([uid, type, how, time, start, stale, point.lat, point.lon, point.hae, point.ce, point.le, access, qos, opex, detail])
  return same(read) === same(event)
}

function trackIn(text: string): CotElement {
  const [tag] = text.match(TRACK)!
  return readFragment(tag.endsWith('/>') ? tag : `${tag.slice(0, -1)}/>`).nodes[0] as CotElement
}

function metres(value: number): number | null {
  return Math.abs(value) < COT_UNKNOWN ? value : null
}

// Most devices write the same between two numbers: one piece for all of them stays near the processor.
const MOST_SHORT = 1000
const short = new Map<string, Uint8Array>()

function shortCodes(piece: string): Uint8Array {
  const known = short.get(piece)
  if (known) {
    return known
  }
  if (short.size >= MOST_SHORT) {
    short.clear()
  }
  const codes = Uint8Array.from(piece, (char) => char.charCodeAt(0))
  short.set(piece, codes)
  return codes
}

function stands(bytes: Uint8Array, at: number, codes: Uint8Array): boolean {
  for (let i = 0; i < codes.length; i += 1) {
    if (bytes[at + i] !== codes[i]) {
      return false
    }
  }
  return true
}
