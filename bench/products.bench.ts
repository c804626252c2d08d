import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { cpSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import type { JsonObject } from '../core/json.ts'
import type { Reader } from '../core/policy.ts'
import type { ProductType } from '../core/product.ts'
import { DOMAINS } from '../domains/index.ts'
import { writeProduct, type OutputFormat } from '../domains/products/server/export.ts'
import { draftOf } from '../domains/products/server/life.ts'
import { handlingOf } from '../domains/products/server/make.ts'
import { SERVER_DOMAINS } from '../domains/server.ts'
import { SYSTEM } from '../server/auth/reader.ts'
import { openStore } from '../server/store/open.ts'
import { benchIncidents } from './data.ts'
import { machine, measure, printTable, round } from './measure.ts'
import { benchFolder, incidentFolder, percentile, verdict } from './mission.ts'

/**
 * Reports made and written on a mission of 200,000 incidents: a daily one of a day with 100 records of its own, and the page of the
 * head of mission over the day that all 200,000 were logged on, which is the worst there is. Making reads everything anew each time.
 * The command line is timed from starting the process to the file. VIGIE_BENCH_INCIDENTS keeps the mission between runs.
 */
const COUNT = Number(process.env['VIGIE_BENCH_RECORDS'] ?? 200_000)
const OF_THE_DAY = 100
const MOST_MS = 2000
const DAY = '2020-05-12'
const DAY_AT = Date.parse('2020-05-11T12:00:00Z')
const ROOT = path.resolve(import.meta.dirname, '..')

const mission = await incidentFolder(COUNT)
const dataDir = path.join(benchFolder(), 'data')
cpSync(mission, dataDir, { recursive: true })
const kinds = DOMAINS.flatMap((domain) => domain.kinds)
const store = await openStore({ dataDir, kinds })
const records = [...benchIncidents(OF_THE_DAY, 7)]
await store.commit(SYSTEM, records.map((record, i) => {
  const at = new Date(DAY_AT + i * 60_000).toISOString()
  const data = { ...record.data, happened: { from: at, precision: 'EXACT' }, reported: at } as JsonObject
  return { id: `bench-day-${i}-c`, record: `bench-day-${i}`, kind: 'incident', type: 'create', at, basedOn: null, patch: { data, handling: { ...record.handling, level: 'U', compartments: [], releasableTo: ['*'], caveats: [] }, workflow: 'submitted' } } as const
}), { receivedAt: () => new Date(DAY_AT).toISOString() })
await store.warmed()

const author: Reader = { ...SYSTEM, clearance: 'C', grants: [{ role: 'JOC-DO', area: null }] }
const make = (type: ProductType, day: string) => draftOf({ store, domains: SERVER_DOMAINS, clocks: { open: () => [] } }, author, { type, day }, Date.now())
const whole = async (type: ProductType, day: string, format: OutputFormat): Promise<number> => {
  const product = await make(type, day)
  return (await writeProduct(product, { ref: 'DRAFT', handling: handlingOf(product.sections, 'UN') }, format, null)).length
}

const daily = await make('DSR', DAY)
const all = daily.sections.find((section) => section.id === 'incidents.sum')?.facts.find((fact) => fact.id === 'all')
assert.ok((all?.total ?? 0) > 0.9 * OF_THE_DAY, `a daily of ${all?.total} records`)
const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)
const rows: string[][] = []
for (const [name, type, day, format] of [
  [`daily of ${all?.total} records, made and written as .docx`, 'DSR', DAY, 'docx'], ['the same as PDF', 'DSR', DAY, 'pdf'], ['the same as 7-bit text', 'DSR', DAY, 'txt'],
  [`page of the head of mission, ${COUNT} records of the day, made`, 'HOM', tomorrow, null], ['the same, made and written as PDF', 'HOM', tomorrow, 'pdf'],
] as const) {
  const times = await measure(() => (format === null ? make(type, day) : whole(type, day, format)), { seconds: 8, warm: 1, most: 20 })
  rows.push([name, round(times.median), round(times.p95), `≤ ${MOST_MS} ms, ${verdict(times.p95, MOST_MS)}`])
}
await store.close()

const times: number[] = []
for (let i = 0; i < 3; i += 1) {
  const began = performance.now()
  await promisify(execFile)(process.execPath, [path.join(ROOT, 'cli', 'main.ts'), 'product', 'daily', path.join(dataDir, 'daily.docx'), '--data', dataDir, '--date', DAY, '--format', 'docx'], { env: { ...process.env, VIGIE_SETUP: 'off' } })
  times.push(performance.now() - began)
}
rows.push(['`bin/vigie product daily … --format docx`, from the start of the process', round(percentile(times, 0.5)), round(Math.max(...times)), ''])
console.log(`${machine()}\n`)
printTable(['what', 'median ms', 'p95 ms', 'goal'], rows)
