import { COT_LIMITS, COT_UNKNOWN, type CotElement, type CotEvent, type CotExtra, type CotRead, type TakControl, type TakMessage } from './event.ts'
import { protoSenderOf, type ProtoSender, type Steady } from './proto-remembered.ts'
import { byteText, strictUtf8Field } from './text-bytes.ts'
import { LAST_TIME } from './time.ts'
import { CONTACT, GROUP, PRECISION, TAKV } from './typed-detail.ts'
import { readVarint } from './varint.ts'
import { caught, refusalOf, XmlFault } from './xml-fault.ts'
import { ownText } from './xml-remembered.ts'
import { readFragment } from './xml-tree.ts'

/**
 * TakMessage, version 1 of the TAK protocol (protocol buffers), read by hand. Fields that are not known are
 * passed over. Elements of the detail that came typed stand before those of `xmlDetail`.
 */

/** Reads the fields of one message in turn. */
type Cursor = {
  bytes: Uint8Array
  /** Every byte as one character, once it is asked for: text that is ASCII is cut out of it. */
  text: string | null
  at: number
}

const NO_NODES: readonly string[] = []

function fault(reason: string, offset: number): never {
  throw new XmlFault(reason, offset)
}

function number(cursor: Cursor, end: number): number {
  const { bytes, at } = cursor
  const first = at < end ? bytes[at]! : 0x80
  if (first < 0x80) {
    cursor.at = at + 1
    return first
  }
  // Times have six bytes: four, and what is beyond, without a fraction each.
  let low = 0
  let high = 0
  for (let i = 0; i < 7 && at + i < end; i += 1) {
    const byte = bytes[at + i]!
    if (i < 4) {
      low |= (byte & 0x7f) << (i * 7)
    } else {
      high |= (byte & 0x7f) << ((i - 4) * 7)
    }
    if (byte < 0x80) {
      cursor.at = at + i + 1
      return high * 0x1000_0000 + low
    }
  }
  const read = readVarint(bytes, at, end)
  if (read === null) {
    fault('a number has no end', at)
  }
  cursor.at = read.next
  return read.value
}

/** Reads a length; answers where what it counts ends. */
function span(cursor: Cursor, end: number): number {
  const length = number(cursor, end)
  if (!(cursor.at + length <= end)) {
    fault('a length reaches beyond its message', cursor.at)
  }
  return cursor.at + length
}

function string(cursor: Cursor, end: number): string {
  const until = span(cursor, end)
  const begin = cursor.at
  cursor.at = until
  const { bytes } = cursor
  for (let i = begin; i < until; i += 1) {
    const byte = bytes[i]!
    if (byte >= 0x80) {
      try {
        return strictUtf8Field.decode(bytes.subarray(begin, until))
      } catch {
        fault('text is not UTF-8', begin)
      }
    }
  }
  return (cursor.text ??= byteText(bytes)).slice(begin, until)
}

/** The same where it is nearly always this one, of ASCII. */
function usualString(cursor: Cursor, end: number, usual: string): string {
  const { bytes, at } = cursor
  const { length } = usual
  if (length === 0 || bytes[at] !== length || at + length >= end) {
    return string(cursor, end)
  }
  for (let i = 0; i < length; i += 1) {
    if (bytes[at + 1 + i] !== usual.charCodeAt(i) || bytes[at + 1 + i]! >= 0x80) {
      return string(cursor, end)
    }
  }
  cursor.at = at + 1 + length
  return usual
}

// A view of the bytes of each message would cost more than all its numbers.
const eight = new Uint8Array(8)
const eightView = new DataView(eight.buffer)

function double(cursor: Cursor, end: number): number {
  const { bytes, at } = cursor
  if (at + 8 > end) {
    fault('a number is cut off', at)
  }
  for (let i = 0; i < 8; i += 1) {
    eight[i] = bytes[at + i]!
  }
  cursor.at = at + 8
  return eightView.getFloat64(0, true)
}

