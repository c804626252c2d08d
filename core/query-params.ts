import { refuseField } from './problem.ts'
import type { Problem } from './problem.ts'
import { SORTS, TIME_AXES, type Query, type Sort, type TimeAxis } from './query.ts'
import { VERACITIES, WORKFLOWS } from './record.ts'

/** Names and values as they stand in a URL, decoded; a name may come several times. */
export type Params = Iterable<readonly [string, string]>

/** Parameters every endpoint that takes a Query understands; facet conditions are `where.<facet>`. */
export const QUERY_PARAMS = ['kind', 'bbox', 'from', 'to', 'axis', 'q', 'area', 'workflow', 'veracity', 'severity', 'contested', 'sort', 'limit', 'cursor', 'ids'] as const

/** Records a page holds at most; points of a map may be more. */
const MOST_RECORDS = 10_000
const LISTS = new Set(['area', 'workflow', 'veracity', 'ids'])
const FACET = /^[a-z][a-zA-Z0-9-]{0,63}$/
const INSTANT = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2}))?$/

/**
 * Read a Query out of URL parameters. Lists are joined by commas or given several times; a comma inside a
 * value is written `\,`. Times are a day (its first instant, UTC) or ISO 8601 with a zone. `also` names
 * further parameters the caller reads itself, `mostLimit` the largest limit. Throws Problem `invalid-query` naming parameter and fix.
 */
export function queryFromParams(params: Params, also: readonly string[] = [], mostLimit = MOST_RECORDS): Query {
  const given = new Map<string, string[]>()
  for (const [name, value] of params) {
    const facet = name.startsWith('where.')
    if (!facet && !QUERY_PARAMS.includes(name as (typeof QUERY_PARAMS)[number]) && !also.includes(name)) {
      const known = [...QUERY_PARAMS, ...also, 'where.<facet>']
      throw refuse(name, 'is not a parameter here', `Use one of ${known.join(', ')}`)
    }
    if (facet && !FACET.test(name.slice(6))) {
      throw refuse(name, 'is not the name of a facet', 'Write where.<facet>=value, e.g. where.family=AC')
    }
    const before = given.get(name)
    if (before && !facet && !LISTS.has(name)) {
      throw refuse(name, 'is given more than once', 'Give it once')
    }
    given.set(name, [...(before ?? []), ...(facet || LISTS.has(name) ? splitList(value) : [value])])
  }
  const one = (name: string): string | undefined => {
    const value = given.get(name)?.[0]
    return value === '' ? undefined : value
  }
  const kind = one('kind')
  if (kind === undefined) {
    throw refuse('kind', 'is missing', 'Say which kind of record, e.g. kind=incident')
  }
  const query: Query = { kind }
  const where: { [facet: string]: string[] } = {}
  for (const [name, values] of given) {
    if (name.startsWith('where.')) {
      where[name.slice(6)] = values
    }
  }
  if (Object.keys(where).length > 0) {
    query.where = where
  }
  const workflow = chosen(given.get('workflow'), 'workflow', WORKFLOWS)
  const veracity = chosen(given.get('veracity'), 'veracity', VERACITIES)
  Object.assign(query, workflow ? { workflow } : {}, veracity ? { veracity } : {})
  for (const name of ['area', 'ids'] as const) {
    const values = given.get(name)?.filter((value) => value !== '')
    if (values && values.length > 0) {
      query[name] = values
    }
  }
  const severity = one('severity')
  if (severity !== undefined) {
    query.severity = whole('severity', severity, 0, 5)
  }
  const contested = one('contested')
  if (contested !== undefined) {
    if (contested !== 'true') {
      throw refuse('contested', `"${contested}" is not "true"`, 'Write contested=true, or leave it out for all')
    }
    query.contested = true
  }
  const bbox = one('bbox')
  if (bbox !== undefined) {
    query.bbox = box(bbox)
  }
  const time = interval(one('axis'), one('from'), one('to'))
  if (time) {
    query.time = time
  }
  const q = one('q')
  if (q !== undefined) {
    if (q.length > 512) {
      throw refuse('q', 'is longer than 512 characters', 'Search for fewer words')
    }
    query.text = q
  }
  const sort = one('sort')
  if (sort !== undefined) {
    query.sort = sorting(sort)
  }
  const limit = one('limit')
  if (limit !== undefined) {
    query.limit = whole('limit', limit, 0, mostLimit)
  }
  const cursor = one('cursor')
  if (cursor !== undefined) {
    query.cursor = cursor
  }
  return query
}

