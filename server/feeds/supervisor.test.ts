import assert from 'node:assert/strict'
import { createServer, connect, type AddressInfo, type Socket } from 'node:net'
import { createSocket } from 'node:dgram'
import { after, before, describe, test } from 'node:test'
import type { FeedConfig } from '../../core/feed-config.ts'
import type { Heard } from '../../core/feed.ts'
import { runningNode, type Person, type RunningNode } from '../../test/running-node.ts'
import { until } from '../../test/store.ts'
import { SYSTEM } from '../auth/reader.ts'
import type { Delivery } from './face.ts'
import type { FeedRun } from './run.ts'

const DAY_MS = 86_400_000

/** Put a technology into the register, or change its consent. */
async function consent(node: RunningNode, status: string): Promise<void> {
  const day = (offset: number): string => new Date(node.clock.now + offset * DAY_MS).toISOString().slice(0, 10)
  const fields = {
    consent: { status, by: 'Ministry', reference: 'N-1', from: day(-10), until: day(100) },
    diligence: { status: 'cleared', by: 'Officer', reference: 'D-1', on: day(-10), reviewBy: day(100) },
  }
  const standing = await node.store.get(SYSTEM, 'tech')
  const at = new Date().toISOString()
  await node.store.commit(SYSTEM, [
    standing
      ? { id: crypto.randomUUID(), record: 'tech', kind: 'technology', type: 'edit', at, basedOn: standing.record.version, patch: { fields } }
      : { id: crypto.randomUUID(), record: 'tech', kind: 'technology', type: 'create', at, basedOn: null, patch: { data: { name: 'Trackers', code: 'tracker', type: 'tracker', purpose: 'Safety', ...fields } } },
  ])
}

