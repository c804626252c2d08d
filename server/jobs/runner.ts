import { rm } from 'node:fs/promises'
import type { FastifyBaseLogger } from 'fastify'
import { Problem } from '../../core/problem.ts'

/** How long a finished job can still be asked about. */
const KEEP_MS = 24 * 3_600_000
const MAX_PER_USER = 4
/** Ended jobs of one person that are kept, with the files they left: the oldest go, so that exports do not fill the disk. */
const KEPT_PER_USER = 30

export type Progress = { done: number; total: number }
export type Job = {
  id: string
  owner: string
  name: string
  state: 'running' | 'done' | 'failed' | 'cancelled'
  progress: Progress
  startedAt: number
  endedAt: number | null
  result: unknown
  problem: Problem | null
  /** Files the job leaves to fetch, by name: absolute paths. */
  files: { [name: string]: string }
}

/** What a job's work may use: tell how far it is, and stop when asked to. */
export type JobControl = { signal: AbortSignal; progress(done: number, total: number): void; offer(name: string, file: string): void }

/** Longer work inside this process, with progress, that can be cancelled. */
export class JobRunner {
  readonly #jobs = new Map<string, { job: Job; abort: AbortController; ended: Promise<void> }>()
  readonly #log: FastifyBaseLogger
  readonly #clock: () => number

  constructor(log: FastifyBaseLogger, clock: () => number) {
    this.#log = log
    this.#clock = clock
  }

  /** Begin work; answers at once. Throws Problem `too-many-requests` when this person has several running. */
  start(id: string, owner: string, name: string, work: (control: JobControl) => Promise<unknown>): Job {
    this.#forget()
    const running = [...this.#jobs.values()].filter(({ job }) => job.owner === owner && job.state === 'running')
    if (running.length >= MAX_PER_USER) {
      throw new Problem('too-many-requests', `${MAX_PER_USER} of your jobs are running; wait for one to end`, { extra: { retryAfter: 10 } })
    }
    const abort = new AbortController()
    const job: Job = { id, owner, name, state: 'running', progress: { done: 0, total: 0 }, startedAt: this.#clock(), endedAt: null, result: null, problem: null, files: {} }
    const control: JobControl = {
      signal: abort.signal,
      progress: (done, total) => { job.progress = { done, total } },
      offer: (file, path) => { job.files[file] = path },
    }
    const ended = work(control).then(
      (result) => {
        job.result = result
        job.state = abort.signal.aborted ? 'cancelled' : 'done'
      },
      (error: unknown) => {
        job.state = abort.signal.aborted ? 'cancelled' : 'failed'
        job.problem = abort.signal.aborted ? null : error instanceof Problem ? error : new Problem('internal', 'the job failed on our side; it is in the log')
        if (!(error instanceof Problem) && !abort.signal.aborted) {
          this.#log.error({ err: error, job: id }, 'job failed')
        }
      },
    ).finally(() => { job.endedAt = this.#clock() })
    this.#jobs.set(id, { job, abort, ended })
    return job
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
    await found?.ended
  }

  /** Stop everything and wait. */
  async close(): Promise<void> {
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
        void dropFiles(job)
      }
    }
  }
}

/** What a job left lies about no longer than the job can be asked about. */
async function dropFiles(job: Job): Promise<void> {
  await Promise.all(Object.values(job.files).map((file) => rm(file, { force: true })))
}
