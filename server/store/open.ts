import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { Problem } from '../../core/problem.ts'
import type { Derived } from '../../core/match.ts'
import type { VigieRecord } from '../../core/record.ts'
import { attachmentFiles } from './attachment-files.ts'
import { backupStore } from './backup.ts'
import { ORIGIN, Signer } from './chain.ts'
import { Committer } from './commit.ts'
import type { Db } from './db.ts'
import type { CommitBatch, NodeStore, OpenStore } from './face.ts'
import { facts, type Facts } from './facts.ts'
import { secretDir } from './files.ts'
import { newestHeads, signHead } from './heads.ts'
import { Keyring } from './keys.ts'
import { DEFINING, loadKinds } from './kinds.ts'
import { dropLock, takeLock } from './lock.ts'
import { migrate } from './migrations.ts'
import { Picture } from './picture.ts'
import { markDerived, reindexKind, staleKinds } from './reindex.ts'
import { sideTables } from './side.ts'
import { openSqlite } from './sqlite-db.ts'
import { areaTree, openDoor, Recent } from './store.ts'
import { trailOf } from './trail.ts'
import { Veils } from './veil.ts'
import { ownClaim } from './claim.ts'
import { aheadMs, storeBytes } from './state.ts'
import { verifyStore } from './verify.ts'

/** How often a node looks for what other processes on the same store have written. */
const FOREIGN_MS = 1000

/** The embedded store's file in a data folder. */
export function databaseFile(dataDir: string): string {
  return path.join(dataDir, 'vigie.db')
}

export type OpenOptions = Parameters<OpenStore>[0] & {
  /** Refuse when another process runs on this data folder; otherwise work beside it with short writes. */
  exclusive?: boolean
  /** Fill the picture in memory only when something asks for it: for a command that looks at little and ends. */
  lazy?: boolean
  /** Told while a store written by an earlier version gets its words and columns anew: of which kind, and how many records are done. */
  onDerived?(kind: string, done: number): void
}

/** What jobs and commands may do beyond the face. */
export type OpenedStore = NodeStore & {
  /** Deadlines, streams, rules, alerts and receipts beside the records. */
  readonly facts: Facts
  /** Resolves when map and facets are answered from memory. */
  warmed(): Promise<void>
}

/**
 * Open the store of a data folder (embedded), or of a PostgreSQL URL with the keys in the folder. Ready when
 * it resolves; the picture in memory fills in the background. Throws Problem `unavailable` for a store this
 * version must not touch.
 */
export async function openStore(options: OpenOptions): Promise<OpenedStore> {
  const { dataDir } = options
  const now = options.clock ?? Date.now
  const keysDir = secretDir(path.join(secretDir(dataDir), 'keys'))
  const embedded = !options.databaseUrl
  const holder = embedded ? takeLock(dataDir) : null
  if (holder && options.exclusive) {
    throw new Problem('unavailable', `Another Vigie (process ${holder.pid}) runs on ${dataDir}. Stop it first, or choose another data folder`)
  }
  const db = await openDb(options)
  try {
    return await assemble(db, { ...options, now, keysDir, owner: holder === null })
  } catch (error) {
    await db.close()
    if (embedded && holder === null) {
      dropLock(dataDir)
    }
    throw error
  }
}

async function openDb(options: OpenOptions): Promise<Db> {
  if (options.databaseUrl) {
    // Its driver is loaded only where it is used: an embedded node stays small.
    const { openPostgres } = await import('./postgres-db.ts')
    return openPostgres(options.databaseUrl)
  }
  return openSqlite(databaseFile(options.dataDir))
}

