import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { after, before, describe, it } from 'node:test'
import { makeEvent, martiFor } from '../../../../formats/cot/build.ts'
import { chatEvent, receiptEvent, chatOf, receiptOf, type Chat } from '../../../../formats/cot/chat.ts'
import { deleteEvent } from '../../../../formats/cot/control.ts'
import { element, part } from '../../../../formats/cot/detail.ts'
import { writeCotText } from '../../../../formats/cot/xml.ts'
import { SYSTEM } from '../../../../server/auth/reader.ts'
import { consent } from '../../../../test/feeds.ts'
import { PASSWORD, incidentData, runningNode, type Person, type RunningNode } from '../../../../test/running-node.ts'
import { freshId, until } from '../../../../test/store.ts'
import { by, Device, endOf, selfEvent, takFeed, takGround } from '../../../../test/tak.ts'
import { Keeper } from './keeper.ts'
import { promotingOf } from './promoted.ts'

describe('the stream of TAK devices', () => {
  let node: RunningNode
  let feed: { id: string; port: number }
  let alfa: Person
  let bravo: Person
  let low: Person
  let devices: Device[] = []
  before(async () => {
    node = await runningNode({ config: { requestsPerMinute: 1e9 } })
    await takGround(node)
    alfa = await node.person('alfa', { password: true })
    bravo = await node.person('bravo')
    low = await node.person('low', { clearance: 'U' })
    feed = await takFeed(node)
  })
  after(async () => {
    devices.forEach((device) => device.socket.destroy())
    await node.close()
  })
  const join = async (uid: string, who: Person | null, self = true) => {
    const device = await Device.join(feed.port, uid, who && by(who), self)
    devices.push(device)
    return device
  }
  const leave = async () => {
    await Promise.all(devices.map((device) => device.leave()))
    await until(async () => (await state()).totals.clients === 0, 'all have left')
    devices = []
  }
  const state = async () => (await node.call('GET', '/api/tracks/tak', { as: alfa })).json

  it('hands positions on byte by byte, answers a ping, and tells who has left', async () => {
    const [a, b] = [await join('A-1', alfa), await join('B-1', bravo)]
    const text = '<event version="2.0" uid="A-1" type="a-f-G-U-C" how="m-g" time="2026-11-22T03:00:00.000Z" start="2026-11-22T03:00:00Z" stale="2027-11-22T03:05:00Z" odd="kept"><point lat="4.5" lon="18.25" hae="1" ce="2" le="3"/><detail><takv os="1"/><strange  a=\'1\'><deep>äöü ⚑</deep></strange></detail></event>'
    const newer = text.replace('2026-11-22T03:00:00.000Z', new Date(Date.now() + 1000).toISOString())
    a.text(newer)
    await b.got((event) => event.uid === 'A-1' && event.point.lat === 4.5)
    assert.equal(Buffer.from(b.raw[b.events.findIndex((event) => event.point.lat === 4.5)]!).toString(), newer)
    assert.ok(!a.has((event) => event.uid === 'A-1'), 'not back to its sender')
    await until(async () => (await state()).clients.length === 2, 'both are listed')
    const listed = (await state()).clients.find((one: { uid: string }) => one.uid === 'B-1')
    assert.deepEqual([listed.login, listed.callsign, listed.team, listed.protocol, listed.transport], ['bravo', 'B-1', 'Cyan', 'xml', 'tcp'])
    await a.leave()
    await b.got((event) => endOf(event) === 'A-1')
    await leave()
  })

  it('speaks the newer protocol when it is asked to, offered once, with nothing lost between the two', async () => {
    const [a, b] = [await join('A-2', alfa), await join('B-2', bravo)]
    await b.upgrade()
    assert.equal(b.events.filter((event) => event.type === 't-x-takp-v').length, 1)
    const odd = element('strange', { a: '1' }, [element('deep', {}, ['text'])])
    a.send(selfEvent('A-2', { time: Date.now() + 1000, detail: [...selfEvent('A-2').detail, odd] }))
    const there = await b.got((event) => event.uid === 'A-2' && part(event.detail, 'strange') !== null)
    assert.deepEqual(part(there.detail, 'strange'), odd)
    b.send(selfEvent('B-2', { time: Date.now() + 1000, point: { lat: 1, lon: 2, hae: null, ce: 3, le: null }, detail: [...selfEvent('B-2').detail, odd] }))
    const back = await a.got((event) => event.uid === 'B-2' && event.point.lat === 1)
    assert.deepEqual(part(back.detail, 'strange'), odd)
    assert.equal((await state()).clients.find((one: { uid: string }) => one.uid === 'B-2').protocol, 'protobuf-1')
    await leave()
  })

  it('admits a login with its password or a token, nobody else, and slows who guesses', async () => {
    const right = await Device.join(feed.port, 'A-3', { login: 'alfa', secret: PASSWORD })
    assert.equal(right.closed, false)
    devices.push(right)
    const strange = await Device.join(feed.port, 'X-3', null, false)
    strange.send(selfEvent('X-3'))
    await until(() => strange.closed, 'without <auth> it is cut')
    for (let i = 0; i < 6; i += 1) {
      const wrong = await Device.join(feed.port, 'X-3', { login: 'alfa', secret: 'guess' }, false)
      await until(() => wrong.closed, 'a wrong secret is cut')
    }
    const late = await Device.join(feed.port, 'A-3', { login: 'alfa', secret: PASSWORD }, false)
    await until(() => late.closed, 'then also the right one has to wait')
    assert.equal((await join('B-3', bravo)).closed, false, 'a token cannot be guessed')
    const quarantine = JSON.stringify(node.node.app.feeds.run(feed.id)!.quarantine.list().map((one) => [one.reason, Buffer.from(one.bytes).toString()]))
    assert.match(quarantine, /too many wrong attempts/)
    assert.ok(!quarantine.includes('guess'), 'no secret is kept')
    await leave()
  })

  it('replays the latest position of each to who comes later, once', async () => {
    const a = await join('A-4', alfa)
    for (let i = 1; i <= 5; i += 1) {
      a.send(selfEvent('A-4', { time: Date.now() + i * 1000, point: { lat: i, lon: 18, hae: null, ce: 1, le: null } }))
    }
    await a.pong()
    const b = await join('B-4', bravo)
    await b.got((event) => event.uid === 'A-4')
    await b.pong()
    assert.deepEqual(b.events.filter((event) => event.uid === 'A-4').map((event) => event.point.lat), [5])
    await leave()
  })

  it('sends to those who are named and to nobody else', async () => {
    const [a, b, c] = [await join('A-5', alfa), await join('B-5', bravo), await join('C-5', bravo)]
    const mark = (uid: string, dest: Parameters<typeof martiFor>[0]) => makeEvent({ uid, type: 'b-i-x-i', how: 'h-e', detail: martiFor(dest) }, Date.now(), 60_000)
    a.send(mark('to-uid', [{ uid: 'B-5' }]))
    a.send(mark('to-callsign', [{ callsign: 'C-5' }]))
    a.send(mark('to-group', [{ group: 'Cyan' }]))
    a.send(mark('to-nobody', [{ mission: 'unknown' }]))
    a.send(mark('to-all', []))
    await Promise.all([b, c].map((one) => one.got((event) => event.uid === 'to-all' || event.uid === 'to-group')))
    await until(() => b.has((event) => event.uid === 'to-all') && c.has((event) => event.uid === 'to-all') && c.has((event) => event.uid === 'to-callsign') && b.has((event) => event.uid === 'to-uid'), 'everything has come')
    const had = (device: Device) => ['to-uid', 'to-callsign', 'to-group', 'to-nobody', 'to-all'].filter((uid) => device.has((event) => event.uid === uid))
    assert.deepEqual([had(a), had(b), had(c)], [[], ['to-uid', 'to-group', 'to-all'], ['to-callsign', 'to-group', 'to-all']])
    await leave()
  })

  it('shows nobody what they may not see: by clearance, by a track’s own handling, and from the moment it changes', async () => {
    const [a, c] = [await join('A-6', alfa), await join('C-6', low)]
    const b = await join('B-6', bravo)
    a.send(selfEvent('A-6', { time: Date.now() + 1000 }))
    await b.got((event) => event.uid === 'A-6')
    await c.pong()
    assert.deepEqual(c.events.filter((event) => event.uid === 'A-6' || event.uid === 'B-6'), [], 'cleared for U alone')
    assert.deepEqual((await node.call('GET', '/api/tracks/tak', { as: low })).json.clients, [])
    const record = freshId('track')
    const handling = { level: 'U', compartments: [], owner: 'mission', releasableTo: ['*'], caveats: [] }
    await node.store.commit(SYSTEM, [{ id: freshId('act'), record, kind: 'track', type: 'create', at: new Date().toISOString(), basedOn: null, patch: { data: { name: 'Alfa', subjects: ['cot:A-6'], sort: 'person', affiliation: 'friend', feed: feed.id }, handling } as never }])
    await c.got((event) => event.uid === 'A-6')
    await node.store.commit(SYSTEM, [{ id: freshId('act'), record, kind: 'track', type: 'handle', at: new Date().toISOString(), basedOn: 1, patch: { handling: { ...handling, level: 'SC' } } as never, reason: 'close protection' }])
    await c.got((event) => endOf(event) === 'A-6')
    await b.got((event) => endOf(event) === 'A-6')
    const before = b.events.length
    a.send(selfEvent('A-6', { time: Date.now() + 2000 }))
    await Promise.all([a.pong(), b.pong()])
    assert.deepEqual(b.events.slice(before).filter((event) => event.uid === 'A-6'), [], 'above C')
    await leave()
  })

  it('a disabled account is cut, and a dropped token', async () => {
    const gone = await node.person('gone')
    const a = await join('A-7', gone)
    await node.store.commit(SYSTEM, [{ id: freshId('act'), record: gone.account.id, kind: 'user', type: 'edit', at: new Date().toISOString(), basedOn: gone.account.version, patch: { fields: { disabled: true } } }])
    await until(() => a.closed, 'cut with the commit')
    const b = await join('B-7', bravo)
    const [token] = await node.store.side.tokensOf(bravo.account.id)
    const kept = { ...token! }
    await node.store.side.dropToken(token!.id)
    await until(() => b.closed, 'cut with its token')
    await node.store.side.putToken(kept)
    devices = []
  })

  it('keeps chat once, with receipts, and Vigie answers', async () => {
    const [a, b] = [await join('A-8', alfa), await join('B-8', bravo)]
    const chat: Chat = { messageId: 'msg-1', senderUid: 'A-8', senderCallsign: 'A-8', room: 'B-8', roomId: 'B-8', members: ['A-8', 'B-8'], text: 'Are you there?', at: Date.now() }
    const c = await join('C-8', bravo)
    a.send(chatEvent(chat, ['B-8']))
    a.send(chatEvent(chat, ['B-8']))
    a.send(chatEvent({ ...chat, messageId: 'msg-2', text: 'Without a destination' }, []))
    await b.got((event) => chatOf(event)?.messageId === 'msg-2')
    b.send(receiptEvent('delivered', chat, { uid: 'B-8', callsign: 'B-8' }, Date.now()))
    b.send(receiptEvent('read', chat, { uid: 'B-8', callsign: 'B-8' }, Date.now()))
    await a.got((event) => event.type === 'b-t-f-r')
    await c.pong()
    assert.ok(!c.has((event) => event.type.startsWith('b-t-f')), 'meant for one')
    const id = Keeper.messageId('msg-1')
    const read = async () => (await node.call('GET', `/api/records/${id}`, { as: alfa })).json
    await until(async () => (await read()).data?.receipts?.[0]?.readAt !== undefined, 'the receipts are kept')
    const { data, createdBy } = await read()
    assert.deepEqual([data.text, data.from.account, data.to, createdBy], ['Are you there?', alfa.account.id, ['B-8'], alfa.account.id])
    assert.ok(data.receipts[0].deliveredAt <= data.receipts[0].readAt)
    assert.equal((await node.call('GET', '/api/records?kind=message', { as: alfa })).json.total, 2, 'one record a message')
    assert.equal((await node.call('GET', `/api/records/${id}`, { as: low })).status, 404)
    const said = await node.call('POST', '/api/tracks/messages', { as: bravo, headers: { 'idempotency-key': 'm1' }, body: { text: 'From the operations room', callsigns: ['A-8'] } })
    assert.deepEqual([said.status, said.json.devices], [201, 1], said.body)
    const heard = await a.got((event) => chatOf(event)?.text === 'From the operations room')
    assert.equal(chatOf(heard)!.senderCallsign, 'Name of bravo')
    const undelivered = (await state()).totals.undelivered
    const reply = (messageId: string, to: string): Chat => ({ messageId, senderUid: 'A-8', senderCallsign: 'A-8', room: 'Name of bravo', roomId: to, members: ['A-8', to], text: 'Heard', at: Date.now() })
    a.send(chatEvent(reply('msg-3', `VIGIE-${low.account.id}`), ['Name of low']))
    a.send(chatEvent(reply('msg-4', `VIGIE-${bravo.account.id}`), ['Name of bravo']))
    const delivered = await a.got((event) => event.type === 'b-t-f-d' && receiptOf(event)?.messageId === 'msg-4')
    assert.deepEqual([receiptOf(delivered)!.byUid, receiptOf(delivered)!.byCallsign], [`VIGIE-${bravo.account.id}`, 'Name of bravo'])
    assert.ok(!a.has((event) => receiptOf(event)?.messageId === 'msg-3'), 'kept, and not delivered to one who may not read it')
    assert.equal((await state()).totals.undelivered, undelivered, 'who is in Vigie is somewhere')
    assert.equal((await node.call('POST', '/api/tracks/messages', { as: low, body: { text: 'x' } })).status, 503, 'sees no feed')
    const reader = await node.person('auditor', { grants: [{ role: 'AUDIT', area: null }] })
    assert.equal((await node.call('POST', '/api/tracks/messages', { as: reader, body: { text: 'x' } })).status, 403)
    await leave()
  })

  it('raises one alert of a call for help, however often it is repeated, and marks its cancelling', async () => {
    const [a, b] = [await join('A-9', alfa), await join('B-9', bravo)]
    const help = (type: string, more: Record<string, string>) => makeEvent({ uid: 'A-9-9-1-1', type, point: { lat: 4, lon: 18, hae: null, ce: 10, le: null }, detail: [element('link', { uid: 'A-9', relation: 'p-p', type: 'a-f-G-U-C' }), element('contact', { callsign: 'A-9-Alert' }), element('emergency', more, ['A-9'])] }, Date.now(), 60_000)
    a.send(help('b-a-o-tbl', { type: '911 Alert' }))
    a.send(help('b-a-o-tbl', { type: '911 Alert' }))
    await b.got((event) => event.type === 'b-a-o-tbl')
    const alerts = async () => (await node.call('GET', '/api/records?kind=alert', { as: alfa })).json
    await until(async () => (await alerts()).total > 0, 'an alert is raised')
    a.send(help('b-a-o-tbl', { type: '911 Alert' }))
    b.send(help('b-a-o-can', { cancel: 'true' }))
    await until(() => node.node.app.feeds.run(feed.id)!.quarantine.list().some((one) => /only they call it off/.test(one.reason)), 'nobody calls off what another called for')
    assert.ok(!a.has((event) => event.type === 'b-a-o-can'))
    assert.equal((await alerts()).items[0].data.cancelledAt, undefined)
    a.send(help('b-a-o-can', { cancel: 'true' }))
    await until(async () => (await alerts()).items[0].data.cancelledAt !== undefined, 'it is called off')
    const { items, total } = await alerts()
    assert.deepEqual([total, items[0].data.sos, items[0].data.subject, items[0].handling.level], [1, true, 'cot:A-9', 'C'])
    assert.equal((await node.call('GET', '/api/records?kind=alert', { as: low })).json.total, 0)
    // The draft that goes with it: where, what came, who could come; once, and marked when it is called off.
    const reports = async () => (await node.call('GET', '/api/records?kind=field-report&where.reported=sos', { as: alfa })).json
    await until(async () => (await reports()).items[0]?.data.summary?.['called off'] !== undefined, 'the draft is marked')
    const draft = (await reports()).items[0]
    assert.deepEqual([(await reports()).total, items[0].data.record, draft.data.place, draft.data.from.account, draft.workflow], [1, draft.id, { lon: 18, lat: 4, radiusM: 10 }, alfa.account.id, 'approved'])
    assert.match(draft.data.cot, /911 Alert/)
    assert.match(draft.data.summary['near 1'], /^B-9 · \d+ km \w+ · ≈\d+ min$/)
    assert.match(items[0].data.text.fr, /Les plus proches[^]*B-9/)
    assert.doesNotMatch(JSON.stringify(items[0].data), /A-9 ·/, 'not the one that calls')
    assert.equal((await node.call('GET', `/api/records/${draft.id}`, { as: low })).status, 404)
    node.clock.now += 1000
    a.send(help('b-a-o-tbl', { type: '911 Alert' }))
    await until(async () => (await alerts()).total === 2, 'called off, the next is another')
    const standing = (await alerts()).items.find((one: { data: { cancelledAt?: string } }) => one.data.cancelledAt === undefined)
    const closing = await node.call('POST', `/api/records/${standing.id}/actions`, { as: alfa, body: { type: 'close', basedOn: standing.version, patch: {}, reason: 'spoken to' } })
    assert.equal(closing.status, 200, closing.body)
    a.send(help('b-a-o-tbl', { type: '911 Alert' }))
    await a.pong()
    node.clock.now += 61_000
    a.send(help('b-a-o-tbl', { type: '911 Alert' }))
    await until(async () => (await alerts()).total === 3, 'closed and still calling a minute later, it is raised again')
    await leave()
  })

  it('keeps markers, drawings and requests as reports, whole, updated by their uid, retracted by who sent them', async () => {
    const [a, b] = [await join('A-10', alfa), await join('B-10', bravo)]
    const odd = element('__strange', { a: '1' }, [element('deep', {}, ['⚑'])])
    const point = { lat: 4.25, lon: 18.5, hae: null, ce: 12, le: null }
    const marker = makeEvent({ uid: 'mark-1', type: 'a-u-G', how: 'h-g-i-g-o', point, detail: [element('contact', { callsign: 'Cache' }), element('remarks', {}, ['Two boxes']), odd] }, Date.now(), 86_400_000)
    a.send(marker)
    const seen = await b.got((event) => event.uid === 'mark-1')
    assert.deepEqual(part(seen.detail, '__strange'), odd)
    const id = Keeper.reportId('mark-1')
    const read = async () => (await node.call('GET', `/api/records/${id}`, { as: bravo })).json
    const first = await read()
    assert.deepEqual([first.data.name, first.data.sort, first.data.remarks, first.data.place.radiusM, first.data.cot], ['Cache', 'marker', 'Two boxes', 12, writeCotText(marker, false)])
    a.send({ ...marker, time: marker.time + 1000 })
    a.send({ ...marker, point: { ...point, lat: 4.5 } })
    await b.got((event) => event.uid === 'mark-1' && event.point.lat === 4.5)
    await until(async () => (await read()).data.place.lat === 4.5, 'the last state is kept')
    const casevac = makeEvent({ uid: 'cas-1', type: 'b-r-f-h-c', how: 'h-e', point, detail: [element('contact', { callsign: 'MED.1' }), element('_medevac_', { title: 'MED.1', litter: '2', urgent: '1', hlz_remarks: 'north' })] }, Date.now(), 86_400_000)
    const route = makeEvent({ uid: 'route-1', type: 'b-m-r', how: 'h-e', detail: [element('contact', { callsign: 'Route' }), element('link', { uid: 'p1', type: 'b-m-p-w', point: '4.1,18.1', relation: 'c' }), element('link', { uid: 'p2', type: 'b-m-p-w', point: '4.2,18.2', relation: 'c' })] }, Date.now(), 86_400_000)
    const unknown = makeEvent({ uid: 'odd-1', type: 'z-never-heard-of', how: 'h-e', point, detail: [odd] }, Date.now(), 86_400_000)
    for (const event of [casevac, route, unknown]) {
      a.send(event)
      await b.got((got) => got.uid === event.uid)
    }
    const of = async (uid: string) => (await node.call('GET', `/api/records/${Keeper.reportId(uid)}`, { as: bravo })).json.data
    assert.deepEqual([(await of('cas-1')).sort, (await of('cas-1')).summary.litter], ['casevac', 2])
    assert.deepEqual([(await of('route-1')).sort, (await of('route-1')).corners], ['route', [[18.1, 4.1], [18.2, 4.2]]])
    assert.equal((await of('odd-1')).sort, 'other')
    const stranger = await node.person(`partner-${freshId('p')}`.slice(0, 20), { grants: [{ role: 'MILOB', area: null }] })
    const c = await join('C-10', stranger)
    c.send(deleteEvent({ uid: 'del-0', target: 'mark-1', type: 'a-u-G' }, Date.now()))
    await until(async () => (await state()).clients.find((one: { uid: string }) => one.uid === 'C-10').refused > 0, 'others may not')
    assert.equal((await read()).workflow, 'approved')
    a.send(deleteEvent({ uid: 'del-1', target: 'mark-1', type: 'a-u-G', forced: true }, Date.now()))
    await b.got((event) => endOf(event) === 'mark-1')
    assert.equal((await read()).workflow, 'retracted')
    const made = await node.call('POST', `/api/records/${Keeper.reportId('cas-1')}/actions`, { as: bravo, body: { type: 'promote', basedOn: 1, patch: { record: 'inc-1' } } })
    assert.deepEqual([made.status, made.json.data?.promoted], [200, ['inc-1']], made.body)
    const cleared = await node.person('cleared', { clearance: 'SC' })
    const incident = async (more: object) => {
      const answer = await node.call('POST', '/api/records', { as: cleared, body: { kind: 'incident', data: incidentData({ links: [{ type: 'FOLLOWS', record: Keeper.reportId('cas-1') }] }), ...more } })
      assert.equal(answer.status, 201, answer.body)
      await promotingOf(node.node.app)!.settled()
      return answer.json.id as string
    }
    const open = await incident({})
    assert.deepEqual((await of('cas-1')).promoted, ['inc-1', open], 'an incident made of it marks it')
    await incident({ handling: { level: 'SC', compartments: [], owner: 'mission', releasableTo: ['*'], caveats: [] } })
    assert.deepEqual((await of('cas-1')).promoted, ['inc-1', open], 'its readers learn nothing of what is above them')
    await leave()
  })

  it('nobody speaks for another connection', async () => {
    const [a, b] = [await join('A-11', alfa), await join('B-11', bravo)]
    b.send(selfEvent('A-11', { time: Date.now() + 5000, point: { lat: 0.5, lon: 0.5, hae: null, ce: 1, le: null } }))
    b.send(deleteEvent({ uid: 'del-2', target: 'A-11', type: 'a-f-G' }, Date.now()))
    await b.pong()
    await until(async () => (await state()).clients.find((one: { uid: string }) => one.uid === 'B-11').refused === 2, 'both are refused')
    const c = await join('C-11', bravo)
    const there = await c.got((event) => event.uid === 'A-11')
    assert.equal(there.point.lat, 4.3)
    assert.equal(a.closed, false)
    await leave()
  })

  it('shows incidents with grade and what is not verified, follows them, and takes them back', async () => {
    const b = await join('B-12', bravo)
    const made = await node.call('POST', '/api/records', { as: alfa, body: { kind: 'incident', data: incidentData({ happened: { from: new Date(node.clock.now - 60_000).toISOString(), precision: 'EXACT' } }) } })
    assert.equal(made.status, 201, made.body)
    const uid = `vigie.${made.json.id}`
    const shown = await b.got((event) => event.uid === uid)
    assert.match(writeCotText(shown), /callsign="UNVERIFIED Shots at the bridge/)
    const later = await join('C-12', bravo)
    await later.got((event) => event.uid === uid)
    const secret = await node.call('POST', '/api/records', { as: alfa, body: { kind: 'incident', data: incidentData({ title: 'Names a source', happened: { from: new Date(node.clock.now - 60_000).toISOString(), precision: 'EXACT' } }), handling: { level: 'C', compartments: ['HR'], owner: 'mission', releasableTo: ['*'], caveats: [] } } })
    const gone = await node.call('POST', `/api/records/${made.json.id}/actions`, { as: alfa, body: { type: 'retract', basedOn: made.json.version, patch: {}, reason: 'double' } })
    assert.equal(gone.status, 200, gone.body)
    await b.got((event) => endOf(event) === uid)
    assert.ok(secret.json.id === undefined || !b.has((event) => event.uid === `vigie.${secret.json.id}`), 'nothing of a compartment')
    await leave()
  })

  it('tells devices where other sources see things, under the name and handling of their track', async () => {
    const other = freshId('feed')
    const handling = { level: 'C', compartments: [], owner: 'mission', releasableTo: ['*'], caveats: [] }
    const data = { name: 'Trackers', technology: 'tracker', codec: 'json', transport: 'http-push', enabled: true, registers: false, sort: 'vehicle', affiliation: 'friend' }
    await node.store.commit(SYSTEM, [{ id: freshId('act'), record: other, kind: 'feed', type: 'create', at: new Date().toISOString(), basedOn: null, patch: { data, handling } as never }])
    const track = freshId('track')
    await node.store.commit(SYSTEM, [{ id: freshId('act'), record: track, kind: 'track', type: 'create', at: new Date().toISOString(), basedOn: null, patch: { data: { name: 'Ambulance 3', subjects: ['imei:77'], sort: 'vehicle', affiliation: 'friend', feed: other }, handling } as never }])
    await until(() => node.node.app.feeds.get(other) !== null, 'the feed is followed')
    const hear = (at: number, lat: number) => node.node.app.feeds.inject(other, [{ what: 'position', fix: { subject: 'imei:77', at, lon: 18.5, lat, altM: null, speedMs: 3, courseDeg: 90, accuracyM: 10, source: 'gps' } }], node.clock.now)
    assert.deepEqual(hear(node.clock.now - 20_000, 4.3), { refused: 0, because: null })
    const [b, c] = [await join('B-14', bravo), await join('C-14', low)]
    const seen = await b.got((event) => event.uid === `vigie.${track}`)
    assert.deepEqual([seen.point.lat, seen.type.slice(0, 6), part(seen.detail, 'contact')?.attrs], [4.3, 'a-f-G-', ['callsign', 'Ambulance 3']])
    hear(node.clock.now - 10_000, 4.301)
    await b.got((event) => event.uid === `vigie.${track}` && event.point.lat === 4.301)
    await node.store.commit(SYSTEM, [{ id: freshId('act'), record: track, kind: 'track', type: 'handle', at: new Date().toISOString(), basedOn: 1, patch: { handling: { ...handling, releasableTo: [], owner: 'somebody' } } as never, reason: 'theirs' }])
    await b.got((event) => endOf(event) === `vigie.${track}`)
    b.send(makeEvent({ uid: `vigie.${track}`, type: 'a-f-G', point: { lat: 1, lon: 1, hae: null, ce: 1, le: null } }, Date.now() + 60_000, 60_000))
    await until(async () => (await state()).clients.find((one: { uid: string }) => one.uid === 'B-14').refused === 1, 'what Vigie shows is not a device’s to move')
    await c.pong()
    assert.ok(!c.has((event) => event.uid === `vigie.${track}`), 'cleared for U alone')
    await leave()
  })

  it('names the one device a message is for by its uid and callsign, whichever of them was written to', async () => {
    const lion = await join('ANDROID-16', alfa, false)
    lion.send(selfEvent('ANDROID-16', {}, 'LION 16'))
    await lion.pong()
    for (const [text, to] of [['by callsign', { callsigns: ['LION 16'] }], ['by uid', { uids: ['ANDROID-16'] }]] as const) {
      assert.equal((await node.call('POST', '/api/tracks/messages', { as: bravo, body: { text, feed: feed.id, ...to } })).json.devices, 1)
      const chat = chatOf(await lion.got((event) => chatOf(event)?.text === text))
      assert.deepEqual([chat?.room, chat?.roomId, chat?.members[1]], ['LION 16', 'ANDROID-16', 'ANDROID-16'])
    }
    for (const [text, to, room] of [['to all', {}, 'All Chat Rooms'], ['to two', { callsigns: ['LION 16', 'PUMA 1'] }, 'All Chat Rooms']] as const) {
      await node.call('POST', '/api/tracks/messages', { as: bravo, body: { text, feed: feed.id, ...to } })
      const chat = chatOf(await lion.got((event) => chatOf(event)?.text === text))
      assert.deepEqual([chat?.room, chat?.roomId], [room, room])
    }
    await leave()
  })

  it('records what devices send, in both protocols and without how they signed in, and plays it again', async () => {
    const recorded = await takFeed(node, {}, { config: { recordMb: 1 } })
    const [a, b] = [await Device.join(recorded.port, 'A-15', by(alfa)), await Device.join(recorded.port, 'B-15', by(bravo))]
    devices.push(a, b)
    await a.got((event) => event.uid === 'B-15')
    await b.upgrade()
    b.send(selfEvent('B-15', { time: Date.now() + 1000 }))
    await a.got((event) => event.uid === 'B-15' && event.time > Date.now())
    const keeper = await node.person('keeper', { grants: [{ role: 'JOC-CH', area: null }, { role: 'ADMIN', area: null }] })
    const call = (method: 'GET' | 'POST', path: string, body?: object) => node.call(method, `/api/feeds/${recorded.id}${path}`, { as: keeper, ...(body ? { body } : {}) })
    const { items } = (await call('GET', '/recordings')).json
    assert.equal(items.length, 1)
    const file = (await call('GET', `/recordings/${items[0].name}`)).body
    assert.ok(file.includes('A-15') && !file.includes('<auth') && !file.includes(by(alfa).secret))
    const { json: heard } = await call('POST', '/trial', { recording: items[0].name })
    assert.deepEqual([heard.bad, heard.whole, heard.sample.filter((one: { what: string }) => one.what === 'position').map((one: { fix: { subject: string } }) => one.fix.subject)], [0, true, ['cot:A-15', 'cot:B-15', 'cot:B-15']])
    assert.equal((await call('POST', '/replay', { recording: items[0].name, speed: 0 })).status, 202)
    await leave()
  })

  it('closes everything at once when consent is withdrawn', async () => {
    const a = await join('A-13', alfa)
    await consent(node, 'withdrawn')
    await until(() => a.closed, 'the connection is cut')
    const probe = connect(feed.port, '127.0.0.1')
    assert.equal(await new Promise((resolve) => {
      probe.once('connect', () => resolve('open'))
      probe.once('error', () => resolve('closed'))
    }), 'closed')
    await consent(node, 'granted')
    devices = []
  })
})
