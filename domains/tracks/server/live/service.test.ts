import assert from 'node:assert/strict'
import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import type { Heard } from '../../../../core/feed.ts'
import type { NewAction } from '../../../../core/record.ts'
import { createApp, type Node } from '../../../../server/app.ts'
import { readConfig } from '../../../../server/config.ts'
import { ENGINES, ground, SYSTEM, until, type Ground } from '../../../../test/store.ts'
import { pictureOf } from './of-app.ts'
import type { Picture } from './picture.ts'

const HANDLING = { level: 'C', compartments: [], owner: 'MISSION', releasableTo: ['*'], caveats: [] }
let numbers = 0

function create(kind: string, record: string, data: object): NewAction {
  return { id: `s-${(numbers += 1)}`, record, kind, type: 'create', at: new Date().toISOString(), basedOn: null, patch: { data, handling: HANDLING } as NewAction['patch'] }
}

function position(subject: string, lon: number, at: number, callsign?: string): Heard {
  return { what: 'position', fix: { subject, at, lon, lat: 4.3, altM: null, speedMs: 3, courseDeg: null, accuracyM: null, source: 'gps' }, ...(callsign === undefined ? {} : { facts: { callsign, battery: 0.5 } }) }
}

/** A node that is started, and started again on the same data. */
async function restarting(engine: 'sqlite' | 'postgres', work: (start: () => Promise<{ node: Node; picture: Picture; stop(): Promise<void> }>, place: Ground) => Promise<void>): Promise<void> {
  const place = await ground(engine)
  try {
    await work(async () => {
      const store = await place.open()
      const node = await createApp({ store, dataDir: place.dataDir, config: { ...readConfig({}, null), logLevel: 'silent' } })
      return {
        node, picture: pictureOf(node.app),
        async stop() {
          await node.close()
          await store.close()
        },
      }
    }, place)
  } finally {
    await place.remove()
  }
}

function hear(picture: Picture, feed: string, ...heard: Heard[]): void {
  const view = picture.book.feeds.get(feed)
  assert.ok(view)
  picture.take({ feed: view, heard, receivedAt: Date.now(), replay: false })
}

const FEED = { name: 'Trackers', technology: 'trackers', codec: 'nmea', transport: 'udp', enabled: false, registers: false, affiliation: 'friend', sort: 'vehicle' }

