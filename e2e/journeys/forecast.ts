import assert from 'node:assert/strict'
import { test } from 'node:test'
import { journey, until } from '../support/journey.ts'
import { ownMission } from '../support/own-mission.ts'
import { ask, logIncident, records } from '../support/people.ts'
import type { Seen } from '../support/people.ts'
import { signIn } from '../support/screen.ts'

const DAY_MS = 86_400_000

test(...journey('forecast board: a rally planned for tomorrow stands under its day; what comes of it is an incident linked to it, and the plan stays as it was said', async ({ open }) => {
  const { node, ben } = await ownMission()
  const hour = (days: number): string => new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000 + days * DAY_MS).toISOString().replace('.000', '')
  const over = await logIncident(node, ben, { type: 'EVENT', title: 'Cattle market of the reeds', category: 'EV.03', happened: { from: hour(-2), precision: 'HOUR' } })
  const page = await open(`${node.url}/forecast`)
  await signIn(page, 'ben')
  await page.getByRole('heading', { name: 'Forecast board', level: 1 }).waitFor()
  await page.getByRole('region', { name: /Over, and nothing linked/ }).getByText('Cattle market of the reeds').waitFor()

  // Planned while the board is open: it comes by itself.
  const plan = await logIncident(node, ben, { type: 'EVENT', title: 'Rally at the reed bridge', category: 'EV.02', happened: { from: hour(1), precision: 'HOUR' } })
  const row = page.locator('.forecastrow', { hasText: 'Rally at the reed bridge' })
  await row.waitFor()
  assert.equal(await page.getByRole('region', { name: /Over, and nothing linked/ }).getByText('Rally at the reed bridge').count(), 0)

  // What was begun in the form before is held and can be taken up again.
  await page.goto(`${node.url}/k/incident#new`)
  const form = page.getByRole('dialog')
  await form.getByRole('textbox', { name: /^Title/ }).fill('Half a report of a boat')
  await page.goto(`${node.url}/forecast`)
  await page.locator('.forecastrow', { hasText: 'Cattle market of the reeds' }).getByRole('button', { name: 'Log what happened' }).click()
  const held = form.getByRole('region', { name: /^Left unfinished on this device: 1/ })
  await held.getByText('Half a report of a boat', { exact: true }).waitFor()
  assert.equal(await form.getByRole('textbox', { name: /^Title/ }).inputValue(), 'Cattle market of the reeds')
  await form.getByRole('textbox', { name: /^Title/ }).fill('Fight at the cattle market of the reeds')
  await form.getByRole('button', { name: 'Save' }).click()
  await form.waitFor({ state: 'detached' })
  await page.goto(`${node.url}/k/incident#new`)
  await until('the one left unfinished is open again', async () => (await form.getByRole('textbox', { name: /^Title/ }).inputValue()) === 'Half a report of a boat')
  const made = await until('the incident is kept', async () => (await records(node, ben, 'kind=incident&q=fight+cattle+reeds')).items[0])
  assert.deepEqual((made.data as { links?: unknown }).links, [{ type: 'FOLLOWS', record: over.id }])
  assert.equal((made.data as { type: string }).type, 'INCIDENT')
  assert.deepEqual((await ask<Seen>(node, ben, `/api/records/${over.id}`)).data, over.data, 'the plan stays as it was said')

  await page.goto(`${node.url}/forecast`)
  await page.locator('.forecastrow', { hasText: plan.ref }).waitFor()
  await until('what has an outcome waits no more', async () => (await page.locator('.forecastrow', { hasText: 'attle market of the reeds' }).count()) === 0)
}, { noMap: true }))
