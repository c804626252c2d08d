import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Handling } from '../core/handling.ts'
import type { JsonObject } from '../core/json.ts'
import type { Reader } from '../core/policy.ts'
import type { NewAction } from '../core/record.ts'
import { DOMAINS } from '../domains/index.ts'
import { freshDatabase, skipWithoutPostgres } from './postgres.ts'
import { openStore, type OpenedStore } from '../server/store/open.ts'

export const KINDS = DOMAINS.flatMap((d) => d.kinds)

export const SYSTEM: Reader = { user: 'system', name: 'System', org: 'MISSION', side: 'mission', clearance: 'SC', compartments: [], grants: [], purpose: null, system: true }

/** A reader of the mission with some attributes of its own. */
export function reader(user: string, more: Partial<Reader> = {}): Reader {
  return { user, name: user, org: 'MISSION', side: 'mission', clearance: 'SC', compartments: [], grants: [{ role: 'JOC-CH', area: null }], purpose: null, ...more }
}

/** The engines a contract holds for: how to make an empty place, and the reason to skip it. */
export const ENGINES = [
  { name: 'sqlite' as const, skip: false as string | false },
  { name: 'postgres' as const, skip: skipWithoutPostgres() },
]

/** A place for one store: open it, open it again after closing, and remove it. */
export type Ground = { dataDir: string; databaseUrl: string | null; open(): Promise<OpenedStore>; remove(): Promise<void> }

/** An empty data folder, with an empty database of its own for PostgreSQL; or a copy of a place of the same engine whose stores are closed. */
export async function ground(engine: 'sqlite' | 'postgres', from?: Ground): Promise<Ground> {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'vigie-store-'))
  if (from) {
    cpSync(from.dataDir, dataDir, { recursive: true })
  }
  const database = engine === 'postgres' ? await freshDatabase(from?.databaseUrl ? new URL(from.databaseUrl).pathname.slice(1) : undefined) : null
  const opened: OpenedStore[] = []
  return {
    dataDir,
    databaseUrl: database?.url ?? null,
    async open() {
      const store = await openStore({ dataDir, databaseUrl: database?.url ?? null, kinds: KINDS })
      opened.push(store)
      return store
    },
    async remove() {
      await Promise.all(opened.map((store) => store.close()))
      await database?.drop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

let made = 0

/** An id that no other call gives. */
export function freshId(prefix: string): string {
  made += 1
  return `${prefix}-${made}-${crypto.randomUUID().slice(0, 8)}`
}

/** A create action of an incident. */
export function report(data: JsonObject = {}, more: { record?: string; id?: string; handling?: Partial<Handling>; area?: string | null; workflow?: string } = {}): NewAction {
  const handling: Handling = { level: 'U', compartments: [], owner: 'MISSION', releasableTo: ['*'], caveats: [], ...more.handling }
  return {
    id: more.id ?? freshId('act'),
    record: more.record ?? freshId('rec'),
    kind: 'incident',
    type: 'create',
    at: '2026-08-18T13:50:00Z',
    basedOn: null,
    patch: {
      data: { type: 'INCIDENT', title: 'Shots near the market', narrative: 'Shots were heard near the market of Talmé.', category: 'AC.03', happened: { from: '2026-08-18T13:45:00Z', precision: 'EXACT' }, ...data },
      handling,
      ...(more.area === undefined ? {} : { area: more.area }),
      ...(more.workflow === undefined ? {} : { workflow: more.workflow }),
    },
  }
}

/** An action on a record that exists. */
export function action(record: { id: string; kind: string; version: number }, type: string, patch: JsonObject = {}, more: Partial<NewAction> = {}): NewAction {
  return { id: freshId('act'), record: record.id, kind: record.kind, type, at: '2026-08-18T14:00:00Z', basedOn: record.version, patch, ...more }
}

/** An area as a square of degrees. */
export function square(id: string, type: string, parent: string | null, west: number, south: number, east: number, north: number): NewAction {
  const ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
  return {
    id: freshId('act'), record: id, kind: 'area', type: 'create', at: '2026-01-01T00:00:00Z', basedOn: null,
    patch: { data: { name: id, code: id.toUpperCase(), type, polygons: [[ring]], ...(parent === null ? {} : { parent }) } },
  }
}

/** Resolves when the fact holds; rejects after a minute. */
export async function until(fact: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const limit = Date.now() + 60_000
  while (!(await fact())) {
    if (Date.now() > limit) {
      throw new Error(`still not true: ${what}`)
    }
    await delay(5)
  }
}
