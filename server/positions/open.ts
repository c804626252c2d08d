import { readdirSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { Problem } from '../../core/problem.ts'
import { appendSecret, secretDir, syncedDir } from '../store/files.ts'
import { dropLock, takeLock } from '../store/lock.ts'
import { Catalog } from './catalog.ts'
import { Committer } from './committer.ts'
import type { Damage, Positions, Removed } from './face.ts'
import { LOG_DIR, LOG_FILE, positionsDir, SPARE_FILE } from './folders.ts'
import { Memory, SEAL_ROWS } from './memory.ts'
import { identitiesOf, readAt, readSpan } from './read.ts'
import { dueOf, RETENTION } from './retention.ts'
import { namesJson } from './row.ts'
import { dropDraft, finishSegment, type Segment } from './segment.ts'
import { replay } from './wal.ts'
import { dayName } from './workshop-jobs.ts'
import { Workshop } from './workshop.ts'

/** Positions wait in the log for their pages at most so long. */
const SEAL_AFTER_MS = 6 * 3_600_000
const LOOK_MS = 60_000
const DAY_MS = 86_400_000
/** So many segments of a day and class that are not large become one. */
const MERGE_AT = 8
const MERGED_ROWS = 524_288
const LARGE_ROWS = MERGED_ROWS / 2
const AGAIN_MS = 60_000
const REMOVED_SHOWN = 1000
const REMOVED_FILE = 'removed.ndjson'

export type PositionsOptions = {
  dataDir: string
  /** Epoch ms. */
  clock?: () => number
  /** Rows before a seal; smaller for tests. */
  sealRows?: number
  log?: { warn(fields: object, text: string): void }
}

/**
 * Open the history of positions of a data folder. What an earlier run had in its log is there again; damaged files and what
 * a stop in the middle of writing left are named in `state`. Throws Problem `unavailable` when another process has it open.
 */
export async function openPositions(options: PositionsOptions): Promise<Positions> {
  const folder = secretDir(positionsDir(options.dataDir))
  const holder = takeLock(folder)
  if (holder) {
    throw new Problem('unavailable', `The history of positions in ${folder} is kept by another process (${holder.pid})`)
  }
  try {
    const history = new History(folder, options)
    await history.load()
    return history
  } catch (error) {
    dropLock(folder)
    throw error
  }
}

class History implements Positions {
  readonly #folder: string
  readonly #logs: string
  readonly #catalog: Catalog
  readonly #committer: Committer
  readonly #workshop = new Workshop()
  readonly #clock: () => number
  readonly #sealRows: number
  readonly #warn: (fields: object, text: string) => void
  /** Waiting to be sealed, oldest first; the one in use is the last. */
  #memories: Memory[] = []
  #active: Memory
  #next = 1
  #tornBytes = 0
  #failure: string | null = null
  #failedAt = -Infinity
  #logDamage: Damage[] = []
  #activeSince = Infinity
  #work: Promise<unknown> = Promise.resolve()
  #timer: NodeJS.Timeout
  #closed: Promise<void> | null = null

  constructor(folder: string, options: PositionsOptions) {
    this.#folder = folder
    this.#logs = secretDir(path.join(folder, LOG_DIR))
    this.#catalog = new Catalog(folder)
    this.#clock = options.clock ?? Date.now
    this.#sealRows = options.sealRows ?? SEAL_ROWS
    this.#warn = (fields, text) => options.log?.warn(fields, text)
    this.#active = new Memory(0)
    this.#committer = new Committer({ folder: this.#logs, sealRows: this.#sealRows, memory: () => this.#active, nextLog: () => this.#number(), committed: () => this.#afterCommit() })
    this.#timer = setInterval(() => this.#look(), LOOK_MS)
    this.#timer.unref()
  }

  async load(): Promise<void> {
    await this.#catalog.load()
    await rm(path.join(this.#logs, SPARE_FILE), { force: true })
    const logs = readdirSync(this.#logs).filter((name) => LOG_FILE.test(name)).sort()
    this.#next = Math.max(this.#catalog.highest, ...logs.map((name) => Number(name.slice(0, 10)))) + 1
    for (const name of logs) {
      const file = path.join(this.#logs, name)
      const { records, damaged, tornBytes, bytes } = await replay(file)
      const memory = new Memory(Number(name.slice(0, 10)))
      memory.logs.push(file)
      memory.logBytes = bytes
      for (const { identities, rows } of records) {
        memory.add(identities, rows)
      }
      this.#tornBytes += tornBytes
      this.#logDamage.push(...damaged.map((one) => ({ ...one, file: path.relative(this.#folder, file) })))
      // Its segments were begun and not finished with: they are made again.
      await this.#catalog.drop(this.#catalog.all().filter((one) => path.basename(one.file).startsWith(`${name.slice(0, 10)}.`)))
      this.#memories.push(memory)
    }
    this.#active = new Memory(this.#number())
    this.#memories.push(this.#active)
    if (this.#tornBytes > 0 || this.#logDamage.length > 0 || this.#catalog.damaged.length > 0) {
      this.#warn({ tornBytes: this.#tornBytes, damaged: this.state().damaged }, 'the history of positions was not left as it should be')
    }
    if (this.#memories.length > 1) {
      void this.#seal().catch(() => {})
    }
  }

  append(...[fixes, retention]: Parameters<Positions['append']>): Promise<void> {
    if (this.#closed !== null) {
      return Promise.reject(new Problem('unavailable', 'The history of positions is closed'))
    }
    return this.#committer.append(fixes, retention)
  }

  read(options: Parameters<Positions['read']>[0]): ReturnType<Positions['read']> {
    return readSpan(this.#catalog, () => this.#memories, options)
  }

  at(...[moment, olderS, options = {}]: Parameters<Positions['at']>): ReturnType<Positions['at']> {
    return readAt(this.#catalog, () => this.#memories, moment, olderS, options)
  }

  async subjects(options: Parameters<Positions['subjects']>[0]): Promise<string[]> {
    return [...new Set((await this.identities(options)).map((one) => one.subject))]
  }

  identities(options: Parameters<Positions['identities']>[0]): ReturnType<Positions['identities']> {
    return identitiesOf(this.#catalog, () => this.#memories, options)
  }

  async settle(): Promise<void> {
    await this.#committer.drain()
    await this.#committer.between(() => this.#turn())
    await this.#seal()
  }

  state(): ReturnType<Positions['state']> {
    const segments = this.#catalog.all()
    const waiting = this.#memories.reduce((sum, one) => sum + one.count, 0)
    const days = new Set(segments.map((one) => one.head.day))
    for (const { count, from, to } of this.#memories) {
      for (let day = Math.floor(from / DAY_MS); count > 0 && day * DAY_MS <= to; day += 1) {
        days.add(dayName(day))
      }
    }
    return {
      bytes: segments.reduce((sum, one) => sum + one.bytes, 0) + this.#memories.reduce((sum, one) => sum + one.logBytes, 0),
      positions: segments.reduce((sum, one) => sum + one.head.rows, 0) + waiting,
      days: days.size, damaged: [...this.#catalog.damaged, ...this.#logDamage], tornBytes: this.#tornBytes, refused: this.#committer.refused, waiting, failure: this.#failure,
    }
  }

  async removed(): Promise<Removed[]> {
    const lines = (await readFile(path.join(this.#folder, REMOVED_FILE), 'utf8').catch(() => '')).trim().split('\n')
    return lines.filter((line) => line !== '').slice(-REMOVED_SHOWN).reverse().map((line) => JSON.parse(line) as Removed)
  }

  async retain(now: number, held: ReadonlySet<string>): Promise<Removed[]> {
    await this.settle()
    return this.#alone(async () => {
      const out: Removed[] = []
      for (const segment of this.#catalog.all()) {
        const done = await this.#retainOne(segment, now, held)
        if (done !== null) {
          out.push(done)
        }
      }
      return out
    })
  }

  async #retainOne(segment: Segment, now: number, held: ReadonlySet<string>): Promise<Removed | null> {
    const { day, retention, rows, everyS, exempt } = segment.head
    const due = dueOf(day, RETENTION[retention], now)
    if (due === null) {
      return null
    }
    const index = await this.#catalog.index(segment)
    if (index === null && held.size > 0) {
      // Nobody can tell who is in it: what may be held is not taken away.
      return null
    }
    const here = index === null ? [] : [...new Set(index.identities.map((one) => one.subject))].filter((one) => held.has(one))
    const everyWanted = due === 'remove' ? null : due.everyS
    const doneBefore = everyWanted === null ? everyS === -1 : everyS >= everyWanted || everyS === -1
    if (doneBefore && exempt.every((one) => held.has(one))) {
      return null
    }
    const said = (positions: number): Removed => ({ day, retention, what: everyWanted === null ? 'removed' : 'thinned', positions, everyS: everyWanted, at: now })
    if (everyWanted === null && here.length === 0) {
      this.#note(said(rows))
      await this.#catalog.drop([segment])
      return said(rows)
    }
    if (this.#catalog.isDamaged(segment)) {
      // It stays as it is until it is due to go as a whole: what can still be read of it is not risked.
      return null
    }
    const number = this.#number()
    const made = await this.#workshop.do({ do: 'merge', folder: this.#folder, number, files: [segment.file], everyS: everyWanted, exempt: here }).catch((error: unknown) => {
      this.#fail(error)
      return null
    })
    if (made === null) {
      return null
    }
    if (made.damaged !== null) {
      this.#catalog.damage(made.damaged)
      return null
    }
    try {
      this.#note(said(made.dropped))
    } catch (error) {
      made.files.forEach(dropDraft)
      throw error
    }
    made.files.forEach(finishSegment)
    await this.#catalog.swap(made.files, [segment])
    return made.dropped === 0 ? null : said(made.dropped)
  }

  /** Written down before it is done: better said twice than never. */
  #note(one: Removed): void {
    if (one.positions > 0) {
      appendSecret(path.join(this.#folder, REMOVED_FILE), `${JSON.stringify(one)}\n`)
    }
  }

  close(): Promise<void> {
    this.#closed ??= (async () => {
      clearInterval(this.#timer)
      await this.#committer.close()
      await this.#work.catch(() => {})
      await this.#workshop.close()
      await this.#catalog.close()
      dropLock(this.#folder)
    })()
    return this.#closed
  }

  #number(): number {
    this.#next += 1
    return this.#next - 1
  }

  #afterCommit(): void {
    this.#activeSince = Math.min(this.#activeSince, this.#clock())
    if (this.#active.count >= this.#sealRows) {
      this.#turn()
      void this.#seal().catch(() => {})
    }
  }

  /** From now on another memory is in use. */
  #turn(): void {
    if (this.#active.count > 0) {
      this.#active = new Memory(this.#number())
      this.#memories.push(this.#active)
      this.#activeSince = Infinity
    }
  }

  #look(): void {
    const now = this.#clock()
    if (now - this.#activeSince >= SEAL_AFTER_MS) {
      void this.#committer.between(() => this.#turn())
    }
    if (this.#memories.length > 1 && now - this.#failedAt >= AGAIN_MS) {
      void this.#seal().catch(() => {})
    }
  }

  #alone<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#work.catch(() => {}).then(work)
    this.#work = mine
    return mine
  }

  /** Put what is no longer in use into segments, then merge the days that have many. */
  #seal(): Promise<void> {
    return this.#alone(async () => {
      const days = new Set<string>()
      for (let memory = this.#memories[0]; memory !== undefined && memory !== this.#active; memory = this.#memories[0]) {
        await this.#sealOne(memory, days)
      }
      for (const day of days) {
        await this.#mergeDay(day)
      }
      this.#failure = null
    }).catch((error: unknown) => {
      this.#fail(error)
      throw error
    })
  }

  #fail(error: unknown): void {
    this.#failure = (error as Error).message
    this.#failedAt = this.#clock()
    this.#warn({ err: error }, 'positions could not be put into pages; they stay in the log')
  }

  async #sealOne(memory: Memory, days: Set<string>): Promise<void> {
    const made = memory.count === 0 ? [] : (await this.#workshop.do({ do: 'seal', folder: this.#folder, number: memory.number, rows: memory.rows, count: memory.count, identities: namesJson(memory.identities) })).files
    await this.#catalog.swap(made, [], () => void this.#memories.splice(this.#memories.indexOf(memory), 1))
    made.forEach((file) => days.add(path.basename(path.dirname(file))))
    // Oldest first, one after another: what stands in a later one may stand in the segments of the first.
    for (const log of memory.logs) {
      // Taking a large file off the disk takes its time, which nobody has to wait for.
      await rm(log, { force: true })
      await syncedDir(this.#logs)
    }
  }

  async #mergeDay(day: string): Promise<void> {
    const small = new Map<string, Segment[]>()
    for (const segment of this.#catalog.all()) {
      const { head } = segment
      if (head.day === day && head.rows < LARGE_ROWS && !this.#catalog.isDamaged(segment)) {
        small.set(head.retention, [...(small.get(head.retention) ?? []), segment])
      }
    }
    for (const group of small.values()) {
      if (group.length < MERGE_AT) {
        continue
      }
      const chosen: Segment[] = []
      let rows = 0
      for (const segment of group.sort((a, b) => a.head.rows - b.head.rows)) {
        if (rows + segment.head.rows > MERGED_ROWS) {
          break
        }
        rows += segment.head.rows
        chosen.push(segment)
      }
      const made = await this.#workshop.do({ do: 'merge', folder: this.#folder, number: this.#number(), files: chosen.map((one) => one.file), everyS: 0, exempt: [] })
      if (made.damaged !== null) {
        this.#catalog.damage(made.damaged)
      } else {
        await this.#catalog.swap(made.files, chosen)
      }
    }
  }
}
