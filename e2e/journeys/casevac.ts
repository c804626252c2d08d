import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { nextSunCrossing } from '../../analysis/casevac/sun.ts'
import { journey, until, type Screens } from '../support/journey.ts'
import type { Running } from '../support/node.ts'
import { ownMission } from '../support/own-mission.ts'
import { addPerson, ask, logIncident, records, type Seen } from '../support/people.ts'
import { roomReady, signIn } from '../support/screen.ts'

const MINUTE = 60_000
/** Names of its own for each run: the mission is shared with other journeys. */
const mark = Date.now().toString(36).slice(-5).toUpperCase()

type Timed = { t: string; at: string }
type Request = { state: string; heardAt: string; four: { callsign: string; place: { lon: number; lat: number; name?: string }; patients: { A?: number; C?: number } }; incident?: string; nine?: { status?: Record<string, number> }; patients: { casualty: string }[]; cards: Record<string, { at: string; role: string; answer: string }>; decision: { at: string; delegated: boolean; authority: string }; wheelsUpAt: string; delays: { reason: string; card?: string }[]; steps: { state: string; t: string }[] }
const ms = (at: string) => Date.parse(at)
const data = (one: Seen) => one.data as unknown as Request

/** A place of this latitude where it gets dark by the clock a little later than the journey lasts. */
function dusk(lat: number): { lon: number; lat: number } {
  for (let lon = -178; lon < 174; lon += 0.5) {
    const next = nextSunCrossing(Date.now(), { lon, lat }, 'civil')
    if (next && !next.rises && next.at - Date.now() > 20 * MINUTE && next.at - Date.now() < 40 * MINUTE) {
      return { lon, lat }
    }
  }
  throw new Error('it gets dark nowhere on this latitude')
}

