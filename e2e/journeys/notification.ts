import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { journey, until } from '../support/journey.ts'
import { ownMission } from '../support/own-mission.ts'
import { addPerson, ask } from '../support/people.ts'
import { signIn } from '../support/screen.ts'
import { turnTo } from '../support/turn.ts'

const NAME = 'Kestrelborg'

test(...journey('notification: prepared, authorised by two others, the name masked until next of kin are informed, a death in the statistics, its cause corrected', async ({ open }) => {
  const { node, ben } = await ownMission()
  await Promise.all([
    addPerson(node, 'ncs-prep', { role: 'FHQ', clearance: 'C', compartments: 'PERS' }),
    addPerson(node, 'ncs-first', { role: 'FHQ', clearance: 'C' }),
    addPerson(node, 'ncs-second', { role: 'COS', clearance: 'C' }),
  ])
  const as = async (login: string, address: string): Promise<Page> => {
    const page = await open(`${node.url}${address}`)
    await signIn(page, login)
    return page
  }
  const writer = await as('ncs-prep', '/notifications')
  await writer.getByRole('link', { name: 'Notify a casualty' }).first().click()
  await writer.getByLabel('What is notified').selectOption('FATAL')
  await writer.getByLabel('Country code (3 letters)').fill('NOR')
  await writer.getByLabel('Circumstances, without names').fill(`Corporal ${NAME} was hit by shots.`)
  await writer.getByLabel('Family name').fill(NAME)
  await writer.getByRole('button', { name: 'Prepare the notification' }).click()
  // The name belongs into its own field alone.
  await writer.getByRole('alert').getByText(/says the name/).waitFor()
  await writer.getByLabel('Circumstances, without names').fill('The peacekeeper was hit by shots.')
  await writer.getByRole('button', { name: 'Prepare the notification' }).click()
  await writer.waitForURL(/\/records\//)
  const address = new URL(writer.url()).pathname
  await writer.locator('h1', { hasText: /^Death · Norway$/ }).waitFor()
  await writer.getByRole('button', { name: 'Hand over for authorisation' }).click()
  await writer.locator('.ncssteps [data-state=next]', { hasText: 'First authorisation' }).waitFor()
  await writer.getByRole('button', { name: 'Authorise first' }).click()
  await writer.getByRole('alert').getByText(/whoever prepared a notification does not authorise it/).waitFor()

  const first = await as('ncs-first', address)
  await first.getByText('Masked', { exact: true }).waitFor()
  await first.getByRole('button', { name: 'Authorise first' }).click()
  await first.locator('.ncssteps [data-state=next]', { hasText: 'Second authorisation' }).waitFor()
  const second = await as('ncs-second', '/notifications')
  await second.locator('.ncsone').first().getByRole('link').first().click()
  await second.getByRole('button', { name: 'Authorise second and deliver' }).click()
  await second.getByRole('link', { name: 'Its row in the statistics' }).waitFor()
  assert.ok(!(await second.locator('main').innerText()).includes(NAME))
  await second.getByRole('button', { name: 'Re-classify…' }).click()
  await second.getByLabel('Cause', { exact: true }).selectOption('MALICIOUS')
  await second.getByLabel(/^Revision note/).fill('Fire by an armed group')
  await second.getByRole('button', { name: 'Save' }).click()
  await second.getByText('Fire by an armed group').waitFor()

  await writer.reload()
  await writer.getByRole('button', { name: 'Show the name' }).click()
  await writer.getByText(NAME).waitFor()
  const duty = await as(ben.login, address)
  await duty.getByText('Masked', { exact: true }).waitFor()
  await writer.getByRole('button', { name: 'Record that they were informed' }).click()
  await writer.getByLabel('Informed by').fill('Ministry of Defence')
  await writer.getByRole('button', { name: 'They were informed' }).click()
  await until('the name is open to the duty officer, who did nothing', async () => {
    await duty.reload()
    await duty.locator('#ncs-person, .ncsfacts').first().waitFor()
    return (await duty.locator('main').innerText()).includes(NAME)
  })
  await turnTo(duty, '/statistics/fatalities')
  await duty.locator('.fatlog', { hasText: 'Fire by an armed group' }).waitFor()
  await duty.locator('.fattable tbody a').first().click()
  await duty.waitForURL(/\/k\/fatality/)
  const { total } = await ask<{ total: number }>(node, ben, '/api/statistics/fatalities?by=type&type=Malicious%20Act')
  assert.equal(total, 1)
}, { noMap: true }))
