import path from 'node:path'
import type { Kind } from '../../core/kind.ts'
import { Problem } from '../../core/problem.ts'
import type { Verification } from './face.ts'
import { loadKinds } from './kinds.ts'
import { dropLock, takeLock } from './lock.ts'
import { emptyPostgres } from './restore.ts'
import { openSqlite } from './sqlite-db.ts'
import { EVERY_TABLE, fillTable, sumsOf, tableRows, type TableSum } from './transfer.ts'
import { verifyStore } from './verify.ts'

export type Migrated = { tables: { [table: string]: TableSum }; verification: Verification }

/**
 * Move an embedded store into an empty PostgreSQL database: rows as they are, chains kept. Then proves that
 * both are equal (rows and hash of every table) and replays the target. The embedded store stays as it is.
 * Throws Problem `unavailable` while a node runs on the folder, `internal` when the two differ.
 */
export async function migrateTo(options: { dataDir: string; databaseFile: string; databaseUrl: string; kinds: readonly Kind[]; now?: number }): Promise<Migrated> {
  const holder = takeLock(options.dataDir)
  if (holder) {
    throw new Problem('unavailable', `Vigie (process ${holder.pid}) runs on ${options.dataDir}. Stop it first, so that nothing is written while the store moves`)
  }
  try {
    const source = await openSqlite(options.databaseFile, { inline: true })
    try {
      const keysDir = path.join(options.dataDir, 'keys')
      const kinds = await loadKinds(source, options.kinds)
      const before = await verifyStore(source, kinds, keysDir)
      if (!before.ok) {
        throw new Problem('invalid-input', `The embedded store does not verify: ${before.broken?.detail ?? 'unknown'}. Restore a sound backup before moving it`)
      }
      const target = await emptyPostgres(options.databaseUrl, new Date(options.now ?? Date.now()).toISOString())
      try {
        await source.snapshot(async (rows) => {
          for (const table of EVERY_TABLE) {
            await fillTable(target, table, tableRows(source, rows, table))
          }
        })
        const [from, to] = [await sumsOf(source), await sumsOf(target)]
        const differs = Object.keys(from).find((table) => from[table]?.sha256 !== to[table]?.sha256)
        if (differs !== undefined) {
          throw new Problem('internal', `After the move, table ${differs} differs (${from[differs]?.rows} rows before, ${to[differs]?.rows} after). Go on with the embedded store and report this`)
        }
        const verification = await verifyStore(target, kinds, keysDir, { replay: true })
        if (!verification.ok) {
          throw new Problem('internal', `After the move the store does not verify: ${verification.broken?.detail ?? 'unknown'}. Go on with the embedded store and report this`)
        }
        return { tables: to, verification }
      } finally {
        await target.close()
      }
    } finally {
      await source.close()
    }
  } finally {
    dropLock(options.dataDir)
  }
}
