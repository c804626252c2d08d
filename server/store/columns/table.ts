import type { Kind } from '../../../core/kind.ts'
import { COMMON_FACETS, derive, facetValues, monthOf, SEVERITY_STEP, type Derived } from '../../../core/match.ts'
import type { Sort } from '../../../core/query.ts'
import { VERACITIES, WORKFLOWS, type VigieRecord } from '../../../core/record.ts'
import { TIME_PRECISIONS } from '../../../core/time-precision.ts'
import { mercatorX, mercatorY } from '../../../formats/mvt.ts'
import { DEAD, Readable, StateClasses } from './access.ts'
import { ManyColumn, OneColumn, type FacetColumn } from './facet-column.ts'
import { Grid } from './grid.ts'
import { OrderIndex } from './order.ts'
import { longer } from './postings.ts'
import { TextIndex } from './text-index.ts'

/** Longitude of a slot without a place: west of everything. Its latitude is north of everything, so no box holds it. */
export const NO_LON = -2_147_483_648
export const NO_LAT = 2_147_483_647
const GONE = 0xffffffff
const LEAST_DEAD = 4096
/** A record that gives no figure of a measure. */
export const NO_FIGURE = 0xffffffff

/** Smallest and largest figure of one measure, NO_FIGURE where none is given. */
export type RangeColumn = { min: Uint32Array; max: Uint32Array }

/**
 * The picture of all records of one kind. A change is a new slot; the old one is dead (its state class is DEAD), which
 * keeps every list in rising order. When a quarter is dead, all is moved together.
 */
export class Table {
  readonly kind: Kind
  readonly classes = new StateClasses()
  readonly readable: Readable
  readonly text = new TextIndex()
  readonly grid = new Grid()
  readonly facets = new Map<string, FacetColumn>()
  readonly places = new ManyColumn()
  readonly month = new OneColumn()
  readonly marks = new ManyColumn()
  readonly ranges = new Map<string, RangeColumn>()
  readonly ids: string[] = []
  readonly refs: string[] = []
  /** Slots in use, dead ones included. */
  size = 0
  dead = 0
  readonly #slots = new Map<string, number>()
  readonly #orders = new Map<Sort, OrderIndex>()
  #capacity = 256
  #marks = new Uint32Array(256)
  #mark = 0

  happenedFrom = new Float64Array(256)
  happenedTo = new Float64Array(256)
  reported = new Float64Array(256)
  logged = new Float64Array(256)
  updated = new Float64Array(256)
  lon = new Int32Array(256)
  lat = new Int32Array(256)
  /** Web-Mercator square in 2^32 steps, for tiles. */
  x = new Uint32Array(256)
  y = new Uint32Array(256)
  radiusM = new Float32Array(256)
  /** Index in TIME_PRECISIONS of the happened time. */
  precision = new Uint8Array(256)
  severity = new Uint8Array(256)
  /** Index in WORKFLOWS. */
  workflow = new Uint8Array(256)
  /** 1 + index in VERACITIES; 0 for none. */
  veracity = new Uint8Array(256)
  /** 1 when the record is not approved or nobody has corroborated or refuted it yet. */
  unverified = new Uint8Array(256)
  /** 1 when a value waits for a decision. */
  contested = new Uint8Array(256)
  state = new Uint32Array(256)
  version = new Uint32Array(256)

  constructor(kind: Kind) {
    this.kind = kind
    this.readable = new Readable(kind, this.classes)
    for (const [name, arity] of Object.entries(kind.facets)) {
      this.facets.set(name, arity === 'one' ? new OneColumn() : new ManyColumn())
    }
    for (const name of COMMON_FACETS) {
      this.facets.set(name, new OneColumn())
    }
    for (const name of kind.measures ?? []) {
      this.ranges.set(name, { min: new Uint32Array(256), max: new Uint32Array(256) })
    }
  }

