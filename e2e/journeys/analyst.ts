import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { journey, until } from '../support/journey.ts'
import { ownMission } from '../support/own-mission.ts'
import { addPerson, ask, logIncident, records } from '../support/people.ts'
import type { Seen } from '../support/people.ts'
import { namelessControls, roomReady, signIn } from '../support/screen.ts'

/** “showing n of N” in words: both numbers. */
function pair(text: string): [number, number] {
  const [n = Number.NaN, of = Number.NaN] = [...text.matchAll(/\d+/g)].map((m) => Number(m[0]))
  return [n, of]
}

/** Take the list out in a format, for a purpose, and read the file the browser keeps. */
async function exported(page: Page, format: string): Promise<Buffer> {
  await page.getByRole('button', { name: 'Export', exact: true }).click()
  await page.getByRole('menuitem', { name: format }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Purpose').fill('Weekly review of the baobab road')
  await dialog.getByRole('button', { name: 'Export', exact: true }).click()
  const [file] = await Promise.all([page.waitForEvent('download'), dialog.getByRole('button', { name: 'Save the file' }).click()])
  await dialog.waitFor({ state: 'detached' })
  return readFileSync(await file.path())
}

test(...journey('a first day of an analyst: search kept and followed, many changed, graded, merged, counted, taken out, drawn', async ({ open, tell }) => {
  const mission = await ownMission()
  const { node, anna } = mission
  const amina = await addPerson(node, 'amina', { role: 'JMAC-A', name: 'Amina Abdou' })
  await ask(node, anna, '/api/records', { kind: 'area', data: { name: 'Baobab sector', code: 'BAO', type: 'sector', polygons: [[[[-4.3, 14.8], [-3.3, 14.8], [-3.3, 15.6], [-4.3, 15.6], [-4.3, 14.8]]]] } })
  const at = (lon: number, lat: number) => ({ lon, lat, precision: 1, radiusM: 50, method: 'GPS' })
  for (let i = 0; i < 4; i += 1) {
    await logIncident(node, mission.ben, { title: `Baobab road, robbery ${i}`, category: 'CV.02', place: at(-3.5 - i / 10, 15.5) })
  }
  const source = (text: string) => [{ id: 's1', type: 'UNIT', reliability: 'C', credibility: '3', text }]
  const first = await logIncident(node, mission.ben, { title: 'Baobab crossing, convoy ambushed', place: at(-3.9, 14.95), sources: source('The convoy called.') })
  const second = await logIncident(node, mission.hana, { title: 'Baobab crossing, convoy attacked', place: at(-3.901, 14.951), sources: source('The driver told us.') })

  const began = performance.now()
  const page = await open(`${node.url}/k/incident?q=baobab`)
  await signIn(page, 'amina')
  const count = async (): Promise<number> => pair(await page.locator('.listcount').innerText())[1]
  await until('six are found', async () => (await count()) === 6)

  // A facet narrows the list; its count is what is left.
  const choice = page.locator('.facet', { hasText: 'Ambush' }).first()
  const expected = Number(await choice.locator('.small').innerText())
  await choice.locator('input').check()
  await until('the list follows the facet', async () => (await count()) === expected && expected === 2)
  await choice.locator('input').uncheck()
  await until('all are back', async () => (await count()) === 6)

  // Kept and shared; a colleague follows it and is told of what comes later.
  await page.getByRole('button', { name: 'Saved searches' }).click()
  await page.getByRole('button', { name: /Save this search/ }).click()
  await page.locator('#search-name').fill('Baobab road')
  await page.getByLabel('Everyone in the mission').check()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await until('the address names the search', async () => /saved=SRC-/.test(page.url()))
  const other = await open(`${node.url}/searches`)
  await signIn(other, 'hana')
  await other.locator('.searchlist li', { hasText: 'Baobab road' }).getByRole('button', { name: 'Follow' }).click()
  await other.locator('.searchlist li', { hasText: 'Nothing new' }).waitFor()
  await logIncident(node, mission.ben, { title: 'Baobab road, robbery 4', category: 'CV.02', place: at(-4, 15.5) })
  await other.locator('.rail .badge', { hasText: '1' }).waitFor()
  await other.context().close()
  await until('the list has it too', async () => (await count()) === 7)

  // Many at once, after a look; then all of it back.
  const veracities = async (): Promise<string[]> => [...new Set((await records(node, amina, 'kind=incident&q=baobab')).items.map((r) => String(r.veracity)))]
  const many = async (action: string): Promise<void> => {
    await page.locator('.tablebox').focus()
    await page.keyboard.press('Control+a')
    await page.getByRole('button', { name: 'Change…' }).click()
    await page.locator('#bulk-action').selectOption(action)
    await page.getByRole('button', { name: 'Preview' }).click()
    assert.match(await page.locator('.bulkpreview').innerText(), /7\s*will change/)
    await page.getByRole('button', { name: 'Change 7 records' }).click()
    await page.getByText('7 changed').waitFor()
  }
  await many('corroborate')
  await page.getByRole('button', { name: 'Close' }).last().click()
  await many('verify')
  assert.deepEqual(await veracities(), ['verified'])
  await page.getByRole('button', { name: 'Take all of it back' }).click()
  await page.getByText('7 taken back').waitFor()
  assert.deepEqual(await veracities(), ['corroborated'])
  await page.getByRole('button', { name: 'Close' }).last().click()

  // Graded, verified, and the second report of the same event merged in; who knew what is told step by step.
  await page.goto(`${node.url}/records/${first.ref}`)
  await page.getByRole('button', { name: 'Change Sources' }).click()
  const sources = page.getByRole('group', { name: /^Sources/ })
  await sources.getByLabel(/^Reliability/).selectOption('B')
  await sources.getByLabel(/^Credibility/).selectOption('2')
  await page.locator('.inplace-form').getByRole('button', { name: 'Save' }).click()
  await page.locator('.bigrade', { hasText: 'B2' }).waitFor()
  await page.evaluate(() => { (document.activeElement as HTMLElement | null)?.blur() })
  await page.keyboard.press('v')
  await page.locator('.recordhead .tag', { hasText: 'Verified' }).waitFor()
  const twins = page.locator('.card', { has: page.getByRole('heading', { name: 'Same event?' }) })
  await twins.locator('.duplicate', { hasText: second.ref }).getByRole('button', { name: 'Merge into this' }).click()
  await twins.getByText('merged', { exact: true }).waitFor()
  await page.getByRole('heading', { name: 'Sources · 2' }).waitFor()
  const known = page.locator('.card', { has: page.getByRole('heading', { name: 'Who knew what when' }) })
  await until('the last step is shown', async () => { const [n, of] = pair(await known.locator('header').innerText()); return n === of && of >= 6 })
  await known.getByRole('slider').focus()
  await page.keyboard.press('Home')
  await until('the first version, by who wrote it', async () => /Version 1 of[\s\S]*Ben Bakary/.test(await known.innerText()))

  // The workbench: a column opens exactly the records it counts.
  await page.goto(`${node.url}/analysis?q=baobab`)
  const column = page.locator('.trend g.point:not([aria-label$=": 0"])').last()
  await column.waitFor()
  const counted = Number(/: (\d+)$/.exec((await column.getAttribute('aria-label')) ?? '')?.[1])
  await column.focus()
  await page.keyboard.press('Enter')
  const drawer = page.locator('.drawer')
  await until('as many as were counted', async () => { const [n, of] = pair(await drawer.locator('[aria-live]').innerText()); return n === of && of === counted })
  assert.equal(await drawer.locator('.drawerlist > li').count(), counted)
  assert.deepEqual(await namelessControls(page), [])
  await page.keyboard.press('Escape')
  await page.goto(`${node.url}/quality`)
  await page.getByRole('heading', { level: 1, name: 'Data quality by unit' }).waitFor()
  await page.locator('.figurenotes, .figuretable').first().waitFor()

  // Out of the building, for a purpose that stays with the records.
  await page.goto(`${node.url}/k/incident?q=baobab`)
  const left = await until('the list has answered', async () => (await page.locator('.listcount').innerText()) !== '' && (await count()))
  assert.equal((await exported(page, 'Excel (XLSX)')).subarray(0, 2).toString('latin1'), 'PK')
  const { features } = JSON.parse((await exported(page, 'GeoJSON')).toString()) as { features: unknown[] }
  assert.equal(features.length, left, 'all that the list counts')
  type Export = { type: string; purpose?: string | null; patch: { format?: string } }
  const taken = async (format: string): Promise<Export | undefined> => (await ask<{ items: Export[] }>(node, anna, '/api/records/mission/history')).items.find((one) => one.type === 'export' && one.patch.format === format)
  assert.deepEqual([(await taken('xlsx'))?.purpose, (await taken('geojson'))?.purpose], ['Weekly review of the baobab road', 'Weekly review of the baobab road'], 'the purpose is on record')

  // On the map: where it is dense, and by area.
  await page.goto(`${node.url}/?t=all&q=baobab`)
  await roomReady(page)
  await page.getByRole('button', { name: 'Layers' }).click()
  const layers = page.getByRole('dialog', { name: 'Layers' })
  const analysis = layers.getByRole('region', { name: 'Analysis' })
  await analysis.locator('select').first().selectOption('heat')
  await until('heat says of how many', async () => { const [n, of] = pair(await analysis.locator('.note').first().innerText()); return n === of && of === left })
  await analysis.locator('select').first().selectOption('areas')
  await analysis.locator('.classes li').first().waitFor()
  await page.keyboard.press('Escape')

  // And on paper.
  await page.goto(`${node.url}/print/map?t=all&q=baobab&bbox=-4.3,14.8,-3.3,15.6`)
  await page.getByText('The sheet is drawn.').waitFor({ timeout: 90_000 })
  await page.evaluate(() => { window.print = () => { document.body.dataset['printed'] = 'yes' } })
  await page.getByRole('button', { name: 'Print', exact: true }).click()
  await page.locator('body[data-printed]').waitFor()
  await until('the sheet is recorded', async () => (await taken('map-sheet')) !== undefined)
  assert.equal((await ask<Seen>(node, amina, `/api/records/${second.id}`)).workflow, 'merged')
  tell(`the day took ${((performance.now() - began) / 1000).toFixed(0)} s`)
}))
