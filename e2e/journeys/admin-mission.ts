import assert from 'node:assert/strict'
import { test } from 'node:test'
import { journey, until } from '../support/journey.ts'
import { ownMission } from '../support/own-mission.ts'
import { ask, records } from '../support/people.ts'
import { namelessControls, signIn, untranslated } from '../support/screen.ts'
import { turnTo } from '../support/turn.ts'

type AreaItem = { id: string; code: string; type: string; parent: string | null; polygons: number[][][][] | null }

test(...journey('an area is drawn by keyboard, and boundaries come out of a GeoJSON file', async ({ open }) => {
  const { node, anna } = await ownMission()
  const areas = async () => (await ask<{ items: AreaItem[] }>(node, anna, '/api/areas?geometry=1')).items
  const page = await open(`${node.url}/admin/areas`)
  await signIn(page, 'anna')
  await page.getByRole('button', { name: 'New area' }).click()
  await page.getByLabel('Name', { exact: true }).fill('Fence of the journey')
  await page.getByLabel('Code', { exact: true }).fill('FJ')
  await page.getByLabel('Type', { exact: true }).selectOption('fence')
  await page.getByRole('button', { name: 'Draw', exact: true }).click()
  const canvas = page.locator('.areamap canvas')
  await canvas.waitFor()
  const box = await canvas.boundingBox()
  assert.ok(box)
  for (const [i, [x, y]] of ([[0.3, 0.3], [0.6, 0.3], [0.6, 0.6]] as const).entries()) {
    // A map that only just came may not listen yet; a corner that was heard shows at once.
    await until(`corner ${i + 1} stands`, async () => {
      await page.mouse.click(box.x + box.width * x, box.y + box.height * y)
      return page.getByText(`${i + 1} in the ring being drawn`).waitFor({ timeout: 4000 }).then(() => true, () => false)
    })
  }
  await page.getByRole('button', { name: 'Close the outline' }).click()
  await page.getByText('1 part, 0 holes, 3 corners').waitFor()
  assert.deepEqual(await namelessControls(page), [])
  assert.deepEqual(await untranslated(page), [])
  await page.getByRole('button', { name: 'Save the area' }).click()
  const drawn = await until('the area is saved', async () => (await areas()).find((area) => area.code === 'FJ'))
  assert.equal(drawn.polygons?.[0]?.[0]?.length, 4)
  // Saved areas have a history; from here the form has the answer.
  await page.getByRole('link', { name: 'History' }).waitFor()

  const ring = (w: number): number[][] => [[w, 16], [w, 16.4], [w + 0.4, 16.4], [w + 0.4, 16], [w, 16]]
  const feature = (name: string, code: string, coordinates: number[][][]) => ({ type: 'Feature', properties: { name, code }, geometry: { type: 'Polygon', coordinates } })
  await page.getByRole('button', { name: 'Import a file' }).click()
  await page.getByLabel('GeoJSON, KML, KMZ or zipped shapefile').setInputFiles({ name: 'districts.geojson', mimeType: 'application/geo+json', buffer: Buffer.from(JSON.stringify({ type: 'FeatureCollection', features: [feature('District one', 'D1', [ring(-4)]), feature('District two', 'D2', [ring(-3)]), feature('Bow', 'D3', [[[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]]])] })) })
  await page.getByText('crosses itself near 1.00000, 1.00000').waitFor()
  await page.getByRole('button', { name: 'Take 2 areas' }).click()
  await page.getByText('2 saved, 0 refused.').waitFor()
  const taken = (await areas()).filter((area) => /^D\d$/.test(area.code))
  assert.deepEqual(taken.map((area) => area.code).sort(), ['D1', 'D2'])
  assert.deepEqual(taken[0]?.polygons?.[0]?.[0]?.[1], [-3.6, 16], 'turned counter-clockwise')
}))

test(...journey('taxonomy edition 2: a category renamed, one added; the quick-log reads it', async ({ open }) => {
  const { node, anna } = await ownMission()
  const page = await open(`${node.url}/admin/taxonomy`)
  await signIn(page, 'anna')
  await page.getByRole('button', { name: 'New edition from 1' }).click()
  await page.getByRole('button', { name: 'Change AV.13' }).click()
  await page.getByLabel('Words in English').fill('Training of guards')
  await page.getByRole('button', { name: 'Add to AC', exact: true }).click()
  await page.getByLabel('Words in English').fill('Drone attack on a market')
  await page.getByLabel('Read in the quick-log in English, comma between').fill('buzzbomb')
  await page.getByLabel('Place in its family', { exact: false }).focus()
  await page.getByRole('button', { name: 'Save the draft' }).click()
  await page.getByText('An edition that was in force stays as it is').waitFor()
  await page.getByLabel('Reason, kept in history').fill('agreed by the working group')
  assert.deepEqual(await namelessControls(page), [])
  await page.getByRole('button', { name: 'Put edition 2 in force' }).click()
  await page.locator('.editionlist li', { hasText: 'Edition 2' }).getByText('In force').waitFor()

  await page.goto(`${node.url}/`)
  await page.getByLabel('Quick log').fill('buzzbomb at the market of the journey')
  await page.locator('.chip.q-category').first().waitFor()
  await page.keyboard.press('Enter')
  const logged = await until('the line is saved under the new code', async () => (await records(node, anna, 'kind=incident&where.category=AC.12')).items[0])
  assert.equal((logged as unknown as { data: { taxonomy: number } }).data.taxonomy, 2)
  await page.getByText('Drone attack on a market').first().waitFor()
}))

test(...journey('a field of the mission is built and stands in the form', async ({ open }) => {
  const { node } = await ownMission()
  const page = await open(`${node.url}/admin/kinds`)
  await signIn(page, 'anna')
  await page.getByRole('button', { name: 'Fields for a shipped kind' }).click()
  await page.getByLabel('Shipped kind').selectOption('actor')
  await page.getByLabel('Letters of its references').fill('XAC')
  await page.getByRole('button', { name: 'Add a field' }).click()
  const field = page.locator('.kindfield').first()
  await field.getByLabel('Name in English').fill('Flag colour')
  await field.getByLabel('Type', { exact: true }).selectOption('choice')
  await field.getByLabel(/^Choices/).fill('red = Red | Rouge\nblue = Blue | Bleu')
  await page.locator('#trial-title').waitFor()
  await page.getByLabel('Flag colour').selectOption({ label: 'Red' })
  assert.deepEqual(await namelessControls(page), [])
  await page.getByRole('button', { name: 'Save the definition' }).click()
  await page.getByText('adds to Actors').waitFor()
  await turnTo(page, '/k/actor')
  await page.getByRole('button', { name: /^New/ }).first().click()
  await page.getByRole('dialog').getByLabel('Flag colour').selectOption({ label: 'Blue' })
}))