/** Passes a field that is not known. */
function skip(cursor: Cursor, tag: number, end: number): void {
  const kind = tag & 7
  if (!(tag >= 8 && tag <= 0xffff_ffff)) {
    fault('a field has no proper number', cursor.at)
  }
  if (kind === 0) {
    number(cursor, end)
  } else if (kind === 2) {
    cursor.at = span(cursor, end)
  } else if (kind === 1 || kind === 5) {
    cursor.at += kind === 1 ? 8 : 4
    if (cursor.at > end) {
      fault('a field is cut off', end)
    }
  } else {
    fault('a field is of a kind that is not known', cursor.at)
  }
}

/** Attributes of a message that has only texts: `names[i]` is field i + 1. Empty ones are left out. */
function texts(cursor: Cursor, end: number, names: readonly string[]): string[] {
  const values: string[] = []
  const until = span(cursor, end)
  while (cursor.at < until) {
    const tag = number(cursor, until)
    if ((tag & 7) === 2 && tag >> 3 <= names.length && tag >= 8) {
      values[(tag >> 3) - 1] = string(cursor, until)
    } else {
      skip(cursor, tag, until)
    }
  }
  const attrs: string[] = []
  for (let i = 0; i < names.length; i += 1) {
    const value = values[i]
    if (value !== undefined && value !== '') {
      attrs.push(names[i]!, value)
    }
  }
  return attrs
}


function battery(cursor: Cursor, end: number): string[] {
  const until = span(cursor, end)
  let value = 0
  while (cursor.at < until) {
    const tag = number(cursor, until)
    if (tag === 8) {
      value = number(cursor, until)
    } else {
      skip(cursor, tag, until)
    }
  }
  return ['battery', String(value)]
}

function track(cursor: Cursor, end: number): string[] {
  const until = span(cursor, end)
  let speed = 0
  let course = 0
  while (cursor.at < until) {
    const tag = number(cursor, until)
    if (tag === 9) {
      speed = double(cursor, until)
    } else if (tag === 17) {
      course = double(cursor, until)
    } else {
      skip(cursor, tag, until)
    }
  }
  return ['speed', String(speed), 'course', String(course)]
}

function empty(): CotExtra {
  return { eventAttrs: [], pointAttrs: [], children: [], detailAttrs: [], detailText: '' }
}

/** A detail as it was read. `text` stood between the elements of `xmlDetail`; from `moves` to `still` stands the first course and speed, `tracks` tells how many there are. */
type Detail = Steady & { readonly elements: CotElement[]; text: string; moves: number; still: number; tracks: number }

/** Reads the fields of a detail to `until` and answers its elements: those that came typed, then those of `xmlDetail`. */
function elementsOf(cursor: Cursor, until: number): Detail {
  const typed: CotElement[] = []
  let xml = ''
  let xmlAt = 0
  let moves = until
  let still = until
  let tracks = 0
  while (cursor.at < until) {
    const begin = cursor.at
    const tag = number(cursor, until)
    switch (tag) {
      case 10: xmlAt = cursor.at; xml = string(cursor, until); break
      case 18: add(typed, 'contact', texts(cursor, until, CONTACT)); break
      case 26: add(typed, '__group', texts(cursor, until, GROUP)); break
      case 34: add(typed, 'precisionlocation', texts(cursor, until, PRECISION)); break
      case 42: add(typed, 'status', battery(cursor, until)); break
      case 50: add(typed, 'takv', texts(cursor, until, TAKV)); break
      case 58:
        add(typed, 'track', track(cursor, until))
        if (tracks === 0) {
          moves = begin
          still = cursor.at
        }
        tracks += 1
        break
      default: skip(cursor, tag, until)
    }
  }
  let elements = typed
  let text = ''
  let own = true
  if (xml !== '') {
    let rest: CotElement
    try {
      rest = readFragment(xml)
    } catch (error) {
      throw error instanceof XmlFault ? new XmlFault(`in xmlDetail ${error.message}`, xmlAt + error.offset) : error
    }
    const others = rest.nodes.filter((node) => typeof node !== 'string')
    text = rest.nodes.filter((node) => typeof node === 'string').join('')
    // Where both are there, what the XML says holds.
    elements = typed.filter(({ name }) => !others.some((element) => element.name === name))
    elements.push(...others)
    own = !others.some(({ name }) => name === 'track')
  }
  return { elements, movesAt: own ? elements.findIndex(({ name }) => name === 'track') : -1, text, moves, still, tracks }
}

