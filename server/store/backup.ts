import { createHash } from 'node:crypto'
import { closeSync, copyFileSync, createReadStream, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeSync } from 'node:fs'
import { cp } from 'node:fs/promises'
import path from 'node:path'
import { canonical } from '../../core/json.ts'
import { Problem } from '../../core/problem.ts'
import { copyFeeds } from '../feeds/copy.ts'
import { copyMaps, type EarlierMaps } from '../maps/copy.ts'
import { copyPositions } from '../positions/copy.ts'
import { filesDir } from './attachment-files.ts'
import type { Db } from './db.ts'
import { syncDir, writeSecret } from './files.ts'
import { schemaVersion } from './migrations.ts'
import { openSqlite } from './sqlite-db.ts'
import { EVERY_TABLE, tableRows } from './transfer.ts'

/** What a backup says of itself. File names are relative to its folder. */
export type Manifest = {
  vigie: 1
  dialect: 'sqlite' | 'postgres'
  schema: number
  createdAt: string
  chains: { node: string; seq: number; hash: string }[]
  files: { name: string; size: number; sha256: string }[]
  /** Files of maps that are not in it because the disk had no room; absent in a copy that was asked to hold none. */
  mapsLeftOut?: string[]
}

/** Whether maps the mission added go along, and the backup before this one, to whose maps equal ones are linked. */
export type BackupParts = { maps: boolean; before?: string | null }

/**
 * Copy a store that may be in use into a new folder: the database, the keys in files of their own, the files of
 * records (encrypted as they lie), the history of positions, what feeds remember, the maps when they are asked for, and a manifest with hashes. The folder appears
 * whole or not at all. Keep the keys apart from the database: each is useless without the other. Throws Problem `duplicate` when the folder exists.
 */
export async function backupStore(db: Db, source: { dataDir: string; databaseFile: string }, target: string, at: string, parts: BackupParts = { maps: false }): Promise<Manifest> {
  if (existsSync(target)) {
    throw new Problem('duplicate', `${target} exists already. Name a folder that does not exist yet`)
  }
  const draft = `${target}.${process.pid}.part`
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(path.join(draft, 'keys'), { recursive: true, mode: 0o700 })
  try {
    // Keys first: a subject whose key is made meanwhile is then unreadable rather than one erased meanwhile readable.
    const keysDir = path.join(source.dataDir, 'keys')
    for (const name of readdirSync(keysDir)) {
      copyFileSync(path.join(keysDir, name), path.join(draft, 'keys', name))
    }
    const chains = db.dialect === 'sqlite' ? await copySqlite(source.databaseFile, path.join(draft, 'vigie.db')) : await dumpTables(db, path.join(draft, 'tables'))
    // After the database: every file it knows was on the disk before.
    if (existsSync(filesDir(source.dataDir))) {
      await cp(filesDir(source.dataDir), filesDir(draft), { recursive: true, filter: (name) => !name.endsWith('.new') })
    }
    await copyPositions(source.dataDir, draft)
    await copyFeeds(source.dataDir, draft)
    const mapsLeftOut = parts.maps ? await copyMaps(source.dataDir, draft, parts.before ? earlierMaps(parts.before) : null) : null
    const files: Manifest['files'] = []
    for (const name of filesIn(draft)) {
      syncFile(path.join(draft, name))
      files.push({ name, size: statSync(path.join(draft, name)).size, sha256: await fileHash(path.join(draft, name)) })
    }
    const manifest: Manifest = { vigie: 1, dialect: db.dialect, schema: (await schemaVersion(db)) ?? 0, createdAt: at, chains, files, ...(mapsLeftOut ? { mapsLeftOut } : {}) }
    writeSecret(path.join(draft, 'manifest.json'), `${canonical(manifest)}\n`)
    renameSync(draft, target)
    syncDir(path.dirname(path.resolve(target)))
    return manifest
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    throw error
  }
}

/** The maps of a backup; null when it cannot be read: then all are copied anew. */
function earlierMaps(folder: string): EarlierMaps | null {
  try {
    return { folder, files: (JSON.parse(readFileSync(path.join(folder, 'manifest.json'), 'utf8')) as Manifest).files }
  } catch {
    return null
  }
}

/** Read a backup's manifest and check every file against it. Throws Problem naming the first that differs. */
export async function checkBackup(folder: string): Promise<Manifest> {
  let manifest: Manifest
  try {
    manifest = JSON.parse(readFileSync(path.join(folder, 'manifest.json'), 'utf8')) as Manifest
  } catch {
    throw new Problem('invalid-input', `${folder} is not a backup: it has no manifest.json that can be read`)
  }
  for (const { name, size, sha256 } of manifest.files) {
    const file = path.join(folder, name)
    if (!existsSync(file) || statSync(file).size !== size || (await fileHash(file)) !== sha256) {
      throw new Problem('invalid-input', `The backup ${folder} is damaged: ${name} is not as it was written. Use another backup`)
    }
  }
  return manifest
}

/** On a thread and connection of its own, so that neither readers nor writers wait for it. */
async function copySqlite(from: string, to: string): Promise<Manifest['chains']> {
  const source = await openSqlite(from)
  await source.copyTo(to).finally(() => source.close())
  const copy = await openSqlite(to, { inline: true })
  return copy.all<Manifest['chains'][number]>('select node, seq, hash from chains order by node').finally(() => copy.close())
}

async function dumpTables(db: Db, folder: string): Promise<Manifest['chains']> {
  mkdirSync(folder, { mode: 0o700 })
  return db.snapshot(async (rows) => {
    const chains: Manifest['chains'] = []
    for (const table of EVERY_TABLE) {
      const fd = openSync(path.join(folder, `${table.name}.ndjson`), 'wx', 0o600)
      try {
        for await (const row of tableRows(db, rows, table)) {
          writeSync(fd, `${JSON.stringify(row)}\n`)
          if (table.name === 'chains') {
            chains.push({ node: String(row[0]), seq: Number(row[1]), hash: String(row[2]) })
          }
        }
      } finally {
        closeSync(fd)
      }
    }
    return chains
  })
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .sort()
}

function syncFile(file: string): void {
  const fd = openSync(file, 'r+')
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

async function fileHash(file: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(file)) {
    hash.update(chunk as Buffer)
  }
  return hash.digest('hex')
}
