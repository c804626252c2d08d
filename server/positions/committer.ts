import { rm } from 'node:fs/promises'
import path from 'node:path'
import { Problem } from '../../core/problem.ts'
import type { RetentionClass } from '../../core/observation.ts'
import type { Kept } from './face.ts'
import { SPARE_FILE } from './folders.ts'
import { isKeepable, Names, putRow, ROW, type Name } from './row.ts'
import type { Memory } from './memory.ts'
import { LogFile } from './wal.ts'

/** Longest that something waits for others to go to the disk with it. */
const GATHER_MS = 10
/** So much does not wait. */
const GATHER_ROWS = 500
/** Room for more is not held on to. */
const MOST_ROOM = 16_384
/** Commits follow one another at once only when the last one is so long ago. */
const QUIET_MS = 20

/** Room that is made ahead for the next log: what this one will need, and a little. */
const SPARE_SHARE = 1.06

/** The next log's room; `made` says whether there was space for it. */
type Spare = { room: number; made: Promise<boolean> }

type Batch = { serial: number; names: Name[]; rows: Int32Array<ArrayBuffer>; count: number; waiting: { resolve: () => void; reject: (error: unknown) => void }[] }

/** Takes positions to the disk, several askers together. */
export class Committer {
  readonly #folder: string
  readonly #memory: () => Memory
  readonly #nextLog: () => number
  readonly #committed: () => void
  readonly #sealRows: number
  #log: LogFile | null = null
  #spare: Spare | null = null
  #logOf: Memory | null = null
  #batch: Batch | null = null
  #batches = 0
  /** With each memory those of the one before are kept, so that there are never more than two memories have rows. */
  readonly #names = new Names()
  /** Room of the last batch, for the next one. */
  #room: Batch['rows'] | null = null
  #timer: NodeJS.Timeout | null = null
  #working: Promise<void> | null = null
  #lastAt = -Infinity
  readonly #between: (() => void)[] = []
  refused = 0

  /** `memory`: the one in use. `nextLog`: a number no file has. `committed` is told after each commit. `sealRows`: so many fill a memory. */
  constructor(parts: { folder: string; sealRows: number; memory: () => Memory; nextLog: () => number; committed: () => void }) {
    this.#folder = parts.folder
    this.#sealRows = parts.sealRows
    this.#memory = parts.memory
    this.#nextLog = parts.nextLog
    this.#committed = parts.committed
  }

  async append(fixes: readonly Kept[], retention: RetentionClass): Promise<void> {
    const good = fixes.every(isKeepable) ? fixes : fixes.filter(isKeepable)
    this.refused += fixes.length - good.length
    if (good.length === 0) {
      return
    }
    const batch = (this.#batch ??= this.#newBatch(good.length))
    const needed = (batch.count + good.length) * ROW
    if (needed > batch.rows.length) {
      const larger = new Int32Array(Math.max(needed, batch.rows.length * 2))
      larger.set(batch.rows.subarray(0, batch.count * ROW))
      batch.rows = larger
    }
    const { rows, names, serial } = batch
    let offset = batch.count * ROW
    for (const fix of good) {
      const name = this.#names.of(fix.subject, fix.feed ?? '', fix.slot)
      if (name.batch !== serial) {
        name.batch = serial
        name.inBatch = names.length
        names.push(name)
      }
      putRow(rows, offset, fix, name.inBatch, retention)
      offset += ROW
    }
    batch.count += good.length
    const done = new Promise<void>((resolve, reject) => batch.waiting.push({ resolve, reject }))
    this.#plan()
    return done
  }

  #newBatch(least: number): Batch {
    const rows = this.#room ?? new Int32Array(Math.max(64, least) * ROW)
    this.#room = null
    this.#batches += 1
    return { serial: this.#batches, names: [], rows, count: 0, waiting: [] }
  }

  #plan(): void {
    if (this.#working !== null || this.#batch === null) {
      return
    }
    if (this.#batch.count >= GATHER_ROWS || performance.now() - this.#lastAt > QUIET_MS) {
      this.#begin()
    } else {
      this.#timer ??= setTimeout(() => this.#begin(), GATHER_MS)
    }
  }

