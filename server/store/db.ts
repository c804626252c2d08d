import type { TableName } from './tables.ts'

/** What a column holds on its way in or out; JSON is kept as canonical text, times as epoch ms. */
export type Value = string | number | null
export type Row = { [column: string]: Value }
export type Statement = { sql: string; params: readonly Value[] }

/**
 * Rows of one durable transaction, made ready in memory. `base` is the chain head they were made on: when
 * another process has appended since, nothing is written and the answer is `stale`, because every
 * decision inside (versions, references, hashes) was taken on a state that is no longer the last.
 */
export type Plan = {
  node: string
  base: { seq: number; hash: string }
  head: { seq: number; hash: string }
  rows: { [table in TableName]?: Value[][] }
  /** Row numbers of records whose words, facets or place are to be indexed anew. */
  reindex: number[]
  /** Subjects whose data key is destroyed in the same transaction. */
  destroyed: string[]
}

/** Rows of one statement inside a snapshot; one such read at a time. */
export type Rows = <T = Row>(sql: string) => AsyncIterable<T>

/**
 * One database as the store uses it. SQL is written with `?` placeholders and only in this folder.
 * Reads never wait for the writer.
 */
export type Db = {
  readonly dialect: 'sqlite' | 'postgres'
  /** Unscoped reads, for the engine itself. */
  all<T = Row>(sql: string, params?: readonly Value[]): Promise<T[]>
  /** Reads for somebody: on PostgreSQL under row-level security with these settings, all in one snapshot. */
  read<T = Row>(reader: string, statements: readonly Statement[]): Promise<T[][]>
  /** Rows of a large answer in portions, in constant memory. */
  iterate<T = Row>(sql: string, params: readonly Value[]): AsyncIterable<T>
  /** Several large reads that all see the store as of one moment. */
  snapshot<T>(work: (rows: Rows) => Promise<T>): Promise<T>
  /** Small statements in one durable transaction. */
  run(statements: readonly Statement[]): Promise<void>
  write(plan: Plan): Promise<'written' | 'stale'>
  /** Remove deleted content from the engine's own files, as far as it can. */
  purge(): Promise<void>
  /** A number that moves when somebody else has written, or null when the engine cannot tell cheaply. */
  foreignVersion(): Promise<number | null>
  close(): Promise<void>
}
