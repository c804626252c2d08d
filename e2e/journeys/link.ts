import assert from 'node:assert/strict'
import { test } from 'node:test'
import { journey, until } from '../support/journey.ts'
import { ownMission } from '../support/own-mission.ts'
import { LINE_AT, NOTE_LINE } from '../support/note-line.ts'
import { records } from '../support/people.ts'
import { logRow, roomReady, signIn } from '../support/screen.ts'

test(...journey('link lost while saving: the line waits and says so; when the node is back it is saved exactly once', async ({ open, tell }) => {
  const mission = await ownMission()
  const page = await open(mission.node.url)
  await signIn(page, 'ben')
  await roomReady(page)
  await mission.stop()
  await page.locator('.topbar .link.level0').waitFor()
  await page.keyboard.press('/')
  await page.keyboard.type('amb 30P VB 260 520 cablecut two trucks')
  await page.keyboard.press('Enter')
  await page.getByText('1 waiting to be sent').waitFor()
  assert.match(await page.locator('.logrow.pending').innerText(), /waits to be sent/)
  assert.match(await page.locator('.topbar .link').innerText(), /no link|connecting/)
  // What was typed is kept on the device, not in the page alone, and not open to whoever copies the disk.
  const keptRows = () => page.evaluate(() => new Promise<{ sealed: boolean; plain: unknown }[]>((resolve) => {
    const request = indexedDB.open('vigie')
    request.onsuccess = () => {
      const all = request.result.transaction('outbox').objectStore('outbox').getAll()
      all.onsuccess = () => resolve((all.result as { sealed: unknown; plain: unknown }[]).map((row) => ({ sealed: row.sealed !== null, plain: row.plain })))
    }
  }))
  const kept = await until('it lies on the device', async () => { const rows = await keptRows(); return rows.length > 0 && rows })
  assert.deepEqual(kept, [{ sealed: true, plain: null }])

  await mission.startAgain()
  const began = performance.now()
  await logRow(page, '30P VB 260 520').and(page.locator(':not(.pending)')).waitFor({ timeout: 60_000 })
  tell(`saved ${((performance.now() - began) / 1000).toFixed(1)} s after the node was back`)
  await page.getByText('1 waiting to be sent').waitFor({ state: 'detached' })
  await page.locator('.topbar .link:not(.level0)').waitFor({ timeout: 40_000 })
  const saved = await records(mission.node, mission.ben, 'kind=incident&q=cablecut')
  assert.equal(saved.total, 1)
  await until('the log has it once', async () => (await logRow(page, '30P VB 260 520').count()) === 1)
}, { asInUse: true }))

test(...journey('an answer lost on the way and a page closed while a line waits: sent again, each saved once', async ({ open }) => {
  const mission = await ownMission()
  const page = await open(mission.node.url)
  await signIn(page, 'anna')
  await roomReady(page)
  let lost = 0
  await page.route('**/api/records', async (route) => {
    if (route.request().method() === 'POST' && lost === 0) {
      lost += 1
      // The node takes it; its answer never arrives.
      await route.fetch()
      await route.abort('connectionreset')
      return
    }
    await route.continue()
  })
  await page.keyboard.press('/')
  await page.keyboard.type('amb 30P VB 310 540 lostanswer')
  await page.keyboard.press('Enter')
  await page.locator('.toast', { hasText: 'saved' }).waitFor()
  assert.equal(lost, 1)
  assert.equal((await records(mission.node, mission.anna, 'kind=incident&q=lostanswer')).total, 1)

  await page.unrouteAll()
  await page.context().setOffline(true)
  await page.keyboard.type('amb 30P VB 320 550 closedpage')
  await page.keyboard.press('Enter')
  await page.getByText('1 waiting to be sent').waitFor()
  const context = page.context()
  await page.close()
  assert.equal((await records(mission.node, mission.anna, 'kind=incident&q=closedpage')).total, 0)
  await context.setOffline(false)
  const again = await context.newPage()
  await again.goto(mission.node.url)
  await logRow(again, '30P VB 320 550').waitFor()
  await again.getByText('1 waiting to be sent').waitFor({ state: 'detached' })
  assert.equal((await records(mission.node, mission.anna, 'kind=incident&q=closedpage')).total, 1)
}, { asInUse: true }))

