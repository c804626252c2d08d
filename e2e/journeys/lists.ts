import assert from 'node:assert/strict'
import { test } from 'node:test'
import { journey, until } from '../support/journey.ts'
import { ownMission } from '../support/own-mission.ts'
import { logIncident, records } from '../support/people.ts'
import { namelessControls, signIn } from '../support/screen.ts'

test(...journey('a list is searched by folded words, many are changed after a look at what would become of them, and it is taken back', async ({ open }) => {
  const mission = await ownMission()
  for (let i = 0; i < 6; i += 1) {
    await logIncident(mission.node, mission.ben, { title: `Ambuscade à Ménaka ${i}`, category: 'AC.03' })
  }
  await logIncident(mission.node, mission.ben, { title: 'Quiet morning at the mill', category: 'AC.03' })
  const page = await open(`${mission.node.url}/k/incident?q=ambuscade`)
  await signIn(page, 'anna')
  await page.locator('.tr mark').first().waitFor()
  await page.locator('input.search').fill('ambuscade menaka')
  await until('six are found', async () => /\b6\b.*\b6\b/.test(await page.locator('.listcount').innerText()))
  await until('every hit is marked as it is written', async () => (await page.locator('.tr mark', { hasText: 'Ménaka' }).count()) === 6)
  assert.match(page.url(), /q=ambuscade\+menaka/)

  // Words that follow one another, and what must not occur; no mark on the latter.
  await page.locator('input.search').fill('“ambuscade à ménaka” -"menaka 3"')
  await until('five are left', async () => /\b5\b.*\b5\b/.test(await page.locator('.listcount').innerText()))
  await page.locator('input.search').fill('ambuscade menaka')
  await until('six again', async () => /\b6\b.*\b6\b/.test(await page.locator('.listcount').innerText()))

  // The browser's own key prints every row; its menu prints those drawn, without room for the others.
  await page.evaluate(() => {
    window.print = () => {
      document.documentElement.dataset['printed'] = String(document.querySelectorAll('.printsheet tbody tr').length)
      window.dispatchEvent(new Event('afterprint'))
    }
  })
  await page.keyboard.press('Control+p')
  await until('all six went to paper', () => page.evaluate(() => document.documentElement.dataset['printed'] === '6'))
  await page.emulateMedia({ media: 'print' })
  assert.deepEqual(await page.locator('.tbody').evaluate((body: HTMLElement) => {
    body.style.blockSize = '90000px'
    return [body.offsetHeight < 2000, getComputedStyle(body.querySelector('.tr')!).position]
  }), [true, 'static'])
  await page.emulateMedia({ media: 'screen' })

  // Keyboard alone: choose all, look, do, take back.
  await page.locator('.tablebox').focus()
  await page.keyboard.press('End')
  await page.locator('.tr[data-current]#row-5').waitFor()
  await page.keyboard.press('Control+a')
  await page.getByText('All 6 that match are chosen').waitFor()
  await page.getByRole('button', { name: 'Change…' }).click()
  await page.locator('#bulk-action').selectOption('corroborate')
  await page.getByRole('button', { name: 'Preview' }).click()
  const preview = page.locator('.bulkpreview')
  await preview.waitFor()
  assert.match(await preview.innerText(), /6\s*will change/)
  assert.match(await preview.innerText(), /Reported[\s\S]*Corroborated/)
  assert.deepEqual(await namelessControls(page), [])
  const standing = () => records(mission.node, mission.anna, 'kind=incident&q=ambuscade&limit=20').then(({ items }) => items.map((one) => one.veracity))
  assert.deepEqual(new Set(await standing()), new Set(['reported']), 'a look writes nothing')
  await page.getByRole('button', { name: 'Change 6 records' }).click()
  await page.getByText('6 changed').waitFor()
  assert.deepEqual(new Set(await standing()), new Set(['corroborated']))
  await page.getByRole('button', { name: 'Close' }).last().click()

  await page.locator('.tablebox').focus()
  await page.keyboard.press('Control+a')
  await page.getByRole('button', { name: 'Change…' }).click()
  await page.locator('#bulk-action').selectOption('verify')
  await page.getByRole('button', { name: 'Preview' }).click()
  await page.getByRole('button', { name: 'Change 6 records' }).click()
  await page.getByRole('button', { name: 'Take all of it back' }).click()
  await page.getByText('6 taken back').waitFor()
  assert.deepEqual(new Set(await standing()), new Set(['corroborated']))
}, { noMap: true }))

test(...journey('a search is kept, shared and followed; a colleague sees what is new to them on any screen', async ({ open }) => {
  const mission = await ownMission()
  await logIncident(mission.node, mission.ben, { title: 'Roadblock at the ferry', category: 'AC.03' })
  const page = await open(`${mission.node.url}/k/incident?q=roadblock`)
  await signIn(page, 'anna')
  await page.locator('.tr').first().waitFor()
  await page.getByRole('button', { name: 'Saved searches' }).click()
  await page.getByRole('button', { name: /Save this search/ }).click()
  await page.locator('#search-name').fill('Roadblocks')
  await page.getByLabel('Everyone in the mission').check()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await until('the address names the search', async () => /saved=SRC-/.test(page.url()))

  const other = await open(`${mission.node.url}/searches`)
  await signIn(other, 'ben')
  await other.locator('.searchlist li', { hasText: 'Roadblocks' }).getByRole('button', { name: 'Follow' }).click()
  await other.locator('.searchlist li', { hasText: 'Nothing new' }).waitFor()
  // The closed one first: once the open one is counted, it would have been too.
  await logIncident(mission.node, mission.hana, { title: 'Roadblock, witness at risk', category: 'AC.03' }, { handling: { level: 'SC', compartments: ['HR'], owner: 'MJ', releasableTo: ['*'], caveats: [] } })
  await logIncident(mission.node, mission.hana, { title: 'Roadblock near the mill', category: 'AC.03' })
  await other.locator('.rail .badge', { hasText: '1' }).waitFor()
  await other.locator('.searchlist').getByText('1 new or changed').waitFor()
  await other.locator('.searchlist a', { hasText: 'Roadblocks' }).first().click()
  await other.locator('.tr', { hasText: 'Roadblock near the mill' }).waitFor()
  assert.equal(await other.locator('.tr', { hasText: 'witness' }).count(), 0)
  await other.locator('.rail .badge').waitFor({ state: 'detached' })
}, { noMap: true }))
