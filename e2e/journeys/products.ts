import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Product } from '../../core/product.ts'
import { journey } from '../support/journey.ts'
import { ownMission } from '../support/own-mission.ts'
import { ask } from '../support/people.ts'
import { signIn } from '../support/screen.ts'

type View = { id: string; ref: string; version: number; createdAt: string; data: Product }

test(...journey('Monday page for the head of mission: every number opens its records, judgements are written, it comes out in French and as a PDF', async ({ open }) => {
  const { node, anna } = await ownMission()
  const page = await open(`${node.url}/products`)
  // The day of the report comes from the node: before it is there nobody can press in vain.
  let letThrough = (): void => undefined
  const held = new Promise<void>((resolve) => { letThrough = resolve })
  await page.route('**/api/products/catalogue', async (route) => { await held; await route.continue() })
  await signIn(page, anna.login)
  await page.locator('#pb-type').selectOption('HOM')
  const begin = page.getByRole('button', { name: 'Begin' })
  assert.equal(await begin.isDisabled(), true, 'the day is not known yet')
  letThrough()
  await begin.click()
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
}, { noMap: true }))