for (const engine of ENGINES) {
  describe(`live picture over a restart on ${engine.name}`, { skip: engine.skip }, () => {
    test('last known places are there again, of tracks, of what has none, and what was lost with the file comes from history', async () => {
      await restarting(engine.name, async (start, place) => {
        const now = Date.now()
        const first = await start()
        await first.node.app.store.commit(SYSTEM, [create('feed', 'fed', FEED), create('track', 'trk', { name: 'Lion', subjects: ['imei:1', 'imei:2'], sort: 'vehicle', affiliation: 'friend', feed: 'fed' })])
        hear(first.picture, 'fed', position('imei:1', 18.5, now - 5000), position('imei:2', 18.501, now - 4000), position('imei:3', 18.6, now - 3000, 'Kite'), { what: 'alarm', subject: 'imei:3', alarm: 'sos', at: null })
        await until(() => first.picture.waiting === 0, 'history has them')
        await first.stop()
        const file = path.join(place.dataDir, 'tracks', 'last-known.ndjson')
        appendFileSync(file, '{"subject":"torn')

        const second = await start()
        const shown = (picture: Picture) => ['trk', 'fed/imei:3'].map((id) => picture.find(id)).map((thing) => (thing < 0 ? null : picture.things.view(thing))).map((one) => one && [one.name, one.subject, one.lon, one.at - now, one.sos, one.battery])
        const expected = [['Lion', 'imei:2', 18.501, -4000, false, null], ['Kite', 'imei:3', 18.6, -3000, true, 0.5]]
        assert.deepEqual(shown(second.picture), expected)
        assert.equal(second.picture.things.membersOf(second.picture.find('trk')).length, 2)
        hear(second.picture, 'fed', position('imei:2', 18.5, now - 9000))
        assert.deepEqual(shown(second.picture), expected, 'what is older moves nothing after a restart either')
        hear(second.picture, 'fed', position('imei:1', 18.502, now))
        await until(() => second.picture.waiting === 0, 'history has it')
        const kept = readFileSync(file)
        await second.stop()
        // As after a loss of power: the file is that of the start, history is newer.
        writeFileSync(file, kept)
        const third = await start()
        assert.deepEqual(shown(third.picture)[0]?.slice(1, 4), ['imei:1', 18.502, 0])
        await third.stop()
        rmSync(file)
        const fourth = await start()
        assert.deepEqual(shown(fourth.picture).map((one) => one?.slice(1, 4)), [['imei:1', 18.502, 0], ['imei:3', 18.6, -3000]])
        await fourth.stop()
      })
    })

    test('a call for help said again after a restart is the one that stands; after somebody closed it, another', async () => {
      await restarting(engine.name, async (start) => {
        const first = await start()
        await first.node.app.store.commit(SYSTEM, [create('feed', 'fed', FEED)])
        const call = (alarm: 'sos' | 'cancel' = 'sos'): Heard => ({ what: 'alarm', subject: 'device:Old truck 7', alarm, at: null })
        const alerts = async (node: Node) => (await node.app.store.list(SYSTEM, { kind: 'alert', limit: 10 })).items.map(({ record }) => record)
        hear(first.picture, 'fed', position('device:Old truck 7', 18.5, Date.now()), call())
        hear(first.picture, 'fed', call())
        await first.stop()
        const second = await start()
        hear(second.picture, 'fed', call())
        await second.stop()
        const third = await start()
        const [standing, ...others] = await alerts(third.node)
        assert.equal(others.length, 0, 'one alert, however often it was said')
        const thing = third.picture.find('fed/device:Old truck 7')
        assert.equal(third.picture.things.view(thing).sos, true)
        await third.node.app.store.commit(SYSTEM, [{ id: `s-${(numbers += 1)}`, record: standing!.id, kind: 'alert', type: 'close', at: new Date().toISOString(), basedOn: standing!.version, patch: {}, reason: 'found' }])
        assert.equal(third.picture.things.view(thing).sos, false, 'closed, the mark goes, also of an identity with blanks')
        hear(third.picture, 'fed', call())
        await until(async () => (await alerts(third.node)).length === 2, 'another call, another alert')
        await third.stop()
      })
    })

    test('a feed that registers makes one track of each identity, with unit by callsign, handling and owner of the feed', async () => {
      await restarting(engine.name, async (start) => {
        const { node, picture, stop } = await start()
        const { store } = node.app
        await store.commit(SYSTEM, [create('feed', 'fed', { ...FEED, registers: true }), create('unit', 'uni', { name: 'Second battalion', code: '2BN', component: 'MIL', org: 'MISSION', callsigns: ['Lion 2'] })])
        hear(picture, 'fed', position('imei:1', 18.5, Date.now(), 'LION-2'), position('imei:2', 18.6, Date.now()))
        await until(() => picture.things.size === 2 && [...picture.book.tracks.values()].every((one) => one.thing >= 0) && picture.book.tracks.size === 2, 'two tracks')
        const before = store.position()
        for (let i = 1; i < 50; i += 1) {
          hear(picture, 'fed', position('imei:1', 18.5 + i / 1e5, Date.now() + i, i % 2 === 0 ? 'LION-2' : 'Lion 2'))
        }
        const { items } = await store.list(SYSTEM, { kind: 'track', sort: { by: 'ref', dir: 'asc' } })
        assert.deepEqual(items.map(({ record }) => [record.data['name'], record.data['unit'], record.data['feed'], record.handling.owner]), [['LION-2', 'uni', 'fed', 'MISSION'], ['imei:2', undefined, 'fed', 'MISSION']])
        assert.equal(store.position(), before, 'what a source says with each message writes no record')
        await stop()
        const again = await start()
        hear(again.picture, 'fed', position('imei:2', 18.6001, Date.now() + 60_000))
        assert.equal(again.picture.book.tracks.size, 2, 'nor does it make another one after a restart')
        await again.stop()
      })
    })
  })
}

test('a flood of messages, of names and of rubbish: what is taken is bounded, counted, and nothing stalls for long', async () => {
  await restarting('sqlite', async (start) => {
    const { node, picture, stop } = await start()
    await node.app.store.commit(SYSTEM, [create('feed', 'fed', FEED)])
    const now = Date.now()
    for (let second = 0; second < 5; second += 1) {
      for (let i = 0; i < 10_000; i += 100) {
        hear(picture, 'fed', ...Array.from({ length: 100 }, (_, k): Heard => position(k % 10 === 0 ? `imei:new-${second}-${i + k}` : `imei:${(i + k) % 500}`, k % 25 === 0 ? 999 : 18.5 + second / 1e4, now + second * 1000)))
        await new Promise((resolve) => setImmediate(resolve))
      }
    }
    await until(() => picture.waiting === 0, 'all that was taken is on the disk')
    const counts = Object.fromEntries(picture.refusals.counts('fed').map((one) => [one.reason, one.count]))
    const stored = node.app.positions.state().positions
    assert.equal(counts['out-of-range'], 2000)
    assert.equal(stored + 2000 + (counts['duplicate'] ?? 0), 50_000, 'every message is accounted for')
    assert.ok(picture.refusals.examples('fed').length <= 50)
    picture.forget(Date.now() + 25 * 3_600_000)
    assert.deepEqual([picture.things.size, picture.subjects.size], [0, 0], 'what nobody made a track of is forgotten after a day')
    await stop()
  })
})
