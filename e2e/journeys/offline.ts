import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import type { Page, Route } from 'playwright-core'
import { journey, until } from '../support/journey.ts'
import { ownMission } from '../support/own-mission.ts'
import { addPerson, ask, logIncident, records } from '../support/people.ts'
import type { Seen } from '../support/people.ts'
import { logRow, roomReady, signIn } from '../support/screen.ts'
import { nextEdition } from '../support/next-edition.ts'
import { thinLink } from '../support/thin-link.ts'
import { launchProfile } from '../../test/chromium.ts'

/** The page itself is kept on the device: the worker is in place and has every file. */
async function pageKept(page: Page): Promise<void> {
  await until('the page is kept on the device', () => page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.active?.state === 'activated' && (await caches.keys()).length === 1), 60_000)
}

/** Values of a store of the device, as they lie there. */
function stored(page: Page, store: string): Promise<number> {
  return page.evaluate((name) => new Promise<number>((resolve, reject) => {
    const request = indexedDB.open('vigie')
    request.onerror = () => reject(new Error('no store'))
    request.onsuccess = () => {
      const count = request.result.transaction(name).objectStore(name).count()
      count.onsuccess = () => {
        request.result.close()
        resolve(count.result)
      }
    }
  }), store)
}

async function quickLog(page: Page, line: string): Promise<void> {
  await page.locator('.quicklog textarea').fill(line)
  await page.keyboard.press('Enter')
}

test(...journey('two days without a link: read, search and write, restart the page, then everything is sent in one go with its true times', async ({ open, tell }) => {
  const mission = await ownMission()
  const officer = await addPerson(mission.node, `offline-${Date.now().toString(36)}`, { role: 'JOC-DO', name: 'Olu Offline' })
  const known = await logIncident(mission.node, officer, { title: 'Bridge closed offlinebefore', narrative: 'Known before the link went.' })
  const page = await open(mission.node.url)
  await signIn(page, officer.login)
  await roomReady(page)
  await logRow(page, 'offlinebefore').waitFor()
  await pageKept(page)
  await until('the picture is on the device', async () => (await stored(page, 'records')) > 0)

  await page.context().setOffline(true)
  await page.reload()
  await page.locator('.offstrip').getByText(/No link · picture of \d\d \d{4}Z/).waitFor()
  await logRow(page, 'offlinebefore').waitFor()
  await page.goto(`${mission.node.url}/records/${known.ref}`)
  await page.getByText('Known before the link went.').first().waitFor()
  await page.goto(`${mission.node.url}/`)
  await page.locator('.quicklog textarea').waitFor()
  const began = Date.now() - 48 * 3_600_000
  for (let i = 0; i < 20; i += 1) {
    const at = new Date(began + i * 2 * 3_600_000)
    const dtg = `${String(at.getUTCDate()).padStart(2, '0')}${String(at.getUTCHours()).padStart(2, '0')}${String(at.getUTCMinutes()).padStart(2, '0')}Z`
    await quickLog(page, `${dtg} amb 30P VB 2${String(10 + i)} 5${String(10 + i)} offlinerun${i}`)
    await page.getByText(`${i + 1} waiting to be sent`).waitFor()
  }
  await page.reload()
  await page.getByText('20 waiting to be sent').waitFor()
  // What waits is in the log, on the map's own record panel and in the list, under a name of its own.
  await page.goto(`${mission.node.url}/?t=all&q=offlinerun`)
  const row = page.locator('.logrows .logrow', { has: page.getByText('waits to be sent') })
  await row.first().click()
  const own = (await page.locator('.recordpanel .ref').first().textContent()) ?? ''
  assert.match(own, /^~[0-9A-F]{6}$/)
  assert.ok((await row.count()) >= 5, 'several rows of the log wait')
  await page.goto(`${mission.node.url}/k/incident?q=offlinerun`)
  await page.locator('.tr', { hasText: 'waits to be sent' }).first().waitFor()
  await page.goto(`${mission.node.url}/records/${own}`)
  await page.locator('.recordhead').getByText('waits to be sent').waitFor()
  await page.goto(`${mission.node.url}/?open=${own}`)
  await page.getByText('20 waiting to be sent').click()
  await page.getByText('showing 20 of 20').waitFor()
  assert.equal(await stored(page, 'outbox'), 20)

  const requests: string[] = []
  page.on('request', (request) => { if (request.method() === 'POST') { requests.push(new URL(request.url()).pathname) } })
  await page.context().setOffline(false)
  await page.getByText('Nothing waits').waitFor({ timeout: 60_000 })
  tell(`20 records sent by ${requests.filter((r) => r === '/api/sync' || r.startsWith('/api/records')).join(', ')}`)
  assert.ok(requests.filter((r) => r === '/api/sync' || r.startsWith('/api/records')).length <= 3, requests.join(' '))
  const seen = await records(mission.node, officer, 'kind=incident&q=offlinerun&limit=50') as { items: (Seen & { happened: { from: string } })[]; total: number }
  const mine = seen.items.length > 0 ? seen : await records(mission.node, officer, 'kind=incident&limit=100') as typeof seen
  const sent = mine.items.filter((r) => JSON.stringify(r.data).includes('offlinerun'))
  assert.equal(sent.length, 20)
  const hours = new Set(sent.map((r) => r.happened.from.slice(0, 13)))
  assert.equal(hours.size, 20, 'each at the hour it happened')
  await page.locator('.offstrip').waitFor({ state: 'detached' })
}, { asInUse: true, noMap: true }))

