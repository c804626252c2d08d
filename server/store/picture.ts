import type { Aggregate, AggregateSpec } from '../../core/aggregate.ts'
import type { AreaTree } from '../../core/area.ts'
import type { Kind } from '../../core/kind.ts'
import type { Reader } from '../../core/policy.ts'
import type { Query } from '../../core/query.ts'
import type { Derived } from '../../core/match.ts'
import type { VigieRecord } from '../../core/record.ts'
import { Columns, type Extent, type Selected } from './columns/columns.ts'
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
  /** Kinds that changed and are being taken in again. */
  readonly #partial = new Map<string, number>()
  /** Records that commits brought while filling: newer than anything the filling reads. */
  readonly #fresh = new Set<string>()
  #filling: Promise<void> = Promise.resolve()
  #begun = false
  #stopped = false

  constructor(db: Db, kinds: readonly Kind[], areas: AreaTree) {
    this.#db = db
    this.columns = new Columns(kinds, areas)
  }

  /** Begin to fill, once; `whenReady` resolves at the end. */
  start(): void {
    if (this.#begun || this.#stopped) {
      return
    }
    this.#begun = true
    this.#filling = this.#fill()
    // The failure is met by whoever waits for the picture; lists go on by SQL.
    this.#filling.catch(() => {})
  }

  /** Resolves when the picture is whole, which is begun if nobody did; rejects with what kept it from being filled. */
  whenReady(): Promise<void> {
    this.start()
    return this.#filling
  }

  /** A committed record. */
  put(record: VigieRecord, restated = false, derived?: Derived): void {
    if (!this.#ready || this.#partial.size > 0) {
      this.#fresh.add(record.id)
    }
    this.columns.put(record, restated, derived)
  }

  select(reader: Reader, query: Query): Selected | null {
    return this.whole(query) ? this.columns.select(reader, query) : null
  }

  window(reader: Reader, query: Query, offset: number): Omit<Selected, 'next'> | null {
    return this.whole(query) ? this.columns.window(reader, query, offset) : null
  }

  extent(reader: Reader, query: Query): Extent | null {
    return this.whole(query) ? this.columns.extent(reader, query) : null
  }

  /** Ids of all a query holds for, in no order. */
  ids(reader: Reader, query: Query): string[] | null {
    return this.whole(query) ? this.columns.ids(reader, query) : null
  }

  changedSince(reader: Reader, query: Query, since: number): number | null {
    return this.whole(query) ? this.columns.changedSince(reader, query, since) : null
  }

  count(reader: Reader, query: Query): number | null {
    return this.whole(query) ? this.columns.count(reader, query) : null
  }

  facets(reader: Reader, query: Query, names: readonly string[], zone?: string): Facets | null {
    return this.whole(query) ? this.columns.facets(reader, query, names, zone) : null
  }

  async aggregate(reader: Reader, query: Query, spec: AggregateSpec): Promise<Aggregate> {
    await this.whenReady()
    return this.columns.aggregate(reader, query, spec)
  }

  async cell(reader: Reader, query: Query, spec: AggregateSpec, keys: readonly string[]): Promise<Selected> {
    await this.whenReady()
    return this.columns.cell(reader, query, spec, keys)
  }

  async points(reader: Reader, query: Query, limit: number): Promise<Points> {
    await this.whenReady()
    return this.columns.points(reader, query, limit)
  }

  async tile(reader: Reader, query: Query, z: number, x: number, y: number): Promise<Uint8Array> {
    await this.whenReady()
    return this.columns.tile(reader, query, z, x, y)
  }

  /** A kind is new or has changed: its records are taken in again, in the background. */
  setKind(kind: Kind): void {
    this.columns.setKind(kind)
    if (!this.#begun) {
      return
    }
    this.#partial.set(kind.name, (this.#partial.get(kind.name) ?? 0) + 1)
    this.#filling = this.#filling.then(() => this.#take('kind = ? and num > ?', [kind.name])).finally(() => {
      const left = (this.#partial.get(kind.name) ?? 1) - 1
      if (left > 0) {
        this.#partial.set(kind.name, left)
      } else {
        this.#partial.delete(kind.name)
      }
      if (this.#partial.size === 0) {
        this.#fresh.clear()
      }
    })
    this.#filling.catch(() => {})
  }

  /** Can a question be answered from memory now? */
  whole(query: Query): boolean {
    return this.#ready && !this.#partial.has(query.kind)
  }

  /** Stop filling; resolves when nothing is read any more. */
  async stop(): Promise<void> {
    this.#stopped = true
    await this.#filling.catch(() => {})
  }

  async #fill(): Promise<void> {
    await this.#take('num > ?', [])
    this.#ready = !this.#stopped
    if (this.#partial.size === 0) {
      this.#fresh.clear()
    }
  }

  async #take(where: string, params: readonly string[]): Promise<void> {
    let num = 0
    while (!this.#stopped) {
      const rows = await this.#db.all<{ num: number; id: string; snapshot: string }>(`select num, id, snapshot from records where ${where} order by num limit ?`, [...params, num, PORTION])
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
  }
}
