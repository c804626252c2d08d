import { Problem } from '../core/problem.ts'

/**
 * A push scanner for the plain XML that office files are made of: text chunks in, elements and text out,
 * memory bounded by one tag or one run of text. A DOCTYPE is refused, so there is no entity to expand; only
 * the five entities of XML and character numbers are known.
 */
export type XmlHandler = {
  /** Name without its prefix; `attributes` is read with `attribute`. Empty elements get `close` too. */
  open(name: string, attributes: string): void
  close(name: string): void
  /** Text as written, entities resolved; may come in pieces. */
  text(text: string): void
}

const MAX_TAG = 65_536
const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function bad(what: string): Problem {
  return new Problem('malformed-body', `The XML inside the file cannot be read: ${what}. Open it in the program it comes from and save it again`)
}

/** Text with entities and character numbers resolved; unknown names are refused. */
export function xmlDecode(text: string): string {
  if (!text.includes('&')) {
    return text
  }
  return text.replace(/&(#x[0-9a-fA-F]{1,6}|#\d{1,7}|\w{1,32});?/gu, (whole, name: string) => {
    if (name.startsWith('#')) {
      const code = name[1] === 'x' ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
      return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : '\ufffd'
    }
    const char = NAMED[name]
    if (char === undefined) {
      throw bad(`it uses the entity ${whole}, which is not allowed`)
    }
    return char
  })
}

/** Value of an attribute by its name without prefix, undefined when absent. */
export function attribute(attributes: string, name: string): string | undefined {
  let from = 0
  for (;;) {
    const at = attributes.indexOf(name, from)
    if (at < 0) {
      return undefined
    }
    const before = at === 0 ? ' ' : attributes[at - 1]!
    let next = at + name.length
    while (attributes[next] === ' ') {
      next += 1
    }
    if (/[\s:]/u.test(before) && attributes[next] === '=') {
      next += 1
      while (attributes[next] === ' ') {
        next += 1
      }
      const quote = attributes[next]
      const end = quote === undefined ? -1 : attributes.indexOf(quote, next + 1)
      return (quote === '"' || quote === "'") && end >= 0 ? xmlDecode(attributes.slice(next + 1, end)) : undefined
    }
    from = at + name.length
  }
}

/** Index of the `>` that ends a tag, quotes respected; −1 when it is not there yet. */
function tagEnd(text: string, from: number): number {
  let quote = 0
  for (let i = from; i < text.length; i += 1) {
    const code = text.charCodeAt(i)
    if (quote !== 0) {
      quote = code === quote ? 0 : quote
    } else if (code === 34 || code === 39) {
      quote = code
    } else if (code === 62) {
      return i
    }
  }
  return -1
}

function localName(tag: string): string {
  const end = tag.search(/[\s/]/u)
  const name = end < 0 ? tag : tag.slice(0, end)
  return name.slice(name.indexOf(':') + 1)
}

/** A scanner for one document. `push` chunks of text, then `end`. Throws `Problem` `malformed-body`. */
export function createXmlScanner(handler: XmlHandler): { push(text: string): void; end(): void } {
  let rest = ''
  let depth = 0
  let seen = false

  const run = (text: string): void => {
    let at = 0
    for (;;) {
      const open = text.indexOf('<', at)
      if (open < 0) {
        // An entity cut in two by the chunk waits for its end.
        const entity = text.lastIndexOf('&')
        const to = entity >= at && text.length - entity < 40 && !text.includes(';', entity) ? entity : text.length
        if (depth > 0 && to > at) {
          handler.text(xmlDecode(text.slice(at, to)))
        }
        rest = text.slice(to)
        return
      }
      if (open > at && depth > 0) {
        handler.text(xmlDecode(text.slice(at, open)))
      }
      const kind = text.charCodeAt(open + 1)
      const isMarkup = kind === 33
      const closing = isMarkup ? markup(text, open) : kind === 63 ? text.indexOf('?>', open) : tagEnd(text, open + 1)
      if (closing < 0 || Number.isNaN(kind)) {
        rest = text.slice(open)
        if (rest.length > MAX_TAG) {
          throw bad('a tag is far too long')
        }
        return
      }
      if (isMarkup) {
        at = closing
        continue
      }
      if (kind === 63) {
        at = closing + 2
        continue
      }
      if (kind === 47) {
        depth -= 1
        if (depth < 0) {
          throw bad('an element is closed that was never opened')
        }
        handler.close(localName(text.slice(open + 2, closing)))
      } else {
        const empty = text.charCodeAt(closing - 1) === 47
        const tag = text.slice(open + 1, empty ? closing - 1 : closing)
        const name = localName(tag)
        seen = true
        depth += 1
        if (depth > 256) {
          throw bad('it is nested too deeply')
        }
        handler.open(name, tag)
        if (empty) {
          depth -= 1
          handler.close(name)
        }
      }
      at = closing + 1
    }
  }

  /** Comments and CDATA; returns the place after them, −1 when incomplete. Anything else, a DOCTYPE above all, is refused. */
  const markup = (text: string, open: number): number => {
    if (text.startsWith('<!--', open)) {
      const end = text.indexOf('-->', open + 4)
      return end < 0 ? -1 : end + 3
    }
    if (text.startsWith('<![CDATA[', open)) {
      const end = text.indexOf(']]>', open + 9)
      if (end >= 0 && depth > 0) {
        handler.text(text.slice(open + 9, end))
      }
      return end < 0 ? -1 : end + 3
    }
    if (text.length - open < 9 && ('<![CDATA['.startsWith(text.slice(open)) || '<!--'.startsWith(text.slice(open)))) {
      return -1
    }
    throw bad('it declares a document type, which is not allowed')
  }

  return {
    push: (text) => run(rest === '' ? text : rest + text),
    end() {
      if (!seen || depth !== 0 || rest.trim() !== '') {
        throw bad('it ends too early')
      }
    },
  }
}