  #begin(): void {
    if (this.#timer !== null) {
      clearTimeout(this.#timer)
      this.#timer = null
    }
    if (this.#working === null && this.#batch !== null) {
      const batch = this.#batch
      this.#batch = null
      this.#working = this.#commit(batch).finally(() => {
        this.#working = null
        this.#lastAt = performance.now()
        this.#pause()
        this.#plan()
      })
    }
  }

  async #commit(batch: Batch): Promise<void> {
    const memory = this.#memory()
    try {
      await this.#keep(batch, memory).catch(async (error: unknown) => {
        if (!isFull(error) || this.#spare === null) {
          throw error
        }
        // What was set aside for the next log is of more use to this one.
        await this.#dropSpare()
        await this.#keep(batch, memory)
      })
      this.#room = batch.rows.length <= MOST_ROOM * ROW ? batch.rows : null
    } catch (error) {
      const refusal = asProblem(error)
      batch.waiting.forEach(({ reject }) => reject(refusal))
      return
    }
    batch.waiting.forEach(({ resolve }) => resolve())
    this.#committed()
    this.#prepare(memory)
  }

  async #keep(batch: Batch, memory: Memory): Promise<void> {
    try {
      const log = await this.#logFor(memory, batch.serial)
      const before = log.bytes
      const rows = batch.rows.subarray(0, batch.count * ROW)
      memory.reserve(rows.length)
      const writing = log.write(batch.names, rows)
      const staged = memory.stage(batch.names, rows)
      await writing
      memory.publish(staged)
      memory.logBytes += log.bytes - before
    } catch (error) {
      if ((error as { lost?: boolean }).lost === true) {
        await this.#log?.close().catch(() => {})
        this.#log = null
      }
      throw error
    }
  }

  /** Room for the next log is made while this one is half full. */
  #prepare(memory: Memory): void {
    if (this.#spare === null && memory.count * 2 >= this.#sealRows && memory.count < this.#sealRows) {
      const room = Math.ceil((memory.logBytes / memory.count) * this.#sealRows * SPARE_SHARE)
      this.#spare = { room, made: LogFile.prepare(path.join(this.#folder, SPARE_FILE), room).then(() => true, () => false) }
    }
  }

  async #dropSpare(): Promise<void> {
    const spare = this.#spare
    this.#spare = null
    if (spare !== null) {
      await spare.made
      await rm(path.join(this.#folder, SPARE_FILE), { force: true })
    }
  }

  async #newLog(file: string): Promise<LogFile> {
    const spare = this.#spare
    if (spare !== null && await spare.made) {
      this.#spare = null
      return LogFile.take(path.join(this.#folder, SPARE_FILE), file, spare.room)
    }
    await this.#dropSpare()
    return LogFile.create(file)
  }

  async #logFor(memory: Memory, serial: number): Promise<LogFile> {
    if (this.#log !== null && this.#logOf === memory) {
      return this.#log
    }
    await this.#log?.close()
    this.#log = null
    const before = this.#logOf?.number
    if (before !== memory.number) {
      this.#names.keep((name) => name.memory === before || name.batch >= serial)
    }
    const number = memory.logs.length === 0 ? memory.number : this.#nextLog()
    const file = path.join(this.#folder, `${String(number).padStart(10, '0')}.wal`)
    this.#log = await this.#newLog(file)
    this.#logOf = memory
    memory.logs.push(file)
    return this.#log
  }

  /** Do something while nothing is on its way to the disk. */
  between(work: () => void): Promise<void> {
    return new Promise((resolve) => {
      this.#between.push(() => {
        work()
        resolve()
      })
      this.#pause()
    })
  }

  #pause(): void {
    if (this.#working === null) {
      this.#between.splice(0).forEach((work) => work())
    }
  }

  /** Nothing is under way any more when it resolves. */
  async drain(): Promise<void> {
    while (this.#batch !== null || this.#working !== null) {
      this.#begin()
      await this.#working
    }
  }

  async close(): Promise<void> {
    await this.drain()
    await this.#log?.close()
    this.#log = null
    await this.#dropSpare()
  }
}

const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])

function isFull(error: unknown): boolean {
  return FULL.has((error as { code?: string }).code ?? '')
}

function asProblem(error: unknown): Problem {
  const { message } = error as { message?: string }
  return isFull(error)
    ? new Problem('storage-full', 'The disk is full: positions cannot be kept. Free space on the disk of the data folder; it goes on by itself')
    : new Problem('unavailable', `Positions cannot be kept: ${message ?? String(error)}`)
}
