import { COT_LIMITS, type CotElement, type CotRead } from './event.ts'
import { strictText } from './text-bytes.ts'

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

// Attributes of the element being read, before their number is known.
const found: string[] = []

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

/** Where the name that begins at `from` ends. */
function afterName(codes: Uint8Array, from: number): number {
  let at = from
  let code = codes[at]!
  if (!(NAME[code]! & 1)) {
    throw new XmlFault('a name was expected', from)
  }
  do {
    at += 1
    code = codes[at]!
  } while (NAME[code]! & 2)
  return at
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

/** Attributes from `from` on; `tagEnd` is then where they end. */
function readAttributes(text: string, codes: Uint8Array, from: number): string[] {
  let at = from
  let count = 0
  for (;;) {
    // One blank between attributes is the rule.
    let next = codes[at]! === 32 ? at + 1 : at
    let code = codes[next]!
    if (code <= 32) {
      next = afterSpace(codes, next)
      code = codes[next]!
    }
    if (code === GT || code === SLASH) {
      tagEnd = next
      return count === 0 ? [] : found.slice(0, count)
    }
    if (next === at) {
      throw new XmlFault(next >= text.length ? 'it ends within a tag' : 'a tag is not written as XML has it', next)
    }
    const nameEnd = afterName(codes, next)
    const name = text.slice(next, nameEnd)
    at = codes[nameEnd]! === EQUALS ? nameEnd : afterSpace(codes, nameEnd)
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
    const begin = at + 1
    let entities = false
    for (at = begin; ; at += 1) {
      const here = codes[at] as number | undefined
      if (SPECIAL[here as number] === 0) {
        continue
      }
      if (here === quote) {
        break
      }
      if (here === AMP) {
        entities = true
      } else if (here === undefined || here === LT || (here < 32 && !isSpace(here))) {
        throw new XmlFault(here === undefined ? 'it ends within an attribute' : 'an attribute holds a character that XML does not allow there', at)
      }
    }
    if (at - begin > COT_LIMITS.attribute) {
      throw new XmlFault(`an attribute is longer than ${COT_LIMITS.attribute} characters`, begin)
    }
    for (let i = 0; i < count; i += 2) {
      if (found[i] === name) {
        throw new XmlFault('an attribute stands twice in one element', next)
      }
    }
    if (count >= COT_LIMITS.attributes * 2) {
      throw new XmlFault(`an element has more than ${COT_LIMITS.attributes} attributes`, next)
    }
    const raw = text.slice(begin, at)
    found[count] = name
    found[count + 1] = entities ? resolve(raw, begin) : raw
    count += 2
    at += 1
  }
}

/** Everything from `from` to the end of the text as children of one element without a name. */
function readNodes(text: string, codes: Uint8Array, from: number): CotElement {
  const top: CotElement = { name: '', attrs: [], nodes: [] }
  const stack: CotElement[] = [top]
  let parent = top
  let elements = 0
  let at = from
  for (;;) {
    const lt = codes[at] === LT ? at : text.indexOf('<', at)
    const until = lt < 0 ? text.length : lt
    if (until > at) {
      // White space is layout, unless it is all an element holds.
      const only = parent !== top && parent.nodes.length === 0 && codes[until + 1]! === SLASH
      if (only || !isBlank(codes, at, until)) {
        addText(parent, textOf(text, at, until))
      }
    }
    if (lt < 0) {
      if (stack.length > 1) {
        throw new XmlFault(`it ends within an element`, text.length)
      }
      return top
    }
    const code = codes[lt + 1]!
    if (code === SLASH) {
      const nameEnd = lt + 2 + parent.name.length
      const end = afterSpace(codes, nameEnd)
      if (stack.length < 2 || !text.startsWith(parent.name, lt + 2) || codes[end]! !== GT) {
        throw new XmlFault('an end tag closes no element', lt)
      }
      stack.pop()
      parent = stack[stack.length - 1]!
      at = end + 1
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
      const nameEnd = afterName(codes, lt + 1)
      const child: CotElement = { name: text.slice(lt + 1, nameEnd), attrs: readAttributes(text, codes, nameEnd), nodes: [] }
      const end = tagEnd
      parent.nodes.push(child)
      if (codes[end]! === SLASH) {
        if (codes[end + 1]! !== GT) {
          throw new XmlFault('a tag is not written as XML has it', end)
        }
        at = end + 2
      } else {
        if (stack.length > COT_LIMITS.depth) {
          throw new XmlFault(`elements lie more than ${COT_LIMITS.depth} deep`, lt)
        }
        stack.push(child)
        parent = child
        at = end + 1
      }
    }
  }
}

/** The elements and text of a document without a root, as `xmlDetail` has them; throws XmlFault. */
export function readFragment(text: string): CotElement {
  return readNodes(text, codesOf(text), 0)
}

/** The root of a document; throws XmlFault. */
export function readRoot(bytes: Uint8Array): CotElement {
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
  const top = readNodes(text, codes, begin)
  const [root] = top.nodes
  if (top.nodes.length !== 1 || root === undefined || typeof root === 'string') {
    throw new XmlFault(top.nodes.length === 0 ? 'there is no element' : 'there is more than one element or text outside it', 0)
  }
  return root
}

/** Runs a reader and answers its fault as a value. */
export function caught<T>(read: () => T): CotRead<T> {
  try {
    return { ok: true, value: read() }
  } catch (error) {
    if (error instanceof XmlFault) {
      return { ok: false, reason: error.message, offset: error.offset }
    }
    throw error
  }
}

/** Root element of any XML document within the limits of an event (manifests, preferences, `<auth>`). */
export function readXml(bytes: Uint8Array): CotRead<CotElement> {
  return caught(() => readRoot(bytes))
}
