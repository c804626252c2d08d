import assert from 'node:assert/strict'
import { connect as connectTls } from 'node:tls'
import { generateKeyPairSync } from 'node:crypto'
import { after, before, describe, it } from 'node:test'
import { WebSocket } from 'ws'
import { readCot, writeCotText } from '../../../../formats/cot/xml.ts'
import { writeTakMessage } from '../../../../formats/cot/proto-write.ts'
import { frameStream } from '../../../../formats/cot/stream.ts'
import { SYSTEM } from '../../../../server/auth/reader.ts'
import { runningNode, type Person, type RunningNode } from '../../../../test/running-node.ts'
import { consent } from '../../../../test/feeds.ts'
import { until } from '../../../../test/store.ts'
import { by, Device, selfEvent, takFeed } from '../../../../test/tak.ts'
import { takAdminOf } from '../tak-admin/service.ts'

describe('TAK devices with a certificate, and programs over WebSocket', () => {
  let node: RunningNode
  let alfa: Person
  let bravo: Person
  let port = 0
  let http = 0
  let clear = 0
  before(async () => {
    node = await runningNode()
    await consent(node, 'granted')
    http = await node.node.listen({ port: 0, host: '127.0.0.1' })
    alfa = await node.person('alfa')
    bravo = await node.person('bravo')
    await takAdminOf(node.node.app).authority.ensure()
    port = (await takFeed(node, { tls: true })).port
    clear = (await takFeed(node)).port
  })
  after(() => node.close())

  /** A certificate of the node's own authority for an account. */
  const issue = async (person: Person) => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const { authority } = takAdminOf(node.node.app)
    const issued = await authority.issueTo(person.account, { publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(), device: 'test' }, SYSTEM)
    return { key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), cert: issued.cert, serial: issued.serial }
  }
  /** A device that is admitted, or null: with TLS 1.3 a client learns only afterwards that it was refused. */
  const dial = async (own: { key: string; cert: string } | null, uid = 'nobody'): Promise<Device | null> => {
    const device = new Device(connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false, ...own }), uid)
    await until(() => device.closed || device.events.length > 0, 'it is admitted or refused')
    return device.closed ? null : device
  }

  it('who has a certificate is its account, without any other word; withdrawn, the connection ends and no other is taken', async () => {
    const own = await issue(alfa)
    const a = await dial(own, 'A-1')
    assert.ok(a, 'admitted')
    const b = await Device.join(clear, 'B-1', by(bravo))
    a.send(selfEvent('A-1'))
    await b.got((event) => event.uid === 'A-1')
    await a.upgrade()
    const row = (await node.call('GET', '/api/tracks/tak', { as: bravo })).json.clients.find((one: { uid: string }) => one.uid === 'A-1')
    assert.deepEqual([row.login, row.transport, row.protocol], ['alfa', 'tls', 'protobuf-1'])
    await takAdminOf(node.node.app).authority.revoke(own.serial, alfa.account, SYSTEM, 'lost')
    await until(() => a.closed, 'cut')
    assert.equal(await dial(own), null)
    await b.leave()
  })

  it('takes nobody without a certificate, or with one of another authority', async () => {
    assert.equal(await dial(null), null)
    const other = await runningNode()
    try {
      const stranger = await other.person('alfa')
      const { authority } = takAdminOf(other.node.app)
      await authority.ensure()
      const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
      const issued = await authority.issueTo(stranger.account, { publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(), device: 'test' }, SYSTEM)
      assert.equal(await dial({ key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), cert: issued.cert }), null)
    } finally {
      await other.close()
    }
  })

  it('a WebSocket with a token is its account, in text and in binary; without one, or without a feed, it is refused', async () => {
    const address = `ws://127.0.0.1:${http}/api/tracks/tak/stream`
    const refused = async (headers: Record<string, string>) => new Promise<number>((resolve) => {
      const socket = new WebSocket(address, { headers })
      socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0))
      socket.on('open', () => resolve(101))
      socket.on('error', () => undefined)
    })
    const signed = { authorization: `Bearer ${alfa.token}` }
    assert.equal(await refused(signed), 503)
    await takFeed(node, {}, { config: { transport: 'websocket' } })
    assert.equal(await refused({}), 401)
    const socket = new WebSocket(address, { headers: signed })
    const texts: string[] = []
    const binaries: Buffer[] = []
    socket.on('message', (data: Buffer, binary: boolean) => (binary ? binaries.push(data) : texts.push(data.toString())))
    await new Promise((resolve) => socket.once('open', resolve))
    const b = await Device.join(clear, 'B-3', by(bravo))
    socket.send(writeCotText(selfEvent('W-3')))
    await b.got((event) => event.uid === 'W-3')
    await until(() => texts.some((text) => text.includes('uid="B-3"')), 'text for text')
    const read = readCot(Buffer.from(texts.find((text) => text.includes('uid="B-3"'))!))
    assert.equal(read.ok && read.value.uid, 'B-3')
    socket.send(frameStream(writeTakMessage({ control: null, event: selfEvent('W-3', { time: Date.now() + 1000 }) })))
    await b.got((event) => event.uid === 'W-3' && event.time > Date.now())
    b.send(selfEvent('B-3', { time: Date.now() + 1000 }))
    await until(() => binaries.length > 0, 'binary for binary')
    await node.store.side.dropToken((await node.store.side.tokensOf(alfa.account.id))[0]!.id)
    await until(() => socket.readyState === WebSocket.CLOSED, 'cut with its token')
    await b.leave()
  })
})
