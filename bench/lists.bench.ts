import path from 'node:path'
import type { NewAction } from '../core/record.ts'
import { DOMAINS } from '../domains/index.ts'
import { createApp } from '../server/app.ts'
import { createAccount } from '../server/auth/accounts.ts'
import { createToken } from '../server/auth/api-tokens.ts'
import { SYSTEM } from '../server/auth/reader.ts'
import { readConfig } from '../server/config.ts'
import { openStore } from '../server/store/open.ts'
import { launch } from '../test/chromium.ts'
import { benchIncidents } from './data.ts'
import { machine, measure, printTable, round } from './measure.ts'
import { benchFolder, percentile } from './mission.ts'

/** A list of 100,000 rows: reading rows by position over HTTP, and scrolling them in Chromium. Needs a built web. */
const COUNT = Number(process.env['VIGIE_BENCH_RECORDS'] ?? 100_000)
const BATCH = 2000
const PASSWORD = 'seven calm harbour lanterns'
const webDir = process.env['VIGIE_BENCH_WEB'] ?? path.resolve(import.meta.dirname, '..', 'dist', 'web')

const dataDir = path.join(benchFolder(), 'data')
const store = await openStore({ dataDir, kinds: DOMAINS.flatMap((domain) => domain.kinds) })
let batch: NewAction[] = [{ id: 'bench-mission', record: 'mission', kind: 'mission', type: 'create', at: new Date().toISOString(), basedOn: null, patch: { data: { name: 'Bench', zone: 'UTC', languages: ['en'], bounds: [-6, 11, 4, 18], exercise: true, org: 'UN' } } }]
for (const record of benchIncidents(COUNT)) {
  batch.push({ id: `${record.id}-c`, record: record.id, kind: 'incident', type: 'create', at: record.createdAt, basedOn: null, patch: { data: record.data, handling: { ...record.handling, level: 'U', compartments: [], releasableTo: ['*'], caveats: [] }, workflow: 'submitted' } })
  if (batch.length >= BATCH) {
    await store.commit(SYSTEM, batch, { bulk: true })
    batch = []
  }
}
await store.commit(SYSTEM, batch, { bulk: true })
await store.warmed()
const node = await createApp({ store, dataDir, config: { ...readConfig({}, webDir), logLevel: 'error', requestsPerMinute: 1e9 } })
const port = await node.listen({ port: 0, host: '127.0.0.1' })
const account = await createAccount(store, SYSTEM, { login: 'bench', name: 'Duty officer', org: 'UN', side: 'mission', clearance: 'SC', compartments: [], grants: [{ role: 'JOC-DO', area: null }] }, PASSWORD)
const { value } = await createToken(store, account.id, 'bench', 1, Date.now())

async function rows(offset: number, more = ''): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${port}/api/window?kind=incident&limit=100&offset=${offset}${more}`, { headers: { authorization: `Bearer ${value}` } })
  const { total } = (await response.json()) as { total: number }
  return total
}
const total = await rows(0)
const place = (i: number): number => (i * 7919) % Math.max(1, total - 100)
const table: string[][] = []
for (const [name, work] of [
  ['100 rows anywhere, order kept', (i: number) => rows(place(i))],
  ['100 rows anywhere, a new question each time', (i: number) => rows(place(i), `&axis=logged&from=${new Date(Date.UTC(2023, 0, 1) - 1000 - i).toISOString()}`)],
] as const) {
  const { median, p95, runs } = await measure(work, { seconds: 4, most: 300, warm: 5 })
  table.push([name, `${round(median)} ms`, `${round(p95)} ms`, String(runs)])
}

const browser = await launch()
const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
await page.goto(`http://127.0.0.1:${port}/k/incident`)
await page.locator('#login').fill('bench')
await page.locator('#password').fill(PASSWORD)
await page.locator('form button[type=submit]').click()
await page.locator('.tr[data-index="20"] .mono').waitFor()
/** Time between frames (ms) while the list moves by `step` pixels every frame. */
async function scrolling(step: number, frames: number): Promise<number[]> {
  return page.locator('.tablebox').evaluate(async (box, [by, count]) => {
    const times: number[] = []
    // Runs in the page, whose globals the types of a program on the node do not have.
    const { requestAnimationFrame: nextFrame } = globalThis as unknown as { requestAnimationFrame(run: (at: number) => void): number }
    let before = await new Promise<number>(nextFrame)
    for (let i = 0; i < count; i += 1) {
      box.scrollTop += by
      const now = await new Promise<number>(nextFrame)
      times.push(now - before)
      before = now
    }
    return times
  }, [step, frames] as const)
}
for (const [name, step, frames] of [['scrolled by hand (120 px a frame)', 120, 300], ['scrolled fast (1,200 px a frame)', 1200, 300], ['thrown from end to end (12,000 px a frame)', 12_000, 200]] as const) {
  await page.locator('.tablebox').evaluate((box) => { box.scrollTop = 0 })
  const times = await scrolling(step, frames)
  table.push([name, `${round(percentile(times, 0.5))} ms`, `${round(percentile(times, 0.95))} ms`, String(times.length)])
}
await page.locator('.tablebox').focus()
const began = performance.now()
await page.keyboard.press('End')
await page.locator(`.tr[data-index="${total - 1}"] .mono`).waitFor()
table.push(['End pressed until the last row is read', `${round(performance.now() - began)} ms`, '', '1'])
console.log(`# A long list\n\n${machine()}. ${total} rows; Chromium without a graphics card, 1280 × 800. Times of scrolling are those between frames.\n`)
printTable(['what', 'median', 'p95', 'runs'], table)
await browser.close()
await node.close()
await store.close()
