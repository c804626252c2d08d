import type { Statement, Value } from './db.ts'

/**
 * Tables that a plan writes and that move as they are between engines: columns in order, and the key that
 * makes a second write of the same row an update. Everything else about them is in the migrations.
 */
export const TABLES = {
  access: { columns: ['id', 'class', 'kind', 'level', 'mask', 'owner', 'releasable', 'caveats', 'named', 'area', 'approved'], key: null },
  keys: { columns: ['subject', 'wrapped', 'created_at'], key: null },
  destroyed: { columns: ['subject', 'at'], key: null },
  actions: {
    columns: ['pos', 'id', 'node', 'seq', 'record', 'kind', 'type', 'actor', 'role', 'at', 'received_at', 'based_on', 'patch', 'reason', 'purpose', 'request', 'result', 'prev_hash', 'hash'],
    key: null,
  },
  records: {
    columns: [
      'num', 'id', 'kind', 'ref', 'version', 'snapshot', 'result', 'access', 'workflow', 'veracity', 'severity', 'happened_from', 'happened_to', 'reported', 'logged', 'updated',
      'lon', 'lat', 'radius', 'title', 'area', 'places', 'created_by', 'erased', 'facets', 'words',
    ],
    key: 'num',
  },
  counters: { columns: ['kind', 'year', 'last'], key: 'kind, year' },
} as const

export type TableName = keyof typeof TABLES
export const TABLE_NAMES = Object.keys(TABLES) as TableName[]

/** Tables outside the plan, written by small statements; moved and backed up like the others. */
export const OTHER_TABLES = {
  chains: ['node', 'seq', 'hash'],
  chain_heads: ['node', 'seq', 'hash', 'at', 'public_key', 'signature'],
  settings: ['name', 'value'],
  secrets: ['user_id', 'value'],
  sessions: ['id', 'user_id', 'expires_at', 'value'],
  tokens: ['id', 'hash', 'user_id', 'value'],
  remembered: ['user_id', 'key', 'at', 'request', 'status', 'body'],
  clocks: ['id', 'record', 'kind', 'name', 'state', 'started_at', 'due_at', 'warn_at', 'met_at', 'paused_at', 'run', 'version', 'next_at'],
  crossings: ['clock', 'run', 'rung', 'at', 'crossed_at', 'claimed_by', 'told'],
  streams: ['id', 'feed', 'name', 'unit', 'retention', 'level', 'owner'],
  heads: ['stream', 'subject', 'at', 'received_at', 'lon', 'lat', 'value', 'quality'],
  rules: ['name', 'value'],
  alerts: ['id', 'rule', 'subject', 'state', 'severity', 'raised_at', 'closed_at'],
  receipts: ['alert', 'recipient', 'channel', 'sent_at', 'delivered_at', 'acknowledged_at', 'failure'],
} as const

/** Insert (or replace, where the table has a key) of one row with positional values. */
export function insertOf(name: TableName): string {
  const { columns, key } = TABLES[name]
  const base = `insert into ${name} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`
  return key === null ? base : `${base} ${upsertOf(name)}`
}

/** The clause that turns an insert into an update for tables with a key; empty for the others. */
export function upsertOf(name: TableName): string {
  const { columns, key } = TABLES[name]
  if (key === null) {
    return ''
  }
  const keys = key.split(', ')
  const set = columns.filter((c) => !keys.includes(c)).map((c) => `${c} = excluded.${c}`)
  return `on conflict (${key}) do update set ${set.join(', ')}`
}

/** One statement that inserts many rows of any table of PostgreSQL. */
export function populate(table: string, columns: readonly string[], rows: readonly (readonly Value[])[]): Statement {
  const objects = rows.map((row) => Object.fromEntries(columns.map((name, i) => [name, row[i]])))
  return { sql: `insert into ${table} (${columns.join(', ')}) select ${columns.join(', ')} from json_populate_recordset(null::${table}, ?::json)`, params: [JSON.stringify(objects)] }
}
