import assert from 'node:assert/strict'
import { test } from 'node:test'
import { journey, until } from '../support/journey.ts'
import { ask, records } from '../support/people.ts'
import type { Seen } from '../support/people.ts'
import { sampleMission } from '../support/sample-mission.ts'
import { PALETTES } from '../../web/map/palette.ts'
import { colours, logRow, mapPicture, namelessControls, pixelsOf, roomReady, shownInLog, shownOnMap, signIn, untranslated } from '../support/screen.ts'

const { light } = PALETTES

test(...journey('the sample mission: marked EXERCISE, map drawn, log filled, filters change log and map alike', async ({ open, tell }) => {
  const { node, kofi } = await sampleMission()
  const page = await open(node.url)
  await page.getByText('Sign in to the mission').waitFor()
  await signIn(page, kofi.login)
  await roomReady(page)
  assert.match(await page.locator('.exercise').innerText(), /EXERCISE/)
  assert.match(await page.title(), /^EXERCISE · /)
  await until('the log is filled', async () => (await page.locator('.logrows .logrow').count()) >= 8)

  const began = performance.now()
  await until('the map counts', async () => (await shownOnMap(page)) !== null)
  const drawn = await until('the map shows sea, land and what lies on it', async () => {
    const all = await colours(await mapPicture(page))
    const whole = pixelsOf(all, ['#000000'], 255)
    const pins = pixelsOf(all, light.severity)
    return pixelsOf(all, [light.sea]) > whole * 0.05 && pixelsOf(all, [light.land, ...light.relief], 4) > whole * 0.05 && pins > 200 && { kinds: all.length, pins }
  }, 40_000)
  tell(`map drawn ${((performance.now() - began) / 1000).toFixed(1)} s after the log: ${drawn.kinds} colours, ${drawn.pins} pixels of pins`)

  const all = await shownInLog(page)
  // A busy machine is a thin link, over which a first page is shorter.
  assert.ok([50, 15].includes(all.shown) && all.shown < all.total, `showing ${all.shown} of ${all.total}`)
  await until('log and map agree on the total', async () => (await shownOnMap(page))?.total === all.total)

  // A category of the picker: log, map and node give the same number.
  await page.locator('.pick', { hasText: 'Family' }).click()
  const choice = page.locator('.pickmenu li', { hasText: 'Armed conflict' })
  const expected = Number((await choice.locator('.small').innerText()).replace(/\D/g, ''))
  assert.ok(expected > 0 && expected < all.total)
  await choice.locator('input').check()
  await page.keyboard.press('Escape')
  await until('the log follows', async () => (await shownInLog(page)).total === expected)
  await until('the map follows', async () => (await shownOnMap(page))?.total === expected)
  assert.match(page.url(), /f\.family=/)

  // Severity, on top of it; then a search; each narrows both.
  await page.locator('.filterrow select').selectOption('4')
  const severe = await until('fewer are severe', async () => {
    const { total } = await shownInLog(page)
    return total < expected && (await shownOnMap(page))?.total === total && { total }
  })
  const severities = (levels: string) => page.locator('.logrows').getByLabel(new RegExp(`^Severity [${levels}] of 5$`)).count()
  await until('only severe ones are left in the log', async () => (await severities('123')) === 0 && (await severities('45')) > 0)
  await page.reload()
  await roomReady(page)
  await until('a filter lives in the address', async () => (await shownInLog(page)).total === severe.total)
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await until('all are back', async () => (await shownInLog(page)).total >= all.total)

  // A row opens beside the map; what it says is what the node says.
  await page.locator('.logrows .logrow').first().click()
  const panel = page.locator('.recordpanel')
  await panel.locator('h1').waitFor()
  const ref = await panel.locator('.panelhead .mono').innerText()
  const behind = await ask<Seen>(node, kofi, `/api/records/${ref}`)
  assert.equal(await panel.locator('h1').innerText(), behind.title)
  assert.deepEqual(await untranslated(page), [])
  assert.deepEqual(await namelessControls(page), [])
}))

test(...journey('quick-log on the sample mission: a place by name, in English and in French', async ({ open, tell }) => {
  const { node, kofi, lena } = await sampleMission()
  const [writer, reader] = [await open(node.url), await open(node.url)]
  await Promise.all([signIn(writer, kofi.login), signIn(reader, lena.login)])
  await Promise.all([roomReady(writer), roomReady(reader)])
  const log = async (line: string, parts: RegExp[], row: RegExp): Promise<void> => {
    const began = performance.now()
    await writer.keyboard.press('/')
    await writer.keyboard.type(line)
    await until(`“${line}” is read`, async () => {
      const marks = await writer.locator('.quickecho mark').evaluateAll((all) => all.map((m) => `${m.className.split(' ')[0]}:${m.textContent}`).join(' | '))
      return parts.every((p) => p.test(marks))
    })
    await writer.keyboard.press('Enter')
    await logRow(reader, row).first().waitFor()
    const seconds = (performance.now() - began) / 1000
    tell(`“${line}”: on the second screen after ${seconds.toFixed(1)} s`)
    await writer.keyboard.press('Escape')
  }
  const mark = `m${Date.now().toString(36)}`
  await log(`ambush near Trizané 2 civilians killed ${mark}`, [/q-category:ambush/, /q-place:[^|]*Trizané/, /q-casualties:2 civilians killed/], /Ambush · .*Trizané/)
  // Minutes ago by the island's clock (UTC−1): an earlier hour would mean yesterday at night, far down the log.
  const [hour, minute] = new Date(Date.now() - 65 * 60_000).toISOString().slice(11, 16).split(':')
  await log(`embuscade ${hour}h${minute} à 4 km au NE de Yanchidi, 2 tués 3 blessés ${mark}`, [/q-category:embuscade/, new RegExp(`q-time:${hour}h${minute}`), /q-place:[^|]*Yanchidi/, /q-casualties:[^|]*2 tués/], /Yanchidi/)
  const saved = await until('the node has both', async () => {
    const found = await records(node, kofi, `kind=incident&q=${mark}`)
    return found.total === 2 && found.items
  })
  const french = saved.find((r) => String(r.data['narrative']).startsWith('embuscade'))
  const english = saved.find((r) => String(r.data['narrative']).startsWith('ambush'))
  const near = (r: typeof french, lon: number, lat: number): boolean => Math.hypot((r?.geometry?.coordinates[0] ?? 0) - lon, (r?.geometry?.coordinates[1] ?? 0) - lat) < 0.01
  assert.ok(near(english, -23.56891, 5.95899), JSON.stringify(english?.geometry))
  // Four kilometres north-east of -24.38462, 5.7427: 2.83 km each way.
  assert.ok(near(french, -24.38462 + 2.83 / 110.8, 5.7427 + 2.83 / 110.6), JSON.stringify(french?.geometry))
  assert.equal(french?.data['narrative'], `embuscade ${hour}h${minute} à 4 km au NE de Yanchidi, 2 tués 3 blessés ${mark}`)
}))
