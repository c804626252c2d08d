import type { AreaTree } from '../../core/area.ts'
import { ALL_MISSION, compartmentMask, levelRank, PURPOSE_COMPARTMENTS } from '../../core/handling.ts'
import type { Kind } from '../../core/kind.ts'
import { normalizeQuery, timeBounds, toE7 } from '../../core/match.ts'
import { parseSearch } from '../../core/search.ts'
import { beginningsOf } from '../../core/text.ts'
import { scopeOf, type Reader } from '../../core/policy.ts'
import type { Query } from '../../core/query.ts'
import { GONE } from '../../core/record.ts'
import { readCursor } from './cursor.ts'
import type { Statement, Value } from './db.ts'
import type { Dialect } from './dialect.ts'
import { cutWord } from './rows.ts'

/** A piece of SQL with its values, in order. */
export type Piece = { sql: string; params: Value[] }

/** Join pieces with a word between; an empty list is always true. */
export function join(pieces: readonly Piece[], word: ' and ' | ' or '): Piece {
  if (pieces.length === 0) {
    return { sql: '1 = 1', params: [] }
  }
  return { sql: pieces.map((p) => `(${p.sql})`).join(word), params: pieces.flatMap((p) => p.params) }
}

/**
 * Need-to-know over `access a`, equal to `mayRead` of core/policy.ts for every kind given. Kinds that the
 * reader's roles open alike share one branch. The area scope is spelled out as the ids below the grants.
 */
export function mayReadSql(dialect: Dialect, reader: Reader, kinds: readonly Kind[], areas: AreaTree): Piece {
  if (reader.system) {
    return { sql: '1 = 1', params: [] }
  }
  const branches = new Map<string, { kinds: string[]; scope: ReturnType<typeof scopeOf> }>()
  for (const kind of kinds) {
    const scope = scopeOf(reader.grants, kind.read)
    if (scope.everywhere || scope.areas.length > 0) {
      const key = JSON.stringify(scope)
      const branch = branches.get(key) ?? { kinds: [], scope }
      branch.kinds.push(kind.name)
      branches.set(key, branch)
    }
  }
  if (branches.size === 0) {
    return { sql: '1 = 0', params: [] }
  }
  const mine: Piece[] = [
    { sql: 'a.level <= ?', params: [levelRank(reader.clearance)] },
    { sql: '(a.mask & ?) = 0', params: [ALL_MASK & ~compartmentMask(reader.compartments)] },
    ...(reader.purpose === null ? [{ sql: '(a.mask & ?) = 0', params: [compartmentMask(PURPOSE_COMPARTMENTS)] }] : []),
    ...(reader.side === 'host' ? [not(dialect.contains('a.caveats', 'NO-HOST'))] : []),
    ...(reader.side === 'tcc' ? [not(dialect.contains('a.caveats', 'NO-TCC'))] : []),
    join([not(dialect.contains('a.caveats', 'EYES-NAMED')), dialect.contains('a.named', reader.user)], ' or '),
  ]
  const named = join([{ sql: 'a.owner = ?', params: [reader.org] }, dialect.contains('a.releasable', reader.org)], ' or ')
  const ways = [...branches.values()].map(({ kinds: names, scope }) => {
    const below = new Set(scope.areas.flatMap((area) => [...areas.below(area)]))
    return join(
      [
        dialect.among('a.kind', names),
        scope.outside ? named : join([named, dialect.contains('a.releasable', ALL_MISSION)], ' or '),
        ...(scope.outside ? [{ sql: 'a.approved = 1', params: [] }] : []),
        ...(scope.everywhere ? [] : [dialect.among('a.area', [...below])]),
      ],
      ' and ',
    )
  })
  return join([...mine, join(ways, ' or ')], ' and ')
}

const ALL_MASK = 0x7fffffff

/** The same predicate on `records r`: through the interned classes, so it is decided once per class. */
export function visibleSql(dialect: Dialect, reader: Reader, kinds: readonly Kind[], areas: AreaTree): Piece {
  if (reader.system) {
    return { sql: '1 = 1', params: [] }
  }
  const may = mayReadSql(dialect, reader, kinds, areas)
  return { sql: `r.access in (select a.id from access a where ${may.sql})`, params: may.params }
}

