import { COT_LIMITS, COT_UNKNOWN, type CotElement, type CotEvent, type CotPoint, type CotRead } from './event.ts'
import { decimalAt } from './decimal.ts'
import { strictText } from './text-bytes.ts'
import { timeAt } from './time.ts'

/**
 * Reads a whole XML document, or a run of elements, to a tree. What is accepted is well-formed, so its bytes may be passed
 * on as they came: a DOCTYPE, entities beyond the five of XML, control characters, doubled attributes and bytes that are
 * not UTF-8 are refused. Line breaks within attributes stay as written. Comments and processing instructions are left out.
 */

/** Thrown and caught within this folder only. */
export class XmlFault extends Error {
  readonly offset: number
  constructor(reason: string, offset: number) {
    super(reason)
    this.offset = offset
  }
}

const NAMED: { [name: string]: string | undefined } = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
// What XML 1.0 has no place for.
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\]\]>/u
const DECLARED = /encoding\s*=\s*["']([^"']*)["']/u

const LT = 60
const GT = 62
const SLASH = 47
const EQUALS = 61
const AMP = 38
const BANG = 33
const QUERY = 63

/** Stands for every character beyond ASCII among the codes that are scanned. */
const BEYOND = 128

// 1 may begin a name, 2 may follow.
const NAME = new Uint8Array(256)
for (let code = 0; code < 128; code += 1) {
  const char = String.fromCharCode(code)
  NAME[code] = /[A-Za-z_:]/u.test(char) ? 3 : /[0-9.-]/u.test(char) ? 2 : 0
}
NAME[BEYOND] = 3

// What an attribute must be looked at for: quotes, & and <, controls.
const SPECIAL = new Uint8Array(256)
for (let code = 0; code < 128; code += 1) {
  SPECIAL[code] = code < 32 || code === 34 || code === 39 || code === AMP || code === LT ? 1 : 0
}

// Attributes of the element being read, before their number is known: names, and where their values lie. No value is kept here:
// to write what is new into what is old costs more than all the rest.
const found: string[] = []
const spans = new Int32Array(COT_LIMITS.attributes * 2)

/**
 * A name that nearly every event has: found by its bytes, it need not be cut out of the text. What an element had last time,
 * and which followed it, is looked for first, since whoever sends writes it the same way each time.
 */
type Word = {
  readonly name: string
  /** Where ` name="` begins in LETTERS, and how long the name is. */
  readonly at: number
  readonly length: number
  /** As an element: its attributes in turn, and the element that came after it. */
  readonly attrs: Word[]
  next: Word | null
  /** As an attribute of `<event>` and `<point>`: which one; 0 for others. */
  readonly bit: number
}

const NAMES = `version uid type how time start stale access qos opex lat lon hae ce le event point detail caveat
  takv os device platform contact callsign endpoint phone Droid precisionlocation altsrc geopointsrc __group role name
  status battery readiness track course speed slope remarks source to sourceID link relation parent_callsign production_time
  point_list color argb value usericon iconsetpath archive marti dest mission group __chat chatroom id senderCallsign groupOwner
  messageId parent chatgrp uid0 uid1 uid2 __serverdestination destinations strokeColor strokeWeight fillColor shape ellipse
  major minor angle height height_unit labels_on emergency cancel alert __video url ConnectionEntry sensor azimuth fov range
  model elevation fileshare filename sha256 sizeInBytes senderUrl senderUid TakControl TakProtocolSupport tog enabled
  __geofence extendedCot xmppUsername email method routetype planningmethod order stroke hierarchy`.split(/\s+/u)
const LETTERS = Uint8Array.from(NAMES.map((name) => ` ${name}="`).join(''), (char) => char.charCodeAt(0))
/** Words at the place of their hash; no two of them share one. */
const WORDS: (Word | undefined)[] = new Array<Word | undefined>(8192).fill(undefined)
const [UID, TYPE, HOW, TIME, START, STALE, ACCESS, QOS, OPEX, LAT, LON, HAE, CE] = [2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192] as const
let lettersAt = 0
NAMES.forEach((name, i) => {
  let hash = 0
  for (let k = 0; k < name.length; k += 1) {
    hash = (Math.imul(hash, 31) + name.charCodeAt(k)) | 0
  }
  WORDS[hash & 8191] ??= { name, at: lettersAt, length: name.length, attrs: [], next: null, bit: i < 15 ? 1 << i : 0 }
  lettersAt += name.length + 3
})

