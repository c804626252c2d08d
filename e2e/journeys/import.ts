import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { journey, until } from '../support/journey.ts'
import { ownMission } from '../support/own-mission.ts'
import { records } from '../support/people.ts'
import { logRow, namelessControls, roomReady, shownInLog, shownOnMap, signIn } from '../support/screen.ts'
import { turnTo } from '../support/turn.ts'

const HEADINGS = 'id,relid,year,type_of_violence,conflict_name,dyad_name,side_a,side_b,source_article,where_prec,where_coordinates,latitude,longitude,country,date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,high,low'

function row(id: number, day: string): string {
  return `${id},MLI-2025-1-${id},2025,1,Government,Government - River Front,Government of Nowhere,River Front,"Agency, ${day}, Clash ${id}",1,Gampela ${id},${(14.6 + (id % 10) / 10).toFixed(2)},${(-4.9 + (id % 7) / 5).toFixed(2)},Nowhere,1,${day},${day},1,2,0,0,3,5,2`
}

const GOOD = [501, 502, 503, 504, 505, 506]
const TABLE = [HEADINGS, ...GOOD.map((id, i) => row(id, `2025-03-0${i + 1}`)), row(507, '2025-02-31')].join('\n')

test(...journey('a table comes in: dry run first, then for good, a second time adds none; the broken row is told and given back', async ({ open, tell }) => {
  const mission = await ownMission()
  const page = await open(`${mission.node.url}/import`)
  await signIn(page, 'anna')
  await page.locator('input[type=file]').setInputFiles({ name: 'events of march.csv', mimeType: 'text/csv', buffer: Buffer.from(TABLE) })
  await page.getByText('Recognised by its headings.').waitFor()
  assert.match(await page.locator('#format option:checked').innerText(), /UCDP/)
  assert.deepEqual(await namelessControls(page), [])

  const figures = async (heading: string): Promise<Record<string, number>> => {
    const card = page.locator('.card', { has: page.getByRole('heading', { name: heading }) })
    await card.locator('.figures').waitFor()
    return Object.fromEntries(await card.locator('.figures > div').evaluateAll((all) => all.map((d) => [d.querySelector('dt')?.textContent ?? '', Number(d.querySelector('dd')?.textContent)])))
  }
  await page.getByRole('button', { name: 'Try it' }).click()
  assert.deepEqual(await figures('What would happen'), { read: 7, added: 6, changed: 0, unchanged: 0, rejected: 1 })
  assert.equal((await records(mission.node, mission.anna, 'kind=incident&q=Gampela')).total, 0, 'a dry run writes nothing')
  const problem = await page.locator('.previewbox tbody tr').first().innerText()
  assert.match(problem, /^8\s+date_start\s+2025-02-31/)
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download rejected rows' }).click()])
  const rejected = readFileSync(await file.path(), 'utf8')
  assert.match(rejected, /2025-02-31/)
  assert.ok(!rejected.includes('MLI-2025-1-501'), 'only the rejected row')

  const began = performance.now()
  await page.locator('.card', { hasText: 'What would happen' }).getByRole('button', { name: 'Import' }).click()
  assert.deepEqual(await figures('Imported'), { read: 7, added: 6, changed: 0, unchanged: 0, rejected: 1 })
  tell(`imported after ${Math.round(performance.now() - began)} ms`)
  assert.equal((await records(mission.node, mission.anna, 'kind=incident&q=Gampela')).total, 6)
  await page.locator('.card', { hasText: 'How it is read' }).getByRole('button', { name: 'Import' }).click()
  await until('the second time adds none', async () => (await figures('Imported'))['unchanged'] === 6)
  assert.deepEqual(await figures('Imported'), { read: 7, added: 0, changed: 0, unchanged: 6, rejected: 1 })

  await turnTo(page, '/?t=all&q=Gampela')
  await roomReady(page)
  await logRow(page, 'Gampela 501').waitFor()
  await until('the log has six', async () => { const { shown, total } = await shownInLog(page); return shown === 6 && total === 6 })
  await until('the map counts them too', async () => {
    const map = await shownOnMap(page)
    return map?.shown === 6 && map.total === 6
  })
}))

test(...journey('a table nobody knows is dropped, its columns and words are told what they mean, it comes in and is taken back whole', async ({ open }) => {
  const mission = await ownMission()
  const page = await open(`${mission.node.url}/import`)
  await signIn(page, 'anna')
  const table = ['Beobachtet;Art;Breite;Laenge;Text', '2025-04-01;Sperre;15.10;-4.10;Kokolo one', '2025-04-02;Sperre;15.20;-4.20;Kokolo two', 'never;Sperre;15.30;-4.30;Kokolo three'].join('\n')
  const dropped = await page.evaluateHandle((text) => {
    const data = new DataTransfer()
    data.items.add(new File([text], 'police of april.csv', { type: 'text/csv' }))
    return data
  }, table)
  await page.locator('.importpage').dispatchEvent('drop', { dataTransfer: dropped })
  await page.locator('.maptable').waitFor()
  assert.equal(await page.getByLabel('Separated by').inputValue(), ';')
  for (const [column, field] of [['Beobachtet', 'date'], ['Art', 'category'], ['Breite', 'latitude'], ['Laenge', 'longitude'], ['Text', 'narrative']] as const) {
    await page.getByLabel(`What the column ${column} is read as`).selectOption(field)
  }
  await page.getByLabel('Category of “Sperre”').selectOption('AC.03')
  assert.deepEqual(await namelessControls(page), [])
  await page.locator('.card', { hasText: 'as records' }).getByText('Kokolo one').waitFor()

  const run = page.locator('.card', { hasText: 'How it is read' })
  const figures = async (heading: string): Promise<string> => (await page.locator('.card', { has: page.getByRole('heading', { name: heading, exact: true }) }).locator('.figures').innerText()).replaceAll(/\s+/g, ' ')
  await run.getByRole('button', { name: 'Try it' }).click()
  await page.getByRole('heading', { name: 'What would happen' }).waitFor()
  assert.match(await figures('What would happen'), /read 3 added 2|3 read 2 added/)
  assert.equal((await records(mission.node, mission.anna, 'kind=incident&q=Kokolo')).total, 0, 'a dry run writes nothing')
  await run.getByRole('button', { name: 'Import', exact: true }).click()
  await page.getByRole('heading', { name: 'Imported', exact: true }).waitFor()
  await until('two came in', async () => (await records(mission.node, mission.anna, 'kind=incident&q=Kokolo')).total === 2)

  await page.getByRole('button', { name: 'Roll back the import of police of april.csv' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Reason').fill('The wrong month')
  await dialog.getByRole('button', { name: 'Roll back' }).click()
  await page.getByText('2 retracted, 0 restored, 0 left as they are').waitFor()
  await page.getByText(/Taken back by .*The wrong month/).waitFor()
  assert.equal(await page.getByRole('button', { name: 'Roll back the import of police of april.csv' }).count(), 0, 'what is taken back whole is not offered again')
  assert.equal((await records(mission.node, mission.anna, 'kind=incident&q=Kokolo')).total, 0)
  assert.equal((await records(mission.node, mission.anna, 'kind=incident&q=Kokolo&workflow=retracted')).total, 2, 'retracted, not gone')
}))
