import { parentPort } from 'node:worker_threads'
import { perform, type Job, type JobDone } from './workshop-jobs.ts'

export type Ask = { id: number; job: Job }
export type Answer = { id: number; done: JobDone | null; error: { message: string; code: string | null } | null }

const port = parentPort
if (!port) {
  throw new Error('workshop-worker.ts runs as a worker thread only')
}
port.on('message', ({ id, job }: Ask) => {
  perform(job).then(
    (done) => port.postMessage({ id, done, error: null } satisfies Answer),
    (error: unknown) => port.postMessage({ id, done: null, error: { message: error instanceof Error ? error.message : String(error), code: (error as { code?: string }).code ?? null } } satisfies Answer),
  )
})
