import type { Page } from 'playwright-core'
import { PASSWORD, addPerson } from '../e2e/support/people.ts'
import { startNode } from '../e2e/support/node.ts'
import { launch } from '../test/chromium.ts'
import { machine, printTable } from './measure.ts'
import { incidentFolder, percentile, verdict } from './mission.ts'

/**
 * What a person feels on a mission of 200,000 incidents, in two figures. The page: from the key or click until its scripts,
 * styles, layout and painting are done, which is the product's own. The screen: until the next picture is shown, as Chromium
 * measures it (Event Timing, the longest event of an interaction, to 8 ms), which here holds the drawing of page and map
 * without a graphics card. VIGIE_BENCH_INCIDENTS keeps the mission between runs.
 */
const COUNT = Number(process.env['VIGIE_BENCH_RECORDS'] ?? 200_000)
const MOST_MS = 100
const TIMES = Number(process.env['VIGIE_BENCH_RUNS'] ?? 20)
/** Interactions shorter than this are not told; they count as so long. */
const LEAST_MS = 16

const dataDir = await incidentFolder(COUNT)
const node = await startNode({ dataDir })
const browser = await launch()
const rows: string[][] = []
const slowest: string[] = []
try {
  await addPerson(node, `bench${Date.now().toString(36)}`, { role: 'JOC-DO' }).then(async ({ login }) => {
    const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' })).newPage()
    await page.addInitScript(`window.__events = []; new PerformanceObserver((list) => { for (const e of list.getEntries()) { if (e.interactionId) { window.__events.push({ id: e.interactionId, name: e.name, ms: e.duration, wait: e.processingStart - e.startTime, run: e.processingEnd - e.processingStart, at: e.startTime }) } } }).observe({ type: 'event', durationThreshold: ${LEAST_MS}, buffered: true })`)
    await page.addInitScript(`window.__own = []; for (const name of ['pointerdown', 'click', 'keydown', 'input']) { window.addEventListener(name, (event) => requestAnimationFrame(() => { const after = new MessageChannel(); after.port1.onmessage = () => window.__own.push(performance.now() - event.timeStamp); after.port2.postMessage(0) }), { capture: true, passive: true }) }`)
    await page.goto(`${node.url}/?t=all`)
    await page.locator('#login').fill(login)
    await page.locator('#password').fill(PASSWORD)
    await page.locator('form button[type=submit]').click()
    await page.locator('.logrows .logrow').nth(5).waitFor({ timeout: 120_000 })
    await page.waitForTimeout(8000)
    await run(page)
  })
} finally {
  await browser.close()
  await node.stop()
}
console.log(`# Interaction\n\n${machine()}. ${COUNT} incidents, all of them in the question; Chromium without a graphics card, 1280 × 800, ${TIMES} times each.\n`)
printTable(['interaction', 'page p50 ms', 'page p95', 'page worst', `page p95 ≤ ${MOST_MS} ms`, 'screen p50', 'screen p95'], rows)
console.log(`\nSlowest:\n${slowest.join('\n')}`)

async function run(page: Page): Promise<void> {
  const category = page.getByRole('button', { name: 'Category' })
  await measured(page, 'filter opened', () => category.click(), () => page.keyboard.press('Escape'))
  await category.click()
  const boxes = page.locator('.pickmenu input[type=checkbox]')
  await boxes.first().waitFor()
  await measured(page, 'facet value chosen', (i) => boxes.nth(i % 2).click())
  await page.keyboard.press('Escape')
  await page.goto(`${node.url}/?t=all`)
  await page.locator('.logrows .logrow').nth(5).waitFor({ timeout: 60_000 })
  await page.waitForTimeout(4000)
  await measured(page, 'row selected', (i) => page.locator('.logrows .logrow').nth(i % 7).click())
  await page.keyboard.press('Escape')
  await page.locator('.searchbox input').click()
  await measured(page, 'key in the search', (i) => page.keyboard.press('kameno tomasi'[i % 13]!), async () => undefined, 120)
  await page.keyboard.press('Escape')
  await page.waitForTimeout(1500)
  await page.locator('.quicklog textarea').click()
  await page.keyboard.type('amb 30P VB 450 650 ')
  await measured(page, 'key in the quick log, twins looked for', (i) => page.keyboard.press('three men on a bike fired'[i % 24] === ' ' ? 'Space' : 'three men on a bike fired'[i % 24]!), async () => undefined, 350)
  await page.locator('.quicklog textarea').fill('')
  const handle = page.locator('.barhandle.from')
  await page.getByRole('button', { name: '30 d' }).click()
  await handle.focus()
  await measured(page, 'time bar moved by a bar', (i) => page.keyboard.press(i % 4 < 2 ? 'ArrowRight' : 'ArrowLeft'))
  await measured(page, 'window of time chosen', (i) => page.getByRole('button', { name: ['24 h', '7 d', '30 d'][i % 3]! }).click())
}

/** One interaction again and again; `back` undoes it and is not counted, `pause` is between them. */
async function measured(page: Page, name: string, work: (i: number) => Promise<void>, back: (i: number) => Promise<void> = async () => undefined, pause = 600): Promise<void> {
  const times: number[] = []
  const own: number[] = []
  for (let i = 0; i < TIMES; i += 1) {
    await page.evaluate('window.__events.length = 0; window.__own.length = 0')
    await work(i)
    await page.waitForTimeout(pause)
    const events = (await page.evaluate('window.__events')) as { id: number; name: string; ms: number; wait: number; run: number }[]
    const worst = events.toSorted((a, b) => b.ms - a.ms)[0]
    times.push(worst?.ms ?? LEAST_MS)
    own.push(Math.max(...((await page.evaluate('window.__own')) as number[])))
    if (worst && worst.ms > MOST_MS) {
      slowest.push(`- ${name}: ${worst.name} ${worst.ms} ms, of it waiting ${worst.wait.toFixed(0)}, handlers ${worst.run.toFixed(0)}`)
    }
    await back(i)
    await page.waitForTimeout(100)
  }
  const p95 = percentile(own, 0.95)
  rows.push([name, percentile(own, 0.5).toFixed(0), p95.toFixed(0), Math.max(...own).toFixed(0), verdict(p95, MOST_MS), percentile(times, 0.5).toFixed(0), percentile(times, 0.95).toFixed(0)])
}