test(...journey('casevac: helicopter or road at dusk, three answers on three devices, launched on delegated authority; nine lines while it flies, hand-over with its trend, notification by three people, and who delayed', async ({ open, tell }) => {
  const { node, anna, ben } = await ownMission()
  const login = (name: string) => `${name}-${mark.toLowerCase()}`
  const [cmo, air, toc] = [await addPerson(node, login('cmo'), { role: 'CMO', compartments: 'MED' }), await addPerson(node, login('air'), { role: 'MOVCON' }), await addPerson(node, login('toc'), { role: 'TOC' })]
  const now = () => new Date().toISOString()
  const make = (who: typeof ben, kind: string, more: object) => ask<Seen>(node, who, '/api/records', { kind, data: more, at: now() })
  const act = (who: typeof ben, one: Seen, type: string, patch: object) => ask<Seen>(node, who, `/api/records/${one.id}/actions`, { type, basedOn: one.version, patch, at: now() })
  // Dusk, 150 km from the Level 2 to the north; the Level 2 plus is 120 km to the south.
  const scene = dusk(15.2)
  const near = (north: number, east = 0) => ({ lon: scene.lon + east, lat: scene.lat + north })
  const hospital = await make(cmo, 'facility', { name: `Level 2 ${mark}`, level: '2', place: near(1.35) })
  await act(cmo, hospital, 'report', { beds: { icu: { total: 4, free: 2 }, ward: { total: 20, free: 9 } }, theatre: { state: 'READY', teams: 1 }, blood: { 'O-': 6 }, helipad: 'day-night' })
  // The theatre of the nearest hospital is down; the next with one is farther. An ambulance stands by, the weather is marginal.
  await act(cmo, hospital, 'report', { theatre: { state: 'DOWN' }, helipad: 'day' })
  const farther = await make(cmo, 'facility', { name: `Level 2 plus ${mark}`, level: '2+', place: near(-1.08) })
  await act(cmo, farther, 'report', { beds: { ward: { total: 20, free: 9 } }, theatre: { state: 'READY', teams: 1 }, blood: { 'O-': 6 }, helipad: 'day-night' })
  await make(air, 'landing-site', { name: `Site ${mark}`, place: scene, night: true })
  const ambulance = await make(air, 'evac-asset', { name: `Ambulance ${mark}`, kind: 'ground', base: near(0.02), speedKmh: 48, rangeKm: 900, night: true, litters: 2, seats: 2, noticeDayMin: 5, noticeNightMin: 5 })
  await act(air, ambulance, 'set-status', { status: 'ready' })
  const weather = await make(air, 'flying-weather', { name: `Area ${mark}`, place: scene, radiusKm: 30, visibilityM: 900, ceilingM: 200 })
  const rescue = await make(air, 'evac-asset', { name: `Rescue ${mark}`, kind: 'helo', base: near(-0.2), speedKmh: 220, rangeKm: 600, night: true, litters: 3, seats: 4, minVisibilityM: 1500, minCeilingM: 150 })
  await act(air, rescue, 'set-status', { status: 'ready' })

  const desk = await open(node.url)
  await signIn(desk, ben.login)
  await roomReady(desk)
  await desk.keyboard.press('g')
  await desk.keyboard.press('x')
  await desk.locator('.evacconsole h1').waitFor()
  await desk.getByRole('link', { name: 'New request' }).click()
  await desk.getByLabel('1 Callsign and frequency').waitFor()
  // Who calls says that it was twenty minutes ago; the rest is typed line by line.
  await desk.getByLabel('Time of injury, if they said it').fill('-20')
  await desk.getByLabel('1 Callsign and frequency').focus()
  for (const line of [`k${mark} 45.500`, `${scene.lat.toFixed(4)}, ${scene.lon.toFixed(4)}`, '1A 1C gunshot', 'p technicals to the north']) {
    await desk.keyboard.type(line)
    await desk.keyboard.press('Enter')
  }
  const found = async () => (await records(node, ben, `kind=casevac-request&q=K${mark}`)).items[0]
  const opened = await until('the request stands with its patients', async () => { const one = await found(); return one && (data(one).patients ?? []).length === 2 ? one as Seen & { createdAt: string } : null })
  await desk.locator('.evaccard').first().waitFor()
  const toScreen = ms(opened.createdAt) - ms(data(opened).heardAt)
  assert.ok(toScreen <= MINUTE, `from the first key to the request ${toScreen} ms`)
  const patients = async (): Promise<(Seen & { data: { events: Record<string, Timed>; priority: string } })[]> => (await Promise.all(data(opened).patients.map(({ casualty }) => ask<Seen>(node, cmo, `/api/records/${casualty}`)))) as never
  const urgent = await until('the time of injury is known', async () => (await patients()).find((one) => one.data.priority === 'A' && one.data.events['T0']))
  await act(cmo, urgent, 'first-aid', { t: new Date(ms(urgent.data.events['T0']!.t) + 12 * MINUTE).toISOString(), source: 'radio' })
  await until('the ring of first aid is red', async () => (await desk.locator('.evacpatient', { has: desk.locator('.evacpriority[data-priority=A]') }).locator('.evacring[data-state=breached]').count()) > 0)

  await desk.locator('.evacdaylight[data-night=false]', { hasText: /Day at the pick-up place until \d/ }).first().waitFor()

  // Three phones, each answers its own question; none waits for another.
  const devices = await Promise.all([[cmo, 'medical'], [air, 'air'], [toc, 'operations']].map(async ([who, card]) => {
    const page = await open(`${node.url}/casevac?r=${opened.ref}`, { viewport: { width: 390, height: 780 } })
    await signIn(page, (who as typeof ben).login)
    await page.locator(`#card-${card as string} .evacgo`).waitFor()
    return { page, card: card as string }
  }))
  await Promise.all(devices.map(({ page, card }) => page.locator(`#card-${card} .evacgo`).press('Enter')))
  await until('the desk sees three answers', async () => (await desk.locator('.evaccard[data-answer=go]').count()) === 3)

  // Helicopter or road: in this visibility it may not fly, and the plan says so; then the weather lifts.
  await desk.getByRole('radio', { name: 'This request alone' }).check()
  await desk.getByRole('button', { name: 'Work out a plan' }).click()
  const proposed = desk.locator('.evacproposal')
  await proposed.locator('.evactasks', { hasText: `Ambulance ${mark}` }).waitFor()
  await proposed.getByText('visibility 900 m, cloud base 200 m').waitFor()
  const road = /there in (\d+) min/.exec(await proposed.locator('.evactasks').innerText())
  await proposed.locator('summary', { hasText: 'Reasons' }).click()
  assert.match(await proposed.innerText(), new RegExp(`Rescue ${mark}: weather below its limits`))
  await act(air, weather, 'report', { visibilityM: 2500, ceilingM: 300, windKmh: 30 })
  await desk.getByRole('button', { name: 'Work it out again' }).click()
  await proposed.locator('.evactasks', { hasText: `Rescue ${mark} takes` }).waitFor()
  const flown = await proposed.locator('.evactasks').innerText()
  assert.match(flown, new RegExp(`to Level 2 plus ${mark}`), 'the nearest theatre is down')
  assert.match(await proposed.innerText(), new RegExp(`Level 2 ${mark}: theatre down`))
  tell(`by road ${road?.[1]} min, flown ${/there in (\d+) min/.exec(flown)?.[1]} min`)
  assert.ok(Number(/there in (\d+) min/.exec(flown)?.[1]) < Number(road?.[1]))
  await desk.getByRole('button', { name: 'What to keep in reserve' }).click()
  await desk.locator('.evacreserve [role=status]').getByText(/calls of the past year/).waitFor()
  await proposed.locator('.evactasks li', { hasText: `Rescue ${mark} takes` }).getByRole('button', { name: 'Use for the launch' }).click()
  await until('the plan stands in the form', async () => (await desk.getByLabel('Where to', { exact: true }).inputValue()) === farther.id)
  assert.ok(await desk.getByLabel('On delegated authority').isChecked())
  // Elsewhere it would land in the dark: that stands above the button before it is pressed, and goes with the choice.
  await desk.getByLabel('Where to', { exact: true }).selectOption(hospital.id)
  await desk.locator('.evacdark', { hasText: new RegExp(`Dark at .*Level 2 ${mark}.* on arrival \\(.*≈.*no landing there by night`) }).waitFor()
  await desk.getByLabel('Where to', { exact: true }).selectOption(farther.id)
  await until('nothing is dark on the way of the plan', async () => (await desk.locator('.evacdark').count()) === 0)
  await desk.locator('.evacgobutton').click()
  const launched = await until('it is launched', async () => { const one = await found(); return one && data(one).state === 'LAUNCHED' ? one : null })
  const { cards, decision } = data(launched)
  assert.deepEqual([cards['medical']?.role, cards['air']?.role, cards['operations']?.role], ['CMO', 'MOVCON', 'TOC'])
  assert.equal(decision.delegated, true)
  assert.ok(ms(decision.at) - ms(data(launched).heardAt) <= 15 * MINUTE)
  const clocks = await ask<{ items: { name: string; state: string }[] }>(node, anna, `/api/clocks?record=${launched.id}`)
  assert.equal(clocks.items.find((one) => one.name === 'decision')?.state, 'met')

  await desk.getByRole('button', { name: 'Wheels up', exact: true }).click()
  await until('it flies', async () => data((await found())!).wheelsUpAt)
  await desk.getByRole('link', { name: 'The whole request' }).click()
  await nineLines(desk)
  const told = await until('all nine lines are told while it flies', async () => { const all = await patients(); return all.every((one) => one.data.events['T3']) ? all : null })
  assert.ok(told.every((one) => ms(one.data.events['T3']!.t) >= ms(one.data.events['T5']!.t)), 'nine lines came after the wheels were up')
  await desk.locator('.evacpaper', { hasText: 'LINE FIVE: ONE LITTER, ONE AMBULATORY' }).first().waitFor()

  // The crew's readings on the way.
  for (const [minutes, hr, sbp] of [[-6, 128, 84], [-1, 112, 98]] as const) {
    await act(cmo, (await patients()).find((one) => one.id === urgent.id)!, 'add-vitals', { fields: { vitals: [{ id: crypto.randomUUID(), at: new Date(Date.now() + minutes * MINUTE).toISOString(), hr, sbp, spo2: 95 }] } })
  }
  await desk.getByRole('link', { name: 'Console', exact: true }).click()
  for (const step of ['At the pick-up site', 'Picked up', 'Handed over']) {
    const button = desk.locator('.evacsteps').getByRole('button', { name: step, exact: true })
    await button.waitFor()
    if (step === 'Handed over') {
      await desk.getByLabel('Received by').fill('Dr Sy')
    }
    await button.click()
  }
  const handed = await until('it is handed over', async () => { const one = await found(); return one && data(one).state === 'HANDED_OVER' ? one : null })
  for (const one of await patients()) {
    const order = ['T0', 'T2', 'T4', 'T5', 'T6', 'T7', 'T8'].map((event) => ms(one.data.events[event]?.t ?? ''))
    assert.deepEqual(order, order.toSorted((a, b) => a - b), 'the times of a patient follow one another')
    assert.equal(one.data['status'], 'MTF')
  }
  assert.equal((await ask<Seen>(node, air, `/api/records/${rescue.id}`)).data['task'], undefined, 'the helicopter is free again')

  // Whoever receives them has the trend; the duty officer sees that there are readings, and none of them.
  const doctor = devices[0]!.page
  await doctor.goto(`${node.url}/casualties/${urgent.ref}`)
  await doctor.locator('.trend .trendrow polyline').first().waitFor()
  await doctor.getByText('Dr Sy').first().waitFor()
  const sealed = await open(`${node.url}/casualties/${urgent.ref}`)
  await signIn(sealed, ben.login)
  await sealed.locator('.casualtycard h1').waitFor()
  assert.equal(await sealed.locator('.trend').count(), 0, 'clinical data are sealed')
  await notified(open, node, urgent, sealed)

  // Who delayed is seen, and what delayed is chosen afterwards.
  await until('three answers stand beside it', async () => (await desk.locator('.evactook li').count()) === 3)
  await until('each answer has its time', async () => !(await desk.locator('.evactook').innerText()).includes('no answer'))
  await desk.locator('.evacdelay summary').click()
  await desk.getByLabel('What delayed it').selectOption('weather')
  await desk.getByLabel('Whose answer').selectOption('air')
  await desk.getByRole('button', { name: 'Add this cause' }).click()
  await until('the cause stands in the record', async () => (data((await found())!).delays ?? []).some((one) => one.reason === 'weather' && one.card === 'air'))
  await desk.locator('.evacmoreacts').getByRole('button', { name: 'Close', exact: true }).click()
  await until('it is closed', async () => data((await found())!).state === 'CLOSED')
  tell(`request after ${Math.round(toScreen / 1000)} s, launched ${Math.round((ms(decision.at) - ms(data(handed).heardAt)) / 1000)} s after the first word, handed over ${Math.round((ms(data(handed).steps.at(-1)!.t) - ms(decision.at)) / 1000)} s later`)

  await desk.goto(`${node.url}/casevac/compliance`)
  const bar = desk.locator('.evacpareto a', { hasText: 'Weather' })
  await bar.click()
  await desk.locator('.tablebox .tr', { hasText: `K${mark}` }).first().waitFor()
}, { noMap: true }))

