import { areaLevel, COARSEST, isBucket, lagOf, quantileSorted, withholdSmall, type Aggregate, type AggregateRow, type AggregateSpec } from '../../../core/aggregate.ts'
import type { AreaTree, AreaType } from '../../../core/area.ts'
import { combineHandling } from '../../../core/handling.ts'
import { timeBounds } from '../../../core/match.ts'
import { Problem } from '../../../core/problem.ts'
import type { Query, TimeAxis } from '../../../core/query.ts'
import { VERACITIES, WORKFLOWS } from '../../../core/record.ts'
import { bucketing, type Bucket } from '../../../core/time-buckets.ts'
import { TIME_PRECISIONS } from '../../../core/time-precision.ts'
import { NO_FIGURE, type RangeColumn, type Table } from './table.ts'

/** More cells than this are a download and no answer. */
const MOST_CELLS = 50_000
/** Codes of one dimension fit below this, so that a pair of codes is one number. */
const PAIR = 2 ** 26

/** One thing to count by: the codes of a slot, and the word of a code. */
type Dimension = { read(slot: number, out: number[]): number; word(code: number): string }

/** Cells of a query's hits (columns.ts `aggregate`). Throws Problem `invalid-query` when there are too many cells. */
export function aggregateOf(table: Table, query: Query, hits: Uint32Array, spec: AggregateSpec, areas: AreaTree): Aggregate {
  const dimensions = spec.by.map((name) => dimensionOf(table, name, query, spec.zone ?? 'UTC', areas))
  const cells = new Cells(table, spec.measure ?? 'count')
  const without = dimensions.map(() => 0)
  eachCell(dimensions, hits, without, (slot, key) => cells.add(slot, key))
  const rows = cells.rows((key) => (dimensions.length === 1 ? [dimensions[0]!.word(key)] : [dimensions[0]!.word(Math.floor(key / PAIR)), dimensions[1]!.word(key % PAIR)]))
  rows.sort((a, b) => compareKeys(a.keys, b.keys))
  return { total: hits.length, without, withheld: aboutPersons(table, hits) ? withholdSmall(rows) : 0, handling: handlingOf(table, hits), rows }
}

/** The hits that lie in one cell; of a dimension '' stands for no value and '*' for any. */
export function hitsOfCell(table: Table, query: Query, hits: Uint32Array, spec: AggregateSpec, areas: AreaTree, keys: readonly string[]): Uint32Array {
  const codes: number[] = []
  return spec.by.reduce((left, name, i) => {
    const { read, word } = dimensionOf(table, name, query, spec.zone ?? 'UTC', areas)
    const wanted = keys[i] ?? ''
    return left.filter((slot) => {
      const count = read(slot, codes)
      if (wanted === '') {
        return count === 0
      }
      if (wanted === '*' && count > 0) {
        return true
      }
      for (let k = 0; k < count; k += 1) {
        if (word(codes[k]!) === wanted) {
          return true
        }
      }
      return false
    })
  }, hits)
}

function eachCell(dimensions: readonly Dimension[], hits: Uint32Array, without: number[], take: (slot: number, key: number) => void): void {
  const [first, second] = dimensions
  const [a, b]: [number[], number[]] = [[], []]
  for (let i = 0; i < hits.length; i += 1) {
    const slot = hits[i]!
    const m = first!.read(slot, a)
    const n = second ? second.read(slot, b) : 1
    without[0] = without[0]! + (m === 0 ? 1 : 0)
    if (second) {
      without[1] = without[1]! + (n === 0 ? 1 : 0)
    }
    for (let j = 0; j < m; j += 1) {
      for (let k = 0; k < n; k += 1) {
        take(slot, second ? a[j]! * PAIR + b[k]! : a[j]!)
      }
    }
  }
}

