import { createWriteStream, type WriteStream } from 'node:fs'
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import path from 'node:path'

/** First bytes of a recording. */
export const MAGIC = 'VIGIEREC1\n'
/** Arrival (float64, epoch ms) · line (uint32) · bytes of the topic (uint16) · bytes (uint32), all little-endian. */
export const HEAD = 18
/** Files a feed's allowance is divided into: the oldest goes when there is no room. */
const FILES = 8
const LEAST_FILE = 262_144
/** Most that waits for the disk; more is left out of the recording and counted. */
const MOST_WAITING = 4_194_304
/** After a failure of the disk it is tried again so much later. */
const AGAIN_MS = 60_000

export type RecordingFile = { name: string; from: number; bytes: number }

/** Keeps what came, byte by byte, with when it came and by which connection; bounded. */
export class Recorder {
  readonly #folder: string
  readonly #fail: (error: Error) => void
  #files: RecordingFile[]
  #most = 0
  #stream: WriteStream | null = null
  #lines = 0
  /** Chunks that could not be kept because the disk did not follow. */
  left = 0
  /** Why nothing can be kept at present, as the system says it; null when all is well. */
  failed: string | null = null
  #again = 0

  private constructor(folder: string, files: RecordingFile[], fail: (error: Error) => void) {
    this.#folder = folder
    this.#files = files
    this.#fail = fail
  }

  static async open(folder: string, fail: (error: Error) => void): Promise<Recorder> {
    await mkdir(folder, { recursive: true })
    const files: RecordingFile[] = []
    for (const name of (await readdir(folder).catch(() => [])).filter((one) => /^\d{13}\.rec$/.test(one)).sort()) {
      files.push({ name, from: Number(name.slice(0, 13)), bytes: (await stat(path.join(folder, name))).size })
    }
    return new Recorder(folder, files, fail)
  }

  get bytes(): number {
    return this.#files.reduce((sum, file) => sum + file.bytes, 0)
  }

  /** Newest first. */
  list(): RecordingFile[] {
    return this.#files.toReversed().map((file) => ({ ...file }))
  }

  /** Where a recording lies; null when there is none of that name. */
  path(name: string): string | null {
    return this.#files.some((file) => file.name === name) ? path.join(this.#folder, name) : null
  }

  /** Keep at most so many bytes; 0 keeps nothing more, and what stands stays. */
  limit(bytes: number): void {
    this.#most = bytes
    if (bytes === 0) {
      this.#stream?.end()
      this.#stream = null
    }
  }

  /** A number for one connection. */
  line(): number {
    this.#lines += 1
    return this.#lines
  }

  write(line: number, at: number, chunk: Uint8Array, topic: string | undefined): void {
    if (this.#most === 0) {
      return
    }
    if (this.failed !== null && performance.now() < this.#again) {
      this.left += 1
      return
    }
    const name = Buffer.from((topic ?? '').slice(0, 1000))
    const size = HEAD + name.length + chunk.length
    const open = this.#files.at(-1)
    if (this.#stream === null || !open || open.bytes + size > Math.max(LEAST_FILE, this.#most / FILES)) {
      this.#turn(at)
    }
    const stream = this.#stream
    const file = this.#files.at(-1)
    if (stream === null || !file) {
      return
    }
    if (stream.writableLength > MOST_WAITING) {
      this.left += 1
      return
    }
    const bytes = Buffer.allocUnsafe(size)
    bytes.writeDoubleLE(at, 0)
    bytes.writeUInt32LE(line, 8)
    bytes.writeUInt16LE(name.length, 12)
    bytes.writeUInt32LE(chunk.length, 14)
    bytes.set(name, HEAD)
    bytes.set(chunk, HEAD + name.length)
    stream.write(bytes)
    file.bytes += size
  }

  async drop(name: string): Promise<boolean> {
    const found = this.path(name)
    if (found === null) {
      return false
    }
    if (this.#files.at(-1)?.name === name) {
      this.#stream?.end()
      this.#stream = null
    }
    this.#files = this.#files.filter((file) => file.name !== name)
    await rm(found, { force: true })
    return true
  }

  async close(): Promise<void> {
    const stream = this.#stream
    this.#stream = null
    if (stream) {
      await new Promise<void>((resolve) => stream.end(() => resolve()))
    }
  }

  /** Begin another file, and let the oldest go. */
  #turn(at: number): void {
    this.#stream?.end()
    const last = this.#files.at(-1)?.from ?? 0
    const from = Math.max(Math.floor(at), last + 1)
    const file: RecordingFile = { name: `${String(from).padStart(13, '0')}.rec`, from, bytes: MAGIC.length }
    this.#files.push(file)
    const each = Math.max(LEAST_FILE, this.#most / FILES)
    while (this.#files.length > 1 && this.bytes + each > Math.max(this.#most, each * 2)) {
      const oldest = this.#files.shift()
      if (oldest) {
        rm(path.join(this.#folder, oldest.name), { force: true }).catch(this.#fail)
      }
    }
    const stream = createWriteStream(path.join(this.#folder, file.name), { flags: 'a' })
    stream.on('error', (error) => {
      this.#fail(error)
      this.failed = error.message
      this.#again = performance.now() + AGAIN_MS
      if (this.#stream === stream) {
        this.#stream = null
      }
      if (stream.bytesWritten === 0) {
        this.#files = this.#files.filter((one) => one !== file)
      }
    })
    stream.write(MAGIC, (error) => {
      if (!error) {
        this.failed = null
      }
    })
    this.#stream = stream
  }
}
