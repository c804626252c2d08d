import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatMgrs } from '../../core/place-mgrs.ts'
import { journey, until } from '../support/journey.ts'
import { ownMission } from '../support/own-mission.ts'
import { logIncident } from '../support/people.ts'
import { namelessControls, roomReady, signIn } from '../support/screen.ts'

const NEAR = { lon: -3.6, lat: 15.5 }
const FAR = { lon: -2.4, lat: 16.6 }
/** Share of the map's width one press of Shift and an arrow moves it by. */
const PAN = 0.25
/** Metres a pixel covers where going to coordinates leads: zoom 16, 512-pixel tiles. */
const METRES_PER_PIXEL = (78_271.517 * Math.cos((NEAR.lat * Math.PI) / 180)) / 2 ** 16

test(...journey('the map by keyboard: layers, symbols, grid and heat, going to a grid, measuring; a drawing is seen live on another screen', async ({ open, tell }) => {
  const { node, anna, ben } = await ownMission()
  const at = (place: { lon: number; lat: number }) => ({ ...place, precision: 1, radiusM: 50, method: 'GPS' })
  await logIncident(node, ben, { title: 'Ferry watched, near', place: at(NEAR) })
  await logIncident(node, ben, { title: 'Ferry watched, far', place: at(FAR) })
  const begin = async (login: string) => {
    const page = await open(`${node.url}/?t=all&q=Ferry+watched`)
    await signIn(page, login)
    await roomReady(page)
    await page.locator('.maptools').waitFor()
    await page.getByText('2 of 2 in this view').waitFor()
    return page
  }
  const page = await begin(ben.login)
  const chord = async (second: string) => {
    await page.keyboard.press('m')
    await page.keyboard.press(second)
  }
  const layers = page.getByRole('dialog', { name: 'Layers' })
  assert.match(await page.locator('.mapattribution').innerText(), /Natural Earth.*Borders and names imply no endorsement/)

  await chord('g')
  await page.getByText('MGRS grid shown').waitFor()
  await chord('s')
  await page.getByText('Symbols: Military').waitFor()
  // Another set of symbols is another map: keys are answered again as soon as it stands.
  await until('the map answers with heat', async () => {
    await chord('h')
    return page.getByText('Show counts as: heat, weighted by severity').waitFor({ timeout: 4000 }).then(() => true, () => false)
  })
  await chord('l')
  await layers.waitFor()
  assert.ok(await layers.getByRole('checkbox', { name: 'MGRS grid' }).isChecked())
  assert.ok(await layers.getByRole('radio', { name: /Military/ }).isChecked())
  assert.equal(await layers.getByLabel('Show counts as').inputValue(), 'heat')
  assert.ok(await layers.evaluate((e) => e.contains(document.activeElement)), 'the panel has the focus')
  assert.deepEqual(await namelessControls(page), [])
  await page.keyboard.press('Escape')
  await layers.waitFor({ state: 'detached' })
  await chord('h')
  await page.getByText('Show counts as: nothing').waitFor()

  await chord('t')
  const grid = formatMgrs(NEAR, 8) ?? ''
  await page.keyboard.type(grid)
  await page.keyboard.press('Enter')
  await page.getByText('1 of 2 in this view').waitFor()
  await chord('t')
  await page.keyboard.type(`${NEAR.lat}, ${NEAR.lon}`)
  await page.keyboard.press('Enter')
  await page.locator('.gotobar').waitFor({ state: 'detached' })
  await until('the map stands still', async () => page.locator('.maplibregl-ctrl-scale').innerText().then((text) => /^\d+\sm$/.test(text.trim()) && Number.parseInt(text, 10) <= 100))
  // The scale settles before the last pixels of the way are gone.
  await page.locator('.maplibregl-map[data-drawn]').waitFor({ timeout: 60_000 })

  await chord('m')
  const measure = page.getByRole('group', { name: 'Measure' })
  await measure.waitFor()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Shift+ArrowRight')
  const width = await page.locator('.mapcanvas').evaluate((e) => e.clientWidth)
  const wanted = width * PAN * METRES_PER_PIXEL
  // The map is moving for a moment; the last place is taken back until it lies where the map came to rest.
  let measured = Number.NaN
  await until('the length is that of the ground passed over', async () => {
    await page.keyboard.press('Enter')
    measured = Number.parseInt((await measure.locator('dd').first().innerText()).replaceAll(/\D/g, ''), 10)
    const right = Math.abs(measured / wanted - 1) < 0.01
    if (!right) {
      await page.keyboard.press('Backspace')
    }
    return right
  })
  assert.match(await measure.innerText(), /true bearing (90|89\.9|90\.1)°/)
  tell(`${wanted.toFixed(0)} m are measured as ${measured} m`)
  await measure.getByRole('button', { name: 'Close' }).click()

  const other = await begin(anna.login)
  await other.keyboard.press('m')
  await other.keyboard.press('l')
  const drawn = other.locator('.layerrow', { has: other.getByRole('checkbox', { name: 'Overlays' }) }).locator('.n')
  const { n: before } = await until('the overlays are counted', async () => { const n = Number.parseInt(await drawn.innerText(), 10); return !Number.isNaN(n) && { n } })
  await chord('d')
  const draw = page.getByRole('group', { name: 'Overlay' })
  await draw.waitFor()
  await draw.getByRole('button', { name: 'Point', exact: true }).press('Enter')
  await page.keyboard.press('Enter')
  await draw.getByText('1', { exact: false }).first().waitFor()
  await draw.locator('input[name=overlay-name]').fill('Ferry landing')
  await draw.getByRole('button', { name: 'Save' }).press('Enter')
  await until('it is drawn on the other screen', async () => Number.parseInt(await drawn.innerText(), 10) === before + 1)
}))
