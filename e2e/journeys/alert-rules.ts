import assert from 'node:assert/strict'
import { test } from 'node:test'
import { httpGateway } from '../../test/gateways.ts'
import { journey, until } from '../support/journey.ts'
import { ownMission } from '../support/own-mission.ts'
import { addPerson, ask, type Seen } from '../support/people.ts'
import { signIn } from '../support/screen.ts'

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
  } finally {
    await gateway.close()
  }
}, { noMap: true }))
