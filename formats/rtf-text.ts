/** Control words that end a word: lines, cells, and what stands beside the text. */
const PARTING = new Set('par pard line tab cell row sect page column title subject author operator manager company category keywords comment doccomm footnote header footer annotation atnid atnauthor fldinst fldrslt nestcell nestrow emspace enspace bullet emdash endash lquote rquote ldblquote rdblquote'.split(' '))
const [BACKSLASH, OPEN, CLOSE, QUOTE, NEWLINE, RETURN, BLANK] = [92, 123, 125, 39, 10, 13, 32] as const

const BYTES = Uint8Array.from({ length: 256 }, (_, byte) => byte)
const WESTERN = new TextDecoder('windows-1252').decode(BYTES)
const ARABIC = new TextDecoder('windows-1256').decode(BYTES)

const letters = new TextDecoder('utf-16le', { ignoreBOM: true })

/** Does a file begin as RTF? */
export function isRtf(text: string): boolean {
  return /^\s*\{\\rtf/.test(text)
}

/**
 * The words of RTF, of which `rtf` may be a piece, for looking through. Which table its letters of eight bits are of is rarely said truthfully: they are
 * read by Windows-1252 and, where there are any, once more by Windows-1256.
 */
export function rtfTexts(rtf: string): string[] {
  const western = new Uint16Array(rtf.length)
  const arabic = new Uint16Array(rtf.length)
  let length = 0
  let bytes = false
  // So many bytes or signs follow a letter of Unicode, for programs that know none.
  let follow = 1
  const put = (code: number, other: number): void => {
    western[length] = code
    arabic[length] = other
    length += 1
  }
  for (let i = 0; i < rtf.length; i += 1) {
    const code = rtf.charCodeAt(i)
    if (code === CLOSE && rtf.charCodeAt(i + 1) === CLOSE) {
      put(NEWLINE, NEWLINE)
      i += 1
    } else if (code === BACKSLASH && rtf.charCodeAt(i + 1) === QUOTE) {
      const byte = Number.parseInt(rtf.slice(i + 2, i + 4), 16) & 0xff
      bytes ||= byte >= 0x80
      put(WESTERN.charCodeAt(byte), ARABIC.charCodeAt(byte))
      i += 3
    } else if (code === BACKSLASH && isSmall(rtf.charCodeAt(i + 1))) {
      const { word, count, end } = controlAt(rtf, i + 1)
      i = end - 1
      if (word === 'u' && count !== null) {
        put(count & 0xffff, count & 0xffff)
        i = skipped(rtf, end, follow) - 1
      } else if (word === 'uc') {
        follow = count ?? 1
      } else if (PARTING.has(word)) {
        put(NEWLINE, NEWLINE)
      }
    } else if (code === BACKSLASH) {
      const sign = rtf.charAt(i + 1)
      if (sign !== '-' && sign !== '*' && sign !== '|' && sign !== ':') {
        const meant = sign === '~' || sign === '_' || sign === '' ? BLANK : sign.charCodeAt(0)
        put(meant, meant)
      }
      i += 1
    } else if (code !== OPEN && code !== CLOSE && code !== NEWLINE && code !== RETURN) {
      put(code, code)
    }
  }
  return (bytes ? [western, arabic] : [western]).map((units) => textOf(units, length))
}

/** A control word, its number, and where what follows begins: a blank after it is part of it. */
function controlAt(rtf: string, from: number): { word: string; count: number | null; end: number } {
  let at = from
  while (isSmall(rtf.charCodeAt(at)) && at - from < 32) {
    at += 1
  }
  const word = rtf.slice(from, at)
  const begins = at
  if (rtf.charAt(at) === '-') {
    at += 1
  }
  while (isDigit(rtf.charCodeAt(at)) && at - begins < 11) {
    at += 1
  }
  const count = at > begins ? Number.parseInt(rtf.slice(begins, at), 10) : null
  return { word, count: Number.isNaN(count) ? null : count, end: rtf.charCodeAt(at) === BLANK ? at + 1 : at }
}

/** Where the text carries on after what follows a letter of Unicode. */
function skipped(rtf: string, from: number, signs: number): number {
  let at = from
  for (let i = 0; i < signs; i += 1) {
    const code = rtf.charCodeAt(at)
    if (code === BACKSLASH && rtf.charCodeAt(at + 1) === QUOTE) {
      at += 4
    } else if (code === BACKSLASH || code === OPEN || code === CLOSE || code === NEWLINE || code === RETURN) {
      break
    } else {
      at += 1
    }
  }
  return at
}

function isSmall(code: number): boolean {
  return code >= 97 && code <= 122
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

function textOf(units: Uint16Array, length: number): string {
  // Every machine this runs on has the low byte first.
  return letters.decode(new Uint8Array(units.buffer, 0, length * 2))
}
