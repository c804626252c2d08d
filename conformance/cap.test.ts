import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { test } from 'node:test'
import { capsOf, readCap, writeCap } from '../formats/cap.ts'
import { everything, refusedBoth } from '../test/cap-everything.ts'
import { openSchema } from '../test/xsd.ts'

/** Messages of weather services, and the schema of OASIS where it is beside this checkout (or named by VIGIE_CAP_XSD). */
const ROOT = new URL('../../shared/data/real/standards/', import.meta.url)
const samples = new URL('cap_edxl_Apache2/', ROOT)
const skip = existsSync(samples) ? false : 'real data is not beside this checkout (../shared/data/real); nothing was checked'
const schema = process.env['VIGIE_CAP_XSD'] ?? globSync('cap*/**/*{CAP,cap}*1*2*.xsd', { cwd: ROOT }).map((name) => fileURLToPath(new URL(name, ROOT)))[0]
const noSchema = schema !== undefined && existsSync(schema) ? false : 'the OASIS schema CAP-v1.2.xsd is not beside this checkout; nothing was validated by it'
const file = (name: string) => readFileSync(new URL(name, samples))

test('messages of weather services are read whole, and written again as they were', { skip }, () => {
  const canada = readCap(file('testdata_canada.cap'))
  assert.ok(canada.ok && canada.alert.info.length > 0)
  assert.deepEqual(readCap(writeCap(canada.alert)), { ok: true, alert: canada.alert, notes: [] })
  for (const name of ['testdata_weather.cap', 'testdata_earthquake.cap', 'testdata_no_optional_fields.cap']) {
    assert.ok(!readCap(file(name)).ok, `${name} is CAP 1.1`)
    const older = readCap(file(name), { older: true })
    assert.ok(older.ok && older.notes.length === 1, JSON.stringify(older))
  }
  const bad = readCap(file('testdata_invalid.cap'))
  assert.deepEqual(bad, { ok: false, errors: [{ line: 2, problem: '<scope> is missing in <alert>' }] })
  const feed = capsOf(file('testdata_weather.atom'))
  assert.ok(feed.length > 0 && feed.every((one) => one.ok), JSON.stringify(feed.find((one) => !one.ok)))
})

test('what is written is valid by the schema of OASIS, and what the schema refuses is refused here', { skip: noSchema }, async () => {
  const oasis = await openSchema(schema!)
  const valid = (xml: string): boolean => oasis.problem(xml) === null
  assert.equal(oasis.problem(writeCap(everything)), null)
  assert.equal(oasis.problem(writeCap({ ...everything, code: [], info: [] })), null)
  const { refused, taken } = refusedBoth(writeCap(everything), valid, (xml) => readCap(xml).ok)
  assert.deepEqual(taken, [])
  assert.ok(refused > 40, `${refused} refused`)
  oasis.close()
})
