import { constants } from 'node:fs'
import { open, readFile, rename, rm, type FileHandle } from 'node:fs/promises'
import path from 'node:path'
import { crc32 } from 'node:zlib'
import { syncedDir } from '../store/files.ts'
import type { Damage } from './face.ts'
import { namesJson, ROW_BYTES, type Identity } from './row.ts'

/**
 * The write-ahead log: one record for what was committed together. A record stands alone: it names the identities it uses.
 *
 *     0 'VPR1'   4 bytes of content u32   8 CRC-32 of the content u32   12 CRC-32 of the twelve bytes before u32
 *     16 rows u32, bytes of names u32, names as JSON [[subject, feed], …], rows (row.ts) little-endian
 */
const MAGIC = 0x31525056
const HEAD = 16

/** On Linux one call writes and waits for the disk; elsewhere that promise is weaker or unknown, and a second call waits. */
const SYNCED = process.platform === 'linux' && constants.O_DSYNC !== undefined
const FLAGS = constants.O_WRONLY | (SYNCED ? constants.O_DSYNC : 0)
/** Room is made ahead in pieces that grow: writing where the file system has nothing to note takes a fifth of the time. */
const FIRST_ROOM = 65_536
const MOST_ROOM = 4_194_304
/** What room is made of; the same bytes as often as they are needed. */
const ZEROS = Buffer.alloc(1_048_576)

/** A log that is written from its beginning on, into zeros made ahead; what failed is taken back. */
export class LogFile {
  readonly file: string
  readonly #handle: FileHandle
  #bytes = 0
  #room = 0
  /** Where a record is put together, one after another: fresh room of that size costs more than what is written into it. */
  #record = Buffer.alloc(0)

  private constructor(file: string, handle: FileHandle, room: number) {
    this.file = file
    this.#handle = handle
    this.#room = room
  }

  static async create(file: string): Promise<LogFile> {
    return LogFile.#begun(file, await open(file, FLAGS | constants.O_CREAT | constants.O_EXCL, 0o600), 0)
  }

  /** Make a draft with so much room, beside the log that is written: what the file system has to note is noted by then. */
  static async prepare(draft: string, room: number): Promise<void> {
    const handle = await open(draft, 'w', 0o600)
    try {
      for (let at = 0; at < room; at += ZEROS.length) {
        const { bytesWritten } = await handle.write(ZEROS, 0, Math.min(ZEROS.length, room - at), at)
        if (bytesWritten !== Math.min(ZEROS.length, room - at)) {
          throw notAll()
        }
        // Piece by piece: others wait for the disk meanwhile.
        await handle.datasync()
      }
    } catch (error) {
      // Where there is no room for it, others need what it took.
      await removed(draft, error)
    } finally {
      await handle.close()
    }
  }

  /** A draft that was prepared with so much room becomes a log. */
  static async take(draft: string, file: string, room: number): Promise<LogFile> {
    await rename(draft, file)
    return LogFile.#begun(file, await open(file, FLAGS).catch((error: unknown) => removed(file, error)), room)
  }

  static async #begun(file: string, handle: FileHandle, room: number): Promise<LogFile> {
    try {
      await syncedDir(path.dirname(file))
    } catch (error) {
      await handle.close()
      return removed(file, error)
    }
    return new LogFile(file, handle, room)
  }

  /** Of records, without the room made ahead. */
  get bytes(): number {
    return this.#bytes
  }

  /** On the disk when it resolves. Rejects with the system's error; `lost` on it when the file must not be written any more. */
  async write(identities: readonly Identity[], rows: Int32Array): Promise<void> {
    const record = this.#recordOf(identities, rows)
    try {
      if (this.#bytes + record.length > this.#room) {
        await this.#makeRoom(record.length)
      }
      await this.#put(record, this.#bytes)
      this.#bytes += record.length
    } catch (error) {
      const taken = await this.#handle.truncate(this.#bytes).then(() => this.#handle.datasync()).then(() => true, () => false)
      this.#room = this.#bytes
      throw Object.assign(error as Error, { lost: !taken })
    }
  }

  #recordOf(identities: readonly Identity[], rows: Int32Array): Buffer {
    const names = namesJson(identities)
    const nameBytes = Buffer.byteLength(names)
    const bytes = HEAD + 8 + nameBytes + rows.byteLength
    if (bytes > this.#record.length) {
      this.#record = Buffer.allocUnsafe(bytes * 2)
    }
    const record = this.#record.subarray(0, bytes)
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

  async #makeRoom(least: number): Promise<void> {
    const wanted = Math.max(least, FIRST_ROOM, Math.min(MOST_ROOM, this.#bytes))
    try {
      const pieces: Buffer[] = []
      for (let left = this.#bytes + wanted - this.#room; left > 0; left -= ZEROS.length) {
        pieces.push(ZEROS.subarray(0, Math.min(left, ZEROS.length)))
      }
      const { bytesWritten } = await this.#handle.writev(pieces, this.#room)
      await this.#written(bytesWritten === this.#bytes + wanted - this.#room)
      this.#room = this.#bytes + wanted
    } catch {
      // On a disk that is nearly full the record itself may still fit: whether it does is said by its own writing.
      await this.#handle.truncate(this.#bytes)
      this.#room = this.#bytes
    }
  }

  async #put(bytes: Buffer, at: number): Promise<void> {
    const { bytesWritten } = await this.#handle.write(bytes, 0, bytes.length, at)
    await this.#written(bytesWritten === bytes.length)
  }

  async #written(all: boolean): Promise<void> {
    if (!all) {
      throw notAll()
    }
    if (!SYNCED) {
      await this.#handle.datasync()
    }
  }

  /** Gives the room that was not needed back. */
  async close(): Promise<void> {
    await this.#handle.truncate(this.#bytes).catch(() => {})
    await this.#handle.close()
  }
}

/** A log that could not be begun holds nothing, and its name is needed for the next try. Throws why it could not. */
async function removed(file: string, why: unknown): Promise<never> {
  await rm(file, { force: true }).catch(() => {})
  throw why
}

function notAll(): Error {
  return Object.assign(new Error('the disk took only a part of what was written'), { code: 'ENOSPC' })
}

export type Replay = { records: { identities: Identity[]; rows: Int32Array }[]; damaged: Damage[]; tornBytes: number; bytes: number }

/**
 * What a log holds. Records with a wrong checksum are named and left out; what has no whole record after it is what a stop in
 * the middle of writing left. Zeros to the end are room that was made ahead.
 */
export async function replay(file: string): Promise<Replay> {
  const bytes = await readFile(file)
  const end = endOf(bytes)
  const out: Replay = { records: [], damaged: [], tornBytes: 0, bytes: bytes.length }
  let at = 0
  while (at < end) {
    const length = lengthAt(bytes, at)
    const content = length === null ? null : bytes.subarray(at + HEAD, at + HEAD + length)
    if (length !== null && content?.length === length && crc32(content) === bytes.readUInt32LE(at + 8)) {
      out.records.push(contentOf(content))
      at += HEAD + length
      continue
    }
    const next = nextRecord(bytes, length === null ? at + 1 : Math.min(end, at + HEAD + length))
    if (next === null) {
      out.tornBytes = end - at
      break
    }
    out.damaged.push({ file, page: at, detail: length === null ? `${next - at} bytes of the log at ${at} cannot be read` : `the checksum of ${length} bytes of the log at ${at} is wrong` })
    at = next
  }
  return out
}

/** Behind the last byte that is not zero. */
function endOf(bytes: Buffer): number {
  let end = bytes.length
  while (end > 0 && bytes[end - 1] === 0) {
    end -= 1
  }
  return end
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