function wordOf(name: string): Word | null {
  return WORDS.find((word) => word?.name === name) ?? null
}
const EVENT = wordOf('event')
const POINT = wordOf('point')
const DETAIL = wordOf('detail')

function isSpace(code: number): boolean {
  return code === 32 || code === 10 || code === 13 || code === 9
}

function afterSpace(codes: Uint8Array, from: number): number {
  let at = from
  while (isSpace(codes[at]!)) {
    at += 1
  }
  return at
}

// Where the name read last ends, and its word, if it has one.
let nameEnd = 0
let nameWord: Word | null = null

/** The name that begins at `from`; `nameEnd` and `nameWord` then tell of it. */
function readName(text: string, codes: Uint8Array, from: number): string {
  let at = from
  let code = codes[at]!
  if (!(NAME[code]! & 1)) {
    throw new XmlFault('a name was expected', from)
  }
  let hash = 0
  do {
    hash = (Math.imul(hash, 31) + code) | 0
    at += 1
    code = codes[at]!
  } while (NAME[code]! & 2)
  nameEnd = at
  const word = WORDS[hash & 8191]
  if (word !== undefined && word.length === at - from && isWord(codes, from, word.at + 1, word.length)) {
    nameWord = word
    return word.name
  }
  nameWord = null
  return text.slice(from, at)
}

function isWord(codes: Uint8Array, from: number, letters: number, length: number): boolean {
  for (let i = 0; i < length; i += 1) {
    if (codes[from + i] !== LETTERS[letters + i]) {
      return false
    }
  }
  return true
}

/** The name of the element that begins at `from`; `expected` is what came there last time. */
function readElementName(text: string, codes: Uint8Array, from: number, expected: Word | null): string {
  if (expected !== null && isWord(codes, from, expected.at + 1, expected.length) && !(NAME[codes[from + expected.length]!]! & 2)) {
    nameEnd = from + expected.length
    nameWord = expected
    return expected.name
  }
  return readName(text, codes, from)
}

function resolve(text: string, offset: number): string {
  let out = ''
  let from = 0
  for (let amp = text.indexOf('&'); amp >= 0; amp = text.indexOf('&', from)) {
    const end = text.indexOf(';', amp)
    if (end < 0 || end - amp > 10) {
      throw new XmlFault('an & begins no entity', offset + amp)
    }
    out += text.slice(from, amp) + entity(text.slice(amp + 1, end), offset + amp)
    from = end + 1
  }
  return out + text.slice(from)
}

function entity(name: string, offset: number): string {
  if (!name.startsWith('#')) {
    const char = Object.hasOwn(NAMED, name) ? NAMED[name] : undefined
    if (char === undefined) {
      throw new XmlFault('an entity that XML does not know is not allowed', offset)
    }
    return char
  }
  const code = /^#x[0-9a-fA-F]{1,6}$/u.test(name) ? Number.parseInt(name.slice(2), 16) : /^#\d{1,7}$/u.test(name) ? Number(name.slice(1)) : -1
  const allowed = code === 9 || code === 10 || code === 13 || (code >= 32 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) && code !== 0xfffe && code !== 0xffff)
  if (!allowed) {
    throw new XmlFault('a character number stands for no character of XML', offset)
  }
  return String.fromCodePoint(code)
}

/** Bytes to text; throws XmlFault where they are not UTF-8 or say so themselves. */
export function xmlText(bytes: Uint8Array): string {
  if (bytes.length > COT_LIMITS.bytes) {
    throw new XmlFault(`longer than ${COT_LIMITS.bytes} bytes`, COT_LIMITS.bytes)
  }
  try {
    return strictText(bytes)
  } catch {
    throw new XmlFault('the bytes are not UTF-8', 0)
  }
}

/** What is scanned: bytes are read several times as quickly as characters of a text. */
function codesOf(text: string): Uint8Array {
  const codes = new Uint8Array(text.length)
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i)
    // Two characters that XML has no place for are scanned as a control character.
    codes[i] = code < BEYOND ? code : code >= 0xfffe ? 1 : BEYOND
  }
  return codes
}

