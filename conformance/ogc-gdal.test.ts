import assert from 'node:assert/strict'
import { execFile, execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { promisify } from 'node:util'
import { report } from '../test/store.ts'
import { running, type Person, type Running } from '../test/screens.ts'

// GDAL's own driver for OGC API – Features reads what we serve, with its own paging and filters.

const run = promisify(execFile)
const missing = withoutGdal()

/** Why GDAL cannot be asked here, or false. On CI it must be there, so nothing is skipped and the tests fail. */
function withoutGdal(): string | false {
  try {
    execFileSync('ogrinfo', ['--version'])
    return false
  } catch {
    return process.env['CI'] === 'true' ? false : 'SKIPPED: no ogrinfo here; install gdal-bin to check OGC API Features with GDAL'
  }
}

describe('GDAL reads OGC API Features', { skip: missing }, () => {
  let node: Running
  let cleared: Person
  let plain: Person
  const folder = mkdtempSync(path.join(os.tmpdir(), 'vigie-gdal-'))
  before(async () => {
    node = await running('sqlite')
    cleared = await node.person('cleared')
    plain = await node.person('plain', { clearance: 'U' })
    await node.write(...Array.from({ length: 257 }, (_, i) => report({
      title: `Incident ${i}`, category: i % 4 === 0 ? 'EX.01' : 'AC.03',
      happened: { from: `2026-${String(1 + (i % 6)).padStart(2, '0')}-15T10:00:00Z`, precision: 'EXACT' },
      place: { lon: 10 + (i % 20) * 0.5, lat: 2 + (i % 10) * 0.7, precision: 1, radiusM: 50, method: 'GPS' },
    }, { handling: { level: i % 5 === 0 ? 'SC' : 'U' } })))
  })
  after(async () => {
    await node.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  const options = (): string[] => ['--config', 'GDAL_HTTP_USERPWD', 'anyone:TOKEN', '--config', 'GDAL_HTTP_AUTH', 'BASIC', '-oo', 'PAGE_SIZE=50']
  const gdal = async (program: string, person: Person, ...args: string[]): Promise<string> =>
    (await run(program, [...options().map((one) => one.replace('TOKEN', person.token)), ...args], { timeout: 60_000, maxBuffer: 1 << 26 })).stdout
  const source = (): string => `OAPIF:http://127.0.0.1:${node.port}/ogc`
  const ours = async (person: Person, params: string): Promise<number> => ((await (await node.get(`/api/records?kind=incident&limit=0${params}`, person.token)).json()) as { total: number }).total
  const countOf = async (person: Person, ...args: string[]): Promise<number> => {
    const text = await gdal('ogrinfo', person, '-ro', '-so', source(), 'incident', ...args)
    return Number(/Feature Count: (\d+)/.exec(text)?.[1])
  }
  /** The features GDAL really fetches, page by page. */
  const fetched = async (person: Person, ...args: string[]): Promise<{ id?: string; properties: Record<string, unknown> }[]> => {
    const file = path.join(folder, `${crypto.randomUUID()}.geojson`)
    await gdal('ogr2ogr', person, '-f', 'GeoJSON', ...args, file, source(), 'incident')
    return (JSON.parse(readFileSync(file, 'utf8')) as { features: { id?: string; properties: Record<string, unknown> }[] }).features
  }

  test('it lists the collections a reader has', async () => {
    assert.match(await gdal('ogrinfo', cleared, '-ro', source()), /incident/)
  })

  test('paging: every feature once, as many as we count, for two readers of different need-to-know', async () => {
    const totals = []
    for (const person of [cleared, plain]) {
      const [features, total] = [await fetched(person), await ours(person, '')]
      assert.equal(features.length, total)
      assert.equal(new Set(features.map((one) => one.properties['ref'])).size, total)
      assert.equal(await countOf(person), total)
      totals.push(total)
    }
    assert.deepEqual(totals, [257, 205])
  })

  test('a box (-spat) is asked of us and answered alike', async () => {
    for (const person of [cleared, plain]) {
      const [features, total] = [await fetched(person, '-spat', '12', '3', '15', '6'), await ours(person, '&bbox=12,3,15,6')]
      assert.ok(total > 0)
      assert.equal(features.length, total)
      assert.equal(await countOf(person, '-spat', '12', '3', '15', '6'), total)
    }
  })

  test('a time and an attribute (-where) are answered alike', async () => {
    for (const person of [cleared, plain]) {
      const inTime = await fetched(person, '-where', "happened_from >= '2026/03/01 00:00:00' AND happened_from < '2026/05/01 00:00:00'")
      assert.equal(inTime.length, await ours(person, '&from=2026-03-01&to=2026-05-01'))
      const ofKind = await fetched(person, '-where', "category = 'EX.01'")
      assert.equal(ofKind.length, await ours(person, '&where.category=EX.01'))
      assert.ok(ofKind.length > 0 && inTime.length > 0)
    }
  })

  test('datetime and facets in the address of the items', async () => {
    const address = (params: string) => `OAPIF_COLLECTION:http://127.0.0.1:${node.port}/ogc/collections/incident?${params}`
    const text = await gdal('ogrinfo', plain, '-ro', '-al', '-so', address('f=json'))
    assert.match(text, /Feature Count: 205/)
  })

  test('a wrong token is refused', async () => {
    await assert.rejects(gdal('ogrinfo', { ...plain, token: 'vgt_wrong' }, '-ro', source()), /401/)
  })
})