/** The parameters that say a Query; `queryFromParams` of them is the same Query. */
export function paramsFromQuery(query: Query): [string, string][] {
  const out: [string, string][] = [['kind', query.kind]]
  const put = (name: string, value: string | number | boolean | undefined): void => {
    if (value !== undefined) {
      out.push([name, String(value)])
    }
  }
  put('bbox', query.bbox?.join(','))
  put('axis', query.time?.axis)
  put('from', query.time?.from)
  put('to', query.time?.to)
  put('q', query.text)
  for (const name of ['area', 'workflow', 'veracity', 'ids'] as const) {
    put(name, query[name] && joinList(query[name]))
  }
  put('severity', query.severity)
  put('contested', query.contested)
  for (const facet of Object.keys(query.where ?? {}).sort()) {
    put(`where.${facet}`, joinList(query.where?.[facet] ?? []))
  }
  put('sort', query.sort && `${query.sort.dir === 'desc' ? '-' : ''}${query.sort.by}`)
  put('limit', query.limit)
  put('cursor', query.cursor)
  return out
}

/** Values of a list as one parameter: commas between them, `\,` and `\\` inside. */
export function joinList(values: readonly string[]): string {
  return values.map((value) => value.replace(/[\\,]/g, '\\$&')).join(',')
}

/** The inverse of `joinList`. */
export function splitList(text: string): string[] {
  const out: string[] = []
  let value = ''
  for (let i = 0; i < text.length; i += 1) {
    const sign = text[i] as string
    if (sign === '\\' && (text[i + 1] === ',' || text[i + 1] === '\\')) {
      i += 1
      value += text[i]
    } else if (sign === ',') {
      out.push(value)
      value = ''
    } else {
      value += sign
    }
  }
  out.push(value)
  return out
}

function chosen<T extends string>(values: string[] | undefined, name: string, from: readonly T[]): T[] | undefined {
  const wanted = values?.filter((value) => value !== '')
  if (!wanted || wanted.length === 0) {
    return undefined
  }
  const wrong = wanted.find((value) => !from.includes(value as T))
  if (wrong !== undefined) {
    throw refuse(name, `"${wrong}" is not one of its values`, `Use ${from.join(', ')}`)
  }
  return [...new Set(wanted)] as T[]
}

function whole(name: string, text: string, min: number, max: number): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || value < min || value > max) {
    throw refuse(name, `"${text}" is not a whole number from ${min} to ${max}`, `Write e.g. ${name}=${Math.min(max, 50)}`)
  }
  return value
}

function box(text: string): [number, number, number, number] {
  // + 0: a minus zero is the same place, and not written back.
  const parts = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part) + 0))
  const [w, s, e, n] = parts as [number, number, number, number]
  if (parts.length !== 4 || parts.some((part) => !Number.isFinite(part))) {
    throw refuse('bbox', `"${text}" is not four numbers`, 'Write west,south,east,north in degrees, e.g. bbox=14.4,2.2,27.5,11')
  }
  if (Math.abs(w) > 180 || Math.abs(e) > 180 || Math.abs(s) > 90 || Math.abs(n) > 90) {
    throw refuse('bbox', 'lies outside the world', 'Longitudes are −180 to 180, latitudes −90 to 90, in the order west,south,east,north')
  }
  if (s > n) {
    throw refuse('bbox', 'its south lies north of its north', 'The order is west,south,east,north')
  }
  return [w, s, e, n]
}

function interval(axis: string | undefined, from: string | undefined, to: string | undefined): Query['time'] {
  if (axis !== undefined && !TIME_AXES.includes(axis as TimeAxis)) {
    throw refuse('axis', `"${axis}" is not a time a record has`, `Use ${TIME_AXES.join(', ')}`)
  }
  if (from === undefined && to === undefined) {
    return axis === undefined ? undefined : { axis: axis as TimeAxis }
  }
  const time: NonNullable<Query['time']> = { axis: (axis ?? 'happened') as TimeAxis }
  if (from !== undefined) {
    time.from = instant('from', from)
  }
  if (to !== undefined) {
    time.to = instant('to', to)
  }
  if (time.from !== undefined && time.to !== undefined && time.from > time.to) {
    throw refuse('to', 'lies before "from"', 'Swap the two')
  }
  return time
}

function instant(name: string, text: string): string {
  const at = INSTANT.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(at)) {
    throw refuse(name, `"${text}" is not a time`, `Write a day or ISO 8601 with a zone, e.g. ${name}=2026-08-18 or ${name}=2026-08-18T13:45:00Z`)
  }
  return new Date(at).toISOString()
}

function sorting(text: string): { by: Sort; dir: 'asc' | 'desc' } {
  const by = text.replace(/^-/, '')
  if (!SORTS.includes(by as Sort)) {
    throw refuse('sort', `"${by}" is nothing to sort by`, `Use ${SORTS.join(', ')}, with a minus in front for newest or largest first`)
  }
  return { by: by as Sort, dir: text.startsWith('-') ? 'desc' : 'asc' }
}

function refuse(name: string, problem: string, fix: string): Problem {
  return refuseField(name, problem, fix, 'invalid-query')
}
