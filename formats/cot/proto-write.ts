import { COT_UNKNOWN, type CotElement, type CotEvent, type TakControl, type TakMessage } from './event.ts'
import { utf8 } from './text-bytes.ts'
import { LAST_TIME } from './time.ts'
import { CONTACT, GROUP, PRECISION, TAKV } from './typed-detail.ts'
import { writeDetail } from './xml.ts'

/**
 * Writes TakMessage, version 1 of the TAK protocol. In the detail an element goes into its typed message whole or not at
 * all: one with anything the message cannot hold, or that stands twice, travels in `xmlDetail`.
 */

/** Bytes that grow; one for all messages, since writing never waits. */
let bytes = new Uint8Array(4096)
let view = new DataView(bytes.buffer)
let at = 0

function room(more: number): void {
  if (at + more > bytes.length) {
    const next = new Uint8Array((at + more) * 2)
    next.set(bytes.subarray(0, at))
    bytes = next
    view = new DataView(next.buffer)
  }
}

function number(value: number): void {
  room(10)
  let left = value
  while (left >= 128) {
    bytes[at] = (left % 128) | 0x80
    at += 1
    left = Math.floor(left / 128)
  }
  bytes[at] = left
  at += 1
}

/** A length is known when what it counts is written: that is moved along where one byte is too few. */
function closeSpan(begin: number): void {
  const length = at - begin - 1
  if (length < 128) {
    bytes[begin] = length
    return
  }
  const digits = length < 16_384 ? 2 : length < 2_097_152 ? 3 : 4
  room(digits)
  bytes.copyWithin(begin + digits, begin + 1, at)
  const end = at + digits - 1
  at = begin
  number(length)
  at = end
}

function openSpan(tag: number): number {
  number(tag)
  room(1)
  at += 1
  return at - 1
}

function string(tag: number, text: string): void {
  if (text === '') {
    return
  }
  const begin = openSpan(tag)
  room(text.length * 3)
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i)
    if (code >= 128) {
      at = begin + 1 + utf8.encodeInto(text, bytes.subarray(begin + 1)).written
      closeSpan(begin)
      return
    }
    bytes[begin + 1 + i] = code
  }
  at = begin + 1 + text.length
  closeSpan(begin)
}

function double(tag: number, value: number): void {
  if (value === 0 && !Object.is(value, -0)) {
    return
  }
  number(tag)
  room(8)
  view.setFloat64(at, value, true)
  at += 8
}

function time(tag: number, value: number): void {
  const whole = Math.min(Math.max(Math.trunc(value) || 0, 0), LAST_TIME)
  if (whole > 0) {
    number(tag)
    number(whole)
  }
}

type Typed = { tag: number; write(attrs: readonly string[]): void; fits(attrs: readonly string[]): boolean }

function valueOf(attrs: readonly string[], name: string): string {
  for (let i = 0; i < attrs.length; i += 2) {
    if (attrs[i] === name) {
      return attrs[i + 1]!
    }
  }
  return ''
}

/** True when `attrs` are `needed`, all with a value, and nothing but `names`. An empty value could not be told from none. */
function holds(attrs: readonly string[], names: readonly string[], needed: readonly string[]): boolean {
  for (let i = 0; i < attrs.length; i += 2) {
    if (attrs[i + 1] === '' || !names.includes(attrs[i]!)) {
      return false
    }
  }
  for (const name of needed) {
    if (valueOf(attrs, name) === '') {
      return false
    }
  }
  return true
}

function ofTexts(tag: number, names: readonly string[], needed: readonly string[]): Typed {
  return {
    tag,
    fits: (attrs) => holds(attrs, names, needed),
    write(attrs) {
      for (let i = 0; i < names.length; i += 1) {
        string(((i + 1) << 3) | 2, valueOf(attrs, names[i]!))
      }
    },
  }
}

const DECIMAL = /^-?\d{1,15}(?:\.\d{1,15})?$/u

const TYPED: { [name: string]: Typed | undefined } = Object.assign(Object.create(null), {
  contact: ofTexts(18, CONTACT, ['callsign']),
  __group: ofTexts(26, GROUP, GROUP),
  precisionlocation: ofTexts(34, PRECISION, PRECISION),
  status: {
    tag: 42,
    fits: (attrs) => holds(attrs, ['battery'], ['battery']) && /^(?:0|[1-9]\d{0,8})$/u.test(attrs[1]!),
    write(attrs) {
      const value = Number(attrs[1])
      if (value > 0) {
        number(8)
        number(value)
      }
    },
  },
  takv: ofTexts(50, TAKV, TAKV),
  track: {
    tag: 58,
    fits: (attrs) => attrs.length === 4 && holds(attrs, ['speed', 'course'], ['speed', 'course']) && DECIMAL.test(attrs[1]!) && DECIMAL.test(attrs[3]!),
    write(attrs) {
      double(9, Number(valueOf(attrs, 'speed')))
      double(17, Number(valueOf(attrs, 'course')))
    },
  },
} satisfies { [name: string]: Typed })

function typedOf(element: CotElement, all: readonly CotElement[]): Typed | null {
  const typed = TYPED[element.name]
  if (typed === undefined || element.nodes.length > 0 || !typed.fits(element.attrs)) {
    return null
  }
  let same = 0
  for (const other of all) {
    same += other.name === element.name ? 1 : 0
  }
  return same === 1 ? typed : null
}

function writeDetailMessage(event: CotEvent): void {
  const text = event.extra?.detailText ?? ''
  if (event.detail.length === 0 && text === '') {
    return
  }
  const rest: CotElement[] = []
  const begin = openSpan(122)
  for (const element of event.detail) {
    const typed = typedOf(element, event.detail)
    if (typed === null) {
      rest.push(element)
    } else {
      const inner = openSpan(typed.tag)
      typed.write(element.attrs)
      closeSpan(inner)
    }
  }
  string(10, writeDetail(rest, text))
  closeSpan(begin)
}

function writeEvent(event: CotEvent): void {
  const { point, extra } = event
  const begin = openSpan(18)
  string(10, event.type)
  string(18, event.access)
  string(26, event.qos)
  string(34, event.opex)
  string(42, event.uid)
  time(48, event.time)
  time(56, event.start)
  time(64, event.stale)
  string(74, event.how)
  double(81, point.lat)
  double(89, point.lon)
  double(97, point.hae ?? COT_UNKNOWN)
  double(105, point.ce ?? COT_UNKNOWN)
  double(113, point.le ?? COT_UNKNOWN)
  writeDetailMessage(event)
  if (extra !== null) {
    string(130, valueOf(extra.eventAttrs, 'caveat'))
    string(138, valueOf(extra.eventAttrs, 'releaseableTo'))
  }
  closeSpan(begin)
}

function writeControl(control: TakControl): void {
  const begin = openSpan(10)
  for (const [tag, value] of [[8, control.minProtoVersion], [16, control.maxProtoVersion]] as const) {
    if (value > 0) {
      number(tag)
      number(value)
    }
  }
  string(26, control.contactUid)
  closeSpan(begin)
}

/** A TakMessage without its framing (`frameStream`, `frameMesh`). */
export function writeTakMessage(message: TakMessage): Uint8Array {
  at = 0
  if (message.control !== null) {
    writeControl(message.control)
  }
  if (message.event !== null) {
    writeEvent(message.event)
  }
  return bytes.slice(0, at)
}
