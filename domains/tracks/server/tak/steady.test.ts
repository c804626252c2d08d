import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { SYSTEM } from '../../../../server/auth/reader.ts'
import type { Store } from '../../../../server/face.ts'
import { steadyAt } from '../../../../formats/cot/xml-steady.ts'
import { runningNode, type Person, type RunningNode } from '../../../../test/running-node.ts'
import { freshId, until } from '../../../../test/store.ts'
import { by, Device, endOf, takFeed, takGround } from '../../../../test/tak.ts'

/** Reports that repeat but for their numbers pass by much of what others go through: what holds for others must hold for them. */
describe('steady reports of TAK devices', () => {
  let node: RunningNode
  let feed: { id: string; port: number }
  let alfa: Person
  let bravo: Person
  let low: Person
  let devices: Device[] = []
  let at = Date.now()
  before(async () => {
    node = await runningNode({ config: { requestsPerMinute: 1e9 } })
    await takGround(node)
    alfa = await node.person('alfa')
    bravo = await node.person('bravo')
    low = await node.person('low', { clearance: 'U' })
    feed = await takFeed(node, { perClient: 10_000 })
  })
  after(async () => {
    devices.forEach((device) => device.socket.destroy())
    await node.close()
  })
  const join = async (uid: string, who: Person) => {
    const device = await Device.join(feed.port, uid, by(who))
    devices.push(device)
    return device
  }
  const leave = async () => {
    await Promise.all(devices.map((device) => device.leave()))
    devices = []
  }
  const text = (uid: string, callsign: string, n: number): string => {
    at = Math.max(at + 1, Date.now() + 1000)
    const time = new Date(at).toISOString()
    return `<event version="2.0" uid="${uid}" type="a-f-G-U-C" time="${time}" start="${time}" stale="${new Date(at + 300_000).toISOString()}" how="m-g"><point lat="${(4.3 + n / 1e6).toFixed(7)}" lon="18.5" hae="400.0" ce="5.0" le="5.0"/><detail><takv os="34" version="5.2" device="TEST" platform="ATAK-CIV"/><contact endpoint="*:-1:stcp" callsign="${callsign}"/><__group role="Team Member" name="Cyan"/><track course="${n % 360}.0" speed="1.5"/><odd é="ü">⚑</odd></detail></event>`
  }
  /** So many reports of a device that moves, in two goes, until the node has taken all of them; the texts sent. */
  const moves = async (device: Device, many: number, callsign = device.uid): Promise<string[]> => {
    const texts = Array.from({ length: many }, (_, n) => text(device.uid, callsign, n))
    const half = texts.length >> 1
    device.text(texts.slice(0, half).join('\n'))
    await device.pong()
    device.text(texts.slice(half).join('\n'))
    await device.pong()
    return texts
  }
  const isSteady = (one: string): boolean => {
    const bytes = Buffer.from(one)
    return steadyAt(bytes, 0, bytes.length, (of, from, to) => Buffer.from(of).toString('latin1', from, to)) !== null
  }
  const rawOf = (device: Device): string[] => device.raw.map((raw) => Buffer.from(raw).toString())

  it('reach everybody who may see them byte by byte, none lost and none twice, and nobody else', async () => {
    const [a, b, c] = [await join('S-1', alfa), await join('T-1', bravo), await join('L-1', low)]
    const texts = await moves(a, 60)
    assert.ok(texts.slice(4).every(isSteady), 'they are what this is about')
    await until(() => b.events.filter(({ uid, how }) => uid === 'S-1' && how === 'm-g').length >= 60, 'all of them have come')
    await Promise.all([b.pong(), c.pong()])
    const sent = new Set(texts)
    assert.deepEqual(rawOf(b).filter((one) => sent.has(one)), texts)
    assert.ok(rawOf(c).every((one) => !one.includes('S-1')), 'cleared for U alone')
    const shown = JSON.stringify((await node.call('GET', '/api/tracks?limit=100', { as: alfa })).json)
    assert.ok(shown.includes('S-1'), 'and they are on the picture')
    await leave()
  })

  it('are sent on to receivers of the newer protocol as what they say', async () => {
    const [a, b] = [await join('S-2', alfa), await join('T-2', bravo)]
    await b.upgrade()
    const texts = await moves(a, 20)
    assert.ok(isSteady(texts.at(-1)!))
    const last = await b.got((event) => event.uid === 'S-2' && event.time === at)
    assert.deepEqual(last.detail.map(({ name }) => name).toSorted(), ['__group', 'contact', 'odd', 'takv', 'track'])
    assert.deepEqual(last.detail.find(({ name }) => name === 'odd'), { name: 'odd', attrs: ['é', 'ü'], nodes: ['⚑'] })
    await leave()
  })

  it('are seen by whom the handling of their track allows, from the moment it changes in the midst of them', async () => {
    const [a, b, c] = [await join('S-3', alfa), await join('T-3', bravo), await join('L-3', low)]
    const had = (device: Device, texts: string[]) => {
      const sent = new Set(texts)
      return rawOf(device).filter((one) => sent.has(one)).length
    }
    const first = await moves(a, 10)
    const record = freshId('track')
    const handling = { level: 'U', compartments: [], owner: 'mission', releasableTo: ['*'], caveats: [] }
    await node.store.commit(SYSTEM, [{ id: freshId('act'), record, kind: 'track', type: 'create', at: new Date().toISOString(), basedOn: null, patch: { data: { name: 'Alfa', subjects: ['cot:S-3'], sort: 'person', affiliation: 'friend', feed: feed.id }, handling } as never }])
    await c.got((event) => event.uid === 'S-3')
    const second = await moves(a, 10)
    await node.store.commit(SYSTEM, [{ id: freshId('act'), record, kind: 'track', type: 'handle', at: new Date().toISOString(), basedOn: 1, patch: { handling: { ...handling, level: 'SC' } } as never, reason: 'close protection' }])
    await Promise.all([b, c].map((one) => one.got((event) => endOf(event) === 'S-3')))
    const third = await moves(a, 10)
    assert.ok(third.every(isSteady))
    await Promise.all([b.pong(), c.pong()])
    assert.deepEqual([had(b, first), had(b, second), had(b, third)], [10, 10, 0])
    assert.deepEqual([had(c, first.slice(0, -1)), had(c, second), had(c, third)], [0, 10, 0])
    await leave()
  })

  it('end for a receiver whose rights are taken away in the midst of them', async () => {
    const [a, b] = [await join('S-4', alfa), await join('T-4', bravo)]
    await moves(a, 10)
    const account = await node.store.get(SYSTEM, bravo.account.id)
    await node.store.commit(SYSTEM, [{ id: freshId('act'), record: bravo.account.id, kind: 'user', type: 'edit', at: new Date().toISOString(), basedOn: account!.record.version, patch: { fields: { clearance: 'U' } } }])
    await b.got((event) => endOf(event) === 'S-4')
    const later = new Set(await moves(a, 10))
    await b.pong()
    assert.deepEqual(rawOf(b).filter((one) => later.has(one)), [])
    const now = await node.store.get(SYSTEM, bravo.account.id)
    await node.store.commit(SYSTEM, [{ id: freshId('act'), record: bravo.account.id, kind: 'user', type: 'edit', at: new Date().toISOString(), basedOn: now!.record.version, patch: { fields: { clearance: 'C' } } }])
    await leave()
  })

  it('are taken from nobody but the connection they are of', async () => {
    const [a, b, c] = [await join('S-5', alfa), await join('T-5', bravo), await join('L-5', bravo)]
    await moves(a, 10)
    const stolen = Array.from({ length: 5 }, (_, n) => text('S-5', 'S-5', n))
    assert.ok(stolen.every(isSteady))
    b.text(stolen.join('\n'))
    await Promise.all([b.pong(), c.pong()])
    const sent = new Set(stolen)
    assert.deepEqual(rawOf(c).filter((one) => sent.has(one)), [])
    const state = (await node.call('GET', '/api/tracks/tak', { as: alfa })).json
    assert.equal(state.clients.find((one: { uid: string }) => one.uid === 'T-5').refused, 5)
    await leave()
  })

  it('are told without a word that comes to be kept from their readers in the midst of them, and with it afterwards', async () => {
    const [a, b] = [await join('S-6', alfa), await join('T-6', bravo)]
    await moves(a, 10, 'Amal Haddad')
    let kept = ''
    const cut = (said: string): string => (kept === '' ? said : said.replaceAll(kept, '█'))
    const veil: Parameters<Store['veil']>[0] = { of: () => cut, names: () => false, holds: () => false }
    const handle = node.store.veil(veil)
    await moves(a, 10, 'Amal Haddad')
    kept = 'Haddad'
    handle.changed()
    const before = b.raw.length
    await moves(a, 10, 'Amal Haddad')
    await b.got((event) => event.uid === 'S-6' && event.time === at)
    const told = rawOf(b).slice(before).filter((one) => one.includes('uid="S-6"'))
    assert.ok(told.length >= 10 && told.every((one) => !one.includes('Haddad') && one.includes('Amal █')))
    kept = ''
    handle.changed()
    await moves(a, 10, 'Amal Haddad')
    await b.got((event) => event.uid === 'S-6' && event.time === at)
    assert.ok(rawOf(b).at(-1)!.includes('Amal Haddad') || rawOf(b).some((one) => one.includes('Amal Haddad') && one.includes(new Date(at).toISOString())))
    handle.stop()
    await leave()
  })
})
