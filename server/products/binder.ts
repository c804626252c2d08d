import type { Aggregate, AggregateRow, AggregateSpec } from '../../core/aggregate.ts'
import { combineHandling, type Handling } from '../../core/handling.ts'
import type { JsonObject } from '../../core/json.ts'
import type { Reader } from '../../core/policy.ts'
import { MOST_NAMED, type Fact, type Piece } from '../../core/product.ts'
import type { Query } from '../../core/query.ts'
import type { VigieRecord } from '../../core/record.ts'
import type { Store } from '../store/face.ts'

/** What one reading gave: records seen by the readers of the product, and how many there are. */
export type Read = { query: Query; items: VigieRecord[]; total: number }

/**
 * The reading hand of a section: every read goes through the store with the eyes of the product's readers, every value it
 * hands out is bound to what was read, and the handling of all that was read is kept.
 */
export class Binder {
  readonly facts: Fact[] = []
  readonly #store: Store
  readonly #reader: Reader
  readonly #parts: Handling[] = []

  constructor(store: Store, reader: Reader) {
    this.#store = store
    this.#reader = reader
  }

  /** Highest of everything read so far; open to the organisation of the readers when nothing was. */
  handling(owner: string): Handling {
    return combineHandling([this.#floor(), ...this.#parts], owner)
  }

  /** Records of a query, at most `limit`, with how many there are. */
  async records(query: Query, limit: number): Promise<Read> {
    const items: VigieRecord[] = []
    let cursor: string | undefined
    let total = 0
    do {
      const page = await this.#store.list(this.#reader, { ...query, limit: Math.min(limit - items.length, 1000), ...(cursor === undefined ? {} : { cursor }) })
      items.push(...page.items.map((seen) => seen.record))
      total = page.total
      cursor = page.next ?? undefined
    } while (cursor !== undefined && items.length < limit)
    items.forEach((record) => this.#parts.push(record.handling))
    return { query, items, total }
  }

  /** One record, or null where the readers may not see it. */
  async one(id: string): Promise<VigieRecord | null> {
    const seen = await this.#store.get(this.#reader, id)
    if (seen) {
      this.#parts.push(seen.record.handling)
    }
    return seen?.record ?? null
  }

  /** Counts by one or two dimensions. */
  async aggregate(query: Query, spec: AggregateSpec): Promise<Aggregate> {
    const found = await this.#store.aggregate(this.#reader, query, spec)
    this.#parts.push({ ...this.#floor(), ...found.handling })
    return found
  }

  /** How many records a query has, as a bound value. */
  async count(id: string, query: Query, show: (n: number) => string): Promise<{ n: number; piece: Piece }> {
    const { total } = await this.aggregate(query, { by: ['workflow'] })
    return { n: total, piece: this.fact(id, show(total), { kind: query.kind, total, records: [], query }) }
  }

  /** A value made of records. */
  of(id: string, value: string, records: readonly Pick<VigieRecord, 'id' | 'kind' | 'version'>[], kind = records[0]?.kind ?? ''): Piece {
    return this.fact(id, value, { kind, total: records.length, records: records.slice(0, MOST_NAMED).map((record) => ({ id: record.id, version: record.version })) })
  }

  /** A value that is a cell of an aggregate. */
  cell(id: string, value: string, query: Query, spec: AggregateSpec, row: AggregateRow): Piece {
    const cell = { by: [...spec.by], keys: row.keys, ...(spec.measure === undefined ? {} : { measure: spec.measure }) }
    return this.fact(id, value, { kind: query.kind, total: row.count ?? 0, records: [], query, cell })
  }

  fact(id: string, value: string, made: Omit<Fact, 'id' | 'value' | 'query'> & { query?: Query }): Piece {
    const { query, ...rest } = made
    // A value said twice in one section is one fact.
    if (!this.facts.some((one) => one.id === id)) {
      this.facts.push({ id, value: value.slice(0, 2000), ...rest, ...(query ? { query: query as unknown as JsonObject } : {}) })
    }
    return { fact: id, text: value.slice(0, 2000) }
  }

  /** What may be said without having read anything: open to those it is made for. */
  #floor(): Handling {
    return { level: 'U', compartments: [], owner: this.#reader.org, releasableTo: [this.#reader.org], caveats: [] }
  }
}
