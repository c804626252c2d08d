import { DatabaseSync, type StatementSync } from 'node:sqlite'
import type { Value } from './db.ts'

/** A connection with its prepared statements. The only file that knows which SQLite binding is used. */
export type Connection = {
  all<T>(sql: string, params?: readonly Value[]): T[]
  get<T>(sql: string, params?: readonly Value[]): T | undefined
  run(sql: string, params?: readonly Value[]): void
  exec(sql: string): void
  iterate<T>(sql: string, params: readonly Value[]): IterableIterator<T>
  close(): void
}

/** Statements kept prepared on one connection; queries differ by their conditions, so it is bounded. */
const PREPARED = 400

/**
 * Open a connection. `write`: durable commits (WAL, synchronous FULL), deleted content overwritten;
 * otherwise a reader that cannot change anything. Waits up to 10 s for another process's write.
 */
export function connect(file: string, mode: 'write' | 'read'): Connection {
  const db = new DatabaseSync(file, { enableForeignKeyConstraints: true, timeout: 10_000 })
  if (mode === 'write') {
    db.exec('pragma page_size = 8192; pragma journal_mode = wal; pragma synchronous = full; pragma secure_delete = on; pragma cache_size = -32000; pragma wal_autocheckpoint = 4000; pragma journal_size_limit = 67108864')
  } else {
    db.exec('pragma query_only = on; pragma cache_size = -16000; pragma mmap_size = 268435456')
  }
  const prepared = new Map<string, StatementSync>()
  const statement = (sql: string): StatementSync => {
    const known = prepared.get(sql)
    if (known) {
      return known
    }
    const fresh = db.prepare(sql)
    if (prepared.size >= PREPARED) {
      const [oldest] = prepared.keys()
      prepared.delete(oldest ?? '')
    }
    prepared.set(sql, fresh)
    return fresh
  }
  return {
    all: <T>(sql: string, params: readonly Value[] = []) => statement(sql).all(...params) as T[],
    get: <T>(sql: string, params: readonly Value[] = []) => statement(sql).get(...params) as T | undefined,
    run: (sql, params = []) => void statement(sql).run(...params),
    exec: (sql) => db.exec(sql),
    // Not from the cache: a statement in the middle of its rows must not be started again by another reader.
    iterate: <T>(sql: string, params: readonly Value[]) => db.prepare(sql).iterate(...params) as IterableIterator<T>,
    close: () => db.close(),
  }
}

/** SQLite's own code of a failure (13 = disk full), or null when the error is not SQLite's. */
export function sqliteCode(error: unknown): number | null {
  const code = (error as { errcode?: unknown }).errcode
  return typeof code === 'number' ? code & 0xff : null
}
