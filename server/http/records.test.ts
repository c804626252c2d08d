import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { SYSTEM } from '../auth/reader.ts'
import { incidentData, runningNode, type Person, type RunningNode } from '../../test/running-node.ts'

describe('records over HTTP', () => {
  let node: RunningNode
  let officer: Person
  let liaison: Person

  before(async () => {
    node = await runningNode()
    officer = await node.person('officer')
    liaison = await node.person('liaison', { grants: [{ role: 'HQ', area: null }], side: 'hq', org: 'HQ' })
  })
  after(() => node.close())

  const make = (more: Record<string, unknown> = {}, headers: Record<string, string> = {}) => node.call('POST', '/api/records', { as: officer, body: { kind: 'incident', data: incidentData(more), at: '2026-08-18T14:00:00Z' }, headers })

  test('nobody reads or writes without signing in', async () => {
    for (const [method, url] of [['GET', '/api/records?kind=incident'], ['GET', '/api/records/INC-2026-000001'], ['POST', '/api/records'], ['GET', '/api/export?kind=incident&format=csv'], ['GET', '/api/kinds']] as const) {
      const answer = await node.call(method, url, method === 'POST' ? { body: {} } : {})
      assert.equal(answer.status, 401, url)
      assert.equal(answer.json.type, '/problems/not-signed-in')
    }
    const wrong = await node.call('GET', '/api/kinds', { headers: { authorization: 'Bearer vgt_nonsense' } })
    assert.equal(wrong.status, 401)
  })

  test('bad input is refused by field, with the fix', async () => {
    const unknown = await node.call('POST', '/api/records', { as: officer, body: { kind: 'incident', data: incidentData({ colour: 'red' }) } })
    assert.equal(unknown.status, 400)
    assert.match(unknown.json.fields[0].path, /colour/)
    const category = await node.call('POST', '/api/records', { as: officer, body: { kind: 'incident', data: incidentData({ category: 'bad' }) } })
    assert.equal(category.status, 400)
    assert.match(category.json.fields[0].path, /category/)
    const kind = await node.call('POST', '/api/records', { as: officer, body: { kind: 'incidnt', data: {} } })
    assert.equal(kind.status, 400)
    assert.match(kind.json.detail, /incident/)
    const extra = await node.call('POST', '/api/records', { as: officer, body: { kind: 'incident', data: {}, id2: 1 } })
    assert.equal(extra.status, 400)
    assert.equal(extra.json.fields[0].path, '/id2')
    const query = await node.call('GET', '/api/records?kind=incident&bbox=1,2,3', { as: officer })
    assert.equal(query.status, 400)
    assert.equal(query.json.type, '/problems/invalid-query')
    assert.equal(query.json.fields[0].path, 'bbox')
    const text = await node.call('POST', '/api/records', { as: officer, raw: 'kind=incident', headers: { 'content-type': 'application/x-www-form-urlencoded' } })
    assert.equal(text.status, 415)
  })

  test('oversized, deep and hostile bodies are refused', async () => {
    const big = await make({ narrative: 'x'.repeat(1_100_000) })
    assert.equal(big.status, 413)
    const deep = await node.call('POST', '/api/records', { as: officer, raw: `{"kind":"incident","data":${'['.repeat(40)}${']'.repeat(40)}}`, headers: { 'content-type': 'application/json' } })
    assert.equal(deep.status, 400)
    assert.match(deep.json.detail, /nested/)
    for (const key of ['__proto__', '__pr\\u006fto__']) {
      const hostile = await node.call('POST', '/api/records', { as: officer, raw: `{"kind":"incident","data":{"${key}":{"admin":true}}}`, headers: { 'content-type': 'application/json' } })
      assert.equal(hostile.status, 400, key)
    }
    const broken = await node.call('POST', '/api/records', { as: officer, raw: '{"kind":', headers: { 'content-type': 'application/json' } })
    assert.equal(broken.status, 400)
    assert.equal(broken.json.type, '/problems/malformed-body')
    assert.equal(({} as { admin?: boolean }).admin, undefined)
  })

  test('a record is made, read by id and reference, listed with what may be done', async () => {
    const made = await make()
    assert.equal(made.status, 201)
    assert.match(made.json.ref, /^INC-\d{4}-\d{6}$/)
    assert.ok(made.json.can.includes('edit'))
    assert.equal(made.json.createdByName, 'Name of officer')
    assert.ok(made.json.clockSkewMs !== null, 'the author’s clock stood hours behind')
    const byRef = await node.call('GET', `/api/records/${made.json.ref}`, { as: officer })
    assert.equal(byRef.json.id, made.json.id)
    const list = await node.call('GET', `/api/records?kind=incident&ids=${made.json.id}`, { as: officer })
    assert.equal(list.json.total, 1)
    assert.deepEqual(list.json.items[0], byRef.json)
    const hidden = await node.call('GET', `/api/records/${made.json.id}`, { as: liaison })
    const absent = await node.call('GET', '/api/records/does-not-exist', { as: liaison })
    assert.equal(hidden.status, 404)
    assert.deepEqual({ ...hidden.json, detail: '', instance: '' }, { ...absent.json, detail: '', instance: '' })
  })

  test('a script in a narrative stays text and nothing may run it', async () => {
    const made = await make({ title: '<script>alert(1)</script>' })
    assert.equal(made.json.title, '<script>alert(1)</script>')
    assert.match(String(made.headers['content-type']), /^application\/json/)
    assert.match(String(made.headers['content-security-policy']), /default-src 'none'.*sandbox/)
    assert.equal(made.headers['x-content-type-options'], 'nosniff')
    const stored = (await make({ narrative: '<img src=x onerror=alert(1)><script>alert(2)</script>' })).json
    for (const url of [`/api/records/${stored.id}`, `/api/records/${stored.id}/history`, `/api/records?kind=incident&ids=${stored.id}`, `/api/export?kind=incident&format=geojson&ids=${stored.id}`, `/api/export?kind=incident&format=kml&ids=${stored.id}`, `/ogc/collections/incident/items/${stored.id}`]) {
      const { headers, body, status } = await node.call('GET', url, { as: officer, headers: { accept: 'text/html,*/*' } })
      assert.equal(status, 200, url)
      assert.doesNotMatch(String(headers['content-type']), /text\/html|^image\/svg|\/xhtml/, url)
      assert.match(String(headers['content-security-policy']), /default-src 'none'.*sandbox/, url)
      assert.equal(headers['x-content-type-options'], 'nosniff', url)
      assert.ok(body.includes('alert(2)'), `${url} keeps what was reported`)
    }
  })

  test('a device clock wrong by hours: the node’s own time counts, the device’s is kept beside it and shown', async () => {
    const now = Date.now()
    for (const hours of [-7, 9]) {
      const at = new Date(now + hours * 3_600_000).toISOString()
      const { json: made } = await node.call('POST', '/api/records', { as: officer, body: { kind: 'incident', data: incidentData({ title: `Clock ${hours}` }), at } })
      assert.equal(made.deviceAt, at)
      assert.ok(Math.abs(Date.parse(made.createdAt) - now) < 3_600_000, 'logged by the clock of the node')
      assert.equal(Math.round(made.clockSkewMs / 3_600_000), hours)
      const [first] = (await node.call('GET', `/api/records/${made.id}/history`, { as: officer })).json.items
      assert.deepEqual([first.at, first.receivedAt], [at, made.createdAt])
    }
    const right = await node.call('POST', '/api/records', { as: officer, body: { kind: 'incident', data: incidentData(), at: new Date().toISOString() } })
    assert.equal(right.json.clockSkewMs, null, 'nothing to show when they agree')
    const nonsense = await node.call('POST', '/api/records', { as: officer, body: { kind: 'incident', data: incidentData(), at: 'yesterday' } })
    assert.equal(nonsense.json.fields[0].path, '/at')
  })

  test('one key, one record; another request under it is refused', async () => {
    const key = { 'idempotency-key': 'a-key' }
    const first = await make({ title: 'Once' }, key)
    const again = await make({ title: 'Once' }, key)
    assert.equal(again.status, 201)
    assert.equal(again.body, first.body)
    const other = await make({ title: 'Twice' }, key)
    assert.equal(other.status, 409)
    assert.equal(other.json.type, '/problems/idempotency-mismatch')
    const side = await Promise.all([1, 2, 3].map(() => make({ title: 'Side by side' }, { 'idempotency-key': 'b-key' })))
    assert.equal(new Set(side.map((one) => one.json.id)).size, 1)
    const bad = await make({}, { 'idempotency-key': 'x'.repeat(200) })
    assert.equal(bad.status, 400)
  })

  test('an answer that is given again says no more than its asker may read by then', async () => {
    const key = { 'idempotency-key': 'c-key' }
    const first = await make({ title: 'Sergeant Zbigniew was hit', tags: ['kept'] }, key)
    const veil = node.store.veil({ of: ({ system }) => (system === true ? null : (text) => text.replaceAll('Zbigniew', '█████')), names: () => false, holds: () => false })
    const cut = await make({ title: 'Sergeant Zbigniew was hit', tags: ['kept'] }, key)
    veil.stop()
    assert.deepEqual([cut.status, cut.json.id, cut.json.data.title], [201, first.json.id, 'Sergeant █████ was hit'])
    assert.equal((await make({ title: 'Sergeant Zbigniew was hit', tags: ['kept'] }, key)).body, first.body)
    await node.store.commit(SYSTEM, [{ id: 'close-c', record: first.json.id, kind: 'incident', type: 'handle', at: '2026-08-18T14:00:00Z', basedOn: null, patch: { handling: { level: 'SC', compartments: ['HR'], owner: 'mission', releasableTo: [], caveats: [] } }, reason: 'Closed' }])
    const closed = await make({ title: 'Sergeant Zbigniew was hit', tags: ['kept'] }, key)
    assert.deepEqual([closed.status, closed.body], [204, ''])
  })

  test('the same record sent again without a key is not made twice', async () => {
    const body = { id: '01890000-0000-7000-8000-000000000001', kind: 'incident', data: incidentData({ title: 'With its own id' }), at: '2026-08-18T14:00:00Z' }
    const first = await node.call('POST', '/api/records', { as: officer, body })
    const again = await node.call('POST', '/api/records', { as: officer, body })
    assert.equal(first.status, 201)
    assert.equal(again.status, 201)
    assert.equal(again.json.version, 1)
    const other = await node.call('POST', '/api/records', { as: officer, body: { ...body, data: incidentData({ title: 'Another' }) } })
    assert.equal(other.status, 409)
  })

  test('two edits of one field: both in history, the second is told', async () => {
    const { json: made } = await make({ title: 'Contested' })
    const edit = (title: string) => node.call('POST', `/api/records/${made.id}/actions`, { as: officer, body: { type: 'edit', basedOn: 1, patch: { fields: { title } } } })
    const first = await edit('First')
    assert.equal(first.json.title, 'First')
    const second = await edit('Second')
    assert.equal(second.status, 200)
    assert.equal(second.json.title, 'First')
    assert.equal(second.json.contested[0].value, 'Second')
    const history = await node.call('GET', `/api/records/${made.id}/history`, { as: officer })
    assert.deepEqual(history.json.items.map((one: { type: string }) => one.type), ['create', 'edit', 'edit'])
    assert.equal(history.json.items[0].actorName, 'Name of officer')
  })

  test('actions: unknown, without reason, not allowed, in the wrong state', async () => {
    const { json: made } = await make()
    const act = (body: Record<string, unknown>, as: Person = officer) => node.call('POST', `/api/records/${made.id}/actions`, { as, body: { basedOn: 1, patch: {}, ...body } })
    assert.match((await act({ type: 'aprove' })).json.detail, /approve/)
    assert.equal((await act({ type: 'read' })).status, 400)
    assert.match((await act({ type: 'retract' })).json.detail, /reason/)
    const clerk = await node.person('clerk', { grants: [{ role: 'TOC', area: null }] })
    assert.equal((await act({ type: 'approve' }, clerk)).status, 403)
    assert.equal((await act({ type: 'approve' })).json.workflow, 'approved')
    const twice = await act({ type: 'approve', basedOn: 2 })
    assert.ok([403, 409].includes(twice.status), String(twice.status))
    const seen = await node.call('GET', `/api/records/${made.id}`, { as: liaison })
    assert.equal(seen.status, 404, 'approved but releasable to the mission alone')
  })

  test('paging: every record once, the total exact', async () => {
    for (let i = 0; i < 7; i += 1) {
      await make({ title: `Page ${i}`, tags: ['paged'] })
    }
    const ids: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const page: Awaited<ReturnType<RunningNode['call']>> = await node.call('GET', `/api/records?kind=incident&where.tag=paged&limit=3${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`, { as: officer })
      assert.equal(page.json.total, 7)
      ids.push(...page.json.items.map((one: { id: string }) => one.id))
      cursor = page.json.next
    }
    assert.equal(new Set(ids).size, 7)
    assert.equal(ids.length, 7)
  })

  test('a page is told of the kinds without the texts it brings itself', async () => {
    const whole = (await node.call('GET', '/api/kinds', { as: officer })).json as { name: string; schema: unknown; texts: Record<string, unknown>; actions: { type: string; patchSchema?: unknown }[] }[]
    const page = (await node.call('GET', '/api/kinds?for=page', { as: officer })).json as typeof whole
    assert.deepEqual(page.map(({ name, schema }) => ({ name, schema })), whole.map(({ name, schema }) => ({ name, schema })))
    assert.deepEqual(page.map((kind) => kind.actions.map(({ type }) => type)), whole.map((kind) => kind.actions.map(({ type }) => type)))
    assert.ok(whole.some((kind) => Object.keys(kind.texts).length > 0) && whole.some((kind) => kind.actions.some((action) => action.patchSchema !== undefined)))
    assert.ok(page.every((kind) => Object.keys(kind.texts).length === 0 && kind.actions.every((action) => action.patchSchema === undefined)))
    assert.equal((await node.call('GET', '/api/kinds?for=page')).status, 401)
    assert.equal((await node.call('GET', '/api/kinds?for=else', { as: officer })).status, 400)
  })

  test('answers are tagged, and compressed when large', async () => {
    const plain = await node.call('GET', '/api/kinds', { as: officer })
    const again = await node.call('GET', '/api/kinds', { as: officer, headers: { 'if-none-match': String(plain.headers['etag']) } })
    assert.equal(again.status, 304)
    assert.equal(again.body, '')
    for (const encoding of ['br', 'gzip']) {
      const packed = await node.call('GET', '/api/kinds', { as: officer, headers: { 'accept-encoding': encoding } })
      assert.equal(packed.headers['content-encoding'], encoding)
      assert.ok(packed.body.length < plain.body.length / 2)
    }
  })

  test('a merge keeps every source, and cannot open what was protected', async () => {
    const place = { lon: 21.1, lat: 7.2, precision: 1, radiusM: 50, method: 'GPS' }
    const one = (await make({ title: 'Merge one', place, sources: [{ id: 'a', type: 'UNIT', reliability: 'B', credibility: '2' }] })).json
    const two = (await make({ title: 'Merge two', place, sources: [{ id: 'b', type: 'CIVILIAN', reliability: 'C', credibility: '3' }] })).json
    const found = await node.call('GET', `/api/incidents/${one.id}/duplicates`, { as: officer })
    assert.ok(found.json.items.some((item: { record: { id: string } }) => item.record.id === two.id))
    const chief = await node.person('chief', { grants: [{ role: 'JOC-CH', area: null }], clearance: 'SC' })
    const merged = await node.call('POST', `/api/incidents/${one.id}/merge`, { as: chief, body: { other: two.id, reason: 'Same shots' } })
    assert.equal(merged.status, 200)
    assert.equal(merged.json.other.workflow, 'merged')
    assert.deepEqual(merged.json.survivor.data.absorbed[0].sources.map((s: { id: string }) => s.id), ['b'])
    const split = await node.call('POST', `/api/incidents/${one.id}/split`, { as: chief, body: { other: two.id } })
    assert.equal(split.json.survivor.data.absorbed, undefined)
    assert.equal(split.json.other.workflow, 'submitted')
    const secret = (await node.call('POST', '/api/records', { as: chief, body: { kind: 'incident', data: incidentData(), handling: { level: 'SC', compartments: [], owner: 'mission', releasableTo: ['*'], caveats: [] } } })).json
    const leak = await node.call('POST', `/api/incidents/${one.id}/merge`, { as: chief, body: { other: secret.id } })
    assert.equal(leak.status, 422)
    const self = await node.call('POST', `/api/incidents/${one.id}/merge`, { as: chief, body: { other: one.id } })
    assert.equal(self.status, 422)
  })
})
