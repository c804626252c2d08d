import { createHash, type Hash } from 'node:crypto'
import { canonical } from '../../core/json.ts'
import type { Db, Row, Rows, Value } from './db.ts'
import { OTHER_TABLES, populate, TABLES } from './tables.ts'

/** Every table of a store with its columns, in an order in which rows can be written; `key` orders rows alike on both engines. */
export const EVERY_TABLE: readonly { name: string; columns: readonly string[]; key: readonly { column: string; text: boolean }[] }[] = [
  ...Object.entries(TABLES).map(([name, { columns }]) => ({ name, columns, key: keyOf(name) })),
  ...Object.entries(OTHER_TABLES).map(([name, columns]) => ({ name, columns, key: keyOf(name) })),
]

/** Rows, and a SHA-256 over all of them in order: equal tables have equal figures on either engine. */
export type TableSum = { rows: number; sha256: string }

/** Select of a whole table in key order. */
function wholeTable(dialect: Db['dialect'], table: (typeof EVERY_TABLE)[number]): string {
  const order = table.key.map(({ column, text }) => (text && dialect === 'postgres' ? `${column} collate "C"` : column))
  return `select ${table.columns.join(', ')} from ${table.name} order by ${order.join(', ')}`
}

/** All rows of a table in key order, positional, within a snapshot. `sum` takes in every row that passes. */
export async function* tableRows(db: Db, rows: Rows, table: (typeof EVERY_TABLE)[number], sum?: Summing): AsyncGenerator<Value[]> {
  for await (const row of rows<Row>(wholeTable(db.dialect, table))) {
    const values = table.columns.map((column) => row[column] ?? null)
    sum?.take(values)
    yield values
  }
}

/** Figures of a table that grow with its rows. */
export class Summing {
  rows = 0
  readonly #hash: Hash = createHash('sha256')

  take(row: readonly Value[]): void {
    this.rows += 1
    this.#hash.update(canonical(row))
  }

  result(): TableSum {
    return { rows: this.rows, sha256: this.#hash.digest('hex') }
  }
}

/** Figures of every table, all as of one moment. */
export function sumsOf(db: Db): Promise<{ [table: string]: TableSum }> {
  return db.snapshot(async (rows) => {
    const sums: { [table: string]: TableSum } = {}
    for (const table of EVERY_TABLE) {
      const sum = new Summing()
      for await (const _row of tableRows(db, rows, table, sum)) {
        // Only the figures are wanted.
      }
      sums[table.name] = sum.result()
    }
    return sums
  })
}

const PORTION = 500

/** Write rows of a table into an empty PostgreSQL, in portions; each is one transaction. */
export async function fillTable(db: Db, table: (typeof EVERY_TABLE)[number], rows: AsyncIterable<Value[]>): Promise<void> {
  let portion: Value[][] = []
  const flush = async (): Promise<void> => {
    if (portion.length > 0) {
      await db.run([populate(table.name, table.columns, portion)])
      portion = []
    }
  }
  for await (const row of rows) {
    portion.push(row)
    if (portion.length >= PORTION) {
      await flush()
    }
  }
  await flush()
}

function keyOf(table: string): { column: string; text: boolean }[] {
  const numbers: { [table: string]: string[] } = { access: ['id'], actions: ['pos'], records: ['num'] }
  const texts: { [table: string]: string[] } = {
    keys: ['subject'], destroyed: ['subject'], chains: ['node'], settings: ['name'], secrets: ['user_id'], sessions: ['id'], tokens: ['id'], remembered: ['user_id', 'key'],
    clocks: ['id'], crossings: ['clock', 'run'], streams: ['id'], heads: ['stream', 'subject'], rules: ['name'], alerts: ['id'], receipts: ['alert', 'recipient', 'channel'], counters: ['kind'], chain_heads: ['node'],
  }
  const then: { [table: string]: string[] } = { counters: ['year'], chain_heads: ['seq'], crossings: ['rung'] }
  return [
    ...(numbers[table] ?? []).map((column) => ({ column, text: false })),
    ...(texts[table] ?? []).map((column) => ({ column, text: true })),
    ...(then[table] ?? []).map((column) => ({ column, text: false })),
  ]
}
