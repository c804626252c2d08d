import type { Value } from './db.ts'
import type { Piece } from './compile.ts'
import { facetTerm } from './sqlite-writer.ts'

/** What the two engines say differently; nothing else may differ. */
export type Dialect = {
  readonly name: 'sqlite' | 'postgres'
  /** Suffix that compares texts by code point. */
  readonly binary: string
  /** Is the column one of these values? */
  among(column: string, values: readonly string[]): Piece
  /** Does the JSON list in the column hold the value? */
  contains(column: string, value: string): Piece
  /** Does the JSON list in the column hold any of the values? */
  overlaps(column: string, values: readonly string[]): Piece
  /** Does a value of `records r` wait for a decision? Read from the snapshot: no index knows it. */
  readonly contested: Piece
  /** Does the point of `records r` lie in the box (degrees × 1e7, edges included, west ≤ east)? */
  inBox(west: number, south: number, east: number, north: number): Piece
  /** Words as prefixes and facet values of `records r`, by the inverted index. */
  indexed(words: readonly (readonly string[])[], facets: readonly (readonly [string, readonly string[]])[]): Piece[]
  /** Do the words of `records r` hold these one directly after the other? No index knows it. */
  phrase(words: readonly string[]): Piece
  /** Rows `value, count` of one facet over the records that `where` leaves. */
  facetCounts(facet: string, where: Piece): Piece
}

/** SQLite: FTS5 for words and facets, R*Tree for places, json_each for lists. */
export const SQLITE: Dialect = {
  name: 'sqlite',
  binary: '',
  among: (column, values) => ({ sql: `${column} in (select value from json_each(?))`, params: [JSON.stringify(values)] }),
  contains: (column, value) => ({ sql: `exists (select 1 from json_each(${column}) where value = ?)`, params: [value] }),
  overlaps: (column, values) => ({ sql: `exists (select 1 from json_each(${column}) j where j.value in (select value from json_each(?)))`, params: [JSON.stringify(values)] }),
  contested: { sql: "json_array_length(r.snapshot, '$.contested') > 0", params: [] },
  inBox: (west, south, east, north) => ({ sql: 'r.num in (select num from points where west >= ? and east <= ? and south >= ? and north <= ?)', params: [west, east, south, north] }),
  indexed(words, facets) {
    const clauses = [
      ...words.map((beginnings) => `(${beginnings.map((word) => `${quoted(word)}*`).join(' OR ')})`),
      ...facets.map(([facet, values]) => `(${values.map((value) => quoted(facetTerm(facet, value))).join(' OR ')})`),
    ]
    return clauses.length === 0 ? [] : [{ sql: 'r.num in (select rowid from terms where terms match ?)', params: [clauses.join(' AND ')] }]
  },
  phrase: (words) => ({ sql: "instr(' ' || r.words || ' ', ?) > 0", params: [` ${words.join(' ')} `] }),
  facetCounts: (facet, where) => ({
    sql: `select j.value as value, count(*) as count from records r, json_each(r.facets, ?) j where ${where.sql} group by j.value`,
    params: [`$."${facet}"`, ...where.params],
  }),
}

/** PostgreSQL: tsvector and jsonb with GIN, PostGIS with GiST. */
export const POSTGRES: Dialect = {
  name: 'postgres',
  binary: ' collate "C"',
  among: (column, values) => ({ sql: `${column} in (select jsonb_array_elements_text(?::jsonb))`, params: [JSON.stringify(values)] }),
  contains: (column, value) => ({ sql: `jsonb_exists(${column}::jsonb, ?)`, params: [value] }),
  overlaps: (column, values) => ({ sql: `jsonb_exists_any(${column}::jsonb, array(select jsonb_array_elements_text(?::jsonb)))`, params: [JSON.stringify(values)] }),
  contested: { sql: "jsonb_array_length(r.snapshot::jsonb -> 'contested') > 0", params: [] },
  inBox: (west, south, east, north) => ({
    // The index finds, the whole numbers decide: edges count exactly.
    sql: 'r.geom && ST_Expand(ST_MakeEnvelope(?, ?, ?, ?, 4326), 0.000001) and r.lon between ? and ? and r.lat between ? and ?',
    params: [west / 1e7, south / 1e7, east / 1e7, north / 1e7, west, east, south, north],
  }),
  indexed(words, facets) {
    const pieces: Piece[] = []
    if (words.length > 0) {
      pieces.push({ sql: "r.terms @@ ?::tsquery", params: [words.map((beginnings) => `(${beginnings.map((word) => `'${word.replaceAll('\\', '\\\\').replaceAll("'", "''")}':*`).join(' | ')})`).join(' & ')] })
    }
    for (const [facet, values] of facets) {
      const params: Value[] = values.map((value) => JSON.stringify({ [facet]: [value] }))
      pieces.push({ sql: params.map(() => 'r.facet_set @> ?::jsonb').join(' or '), params })
    }
    return pieces
  },
  phrase: (words) => ({ sql: "strpos(' ' || r.words || ' ', ?) > 0", params: [` ${words.join(' ')} `] }),
  facetCounts: (facet, where) => ({
    sql: `select j.value as value, count(*) as count from records r, jsonb_array_elements_text(coalesce(r.facet_set -> ?, '[]'::jsonb)) j(value) where ${where.sql} group by j.value`,
    params: [facet, ...where.params],
  }),
}

function quoted(term: string): string {
  return `"${term.replaceAll('"', '""')}"`
}
