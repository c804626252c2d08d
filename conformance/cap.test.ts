import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { test } from 'node:test'
import { capsOf, readCap, writeCap, type CapAlert } from '../formats/cap.ts'

/** Messages of weather services, and the schema of OASIS where it is beside this checkout (or named by VIGIE_CAP_XSD). */
const ROOT = new URL('../../shared/data/real/standards/', import.meta.url)
const samples = new URL('cap_edxl_Apache2/', ROOT)
const skip = existsSync(samples) ? false : 'real data is not beside this checkout (../shared/data/real); nothing was checked'
const schema = process.env['VIGIE_CAP_XSD'] ?? globSync('cap*/**/*{CAP,cap}*1*2*.xsd', { cwd: ROOT }).map((name) => fileURLToPath(new URL(name, ROOT)))[0]
const noSchema = schema !== undefined && existsSync(schema) ? false : 'the OASIS schema CAP-v1.2.xsd is not beside this checkout; nothing was validated by it'
const file = (name: string) => readFileSync(new URL(name, samples))

const everything: CapAlert = {
  identifier: 'WRN-1.2', sender: 'joc@mission.example', sent: '2026-08-18T12:00:00-00:00', status: 'Exercise', msgType: 'Update', source: 'JOC', scope: 'Restricted', restriction: 'partners', addresses: '"A B" c', code: ['x', 'y'], note: 'a < b & c', references: 'joc@mission.example,WRN-1.1,2026-08-18T11:00:00-00:00', incidents: 'INC-1',
  info: [{
    language: 'fr-FR', category: ['Met', 'Safety'], event: 'Crue', responseType: ['Evacuate', 'Monitor'], urgency: 'Immediate', severity: 'Extreme', certainty: 'Observed', audience: 'tous', eventCodes: [{ valueName: 'SAME', value: 'FFA' }], effective: '2026-08-18T12:00:00-00:00', onset: '2026-08-18T13:00:00+01:00', expires: '2026-08-19T12:00:00-00:00',
    senderName: 'Mission', headline: 'Crue', description: 'L’eau monte.', instruction: 'Montez.', web: 'https://mission.example/1', contact: 'JOC', parameters: [{ valueName: 'level', value: '3' }], resources: [{ resourceDesc: 'map', mimeType: 'image/png', size: 10, uri: 'https://mission.example/m.png', derefUri: 'AAAA', digest: 'ab' }],
    areas: [{ areaDesc: 'Rive est', polygons: [[[4.1, 18.1], [4.2, 18.1], [4.2, 18.2], [4.1, 18.1]]], circles: [[4.3, 18.5, 5]], geocodes: [{ valueName: 'pcode', value: 'CF11' }], altitude: 100, ceiling: 200 }],
  }],
}

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
  const { XmlDocument, XsdValidator } = await import('libxml2-wasm')
  const xsd = XmlDocument.fromBuffer(readFileSync(schema!))
  const validator = XsdValidator.fromDoc(xsd)
  const valid = (xml: string): boolean => {
    const doc = XmlDocument.fromString(xml)
    try {
      validator.validate(doc)
      return true
    } catch {
      return false
    } finally {
      doc.dispose()
    }
  }
  assert.ok(valid(writeCap(everything)))
  assert.ok(valid(writeCap({ ...everything, code: [], info: [] })))
  const xml = writeCap(everything)
  // Every element once left out, once doubled, once with other text.
  const lines = xml.trimEnd().split('\n').slice(1)
  let refused = 0
  for (let i = 1; i < lines.length - 1; i += 1) {
    const single = /^\s*<(\w+)>[^<]*<\/\1>$/.test(lines[i]!)
    for (const changed of [single ? lines.toSpliced(i, 1) : null, single ? lines.toSpliced(i, 0, lines[i]!) : null, single ? lines.with(i, lines[i]!.replace(/>[^<]*</, '>§ §<')) : null]) {
      if (changed && !valid(changed.join('\n'))) {
        refused += 1
        assert.ok(!readCap(changed.join('\n')).ok, `the schema refuses, this does not: ${lines[i]}`)
      }
    }
  }
  assert.ok(refused > 40, `${refused} refused`)
  validator.dispose()
  xsd.dispose()
})
