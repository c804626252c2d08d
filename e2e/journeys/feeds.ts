import assert from 'node:assert/strict'
import { test } from 'node:test'
import { journey, until } from '../support/journey.ts'
import { ownMission } from '../support/own-mission.ts'
import { ask } from '../support/people.ts'
import { namelessControls, signIn, untranslated } from '../support/screen.ts'

test(...journey('feeds: a telephone is let in, its data ages on screen, what cannot be read is shown', async ({ open }) => {
  const mission = await ownMission()
  await ask(mission.node, mission.dora, '/api/records', {
    kind: 'technology', at: new Date().toISOString(),
    data: {
      name: 'Patrol telephones', code: 'patrol-phones', type: 'tracker', purpose: 'Safety of patrols.',
      consent: { status: 'granted', by: 'Ministry', reference: 'NV-18', from: '2026-01-01' },
      diligence: { status: 'cleared', by: 'Data protection', reference: 'DD-9', on: '2026-01-02', reviewBy: '2999-01-01' },
    },
  })
  const page = await open(`${mission.node.url}/feeds`)
  await signIn(page, mission.anna.login)
  await page.getByRole('link', { name: 'Add a feed' }).click()
  await page.getByRole('button', { name: /Traccar Client/ }).click()
  await page.getByLabel('Name').fill('Telephones of K31')
  await page.getByLabel('Technology').selectOption({ label: 'Patrol telephones' })
  assert.deepEqual(await namelessControls(page), [])
  await page.getByRole('button', { name: 'Add the feed' }).click()
  await page.getByRole('heading', { name: 'Telephones of K31' }).waitFor()
  await page.getByText('Waiting for data').first().waitFor()
  await page.getByRole('button', { name: 'Make a key' }).click()
  const address = await page.locator('.feedcopy bdi').innerText()
  const sent = await fetch(`${address}?id=k31&lat=4.3&lon=18.5&timestamp=${Math.floor(Date.now() / 1000) - 30}&speed=4&batt=70`)
  assert.equal(sent.status, 200)
  await page.locator('.feedstanding').getByText('Running').waitFor()
  assert.equal((await fetch(`${address}?id=k31&lat=99&lon=18.5`)).status, 202)
  await page.getByText('not on Earth: latitude 99').first().waitFor()
  await page.locator('.feedbad summary').click()
  assert.match(await page.locator('.feedhex').innerText(), /id=k31&lat=99/)
  // What is read and then not believed is said apart, in words.
  assert.equal((await fetch(`${address}?id=k31&lat=0&lon=0&timestamp=${Math.floor(Date.now() / 1000)}`)).status, 200)
  await page.getByText('At 0/0: the receiver had no fix').first().waitFor()
  assert.deepEqual(await untranslated(page), [])
  await page.getByRole('button', { name: 'Switch off' }).click()
  await page.locator('.feedstanding').getByText('Off', { exact: true }).waitFor()
  await until('a feed that is off takes nothing', async () => (await fetch(`${address}?id=k31&lat=4&lon=18`)).status === 503)
}, { noMap: true }))