/** Cells being filled: counts, and what the measure adds. */
class Cells {
  readonly #places = new Map<number, number>()
  readonly #keys: number[] = []
  readonly #counts: number[] = []
  readonly #known: number[] = []
  readonly #min: number[] = []
  readonly #max: number[] = []
  readonly #values: number[][] = []
  readonly #range: RangeColumn | null
  readonly #times: readonly [Float64Array, Float64Array] | null

  constructor(table: Table, measure: string) {
    const lag = lagOf(measure)
    this.#times = lag ? [timesOf(table, lag[0]), timesOf(table, lag[1])] : null
    this.#range = table.ranges.get(measure) ?? null
  }

  add(slot: number, key: number): void {
    let at = this.#places.get(key)
    if (at === undefined) {
      at = this.#keys.length
      if (at >= MOST_CELLS) {
        const fix = 'Count by a coarser dimension (month instead of day, family instead of category) or ask for less'
        throw new Problem('invalid-query', `by: more than ${MOST_CELLS} cells. ${fix}`, { fields: [{ path: '/by', problem: 'gives too many cells', fix }] })
      }
      this.#places.set(key, at)
      this.#keys.push(key)
      this.#counts.push(0)
      this.#known.push(0)
      this.#min.push(0)
      this.#max.push(0)
    }
    this.#counts[at]! += 1
    if (this.#range) {
      const min = this.#range.min[slot]!
      if (min !== NO_FIGURE) {
        this.#known[at]! += 1
        this.#min[at]! += min
        this.#max[at]! += this.#range.max[slot]!
      }
    } else if (this.#times) {
      const lag = this.#times[1][slot]! - this.#times[0][slot]!
      if (!Number.isNaN(lag)) {
        (this.#values[at] ??= []).push(lag)
      }
    }
  }

  rows(words: (key: number) => string[]): AggregateRow[] {
    return this.#keys.map((key, at) => {
      const row: AggregateRow = { keys: words(key), count: this.#counts[at]! }
      if (this.#range) {
        return { ...row, known: this.#known[at]!, min: this.#min[at]!, max: this.#max[at]! }
      }
      if (this.#times) {
        const sorted = Float64Array.from(this.#values[at] ?? []).sort()
        return { ...row, known: sorted.length, ...(sorted.length > 0 ? { median: quantileSorted(sorted, 0.5), p90: quantileSorted(sorted, 0.9) } : {}) }
      }
      return row
    })
  }
}

function dimensionOf(table: Table, name: string, query: Query, zone: string, areas: AreaTree): Dimension {
  if (isBucket(name)) {
    return timeDimension(table, name, query, zone)
  }
  const level = areaLevel(name)
  if (level) {
    return areaDimension(table, level, areas)
  }
  switch (name) {
    case 'workflow':
      return one((slot) => table.workflow[slot]! + 1, (code) => WORKFLOWS[code - 1]!)
    case 'veracity':
      return one((slot) => table.veracity[slot]!, (code) => VERACITIES[code - 1]!)
    case 'severity':
      return one((slot) => table.severity[slot]! + 1, (code) => String(code - 1))
    case 'handling':
      return stateDimension(table)
  }
  const column = name === 'mark' ? table.marks : table.facets.get(name)!
  const { texts } = column.dictionary
  const blank = column.dictionary.find('')
  return {
    read: blank === undefined ? (slot, out) => column.read(slot, out) : (slot, out) => dropped(out, column.read(slot, out), blank),
    word: (code) => texts[code]!,
  }
}

/** A value that is empty is none. */
function dropped(out: number[], count: number, code: number): number {
  let kept = 0
  for (let i = 0; i < count; i += 1) {
    if (out[i] !== code) {
      out[kept++] = out[i]!
    }
  }
  return kept
}

function one(code: (slot: number) => number, word: (code: number) => string): Dimension {
  return {
    read(slot, out) {
      out[0] = code(slot)
      return out[0] === 0 ? 0 : 1
    },
    word,
  }
}

function stateDimension(table: Table): Dimension {
  const levels = [...new Set(table.classes.list.flatMap((state) => (state ? [state.access.level] : [])))]
  const codes = table.classes.list.map((state) => (state ? levels.indexOf(state.access.level) + 1 : 0))
  return one((slot) => codes[table.state[slot]!]!, (code) => levels[code - 1]!)
}

/**
 * When a record happened, as far as that is known finely enough. One that began before the query's own window is in no
 * bucket: the window shows only part of it.
 */
function timeDimension(table: Table, bucket: Bucket, query: Query, zone: string): Dimension {
  const { of, name } = bucketing(bucket, zone)
  const coarsest = TIME_PRECISIONS.indexOf(COARSEST[bucket])
  const bounds = timeBounds(query)
  const { from, to } = bounds?.axis === 'happened' ? bounds : { from: -Infinity, to: Infinity }
  const { happenedFrom, precision } = table
  const codes = new Map<number, number>()
  const buckets: number[] = [0]
  return {
    read(slot, out) {
      const ms = happenedFrom[slot]!
      if (!(ms >= from && ms < to) || precision[slot]! > coarsest) {
        return 0
      }
      const number = of(ms)
      let code = codes.get(number)
      if (code === undefined) {
        code = buckets.length
        buckets.push(number)
        codes.set(number, code)
      }
      out[0] = code
      return 1
    },
    word: (code) => name(buckets[code]!),
  }
}

/** Areas of one type that hold the record: above its area of jurisdiction or one of its places. What the query's `area` finds. */
function areaDimension(table: Table, type: AreaType, areas: AreaTree): Dimension {
  const ids = [...areas.nodes.values()].filter((node) => node.type === type).map((node) => node.id)
  const codeOf = new Map(ids.map((id, i) => [id, i + 1]))
  const above = (id: string | null | undefined): readonly number[] => (id ? areas.lineage(id).flatMap((one) => codeOf.get(one) ?? []) : [])
  const byState = table.classes.list.map((state) => above(state?.access.area))
  const byPlace = table.places.dictionary.texts.map(above)
  const places: number[] = []
  return {
    read(slot, out) {
      let count = 0
      const put = (codes: readonly number[]): void => {
        for (const code of codes) {
          let seen = false
          for (let i = 0; i < count; i += 1) {
            seen ||= out[i] === code
          }
          if (!seen) {
            out[count++] = code
          }
        }
      }
      put(byState[table.state[slot]!]!)
      const found = table.places.read(slot, places)
      for (let i = 0; i < found; i += 1) {
        put(byPlace[places[i]!]!)
      }
      return count
    },
    word: (code) => ids[code - 1]!,
  }
}

function timesOf(table: Table, axis: TimeAxis): Float64Array {
  return axis === 'happened' ? table.happenedFrom : axis === 'reported' ? table.reported : table.logged
}

/** Is any of the hits under the compartment of personal data? */
function aboutPersons(table: Table, hits: Uint32Array): boolean {
  const personal = table.classes.list.map((state) => state?.access.compartments.includes('PERS') ?? false)
  return personal.includes(true) && hits.some((slot) => personal[table.state[slot]!]!)
}

function handlingOf(table: Table, hits: Uint32Array): Aggregate['handling'] {
  const seen = new Uint8Array(table.classes.list.length)
  for (let i = 0; i < hits.length; i += 1) {
    seen[table.state[hits[i]!]!] = 1
  }
  const classes = table.classes.list.filter((state, code) => state && seen[code] === 1).map((state) => state!.access)
  const { level, compartments, caveats } = combineHandling(classes.map((of) => ({ level: of.level, compartments: [...of.compartments], caveats: [...of.caveats], owner: '', releasableTo: [] })), '')
  return { level, compartments: [...compartments].sort(), caveats: [...caveats].sort() }
}

function compareKeys(a: readonly string[], b: readonly string[]): number {
  for (const [i, key] of a.entries()) {
    if (key !== b[i]) {
      return key < b[i]! ? -1 : 1
    }
  }
  return 0
}
