import { COT_LIMITS, type CotElement, type CotRead } from './event.ts'
import { FORBIDDEN, textOf } from './xml-entities.ts'
import { caught, XmlFault } from './xml-fault.ts'
import { afterSpace, BANG, DETAIL, GT, isNamed, LT, nameEnd, nameWord, QUERY, readAttributes, readElementName, SLASH, tagEnd, type Word } from './xml-scan.ts'
import { afterMarkup, codesOf, isBlank, xmlSource, type XmlSource } from './xml-source.ts'

/**
 * Reads a whole XML document, or a run of elements, to a tree. What is accepted is well-formed, so its bytes may be passed
 * on as they came: a DOCTYPE, entities beyond the five of XML, control characters, doubled attributes and bytes that are
 * not UTF-8 are refused. Line breaks within attributes stay as written. Comments and processing instructions are left out.
 */

/** An element whose end was not reached. */
type Growing = CotElement & { readonly nodes: (CotElement | string)[] }

function addText(parent: Growing, more: string): void {
  const last = parent.nodes.length - 1
  const before = parent.nodes[last]
  if (typeof before === 'string') {
    parent.nodes[last] = before + more
  } else {
    parent.nodes.push(more)
  }
}

// Where the element that `readNodes` filled ends, behind its end tag.
export let nodesEnd = 0
/** Whether text stood among its nodes. */
export let nodesHadText = false

/** Elements in a row that were read before: their text, and how many they are with those within. */
export type Known = { readonly text: string; readonly elements: readonly CotElement[]; readonly count: number }

/** What stood at each place among the children of an element, and may stand there again. */
export type Memory = {
  /** What begins at `at`, if it is what stood at this place before. */
  at(text: string, at: number, place: number): Known | null
  /** An element was read, from `from` to `to`. */
  read(text: string, from: number, to: number, place: number): void
}

/**
 * Fills `top` with everything from `from` to its end tag, or, where it has no name, to the end of the text. `above` is how
 * many elements it lies in, `before` how many came before.
 */
export function readNodes(text: string, codes: Uint8Array, from: number, top: Growing, above: number, before: number, memory: Memory | null = null): CotElement {
  const stack: Growing[] = []
  let begun = 0
  let hadText = false
  let parent = top
  let elements = before
  /** White space that is layout, should nothing but an element follow it. */
  let gap = ''
  let last: Word | null = top.name === '' ? null : DETAIL
  let at = from
  for (;;) {
    const lt = codes[at] === LT ? at : text.indexOf('<', at)
    const until = lt < 0 ? text.length : lt
    if (until > at) {
      // White space is layout, unless it is all an element holds.
      const only = (parent !== top || top.name !== '') && parent.nodes.length === 0 && codes[until + 1]! === SLASH
      if (only || !isBlank(codes, at, until) || typeof parent.nodes[parent.nodes.length - 1] === 'string') {
        addText(parent, gap + textOf(text, at, until))
        gap = ''
        hadText ||= parent === top
      } else if (lt >= 0 && (codes[lt + 1]! === BANG || codes[lt + 1]! === QUERY)) {
        // Behind a comment or in a section the text it begins may go on.
        gap += text.slice(at, until)
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
      if (gap !== '') {
        // Comments may stand in it, and still it is all there is.
        if (parent.nodes.length === 0) {
          addText(parent, gap)
          hadText ||= parent === top
        }
        gap = ''
      }
      const { name } = parent
      const end = afterSpace(codes, lt + 2 + name.length)
      if (name === '' || !isNamed(codes, lt + 2, name, text) || codes[end]! !== GT) {
        throw new XmlFault('an end tag closes no element', lt)
      }
      at = end + 1
      if (parent === top) {
        nodesEnd = at
        nodesHadText = hadText
        return top
      }
      stack.pop()
      parent = stack.length === 0 ? top : stack[stack.length - 1]!
      if (parent === top && memory !== null) {
        memory.read(text, begun, at, top.nodes.length - 1)
      }
    } else if (code === BANG && text.startsWith('[CDATA[', lt + 2)) {
      const end = text.indexOf(']]>', lt + 9)
      const raw = text.slice(lt + 9, Math.max(end, lt + 9))
      if (end < 0 || FORBIDDEN.test(raw)) {
        throw new XmlFault(end < 0 ? 'a CDATA section has no end' : 'a control character stands in the text', lt)
      }
      at = end + 3
      if (raw.trim() === '' && typeof parent.nodes[parent.nodes.length - 1] !== 'string') {
        gap += raw
      } else {
        addText(parent, gap + raw)
        gap = ''
        hadText ||= parent === top
      }
    } else if (code === BANG || code === QUERY) {
      at = afterMarkup(text, lt)
    } else {
      gap = ''
      if (parent === top && memory !== null) {
        const known = memory.at(text, lt, top.nodes.length)
        if (known !== null && elements + known.count <= COT_LIMITS.elements) {
          for (const element of known.elements) {
            top.nodes.push(element)
          }
          elements += known.count
          at = lt + known.text.length
          continue
        }
        begun = lt
      }
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
      const child: Growing = { name, attrs: readAttributes(text, codes, nameEnd, word), nodes: [] }
      const end = tagEnd
      parent.nodes.push(child)
      if (codes[end]! === SLASH) {
        if (codes[end + 1]! !== GT) {
          throw new XmlFault('a tag is not written as XML has it', end)
        }
        at = end + 2
        if (parent === top && memory !== null) {
          memory.read(text, lt, at, top.nodes.length - 1)
        }
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

/** The elements and text of a document without a root, as `xmlDetail` has them; throws XmlFault. */
export function readFragment(text: string): CotElement {
  return readNodes(text, codesOf(text), 0, { name: '', attrs: [], nodes: [] }, 0, 0)
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

/** Root element of any XML document within the limits of an event (manifests, preferences, `<auth>`). */
export function readXml(bytes: Uint8Array): CotRead<CotElement> {
  return caught(() => readRoot(xmlSource(bytes)))
}
