import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { PASSWORD, addPerson } from '../e2e/support/people.ts'
import { dataFolder, removeFolder, startNode } from '../e2e/support/node.ts'
import { thinLink } from '../e2e/support/thin-link.ts'
import { launch } from '../test/chromium.ts'
import { machine, printTable } from './measure.ts'
import { verdict } from './mission.ts'

/** A person at the end of 64 kbit/s and 900 ms, with the page on the device from an earlier visit: log-in, quick log, saved. */
const RATE = 8000
const ONE_WAY_MS = 450
const MOST_S = 10
const MOST_KB = 200
const RUNS = 5

const node = await startNode({ dataDir: dataFolder('thin') })
const browser = await launch()
const rows: string[][] = []
try {
  await fetch(`${node.url}/api/setup/mission`, {
    method: 'POST', headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
    body: JSON.stringify({ mission: { name: 'Thin', zone: 'UTC', languages: ['en'], bounds: [-5.5, 14, -2, 17], exercise: false, org: 'T' }, admin: { login: 'admin', name: 'Admin', password: PASSWORD }, areas: [], units: [] }),
  })
  await addPerson(node, 'ben', { role: 'JOC-DO' })
  for (let run = 0; run < RUNS; run += 1) {
    const port = await freePort()
    const wide = await thinLink(node.port, 1e9, 0, port)
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' })
    const page = await context.newPage()
    await page.goto(wide.url)
    await page.locator('#login').waitFor()
    await page.waitForFunction('navigator.serviceWorker.controller !== null', null, { timeout: 60_000 })
    await wide.close()
    const thin = await thinLink(node.port, RATE, ONE_WAY_MS, port)
    await page.goto(thin.url)
    await page.locator('#login').waitFor({ timeout: 60_000 })
    await page.locator('#login').fill('ben')
    await page.locator('#password').fill(PASSWORD)
    const began = performance.now()
    await page.locator('form button[type=submit]').click()
    await page.locator('.quicklog textarea').fill(`amb 30P VB 450 65${run} thinline`, { timeout: 60_000 })
    await page.keyboard.press('Enter')
    await page.locator('.toast', { hasText: 'saved' }).waitFor({ timeout: 60_000 })
    const seconds = (performance.now() - began) / 1000
    const kB = thin.down() / 1000
    rows.push([String(run + 1), seconds.toFixed(1), kB.toFixed(0), verdict(seconds, MOST_S), verdict(kB, MOST_KB)])
    await context.close()
    await thin.close()
  }
} finally {
  await browser.close()
  await node.stop()
  removeFolder(node.dataDir)
}
console.log(`# A thin link\n\n${machine()}. ${RATE * 8 / 1000} kbit/s each way, ${2 * ONE_WAY_MS} ms round trip, page on the device; from pressing "Sign in" to "saved".\n`)
printTable(['run', 's', 'kB down', `≤ ${MOST_S} s`, `≤ ${MOST_KB} kB`], rows)

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}
