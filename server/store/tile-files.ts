import { Worker } from 'node:worker_threads'
import { FileRefused, type TableFacts } from './tile-tables.ts'
import type { TileAnswer, TileAsk } from './tile-files-worker.ts'

export { FileRefused, MAX_TILE_BYTES, plainText } from './tile-tables.ts'
export type { TableFacts } from './tile-tables.ts'

/** Longest a file made by others may keep the thread busy, ms: opening reads a file through once. */
const OPEN_MS = 60_000
const TILE_MS = 10_000

/**
 * Tiles in SQLite files that came from outside (MBTiles, GeoPackage), read in a thread of their own: a file that
 * keeps SQLite busy is given up with its thread and harms nothing else. The thread starts when first needed.
 */
export class TileFiles {
  #worker: Worker | null = null
  #asked = new Map<number, { settle(answer: TileAnswer | Error): void }>()
  #last = 0

  /** Check and open a file. Throws FileRefused. */
  async open(file: string, type: 'mbtiles' | 'gpkg'): Promise<TableFacts> {
    const { facts } = await this.#ask({ do: 'open', file, type, z: 0, x: 0, y: 0 }, OPEN_MS)
    if (!facts) {
      throw new FileRefused('damaged', 'the file cannot be read')
    }
    return facts
  }

  /** One tile's bytes as they lie in the file, or null. Throws FileRefused. */
  async tile(file: string, type: 'mbtiles' | 'gpkg', z: number, x: number, y: number): Promise<Uint8Array | null> {
    return (await this.#ask({ do: 'tile', file, type, z, x, y }, TILE_MS)).tile
  }

  /** Let go of a file, so that it can be replaced. */
  async release(file: string): Promise<void> {
    if (this.#worker) {
      await this.#ask({ do: 'close', file, type: 'mbtiles', z: 0, x: 0, y: 0 }, TILE_MS)
    }
  }

  async close(): Promise<void> {
    await this.#stop(new FileRefused('closing', 'the node is stopping'))
  }

  async #ask(what: Omit<TileAsk, 'id'>, limit: number): Promise<TileAnswer> {
    const id = (this.#last += 1)
    const worker = (this.#worker ??= this.#start())
    const answer = await new Promise<TileAnswer>((resolve, reject) => {
      const timer = setTimeout(() => {
        void this.#stop(new FileRefused('too-slow', `the file did not answer within ${limit / 1000} s; it may be damaged or lack an index`))
      }, limit)
      this.#asked.set(id, {
        settle: (outcome) => {
          clearTimeout(timer)
          this.#asked.delete(id)
          if (outcome instanceof Error) {
            reject(outcome)
          } else {
            resolve(outcome)
          }
        },
      })
      worker.postMessage({ id, ...what } satisfies TileAsk)
    })
    if (answer.refused) {
      throw new FileRefused(answer.refused.reason, answer.refused.message)
    }
    return answer
  }

  #start(): Worker {
    const worker = new Worker(new URL('./tile-files-worker.ts', import.meta.url), { resourceLimits: { maxOldGenerationSizeMb: 128 } })
    worker.unref()
    worker.on('message', (answer: TileAnswer) => this.#asked.get(answer.id)?.settle(answer))
    worker.on('error', (error) => { void this.#stop(new FileRefused('damaged', `reading the file failed (${error instanceof Error ? error.message : String(error)})`)) })
    return worker
  }

  async #stop(why: Error): Promise<void> {
    const worker = this.#worker
    this.#worker = null
    for (const one of Array.from(this.#asked.values())) {
      one.settle(why)
    }
    await worker?.terminate()
  }
}
