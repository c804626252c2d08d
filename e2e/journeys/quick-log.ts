import assert from 'node:assert/strict'
import { test } from 'node:test'
import { journey, until } from '../support/journey.ts'
import { PALETTES } from '../../web/map/palette.ts'
import { ownMission } from '../support/own-mission.ts'
import { heicOf, photoOf } from '../support/photo.ts'
import { ask, logIncident, records } from '../support/people.ts'
import { colours, logRow, pixelsOf, roomReady, signIn } from '../support/screen.ts'

const LINE = 'contact 1345Z 30P VB 123456 amb 2 x PKM 1 inj'

test(...journey('quick-log by keyboard alone: read as typed, saved, on the other screen live; undone by one key', async ({ open, tell }) => {
  const mission = await ownMission()
  const [writer, reader] = [await open(mission.node.url), await open(mission.node.url)]
  await Promise.all([signIn(writer, 'anna'), signIn(reader, 'ben')])
  await Promise.all([roomReady(writer), roomReady(reader)])

  // The pulse comes and goes; it is looked for from before it can be there.
  const pulsed = reader.evaluate(() => new Promise<{ x: number; y: number; width: number; height: number }>((found) => {
    const look = (): void => {
      const box = document.querySelector('.mappulse')?.getBoundingClientRect()
      if (box && box.width > 0) {
        found({ x: box.x, y: box.y, width: box.width, height: box.height })
      } else {
        requestAnimationFrame(look)
      }
    }
    look()
  })).catch(() => null)
  const began = performance.now()
  await writer.keyboard.press('/')
  await writer.keyboard.type(LINE)
  const marked = async (): Promise<string[]> => writer.locator('.quickecho mark').evaluateAll((marks) => marks.map((m) => `${m.className.split(' ')[0]}:${m.textContent}`))
  await until('every part is recognised', async () => (await marked()).length >= 6)
  assert.deepEqual(await marked(), ['q-category:contact', 'q-time:1345Z', 'q-place:30P VB 123456', 'q-category:amb', 'q-weapon:2 x PKM', 'q-casualties:1 inj'])
  await writer.locator('.chips', { hasText: 'Ambush' }).waitFor()
  await writer.keyboard.press('Enter')
  const row = logRow(reader, '30P VB 123 456')
  await row.waitFor()
  const seconds = (performance.now() - began) / 1000
  tell(`from the first key to the second screen: ${seconds.toFixed(1)} s`)
  assert.match(await row.innerText(), /unverified/)

  // The pin: the map pulses where it came in and is drawn with the colour of its severity there.
  const box = await pulsed
  const map = await reader.locator('.mapcanvas').boundingBox()
  assert.ok(box && map)
  const centre = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  assert.ok(centre.x > map.x && centre.x < map.x + map.width && centre.y > map.y && centre.y < map.y + map.height, `the pulse stands on the map: ${JSON.stringify(centre)}`)
  await reader.locator('.mappulse').waitFor({ state: 'detached' })
  const { items: [saved] } = await records(mission.node, mission.anna, 'kind=incident&q=PKM')
  assert.ok(saved)
  const pin = PALETTES.light.severity[saved.severity] ?? ''
  const clip = { x: centre.x - 9, y: centre.y - 9, width: 18, height: 18 }
  await until(`the pin is drawn in ${pin}`, async () => pixelsOf(await colours(await reader.screenshot({ clip })), [pin], 6) >= 8)

  assert.equal(saved.data['narrative'], LINE)
  assert.equal(saved.data['category'], 'AC.03')
  assert.equal((saved.data['place'] as { mgrs: string }).mgrs, '30P VB 123 456')
  assert.match((saved.data['happened'] as { from: string }).from, /T13:45:00/)
  assert.deepEqual((saved.data['weapons'] as { code: string; count: number }[]).map((w) => [w.code, w.count]), [['SAF', 2]])
  assert.equal((saved.data['impact'] as { injured: { est: number } }[])[0]?.injured.est, 1)

  // One key takes it back; the text returns to the bar.
  await writer.locator('.toast', { hasText: saved.ref }).waitFor()
  await writer.keyboard.press('Escape')
  await writer.keyboard.press('u')
  await until('the row has left the other screen', async () => (await row.count()) === 0)
  await until('the text is back in the bar', async () => (await writer.getByLabel('Quick log').inputValue()) === LINE)
  await until('it is retracted, not gone', async () => (await records(mission.node, mission.anna, `kind=incident&ids=${saved.id}&workflow=retracted`)).total === 1)
}))