  /**
   * Take in a record, new or changed. When its kind cannot project it, that throws and nothing has changed.
   * `restated`: only its state differs from the version before, so that its words, facets and place stay.
   */
  put(record: VigieRecord, restated = false, derived?: Derived): void {
    if (restated && this.#restate(record)) {
      return
    }
    const { facts, words } = derived?.kind === this.kind ? derived : derive(this.kind, record)
    const { projection } = facts
    const before = this.#slots.get(record.id)
    if (before !== undefined) {
      this.state[before] = DEAD
      this.dead += 1
    }
    const slot = this.size
    if (slot >= this.#capacity) {
      this.#grow(Math.ceil(this.#capacity * 1.5))
    }
    this.happenedFrom[slot] = facts.happenedFrom
    this.happenedTo[slot] = facts.happenedTo
    this.reported[slot] = facts.reported
    this.logged[slot] = facts.logged
    this.updated[slot] = facts.updated
    const placed = !Number.isNaN(facts.lonE7)
    this.lon[slot] = placed ? facts.lonE7 : NO_LON
    this.lat[slot] = placed ? facts.latE7 : NO_LAT
    this.x[slot] = placed ? mercatorX(facts.lonE7) : 0
    this.y[slot] = placed ? mercatorY(facts.latE7) : 0
    this.radiusM[slot] = facts.radiusM
    this.precision[slot] = projection.precision === undefined ? 0 : TIME_PRECISIONS.indexOf(projection.precision)
    for (const [name, range] of this.ranges) {
      const [min, max] = projection.measures?.[name] ?? [NO_FIGURE, NO_FIGURE]
      range.min[slot] = min
      range.max[slot] = max
    }
    this.marks.add(slot, projection.marks ?? [])
    this.severity[slot] = facts.severity
    this.workflow[slot] = WORKFLOWS.indexOf(record.workflow)
    this.veracity[slot] = record.veracity === null ? 0 : 1 + VERACITIES.indexOf(record.veracity)
    this.unverified[slot] = isUnverified(record) ? 1 : 0
    this.contested[slot] = record.contested.length > 0 ? 1 : 0
    this.state[slot] = this.classes.code(record)
    this.version[slot] = record.version
    this.ids.push(record.id)
    this.refs.push(record.ref)
    for (const [name, column] of this.facets) {
      column.add(slot, facetValues(name, record, projection))
    }
    this.places.add(slot, record.places.length < 2 ? record.places : [...new Set(record.places)])
    const month = monthOf(facts.happenedFrom)
    this.month.add(slot, month === undefined ? [] : [month])
    this.text.add(slot, words)
    if (placed) {
      this.grid.add(slot, facts.lonE7, facts.latE7)
    }
    this.size = slot + 1
    this.#slots.set(record.id, slot)
    for (const order of this.#orders.values()) {
      order.add(slot)
    }
    if (this.dead > LEAST_DEAD && this.dead * 4 > this.size) {
      this.compact()
    }
  }

