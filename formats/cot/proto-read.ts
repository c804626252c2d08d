import { COT_LIMITS, COT_UNKNOWN, type CotElement, type CotEvent, type CotExtra, type CotRead, type TakControl, type TakMessage } from './event.ts'
import { byteText, strictUtf8Field } from './text-bytes.ts'
import { LAST_TIME } from './time.ts'
import { CONTACT, GROUP, PRECISION, TAKV } from './typed-detail.ts'
import { readVarint } from './varint.ts'
import { caught, XmlFault } from './xml-fault.ts'
import { readFragment } from './xml-tree.ts'

/**
 * TakMessage, version 1 of the TAK protocol (protocol buffers), read by hand. Fields that are not known are
 * passed over. Elements of the detail that came typed stand before those of `xmlDetail`.
 */


/** Reads the fields of one message in turn. */
type Cursor = {
  bytes: Uint8Array
  view: DataView
  /** Every byte as one character: text that is ASCII is cut out of it. */
  text: string
  at: number
}

function fault(reason: string, offset: number): never {
  throw new XmlFault(reason, offset)
}

function number(cursor: Cursor, end: number): number {
  const first = cursor.at < end ? cursor.bytes[cursor.at]! : 0x80
  if (first < 0x80) {
    cursor.at += 1
    return first
  }
  const read = readVarint(cursor.bytes, cursor.at, end)
  if (read === null) {
    fault('a number has no end', cursor.at)
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
  return cursor.text.slice(begin, until)
}

function double(cursor: Cursor, end: number): number {
  if (cursor.at + 8 > end) {
    fault('a number is cut off', cursor.at)
  }
  cursor.at += 8
  return cursor.view.getFloat64(cursor.at - 8, true)
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

function detail(cursor: Cursor, end: number, event: CotEvent): void {
  const until = span(cursor, end)
  let xml = ''
  let xmlAt = 0
  const typed: CotElement[] = []
  const add = (name: string, attrs: string[]): void => {
    // As protocol buffers have it, the last of a field holds.
    const before = typed.findIndex((element) => element.name === name)
    const element = { name, attrs, nodes: [] }
    if (before < 0) {
      typed.push(element)
    } else {
      typed[before] = element
    }
  }
  while (cursor.at < until) {
    const tag = number(cursor, until)
    switch (tag) {
      case 10: xmlAt = cursor.at; xml = string(cursor, until); break
      case 18: add('contact', texts(cursor, until, CONTACT)); break
      case 26: add('__group', texts(cursor, until, GROUP)); break
      case 34: add('precisionlocation', texts(cursor, until, PRECISION)); break
      case 42: add('status', battery(cursor, until)); break
      case 50: add('takv', texts(cursor, until, TAKV)); break
      case 58: add('track', track(cursor, until)); break
      default: skip(cursor, tag, until)
    }
  }
  if (xml === '') {
    event.detail = typed
    return
  }
  let rest: CotElement
  try {
    rest = readFragment(xml)
  } catch (error) {
    throw error instanceof XmlFault ? new XmlFault(`in xmlDetail ${error.message}`, xmlAt + error.offset) : error
  }
  const elements = rest.nodes.filter((node) => typeof node !== 'string')
  const text = rest.nodes.filter((node) => typeof node === 'string').join('')
  if (text !== '') {
    (event.extra ??= empty()).detailText = text
  }
  // Where both are there, what the XML says holds.
  event.detail = [...typed.filter(({ name }) => !elements.some((element) => element.name === name)), ...elements]
}

/** Metres, null for unknown: the protocol's own note says 999999, everybody sends 9999999. */
function metres(value: number): number | null {
  return Number.isFinite(value) && value !== 999_999 && Math.abs(value) < COT_UNKNOWN ? value : null
}

function time(value: number, what: string, at: number): number {
  return value >= 0 && value <= LAST_TIME ? value : fault(`${what} is no time between 1970 and 9999`, at)
}

function eventOf(cursor: Cursor, end: number): CotEvent {
  const until = span(cursor, end)
  const event: CotEvent = { uid: '', type: '', how: '', time: 0, start: 0, stale: 0, point: { lat: 0, lon: 0, hae: 0, ce: 0, le: 0 }, access: '', qos: '', opex: '', detail: [], extra: null }
  const { point } = event
  while (cursor.at < until) {
    const tag = number(cursor, until)
    switch (tag) {
      case 10: event.type = string(cursor, until); break
      case 18: event.access = string(cursor, until); break
      case 26: event.qos = string(cursor, until); break
      case 34: event.opex = string(cursor, until); break
      case 42: event.uid = string(cursor, until); break
      case 48: event.time = time(number(cursor, until), 'time', cursor.at); break
      case 56: event.start = time(number(cursor, until), 'start', cursor.at); break
      case 64: event.stale = time(number(cursor, until), 'stale', cursor.at); break
      case 74: event.how = string(cursor, until); break
      case 81: point.lat = double(cursor, until); break
      case 89: point.lon = double(cursor, until); break
      case 97: point.hae = metres(double(cursor, until)); break
      case 105: point.ce = metres(double(cursor, until)); break
      case 113: point.le = metres(double(cursor, until)); break
      case 122: detail(cursor, until, event); break
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

/** Reads a TakMessage without its framing: never throws. */
export function readTakMessage(bytes: Uint8Array): CotRead<TakMessage> {
  return caught(() => {
    if (bytes.length > COT_LIMITS.bytes) {
      fault(`longer than ${COT_LIMITS.bytes} bytes`, COT_LIMITS.bytes)
    }
    const cursor: Cursor = { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), text: byteText(bytes), at: 0 }
    const message: TakMessage = { control: null, event: null }
    while (cursor.at < bytes.length) {
      const tag = number(cursor, bytes.length)
      if (tag === 10) {
        message.control = control(cursor, bytes.length)
      } else if (tag === 18) {
        message.event = eventOf(cursor, bytes.length)
      } else {
        skip(cursor, tag, bytes.length)
      }
    }
    return message
  })
}
