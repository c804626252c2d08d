import { createReadStream } from 'node:fs'
import { mkdir, open, rename, stat } from 'node:fs/promises'
import path from 'node:path'
import { createInterface } from 'node:readline'
import type { FixSource, SubjectFacts } from '../../../../core/fix.ts'
import { LONGEST_NAME } from '../../shared/pipeline/names.ts'

/** Last known place of one identity, as it is kept over a restart. `feed` is null where its thing is a track. */
export type LastKnown = {
  subject: string
  feed: string | null
  at: number
  receivedAt: number
  lon: number
  lat: number
  altM: number | null
  speedMs: number | null
  courseDeg: number | null
  accuracyM: number | null
  source: FixSource
  sos: boolean
  facts: SubjectFacts | null
}

const FIRST_LINE = '{"vigie":"last known positions","form":1}'
/** Lines between which other work gets its turn. */
const A_TURN = 2_000

/** Last known places beside the history, so that a restart shows at once what was shown. One line each, whole or not at all. */
export class HeadsFile {
  readonly #file: string

  constructor(dataDir: string) {
    this.#file = path.join(dataDir, 'tracks', 'last-known.ndjson')
  }

  async write(rows: Iterable<LastKnown>): Promise<void> {
    await mkdir(path.dirname(this.#file), { recursive: true, mode: 0o700 })
    const draft = `${this.#file}.${process.pid}.new`
    const handle = await open(draft, 'w', 0o600)
    try {
      let lines = [FIRST_LINE]
      for (const row of rows) {
        lines.push(JSON.stringify(row))
        if (lines.length >= A_TURN) {
          await handle.write(`${lines.join('\n')}\n`)
          lines = []
        }
      }
      lines.push('')
      await handle.write(lines.join('\n'))
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(draft, this.#file)
  }

  /** Epoch ms it was written; null when it never was. */
  async writtenAt(): Promise<number | null> {
    const found = await stat(this.#file).catch(() => null)
    return found && Math.floor(found.mtimeMs)
  }

  /** What was written, line by line; a line that cannot be read is left out, history has it. Empty when there is none. */
  async *read(): AsyncIterable<LastKnown> {
    if ((await this.writtenAt()) === null) {
      return
    }
    const lines = createInterface({ input: createReadStream(this.#file, 'utf8'), crlfDelay: Infinity })
    let first = true
    for await (const line of lines) {
      if (first && line !== FIRST_LINE) {
        return
      }
      const row = first ? null : readRow(line)
      first = false
      if (row) {
        yield row
      }
    }
  }
}

function readRow(line: string): LastKnown | null {
  try {
    const row = JSON.parse(line) as LastKnown
    return typeof row.subject === 'string' && row.subject.length <= LONGEST_NAME && Number.isFinite(row.lon) && Number.isFinite(row.lat) && Number.isFinite(row.at) && Number.isFinite(row.receivedAt) ? row : null
  } catch {
    return null
  }
}
