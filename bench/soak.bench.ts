import { PASSWORD, addPerson, ask } from '../e2e/support/people.ts'
import { dataFolder, removeFolder, startNode } from '../e2e/support/node.ts'
import { launch } from '../test/chromium.ts'
import { machine, printTable } from './measure.ts'

/**
 * A watch of eight hours in minutes: live changes, records opened, ranges and pages changed, as many as in a busy watch,
 * with the page's heap after collection every half hour of the watch. VIGIE_SOAK_HOURS makes it shorter or longer.
 */
const HOURS = Number(process.env['VIGIE_SOAK_HOURS'] ?? 8)
const CHANGES_AN_HOUR = 120
const OPENED_AN_HOUR = 40
const SWITCHES_AN_HOUR = 16
/** The first hour fills caches that have a limit; growth is counted from then on. */
const WARM_HOURS = 1
const MOST_MB_AN_HOUR = 1

const node = await startNode({ dataDir: dataFolder('soak') })
const browser = await launch()
const rows: string[][] = []
const heaps: { hour: number; mb: number }[] = []
const latency: number[] = []
try {
  await fetch(`${node.url}/api/setup/mission`, {
    method: 'POST', headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
    body: JSON.stringify({ mission: { name: 'Soak', zone: 'UTC', languages: ['en'], bounds: [-5.5, 14, -2, 17], exercise: false, org: 'T' }, admin: { login: 'admin', name: 'Admin', password: PASSWORD }, areas: [], units: [] }),
  })
  const writer = await addPerson(node, 'writer', { role: 'JOC-DO' })
  await addPerson(node, 'ben', { role: 'JOC-DO' })
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' })).newPage()
  await page.goto(node.url)
  await page.locator('#login').fill('ben')
  await page.locator('#password').fill(PASSWORD)
  await page.locator('form button[type=submit]').click()
  await page.locator('.quicklog textarea').waitFor()
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('HeapProfiler.enable')
  await cdp.send('Performance.enable')
  let made = 0
  for (let half = 0; half <= HOURS * 2; half += 1) {
    if (half > 0) {
      for (let i = 0; i < CHANGES_AN_HOUR / 2; i += 1) {
        made += 1
        await ask(node, writer, '/api/records', {
          kind: 'incident', workflow: 'submitted', at: new Date().toISOString(),
          data: { type: 'INCIDENT', title: `Soak ${made}`, narrative: 'Told by radio. '.repeat(20), category: 'AC.03', happened: { from: new Date(Date.now() - 60_000).toISOString(), precision: 'EXACT' }, place: { lon: -5 + (made % 200) / 80, lat: 14.2 + (made % 130) / 60, precision: 2, radiusM: 500, method: 'GRID' } },
        })
      }
      for (let i = 0; i < OPENED_AN_HOUR / 2; i += 1) {
        const began = performance.now()
        await page.locator('.logrows .logrow').nth(i % 8).click()
        await page.locator('.recordpanel').waitFor()
        latency.push(performance.now() - began)
        await page.keyboard.press('Escape')
      }
      for (let i = 0; i < SWITCHES_AN_HOUR / 2; i += 1) {
        const to = ['/k/incident', '/', '/device', '/'][i % 4]
        await page.evaluate(`history.pushState(null, '', '${to}'); dispatchEvent(new PopStateEvent('popstate'))`)
        await page.waitForTimeout(250)
      }
      await page.locator('.logrows .logrow').first().waitFor()
    }
    await cdp.send('HeapProfiler.collectGarbage')
    const { usedSize } = await cdp.send('Runtime.getHeapUsage')
    const { metrics } = await cdp.send('Performance.getMetrics')
    const of = (name: string): number => metrics.find((metric) => metric.name === name)?.value ?? 0
    heaps.push({ hour: half / 2, mb: usedSize / 1e6 })
    rows.push([(half / 2).toFixed(1), (usedSize / 1e6).toFixed(1), String(of('JSEventListeners')), String(of('Nodes')), String(made)])
  }
} finally {
  await browser.close()
  await node.stop()
  removeFolder(node.dataDir)
}
const counted = heaps.filter(({ hour }) => hour >= Math.min(WARM_HOURS, HOURS / 2))
const [meanHour, meanMb] = [mean(counted.map((h) => h.hour)), mean(counted.map((h) => h.mb))]
const slope = counted.reduce((sum, h) => sum + (h.hour - meanHour) * (h.mb - meanMb), 0) / counted.reduce((sum, h) => sum + (h.hour - meanHour) ** 2, 0)
latency.sort((a, b) => a - b)
console.log(`# A watch of ${HOURS} hours\n\n${machine()}. ${CHANGES_AN_HOUR} live changes, ${OPENED_AN_HOUR} records opened and ${SWITCHES_AN_HOUR} pages changed an hour of the watch; heap after collection.\n`)
printTable(['hour', 'heap MB', 'listeners', 'nodes', 'records'], rows)
console.log(`\nGrowth ${slope.toFixed(2)} MB an hour (limit ${MOST_MB_AN_HOUR}); a record opened in ${latency[Math.floor(latency.length / 2)]?.toFixed(0)} ms, p95 ${latency[Math.floor(latency.length * 0.95)]?.toFixed(0)} ms.`)

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