test(...journey('what the quick-log cannot read stays word for word in the narrative', async ({ open }) => {
  const mission = await ownMission()
  const page = await open(mission.node.url)
  await signIn(page, 'ben')
  await roomReady(page)
  const line = 'amb 30P VB 204 518   zorblax frimp — «qwyx», see  Annex Ω/7'
  await page.keyboard.press('/')
  await page.keyboard.type(line)
  await page.getByText('the rest stays as narrative').waitFor()
  await page.keyboard.press('Enter')
  await logRow(page, '30P VB 204 518').waitFor()
  await until('the node has it', async () => (await records(mission.node, mission.ben, 'kind=incident&q=zorblax')).items.some((r) => r.data['narrative'] === line))
}))

test(...journey('a report typed a second time is suggested while typing and becomes a further source', async ({ open }) => {
  const mission = await ownMission()
  const from = new Date(Math.floor((Date.now() - 2 * 3_600_000) / 60_000) * 60_000)
  const known = await logIncident(mission.node, mission.ben, {
    title: 'Ambush of a supply truck', narrative: 'Truck ambushed near the ford.', category: 'AC.03', happened: { from: from.toISOString(), precision: 'EXACT' },
    place: { lon: -4.6, lat: 15.4, precision: 1, radiusM: 50, method: 'GPS' },
    sources: [{ id: 's1', type: 'UNIT', reliability: 'B', credibility: '2', text: 'First call.' }], impact: [{ group: 'UNK', injured: { est: 2 }, status: 'REPORTED' }],
  })
  const page = await open(mission.node.url)
  await signIn(page, 'anna')
  await roomReady(page)
  const later = new Date(from.getTime() + 5 * 60_000).toISOString()
  const line = `ambush ${later.slice(11, 13)}${later.slice(14, 16)}Z 15.4010N 4.6005W 2 inj, second call`
  await page.keyboard.press('/')
  await page.keyboard.type(line)
  await page.locator('.quickdups', { hasText: known.ref }).waitFor()
  await page.keyboard.press('Alt+d')
  await page.locator('.toast', { hasText: known.ref }).waitFor()
  const { items } = await records(mission.node, mission.anna, `kind=incident&ids=${known.id}`)
  const sources = items[0]?.data['sources'] as { text: string }[]
  assert.deepEqual(sources.map((s) => s.text), ['First call.', line])
  assert.equal((await records(mission.node, mission.anna, 'kind=incident&q=second%20call')).items.filter((r) => r.id !== known.id).length, 0, 'no second record was made')
}))

test(...journey('a template is walked hole by hole, a reading is taken back by keyboard, the last line comes again without its time', async ({ open }) => {
  const mission = await ownMission()
  const page = await open(mission.node.url)
  await signIn(page, 'ben')
  await roomReady(page)
  const bar = page.getByLabel('Quick log')
  await page.keyboard.press('/')
  await page.keyboard.type(';')
  await page.getByRole('option', { name: 'Ambush', exact: true }).waitFor()
  await page.keyboard.type('cattle')
  await page.keyboard.press('Enter')
  await page.keyboard.type('0915Z')
  await page.keyboard.press('Tab')
  await page.keyboard.type('30P VB 411 622')
  await page.keyboard.press('Tab')
  await page.keyboard.type('40 camels by RPG')
  await page.locator('.chip.q-weapon').waitFor()
  // The radio operator's callsign was no weapon.
  await page.keyboard.press('Alt+ArrowUp')
  await until('a reading has the focus', async () => page.evaluate(() => document.activeElement?.classList.contains('chip') ?? false))
  while (!(await page.evaluate(() => document.activeElement?.classList.contains('q-weapon')))) {
    await page.keyboard.press('ArrowRight')
  }
  await page.keyboard.press('Delete')
  await until('it means nothing now', async () => (await page.locator('.chip.q-weapon').count()) === 0)
  await page.keyboard.press('Enter')
  await logRow(page, '30P VB 411 622').waitFor()
  await until('the node has it', async () => (await records(mission.node, mission.ben, 'kind=incident&q=camels')).total === 1)
  const { items: [saved] } = await records(mission.node, mission.ben, 'kind=incident&q=camels')
  assert.equal(saved?.data['narrative'], 'cattle raid 0915Z 30P VB 411 622 40 camels by RPG', 'holes nobody filled are not kept')
  assert.equal(saved?.data['category'], 'CV.13')
  assert.equal(saved?.data['weapons'], undefined)
  await page.keyboard.press('ArrowUp')
  await until('the line is back', async () => (await bar.inputValue()) === 'cattle raid 30P VB 411 622 40 camels by RPG')
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.press('Delete')
}))

