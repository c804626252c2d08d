import type { AreaTree } from '../../../core/area.ts'
import { canonical } from '../../../core/json.ts'
import type { Kind } from '../../../core/kind.ts'
import { normalizeQuery } from '../../../core/match.ts'
import type { Reader } from '../../../core/policy.ts'
import { Problem } from '../../../core/problem.ts'
import type { Query } from '../../../core/query.ts'
import type { VigieRecord } from '../../../core/record.ts'
import type { Facets, Points } from '../face.ts'
import { readerKey } from './access.ts'
import { evaluate } from './evaluate.ts'
import { needFacet, tally, without } from './facets.ts'
import { Lru } from './lru.ts'
import { pageOf } from './page.ts'
import { pointsOf } from './points.ts'
import { Table } from './table.ts'

/** A page of ids in order; `total` counts every record the reader may see that the query holds for. */
export type Selected = { total: number; ids: string[]; next: string | null }

const KEPT_HITS = 16

/**
 * The picture in memory: what lists, maps, facets and counts are answered from. It is fed with whole records after
 * each commit and knows nothing of the database. Every question takes a reader and is answered with what that reader
 * may see; the answers equal core/match.ts joined with core/policy.ts.
 */
export class Columns {
  readonly #tables = new Map<string, Table>()
  readonly #hits = new Lru<Uint32Array>(KEPT_HITS)
  #areas: AreaTree
  #position = 0

  constructor(kinds: readonly Kind[], areas: AreaTree) {
    this.#areas = areas
    for (const kind of kinds) {
      this.#tables.set(kind.name, new Table(kind))
    }
  }

  /** Counts changes; equal positions mean equal answers. */
  get position(): number {
    return this.#position
  }

  /** Take in a record, new or changed. Throws Problem `invalid-input` for an unknown kind. */
  put(record: VigieRecord): void {
    const table = this.#tables.get(record.kind)
    if (!table) {
      throw new Problem('invalid-input', `kind: "${record.kind}" is not known here. Known: ${[...this.#tables.keys()].join(', ')}`)
    }
    table.put(record)
    this.#changed()
  }

  /** A kind defined by the mission, new or changed; a changed one loses its records, which are put again. */
  setKind(kind: Kind): void {
    this.#tables.set(kind.name, new Table(kind))
    this.#changed()
  }

  /** The tree of places changed: who may read what is decided anew. */
  setAreas(areas: AreaTree): void {
    this.#areas = areas
    for (const table of this.#tables.values()) {
      table.readable.clear()
    }
    this.#changed()
  }

  /** Ids of a page, the exact total and the cursor of the next page or null. Throws Problem `invalid-query`. */
  select(reader: Reader, query: Query): Selected {
    const { table, normal } = this.#ask(query)
    const hits = this.#evaluate(reader, table, normal)
    const { slots, next } = pageOf(table, normal, hits)
    return { total: hits.length, ids: Array.from(slots, (slot) => table.ids[slot]!), next }
  }

  /** How many records the reader may see that the query holds for. */
  count(reader: Reader, query: Query): number {
    const { table, normal } = this.#ask(query)
    return this.#evaluate(reader, table, normal).length
  }

  /** Counts per value of each facet, under the query without that facet's own condition. Throws Problem `invalid-query`. */
  facets(reader: Reader, query: Query, names: readonly string[]): Facets {
    const { table, normal } = this.#ask(query)
    const out: Facets = {}
    for (const name of names) {
      needFacet(table.kind, name)
      out[name] = tally(table, name, this.#evaluate(reader, table, without(normal, name)))
    }
    return out
  }

  /** Points for maps, at most `limit`, the worst first (points.ts). */
  points(reader: Reader, query: Query, limit: number): Points {
    const { table, normal } = this.#ask(query)
    return pointsOf(table, this.#evaluate(reader, table, normal), limit)
  }

  /** Records living and slots held, and bytes, by kind. */
  memory(): { kind: string; records: number; slots: number; columns: number; postings: number }[] {
    return [...this.#tables].map(([kind, table]) => ({ kind, records: table.size - table.dead, slots: table.size, ...table.memory() }))
  }

  #ask(query: Query): { table: Table; normal: Query } {
    const table = this.#tables.get(query.kind)
    if (!table) {
      const fix = `Use one of: ${[...this.#tables.keys()].join(', ')}`
      throw new Problem('invalid-query', `kind: "${query.kind}" is not known. ${fix}`, { fields: [{ path: '/kind', problem: 'is not known', fix }] })
    }
    return { table, normal: normalizeQuery(query, table.kind) }
  }

  #evaluate(reader: Reader, table: Table, normal: Query): Uint32Array {
    const who = readerKey(reader)
    const key = `${who} ${canonical({ ...normal, sort: undefined, limit: undefined, cursor: undefined })}`
    const known = this.#hits.get(key)
    if (known) {
      return known
    }
    const hits = evaluate(table, normal, table.readable.table(reader, who, this.#areas), this.#areas)
    this.#hits.set(key, hits)
    return hits
  }

  #changed(): void {
    this.#position += 1
    this.#hits.clear()
  }
}
