import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { journey, until } from '../support/journey.ts'
import { sampleMission } from '../support/sample-mission.ts'
import { colours, namelessControls, roomReady, shownOnMap, signIn, untranslated } from '../support/screen.ts'
import { turnTo } from '../support/turn.ts'

async function choose(page: Page, word: string): Promise<void> {
  await page.locator('.topbar .user').click()
  await page.locator('.menu .segments button', { hasText: word }).click()
  await page.keyboard.press('Escape')
}

const PAGES = ['/technologies', '/import', '/me', '/k/area', '/k/actor', '/k/user', '/'] as const

/** No key of a text, and no control without a name, on any page. */
async function wordsEverywhere(page: Page): Promise<void> {
  for (const path of PAGES) {
    await turnTo(page, path)
    assert.deepEqual(await untranslated(page), [], path)
    assert.deepEqual(await namelessControls(page), [], path)
  }
}

test(...journey('French and Arabic: every word translated; Arabic is mirrored, the rail on the right edge', async ({ open }) => {
  const { node, lena } = await sampleMission()
  const page = await open(node.url)
  await signIn(page, lena.login)
  await roomReady(page)
  await choose(page, 'Français')
  await page.getByRole('heading', { name: 'À approuver' }).waitFor()
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'fr')
  assert.match(await page.locator('.exercise').innerText(), /EXERCICE/)
  await wordsEverywhere(page)

  await roomReady(page)
  await choose(page, 'العربية')
  await until('the page is mirrored', async () => (await page.evaluate(() => document.documentElement.dir)) === 'rtl')
  const width = page.viewportSize()?.width ?? 0
  const box = async (selector: string) => {
    const found = await page.locator(selector).boundingBox()
    assert.ok(found, selector)
    return found
  }
  const [rail, log, map, side] = [await box('.rail'), await box('.roomlog'), await box('.roommap'), await box('.roomside')]
  assert.ok(Math.abs(rail.x + rail.width - width) < 2, 'the rail stands on the right edge')
  assert.ok(log.x > map.x && map.x > side.x, 'log, map, waiting: from right to left')
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth), true)
  // Numbers, grids and times keep their own direction.
  assert.equal(await page.locator('.topbar .dtgz').evaluate((e) => getComputedStyle(e).direction), 'ltr')
  await wordsEverywhere(page)
  await roomReady(page)
  await choose(page, 'English')
  await until('the page is as before', async () => (await page.evaluate(() => document.documentElement.dir)) === 'ltr')
}))

test(...journey('night red: dark, and no blue anywhere on the screen, map included', async ({ open, tell }) => {
  const { node, kofi } = await sampleMission()
  const page = await open(node.url)
  await signIn(page, kofi.login)
  await roomReady(page)
  await choose(page, 'Night red')
  await until('the theme is on', async () => (await page.evaluate(() => document.documentElement.dataset['theme'])) === 'night')
  const facts = await until('the screen is red and dark', async () => {
    if ((await shownOnMap(page)) === null) {
      return false
    }
    const all = (await colours(await page.screenshot())).map((c) => ({ ...c, rgb: c.colour.split(',').map(Number) as [number, number, number] }))
    const pixels = all.reduce((sum, c) => sum + c.pixels, 0)
    const blue = all.filter((c) => c.rgb[2] > c.rgb[0] + 8).reduce((sum, c) => sum + c.pixels, 0) / pixels
    const luminance = all.reduce((sum, { rgb: [r, g, b], pixels: n }) => sum + ((0.2126 * r + 0.7152 * g + 0.0722 * b) / 255) * n, 0) / pixels
    return blue < 0.001 && { blue, luminance }
  })
  tell(`mean luminance ${(facts.luminance * 100).toFixed(1)} %, blue pixels ${(facts.blue * 100).toFixed(3)} %`)
  assert.ok(facts.luminance < 0.12, String(facts.luminance))
}))

test(...journey('on a phone the log comes first, the quick-log is under the thumb, nothing scrolls sideways', async ({ open }) => {
  const { node, kofi } = await sampleMission()
  const page = await open(node.url, { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 })
  await signIn(page, kofi.login)
  await roomReady(page)
  await page.locator('.logrows .logrow').first().waitFor()
  const inside = async (): Promise<boolean> => page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth && document.body.scrollWidth <= window.innerWidth)
  assert.equal(await inside(), true, 'no sideways scrolling in the log')
  assert.equal(await page.locator('.roommap').isVisible(), false, 'the map is behind a tab')
  const bar = await page.getByLabel('Quick log').boundingBox()
  assert.ok(bar && bar.y > 370 && bar.y + bar.height <= 740 && bar.x >= 0 && bar.x + bar.width <= 360, JSON.stringify(bar))
  await page.getByLabel('Quick log').tap()
  await page.keyboard.type('shots fired near Trizané')
  await page.locator('.chips .chip.q-place').waitFor()
  assert.equal(await inside(), true, 'nor while typing')
  const save = await page.getByRole('button', { name: 'Save' }).boundingBox()
  assert.ok(save && save.y + save.height <= 740 && save.x + save.width <= 360, JSON.stringify(save))
  await page.getByLabel('Quick log').fill('')
  await page.getByRole('tab', { name: 'Map' }).tap()
  await page.locator('.mapcanvas canvas').waitFor()
  assert.equal(await page.locator('.roomlog').isVisible(), false)
  assert.equal(await inside(), true, 'nor on the map')
  await page.getByRole('tab', { name: 'Waiting' }).tap()
  await page.locator('.roomside h2').first().waitFor()
  assert.equal(await inside(), true, 'nor in what waits')
  assert.deepEqual(await namelessControls(page), [])
}))
