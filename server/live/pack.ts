import { promisify } from 'node:util'
import { constants, deflateRaw, deflateRawSync } from 'node:zlib'

/** Shorter texts are sent as they are. */
export const LEAST_PACKED = 1024
/** Longer ones are packed beside the main thread. */
const AT_ONCE_BYTES = 64 * 1024
/** Small windows, so that a screen needs little memory to unpack. */
export const WINDOW_BITS = 13
/** Little memory, because preparing it is a good part of what packing a frame costs. */
export const [LEVEL, MEM_LEVEL] = [3, 5]
const OPTIONS = { level: LEVEL, memLevel: MEM_LEVEL, windowBits: WINDOW_BITS, finishFlush: constants.Z_SYNC_FLUSH }
/** What comes as bytes is mostly numbers, of which thinking longer makes little less. */
const NUMBERS = { ...OPTIONS, level: 1 }
/** What every packed message ends with is left away on the wire (RFC 7692, 7.2.1). */
const END_BYTES = 4
const [FINAL, PACKED, TEXT] = [0x80, 0x40, 0x01]
/** Before a piece that is not packed (RFC 1951, 3.2.4). */
const STORED_BYTES = 5
const MOST_STORED = 0xffff
const packLong = promisify(deflateRaw)

/**
 * A text and what closes it, packed as the end of a message of `permessage-deflate`. It may stand behind anything that ends at a whole
 * byte, since nothing of before is referred to.
 */
export function pack(text: string | Buffer, close = ''): Buffer | Promise<Buffer> {
  const bytes = typeof text === 'string' ? Buffer.from(text + close) : Buffer.concat([text, Buffer.from(close)])
  const options = typeof text === 'string' ? OPTIONS : NUMBERS
  return bytes.length <= AT_ONCE_BYTES ? withoutEnd(deflateRawSync(bytes, options)) : packLong(bytes, options).then(withoutEnd)
}

function withoutEnd(packed: Buffer): Buffer {
  return packed.subarray(0, packed.length - END_BYTES)
}

/** Room for a text message of a WebSocket (RFC 6455), unmasked as a server's are, with its first bytes written; and where its content begins. */
function messageOf(length: number, first: number): { out: Buffer; at: number } {
  const at = length < 126 ? 2 : length <= 0xffff ? 4 : 10
  const out = Buffer.allocUnsafe(at + length)
  out[0] = first
  out[1] = at === 2 ? length : at === 4 ? 126 : 127
  if (at === 4) {
    out.writeUInt16BE(length, 2)
  } else if (at === 10) {
    out.writeUInt32BE(0, 2)
    out.writeUInt32BE(length, 6)
  }
  return { out, at }
}

/** A text message that is not packed: `head`, `body`, `close`. */
export function plainMessage(head: string, body: Buffer, close: string): Buffer {
  const headBytes = Buffer.byteLength(head)
  const { out, at } = messageOf(headBytes + body.length + Buffer.byteLength(close), FINAL | TEXT)
  out.write(head, at)
  out.set(body, at + headBytes)
  out.write(close, at + headBytes + body.length)
  return out
}

/** A packed text message: `head` as it is – stored, which costs five bytes –, then what `pack` gave. Throws RangeError for a very long head. */
export function packedMessage(head: string, body: Buffer): Buffer {
  const headBytes = Buffer.byteLength(head)
  if (headBytes > MOST_STORED) {
    throw new RangeError(`a head of ${headBytes} bytes is more than is stored in one piece`)
  }
  const stored = headBytes === 0 ? 0 : STORED_BYTES + headBytes
  const { out, at } = messageOf(stored + body.length, FINAL | PACKED | TEXT)
  if (stored > 0) {
    out[at] = 0
    out.writeUInt16LE(headBytes, at + 1)
    out.writeUInt16LE(~headBytes & 0xffff, at + 3)
    out.write(head, at + STORED_BYTES)
  }
  out.set(body, at + stored)
  return out
}
