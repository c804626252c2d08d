/**
 * Bytes to text for files that come from anywhere: byte-order marks, UTF-16, UTF-8, Windows-1252,
 * and the repair of text that was once read with the wrong table (`cafÃ©`).
 */

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'

/** What was found at the beginning of a file. `bomBytes` are to be skipped. */
export type EncodingGuess = { encoding: Encoding; bomBytes: number; note?: string }

type NativeDecoder = { decode(bytes?: Uint8Array, options?: { stream?: boolean }): string }
type NativeEncoder = { encode(text: string): Uint8Array }
// TextDecoder exists in Node and in browsers, but belongs to neither the language nor this room's types.
const platform = globalThis as unknown as {
  TextDecoder: new (label: string, options?: { fatal?: boolean; ignoreBOM?: boolean }) => NativeDecoder
  TextEncoder: new () => NativeEncoder
}

const strictUtf8 = new platform.TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const encoder = new platform.TextEncoder()

/** Text to UTF-8 bytes. */
export function utf8Bytes(text: string): Uint8Array {
  return encoder.encode(text)
}

// Windows-1252 0x80–0x9F; the five unassigned bytes keep their control code, as browsers do.
const CP1252_HIGH =
  '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f' +
  '\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178'

const cp1252Bytes = new Map<number, number>()
for (let byte = 0x80; byte <= 0xff; byte += 1) {
  cp1252Bytes.set(byte, byte)
}
for (let i = 0; i < 32; i += 1) {
  cp1252Bytes.set(CP1252_HIGH.charCodeAt(i), 0x80 + i)
}

function cp1252Char(byte: number): string {
  return byte >= 0x80 && byte <= 0x9f ? CP1252_HIGH.charAt(byte - 0x80) : String.fromCharCode(byte)
}

/**
 * Length of the prefix of `bytes` that does not end inside a UTF-8 sequence, so that the rest can wait
 * for the next chunk.
 */
export function completeUtf8Length(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back += 1) {
    const byte = bytes[bytes.length - back]!
    if (byte < 0x80) {
      return bytes.length
    }
    if (byte >= 0xc0) {
      const need = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
      return need > back ? bytes.length - back : bytes.length
    }
  }
  return bytes.length
}

function isStrictUtf8(bytes: Uint8Array): boolean {
  try {
    strictUtf8.decode(bytes.subarray(0, completeUtf8Length(bytes)))
    return true
  } catch {
    return false
  }
}

/**
 * Guess the encoding from the first bytes of a file (give 4 KiB or more). A byte-order mark decides;
 * else zero bytes in every second place mean UTF-16; else strict UTF-8; else Windows-1252, with a note.
 */
export function guessEncoding(sample: Uint8Array): EncodingGuess {
  if (sample[0] === 0xef && sample[1] === 0xbb && sample[2] === 0xbf) {
    return { encoding: 'utf-8', bomBytes: 3 }
  }
  if (sample[0] === 0xff && sample[1] === 0xfe) {
    return { encoding: 'utf-16le', bomBytes: 2, note: 'The file is UTF-16 (little endian); it was read as such.' }
  }
  if (sample[0] === 0xfe && sample[1] === 0xff) {
    return { encoding: 'utf-16be', bomBytes: 2, note: 'The file is UTF-16 (big endian); it was read as such.' }
  }
  let even = 0
  let odd = 0
  const seen = Math.min(sample.length, 4096)
  for (let i = 0; i < seen; i += 1) {
    if (sample[i] === 0) {
      if (i % 2 === 0) {
        even += 1
      } else {
        odd += 1
      }
    }
  }
  if (seen >= 4 && odd > seen / 5 && even < odd / 10) {
    return { encoding: 'utf-16le', bomBytes: 0, note: 'The file has no byte-order mark but looks like UTF-16 (little endian); it was read as such.' }
  }
  if (seen >= 4 && even > seen / 5 && odd < even / 10) {
    return { encoding: 'utf-16be', bomBytes: 0, note: 'The file has no byte-order mark but looks like UTF-16 (big endian); it was read as such.' }
  }
  if (isStrictUtf8(sample)) {
    return { encoding: 'utf-8', bomBytes: 0 }
  }
  return { encoding: 'windows-1252', bomBytes: 0, note: 'The file is not UTF-8; it was read as Windows-1252. Check the accents, or save it as UTF-8.' }
}

