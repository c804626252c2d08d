import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { SYSTEM } from '../auth/reader.ts'
import { openSession, SESSION_COOKIE } from '../auth/sessions.ts'
import { action, ENGINES, report, square, until } from '../../test/store.ts'
import { running, type Running } from '../../test/screens.ts'

const ALL = { kind: 'incident' }

for (const engine of ENGINES) {
  describe(`live on ${engine.name}`, { skip: engine.skip }, () => {
    let node: Running
    before(async () => { node = await running(engine.name) })
    after(() => node.stop())

    test('a snapshot, then a delta for what is made and changed, numbered without gaps', async () => {
      const chief = await node.person('chief')
      const [first] = await node.write(report({ title: 'Before' }))
      const screen = await node.screen(chief)
      const snapshot = await screen.subscribe({ ...ALL, ids: [first!.id, 'live-new'] })
      assert.deepEqual(snapshot.items.map((item) => item.title), ['Before'])
      assert.equal(snapshot.total, 1)

      const [made] = await node.write(report({ title: 'Made' }, { record: 'live-new' }))
      const one = await screen.next('delta')
      assert.deepEqual([one.seq, one.upsert.map((item) => item.title), one.remove, one.total], [1, ['Made'], [], 2])
      assert.ok(one.position > snapshot.position)

      await node.write(action(made!, 'edit', { fields: { title: 'Changed' } }))
      const two = await screen.next('delta')
      assert.deepEqual([two.seq, two.upsert.map((item) => [item.title, item.version]), two.total], [2, [['Changed', 2]], 2])
      const listed = (await (await node.get(`/api/records/${made!.id}`, chief.token)).json()) as object
      assert.deepEqual(two.upsert[0], listed, 'a live record is what the API answers')
    })

    test('what leaves the query is taken away only from those who had it', async () => {
      const [mine, other] = [await node.person('mine'), await node.person('other')]
      const [record] = await node.write(report({ title: 'Leaves', category: 'AC.03' }))
      const had = await node.screen(mine)
      const never = await node.screen(other)
      await had.subscribe({ ...ALL, ids: [record!.id], where: { category: ['AC.03'] } })
      assert.equal((await never.subscribe({ ...ALL, ids: [record!.id], where: { category: ['EX.01'] }, text: 'nothing' })).total, 0)
      await node.write(action(record!, 'edit', { fields: { category: 'HA.01' } }))
      const gone = await had.next('delta')
      assert.deepEqual([gone.remove, gone.upsert, gone.total], [[record!.id], [], 0])
      await never.subscribe({ ...ALL, ids: ['none'] }, 'after')
      assert.equal(JSON.stringify(never.frames).includes(record!.id), false)
    })

    test('an id never reaches a reader who may not see it, and what is withdrawn from sight is removed', async () => {
      const [cleared, plain] = [await node.person('cleared'), await node.person('plain', { clearance: 'U' })]
      const high = await node.screen(cleared)
      const low = await node.screen(plain)
      const query = { ...ALL, text: 'Zarafin' }
      await high.subscribe(query)
      await low.subscribe(query)
      const [secret] = await node.write(report({ title: 'Zarafin hidden' }, { handling: { level: 'SC' } }))
      assert.equal((await high.next('delta')).upsert[0]?.id, secret!.id)
      const [open] = await node.write(report({ title: 'Zarafin open' }))
      assert.deepEqual((await low.next('delta')).upsert.map((item) => item.id), [open!.id])
      await node.write(action(open!, 'handle', { handling: { level: 'SC', compartments: [], owner: 'MISSION', releasableTo: ['*'], caveats: [] } }, { reason: 'names a witness' }))
      const taken = await low.next('delta')
      assert.deepEqual([taken.seq, taken.remove, taken.upsert, taken.total], [2, [open!.id], [], 0])
      assert.equal(JSON.stringify(low.frames).includes(secret!.id), false)
    })

    test('a record made and hidden before anything was sent is not named', async () => {
      const plain = await node.person('plain', { clearance: 'U' })
      const screen = await node.screen(plain)
      await screen.subscribe({ ...ALL, text: 'Belmar' })
      const made = report({ title: 'Belmar' })
      await node.write(made, { ...action({ id: made.record, kind: 'incident', version: 1 }, 'handle', { handling: { level: 'SC', compartments: [], owner: 'MISSION', releasableTo: ['*'], caveats: [] } }), reason: 'names a witness' })
      const [later] = await node.write(report({ title: 'Belmar' }))
      assert.equal((await screen.next('delta')).upsert[0]?.id, later!.id)
      assert.equal(JSON.stringify(screen.frames).includes(made.record), false)
    })

    test('the total moves when a record that was not on the page leaves', async () => {
      const chief = await node.person('chief')
      const made = await node.write(...Array.from({ length: 3 }, () => report({ title: 'Karvonen' })))
      const screen = await node.screen(chief)
      const snapshot = await screen.subscribe({ ...ALL, text: 'Karvonen', limit: 1 })
      assert.deepEqual([snapshot.items.length, snapshot.total], [1, 3])
      const off = made.find((record) => record.id !== snapshot.items[0]?.id)!
      await node.write(action(off, 'edit', { fields: { title: 'Elsewhere' } }))
      const delta = await screen.next('delta')
      assert.deepEqual([delta.upsert, delta.remove, delta.total], [[], [], 2])
    })

    test('whatever comes, changes, hides and leaves: totals and records stay those of the API', async () => {
      const people = [await node.person('all'), await node.person('some', { clearance: 'U' })]
      const query = { ...ALL, text: 'Wechsel', limit: 3 }
      const screens = await Promise.all(people.map((person) => node.screen(person)))
      const shown = new Map<number, Map<string, number>>()
      for (const [i, screen] of screens.entries()) {
        shown.set(i, new Map((await screen.subscribe(query)).items.map((item) => [item.id, item.version])))
      }
      const level = (name: string) => ({ handling: { level: name, compartments: [], owner: 'MISSION', releasableTo: ['*'], caveats: [] } })
      let records: { id: string; kind: string; version: number }[] = []
      for (let round = 0; round < 40; round += 1) {
        const made = await node.write(...Array.from({ length: 1 + (round % 3) }, (_, k) => report({ title: `Wechsel ${round} ${k}` }, { handling: { level: (round + k) % 3 === 0 ? 'SC' : 'U' } })))
        const changed = await node.write(...records.filter((_, k) => (k + round) % 5 === 0).map((record, k) => {
          switch ((k + round) % 4) {
            case 0: return action(record, 'edit', { fields: { title: `Anders ${round}` } })
            case 1: return action(record, 'edit', { fields: { title: `Wechsel again ${round}` } })
            case 2: return action(record, 'handle', level('SC'), { reason: 'names a witness' })
            default: return action(record, 'handle', level('U'), { reason: 'known by now' })
          }
        }))
        const newest = new Map(changed.map((record) => [record.id, record]))
        records = [...records.map((record) => newest.get(record.id) ?? record), ...made]
      }
      for (const [i, screen] of screens.entries()) {
        const page = (await (await node.get('/api/records?kind=incident&q=Wechsel&limit=1000', people[i]!.token)).json()) as { total: number; items: { id: string; version: number }[] }
        const deltas = () => screen.frames.filter((frame) => frame.op === 'delta')
        await until(() => {
          const now = new Map(shown.get(i))
          for (const { upsert, remove } of deltas()) {
            remove.forEach((id) => now.delete(id))
            upsert.forEach((item) => now.set(item.id, item.version))
          }
          return deltas().at(-1)?.total === page.total && now.size === page.total && page.items.every((item) => now.get(item.id) === item.version)
        }, `screen ${i} shows what the API answers (${page.total}, told ${deltas().at(-1)?.total})`)
        assert.equal(deltas().at(-1)?.total, page.total)
      }
    })

    test('after a gap exactly what was missed is sent', async () => {
      const chief = await node.person('chief')
      const query = { ...ALL, text: 'Ostvik' }
      const [kept, leaves] = await node.write(report({ title: 'Ostvik kept' }), report({ title: 'Ostvik leaves' }))
      const before = await node.screen(chief)
      const { position } = await before.subscribe(query)
      await before.leave()
      const [fresh] = await node.write(report({ title: 'Ostvik fresh' }))
      await node.write(action(kept!, 'edit', { fields: { title: 'Ostvik edited' } }), action(leaves!, 'edit', { fields: { title: 'Gone' } }))
      const hidden = report({ title: 'Ostvik hidden later' })
      await node.write(hidden, action({ id: hidden.record, kind: 'incident', version: 1 }, 'edit', { fields: { title: 'Gone too' } }))

      const back = await node.screen(chief)
      back.send({ op: 'resume', id: 's', query, from: position })
      const delta = await back.next('delta')
      assert.equal(delta.seq, 1)
      assert.deepEqual(new Map(delta.upsert.map((item) => [item.id, item.title])), new Map([[fresh!.id, 'Ostvik fresh'], [kept!.id, 'Ostvik edited']]))
      assert.deepEqual(delta.remove, [leaves!.id])
      assert.equal(delta.total, 2)

      // What was on the screen before the gap is still known after it.
      await node.write(action({ ...kept!, version: 2 }, 'retract', {}, { reason: 'double' }))
      assert.deepEqual((await back.next('delta')).remove, [kept!.id])
    })

    test('nothing missed is answered too; too old, from the future or asked by another is a snapshot', async () => {
      const [chief, other] = [await node.person('chief'), await node.person('other')]
      const query = { ...ALL, text: 'Nordlund' }
      const first = await node.screen(chief)
      const { position } = await first.subscribe(query)
      await first.leave()
      const back = await node.screen(chief)
      back.send({ op: 'resume', id: 's', query, from: position })
      const delta = await back.next('delta')
      assert.deepEqual([delta.seq, delta.upsert, delta.remove, delta.total], [1, [], [], 0])
      back.send({ op: 'resume', id: 'old', query, from: 0 })
      back.send({ op: 'resume', id: 'future', query, from: 1e12 })
      await back.next('snapshot', 'future')
      const stranger = await node.screen(other)
      stranger.send({ op: 'resume', id: 's', query, from: position })
      await stranger.next('snapshot', 's')
    })

    test('words that are kept from now on leave the screens that follow, and those that come back', async () => {
      const chief = await node.person('chief')
      const query = { ...ALL, text: 'Kvitfjell' }
      await node.write(report({ title: 'Kvitfjell Ingvarsdal' }))
      const [stays, leaves] = [await node.screen(chief), await node.screen(chief)]
      await stays.subscribe(query)
      const { position } = await leaves.subscribe(query)
      await leaves.leave()
      const veil = node.store.veil({ of: () => (text) => text.replaceAll('Ingvarsdal', '…'), names: () => false, holds: () => false })
      veil.changed()
      assert.deepEqual((await stays.next('snapshot', 's')).items.map((item) => item.title), ['Kvitfjell …'])
      const back = await node.screen(chief)
      back.send({ op: 'resume', id: 's', query, from: position })
      assert.deepEqual((await back.next('snapshot', 's')).items.map((item) => item.title), ['Kvitfjell …'])
      veil.stop()
    })

    test('a subscription opened anew under its id starts anew', async () => {
      const chief = await node.person('chief')
      const screen = await node.screen(chief)
      await screen.subscribe({ ...ALL, text: 'Fjordane' })
      await screen.subscribe({ ...ALL, text: 'Havnes' })
      await node.write(report({ title: 'Fjordane' }), report({ title: 'Havnes' }))
      const delta = await screen.next('delta')
      assert.deepEqual([delta.seq, delta.upsert.map((item) => item.title)], [1, ['Havnes']])
      screen.send({ op: 'unsubscribe', id: 's' })
      screen.send({ op: 'subscribe', id: 'later', query: { ...ALL, text: 'Havnes' } })
      await screen.next('snapshot', 'later')
      await node.write(report({ title: 'Havnes' }))
      assert.equal((await screen.next('delta', 'later')).upsert.length, 1)
      assert.equal(screen.frames.filter((frame) => frame.op === 'delta' && frame.id === 's').length, 1)
    })

    test('other rights are another picture: a new snapshot, and nothing of the old', async () => {
      const watcher = await node.person('watcher')
      const query = { ...ALL, text: 'Skogen' }
      const [secret, open] = await node.write(report({ title: 'Skogen secret' }, { handling: { level: 'SC' } }), report({ title: 'Skogen open' }))
      const screen = await node.screen(watcher)
      assert.equal((await screen.subscribe(query)).total, 2)
      await node.write(
        action(watcher.account, 'edit', { fields: { clearance: 'U' } }),
        action(secret!, 'edit', { fields: { title: 'Skogen even more secret' } }),
      )
      const snapshot = await screen.next('snapshot', 's')
      assert.deepEqual([snapshot.total, snapshot.items.map((item) => item.id)], [1, [open!.id]])
      assert.equal(JSON.stringify(screen.frames).includes('even more secret'), false)
    })

    test('a disabled account is closed at once, and so is a session or token that ends', async () => {
      const person = await node.person('leaver')
      const [byToken, byOther] = [await node.screen(person), await node.screen(await node.person('stays'))]
      const { value, session } = await openSession(node.store, person.account.id, { agent: 'test', address: '127.0.0.1', now: Date.now() })
      const byCookie = await node.screen({ headers: { cookie: `${SESSION_COOKIE}=${value}`, origin: `http://127.0.0.1:${node.port}` } })
      await node.store.side.dropSession(session.id)
      assert.equal((await byCookie.closed).code, 4401)
      await node.write(action(person.account, 'edit', { fields: { disabled: true } }))
      assert.equal((await byToken.closed).code, 4401)
      const third = await node.person('third')
      const last = await node.screen(third)
      const [token] = await node.store.side.tokensOf(third.account.id)
      await node.store.side.dropToken(token!.id)
      assert.equal((await last.closed).code, 4401)
      assert.equal(byOther.socket.readyState, byOther.socket.OPEN)
    })

    test('places that move change what a screen bound to them shows', async () => {
      await node.store.commit(SYSTEM, [square('north', 'sector', null, 10, 10, 20, 20), square('south', 'sector', null, 10, 0, 20, 10)])
      const northerner = await node.person('north', { grants: [{ role: 'JOC-DO', area: 'north' }] })
      const [record] = await node.write(report({ title: 'Grenze', place: { lon: 15, lat: 15, precision: 1, radiusM: 10, method: 'GPS' } }))
      const screen = await node.screen(northerner)
      assert.equal((await screen.subscribe({ ...ALL, text: 'Grenze' })).items[0]?.id, record!.id)
      await node.write({ ...square('x', 'sector', null, 0, 0, 1, 1), record: 'under', patch: { data: { name: 'Under', code: 'UNDER', type: 'aor', parent: 'north' } } })
      assert.equal((await screen.next('snapshot', 's')).total, 1)
    })
  })
}

