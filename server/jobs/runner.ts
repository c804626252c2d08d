import { rm } from 'node:fs/promises'
import type { FastifyBaseLogger } from 'fastify'
import { Problem } from '../../core/problem.ts'

/** How long a finished job can still be asked about. */
const KEEP_MS = 24 * 3_600_000
const MAX_PER_USER = 4
/** Exports made at once, of one person and of all: more would only make each other and everything else slow. */
const EXPORTS_EACH = 1
const EXPORTS_AT_ONCE = 2
const MAX_WAITING = 12
/** Ended jobs of one person that are kept, with the files they left: the oldest go, so that exports do not fill the disk. */
const KEPT_PER_USER = 30

export type Progress = { done: number; total: number }
export type Job = {
  id: string
  owner: string
  name: string
  state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled'
  progress: Progress
  startedAt: number
  endedAt: number | null
  result: unknown
  problem: Problem | null
  /** Files the job leaves to fetch, by name: absolute paths. */
  files: { [name: string]: string }
  /** Whose rights those files were made with, where they hold what not everybody may read. */
  rights: { [name: string]: string }
}

/** Exports that are made before one that waits: of the same person, and of others at most. */
export type WaitsFor = { own: number; others: number }

/** What a job's work may use: tell how far it is, and stop when asked to. */
export type JobControl = { signal: AbortSignal; progress(done: number, total: number): void; offer(name: string, file: string, rights?: string): void }

type Work = (control: JobControl) => Promise<unknown>
type Held = { job: Job; abort: AbortController; work: Work; ended: Promise<void>; end(): void }

/** Longer work inside this process, with progress, that can be cancelled. */
export class JobRunner {
  readonly #jobs = new Map<string, Held>()
  readonly #log: FastifyBaseLogger
  readonly #clock: () => number
  #closed = false

  constructor(log: FastifyBaseLogger, clock: () => number) {
    this.#log = log
    this.#clock = clock
  }

  /** Begin work; answers at once. Throws Problem `too-many-requests` when this person has several running. */
  start(id: string, owner: string, name: string, work: Work): Job {
    this.#forget()
    if (this.#count((job) => job.owner === owner && job.state === 'running' && job.name !== 'export') >= MAX_PER_USER) {
      throw new Problem('too-many-requests', `${MAX_PER_USER} of your jobs are running; wait for one to end`, { extra: { retryAfter: 10 } })
    }
    const held = this.#hold(id, owner, name, work)
    this.#begin(held)
    return held.job
  }

  /** Work that is done in its turn, an export: `waitsFor` says what is before it. Throws Problem `too-many-requests` when very many wait. */
  queue(id: string, owner: string, work: Work): Job {
    this.#forget()
    if (this.#count((job) => job.owner === owner && job.state === 'waiting') >= MAX_WAITING) {
      throw new Problem('too-many-requests', `${MAX_WAITING} of your exports wait already; wait for one to end, or stop one`, { extra: { retryAfter: 10 } })
    }
    const { job } = this.#hold(id, owner, 'export', work)
    this.#next()
    return job
  }

  /** What a job that waits is waiting for; null when it does not. */
  waitsFor(job: Job): WaitsFor | null {
    if (job.state !== 'waiting') {
      return null
    }
    const all = [...this.#jobs.values()].map((held) => held.job)
    const before = all.slice(0, all.indexOf(job)).filter((one) => one.name === 'export' && (one.state === 'running' || one.state === 'waiting'))
    const own = before.filter((one) => one.owner === job.owner).length
    return { own, others: before.length - own }
  }

  #hold(id: string, owner: string, name: string, work: Work): Held {
    const job: Job = { id, owner, name, state: 'waiting', progress: { done: 0, total: 0 }, startedAt: this.#clock(), endedAt: null, result: null, problem: null, files: {}, rights: {} }
    const { promise, resolve } = Promise.withResolvers<void>()
    const held = { job, abort: new AbortController(), work, ended: promise, end: resolve }
    this.#jobs.set(id, held)
    return held
  }

  #count(fits: (job: Job) => boolean): number {
    return [...this.#jobs.values()].filter(({ job }) => fits(job)).length
  }

  /** Begin the exports whose turn it is, in the order in which they were asked for. */
  #next(): void {
    for (const held of this.#jobs.values()) {
      const running = (owner?: string): number => this.#count((job) => job.name === 'export' && job.state === 'running' && (owner === undefined || job.owner === owner))
      if (held.job.state === 'waiting' && !this.#closed && running() < EXPORTS_AT_ONCE && running(held.job.owner) < EXPORTS_EACH) {
        this.#begin(held)
      }
    }
  }

  #begin({ job, abort, work, end }: Held): void {
    job.state = 'running'
    const control: JobControl = {
      signal: abort.signal,
      progress: (done, total) => { job.progress = { done, total } },
      offer: (file, path, rights) => {
        job.files[file] = path
        if (rights !== undefined) {
          job.rights[file] = rights
        }
      },
    }
    void work(control).then(
      (result) => {
        job.result = result
        job.state = abort.signal.aborted ? 'cancelled' : 'done'
      },
      (error: unknown) => {
        job.state = abort.signal.aborted ? 'cancelled' : 'failed'
        job.problem = abort.signal.aborted ? null : error instanceof Problem ? error : new Problem('internal', 'the job failed on our side; it is in the log')
        if (!(error instanceof Problem) && !abort.signal.aborted) {
          this.#log.error({ err: error, job: job.id }, 'job failed')
        }
      },
    ).finally(() => {
      job.endedAt = this.#clock()
      end()
      this.#next()
    })
  }

  /** The jobs of this person that can still be asked about, newest first. */
  of(owner: string): Job[] {
    this.#forget()
    return [...this.#jobs.values()].map(({ job }) => job).filter((job) => job.owner === owner).reverse()
  }

  /** A job of this person, or null. */
  get(id: string, owner: string): Job | null {
    const found = this.#jobs.get(id)?.job
    return found && found.owner === owner ? found : null
  }

  /** Resolves when the job has ended, however. */
  async ended(id: string): Promise<void> {
    await this.#jobs.get(id)?.ended
  }

  /** Ask a job to stop, and wait until it has. */
  async cancel(id: string): Promise<void> {
    const found = this.#jobs.get(id)
    found?.abort.abort()
    if (found?.job.state === 'waiting') {
      found.job.state = 'cancelled'
      found.job.endedAt = this.#clock()
      found.end()
    }
    await found?.ended
  }

  /** Stop everything and wait. */
  async close(): Promise<void> {
    this.#closed = true
    await Promise.all([...this.#jobs.keys()].map((id) => this.cancel(id)))
    await Promise.all([...this.#jobs.values()].map(({ job }) => dropFiles(job)))
  }

  #forget(): void {
    const before = this.#clock() - KEEP_MS
    const ended = new Map<string, number>()
    for (const [id, { job }] of [...this.#jobs].reverse()) {
      if (job.endedAt === null) {
        continue
      }
      const younger = ended.get(job.owner) ?? 0
      ended.set(job.owner, younger + 1)
      if (job.endedAt < before || younger >= KEPT_PER_USER) {
        this.#jobs.delete(id)
        dropFiles(job).catch((error: unknown) => this.#log.warn({ err: error, job: id }, 'a file of an ended job could not be removed'))
      }
    }
  }
}

/** What a job left lies about no longer than the job can be asked about. */
async function dropFiles(job: Job): Promise<void> {
  await Promise.all(Object.values(job.files).map((file) => rm(file, { force: true })))
}