test(...journey('casevac from an incident: nothing is typed twice, and nobody who is not of the United Nations goes on delegated authority', async ({ open }) => {
  const { node, ben } = await ownMission()
  const incident = await logIncident(node, ben, { title: `Ambush ${mark}`, callsign: `R${mark}`, impact: [{ group: 'UNMIL', injured: { est: 1 }, status: 'REPORTED' }, { group: 'CIV', injured: { est: 1 }, status: 'REPORTED' }] })
  const page = await open(`${node.url}/records/${incident.ref}`)
  await signIn(page, ben.login)
  await page.getByRole('link', { name: 'Open casevac' }).click()
  const fourth = page.getByLabel('4 Threat at the pick-up place')
  await until('the fourth line alone is asked for', async () => fourth.evaluate((element) => element === document.activeElement))
  await page.keyboard.type('e small arms')
  await page.keyboard.press('Enter')
  const made = await until('the request stands', async () => (await records(node, ben, `kind=casevac-request&where.incident=${incident.id}`)).items[0])
  const { four, nine, incident: source } = data(made)
  assert.deepEqual([four.callsign, four.place.lon, four.place.lat, four.patients, nine?.status, source], [`R${mark}`, -3.9, 15.2, { A: 2 }, { 'non-un-civilian': 1 }, incident.id])
  await page.locator('.evaclaunch').waitFor()
  await page.getByText('Somebody who is not of the United Nations is among the patients').waitFor()
  assert.ok(await page.getByLabel('On delegated authority').isDisabled())
  assert.ok(await page.getByLabel('On a named authority').isChecked())
}, { noMap: true }))

