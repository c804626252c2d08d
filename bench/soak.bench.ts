import type { CDPSession, Page } from 'playwright-core'
import { PASSWORD, addPerson, ask } from '../e2e/support/people.ts'
import type { Seen } from '../e2e/support/people.ts'
import { dataFolder, removeFolder, startNode } from '../e2e/support/node.ts'
import { launch } from '../test/chromium.ts'
import { machine, printTable } from './measure.ts'

/**
 * A watch of eight hours in minutes: live changes, records opened, the past looked into, pages, looks and the map moved,
 * as many as in a very busy watch, with the page's heap after collection every half hour of the watch. Waits of the page
 * of a minute and more are shortened as the watch is, so that what is kept for a while is let go as it would be.
 * VIGIE_SOAK_HOURS makes it shorter or longer.
 */
const HOURS = Number(process.env['VIGIE_SOAK_HOURS'] ?? 8)
const CHANGES_AN_HOUR = 640
const OPENED_AN_HOUR = 40
const SWITCHES_AN_HOUR = 12
const PASTS_AN_HOUR = 6
const LOOKS_AN_HOUR = 2
const MOVES_AN_HOUR = 30
/** The first hours fill caches that have a limit; growth is counted from then on. */
const WARM_HOURS = 2
const MOST_MB_AN_HOUR = 1
const COMPRESSED = 80
const WRITERS = 4

/** The prototype of the map's class, from the module the page itself has loaded. */
const MAP_PROTOTYPE = `(async () => {
  const file = performance.getEntriesByType('resource').map((entry) => entry.name).find((name) => /maplibre-[^/]*\\.js$/.test(name) && !name.includes('worker'))
  const loaded = file ? Object.values(await import(file)) : []
  for (const one of loaded.flatMap((value) => [value, ...(value && typeof value === 'object' ? Object.values(value) : [])])) {
    if (typeof one === 'function' && one.prototype && 'addSource' in one.prototype && 'addControl' in one.prototype) { return one.prototype }
  }
  return null
})()`
/** How many answers the page keeps in memory: its store of them, found on the way down from the root. */
const QUERIES = `(() => {
  const root = document.getElementById('root')
  let at = root[Object.keys(root).find((key) => key.startsWith('__reactContainer'))]
  for (let depth = 0; at && depth < 60; depth += 1) {
    const client = at.memoizedProps && at.memoizedProps.client
    if (client && client.getQueryCache) { return client.getQueryCache().getAll().length }
    at = at.child
  }
  return -1
})()`

type Counted = { hour: number; mb: number; nodes: number; detached: number; listeners: number; queries: number; maps: number; sources: number; images: number; records: number }

