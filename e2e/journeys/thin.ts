import assert from 'node:assert/strict'
import { test } from 'node:test'
import { journey, until } from '../support/journey.ts'
import { ownMission } from '../support/own-mission.ts'
import { records } from '../support/people.ts'
import { signIn } from '../support/screen.ts'
import { thinLink } from '../support/thin-link.ts'

/** 64 kbit/s and 450 ms each way. The journey asks for bytes and round trips; `bench/thin-link.bench.ts` measures the seconds. */
const RATE = 8000
const ONE_WAY_MS = 450
const WARM_BYTES = 80_000
/** Questions from signing in to saved: session, kinds, taxonomy, the line itself, and reads that go two at a time until it is typed. */
const QUESTIONS = 20

test(...journey('64 kbit/s and 900 ms: a page that is kept on the device asks for at most 80 kB until a line is logged, and nothing goes before the line', async ({ open, tell }) => {
  const mission = await ownMission()
  // The first visit, over a good line, puts the page on the device; the thin line is another address, so it has its own copy there.
  const wide = await thinLink(mission.node.port, 100_000_000, 0)
  const page = await open(wide.url)
  await signIn(page, 'ben')
  await page.locator('.quicklog textarea').waitFor()
  await until('the page is kept on the device', () => page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.active?.state === 'activated' && navigator.serviceWorker.controller !== null), 60_000)
  await page.context().clearCookies()
  const port = Number(new URL(wide.url).port)
  await wide.close()

  const thin = await thinLink(mission.node.port, RATE, ONE_WAY_MS, port)
  try {
    const asked: string[] = []
    page.on('request', (request) => { if (new URL(request.url()).pathname.startsWith('/api/')) { asked.push(new URL(request.url()).pathname) } })
    await page.goto(thin.url)
    await page.locator('#login').waitFor({ timeout: 60_000 })
    const before = asked.length
    const began = performance.now()
    await signIn(page, 'ben')
    await page.locator('.quicklog textarea').waitFor({ timeout: 60_000 })
    await page.locator('.quicklog textarea').fill('amb 30P VB 450 650 thinline')
    // From the moment the line is sent until it is answered, nothing new is asked over the thin link.
    let beside = 0
    let sending = false
    const isLine = (request: { method(): string; url(): string }): boolean => request.method() === 'POST' && new URL(request.url()).pathname === '/api/records'
    page.on('request', (request) => {
      beside += sending && new URL(request.url()).pathname.startsWith('/api/records') ? 1 : 0
      sending ||= isLine(request)
    })
    page.on('response', (response) => { sending &&= !isLine(response.request()) })
    await page.keyboard.press('Enter')
    await page.locator('.toast', { hasText: 'saved' }).waitFor({ timeout: 60_000 })
    const seconds = (performance.now() - began) / 1000
    const bytes = thin.down()
    tell(`log-in to saved ${seconds.toFixed(1)} s, ${Math.round(bytes / 1000)} kB down, ${Math.round(thin.up() / 1000)} kB up, ${asked.length - before} questions: ${[...new Set(asked.slice(before))].join(' ')}`)
    assert.ok(bytes > 5000 && bytes <= WARM_BYTES, `${bytes} bytes`)
    assert.ok(asked.length - before <= QUESTIONS, `${asked.length - before} questions`)
    assert.equal(beside, 0, 'lists were asked for beside the line')
    assert.equal((await records(mission.node, mission.ben, 'kind=incident&limit=200')).items.filter((r) => JSON.stringify(r.data).includes('thinline')).length, 1)
  } finally {
    await thin.close()
  }
}, { asInUse: true, noMap: true }))
