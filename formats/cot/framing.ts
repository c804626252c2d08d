import { COT_LIMITS, type CotFrame } from './event.ts'
import { readVarint, varint } from './varint.ts'

/** How messages of the TAK protocol are framed, in streams and in datagrams. */

export const TAK_MAGIC = 0xbf
/** Of what cannot be read, so many bytes are shown. */
export const SAMPLE = 1024

/** A TakMessage framed for a stream. */
export function frameStream(message: Uint8Array): Uint8Array {
  const head = [TAK_MAGIC, ...varint(message.length)]
  const out = new Uint8Array(head.length + message.length)
  out.set(head)
  out.set(message, head.length)
  return out
}

/** A TakMessage framed for a datagram (mesh). */
export function frameMesh(message: Uint8Array): Uint8Array {
  const out = new Uint8Array(3 + message.length)
  out.set([TAK_MAGIC, 1, TAK_MAGIC])
  out.set(message, 3)
  return out
}

/** What one datagram of a mesh holds: XML as it is or behind `0xBF 0x00 0xBF`, or a TakMessage behind `0xBF 0x01 0xBF`. */
export function readDatagram(bytes: Uint8Array, maxBytes: number = COT_LIMITS.bytes): CotFrame {
  const bad = (reason: string): CotFrame => ({ what: 'bad', bytes: bytes.slice(0, SAMPLE), reason })
  if (bytes.length > maxBytes) {
    return bad(`a message is longer than ${maxBytes} bytes`)
  }
  if (bytes[0] !== TAK_MAGIC) {
    return { what: 'xml', bytes }
  }
  const version = readVarint(bytes, 1, bytes.length)
  if (version === null || bytes[version.next] !== TAK_MAGIC) {
    return bad('the head of the TAK protocol is not finished')
  }
  if (version.value > 1 || Number.isNaN(version.value)) {
    return bad(`version ${version.value} of the TAK protocol is not known`)
  }
  return { what: version.value === 0 ? 'xml' : 'proto', bytes: bytes.slice(version.next + 1) }
}
