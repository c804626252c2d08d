import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { formatMgrs } from '../../core/place-mgrs.ts'
import { journey, until } from '../support/journey.ts'
import { ownMission } from '../support/own-mission.ts'
import { addPerson, ask } from '../support/people.ts'
import { roomReady, signIn } from '../support/screen.ts'

const HERE = { lon: -3.7, lat: 15.4 }
const THERE = { lon: -3.66, lat: 15.4 }
const NEXT = { lon: -3.659, lat: 15.4 }
const MINUTE = 60_000

test(...journey('tracks: a feed moves a vehicle on the map, old ones say so, a voice is marked manual, the past shows where it was, a partner gets nothing', async ({ open }) => {
  const { node, anna, ben, dora } = await ownMission()
  const port = await freePort()
  await ask(node, dora, '/api/records', {
    kind: 'technology', at: new Date().toISOString(),
    data: {
      name: 'Trackers of vehicles', code: 'vehicle-trackers', type: 'tracker', purpose: 'Positions of our own vehicles.',
      consent: { status: 'granted', by: 'Ministry', reference: 'NV-32', from: '2026-01-01' }, diligence: { status: 'cleared', by: 'Data protection', reference: 'DD-10', on: '2026-01-02', reviewBy: '2999-01-01' },
    },
  })
  await ask(node, anna, '/api/records', { kind: 'feed', at: new Date().toISOString(), data: { name: 'Vehicles', technology: 'vehicle-trackers', codec: 'json', transport: 'tcp-server', address: '127.0.0.1', port, enabled: true, registers: true, sort: 'vehicle', affiliation: 'friend', source: 'gps' } })
  const socket = await until('the feed listens', () => dial(port))
  const say = (id: string, at: { lon: number; lat: number }, ms: number): void => void socket.write(`${JSON.stringify({ id, callsign: id.toUpperCase(), ...at, speed: 12, course: 90, accuracy: 6, time: new Date(ms).toISOString() })}\n`)
  const begun = Math.floor(Date.now() / 1000) * 1000
  say('ferrule-7', HERE, begun - 4 * MINUTE)
  say('ferrule-old', HERE, begun - 22 * MINUTE)

  const page = await open(node.url)
  const told = traffic(page)
  await signIn(page, ben.login)
  await roomReady(page)
  const row = (name: string) => page.locator('.tracksside .siderow', { hasText: name })
  await row('FERRULE-7').waitFor()
  // How old it is by the clock of the screen, on a slow machine a few minutes more.
  await until('the old one says so', async () => /satellite, 2\d\s?m/.test(await row('FERRULE-OLD').innerText()))
  await row('FERRULE-7').click()
  const card = page.locator('.trackover')
  await card.getByText(formatMgrs(HERE, 10) ?? '?').waitFor()
  await until('the card says how it moves', async () => /Own · Vehicle[\s\S]*43 km\/h[\s\S]*090°[\s\S]*± 6 m/.test(await card.innerText()))

  say('ferrule-7', THERE, begun - 1000)
  await card.getByText(formatMgrs(THERE, 10) ?? '?').waitFor()
  await row('FERRULE-OLD').click()
  await card.getByText('last known').waitFor()

  // Chosen and on the map: keys are those of tracks.
  await page.locator('.mapcanvas canvas').waitFor()
  await page.keyboard.press('n')
  await page.locator('.nearlist .trackrow', { hasText: 'FERRULE-7' }).getByText(/min/).first().waitFor()
  // Who is there soonest stands first, as the node ranks them.
  const ranked = await page.locator('.nearlist .trackrow').allInnerTexts()
  const where = await page.evaluate(() => fetch('/api/tracks/nearest?lon=-3.66&lat=15.4&all=1').then((answer) => answer.json())) as { items: { track: { name: string } }[] }
  const places = ranked.map((text) => where.items.findIndex((one) => text.includes(one.track.name)))
  // The chosen thing itself is not offered: the node knows more than is shown.
  assert.ok(places.length > 0 && places.every((place, n) => place > (places[n - 1] ?? -1)), `${places.join(', ')}: ${ranked.join(' | ')}`)
  await page.keyboard.press('Escape')

  // A clip of what is in sight, with the incidents of it, and of the chosen thing alone.
  for (const [format, sign] of [['gpx', /<gpx[\s\S]*FERRULE-7/], ['kml', /<kml[\s\S]*gx:Track/], ['cot', /<event [\s\S]*FERRULE-7/]] as const) {
    await page.keyboard.press('m')
    await page.keyboard.press('x')
    const form = page.locator('.trackform')
    await form.getByLabel('Format').selectOption(format)
    await form.getByLabel(/^What/).selectOption('view')
    assert.equal(await form.getByLabel('With the incidents of this time and place').isChecked(), true)
    const [asked, file] = await Promise.all([page.waitForRequest(/\/api\/tracks\/export/), page.waitForEvent('download'), form.getByRole('button', { name: 'Export' }).click()])
    assert.match(asked.url(), /with=incident/)
    assert.match(file.suggestedFilename(), new RegExp(`^vigie-tracks-.*\\.${format === 'cot' ? '(cot|xml)' : format}$`))
    assert.match(await readFile(await file.path(), 'utf8'), sign)
    await page.keyboard.press('Escape')
  }

  await page.locator('.tracksside').getByRole('button', { name: 'Position by voice' }).click()
  await page.getByLabel('Who or what').fill('Ferrule foot patrol')
  await page.getByLabel(/^Where/).fill(formatMgrs({ lon: -3.6, lat: 15.45 }, 8) ?? '')
  const said = new Date(begun - 40 * MINUTE)
  await page.getByLabel(/^When/).fill(`${String(said.getUTCHours()).padStart(2, '0')}${String(said.getUTCMinutes()).padStart(2, '0')}Z`)
  await page.getByRole('button', { name: 'Put it on the map' }).click()
  await card.getByText(/^manual, (39|4\d)\s?m/).waitFor()

  const [moved] = await until('the track is made', async () => {
    const { items } = await ask<{ items: { id: string; title: string }[] }>(node, ben, '/api/records?kind=track&q=ferrule-7')
    return items.length > 0 && items
  })
  await until('both positions are in the history', async () => {
    const { paths } = await ask<{ paths: { at: number[] }[] }>(node, ben, `/api/tracks/paths?ids=${moved?.id ?? ''}`)
    return paths[0]?.at.length === 2
  })
  await page.goto(`${node.url}/?at=${encodeURIComponent(new Date(begun - 2 * MINUTE).toISOString())}`)
  await page.locator('.pastbar').waitFor()
  await page.locator('.maptools').waitFor()
  await until('where it was then', async () => {
    // The list of the room is of now; in the past a track is found on the map, here by who is nearest.
    await page.keyboard.press('n')
    const found = page.locator('.nearlist .trackrow', { hasText: 'FERRULE-7' })
    return found.waitFor({ timeout: 3000 }).then(() => true, () => false)
  })
  await page.locator('.nearlist .trackrow', { hasText: 'FERRULE-7' }).click()
  await card.getByText(formatMgrs(HERE, 10) ?? '?').waitFor()

  // The same means of looking that see everything of a duty officer see nothing of a partner.
  assert.match(told(), /FERRULE-7/)
  const pat = await addPerson(node, 'pat', { role: 'PARTNER', org: 'NGO', name: 'Pat Partner' })
  const outside = await open(node.url)
  const heard = traffic(outside)
  await signIn(outside, pat.login)
  await outside.locator('.topbar .link:not(.level0)').waitFor()
  say('ferrule-7', NEXT, Date.now())
  await until('the vehicle has moved on', async () => Math.abs(((await ask<{ track: { lon: number } | null }>(node, ben, `/api/tracks/${moved?.id ?? ''}`)).track?.lon ?? 0) - NEXT.lon) < 1e-6)
  for (const path of ['/api/tracks/live', '/api/tracks/paths', `/api/tracks/${moved?.id ?? ''}`, '/api/tracks/nearest?lon=-3.6&lat=15.4', '/api/tracks/export?format=gpx']) {
    assert.doesNotMatch(await outside.evaluate((to) => fetch(to).then((answer) => answer.text()), path), /ferrule/i, path)
  }
  await outside.goto(`${node.url}/k/track`)
  await outside.locator('main').first().waitFor()
  assert.doesNotMatch(heard(), /ferrule/i)
  socket.destroy()
}))

/** Everything this page gets from the node, answers and frames. */
function traffic(page: Page): () => string {
  const parts: string[] = []
  page.on('response', (answer) => void answer.text().then((text) => parts.push(text), () => undefined))
  page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => parts.push(String(payload))))
  return () => parts.join('\n')
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise<void>((resolve) => server.close(() => resolve()))
  return port
}

function dial(port: number): Promise<Socket | null> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(socket))
    socket.once('error', () => { socket.destroy(); resolve(null) })
  })
}
