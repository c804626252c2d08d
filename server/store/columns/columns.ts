import type { AreaTree } from '../../../core/area.ts'
import { needAggregate, type Aggregate, type AggregateSpec } from '../../../core/aggregate.ts'
import { canonical } from '../../../core/json.ts'
import type { Kind } from '../../../core/kind.ts'
import { normalizeQuery, type Derived } from '../../../core/match.ts'
import type { AccessClass, Reader } from '../../../core/policy.ts'
import { Problem } from '../../../core/problem.ts'
import type { Query } from '../../../core/query.ts'
import type { VigieRecord } from '../../../core/record.ts'
import type { Facets, Points } from '../face.ts'
import { readerKey } from './access.ts'
import { aggregateOf, hitsOfCell } from './aggregate.ts'
import { evaluate } from './evaluate.ts'
import { needFacet, tally, without } from './facets.ts'
import { Lru } from './lru.ts'
import { orderOf, pageOf } from './page.ts'
import { pointsOf } from './points.ts'
import { Table } from './table.ts'
import { tileOf, type TileOptions } from './tile.ts'

/** What the records of a query are, for who may have them: by class, with the reference of one of each. */
export type Extent = { count: number; classes: { access: AccessClass; ref: string }[] }
/** A page of ids in order; `total` counts every record the reader may see that the query holds for. */
export type Selected = { total: number; ids: string[]; next: string | null }

const KEPT_HITS = 16
/** Bytes of whole orders kept: a few lists that are being scrolled. */
const KEPT_ORDER_BYTES = 8_000_000
const KEPT_TILE_BYTES = 32_000_000
const MAX_ZOOM = 20

/** The picture of one kind and the answers kept until one of its records changes. */
class OfKind {
  readonly table: Table
  readonly hits = new Lru<Uint32Array>(KEPT_HITS)
  readonly orders = new Lru<Uint32Array>(KEPT_ORDER_BYTES, (order) => order.byteLength + 500)
  readonly tiles = new Lru<Uint8Array>(KEPT_TILE_BYTES, (bytes) => bytes.length + 500)

  constructor(kind: Kind) {
    this.table = new Table(kind)
  }

  changed(): void {
    this.hits.clear()
    this.orders.clear()
    this.tiles.clear()
  }
}

/**
 * The picture in memory: what lists, maps, facets and counts are answered from. It is fed with whole records after
 * each commit and knows nothing of the database. Every question takes a reader and is answered with what that reader
 * may see; the answers equal core/match.ts joined with core/policy.ts.
 */
export class Columns {
  readonly #kinds = new Map<string, OfKind>()
  #areas: AreaTree
  #position = 0

  constructor(kinds: readonly Kind[], areas: AreaTree) {
    this.#areas = areas
    for (const kind of kinds) {
      this.#kinds.set(kind.name, new OfKind(kind))
    }
  }

  /** Counts changes; equal positions mean equal answers. */
  get position(): number {
    return this.#position
  }

  /** Take in a record, new or changed. Throws Problem `invalid-input` for an unknown kind. */
  put(record: VigieRecord, restated = false, derived?: Derived): void {
    const of = this.#kinds.get(record.kind)
    if (!of) {
      throw new Problem('invalid-input', `kind: "${record.kind}" is not known here. Known: ${[...this.#kinds.keys()].join(', ')}`)
    }
    of.table.put(record, restated, derived)
    of.changed()
    this.#position += 1
  }

  /** A kind defined by the mission, new or changed; a changed one loses its records, which are put again. */
  setKind(kind: Kind): void {
    this.#kinds.set(kind.name, new OfKind(kind))
    this.#position += 1
  }

  /** The tree of places changed: who may read what is decided anew. */
  setAreas(areas: AreaTree): void {
    this.#areas = areas
    for (const of of this.#kinds.values()) {
      of.table.readable.clear()
      of.changed()
    }
    this.#position += 1
  }

  /** Ids of a page, the exact total and the cursor of the next page or null. Throws Problem `invalid-query`. */
  select(reader: Reader, query: Query): Selected {
    const { of, table, normal } = this.#ask(query)
    const hits = this.#evaluate(reader, of, normal)
    const { slots, next } = pageOf(table, normal, hits)
    return { total: hits.length, ids: Array.from(slots, (slot) => table.ids[slot]!), next }
  }

  /** Ids from position `offset` (0 is the first) of the whole ordered result, at most the query's limit, and the exact total. */
  window(reader: Reader, query: Query, offset: number): Omit<Selected, 'next'> {
    const { of, table, normal } = this.#ask(query)
    const hits = this.#evaluate(reader, of, normal)
    const key = `${readerKey(reader, table.classes.named)} ${canonical({ ...normal, limit: undefined, cursor: undefined })}`
    let order = of.orders.get(key)
    if (!order) {
      order = orderOf(table, normal, hits)
      of.orders.set(key, order)
    }
    return { total: hits.length, ids: Array.from(order.subarray(offset, offset + (normal.limit ?? 0)), (slot) => table.ids[slot]!) }
  }

