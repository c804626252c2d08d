// Both exist in Node and in browsers, but belong to neither the language nor this room's types.
type Decoder = { decode(bytes: Uint8Array): string }
type Encoder = { encode(text: string): Uint8Array; encodeInto(text: string, bytes: Uint8Array): { written: number } }
const platform = globalThis as unknown as { TextDecoder: new (label: string, options?: { fatal?: boolean; ignoreBOM?: boolean }) => Decoder; TextEncoder: new () => Encoder }

/** Throws where the bytes are not UTF-8; a mark of byte order at the beginning is passed over. */
const strictUtf8: Decoder = new platform.TextDecoder('utf-8', { fatal: true })
/** The same, such a mark being a character like others. */
export const strictUtf8Field: Decoder = new platform.TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
/** What is not UTF-8 becomes U+FFFD. */
export const lenientUtf8: Decoder = new platform.TextDecoder('utf-8')
let sevenBits = new Uint8Array(4096)

/** One character for each byte; those of ASCII are themselves. Four times as quick as asking for Latin-1. */
export function byteText(bytes: Uint8Array): string {
  const { length } = bytes
  if (sevenBits.length < length) {
    sevenBits = new Uint8Array(length * 2)
  }
  for (let i = 0; i < length; i += 1) {
    sevenBits[i] = bytes[i]! & 0x7f
  }
  return lenientUtf8.decode(sevenBits.subarray(0, length))
}

/** Text of UTF-8; throws where it is not. Twice as quick as asking for strictness each time. */
export function strictText(bytes: Uint8Array): string {
  const text = lenientUtf8.decode(bytes)
  return text.includes('\ufffd') ? strictUtf8.decode(bytes) : text
}

export const utf8: Encoder = new platform.TextEncoder()
