import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { zipSync } from 'fflate'
import { parseTable } from '../../test/csv.ts'
import { xlsxChunks } from '../../formats/xlsx-write.ts'
import type { Cell } from '../../formats/table.ts'
import { runningNode, type Person, type RunningNode } from '../../test/running-node.ts'
import { SYSTEM } from '../auth/reader.ts'
import { utf8Bytes } from '../../formats/text-encoding.ts'

const ROWS = 5000
const HEADS = ['Fecha', 'Categoría', 'Lugar', 'MGRS', 'Relato', 'Muertos', 'Ref', 'Notas'] as const

/** A workbook of 5,000 rows with a title above it; every hundredth row is wrong in one of three ways. */
async function workbook(change: (row: number, cells: Cell[]) => Cell[] = (_row, cells) => cells): Promise<Buffer> {
  const rows = Array.from({ length: ROWS }, (_, i): Cell[] => {
    const wrong = i % 100 === 99 ? (i - 99) / 100 % 3 : -1
    return change(i, [
      wrong === 0 ? 'pronto' : `2026-0${1 + (i % 6)}-${String(1 + (i % 28)).padStart(2, '0')}`, wrong === 1 ? 'Algo raro' : ['Emboscada', 'Enfrentamiento armado', 'AC.08'][i % 3]!, `Aldea ${i % 40}`,
      wrong === 2 ? '33N XX 12' : `33N YE ${10_000 + i * 7} ${20_000 + i * 3}`, `Suceso número ${i}`, i % 4, `R-${i}`, '',
    ])
  })
  const head = (key: string): { key: string; label: string; type: 'text' } => ({ key, label: key, type: 'text' })
  const parts: Uint8Array[] = []
  for await (const chunk of xlsxChunks({ name: 'Datos', columns: ['Informe semanal', ' ', '  ', '   ', '    ', '     ', '      ', '       '].map(head), rows: [[...HEADS], ...rows] })) {
    parts.push(chunk)
  }
  return Buffer.concat(parts)
}