  /** Ids of all the reader may see that the query holds for, in no order. */
  ids(reader: Reader, query: Query): string[] {
    const { of, table, normal } = this.#ask(query)
    return Array.from(this.#evaluate(reader, of, normal), (slot) => table.ids[slot]!)
  }

  /** The access classes of a query's records, each with the reference of one of them, and how many records there are. */
  extent(reader: Reader, query: Query): Extent {
    const { of, table, normal } = this.#ask(query)
    const hits = this.#evaluate(reader, of, normal)
    const found = new Map<number, number>()
    for (const slot of hits) {
      found.set(table.state[slot]!, slot)
    }
    return { count: hits.length, classes: [...found].map(([code, slot]) => ({ access: table.classes.list[code]!.access, ref: table.refs[slot]! })) }
  }

  /** How many of a query's records were made or changed after an instant (epoch ms). */
  changedSince(reader: Reader, query: Query, since: number): number {
    const { of, table, normal } = this.#ask(query)
    let count = 0
    for (const slot of this.#evaluate(reader, of, normal)) {
      count += table.updated[slot]! > since ? 1 : 0
    }
    return count
  }

  /** How many records the reader may see that the query holds for. */
  count(reader: Reader, query: Query): number {
    const { of, normal } = this.#ask(query)
    return this.#evaluate(reader, of, normal).length
  }

  /** Counts per value of each facet, under the query without that facet's own condition; days in `zone`. Throws Problem `invalid-query`. */
  facets(reader: Reader, query: Query, names: readonly string[], zone = 'UTC'): Facets {
    const { of, table, normal } = this.#ask(query)
    const out: Facets = {}
    for (const name of names) {
      needFacet(table.kind, name)
      out[name] = tally(table, name, this.#evaluate(reader, of, without(normal, name)), zone)
    }
    return out
  }

  /** Records counted by one or two dimensions, exact. Throws Problem `invalid-query`. */
  aggregate(reader: Reader, query: Query, spec: AggregateSpec): Aggregate {
    const { of, table, normal } = this.#ask(query)
    needAggregate(table.kind, spec)
    return aggregateOf(table, normal, this.#evaluate(reader, of, normal), spec, this.#areas)
  }

  /** A page of the records in one cell of `aggregate`; '' as a key: those without a value, '*': with any. The total is the cell's count. */
  cell(reader: Reader, query: Query, spec: AggregateSpec, keys: readonly string[]): Selected {
    const { of, table, normal } = this.#ask(query)
    needAggregate(table.kind, spec)
    const hits = hitsOfCell(table, normal, this.#evaluate(reader, of, normal), spec, this.#areas, keys)
    const { slots, next } = pageOf(table, normal, hits)
    return { total: hits.length, ids: Array.from(slots, (slot) => table.ids[slot]!), next }
  }

  /** Points for maps, at most `limit`, the worst first (points.ts). */
  points(reader: Reader, query: Query, limit: number): Points {
    const { of, table, normal } = this.#ask(query)
    return pointsOf(table, this.#evaluate(reader, of, normal), limit)
  }

  /**
   * A vector tile of what the reader may see (tile.ts), kept until the next change and shared by readers of equal
   * rights. Throws Problem `invalid-query` for a tile that is not there.
   */
  tile(reader: Reader, query: Query, z: number, x: number, y: number, options: TileOptions = {}): Uint8Array {
    const { of, table, normal } = this.#ask(query)
    const side = 2 ** z
    if (!Number.isInteger(z) || z < 0 || z > MAX_ZOOM || ![x, y].every((n) => Number.isInteger(n) && n >= 0 && n < side)) {
      const fix = `Ask for zoom 0 to ${MAX_ZOOM} and a column and row from 0 to 2^zoom − 1`
      throw new Problem('invalid-query', `tile: ${z}/${x}/${y} is not a tile. ${fix}`, { fields: [{ path: '/tile', problem: 'is not a tile', fix }] })
    }
    const key = `${readerKey(reader, table.classes.named)} ${questionKey(normal)} ${z}/${x}/${y}/${options.clusterAbove ?? ''} ${options.crowdAbove ?? ''}`
    const known = of.tiles.get(key)
    if (known) {
      return known
    }
    const bytes = tileOf(table, this.#evaluate(reader, of, normal), z, x, y, options)
    of.tiles.set(key, bytes)
    return bytes
  }

  /** The table of a kind, for what joins two pictures. Throws Problem `invalid-query`. */
  tableOf(kind: string): { table: Table } {
    return { table: this.#ask({ kind }).table }
  }

  /** Slots a query holds for and the reader may read, with what they are slots of; `readable` is 1 by state class. */
  hits(reader: Reader, query: Query): { table: Table; normal: Query; slots: Uint32Array; readable: Uint8Array } {
    const { of, table, normal } = this.#ask(query)
    return { table, normal, slots: this.#evaluate(reader, of, normal), readable: table.readable.table(reader, readerKey(reader, table.classes.named), this.#areas) }
  }

  /** Records living and slots held, and bytes, by kind. */
  memory(): { kind: string; records: number; slots: number; columns: number; postings: number }[] {
    return [...this.#kinds].map(([kind, { table }]) => ({ kind, records: table.size - table.dead, slots: table.size, ...table.memory() }))
  }

  #ask(query: Query): { of: OfKind; table: Table; normal: Query } {
    const of = this.#kinds.get(query.kind)
    if (!of) {
      const fix = `Use one of: ${[...this.#kinds.keys()].join(', ')}`
      throw new Problem('invalid-query', `kind: "${query.kind}" is not known. ${fix}`, { fields: [{ path: '/kind', problem: 'is not known', fix }] })
    }
    return { of, table: of.table, normal: normalizeQuery(query, of.table.kind) }
  }

  #evaluate(reader: Reader, of: OfKind, normal: Query): Uint32Array {
    const { table } = of
    const who = readerKey(reader, table.classes.named)
    const key = `${who} ${questionKey(normal)}`
    const known = of.hits.get(key)
    if (known) {
      return known
    }
    const hits = evaluate(table, normal, table.readable.table(reader, who, this.#areas), this.#areas)
    of.hits.set(key, hits)
    return hits
  }
}

/** What of a normalized query decides which records it holds for. */
function questionKey(normal: Query): string {
  return canonical({ ...normal, sort: undefined, limit: undefined, cursor: undefined })
}
