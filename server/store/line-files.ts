import { Worker } from 'node:worker_threads'
import type { Feature } from '../../formats/geojson.ts'

/** Longest a file made by others may take, ms. */
const LIMIT_MS = 120_000

/** Lines of a GeoPackage with their columns as properties, or why it is refused. */
export type LineFile = { features: Feature[]; refused: string | null }

/** Read the lines of a GeoPackage, in a thread of its own that ends with it. */
export async function readLineFile(file: string): Promise<LineFile> {
  const worker = new Worker(new URL('./line-files-worker.ts', import.meta.url), { workerData: file, resourceLimits: { maxOldGenerationSizeMb: 1024 } })
  worker.unref()
  let timer: NodeJS.Timeout | undefined
  try {
    return await new Promise<LineFile>((resolve) => {
      const refuse = (why: string): void => resolve({ features: [], refused: why })
      timer = setTimeout(() => refuse(`the file did not answer within ${LIMIT_MS / 1000} s`), LIMIT_MS)
      worker.once('message', resolve)
      worker.once('error', (error) => refuse(`the file cannot be read (${error instanceof Error ? error.message : String(error)})`))
      worker.once('exit', () => refuse('the file cannot be read'))
    })
  } finally {
    clearTimeout(timer)
    void worker.terminate()
  }
}
