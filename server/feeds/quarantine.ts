import { mkdir, open, readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'

/** Inputs kept for one feed; the oldest go first. */
export const KEPT = 500
/** Bytes kept of one input. */
export const KEPT_BYTES = 4096
/** Most kept in a second, so that noise does not wear out a disk; the rest are counted. */
const MOST_PER_SECOND = 20
const FLUSH_MS = 200

/** One input that could not be read. `size` is that of the whole input, of which `bytes` may be the beginning. */
export type Unreadable = { id: number; at: number; from: string; reason: string; size: number; bytes: Uint8Array; topic?: string }
type Line = { id: number; at: number; from: string; reason: string; size: number; b64: string; topic?: string } | { gone: number }

/**
 * What could not be read, kept on the disk until somebody has looked at it: a ring of the newest `KEPT`. Lines are appended
 * and the file written anew when it holds twice as many; a torn last line is left out when it is read.
 */
export class Quarantine {
  readonly #file: string
  readonly #fail: (error: Error) => void
  #entries: Unreadable[] = []
  #next = 1
  #lines = 0
  #unwritten: Line[] = []
  #timer: NodeJS.Timeout | null = null
  #writing: Promise<void> = Promise.resolve()
  #second = 0
  #inSecond = 0

  private constructor(file: string, fail: (error: Error) => void) {
    this.#file = file
    this.#fail = fail
  }

  static async open(folder: string, fail: (error: Error) => void): Promise<Quarantine> {
    await mkdir(folder, { recursive: true })
    const made = new Quarantine(path.join(folder, 'quarantine.jsonl'), fail)
    const text = await readFile(made.#file, 'utf8').catch(() => '')
    const found = new Map<number, Unreadable>()
    for (const row of text.split('\n')) {
      const line = parse(row)
      if (line === null) {
        continue
      }
      made.#lines += 1
      if ('gone' in line) {
        found.delete(line.gone)
      } else {
        const { b64, ...rest } = line
        found.set(line.id, { ...rest, bytes: Buffer.from(b64, 'base64') })
        made.#next = Math.max(made.#next, line.id + 1)
      }
    }
    made.#entries = [...found.values()].slice(-KEPT)
    return made
  }

  /** Keeps it, or answers false when more came this second than are kept. */
  add(input: Omit<Unreadable, 'id' | 'size'>): boolean {
    const second = Math.floor(performance.now() / 1000)
    this.#inSecond = second === this.#second ? this.#inSecond + 1 : 1
    this.#second = second
    if (this.#inSecond > MOST_PER_SECOND) {
      return false
    }
    const entry: Unreadable = { ...input, id: this.#next, size: input.bytes.length, reason: input.reason.slice(0, 300), bytes: Uint8Array.from(input.bytes.subarray(0, KEPT_BYTES)) }
    this.#next += 1
    this.#entries.push(entry)
    if (this.#entries.length > KEPT) {
      this.#entries.shift()
    }
    const { bytes, ...rest } = entry
    this.#write({ ...rest, b64: Buffer.from(bytes).toString('base64') })
    return true
  }

  /** Newest first. */
  list(): readonly Unreadable[] {
    return this.#entries.toReversed()
  }

  get size(): number {
    return this.#entries.length
  }

  find(id: number): Unreadable | null {
    return this.#entries.find((entry) => entry.id === id) ?? null
  }

  /** Answers how many there were. */
  drop(ids: readonly number[]): number {
    const gone = new Set(ids)
    const before = this.#entries.length
    const dropped = this.#entries.filter((entry) => gone.has(entry.id))
    this.#entries = this.#entries.filter((entry) => !gone.has(entry.id))
    dropped.forEach((entry) => this.#write({ gone: entry.id }))
    return before - this.#entries.length
  }

  /** All of it is on the disk when this resolves. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer ?? undefined)
    this.#timer = null
    this.#writing = this.#writing.then(() => this.#save()).catch(this.#fail)
    await this.#writing
  }

  #write(line: Line): void {
    this.#unwritten.push(line)
    this.#timer ??= setTimeout(() => void this.flush(), FLUSH_MS)
  }

  async #save(): Promise<void> {
    const lines = this.#unwritten
    this.#unwritten = []
    if (lines.length === 0) {
      return
    }
    if (this.#lines + lines.length > KEPT * 2) {
      const all = this.#entries.map(({ bytes, ...rest }) => JSON.stringify({ ...rest, b64: Buffer.from(bytes).toString('base64') }))
      await writeFile(`${this.#file}.new`, all.map((line) => `${line}\n`).join(''))
      await rename(`${this.#file}.new`, this.#file)
      this.#lines = all.length
      return
    }
    const file = await open(this.#file, 'a')
    try {
      await file.appendFile(lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
    } finally {
      await file.close()
    }
    this.#lines += lines.length
  }
}

function parse(row: string): Line | null {
  if (row === '') {
    return null
  }
  try {
    const value = JSON.parse(row) as Line
    return 'gone' in value || (typeof value.id === 'number' && typeof value.b64 === 'string') ? value : null
  } catch {
    return null
  }
}
