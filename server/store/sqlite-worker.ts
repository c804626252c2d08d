import { parentPort, workerData } from 'node:worker_threads'
import { sqliteCode } from './sqlite.ts'
import { openWriter, perform, type Asked } from './sqlite-writer.ts'

/** What the main thread asks of the writing thread, and the answer. */
export type Ask = Asked & { id: number }
export type Answer = { id: number; value: 'written' | 'stale' | null; error: { message: string; code: number | null } | null }

const port = parentPort
if (!port) {
  throw new Error('sqlite-worker.ts runs as a worker thread only')
}
const writer = openWriter((workerData as { file: string }).file)

port.on('message', (ask: Ask) => {
  let answer: Answer
  try {
    answer = { id: ask.id, value: perform(writer, ask), error: null }
  } catch (error) {
    answer = { id: ask.id, value: null, error: { message: error instanceof Error ? error.message : String(error), code: sqliteCode(error) } }
  }
  port.postMessage(answer)
  if (ask.do === 'close') {
    port.close()
  }
})