test(...journey('a session that ended while a line was typed: sign in again, and the line is saved once', async ({ open }) => {
  const mission = await ownMission()
  const page = await open(mission.node.url)
  await signIn(page, 'ben')
  await roomReady(page)
  await page.keyboard.press('/')
  await page.keyboard.type('amb 30P VB 340 570 endedsession')
  await page.locator('.chips .chip.q-place').waitFor()
  await page.context().clearCookies()
  await page.keyboard.press('Enter')
  await page.locator('#login').waitFor()
  assert.equal((await records(mission.node, mission.ben, 'kind=incident&q=endedsession')).total, 0)
  await signIn(page, 'ben')
  await logRow(page, '30P VB 340 570').and(page.locator(':not(.pending)')).waitFor()
  await page.getByText('1 waiting to be sent').waitFor({ state: 'detached' })
  assert.equal((await records(mission.node, mission.ben, 'kind=incident&q=endedsession')).total, 1)
}, { asInUse: true }))

test(...journey('first load: at most 400 kB are asked for until a line can be typed, and 500 kB until the room stands, without the map’s own code', async ({ open, tell }) => {
  const mission = await ownMission()
  const page = await open('about:blank')
  await page.addInitScript({ content: NOTE_LINE })
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  const urls = new Map<string, string>()
  const bytes = new Map<string, number>()
  const askedAt = new Map<string, number>()
  session.on('Network.requestWillBeSent', (e) => { urls.set(e.requestId, e.request.url); askedAt.set(e.requestId, e.wallTime * 1000) })
  session.on('Network.loadingFinished', (e) => bytes.set(e.requestId, e.encodedDataLength))
  await page.goto(mission.node.url)
  await signIn(page, 'ben')
  await roomReady(page)
  await page.locator('.mapcanvas canvas').waitFor()
  const lineAt = await page.evaluate<number>(LINE_AT)
  // What only makes the screen finer is fetched once it stands (web/afterwards.ts): the second typeface, and no more than that.
  // The words of refusals come when something is refused, as a node that has just begun does.
  const isLater = (name: string): boolean => /\/assets\/(?:jetbrains-mono|wght|rows)-/.test(name)
  const loaded = [...bytes].map(([id, size]) => ({ name: new URL(urls.get(id) ?? 'http://none/').pathname, size, beforeLine: (askedAt.get(id) ?? 0) < lineAt })).filter((l) => !isLater(l.name))
  // The libraries that draw the map and the symbols of what moves on it.
  const isMap = (name: string): boolean => /\/assets\/(?:maplibre|adapter|milsymbol)/.test(name)
  const map = loaded.filter((l) => isMap(l.name)).reduce((sum, l) => sum + l.size, 0)
  const rest = loaded.filter((l) => !isMap(l.name)).reduce((sum, l) => sum + l.size, 0)
  // What was asked for by then, not what had come: the order is the page’s own, whatever else the machine does.
  const line = loaded.filter((l) => l.beforeLine && !isMap(l.name)).reduce((sum, l) => sum + l.size, 0)
  const heaviest = loaded.toSorted((a, b) => b.size - a.size).slice(0, 5).map((l) => `${l.name.replace(/^\/assets\//, '')} ${Math.round(l.size / 1000)}`)
  tell(`${Math.round(line / 1000)} kB until a line can be typed; first load ${Math.round(rest / 1000)} kB in ${loaded.filter((l) => !isMap(l.name)).length} answers, the map's code ${Math.round(map / 1000)} kB; heaviest (kB): ${heaviest.join(', ')}`)
  assert.ok(loaded.some((l) => isMap(l.name)), 'the map’s code is a part of its own')
  assert.ok(line > 50_000 && line < rest, `something was measured: ${line} of ${rest}`)
  assert.ok(line <= 400_000, `${line} bytes`)
  assert.ok(rest <= 500_000, `${rest} bytes`)
}, { asInUse: true }))