test(...journey('casevac from a TAK file: opened as it is, and what nobody here knows of it goes out again', async ({ open }) => {
  const { node } = await ownMission()
  const doctor = await addPerson(node, `cot-${mark.toLowerCase()}`, { role: 'CMO', compartments: 'MED' })
  const page = await open(`${node.url}/casevac/new`)
  await signIn(page, doctor.login)
  const xml = `<event version="2.0" uid="MED-${mark}" type="b-r-f-h-c" how="h-e" time="2026-03-01T10:00:00Z" start="2026-03-01T10:00:00Z" stale="2026-03-02T10:00:00Z"><point lat="15.4" lon="-4.1" hae="9999999" ce="12" le="9999999"/><detail><contact callsign="MED.${mark}"/><_medevac_ title="MED.${mark}" casevac="true" freq="44.5" urgent="1" routine="1" litter="1" ambulatory="1" security="1" hlz_marking="2" brand_new="kept"/><__strange b="2"/></detail></event>`
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByRole('button', { name: 'From a TAK file (CoT)' }).click()])
  await chooser.setFiles({ name: 'request.cot', mimeType: 'application/xml', buffer: Buffer.from(xml) })
  await page.locator('.evacfour', { hasText: `MED.${mark}` }).waitFor()
  assert.match(await page.locator('.evacfour').innerText(), /1A\s+1C/)
  await page.getByRole('link', { name: 'The whole request' }).click()
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'CoT file' }).click()])
  const out = await readFile((await file.path()), 'utf8')
  for (const kept of [/_medevac_/, /brand_new="kept"/, /<__strange b="2"/, /urgent="1"/, /hlz_marking="2"/]) {
    assert.match(out, kept)
  }
}, { noMap: true }))

