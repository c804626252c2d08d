import { parentPort, workerData } from 'node:worker_threads'
import type { Plan, Statement } from './db.ts'
import { sqliteCode } from './sqlite.ts'
import { openWriter } from './sqlite-writer.ts'

/** What the main thread asks of the writing thread, and the answer. */
export type Ask = { id: number } & ({ do: 'write'; plan: Plan } | { do: 'run'; statements: readonly Statement[] } | { do: 'copy'; file: string } | { do: 'checkpoint' } | { do: 'close' })
export type Answer = { id: number; value: 'written' | 'stale' | null; error: { message: string; code: number | null } | null }

const port = parentPort
if (!port) {
  throw new Error('sqlite-worker.ts runs as a worker thread only')
}
const writer = openWriter((workerData as { file: string }).file)

port.on('message', (ask: Ask) => {
  let answer: Answer
  try {
    answer = { id: ask.id, value: work(ask), error: null }
  } catch (error) {
    answer = { id: ask.id, value: null, error: { message: error instanceof Error ? error.message : String(error), code: sqliteCode(error) } }
  }
  port.postMessage(answer)
  if (ask.do === 'close') {
    port.close()
  }
})

function work(ask: Ask): 'written' | 'stale' | null {
  switch (ask.do) {
    case 'write':
      return writer.write(ask.plan)
    case 'run':
      writer.run(ask.statements)
      return null
    case 'copy':
      writer.copyTo(ask.file)
      return null
    case 'checkpoint':
      writer.checkpoint()
      return null
    case 'close':
      writer.close()
      return null
  }
}
