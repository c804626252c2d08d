import { open, readFile, type FileHandle } from 'node:fs/promises'
import path from 'node:path'
import { crc32 } from 'node:zlib'
import { syncDir } from '../store/files.ts'
import type { Damage } from './face.ts'
import { ROW_BYTES, type Identity } from './row.ts'

/**
 * The write-ahead log: one record for what was committed together. A record stands alone: it names the identities it uses.
 *
 *     0 'VPR1'   4 bytes of content u32   8 CRC-32 of the content u32   12 CRC-32 of the twelve bytes before u32
 *     16 rows u32, bytes of names u32, names as JSON [[subject, feed], …], rows (row.ts) little-endian
 */
const MAGIC = 0x31525056
const HEAD = 16

/** Append-only file; what failed is taken back, so that the next record stands behind the last good one. */
export class LogFile {
  readonly file: string
  readonly #handle: FileHandle
  #bytes = 0

  private constructor(file: string, handle: FileHandle) {
    this.file = file
    this.#handle = handle
  }

  static async create(file: string): Promise<LogFile> {
    const handle = await open(file, 'wx', 0o600)
    try {
      syncDir(path.dirname(file))
    } catch (error) {
      await handle.close()
      throw error
    }
    return new LogFile(file, handle)
  }

  get bytes(): number {
    return this.#bytes
  }

  /** On the disk when it resolves. Rejects with the system's error; `lost` on it when the file must not be written any more. */
  async write(identities: readonly Identity[], rows: Int32Array): Promise<void> {
    const record = recordOf(identities, rows)
    try {
      const { bytesWritten } = await this.#handle.write(record, 0, record.length, this.#bytes)
      if (bytesWritten !== record.length) {
        throw Object.assign(new Error('the disk took only a part of what was written'), { code: 'ENOSPC' })
      }
      await this.#handle.datasync()
      this.#bytes += record.length
    } catch (error) {
      const taken = await this.#handle.truncate(this.#bytes).then(() => this.#handle.datasync()).then(() => true, () => false)
      throw Object.assign(error as Error, { lost: !taken })
    }
  }

  async close(): Promise<void> {
    await this.#handle.close()
  }
}

function recordOf(identities: readonly Identity[], rows: Int32Array): Buffer {
  const names = JSON.stringify(identities.map(({ subject, feed }) => [subject, feed]))
  const nameBytes = Buffer.byteLength(names)
  const record = Buffer.allocUnsafe(HEAD + 8 + nameBytes + rows.byteLength)
  record.writeUInt32LE(rows.byteLength / ROW_BYTES, HEAD)
  record.writeUInt32LE(nameBytes, HEAD + 4)
  record.write(names, HEAD + 8)
  record.set(new Uint8Array(rows.buffer, rows.byteOffset, rows.byteLength), HEAD + 8 + nameBytes)
  record.writeUInt32LE(MAGIC, 0)
  record.writeUInt32LE(record.length - HEAD, 4)
  record.writeUInt32LE(crc32(record.subarray(HEAD)), 8)
  record.writeUInt32LE(crc32(record.subarray(0, 12)), 12)
  return record
}

export type Replay = { records: { identities: Identity[]; rows: Int32Array }[]; damaged: Damage[]; tornBytes: number; bytes: number }

/**
 * What a log holds. Records with a wrong checksum are named and left out; what stands behind the last whole one, and has no
 * whole record after it, is what a stop in the middle of writing left.
 */
export async function replay(file: string): Promise<Replay> {
  const bytes = await readFile(file)
  const out: Replay = { records: [], damaged: [], tornBytes: 0, bytes: bytes.length }
  let at = 0
  while (at < bytes.length) {
    const length = lengthAt(bytes, at)
    if (length === null) {
      const next = nextRecord(bytes, at + 1)
      if (next === null) {
        out.tornBytes = bytes.length - at
        break
      }
      out.damaged.push({ file, page: at, detail: `${next - at} bytes of the log at ${at} cannot be read` })
      at = next
      continue
    }
    const content = bytes.subarray(at + HEAD, at + HEAD + length)
    const last = at + HEAD + length >= bytes.length
    if (content.length === length && crc32(content) === bytes.readUInt32LE(at + 8)) {
      out.records.push(contentOf(content))
    } else if (last) {
      out.tornBytes = bytes.length - at
    } else {
      out.damaged.push({ file, page: at, detail: `the checksum of ${length} bytes of the log at ${at} is wrong` })
    }
    at += HEAD + length
  }
  return out
}

function lengthAt(bytes: Buffer, at: number): number | null {
  return at + HEAD <= bytes.length && bytes.readUInt32LE(at) === MAGIC && crc32(bytes.subarray(at, at + 12)) === bytes.readUInt32LE(at + 12) ? bytes.readUInt32LE(at + 4) : null
}

function nextRecord(bytes: Buffer, from: number): number | null {
  const magic = Buffer.from('VPR1', 'latin1')
  for (let at = bytes.indexOf(magic, from); at >= 0; at = bytes.indexOf(magic, at + 1)) {
    if (lengthAt(bytes, at) !== null) {
      return at
    }
  }
  return null
}

function contentOf(content: Buffer): Replay['records'][number] {
  const [count, names] = [content.readUInt32LE(0), content.readUInt32LE(4)]
  const identities = (JSON.parse(content.subarray(8, 8 + names).toString()) as [string, string][]).map(([subject, feed]) => ({ subject, feed }))
  const rows = new Int32Array(count * (ROW_BYTES / 4))
  new Uint8Array(rows.buffer).set(content.subarray(8 + names, 8 + names + rows.byteLength))
  return { identities, rows }
}