/** As protocol buffers have it, the last of a field holds. */
function add(typed: CotElement[], name: string, attrs: string[]): void {
  const element = { name, attrs, nodes: NO_NODES }
  const before = typed.findIndex((one) => one.name === name)
  if (before < 0) {
    typed.push(element)
  } else {
    typed[before] = element
  }
}

const EMPTY_TRACK = Uint8Array.of(58, 0)

/** What stands before and behind course and speed, with a place for these. */
function steadyOf(before: Uint8Array, after: Uint8Array): Steady | null {
  const piece = new Uint8Array(before.length + EMPTY_TRACK.length + after.length)
  piece.set(before)
  piece.set(EMPTY_TRACK, before.length)
  piece.set(after, before.length + EMPTY_TRACK.length)
  const { elements, movesAt, text, tracks } = elementsOf({ bytes: piece, text: null, at: 0 }, piece.length)
  return text === '' && tracks === 1 ? { elements, movesAt } : null
}

/** The elements of a detail of which only course and speed are new; null where that is not so. The cursor is then anywhere. */
function known(cursor: Cursor, until: number, sender: ProtoSender): CotElement[] | null {
  const length = sender.before(cursor.bytes, cursor.at, until)
  if (length === 0) {
    return null
  }
  cursor.at += length
  let moving: CotElement | null = null
  if (cursor.at < until && cursor.bytes[cursor.at] === 58) {
    cursor.at += 1
    moving = { name: 'track', attrs: track(cursor, until), nodes: NO_NODES }
  }
  if (!sender.after(cursor.bytes, cursor.at, until)) {
    return null
  }
  cursor.at = until
  const { elements, movesAt } = sender.steady!
  if (moving === null) {
    return movesAt < 0 ? elements.slice() : elements.toSpliced(movesAt, 1)
  }
  const all = elements.slice()
  if (movesAt >= 0) {
    all[movesAt] = moving
  }
  return all
}

function detail(cursor: Cursor, end: number, event: CotEvent, sender: ProtoSender | null): void {
  const until = span(cursor, end)
  const begin = cursor.at
  const all = sender === null ? null : known(cursor, until, sender)
  if (all !== null) {
    event.detail = all
    return
  }
  cursor.at = begin
  const { elements, text, moves, still } = elementsOf(cursor, until)
  sender?.detailRead(cursor.bytes, begin, moves, still, until, steadyOf)
  event.detail = elements
  if (text !== '') {
    (event.extra ??= empty()).detailText = text
  }
}

/** Metres, null for unknown: the protocol's own note says 999999, everybody sends 9999999. */
function metres(value: number): number | null {
  return Number.isFinite(value) && value !== 999_999 && Math.abs(value) < COT_UNKNOWN ? value : null
}

function time(value: number, what: string, at: number): number {
  return value >= 0 && value <= LAST_TIME ? value : fault(`${what} is no time between 1970 and 9999`, at)
}