/** Where a comment, processing instruction or declaration that begins at `at` (`<!` or `<?`) ends. */
function afterMarkup(text: string, at: number): number {
  if (text.charCodeAt(at + 1) === QUERY) {
    const end = text.indexOf('?>', at + 2)
    if (end < 0) {
      throw new XmlFault('a processing instruction has no end', at)
    }
    return end + 2
  }
  if (!text.startsWith('--', at + 2)) {
    throw new XmlFault(text.startsWith('DOCTYPE', at + 2) ? 'a DOCTYPE is not allowed' : 'a declaration is not allowed', at)
  }
  const end = text.indexOf('--', at + 4)
  if (end < 0 || text.charCodeAt(end + 2) !== GT) {
    throw new XmlFault('a comment has no proper end', at)
  }
  return end + 3
}

/** Text between tags, checked and resolved. */
function textOf(text: string, from: number, to: number): string {
  const raw = text.slice(from, to)
  if (FORBIDDEN.test(raw)) {
    throw new XmlFault('a control character or ]]> stands in the text', from)
  }
  return raw.includes('&') ? resolve(raw, from) : raw
}

function isBlank(codes: Uint8Array, from: number, to: number): boolean {
  let at = from
  while (at < to && isSpace(codes[at]!)) {
    at += 1
  }
  return at === to
}

function addText(parent: CotElement, more: string): void {
  const last = parent.nodes.length - 1
  const before = parent.nodes[last]
  if (typeof before === 'string') {
    parent.nodes[last] = before + more
  } else {
    parent.nodes.push(more)
  }
}

// Where the tag read last ends: its `>` or `/>`.
let tagEnd = 0
// The attribute read last: its name, where its value lies, and whether that holds entities.
let attrName = ''
let attrWord: Word | null = null
let valueFrom = 0
let valueTo = 0
let entities = false

/** Finds the attribute number `index` of an element: its name and where its value lies. False where the tag ends, at `tagEnd`. */
function nextAttribute(text: string, codes: Uint8Array, from: number, element: Word | null, index: number): boolean {
  const expected = element === null || index >= element.attrs.length ? undefined : element.attrs[index]
  if (expected !== undefined && isWord(codes, from, expected.at, expected.length + 3)) {
    attrName = expected.name
    attrWord = expected
    readValue(codes, from + expected.length + 3, 34)
    return true
  }
  // One blank between attributes is the rule.
  let next = codes[from]! === 32 ? from + 1 : from
  let code = codes[next]!
  if (code <= 32) {
    next = afterSpace(codes, next)
    code = codes[next]!
  }
  if (code === GT || code === SLASH) {
    tagEnd = next
    return false
  }
  if (next === from) {
    throw new XmlFault(next >= text.length ? 'it ends within a tag' : 'a tag is not written as XML has it', next)
  }
  attrName = readName(text, codes, next)
  attrWord = nameWord
  if (element !== null && attrWord !== null && index <= element.attrs.length) {
    element.attrs[index] = attrWord
  }
  let at = codes[nameEnd]! === EQUALS ? nameEnd : afterSpace(codes, nameEnd)
  if (codes[at]! !== EQUALS) {
    throw new XmlFault('an attribute has no value', at)
  }
  at += 1
  let quote = codes[at]!
  if (quote <= 32) {
    at = afterSpace(codes, at)
    quote = codes[at]!
  }
  if (quote !== 34 && quote !== 39) {
    throw new XmlFault('an attribute has no quotes', at)
  }
  readValue(codes, at + 1, quote)
  return true
}

/** Finds the end of a value. */
function readValue(codes: Uint8Array, from: number, quote: number): void {
  const { length } = codes
  let at = from
  valueFrom = from
  entities = false
  for (; ; at += 1) {
    let here = -1
    // Letters, digits and spaces need no table.
    while (at < length && (((here = codes[at]!) >= 40 && here !== LT) || here === 32)) {
      at += 1
    }
    if (at >= length) {
      here = -1
    } else if (SPECIAL[here] === 0) {
      continue
    }
    if (here === quote) {
      break
    }
    if (here === AMP) {
      entities = true
    } else if (here < 0 || here === LT || (here < 32 && !isSpace(here))) {
      throw new XmlFault(here < 0 ? 'it ends within an attribute' : 'an attribute holds a character that XML does not allow there', at)
    }
  }
  valueTo = at
  if (at - valueFrom > COT_LIMITS.attribute) {
    throw new XmlFault(`an attribute is longer than ${COT_LIMITS.attribute} characters`, valueFrom)
  }
}

