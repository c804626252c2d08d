import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { distanceM } from '../../core/place-geodesy.ts'
import { pmtiles, png } from '../../test/map-files.ts'
import { journey } from '../support/journey.ts'
import { ownMission } from '../support/own-mission.ts'
import { ask, logIncident } from '../support/people.ts'
import { namelessControls, signIn } from '../support/screen.ts'

const WEST = { lon: -3.6, lat: 15.5 }
const EAST = { lon: -3.4, lat: 15.5 }
const MM_PER_PT = 25.4 / 72

test(...journey('an administrator adds a map file; a broken one is refused with the reason', async ({ open }) => {
  const { node } = await ownMission()
  const page = await open(`${node.url}/admin/maps`)
  await signIn(page, 'anna')
  const upload = page.getByLabel('PMTiles, MBTiles or GeoPackage')
  await upload.setInputFiles({ name: 'broken one.pmtiles', mimeType: 'application/octet-stream', buffer: Buffer.from('no map '.repeat(40)) })
  await page.getByText('The file is not what its name says.').waitFor()
  const tiles = [{ z: 0, x: 0, y: 0, data: png(3, 256) }, { z: 1, x: 0, y: 0, data: png(4, 256) }]
  await upload.setInputFiles({ name: 'relief.pmtiles', mimeType: 'application/octet-stream', buffer: pmtiles({ tiles, type: 2, meta: { name: 'Relief of the journey', attribution: '© Survey' } }) })
  await page.locator('.maplist li', { hasText: 'Relief of the journey' }).getByText('Zoom 0–1').waitFor()
  assert.deepEqual(await namelessControls(page), [])
  await page.getByRole('button', { name: 'Take out of use' }).click()
  await page.locator('.maplist li', { hasText: 'Relief of the journey' }).getByText('Not in use').waitFor()
}))

test(...journey('a map sheet prints in its size and scale, marked, and is recorded', async ({ open, tell }) => {
  const { node, hana } = await ownMission()
  const at = (place: { lon: number; lat: number }) => ({ ...place, precision: 1, radiusM: 50, method: 'GPS' })
  const west = await logIncident(node, hana, { title: 'Sheet west', severity: 3, place: at(WEST) }, { handling: { level: 'C', compartments: ['HR'], owner: 'MJ', releasableTo: ['*'], caveats: [] } })
  const east = await logIncident(node, hana, { title: 'Sheet east', severity: 3, place: at(EAST) })
  const page = await open(`${node.url}/print/map?t=all&q=Sheet&bbox=-3.8,15.3,-3.2,15.7`)
  await signIn(page, 'hana')
  await page.getByLabel('Scale').selectOption('250000')
  await page.getByText('The sheet is drawn.').waitFor({ timeout: 90_000 })
  assert.deepEqual(await namelessControls(page), [])
  const folder = mkdtempSync(path.join(os.tmpdir(), 'vigie-sheet-'))
  const print = async (name: string): Promise<{ words: string; info: string; places: Map<string, number> }> => {
    const file = path.join(folder, name)
    writeFileSync(file, await page.pdf({ preferCSSPageSize: true, printBackground: true }))
    const boxes = execFileSync('pdftotext', ['-bbox', file, '-'], { encoding: 'utf8' })
    const places = new Map([...boxes.matchAll(/<word xMin="([\d.]+)"[^>]*>([^<]*)</g)].map(([, x, word]) => [String(word), Number(x) * MM_PER_PT]))
    return { words: execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' }), info: execFileSync('pdfinfo', [file], { encoding: 'utf8' }), places }
  }
  try {
    const before = await print('before.pdf')
    assert.match(before.words, /This sheet was not issued/)
    assert.ok(!before.words.includes(west.ref), 'a sheet that was not issued shows nothing')

    await page.evaluate(() => { window.print = () => { document.body.dataset['printed'] = 'yes' } })
    await page.getByRole('button', { name: 'Print', exact: true }).click()
    await page.locator('body[data-printed]').waitFor()
    const sheet = await print('sheet.pdf')
    assert.match(sheet.info, /Pages:\s+1\n/)
    const [, width = '', height = ''] = /Page size:\s+([\d.]+) x ([\d.]+)/.exec(sheet.info) ?? []
    assert.ok(Math.abs(Number(width) * MM_PER_PT - 297) < 0.5 && Math.abs(Number(height) * MM_PER_PT - 210) < 0.5, sheet.info)
    assert.equal(sheet.words.match(/CONFIDENTIAL \/\/ HR/g)?.length, 2, 'marked at the top and at the bottom')
    for (const wanted of ['1:250,000', '2 of 2 records shown', 'Hana Haddad', 'Page 1/1', 'Severity 3', 'Natural Earth', 'no official endorsement', 'MGRS (WGS 84)']) {
      assert.ok(sheet.words.replaceAll(/\s+/g, ' ').includes(wanted), `${wanted} is missing in ${sheet.words}`)
    }
    // The references stand at the same distance from their marks, so they lie as far apart as the marks do.
    const measured = (sheet.places.get(east.ref) ?? Number.NaN) - (sheet.places.get(west.ref) ?? Number.NaN)
    const wanted = (distanceM(WEST, EAST) * 1000) / 250_000
    tell(`${wanted.toFixed(1)} mm are ${measured.toFixed(1)} mm on the sheet`)
    assert.ok(Math.abs(measured / wanted - 1) < 0.01, `${measured} mm instead of ${wanted}`)
    const history = await ask<{ items: { type: string; patch: { format?: string } }[] }>(node, hana, `/api/records/${west.id}/history`)
    assert.deepEqual(history.items.filter((one) => one.type === 'export').map((one) => one.patch.format), ['map-sheet'])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}))

test(...journey('figures on paper carry the marking of all they count, time, name and page on every page; a refusal is said in the reader’s language', async ({ open }) => {
  const { node, hana } = await ownMission()
  await logIncident(node, hana, { title: 'Counted on paper', severity: 3 }, { handling: { level: 'C', compartments: ['HR'], owner: 'MJ', releasableTo: ['*'], caveats: [] } })
  const page = await open(`${node.url}/quality`)
  await signIn(page, 'hana')
  await page.locator('.figurenotes, .figuretable').first().waitFor()
  await page.locator('.topbar', { hasText: 'CONFIDENTIAL // HR' }).waitFor()
  const folder = mkdtempSync(path.join(os.tmpdir(), 'vigie-paper-'))
  try {
    const file = path.join(folder, 'quality.pdf')
    writeFileSync(file, await page.pdf({ preferCSSPageSize: true }))
    const pages = execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' }).split('\f').slice(0, -1)
    pages.forEach((text, i) => {
      assert.equal(text.match(/CONFIDENTIAL \/\/ HR/g)?.length, 2, `page ${i + 1} is marked at its top and bottom: ${text}`)
      for (const wanted of [/\d{6}Z [A-Z]{3} \d\d/, /Hana Haddad/, new RegExp(`${i + 1}/${pages.length}`)]) {
        assert.match(text, wanted)
      }
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  await page.evaluate(() => localStorage.setItem('vigie.prefs', JSON.stringify({ ...JSON.parse(localStorage.getItem('vigie.prefs') ?? '{}') as object, locale: 'fr' })))
  await page.goto(`${node.url}/records/INC-1999-000001`)
  const notice = page.locator('.notice.critical', { hasText: 'aucune fiche INC-1999-000001 que vous puissiez voir' })
  await notice.waitFor()
  assert.equal(await notice.locator('p').getAttribute('lang'), 'fr')
}))
