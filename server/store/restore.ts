import { copyFileSync, cpSync, createReadStream, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import type { Kind } from '../../core/kind.ts'
import { Problem } from '../../core/problem.ts'
import { copyFeeds } from '../feeds/copy.ts'
import { copyMaps } from '../maps/copy.ts'
import { copyPositions } from '../positions/copy.ts'
import { filesDir } from './attachment-files.ts'
import { checkBackup } from './backup.ts'
import type { Db, Value } from './db.ts'
import type { Verification } from './face.ts'
import { secretDir, syncDir } from './files.ts'
import { Keyring, readTombstones } from './keys.ts'
import { loadKinds } from './kinds.ts'
import { lockHolder } from './lock.ts'
import { migrate } from './migrations.ts'
import { openPostgres } from './postgres-db.ts'
import { openSqlite } from './sqlite-db.ts'
import { EVERY_TABLE, fillTable } from './transfer.ts'
import { verifyStore } from './verify.ts'

export type Restored = { verification: Verification; movedAside: string | null; keysDestroyedAgain: number; /** Maps of the backup for which the disk has no room. */ mapsLeftOut: string[] }

/**
 * Put a backup in place of a data folder: checked against its manifest, verified, and only then moved there.
 * A folder that holds a store is refused unless `force`, which moves it aside. Keys destroyed on this node
 * since the backup are destroyed again. `maps: false` leaves the maps where they are, e.g. for a trial. A backup of PostgreSQL goes into an empty database.
 */
export async function restoreStore(backup: string, options: { dataDir: string; databaseUrl?: string | null; kinds: readonly Kind[]; force?: boolean; maps?: boolean; now?: number }): Promise<Restored> {
  const { dataDir } = options
  const at = new Date(options.now ?? Date.now()).toISOString()
  const manifest = await checkBackup(backup)
  if (manifest.dialect === 'postgres' && !options.databaseUrl) {
    throw new Problem('invalid-input', 'This backup is of a PostgreSQL store. Name an empty database to restore it into (VIGIE_DATABASE_URL)')
  }
  if (manifest.dialect === 'sqlite' && options.databaseUrl) {
    throw new Problem('invalid-input', 'This backup is of an embedded store. Restore it without a database URL; afterwards it can be moved by migrate-to')
  }
  const holder = lockHolder(dataDir)
  if (holder) {
    throw new Problem('unavailable', `Vigie (process ${holder.pid}) runs on ${dataDir}. Stop it first`)
  }
  const occupied = existsSync(dataDir) && readdirSync(dataDir).length > 0
  if (occupied && !options.force) {
    throw new Problem('duplicate', `${dataDir} is not empty. Choose an empty folder, or use --force to move it aside`)
  }
  const draft = `${path.resolve(dataDir)}.${process.pid}.restore`
  rmSync(draft, { recursive: true, force: true })
  const keysDir = secretDir(path.join(secretDir(draft), 'keys'))
  try {
    for (const name of readdirSync(path.join(backup, 'keys'))) {
      copyFileSync(path.join(backup, 'keys', name), path.join(keysDir, name))
    }
    if (existsSync(filesDir(backup))) {
      cpSync(filesDir(backup), filesDir(draft), { recursive: true })
    }
    await copyPositions(backup, draft)
    await copyFeeds(backup, draft)
    const mapsLeftOut = options.maps === false ? [] : await copyMaps(backup, draft)
    const db = await fill(backup, draft, options.databaseUrl ?? null, manifest.dialect, at)
    let verification: Verification
    let again: string[]
    try {
      again = await destroyAgain(db, new Keyring(keysDir), readTombstones(path.join(dataDir, 'keys')), at)
      verification = await verifyStore(db, await loadKinds(db, options.kinds), keysDir)
    } finally {
      await db.close()
    }
    if (!verification.ok) {
      throw new Problem('invalid-input', `The backup ${backup} does not verify: ${verification.broken?.detail ?? 'unknown'}. Nothing was replaced`)
    }
    let movedAside: string | null = null
    if (occupied) {
      movedAside = `${path.resolve(dataDir)}.before-restore-${at.replace(/[:.]/g, '')}`
      renameSync(dataDir, movedAside)
    } else {
      rmSync(dataDir, { recursive: true, force: true })
    }
    mkdirSync(path.dirname(path.resolve(dataDir)), { recursive: true })
    renameSync(draft, dataDir)
    syncDir(path.dirname(path.resolve(dataDir)))
    return { verification, movedAside, keysDestroyedAgain: again.length, mapsLeftOut }
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    throw error
  }
}

async function fill(backup: string, draft: string, databaseUrl: string | null, dialect: 'sqlite' | 'postgres', at: string): Promise<Db> {
  if (dialect === 'sqlite' || databaseUrl === null) {
    copyFileSync(path.join(backup, 'vigie.db'), path.join(draft, 'vigie.db'))
    return openSqlite(path.join(draft, 'vigie.db'), { inline: true })
  }
  const db = await emptyPostgres(databaseUrl, at)
  for (const table of EVERY_TABLE) {
    await fillTable(db, table, linesOf(path.join(backup, 'tables', `${table.name}.ndjson`)))
  }
  return db
}

/** A PostgreSQL database with the schema and no rows. Throws Problem `duplicate` when it holds a store. */
export async function emptyPostgres(url: string, at: string): Promise<Db> {
  const db = await openPostgres(url)
  try {
    await migrate(db, at, async () => {})
    const [used] = await db.all<{ n: number }>('select (select count(*) from settings) + (select count(*) from actions) as n')
    if ((used?.n ?? 0) > 0) {
      throw new Problem('duplicate', 'This database holds a Vigie store already. Name an empty one')
    }
    return db
  } catch (error) {
    await db.close()
    throw error
  }
}

async function* linesOf(file: string): AsyncGenerator<Value[]> {
  for await (const line of createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity })) {
    yield JSON.parse(line) as Value[]
  }
}

/** An older backup still holds keys of people whose data was erased since: they must not come back. */
async function destroyAgain(db: Db, keyring: Keyring, tombstones: ReadonlySet<string>, at: string): Promise<string[]> {
  const back: string[] = []
  for (const subject of tombstones) {
    const [known] = await db.all('select subject from destroyed where subject = ?', [subject])
    if (!known) {
      back.push(subject)
    }
  }
  await db.run(
    back.flatMap((subject) => [
      { sql: 'delete from keys where subject = ?', params: [subject] },
      { sql: 'insert into destroyed (subject, at) values (?, ?)', params: [subject, at] },
    ]),
  )
  keyring.destroyed(back)
  return back
}
