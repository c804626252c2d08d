import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { strToU8, zipSync } from 'fflate'
import { WebSocket } from 'ws'
import { chatEvent } from '../../../../formats/cot/chat.ts'
import { callsignOf } from '../../../../formats/cot/facts.ts'
import { consent } from '../../../../test/feeds.ts'
import { notifying } from '../../../../test/notifications.ts'
import type { RunningNode } from '../../../../test/running-node.ts'
import { freshId, SYSTEM, until } from '../../../../test/store.ts'
import { by, Device, selfEvent, takFeed } from '../../../../test/tak.ts'

/** Said everywhere before anybody knew that it is to be kept. */
const NAME = 'Hjalmarquist'

describe('a name that is to be kept, where nobody knows who reads', () => {
  let node: RunningNode
  let port: number
  let devices: Device[] = []
  const { who, call, act, make, post, prepared, start } = notifying()
  let id: string

  before(async () => {
    node = await start()
    await consent(node, 'granted')
    port = (await takFeed(node, {}, { config: { name: `Watch of ${NAME}` } })).port
    await make('writer', 'JOC-DO')
    const at = new Date(node.clock.now).toISOString()
    await node.store.commit(SYSTEM, [{ id: freshId('act'), record: freshId('incident'), kind: 'incident', type: 'create', at, basedOn: null, patch: { data: { type: 'INCIDENT', title: `Sergeant ${NAME} was hit`, narrative: 'At the gate.', category: 'AC.03', happened: { from: at, precision: 'EXACT' }, place: { lon: 18.5, lat: 4.3, precision: 1, radiusM: 50, method: 'GPS' } } } }])
    const warning = await call('writer', 'POST', '/api/records', { kind: 'warning', data: { event: 'Search', category: ['Rescue'], urgency: 'Immediate', severity: 'Severe', certainty: 'Observed', texts: [{ language: 'en', headline: `Sergeant ${NAME} is missed` }], areaDesc: 'Gate', circle: { lon: 18.5, lat: 4.3, km: 5 }, expires: '2999-01-01T00:00:00Z' } })
    assert.equal(warning.status, 201, warning.body)
    assert.equal((await act('chief', warning.json.id, 'issue')).status, 200)
  })
  after(async () => {
    devices.forEach((device) => device.socket.destroy())
    await node.close()
  })
  const join = async (uid: string, as: string): Promise<Device> => {
    const device = await Device.join(port, uid, by(who(as)), false)
    devices = [...devices, device]
    return device
  }
  const sent = (device: Device): string => device.raw.map((bytes) => Buffer.from(bytes).toString()).join('\n')

  test('is said before anybody knew', async () => {
    assert.match((await node.call('GET', '/api/cap')).body, new RegExp(NAME))
    const walker = await join('WALKER', 'preparer')
    walker.send(selfEvent('WALKER', {}, `Sgt ${NAME}`))
    const first = await join('FIRST', 'writer')
    first.send(selfEvent('FIRST'))
    await first.got((event) => event.uid === 'WALKER' && callsignOf(event) === `Sgt ${NAME}`)
    await until(() => sent(first).includes(`Sergeant ${NAME} was hit`), 'the incident is on its map')
    assert.match(await frameOf(node, who('duty').token), new RegExp(NAME))
    id = await prepared({}, { familyName: NAME })
  })

  test('is in no warning to the public', async () => {
    const feed = (await node.call('GET', '/api/cap')).body
    assert.match(feed, /Sergeant █+ is missed/)
    assert.ok(!feed.includes(NAME))
    const [, one] = /href="([^"]*\/api\/cap\/[^"]+)"/.exec(feed) ?? []
    assert.ok(!(await node.call('GET', one!.replace(/^https?:\/\/[^/]+/, ''))).body.includes(NAME))
  })

  test('is told to no device: not by what stands, not by what others write, not by what they are called', async () => {
    const [first, walker] = [devices.find((one) => one.uid === 'FIRST')!, devices.find((one) => one.uid === 'WALKER')!]
    await first.got((event) => event.uid === 'WALKER' && callsignOf(event) === 'Sgt █████')
    await until(() => /Sergeant █+ was hit/.test(sent(first)), 'the incident is told anew')
    const late = await join('LATE', 'duty')
    late.send(selfEvent('LATE'))
    await until(() => /Sergeant █+ was hit/.test(sent(late)), 'whoever comes later is told')
    walker.send(chatEvent({ messageId: 'm1', senderUid: 'WALKER', senderCallsign: `Sgt ${NAME}`, room: 'All Chat Rooms', roomId: 'All Chat Rooms', text: `${NAME} speaking`, at: Date.now(), members: [] }, []))
    walker.send(selfEvent('WALKER', { time: Date.now() + 2000 }, `Sgt ${NAME}`))
    await until(() => /█+ speaking/.test(sent(late)), 'the message comes without it')
    assert.ok(!sent(late).includes(NAME))
  })

  test('is in no frame of the live picture and in no answer of it', async () => {
    const frame = await frameOf(node, who('duty').token)
    assert.match((await call('chief', 'GET', '/api/feeds')).body, /Watch of █+/)
    assert.match(frame, /Sgt █+/)
    assert.ok(!frame.includes(NAME))
    for (const url of ['/api/feeds', '/api/tracks', '/api/tracks/live', '/api/tracks/nearest?lon=18.5&lat=4.3', `/api/tracks/at?at=${new Date(node.clock.now).toISOString()}`, '/api/tracks/export?format=csv&purpose=check', '/api/records?kind=track&limit=100', '/api/records?kind=message&limit=100']) {
      assert.ok(!(await call('duty', 'GET', url)).body.includes(NAME), url)
    }
  })

  test('is in no package for devices: a new one is refused, one that came before is held', async () => {
    const kept = 'Wqndersholm'
    const bytes = zipSync({ 'MANIFEST/manifest.xml': strToU8('<MissionPackageManifest version="2"/>'), 'm.cot': strToU8(`<event uid="m"><detail><contact callsign="Sgt ${kept}"/></detail></event>`) })
    const send = (data: Uint8Array) => {
      const head = Buffer.from('--edge\r\ncontent-disposition: form-data; name="assetfile"; filename="m.zip"\r\ncontent-type: application/zip\r\n\r\n')
      return node.call('POST', '/api/tak/packages', { as: who('chief'), raw: Buffer.concat([head, data, Buffer.from('\r\n--edge--\r\n')]), headers: { 'content-type': 'multipart/form-data; boundary=edge' } })
    }
    const before = await send(bytes)
    assert.equal(before.status, 201, before.body)
    const [file] = (await call('chief', 'GET', `/api/records/${before.json.id}/thread`)).json.attachments
    const open = async (as: string) => (await call(as, 'GET', `/api/attachments/${file.id}`)).status
    assert.equal(await open('chief'), 200)
    await prepared({}, { familyName: kept })
    assert.deepEqual([await open('chief'), await open('preparer')], [403, 200])
    const again = await send(zipSync({ 'other.cot': strToU8(`<event><detail><remarks>${kept} is here</remarks></detail></event>`) }))
    assert.equal(again.status, 422, again.body)
    assert.ok(!again.body.includes(kept))
  })

  test('is told again once next of kin are informed', async () => {
    const first = devices.find((one) => one.uid === 'FIRST')!
    const before = first.raw.length
    assert.equal((await post('preparer', id, 'next-of-kin', { informedAt: new Date(node.clock.now - 3_600_000).toISOString(), informedBy: 'Ministry' })).status, 200)
    await until(async () => (await node.call('GET', '/api/cap')).body.includes(NAME), 'the warning')
    await until(() => first.raw.slice(before).some((bytes) => Buffer.from(bytes).toString().includes(`Sergeant ${NAME} was hit`)), 'the device')
  })
})

/** The first frame of the live picture. */
async function frameOf(node: RunningNode, token: string): Promise<string> {
  const { port } = node.node.fastify.server.address() as { port: number }
  const socket = new WebSocket(`ws://127.0.0.1:${port}/api/live`, { headers: { authorization: `Bearer ${token}` } })
  try {
    return await new Promise((resolve, reject) => {
      socket.on('error', reject)
      socket.on('open', () => socket.send(JSON.stringify({ op: 'open', id: 'c', channel: 'tracks', params: {} })))
      socket.on('message', (bytes: Buffer) => {
        const text = bytes.toString('utf8')
        if (/"op":"channel"/.test(text)) {
          resolve(text)
        }
      })
    })
  } finally {
    socket.close()
  }
}
