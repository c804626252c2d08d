import assert from 'node:assert/strict'
import { createSocket } from 'node:dgram'
import { appendFileSync } from 'node:fs'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { createApp } from '../app.ts'
import { readConfig } from '../config.ts'
import type { Codec } from '../../core/feed.ts'
import { consent, dial, feedBench, freePort, position, type FeedBench } from '../../test/feeds.ts'
import { runningNode, type RunningNode } from '../../test/running-node.ts'
import { until } from '../../test/store.ts'
import { Bucket } from './bucket.ts'
import { backoffMs } from './backoff.ts'
import { stateOf, type HealthFacts } from './health.ts'
import { DecodedLine, MAX_WAITING_BYTES } from './line.ts'
import { KEPT, KEPT_BYTES } from './quarantine.ts'
import { tcpServer } from './transports/tcp.ts'

describe('feeds that are abused', () => {
  let node: RunningNode
  let bench: FeedBench
  before(async () => {
    node = await runningNode()
    bench = await feedBench(node)
  })
  after(() => node.close())

  test('10,000 messages at once over TCP wait their turn: none is lost, and the node goes on', async () => {
    const port = await freePort()
    const run = await bench.made({ port, mostPerSecond: 4000 })
    await bench.up(run)
    const socket = await dial(port)
    let turns = 0
    const ticking = setInterval(() => (turns += 1), 10)
    const begun = performance.now()
    socket.write(Array.from({ length: 10_000 }, (_, n) => position(`f${n % 50}`, node.clock.now)).join(''))
    await until(() => bench.of(run).length >= 10_000, 'all of them')
    const took = performance.now() - begun
    clearInterval(ticking)
    assert.equal(run.health().total.refused, 0)
    assert.ok(took > 1000, `4,000 a second with one second in hand: 10,000 cannot come in ${took} ms`)
    assert.ok(turns > 3, `others had ${turns} turns`)
    socket.destroy()
    await bench.edit(run, { enabled: false })
  })

  test('many connections share one limit', async () => {
    const port = await freePort()
    const run = await bench.made({ port, mostPerSecond: 500 })
    await bench.up(run)
    const sockets = await Promise.all(Array.from({ length: 10 }, () => dial(port)))
    const begun = performance.now()
    sockets.forEach((socket, n) => socket.write(Array.from({ length: 200 }, (_, k) => position(`s${n}-${k}`, node.clock.now)).join('')))
    await until(() => bench.of(run).length === 2000, 'all of them')
    // One slice of each may be in debt; what is read beyond it waits.
    assert.ok(performance.now() - begun > 1500, `2,000 at 500 a second came in ${performance.now() - begun} ms`)
    sockets.forEach((socket) => socket.destroy())
    await bench.edit(run, { enabled: false })
  })

  test('datagrams beyond the limit are refused and counted: taken and refused are all that came', async () => {
    const port = await freePort()
    const run = await bench.made({ port, transport: 'udp', mostPerSecond: 10 })
    await bench.up(run)
    const socket = createSocket('udp4')
    for (let n = 0; n < 200; n += 1) {
      await new Promise<void>((resolve) => socket.send(position('u', node.clock.now), port, '127.0.0.1', () => resolve()))
    }
    await until(() => run.health().total.in + run.health().total.refused === 200, 'all are counted')
    assert.ok(run.health().total.refused > 0 && run.health().total.in >= 10)
    assert.ok(run.health().refusedBy['more than 10 messages a second'])
    socket.close()
    await bench.edit(run, { enabled: false })
  })

  test('noise is quarantined within bounds, and what follows it is read', async () => {
    const port = await freePort()
    const run = await bench.made({ port })
    await bench.up(run)
    const socket = await dial(port)
    const noise = Buffer.alloc(200_000)
    for (let n = 0, x = 7; n < noise.length; n += 1) {
      x = (x * 1_103_515_245 + 12_345) % 2_147_483_648
      noise[n] = x >> 16
    }
    socket.write(noise)
    socket.write(`\n${position('after', node.clock.now)}`)
    await until(() => bench.of(run).length > 0, 'read')
    assert.ok(run.health().total.bad > 100)
    assert.ok(run.quarantine.size <= KEPT)
    assert.ok(run.quarantine.list().every((one) => one.bytes.length <= KEPT_BYTES))
    const state = (await node.call('GET', `/api/feeds/${run.view.id}`, { as: bench.keeper })).json
    assert.equal(state.state, 'refusing')
    socket.write('x'.repeat(5_000_000))
    await until(() => Object.keys(run.health().badBy).some((reason) => reason.includes('longer than')), 'a line without end is cut')
    socket.destroy()
    await bench.edit(run, { enabled: false })
  })

  test('a peer that never reads its answers is cut off', async () => {
    const port = await freePort()
    const refused: string[] = []
    let up = false
    const carrier = tcpServer({
      config: { name: 'x', technology: 'x', codec: 'x', transport: 'tcp-server', enabled: true, registers: false, address: '127.0.0.1', port },
      ref: 'x', folders: [], messages: false, now: () => 0, wait: () => 0,
      // Answers a thousandfold.
      line: (peer) => ({ push: (chunk) => peer.send?.(new Uint8Array(chunk.length * 1000)), end: () => undefined }),
      deliver: () => true, up: () => (up = true), down: () => undefined, refuse: (because) => refused.push(because), connections: () => undefined, secret: async () => null, tls: () => Promise.reject(new Error('none')),
      memory: { get: () => undefined, set: () => undefined },
    })
    await until(() => up, 'listening')
    const socket = await dial(port)
    socket.pause()
    const sending = setInterval(() => socket.write(new Uint8Array(2000)), 1)
    await until(() => refused.length > 0, 'cut off')
    clearInterval(sending)
    assert.match(String(refused[0]), /does not read its answers/)
    socket.destroy()
    await carrier.close()
  })

  test('a decoder that throws and a source that cannot wait cost no more than they may', async () => {
    const refused: string[] = []
    const bad: string[] = []
    const codec: Codec = {
      name: 'broken', maxFrameBytes: 10, datagrams: false,
      make: () => ({ push: () => { throw new Error('boom') }, end: () => [] }),
    }
    let paused = 0
    const line = new DecodedLine(
      {
        codec, options: {}, bucket: new Bucket(1), perSecond: 1, now: () => 0, came: () => undefined, refuse: (because) => refused.push(because), done: () => undefined,
        take: (heard) => {
          heard.forEach((one) => one.what === 'bad' && bad.push(one.reason))
          return heard.length
        },
      },
      { from: 'x', flow: { pause: () => (paused += 1), resume: () => undefined }, send: null },
    )
    line.push(new Uint8Array(100))
    assert.deepEqual(bad, ['the broken decoder failed: boom'])
    assert.equal(paused, 1, 'told to wait once the second is used up')
    line.push(new Uint8Array(MAX_WAITING_BYTES))
    line.push(new Uint8Array(10))
    assert.deepEqual(refused, ['more came at once than can wait'])
    line.close()
    await Promise.resolve()
  })

  test('times of the future and of 1970 are a wrong clock, and do not pass for fresh data', async () => {
    const port = await freePort()
    const run = await bench.made({ port })
    await bench.up(run)
    const socket = await dial(port)
    socket.write(position('x', node.clock.now + 86_400_000) + position('x', 1000) + position('y', node.clock.now - 200_000))
    await until(() => bench.of(run).length === 3, 'heard')
    const health = run.health()
    assert.equal(health.state, 'clock-wrong')
    assert.equal(health.newest, node.clock.now - 200_000)
    socket.destroy()
    await bench.edit(run, { enabled: false })
  })

  test('injected beyond the limit: calls for help pass, the rest is refused and said', async () => {
    const run = await bench.made({ codec: 'tak', port: 1, mostPerSecond: 2 })
    assert.equal(run.health().state, 'waiting', 'its server is elsewhere')
    assert.deepEqual(node.node.app.feeds.running('tak').map((one) => one.id), [run.view.id])
    const texts = Array.from({ length: 5 }, () => ({ what: 'text' as const, subject: 'cot:a', at: node.clock.now, text: 'x' }))
    const told = node.node.app.feeds.inject(run.view.id, [...texts, { what: 'alarm', subject: 'cot:a', alarm: 'sos', at: node.clock.now }], node.clock.now)
    assert.deepEqual(told, { refused: 3, because: 'more than 2 messages a second' })
    assert.ok(bench.of(run).some((one) => one.what === 'alarm'))
    node.node.app.feeds.connections(run.view.id, 7)
    assert.equal(run.health().connections, 7)
    assert.deepEqual(node.node.app.feeds.inject('none', texts, 0), { refused: 5, because: 'there is no such feed' })
  })

  test('quarantine, counts and the time of silence outlive the node', async () => {
    const port = await freePort()
    const run = await bench.made({ port })
    await bench.up(run)
    const socket = await dial(port)
    socket.write(`noise\n${position('k', node.clock.now)}`)
    await until(() => bench.of(run).length === 1, 'heard')
    socket.destroy()
    await run.quarantine.flush()
    await run.save()
    const folder = path.join(node.ground.dataDir, 'feeds', run.view.id)
    // A line torn by a power cut.
    appendFileSync(path.join(folder, 'quarantine.jsonl'), '{"id":99,"at":1,"fr')
    const second = await createApp({ store: node.store, dataDir: node.ground.dataDir, config: readConfig({ VIGIE_LOG: 'silent' }, null), clock: () => node.clock.now })
    const found = second.app.feeds.run(run.view.id)
    assert.ok(found)
    assert.deepEqual(found.quarantine.list().map((one) => Buffer.from(one.bytes).toString()), ['noise'])
    assert.deepEqual(found.health().total, { in: 1, refused: 0, bad: 1 })
    assert.equal(found.health().newest, node.clock.now)
    await second.close()
    await consent(node, 'granted')
  })

  test('states hide one another in order', () => {
    const facts: HealthFacts = { enabled: true, away: false, refusedBecause: null, codec: true, up: true, opening: false, since: 0, newest: 1_000_000, silentAfterMs: 300_000, lately: { in: 10, refused: 0, bad: 0, ahead: 0, ancient: 0 } }
    const at = (more: Partial<HealthFacts>, now = 1_000_000) => stateOf({ ...facts, ...more }, now)
    assert.equal(at({}), 'running')
    assert.equal(at({}, 1_300_001), 'silent')
    assert.equal(at({ newest: null }, 200_000), 'waiting')
    assert.equal(at({ newest: null }, 300_001), 'silent')
    assert.equal(at({ up: false }), 'reconnecting')
    assert.equal(at({ up: false, opening: true }), 'waiting')
    assert.equal(at({ up: false, refusedBecause: 'x' }), 'no-consent')
    assert.equal(at({ enabled: false, refusedBecause: 'x' }), 'off')
    assert.equal(at({ lately: { in: 10, refused: 5, bad: 0, ahead: 0, ancient: 0 } }), 'refusing')
    assert.equal(at({ lately: { in: 10, refused: 0, bad: 0, ahead: 6, ancient: 0 } }), 'clock-wrong')
  })

  test('waits grow, are spread, and end at a minute', () => {
    assert.deepEqual([1, 2, 3, 20].map((n) => backoffMs(n, 1000, 1)), [1000, 2000, 4000, 60_000])
    assert.equal(backoffMs(3, 1000, 0), 2000)
  })
})
