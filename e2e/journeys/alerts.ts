import assert from 'node:assert/strict'
import { test } from 'node:test'
import { journey, until } from '../support/journey.ts'
import { ownMission } from '../support/own-mission.ts'
import { ask } from '../support/people.ts'
import { roomReady, signIn } from '../support/screen.ts'

const OUT = { lon: -2.7, lat: 16.4 }
const IN = { lon: -2.69, lat: 16.4 }
const CORNERS = '16.39, -2.695\n16.41, -2.695\n16.41, -2.60\n16.39, -2.60'

test(...journey('alerts: a rule is drawn and tried by keyboard, its alert cannot be missed, one key acknowledges, what was done and why it was closed are kept', async ({ open }) => {
  const { node, anna, ben } = await ownMission()
  const chief = await open(`${node.url}/track-rules/new`)
  await signIn(chief, anna.login)
  await chief.getByLabel('Name').fill('Quarry is closed')
  await chief.getByLabel(/^Severity/).selectOption('5')
  await chief.getByRole('button', { name: 'polygon' }).press('Enter')
  await chief.getByLabel(/^Corners/).fill(CORNERS)
  await chief.getByRole('button', { name: 'Try it' }).press('Enter')
  await chief.getByText('It would not have fired.').waitFor()
  await chief.getByRole('button', { name: 'Save' }).press('Enter')
  await chief.locator('.ruleline', { hasText: 'Quarry is closed' }).waitFor()

  const page = await open(node.url)
  await signIn(page, ben.login)
  await roomReady(page)
  const now = Date.now()
  const report = (more: object, ago: number) => ask<{ id: string }>(node, ben, '/api/tracks/manual', { ...more, at: new Date(now - ago).toISOString() })
  const first = await report({ name: 'Gravel 3', ...OUT }, 180_000)
  await report({ track: first.id, ...IN }, 60_000)
  const loud = page.locator('.alertloud', { hasText: 'Gravel 3 entered the area of “Quarry is closed”' })
  await loud.waitFor()
  await page.locator('.alerts .alertrow[data-waiting=true]', { hasText: 'Gravel 3' }).waitFor()
  await page.keyboard.press('a')
  await until('nothing is loud any more', async () => (await page.locator('.alertloud').count()) === 0)
  await page.locator('.alerts .alertrow[data-waiting=false]', { hasText: 'Gravel 3' }).waitFor()
  await until('quiet on the other screen too', async () => (await chief.locator('.alertloud').count()) === 0)

  await page.locator('.alerts .alertrow', { hasText: 'Gravel 3' }).locator('.alertopen').click()
  await page.getByRole('button', { name: 'What was done' }).click()
  await page.getByLabel('What was done').fill('Called back by radio')
  await page.keyboard.press('Enter')
  await page.locator('.alertfacts').getByText('Called back by radio').waitFor()
  await page.locator('.alertsteps').getByRole('button', { name: 'Close' }).click()
  await page.getByLabel('Why is it closed?').fill('Turned round')
  await page.keyboard.press('Enter')
  await page.locator('.alertsteps').getByRole('button', { name: 'Reopen' }).waitFor()
  const left = await ask<{ total: number }>(node, ben, '/api/records?kind=alert&where.state=closed&q=Gravel')
  assert.equal(left.total, 1)
}, { noMap: true }))
