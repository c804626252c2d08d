import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import Ajv from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { zipSync } from 'fflate'
import { Secret, TOTP } from 'otpauth'
import { pictureOf } from '../../domains/tracks/server/live/of-app.ts'
import { raiseAlert } from '../../domains/watch/contract.ts'
import { deliveryOf } from '../../domains/watch/server/delivery/engine.ts'
import { takAdminOf } from '../../domains/tracks/server/tak-admin/service.ts'
import { Authenticator } from '../../test/authenticator.ts'
import { consent } from '../../test/feeds.ts'
import { pmtiles, png } from '../../test/map-files.ts'
import { incidentData, PASSWORD, runningNode, type Answered, type Person, type RunningNode, type Signed } from '../../test/running-node.ts'
import { SYSTEM, until } from '../../test/store.ts'

type Operation = { responses: Record<string, { content?: Record<string, { schema: object }> }> }
type Document = { openapi: string; paths: Record<string, Record<string, Operation>> }

const ajv = new Ajv.default({ strict: false, allErrors: true })
formats.default(ajv)

describe('the API and its document', () => {
  let node: RunningNode
  let document: Document
  let chief: Person
  let signed: Signed
  const called = new Set<string>()

  before(async () => {
    node = await runningNode()
    document = (await node.call('GET', '/api/openapi.json')).json
    chief = await node.person('chief', { clearance: 'SC', password: true, grants: [{ role: 'JOC-CH', area: null }, { role: 'ADMIN', area: null }] })
    signed = await node.signIn('chief')
  })
  after(() => node.close())

  /** Call a route and hold its answer against what the document says of it. */
  async function checked(method: string, route: string, url: string, send: Parameters<RunningNode['call']>[2] = {}): Promise<Answered> {
    const answer = await node.call(method, url, { as: chief, ...send })
    called.add(`${method} ${route}`)
    const operation = document.paths[route]?.[method.toLowerCase()]
    assert.ok(operation, `${method} ${route} is not in the document`)
    const response = operation.responses[answer.status] ?? operation.responses['default']
    assert.ok(response, `${method} ${route}: status ${answer.status} is not described`)
    assert.ok(answer.status < 400, `${method} ${url}: ${answer.status} ${answer.body.slice(0, 300)}`)
    const schema = response.content?.['application/json']?.schema
    if (schema) {
      const valid = ajv.validate(schema, answer.json)
      assert.ok(valid, `${method} ${route}: ${ajv.errorsText()}\n${answer.body.slice(0, 500)}`)
    }
    return answer
  }

  test('is OpenAPI 3.1, with an answer schema for every route', () => {
    assert.equal(document.openapi, '3.1.0')
    for (const [path, operations] of Object.entries(document.paths)) {
      for (const [method, operation] of Object.entries(operations)) {
        const good = Object.entries(operation.responses).filter(([status]) => status !== 'default')
        assert.ok(good.length > 0, `${method} ${path} says nothing of its answers`)
        for (const [status, response] of good) {
          assert.ok(['204', '302', '304'].includes(status) || response.content, `${method} ${path} ${status} has no schema`)
        }
      }
    }
  })

  test('every route answers what the document says', async () => {
    const write = { as: signed }
    await checked('GET', '/api/health', '/api/health')
    await checked('GET', '/problems/{id}', '/problems/not-found')
    await checked('GET', '/api/setup', '/api/setup')
    await checked('POST', '/api/session', '/api/session', { as: undefined, body: { login: 'chief', password: PASSWORD } })
    await checked('GET', '/api/session', '/api/session')
    const sessions = await checked('GET', '/api/sessions', '/api/sessions', write)
    await checked('DELETE', '/api/sessions/{id}', `/api/sessions/${sessions.json.items.find((one: { current: boolean }) => !one.current).id}`, write)
    await checked('PATCH', '/api/me', '/api/me', { ...write, body: { locale: 'fr' } })
    const offer = await checked('POST', '/api/me/totp', '/api/me/totp', write)
    const code = () => new TOTP({ secret: Secret.fromBase32(offer.json.secret) }).generate({ timestamp: node.clock.now })
    await checked('POST', '/api/me/totp/confirm', '/api/me/totp/confirm', { ...write, body: { code: code() } })
    node.clock.now += 60_000
    await checked('DELETE', '/api/me/totp', '/api/me/totp', { ...write, body: { code: code() } })
    const token = await checked('POST', '/api/tokens', '/api/tokens', { ...write, body: { name: 'map' } })
    await checked('GET', '/api/tokens', '/api/tokens')
    await checked('DELETE', '/api/tokens/{id}', `/api/tokens/${token.json.id}`)
    const other = await node.person('other')
    await checked('POST', '/api/users/{id}/password', `/api/users/${other.account.id}/password`, { ...write, body: { password: PASSWORD } })
    await checked('GET', '/api/admin/users', '/api/admin/users')
    await checked('POST', '/api/admin/users', '/api/admin/users', { ...write, body: { data: { login: 'fresh', name: 'Fresh', org: 'mission', side: 'mission', clearance: 'U', compartments: [], grants: [] } } })
    await checked('GET', '/api/admin/users/{id}/sessions', `/api/admin/users/${other.account.id}/sessions`)
    await checked('DELETE', '/api/admin/users/{id}/sessions', `/api/admin/users/${other.account.id}/sessions`, write)
    await checked('POST', '/api/admin/strong-roles', '/api/admin/strong-roles', { ...write, body: { roles: ['DPO'] } })
    await checked('GET', '/api/taxonomy', '/api/taxonomy')
    await checked('GET', '/api/taxonomy/use', '/api/taxonomy/use')
    const restamp = await checked('POST', '/api/areas/restamp', '/api/areas/restamp', { body: { dryRun: true } })
    await node.node.app.jobs.ended(restamp.json.job)
    await checked('GET', '/api/admin/permissions', '/api/admin/permissions')
    await checked('GET', '/api/admin/health', '/api/admin/health')
    const keeper = await node.person('keeper', { grants: [{ role: 'AUDIT', area: null }] })
    await checked('GET', '/api/audit/actions', '/api/audit/actions?type=create', { as: keeper })
    await checked('GET', '/api/audit/export', '/api/audit/export', { as: keeper })
    await checked('GET', '/api/audit/heads', '/api/audit/heads', { as: keeper })
    const proof = await checked('POST', '/api/audit/verify', '/api/audit/verify', { as: keeper, body: {} })
    await node.node.app.jobs.ended(proof.json.job)
    await checked('POST', '/api/admin/backup-plan', '/api/admin/backup-plan', { ...write, body: { daily: false, hour: 3, keep: 14 } })
    const backup = await checked('POST', '/api/admin/backups', '/api/admin/backups', write)
    await node.node.app.jobs.ended(backup.json.job)
    const backups = await checked('GET', '/api/admin/backups', '/api/admin/backups')
    const trial = await checked('POST', '/api/admin/backups/{name}/trial', `/api/admin/backups/${backups.json.items[0].name}/trial`, write)
    await node.node.app.jobs.ended(trial.json.job)
    const device = new Authenticator()
    const origin = 'http://localhost'
    const options = await checked('POST', '/api/me/passkeys/options', '/api/me/passkeys/options', { ...write, body: { password: PASSWORD } })
    await checked('POST', '/api/me/passkeys', '/api/me/passkeys', { ...write, body: { name: 'Key', answer: device.create(options.json, origin) } })
    await checked('GET', '/api/me/passkeys', '/api/me/passkeys', write)
    const asked = await checked('POST', '/api/session/passkey/options', '/api/session/passkey/options', { as: undefined })
    await checked('POST', '/api/session/passkey', '/api/session/passkey', { as: undefined, body: device.get(asked.json, origin) })
    await checked('DELETE', '/api/me/passkeys/{id}', `/api/me/passkeys/${device.id}`, write)
    await checked('DELETE', '/api/sessions', '/api/sessions', write)
    const kinds = await checked('GET', '/api/kinds', '/api/kinds')
    assert.ok(kinds.json.some((kind: { name: string }) => kind.name === 'incident'))

    await checked('GET', '/api/clocks', '/api/clocks?state=overdue,running&kind=alert&limit=5')
    const feed = (await node.call('POST', '/api/records', { as: chief, body: { kind: 'feed', data: { name: 'Phones', technology: 'tracker', codec: 'json', transport: 'http-push', enabled: true, registers: false, recordMb: 1 } } })).json
    await consent(node, 'granted')
    const at = `/api/feeds/${feed.id}`
    await checked('GET', '/api/feeds', '/api/feeds')
    const door = (await checked('POST', '/api/feeds/{id}/key', `${at}/key`, write)).json.key
    await checked('GET', '/api/feeds/{id}/connect', `${at}/connect`)
    await checked('GET', '/api/feeds/in/{key}', `/api/feeds/in/${door}?id=1&lat=1&lon=1`, { as: undefined })
    await checked('POST', '/api/feeds/in/{key}', `/api/feeds/in/${door}`, { as: undefined, body: { lat: 1 } })
    await checked('GET', '/api/feeds/{id}', at)
    await checked('GET', '/api/feeds/{id}/quarantine', `${at}/quarantine`)
    await checked('POST', '/api/feeds/{id}/quarantine/retry', `${at}/quarantine/retry`, { body: {} })
    await checked('POST', '/api/feeds/{id}/quarantine/drop', `${at}/quarantine/drop`, { body: {} })
    const recording = (await checked('GET', '/api/feeds/{id}/recordings', `${at}/recordings`)).json.items[0].name
    await checked('GET', '/api/feeds/{id}/recordings/{name}', `${at}/recordings/${recording}`)
    await checked('POST', '/api/feeds/{id}/trial', `${at}/trial`, { body: { recording } })
    await checked('POST', '/api/feeds/{id}/replay', `${at}/replay`, { body: { recording, speed: 0 } })
    await checked('DELETE', '/api/feeds/{id}/replay', `${at}/replay`)
    await checked('DELETE', '/api/feeds/{id}/recordings/{name}', `${at}/recordings/${recording}`)
    const poll = (await node.call('POST', '/api/records', { as: chief, body: { kind: 'feed', data: { name: 'Poll', technology: 'tracker', codec: 'json', transport: 'http-poll', enabled: false, registers: false } } })).json
    await checked('POST', '/api/feeds/{id}/secret', `/api/feeds/${poll.id}/secret`, { body: { secret: 's' } })

    const body = (title: string) => ({ kind: 'incident', data: incidentData({ title }), at: '2026-08-18T14:00:00Z' })
    const made = (await checked('POST', '/api/records', '/api/records', { body: body('One') })).json
    const second = (await checked('POST', '/api/records', '/api/records', { body: body('Two') })).json
    await checked('POST', '/api/sync', '/api/sync', { body: { items: [{ key: 'device-1', path: '/api/records', body: body('Three') }, { key: 'device-2', path: '/api/records', body: {} }] } })
    await checked('GET', '/api/records', '/api/records?kind=incident&sort=-happened&limit=10')
    await checked('GET', '/api/window', '/api/window?kind=incident&offset=1&limit=10')
    const plan = await checked('POST', '/api/bulk/preview', '/api/bulk/preview', { body: { query: { kind: 'incident' }, ids: [second.id], change: { action: 'corroborate', reason: null } } })
    const bulk = await checked('POST', '/api/bulk', '/api/bulk', { body: { plan: plan.json.plan } })
    await node.node.app.jobs.ended(bulk.json.job)
    await checked('POST', '/api/bulk/{id}/undo', `/api/bulk/${plan.json.plan}/undo`, { body: { reason: 'wrong ones' } })
    const search = (await checked('POST', '/api/records', '/api/records', { body: { kind: 'saved-search', data: { name: 'Shots', of: 'incident', query: { text: 'shots' } } } })).json
    await checked('POST', '/api/me/searches/{id}', `/api/me/searches/${search.id}`, { body: { follow: true } })
    await checked('GET', '/api/me/searches', '/api/me/searches')
    await checked('GET', '/api/records/{id}', `/api/records/${made.id}`)
    await checked('GET', '/api/admin/why', `/api/admin/why?user=other&record=${made.ref}`)
    await checked('GET', '/api/records/{id}/history', `/api/records/${made.id}/history`)
    await checked('POST', '/api/records/{id}/actions', `/api/records/${made.id}/actions`, { body: { type: 'verify', basedOn: 1, patch: {} } })
    await checked('POST', '/api/records/{id}/attachments', `/api/records/${made.id}/attachments`, multipart({}, 'Patrol returned at noon.'))
    const files = await checked('GET', '/api/records/{id}/thread', `/api/records/${made.id}/thread`)
    await checked('GET', '/api/attachments/{id}', `/api/attachments/${files.json.attachments[0].id}`)
    await checked('GET', '/api/me/reports', '/api/me/reports?limit=5')
    await checked('GET', '/api/me/reports/news', '/api/me/reports/news')
    await checked('POST', '/api/me/reports', '/api/me/reports', { body: { until: '2026-08-18T14:00:00Z' } })
    await checked('GET', '/api/facets', '/api/facets?kind=incident&facets=family,category')
    await checked('GET', '/api/aggregate', '/api/aggregate?kind=incident&by=week,family&measure=killed')
    await checked('GET', '/api/aggregate/records', '/api/aggregate/records?kind=incident&by=family&cell=AC')
    await checked('GET', '/api/points', '/api/points?kind=incident')
    await checked('GET', '/api/tiles/{kind}/{z}/{x}/{file}', '/api/tiles/incident/0/0/0.mvt')
    await checked('GET', '/api/gazetteer', '/api/gazetteer?q=bangui&near=18,4')
    await checked('GET', '/api/areas', '/api/areas?geometry=1')
    await checked('GET', '/api/basemap', '/api/basemap')
    await checked('GET', '/api/basemap/{layer}', '/api/basemap/world-land')
    await checked('GET', '/api/technologies/permits', '/api/technologies/permits')
    await checked('GET', '/api/export', '/api/export?kind=incident&format=geojson')
    const exported = await checked('POST', '/api/export', '/api/export?kind=incident&format=csv')
    await node.node.app.jobs.ended(exported.json.job)
    await checked('GET', '/api/jobs', '/api/jobs')
    await checked('GET', '/api/kml/icon/{file}', '/api/kml/icon/3.png')
    await checked('GET', '/api/incidents/{id}/duplicates', `/api/incidents/${made.id}/duplicates`)
    await checked('POST', '/api/incidents/duplicates', '/api/incidents/duplicates', { body: { data: incidentData() } })
    await checked('POST', '/api/incidents/{id}/merge', `/api/incidents/${made.id}/merge`, { body: { other: second.id } })
    await checked('POST', '/api/incidents/{id}/split', `/api/incidents/${made.id}/split`, { body: { other: second.id } })
    const moving = (await checked('POST', '/api/tracks/manual', '/api/tracks/manual', { body: { name: 'Patrol 1', lon: 18.5, lat: 4.3, heardBy: 'radio' } })).json
    assert.equal(moving.track.source, 'manual')
    const walked = multipart({}, `<gpx version="1.1"><trk><trkseg><trkpt lat="4" lon="18"><time>${new Date(node.clock.now - 60_000).toISOString()}</time></trkpt></trkseg></trk></gpx>`)
    await checked('POST', '/api/tracks/{id}/recorded', `/api/tracks/${moving.id}/recorded?dryRun=true`, { ...walked, raw: walked.raw.replace('passwd.csv', 'passwd.gpx') })
    const moved = (await checked('POST', '/api/tracks/manual', '/api/tracks/manual', { body: { name: 'Patrol 2', lon: 18.6, lat: 4.3, at: '2026-08-18T13:45:00Z' } })).json
    await checked('POST', '/api/tracks/{id}/merge', `/api/tracks/${moving.id}/merge`, { body: { other: moved.id } })
    await checked('POST', '/api/tracks/{id}/split', `/api/tracks/${moving.id}/split`, { body: { track: moved.id } })
    const heard = (await checked('POST', '/api/records', '/api/records', { body: { kind: 'feed', data: { name: 'Trackers', technology: 'trackers', codec: 'nmea', transport: 'udp', enabled: false, registers: false } } })).json
    const picture = pictureOf(node.node.app)
    picture.take({ feed: picture.book.feeds.get(heard.id)!, heard: [{ what: 'position', fix: { subject: 'imei:1', at: null, lon: 18.5, lat: 4.3, altM: null, speedMs: null, courseDeg: null, accuracyM: null, source: 'gps' } }], receivedAt: node.clock.now, replay: false })
    await checked('POST', '/api/tracks/keep', '/api/tracks/keep', { body: { items: [{ id: `${heard.id}/imei:1` }] } })
    await checked('GET', '/api/tracks/{id}', `/api/tracks/${moving.id}`)
    await checked('GET', '/api/tracks/kept', '/api/tracks/kept')
    await checked('GET', '/api/roads', '/api/roads')
    await checked('GET', '/api/roads/way', '/api/roads/way?via=18.5,4.3;18.6,4.4')
    await checked('POST', '/api/roads', '/api/roads?dryRun=true', multipart({}, '{"type":"Feature","properties":{},"geometry":{"type":"LineString","coordinates":[[18,4],[18.1,4]]}}'))
    await checked('GET', '/api/tracks/nearest', '/api/tracks/nearest?lon=18.5&lat=4.3&need=')
    await checked('GET', '/api/tracks', '/api/tracks?bbox=18,4,19,5&at=2026-08-18T14:00:00Z')
    await checked('GET', '/api/tracks/live', '/api/tracks/live?bbox=18,4,19,5')
    await checked('GET', '/api/tracks/refused', '/api/tracks/refused')
    const opening = { name: 'Night', officers: [{ name: 'A. Duty' }] }
    const shift = (await checked('POST', '/api/watches', '/api/watches', { body: { desk: 'JOC', ...opening } })).json
    await checked('GET', '/api/watches/{id}/sheet', `/api/watches/${shift.id}/sheet`)
    await checked('POST', '/api/watches/{id}/sign-out', `/api/watches/${shift.id}/sign-out`, { body: {} })
    await checked('POST', '/api/watches/{id}/sign-in', `/api/watches/${shift.id}/sign-in`, { as: await node.person('relief'), body: opening })
    await checked('POST', '/api/cirs/try', '/api/cirs/try', { body: { condition: { kind: 'incident', severity: 3 }, days: 30 } })
    const crisis = (await checked('POST', '/api/records', '/api/records', { body: { kind: 'crisis', data: { name: 'Flood', began: '2026-08-18T13:45:00Z', level: 'ALERT' } } })).json
    await checked('GET', '/api/crises/{id}/timeline', `/api/crises/${crisis.id}/timeline`)
    await checked('POST', '/api/tracks/rules/test', '/api/tracks/rules/test', { body: { rule: { name: 'Slow', enabled: true, condition: 'speed-below', kmh: 5, severity: 2 }, from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' } })
    await checked('POST', '/api/alerts/rules/test', '/api/alerts/rules/test', { body: { rule: { name: 'Shots', enabled: true, of: 'incident', count: 1, severity: 2 }, from: '2026-01-01T00:00:00Z', to: '2026-12-02T00:00:00Z' } })
    const text = (await checked('POST', '/api/records', '/api/records', { body: { kind: 'alert-channel', data: { name: 'Texts', type: 'sms', enabled: true, carries: 'U', sms: { dialect: 'json-bearer', url: 'http://127.0.0.1:1/', from: 'V' } } } })).json
    await checked('POST', '/api/alerts/channels/{id}/secret', `/api/alerts/channels/${text.id}/secret`, { ...write, body: { secret: 'one' } })
    await checked('POST', '/api/alerts/channels/{id}/test', `/api/alerts/channels/${text.id}/test`, { ...write, body: { to: '+22370000000' } })
    const ladder = (await checked('POST', '/api/records', '/api/records', { body: { kind: 'alert-plan', data: { name: 'Nights', enabled: true, severity: 4, ladder: [{ afterMinutes: 0, to: [{ role: 'JOC-CH' }] }] } } })).json
    await checked('POST', '/api/alerts/plans/{id}/drill', `/api/alerts/plans/${ladder.id}/drill`, { body: {} })
    const way = new URL((await checked('GET', '/api/alerts/channels', '/api/alerts/channels')).json.items[0].inbound, 'http://node')
    const raised = raiseAlert({ rule: 'document', subject: 's', episode: '1', severity: 1, title: { en: 'Alert', fr: 'Alerte' }, place: null, at: node.clock.now, handling: { level: 'U', compartments: [], owner: 'mission', releasableTo: ['*'], caveats: [] }, area: null })
    await node.store.commit(SYSTEM, [raised])
    await checked('GET', '/api/alerts/{id}/reach', `/api/alerts/${raised.record}/reach`)
    for (const method of ['GET', 'POST'] as const) {
      await checked(method, '/api/alerts/messages/{channel}', `${way.pathname}${way.search}${method === 'GET' ? '&from=99970000002&text=1' : ''}`, { as: undefined, ...(method === 'POST' ? { body: { from: '+1', text: '1', id: 'm2' } } : {}) })
      await checked(method, '/api/alerts/reports/{channel}', `/api/alerts/reports/${text.id}?notice=n&key=${await deliveryOf(node.node.app).sender.reportKey('n')}`, { as: undefined, ...(method === 'POST' ? { body: { state: '1' } } : {}) })
    }
    await checked('GET', '/api/me/push', '/api/me/push')
    const browser = await checked('POST', '/api/me/push', '/api/me/push', { ...write, body: { name: 'Desk', subscription: { endpoint: 'https://push.example/1', keys: { p256dh: 'p', auth: 'a' } } } })
    await checked('DELETE', '/api/me/push/{id}', `/api/me/push/${browser.json.id}`, write)
    await checked('GET', '/api/cap', '/api/cap', { as: undefined })
    await checked('POST', '/api/cap', '/api/cap', { raw: '<alert/>', headers: { 'content-type': 'application/cap+xml' } })
    const warned = (await checked('POST', '/api/records', '/api/records', { as: other, body: { kind: 'warning', data: { event: 'Flood', category: ['Met'], urgency: 'Future', severity: 'Minor', certainty: 'Likely', texts: [{ language: 'en', headline: 'Flood' }], areaDesc: 'Town', expires: '2999-01-01T00:00:00Z' } } })).json
    await node.call('POST', `/api/records/${warned.id}/actions`, { as: chief, body: { type: 'issue', basedOn: 1, patch: {} } })
    await checked('GET', '/api/cap/{identifier}', `/api/cap/${warned.ref}.1`, { as: undefined })
    await node.node.app.positions.append([{ subject: `manual:${moving.id}`, at: node.clock.now - 60_000, receivedAt: node.clock.now, lon: 18.5, lat: 4.3, altM: null, speedMs: null, courseDeg: null, accuracyM: null, source: 'manual', quality: 2 }], 'standard')
    await checked('GET', '/api/tracks/paths', '/api/tracks/paths?every=60&bbox=18,4,19,5')
    await checked('GET', '/api/tracks/at', `/api/tracks/at?time=${new Date(node.clock.now).toISOString()}`)
    await checked('GET', '/api/tracks/{id}/day', `/api/tracks/${moving.id}/day?date=${new Date(node.clock.now - 60_000).toISOString().slice(0, 10)}`)
    await checked('GET', '/api/tracks/in', '/api/tracks/in?bbox=18,4,19,5')
    await checked('GET', '/api/tracks/export', '/api/tracks/export?format=gpx&bbox=18,4,19,5')
    await checked('GET', '/api/admin/positions', '/api/admin/positions')
    await checked('GET', '/api/lookup/actors', '/api/lookup/actors?q=group')

    const eta = (minutes: number) => new Date(node.clock.now + minutes * 60_000).toISOString()
    await checked('POST', '/api/movements/hindrances', '/api/movements/hindrances', { body: { sort: 'convoy', waypoints: [{ id: 'a', name: 'A', lon: 18, lat: 4, eta: eta(1) }, { id: 'b', name: 'B', lon: 18.1, lat: 4, eta: eta(30) }] } })
    await checked('GET', '/api/movements/sms-gateway', '/api/movements/sms-gateway')
    const gateway = (await checked('POST', '/api/movements/sms-gateway', '/api/movements/sms-gateway', write)).json.path
    await checked('POST', '/api/movements/sms/{key}', gateway, { as: undefined, body: { from: '+99970000001', text: '1', id: 'm1' } })
    await checked('GET', '/api/movements/sms/{key}', `${gateway}?from=99970000001&text=1&id=m1`, { as: undefined })

    const table = multipart({ format: 'table' }, 'Date,Category,Place\n2026-01-02,AC.01,Town\nnever,AC.01,Town\n')
    const { upload } = (await checked('POST', '/api/import/preview', '/api/import/preview', table)).json
    await checked('POST', '/api/import/preview/{upload}', `/api/import/preview/${upload}`, { body: { choice: { headerRow: 1 } } })
    const tried = await checked('POST', '/api/import/{upload}', `/api/import/${upload}`, { body: { format: 'table', dryRun: true } })
    await node.node.app.jobs.ended(tried.json.job)
    await checked('POST', '/api/import/mappings', '/api/import/mappings', { body: { name: 'Police', mapping: { columns: { date: 'Date' } } } })
    await checked('DELETE', '/api/import/mappings/{name}', '/api/import/mappings/Police')
    const { job } = (await checked('POST', '/api/import', '/api/import', table)).json
    await node.node.app.jobs.ended(job)
    const done = await checked('GET', '/api/jobs/{id}', `/api/jobs/${job}`)
    assert.deepEqual([done.json.state, done.json.result.added, done.json.result.rejected], ['done', 1, 1], done.body)
    await checked('GET', '/api/jobs/{id}/{file}', `/api/jobs/${job}/rejected.csv`)
    await checked('DELETE', '/api/jobs/{id}', `/api/jobs/${job}`)
    await checked('GET', '/api/imports', '/api/imports')
    const back = await checked('POST', '/api/imports/{id}/rollback', `/api/imports/${job}/rollback`, { body: { reason: 'wrong table' } })
    await node.node.app.jobs.ended(back.json.job)

    const map = pmtiles({ tiles: [{ z: 0, x: 0, y: 0, data: png(1) }], type: 2 })
    const send = async (file: string): Promise<void> => {
      const begun = (await checked('POST', '/api/maps/uploads', '/api/maps/uploads', { body: { file, size: map.length } })).json
      const [head = '', tail = ''] = multipart({ offset: '0' }, '\0\0').raw.split('\0\0')
      await checked('POST', '/api/maps/uploads/{upload}', `/api/maps/uploads/${begun.upload}`, { raw: Buffer.concat([Buffer.from(head), map, Buffer.from(tail)]), headers: multipart({}, '').headers })
    }
    await send('gone.pmtiles')
    await checked('DELETE', '/api/maps/uploads/{upload}', `/api/maps/uploads/${map.length}-gone.pmtiles`)
    await send('world.pmtiles')
    await checked('POST', '/api/maps/uploads/{upload}/finish', `/api/maps/uploads/${map.length}-world.pmtiles/finish`)
    await checked('GET', '/api/maps/files', '/api/maps/files')
    const source = { name: 'World', type: 'pmtiles', file: 'world.pmtiles', attribution: '', order: 0, enabled: true }
    const world = (await checked('POST', '/api/records', '/api/records', { body: { kind: 'map-source', data: source } })).json
    await checked('GET', '/api/maps', '/api/maps')
    await checked('GET', '/api/maps/{id}/{z}/{x}/{y}', `/api/maps/${world.id}/0/0/0`)
    await checked('POST', '/api/records/{id}/actions', `/api/records/${world.id}/actions`, { body: { type: 'retract', basedOn: world.version, patch: {}, reason: 'test' } })
    await checked('DELETE', '/api/maps/files/{file}', '/api/maps/files/world.pmtiles')
    await checked('POST', '/api/maps/test', '/api/maps/test', { body: { source: { name: 'Net', type: 'xyz', url: 'http://127.0.0.1:9/{z}/{x}/{y}', attribution: '', order: 0, enabled: false }, z: 0, x: 0, y: 0 } })
    await checked('GET', '/api/maps/sheet', '/api/maps/sheet?kind=incident&bbox=18,4,19,5')
    await checked('POST', '/api/maps/sheet', '/api/maps/sheet?kind=incident&bbox=18,4,19,5')

    const placed = await checked('POST', '/api/areas/restamp', '/api/areas/restamp', { body: { dryRun: true } })
    await node.node.app.jobs.ended(placed.json.job)
    await checked('GET', '/api/taxonomy', '/api/taxonomy')
    await checked('GET', '/api/taxonomy/use', '/api/taxonomy/use')

    await checked('POST', '/api/tak/names', '/api/tak/names', { body: { names: ['tak.example.org'] } })
    await node.store.commit(SYSTEM, [{ id: 'tak-technology', record: 'tak-technology', kind: 'technology', type: 'create', at: '2026-01-01T00:00:00Z', basedOn: null, patch: { data: { name: 'TAK', code: 'tak', type: 'tracker', purpose: 'Positions', consent: { status: 'not-required', by: 'Ministry', reference: 'NV-1', from: '2026-01-01', why: 'own people' }, diligence: { status: 'cleared', by: 'DPO', reference: 'DD-1', on: '2026-01-01', reviewBy: '2090-01-01' } } } }])
    await checked('POST', '/api/tak/switch', '/api/tak/switch', { body: { on: true, technology: 'tak' } })
    await until(() => node.node.app.feeds.running('tak').length > 0, 'the feed runs')
    await checked('GET', '/api/tracks/tak', '/api/tracks/tak')
    await checked('POST', '/api/tracks/messages', '/api/tracks/messages', { body: { text: 'Return to base', at: new Date(node.clock.now - 3_600_000).toISOString() } })
    await checked('POST', '/api/tak/switch', '/api/tak/switch', { body: { on: false } })
    const enrolment = (await checked('POST', '/api/tak/codes', '/api/tak/codes', { body: { user: chief.account.id } })).json
    await checked('DELETE', '/api/tak/codes/{id}', `/api/tak/codes/${enrolment.id}`)
    const { serial } = await takAdminOf(node.node.app).authority.issueTo(chief.account, { publicKey: generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ type: 'spki', format: 'pem' }).toString(), device: 'test' }, SYSTEM)
    await checked('POST', '/api/tak/certificates/{serial}/revoke', `/api/tak/certificates/${serial}/revoke`, { body: { reason: 'test' } })
    await checked('POST', '/api/tak/packages', '/api/tak/packages', { raw: zipUpload(), headers: multipart({}, '').headers })
    for (const route of ['/api/tak', '/api/tak/package', '/api/tak/authority', '/api/tak/crl']) {
      await checked('GET', route, route)
    }

    await checked('GET', '/api/products/catalogue', '/api/products/catalogue')
    const report = (await checked('POST', '/api/products', '/api/products', { body: { type: 'DSR', day: '2026-08-18' } })).json
    await checked('POST', '/api/products/{id}/compose', `/api/products/${report.id}/compose`, { body: { language: 'fr' } })
    await checked('GET', '/api/products/{id}/fact', `/api/products/${report.id}/fact?section=incidents.sum&fact=all`)
    await checked('GET', '/api/products/{id}/export', `/api/products/${report.id}/export?format=txt`)
    await checked('GET', '/api/products/{id}/release', `/api/products/${report.id}/release`)
    await checked('POST', '/api/records/{id}/actions', `/api/records/${report.id}/actions`, { body: { type: 'submit', basedOn: (await node.call('GET', `/api/records/${report.id}`, { as: chief })).json.version, patch: {} } })
    await checked('POST', '/api/products/{id}/release', `/api/products/${report.id}/release`, { as: await node.person('second', { clearance: 'SC', grants: [{ role: 'JOC-CH', area: null }] }) })
    await checked('POST', '/api/products/{id}/receipt', `/api/products/${report.id}/receipt`)
    await checked('GET', '/api/product-uses/{id}', `/api/product-uses/${report.id}`)
    await checked('POST', '/api/products/{id}/correct', `/api/products/${report.id}/correct`)
    const template = (await node.node.fastify.inject({ method: 'GET', url: '/api/products/template', headers: { authorization: `Bearer ${chief.token}` } })).rawPayload
    await checked('GET', '/api/products/template', '/api/products/template')
    await checked('GET', '/api/products/templates', '/api/products/templates')
    const [begins = '', ends = ''] = multipart({}, '\0\0').raw.split('\0\0')
    await checked('POST', '/api/products/template', '/api/products/template', { raw: Buffer.concat([Buffer.from(begins), template, Buffer.from(ends)]), headers: multipart({}, '').headers })
    await checked('DELETE', '/api/products/template', '/api/products/template')

    await checked('GET', '/api/statistics/fatalities', '/api/statistics/fatalities')
    await checked('GET', '/api/statistics/fatalities/rates', '/api/statistics/fatalities/rates?by=year')
    await checked('GET', '/api/statistics/fatalities/revisions', '/api/statistics/fatalities/revisions')
    await checked('GET', '/api/statistics/fatalities/open-data', '/api/statistics/fatalities/open-data')
    const snapshot = 'incident_date,casualty_id,mission_acronym,type_of_casualty,casualty_nationality,casualty_personnel_type,type_of_incident\n2021-05-03,X-1,X,Fatality,Norland,Military,Accident\n2021-05-43,X-2,X,Fatality,Norland,Military,Accident\n'
    await checked('POST', '/api/statistics/fatalities/reconcile', '/api/statistics/fatalities/reconcile', { body: { csv: snapshot } })
    const lost = { type: 'FATAL', mission: 'X', occurredAt: '2026-08-18T13:45:00Z', learnedAt: '2026-08-18T13:45:00Z', component: 'MILITARY', incident: { type: 'TBD', duty: 'ON_DUTY', missionRelated: 'UNDETERMINED', wilfulMisconduct: 'NO' } }
    const noticas = (await checked('POST', '/api/notifications', '/api/notifications', { body: { data: lost } })).json
    await checked('GET', '/api/notifications/{id}/name', `/api/notifications/${noticas.id}/name`)
    await node.call('POST', `/api/records/${noticas.id}/actions`, { as: chief, body: { type: 'submit', basedOn: 1, patch: {} } })
    await node.call('POST', `/api/records/${noticas.id}/actions`, { as: await node.person('force', { grants: [{ role: 'FHQ', area: null }] }), body: { type: 'authorise-first', basedOn: 2, patch: {} } })
    const cos = await node.person('cos', { grants: [{ role: 'COS', area: null }] })
    await checked('POST', '/api/notifications/{id}/authorise', `/api/notifications/${noticas.id}/authorise`, { as: cos, body: { basedOn: 3 } })
    await checked('POST', '/api/notifications/{id}/reclassify', `/api/notifications/${noticas.id}/reclassify`, { as: cos, body: { basedOn: 4, type: 'MALICIOUS', note: 'inquiry' } })
    await checked('POST', '/api/notifications/{id}/next-of-kin', `/api/notifications/${noticas.id}/next-of-kin`, { body: { basedOn: 5, informedAt: '2026-08-19T10:00:00Z', informedBy: 'Ministry' } })
    const hurt = (await checked('POST', '/api/records', '/api/records', { body: { kind: 'casualty', data: { battleNo: 'K-1', category: 'unknown', priority: 'A' } } })).json
    await checked('GET', '/api/fhir/{id}', `/api/fhir/${hurt.id}`)

    const control = await node.person('control', { grants: [{ role: 'CASEVAC-CC', area: null }] })
    const evacuation = async (callsign: string) => (await checked('POST', '/api/records', '/api/records', { body: { kind: 'casevac-request', data: { four: { callsign, place: { lon: 18, lat: 4 }, patients: { A: 1 }, threat: 'N' } } } })).json
    const flying = async (name: string) => {
      const asset = (await checked('POST', '/api/records', '/api/records', { as: control, body: { kind: 'evac-asset', data: { name, kind: 'ground', base: { lon: 18, lat: 4.1 }, speedKmh: 50, rangeKm: 400, night: true, litters: 2, seats: 2 } } })).json
      await checked('POST', '/api/records/{id}/actions', `/api/records/${asset.id}/actions`, { as: control, body: { type: 'set-status', basedOn: 1, patch: { status: 'ready' } } })
      return asset
    }
    const [evac, evacTwo, asset, hospital] = [await evacuation('K1'), await evacuation('K2'), await flying('G1'), (await checked('POST', '/api/records', '/api/records', { as: control, body: { kind: 'facility', data: { name: 'Level 1', level: '1', place: { lon: 18, lat: 4.05 } } } })).json]
    await checked('POST', '/api/records/{id}/actions', `/api/records/${hospital.id}/actions`, { as: control, body: { type: 'report', basedOn: 1, patch: { beds: { ward: { total: 5, free: 5 } } } } })
    await checked('POST', '/api/casevac/{id}/patients', `/api/casevac/${evac.id}/patients`, { body: { casualties: [hurt.id] } })
    await checked('POST', '/api/casevac/{id}/patients/remove', `/api/casevac/${evac.id}/patients/remove`, { body: { casualty: hurt.id, reason: 'fetched by road' } })
    await checked('POST', '/api/records/{id}/actions', `/api/records/${hurt.id}/actions`, { body: { type: 'edit', basedOn: (await node.call('GET', `/api/records/${hurt.id}`, { as: chief })).json.version, patch: { fields: { needs: ['R1'] } } } })
    await checked('POST', '/api/casevac/{id}/patients', `/api/casevac/${evac.id}/patients`, { body: { casualties: [hurt.id] } })
    const proposed = (await checked('POST', '/api/casevac/plan', '/api/casevac/plan', { body: { requests: [evac.id] } })).json
    await checked('POST', '/api/casevac/plan/approve', '/api/casevac/plan/approve', { body: { requests: [evac.id], at: proposed.at, inputs: proposed.inputs, seen: null, tasks: proposed.plan.tasks } })
    await checked('POST', '/api/casevac/reserve', '/api/casevac/reserve', { body: { request: evac.id } })
    await checked('POST', '/api/casevac/{id}/launch', `/api/casevac/${evac.id}/launch`, { body: { asset: asset.id, destination: hospital.id, authority: 'Chief', reason: 'urgent' } })
    await checked('POST', '/api/casevac/{id}/retask', `/api/casevac/${evacTwo.id}/retask`, { body: { asset: asset.id, authority: 'Director of mission support', reason: 'nearer' } })
    await checked('POST', '/api/casevac/{id}/steps', `/api/casevac/${evacTwo.id}/steps`, { body: { step: 'take-off' } })
    await checked('POST', '/api/casevac/{id}/cancel', `/api/casevac/${evacTwo.id}/cancel`, { body: { reason: 'walked in' } })
    const cot = await checked('GET', '/api/casevac/{id}/cot', `/api/casevac/${evac.id}/cot`)
    await checked('POST', '/api/casevac/cot', '/api/casevac/cot', { raw: cot.body, headers: { 'content-type': 'application/xml' } })
    await checked('GET', '/api/casevac/{id}/sheet', `/api/casevac/${evac.id}/sheet`)
    await checked('GET', '/api/casevac/compliance', '/api/casevac/compliance')
    const known = '01890000-0000-7000-8000-00000000ca5e'
    await checked('POST', '/api/casualties/passes', '/api/casualties/passes', { body: { key: Buffer.alloc(32, 7).toString('base64') } })
    await checked('POST', '/api/casualties/{id}/care', `/api/casualties/${known}/care`, { body: { state: { id: known, base: { battleNo: 'KB-01', category: 'un-military' } } } })

    await checked('GET', '/ogc', '/ogc')
    await checked('GET', '/ogc/conformance', '/ogc/conformance')
    await checked('GET', '/ogc/collections', '/ogc/collections')
    await checked('GET', '/ogc/collections/{kind}', '/ogc/collections/incident')
    await checked('GET', '/ogc/collections/{kind}/items', '/ogc/collections/incident/items')
    await checked('GET', '/ogc/collections/{kind}/items/{id}', `/ogc/collections/incident/items/${made.id}`)
    await checked('DELETE', '/api/session', '/api/session', write)

    // Set-up, the identity provider and links that carry their own token need a node of their own; their tests stand beside them.
    const elsewhere = ['POST /api/tak/packages/{id}/offer', 'POST /api/setup/sample', 'POST /api/setup/mission', 'GET /api/oidc/start', 'GET /api/oidc/callback', 'GET /api/kml/link', 'GET /api/kml/live']
    const all = Object.entries(document.paths).flatMap(([path, operations]) => Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`))
    const missed = all.filter((one) => !called.has(one) && !elsewhere.includes(one) && !one.startsWith('HEAD '))
    assert.deepEqual(missed, [])
  })
})

/** A zip with one file in it, as a form sends it. */
function zipUpload(): Buffer {
  const [head = '', tail = ''] = multipart({}, '\0\0').raw.split('\0\0')
  return Buffer.concat([Buffer.from(head), zipSync({ 'a.txt': Buffer.from('a') }), Buffer.from(tail)])
}

function multipart(fields: Record<string, string>, file: string): { raw: string; headers: Record<string, string> } {
  const boundary = 'vigie-test-boundary'
  const parts = Object.entries(fields).map(([name, value]) => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
  parts.push(`--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="../../etc/passwd.csv"\r\ncontent-type: text/csv\r\n\r\n${file}\r\n--${boundary}--\r\n`)
  return { raw: parts.join(''), headers: { 'content-type': `multipart/form-data; boundary=${boundary}` } }
}
