import { Worker } from 'node:worker_threads'
import type { GraphParts } from '../../../../analysis/roads/graph.ts'
import type { RoadGrid } from '../../../../analysis/roads/snap.ts'
import { refuseField } from '../../../../core/problem.ts'
import type { Feature } from '../../../../formats/geojson.ts'

/** What a thread beside the node is asked: to read a file, to take features of a GeoPackage, or to make networks into one graph. */
export type RoadAsk =
  | { do: 'read'; name: string; bytes: Uint8Array }
  | { do: 'features'; features: Feature[] }
  | { do: 'build'; networks: { packed: boolean; bytes: Uint8Array }[] }
/** What a file of roads holds. `biggest`: which part of all metres the largest connected piece has. */
export type RoadFileFacts = { roads: number; km: number; left: number; unclassed: number; pieces: number; biggest: number }
export type RoadAnswer = { refused: string } | { packed: Uint8Array<ArrayBuffer>; read: RoadFileFacts } | { graph: GraphParts; grid: RoadGrid }

/** Longest a file may take, ms. */
const LIMIT_MS = 120_000

/** One piece of work in a thread of its own, which ends with it: neither a large nor a hostile file holds the node up. Throws Problem. */
export async function inWorkshop(ask: RoadAsk): Promise<Exclude<RoadAnswer, { refused: string }>> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: ask, resourceLimits: { maxOldGenerationSizeMb: 1024 } })
  worker.unref()
  let timer: NodeJS.Timeout | undefined
  try {
    const answer = await new Promise<RoadAnswer>((resolve) => {
      timer = setTimeout(() => resolve({ refused: `reading it took longer than ${LIMIT_MS / 1000} s` }), LIMIT_MS)
      worker.once('message', resolve)
      worker.once('error', (error) => resolve({ refused: error instanceof Error ? error.message : String(error) }))
      worker.once('exit', () => resolve({ refused: 'reading it ended early; it may be too large' }))
    })
    if ('refused' in answer) {
      throw refuseField('/file', answer.refused, 'Send lines as GeoJSON, KML, GPX or GeoPackage in WGS 84')
    }
    return answer
  } finally {
    clearTimeout(timer)
    void worker.terminate()
  }
}
