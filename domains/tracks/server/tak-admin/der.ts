/** ASN.1 in DER (X.690), as certificates and their requests need it: values out of bytes and bytes out of values. */

/** A value as it stands: its tag, all of its bytes, and what lies within. */
export type DerValue = { tag: number; whole: Uint8Array; content: Uint8Array }

export const INTEGER = 0x02
export const BIT_STRING = 0x03
export const OID = 0x06
export const SEQUENCE = 0x30
export const SET = 0x31

/** The values that stand one after the other. Throws RangeError where the bytes are not DER to their end. */
export function readDer(bytes: Uint8Array): DerValue[] {
  const found: DerValue[] = []
  for (let at = 0; at < bytes.length;) {
    const tag = bytes[at]!
    const first = bytes[at + 1] ?? 0x80
    const more = first < 0x80 ? 0 : first & 0x7f
    // Tags of several bytes and lengths that are not said have no place in what is read here.
    if ((tag & 0x1f) === 0x1f || first === 0x80 || more > 3) {
      throw new RangeError(`not DER at ${at}`)
    }
    const from = at + 2 + more
    let length = first
    if (more > 0) {
      length = 0
      for (let i = at + 2; i < from; i += 1) {
        length = length * 256 + (bytes[i] ?? 0)
      }
    }
    if (from + length > bytes.length) {
      throw new RangeError(`it breaks off at ${bytes.length}`)
    }
    found.push({ tag, whole: bytes.subarray(at, from + length), content: bytes.subarray(from, from + length) })
    at = from + length
  }
  return found
}

/** The values within the one value that `bytes` is. Throws RangeError where it is not of this tag, or not alone. */
export function readWithin(bytes: Uint8Array, tag: number = SEQUENCE): DerValue[] {
  const [one, ...others] = readDer(bytes)
  if (one?.tag !== tag || others.length > 0) {
    throw new RangeError(`not one value of tag ${tag}`)
  }
  return readDer(one.content)
}

/** An object identifier as text (`2.5.4.3`). */
export function oidOf(content: Uint8Array): string {
  const parts: number[] = []
  let value = 0
  for (const byte of content) {
    value = value * 128 + (byte & 0x7f)
    if (byte < 0x80) {
      parts.push(value)
      value = 0
    }
  }
  const [head = 0, ...rest] = parts
  const root = Math.min(2, Math.floor(head / 40))
  return [root, head - root * 40, ...rest].join('.')
}

/** A value of a tag. */
export function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts)
  const { length } = content
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : length < 0x10000 ? [0x82, length >> 8, length & 0xff] : [0x83, length >> 16, (length >> 8) & 0xff, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}

export function sequence(...parts: readonly Uint8Array[]): Buffer {
  return der(SEQUENCE, ...parts)
}

/** A number that is not negative: as it is, or as hex. */
export function integer(value: number | string): Buffer {
  const hex = typeof value === 'number' ? value.toString(16) : value
  const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex')
  return der(INTEGER, bytes[0]! >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes)
}

/** An object identifier out of its text. */
export function oid(text: string): Buffer {
  const [a = 0, b = 0, ...rest] = text.split('.').map(Number)
  return der(OID, Buffer.from([a * 40 + b, ...rest.flatMap((value) => {
    const bytes = [value & 0x7f]
    for (let left = Math.floor(value / 128); left > 0; left = Math.floor(left / 128)) {
      bytes.unshift((left & 0x7f) | 0x80)
    }
    return bytes
  })]))
}

/** Bits, of which the last `unused` do not count. */
export function bits(bytes: Uint8Array, unused = 0): Buffer {
  return der(BIT_STRING, Buffer.from([unused]), bytes)
}

export function octets(bytes: Uint8Array): Buffer {
  return der(0x04, bytes)
}

export function utf8(text: string): Buffer {
  return der(0x0c, Buffer.from(text, 'utf8'))
}

export const TRUE = der(0x01, Buffer.from([0xff]))
export const NULL = der(0x05)

/** A moment (epoch ms) to the second, as X.509 writes it: with two digits of the year before 2050, with four from then on. */
export function time(at: number): Buffer {
  const text = `${new Date(at).toISOString().replace(/[-:T]|\.\d+/g, '')}`
  return text < '2050' ? der(0x17, Buffer.from(text.slice(2), 'latin1')) : der(0x18, Buffer.from(text, 'latin1'))
}