/** The casualty is notified through two authorisers; the name opens to `reader` once next of kin are informed. */
async function notified(open: Screens['open'], node: Running, casualty: Seen, reader: Page): Promise<void> {
  const name = `Quarnstedt${mark.toLowerCase()}`
  const roles = { prep: { role: 'FHQ', clearance: 'C', compartments: 'PERS' }, first: { role: 'FHQ', clearance: 'C' }, second: { role: 'COS', clearance: 'C' } }
  const [writer, first, second] = await Promise.all(Object.entries(roles).map(async ([part, role]) => {
    const { login } = await addPerson(node, `jn-${part}-${mark.toLowerCase()}`, role)
    const page = await open(node.url)
    await signIn(page, login)
    await page.locator('.topbar .link:not(.level0)').waitFor()
    return page
  })) as [Page, Page, Page]
  await writer.goto(`${node.url}/records/${casualty.ref}`)
  await writer.locator('#ncs-of-casualty, .card').getByRole('link', { name: /Notify/ }).first().click()
  await writer.getByLabel('Family name').fill(name)
  await writer.getByRole('button', { name: 'Prepare the notification' }).click()
  await writer.waitForURL(/\/records\/NCS/)
  const address = new URL(writer.url()).pathname
  await writer.getByRole('button', { name: 'Hand over for authorisation' }).click()
  await writer.locator('.ncssteps [data-state=next]', { hasText: 'First authorisation' }).waitFor()
  await first.goto(`${node.url}${address}`)
  await first.getByRole('button', { name: 'Authorise first' }).click()
  await first.locator('.ncssteps [data-state=next]', { hasText: 'Second authorisation' }).waitFor()
  await second.goto(`${node.url}${address}`)
  await second.getByRole('button', { name: 'Authorise second and deliver' }).click()
  await second.locator('.ncssteps [data-state=done]', { hasText: 'Second authorisation' }).waitFor()
  await reader.goto(`${node.url}${address}`)
  await reader.getByText('Masked', { exact: true }).waitFor()
  await writer.reload()
  await writer.getByRole('button', { name: 'Show the name' }).click()
  await writer.getByText(name).waitFor()
  await writer.getByRole('button', { name: 'Record that they were informed' }).click()
  await writer.getByLabel('Informed by').fill('Ministry of Defence')
  await writer.getByRole('button', { name: 'They were informed' }).click()
  await until('the name is open', async () => {
    await reader.reload()
    await reader.locator('#ncs-person, .ncsfacts').first().waitFor()
    return (await reader.locator('main').innerText()).includes(name)
  })
}

/** Lines four to nine, as they are told by the crew's radio. */
async function nineLines(page: Page): Promise<void> {
  await page.getByLabel('5 Lying').fill('1')
  await page.getByLabel('5 Walking').fill('1')
  await page.getByLabel('None', { exact: true }).check()
  await page.getByLabel('7 Marking').selectOption('smoke')
  await page.getByLabel('UN military').fill('2')
  await page.getByLabel('9 Terrain and obstacles').fill('wires to the east')
  await page.getByRole('button', { name: 'Save the lines' }).click()
}
