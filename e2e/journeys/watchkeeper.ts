import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { journey, until } from '../support/journey.ts'
import { ownMission } from '../support/own-mission.ts'
import { ask, PASSWORD, records } from '../support/people.ts'
import type { Seen } from '../support/people.ts'
import { logRow, namelessControls, roomReady } from '../support/screen.ts'

const FRENCH = 'embuscade 30P VB 744 655, 2 tués 3 blessés, RPG demande appui'
const ARABIC = 'إطلاق نار 30P VB 788 699 ٣ جرحى'

/** The text a person has in the bar, taken letter by letter and sent. */
async function typeLine(page: Page, line: string, chips: readonly string[]): Promise<void> {
  await page.keyboard.press('/')
  await page.keyboard.type(line)
  for (const kind of chips) {
    await page.locator(`.chip.q-${kind}`).first().waitFor()
  }
}

test(...journey('a first day of a watchkeeper, by keyboard: log, correct, attach, say, undo, find, look back, wall, a lost link, sign out', async ({ open, tell }) => {
  const mission = await ownMission()
  const kept = async (q: string): Promise<Seen[]> => (await records(mission.node, mission.ben, `kind=incident&q=${encodeURIComponent(q)}`)).items
  const began = performance.now()
  const page = await open(mission.node.url)
  await page.locator('#login').focus()
  await page.keyboard.type('ben')
  await page.keyboard.press('Tab')
  await page.locator('#password').focus()
  await page.keyboard.type(PASSWORD)
  await page.keyboard.press('Enter')
  await roomReady(page)

  // What the shift before left: what waits for approval and verification, said even when it is nothing.
  const side = page.locator('.roomside')
  for (const heading of ['Waiting for approval', 'Under verification']) {
    await side.getByRole('heading', { name: heading }).waitFor()
  }

  // A template, walked hole by hole.
  await page.keyboard.press('/')
  await page.keyboard.type(';cattle')
  await page.getByRole('option', { name: /cattle raid/i }).waitFor()
  await page.keyboard.press('Enter')
  await page.keyboard.type('0415Z')
  await page.keyboard.press('Tab')
  await page.keyboard.type('30P VB 711 622')
  await page.keyboard.press('Tab')
  await page.keyboard.type('60 cows, watchday')
  await page.locator('.chip.q-place').waitFor()
  await page.keyboard.press('Enter')
  await logRow(page, '30P VB 711 622').and(page.locator(':not(.pending)')).waitFor()

  // French over the radio; the RPG was a callsign, so its reading is taken back.
  await typeLine(page, FRENCH, ['category', 'place', 'casualties', 'weapon'])
  await page.keyboard.press('Alt+ArrowUp')
  await until('a reading has the focus', async () => page.evaluate(() => document.activeElement?.classList.contains('chip') ?? false))
  for (let i = 0; i < 8 && !(await page.evaluate(() => document.activeElement?.classList.contains('q-weapon') ?? false)); i += 1) {
    await page.keyboard.press('ArrowRight')
  }
  await page.keyboard.press('Delete')
  await page.locator('.chip.q-weapon').waitFor({ state: 'detached' })
  await until('the line has the focus again', async () => page.getByLabel('Quick log').evaluate((e) => e === document.activeElement))
  await page.keyboard.press('Enter')
  const row = logRow(page, '30P VB 744 655')
  await row.and(page.locator(':not(.pending)')).waitFor()
  const french = await until('the node has it', async () => (await kept('embuscade demande')).at(0))
  assert.equal(french.data['narrative'], FRENCH, 'kept word for word')
  assert.equal(french.data['category'], 'AC.03')
  assert.equal(french.data['weapons'], undefined, 'the reading that was taken back is not kept')
  assert.deepEqual((french.data['impact'] as { killed?: { est: number }; injured?: { est: number } }[]).map((i) => [i.killed?.est, i.injured?.est]).flat().filter((n) => n !== undefined), [2, 3])

  await typeLine(page, ARABIC, ['category', 'place', 'casualties'])
  await page.keyboard.press('Enter')
  await logRow(page, '30P VB 788 699').and(page.locator(':not(.pending)')).waitFor()
  const arabic = await until('the node has the Arabic line', async () => (await kept('جرحى')).find((r) => r.data['narrative'] === ARABIC))
  assert.equal(arabic.data['category'], 'AC.08')

  // The same ambush told a second time: suggested, and attached as a further source.
  await typeLine(page, 'ambush 30P VB 745 656 2 killed, second patrol', ['category', 'place'])
  await page.locator('.quickdups', { hasText: french.ref }).waitFor()
  await page.keyboard.press('Alt+d')
  await page.locator('.toast', { hasText: french.ref }).and(page.locator('.toast', { hasText: /source/i })).waitFor()
  const sources = await until('the source is there', async () => {
    const all = ((await kept('embuscade demande'))[0]?.data['sources'] ?? []) as { text: string }[]
    return all.length === 2 && all
  })
  assert.match(sources[1]?.text ?? '', /second patrol/)
  await page.keyboard.press('Escape')

  // The record beside the map: said, approved, and the approval taken back.
  await row.click()
  const panel = page.locator('.recordpanel')
  await panel.locator('h1').waitFor()
  await panel.getByPlaceholder('Write a comment').fill('Patrol asked for a second look')
  await panel.getByPlaceholder('Write a comment').press('Control+Enter')
  await panel.locator('.said', { hasText: 'second look' }).waitFor()
  await page.evaluate(() => { (document.activeElement as HTMLElement | null)?.blur() })
  await page.keyboard.press('a')
  await panel.locator('.tag', { hasText: 'Approved' }).first().waitFor()
  await page.keyboard.press('u')
  await panel.locator('.tag', { hasText: 'Submitted' }).first().waitFor()
  assert.equal((await ask<Seen>(mission.node, mission.ben, `/api/records/${french.id}`)).workflow, 'submitted')
  await page.keyboard.press('Escape')
  await panel.waitFor({ state: 'detached' })

  // The map of keys, and by the palette to a record and back.
  await page.keyboard.press('?')
  await page.getByRole('dialog', { name: 'Keys' }).waitFor()
  assert.deepEqual(await namelessControls(page), [])
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.keyboard.press('Control+k')
  await page.keyboard.type('watchday')
  await page.getByRole('option', { name: /30P VB 711 622/ }).waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: /30P VB 711 622/ }).waitFor()
  await page.keyboard.press('g')
  await page.keyboard.press('r')
  await roomReady(page)

  // Before the shift: what it logged was not known, and nothing can be written.
  await page.keyboard.press('p')
  await page.locator('.pastbar').waitFor()
  await page.keyboard.press('Shift+P')
  await page.keyboard.type(`${new Date(Date.now() - 6 * 3_600_000).toISOString().slice(0, 19)}Z`)
  await page.keyboard.press('Enter')
  await row.waitFor({ state: 'detached' })
  assert.equal(await page.locator('.quicklog').count(), 0)
  await page.keyboard.press('Escape')
  await page.locator('.pastbar').waitFor({ state: 'detached' })
  await row.waitFor()

  // The second screen follows by itself.
  const wall = await page.context().newPage()
  await wall.goto(`${mission.node.url}/wall`)
  await wall.locator('.wall .logrow', { hasText: '30P VB 744 655' }).waitFor()
  await wall.locator('.wallstate[data-link=open]').waitFor()
  await page.bringToFront()
  await typeLine(page, 'shots fired 30P VB 755 666 wallsees', ['category', 'place'])
  await page.keyboard.press('Enter')
  await wall.locator('.wall .logrow', { hasText: '30P VB 755 666' }).waitFor()
  await wall.close()

  // The link drops: the line waits, is told to wait, and is saved once when the link is back.
  await logRow(page, '30P VB 755 666').and(page.locator(':not(.pending)')).waitFor()
  await page.context().setOffline(true)
  await page.keyboard.type('shots fired 30P VB 766 677 linkaway')
  await page.keyboard.press('Enter')
  await page.getByText('1 waiting to be sent').waitFor()
  await page.context().setOffline(false)
  await page.getByText('1 waiting to be sent').waitFor({ state: 'detached' })
  assert.equal((await kept('linkaway')).length, 1)

  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+k')
  await page.keyboard.type('sign out')
  await until('it is found', async () => /sign out/i.test(await page.locator('[role=option][aria-selected=true]').innerText()))
  await page.keyboard.press('Enter')
  await page.locator('#login').waitFor()
  await page.goBack()
  await page.locator('#login').waitFor()
  tell(`the day took ${((performance.now() - began) / 1000).toFixed(0)} s`)
}, { asInUse: true, noMap: true }))
