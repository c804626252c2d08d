import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import type { Browser, Page } from 'playwright-core'
import { PASSWORD, addPerson } from '../e2e/support/people.ts'
import { startNode } from '../e2e/support/node.ts'
import { LINE_AT, NOTE_LINE } from '../e2e/support/note-line.ts'
import { thinLink } from '../e2e/support/thin-link.ts'
import { launch } from '../test/chromium.ts'
import { machine, printTable, round } from './measure.ts'
import { percentile, sampleFolder, verdict } from './mission.ts'

/**
 * A person at the end of 64 kbit/s and 900 ms on the sample mission, with the page on the device from an earlier visit:
 * log-in, quick log, saved; and what the very first visit loads. VIGIE_BENCH_DATA names a folder with the sample mission.
 */
const RATE = 8000
const ONE_WAY_MS = 450
const MOST_S = 10
const MOST_KB = 200
const MOST_FIRST_KB = 400
const QUIET_MS = 5000
const RUNS = Number(process.env['VIGIE_BENCH_RUNS'] ?? 5)
/** Code of the map and what it draws come when there is room for them; the limit of the first visit is without. */
const MAP = /maplibre|adapter|style-|military|moving|\.mvt|\/api\/basemap\/|countries-/

const dataDir = await sampleFolder()
const node = await startNode({ dataDir })
const browser = await launch()
const rows: string[][] = []
const seconds: number[] = []
const asked = new Map<string, number>()
let first = { usable: 0, all: 0, own: 0 }
try {
  await addPerson(node, 'thinbench', { role: 'JOC-DO', clearance: 'C' })
  first = await firstVisit(browser)
  for (let run = 0; run < RUNS; run += 1) {
    const port = await freePort()
    const wide = await thinLink(node.port, 1e9, 0, port)
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' })
    const page = await context.newPage()
    await page.goto(wide.url)
    await page.locator('#login').waitFor()
    while (!(await page.evaluate('navigator.serviceWorker.controller !== null'))) {
      await page.waitForTimeout(500)
    }
    await wide.close()
    const thin = await thinLink(node.port, RATE, ONE_WAY_MS, port)
    await page.goto(thin.url)
    await page.locator('#login').waitFor({ timeout: 60_000 })
    await received(page, asked)
    const began = performance.now()
    await signIn(page)
    await page.locator('.quicklog textarea').fill(`amb 30P VB 450 65${run} thinline`, { timeout: 60_000 })
    await page.keyboard.press('Enter')
    await page.locator('.toast', { hasText: 'saved' }).waitFor({ timeout: 120_000 })
    const took = (performance.now() - began) / 1000
    const kB = thin.down() / 1000
    seconds.push(took)
    rows.push([String(run + 1), took.toFixed(1), kB.toFixed(0), verdict(took, MOST_S), verdict(kB, MOST_KB)])
    await context.close()
    await thin.close()
  }
} finally {
  await browser.close()
  await node.stop()
}
console.log(`# A thin link\n\n${machine()}. Sample mission; ${RATE * 8 / 1000} kbit/s each way, ${2 * ONE_WAY_MS} ms round trip, page on the device; from pressing "Sign in" to "saved".\n`)
printTable(['run', 's', 'kB down', `≤ ${MOST_S} s`, `≤ ${MOST_KB} kB`], rows)
console.log(`\nMedian ${percentile(seconds, 0.5).toFixed(1)} s. The first visit loads ${round(first.usable / 1000)} kB until a line can be typed (${verdict(first.usable / 1000, MOST_FIRST_KB)}), ${round(first.own / 1000)} kB until nothing is under way, both without the map's code and data; ${round(first.all / 1000)} kB with.\n\nWhat came over the thin line, kB in all runs:`)
printTable(['kB', 'what'], [...asked].sort((a, b) => b[1] - a[1]).slice(0, 20).map(([name, bytes]) => [(bytes / 1000).toFixed(1), name]))

async function signIn(page: Page): Promise<void> {
  await page.locator('#login').fill('thinbench')
  await page.locator('#password').fill(PASSWORD)
  await page.locator('form button[type=submit]').click()
}

/** Bytes of everything the page takes from the network, by address without its numbers. */
async function received(page: Page, sums: Map<string, number>): Promise<void> {
  const cdp = await page.context().newCDPSession(page)
  const names = new Map<string, string>()
  await cdp.send('Network.enable')
  cdp.on('Network.responseReceived', ({ requestId, response }) => {
    if (!response.fromServiceWorker && !response.fromDiskCache) {
      const { pathname } = new URL(response.url)
      names.set(requestId, pathname.replace(/\/\d+\/\d+\/\d+\.mvt/, '/z/x/y.mvt'))
    }
  })
  cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const name = names.get(requestId)
    if (name !== undefined) {
      sums.set(name, (sums.get(name) ?? 0) + encodedDataLength)
    }
  })
}

async function firstVisit(on: Browser): Promise<{ usable: number; all: number; own: number }> {
  const context = await on.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB', serviceWorkers: 'block' })
  const page = await context.newPage()
  const sums = new Map<string, number>()
  await received(page, sums)
  const { asked, lineAt } = await untilTheLine(page)
  await page.goto(node.url)
  await signIn(page)
  await page.locator('.quicklog textarea').waitFor({ timeout: 60_000 })
  const before = await lineAt()
  // Everything the first screen brings of itself: until nothing more came for a while.
  for (let before = -1; before !== sum([...sums]);) {
    before = sum([...sums])
    await page.waitForTimeout(QUIET_MS)
  }
  // What was asked for by then, not what had come: the order is the page's own, whatever else the machine does.
  const usable = asked.filter(({ at, name }) => at < before && !MAP.test(name)).reduce((total, { bytes }) => total + bytes, 0)
  await context.close()
  return { usable, all: sum([...sums]), own: sum([...sums].filter(([name]) => !MAP.test(name))) }
}

/** What a page asks for, with when and how much came of it (ms since the epoch, bytes), and when the quick log was first on its screen. */
async function untilTheLine(page: Page): Promise<{ asked: { name: string; at: number; bytes: number }[]; lineAt(): Promise<number> }> {
  const cdp = await page.context().newCDPSession(page)
  const asked = new Map<string, { name: string; at: number; bytes: number }>()
  await cdp.send('Network.enable')
  cdp.on('Network.requestWillBeSent', ({ requestId, request, wallTime }) => asked.set(requestId, { name: new URL(request.url).pathname, at: wallTime * 1000, bytes: 0 }))
  cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const one = asked.get(requestId)
    if (one) {
      one.bytes = encodedDataLength
      all.push(one)
    }
  })
  const all: { name: string; at: number; bytes: number }[] = []
  await page.addInitScript({ content: NOTE_LINE })
  return { asked: all, lineAt: () => page.evaluate<number>(LINE_AT) }
}

function sum(entries: [string, number][]): number {
  return entries.reduce((total, [, bytes]) => total + bytes, 0)
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}
