import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import type { Kind } from '../../core/kind.ts'
import { Problem } from '../../core/problem.ts'
import { localParts } from '../../core/time-local.ts'
import { missionDay, missionOf } from '../http/mission.ts'
import { checkBackup, type Manifest } from '../store/backup.ts'
import type { NodeStore } from '../store/face.ts'
import { restoreStore } from '../store/restore.ts'
import type { JobControl } from './runner.ts'

const LOOK_MS = 60_000
/** After one that failed the next is tried. */
const AGAIN_MS = 3_600_000
const NAME = /^vigie-\d{8}T\d{6}Z$/
const LISTED = 100
const PLAN = 'backup-plan'
const CHECKED = 'backup-checked:'
const FAILED = 'backup-failed'

/** When backups are made by themselves, in mission-local time, and how many of them stay. */
/** `maps`: the maps the mission added go along. */
export type BackupPlan = { daily: boolean; hour: number; keep: number; maps: boolean }
/** What a trial showed; `restored` false where only the files could be compared. */
export type BackupTrial = { at: string; ok: boolean; restored: boolean; records: number; detail: string }
export type BackupView = { name: string; createdAt: string; bytes: number; files: number; dialect: string; /** Maps in it; null for one that was asked to hold none. */ maps: { files: number; leftOut: string[] } | null; trial: BackupTrial | null }

type Parts = { store: NodeStore; dataDir: string; folder: string | null; kinds: readonly Kind[]; clock: () => number; log: { error(fields: object, text: string): void } }

/** Backups of the running store in one folder: made when asked or daily, tried, and thinned out. */
export class Backups {
  readonly folder: string
  readonly #parts: Parts
  readonly #timer: NodeJS.Timeout
  #work: Promise<unknown> = Promise.resolve()
  #triedAt = -Infinity

  constructor(parts: Parts) {
    this.#parts = parts
    this.folder = path.resolve(parts.folder ?? path.join(parts.dataDir, 'backups'))
    this.#timer = setInterval(() => void this.look().catch((error: unknown) => parts.log.error({ err: error }, 'the daily backup was not looked at')), LOOK_MS)
    this.#timer.unref()
  }

