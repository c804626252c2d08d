import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { appendFileSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createSocket } from 'node:dgram'
import { createServer as createHttp } from 'node:http'
import type { AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { connectAsync } from 'mqtt'
import { WebSocketServer } from 'ws'
import { dial, feedBench, freePort, position, type FeedBench } from '../../../test/feeds.ts'
import { runningNode, type RunningNode } from '../../../test/running-node.ts'
import { until } from '../../../test/store.ts'
import { simulated } from '../simulate.ts'
import { fits, mayPublish } from './topics.ts'

describe('ways bytes come in', () => {
  let node: RunningNode
  let bench: FeedBench
  const folder = mkdtempSync(path.join(os.tmpdir(), 'vigie-feeds-'))
  before(async () => {
    node = await runningNode({ config: { feedFolders: [folder, '/dev/pts'] } })
    bench = await feedBench(node)
  })
  after(async () => {
    await node.close()
    rmSync(folder, { recursive: true, force: true })
  })

  test('a file is followed, also when it is replaced, and nothing outside the folders is read', async () => {
    const file = path.join(folder, 'log.jsonl')
    writeFileSync(file, position('a', node.clock.now))
    const run = await bench.made({ transport: 'file', address: file })
    await until(() => bench.of(run).length === 1, 'the first line')
    appendFileSync(file, position('b', node.clock.now))
    await until(() => bench.of(run).length === 2, 'the line added')
    writeFileSync(`${file}.new`, position('c', node.clock.now))
    renameSync(`${file}.new`, file)
    await until(() => bench.of(run).length === 3, 'the file in its place')
    await bench.edit(run, { enabled: false })
    await bench.edit(run, { enabled: true })
    await bench.up(run)
    appendFileSync(file, position('d', node.clock.now))
    await until(() => bench.of(run).length === 4, 'it goes on where it was')
    assert.equal(bench.of(run).length, 4, 'nothing twice')
    const outside = await bench.made({ transport: 'file', address: '/etc/hostname' })
    await until(() => outside.health().because !== null, 'refused')
    assert.match(String(outside.health().because), /outside the folders/)
    const link = path.join(folder, 'link')
    spawnSync('ln', ['-s', '/etc/passwd', link])
    await bench.edit(outside, { address: link })
    await until(() => /outside/.test(String(outside.health().because)), 'a link out of the folder is followed and refused')
    for (const one of [run, outside]) {
      await bench.edit(one, { enabled: false })
    }
  })

  test('an address is asked again and again, by tag, with its secret, and not inside the house unless meant', async () => {
    const asked: { tag: string | undefined; auth: string | undefined }[] = []
    const server = createHttp((request, answer) => {
      asked.push({ tag: request.headers['if-none-match'], auth: request.headers.authorization })
      if (request.headers['if-none-match'] === '"1"') {
        answer.writeHead(304).end()
      } else {
        answer.writeHead(200, { etag: '"1"' }).end(JSON.stringify([{ id: 'p', lat: 4, lon: 18, time: node.clock.now }, { id: 'q', lat: 'x', lon: 18 }], null, 2))
      }
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const run = await bench.made({ transport: 'http-poll', address: `http://127.0.0.1:${port}/x`, options: { everyS: 1 } })
    await until(() => run.health().because !== null, 'refused')
    assert.match(String(run.health().because), /does not ask 127\.0\.0\.1/)
    assert.equal(asked.length, 0)
    await node.node.app.feeds.secrets.set(run.view.id, 's3cret')
    await bench.edit(run, { options: { everyS: 1, private: true } })
    await until(() => asked.length >= 2, 'asked twice')
    assert.deepEqual(asked.slice(0, 2), [{ tag: undefined, auth: 'Bearer s3cret' }, { tag: '"1"', auth: 'Bearer s3cret' }])
    assert.equal(bench.of(run).length, 1)
    assert.equal(run.health().hour.bad, 1)
    assert.deepEqual(run.quarantine.list().map((one) => one.reason), ['no latitude and longitude'])
    await bench.edit(run, { enabled: false })
    server.close()
  })

  test('a file read once ends at its end, and is not read again by a node that starts anew', async () => {
    const file = path.join(folder, 'once.jsonl')
    writeFileSync(file, `${position('a', node.clock.now)}${position('b', node.clock.now).trim()}`)
    const run = await bench.made({ transport: 'file', address: file, options: { follow: false } })
    await until(() => bench.of(run).length === 2, 'both, though the last line has no end')
    assert.match(String(run.health().detail), /read to its end/)
    await bench.edit(run, { enabled: false })
    await bench.edit(run, { enabled: true })
    await until(() => /read to its end/.test(String(run.health().detail)), 'opened again')
    assert.equal(bench.of(run).length, 2, 'nothing twice')
    await bench.edit(run, { enabled: false })
  })

  test('a tracker is acknowledged over its own connection', async () => {
    const port = await freePort()
    const run = await bench.made({ port, codec: 'teltonika' })
    await bench.up(run)
    const socket = await dial(port)
    const answers: Buffer[] = []
    socket.on('data', (data: Buffer) => answers.push(data))
    socket.write(Buffer.concat([Buffer.from([0, 15]), Buffer.from('356307042441013')]))
    await until(() => Buffer.concat(answers).toString('hex') === '01', 'its identity is accepted')
    socket.write(Buffer.from('000000000000003608010000016B40D8EA30010000000000000000000000000000000105021503010101425E0F01F10000601A014E0000000000000000010000C7CF', 'hex'))
    await until(() => Buffer.concat(answers).toString('hex') === '0100000001', 'one record is acknowledged')
    assert.ok(run.health().total.in + run.health().total.bad > 0)
    socket.destroy()
    await bench.edit(run, { enabled: false })
  })

  test('a WebSocket elsewhere is listened to', async () => {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
    await new Promise<void>((resolve) => server.on('listening', () => resolve()))
    const { port } = server.address() as AddressInfo
    const subscribed = new Promise<string>((resolve) => {
      server.on('connection', (socket) => {
        socket.on('message', (text) => {
          resolve(String(text))
          socket.send(position('w', node.clock.now).trim())
          socket.send(Buffer.from([0xff, 0xfe, 0]))
        })
      })
    })
    const run = await bench.made({ transport: 'websocket', address: `ws://127.0.0.1:${port}/`, options: { subscribe: '{"key":"{secret}"}' }, enabled: false })
    await node.node.app.feeds.secrets.set(run.view.id, 'k')
    await bench.edit(run, { enabled: true })
    assert.equal(await subscribed, '{"key":"k"}')
    await until(() => bench.of(run).length === 1 && run.health().hour.bad === 1, 'one read, one not')
    await bench.edit(run, { enabled: false })
    server.close()
  })

  test('a broker of its own over TLS: shows the certificate of the node, hears nothing in clear, and says what is wrong with files', async () => {
    const port = await freePort()
    const chief = await node.person('chief-tls', { grants: [{ role: 'JOC-CH', area: null }, { role: 'ADMIN', area: null }] })
    const run = await bench.made({ transport: 'mqtt', port, address: undefined, options: { bind: '127.0.0.1', tls: true }, enabled: false })
    const secret = await node.node.app.feeds.secrets.renew(run.view.id)
    await bench.edit(run, { enabled: true })
    await bench.up(run)
    assert.match(run.health().detail ?? '', /over TLS/)
    const ca = (await node.call('GET', '/api/tak/authority', { as: chief })).body
    const sign = { username: 'car', password: secret, reconnectPeriod: 0 }
    await assert.rejects(connectAsync(`mqtts://127.0.0.1:${port}`, sign), 'a certificate it does not know')
    const clear = await dial(port)
    const ended = new Promise((resolve) => clear.once('close', resolve))
    clear.write(Buffer.from([0x10, 0x10, 0, 4, 0x4d, 0x51, 0x54, 0x54, 4, 2, 0, 60, 0, 4, 0x63, 0x61, 0x72, 0x31]))
    await ended
    const car = await connectAsync(`mqtts://127.0.0.1:${port}`, { ...sign, ca })
    car.on('error', () => undefined)
    await car.publishAsync(`vigie/${run.view.ref.toLowerCase()}/car/position`, JSON.stringify({ lat: 4, lon: 18, tst: Math.floor(node.clock.now / 1000) }), { qos: 1 })
    await until(() => bench.of(run).length === 1, 'heard')
    car.end(true)
    assert.ok(run.health().total.refused >= 1, 'what was no TLS is counted')
    await bench.edit(run, { enabled: false })
  })

  test('a broker of its own: devices speak for themselves alone and hear nobody', async () => {
    const port = await freePort()
    const run = await bench.made({ transport: 'mqtt', port, address: undefined, options: { bind: '127.0.0.1' }, enabled: false })
    const secret = await node.node.app.feeds.secrets.renew(run.view.id)
    await bench.edit(run, { enabled: true })
    await bench.up(run)
    const topic = (device: string): string => `vigie/${run.view.ref.toLowerCase()}/${device}/position`
    await assert.rejects(connectAsync(`mqtt://127.0.0.1:${port}`, { username: 'car', password: 'wrong', reconnectPeriod: 0 }))
    const car = await connectAsync(`mqtt://127.0.0.1:${port}`, { username: 'car', password: secret, reconnectPeriod: 0 })
    car.on('error', () => undefined)
    assert.deepEqual((await car.subscribeAsync('#').catch((error: Error) => error)) instanceof Error, true, 'nobody hears the others')
    await car.publishAsync(topic('car'), JSON.stringify({ lat: 4, lon: 18, tst: Math.floor(node.clock.now / 1000) }), { qos: 1 })
    await until(() => bench.of(run).length === 1, 'heard')
    const [first] = bench.of(run)
    assert.equal(first?.what === 'position' && first.fix.subject, 'device:car')
    car.publish(topic('truck'), '{}')
    await until(() => run.health().refusedBy['MQTT: a device may not publish to this topic'] === 1, 'not for another')
    car.end(true)
    const feed = await bench.made({ transport: 'mqtt', address: `mqtt://127.0.0.1:${port}`, options: { topics: '#', username: 'x' } })
    await until(() => feed.health().because !== null, 'a client without the secret is refused')
    await bench.edit(feed, { enabled: false })
    await bench.edit(run, { enabled: false })
  })

  test('a client of a broker elsewhere', async () => {
    const { Aedes } = await import('aedes')
    const { createServer } = await import('node:net')
    const aedes = await Aedes.createBroker()
    const server = createServer((socket) => aedes.handle(socket))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const run = await bench.made({ transport: 'mqtt', address: `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`, options: { topics: 'owntracks/+/+' } })
    await bench.up(run)
    await new Promise<void>((resolve) => aedes.publish({ cmd: 'publish', topic: 'owntracks/amal/phone', payload: Buffer.from(JSON.stringify({ _type: 'location', lat: 4, lon: 18, tst: 1, vel: 36 })), qos: 0, dup: false, retain: false }, () => resolve()))
    await until(() => bench.of(run).length === 1, 'heard')
    const [first] = bench.of(run)
    assert.deepEqual(first?.what === 'position' && [first.fix.subject, first.fix.speedMs], ['device:amal/phone', 10])
    await bench.edit(run, { enabled: false })
    await new Promise<void>((resolve) => aedes.close(() => resolve()))
    server.close()
  })

  const python = spawnSync('python3', ['-c', 'import pty']).status === 0
  test('a serial line', { skip: python && process.platform === 'linux' ? false : 'needs Linux and python3 for a pair of lines' }, async () => {
    const pair = spawn('python3', ['-c', 'import os,pty,sys\nm,s=pty.openpty()\nprint(os.ttyname(s),flush=True)\nfor line in sys.stdin: os.write(m,line.encode())'])
    const name = await new Promise<string>((resolve) => pair.stdout.once('data', (data) => resolve(String(data).trim())))
    const run = await bench.made({ transport: 'serial', address: name, options: { baud: 4800 } })
    await bench.up(run)
    assert.match(String(run.health().detail), /4800 baud/)
    pair.stdin.write(position('s', node.clock.now))
    await until(() => bench.of(run).length === 1, 'heard')
    pair.kill()
    await until(() => run.health().state === 'reconnecting', 'the line is gone')
    await bench.edit(run, { enabled: false })
  })

  test('a simulator plays the same again, plausibly, and says so', async () => {
    const options = { seed: 5, count: 9, lon: 18.5, lat: 4.4, radiusM: 20_000 }
    const at = 1_780_000_000_000
    assert.deepEqual(simulated(options, at), simulated(options, at))
    for (let second = 0; second < 4000; second += 10) {
      const [now, then] = [simulated(options, at + second * 1000), simulated(options, at + (second + 10) * 1000)]
      now.forEach((one, n) => {
        const next = then[n]
        assert.ok(one.what === 'position' && next?.what === 'position' && one.facts?.more?.['simulated'] === true)
        const metres = Math.hypot((next.fix.lat - one.fix.lat) * 111_320, (next.fix.lon - one.fix.lon) * 111_000)
        assert.ok(metres < 10 * 62 + 12, `${one.fix.subject} jumps ${metres} m in 10 s`)
        assert.ok(Math.hypot((one.fix.lat - 4.4) * 111_320, (one.fix.lon - 18.5) * 111_000) < 25_000)
      })
    }
    const run = await bench.made({ transport: 'simulator', codec: 'simulator', options: { count: 4 } })
    await until(() => bench.of(run).length >= 4, 'heard')
    await bench.edit(run, { enabled: false })
  })

  test('a group is joined on every interface', async () => {
    const port = await freePort()
    const run = await bench.made({ transport: 'multicast', address: '239.2.3.77', port })
    await bench.up(run)
    assert.match(String(run.health().detail), /joined 239\.2\.3\.77 .* on .*lo/)
    const socket = createSocket('udp4')
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', () => resolve()))
    socket.setMulticastInterface('127.0.0.1')
    const sending = setInterval(() => socket.send(position('g', node.clock.now), port, '239.2.3.77'), 50)
    await until(() => bench.of(run).length > 0, 'heard')
    clearInterval(sending)
    socket.close()
    await bench.edit(run, { enabled: false })
    const wrong = await bench.made({ transport: 'multicast', address: '10.0.0.1', port })
    await until(() => wrong.health().because !== null, 'refused')
    assert.match(String(wrong.health().because), /not a group/)
    await bench.edit(wrong, { enabled: false })
  })

  test('topics', () => {
    assert.equal(fits('a/b/c', 'a/+/c'), true)
    assert.equal(fits('a/b/c/d', 'a/+/c'), false)
    assert.equal(fits('a/b/c/d', 'a/#'), true)
    assert.equal(fits('a', 'a/#'), true)
    assert.equal(mayPublish('v/f/car/position', ['v/f/+/position'], 'car'), true)
    assert.equal(mayPublish('v/f/bus/position', ['v/f/+/position'], 'car'), false)
    assert.equal(mayPublish('v/f/bus/position', ['v/f/+/position'], 'gateway'), true)
    assert.equal(mayPublish('v/f/+/position', ['v/f/+/position'], '+'), false)
  })
})
