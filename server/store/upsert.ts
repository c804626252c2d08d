import type { Row, Statement } from './db.ts'

/**
 * Insert a row, or replace the one with the same key; `when` is a condition on the standing row. With
 * `keep` the standing row stays. Table and column names come from code, values are bound.
 */
export function upsert(table: string, key: readonly string[], row: Row, more: { when?: Statement; keep?: boolean } = {}): Statement {
  const columns = Object.keys(row)
  const rest = columns.filter((column) => !key.includes(column))
  const sets = rest.map((column) => `${column} = excluded.${column}`).join(', ')
  const then = more.keep || rest.length === 0 ? 'do nothing' : `do update set ${sets}${more.when ? ` where ${more.when.sql}` : ''}`
  return {
    sql: `insert into ${table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')}) on conflict (${key.join(', ')}) ${then}`,
    params: [...columns.map((column) => row[column] ?? null), ...(more.keep ? [] : (more.when?.params ?? []))],
  }
}