function eventOf(cursor: Cursor, end: number, remember: boolean): CotEvent {
  const until = span(cursor, end)
  const begin = cursor.at
  const event: CotEvent = { uid: '', type: '', how: '', time: 0, start: 0, stale: 0, point: { lat: 0, lon: 0, hae: 0, ce: 0, le: 0 }, access: '', qos: '', opex: '', detail: [], extra: null }
  const { point } = event
  const sender = remember ? protoSenderOf(cursor.bytes, begin, until) : null
  // Whether what is read is still the beginning.
  let learn = sender !== null
  const length = sender === null ? 0 : sender.head(cursor.bytes, begin, until, event)
  if (length > 0) {
    cursor.at += length
    learn = false
  }
  while (cursor.at < until) {
    const tag = number(cursor, until)
    learn &&= tag <= 42
    switch (tag) {
      case 10: event.type = string(cursor, until); break
      case 18: event.access = string(cursor, until); break
      case 26: event.qos = string(cursor, until); break
      case 34: event.opex = string(cursor, until); break
      case 42:
        event.uid = string(cursor, until)
        if (learn) {
          learn = false
          sender!.headRead(cursor.bytes, begin, cursor.at, event)
        }
        break
      case 48: event.time = time(number(cursor, until), 'time', cursor.at); break
      case 56: event.start = time(number(cursor, until), 'start', cursor.at); break
      case 64: event.stale = time(number(cursor, until), 'stale', cursor.at); break
      case 74:
        event.how = usualString(cursor, until, sender === null ? '' : sender.how)
        if (sender !== null && event.how !== sender.how) {
          sender.how = event.how.length <= 16 ? ownText(event.how) : ''
        }
        break
      case 81: point.lat = double(cursor, until); break
      case 89: point.lon = double(cursor, until); break
      case 97: point.hae = metres(double(cursor, until)); break
      case 105: point.ce = metres(double(cursor, until)); break
      case 113: point.le = metres(double(cursor, until)); break
      case 122: detail(cursor, until, event, sender); break
      case 130: addAttribute(event, 'caveat', string(cursor, until)); break
      case 138: addAttribute(event, 'releaseableTo', string(cursor, until)); break
      default: skip(cursor, tag, until)
    }
  }
  if (event.uid === '' || event.type === '') {
    fault(`the event has no ${event.uid === '' ? 'uid' : 'type'}`, until)
  }
  if (!(point.lat >= -90 && point.lat <= 90 && point.lon >= -180 && point.lon <= 180)) {
    fault('the point has no latitude within 90 and longitude within 180 degrees', until)
  }
  return event
}

function addAttribute(event: CotEvent, name: string, value: string): void {
  if (value !== '') {
    (event.extra ??= empty()).eventAttrs.push(name, value)
  }
}

function control(cursor: Cursor, end: number): TakControl {
  const until = span(cursor, end)
  const value: TakControl = { minProtoVersion: 0, maxProtoVersion: 0, contactUid: '' }
  while (cursor.at < until) {
    const tag = number(cursor, until)
    switch (tag) {
      case 8: value.minProtoVersion = number(cursor, until); break
      case 16: value.maxProtoVersion = number(cursor, until); break
      case 26: value.contactUid = string(cursor, until); break
      default: skip(cursor, tag, until)
    }
  }
  return value
}

function messageOf(bytes: Uint8Array, remember: boolean): TakMessage {
  if (bytes.length > COT_LIMITS.bytes) {
    fault(`longer than ${COT_LIMITS.bytes} bytes`, COT_LIMITS.bytes)
  }
  const cursor: Cursor = { bytes, text: null, at: 0 }
  const message: TakMessage = { control: null, event: null }
  while (cursor.at < bytes.length) {
    const tag = number(cursor, bytes.length)
    if (tag === 10) {
      message.control = control(cursor, bytes.length)
    } else if (tag === 18) {
      message.event = eventOf(cursor, bytes.length, remember)
    } else {
      skip(cursor, tag, bytes.length)
    }
  }
  return message
}

/** Reads a TakMessage without its framing: never throws. */
export function readTakMessage(bytes: Uint8Array): CotRead<TakMessage> {
  try {
    return { ok: true, value: messageOf(bytes, true) }
  } catch (error) {
    return refusalOf(error)
  }
}

/** The same without regard to what was read before, two to three times slower. */
export function readTakMessageAnew(bytes: Uint8Array): CotRead<TakMessage> {
  return caught(() => messageOf(bytes, false))
}
