import assert from 'node:assert/strict'
import { test } from 'node:test'
import { journey, until } from '../support/journey.ts'
import { ownMission } from '../support/own-mission.ts'
import { roomReady, signIn } from '../support/screen.ts'

const LINE = 'amb 30P VB 371 583 halfwritten'

test(...journey('a page that stayed open over an upgrade: what its node has no longer is said, the page stands on, and a reload loses nothing typed', async ({ open }) => {
  const mission = await ownMission()
  const page = await open(mission.node.url)
  await signIn(page, 'ben')
  await roomReady(page)
  await page.locator('.quicklog textarea').fill('amb 30P VB 372 584 before the upgrade')
  await page.keyboard.press('Enter')
  await page.locator('.logrow:not(.pending)').first().waitFor()
  await page.locator('.quicklog textarea').fill(LINE)
  // As after an upgrade: the files of the version before are gone, and the page's worker names others.
  await page.route('**/assets/*.js', (route) => route.fulfill({ status: 404, contentType: 'application/problem+json', body: '{"title":"not found"}' }))
  await page.route('**/sw.js', (route) => route.fulfill({ status: 200, contentType: 'text/javascript', body: 'const files = ["/assets/first-another.js"]' }))
  // A part within a page that stands: the strip says it, and the page with what is being written is still there.
  await page.locator('.logrow').first().click()
  await page.getByText('New version: reload when you are ready.').waitFor()
  await page.locator('.recordpanel').getByText('The node has a newer version').waitFor()
  assert.equal(await page.locator('.quicklog textarea').inputValue(), LINE)
  // A whole page that was not there yet.
  await page.locator('a[href="/log"]').first().click()
  await page.getByText('The node has a newer version of Vigie than this page.').waitFor()
  await page.unrouteAll()
  await page.getByRole('main').getByRole('button', { name: 'Reload' }).click()
  await page.getByText('The node has a newer version of Vigie than this page.').waitFor({ state: 'detached' })
  await page.goto(mission.node.url)
  await until('what was typed is there again', async () => (await page.locator('.quicklog textarea').inputValue()) === LINE)
  await page.locator('.quicklog textarea').fill('')
}, { noMap: true }))

test(...journey('a node that comes back as another version: the open page says so without being asked', async ({ open }) => {
  const mission = await ownMission()
  const page = await open(mission.node.url)
  await signIn(page, 'ben')
  await roomReady(page)
  await page.locator('.topbar .link:not(.level0)').waitFor()
  await page.route('**/sw.js', (route) => route.fulfill({ status: 200, contentType: 'text/javascript', body: 'const files = ["/assets/first-another.js"]' }))
  await mission.stop()
  await page.locator('.topbar .link.level0').waitFor()
  await mission.startAgain()
  await page.getByText('New version: reload when you are ready.').waitFor()
}, { noMap: true }))
