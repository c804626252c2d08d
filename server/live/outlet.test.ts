import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { test } from 'node:test'
import { WebSocket, WebSocketServer } from 'ws'
import { Written } from './channel.ts'
import { DEFLATE } from './frames.ts'
import { Outlet } from './outlet.ts'

/** A server whose outlets are handed over as screens connect; `screen` opens one and collects what it reads. */
async function wired(work: (open: (packs: boolean, now?: () => number) => Promise<{ answered: () => Promise<unknown>; outlet: Outlet; read: string[]; wireBytes: () => number; closed: Promise<unknown> }>) => Promise<void>): Promise<void> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: DEFLATE })
  await once(server, 'listening')
  const screens: WebSocket[] = []
  try {
    await work(async (packs, now) => {
      const screen = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`, { perMessageDeflate: packs })
      screens.push(screen)
      const read: string[] = []
      screen.on('message', (data: Buffer) => read.push(data.toString('utf8')))
      const [[socket, request]] = await Promise.all([once(server, 'connection') as Promise<[WebSocket, { socket: Duplex & { bytesWritten: number } }]>, once(screen, 'open')])
      const before = request.socket.bytesWritten
      return { outlet: new Outlet(socket, request.socket, now), answered: () => once(socket, 'pong'), read, wireBytes: () => request.socket.bytesWritten - before, closed: once(screen, 'close') }
    })
  } finally {
    screens.forEach((one) => one.terminate())
    server.close()
  }
}

async function hasRead(read: readonly string[], count: number): Promise<void> {
  while (read.length < count) {
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

test('what is long is packed beside the main thread and still comes in its turn; short, long and shared frames arrive as they were', async () => {
  await wired(async (open) => {
    for (const packs of [true, false]) {
      const { outlet, read } = await open(packs)
      const row = (i: number): string => `[${i},${i * 1.000_1},"قافلة ${i}"]`
      const texts = [0, 1, 40, 20_000, 3, 50, 5_000, 0].map((count) => `{"rows":[${Array.from({ length: count }, (_, i) => row(i)).join(',')}]}`)
      const sent = texts.map((text, i) => {
        if (i % 2 === 0) {
          outlet.send(text)
          return text
        }
        outlet.send({ head: `{"seq":${i},"data":`, body: new Written(text) })
        return `{"seq":${i},"data":${text}}`
      })
      await hasRead(read, sent.length)
      assert.deepEqual(read, sent)
      assert.equal(outlet.bufferedAmount, 0)
    }
  })
})

test('what many are sent alike is packed once and reads the same for each, behind heads of any length', async () => {
  await wired(async (open) => {
    const body = new Written(JSON.stringify(Array.from({ length: 400 }, (_, i) => ({ n: i, name: `Patrol ${i}` }))))
    const packed = body.packed()
    for (const length of [20, 100, 1_000, 70]) {
      const { outlet, read, wireBytes } = await open(true)
      const head = `{"id":"${'t'.repeat(length)}","data":`
      outlet.send({ head, body })
      await hasRead(read, 1)
      assert.equal(read[0], `${head}${body.json}}`)
      assert.ok(wireBytes() < head.length + body.json.length / 4, `${wireBytes()} bytes on the wire`)
    }
    assert.equal(body.packed(), packed)
  })
})

test('what waits is counted, and nothing is sent after the end', async () => {
  await wired(async (open) => {
    const { outlet, read, wireBytes, closed } = await open(true)
    const body = new Written(JSON.stringify('x'.repeat(200_000)))
    outlet.send({ head: '{"data":', body })
    outlet.send('after')
    assert.ok(outlet.bufferedAmount >= 200_000)
    outlet.close(1000, 'enough')
    outlet.send('never')
    assert.equal(outlet.bufferedAmount < 200, true)
    const written = wireBytes()
    // What waited is ready to leave only now, and a screen that has been told the end can be told nothing more.
    await Promise.all([body.packed(), closed])
    await new Promise(setImmediate)
    assert.equal(wireBytes(), written)
    assert.deepEqual(read, [])
  })
})

test('over a line that answers at once nothing is packed; over one that is far, or not known yet, all is, and what arrives is the same', async () => {
  await wired(async (open) => {
    let now = 0
    const row = (i: number): string => `[${i},"قافلة ${i}"]`
    const text = `[${Array.from({ length: 9_000 }, (_, i) => row(i)).join(',')}]`
    const { outlet, read, wireBytes, answered } = await open(true, () => now)
    const head = '{"seq":1,"data":'
    const wire: number[] = []
    const say = async (): Promise<void> => {
      for (const body of [new Written(text), new Written(Buffer.from(text.slice(0, 400) + ']'.padStart(700, ' ')))]) {
        const [before, count] = [wireBytes(), read.length]
        outlet.send({ head, body })
        await hasRead(read, count + 1)
        assert.equal(read.at(-1), `${head}${body.json}}`)
        wire.push((wireBytes() - before) / Buffer.byteLength(read.at(-1)!))
      }
    }
    const ask = async (ms: number): Promise<void> => {
      const done = answered()
      outlet.ping()
      now += ms
      await done
    }
    await say()
    await ask(600)
    await say()
    await ask(3)
    await say()
    for (let i = 0; i < 6; i += 1) {
      await ask(600)
    }
    await say()
    assert.deepEqual(wire.map((share) => share >= 1), [false, false, false, false, true, true, false, false])
  })
})