test(...journey('what an earlier edition left in the page’s storage is moved and sent', async ({ open }) => {
  const mission = await ownMission()
  const page = await open(mission.node.url)
  await page.locator('#login').waitFor()
  const id = '01890000-0000-7000-8000-00000000a1d5'
  const { id: user } = await ask<{ me: { user: string } }>(mission.node, mission.ben, '/api/session').then(({ me }) => ({ id: me.user }))
  await page.evaluate((text) => localStorage.setItem('vigie.outbox', text), JSON.stringify([{
    key: id, path: '/api/records', at: Date.now() - 3_600_000, state: 'sending', tries: 3, notBefore: 0, problem: null, label: 'from before', owner: user,
    body: { id, kind: 'incident', workflow: 'submitted', at: new Date(Date.now() - 3_600_000).toISOString(), data: { type: 'INCIDENT', title: 'From before', narrative: 'Kept as text earlyedition', category: 'AC.03', happened: { from: new Date(Date.now() - 7_200_000).toISOString(), precision: 'EXACT' } } },
  }]))
  await signIn(page, 'ben')
  await until('it is at the node', async () => (await records(mission.node, mission.ben, 'kind=incident&limit=200')).items.some((r) => r.id === id))
  await until('the old copy is gone', async () => (await page.evaluate(() => localStorage.getItem('vigie.outbox'))) === null && (await stored(page, 'outbox')) === 0)
}, { asInUse: true, noMap: true }))

test(...journey('a node that restarts while it is being synchronised, answers lost: each record once', async ({ open }) => {
  const mission = await ownMission()
  const page = await open(mission.node.url)
  await signIn(page, 'anna')
  await roomReady(page)
  await page.context().setOffline(true)
  for (let i = 0; i < 6; i += 1) {
    await quickLog(page, `amb 30P VB 3${i}0 6${i}0 restartrun${i}`)
  }
  await page.getByText('6 waiting to be sent').waitFor()
  let taken = 0
  await page.route('**/api/sync', async (route) => {
    if (taken === 0) {
      taken += 1
      // The node takes all of it and dies before its answer arrives.
      await route.fetch()
      await mission.stop()
      await route.abort('connectionreset')
      void mission.startAgain()
      return
    }
    await route.continue()
  })
  await page.context().setOffline(false)
  await page.getByText('waiting to be sent').waitFor({ state: 'detached', timeout: 90_000 })
  assert.equal(taken, 1)
  const seen = await records(mission.node, mission.anna, 'kind=incident&limit=200')
  const sent = seen.items.filter((r) => JSON.stringify(r.data).includes('restartrun'))
  assert.equal(sent.length, 6)
}, { asInUse: true, noMap: true }))

