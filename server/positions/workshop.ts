import { Worker } from 'node:worker_threads'
import type { Answer, Ask } from './workshop-worker.ts'
import type { Job, JobDone } from './workshop-jobs.ts'

/** The thread is given back after so long without work: an idle node is small. */
const IDLE_MS = 20_000

/** Seals, merges and thins segments in a thread of its own, one job after another. */
export class Workshop {
  #worker: Worker | null = null
  #queue: Promise<unknown> = Promise.resolve()
  #idle: NodeJS.Timeout | null = null
  #jobs = 0

  /** Rejects with an Error that says why the job could not be done. */
  do(job: Job): Promise<JobDone> {
    const mine = this.#queue.then(() => this.#perform(job))
    this.#queue = mine.catch(() => {})
    return mine
  }

  async close(): Promise<void> {
    await this.#queue
    await this.#stop()
  }

  async #perform(job: Job): Promise<JobDone> {
    if (this.#idle !== null) {
      clearTimeout(this.#idle)
    }
    this.#jobs += 1
    const id = this.#jobs
    const worker = (this.#worker ??= new Worker(new URL('./workshop-worker.ts', import.meta.url)))
    try {
      const answer = await new Promise<Answer>((resolve, reject) => {
        const fail = (why: unknown): void => {
          this.#worker = null
          reject(why instanceof Error ? why : new Error(`the thread that makes segments has stopped (${String(why)})`))
        }
        worker.once('error', fail)
        worker.once('exit', fail)
        worker.once('message', (message: Answer) => {
          worker.off('error', fail)
          worker.off('exit', fail)
          resolve(message)
        })
        worker.ref()
        worker.postMessage({ id, job } satisfies Ask)
      })
      if (answer.error !== null) {
        throw Object.assign(new Error(answer.error.message), { code: answer.error.code })
      }
      return answer.done ?? { files: [], dropped: 0, damaged: null }
    } finally {
      worker.unref()
      this.#idle = setTimeout(() => void this.#stop(), IDLE_MS)
      this.#idle.unref()
    }
  }

  async #stop(): Promise<void> {
    if (this.#idle !== null) {
      clearTimeout(this.#idle)
    }
    const worker = this.#worker
    this.#worker = null
    await worker?.terminate()
  }
}
