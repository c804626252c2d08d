import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { journey } from '../support/journey.ts'
import type { Screens } from '../support/journey.ts'
import { addPerson } from '../support/people.ts'
import { sampleMission } from '../support/sample-mission.ts'
import { signIn } from '../support/screen.ts'
import { violations } from '../support/axe.ts'
import { cutWords, hiddenFocus, sideways, spacedText } from '../support/reach.ts'
import { OPENED, PAGES, settled } from '../support/every-screen.ts'
import { turnTo } from '../support/turn.ts'

/** A screen of somebody who may see everything there is to see; without movement, so that colours are those that stay. */
async function everything({ open }: Screens, locale: string, options: BrowserContextOptions = {}): Promise<{ page: Page; url: string }> {
  const { node } = await sampleMission()
  const person = await addPerson(node, `ada-${locale}-${Date.now().toString(36)}`, { role: 'ADMIN,JOC-CH,DPO,AUDIT', name: 'Ada Akande' })
  const page = await open(node.url, { locale, reducedMotion: 'reduce', ...options })
  await page.locator('#login').waitFor()
  assert.deepEqual(await violations(page), [], 'signing in')
  await signIn(page, person.login)
  return { page, url: node.url }
}

/** A walk over every screen there is takes its time, and more with every screen. */
const wholeMs = 900_000

async function inTheme(page: Page, theme: string): Promise<void> {
  await page.evaluate((name) => { document.documentElement.dataset['theme'] = name }, theme)
}

test(...journey('axe finds nothing on any page, menu or dialog: light, dark and night red', async (screens) => {
  const { page, url } = await everything(screens, 'en')
  const wrong: string[] = []
  let looked = 0
  // Each screen in light and one of the others; the pages have the third in the next journey.
  const look = async (name: string): Promise<void> => {
    wrong.push(...(await violations(page)).map((line) => `${name}: ${line}`))
    const theme = ['dark', 'night'][(looked += 1) % 2] ?? ''
    await inTheme(page, theme)
    wrong.push(...(await violations(page, ['color-contrast'])).map((line) => `${name}, ${theme}: ${line}`))
    await inTheme(page, 'light')
  }
  const record = await page.evaluate(async () => ((await (await fetch('/api/records?kind=incident&limit=1')).json()) as { items: { ref: string }[] }).items[0]?.ref)
  for (const path of [...PAGES, `/records/${record}`]) {
    await turnTo(page, path)
    await look(path)
  }
  for (const { name, path, open, shown } of OPENED) {
    await page.goto(url + path)
    await settled(page)
    await open(page)
    await page.locator(shown).first().waitFor()
    await look(name)
  }
  screens.tell(`${looked} screens`)
  assert.deepEqual(wrong, [])
}, { wholeMs, asInUse: true }))

test(...journey('in Arabic axe finds nothing either, every focus is seen, and at 320 px nothing runs sideways', async (screens) => {
  const { page } = await everything(screens, 'ar')
  const wrong: string[] = []
  for (const [i, path] of PAGES.entries()) {
    await page.setViewportSize({ width: 1280, height: 800 })
    await turnTo(page, path)
    await inTheme(page, ['dark', 'night'][i % 2] ?? '')
    wrong.push(...(await violations(page)).map((line) => `${path}: ${line}`))
    wrong.push(...(await hiddenFocus(page)).map((line) => `${path}: focus is not seen on ${line}`))
    // A sheet of paper keeps its own width.
    if (path !== '/print/map') {
      await page.setViewportSize({ width: 320, height: 640 })
      wrong.push(...(await sideways(page)).map((line) => `${path} at 320 px: ${line}`))
    }
  }
  assert.deepEqual(wrong, [])
}, { wholeMs }))

test(...journey('text may be spaced, zoomed to 200 % and shown in colours of the system: nothing is cut, what is pressed is seen', async (screens) => {
  const { page, url } = await everything(screens, 'fr', { viewport: { width: 640, height: 400 }, forcedColors: 'active' })
  const wrong: string[] = []
  await spacedText(page)
  for (const path of [...PAGES.filter((one) => !['/print/map', '/wall'].includes(one)), '/']) {
    await turnTo(page, path)
    wrong.push(...[...(await sideways(page)), ...(await cutWords(page))].map((line) => `${path}: ${line}`))
  }
  await page.goto(`${url}/me`)
  await settled(page)
  const grounds = await page.locator('main .btn[aria-pressed]').evaluateAll((all) => all.map((e) => `${e.getAttribute('aria-pressed')} ${getComputedStyle(e).backgroundColor}`))
  assert.equal(new Set(grounds).size, 2, grounds.join(', '))
  assert.deepEqual(wrong, [])
}, { wholeMs }))