describe('a workbook of 5,000 rows from preview to rollback', () => {
  let node: RunningNode
  let chief: Person
  let watch: Person
  before(async () => {
    node = await runningNode()
    chief = await node.person('chief', { grants: [{ role: 'JOC-CH', area: null }] })
    watch = await node.person('mil', { grants: [{ role: 'MILOB', area: null }] })
  })
  after(() => node.close())

  const multipart = (file: string | Buffer, name: string) => {
    const boundary = 'b0undary'
    return { raw: Buffer.concat([Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\n\r\n`), Buffer.from(file), Buffer.from(`\r\n--${boundary}--\r\n`)]), headers: { 'content-type': `multipart/form-data; boundary=${boundary}` } }
  }
  const look = async (file: string | Buffer, name: string, as = chief) => {
    const seen = await node.call('POST', '/api/import/preview', { as, ...multipart(file, name) })
    assert.equal(seen.status, 200, seen.body)
    return seen.json
  }
  const run = async (upload: string, body: object, as = chief) => {
    const taken = await node.call('POST', `/api/import/${upload}`, { as, body })
    assert.equal(taken.status, 202, taken.body)
    await node.node.app.jobs.ended(taken.json.job)
    return { id: taken.json.job as string, ...(await node.call('GET', `/api/jobs/${taken.json.job}`, { as })).json }
  }
  const rollback = async (id: string, as = chief) => {
    const taken = await node.call('POST', `/api/imports/${id}/rollback`, { as, body: { reason: 'wrong mapping' } })
    assert.equal(taken.status, 202, taken.body)
    await node.node.app.jobs.ended(taken.json.job)
    return (await node.call('GET', `/api/jobs/${taken.json.job}`, { as })).json.result
  }
  const here = () => node.store.count(SYSTEM, { kind: 'incident' })

  test('understood, tried, imported, corrected, rolled back, and imported again', async () => {
    const seen = await look(await workbook(), 'semana.xlsx')
    assert.deepEqual([seen.found.kind, seen.found.headerRow, seen.columns], ['xlsx', 2, [...HEADS]])
    assert.equal(seen.rows.length, 20)
    const { mapping } = seen.suggestions.find((one: { format: string }) => one.format === 'table')
    assert.deepEqual([mapping.columns.date, mapping.columns.category, mapping.columns.mgrs, mapping.columns.killed, mapping.columns.narrative], ['Fecha', 'Categoría', 'MGRS', 'Muertos', 'Relato'])
    assert.deepEqual(mapping.categories, { 'Emboscada': 'AC.03', 'Enfrentamiento armado': 'AC.01' }, 'words of the column are known in Spanish')
    assert.deepEqual([seen.samples['Lugar'].length, seen.records.length, seen.records[0].ok, seen.records[0].category], [3, 20, true, 'AC.03'])
    assert.match(seen.records[0].mgrs, /^33N\s?YE/)
    assert.ok(Math.abs(seen.records[0].lon - 17) < 2)

    const order = { format: 'table', mapping: { ...mapping, columns: { ...mapping.columns, id: 'Ref' } } }
    const tried = await run(seen.upload, { ...order, dryRun: true })
    assert.deepEqual([tried.result.read, tried.result.added, tried.result.rejected, tried.result.unchanged], [5000, 4950, 50, 0], JSON.stringify(tried).slice(0, 600))
    assert.equal(await here(), 0, 'a dry run writes nothing')
    assert.deepEqual((await node.call('GET', '/api/imports', { as: chief })).json.items, [])

    const done = await run(seen.upload, order)
    assert.deepEqual([done.result.added, done.result.rejected, await here()], [4950, 50, 4950])
    const [first] = done.result.errors
    assert.deepEqual([first.row, first.column, first.value], [102, 'Fecha', 'pronto'])

    // The file of rejected rows: where, what, why, what to do, and the row itself; corrected it is taken as it is.
    const file = (await node.call('GET', `/api/jobs/${done.id}/rejected.csv`, { as: chief })).body
    const [heads, ...rejected] = parseTable(file)
    assert.deepEqual(heads, [...HEADS, 'vigie: row', 'vigie: column', 'vigie: value', 'vigie: problem', 'vigie: what to do'])
    assert.equal(rejected.length, 50)
    assert.deepEqual(rejected[1]?.slice(8, 11), ['202', 'Categoría', 'Algo raro'])
    const corrected = file.replaceAll('pronto', '2026-03-03').replaceAll('Algo raro', 'Emboscada').replaceAll('33N XX 12', '33N YE 10000 20000')
    const again = await look(corrected, 'rejected.csv')
    const second = await run(again.upload, { format: 'table', mapping: order.mapping })
    assert.deepEqual([second.result.added, second.result.rejected, await here()], [50, 0, 5000])

    // Somebody works on one of the imported records; the source changes another.
    const { items } = (await node.call('GET', '/api/records?kind=incident&limit=2&q=suceso', { as: chief })).json
    const edited = await node.call('POST', `/api/records/${items[0].id}/actions`, { as: chief, body: { type: 'edit', basedOn: 1, patch: { fields: { narrative: 'Said by the patrol' } } } })
    assert.equal(edited.status, 200, edited.body)

    const past = (await node.call('GET', '/api/imports', { as: chief })).json
    assert.deepEqual(past.items.map((one: { counts: { added: number } }) => one.counts.added).toSorted((a: number, b: number) => a - b), [50, 4950])
    assert.deepEqual((await node.call('GET', '/api/imports', { as: watch })).json.items, [], 'who may not retract sees only their own')
    assert.equal((await node.call('POST', `/api/imports/${done.id}/rollback`, { as: watch, body: { reason: 'not mine' } })).status, 404)

    const both = [await rollback(done.id), await rollback(second.id)]
    assert.deepEqual([both[0].retracted + both[1].retracted, both[0].refused.length + both[1].refused.length, await here()], [4999, 1, 1])
    const [kept] = [...both[0].refused, ...both[1].refused]
    assert.deepEqual([kept.ref, kept.why], [items[0].ref, 'changed'])
    const history = await node.store.history(SYSTEM, items[1].id)
    assert.deepEqual([history.at(-1)?.type, history.at(-1)?.reason, history.at(-1)?.actor], ['retract', 'wrong mapping', chief.account.id])
    const listed = (await node.call('GET', '/api/imports', { as: chief })).json.items.find((one: { id: string }) => one.id === done.id)
    assert.equal(listed.undone.by, 'Name of chief')

    // Taking back what is taken back does nothing; importing again brings the records back.
    const none = await rollback(second.id)
    assert.equal(none.retracted, 0)
    const back = await run(again.upload, { format: 'table', mapping: order.mapping })
    assert.ok(back.result.added >= 49 && back.result.rejected === 0, JSON.stringify(back.result).slice(0, 300))
    assert.equal((await node.store.verify({ replay: true })).ok, true)
  })

  test('what an import changed gets its former values back', async () => {
    const table = (what: string) => `Id,Date,Category,Place,Description\nrb-1,2026-01-02,AC.01,Town,${what}\n`
    const first = await run((await look(table('Zqone'), 'a.csv')).upload, { format: 'table' })
    assert.equal(first.result.added, 1)
    const second = await run((await look(table('Zqtwo'), 'a.csv')).upload, { format: 'table' })
    assert.equal(second.result.changed, 1)
    const result = await rollback(second.id)
    assert.deepEqual([result.restored, result.retracted], [1, 0])
    const { items } = await node.store.list(SYSTEM, { kind: 'incident', text: 'zqone' })
    assert.equal(items.length, 1)
    assert.equal((await node.store.count(SYSTEM, { kind: 'incident', text: 'zqtwo' })), 0)
    // The first cannot be taken back alone any more without losing what came after.
    assert.equal((await rollback(first.id)).refused[0].why, 'changed')
  })

  test('a dry run names rows that may tell of something known', async () => {
    const row = (id: string) => `Id,Date,Category,Lat,Lon,Description\n${id},2026-04-02,AC.03,4.1,18.1,Convoy ambushed at the ford two killed\n`
    await run((await look(row('twin-1'), 'a.csv')).upload, { format: 'table' })
    const tried = await run((await look(row('twin-2'), 'b.csv')).upload, { format: 'table', dryRun: true })
    assert.deepEqual([tried.result.added, tried.result.suspected.length, tried.result.suspected[0]?.row], [1, 1, 2])
    assert.match(tried.result.suspected[0].refs[0], /^INC-/)
  })

  test('points of GPX, KML, KMZ and GeoJSON files are rows; a category said once holds for all', async () => {
    const gpx = '<gpx><wpt lat="4.25" lon="18.5"><time>2026-08-18T13:45:00Z</time><name>Zqford</name><desc>Crater</desc></wpt><trk><trkseg><trkpt lat="1" lon="1"/></trkseg></trk></gpx>'
    const kml = '<kml><Placemark><name>Zqhill</name><TimeStamp><when>2026-08-18T13:45:00Z</when></TimeStamp><Point><coordinates>18.5,4.25</coordinates></Point></Placemark></kml>'
    const geojson = '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"Zqpump","date":"2026-08-18"},"geometry":{"type":"Point","coordinates":[18.5,4.25]}}]}'
    const kmz = Buffer.from(zipSync({ 'doc.kml': utf8Bytes(kml.replace('Zqhill', 'Zqpeak').replace('18.5,4.25', '18.6,4.35')) }))
    for (const [file, kind, word] of [[gpx, 'gpx', 'zqford'], [kml, 'kml', 'zqhill'], [geojson, 'geojson', 'zqpump'], [kmz, 'zip', 'zqpeak']] as const) {
      const seen = await look(file, `points.${kind}`)
      assert.equal(seen.found.kind, kind)
      const { mapping } = seen.suggestions.at(-1)
      const done = await run(seen.upload, { format: 'table', mapping: { ...mapping, constants: { category: 'AC.01' } } })
      assert.deepEqual([done.result.added, done.result.rejected], [1, 0], JSON.stringify(done.result))
      assert.equal((await node.store.list(SYSTEM, { kind: 'incident', text: word })).items.length, 1)
    }
    const nothing = await node.call('POST', '/api/import/preview', { as: chief, ...multipart('<gpx><trk/></gpx>', 'track.gpx') })
    assert.match(nothing.json.detail, /overlay/)
  })

  test('a mapping kept for a source is offered for the next table with its headings', async () => {
    const odd = 'Aa;Bb;Cc\n2026-01-02;AC.01;Town\n'
    const seen = await look(odd, 'odd.csv')
    assert.deepEqual([seen.found.delimiter, seen.format], [';', null])
    const mapping = { name: 'Police daily', columns: { date: 'Aa', category: 'Bb', place: 'Cc' } }
    assert.equal((await node.call('POST', '/api/import/mappings', { as: chief, body: { name: 'Police daily', mapping } })).status, 204)
    const next = await look(odd, 'odd2.csv')
    assert.deepEqual([next.format, next.suggestions.at(-1).title, next.records[0].ok], ['table', 'Police daily', true])
    const outsider = await node.person('partner', { grants: [{ role: 'PARTNER', area: null }] })
    assert.equal((await node.call('POST', '/api/import/mappings', { as: outsider, body: { name: 'x', mapping } })).status, 403)
    assert.equal((await node.call('DELETE', '/api/import/mappings/Police%20daily', { as: outsider })).status, 403)
    assert.equal((await node.call('DELETE', '/api/import/mappings/Police%20daily', { as: chief })).status, 204)
    assert.equal((await look(odd, 'odd3.csv')).format, null)
  })

  test('another person neither looks at nor imports a file handed in; sheets and rows can be chosen', async () => {
    const seen = await look('a,b,c,d\nDate,Category,Place,What\n2026-01-02,AC.01,Town,Fire\n', 'two.csv')
    assert.equal((await node.call('POST', `/api/import/preview/${seen.upload}`, { as: watch, body: {} })).status, 404)
    assert.equal((await node.call('POST', `/api/import/${seen.upload}`, { as: watch, body: { format: 'table' } })).status, 404)
    const other = await node.call('POST', `/api/import/preview/${seen.upload}`, { as: chief, body: { choice: { headerRow: 2, delimiter: ',' } } })
    assert.deepEqual([other.json.columns, other.json.records[0].ok], [['Date', 'Category', 'Place', 'What'], true])
  })
})
