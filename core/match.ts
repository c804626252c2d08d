import type { AreaTree } from './area.ts'
import type { Kind, Projection } from './kind.ts'
import { Problem } from './problem.ts'
import { SORTS, TIME_AXES, type Query, type Sort } from './query.ts'
import { GONE, VERACITIES, WORKFLOWS, type VigieRecord } from './record.ts'
import { formatSearch, holdsPhrase, parseSearch, type Search } from './search.ts'
import { beginningsOf, soundsOf, tokens } from './text.ts'
import { parseIso, toIso } from './time.ts'

/**
 * What a Query means, on one whole record. The store's SQL and the picture in memory are tested equal to it.
 *
 * - Conditions are joined by AND, the values of one condition by OR; an absent condition holds for every record.
 * - A happened time is an interval [a, b] (b = a for a point) and matches [from, to) when a < to and b ≥ from.
 *   Reported and logged are points: from ≤ t < to. Without the time asked for, a record matches no filter on it.
 * - `bbox` looks at the centre alone, edges included, in steps of 1e-7 degrees; west > east crosses the antimeridian.
 *   A record without a place is in no box.
 * - `area` holds when the record's area, or any of its places, is one of the given areas or below one; an area the tree
 *   does not know holds for nothing.
 * - `text` (core/search.ts): every folded word must be the beginning of a folded word of the projection's text or of the
 *   reference, or sound like a word of its names in the other script; every phrase in quotes must stand there word by word;
 *   what follows a minus must not. A text without words is no condition.
 * - `where` also takes the facets every kind has: `handling` (the level) and `createdBy` (the user).
 * - `contested` holds when a value waits beside a standing one.
 * - Without `workflow`, merged and retracted records are left out, also when named in `ids`.
 */
export function matches(query: Query, record: VigieRecord, kind: Kind, areas: AreaTree): boolean {
  return compileMatch(query, kind, areas)(record)
}

/** Facets every kind has besides its own. */
export const COMMON_FACETS = ['handling', 'createdBy'] as const

/** Order of a query that asks for none: newest first. */
export const DEFAULT_SORT = { by: 'happened', dir: 'desc' } as const satisfies Query['sort']
/** Page size of a query that asks for none. */
export const DEFAULT_LIMIT = 100
const MAX_LIMIT = 10_000

/** A projection made comparable. Times epoch ms and places degrees × 1e7; NaN where there is none. */
export type Facts = {
  happenedFrom: number
  happenedTo: number
  reported: number
  logged: number
  updated: number
  lonE7: number
  latE7: number
  radiusM: number
  severity: number
  projection: Projection
}

/** What indexes hold of a record, derived once, by this edition of its kind. */
export type Derived = { kind: Kind; facts: Facts; words: readonly string[] }

/** Facts and words of a record. */
export function derive(kind: Kind, record: VigieRecord): Derived {
  const facts = factsOf(kind, record)
  return { kind, facts, words: recordWords(facts.projection, record.ref) }
}

/** The facts the store indexes and queries compare. A time that cannot be read counts as unknown. */
export function factsOf(kind: Kind, record: VigieRecord): Facts {
  const projection = kind.project(record.data)
  const { happened, place } = projection
  const known = happened !== null && Number.isFinite(happened[0])
  const placed = place !== null && Number.isFinite(place.lon) && Number.isFinite(place.lat)
  return {
    happenedFrom: known ? happened[0] : Number.NaN,
    happenedTo: known ? (Number.isFinite(happened[1]) ? happened[1] : happened[0]) : Number.NaN,
    reported: projection.reported ?? Number.NaN,
    logged: Date.parse(record.createdAt),
    updated: Date.parse(record.updatedAt),
    lonE7: placed ? toE7(place.lon) : Number.NaN,
    latE7: placed ? toE7(place.lat) : Number.NaN,
    radiusM: placed ? place.radiusM : Number.NaN,
    severity: projection.severity,
    projection,
  }
}

/** Degrees → whole steps of 1e-7 degrees. */
export function toE7(degrees: number): number {
  return Math.round(degrees * 1e7)
}

/** Values of a facet on a record, each once. */
export function facetValues(name: string, record: VigieRecord, projection: Projection): readonly string[] {
  if (name === 'handling') {
    return [record.handling.level]
  }
  if (name === 'createdBy') {
    return [record.createdBy]
  }
  const values = projection.facets[name] ?? []
  return values.length < 2 ? values : [...new Set(values)]
}

/** `2026-08` of an instant in UTC; undefined for an unknown one. */
export function monthOf(ms: number): string | undefined {
  return toIso(ms)?.slice(0, 7)
}

/** Severity outranks time by more than any time can be. */
export const SEVERITY_STEP = 1e15

/**
 * What a record is sorted by; ties are broken by id, in the same direction. An unknown happened time stands where it
 * was reported, else logged, so that such a record is never buried on the last page; severity is worst, then newest.
 */
