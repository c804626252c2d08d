import { AREA_TYPES, type AreaType } from './area.ts'
import type { Handling } from './handling.ts'
import type { Kind } from './kind.ts'
import { COMMON_FACETS } from './match.ts'
import { Problem } from './problem.ts'
import { TIME_AXES, type TimeAxis } from './query.ts'
import { BUCKETS, type Bucket } from './time-buckets.ts'
import type { TimePrecision } from './time-precision.ts'

/**
 * What to count by. `by`: one or two dimensions. `measure`: `count` (default), a measure the kind declares (its smallest
 * and largest figures, each added over different records), or the time between two of a record's three times:
 * `happened-reported`, `reported-logged`, `happened-logged`. `zone`: where days begin, default UTC.
 */
export type AggregateSpec = { by: readonly string[]; measure?: string | undefined; zone?: string | undefined }

/**
 * One cell. `count` records lie in it, null when it is withheld because it is too small to be shown. Of a declared
 * measure: `known` records give a figure, `min` and `max` are the sums of what each gives at least and at most. Of a lag:
 * `known` records have both times, `median` and `p90` in ms.
 */
export type AggregateRow = { keys: string[]; count: number | null; known?: number; min?: number; max?: number; median?: number; p90?: number }

/**
 * Cells in the order of their keys; `without[i]`: records that have no value of dimension i and so are in no cell. `handling`:
 * the highest level and every compartment and caveat of the records counted, which the figures inherit.
 */
export type Aggregate = { total: number; without: number[]; withheld: number; handling: Pick<Handling, 'level' | 'compartments' | 'caveats'>; rows: AggregateRow[] }

/** Below this many, a cell about persons is not shown. */
export const SMALL_CELL = 5

/** Dimensions every kind has besides its facets and `area:<type>`. */
export const COMMON_DIMENSIONS = [...BUCKETS, 'workflow', 'veracity', 'severity', 'mark'] as const
export const LAGS = ['happened-reported', 'reported-logged', 'happened-logged'] as const

/** The coarsest a time may be known to be put in a bucket. */
export const COARSEST: Readonly<Record<Bucket, TimePrecision>> = { weekhour: 'HOUR', day: 'DAY', week: 'WEEK', month: 'MONTH' }

export function isBucket(name: string): name is Bucket {
  return (BUCKETS as readonly string[]).includes(name)
}

/** `area:admin2` → `admin2`; null for anything else. */
export function areaLevel(name: string): AreaType | null {
  const type = name.startsWith('area:') ? name.slice(5) : ''
  return (AREA_TYPES as readonly string[]).includes(type) ? (type as AreaType) : null
}

/** The two times a lag lies between, null when the measure is none. */
export function lagOf(measure: string): readonly [TimeAxis, TimeAxis] | null {
  const [from, to] = measure.split('-')
  return (LAGS as readonly string[]).includes(measure) && TIME_AXES.includes(from as TimeAxis) ? [from as TimeAxis, to as TimeAxis] : null
}

/** Dimensions of a kind, without its levels of area. */
export function dimensionsOf(kind: Kind): string[] {
  return [...new Set([...COMMON_DIMENSIONS, ...Object.keys(kind.facets), ...COMMON_FACETS])]
}

/** Refuse what cannot be counted by. Throws Problem `invalid-query` naming parameter and fix. */
export function needAggregate(kind: Kind, spec: AggregateSpec): void {
  const { by, measure = 'count' } = spec
  if (by.length < 1 || by.length > 2 || new Set(by).size !== by.length) {
    throw refuse('by', 'is not one or two different dimensions', 'Write e.g. by=week or by=family,area:admin1')
  }
  const known = dimensionsOf(kind)
  const strange = by.find((name) => !known.includes(name) && areaLevel(name) === null)
  if (strange !== undefined) {
    throw refuse('by', `${kind.name} has no dimension "${strange}"`, `Use one of: ${[...known, ...AREA_TYPES.map((type) => `area:${type}`)].join(', ')}`)
  }
  const measures = ['count', ...LAGS, ...(kind.measures ?? [])]
  if (!measures.includes(measure)) {
    throw refuse('measure', `${kind.name} has no measure "${measure}"`, `Use one of: ${measures.join(', ')}`)
  }
}

/**
 * The value below or at which a share `q` of the sorted numbers lies, between the two nearest ones (type 7 of Hyndman and
 * Fan 1996, the usual default). NaN of none.
 */
export function quantileSorted(sorted: ArrayLike<number>, q: number): number {
  const at = (sorted.length - 1) * q
  const low = Math.floor(at)
  const a = sorted[low]
  if (a === undefined) {
    return Number.NaN
  }
  return a + (at - low) * ((sorted[low + 1] ?? a) - a)
}

/**
 * Withhold the cells about persons that hold fewer than five records and, when that is one cell alone, the next smallest
 * as well, so that it cannot be worked out from the total. Changes the rows given; answers how many are withheld.
 */
export function withholdSmall(rows: readonly AggregateRow[]): number {
  const hide = (row: AggregateRow): void => {
    row.count = null
    for (const name of ['known', 'min', 'max', 'median', 'p90'] as const) {
      delete row[name]
    }
  }
  const small = rows.filter((row) => row.count !== null && row.count < SMALL_CELL)
  small.forEach(hide)
  if (small.length !== 1) {
    return small.length
  }
  const [next] = rows.filter((row) => row.count !== null).sort((a, b) => a.count! - b.count!)
  if (next) {
    hide(next)
  }
  return next ? 2 : 1
}

function refuse(field: string, problem: string, fix: string): Problem {
  return new Problem('invalid-query', `${field}: ${problem}. ${fix}`, { fields: [{ path: `/${field}`, problem, fix }] })
}
