import { stat } from 'node:fs/promises'
import type { Db } from './db.ts'

/** Bytes the database takes: its files with the log of the embedded store, or what PostgreSQL says. */
export async function storeBytes(db: Db, file: string): Promise<number> {
  if (db.dialect === 'postgres') {
    const [row] = await db.all<{ size: number | string }>('select pg_database_size(current_database()) as size')
    return Number(row?.size ?? 0)
  }
  const sizes = await Promise.all([file, `${file}-wal`].map((name) => stat(name).then((found) => found.size, () => 0)))
  return sizes.reduce((sum, size) => sum + size, 0)
}

/** The largest time by which one of the newest 500 actions was dated after the node took it, in ms; 0 when none was. */
export async function aheadMs(db: Db): Promise<number> {
  const rows = await db.all<{ at: string; received_at: string }>('select at, received_at from actions order by pos desc limit 500')
  return Math.max(0, ...rows.map((row) => Date.parse(row.at) - Date.parse(row.received_at)))
}