test(...journey('a refused entry says why, is mended and sent again; two pages of one browser send once', async ({ open }) => {
  const mission = await ownMission()
  const page = await open(mission.node.url)
  await signIn(page, 'ben')
  await roomReady(page)
  const second = await page.context().newPage()
  await second.goto(mission.node.url)
  await roomReady(second)
  await page.context().setOffline(true)
  await quickLog(second, 'amb 30P VB 410 610 twopages')
  await quickLog(page, 'amb 30P VB 420 620 otherpage')
  await page.getByText('2 waiting to be sent').waitFor()
  await page.context().setOffline(false)
  await page.getByText('waiting to be sent').waitFor({ state: 'detached', timeout: 60_000 })
  await second.getByText('waiting to be sent').waitFor({ state: 'detached' })
  const all = await records(mission.node, mission.ben, 'kind=incident&limit=200')
  assert.equal(all.items.filter((r) => /twopages|otherpage/.test(JSON.stringify(r.data))).length, 2)
  await second.close()

  await page.route('**/api/records', async (route) => {
    if (route.request().method() === 'POST') {
      const body = route.request().postDataJSON() as { data: Record<string, unknown> }
      await route.continue({ postData: JSON.stringify({ ...body, data: { ...body.data, category: 'none such' } }) })
      return
    }
    await route.continue()
  })
  await quickLog(page, 'amb 30P VB 430 630 refusedline')
  await page.getByText('1 refused').click()
  await page.locator('.outitem', { hasText: 'refusedline' }).getByRole('alert').waitFor()
  await page.unrouteAll()
  await page.getByRole('button', { name: 'Edit and send' }).click()
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await page.getByText('Nothing waits').waitFor()
  const mended = await records(mission.node, mission.ben, 'kind=incident&limit=200')
  assert.equal(mended.items.filter((r) => JSON.stringify(r.data).includes('refusedline')).length, 1)
}, { asInUse: true, noMap: true }))

test(...journey('signed out of a shared device: nothing of the records is on its disk', async ({ tell }) => {
  const mission = await ownMission()
  const mark = `Zqmark${Date.now().toString(36)}`
  await logIncident(mission.node, mission.ben, { title: `Marked ${mark}`, narrative: `Marked ${mark} narrative` })
  const profile = mkdtempSync(path.join(os.tmpdir(), 'vigie-profile-'))
  const context = await launchProfile(profile)
  try {
    const page = await context.newPage()
    await page.goto(mission.node.url)
    await page.getByLabel('Others use this device too').check()
    await signIn(page, 'ben')
    await roomReady(page)
    await logRow(page, mark).click()
    await page.getByText(`Marked ${mark} narrative`).first().waitFor()
    await page.locator('.quicklog textarea').fill(`typing ${mark}`)
    await page.locator('.topbar .user').click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await page.locator('#login').waitFor()
    // Signing out loads the page anew, so it may be asked a moment too early.
    await until('only what the device was told is left', async () => {
      const left = await page.evaluate(async () => [...Object.keys(localStorage), ...(await indexedDB.databases()).map((d) => d.name ?? '').filter((name) => name === 'vigie')].join()).catch(() => 'moving')
      return left === 'vigie.device'
    })
    await context.close()
    const found = filesWith(profile, mark)
    tell(`${readdirSync(profile, { recursive: true }).length} files of the profile searched`)
    assert.deepEqual(found, [])
  } finally {
    await context.close()
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
  }
}, { asInUse: true, noMap: true }))