async function assemble(db: Db, options: OpenOptions & { now: () => number; keysDir: string; owner: boolean }): Promise<OpenedStore> {
  const { now, keysDir, dataDir } = options
  const at = new Date(now()).toISOString()
  await migrate(db, at, async () => {
    // Named by schema and time, so that a second attempt finds the first backup untouched.
    const folder = secretDir(path.join(dataDir, 'backups'))
    await backupStore(db, { dataDir, databaseFile: databaseFile(dataDir) }, path.join(folder, `before-migration-${at.replace(/[:.]/g, '')}`), at)
  })
  const node = await nodeOf(db)
  const keyring = new Keyring(keysDir)
  const signer = new Signer(keysDir)
  keyring.destroyed((await db.all<{ subject: string }>('select subject from destroyed')).map((row) => row.subject))
  const kinds = await loadKinds(db, options.kinds)
  const areaRecords = new Map<string, VigieRecord>()
  for (const row of await db.all<{ snapshot: string }>("select snapshot from records where kind = 'area'")) {
    const record = JSON.parse(row.snapshot) as VigieRecord
    areaRecords.set(record.id, record)
  }
  let areas = areaTree(areaRecords.values())
  const picture = new Picture(db, kinds.all(), areas)
  const listeners = new Set<(batch: CommitBatch) => void>()

  const durable = (batch: CommitBatch, destroyed: string[], derived?: ReadonlyMap<VigieRecord, Derived>): void => {
    if (destroyed.length > 0) {
      keyring.destroyed(destroyed)
      // The rows are gone already; this takes their remains out of the log and free pages.
      db.purge().catch(() => {})
    }
    for (const { record, restated } of batch.changes) {
      door.changed(record)
      kinds.govern(record)
      const kind = record.kind === DEFINING ? kinds.define(record) : null
      if (kind) {
        door.forget()
        picture.setKind(kind)
        derive([kind.name]).catch(() => {})
      }
      if (kinds.get(record.kind)) {
        picture.put(record, restated, derived?.get(record))
      }
    }
    const moved = batch.changes.filter((c) => c.record.kind === 'area')
    if (moved.length > 0) {
      moved.forEach((c) => areaRecords.set(c.record.id, c.record))
      areas = areaTree(areaRecords.values())
      picture.columns.setAreas(areas)
    }
    recent.add(batch)
    for (const listener of listeners) {
      try {
        listener(batch)
      } catch (error) {
        // It is committed: the others are told all the same – one of them may have to close a door – and the next commit goes on.
        process.emitWarning(error instanceof Error ? error : new Error(String(error)), { type: 'CommitListener' })
      }
    }
  }
  const committer = await Committer.start({ node, kinds, areas: () => areas, keyring, now }, db, durable)
  const recent = new Recent(committer.position)
  const veils = new Veils()
  const door = openDoor({ db, node, kinds, areas: () => areas, keyring, committer, picture, recent, veils })
  const derive = (names: readonly string[], told?: OpenOptions['onDerived']): Promise<void> =>
    committer.maintain(async (write) => {
      for (const name of names) {
        await reindexKind(db, kinds, name, write, told && ((done) => told(name, done)))
      }
      await markDerived(db, kinds, names)
    })
  if (options.owner) {
    await derive(await staleKinds(db, kinds), options.onDerived)
  }
  const sign = (): Promise<void> => signHead(db, signer, node, keysDir, new Date(now()).toISOString())
  if (options.owner) {
    await sign()
  }
  if (!options.lazy) {
    picture.start()
  }
  const stopPolling = pollForeign(db, committer)

  let closed: Promise<void> | null = null
  const close = async (): Promise<void> => {
    await stopPolling()
    await picture.stop()
    await door.auditor.drain()
    await committer.drain()
    if (options.owner) {
      await sign()
    }
    await db.close()
    if (options.owner && !options.databaseUrl) {
      dropLock(dataDir)
    }
  }
  return {
    ...door,
    files: attachmentFiles({ db, keyring, dataDir, get: door.get }),
    side: sideTables(db, now, keyring),
    async claim(name, who) {
      return options.databaseUrl ? (await import('./postgres-claim.ts')).postgresClaim(options.databaseUrl, name, who) : ownClaim(who)
    },
    facts: facts(db),
    vouch: (use, bytes) => signer.vouch(use, bytes),
    guard: (guard) => committer.guard(guard),
    veil: (veil) => veils.add(veil),
    veiled(reader, record) {
      const cut = veils.of(reader, record)
      return cut && { cut, holdsFiles: veils.holds(record.id) }
    },
    openly: () => veils.openly(),
    onVeil: (listener) => veils.onChange(listener),
    onCommit(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    trail: trailOf({ db, kinds, areas: () => areas, veils }),
    signHead: sign,
    signedHeads: (limit) => newestHeads(db, limit),
    size: () => storeBytes(db, databaseFile(dataDir)),
    ahead: () => aheadMs(db),
    backup: (target, parts) => backupStore(db, { dataDir, databaseFile: databaseFile(dataDir) }, target, new Date(now()).toISOString(), parts),
    verify: (verifying) => verifyStore(db, kinds, keysDir, verifying),
    warmed: () => picture.whenReady(),
    close: () => (closed ??= close()),
  }
}

/** This node's id: random, made once, kept in the database with the beginning of its chain. */
async function nodeOf(db: Db): Promise<string> {
  const read = () => db.all<{ value: string }>("select value from settings where name = 'node'")
  const [known] = await read()
  if (known) {
    return known.value
  }
  const id = `n-${randomBytes(8).toString('hex')}`
  await db.run([
    { sql: "insert into settings (name, value) values ('node', ?) on conflict (name) do nothing", params: [id] },
    { sql: "insert into chains (node, seq, hash) select value, 0, ? from settings where name = 'node' on conflict (node) do nothing", params: [ORIGIN] },
  ])
  const [made] = await read()
  return made?.value ?? id
}

function pollForeign(db: Db, committer: Committer): () => Promise<void> {
  let last: number | null = null
  let running: Promise<void> = Promise.resolve()
  let busy = false
  const look = async (): Promise<void> => {
    const version = await db.foreignVersion()
    if (version !== last || version === null) {
      last = version
      await committer.pull()
    }
  }
  const timer = setInterval(() => {
    if (!busy) {
      busy = true
      // A database that cannot be reached is reported by whoever asks for something.
      running = look().catch(() => {}).finally(() => { busy = false })
    }
  }, FOREIGN_MS)
  timer.unref()
  return async () => {
    clearInterval(timer)
    await running
  }
}