describe('live: refusals and limits', () => {
  let node: Running
  before(async () => { node = await running('sqlite') })
  after(() => node.stop())

  const WRONG: [string, string, RegExp, string][] = [
    ['no JSON', '{"op":', /not JSON/, 'malformed-body'],
    ['an unknown frame', '{"op":"shout"}', /^\/op: .*Use subscribe, resume/, 'invalid-input'],
    ['a frame that is no object', '[1]', /^\/op/, 'invalid-input'],
    ['a member nobody knows', '{"op":"subscribe","id":"s","query":{"kind":"incident","sql":"x"}}', /^\/query\/sql: .*Leave it out/, 'invalid-input'],
    ['a member missing', '{"op":"subscribe","query":{"kind":"incident"}}', /^\/id: .*Add "id"/, 'invalid-input'],
    ['a wrong value', '{"op":"subscribe","id":"s","query":{"kind":"incident","severity":9}}', /^\/query\/severity/, 'invalid-input'],
    ['too deep', `{"op":"subscribe","id":"s","query":${'['.repeat(5000)}${']'.repeat(5000)}}`, /nested deeper than 8/, 'too-large'],
    ['too long', `{"op":"ping","t":1,"x":"${'x'.repeat(70_000)}"}`, /longer than 64 KiB/, 'too-large'],
    ['an unknown kind', '{"op":"subscribe","id":"s","query":{"kind":"unicorn"}}', /"unicorn".*Use one of/, 'invalid-input'],
    ['a facet the kind does not have', '{"op":"subscribe","id":"s","query":{"kind":"incident","where":{"colour":["red"]}}}', /colour.*Use one of/, 'invalid-query'],
    ['a time that is none', '{"op":"subscribe","id":"s","query":{"kind":"incident","time":{"axis":"happened","from":"yesterday"}}}', /yesterday/, 'invalid-query'],
    ['a box upside down', '{"op":"subscribe","id":"s","query":{"kind":"incident","bbox":[0,10,1,5]}}', /bbox/, 'invalid-query'],
  ]
  for (const [what, frame, says, id] of WRONG) {
    test(`${what} is answered by a problem that names the field and the fix; the connection goes on`, async () => {
      const screen = await node.screen(await node.person('chief'))
      screen.socket.send(frame)
      const { problem } = await screen.next('problem')
      assert.equal(problem.type, `/problems/${id}`)
      assert.match(problem.detail, says)
      assert.ok(problem.fields?.[0]?.fix, 'a fix is named')
      screen.send({ op: 'ping', t: 7 })
      assert.equal((await screen.next('pong')).t, 7)
    })
  }

  test('a frame beyond every measure, a binary frame and a flood of frames close the connection', async () => {
    const chief = await node.person('chief')
    const huge = await node.screen(chief)
    huge.socket.on('error', () => {})
    huge.socket.send('x'.repeat(300_000))
    assert.equal((await huge.closed).code, 1009)
    const binary = await node.screen(chief)
    binary.socket.send(Buffer.from([1, 2, 3]))
    assert.equal((await binary.closed).code, 1003)
    const flood = await node.screen(chief)
    for (let i = 0; i < 200; i += 1) {
      flood.send({ op: 'ping', t: i })
    }
    assert.equal((await flood.closed).code, 4429)
  })

  test('more than 48 subscriptions are refused by name', async () => {
    const screen = await node.screen(await node.person('chief'))
    for (let i = 0; i <= 48; i += 1) {
      screen.send({ op: 'subscribe', id: `s${i}`, query: { ...ALL, limit: 0 } })
    }
    const { id, problem } = await screen.next('problem')
    assert.deepEqual([id, problem.type], ['s48', '/problems/too-many-requests'])
    assert.equal(screen.frames.filter((frame) => frame.op === 'snapshot').length, 48)
  })

  test('nobody listens without signing in, by an address parameter, or from a page of another site', async () => {
    const chief = await node.person('chief')
    const status = async (headers: Record<string, string>, path = '/api/live'): Promise<string> => {
      const { Screen } = await import('../../test/screens.ts')
      const screen = new Screen(`ws://127.0.0.1:${node.port}${path}`, headers)
      return screen.opened.then(() => 'open', (error: Error) => error.message)
    }
    assert.match(await status({}), /401/)
    assert.match(await status({}, `/api/live?access_token=${chief.token}`), /401/)
    assert.match(await status({ authorization: 'Bearer vgt_wrong' }), /401/)
    assert.match(await status({ authorization: `Bearer ${chief.token}`, origin: 'https://evil.example' }), /403/)
    assert.match(await status({ authorization: `Bearer ${chief.token}`, host: 'evil.example' }), /403/)
    assert.equal(await status({ authorization: `Bearer ${chief.token}`, origin: `http://127.0.0.1:${node.port}` }), 'open')
    assert.equal((await node.get('/api/live', chief.token)).status, 415)
  })

  test('the heartbeat comes with the connection, tells the age of the data, and never runs ahead of what was sent', async () => {
    const screen = await node.screen(await node.person('chief'))
    await node.write(report({ title: 'Beat' }))
    const beat = await screen.next('heartbeat')
    assert.ok(beat.position <= node.store.position())
    assert.ok(Math.abs(Date.parse(beat.serverTime) - Date.now()) < 60_000)
    const later = await node.screen(await node.person('later'))
    assert.ok(Date.parse((await later.next('heartbeat')).dataAt ?? '') > 0)
  })

  test('a client that stops reading delays nobody, holds little, and comes back to the newest state', async () => {
    const [slow, quick] = [await node.screen(await node.person('slow')), await node.screen(await node.person('quick'))]
    // Nothing that packing makes small: what fills the line is what counts here.
    const text = `Langsam ${Array.from({ length: 320 }, () => crypto.randomUUID()).join(' ')}`
    const query = { ...ALL, text: 'Langsam' }
    let [record] = await node.write(report({ title: 'Langsam 0', narrative: text }))
    for (let i = 0; i < 20; i += 1) {
      await slow.subscribe(query, `s${i}`)
    }
    await quick.subscribe(query)
    const network = (slow.socket as unknown as { _socket: { pause(): void; resume(): void } })._socket
    network.pause()
    const server = [...node.node.fastify.websocketServer.clients]
    const most = () => Math.max(...server.map((socket) => socket.bufferedAmount))
    let last = 0
    let peak = 0
    for (let i = 1; i <= 400; i += 1) {
      const [changed] = await node.write(action(record!, 'edit', { fields: { title: `Langsam ${i}`, narrative: `${text}${i}` } }))
      record = changed
      if (i % 5 === 0) {
        await until(() => quick.frames.some((frame) => frame.op === 'delta' && frame.upsert[0]?.title === `Langsam ${i}`), `the quick screen shows ${i}`)
        last = i
        peak = Math.max(peak, most())
      }
    }
    assert.equal(last, 400)
    assert.ok(peak > 256 * 1024, 'the slow client was held up')
    assert.ok(peak < 320 * 1024, `its queue stays bounded (${peak} bytes)`)
    network.resume()
    await until(() => slow.frames.some((frame) => frame.op === 'delta' && frame.id === 's19' && frame.upsert[0]?.title === 'Langsam 400'), 'the slow screen shows the newest')
    const deltas = slow.frames.filter((frame) => frame.op === 'delta').filter((frame) => frame.id === 's19')
    assert.deepEqual(deltas.map((frame) => frame.seq), deltas.map((_, i) => i + 1))
    assert.ok(deltas.length < quick.frames.filter((frame) => frame.op === 'delta').length, 'it was sent fewer')
    await until(() => slow.frames.some((frame) => frame.op === 'heartbeat' && frame.coalesced > 0), 'coalesced updates are counted')
  })

  test('more changes at once than are worth naming come as a snapshot', async () => {
    const screen = await node.screen(await node.person('chief'))
    await screen.subscribe({ ...ALL, text: 'Masse', limit: 10 })
    await node.write(...Array.from({ length: 800 }, () => report({ title: 'Masse' })))
    const snapshot = await screen.next('snapshot', 's')
    assert.deepEqual([snapshot.total, snapshot.items.length], [800, 10])
    const [one] = await node.write(report({ title: 'Masse danach' }))
    assert.equal((await screen.next('delta')).upsert[0]?.id, one!.id)
  })

  test('a commit that falls into the reading of a snapshot is neither lost nor sent before it', async () => {
    const chief = await node.person('chief')
    const screen = await node.screen(chief)
    const { store } = node.node.app
    const list = store.list
    const [leaves] = await node.write(report({ title: 'Zwischen leaves' }))
    store.list = async (reader, query) => {
      const page = await list(reader, query)
      if (query.text === 'Zwischen') {
        store.list = list
        await node.write(report({ title: 'Zwischen comes' }), action(leaves!, 'edit', { fields: { title: 'Gone' } }))
        await node.write(report({ title: 'Other' }))
      }
      return page
    }
    const snapshot = await screen.subscribe({ ...ALL, text: 'Zwischen' })
    assert.deepEqual(snapshot.items.map((item) => item.title), ['Zwischen leaves'])
    const delta = await screen.next('delta')
    assert.ok(screen.frames.indexOf(snapshot) < screen.frames.indexOf(delta))
    assert.deepEqual([delta.upsert.map((item) => item.title), delta.remove, delta.total], [['Zwischen comes'], [leaves!.id], 1])
    await screen.leave()
    const back = await node.screen(chief)
    back.send({ op: 'resume', id: 's', query: { ...ALL, text: 'Zwischen' }, from: snapshot.position })
    const again = await back.next('delta')
    assert.deepEqual(again.upsert.map((item) => item.title), ['Zwischen comes'], 'the position of a snapshot is from before it was read')
  })
})

test('a connection without a sign of life ends', async () => {
  let now = Date.now()
  const node = await running('sqlite', { clock: () => now })
  try {
    const screen = await node.screen(await node.person('chief'))
    await screen.next('heartbeat')
    screen.socket.pause()
    await until(() => (now += 1000) > 0 && node.node.fastify.websocketServer.clients.size === 0, 'the silent connection is gone')
  } finally {
    await node.stop()
  }
})