test(...journey('a photo gives the line its time and grid, goes with the record, and shows nobody what the camera wrote', async ({ open }) => {
  const mission = await ownMission()
  const page = await open(mission.node.url)
  await signIn(page, 'anna')
  await roomReady(page)
  const day = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10).replaceAll('-', ':')
  const photo = await photoOf(page, { lat: 15.2345, lon: -3.8765, taken: `${day} 09:30:00` })
  await page.keyboard.press('/')
  await page.keyboard.type('roadblock seen')
  await page.locator('.quicklog input[type=file]').setInputFiles({ name: 'block.jpg', mimeType: 'image/jpeg', buffer: photo })
  await until('the line has the grid', async () => /30P [A-Z]{2} \d{4} \d{4}$/.test(await page.getByLabel('Quick log').inputValue()))
  await page.locator('.chip.q-place').waitFor()
  await page.keyboard.press('Enter')
  await until('the node has record and photo', async () => {
    const { items: [saved] } = await records(mission.node, mission.anna, 'kind=incident&q=roadblock%20seen')
    const record = saved && (await ask<{ attachments?: { name: string; media: string }[] }>(mission.node, mission.anna, `/api/records/${saved.id}/thread`))
    return record?.attachments?.some((a) => a.name === 'block.jpg') ?? false
  })
  const { items: [saved] } = await records(mission.node, mission.anna, 'kind=incident&q=roadblock%20seen')
  assert.ok(saved)
  assert.equal((saved.data['happened'] as { from: string }).from.slice(11, 16), '09:30', 'the camera’s clock is local time; Bamako keeps Z')
  const at = saved.geometry?.coordinates ?? [0, 0]
  assert.ok(Math.abs(at[0] + 3.8765) < 0.0002 && Math.abs(at[1] - 15.2345) < 0.0002, String(at))
  const { attachments: [file] } = await ask<{ attachments: { id: string }[] }>(mission.node, mission.anna, `/api/records/${saved.id}/thread`)
  const copy = await fetch(`${mission.node.url}/api/attachments/${file?.id}`, { headers: { authorization: `Bearer ${mission.anna.token}` } })
  assert.equal(copy.status, 200)
  assert.equal(Buffer.from(await copy.arrayBuffer()).includes(Buffer.from(day, 'latin1')), false, 'the copy says nothing of when it was taken')
}))

test(...journey('a telephone’s HEIC gives time and grid, is said to show no picture, goes along whole, and readers get it without what it says', async ({ open }) => {
  const { node, anna } = await ownMission()
  const page = await open(node.url)
  await signIn(page, 'anna')
  await roomReady(page)
  const day = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10).replaceAll('-', ':')
  await page.keyboard.press('/')
  await page.keyboard.type('roadblock at culvert')
  // Systems that do not know the format give it no type.
  await page.locator('.quicklog input[type=file]').setInputFiles({ name: 'IMG_0042.HEIC', mimeType: '', buffer: heicOf({ lat: 15.2345, lon: -3.8765, taken: `${day} 09:30:00` }) })
  await until('the line has the grid', async () => /30P [A-Z]{2} \d{4} \d{4}$/.test(await page.getByLabel('Quick log').inputValue()))
  await page.getByText('no picture is shown here').waitFor()
  await page.locator('.chip.q-place').waitFor()
  await page.keyboard.press('Enter')
  type Shown = { id: string; name: string; media: string; original: boolean }
  const kept = await until('the node has record and file', async () => {
    const { items: [saved] } = await records(node, anna, 'kind=incident&q=culvert')
    const thread = saved && (await ask<{ attachments?: Shown[] }>(node, anna, `/api/records/${saved.id}/thread`))
    return thread?.attachments?.[0] && { ref: saved!.ref, file: thread.attachments[0] }
  })
  assert.ok(kept)
  assert.deepEqual([kept.file.name, kept.file.media, kept.file.original], ['IMG_0042.HEIC', 'image/heic', true])
  const copy = await fetch(`${node.url}/api/attachments/${kept.file.id}`, { headers: { authorization: `Bearer ${anna.token}` } })
  assert.equal(Buffer.from(await copy.arrayBuffer()).includes(Buffer.from(day, 'latin1')), false)
  await page.goto(`${node.url}/records/${kept.ref}`)
  await page.getByRole('button', { name: 'Open IMG_0042.HEIC' }).click()
  await page.getByText('cannot show this picture').waitFor()
  await page.getByRole('dialog').getByRole('button', { name: 'Download' }).waitFor()
}))