/** Attributes from `from` on; `tagEnd` is then where they end. */
function readAttributes(text: string, codes: Uint8Array, from: number, element: Word | null): string[] {
  let at = from
  let count = 0
  while (nextAttribute(text, codes, at, element, count >> 1)) {
    const name = attrName
    for (let i = 0; i < count; i += 2) {
      if (found[i] === name) {
        throw new XmlFault('an attribute stands twice in one element', valueFrom)
      }
    }
    if (count >= COT_LIMITS.attributes * 2) {
      throw new XmlFault(`an element has more than ${COT_LIMITS.attributes} attributes`, valueFrom)
    }
    found[count] = name
    spans[count] = valueFrom
    // What holds entities is told by its sign.
    spans[count + 1] = entities ? -valueTo : valueTo
    count += 2
    at = valueTo + 1
  }
  // Written out, since a list made at once is several times quicker than one cut from another.
  switch (count) {
    case 0: return []
    case 2: return [found[0]!, value(text, 0)]
    case 4: return [found[0]!, value(text, 0), found[2]!, value(text, 2)]
    case 6: return [found[0]!, value(text, 0), found[2]!, value(text, 2), found[4]!, value(text, 4)]
    case 8: return [found[0]!, value(text, 0), found[2]!, value(text, 2), found[4]!, value(text, 4), found[6]!, value(text, 6)]
    default: {
      const attrs: string[] = []
      for (let i = 0; i < count; i += 2) {
        attrs.push(found[i]!, value(text, i))
      }
      return attrs
    }
  }
}

/** The value found at `i`. */
function value(text: string, i: number): string {
  const from = spans[i]!
  const to = spans[i + 1]!
  return to >= 0 ? text.slice(from, to) : resolve(text.slice(from, -to), from)
}

// Where the element that `readNodes` filled ends, behind its end tag.
let nodesEnd = 0

/**
 * Fills `top` with everything from `from` to its end tag, or, where it has no name, to the end of the text. `above` is how
 * many elements it lies in, `before` how many came before.
 */
function readNodes(text: string, codes: Uint8Array, from: number, top: CotElement, above: number, before: number): CotElement {
  const stack: CotElement[] = []
  let parent = top
  let elements = before
  let last: Word | null = top.name === '' ? null : DETAIL
  let at = from
  for (;;) {
    const lt = codes[at] === LT ? at : text.indexOf('<', at)
    const until = lt < 0 ? text.length : lt
    if (until > at) {
      // White space is layout, unless it is all an element holds.
      const only = (parent !== top || top.name !== '') && parent.nodes.length === 0 && codes[until + 1]! === SLASH
      if (only || !isBlank(codes, at, until)) {
        addText(parent, textOf(text, at, until))
      }
    }
    if (lt < 0) {
      if (stack.length > 0 || top.name !== '') {
        throw new XmlFault(`it ends within an element`, text.length)
      }
      return top
    }
    const code = codes[lt + 1]!
    if (code === SLASH) {
      const { name } = parent
      const end = afterSpace(codes, lt + 2 + name.length)
      if (name === '' || !isNamed(codes, lt + 2, name, text) || codes[end]! !== GT) {
        throw new XmlFault('an end tag closes no element', lt)
      }
      at = end + 1
      if (parent === top) {
        nodesEnd = at
        return top
      }
      stack.pop()
      parent = stack.length === 0 ? top : stack[stack.length - 1]!
    } else if (code === BANG && text.startsWith('[CDATA[', lt + 2)) {
      const end = text.indexOf(']]>', lt + 9)
      const raw = text.slice(lt + 9, Math.max(end, lt + 9))
      if (end < 0 || FORBIDDEN.test(raw)) {
        throw new XmlFault(end < 0 ? 'a CDATA section has no end' : 'a control character stands in the text', lt)
      }
      addText(parent, raw)
      at = end + 3
    } else if (code === BANG || code === QUERY) {
      at = afterMarkup(text, lt)
    } else {
      elements += 1
      if (elements > COT_LIMITS.elements) {
        throw new XmlFault(`more than ${COT_LIMITS.elements} elements`, lt)
      }
      const name = readElementName(text, codes, lt + 1, last === null ? null : last.next)
      const word = nameWord
      if (last !== null && word !== null) {
        last.next = word
      }
      last = word
      const child: CotElement = { name, attrs: readAttributes(text, codes, nameEnd, word), nodes: [] }
      const end = tagEnd
      parent.nodes.push(child)
      if (codes[end]! === SLASH) {
        if (codes[end + 1]! !== GT) {
          throw new XmlFault('a tag is not written as XML has it', end)
        }
        at = end + 2
      } else {
        if (stack.length + above >= COT_LIMITS.depth) {
          throw new XmlFault(`elements lie more than ${COT_LIMITS.depth} deep`, lt)
        }
        stack.push(child)
        parent = child
        at = end + 1
      }
    }
  }
}

