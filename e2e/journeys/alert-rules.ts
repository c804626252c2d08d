import assert from 'node:assert/strict'
import { test } from 'node:test'
import { httpGateway } from '../../test/gateways.ts'
import { journey, until } from '../support/journey.ts'
import { ownMission } from '../support/own-mission.ts'
import { addPerson, ask, logIncident, records, type Seen } from '../support/people.ts'
import { signIn } from '../support/screen.ts'
import { turnTo } from '../support/turn.ts'

test(...journey('alert rules: tried on the past and switched on; a report wakes somebody by SMS, the receipt is seen, the phone tree is called, acknowledging ends it', async ({ open }) => {
  const { node, anna, ben } = await ownMission()
  const gateway = await httpGateway()
  try {
    const admin = await addPerson(node, 'gatekeeper', { role: 'ADMIN' })
    const make = <T = Seen>(as: typeof anna, kind: string, data: object) => ask<T>(node, as, '/api/records', { kind, data })
    await make(admin, 'alert-channel', { name: 'Gateway', type: 'sms', enabled: true, carries: 'C', sms: { dialect: 'form-basic', url: `${gateway.url}/m`, from: 'VIGIE' } })
    await make(anna, 'contact', { name: 'Duty phone', role: 'CMO', addresses: { sms: '+22370000001' } })
    const page = await open(`${node.url}/alert-rules/new`)
    await signIn(page, anna.login)
    await page.getByLabel('Name').fill('Shooting anywhere')
    await page.getByLabel('hold these words').fill('Kassabougou')
    await page.getByLabel('Severity of the alert').selectOption('5')
    await page.getByRole('group', { name: 'Roles, at once' }).last().getByLabel(/CMO/).check()
    await page.getByRole('button', { name: 'Try it' }).press('Enter')
    await page.getByText(/It would (not )?have fired/).waitFor()
    await page.getByRole('button', { name: 'Save' }).press('Enter')
    const line = page.locator('.ruleline', { hasText: 'Shooting anywhere' })
    await line.waitFor()
    // Every rule of the node stands on this page, whatever it looks at, and is tried on the last month from its line.
    await page.getByRole('heading', { name: /Over what moves/ }).waitFor()
    await page.getByRole('heading', { name: /What leadership is called for/ }).waitFor()
    await line.getByRole('button', { name: /Try on 30 days/ }).click()
    await line.getByText(/It would (not )?have fired/).waitFor()
    await make(ben, 'incident', { type: 'INCIDENT', title: 'Shots at the well of Kassabougou', narrative: 'Two shots.', category: 'AC.01', happened: { from: new Date(Date.now() - 60_000).toISOString(), precision: 'EXACT' } })
    await until('the gateway was asked', async () => gateway.got.some(({ body }) => new URLSearchParams(body).get('Body')?.includes('Shooting anywhere') === true))
    const loud = page.locator('.alertloud', { hasText: 'Shooting anywhere' })
    await loud.locator('.alerttitle').click()
    await page.locator('.receiptlist', { hasText: 'Duty phone' }).getByText('sent').waitFor()
    await page.getByRole('link', { name: 'Phone tree' }).click()
    await page.locator('.phonetree tr', { hasText: 'Duty phone' }).getByRole('button', { name: 'no answer' }).click()
    await page.locator('.phonetree tr', { hasText: 'Duty phone' }).locator('p', { hasText: 'no answer' }).waitFor()
    await page.keyboard.press('a')
    await until('acknowledged', async () => (await ask<{ total: number }>(node, ben, '/api/records?kind=alert&where.state=acknowledged&q=Shooting')).total === 1)
    assert.equal(gateway.got.filter(({ body }) => new URLSearchParams(body).get('Body')?.includes('Shooting anywhere')).length, 1)
    // What is not real says so wherever it stands, above all in the banner of a live mission.
    const word = `flood${Date.now().toString(36)}`
    const warning = `<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>${word}</identifier><sender>met@test.example</sender><sent>${new Date().toISOString().slice(0, 19)}-00:00</sent><status>Exercise</status><msgType>Alert</msgType><scope>Public</scope><info><category>Met</category><event>Flood</event><urgency>Immediate</urgency><severity>Severe</severity><certainty>Likely</certainty><headline>${word}</headline><area><areaDesc>River</areaDesc></area></info></alert>`
    const handed = await fetch(`${node.url}/api/cap`, { method: 'POST', headers: { 'authorization': `Bearer ${ben.token}`, 'content-type': 'application/cap+xml', 'idempotency-key': crypto.randomUUID() }, body: warning })
    assert.equal(handed.status, 200)
    const [received] = (await records(node, ben, `kind=received-warning&q=${word}`)).items
    await ask(node, ben, `/api/records/${received!.id}/actions`, { type: 'take', basedOn: received!.version, patch: { severity: 5 } })
    await page.locator('.alertloud', { hasText: word }).locator('.alertdrill', { hasText: 'EXERCISE' }).waitFor()
    await page.locator('.alertloud', { hasText: word }).getByRole('button', { name: /^Acknowledge/ }).click()
    await until('it is quiet again', async () => (await page.locator('.alertloud', { hasText: word }).count()) === 0)
    // A plan is tried by a drill of it, from its page.
    const plan = await make(ben, 'alert-plan', { name: `Plan ${word}`, enabled: true, severity: 3, ladder: [{ afterMinutes: 0, to: [{ role: 'JOC-CH' }] }] })
    await page.goto(`${node.url}/records/${plan.ref}`)
    await page.getByRole('button', { name: 'Raise a drill' }).click()
    await page.getByRole('heading', { name: `Drill: Plan ${word}` }).first().waitFor()
    await page.locator('main .alertdrill', { hasText: 'EXERCISE' }).first().waitFor()
  } finally {
    await gateway.close()
  }
}, { noMap: true }))

