import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { capsOf, readCap, writeCap, type CapAlert } from '../../../../formats/cap.ts'
import { runningNode, type Person, type RunningNode } from '../../../../test/running-node.ts'
import { SYSTEM, until } from '../../../../test/store.ts'
import { openSchema } from '../../../../test/xsd.ts'

const words = { event: 'Flood', category: ['Met'], urgency: 'Expected', severity: 'Severe', certainty: 'Likely', texts: [{ language: 'fr', headline: 'Crue du fleuve <rive est>', instruction: 'Montez.' }], areaDesc: 'Rive est', circle: { lon: 18.5, lat: 4.3, km: 5 }, expires: '2999-01-01T00:00:00Z' }
const foreign: CapAlert = { identifier: 'MET-1', sender: 'met@weather.example', sent: '2026-08-18T12:00:00-00:00', status: 'Actual', msgType: 'Alert', scope: 'Public', code: [], info: [{ category: ['Met'], event: 'Storm', responseType: [], urgency: 'Immediate', severity: 'Extreme', certainty: 'Observed', headline: 'Storm over the plain', eventCodes: [], parameters: [], resources: [], areas: [{ areaDesc: 'The plain', polygons: [[[1, 1], [1, 2], [2, 2], [1, 1]]], circles: [], geocodes: [] }] }] }

describe('warnings to the public and of others', () => {
  let run: RunningNode
  let [writer, chief, outside]: Person[] = []
  before(async () => {
    run = await runningNode()
    writer = await run.person('writer', { grants: [{ role: 'JOC-DO', area: null }] })
    chief = await run.person('chief', { grants: [{ role: 'JOC-CH', area: null }] })
    outside = await run.person('partner', { side: 'partner', grants: [{ role: 'PARTNER', area: null }] })
  })
  after(() => run.close())
  const act = async (id: string, type: string, as: Person, more: object = {}) => run.call('POST', `/api/records/${id}/actions`, { as, body: { type, basedOn: (await run.store.get(SYSTEM, id))!.record.version, patch: {}, ...more } })
  const feed = async () => (await run.call('GET', '/api/cap')).body

  test('nothing is out before a second person issues it; then as Alert, Update and Cancel that name each other', async () => {
    const { json } = await run.call('POST', '/api/records', { as: writer!, body: { kind: 'warning', data: words } })
    assert.ok(!(await feed()).includes('Crue'))
    assert.equal((await act(json.id, 'issue', writer!)).status, 403, 'not its own author')
    assert.equal((await act(json.id, 'issue', chief!)).status, 200)
    assert.equal((await act(json.id, 'edit', writer!, { patch: { fields: { areaDesc: 'Rive est et gare' } } })).status, 200)
    assert.ok(!(await feed()).includes('gare'), 'an edit is not out before it is issued')
    assert.equal((await act(json.id, 'issue', chief!)).status, 200)
    const [update] = capsOf(await feed())
    assert.ok(update?.ok, JSON.stringify(update))
    assert.deepEqual([update.alert.msgType, update.alert.identifier, update.alert.info[0]?.headline, update.alert.info[0]?.areas[0]?.circles], ['Update', `${json.ref}.2`, 'Crue du fleuve <rive est>', [[4.3, 18.5, 5]]])
    assert.match(update.alert.references ?? '', new RegExp(`^\\S+,${json.ref}\\.1,\\S+$`))
    assert.equal((await act(json.id, 'call-off', chief!, { reason: 'Over' })).status, 200)
    const [cancel] = capsOf(await feed())
    assert.ok(cancel?.ok && cancel.alert.msgType === 'Cancel' && cancel.alert.references?.split(' ').length === 2)
    const first = await run.call('GET', `/api/cap/${json.ref}.1`)
    assert.ok(readCap(first.body).ok && String(first.headers['content-type']).startsWith('application/cap+xml'))
    assert.equal((await run.call('GET', `/api/cap/${json.ref}.9`)).status, 404)
    const schema = await openSchema(new URL('../../../../formats/fixtures/cap-1.2-structure.xsd', import.meta.url))
    assert.deepEqual(await Promise.all([1, 2, 3].map(async (n) => schema.problem((await run.call('GET', `/api/cap/${json.ref}.${n}`)).body))), [null, null, null], 'another reader takes all three for CAP 1.2')
    schema.close()
  })

  test('what is not unclassified, or no longer, is not in the feed and cannot be issued', async () => {
    const { json } = await run.call('POST', '/api/records', { as: writer!, body: { kind: 'warning', data: { ...words, event: 'Closed matter' } } })
    const handling = { ...(await run.store.get(SYSTEM, json.id))!.record.handling, level: 'C' }
    assert.equal((await act(json.id, 'issue', chief!)).status, 200)
    assert.ok((await feed()).includes('Closed matter'))
    assert.equal((await act(json.id, 'handle', chief!, { patch: { handling }, reason: 'Source at risk' })).status, 200)
    assert.ok(!(await feed()).includes('Closed matter'))
    assert.equal((await run.call('GET', `/api/cap/${json.ref}.1`)).status, 404)
    assert.equal((await act(json.id, 'issue', chief!)).status, 422)
  })

  test('a warning of others waits, graded as unjudged, until a person makes an alert of it; twice is once; a newer one puts it aside', async () => {
    const send = (body: string, as = writer!) => run.call('POST', '/api/cap', { as, raw: body, headers: { 'content-type': 'application/cap+xml' } })
    const first = await send(writeCap(foreign))
    assert.deepEqual([first.status, first.json.taken, (await send(writeCap(foreign))).json.again], [200, 1, 1])
    const data = (await run.store.get(SYSTEM, first.json.items[0].id))!.record.data
    assert.deepEqual([data['reliability'], data['credibility'], data['headline'], (data['place'] as { radiusM: number }).radiusM > 50_000], ['F', '6', 'Storm over the plain', true])
    assert.equal(await run.store.count(SYSTEM, { kind: 'alert' }), 0)
    assert.ok(!(await feed()).includes('Storm'), 'what others say is not issued again')
    assert.equal((await send(writeCap(foreign), outside!)).status, 403)
    const second = await send(writeCap({ ...foreign, identifier: 'MET-2', msgType: 'Update', references: `${foreign.sender},MET-1,${foreign.sent}` }))
    assert.equal((await run.store.get(SYSTEM, first.json.items[0].id))!.record.data['state'], 'superseded')
    assert.equal((await act(second.json.items[0].id, 'take', writer!, { patch: { severity: 4 } })).status, 200)
    await until(async () => (await run.store.count(SYSTEM, { kind: 'alert', where: { rule: ['cap'] } })) === 1, 'raised')
    assert.equal((await act(second.json.items[0].id, 'take', writer!, { patch: { severity: 4 } })).status, 409)
    const broken = await send('<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>x</identifier></alert>')
    assert.ok(broken.json.taken === 0 && broken.json.bad.length >= 5)
    assert.match((await send('<!DOCTYPE a><alert/>')).json.bad[0].problem, /document type/)
  })
})
