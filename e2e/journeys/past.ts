import assert from 'node:assert/strict'
import { test } from 'node:test'
import { journey, until } from '../support/journey.ts'
import { ownMission } from '../support/own-mission.ts'
import { ask, logIncident } from '../support/people.ts'
import type { Seen } from '../support/people.ts'
import { logRow, roomReady, signIn } from '../support/screen.ts'

test(...journey('the past: the log shows what was known, the open record its old number, nothing is written; undo is a correction; the wall', async ({ open }) => {
  const mission = await ownMission()
  const record = await logIncident(mission.node, mission.anna, { title: 'Bridge at Oulou held by twenty', severity: 4 })
  // Moments are whole seconds: the one that begins after the record was made, and before it is changed.
  const next = Math.floor(Date.now() / 1000 + 1) * 1000
  await until('the next second has begun', async () => Date.now() > next)
  const between = new Date(next).toISOString().slice(0, 19)
  await ask(mission.node, mission.anna, `/api/records/${record.id}/actions`, { type: 'edit', basedOn: 1, patch: { fields: { title: 'Bridge at Oulou held by eight', severity: 3 } } })
  await logIncident(mission.node, mission.anna, { title: 'Ferry at Oulou burnt' })

  const page = await open(`${mission.node.url}/?q=Oulou`)
  await signIn(page, 'anna')
  await roomReady(page)
  await logRow(page, 'Ferry at Oulou burnt').waitFor()
  await page.keyboard.press('p')
  await page.locator('.pastbar').waitFor()
  await page.keyboard.press('Shift+P')
  await page.keyboard.type(`${between}Z`)
  await page.keyboard.press('Enter')
  await logRow(page, 'Bridge at Oulou held by twenty').waitFor()
  assert.equal(await logRow(page, 'Ferry at Oulou').count(), 0)
  assert.match(await page.locator('.pastword').innerText(), /^What was known at \d{6}Z/)
  assert.equal(await page.locator('.quicklog').count(), 0, 'nothing is written in the past')
  await logRow(page, 'Bridge at Oulou').click()
  await until('the record as it stood', async () => (await page.locator('.recordpanel h1').innerText()).includes('twenty'))
  assert.equal(await page.locator('.recordpanel').getByRole('button', { name: /^(Approve|Edit)$/ }).count(), 0)
  await page.goto(`${mission.node.url}/records/${record.ref}?at=${between}Z`)
  await page.locator('.recordpage h1').filter({ hasText: 'twenty' }).waitFor()
  await page.locator('main > .pastbar').waitFor()
  assert.equal(await page.getByRole('button', { name: /FLASH/ }).count(), 0, 'nothing is made of what is past')
  await page.goto(`${mission.node.url}/k/incident?q=Oulou&at=${between}Z`)
  await page.locator('main > .pastbar').waitFor()
  await page.getByText('Bridge at Oulou held by twenty').waitFor()
  assert.equal(await page.getByText('Ferry at Oulou burnt').count(), 0)
  assert.equal(await page.getByText(/cannot be read/).count(), 0)
  assert.equal(await page.getByRole('button', { name: /^(New|Export)/ }).count(), 0)
  await page.goto(`${mission.node.url}/analysis?at=${between}Z`)
  await page.getByRole('heading', { name: 'Analysis' }).waitFor()
  await until('what shows only now leaves the past', async () => new URL(page.url()).searchParams.get('at') === null)
  await page.goto(`${mission.node.url}/?q=Oulou&at=${between}Z&open=${record.ref}`)
  await until('the record as it stood', async () => (await page.locator('.recordpanel h1').innerText()).includes('twenty'))
  await page.keyboard.press('Escape')
  await page.locator('.pastbar').waitFor({ state: 'detached' })
  await until('the record as it stands', async () => (await page.locator('.recordpanel h1').innerText()).includes('eight'))

  await page.keyboard.press('a')
  await page.getByText(/^Approve: /).waitFor()
  await page.keyboard.press('u')
  await page.getByText(/^Undone: /).waitFor()
  const { items } = await ask<{ items: { type: string }[] }>(mission.node, mission.anna, `/api/records/${record.id}/history`)
  assert.deepEqual(items.map((i) => i.type), ['create', 'edit', 'approve', 'return', 'submit'])

  await page.keyboard.press('e')
  await page.getByRole('textbox', { name: /^Title/ }).fill('Bridge at Oulou held by nine')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText(/^Edit: /).waitFor()
  const now = await ask<Seen>(mission.node, mission.anna, `/api/records/${record.id}`)
  await ask(mission.node, mission.ben, `/api/records/${record.id}/actions`, { type: 'edit', basedOn: now.version, patch: { fields: { bluf: 'Seen from the ridge' } } })
  await page.keyboard.press('u')
  await page.getByText(/has been changed since, so nothing was undone/).waitFor()
  assert.match((await ask<Seen>(mission.node, mission.anna, `/api/records/${record.id}`)).title, /nine/)

  await page.keyboard.press('g')
  await page.keyboard.press('w')
  await page.locator('.wall .logrow').first().waitFor()
  assert.ok(Number.parseFloat(await page.locator('.wall .logrow .title').first().evaluate((e) => getComputedStyle(e).fontSize)) >= 20)
  assert.equal(await page.locator('.rail:visible').count(), 0)
}, { noMap: true }))