test(...journey('kept on a device of one’s own, the picture is sealed on the disk, and a revoked session destroys it at the next contact', async () => {
  const mission = await ownMission()
  const mark = `Sealedmark${Date.now().toString(36)}`
  await logIncident(mission.node, mission.ben, { title: `Kept ${mark}`, narrative: 'Kept.' })
  const profile = mkdtempSync(path.join(os.tmpdir(), 'vigie-profile-'))
  let context = await launchProfile(profile)
  try {
    let page = await context.newPage()
    await page.goto(mission.node.url)
    await signIn(page, 'ben')
    await roomReady(page)
    await logRow(page, mark).waitFor()
    await until('the picture is on the device', async () => (await stored(page, 'records')) > 0)
    await context.close()
    assert.deepEqual(filesWith(path.join(profile, 'Default', 'IndexedDB'), mark), [])
    assert.deepEqual(filesWith(path.join(profile, 'Default', 'Local Storage'), mark), [])

    const { items } = await ask<{ items: { id: string; current: boolean }[] }>(mission.node, mission.ben, '/api/sessions')
    for (const { id } of items) {
      await fetch(`${mission.node.url}/api/sessions/${id}`, { method: 'DELETE', headers: { authorization: `Bearer ${mission.ben.token}` } })
    }
    context = await launchProfile(profile)
    page = await context.newPage()
    await page.goto(mission.node.url)
    await page.locator('#login').waitFor()
    await until('the picture is gone', async () => (await stored(page, 'records')) === 0 && (await stored(page, 'answers')) === 0)
  } finally {
    await context.close()
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
  }
}, { asInUse: true, noMap: true }))

/** A picture of noise, too large for a thin link. */
async function largePhoto(page: Page): Promise<Buffer> {
  return Buffer.from(await page.evaluate(async () => {
    const canvas = document.createElement('canvas')
    canvas.width = 900
    canvas.height = 700
    const context = canvas.getContext('2d')!
    const noise = context.createImageData(900, 700)
    for (let i = 0; i < noise.data.length; i += 1) {
      noise.data[i] = i % 4 === 3 ? 255 : (i * 2654435761) >>> 24
    }
    context.putImageData(noise, 0, 0)
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', 0.95))
    const bytes = new Uint8Array(await blob!.arrayBuffer())
    let text = ''
    for (let at = 0; at < bytes.length; at += 8192) {
      text += String.fromCharCode(...bytes.subarray(at, at + 8192))
    }
    return btoa(text)
  }), 'base64')
}

test(...journey('a photo written without a link: after its record, over a thin link a smaller one first, the whole one over a good link, once each', async ({ open, tell }) => {
  const mission = await ownMission()
  const officer = await addPerson(mission.node, `photo-${Date.now().toString(36)}`, { role: 'JOC-DO', name: 'Pia Photo' })
  const wide = await thinLink(mission.node.port, 100_000_000, 0)
  const port = Number(new URL(wide.url).port)
  const page = await open(wide.url)
  await signIn(page, officer.login)
  await roomReady(page)
  await pageKept(page)
  const photo = await largePhoto(page)
  assert.ok(photo.length > 250_000, `${photo.length} bytes`)
  const sent: string[] = []
  // What the node took; what it did not is sent again.
  page.on('requestfinished', async (request) => {
    const { pathname } = new URL(request.url())
    if (request.method() === 'POST' && /^\/api\/(?:sync|records)/.test(pathname) && (await request.response().catch(() => null))?.ok() === true) {
      sent.push(pathname.endsWith('/attachments') ? 'photo' : 'record')
    }
  })
  await page.context().setOffline(true)
  await wide.close()
  await page.locator('.quicklog input[type=file]').setInputFiles({ name: 'far.jpg', mimeType: 'image/jpeg', buffer: photo })
  await page.locator('.quickphotos li').waitFor()
  await quickLog(page, 'amb 30P VB 440 640 farphoto')
  await page.getByText('1 waiting to be sent').waitFor()
  await until('the photo is on the device', async () => (await stored(page, 'blobs')) === 1)

  const files = async () => {
    const saved = (await records(mission.node, officer, 'kind=incident&limit=200')).items.find((r) => JSON.stringify(r.data).includes('farphoto'))
    return saved ? (await ask<{ attachments?: { reduced: boolean }[] }>(mission.node, officer, `/api/records/${saved.id}/thread`)).attachments ?? [] : []
  }
  const thin = await thinLink(mission.node.port, 100_000, 300, port)
  await page.context().setOffline(false)
  // The page hears of it over the thin link after the node has it; the node counts questions and is asked once.
  await until('the page heard that a picture is there', async () => sent.includes('photo'), 150_000)
  assert.deepEqual((await files()).map((one) => one.reduced), [true], `the smaller one, after ${sent.join(', ')}`)
  assert.deepEqual([sent[0], sent.at(-1)], ['record', 'photo'])
  assert.equal(await stored(page, 'blobs'), 1, 'the whole one waits')
  await thin.close()
  const good = await thinLink(mission.node.port, 100_000_000, 0, port)
  try {
    await until('the page heard that the whole picture is there', async () => sent.filter((what) => what === 'photo').length >= 2, 150_000)
    assert.ok((await files()).some((one) => !one.reduced), 'the whole one')
    await until('nothing waits', async () => (await stored(page, 'blobs')) === 0)
    assert.deepEqual(sent.filter((what) => what === 'photo').length, 2)
    tell(`sent in order ${sent.join(', ')}`)
  } finally {
    await good.close()
  }
}, { asInUse: true }))

