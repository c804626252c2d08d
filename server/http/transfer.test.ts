import assert from 'node:assert/strict'
import { existsSync, readdirSync } from 'node:fs'
import { request } from 'node:http'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { strToU8, zipSync } from 'fflate'
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

  test('a workbook that unpacks to thousands of times its size is refused, and nothing is left behind', async () => {
    const parts = {
      'xl/workbook.xml': '<workbook xmlns:r="r"><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>',
      'xl/_rels/workbook.xml.rels': '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
      'xl/worksheets/sheet1.xml': '<worksheet><sheetData/></worksheet>',
    }
    const bomb = zipSync({ ...Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)])), 'xl/sharedStrings.xml': new Uint8Array(30_000_000).fill(0x20) })
    assert.ok(bomb.length < 100_000)
    const job = await imported({ format: 'table' }, Buffer.from(bomb))
    assert.deepEqual([job.state, job.problem.type], ['failed', '/problems/too-large'])
    const preview = await node.call('POST', '/api/import/preview', upload({}, Buffer.from(bomb), 'bomb.xlsx'))
    assert.equal(preview.status, 413)
    assert.deepEqual(readdirSync(path.join(node.ground.dataDir, 'tmp')), [])
  })

  test('a row whose record is closed to the importer and gone is refused without naming the record', async () => {
    const row = (text: string): string => `Id,Date,Category,Place,Description\nclosed-1,2026-01-02,AC.01,Town,${text}\n`
    assert.equal((await imported({ format: 'table' }, row('Shots'))).result.added, 1)
    const { items } = await node.store.list(SYSTEM, { kind: 'incident', text: 'Shots Town' })
    const record = items.find((one) => (one.record.data['external'] as { id: string }).id.includes('closed-1'))?.record
    assert.ok(record)
    const act = (type: string, patch: object, basedOn: number) => node.store.commit(SYSTEM, [{ id: `closed-${type}`, record: record.id, kind: 'incident', type, at: new Date().toISOString(), basedOn, patch: patch as never, reason: 'closed' }])
    await act('handle', { handling: { ...record.handling, compartments: ['HR'] } }, 1)
    await act('retract', {}, 2)
    const { result } = await imported({ format: 'table' }, row('More shots'))
    assert.equal(result.rejected, 1)
    assert.ok(!JSON.stringify(result).includes(record.ref), JSON.stringify(result))
  })

  test('hostile parts of an upload: names that climb, keys of objects, too many fields, none at all', async () => {
    const before = readdirSync(node.ground.dataDir, { recursive: true }).map(String).filter((name) => !name.startsWith('vigie.db')).sort()
    for (const name of ['../../../../tmp/evil.csv', '..\\..\\evil.csv', '/etc/passwd', 'a\r\nx-evil: 1.csv', `${'x'.repeat(5000)}.csv`, 'CON', '.', 'evil.csv\u202Evsc.exe']) {
      const answer = await node.call('POST', '/api/import/preview', upload({}, TABLE, name))
      assert.ok([200, 400].includes(answer.status), `${name}: ${answer.status} ${answer.body}`)
    }
    for (const field of ['__proto__', 'constructor', 'prototype']) {
      const answer = await node.call('POST', '/api/import/preview', upload({ [`${field}`]: 'x', zone: 'y' }, TABLE))
      assert.ok([200, 400].includes(answer.status), `${field}: ${answer.status}`)
      const own = await node.call('POST', '/api/import', { ...upload({}, TABLE), raw: Buffer.from(String(upload({ x: 'table' }, TABLE).raw).replace('name="x"', `name="${field}"`)) })
      assert.equal(own.status, 400, field)
    }
    assert.equal(({} as { x?: string }).x, undefined)
    const many = await node.call('POST', '/api/import', upload(Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`f${i}`, 'x'])), TABLE))
    assert.deepEqual([many.status, many.json.detail.includes('at most 10 fields')], [413, true], many.body)
    const big = await node.call('POST', '/api/import', upload({ format: 'x'.repeat(200_000) }, TABLE))
    assert.equal(big.status, 400)
    assert.ok(big.body.length < 1000, 'a refusal does not repeat what was sent')
    const cut = upload({ format: 'table' }, TABLE)
    for (const length of [0, 30, 120, 200, (cut.raw as Buffer).length - 10]) {
      const half = await node.call('POST', '/api/import', { ...cut, raw: (cut.raw as Buffer).subarray(0, length) })
      assert.equal(half.status, 400, `${length} bytes: ${half.body}`)
    }
    const after = readdirSync(node.ground.dataDir, { recursive: true }).map(String).filter((name) => !name.startsWith('vigie.db')).sort()
    // Files handed in to be looked at wait under names of ours.
    assert.deepEqual(after.filter((name) => !/^tmp(?:.upload-[0-9a-f-]{36})?$/.test(name)), before.filter((name) => name !== 'tmp'))
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
    assert.match((await node.call('GET', '/api/export?kind=incident&format=doc', { as: officer })).json.detail, /csv, geojson, xlsx, kml, gpkg, gpx/)
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

  test('an export is made, and given out, with the rights its asker has by then', async () => {
    const asker = await node.person('asker', { clearance: 'C' })
    const low = { level: 'C', compartments: [], owner: 'mission', releasableTo: ['*'], caveats: [] }
    await node.call('POST', '/api/records', { as: officer, body: { kind: 'incident', data: incidentData({ title: 'Zqconfidential convoy' }), handling: low } })
    const ask = async () => (await node.call('POST', '/api/export?kind=incident&format=csv&q=zqconfidential', { as: asker })).json.job as string
    const fetched = async (job: string) => {
      await node.node.app.jobs.ended(job)
      const { files } = (await node.call('GET', `/api/jobs/${job}`, { as: asker })).json
      return node.call('GET', `/api/jobs/${job}/${files[0]}`, { as: asker })
    }
    const before = await ask()
    assert.match((await fetched(before)).body, /Zqconfidential/)
    // One that waits: the first is held until the rights of its asker have changed.
    const { store } = node.node.app
    const { extent } = store
    const held = Promise.withResolvers<void>()
    store.extent = async (...args) => { await held.promise; return extent(...args) }
    const [first, waiting] = [await ask(), await ask()]
    const account = (await node.store.get(SYSTEM, asker.account.id))!.record
    await node.store.commit(SYSTEM, [{ id: 'less', record: account.id, kind: 'user', type: 'edit', at: '2026-08-18T14:00:00Z', basedOn: account.version, patch: { fields: { clearance: 'U' } } }])
    held.resolve()
    store.extent = extent
    assert.equal((await node.call('GET', `/api/jobs/${before}`, { as: asker })).status, 200)
    assert.deepEqual([(await fetched(before)).status, (await fetched(first)).status], [403, 403])
    const made = await fetched(waiting)
    assert.equal(made.status, 200)
    assert.doesNotMatch(made.body, /Zqconfidential/)
  })

  test('whoever goes away before the file begins is not worked for any more', async () => {
    await node.node.fastify.listen({ port: 0, host: '127.0.0.1' })
    const { store } = node.node.app
    const { stream } = store
    const ended = Promise.withResolvers<number>()
    const begun = Promise.withResolvers<void>()
    const [{ record }] = await node.store.list(SYSTEM, { kind: 'incident', limit: 1 }).then(({ items }) => items) as [{ record: { id: string } }]
    store.stream = async function* (reader, query) {
      let handed = 0
      try {
        for (; handed < 2_000; handed += 1) {
          yield (await store.get(reader, record.id))!
          begun.resolve()
          await new Promise((resolve) => { setImmediate(resolve) })
        }
      } finally {
        ended.resolve(handed)
        store.stream = stream
      }
      void query
    }
    const { port } = node.node.fastify.server.address() as { port: number }
    const asked = request({ port, host: '127.0.0.1', path: '/api/export?kind=incident&format=gpkg&purpose=check%20it', headers: { authorization: `Bearer ${officer.token}` } })
    asked.on('error', () => {})
    asked.end()
    await begun.promise
    asked.destroy()
    assert.ok(await ended.promise < 2_000)
  })
})