/** Turns byte chunks into text. `damaged` counts bytes that were invalid and read by another table. */
export type TextPump = { push(bytes: Uint8Array): string; end(): string; damaged(): number }

/**
 * A streaming decoder. In UTF-8, bytes that are not UTF-8 are read one by one as Windows-1252 and
 * counted, so a file with one foreign line stays readable instead of turning into question marks.
 */
export function createTextPump(encoding: Encoding): TextPump {
  let rest = new Uint8Array(0)
  let bad = 0
  const join = (bytes: Uint8Array): Uint8Array => {
    if (rest.length === 0) {
      return bytes
    }
    const all = new Uint8Array(rest.length + bytes.length)
    all.set(rest)
    all.set(bytes, rest.length)
    return all
  }
  const decodeUtf8 = (bytes: Uint8Array): string => {
    try {
      return strictUtf8.decode(bytes)
    } catch {
      const [text, damaged] = decodeUtf8Leniently(bytes)
      bad += damaged
      return text
    }
  }
  return {
    push(chunk) {
      if (encoding === 'windows-1252') {
        return decodeCp1252(chunk)
      }
      const all = join(chunk)
      const whole = encoding === 'utf-8' ? completeUtf8Length(all) : all.length - (all.length % 2)
      rest = all.slice(whole)
      const ready = all.subarray(0, whole)
      return encoding === 'utf-8' ? decodeUtf8(ready) : decodeUtf16(ready, encoding === 'utf-16le')
    },
    end() {
      const last = rest
      rest = new Uint8Array(0)
      if (last.length === 0) {
        return ''
      }
      if (encoding === 'utf-8') {
        return decodeUtf8(last)
      }
      bad += last.length
      return '\ufffd'
    },
    damaged: () => bad,
  }
}

function decodeCp1252(bytes: Uint8Array): string {
  let out = ''
  for (let from = 0; from < bytes.length; from += 8192) {
    const to = Math.min(bytes.length, from + 8192)
    const codes: number[] = []
    for (let i = from; i < to; i += 1) {
      const byte = bytes[i]!
      codes.push(byte >= 0x80 && byte <= 0x9f ? CP1252_HIGH.charCodeAt(byte - 0x80) : byte)
    }
    out += String.fromCharCode(...codes)
  }
  return out
}

function decodeUtf16(bytes: Uint8Array, little: boolean): string {
  let out = ''
  for (let from = 0; from < bytes.length; from += 16384) {
    const to = Math.min(bytes.length, from + 16384)
    const codes: number[] = []
    for (let i = from; i + 1 < to; i += 2) {
      codes.push(little ? bytes[i]! | (bytes[i + 1]! << 8) : (bytes[i]! << 8) | bytes[i + 1]!)
    }
    out += String.fromCharCode(...codes)
  }
  return out
}

function decodeUtf8Leniently(bytes: Uint8Array): [text: string, damaged: number] {
  let out = ''
  let damaged = 0
  let clean = 0
  let i = 0
  const flush = (to: number) => {
    if (to > clean) {
      out += strictUtf8.decode(bytes.subarray(clean, to))
    }
  }
  while (i < bytes.length) {
    const length = sequenceLength(bytes, i)
    if (length > 0) {
      i += length
      continue
    }
    flush(i)
    out += cp1252Char(bytes[i]!)
    damaged += 1
    i += 1
    clean = i
  }
  flush(bytes.length)
  return [out, damaged]
}

