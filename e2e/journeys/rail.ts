import assert from 'node:assert/strict'
import { test } from 'node:test'
import { violations } from '../support/axe.ts'
import { journey, until } from '../support/journey.ts'
import { ownMission } from '../support/own-mission.ts'
import { signIn } from '../support/screen.ts'

test(...journey('the rail: every section in sight on a low screen, folded ones opened by keys, names beside the signs, a phone’s bar with the rest', async ({ open }) => {
  const mission = await ownMission()
  const page = await open(`${mission.node.url}/me`, { viewport: { width: 1280, height: 560 } })
  await signIn(page, 'anna')
  await page.locator('main h1').waitFor()
  const rail = page.locator('.rail')
  const folded = rail.locator('[aria-haspopup=menu]')
  await until('sections fold', async () => (await folded.count()) > 0)
  assert.ok(await rail.locator('.railplaces').evaluate((e) => e.scrollHeight <= e.clientHeight), 'nothing lies outside')

  // By keys alone: to the rail, down to a folded section, into it, to a place.
  await page.keyboard.press('g')
  await page.keyboard.press('n')
  await until('the keys are in the rail', () => rail.evaluate((e) => e.contains(document.activeElement)))
  await until('the signs say their names while keys are among them', async () => ((await rail.locator('a .railtext').first().boundingBox())?.width ?? 0) > 20)
  assert.deepEqual(await violations(page), [])
  await folded.last().focus()
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowRight')
  const menu = page.locator('.menu')
  await menu.locator('.item').first().waitFor()
  assert.deepEqual(await violations(page), [])
  const wanted = await menu.locator('.item').first().getAttribute('href')
  await menu.locator('.item').first().focus()
  await page.keyboard.press('Enter')
  await until('the place has come', async () => new URL(page.url()).pathname === wanted)
  await menu.waitFor({ state: 'detached' })
  await until('the rail says where one is', async () => (await rail.locator('[aria-current]').count()) === 1)

  // Names, and a section folded by hand stays folded.
  await page.locator('main').focus()
  await page.keyboard.press('Shift+N')
  const heading = rail.locator('.railhead').first()
  await heading.waitFor()
  const places = await rail.locator('a').count()
  await heading.click()
  await until('the section is folded', async () => (await rail.locator('a').count()) < places)
  assert.deepEqual(await violations(page), [])
  await page.reload()
  await until('and stays so', async () => (await rail.locator('.railhead').first().getAttribute('aria-expanded')) === 'false')

  await page.setViewportSize({ width: 360, height: 740 })
  const more = rail.locator('[aria-haspopup=dialog]')
  await more.click()
  const sheet = page.locator('.railsheet')
  await sheet.locator('a').first().waitFor()
  assert.deepEqual(await violations(page), [])
  assert.equal((await rail.locator('a').count()) + (await sheet.locator('a').count()), places, 'the bar and the sheet hold every place')
  await sheet.locator('a').last().click()
  await sheet.waitFor({ state: 'detached' })
}, { noMap: true }))
