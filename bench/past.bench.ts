import { cpSync } from 'node:fs'
import path from 'node:path'
import type { NewAction } from '../core/record.ts'
import { DOMAINS } from '../domains/index.ts'
import { SYSTEM } from '../server/auth/reader.ts'
import { openStore } from '../server/store/open.ts'
import { machine, printTable, round } from './measure.ts'
import { benchFolder, incidentFolder, percentile, verdict } from './mission.ts'

/**
 * What was known at a moment, on a mission of 200,000 incidents of which 5,000 were changed since: the first question
 * about a moment rebuilds them from history, the next ones of the same moment find them. Inside the store, no HTTP.
 * VIGIE_BENCH_INCIDENTS keeps the mission between runs.
 */
const COUNT = Number(process.env['VIGIE_BENCH_RECORDS'] ?? 200_000)
const CHANGED = 5000
const MOMENTS = 12
const MOST_FIRST_MS = 1000
const MOST_NEXT_MS = 300

const mission = await incidentFolder(COUNT)
const dataDir = path.join(benchFolder(), 'data')
cpSync(mission, dataDir, { recursive: true })
const store = await openStore({ dataDir, kinds: DOMAINS.flatMap((domain) => domain.kinds) })
await store.warmed()
const rows: string[][] = []
const said = (name: string, times: readonly number[], most: number): void => {
  const p95 = percentile(times, 0.95)
  rows.push([name, round(percentile(times, 0.5)), round(p95), round(Math.max(...times)), most === 0 ? '' : verdict(p95, most)])
}
const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const before = performance.now()
  await work()
  return performance.now() - before
}
const query = { kind: 'incident', sort: { by: 'happened', dir: 'desc' }, limit: 50 } as const
const now: number[] = []
for (let i = 0; i < MOMENTS; i += 1) {
  now.push(await timed(() => store.list(SYSTEM, query)))
}
said('the list as it stands now', now, 0)

const before = Date.now()
await new Promise((resolve) => setTimeout(resolve, 50))
const step = Math.floor(COUNT / CHANGED)
for (let from = 0; from < CHANGED; from += 500) {
  const batch: NewAction[] = Array.from({ length: Math.min(500, CHANGED - from) }, (_, i) => {
    const record = `01890000-0000-7000-8000-${((from + i) * step).toString(16).padStart(12, '0')}`
    return { id: `${record}-e`, record, kind: 'incident', type: 'edit', at: new Date().toISOString(), basedOn: 1, patch: { fields: { title: `Changed ${from + i}` } } }
  })
  await store.commit(SYSTEM, batch, { bulk: true })
}
await store.warmed()
const [first, next, counts, points, one]: [number[], number[], number[], number[], number[]] = [[], [], [], [], []]
for (let i = 0; i < MOMENTS; i += 1) {
  // Another millisecond is another moment: nothing of it was rebuilt before.
  const at = new Date(before - i * 1000).toISOString()
  first.push(await timed(() => store.known.list(SYSTEM, query, at)))
  next.push(await timed(() => store.known.list(SYSTEM, query, at)))
  counts.push(await timed(() => store.known.facets(SYSTEM, { kind: 'incident' }, ['category', 'severity', 'workflow', 'veracity'], at)))
  points.push(await timed(() => store.known.points(SYSTEM, { kind: 'incident' }, 20_000, at)))
  one.push(await timed(() => store.asOf(SYSTEM, `01890000-0000-7000-8000-${(i * step).toString(16).padStart(12, '0')}`, at)))
}
said(`first list of a moment, ${CHANGED} records rebuilt`, first, MOST_FIRST_MS)
said('next list of the same moment', next, MOST_NEXT_MS)
said('four facets of that moment', counts, MOST_NEXT_MS)
said('20,000 points of that moment', points, MOST_NEXT_MS)
said('one record as it stood', one, MOST_NEXT_MS)
console.log(`# The past\n\n${machine()}. ${COUNT} incidents, ${CHANGED} changed since the moments asked for, ${MOMENTS} moments; inside the store.\n`)
printTable(['question', 'p50 ms', 'p95 ms', 'worst ms', 'goal'], rows)
await store.close()