  /** Change the state of a slot in place; false when it is not the version before, or an order stands on what changes. */
  #restate(record: VigieRecord): boolean {
    const slot = this.#slots.get(record.id)
    if (slot === undefined || this.version[slot] !== record.version - 1 || this.#orders.has('updated')) {
      return false
    }
    this.updated[slot] = Date.parse(record.updatedAt)
    this.workflow[slot] = WORKFLOWS.indexOf(record.workflow)
    this.veracity[slot] = record.veracity === null ? 0 : 1 + VERACITIES.indexOf(record.veracity)
    this.unverified[slot] = isUnverified(record) ? 1 : 0
    this.contested[slot] = record.contested.length > 0 ? 1 : 0
    this.state[slot] = this.classes.code(record)
    this.version[slot] = record.version
    return true
  }

  /** The living slot of a record. */
  slotOf(id: string): number | undefined {
    return this.#slots.get(id)
  }

  /** Epoch ms a slot stands at in time: happened, else reported, else logged. */
  atOf(slot: number): number {
    const happened = this.happenedFrom[slot]!
    if (!Number.isNaN(happened)) {
      return happened
    }
    const reported = this.reported[slot]!
    return Number.isNaN(reported) ? this.logged[slot]! : reported
  }

  /** Sort key of a slot: that of core/match.ts, without building its facts. */
  keyOf(by: Sort): (slot: number) => number | string {
    switch (by) {
      case 'ref':
        return (slot) => this.refs[slot]!
      case 'updated':
        return (slot) => this.updated[slot]!
      case 'logged':
        return (slot) => this.logged[slot]!
      case 'reported':
        return (slot) => (Number.isNaN(this.reported[slot]!) ? this.logged[slot]! : this.reported[slot]!)
      case 'happened':
        return (slot) => this.atOf(slot)
      case 'severity':
        return (slot) => this.severity[slot]! * SEVERITY_STEP + this.atOf(slot)
    }
  }

  /** Total order of slots: key, then id, then slot (a record's former slots share its id). */
  comparing(by: Sort): (a: number, b: number) => number {
    const key = this.keyOf(by)
    return (a, b) => {
      const [x, y] = [key(a), key(b)]
      return x < y ? -1 : x > y ? 1 : this.ids[a]! < this.ids[b]! ? -1 : this.ids[a]! > this.ids[b]! ? 1 : a - b
    }
  }

  /** The order by one key, made when first asked. */
  order(by: Sort): OrderIndex {
    let order = this.#orders.get(by)
    if (!order) {
      order = new OrderIndex(this.size, this.comparing(by), this.#cachedComparing(by))
      this.#orders.set(by, order)
    }
    return order
  }

  /** Mark slots; `marks[slot] === mark` until the next call. */
  marking(slots: Uint32Array): { marks: Uint32Array; mark: number } {
    if (this.#marks.length < this.size) {
      this.#marks = new Uint32Array(this.#capacity)
      this.#mark = 0
    }
    if (this.#mark === 0xffffffff) {
      this.#marks.fill(0)
      this.#mark = 0
    }
    this.#mark += 1
    const marks = this.#marks
    const mark = this.#mark
    for (let i = 0; i < slots.length; i += 1) {
      marks[slots[i]!] = mark
    }
    return { marks, mark }
  }

  /** Move the living together and give back what the dead held. */
  compact(): void {
    const moved = new Uint32Array(this.size).fill(GONE)
    let to = 0
    for (let slot = 0; slot < this.size; slot += 1) {
      if (this.state[slot] === DEAD) {
        continue
      }
      moved[slot] = to
      for (const array of this.#fixed()) {
        array[to] = array[slot]!
      }
      const id = this.ids[slot]!
      this.ids[to] = id
      this.refs[to] = this.refs[slot]!
      this.#slots.set(id, to)
      to += 1
    }
    for (const column of [...this.facets.values(), this.places, this.month, this.marks]) {
      column.compact(moved, this.size)
    }
    this.text.remap(moved)
    this.grid.remap(moved)
    this.ids.length = to
    this.refs.length = to
    this.size = to
    this.dead = 0
    this.#orders.clear()
  }

  /** Bytes of columns and of postings, without ids, references and words themselves. */
  memory(): { columns: number; postings: number } {
    const facets = [...this.facets.values(), this.places, this.month, this.marks].reduce((sum, column) => sum + column.bytes, 0)
    const orders = [...this.#orders.values()].reduce((sum, order) => sum + order.bytes, 0)
    return { columns: this.#fixed().reduce((sum, array) => sum + array.byteLength, 0) + facets + orders, postings: this.text.bytes + this.grid.bytes }
  }

  /** Sorting many slots: keys once each, not once a comparison. */
  #cachedComparing(by: Sort): (a: number, b: number) => number {
    const slow = this.comparing(by)
    if (by === 'ref') {
      return slow
    }
    const size = this.size
    const key = this.keyOf(by)
    const keys = Float64Array.from({ length: size }, (_, slot) => key(slot) as number)
    return (a, b) => keys[a]! - keys[b]! || slow(a, b)
  }

  #fixed() {
    return [this.happenedFrom, this.happenedTo, this.reported, this.logged, this.updated, this.lon, this.lat, this.x, this.y, this.radiusM, this.severity, this.workflow, this.veracity, this.precision, this.unverified, this.contested, this.state, this.version, ...[...this.ranges.values()].flatMap((range) => [range.min, range.max])]
  }

  #grow(capacity: number): void {
    this.happenedFrom = longer(this.happenedFrom, capacity)
    this.happenedTo = longer(this.happenedTo, capacity)
    this.reported = longer(this.reported, capacity)
    this.logged = longer(this.logged, capacity)
    this.updated = longer(this.updated, capacity)
    this.lon = longer(this.lon, capacity)
    this.lat = longer(this.lat, capacity)
    this.x = longer(this.x, capacity)
    this.y = longer(this.y, capacity)
    this.radiusM = longer(this.radiusM, capacity)
    this.severity = longer(this.severity, capacity)
    this.workflow = longer(this.workflow, capacity)
    this.veracity = longer(this.veracity, capacity)
    this.unverified = longer(this.unverified, capacity)
    this.contested = longer(this.contested, capacity)
    this.state = longer(this.state, capacity)
    this.version = longer(this.version, capacity)
    this.precision = longer(this.precision, capacity)
    for (const range of this.ranges.values()) {
      range.min = longer(range.min, capacity)
      range.max = longer(range.max, capacity)
    }
    this.#capacity = capacity
  }
}

const OPEN: readonly (VigieRecord['veracity'])[] = ['reported', 'under-verification', 'unverifiable']

/** Shown as UNVERIFIED: approval is missing, or belief is. */
export function isUnverified(record: Pick<VigieRecord, 'workflow' | 'veracity'>): boolean {
  return record.workflow !== 'approved' || OPEN.includes(record.veracity)
}
