import assert from 'node:assert/strict'
import { createSocket } from 'node:dgram'
import { connect, createServer, type Socket } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { consent, dial, feedBench, freePort, position, type FeedBench } from '../../test/feeds.ts'
import { runningNode, type RunningNode } from '../../test/running-node.ts'
import { until } from '../../test/store.ts'

describe('feeds', () => {
  let node: RunningNode
  let bench: FeedBench
  before(async () => {
    node = await runningNode()
    node.node.app.feeds.onHeard(() => {
      throw new Error('a listener that fails')
    })
    bench = await feedBench(node)
  })
  after(() => node.close())

  test('listens, takes positions in pieces, and tells the age of what is inside', async () => {
    const port = await freePort()
    const run = await bench.made({ port })
    await bench.up(run)
    const socket = await dial(port)
    const line = position('one', node.clock.now - 60_000)
    socket.write(line.slice(0, 20))
    socket.write(line.slice(20) + position('two', node.clock.now - 90_000))
    await until(() => bench.of(run).length === 2, 'two positions')
    const health = run.health()
    assert.equal(health.state, 'running')
    assert.equal(health.newest, node.clock.now - 60_000, 'of the newest fix, not of its arrival')
    assert.equal(health.connections, 1)
    assert.equal(health.hour.in, 2)
    node.clock.now += 10 * 60_000
    assert.equal(run.health().state, 'silent')
    assert.equal(run.changes().at(-1)?.at, node.clock.now - 11 * 60_000 + 300_000, 'silent since its newest data was too old')
    socket.destroy()
    await bench.edit(run, { enabled: false })
    assert.equal(run.health().state, 'off')
    await assert.rejects(new Promise((resolve, reject) => connect(port, '127.0.0.1').on('connect', resolve).on('error', reject)))
  })

  test('a listener and a feed that fail leave the others running', async () => {
    const port = await freePort()
    const run = await bench.made({ port, name: 'First' })
    await bench.up(run)
    const second = await bench.made({ port, name: 'Second' })
    await until(() => second.health().state === 'reconnecting' && second.health().because !== null, 'the port is taken')
    assert.match(String(second.health().because), /already uses this port/)
    assert.ok((second.health().nextTry ?? 0) > node.clock.now)
    const lost = await bench.made({ codec: 'unheard-of', name: 'Third' })
    assert.equal(lost.health().state, 'no-codec')
    const socket = await dial(port)
    socket.write(position('a', node.clock.now))
    await until(() => bench.of(run).length === 1, 'heard')
    socket.destroy()
    await bench.edit(run, { enabled: false })
    await until(() => second.health().detail !== null, 'the second has the port once it is free')
    await bench.edit(second, { enabled: false })
  })

  test('consent withdrawn in the middle of a stream stops it with the commit, and it comes back with consent', async () => {
    const port = await freePort()
    const run = await bench.made({ port })
    await bench.up(run)
    const socket = await dial(port)
    const closed = new Promise((resolve) => socket.once('close', resolve))
    socket.write(position('a', node.clock.now))
    await until(() => bench.of(run).length === 1, 'heard')
    const sending = setInterval(() => socket.write(position('a', node.clock.now)), 1)
    await consent(node, 'withdrawn')
    const then = bench.of(run).length
    await closed
    clearInterval(sending)
    assert.equal(bench.of(run).length, then, 'not one more after the commit')
    assert.equal(run.health().state, 'no-consent')
    assert.match(String(run.health().because), /withdrawn/)
    assert.deepEqual(node.node.app.feeds.inject(run.view.id, [{ what: 'text', subject: 'x', at: null, text: 'x' }], 0), { refused: 1, because: 'host-state consent withdrawn' })
    await consent(node, 'granted')
    await bench.up(run)
    const again = await dial(port)
    again.write(position('a', node.clock.now))
    await until(() => bench.of(run).length === then + 1, 'heard again')
    again.destroy()
    await bench.edit(run, { enabled: false })
  })

  test('a client connects, says why it cannot, and connects again', async () => {
    const port = await freePort()
    const run = await bench.made({ port, transport: 'tcp-client' })
    await until(() => run.health().because !== null, 'refused')
    assert.match(String(run.health().because), /nothing answers/)
    assert.equal(run.health().state, 'reconnecting')
    const sockets = new Set<Socket>()
    const server = createServer((socket) => {
      sockets.add(socket)
      socket.write(position('s', node.clock.now))
    })
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
    await until(() => bench.of(run).length === 1, 'connected')
    sockets.forEach((socket) => socket.destroy())
    await until(() => bench.of(run).length === 2, 'connected again')
    await bench.edit(run, { enabled: false })
    server.close()
  })

  test('datagrams are lines of their own', async () => {
    const port = await freePort()
    const run = await bench.made({ port, transport: 'udp' })
    await bench.up(run)
    const socket = createSocket('udp4')
    socket.send(position('u', node.clock.now).trim(), port, '127.0.0.1')
    await until(() => bench.of(run).length === 1, 'heard')
    socket.close()
    await bench.edit(run, { enabled: false })
  })
})
