import assert from 'node:assert/strict'
import { createSocket } from 'node:dgram'
import { connect } from 'node:net'
import { after, before, describe, it } from 'node:test'
import { makeEvent } from '../../../../formats/cot/build.ts'
import { element, part } from '../../../../formats/cot/detail.ts'
import { writeTakMessage } from '../../../../formats/cot/proto-write.ts'
import { frameMesh } from '../../../../formats/cot/stream.ts'
import { writeCotText } from '../../../../formats/cot/xml.ts'
import { freePort } from '../../../../test/feeds.ts'
import { runningNode, type Person, type RunningNode } from '../../../../test/running-node.ts'
import { until } from '../../../../test/store.ts'
import { by, Device, endOf, selfEvent, takFeed, takGround } from '../../../../test/tak.ts'

describe('the stream of TAK devices under bad input', () => {
  let node: RunningNode
  let alfa: Person
  let bravo: Person
  let feed: { id: string; port: number }
  before(async () => {
    node = await runningNode({ config: { requestsPerMinute: 1e9 } })
    await takGround(node)
    alfa = await node.person('alfa')
    bravo = await node.person('bravo')
    feed = await takFeed(node, { perClient: 100, stuckSeconds: 1 })
  })
  after(() => node.close())
  const state = async () => (await node.call('GET', '/api/tracks/tak', { as: alfa })).json
  const row = async (uid: string) => (await state()).clients.find((one: { uid: string }) => one.uid === uid)
  const reasons = (id = feed.id) => node.node.app.feeds.run(id)!.quarantine.list().map((one) => one.reason)

  it('finds its way back after rubbish, half messages and ten megabytes without a line end', async () => {
    const [a, b] = [await Device.join(feed.port, 'A-1', by(alfa)), await Device.join(feed.port, 'B-1', by(bravo))]
    const send = (lat: number) => a.send(selfEvent('A-1', { time: Date.now() + lat * 1000, point: { lat, lon: 1, hae: null, ce: 1, le: null } }))
    const arrived = (lat: number) => b.got((event) => event.uid === 'A-1' && event.point.lat === lat)
    a.socket.write(Buffer.from([0, 1, 2, 255, 191, 3, 250, 10]))
    a.text('GET / HTTP/1.1\r\n\r\n<event uid="x" type="a-f-G"><point lat="500" lon="0"/></event>')
    send(1)
    await arrived(1)
    const whole = writeCotText(selfEvent('A-1', { time: Date.now() + 2000, point: { lat: 2, lon: 1, hae: null, ce: 1, le: null } }))
    for (const sign of whole) {
      a.text(sign)
    }
    await arrived(2)
    a.text('<!DOCTYPE event [<!ENTITY a "b">]>\n<event uid="&a;" type="a" time="2026-01-01T00:00:00Z"><point lat="1" lon="1"/></event>')
    const block = 'x'.repeat(64 * 1024)
    for (let i = 0; i < 160; i += 1) {
      if (!a.socket.write(block)) {
        await new Promise((resolve) => a.socket.once('drain', resolve))
      }
    }
    send(3)
    await arrived(3)
    assert.ok(reasons().length >= 3, reasons().join('\n'))
    a.text('<event uid="half"')
    await Promise.all([a.leave(), b.leave()])
  })

  it('a flood is slowed and told of, its newest position arrives, and nobody waits for it', async () => {
    const [a, b, c] = [await Device.join(feed.port, 'A-2', by(alfa)), await Device.join(feed.port, 'B-2', by(bravo)), await Device.join(feed.port, 'C-2', by(bravo))]
    const many = Array.from({ length: 10_000 }, (_, i) => writeCotText(selfEvent('A-2', { time: Date.now() + i, point: { lat: i / 1000, lon: 1, hae: null, ce: 1, le: null } }), false)).join('\n')
    a.text(many)
    await until(() => reasons().some((reason) => /A-2 sends more than 100 messages a second/.test(reason)), 'it is told')
    c.send(selfEvent('C-2', { time: Date.now() + 1000, point: { lat: 7, lon: 7, hae: null, ce: 1, le: null } }))
    await b.got((event) => event.uid === 'C-2' && event.point.lat === 7)
    const { received, refused } = await row('A-2')
    assert.ok(received < 5000 && refused > 0, `${received} taken, ${refused} left out`)
    a.socket.destroy()
    await Promise.all([b.leave(), c.leave()])
  })

  it('who never reads is cut, with what waited counted, and the rest go on', async () => {
    const fast = await takFeed(node, { perClient: 100_000, stuckSeconds: 1 })
    const [a, b] = [await Device.join(fast.port, 'A-3', by(alfa)), await Device.join(fast.port, 'B-3', by(bravo))]
    const deaf = await Device.join(fast.port, 'D-3', by(bravo))
    deaf.socket.pause()
    const big = element('filler', {}, ['y'.repeat(20_000)])
    let waits = false
    for (let i = 0; !waits; i += 1) {
      a.send(makeEvent({ uid: `pass-${i}`, type: 'b-f-t-r', how: 'h-e', detail: [big] }, Date.now(), 60_000))
      a.send(selfEvent('A-3', { time: Date.now() + i, detail: [...selfEvent('A-3').detail, big] }))
      if (i % 50 === 49) {
        await a.pong()
        waits = ((await row('D-3'))?.waiting ?? 1) > 0
      }
    }
    await until(() => reasons(fast.id).some((reason) => /D-3 took nothing/.test(reason)), 'it is cut and told')
    await b.got((event) => endOf(event) === 'D-3')
    a.send(selfEvent('A-3', { time: Date.now() + 1_000_000, point: { lat: 9, lon: 9, hae: null, ce: 1, le: null } }))
    await b.got((event) => event.uid === 'A-3' && event.point.lat === 9)
    deaf.socket.destroy()
    await Promise.all([a.leave(), b.leave()])
  })

  it('somebody unknown is admitted only where the feed says so, and told nothing above U', async () => {
    const open = await takFeed(node, { anonymous: true }, { handling: { level: 'U' } })
    const shut = await takFeed(node, { anonymous: true })
    const person = await Device.join(open.port, 'P-4', by(alfa))
    const [x, y] = [await Device.join(open.port, 'X-4', null), await Device.join(shut.port, 'Y-4', null)]
    const secret = await Device.join(feed.port, 'S-4', by(bravo))
    await x.got((event) => event.uid === 'P-4')
    await secret.got((event) => event.uid === 'X-4')
    await secret.got((event) => event.uid === 'Y-4')
    await Promise.all([x.pong(), y.pong()])
    assert.deepEqual(x.events.filter((event) => ['S-4', 'Y-4'].includes(event.uid)), [], 'of class C')
    assert.deepEqual(y.events.filter((event) => event.type.startsWith('a-')), [], 'a feed of class C tells nobody unknown anything')
    x.send(makeEvent({ uid: 'chat', type: 'a-h-G', how: 'h-e', point: { lat: 1, lon: 1, hae: null, ce: 1, le: null } }, Date.now(), 60_000))
    await person.got((event) => event.uid === 'chat')
    await Promise.all([person, x, y, secret].map((one) => one.leave()))
  })

  it('somebody unknown who then says who they are is told what they may see from then on', async () => {
    const open = await takFeed(node, { anonymous: true }, { handling: { level: 'U' } })
    const secret = await Device.join(feed.port, 'S-8', by(bravo))
    const x = await Device.join(open.port, 'X-8', null)
    await x.pong()
    assert.ok(!x.has((event) => event.uid === 'S-8'), 'of class C')
    const { login, secret: word } = by(alfa)
    x.text(`<auth><cot username="${login}" password="${word}" uid="X-8"/></auth>`)
    await x.got((event) => event.uid === 'S-8')
    await Promise.all([secret.leave(), x.leave()])
  })

  it('a quiet connection is let in as unknown where that is allowed, and ended where it is not', async () => {
    const open = await takFeed(node, { anonymous: true }, { handling: { level: 'U' } })
    const [quiet, shut] = [await Device.join(open.port, 'Q-5', null, false), await Device.join(feed.port, 'R-5', null, false)]
    await until(async () => node.node.app.feeds.run(open.id)!.health().connections === 1, 'it is connected')
    node.clock.now += 31_000
    await quiet.got((event) => event.type === 't-x-takp-v')
    await until(() => shut.closed, 'it is ended')
    await quiet.leave()
  })

  it('hears a mesh in text and in binary, and says nothing to it unless told to', async () => {
    const port = await freePort()
    const mesh = await takFeed(node, {}, { config: { transport: 'udp', port } })
    const b = await Device.join(feed.port, 'B-6', by(bravo))
    const sender = createSocket('udp4')
    const heard: Buffer[] = []
    sender.on('message', (bytes) => heard.push(bytes))
    const odd = element('strange', {}, ['⚑'])
    const event = selfEvent('M-6', { detail: [...selfEvent('M-6').detail, odd] })
    await until(() => {
      sender.send(Buffer.from(writeCotText(event)), port, '127.0.0.1')
      sender.send(frameMesh(writeTakMessage({ control: null, event: { ...event, uid: 'M-7' } })), port, '127.0.0.1')
      sender.send(Buffer.from([1, 2, 3]), port, '127.0.0.1')
      return b.has((one) => one.uid === 'M-6') && b.has((one) => one.uid === 'M-7') && reasons(mesh.id).length > 0
    }, 'both are heard')
    assert.deepEqual(part(b.events.find((one) => one.uid === 'M-7')!.detail, 'strange'), odd)
    assert.deepEqual(heard, [])
    sender.close()
    await b.leave()
  })

  it('says plainly that a port is taken, and takes no harm', async () => {
    const { port } = feed
    const twin = await takFeed(node, {}, { config: { port } })
    await until(async () => (await state()).listening.find((one: { feed: string }) => one.feed === twin.id)?.state === 'failed', 'it is told')
    assert.match((await state()).listening.find((one: { feed: string }) => one.feed === twin.id).because, /port \d+ is taken by another program/)
    // The page of feeds says the same: it is not one that waits for data.
    const standing = async (id: string) => (await node.call('GET', `/api/feeds/${id}`, { as: alfa })).json
    const { state: shown, because } = await standing(twin.id)
    assert.deepEqual([shown, /taken by another program.*\(EADDRINUSE\)/.test(because)], ['reconnecting', true], because)
    assert.notEqual((await standing(feed.id)).state, 'reconnecting')
    const probe = connect(port, '127.0.0.1')
    await new Promise((resolve) => probe.once('connect', resolve))
    probe.destroy()
  })
})

describe('a port the operator switched off', () => {
  it('is off on the page of feeds, with what switched it off, and is not one that is tried again', async () => {
    const node = await runningNode({ config: { takPort: 0 } })
    try {
      await takGround(node)
      const keeper = await node.person('keeper', { grants: [{ role: 'JOC-CH', area: null }, { role: 'ADMIN', area: null }] })
      const { json } = await node.call('POST', '/api/records', { as: keeper, body: { kind: 'feed', data: { name: 'Devices', technology: 'tracker', codec: 'tak', transport: 'tcp-server', address: '127.0.0.1', enabled: true, registers: false } } })
      const standing = async () => (await node.call('GET', `/api/feeds/${json.id}`, { as: keeper })).json
      await until(async () => (await standing()).state === 'off', 'it is said')
      assert.match((await standing()).because, /VIGIE_TAK_PORT=0/)
    } finally {
      await node.close()
    }
  })
})
