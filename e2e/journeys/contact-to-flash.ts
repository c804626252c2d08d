import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseMgrs } from '../../core/place-mgrs.ts'
import type { Product } from '../../core/product.ts'
import { mailGateway } from '../../test/gateways.ts'
import { journey, until } from '../support/journey.ts'
import { ownMission } from '../support/own-mission.ts'
import { addPerson, ask, logIncident, records, type Person, type Seen } from '../support/people.ts'
import { roomReady, signIn } from '../support/screen.ts'
import { turnTo } from '../support/turn.ts'

type View = { id: string; ref: string; version: number; createdAt: string; deviceAt: string; data: Product }
type Made = Seen & { createdAt: string }
type Notice = Made & { data: { recipient: { name: string; because: string }; state: string; sentAt?: string } }
const MINUTE = 60_000
const TEN_MINUTES = 600_000

/** A place and words of its own for each run: the mission is shared with other journeys. */
const mark = Date.now().toString(36).toUpperCase()
const GRID = '30P VB 223344'
const spot = parseMgrs(GRID)
const HERE = spot.ok ? spot.point : assert.fail('no grid')

test(...journey('contact to FLASH in one walk: a line is typed and pinned, the earlier report merged, the call list pops, a casevac is opened and its rings run, the nearest is asked to go, those near and on the road are told, a FLASH is released without a name, the liaison gets a version of its own, a correction follows by number; nothing is typed twice and every hop has its stamp', async ({ open, tell }) => {
  const { node, anna, ben } = await ownMission()
  const lead = await addPerson(node, 'lea', { role: 'JOC-DO', name: 'Lea Lopes' })
  const reader = await addPerson(node, 'rosa', { role: 'FHQ', name: 'Rosa Ruiz' })
  const liaison = await addPerson(node, 'hilda', { role: 'HOST-LO', org: 'HOST', side: 'host', name: 'Hilda Haidara' })
  const toc = await addPerson(node, 'tomas', { role: 'TOC', name: 'Tomas Toe' })
  const keeper = await addPerson(node, 'adama', { role: 'ADMIN' })
  const mail = await mailGateway()
  const make = <T = Made>(as: Person, kind: string, data: object) => ask<T>(node, as, '/api/records', { kind, data, at: new Date().toISOString() })
  const iso = (minutes: number) => new Date(Date.now() + minutes * MINUTE).toISOString()

  // What a mission has before anything happens: who wants to know what, who is told how, and who moves where.
  const channel = await make(keeper, 'alert-channel', { name: `Mail ${mark}`, type: 'email', enabled: true, carries: 'C', email: { host: '127.0.0.1', port: mail.port, security: 'none', from: 'vigie@mission.example' } })
  for (const [name, unit] of [['QRF room', 'qrf'], ['Transport room', 'transport'], ['Far room', 'far']] as const) {
    await make(anna, 'contact', { name: `${name} ${mark}`, unit: `${unit}-${mark}`, addresses: { email: `${unit}-${mark.toLowerCase()}@mission.example` } })
  }
  await make(anna, 'alert-rule', { name: `Contact ${mark}`, enabled: true, of: 'incident', text: mark, count: 1, severity: 3, wake: [{ afterMinutes: 0, to: [{ nearKm: 15 }, { movementsKm: 3 }] }] })
  await make(anna, 'cir', { code: `CIR-${mark}`, text: 'Contact of a patrol', enabled: true, condition: { kind: 'incident', text: mark }, wake: [{ who: 'Chief, operations centre', means: 'PHONE', contact: '4001' }], within: 15 })
  for (const [name, unit, east, capabilities] of [['QRF', 'qrf', 0.07, ['qrf']], ['Scout', 'far', 0.4, []]] as const) {
    const track = await make(ben, 'track', { name: `${name} ${mark}`, subjects: [], sort: 'vehicle', affiliation: 'friend', unit: `${unit}-${mark}`, capabilities })
    await ask(node, ben, '/api/tracks/manual', { track: track.id, lon: HERE.lon + east, lat: HERE.lat, at: iso(-1) })
  }
  const convoy = async (callsign: string, unit: string, north: number) => {
    const one = await make(ben, 'movement', {
      name: `Supplies ${mark}`, sort: 'convoy', callsign, unit: `${unit}-${mark}`, speedKmh: 30, corridorM: 500, checkIn: { everyMin: 60, windowMin: 5, tracker: false },
      waypoints: [{ id: 'a', name: 'Depot', lon: HERE.lon - 0.1, lat: HERE.lat + north, eta: iso(-10) }, { id: 'b', name: 'Post', lon: HERE.lon + 0.1, lat: HERE.lat + north, eta: iso(40) }],
    })
    await ask(node, ben, `/api/records/${one.id}/actions`, { type: 'clear', patch: { route: 'green' }, basedOn: 1 })
    await ask(node, ben, `/api/records/${one.id}/actions`, { type: 'depart', patch: { at: iso(-10) }, basedOn: 2 })
  }
  await convoy(`CVY ${mark}`, 'transport', 0.001)
  await convoy(`FAR ${mark}`, 'far', 0.6)
  const { me } = await ask<{ me: { user: string } }>(node, ben, '/api/session')
  await ask(node, ben, '/api/watches', { desk: `D${mark}`, name: 'Day', officers: [{ name: 'Ben', user: me.user }] })
  // Two minutes earlier somebody had phoned the battalion; its operations centre wrote that down.
  const earlier = (await logIncident(node, toc, {
    title: 'Shots heard near the ford', narrative: 'Phone call: ambush of a patrol near the ford.', happened: { from: iso(-2), precision: 'EXACT' },
    place: { ...HERE, precision: 1, radiusM: 100, method: 'GRID' },
  })) as Made

  // The first radio word: one line, typed as it is heard; nothing of it is typed again.
  const duty = await open(node.url)
  await signIn(duty, ben.login)
  await roomReady(duty)
  await duty.keyboard.press('/')
  const firstKey = Date.now()
  await duty.keyboard.insertText(`kilo 31 ambush ${GRID} 2 x PKM 1 inj ${mark} Sergeant Doe hit`)
  await until('it is read', async () => (await duty.locator('.quickecho mark').count()) >= 4)
  await duty.locator('.quickdups', { hasText: earlier.ref }).waitFor()
  await duty.keyboard.press('Enter')
  await until('it is logged', async () => (await records(node, ben, `kind=incident&q=${mark}`)).total === 1)
  const record = (await records(node, ben, `kind=incident&q=${mark}`)).items[0] as unknown as View
  assert.ok(Date.parse(record.createdAt) - Date.parse(record.deviceAt) <= 20_000, 'a pin within twenty seconds')
  const strip = duty.locator('.callstrip', { hasText: `CIR-${mark}` })
  await strip.getByRole('button', { name: 'Chief, operations centre: Reached' }).click()
  const listed = async () => (await records(node, ben, `kind=call-list&where.about=${record.id}`)).items[0] as unknown as Made & { data: { calls?: { at: string; result: string }[]; done?: { at: string } } }
  const calls = await until('the call is kept with its result', async () => { const one = await listed(); return one.data.done ? one : null })
  assert.deepEqual(calls.data.calls?.map((one) => one.result), ['REACHED'])

  // One event, two reports: merged on the page of the record, both kept.
  await turnTo(duty, `/records/${record.ref}`)
  await duty.locator('.duplicate', { hasText: earlier.ref }).getByRole('button', { name: 'Merge' }).click()
  await until('the earlier report is part of it', async () => ((await ask<Seen>(node, ben, `/api/records/${record.id}`)).data['absorbed'] as { record: string }[] | undefined)?.some((one) => one.record === earlier.id))
  const merged = (await ask<{ items: { type: string; receivedAt: string }[] }>(node, ben, `/api/records/${record.id}/history`)).items.find((one) => one.type === 'absorb')

  // The four lines stand already but for the threat; one key sends them.
  await duty.getByRole('link', { name: 'Open casevac' }).click()
  const fourth = duty.getByLabel('4 Threat at the pick-up place')
  await until('the fourth line alone is asked for', async () => fourth.evaluate((element) => element === document.activeElement))
  await duty.keyboard.type('e small arms')
  await duty.keyboard.press('Enter')
  const request = await until('the request stands', async () => (await records(node, ben, `kind=casevac-request&where.incident=${record.id}`)).items[0] as Made | undefined)
  const four = request.data['four'] as { callsign: string; place: { lon: number; lat: number }; patients: object }
  assert.equal(four.callsign, 'KILO 31')
  assert.ok(Math.abs(four.place.lon - HERE.lon) < 1e-3 && Math.abs(four.place.lat - HERE.lat) < 1e-3)
  assert.deepEqual(four.patients, { A: 1 })
  await duty.locator('.evacpatient .evacring').first().waitFor()

  // Who could be there soonest, and the order to the first of them with the others beside it: no word of it is typed.
  await turnTo(duty, `/records/${record.ref}`)
  await duty.getByRole('button', { name: 'Who can be there soonest?' }).click()
  await duty.locator('.nearcard li', { hasText: `QRF ${mark}` }).waitFor()
  const ranked = await duty.locator('.nearcard li strong:first-child').allInnerTexts()
  assert.ok(ranked.findIndex((one) => one === `QRF ${mark}`) < ranked.findIndex((one) => one === `Scout ${mark}`) || !ranked.includes(`Scout ${mark}`), ranked.join(', '))
  await duty.getByRole('button', { name: `Ask to go: QRF ${mark}` }).click()
  await duty.getByRole('heading', { name: 'New order' }).waitFor()
  await duty.getByRole('button', { name: 'Issue' }).click()
  const order = await until('the order stands', async () => (await records(node, ben, `kind=order&q=${mark}`)).items[0] as Made | undefined)
  const options = order.data['options'] as { name: string; hours: number; why: string; chosen?: true }[]
  assert.deepEqual([order.data['to'], order.data['records'], options.filter((one) => one.chosen).map((one) => one.name)], [`QRF ${mark}`, [record.ref], [`QRF ${mark}`]])
  assert.ok(options.every((one) => one.hours > 0 && one.why !== ''))

  // Units within 15 km and what comes by on that road within the hour were told meanwhile, and nobody else.
  const alert = await until('an alert stands', async () => (await records(node, ben, `kind=alert&q=Contact%20${mark}`)).items[0] as Made | undefined)
  const told = await until('both are told', async () => { const all = (await records(node, ben, `kind=notice&where.alert=${alert.id}`)).items as Notice[]; return all.length === 2 && all.every((one) => one.data.state === 'sent') ? all : null })
  assert.deepEqual(told.map((one) => one.data.recipient.name).sort(), [`QRF room ${mark}`, `Transport room ${mark}`])
  assert.match(told.find((one) => one.data.recipient.name.startsWith('Transport'))?.data.recipient.because ?? '', new RegExp(`^CVY ${mark} comes by in \\d+ min`))
  assert.deepEqual(mail.got.map(({ to }) => to[0]?.split('-')[0]).sort(), ['qrf', 'transport'])

  await turnTo(duty, `/records/${record.ref}`)
  await duty.getByRole('button', { name: 'Draft a FLASH' }).click()
  await duty.locator('.productpaper', { hasText: 'UNVERIFIED' }).waitFor()
  assert.doesNotMatch(await duty.locator('.productpaper').innerText(), /Doe/)
  await duty.getByRole('textbox', { name: 'Action taken' }).fill('Sgt Doe is being treated. Road closed.')
  await duty.getByText('Looks like somebody’s name: “Sgt Doe”').waitFor()
  await duty.getByRole('textbox', { name: 'Action taken' }).fill('Road closed.')
  await duty.getByRole('checkbox', { name: 'May go to readers outside the mission' }).first().check()
  await duty.getByRole('button', { name: 'Save and make again' }).click()
  await duty.locator('.productsection p', { hasText: 'Road closed.' }).waitFor()
  for (const [name, role] of [['Rosa Ruiz', 'FHQ'], ['Hilda Haidara', 'HOST-LO']] as const) {
    await duty.getByLabel('Add a reader').selectOption({ label: `${name} · ${role}` })
    await duty.getByRole('button', { name: 'Add', exact: true }).click()
    await duty.locator('.recipients bdi', { hasText: name }).waitFor()
  }
  await duty.getByLabel('Rosa Ruiz: if unread, then').first().selectOption({ label: 'if unread: Lea Lopes' })
  await until('the ladder is kept', async () => (await ask<View>(node, ben, `/api/records/${decodeURIComponent(duty.url().split('/').at(-1) ?? '')}`)).data.distribution[0]?.then?.[0]?.name === 'Lea Lopes')
  await duty.getByRole('button', { name: 'Submit for release' }).click()
  await duty.getByText('You drafted it').waitFor()
  const [, address = ''] = /(\/products\/.*)$/.exec(duty.url()) ?? []

  const shift = await open(`${node.url}${address}`)
  await signIn(shift, lead.login)
  await shift.getByRole('button', { name: 'Release…' }).click()
  await shift.locator('.releasecard', { hasText: 'this product' }).waitFor()
  await shift.locator('.releasecard li[data-gets=other]', { hasText: 'Hilda Haidara' }).waitFor()
  await shift.getByRole('button', { name: 'Release now' }).click()
  await shift.locator('.productstates', { hasText: 'released' }).waitFor()
  const ref = address.replace('/products/', '')

  // It stands on whatever page its reader is on, until they say that they have read it.
  const rosa = await open(`${node.url}/products`)
  await signIn(rosa, reader.login)
  await rosa.locator('.productwaiting a', { hasText: record.ref }).click()
  await rosa.getByRole('button', { name: 'I have read it' }).click()
  await until('the receipt stands', async () => (await ask<View>(node, ben, `/api/records/${ref}`)).data.receipts?.length === 1)
  await rosa.locator('.productwaiting').waitFor({ state: 'detached' })
  await rosa.locator('.productsection .boundfact', { hasText: record.ref }).first().click()
  await rosa.locator('.factrecords', { hasText: record.ref }).waitFor()
  const [version] = (await records(node, liaison, 'kind=product')).items as unknown as View[]
  assert.ok(version?.data.tearOf, 'the liaison has a version')
  assert.doesNotMatch(JSON.stringify(version), new RegExp(`${record.ref}|223 ?344|Doe`))

  // The hand that wrote the first line writes the last one: in the watch log, linked to the record.
  await duty.goto(node.url)
  await roomReady(duty)
  await duty.keyboard.press('/')
  await duty.keyboard.type(`> p JOC>FHQ FLASH sent #${record.ref}`)
  await duty.keyboard.press('Enter')
  await duty.getByText('Watch log: written as no. 1').waitFor()
  const line = (await records(node, ben, `kind=log-entry&where.about=${record.id}`)).items[0] as unknown as View

  // Every hop is a fact of a record with its own stamp, in its order; what the node does by itself came within the minute.
  const flash = await ask<View>(node, ben, `/api/records/${ref}`)
  const hops: [string, string | undefined][] = [
    ['logged', record.createdAt], ['reached by phone', calls.data.calls?.[0]?.at], ['merged', merged?.receivedAt], ['casevac', request.createdAt], ['asked to go', order.createdAt],
    ['drafted', flash.createdAt], ['released', flash.data.released?.at], ['read', flash.data.receipts?.[0]?.at], ['in the watch log', line.createdAt],
  ]
  const times = hops.map(([, at]) => Date.parse(at ?? ''))
  assert.ok(times.every((at, i) => Number.isFinite(at) && at >= (times[i - 1] ?? 0)), JSON.stringify(hops))
  const [first = 0] = times
  const out = Date.parse(flash.data.released?.at ?? '')
  assert.ok(out - firstKey <= TEN_MINUTES, `${out - firstKey} ms from the first word to the release`)
  const bySelf: [string, string | undefined][] = [['call list', calls.createdAt], ['alert', alert.createdAt], ...told.map((one): [string, string | undefined] => [one.data.recipient.name, one.data.sentAt])]
  for (const [name, at] of bySelf) {
    const after = Date.parse(at ?? '') - first
    assert.ok(after >= 0 && after <= MINUTE, `${name}: ${after} ms after the record`)
  }
  const clocks = await ask<{ items: { name: string; startedAt: string | null }[] }>(node, anna, `/api/clocks?record=${request.id}`)
  assert.ok(clocks.items.some((one) => one.startedAt !== null), 'deadlines of the casevac run')
  tell(hops.map(([name], i) => `${name} +${(((times[i] ?? 0) - first) / 1000).toFixed(1)} s`).join(', '))

  const now = await ask<View>(node, ben, `/api/records/${record.id}`)
  await ask(node, ben, `/api/records/${record.id}/actions`, { type: 'edit', basedOn: now.version, patch: { fields: { impact: [{ ...(now.data as unknown as { impact: object[] }).impact[0], injured: { est: 2 } }] } } })
  await until('it is stale', async () => (await ask<View>(node, ben, `/api/records/${ref}`)).data.stale !== undefined)
  await shift.reload()
  await shift.locator('.productstale', { hasText: '2' }).waitFor()
  await shift.getByRole('button', { name: 'Issue a correction' }).click()
  await shift.getByRole('heading', { level: 1, name: /Correction 1$/ }).waitFor()
  await shift.getByRole('button', { name: 'Submit for release' }).click()
  await shift.getByText('You drafted it').waitFor()
  await duty.goto(shift.url())
  await duty.getByRole('button', { name: 'Release…' }).click()
  await duty.getByRole('button', { name: 'Release now' }).click()
  await duty.locator('.productstates', { hasText: 'released' }).waitFor()
  const corrected = await ask<View>(node, ben, `/api/records/${decodeURIComponent(shift.url().split('/').at(-1) ?? '')}`)
  assert.deepEqual(corrected.data.distribution.map((one) => one.name), ['Rosa Ruiz', 'Hilda Haidara'])
  assert.ok(corrected.data.changes?.some((one) => one.was === '1' && one.now === '2'))
  await shift.goto(`${node.url}${address}`)
  await shift.getByText('This product was replaced by a correction.').waitFor()
  await rosa.locator('.productwaiting a', { hasText: 'Correction 1' }).waitFor()
  const still = await ask<Seen>(node, keeper, `/api/records/${channel.id}`)
  await ask(node, keeper, `/api/records/${channel.id}/actions`, { type: 'edit', basedOn: still.version, patch: { fields: { enabled: false } } })
  await mail.close()
}, { noMap: true }))
