import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import type { Value } from './db.ts'

/** A connection with its prepared statements. The only file that knows which SQLite binding is used. */
export type Connection = {
  all<T>(sql: string, params?: readonly Value[]): T[]
  get<T>(sql: string, params?: readonly Value[]): T | undefined
  run(sql: string, params?: readonly (Value | Uint8Array)[]): void
  exec(sql: string): void
  iterate<T>(sql: string, params: readonly Value[]): IterableIterator<T>
  close(): void
}

/** Statements kept prepared on one connection; queries differ by their conditions, so it is bounded. */
const PREPARED = 400

/**
 * Open a connection. `write`: durable commits (WAL, synchronous FULL), deleted content overwritten;
 * otherwise a reader that cannot change anything. `new`: a file of its own that is made once and handed out, so nothing
 * guards it against a crash. Waits up to 10 s for another process's write.
 */
export function connect(file: string, mode: 'write' | 'read' | 'new'): Connection {
  const db = new DatabaseSync(file, { enableForeignKeyConstraints: true, timeout: 10_000 })
  if (mode === 'write') {
    db.exec('pragma page_size = 8192; pragma journal_mode = wal; pragma synchronous = full; pragma secure_delete = on; pragma cache_size = -32000; pragma wal_autocheckpoint = 4000; pragma journal_size_limit = 67108864')
  } else if (mode === 'new') {
    db.exec('pragma journal_mode = off; pragma synchronous = off; pragma cache_size = -8000')
  } else {
    db.exec('pragma query_only = on; pragma cache_size = -16000; pragma mmap_size = 268435456')
  }
  return wrap(db)
}

function wrap(db: DatabaseSync): Connection {
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

/**
 * Open a file somebody else made. Nothing in it is trusted: strictly read-only, no side files, no extensions, no
 * functions called by its schema, small limits. Views are never asked and triggers never fire, for nothing is written.
 */
export function connectForeign(file: string): Connection {
  const where = pathToFileURL(file)
  // Immutable: no locks and no -wal or -shm beside it; what stands only in a -wal is not seen.
  where.search = '?mode=ro&immutable=1'
  const db = new DatabaseSync(where, { readOnly: true, allowExtension: false, defensive: true, enableDoubleQuotedStringLiterals: false, limits: { length: 20_000_000, sqlLength: 10_000, exprDepth: 50, attach: 0, triggerDepth: 1 } })
  db.exec('pragma trusted_schema = off; pragma query_only = on; pragma cell_size_check = on; pragma mmap_size = 0; pragma cache_size = -2000; pragma temp_store = memory')
  return wrap(db)
}

/** SQLite's own code of a failure (13 = disk full), or null when the error is not SQLite's. */
export function sqliteCode(error: unknown): number | null {
  const code = (error as { errcode?: unknown }).errcode
  return typeof code === 'number' ? code & 0xff : null
}