const node = await startNode({ dataDir: dataFolder('soak') })
const browser = await launch()
const counted: Counted[] = []
const latency: number[] = []
const began = performance.now()
let made = 0
try {
  await fetch(`${node.url}/api/setup/mission`, {
    method: 'POST', headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
    body: JSON.stringify({ mission: { name: 'Soak', zone: 'UTC', languages: ['en'], bounds: [-5.5, 14, -2, 17], exercise: false, org: 'T' }, admin: { login: 'admin', name: 'Admin', password: PASSWORD }, areas: [], units: [] }),
  })
  const writer = await addPerson(node, 'writer', { role: 'JOC-DO' })
  await addPerson(node, 'ben', { role: 'JOC-DO' })
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' })
  await context.addInitScript(`for (const name of ['setTimeout', 'setInterval']) { const own = window[name].bind(window); window[name] = (work, ms, ...more) => own(work, ms >= 60000 ? ms / ${COMPRESSED} : ms, ...more) }`)
  const page = await context.newPage()
  await page.goto(node.url)
  await page.locator('#login').fill('ben')
  await page.locator('#password').fill(PASSWORD)
  await page.locator('form button[type=submit]').click()
  await page.locator('.quicklog textarea').waitFor()
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('HeapProfiler.enable')
  await cdp.send('Performance.enable')
  const known: Seen[] = []
  const change = async (): Promise<void> => {
    made += 1
    const n = made
    const standing = n % 4 === 0 ? known[(n * 31) % known.length] : undefined
    if (standing) {
      known[known.indexOf(standing)] = await ask<Seen>(node, writer, `/api/records/${standing.id}/actions`, { type: 'edit', basedOn: standing.version, at: new Date().toISOString(), patch: { fields: { title: `Soak ${n}` } } })
      return
    }
    known.push(await ask<Seen>(node, writer, '/api/records', {
      kind: 'incident', workflow: 'submitted', at: new Date().toISOString(),
      data: { type: 'INCIDENT', title: `Soak ${n}`, narrative: 'Told by radio. '.repeat(20), category: 'AC.03', happened: { from: new Date(Date.now() - 60_000).toISOString(), precision: 'EXACT' }, place: { lon: -5 + (n % 200) / 80, lat: 14.2 + (n % 130) / 60, precision: 2, radiusM: 500, method: 'GRID' } },
    }))
    if (known.length > 400) {
      known.shift()
    }
  }
  await change()
  counted.push(await count(cdp, page, 0))
  for (let half = 1; half <= HOURS * 2; half += 1) {
    let left = CHANGES_AN_HOUR / 2
    const changes = Promise.all(Array.from({ length: WRITERS }, async () => {
      while (left > 0) {
        left -= 1
        await change()
      }
    }))
    await watch(page, half)
    await changes
    await page.locator('.logrows .logrow').first().waitFor()
    await page.waitForTimeout(1500)
    const now = await count(cdp, page, half / 2)
    counted.push(now)
    console.error(JSON.stringify(now))
  }
} finally {
  await browser.close()
  await node.stop()
  removeFolder(node.dataDir)
}
latency.sort((a, b) => a - b)
const late = counted.filter(({ hour }) => hour >= Math.min(WARM_HOURS, HOURS / 2))
console.log(`# A watch of ${HOURS} hours\n\n${machine()}. ${made} live changes in ${((performance.now() - began) / 1000).toFixed(0)} s; an hour of the watch has ${CHANGES_AN_HOUR} changes, ${OPENED_AN_HOUR} records opened, ${SWITCHES_AN_HOUR} pages, ${PASTS_AN_HOUR} looks into the past and back, ${LOOKS_AN_HOUR} changes of theme, ${MOVES_AN_HOUR} moves of the map. Heap after collection.\n`)
printTable(['hour', 'heap MB', 'nodes', 'detached', 'listeners', 'queries kept', 'maps', 'sources', 'images', 'records'], counted.map((c) => [c.hour.toFixed(1), c.mb.toFixed(1), c.nodes, c.detached, c.listeners, c.queries, c.maps, c.sources, c.images, c.records]))
console.log(`\nGrowth an hour after the first ${Math.min(WARM_HOURS, HOURS / 2)}: heap ${slope('mb').toFixed(2)} MB (limit ${MOST_MB_AN_HOUR}), nodes ${slope('nodes').toFixed(0)}, detached ${slope('detached').toFixed(0)}, listeners ${slope('listeners').toFixed(0)}, queries ${slope('queries').toFixed(0)}. A record opened in ${latency[Math.floor(latency.length / 2)]?.toFixed(0)} ms, p95 ${latency[Math.floor(latency.length * 0.95)]?.toFixed(0)} ms.`)

