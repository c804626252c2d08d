import assert from 'node:assert/strict'
import { test } from 'node:test'
import { journey, until } from '../support/journey.ts'
import { ownMission } from '../support/own-mission.ts'
import { ask, records } from '../support/people.ts'
import { roomReady, signIn } from '../support/screen.ts'
import { turnTo } from '../support/turn.ts'

const MINUTE = 60_000

type Told = { rule: string; severity: number; at: string; endedAt?: string; title: { en: string } }
type Mov = { state: string; departedAt: string; arrivedAt: string; returnedAt: string; clearance: { at: string; route: string }; report: { at: string }; late: { what: string; afterMin: number; at: string }[]; checkIns: { at: string; heardAt: string; status: string; how: string }[]; waypoints: { eta: string }[] }

test(...journey('movements: a convoy is planned by typing its places, cleared, departs; silence and then lateness are told as what they are; it arrives, returns and reports, and every time is a fact in the record', async ({ open, tell }) => {
  const { node, anna, ben } = await ownMission()
  const page = await open(node.url)
  await signIn(page, ben.login)
  await roomReady(page)
  await page.keyboard.press('g')
  await page.keyboard.press('v')
  await page.locator('.movepage h1').waitFor()
  await page.keyboard.press('n')
  await page.getByLabel('What for').fill('Fuel for the quarry')
  await page.getByLabel(/^Callsign/).fill('cvy 77')
  await page.getByLabel('Kind of movement').selectOption('convoy')
  for (const place of ['15.5000, -4.0000', '15.6000, -3.8000', '15.7000, -3.6000']) {
    await page.getByLabel('Place, grid or coordinates').fill(place)
    await page.getByLabel('Place, grid or coordinates').press('Enter')
  }
  await until('three waypoints stand in the plan', async () => (await page.locator('.movepoint').count()) === 3)
  await page.getByLabel('Check-in every').fill('30')
  await page.getByLabel('Primary means').fill('VHF 3')
  await page.getByLabel('Emergency').fill('SMS')
  // It left two hours ago by what is typed: deadlines that have passed are crossed at once.
  const departed = Math.floor((Date.now() - 150 * MINUTE) / MINUTE) * MINUTE
  await page.getByLabel(/^Departure/).fill(new Date(departed).toISOString().slice(0, 16))
  await page.getByRole('button', { name: 'Save the plan' }).click()
  await page.getByRole('button', { name: 'Clear to go' }).click()
  await page.getByLabel('How is the route?').selectOption('amber')
  // Typed letter by letter, as people do: the other field must not take the keys.
  await page.locator('#mv-text').pressSequentially('Escort from the ford')
  assert.equal(await page.locator('#mv-text').inputValue(), 'Escort from the ford')
  await page.getByRole('button', { name: 'Clear to go' }).click()
  await page.getByRole('button', { name: 'Departed' }).click()
  await page.getByLabel(/^When/).fill(zulu(departed))
  await page.getByRole('button', { name: 'Departed' }).click()

  const found = async () => (await records(node, ben, 'kind=movement&q=quarry')).items[0]
  const record = await until('it is under way', async () => { const one = await found(); return one?.data['state'] === 'departed' ? one : null })
  const alerts = async (): Promise<Told[]> => (await records(node, ben, `kind=alert&where.about=${record.id}`)).items.map((one) => one.data as unknown as Told)
  const lost = await until('silence is told', async () => (await alerts()).find((one) => one.rule === 'movement-lost' && one.severity === 4))
  assert.equal(lost.title.en, `No contact with CVY 77 since ${new Date(departed).toISOString().slice(11, 16).replace(':', '')}Z`)
  assert.equal((await alerts()).filter((one) => one.rule === 'movement-overdue').length, 0, 'who is not heard of is not asked when they arrive')

  // On the board the silent one stands on top; one key takes its call down.
  await turnTo(page, `/movements?day=${new Date(departed).toISOString().slice(0, 10)}`)
  const row = page.locator('.moverow', { hasText: 'CVY 77' })
  await row.waitFor()
  await until('its lamp says so', async () => (await row.getAttribute('data-lamp')) === 'lost')
  await row.focus()
  await page.keyboard.press('c')
  await until('there is contact again, and it is late', async () => (await row.getAttribute('data-lamp')) === 'overdue')
  const late = await until('lateness is told as such', async () => (await alerts()).find((one) => one.rule === 'movement-overdue' && one.endedAt === undefined))
  assert.match(late.title.en, /^CVY 77 is overdue at 15\.7000, -3\.6000, expected \d{4}Z$/)
  await until('silence is over', async () => (await alerts()).every((one) => one.rule !== 'movement-lost' || one.endedAt !== undefined))

  await row.press('Enter')
  for (const [step, more] of [['Arrived', null], ['Back at base', null], ['Report', 'Delayed by mud; fuel delivered.']] as const) {
    await page.locator('.movesteps').getByRole('button', { name: step, exact: true }).click()
    if (more !== null) {
      await page.getByLabel('What was seen and done').fill(more)
    }
    await page.locator('.movesteps').getByRole('button', { name: step, exact: true }).click()
  }
  const done = await until('it has reported', async () => { const one = await found(); return one?.data['state'] === 'reported' ? (one.data as unknown as Mov) : null })
  const ms = (at: string) => Date.parse(at)
  assert.equal(ms(done.departedAt), departed)
  assert.deepEqual(done.late.map(({ what }) => what), ['lost-contact', 'overdue'])
  assert.deepEqual(done.checkIns.map(({ status, how }) => [status, how]), [['ok', 'hand']])
  assert.ok(done.checkIns[0] && ms(done.checkIns[0].at) <= ms(done.checkIns[0].heardAt))
  assert.ok(ms(done.waypoints.at(-1)!.eta) + 15 * MINUTE <= ms(done.arrivedAt) && ms(done.arrivedAt) <= ms(done.returnedAt) && ms(done.returnedAt) <= ms(done.report.at))
  await until('nothing about it stands open', async () => (await alerts()).every((one) => one.endedAt !== undefined))
  const clocks = await ask<{ items: { name: string; state: string }[] }>(node, anna, `/api/clocks?record=${record.id}`)
  assert.deepEqual(clocks.items.map(({ name, state }) => [name, state]).sort(), [['arrival', 'met'], ['check-in', 'met'], ['departure', 'met'], ['report', 'met']])
  tell(`told lost ${Math.round((ms(done.late[0]!.at) - ms(done.departedAt)) / MINUTE)} min after departure, reported ${Math.round((ms(done.report.at) - ms(done.arrivedAt)) / 1000)} s after arrival`)

  await turnTo(page, `/movements/${record.ref}/strip`)
  await page.locator('.stripsheet .strippoint').nth(2).waitFor()
  await until('marked above and below', async () => (await page.locator('.stripsheet').first().locator('.marking').count()) === 2)
  // What lies on the road is entered by its kilometre, once, and is on the paper of whoever passes.
  const add = page.getByRole('form', { name: 'Add what lies on the way' })
  await page.getByText('Add what lies on the way').click()
  for (const [sort, where, name] of [['bridge', '12', 'Iron bridge'], ['black-spot', '30-33', 'Behind the ridge']] as const) {
    await add.getByLabel('Kind').selectOption(sort)
    await add.getByLabel('Where').fill(where)
    await add.getByLabel('Name').fill(name)
    await add.getByRole('button', { name: 'Add' }).click()
    await page.locator(`.stripspot[data-sort=${sort}]`, { hasText: name }).waitFor()
  }
  assert.match(await page.locator('.stripspot[data-sort=bridge]').innerText(), /Bridge Iron bridge[\s\S]*12\s?km/)
  assert.match(await page.locator('.stripspot[data-sort=black-spot]').innerText(), /No radio contact[\s\S]*\d\d:\d\d[\s\S]*Z to [\s\S]*call before[\s\S]*30–33\s?km/)
  await add.getByLabel('Where').fill('4000')
  await add.getByRole('button', { name: 'Add' }).click()
  await page.getByRole('alert').filter({ hasText: 'neither on the way' }).waitFor()
  await turnTo(page, `/records/${record.ref}`)
  await page.locator('.movemarks', { hasText: 'Iron bridge' }).waitFor()

  // Its tracks are called by their names; one nobody may see, by its id.
  const at = new Date().toISOString()
  const track = await ask<{ id: string; ref: string }>(node, ben, '/api/records', { kind: 'track', data: { name: 'Lead lorry', callsign: 'LORRY 1', subjects: [], sort: 'vehicle', affiliation: 'friend' }, at })
  const unseen = crypto.randomUUID()
  const point = (id: string, lon: number) => ({ id, name: id, lon, lat: 15.5, eta: at })
  const tracked = await ask<{ ref: string }>(node, ben, '/api/records', { kind: 'movement', data: { name: 'Tracked', sort: 'convoy', callsign: 'CVY 78', speedKmh: 30, corridorM: 500, checkIn: { everyMin: 60, windowMin: 5, tracker: false }, tracks: [track.id, unseen], waypoints: [point('a', -4), point('b', -3.9)] }, at })
  await turnTo(page, `/records/${tracked.ref}`)
  await page.locator('dl.facts').getByRole('link', { name: 'LORRY 1' }).waitFor()
  const facts = await page.locator('dl.facts').first().innerText()
  assert.ok(facts.includes(unseen) && !facts.includes(track.id), facts)
}, { noMap: true }))

function zulu(at: number): string {
  const d = new Date(at)
  const two = (n: number) => String(n).padStart(2, '0')
  return `${two(d.getUTCDate())}${two(d.getUTCHours())}${two(d.getUTCMinutes())}Z`
}