/** Whether the name stands at `at`. */
function isNamed(codes: Uint8Array, at: number, name: string, text: string): boolean {
  for (let i = 0; i < name.length; i += 1) {
    const code = name.charCodeAt(i)
    if (code < BEYOND ? codes[at + i] !== code : text.charCodeAt(at + i) !== code) {
      return false
    }
  }
  return true
}

/** The elements and text of a document without a root, as `xmlDetail` has them; throws XmlFault. */
export function readFragment(text: string): CotElement {
  return readNodes(text, codesOf(text), 0, { name: '', attrs: [], nodes: [] }, 0, 0)
}

/** A document before its elements are read: its text, what is scanned of it, and where its first element may begin. */
export type XmlSource = { text: string; codes: Uint8Array; begin: number }

/** Throws XmlFault where the bytes are not UTF-8 or say so themselves. */
export function xmlSource(bytes: Uint8Array): XmlSource {
  const text = xmlText(bytes)
  // Where all is ASCII the bytes are the characters.
  const codes = text.length === bytes.length ? bytes : codesOf(text)
  const begin = afterSpace(codes, 0)
  // Where every byte is ASCII the name of the encoding makes no difference.
  if (codes !== bytes && text.startsWith('<?xml', begin)) {
    const encoding = DECLARED.exec(text.slice(begin, text.indexOf('?>', begin)))?.[1]?.toLowerCase() ?? 'utf-8'
    if (encoding !== 'utf-8' && encoding !== 'utf8') {
      throw new XmlFault('it is written in an encoding other than UTF-8', begin)
    }
  }
  return { text, codes, begin }
}

/** The root of a document; throws XmlFault. */
export function readRoot({ text, codes, begin }: XmlSource): CotElement {
  const top = readNodes(text, codes, begin, { name: '', attrs: [], nodes: [] }, 0, 0)
  const [root] = top.nodes
  if (top.nodes.length !== 1 || root === undefined || typeof root === 'string') {
    throw new XmlFault(top.nodes.length === 0 ? 'there is no element' : 'there is more than one element or text outside it', 0)
  }
  return root
}

function opens(text: string, codes: Uint8Array, at: number, name: string): boolean {
  return codes[at] === LT && isNamed(codes, at + 1, name, text) && !(NAME[codes[at + 1 + name.length]!]! & 2)
}

/**
 * Reads an event of the usual shape – declaration, `<event>`, `<point/>`, `<detail>`, every attribute of the first two known – without
 * making elements and texts of what becomes numbers. Answers false where anything is otherwise: then the tree has to be read.
 * Throws XmlFault where reading the tree would throw the same. Members that are not said are left as they are.
 */
