import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Product } from '../../core/product.ts'
import { journey, until } from '../support/journey.ts'
import { ownMission } from '../support/own-mission.ts'
import { addPerson, ask, records } from '../support/people.ts'
import { roomReady, signIn } from '../support/screen.ts'

type View = { id: string; ref: string; version: number; createdAt: string; data: Product }
const TEN_MINUTES = 600_000

/** A place and words of its own for each run: the mission is shared with other journeys. */
const mark = Date.now().toString(36).toUpperCase()

test(...journey('contact to FLASH: one typed line, the call list pops, drafted from the record, released by another within ten minutes, read, a line in the watch log, stale after an edit, corrected by number', async ({ open, tell }) => {
  const { node, anna, ben } = await ownMission()
  const lead = await addPerson(node, 'lea', { role: 'JOC-DO', name: 'Lea Lopes' })
  const reader = await addPerson(node, 'rosa', { role: 'FHQ', name: 'Rosa Ruiz' })
  const liaison = await addPerson(node, 'hilda', { role: 'HOST-LO', org: 'HOST', side: 'host', name: 'Hilda Haidara' })
  await ask(node, anna, '/api/records', { kind: 'cir', data: { code: `CIR-${mark}`, text: 'Contact of a patrol', enabled: true, condition: { kind: 'incident', text: mark }, wake: [{ who: 'Chief, operations centre', means: 'PHONE', contact: '4001' }], within: 15 } })
  const { me } = await ask<{ me: { user: string } }>(node, ben, '/api/session')
  await ask(node, ben, '/api/watches', { desk: `D${mark}`, name: 'Day', officers: [{ name: 'Ben', user: me.user }] })

  // The first radio word: one line, typed as it is heard; nothing of it is typed again.
  const duty = await open(node.url)
  await signIn(duty, ben.login)
  await roomReady(duty)
  await duty.keyboard.press('/')
  await duty.keyboard.type(`contact 30P VB 223344 amb 2 x PKM 1 inj ${mark} Sergeant Doe hit`)
  await until('it is read', async () => (await duty.locator('.quickecho mark').count()) >= 4)
  await duty.keyboard.press('Enter')
  await until('it is logged', async () => (await records(node, ben, `kind=incident&q=${mark}`)).total === 1)
  const record = (await records(node, ben, `kind=incident&q=${mark}`)).items[0] as unknown as View
  await duty.getByText(`CIR-${mark}`).first().waitFor()
  const calls = (await records(node, ben, `kind=call-list&where.about=${record.id}`)).items[0] as unknown as View

  await duty.goto(`${node.url}/records/${record.ref}`)
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

  // Every hop has its own stamp, in its order.
  const flash = await ask<View>(node, ben, `/api/records/${ref}`)
  const hops: [string, string | undefined][] = [['logged', record.createdAt], ['call list', calls.createdAt], ['drafted', flash.createdAt], ['released', flash.data.released?.at], ['read', flash.data.receipts?.[0]?.at], ['in the watch log', line.createdAt]]
  const times = hops.map(([, at]) => Date.parse(at ?? ''))
  assert.ok(times.every((at, i) => Number.isFinite(at) && at >= (times[i - 1] ?? 0)), JSON.stringify(hops))
  const [first = 0, , , out = Number.NaN] = times
  assert.ok(out - first <= TEN_MINUTES, `${out - first} ms from the first word to the release`)
  assert.ok((times[1] ?? 0) - first <= 20_000, 'the call list came with the record')
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
}))

test(...journey('Monday page for the head of mission: every number opens its records, judgements are written, it comes out in French and as a PDF', async ({ open }) => {
  const { node, anna } = await ownMission()
  const page = await open(`${node.url}/products`)
  await signIn(page, anna.login)
  await page.locator('#pb-type').selectOption('HOM')
  await page.getByRole('button', { name: 'Begin' }).click()
  await page.locator('.productpaper').waitFor()
  await page.getByRole('textbox', { name: 'Three judgements, with how likely' }).fill('- The ford stays closed:')
  await page.getByLabel('Insert how likely').selectOption('likely')
  await page.getByText('1 of 1 judgements say how likely; a page has 3.').waitFor()
  await page.getByRole('button', { name: 'Save and make again' }).click()
  await page.locator('.productsection li', { hasText: 'The ford stays closed: likely' }).waitFor()
  const numbers = page.locator('.productsection .boundfact')
  const ref = page.url().split('/').at(-1) ?? ''
  const { data } = await ask<View>(node, anna, `/api/records/${ref}`)
  for (const section of data.sections.filter((one) => !one.moving)) {
    for (const fact of section.facts) {
      const opened = await ask<{ total: number; visible: number; items: unknown[] }>(node, anna, `/api/products/${ref}/fact?section=${section.id}&fact=${encodeURIComponent(fact.id)}`)
      assert.ok(opened.visible === opened.total && opened.items.length === Math.min(opened.total, 100), `${section.id} ${fact.id}: ${opened.items.length} of ${opened.total}`)
    }
  }
  assert.ok((await numbers.count()) > 5)
  await page.locator('#p-language').selectOption('fr')
  await page.locator('.productpaper[lang=fr]', { hasText: 'Ce qui a changé' }).waitFor()
  await page.getByRole('link', { name: 'Brief' }).click()
  await page.locator('.briefcover').waitFor()
  await page.keyboard.press('ArrowRight')
  await page.locator('.brief h1', { hasText: 'Incidents importants' }).waitFor()
  await page.locator('.brief .boundfact').first().click()
  await page.locator('.brief .factpanel', { hasText: 'Counted from' }).waitFor()
  await page.keyboard.press('Escape')
  await page.locator('.brief .factpanel').waitFor({ state: 'detached' })
  await page.keyboard.press('Escape')
  await page.locator('.productpaper').waitFor()
  const pdf = await fetch(`${node.url}/api/products/${ref}/export?format=pdf`, { headers: { authorization: `Bearer ${anna.token}` } })
  assert.equal(Buffer.from(await pdf.arrayBuffer()).subarray(0, 5).toString(), '%PDF-')
}))
