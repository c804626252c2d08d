import { refuseField } from '../../core/problem.ts'
import type { Kind } from '../../core/kind.ts'
import type { Query } from '../../core/query.ts'
import { splitList } from '../../core/query-params.ts'

export const DEFAULT_LIMIT = 100
/** A larger limit is answered with this many, as the standard allows. */
export const MAX_LIMIT = 10_000

const FIXED = ['limit', 'bbox', 'datetime', 'cursor', 'q', 'f', 'crs', 'bbox-crs'] as const
const CRS84 = ['http://www.opengis.net/def/crs/OGC/1.3/CRS84', 'https://www.opengis.net/def/crs/OGC/1.3/CRS84']

/**
 * The Query of an items request (OGC API Features 1.0, 7.15). Facets of the kind are parameters of their
 * own. An unknown parameter or a bad value is refused with 400, as the standard asks.
 */
export function queryOfItems(kind: Kind, params: Readonly<Record<string, unknown>>): Query {
  const query: Query = { kind: kind.name, limit: DEFAULT_LIMIT }
  const where: { [facet: string]: string[] } = {}
  for (const [name, given] of Object.entries(params)) {
    if (Array.isArray(given)) {
      throw bad(name, 'is given more than once', 'Give it once; several values are joined by commas')
    }
    const value = String(given)
    if (name in kind.facets) {
      where[name] = splitList(value)
    } else if (!FIXED.includes(name as (typeof FIXED)[number])) {
      throw bad(name, 'is not a parameter of this collection', `Use ${[...FIXED, ...Object.keys(kind.facets)].join(', ')}`)
    }
  }
  if (Object.keys(where).length > 0) {
    query.where = where
  }
  const { limit, bbox, datetime, cursor, q, f } = params as Record<string, string | undefined>
  if (limit !== undefined) {
    if (!/^\d{1,9}$/.test(limit) || Number(limit) < 1) {
      throw bad('limit', `"${limit}" is not a whole number from 1`, 'Write e.g. limit=100')
    }
    query.limit = Math.min(Number(limit), MAX_LIMIT)
  }
  for (const name of ['crs', 'bbox-crs'] as const) {
    const crs = params[name]
    if (crs !== undefined && !CRS84.includes(String(crs))) {
      throw bad(name, `"${String(crs)}" is not offered`, `Leave it out or use ${CRS84[0]}`)
    }
  }
  if (f !== undefined && f !== 'json' && f !== 'geojson') {
    throw bad('f', `"${f}" is not offered`, 'Use f=json')
  }
  if (bbox !== undefined) {
    query.bbox = boxOf(bbox)
  }
  if (datetime !== undefined) {
    query.time = timeOf(datetime)
  }
  if (q !== undefined) {
    query.text = q.slice(0, 512)
  }
  if (cursor !== undefined) {
    query.cursor = cursor
  }
  return query
}

/** Refuse what an address that is no search does not take; `f=json` is all there is. */
export function onlyFormat(params: object): void {
  for (const [name, value] of Object.entries(params as Readonly<Record<string, unknown>>)) {
    if (name !== 'f') {
      throw bad(name, 'is not a parameter here', 'Leave it out')
    }
    if (value !== 'json') {
      throw bad('f', `"${String(value)}" is not offered`, 'Use f=json')
    }
  }
}

function boxOf(text: string): [number, number, number, number] {
  const parts = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)))
  // Six numbers carry heights, which records do not have.
  const [w, s, e, n] = (parts.length === 6 ? [parts[0], parts[1], parts[3], parts[4]] : parts) as [number, number, number, number]
  if ((parts.length !== 4 && parts.length !== 6) || parts.some((part) => !Number.isFinite(part))) {
    throw bad('bbox', `"${text}" is not four or six numbers`, 'Write bbox=west,south,east,north in degrees')
  }
  if (Math.abs(w) > 180 || Math.abs(e) > 180 || Math.abs(s) > 90 || Math.abs(n) > 90 || s > n) {
    throw bad('bbox', 'lies outside the world or is upside down', 'Write west,south,east,north in degrees')
  }
  return [w, s, e, n]
}

const INSTANT = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2}))?$/

/** An instant, or an interval `from/to` with `..` or nothing for an open end; both ends belong to it. */
function timeOf(text: string): NonNullable<Query['time']> {
  const ends = text.split('/')
  const time: NonNullable<Query['time']> = { axis: 'happened' }
  if (ends.length > 2) {
    throw bad('datetime', `"${text}" has more than one slash`, 'Write an instant, or from/to')
  }
  const [first = '', second = first] = ends
  if (isOpen(first) && isOpen(second)) {
    throw bad('datetime', 'has neither beginning nor end', 'Leave it out instead')
  }
  if (!isOpen(first)) {
    time.from = new Date(instantOf(first)).toISOString()
  }
  if (!isOpen(second)) {
    // The Query is half-open; an OGC interval holds its end, a day holds all its hours.
    time.to = new Date(instantOf(second) + (second.length === 10 ? 86_400_000 : 1)).toISOString()
  }
  if (time.from !== undefined && time.to !== undefined && time.from > time.to) {
    throw bad('datetime', 'ends before it begins', 'Swap the two')
  }
  return time
}

function isOpen(end: string): boolean {
  return end === '..' || end === ''
}

function instantOf(text: string): number {
  const at = INSTANT.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(at)) {
    throw bad('datetime', `"${text}" is not an RFC 3339 time`, 'Write e.g. 2026-08-18T13:45:00Z, or 2026-08-18')
  }
  return at
}

function bad(name: string, problem: string, fix: string): Error {
  return refuseField(name, problem, fix, 'invalid-query')
}