/** A free port; nobody else takes it in between on a quiet machine. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise<void>((resolve) => server.close(() => resolve()))
  return port
}

const position = (id: string, at: number, lat = 4.3): string => `${JSON.stringify({ id, lat, lon: 18.5, time: at })}\n`

describe('feeds', () => {
  let node: RunningNode
  let keeper: Person
  const heard: Delivery[] = []
  before(async () => {
    node = await runningNode()
    keeper = await node.person('keeper', { grants: [{ role: 'JOC-CH', area: null }, { role: 'ADMIN', area: null }] })
    node.node.app.feeds.onHeard(() => {
      throw new Error('a listener that fails')
    })
    node.node.app.feeds.onHeard((delivery) => heard.push(delivery))
    node.node.app.feeds.start()
    await consent(node, 'granted')
  })
  after(() => node.close())

  async function made(config: Partial<FeedConfig>): Promise<FeedRun> {
    const answer = await node.call('POST', '/api/records', { as: keeper, body: { kind: 'feed', data: { name: 'Test', technology: 'tracker', codec: 'json', transport: 'tcp-server', enabled: true, registers: false, address: '127.0.0.1', ...config } } })
    assert.equal(answer.status, 201, answer.body)
    await until(() => node.node.app.feeds.run(answer.json.id) !== null, 'followed')
    return node.node.app.feeds.run(answer.json.id) as FeedRun
  }
  async function edit(run: FeedRun, fields: Partial<FeedConfig>): Promise<void> {
    const { json } = await node.call('GET', `/api/records/${run.view.id}`, { as: keeper })
    const answer = await node.call('POST', `/api/records/${run.view.id}/actions`, { as: keeper, body: { type: 'edit', basedOn: json.version, patch: { fields } } })
    assert.equal(answer.status, 200, answer.body)
  }
  const open = async (port: number): Promise<Socket> => {
    const socket = connect(port, '127.0.0.1')
    socket.on('error', () => socket.destroy())
    await new Promise<void>((resolve) => socket.once('connect', () => resolve()))
    return socket
  }
  const of = (run: FeedRun): Heard[] => heard.filter((one) => one.feed.id === run.view.id).flatMap((one) => one.heard)
  const up = (run: FeedRun) => until(() => run.health().detail !== null, 'open')

  test('listens, takes positions in pieces, and tells the age of what is inside', async () => {
    const port = await freePort()
    const run = await made({ port })
    await up(run)
    const socket = await open(port)
    const line = position('one', node.clock.now - 60_000)
    socket.write(line.slice(0, 20))
    socket.write(line.slice(20) + position('two', node.clock.now - 90_000))
    await until(() => of(run).length === 2, 'two positions')
    const health = run.health()
    assert.equal(health.state, 'running')
    assert.equal(health.newest, node.clock.now - 60_000, 'of the newest fix, not of its arrival')
    assert.equal(health.connections, 1)
    assert.equal(health.hour.in, 2)
    node.clock.now += 10 * 60_000
    assert.equal(run.health().state, 'silent')
    assert.equal(run.changes().at(-1)?.at, node.clock.now - 11 * 60_000 + 300_000, 'silent since its newest data was too old')
    socket.destroy()
    await edit(run, { enabled: false })
    assert.equal(run.health().state, 'off')
    await assert.rejects(new Promise((resolve, reject) => connect(port, '127.0.0.1').on('connect', resolve).on('error', reject)))
  })

  test('a listener and a feed that fail leave the others running', async () => {
    const port = await freePort()
    const run = await made({ port, name: 'First' })
    await up(run)
    const second = await made({ port, name: 'Second' })
    await until(() => second.health().state === 'reconnecting' && second.health().because !== null, 'the port is taken')
    assert.match(String(second.health().because), /already uses this port/)
    assert.ok((second.health().nextTry ?? 0) > node.clock.now)
    const lost = await made({ codec: 'unheard-of', name: 'Third' })
    assert.equal(lost.health().state, 'no-codec')
    const socket = await open(port)
    socket.write(position('a', node.clock.now))
    await until(() => of(run).length === 1, 'heard')
    socket.destroy()
    await edit(run, { enabled: false })
    await until(() => second.health().detail !== null, 'the second has the port once it is free')
    await edit(second, { enabled: false })
  })

  test('consent withdrawn in the middle of a stream stops it with the commit, and it comes back with consent', async () => {
    const port = await freePort()
    const run = await made({ port })
    await up(run)
    const socket = await open(port)
    const closed = new Promise((resolve) => socket.once('close', resolve))
    socket.write(position('a', node.clock.now))
    await until(() => of(run).length === 1, 'heard')
    const sending = setInterval(() => socket.write(position('a', node.clock.now)), 1)
    await consent(node, 'withdrawn')
    const then = of(run).length
    await closed
    clearInterval(sending)
    assert.equal(of(run).length, then, 'not one more after the commit')
    assert.equal(run.health().state, 'no-consent')
    assert.match(String(run.health().because), /withdrawn/)
    assert.deepEqual(node.node.app.feeds.inject(run.view.id, [{ what: 'text', subject: 'x', at: null, text: 'x' }], 0), { refused: 1, because: 'host-state consent withdrawn' })
    await consent(node, 'granted')
    await up(run)
    const again = await open(port)
    again.write(position('a', node.clock.now))
    await until(() => of(run).length === then + 1, 'heard again')
    again.destroy()
    await edit(run, { enabled: false })
  })

  test('a client connects, says why it cannot, and connects again', async () => {
    const port = await freePort()
    const run = await made({ port, transport: 'tcp-client' })
    await until(() => run.health().because !== null, 'refused')
    assert.match(String(run.health().because), /nothing answers/)
    assert.equal(run.health().state, 'reconnecting')
    const sockets = new Set<Socket>()
    const server = createServer((socket) => {
      sockets.add(socket)
      socket.write(position('s', node.clock.now))
    })
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
    await until(() => of(run).length === 1, 'connected')
    sockets.forEach((socket) => socket.destroy())
    await until(() => of(run).length === 2, 'connected again')
    await edit(run, { enabled: false })
    server.close()
  })

  test('datagrams are lines of their own', async () => {
    const port = await freePort()
    const run = await made({ port, transport: 'udp' })
    await up(run)
    const socket = createSocket('udp4')
    socket.send(position('u', node.clock.now).trim(), port, '127.0.0.1')
    await until(() => of(run).length === 1, 'heard')
    socket.close()
    await edit(run, { enabled: false })
  })
})