  async plan(): Promise<BackupPlan> {
    return { daily: false, hour: 3, keep: 14, maps: true, ...(JSON.parse((await this.#parts.store.side.setting(PLAN)) ?? '{}') as Partial<BackupPlan>) }
  }

  async setPlan(plan: BackupPlan): Promise<void> {
    await this.#parts.store.side.setSetting(PLAN, JSON.stringify(plan))
  }

  /** Why the last daily one was not made; null when it was. */
  async failure(): Promise<{ at: string; detail: string } | null> {
    return JSON.parse((await this.#parts.store.side.setting(FAILED)) ?? 'null') as { at: string; detail: string } | null
  }

  /** The newest hundred, newest first, and how many there are. */
  async list(): Promise<{ items: BackupView[]; total: number }> {
    const names = await this.#names()
    const trials = new Map((await this.#parts.store.side.settings(CHECKED)).map(({ name, value }) => [name.slice(CHECKED.length), JSON.parse(value) as BackupTrial]))
    const items = await Promise.all(names.slice(0, LISTED).map(async (name): Promise<BackupView[]> => {
      const manifest = await readManifest(path.join(this.folder, name))
      return manifest ? [{ name, createdAt: manifest.createdAt, bytes: manifest.files.reduce((sum, file) => sum + file.size, 0), files: manifest.files.length, dialect: manifest.dialect, maps: mapsOf(manifest), trial: trials.get(name) ?? null }] : []
    }))
    return { items: items.flat(), total: names.length }
  }

  /** Make one now. Throws Problem or an error of the disk. */
  make(control?: JobControl): Promise<{ name: string; bytes: number; removed: number }> {
    return this.#alone(async () => {
      const { store, clock } = this.#parts
      control?.progress(0, 3)
      await mkdir(this.folder, { recursive: true, mode: 0o700 })
      const name = `vigie-${new Date(clock()).toISOString().replace(/[-:]/g, '').replace(/\.\d+/, '')}`
      const target = path.join(this.folder, name)
      const { daily, keep, maps } = await this.plan()
      const [before] = await this.#names()
      const manifest = await store.backup(target, { maps, before: before === undefined ? null : path.join(this.folder, before) })
      control?.progress(1, 3)
      await checkBackup(target)
      control?.progress(2, 3)
      const old = daily ? (await this.#names()).slice(keep) : []
      for (const one of old) {
        await rm(path.join(this.folder, one), { recursive: true, force: true })
      }
      await store.side.setSetting(FAILED, 'null')
      control?.progress(3, 3)
      return { name, bytes: manifest.files.reduce((sum, file) => sum + file.size, 0), removed: old.length }
    })
  }

  /** Restore one into a folder of its own, verify it there, and throw that away; the store in use is not touched. */
  trial(name: string, control?: JobControl): Promise<BackupTrial> {
    return this.#alone(async () => {
      const { store, kinds, clock } = this.#parts
      const folder = this.#folderOf(name)
      const at = new Date(clock()).toISOString()
      const scratch = await mkdtemp(path.join(os.tmpdir(), 'vigie-trial-'))
      control?.progress(0, 2)
      let trial: BackupTrial
      try {
        const manifest = await checkBackup(folder)
        control?.progress(1, 2)
        const restored = manifest.dialect === 'sqlite' ? await restoreStore(folder, { dataDir: path.join(scratch, 'data'), kinds, maps: false, now: clock() }) : null
        trial = { at, ok: true, restored: restored !== null, records: restored?.verification.records ?? 0, detail: '' }
      } catch (error) {
        if (!(error instanceof Problem)) {
          throw error
        }
        trial = { at, ok: false, restored: false, records: 0, detail: error.message }
      } finally {
        await rm(scratch, { recursive: true, force: true })
      }
      await store.side.setSetting(CHECKED + name, JSON.stringify(trial))
      control?.progress(2, 2)
      return trial
    })
  }

  /** Make the day's backup when its hour has come and none was made on this day of the mission. */
  async look(): Promise<void> {
    const { store, clock, log } = this.#parts
    const plan = await this.plan()
    const mission = await missionOf(store)
    const now = clock()
    if (!plan.daily || localParts(now, mission?.zone ?? 'UTC').hour < plan.hour || now - this.#triedAt < AGAIN_MS) {
      return
    }
    const newest = await this.#newest()
    if (newest && missionDay(mission, Date.parse(newest.createdAt)) === missionDay(mission, now)) {
      return
    }
    this.#triedAt = now
    await this.make().catch(async (error: unknown) => {
      log.error({ err: error }, 'the daily backup failed')
      await store.side.setSetting(FAILED, JSON.stringify({ at: new Date(now).toISOString(), detail: error instanceof Error ? error.message : String(error) }))
    })
  }

  /** No further one is begun; one under way is finished. */
  async close(): Promise<void> {
    clearInterval(this.#timer)
    await this.#work.catch(() => {})
  }

  /** Of the newest that can be read; manifests grow with the files of a mission, so no more of them is opened. */
  async #newest(): Promise<Manifest | null> {
    for (const name of await this.#names()) {
      const manifest = await readManifest(path.join(this.folder, name))
      if (manifest) {
        return manifest
      }
    }
    return null
  }

  async #names(): Promise<string[]> {
    const names = await readdir(this.folder).catch(() => [])
    return names.filter((name) => NAME.test(name)).sort().reverse()
  }

  #folderOf(name: string): string {
    if (!NAME.test(name)) {
      throw new Problem('not-found', 'there is no such backup')
    }
    return path.join(this.folder, name)
  }

  #alone<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#work.catch(() => {}).then(work)
    this.#work = mine
    return mine
  }
}

function mapsOf({ files, mapsLeftOut }: Manifest): BackupView['maps'] {
  return mapsLeftOut ? { files: files.filter((file) => file.name.startsWith('maps/')).length, leftOut: mapsLeftOut } : null
}

async function readManifest(folder: string): Promise<Manifest | null> {
  try {
    return JSON.parse(await readFile(path.join(folder, 'manifest.json'), 'utf8')) as Manifest
  } catch {
    return null
  }
}
