import assert from 'node:assert/strict'
import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { SYSTEM } from '../auth/reader.ts'
import { incidentData, runningNode, type Person, type RunningNode } from '../../test/running-node.ts'

describe('import and export', () => {
  let node: RunningNode
  let officer: Person
  before(async () => {
    node = await runningNode()
    officer = await node.person('officer', { clearance: 'SC' })
  })
  after(() => node.close())

  const upload = (fields: Record<string, string>, file: string | Buffer, name = 'table.csv') => {
    const boundary = 'b0undary'
    const head = Object.entries(fields).map(([key, value]) => `--${boundary}\r\ncontent-disposition: form-data; name="${key}"\r\n\r\n${value}\r\n`).join('')
    const raw = Buffer.concat([Buffer.from(`${head}--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\n\r\n`), Buffer.from(file), Buffer.from(`\r\n--${boundary}--\r\n`)])
    return { as: officer, raw, headers: { 'content-type': `multipart/form-data; boundary=${boundary}` } }
  }
  const imported = async (fields: Record<string, string>, file: string | Buffer) => {
    const taken = await node.call('POST', '/api/import', upload(fields, file))
    assert.equal(taken.status, 202, taken.body)
    await node.node.app.jobs.ended(taken.json.job)
    return (await node.call('GET', `/api/jobs/${taken.json.job}`, { as: officer })).json
  }
  const TABLE = 'Id,Date,Category,Place,Description\n1,2026-01-02,AC.01,Town,Shots\n2,2026-01-03,AC.01,Village,=1+1\n'

  test('what is no table is refused, and leaves nothing behind', async () => {
    const person = { ...upload({ format: 'table' }, TABLE), as: undefined }
    assert.equal((await node.call('POST', '/api/import', person)).status, 401)
    assert.equal((await node.call('POST', '/api/import', { as: officer, body: {} })).status, 415)
    assert.match((await node.call('POST', '/api/import', upload({ format: 'nonsense' }, TABLE))).json.detail, /ucdp-ged/)
    assert.match((await node.call('POST', '/api/import', upload({ format: 'table', mapping: '{' }, TABLE))).json.detail, /JSON/)
    assert.match((await imported({ format: 'table' }, Buffer.from([0x25, 0x50, 0x44, 0x46, 1, 2, 3]))).problem.detail, /not a table/)
    assert.match((await imported({ format: 'ucdp-ged' }, TABLE)).problem.detail, /They look like table/)
    const folder = path.join(node.ground.dataDir, 'tmp')
    assert.deepEqual(existsSync(folder) ? readdirSync(folder) : [], [])
  })

  test('a file of any name is written under a name of ours', async () => {
    const before = await node.call('POST', '/api/import/preview', upload({}, TABLE, '../../../../tmp/evil\u0000.csv'))
    assert.equal(before.status, 200)
    assert.deepEqual(before.json.columns, ['Id', 'Date', 'Category', 'Place', 'Description'])
    assert.equal(before.json.rows.length, 2)
  })

  test('the same table twice adds nothing; changes reach the record, what people changed stays', async () => {
    assert.equal((await imported({ format: 'table', dryRun: 'true' }, TABLE)).result.added, 2)
    assert.equal(await node.store.count(SYSTEM, { kind: 'incident' }), 0)
    assert.equal((await imported({ format: 'table' }, TABLE)).result.added, 2)
    assert.equal((await imported({ format: 'table' }, TABLE)).result.unchanged, 2)
    const { items } = (await node.call('GET', '/api/records?kind=incident&q=shots', { as: officer })).json
    await node.call('POST', `/api/records/${items[0].id}/actions`, { as: officer, body: { type: 'edit', basedOn: 1, patch: { fields: { narrative: 'Four shots, says the patrol' } } } })
    const changed = await imported({ format: 'table' }, TABLE.replace('Shots', 'Shots and shouting'))
    assert.deepEqual([changed.result.changed, changed.result.unchanged], [1, 1])
    const after = (await node.call('GET', `/api/records/${items[0].id}`, { as: officer })).json
    assert.equal(after.data.narrative, 'Four shots, says the patrol')
    assert.equal(after.contested[0].value, 'Shots and shouting')
  })

  test('a new import changes only what its source changed: hand edits of other fields stand, the same field waits', async () => {
    const table = (category: string, place: string, what: string) => `Id,Date,Category,Place,Description\n77,2026-02-02,${category},${place},${what}\n`
    const take = async (...row: [string, string, string]) => assert.deepEqual(await imported({ format: 'table' }, table(...row)).then(({ result }) => [result.changed, result.errors]), [1, []])
    assert.equal((await imported({ format: 'table' }, table('AC.01', 'Harbour', 'Zqboat burning'))).result.added, 1)
    const { id } = (await node.call('GET', '/api/records?kind=incident&q=zqboat', { as: officer })).json.items[0]
    const read = async () => (await node.call('GET', `/api/records/${id}`, { as: officer })).json
    const edit = async (fields: Record<string, unknown>) => {
      const { version } = await read()
      assert.equal((await node.call('POST', `/api/records/${id}/actions`, { as: officer, body: { type: 'edit', basedOn: version, patch: { fields } } })).status, 200)
    }
    await edit({ narrative: 'Zqboat: two boats burning, says the harbour master' })
    // The source changes another field.
    await take('AC.03', 'Harbour', 'Zqboat burning')
    let now = await read()
    assert.deepEqual([now.data.category, now.data.narrative, now.contested], ['AC.03', 'Zqboat: two boats burning, says the harbour master', []])
    // The source changes the field a person had changed before the last import: it must not win for being newer.
    await take('AC.03', 'Harbour', 'Zqboat burning and one dead')
    now = await read()
    assert.equal(now.data.narrative, 'Zqboat: two boats burning, says the harbour master')
    assert.deepEqual(now.contested.map((one: { field: string; value: unknown }) => [one.field, one.value]), [['narrative', 'Zqboat burning and one dead']])
    // What waits already is not contested again when something else changes, and nothing else is.
    await take('AC.01', 'Harbour', 'Zqboat burning and one dead')
    now = await read()
    assert.deepEqual([now.data.category, now.contested.length], ['AC.01', 1])
    // Once a person has taken the source's words, its next words follow without asking.
    await node.call('POST', `/api/records/${id}/actions`, { as: officer, body: { type: 'resolve', basedOn: now.version, patch: { action: now.contested[0].action, field: 'narrative', take: 'theirs' } } })
    await take('AC.01', 'Harbour', 'Zqboat burning and two dead')
    now = await read()
    assert.deepEqual([now.data.narrative, now.contested], ['Zqboat burning and two dead', []])
    assert.equal((await imported({ format: 'table' }, table('AC.01', 'Harbour', 'Zqboat burning and two dead'))).result.unchanged, 1)
    assert.equal((await node.store.verify({ replay: true })).ok, true)
  })

  test('every row is accounted for; those refused can be fetched as they came, with the reason', async () => {
    const done = await imported({ format: 'table' }, `${TABLE}9,someday,AC.01,Town,Nothing\n10,2026-01-05,AC.01,Town,Fine\n`)
    const { read, added, unchanged, changed, rejected } = done.result
    assert.equal(read, added + unchanged + changed + rejected)
    assert.equal(rejected, 1)
    assert.equal(done.result.errors[0].row, 4)
    assert.deepEqual(done.files, ['rejected.csv'])
  })

  test('one person does not see the jobs of another', async () => {
    const stranger = await node.person('stranger')
    const taken = await node.call('POST', '/api/import', upload({ format: 'table', dryRun: 'true' }, TABLE))
    assert.equal((await node.call('GET', `/api/jobs/${taken.json.job}`, { as: stranger })).status, 404)
    await node.node.app.jobs.ended(taken.json.job)
  })

  test('a formula in a narrative is text in the export', async () => {
    await node.call('POST', '/api/records', { as: officer, body: { kind: 'incident', data: incidentData({ title: '=HYPERLINK("http://evil")', narrative: '@SUM(1)' }) } })
    const csv = await node.call('GET', '/api/export?kind=incident&format=csv', { as: officer })
    assert.equal(csv.status, 200)
    assert.match(String(csv.headers['content-disposition']), /^attachment; filename="vigie-incident-\d{4}-\d\d-\d\d\.csv"$/)
    assert.ok(csv.body.includes(`"'=HYPERLINK`) && csv.body.includes(`'@SUM`))
    assert.ok(!/(?:^|,)"?[=@+]/m.test(csv.body))
    for (const format of ['geojson', 'kml', 'xlsx']) {
      assert.equal((await node.call('GET', `/api/export?kind=incident&format=${format}`, { as: officer })).status, 200)
    }
    assert.match((await node.call('GET', '/api/export?kind=incident&format=doc', { as: officer })).json.detail, /csv, geojson, xlsx, kml/)
  })

  test('what is strictly confidential leaves with a purpose only, and that is written down', async () => {
    const handling = { level: 'SC', compartments: [], owner: 'mission', releasableTo: ['*'], caveats: [] }
    const { json: secret } = await node.call('POST', '/api/records', { as: officer, body: { kind: 'incident', data: incidentData({ title: 'Secret' }), handling } })
    const without = await node.call('GET', '/api/export?kind=incident&format=csv', { as: officer })
    assert.equal(without.json.type, '/problems/purpose-needed')
    const given = await node.call('GET', '/api/export?kind=incident&format=csv&purpose=brief%20the%20chief', { as: officer })
    assert.ok(given.body.includes('STRICTLY CONFIDENTIAL'))
    const history = await node.store.history(SYSTEM, secret.id)
    assert.ok(history.some((action) => action.type === 'export' && action.purpose === 'brief the chief' && action.actor === officer.account.id))
  })
})