/** What an officer does in half an hour. */
async function watch(page: Page, half: number): Promise<void> {
  const go = (to: string): Promise<unknown> => page.evaluate(`history.pushState(null, '', ${JSON.stringify(to)}); dispatchEvent(new PopStateEvent('popstate'))`)
  for (let i = 0; i < OPENED_AN_HOUR / 2; i += 1) {
    const before = performance.now()
    // Rows move under the hand while reports come in.
    await page.locator('.logrows .logrow').nth(i % 8).dispatchEvent('click')
    await page.locator('.recordpanel').waitFor()
    latency.push(performance.now() - before)
    await page.keyboard.press('Escape')
  }
  for (let i = 0; i < MOVES_AN_HOUR / 2; i += 1) {
    await page.mouse.move(700, 350)
    await page.mouse.down()
    await page.mouse.move(700 + (i % 2 === 0 ? 80 : -80), 350 + (i % 3 === 0 ? 50 : -25), { steps: 3 })
    await page.mouse.up()
    await page.mouse.wheel(0, i % 2 === 0 ? -240 : 240)
    await page.waitForTimeout(80)
  }
  for (let i = 0; i < PASTS_AN_HOUR / 2; i += 1) {
    await go(`/?at=${new Date(Date.now() - (i + 1) * 7000).toISOString()}`)
    await page.locator('.pastbar').waitFor()
    await page.waitForTimeout(250)
    await go('/')
    await page.locator('.pastbar').waitFor({ state: 'detached' })
  }
  for (let i = 0; i < SWITCHES_AN_HOUR / 2; i += 1) {
    await go(['/k/incident', '/', '/device', '/', '/analysis', '/'][i % 6]!)
    await page.waitForTimeout(250)
  }
  for (let i = 0; i < LOOKS_AN_HOUR / 2; i += 1) {
    await page.emulateMedia({ colorScheme: (half + i) % 2 === 0 ? 'light' : 'dark' })
    await page.waitForTimeout(1000)
  }
}

/** The page after collection: its heap, what hangs on the document and what does not, kept answers, and what the maps hold. */
async function count(cdp: CDPSession, page: Page, hour: number): Promise<Counted> {
  await cdp.send('HeapProfiler.collectGarbage')
  await cdp.send('HeapProfiler.collectGarbage')
  const { usedSize } = await cdp.send('Runtime.getHeapUsage')
  const { metrics } = await cdp.send('Performance.getMetrics')
  const of = (name: string): number => metrics.find((metric) => metric.name === name)?.value ?? 0
  const all = async (prototype: string, work: string): Promise<unknown> => {
    const { result } = await cdp.send('Runtime.evaluate', { expression: prototype, awaitPromise: true })
    if (result.objectId === undefined) {
      return null
    }
    const { objects } = await cdp.send('Runtime.queryObjects', { prototypeObjectId: result.objectId })
    const answer = await cdp.send('Runtime.callFunctionOn', { objectId: objects.objectId ?? '', functionDeclaration: `function () { return (${work})(this) }`, returnByValue: true })
    await cdp.send('Runtime.releaseObject', { objectId: objects.objectId ?? '' })
    await cdp.send('Runtime.releaseObject', { objectId: result.objectId })
    return answer.result.value
  }
  const detached = (await all('Node.prototype', '(nodes) => nodes.filter((node) => { try { return !node.isConnected && node.nodeType === 1 } catch { return false } }).length')) as number
  const maps = (await all(MAP_PROTOTYPE, '(maps) => maps.filter((map) => map.style).map((map) => [Object.keys(map.style.tileManagers ?? map.style.sourceCaches ?? {}).length, map.style.listImages().length])')) as [number, number][] | null
  const queries = await page.evaluate(QUERIES)
  return { hour, mb: usedSize / 1e6, nodes: of('Nodes'), detached, listeners: of('JSEventListeners'), queries: Number(queries), maps: maps?.length ?? 0, sources: maps?.[0]?.[0] ?? 0, images: maps?.[0]?.[1] ?? 0, records: made }
}

function slope(of: 'mb' | 'nodes' | 'detached' | 'listeners' | 'queries'): number {
  const [meanHour, mean] = [average(late.map((c) => c.hour)), average(late.map((c) => c[of]))]
  return late.reduce((sum, c) => sum + (c.hour - meanHour) * (c[of] - mean), 0) / late.reduce((sum, c) => sum + (c.hour - meanHour) ** 2, 0)
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
