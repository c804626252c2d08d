import { COT_LIMITS } from './event.ts'
import { resolve } from './xml-entities.ts'
import { XmlFault } from './xml-fault.ts'

/**
 * Finds names, attributes and their values in the codes of a text. What was found last stands in the exported variables: an object for
 * each would cost more than finding it. All in one file, since what comes from another is read anew at each byte.
 */

export const LT = 60
export const GT = 62
export const SLASH = 47
export const EQUALS = 61
export const AMP = 38
export const BANG = 33
export const QUERY = 63

/** Stands for every character beyond ASCII among the codes that are scanned. */
export const BEYOND = 128

// 1 may begin a name, 2 may follow.
export const NAME = new Uint8Array(256)
for (let code = 0; code < 128; code += 1) {
  const char = String.fromCharCode(code)
  NAME[code] = /[A-Za-z_:]/u.test(char) ? 3 : /[0-9.-]/u.test(char) ? 2 : 0
}
NAME[BEYOND] = 3

export function isSpace(code: number): boolean {
  return code === 32 || code === 10 || code === 13 || code === 9
}

export function afterSpace(codes: Uint8Array, from: number): number {
  let at = from
  while (isSpace(codes[at]!)) {
    at += 1
  }
  return at
}

/**
 * A name that nearly every event has: found by its bytes, it need not be cut out of the text. What an element had last time,
 * and which followed it, is looked for first, since whoever sends writes it the same way each time.
 */
export type Word = {
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
/** Which attribute of `<event>` or `<point>` a word is. */
export const [UID, TYPE, HOW, TIME, START, STALE, ACCESS, QOS, OPEX, LAT, LON, HAE, CE] = [2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192] as const
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
export const EVENT = wordOf('event')
export const POINT = wordOf('point')
export const DETAIL = wordOf('detail')

// Where the name read last ends, and its word, if it has one.
export let nameEnd = 0
export let nameWord: Word | null = null

/** The name that begins at `from`; `nameEnd` and `nameWord` then tell of it. */
export function readName(text: string, codes: Uint8Array, from: number): string {
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

export function isWord(codes: Uint8Array, from: number, letters: number, length: number): boolean {
  for (let i = 0; i < length; i += 1) {
    if (codes[from + i] !== LETTERS[letters + i]) {
      return false
    }
  }
  return true
}

/** The name of the element that begins at `from`; `expected` is what came there last time. */
export function readElementName(text: string, codes: Uint8Array, from: number, expected: Word | null): string {
  if (expected !== null && isWord(codes, from, expected.at + 1, expected.length) && !(NAME[codes[from + expected.length]!]! & 2)) {
    nameEnd = from + expected.length
    nameWord = expected
    return expected.name
  }
  return readName(text, codes, from)
}

/** Whether the name stands at `at`. */
export function isNamed(codes: Uint8Array, at: number, name: string, text: string): boolean {
  for (let i = 0; i < name.length; i += 1) {
    const code = name.charCodeAt(i)
    if (code < BEYOND ? codes[at + i] !== code : text.charCodeAt(at + i) !== code) {
      return false
    }
  }
  return true
}

// What an attribute must be looked at for: quotes, & and <, controls.
const SPECIAL = new Uint8Array(256)
for (let code = 0; code < 128; code += 1) {
  SPECIAL[code] = code < 32 || code === 34 || code === 39 || code === AMP || code === LT ? 1 : 0
}

// Attributes of the element being read, before their number is known: names, and where their values lie. No value is kept here:
// to write what is new into what is old costs more than all the rest.
const found: string[] = []
const spans = new Int32Array(COT_LIMITS.attributes * 2)

// Where the tag read last ends: its `>` or `/>`.
export let tagEnd = 0
// The attribute read last: its name, where its value lies, and whether that holds entities.
export let attrName = ''
export let attrWord: Word | null = null
export let valueFrom = 0
export let valueTo = 0
export let entities = false

/** Finds the attribute number `index` of an element: its name and where its value lies. False where the tag ends, at `tagEnd`. */
export function nextAttribute(text: string, codes: Uint8Array, from: number, element: Word | null, index: number): boolean {
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
export function readAttributes(text: string, codes: Uint8Array, from: number, element: Word | null): string[] {
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