test(...journey('another account signs in to the same browser: the old page shows and keeps nothing more, and its writes stay with their author', async ({ open }) => {
  const mission = await ownMission()
  const page = await open(mission.node.url)
  await signIn(page, 'ben')
  await roomReady(page)
  const heldBack = (route: Route) => route.abort('connectionreset')
  await page.route('**/api/records', heldBack)
  await page.route('**/api/sync', heldBack)
  await quickLog(page, 'amb 30P VB 445 645 staysbens')
  await page.getByText('1 waiting to be sent').waitFor()
  const second = await page.context().newPage()
  // Until the other account is there, the old page hears nothing: without a session it would show the sign-in page.
  await page.route('**/api/**', heldBack)
  await page.context().clearCookies()
  await second.goto(mission.node.url)
  await signIn(second, 'anna')
  await page.getByRole('alert').getByText('Another account signed in to this browser').waitFor()
  assert.equal(await page.locator('.topbar, .logrow').count(), 0)
  await page.unrouteAll()
  await roomReady(second)
  assert.equal(await stored(second, 'outbox'), 1, 'it waits for its author')
  assert.equal((await records(mission.node, mission.anna, 'kind=incident&limit=200')).items.some((r) => JSON.stringify(r.data).includes('staysbens')), false)
  await page.getByRole('button', { name: 'Reload' }).click()
  await roomReady(page)
  assert.equal(await page.getByText('waiting to be sent').count(), 0, 'to the other account it is not shown')
}, { asInUse: true, noMap: true }))

/** Files under a folder that hold a text, as UTF-8 or UTF-16. */
function filesWith(folder: string, text: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name)).filter((file) => {
    const bytes = readFileSync(file)
    return bytes.includes(text, 0, 'utf8') || bytes.includes(text, 0, 'utf16le')
  })
}

test(...journey('a newer version of the page waits until the person says so, and what was typed is still there', async ({ open }, t) => {
  const mission = await ownMission()
  const officer = await addPerson(mission.node, `edition-${Date.now().toString(36)}`, { role: 'JOC-DO', name: 'Eda Edition' })
  const door = await nextEdition(mission.node.port)
  t.after(() => door.close())
  const page = await open(door.url)
  await signIn(page, officer.login)
  await roomReady(page)
  await pageKept(page)
  const caches1 = await page.evaluate(() => caches.keys())
  await page.locator('.quicklog textarea').fill('shots heard near the bridge')
  door.upgrade()
  await page.evaluate(async () => { await (await navigator.serviceWorker.getRegistration())?.update() })
  const strip = page.locator('.offstrip.calm')
  await strip.waitFor({ timeout: 60_000 })
  assert.equal(await page.locator('.quicklog textarea').inputValue(), 'shots heard near the bridge', 'nothing is loaded anew by itself')
  // As on a picture that moves: a question to the node is always under way.
  await page.evaluate(() => void setInterval(() => void fetch('/api/health').catch(() => undefined), 5))
  await Promise.all([page.waitForEvent('load'), strip.getByRole('button').first().click()])
  await roomReady(page)
  await until('the newer version is in force alone', () => page.evaluate(async (before) => (await caches.keys()).length === 1 && (await caches.keys())[0] !== before, caches1[0]))
  assert.equal(await strip.count(), 0)
  assert.equal(await page.locator('.quicklog textarea').inputValue(), 'shots heard near the bridge')
}, { asInUse: true, noMap: true }))
