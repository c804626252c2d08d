import { isRtf, rtfTexts } from './rtf-text.ts'
import { completeUtf8Length } from './text-encoding.ts'
import { apartFromTags, withoutEscapes } from './text-escapes.ts'

/** So much of a file is looked through again with what follows it: no name falls between, however it is written. Even, for letters of two bytes. */
const AGAIN = 8192
/** Letters before and after one that only this reading has. */
const AROUND = 256

const utf8 = new TextDecoder('utf-8', { fatal: true })
const broken = new TextDecoder('utf-8')
const windows1252 = new TextDecoder('windows-1252')
const windows1256 = new TextDecoder('windows-1256')
const wide = { le: new TextDecoder('utf-16le'), be: new TextDecoder('utf-16be') }

const ARABIC = /[\u0600-\u06ff]/g
const UTF8_LETTER = /[\u0080-\ufffc]/g
/** Signs no text has. */
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const NO_TEXT = /[\u0000-\u0008\u000e-\u001a\u001c-\u001f\ufffd]/
const CONTROL = Uint8Array.from({ length: 256 }, (_, byte) => (byte < 9 || (byte > 13 && byte < 32 && byte !== 27) ? 1 : 0))
/** Words among bytes that are none: letters that follow each other. */
const WORDS = /[\t\n\r -\u2fff\ufb00-\ufefe]{4,}/g
const LATIN_WORDS = /[A-Za-zÀ-ÖØ-öø-ÿŒœŠšŽžŸ.'’ -]{4,}/g
const ARABIC_WORDS = /[\u0620-\u06ff ]{3,}/g
const NO_ASCII = /[^ -~]/

/**
 * The ways the bytes of a file can be read as text, piece by piece, each to be looked through for a word that is to be kept: UTF-8 where they are UTF-8;
 * UTF-16 by its mark, or where zero bytes show it; else Windows-1252 and Windows-1256. References, escapes and RTF are resolved, tags taken out. A piece is judged for
 * itself, so that one foreign line hides nothing elsewhere. Memory: one piece and its readings.
 */
export class TextReadings {
  /** What was read so far is text that was read as it was meant. */
  truthful = true
  #before: Uint8Array = new Uint8Array(0)
  #first = true
  #mark: 'le' | 'be' | null = null
  #rtf = false

  /** Readings of the next bytes, with the end of those before. Each is to be looked at before more is pushed. */
  push(bytes: Uint8Array): Generator<string> {
    const [piece, first] = [joined(this.#before, bytes), this.#first]
    if (first && piece.length > 1) {
      this.#mark = piece[0] === 0xff && piece[1] === 0xfe ? 'le' : piece[0] === 0xfe && piece[1] === 0xff ? 'be' : null
    }
    this.#before = piece.subarray(Math.max(0, piece.length - AGAIN - (piece.length % 2)))
    this.#first = first && piece.length === this.#before.length
    return this.#look(piece, first, false)
  }

  /** Readings of the last bytes, which nothing follows. */
  end(): Generator<string> {
    return this.#look(this.#before, this.#first, true)
  }

  *#look(piece: Uint8Array, first: boolean, last: boolean): Generator<string> {
    const written = (text: string): Generator<string> => this.#written(text, first)
    const marked = this.#mark && wide[this.#mark].decode(piece)
    if (marked !== null && isTold(marked)) {
      yield* written(marked)
      return
    }
    const binary = this.#mark !== null || hasControl(piece)
    if (binary) {
      yield* this.#wide(piece, written)
    }
    const plain = utf8Of(piece, first, last)
    if (plain !== null) {
      yield* written(plain)
      return
    }
    const said = broken.decode(piece)
    yield* written(binary ? said : around(said, UTF8_LETTER))
    const [western, arabic] = [windows1252.decode(piece), windows1256.decode(piece)]
    yield* written(binary ? wordsIn(western, LATIN_WORDS).filter((word) => NO_ASCII.test(word)).join('\n') : western)
    yield* written(binary ? wordsIn(arabic, ARABIC_WORDS).join('\n') : around(arabic, ARABIC))
  }

  /** Letters of two bytes without a mark, among bytes that are no text also from an odd byte on. */
  *#wide(piece: Uint8Array, written: (text: string) => Generator<string>): Generator<string> {
    let texts = [wide.le.decode(piece), wide.be.decode(piece)]
    if (!texts.some((text) => isTold(text) && isAlphabet(text))) {
      this.truthful = false
      texts = [...texts, wide.le.decode(piece.subarray(1)), wide.be.decode(piece.subarray(1))].map((text) => wordsIn(text, WORDS).join('\n'))
    }
    for (const text of texts) {
      yield* written(text)
    }
  }

  /** A text as it stands, and as it is meant. */
  *#written(text: string, first: boolean): Generator<string> {
    if (text === '') {
      return
    }
    this.#rtf ||= first && isRtf(text)
    if (this.#rtf) {
      yield text
      const [western = '', arabic] = rtfTexts(text)
      yield western
      if (arabic !== undefined) {
        yield around(arabic, ARABIC)
      }
      return
    }
    const { text: bare, tags } = apartFromTags(withoutEscapes(text))
    yield bare
    if (tags !== '') {
      yield tags
    }
  }
}

function joined(before: Uint8Array, bytes: Uint8Array): Uint8Array {
  if (before.length === 0) {
    return bytes
  }
  const all = new Uint8Array(before.length + bytes.length)
  all.set(before)
  all.set(bytes, before.length)
  return all
}

/** Null for what is no UTF-8. A letter that the edge of the piece cuts stands whole in another piece. */
function utf8Of(piece: Uint8Array, first: boolean, last: boolean): string | null {
  let from = 0
  while (!first && from < 3 && ((piece[from] ?? 0) & 0xc0) === 0x80) {
    from += 1
  }
  try {
    return utf8.decode(piece.subarray(from, last ? piece.length : completeUtf8Length(piece)))
  } catch {
    return null
  }
}

function hasControl(piece: Uint8Array): boolean {
  for (let i = 0; i < piece.length; i += 1) {
    if (CONTROL[piece[i] ?? 0] === 1) {
      return true
    }
  }
  return false
}

/** Are these letters of two bytes a text? The edges of a piece may cut one. */
function isTold(text: string): boolean {
  return !NO_TEXT.test(text.slice(1, -1))
}

/** Letters of eight bits read as letters of two bytes are Chinese; without a mark nobody can tell it from Chinese. */
function isAlphabet(text: string): boolean {
  let most = 0
  for (let i = 0; i < text.length; i += 1) {
    most += text.charCodeAt(i) < 0x900 ? 1 : -1
  }
  return most > 0
}

function wordsIn(text: string, words: RegExp): readonly string[] {
  return text.match(words) ?? []
}

/** The parts of a text that have signs only this reading has, each with what stands around it. */
function around(text: string, sign: RegExp): string {
  const parts: string[] = []
  let [from, to] = [0, 0]
  for (sign.lastIndex = 0; ;) {
    const found = sign.exec(text)
    if (!found || found.index - AROUND > to) {
      parts.push(text.slice(from, to))
      from = Math.max(0, (found?.index ?? 0) - AROUND)
    }
    if (!found) {
      return parts.filter((part) => part !== '').join('\n')
    }
    to = found.index + AROUND
    // Within what stands around a sign the next is looked for where it could carry on.
    sign.lastIndex = found.index + AROUND / 2
  }
}
