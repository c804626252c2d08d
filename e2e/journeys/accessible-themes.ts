import assert from 'node:assert/strict'
import { test } from 'node:test'
import { violations } from '../support/axe.ts'
import { PAGES, settled } from '../support/every-screen.ts'
import { foreign } from '../support/foreign.ts'
import { everyScreen, everything, inTheme, WALK_MS } from '../support/everything.ts'
import { journey } from '../support/journey.ts'
import { cutWords, hiddenFocus, sideways, spacedText } from '../support/reach.ts'
import { turnTo } from '../support/turn.ts'

test(...journey('dark and night red: every word can be read on every page, menu and dialog', async (screens) => {
  const seen = await everything(screens, 'en')
  const wrong: string[] = []
  await everyScreen(seen, async (name) => {
    for (const theme of ['dark', 'night'] as const) {
      await inTheme(seen.page, theme)
      wrong.push(...(await violations(seen.page, ['color-contrast'])).map((line) => `${name}, ${theme}: ${line}`))
    }
    await inTheme(seen.page, 'light')
  })
  assert.deepEqual(wrong, [])
}, { wholeMs: WALK_MS }))

test(...journey('in Arabic axe finds nothing either, every focus is seen, and at 320 px nothing runs sideways', async (screens) => {
  const { page } = await everything(screens, 'ar')
  const wrong: string[] = []
  for (const [i, path] of PAGES.entries()) {
    await page.setViewportSize({ width: 1280, height: 800 })
    await turnTo(page, path)
    await inTheme(page, i % 2 === 0 ? 'dark' : 'night')
    wrong.push(...(await violations(page)).map((line) => `${path}: ${line}`))
    wrong.push(...(await foreign(page)).map((text) => `${path} is not in Arabic: ${text}`))
    wrong.push(...(await hiddenFocus(page)).map((line) => `${path}: focus is not seen on ${line}`))
    // A sheet of paper keeps its own width.
    if (path !== '/print/map') {
      await page.setViewportSize({ width: 320, height: 640 })
      wrong.push(...(await sideways(page)).map((line) => `${path} at 320 px: ${line}`))
    }
  }
  assert.deepEqual(wrong, [])
}, { wholeMs: WALK_MS }))

test(...journey('text may be spaced, zoomed to 200 % and shown in colours of the system: nothing is cut, what is pressed is seen', async (screens) => {
  const { page, url } = await everything(screens, 'fr', { viewport: { width: 640, height: 400 }, forcedColors: 'active' })
  const wrong: string[] = []
  await spacedText(page)
  for (const path of [...PAGES.filter((one) => !['/print/map', '/wall'].includes(one)), '/']) {
    await turnTo(page, path)
    wrong.push(...[...(await sideways(page)), ...(await cutWords(page))].map((line) => `${path}: ${line}`), ...(await foreign(page)).map((text) => `${path} is not in French: ${text}`))
  }
  await page.goto(`${url}/me`)
  await settled(page)
  const grounds = await page.locator('main .btn[aria-pressed]').evaluateAll((all) => all.map((e) => `${e.getAttribute('aria-pressed')} ${getComputedStyle(e).backgroundColor}`))
  assert.equal(new Set(grounds).size, 2, grounds.join(', '))
  assert.deepEqual(wrong, [])
}, { wholeMs: WALK_MS }))