export function sortKey(by: Sort, facts: Pick<Facts, 'happenedFrom' | 'reported' | 'logged' | 'updated' | 'severity'>, ref: string): number | string {
  switch (by) {
    case 'ref':
      return ref
    case 'updated':
      return facts.updated
    case 'logged':
      return facts.logged
    case 'reported':
      return Number.isNaN(facts.reported) ? facts.logged : facts.reported
    case 'happened':
      return standing(facts)
    case 'severity':
      return facts.severity * SEVERITY_STEP + standing(facts)
  }
}

function standing(facts: Pick<Facts, 'happenedFrom' | 'reported' | 'logged'>): number {
  if (!Number.isNaN(facts.happenedFrom)) {
    return facts.happenedFrom
  }
  return Number.isNaN(facts.reported) ? facts.logged : facts.reported
}

/** Words a record is found by: those of its projection's text and of its reference in their order, then how its names sound, each once. */
export function recordWords(projection: Pick<Projection, 'text' | 'names'>, ref: string): readonly string[] {
  const words = tokens(`${projection.text}\n${ref}`).filter((word) => word !== '')
  return projection.names?.length ? [...words, ...new Set(projection.names.flatMap(soundsOf))] : words
}

/** A query's time bounds as epoch ms, open ends infinite; null when it sets none. Throws Problem `invalid-query`. */
export function timeBounds(query: Query): { axis: NonNullable<Query['time']>['axis']; from: number; to: number } | null {
  const { time } = query
  if (!time || (time.from === undefined && time.to === undefined)) {
    return null
  }
  const from = time.from === undefined ? -Infinity : instant('from', time.from)
  const to = time.to === undefined ? Infinity : instant('to', time.to)
  return { axis: time.axis, from, to }
}

/**
 * The query with its names, times and numbers checked, in one canonical form (lists sorted, each value once, times in
 * UTC), so that equal queries are equal values. Throws Problem `invalid-query` naming the field and the fix.
 */
export function normalizeQuery(query: Query, kind: Kind): Query {
  if (query.kind !== kind.name) {
    throw refuse('kind', `this question is about "${query.kind}", not about ${kind.name}`, `Ask with kind "${kind.name}"`)
  }
  const out: Query = { kind: query.kind }
  const where = Object.entries(query.where ?? {}).filter(([, values]) => values.length > 0)
  const known = [...Object.keys(kind.facets), ...COMMON_FACETS]
  for (const [name] of where) {
    if (!known.includes(name)) {
      throw refuse(`where/${name}`, `${kind.name} has no facet "${name}"`, `Use one of: ${known.join(', ')}`)
    }
  }
  if (where.length > 0) {
    out.where = Object.fromEntries(where.map(([name, values]) => [name, unique(values)] as const).sort(([a], [b]) => (a < b ? -1 : 1)))
  }
  if (query.workflow?.length) {
    out.workflow = oneOf('workflow', WORKFLOWS, query.workflow)
  }
  if (query.veracity?.length) {
    out.veracity = oneOf('veracity', VERACITIES, query.veracity)
  }
  if (query.severity !== undefined && query.severity > 0) {
    out.severity = query.severity
  }
  if (query.contested) {
    out.contested = true
  }
  if (query.area?.length) {
    out.area = unique(query.area)
  }
  if (query.bbox) {
    out.bbox = box(query.bbox)
  }
  const bounds = timeBounds(query)
  if (bounds) {
    if (!TIME_AXES.includes(bounds.axis)) {
      throw refuse('time/axis', `"${String(bounds.axis)}" is not a time of a record`, `Use one of: ${TIME_AXES.join(', ')}`)
    }
    if (bounds.from > bounds.to) {
      throw refuse('time', 'begins after it ends', 'Swap from and to')
    }
    const [from, to] = [toIso(bounds.from), toIso(bounds.to)]
    out.time = { axis: bounds.axis, ...(from ? { from } : {}), ...(to ? { to } : {}) }
  }
  if (query.text !== undefined) {
    const text = formatSearch(parseSearch(query.text))
    if (text !== '') {
      out.text = text
    }
  }
  if (query.ids) {
    out.ids = unique(query.ids)
  }
  if (query.except) {
    out.except = unique(query.except)
  }
  out.sort = query.sort ?? DEFAULT_SORT
  if (!SORTS.includes(out.sort.by) || (out.sort.dir !== 'asc' && out.sort.dir !== 'desc')) {
    throw refuse('sort', `"${String(out.sort.by)} ${String(out.sort.dir)}" is not an order`, `Use by: ${SORTS.join(', ')}; dir: asc, desc`)
  }
  out.limit = query.limit ?? DEFAULT_LIMIT
  if (!Number.isInteger(out.limit) || out.limit < 0 || out.limit > MAX_LIMIT) {
    throw refuse('limit', `${String(query.limit)} is not a page size`, `Use a whole number from 0 to ${MAX_LIMIT}`)
  }
  if (query.cursor !== undefined) {
    out.cursor = query.cursor
  }
  return out
}

/**
 * A query made ready to ask of many records, for live subscriptions and rules. Policy is not part of it.
 * Throws Problem `invalid-query`. Areas are those of the tree given: compile again when they change.
 */