/** Length of the valid UTF-8 sequence at `i` (RFC 3629: no overlong forms, no surrogates), 0 if none. */
function sequenceLength(bytes: Uint8Array, i: number): number {
  const first = bytes[i]!
  if (first < 0x80) {
    return 1
  }
  const length = first >= 0xf0 && first <= 0xf4 ? 4 : first >= 0xe0 && first < 0xf0 ? 3 : first >= 0xc2 && first < 0xe0 ? 2 : 0
  if (length === 0 || i + length > bytes.length) {
    return 0
  }
  for (let k = 1; k < length; k += 1) {
    if ((bytes[i + k]! & 0xc0) !== 0x80) {
      return 0
    }
  }
  const second = bytes[i + 1]!
  if ((first === 0xe0 && second < 0xa0) || (first === 0xed && second > 0x9f) || (first === 0xf0 && second < 0x90) || (first === 0xf4 && second > 0x8f)) {
    return 0
  }
  return length
}

const HIGH_RUN = /[\u0080-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u2026\u2030\u2039\u203a\u20ac\u2122]{2,}/gu

/**
 * Repair UTF-8 that was once read as Windows-1252 or Latin-1 (`cafÃ©` → `café`, `donâ€™t` → `don’t`),
 * up to three times over. Only sequences that decode strictly, into letters and punctuation one expects,
 * are touched; other scripts need two such sequences in the text, because `Ñ»` can be honest Spanish.
 * Returns the text itself when there is nothing to repair.
 */
export function repairMojibake(text: string): string {
  let now = text
  for (let round = 0; round < 3; round += 1) {
    const next = repairOnce(now)
    if (next === now) {
      return now
    }
    now = next
  }
  return now
}

function repairOnce(text: string): string {
  let high = 0
  for (let i = 0; i < text.length && high < 2; i += 1) {
    if (text.charCodeAt(i) >= 0x80) {
      high += 1
    }
  }
  if (high < 2) {
    return text
  }
  let foreign = 0
  const replaced = text.replace(HIGH_RUN, (run) => repairRun(run, () => { foreign += 1 }, true))
  if (foreign < 2) {
    return text.replace(HIGH_RUN, (run) => repairRun(run, () => undefined, false))
  }
  return replaced
}

function repairRun(run: string, sawForeign: () => void, takeForeign: boolean): string {
  const bytes = new Uint8Array(run.length)
  for (let i = 0; i < run.length; i += 1) {
    const byte = cp1252Bytes.get(run.charCodeAt(i))
    if (byte === undefined) {
      return run
    }
    bytes[i] = byte
  }
  let out = ''
  for (let i = 0; i < bytes.length; ) {
    const length = sequenceLength(bytes, i)
    if (length > 1) {
      const char = strictUtf8.decode(bytes.subarray(i, i + length))
      const trust = trustOf(char.codePointAt(0)!)
      if (trust === 'foreign') {
        sawForeign()
      }
      if (trust === 'common' || (trust === 'foreign' && takeForeign)) {
        out += char
        i += length
        continue
      }
    }
    out += run.charAt(i)
    i += 1
  }
  return out
}

function trustOf(code: number): 'common' | 'foreign' | 'no' {
  const common = (code >= 0xa0 && code <= 0x17f) || code === 0x192 || (code >= 0x218 && code <= 0x21b) || (code >= 0x1e00 && code <= 0x1eff)
    || (code >= 0x2010 && code <= 0x2044) || code === 0x20ac || code === 0x2122 || code === 0xfeff
  if (common) {
    return 'common'
  }
  const foreign = (code >= 0x370 && code <= 0x45f) || (code >= 0x600 && code <= 0x6ff) || (code >= 0x1200 && code <= 0x137f) || code === 0x2c6 || code === 0x2dc
  return foreign ? 'foreign' : 'no'
}
