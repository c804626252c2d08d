import type { AreaTree } from '../../core/area.ts'
import type { Kind } from '../../core/kind.ts'
import type { Reader } from '../../core/policy.ts'
import type { Query } from '../../core/query.ts'
import type { VigieRecord } from '../../core/record.ts'
import { Columns, type Selected } from './columns/columns.ts'
import type { Db } from './db.ts'
import type { Facets, Points } from './face.ts'

/** Records read at once while filling; small enough that requests are answered in between. */
const PORTION = 200

/**
 * The columns in memory and whether they may be asked. After opening they fill in the background, and
 * until then every question they could answer goes to SQL, so the store is ready at once.
 */
export class Picture {
  readonly columns: Columns
  readonly #db: Db
  #ready = false
  /** Records that commits brought while filling: newer than anything the filling reads. */
  readonly #fresh = new Set<string>()
  #filling: Promise<void> = Promise.resolve()
  #stopped = false

  constructor(db: Db, kinds: readonly Kind[], areas: AreaTree) {
    this.#db = db
    this.columns = new Columns(kinds, areas)
  }

  /** Begin to fill; `whenReady` resolves at the end. */
  start(): void {
    this.#filling = this.#fill()
    // The failure is met by whoever waits for the picture; lists go on by SQL.
    this.#filling.catch(() => {})
  }

  /** Resolves when the picture is whole; rejects with what kept it from being filled. */
  whenReady(): Promise<void> {
    return this.#filling
  }

  /** A committed record. */
  put(record: VigieRecord): void {
    if (!this.#ready) {
      this.#fresh.add(record.id)
    }
    this.columns.put(record)
  }

  select(reader: Reader, query: Query): Selected | null {
    return this.#ready ? this.columns.select(reader, query) : null
  }

  count(reader: Reader, query: Query): number | null {
    return this.#ready ? this.columns.count(reader, query) : null
  }

  facets(reader: Reader, query: Query, names: readonly string[]): Facets | null {
    return this.#ready ? this.columns.facets(reader, query, names) : null
  }

  async points(reader: Reader, query: Query, limit: number): Promise<Points> {
    await this.#filling
    return this.columns.points(reader, query, limit)
  }

  async tile(reader: Reader, query: Query, z: number, x: number, y: number): Promise<Uint8Array> {
    await this.#filling
    return this.columns.tile(reader, query, z, x, y)
  }

  /** Stop filling; resolves when nothing is read any more. */
  async stop(): Promise<void> {
    this.#stopped = true
    await this.#filling.catch(() => {})
  }

  async #fill(): Promise<void> {
    let num = 0
    while (!this.#stopped) {
      const rows = await this.#db.all<{ num: number; id: string; snapshot: string }>('select num, id, snapshot from records where num > ? order by num limit ?', [num, PORTION])
      for (const row of rows) {
        if (!this.#fresh.has(row.id)) {
          this.columns.put(JSON.parse(row.snapshot) as VigieRecord)
        }
        num = row.num
      }
      if (rows.length < PORTION) {
        break
      }
      await new Promise((resolve) => setImmediate(resolve))
    }
    this.#ready = !this.#stopped
    this.#fresh.clear()
  }
}