export function compileMatch(query: Query, kind: Kind, areas: AreaTree): (record: VigieRecord, known?: Facts) => boolean {
  const q = normalizeQuery(query, kind)
  const ids = q.ids ? new Set(q.ids) : null
  const except = new Set(q.except)
  const bounds = timeBounds(q)
  const inText = q.text === undefined ? null : textTest(parseSearch(q.text))
  const where = Object.entries(q.where ?? {}).map(([name, values]) => ({ name, values: new Set(values) }))
  const below = q.area ? q.area.map((area) => areas.below(area)) : null
  const inBox = q.bbox ? boxTest(q.bbox) : null
  const projecting = where.length > 0 || inText !== null || inBox !== null || q.severity !== undefined || (bounds !== null && bounds.axis !== 'logged')

  return (record, known) => {
    if (record.kind !== kind.name || (ids && !ids.has(record.id)) || except.has(record.id)) {
      return false
    }
    if (q.workflow ? !q.workflow.includes(record.workflow) : GONE.includes(record.workflow)) {
      return false
    }
    if (q.veracity && (record.veracity === null || !q.veracity.includes(record.veracity))) {
      return false
    }
    if (q.contested && record.contested.length === 0) {
      return false
    }
    if (below && !below.some((set) => (record.area !== null && set.has(record.area)) || record.places.some((place) => set.has(place)))) {
      return false
    }
    if (bounds?.axis === 'logged' && !during(Date.parse(record.createdAt), bounds)) {
      return false
    }
    if (!projecting) {
      return true
    }
    const facts = known ?? factsOf(kind, record)
    if (q.severity !== undefined && !(facts.severity >= q.severity)) {
      return false
    }
    if (bounds?.axis === 'happened' && !(facts.happenedFrom < bounds.to && facts.happenedTo >= bounds.from)) {
      return false
    }
    if (bounds?.axis === 'reported' && !during(facts.reported, bounds)) {
      return false
    }
    if (inBox && !inBox(facts.lonE7, facts.latE7)) {
      return false
    }
    if (!where.every(({ name, values }) => facetValues(name, record, facts.projection).some((value) => values.has(value)))) {
      return false
    }
    return inText === null || inText(recordWords(facts.projection, record.ref))
  }
}

/** Does a search hold for the words of a record? */
function textTest({ words, phrases, without, withoutPhrases }: Search): (own: readonly string[]) => boolean {
  const [wanted, unwanted] = [words.map(beginningsOf), without.map(beginningsOf)]
  const begins = (own: readonly string[], beginnings: readonly string[]): boolean => own.some((one) => beginnings.some((beginning) => one.startsWith(beginning)))
  return (own) =>
    wanted.every((beginnings) => begins(own, beginnings)) && phrases.every((phrase) => holdsPhrase(own, phrase)) &&
    !unwanted.some((beginnings) => begins(own, beginnings)) && !withoutPhrases.some((phrase) => holdsPhrase(own, phrase))
}

/** Is a point (degrees × 1e7, NaN for none) in a box (west, south, east, north in degrees)? */
export function boxTest(bbox: readonly [number, number, number, number]): (lonE7: number, latE7: number) => boolean {
  const [west, south, east, north] = bbox.map(toE7) as [number, number, number, number]
  const crossing = west > east
  return (lon, lat) => lat >= south && lat <= north && (crossing ? lon >= west || lon <= east : lon >= west && lon <= east)
}

function during(at: number, bounds: { from: number; to: number }): boolean {
  return at >= bounds.from && at < bounds.to
}

function unique<T extends string>(values: readonly T[]): T[] {
  return [...new Set(values)].sort()
}

function oneOf<T extends string>(field: string, known: readonly T[], values: readonly T[]): T[] {
  const stranger = values.find((value) => !known.includes(value))
  if (stranger !== undefined) {
    throw refuse(field, `"${String(stranger)}" is not known`, `Use one of: ${known.join(', ')}`)
  }
  return unique(values)
}

function box(bbox: NonNullable<Query['bbox']>): NonNullable<Query['bbox']> {
  const [west, south, east, north] = bbox
  if (![west, east].every((lon) => Math.abs(lon) <= 180) || ![south, north].every((lat) => Math.abs(lat) <= 90)) {
    throw refuse('bbox', `${bbox.join(', ')} is not on the globe`, 'Give west, south, east, north in degrees')
  }
  if (south > north) {
    throw refuse('bbox', `south ${south} is above north ${north}`, 'Give west, south, east, north in this order')
  }
  return [west, south, east, north]
}

function instant(field: 'from' | 'to', text: string): number {
  const ms = parseIso(text)
  if (ms === undefined) {
    throw refuse(`time/${field}`, `"${text}" is not an instant`, 'Write ISO 8601 with its zone, e.g. 2026-08-18T00:00:00Z')
  }
  return ms
}

function refuse(path: string, problem: string, fix: string): Problem {
  return new Problem('invalid-query', `${path}: ${problem}. ${fix}`, { fields: [{ path: `/${path}`, problem, fix }] })
}