export function readUsual({ text, codes, begin }: XmlSource, event: CotEvent): boolean {
  let at = begin
  if (codes[at] === LT && codes[at + 1] === QUERY) {
    at = afterSpace(codes, afterMarkup(text, at))
  }
  if (!opens(text, codes, at, 'event') || !readHead(text, codes, at + 6, event) || codes[tagEnd] !== GT) {
    return false
  }
  at = afterSpace(codes, tagEnd + 1)
  if (!opens(text, codes, at, 'point') || !readPoint(text, codes, at + 6, event.point) || codes[tagEnd] !== SLASH || codes[tagEnd + 1] !== GT) {
    return false
  }
  at = afterSpace(codes, tagEnd + 2)
  if (opens(text, codes, at, 'detail')) {
    const head = afterSpace(codes, at + 7)
    if (codes[head] === GT) {
      const detail: CotElement = { name: 'detail', attrs: [], nodes: [] }
      readNodes(text, codes, head + 1, detail, 2, 3)
      for (const node of detail.nodes) {
        if (typeof node === 'string') {
          return false
        }
      }
      event.detail = detail.nodes as CotElement[]
      at = nodesEnd
    } else if (codes[head] === SLASH && codes[head + 1] === GT) {
      at = head + 2
    } else {
      return false
    }
    at = afterSpace(codes, at)
  }
  if (codes[at] !== LT || codes[at + 1] !== SLASH || !isNamed(codes, at + 2, 'event', text)) {
    return false
  }
  at = afterSpace(codes, at + 7)
  return codes[at] === GT && afterSpace(codes, at + 1) === text.length
}

/** Attributes of `<event>`; false where one is not known, stands twice or needs a closer look. */
function readHead(text: string, codes: Uint8Array, from: number, event: CotEvent): boolean {
  let at = from
  let seen = 0
  for (let i = 0; nextAttribute(text, codes, at, EVENT, i); i += 1) {
    const bit = attrWord === null ? 0 : attrWord.bit
    if (bit === 0 || bit > OPEX || (seen & bit) !== 0 || entities) {
      return false
    }
    seen |= bit
    at = valueTo + 1
    switch (bit) {
      case TIME: event.time = timeAt(codes, valueFrom, valueTo); break
      case START: event.start = timeAt(codes, valueFrom, valueTo); break
      case STALE: event.stale = timeAt(codes, valueFrom, valueTo); break
      case UID: event.uid = text.slice(valueFrom, valueTo); break
      case TYPE: event.type = text.slice(valueFrom, valueTo); break
      case HOW: event.how = text.slice(valueFrom, valueTo); break
      case ACCESS: event.access = text.slice(valueFrom, valueTo); break
      case QOS: event.qos = text.slice(valueFrom, valueTo); break
      case OPEX: event.opex = text.slice(valueFrom, valueTo); break
      default:
        if (valueTo - valueFrom !== 3 || !text.startsWith('2.0', valueFrom)) {
          return false
        }
    }
  }
  // A time that is not written as nearly all are may still be one.
  const said = (bit: number, time: number): boolean => (seen & bit) === 0 || !Number.isNaN(time)
  return event.uid !== '' && event.type !== '' && !Number.isNaN(event.time) && said(START, event.start) && said(STALE, event.stale)
}

/** Attributes of `<point>`, as `readHead`. */
function readPoint(text: string, codes: Uint8Array, from: number, point: CotPoint): boolean {
  let at = from
  let seen = 0
  for (let i = 0; nextAttribute(text, codes, at, POINT, i); i += 1) {
    const bit = attrWord === null ? 0 : attrWord.bit
    const value = decimalAt(codes, valueFrom, valueTo)
    if (bit < LAT || (seen & bit) !== 0 || Number.isNaN(value)) {
      return false
    }
    seen |= bit
    at = valueTo + 1
    const metres = Math.abs(value) < COT_UNKNOWN ? value : null
    switch (bit) {
      case LAT: point.lat = value; break
      case LON: point.lon = value; break
      case HAE: point.hae = metres; break
      case CE: point.ce = metres; break
      default: point.le = metres
    }
  }
  return (seen & LAT) !== 0 && (seen & LON) !== 0 && Math.abs(point.lat) <= 90 && Math.abs(point.lon) <= 180
}

/** Runs a reader and answers its fault as a value. */
export function caught<T>(read: () => T): CotRead<T> {
  try {
    return { ok: true, value: read() }
  } catch (error) {
    return refusalOf(error)
  }
}

/** The refusal a fault of this folder stands for; throws what is none. */
export function refusalOf(error: unknown): CotRead<never> {
  if (error instanceof XmlFault) {
    return { ok: false, reason: error.message, offset: error.offset }
  }
  throw error
}

/** Root element of any XML document within the limits of an event (manifests, preferences, `<auth>`). */
export function readXml(bytes: Uint8Array): CotRead<CotElement> {
  return caught(() => readRoot(xmlSource(bytes)))
}