/** Conditions of a query on `records r`, as core/match.ts means them; without `except`'s own facet condition. */
export function conditionsSql(dialect: Dialect, query: Query, kind: Kind, areas: AreaTree, except?: string): Piece {
  const q = normalizeQuery(query, kind)
  const parts: Piece[] = [{ sql: 'r.kind = ?', params: [kind.name] }]
  parts.push(q.workflow ? dialect.among('r.workflow', q.workflow) : not(dialect.among('r.workflow', GONE)))
  if (q.ids) {
    parts.push(dialect.among('r.id', q.ids))
  }
  if (q.except) {
    parts.push(not(dialect.among('r.id', q.except)))
  }
  if (q.veracity) {
    parts.push(dialect.among('r.veracity', q.veracity))
  }
  if (q.severity !== undefined) {
    parts.push({ sql: 'r.severity >= ?', params: [q.severity] })
  }
  if (q.contested) {
    parts.push(dialect.contested)
  }
  if (q.area) {
    const below = [...new Set(q.area.flatMap((area) => [...areas.below(area)]))]
    parts.push(join([dialect.among('r.area', below), dialect.overlaps('r.places', below)], ' or '))
  }
  parts.push(...timeSql(q))
  if (q.bbox) {
    parts.push(boxSql(dialect, q.bbox))
  }
  const facets = Object.entries(q.where ?? {}).filter(([name]) => name !== except)
  const search = parseSearch(q.text ?? '')
  const beginnings = (word: string): string[] => beginningsOf(word).map(cutWord)
  // The words of a phrase are found by the index; that they stand together is then read from the words as they stand.
  const phrased = search.phrases.flat().map((word) => [cutWord(word)])
  parts.push(...dialect.indexed([...search.words.map(beginnings), ...phrased], facets))
  parts.push(...search.phrases.map((phrase) => dialect.phrase(phrase.map(cutWord))))
  parts.push(...search.without.flatMap((word) => dialect.indexed([beginnings(word)], []).map(not)))
  parts.push(...search.withoutPhrases.map((phrase) => not(dialect.phrase(phrase.map(cutWord)))))
  return join(parts, ' and ')
}

function timeSql(query: Query): Piece[] {
  const bounds = timeBounds(query)
  if (!bounds) {
    return []
  }
  const happened = bounds.axis === 'happened'
  const [starts, ends] = happened ? ['r.happened_from', 'r.happened_to'] : [`r.${bounds.axis}`, `r.${bounds.axis}`]
  return [
    { sql: `${starts} is not null`, params: [] },
    ...(Number.isFinite(bounds.to) ? [{ sql: `${starts} < ?`, params: [bounds.to] }] : []),
    ...(Number.isFinite(bounds.from) ? [{ sql: `${ends} >= ?`, params: [bounds.from] }] : []),
  ]
}

function boxSql(dialect: Dialect, bbox: readonly [number, number, number, number]): Piece {
  const [west, south, east, north] = bbox.map(toE7) as [number, number, number, number]
  if (west <= east) {
    return dialect.inBox(west, south, east, north)
  }
  return join([dialect.inBox(west, south, toE7(180), north), dialect.inBox(toE7(-180), south, east, north)], ' or ')
}

const STANDING = 'coalesce(r.happened_from, r.reported, r.logged)'
const KEYS = {
  ref: 'r.ref',
  updated: 'r.updated',
  logged: 'r.logged',
  reported: 'coalesce(r.reported, r.logged)',
  happened: STANDING,
  severity: `(r.severity * 1000000000000000 + ${STANDING})`,
} as const

/** SQL of a query for a reader: one statement for the page (one row too many shows that more follow), one for the total. `offset` rows are passed over. */
export function listSql(dialect: Dialect, reader: Reader, query: Query, kind: Kind, areas: AreaTree, offset = 0): { page: Statement; total: Statement; limit: number } {
  const q = normalizeQuery(query, kind)
  const order = q.sort ?? { by: 'happened', dir: 'desc' }
  const key = `${KEYS[order.by]}${order.by === 'ref' ? dialect.binary : ''}`
  const id = `r.id${dialect.binary}`
  const all = join([conditionsSql(dialect, q, kind, areas), visibleSql(dialect, reader, [kind], areas)], ' and ')
  const place = readCursor(q)
  const way = order.dir === 'asc' ? '>' : '<'
  // Said of the key alone as well, which an index over it answers: else every page reads all that stand before it.
  const after = place ? { sql: `${key} ${way}= ? and (${key}, ${id}) ${way} (?, ?)`, params: [place.key, place.key, place.id] } : null
  const page = after ? join([all, after], ' and ') : all
  const limit = q.limit ?? 0
  return {
    page: { sql: `select r.snapshot, ${key} as sort_key from records r where ${page.sql} order by ${key} ${order.dir}, ${id} ${order.dir} limit ? offset ?`, params: [...page.params, limit + 1, offset] },
    total: { sql: `select count(*) as total from records r where ${all.sql}`, params: all.params },
    limit,
  }
}

/** How many of a query's records were made or changed after an instant (epoch ms). */
export function changedSql(dialect: Dialect, reader: Reader, query: Query, kind: Kind, areas: AreaTree, since: number): Statement {
  const all = join([conditionsSql(dialect, query, kind, areas), visibleSql(dialect, reader, [kind], areas), { sql: 'r.updated > ?', params: [since] }], ' and ')
  return { sql: `select count(*) as total from records r where ${all.sql}`, params: all.params }
}

/** Negation that also holds where the column is null. */
function not(piece: Piece): Piece {
  return { sql: `not coalesce(${piece.sql}, false)`, params: piece.params }
}
