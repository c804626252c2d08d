import { readlinkSync } from 'node:fs'
import { setPriority } from 'node:os'
import path from 'node:path'
import { parentPort } from 'node:worker_threads'
import { perform, type Job, type JobDone } from './workshop-jobs.ts'

export type Ask = { id: number; job: Job }
export type Answer = { id: number; done: JobDone | null; error: { message: string; code: string | null } | null }

/** Between 0, as all others, and 19: a third of the share of one of them when there is too little for all. */
const RANK = 5

const port = parentPort
if (!port) {
  throw new Error('workshop-worker.ts runs as a worker thread only')
}
yieldToOthers()
port.on('message', ({ id, job }: Ask) => {
  perform(job).then(
    (done) => port.postMessage({ id, done, error: null } satisfies Answer),
    (error: unknown) => port.postMessage({ id, done: null, error: { message: error instanceof Error ? error.message : String(error), code: (error as { code?: string }).code ?? null } } satisfies Answer),
  )
})

/** Making pages can wait for a moment, whoever brings positions or asks for them cannot. Only on Linux has each thread a rank of its own. */
function yieldToOthers(): void {
  if (process.platform === 'linux') {
    try {
      setPriority(Number(path.basename(readlinkSync('/proc/thread-self'))), RANK)
    } catch {
      // Where that may not be said it goes on as it is.
    }
  }
}
