import path from 'node:path'
import type { NewAction } from '../core/record.ts'
import { DOMAINS } from '../domains/index.ts'
import { createApp } from '../server/app.ts'
import { createAccount } from '../server/auth/accounts.ts'
import { createToken } from '../server/auth/api-tokens.ts'
import { SYSTEM } from '../server/auth/reader.ts'
import { readConfig } from '../server/config.ts'
import { openStore } from '../server/store/open.ts'
import { benchIncidents } from './data.ts'
import { machine, measure, printTable, round } from './measure.ts'
import { benchFolder, verdict } from './mission.ts'

/** What a screen asks when it opens, over HTTP on the same machine, as a duty officer who does not see everything. */
const COUNT = Number(process.env['VIGIE_BENCH_RECORDS'] ?? 200_000)
const MOST_MS = 300
const BATCH = 2000

const dataDir = path.join(benchFolder(), 'data')
const store = await openStore({ dataDir, kinds: DOMAINS.flatMap((domain) => domain.kinds) })
let batch: NewAction[] = []
for (const record of benchIncidents(COUNT)) {
  batch.push({ id: `${record.id}-c`, record: record.id, kind: 'incident', type: 'create', at: record.createdAt, basedOn: null, patch: { data: record.data, handling: record.handling, workflow: 'submitted' } })
  if (batch.length === BATCH) {
    await store.commit(SYSTEM, batch, { bulk: true })
    batch = []
  }
}
await store.commit(SYSTEM, batch, { bulk: true })
await store.warmed()
const node = await createApp({ store, dataDir, config: { ...readConfig({}, null), logLevel: 'error', requestsPerMinute: 1e9 } })
const port = await node.listen({ port: 0, host: '127.0.0.1' })
const account = await createAccount(store, SYSTEM, { login: 'bench', name: 'Duty officer', org: 'UN', side: 'mission', clearance: 'C', compartments: ['HR'], grants: [{ role: 'JOC-DO', area: null }] }, null)
const { value } = await createToken(store, account.id, 'bench', 1, Date.now())

async function ask(address: string): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${port}${address}`, { headers: { authorization: `Bearer ${value}` } })
  const bytes = (await response.arrayBuffer()).byteLength
  if (response.status !== 200) {
    throw new Error(`${address} was answered ${response.status}`)
  }
  return bytes
}

// Every run another question, so that no answer kept from the run before is measured.
const fresh = (i: number): string => `from=${new Date(Date.UTC(2023, 0, 1) - 1000 - i).toISOString()}`
const PATHS: [string, (i: number) => string][] = [
  ['list, first page of 50', (i) => `/api/records?kind=incident&limit=50&${fresh(i)}`],
  ['list with words and order by severity', (i) => `/api/records?kind=incident&limit=50&q=ka&sort=-severity&${fresh(i)}`],
  ['facet counts beside the list', (i) => `/api/facets?kind=incident&facets=family,category,area,weapon&${fresh(i)}`],
  ['map, 20,000 points', (i) => `/api/points?kind=incident&limit=20000&${fresh(i)}`],
  ['map, the tile that holds everything', (i) => `/api/tiles/incident/4/7/7.mvt?${fresh(i)}`],
  ['map, a tile of a district', (i) => `/api/tiles/incident/9/256/233.mvt?${fresh(i)}`],
]
const total = ((await (await fetch(`http://127.0.0.1:${port}/api/records?kind=incident&limit=0`, { headers: { authorization: `Bearer ${value}` } })).json()) as { total: number }).total
const rows: string[][] = []
for (const [name, address] of PATHS) {
  const bytes = await ask(address(0))
  const { median, p95, runs } = await measure((i) => ask(address(i + 1)), { seconds: 4, most: 200, warm: 5 })
  rows.push([name, `${round(median)} ms`, `${round(p95)} ms`, `${Math.round(bytes / 1024)} kB`, String(runs), verdict(p95, MOST_MS)])
}
console.log(`# First page of a screen\n\n${machine()}. ${COUNT} incidents in the embedded store, of which the reader sees ${total}; HTTP with sign-in, need-to-know, JSON and compression, on this machine.\n`)
printTable(['what', 'median', 'p95', 'size', 'runs', `p95 ≤ ${MOST_MS} ms`], rows)
await node.close()
await store.close()
