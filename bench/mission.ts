import { execFile } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import type { JsonObject } from '../core/json.ts'
import type { NewAction } from '../core/record.ts'
import { DOMAINS } from '../domains/index.ts'
import { SYSTEM } from '../server/auth/reader.ts'
import { openStore } from '../server/store/open.ts'
import { DAYS, START, benchIncidents } from './data.ts'

const ROOT = path.resolve(import.meta.dirname, '..')
const made: string[] = []
process.on('exit', () => made.forEach((folder) => rmSync(folder, { recursive: true, force: true })))

/** An empty folder, removed when the process ends. */
export function benchFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'vigie-bench-'))
  made.push(folder)
  return folder
}

/**
 * A data folder with the sample mission (some 73,000 records), loaded by the command line. With
 * `VIGIE_BENCH_DATA` a copy of that folder, so that several runs need not load it again.
 */
export async function sampleFolder(): Promise<string> {
  const folder = path.join(benchFolder(), 'data')
  const given = process.env['VIGIE_BENCH_DATA']
  if (given !== undefined && given !== '') {
    cpSync(given, folder, { recursive: true })
    return folder
  }
  await promisify(execFile)(process.execPath, [path.join(ROOT, 'cli', 'main.ts'), 'sample', '--data', folder], { maxBuffer: 1 << 24 })
  return folder
}

/** A value of a percentile, 0 to 1. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

/** `≤ 250 ms: yes` or how far it is missed. */
export function verdict(value: number, most: number): string {
  return value <= most ? 'held' : `missed by ${(value / most).toFixed(2)} ×`
}

/**
 * A data folder with `count` generated incidents over the three years before now, open to everybody in the mission. With
 * `VIGIE_BENCH_INCIDENTS` that folder is used as it stands, or made there when it is empty, so that several runs share it.
 */
export async function incidentFolder(count: number): Promise<string> {
  const given = process.env['VIGIE_BENCH_INCIDENTS']
  const folder = given === undefined || given === '' ? path.join(benchFolder(), 'data') : given
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    return folder
  }
  const store = await openStore({ dataDir: folder, kinds: DOMAINS.flatMap((domain) => domain.kinds) })
  const shift = Date.now() - (START + DAYS * 86_400_000) - 3_600_000
  const later = (text: string | undefined): string | undefined => text && new Date(Date.parse(text) + shift).toISOString()
  let batch: NewAction[] = [{ id: 'bench-mission', record: 'mission', kind: 'mission', type: 'create', at: new Date().toISOString(), basedOn: null, patch: { data: { name: 'Bench', zone: 'UTC', languages: ['en'], bounds: [-6, 11, 4, 18], exercise: true, org: 'UN' } } }]
  for (const record of benchIncidents(count)) {
    const { happened } = record.data as { happened?: { from: string; to?: string; precision: string } }
    const data = { ...record.data, ...(happened ? { happened: { from: later(happened.from), ...(happened.to ? { to: later(happened.to) } : {}), precision: happened.precision } } : {}) } as JsonObject
    batch.push({ id: `${record.id}-c`, record: record.id, kind: 'incident', type: 'create', at: later(record.createdAt) ?? record.createdAt, basedOn: null, patch: { data, handling: { ...record.handling, level: 'U', compartments: [], releasableTo: ['*'], caveats: [] }, workflow: 'submitted' } })
    if (batch.length >= 2000) {
      await store.commit(SYSTEM, batch, { bulk: true })
      batch = []
    }
  }
  await store.commit(SYSTEM, batch, { bulk: true })
  await store.close()
  return folder
}
