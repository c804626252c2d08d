import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Product } from '../../core/product.ts'
import { journey, until } from '../support/journey.ts'
import { ownMission } from '../support/own-mission.ts'
import { addPerson, ask } from '../support/people.ts'
import { signIn } from '../support/screen.ts'

type View = { id: string; ref: string; version: number; createdAt: string; data: Product }
const TEN_MINUTES = 600_000

test(...journey('contact to FLASH: drafted from the record, released by another within ten minutes of the first radio word, read, stale after an edit, corrected by number', async ({ open }) => {
  const { node, ben } = await ownMission()
  const lead = await addPerson(node, 'lea', { role: 'JOC-DO', name: 'Lea Lopes' })
  const reader = await addPerson(node, 'rosa', { role: 'FHQ', name: 'Rosa Ruiz' })
  // The first radio word, logged as one record; the casualty part is a plain one.
  const record = await ask<View>(node, ben, '/api/records', {
    kind: 'incident',
    data: {
      type: 'INCIDENT', title: 'Ambush of K31 at the ford of Sabo', narrative: 'Sergeant Doe was hit.', category: 'AC.01', callsign: 'K31', reported: new Date().toISOString(), happened: { from: new Date(Date.now() - 120_000).toISOString(), precision: 'EXACT' },
      place: { lon: -3.4, lat: 15.2, precision: 1, radiusM: 50, method: 'GPS', name: 'Sabo ford' }, impact: [{ group: 'UNMIL', injured: { est: 1 }, status: 'REPORTED' }],
    },
  })
  const duty = await open(`${node.url}/records/${record.ref}`)
  await signIn(duty, ben.login)
  await duty.getByRole('button', { name: 'Draft a FLASH' }).click()
  await duty.locator('.productpaper', { hasText: 'UNVERIFIED' }).waitFor()
  assert.doesNotMatch(await duty.locator('.productpaper').innerText(), /Doe/)
  await duty.getByLabel('Add a reader').selectOption({ label: 'Rosa Ruiz · FHQ' })
  await duty.getByRole('button', { name: 'Add', exact: true }).click()
  await duty.locator('.recipients', { hasText: 'Rosa Ruiz' }).waitFor()
  await duty.getByRole('button', { name: 'Submit for release' }).click()
  await duty.getByText('You drafted it').waitFor()
  const [, address = ''] = /(\/products\/.*)$/.exec(duty.url()) ?? []

  const shift = await open(`${node.url}${address}`)
  await signIn(shift, lead.login)
  await shift.getByRole('button', { name: 'Release…' }).click()
  await shift.locator('.releasecard', { hasText: 'this product' }).waitFor()
  await shift.getByRole('button', { name: 'Release now' }).click()
  await shift.locator('.productstates', { hasText: 'released' }).waitFor()
  const ref = address.replace('/products/', '')
  const flash = await ask<View>(node, ben, `/api/records/${ref}`)
  const took = Date.parse(flash.data.released?.at ?? '') - Date.parse(record.createdAt)
  assert.ok(took >= 0 && took <= TEN_MINUTES, `${took} ms from the first word to the release`)

  const rosa = await open(`${node.url}${address}`)
  await signIn(rosa, reader.login)
  await rosa.getByRole('button', { name: 'I have read it' }).click()
  await until('the receipt stands', async () => (await ask<View>(node, ben, `/api/records/${ref}`)).data.readByAll !== undefined)
  await rosa.locator('.productsection .boundfact', { hasText: 'Sabo ford' }).first().click()
  await rosa.locator('.factrecords', { hasText: record.ref }).waitFor()

  const now = await ask<View>(node, ben, `/api/records/${record.id}`)
  await ask(node, ben, `/api/records/${record.id}/actions`, { type: 'edit', basedOn: now.version, patch: { fields: { impact: [{ group: 'UNMIL', injured: { est: 2 }, status: 'REPORTED' }] } } })
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
  assert.deepEqual(corrected.data.distribution.map((one) => one.name), ['Rosa Ruiz'])
  assert.ok(corrected.data.changes?.some((one) => one.was === '1' && one.now === '2'))
  await shift.goto(`${node.url}${address}`)
  await shift.getByText('This product was replaced by a correction.').waitFor()
}))

test(...journey('Monday page for the head of mission: every number opens its records, judgements are written, it comes out in French and as a PDF', async ({ open }) => {
  const { node, anna } = await ownMission()
  const page = await open(`${node.url}/products`)
  await signIn(page, anna.login)
  await page.locator('#pb-type').selectOption('HOM')
  await page.getByRole('button', { name: 'Begin' }).click()
  await page.locator('.productpaper').waitFor()
  await page.getByRole('textbox', { name: 'Three judgements, with how likely' }).fill('- The ford stays closed: likely.')
  await page.getByRole('button', { name: 'Save and make again' }).click()
  await page.locator('.productsection li', { hasText: 'The ford stays closed' }).waitFor()
  const numbers = page.locator('.productsection .boundfact')
  const ref = page.url().split('/').at(-1) ?? ''
  const { data } = await ask<View>(node, anna, `/api/records/${ref}`)
  for (const section of data.sections.filter((one) => !one.moving)) {
    for (const fact of section.facts) {
      const opened = await ask<{ total: number; items: unknown[] }>(node, anna, `/api/products/${ref}/fact?section=${section.id}&fact=${encodeURIComponent(fact.id)}`)
      assert.ok(opened.items.length === Math.min(opened.total, 100), `${section.id} ${fact.id}: ${opened.items.length} of ${opened.total}`)
    }
  }
  assert.ok((await numbers.count()) > 5)
  await page.locator('#p-language').selectOption('fr')
  await page.locator('.productpaper[lang=fr]', { hasText: 'Ce qui a changé' }).waitFor()
  const pdf = await fetch(`${node.url}/api/products/${ref}/export?format=pdf`, { headers: { authorization: `Bearer ${anna.token}` } })
  assert.equal(Buffer.from(await pdf.arrayBuffer()).subarray(0, 5).toString(), '%PDF-')
}))
