import { statSync } from 'node:fs'
import { parentPort } from 'node:worker_threads'
import { connectForeign, type Connection } from './sqlite.ts'
import { FileRefused, openTileTables, type TableFacts, type TileTables } from './tile-tables.ts'

/** What is asked of the thread that reads files made by others. */
export type TileAsk = { id: number; do: 'open' | 'tile' | 'close'; file: string; type: 'mbtiles' | 'gpkg'; z: number; x: number; y: number }
export type TileAnswer = { id: number; facts: TableFacts | null; tile: Uint8Array | null; refused: { reason: string; message: string } | null }

const port = parentPort
if (!port) {
  throw new Error('tile-files-worker.ts runs as a worker thread only')
}
/** Files open at once; the one asked longest ago is closed first. */
const MAX_OPEN = 8
const open = new Map<string, { db: Connection; tables: TileTables }>()

port.on('message', (ask: TileAsk) => {
  const answer: TileAnswer = { id: ask.id, facts: null, tile: null, refused: null }
  try {
    if (ask.do === 'close' || ask.do === 'open') {
      drop(ask.file)
    }
    if (ask.do !== 'close') {
      const { tables } = tablesOf(ask)
      answer.facts = ask.do === 'open' ? tables.facts : null
      answer.tile = ask.do === 'tile' ? tables.tile(ask.z, ask.x, ask.y) : null
    }
  } catch (error) {
    answer.refused = error instanceof FileRefused ? { reason: error.reason, message: error.message } : { reason: 'damaged', message: `the file cannot be read (${error instanceof Error ? error.message : String(error)})` }
  }
  port.postMessage(answer)
})

function tablesOf(ask: TileAsk): { db: Connection; tables: TileTables } {
  const known = open.get(ask.file)
  if (known) {
    open.delete(ask.file)
    open.set(ask.file, known)
    return known
  }
  const bytes = statSync(ask.file).size
  const db = connectForeign(ask.file)
  try {
    const made = { db, tables: openTileTables(db, ask.type, bytes) }
    const [oldest] = open.keys()
    if (open.size >= MAX_OPEN && oldest !== undefined) {
      drop(oldest)
    }
    open.set(ask.file, made)
    return made
  } catch (error) {
    db.close()
    throw error
  }
}

function drop(file: string): void {
  open.get(file)?.db.close()
  open.delete(file)
}