test(...journey('what a community tells of: one alert of several reports; called back, somebody sets out, it is closed, the people hear of it; every step has its time and its clock', async ({ open, tell }) => {
  const { node, anna } = await ownMission()
  const word = `boro${Date.now().toString(36)}`
  const page = await open(`${node.url}/alert-rules/new`)
  await signIn(page, anna.login)
  await page.getByLabel('Name', { exact: true }).fill(`Village alert ${word}`)
  await page.getByLabel('hold these words').fill(word)
  await page.getByLabel('Severity of the alert').selectOption('4')
  await page.getByLabel(/^What communities report/).check()
  await page.getByRole('button', { name: 'Save' }).click()
  await page.locator('.ruleline', { hasText: word }).waitFor()
  const place = { lon: 20, lat: 5, precision: 1, radiusM: 100, method: 'GPS' }
  const first = await logIncident(node, anna, { title: `${word}: armed men at the well`, place })
  await until('an alert stands', async () => (await records(node, anna, `kind=alert&where.about=${first.id}`)).items[0])
  await logIncident(node, anna, { title: `${word}: they come nearer`, place: { ...place, lat: 5.01 } })
  const alert = await until('the second report joins it', async () => (await records(node, anna, `kind=alert&where.about=${first.id}`)).items.find((one) => (one.data['repeats'] as string[] | undefined)?.length === 1))
  await turnTo(page, `/records/${alert.ref}`)
  await page.getByText('Told again (1)').waitFor()
  const steps = page.locator('.alertsteps')
  // Over a slow link somebody presses again: it is said once.
  let pressed = 0
  await page.route('**/api/records/*/actions', async (route) => {
    await until('the second press is made', async () => pressed === 2)
    await route.continue()
  })
  await steps.getByRole('button', { name: 'What was done', exact: true }).click()
  await steps.getByLabel('What was done').fill('QRF told')
  for (; pressed < 2; pressed += 1) {
    await page.keyboard.press('Enter')
  }
  await page.locator('.alertfacts dd', { hasText: 'QRF told' }).first().waitFor()
  await page.unrouteAll()
  for (const [button, label, words] of [['Verification call', 'Note', 'Chief by telephone'], ['First movement', 'Who has set out?', 'Patrol K31'], ['Close', 'Why is it closed?', 'They left'], ['Feedback to the community', 'What were they told, and how?', 'Chief told by radio']] as const) {
    await steps.getByRole('button', { name: button, exact: true }).click()
    await steps.getByLabel(label).fill(words)
    await page.keyboard.press('Enter')
    await (button === 'Close' ? steps.getByRole('button', { name: 'Reopen', exact: true }) : page.locator('.alertfacts dd', { hasText: words })).first().waitFor()
  }
  const done = (await records(node, anna, `kind=alert&ids=${alert.id}`)).items[0]?.data as { at: string; acted: { what: string }[]; verified: { at: string; as: string }; moved: { at: string }; closed: { at: string }; feedback: { at: string } }
  const times = [done.verified.at, done.moved.at, done.closed.at, done.feedback.at].map((at) => Date.parse(at))
  assert.deepEqual(times, times.toSorted((a, b) => a - b))
  assert.equal(done.verified.as, 'confirmed')
  assert.deepEqual(done.acted.map(({ what }) => what), ['QRF told'])
  const clocks = await ask<{ items: { name: string; state: string }[] }>(node, anna, `/api/clocks?record=${alert.id}`)
  assert.deepEqual(clocks.items.map(({ name, state }) => [name, state]).sort(), ['acknowledge', 'act', 'call-back', 'feedback', 'move'].map((name) => [name, 'met']))
  tell(`raised ${done.at}, called back ${done.verified.at}, set out ${done.moved.at}, told ${done.feedback.at}`)
}, { noMap: true }))
