import { attribute, xmlDecode } from './xml-scan.ts'

/** An element with the line it begins in, its namespace, and where it stands in the source. */
export type XmlNode = { name: string; space: string; line: number; from: number; to: number; text: string; children: XmlNode[] }
export type XmlRead = { ok: true; root: XmlNode; source: string } | { ok: false; line: number; problem: string }

const MOST_BYTES = 2_000_000
const MOST_DEPTH = 32
const MOST_NODES = 100_000
const NAME = /^[A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?$/

class Bad extends Error {
  readonly at: number
  constructor(at: number, problem: string) {
    super(problem)
    this.at = at
  }
}

/**
 * A small document as a tree with lines, for checks that must say where. Refuses a DOCTYPE, so there is no entity to expand,
 * what is not well-formed, not UTF-8, larger than 2 MB or deeper than 32.
 */
export function readXmlLines(bytes: Uint8Array | string): XmlRead {
  if (bytes.length > MOST_BYTES) {
    return { ok: false, line: 1, problem: `it is larger than ${MOST_BYTES / 1_000_000} MB` }
  }
  let source: string
  try {
    source = (typeof bytes === 'string' ? bytes : new TextDecoder('utf-8', { fatal: true }).decode(bytes)).replace(/^\ufeff/, '')
  } catch {
    return { ok: false, line: 1, problem: 'it is not UTF-8' }
  }
  try {
    return { ok: true, root: parse(source), source }
  } catch (error) {
    const at = error instanceof Bad ? error.at : source.length
    return { ok: false, line: source.slice(0, at).split('\n').length, problem: error instanceof Bad ? error.message : 'it cannot be read' }
  }
}

type Open = { node: XmlNode; tag: string; spaces: ReadonlyMap<string, string> }

function parse(source: string): XmlNode {
  const stack: Open[] = []
  let root: XmlNode | null = null
  let nodes = 0
  let [line, counted] = [1, 0]
  const lineAt = (at: number): number => {
    for (; counted < at; counted += 1) {
      line += source.charCodeAt(counted) === 10 ? 1 : 0
    }
    return line
  }
  const text = (from: number, to: number, raw: boolean): void => {
    const part = source.slice(from, to)
    const top = stack.at(-1)
    if (!top) {
      if (part.trim() !== '') {
        throw new Bad(from, 'text stands outside of the document')
      }
    } else if (raw) {
      top.node.text += part
    } else {
      try {
        top.node.text += xmlDecode(part)
      } catch {
        throw new Bad(from, 'it uses an entity that is not allowed')
      }
      if (/&(?!(?:#x[0-9a-fA-F]+|#\d+|amp|lt|gt|quot|apos);)/.test(part)) {
        throw new Bad(from, 'an & stands alone: write &amp;')
      }
    }
  }
  for (let at = 0; ;) {
    const open = source.indexOf('<', at)
    text(at, open < 0 ? source.length : open, false)
    if (open < 0) {
      break
    }
    if (source.startsWith('<!--', open)) {
      at = ending(source, open, '-->')
    } else if (source.startsWith('<![CDATA[', open)) {
      at = ending(source, open, ']]>')
      text(open + 9, at - 3, true)
    } else if (source.startsWith('<!', open)) {
      throw new Bad(open, 'it declares a document type, which is not allowed')
    } else if (source.startsWith('<?', open)) {
      at = ending(source, open, '?>')
    } else {
      const end = tagEnd(source, open)
      at = end + 1
      if (source[open + 1] === '/') {
        const top = stack.pop()
        const name = source.slice(open + 2, end).trim()
        if (!top || top.tag !== name) {
          throw new Bad(open, top ? `</${name.slice(0, 40)}> closes <${top.tag}>` : `</${name.slice(0, 40)}> was never opened`)
        }
        top.node.to = at
        continue
      }
      const empty = source[end - 1] === '/'
      const inside = source.slice(open + 1, empty ? end - 1 : end)
      const tag = inside.split(/\s/, 1)[0] ?? ''
      if (!NAME.test(tag)) {
        throw new Bad(open, `<${tag.slice(0, 40)}> is no name of an element`)
      }
      nodes += 1
      if (stack.length >= MOST_DEPTH || nodes > MOST_NODES) {
        throw new Bad(open, stack.length >= MOST_DEPTH ? 'it is nested too deeply' : 'it has too many elements')
      }
      const spaces = spacesOf(inside, stack.at(-1)?.spaces)
      const [prefix, local] = tag.includes(':') ? tag.split(':') as [string, string] : ['', tag]
      const space = spaces.get(prefix)
      if (prefix !== '' && space === undefined) {
        throw new Bad(open, `the prefix ${prefix} stands for no namespace`)
      }
      const node: XmlNode = { name: local, space: space ?? '', line: lineAt(open), from: open, to: at, text: '', children: [] }
      const parent = stack.at(-1)
      if (parent) {
        parent.node.children.push(node)
      } else if (root) {
        throw new Bad(open, 'a second document follows the first')
      }
      root ??= node
      if (!empty) {
        stack.push({ node, tag, spaces })
      }
    }
  }
  const left = stack.at(-1)
  if (left) {
    throw new Bad(source.length, `<${left.tag}> of line ${left.node.line} is never closed`)
  }
  if (!root) {
    throw new Bad(0, 'it is no XML document')
  }
  return root
}

function spacesOf(inside: string, outer: ReadonlyMap<string, string> = new Map()): ReadonlyMap<string, string> {
  if (!inside.includes('xmlns')) {
    return outer
  }
  const own = new Map(outer)
  for (const [, prefix] of inside.matchAll(/\sxmlns(?::([\w.-]+))?\s*=/g)) {
    const value = prefix === undefined ? plainSpace(inside) : attribute(inside, `xmlns:${prefix}`)
    own.set(prefix ?? '', value ?? '')
  }
  return own
}

function plainSpace(inside: string): string | undefined {
  return /\sxmlns\s*=\s*(?:"([^"]*)"|'([^']*)')/.exec(inside)?.slice(1).find((one) => one !== undefined)
}

function ending(source: string, from: number, end: string): number {
  const at = source.indexOf(end, from + 2)
  if (at < 0) {
    throw new Bad(from, `${end} is missing`)
  }
  return at + end.length
}

function tagEnd(source: string, from: number): number {
  let quote = ''
  for (let i = from + 1; i < source.length; i += 1) {
    const char = source[i] ?? ''
    if (quote !== '') {
      quote = char === quote ? '' : quote
    } else if (char === '"' || char === "'") {
      quote = char
    } else if (char === '>') {
      return i
    } else if (char === '<') {
      throw new Bad(i, 'a < stands inside a tag')
    }
  }
  throw new Bad(from, 'a tag is never closed')
}
