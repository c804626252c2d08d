import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Heard } from '../../../../core/feed.ts'
import type { Fix } from '../../../../core/fix.ts'
import type { Handling } from '../../../../core/handling.ts'
import type { NewAction } from '../../../../core/record.ts'
import { ENGINES, square, until } from '../../../../test/store.ts'
import { running, type Running, type Screen } from '../../../../test/screens.ts'
import { readerOf } from '../../../../server/auth/reader.ts'
import { Written, type Channel, type FeedView } from '../../../../server/face.ts'
import type { LiveTrack, TrackFrame } from '../../shared/wire.ts'
import { pictureOf } from './of-app.ts'
import type { Picture } from './picture.ts'

const CONFIDENTIAL: Handling = { level: 'C', compartments: [], owner: 'MISSION', releasableTo: ['*'], caveats: [] }
let numbers = 0

function create(kind: string, record: string, data: object, more: object = {}): NewAction {
  return { id: `a-${(numbers += 1)}`, record, kind, type: 'create', at: new Date().toISOString(), basedOn: null, patch: { data, ...more } as NewAction['patch'] }
}

function feedData(more: object = {}): object {
  return { name: 'Trackers', technology: 'trackers', codec: 'nmea', transport: 'udp', enabled: false, registers: false, affiliation: 'friend', sort: 'vehicle', ...more }
}

function position(subject: string, lon: number, lat: number, at: number, more: Partial<Fix> = {}): Heard {
  return { what: 'position', fix: { subject, at, lon, lat, altM: null, speedMs: null, courseDeg: null, accuracyM: null, source: 'gps', ...more } }
}

/** What one screen shows, made of the frames it was sent. */
function shownOn(screen: Screen, id: string): Map<string, LiveTrack> {
  const numbered = new Map<number, LiveTrack>()
  for (const frame of screen.frames) {
    if (frame.op !== 'channel' || frame.id !== id) {
      continue
    }
    const data = frame.data as TrackFrame
    if ('all' in data) {
      numbered.clear()
      data.all.forEach(({ n, track }) => numbered.set(n, track))
      continue
    }
    data.gone.forEach((n) => assert.ok(numbered.delete(n), 'only what was shown goes'))
    data.set.forEach(({ n, track }) => numbered.set(n, track))
    for (const [n, lon, lat, at] of data.moved) {
      const track = numbered.get(n)
      assert.ok(track, 'only what was shown moves')
      numbered.set(n, { ...track, lon, lat, at })
    }
  }
  return new Map([...numbered.values()].map((track) => [track.id, track]))
}

for (const engine of ENGINES) {
  describe(`live picture on ${engine.name}`, { skip: engine.skip }, () => {
    let node: Running
    let picture: Picture
    const now = Date.now()
    const feed = (id: string): FeedView => {
      const view = picture.book.feeds.get(id)
      assert.ok(view)
      return view
    }
    const hear = (id: string, ...heard: Heard[]): void => picture.take({ feed: feed(id), heard, receivedAt: Date.now(), replay: false })

    before(async () => {
      node = await running(engine.name)
      picture = pictureOf(node.node.app)
      await node.write(create('feed', 'fed-c', feedData(), { handling: CONFIDENTIAL }), create('feed', 'fed-sc', feedData({ name: 'Watchers' }), { handling: { ...CONFIDENTIAL, level: 'SC' } }))
    })
    after(() => node.stop())

    test('a screen is sent everything, then what moved, and what it may no longer see is taken away', async () => {
      const [chief, duty] = [await node.person('chief'), await node.person('duty', { clearance: 'C' })]
      await node.write(create('track', 'trk-lion', { name: 'Lion', subjects: ['imei:1'], sort: 'vehicle', affiliation: 'friend' }, { handling: CONFIDENTIAL }))
      hear('fed-c', position('imei:1', 18.5, 4.3, now), position('imei:2', 18.6, 4.4, now))
      const [all, some] = [await node.screen(chief), await node.screen(duty)]
      for (const screen of [all, some]) {
        screen.send({ op: 'open', id: 't', channel: 'tracks', params: {} })
      }
      await until(() => shownOn(all, 't').size === 2 && shownOn(some, 't').size === 2, 'both show both')
      assert.deepEqual([...shownOn(all, 't').keys()].sort(), ['fed-c/imei:2', 'trk-lion'])
      const lion = shownOn(all, 't').get('trk-lion')
      assert.deepEqual([lion?.name, lion?.ref?.slice(0, 4), lion?.level, lion?.sidc.length], ['Lion', 'TRK-', 'C', 20])

      hear('fed-c', position('imei:1', 18.501, 4.301, now + 1000))
      hear('fed-sc', position('imei:3', 18.7, 4.5, now))
      await until(() => shownOn(all, 't').size === 3 && shownOn(some, 't').get('trk-lion')?.lon === 18.501, 'moved')
      assert.equal(JSON.stringify(some.frames).includes('imei:3'), false, 'above clearance: not even its number')

      await node.write({ id: 'h-1', record: 'trk-lion', kind: 'track', type: 'handle', at: new Date().toISOString(), basedOn: 1, patch: { handling: { ...CONFIDENTIAL, level: 'SC' } }, reason: 'names a source' })
      await until(() => !shownOn(some, 't').has('trk-lion'), 'taken away')
      assert.ok(shownOn(all, 't').has('trk-lion'))
      await until(async () => ((await (await node.get('/api/records/trk-lion/history', chief.token)).json()) as { items: { type: string; actor: string }[] }).items.some((one) => one.type === 'read' && one.actor === chief.account.id), 'that it was shown is written down, as it is sensitive now')
      const totals = some.frames.flatMap((frame) => (frame.op === 'channel' ? [(frame.data as TrackFrame).total] : []))
      assert.equal(totals.at(-1), 1, 'nor is it counted')
      some.send({ op: 'close', id: 't' })
      some.send({ op: 'open', id: 't', channel: 'nothing' })
      assert.match((await some.next('problem', 't')).problem.detail, /there are: .*tracks/)
    })

    test('a partner sees nothing that moves through any door', async () => {
      const partner = await node.person('partner', { org: 'ngo', side: 'partner', grants: [{ role: 'PARTNER', area: null }] })
      hear('fed-c', position('imei:4', 18.5, 4.35, now))
      const screen = await node.screen(partner)
      screen.send({ op: 'open', id: 't', channel: 'tracks' })
      const first = await screen.next('channel', 't')
      assert.deepEqual({ ...(first.data as object), now: 0 }, { all: [], total: 0, now: 0 })
      const live = await (await node.get('/api/tracks/live', partner.token)).json() as { items: unknown[]; total: number }
      assert.deepEqual([live.items, live.total], [[], 0])
      for (const at of ['', `?at=${encodeURIComponent(new Date(now + 1000).toISOString())}`]) {
        await until(() => picture.waiting === 0, 'history has what was heard')
        const seen = await Promise.all([partner, await node.person('sees')].map(async ({ token }) => (await (await node.get(`/api/tracks${at}`, token)).json()) as { features: { id: string }[]; total: number }))
        assert.deepEqual([seen[0]!.features, seen[0]!.total, seen[1]!.features.some((one) => one.id === 'fed-c/imei:4')], [[], 0, true], at)
      }
      assert.deepEqual(await (await node.get('/api/tracks/refused', partner.token)).json(), { items: [] })
    })

    test('what somebody says on the radio is shown with its age, and stands in the chain under the track', async () => {
      const chief = await node.person('radio')
      const at = new Date(now - 40 * 60_000).toISOString()
      const post = (body: object) => fetch(`http://127.0.0.1:${node.port}/api/tracks/manual`, { method: 'POST', headers: { 'authorization': `Bearer ${chief.token}`, 'content-type': 'application/json' }, body: JSON.stringify(body) })
      const answer = await (await post({ name: 'Foot patrol 7', sort: 'team', place: '4.35N 18.55E', at, heardBy: 'radio' })).json() as { track: LiveTrack; id: string; made: boolean }
      assert.deepEqual([answer.made, answer.track.source, answer.track.at, answer.track.id], [true, 'manual', Date.parse(at), answer.id])
      const again = await (await post({ name: 'foot patrol 7', lon: 18.56, lat: 4.36 })).json() as { id: string; made: boolean; late: boolean }
      assert.deepEqual([again.id, again.made, again.late], [answer.id, false, false])
      const late = await (await post({ track: answer.id, lon: 18.5, lat: 4.3, at })).json() as { late: boolean; track: LiveTrack }
      assert.deepEqual([late.late, late.track.lon], [true, 18.56])
      const { items } = await (await node.get(`/api/records/${answer.id}/history`, chief.token)).json() as { items: { type: string }[] }
      assert.deepEqual(items.map((one) => one.type), ['create', 'position-report', 'position-report', 'position-report'])
      const reader = await node.person('reader', { grants: [{ role: 'DPO', area: null }] })
      assert.equal((await fetch(`http://127.0.0.1:${node.port}/api/tracks/manual`, { method: 'POST', headers: { 'authorization': `Bearer ${reader.token}`, 'content-type': 'application/json' }, body: JSON.stringify({ track: answer.id, lon: 1, lat: 1 }) })).status, 403)
      assert.equal((await post({ track: answer.id, lon: 0, lat: 0 })).status, 400)
    })

    test('tracks are joined and parted by a person, with lineage; positions follow their identities', async () => {
      const [chief, reader] = [await node.person('joins'), await node.person('reads', { grants: [{ role: 'AUDIT', area: null }] })]
      const post = (path: string, body: object, by = chief) => fetch(`http://127.0.0.1:${node.port}/api/tracks/${path}`, { method: 'POST', headers: { 'authorization': `Bearer ${by.token}`, 'content-type': 'application/json' }, body: JSON.stringify(body) })
      const of = async (id: string) => (await (await node.get(`/api/tracks/${encodeURIComponent(id)}`, chief.token)).json()) as { track: LiveTrack | null; subjects: { subject: string }[] }
      hear('fed-c', position('imei:a', 18.5, 4.3, now), position('imei:b', 18.52, 4.31, now + 1000))
      const kept = await (await post('keep', { items: [{ id: 'fed-c/imei:a', name: 'Alpha' }, { id: 'fed-c/imei:b' }] })).json() as { items: { id: string; data: { name: string; feed: string }; handling: Handling }[] }
      const [alpha, bravo] = kept.items as [(typeof kept.items)[number], (typeof kept.items)[number]]
      assert.deepEqual([alpha.data.name, bravo.data.name, alpha.data.feed, alpha.handling], ['Alpha', 'imei:b', 'fed-c', CONFIDENTIAL])
      assert.equal((await post('keep', { items: [{ id: 'fed-c/imei:a' }] })).status, 400, 'it is a track now')
      assert.equal((await post(`${alpha.id}/merge`, { other: bravo.id }, reader)).status, 403)
      assert.equal((await post(`${alpha.id}/merge`, { other: bravo.id, reason: 'one vehicle, two trackers' })).status, 200)
      const joined = await of(alpha.id)
      assert.deepEqual([joined.track?.subject, joined.subjects.map((one) => one.subject).sort()], ['imei:b', ['imei:a', 'imei:b']], 'the newest leads')
      assert.equal((await of(bravo.id)).track, null)
      assert.equal((await post(`${alpha.id}/split`, { track: bravo.id })).status, 200)
      assert.deepEqual([(await of(alpha.id)).track?.lon, (await of(bravo.id)).track?.lon], [18.5, 18.52])
      const again = await post(`${alpha.id}/split`, { subjects: ['imei:a'], name: 'Charlie' })
      const { items } = await again.json() as { items: { id: string; data: { name: string; subjects: string[]; lineage?: { what: string; track: string }[] } }[] }
      const charlie = items.find((one) => one.data.name === 'Charlie')
      assert.deepEqual([charlie?.data.subjects, charlie?.data.lineage?.map((line) => [line.what, line.track])], [['imei:a'], [['split-from', alpha.id]]])
      assert.deepEqual([(await of(alpha.id)).track, (await of(charlie!.id)).track?.subject], [null, 'imei:a'])
      await node.write(create('track', 'trk-secret', { name: 'Secret', subjects: [], sort: 'person', affiliation: 'friend' }, { handling: { ...CONFIDENTIAL, level: 'SC' } }))
      assert.equal((await post(`${alpha.id}/merge`, { other: 'trk-secret' })).status, 422, 'nothing becomes more widely known by being joined')
    })

    test('what a source said of a thing before it was anywhere is known of it once it is', async () => {
      const chief = await node.person('early')
      hear('fed-c', { what: 'facts', subject: 'mmsi:1', facts: { callsign: 'Orsuma Star' } }, { what: 'facts', subject: 'mmsi:1', facts: { battery: 0.4 } }, { what: 'facts', subject: 'mmsi:2', facts: { callsign: 'Nowhere' } })
      hear('fed-sc', { what: 'facts', subject: 'mmsi:1', facts: { callsign: 'Watched' } })
      hear('fed-c', position('mmsi:1', 18.52, 4.32, now), position('mmsi:3', 18.53, 4.33, now))
      const seen = async () => ((await (await node.get('/api/tracks/live', chief.token)).json()) as { items: LiveTrack[] }).items.filter((one) => one.subject.startsWith('mmsi:')).map((one) => [one.id, one.name, one.battery]).sort()
      const [star, third] = [['fed-c/mmsi:1', 'Orsuma Star', 0.4], ['fed-c/mmsi:3', 'mmsi:3', null]]
      assert.deepEqual(await seen(), [star, third], 'by the word of its own feed alone')
      hear('fed-sc', position('mmsi:1', 18.5201, 4.32, now + 1000))
      assert.deepEqual(await seen(), [star, third, ['fed-sc/mmsi:1', 'Watched', null]])
    })

    test('a report handled more strictly than the track that claims its identity stays apart', async () => {
      const duty = await node.person('apart', { clearance: 'C' })
      await node.write(create('track', 'trk-apart', { name: 'Apart', subjects: ['imei:x'], sort: 'vehicle', affiliation: 'friend', feed: 'fed-c' }, { handling: CONFIDENTIAL }))
      hear('fed-c', position('imei:x', 18.5, 4.3, now))
      hear('fed-sc', position('imei:x', 18.51, 4.31, now + 5000))
      const live = async (token: string) => ((await (await node.get('/api/tracks/live', token)).json()) as { items: LiveTrack[] }).items.filter((one) => one.subject === 'imei:x')
      assert.deepEqual((await live(duty.token)).map((one) => [one.id, one.lon]), [['trk-apart', 18.5]])
      const cleared = await node.person('cleared')
      assert.deepEqual((await live(cleared.token)).map((one) => one.id).sort(), ['fed-sc/imei:x', 'trk-apart'])
      assert.equal((await node.get(`/api/tracks/${encodeURIComponent('fed-sc/imei:x')}`, cleared.token)).status, 200)
      assert.equal((await node.get(`/api/tracks/${encodeURIComponent('fed-sc/imei:x')}`, duty.token)).status, 404)
      await node.write({ id: 'r-1', record: 'trk-apart', kind: 'track', type: 'retract', at: new Date().toISOString(), basedOn: 1, patch: {}, reason: 'not ours' })
      hear('fed-c', position('imei:x', 18.5001, 4.3, now + 9000))
      assert.deepEqual(await live(duty.token), [], 'what was taken away does not come back under its feed')
    })

    test('who is nearest and can move: own, able, by the time it takes, and how far that can be trusted', async () => {
      const chief = await node.person('asks')
      const far = { sort: 'vehicle', affiliation: 'friend', capabilities: ['qrf'] }
      await node.write(
        create('track', 'trk-near', { ...far, name: 'Near', subjects: ['q:1'], capabilities: ['qrf'] }, { handling: CONFIDENTIAL }), create('track', 'trk-heli', { ...far, name: 'Heli', sort: 'helicopter', subjects: ['q:2'], cruiseKmh: 220 }, { handling: CONFIDENTIAL }),
        create('track', 'trk-stale', { ...far, name: 'Stale', subjects: ['q:3'] }, { handling: CONFIDENTIAL }), create('track', 'trk-base', { ...far, name: 'Base', sort: 'base', subjects: ['q:4'] }, { handling: CONFIDENTIAL }),
        create('track', 'trk-other', { ...far, name: 'Other', affiliation: 'neutral', subjects: ['q:5'] }, { handling: CONFIDENTIAL }),
      )
      hear('fed-c', position('q:1', 30.1, 5, now), position('q:2', 30.4, 5, now), position('q:3', 30.02, 5, now - 40 * 60_000), position('q:4', 30, 5, now), position('q:5', 30, 5, now))
      const answer = await (await node.get('/api/tracks/nearest?lon=30&lat=5&need=qrf&limit=2', chief.token)).json() as { items: { track: LiveTrack; reasons: string[]; wayM: number; distanceM: number }[]; total: number; shown: number }
      assert.deepEqual([answer.items.map((one) => one.track.name), answer.total, answer.shown], [['Heli', 'Stale'], 3, 2], 'two kilometres off, but not heard of for 40 minutes')
      assert.deepEqual([answer.items[1]?.reasons, answer.items[0]?.reasons], [['lost', 'usual-speed', 'detour'], ['by-air']])
      assert.ok(Math.abs(answer.items[1]!.wayM / answer.items[1]!.distanceM - 1.4) < 0.01)
      assert.equal((await node.get('/api/tracks/nearest?lon=30&lat=x', chief.token)).status, 400)
      const partner = await node.person('asks', { org: 'ngo', side: 'partner', grants: [{ role: 'PARTNER', area: null }] })
      assert.equal(((await (await node.get('/api/tracks/nearest?lon=30&lat=5', partner.token)).json()) as { total: number }).total, 0)
      assert.equal((await node.get('/api/tracks/trk-near', partner.token)).status, 404)
      assert.equal((await node.get(`/api/tracks/${encodeURIComponent('fed-c/imei:4')}`, partner.token)).status, 404)
    })

    test('other rights, other areas, a feed that is withdrawn: what a screen may no longer see leaves it', async () => {
      await node.write(square('t-mission', 'mission', null, 10, 0, 30, 12), square('t-north', 'sector', 't-mission', 10, 6, 30, 12), square('t-camp', 'base', 't-north', 19, 7, 21, 9))
      await node.write(create('feed', 'fed-camp', feedData({ name: 'Camp' }), { handling: CONFIDENTIAL, area: 't-camp' }), create('feed', 'fed-gone', feedData({ name: 'Gone' }), { handling: CONFIDENTIAL }))
      hear('fed-camp', position('camp:1', 20, 8.8, now - 3_600_000))
      hear('fed-gone', position('gone:1', 20, 8.1, now))
      const north = await node.person('north', { grants: [{ role: 'SHQ', area: 't-north' }] })
      const chief = await node.person('all')
      const [sector, all] = [await node.screen(north), await node.screen(chief)]
      for (const screen of [sector, all]) {
        screen.send({ op: 'open', id: 't', channel: 'tracks', params: { bbox: [19, 7, 21, 9] } })
      }
      await until(() => shownOn(sector, 't').size === 1 && shownOn(all, 't').size === 2, 'the sector sees its camp, the centre both, nobody what is outside the box')
      const edit = (record: string, kind: string, type: string, patch: object, reason: string | null = null): NewAction => ({ id: `e-${(numbers += 1)}`, record, kind, type, at: new Date().toISOString(), basedOn: 1, patch: patch as NewAction['patch'], reason })
      await node.write(edit('fed-gone', 'feed', 'retract', {}, 'no consent'))
      await until(() => !shownOn(all, 't').has('fed-gone/gone:1'), 'withdrawn with its feed')
      hear('fed-camp', position('camp:1', 20, 9.1, now - 1_800_000))
      await until(() => shownOn(all, 't').size === 0, 'left the box')
      hear('fed-camp', position('camp:1', 20, 8.8, now))
      await until(() => shownOn(sector, 't').size === 1, 'came back')
      await node.write(edit('t-camp', 'area', 'edit', { fields: { parent: 't-mission' } }))
      await until(() => shownOn(sector, 't').size === 0 && shownOn(all, 't').size === 1, 'the camp belongs to the sector no more')
      await node.write(edit(chief.account.id, 'user', 'edit', { fields: { clearance: 'U' } }))
      await until(() => shownOn(all, 't').size === 0, 'the account may see nothing of it any more')
    })

    test('a tracker that calls for help raises one alert with the handling of what it is; closed, it stands on the picture no more', async () => {
      const chief = await node.person('helps')
      const sos: Heard = { what: 'alarm', subject: 'imei:help', alarm: 'sos', at: now }
      hear('fed-sc', position('imei:help', 18.5, 4.3, now, { accuracyM: 12 }), sos, sos)
      const alerts = async () => ((await (await node.get('/api/records?kind=alert&where.subject=imei:help', chief.token)).json()) as { items: { id: string; version: number; data: { sos: boolean }; handling: Handling }[] }).items
      await until(async () => (await alerts()).length === 1, 'raised')
      const [raised] = await alerts()
      assert.deepEqual([raised!.data.sos, raised!.handling.level], [true, 'SC'])
      assert.equal(picture.things.view(picture.find('fed-sc/imei:help')).sos, true)
      await node.write({ id: 'c-help', record: raised!.id, kind: 'alert', type: 'close', at: new Date().toISOString(), basedOn: raised!.version, patch: {}, reason: 'found well' })
      assert.equal(picture.things.view(picture.find('fed-sc/imei:help')).sos, false)
      hear('fed-sc', { ...sos, at: now + 1000 })
      await until(async () => (await alerts()).length === 2, 'the next call is another alert')
    })

    test('a screen that takes its frames late gets one with the newest of everything, and the count of what it missed', async () => {
      const reader = readerOf((await node.person('reads')).account, null)
      const frames = (channel: Channel): TrackFrame[] => {
        const out: TrackFrame[] = []
        for (let frame = channel.take(); frame instanceof Written; frame = channel.take()) {
          out.push(JSON.parse(frame.json) as TrackFrame)
        }
        return out
      }
      const [count, turns] = [6000, 20]
      const tell = (round: number): void => hear('fed-c', ...Array.from({ length: count }, (_, i) => position(`many:${i}`, 41 + i / 1000, 5 + round / 1e5, now - 100_000 + round * 1000)))
      tell(0)
      picture.publisher.turn()
      const [late, quick] = [0, 1].map(() => picture.publisher.open(reader, [40, 0, 60, 10], 100_000, () => {})) as [Channel, Channel]
      const [first] = [frames(late), frames(quick)].map((some) => some.map((frame) => ('all' in frame ? frame.all : frame.set).length))
      assert.deepEqual(first, [5000, 1000], 'many come in parts')
      const [sent, missed] = [[] as TrackFrame[], [] as TrackFrame[]]
      for (let round = 1; round <= turns; round += 1) {
        tell(round)
        picture.publisher.turn()
        sent.push(...frames(quick))
      }
      missed.push(...frames(late))
      const figures = (some: TrackFrame[]) => some.reduce((sum, frame) => ('moved' in frame ? { moved: sum.moved + frame.moved.length, dropped: sum.dropped + frame.dropped } : sum), { moved: 0, dropped: 0 })
      assert.deepEqual([sent.length, missed.length, figures(missed), figures(sent)], [turns, 1, { moved: count, dropped: (turns - 1) * count }, { moved: turns * count, dropped: 0 }])
      assert.ok('moved' in missed[0]! && missed[0].moved.every(([, , , at]) => at === now - 100_000 + turns * 1000), 'the newest of everything')
      late.close()
      quick.close()
      const some = picture.publisher.open(reader, [40, 0, 60, 10], 100, () => {})
      assert.deepEqual(frames(some).map((frame) => [('all' in frame ? frame.all : []).length, frame.total]), [[100, count]], 'showing 100 of 6,000')
      some.close()
    })

    test('small boxes are told of all that moves within, into and out of them, over the antimeridian too', async () => {
      const reader = readerOf((await node.person('boxed')).account, null)
      const boxes: [number, number, number, number][] = [[-100, -20, -99.5, -19.5], [-100.2, -20.1, -99.9, -19.9], [-99.55, -19.7, -99.45, -19.6], [179.8, -20, -179.8, -19.8]]
      const screens = boxes.map((box) => ({ box, shown: new Map<number, string>(), total: 0, channel: picture.publisher.open(reader, box, 20, () => {}) }))
      const [count, places] = [300, new Map<string, [number, number]>()]
      let state = 11
      const random = (): number => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 4_294_967_296
      for (let round = 0; round < 12; round += 1) {
        const heard: Heard[] = []
        for (let i = 0; i < count; i += 1) {
          if (round > 0 && random() < 0.5) {
            continue
          }
          const around = i % 2 === 0 ? -100 : 180
          const lon = around + (random() - 0.5) * 1.4
          const place: [number, number] = [lon > 180 ? lon - 360 : lon, -19.9 + (random() - 0.5) * 0.8]
          places.set(`fed-c/box:${i}`, place)
          heard.push(position(`box:${i}`, ...place, now - (12 - round) * 3_600_000))
        }
        hear('fed-c', ...heard)
        picture.publisher.turn()
        for (const screen of screens) {
          for (let frame = screen.channel.take(); frame instanceof Written; frame = screen.channel.take()) {
            const data = JSON.parse(frame.json) as TrackFrame
            screen.total = data.total
            if ('all' in data) {
              screen.shown = new Map(data.all.map(({ n, track }) => [n, track.id]))
            } else {
              data.gone.forEach((n) => assert.ok(screen.shown.delete(n)))
              data.set.forEach(({ n, track }) => screen.shown.set(n, track.id))
            }
          }
          const [west, south, east, north] = screen.box
          const within = new Set([...places].filter(([, [lon, lat]]) => lat >= south && lat <= north && (west <= east ? lon >= west && lon <= east : lon >= west || lon <= east)).map(([id]) => id))
          assert.equal(screen.total, within.size, `round ${round}, box ${screen.box.join(',')}`)
          assert.equal(screen.shown.size, Math.min(20, within.size))
          assert.ok([...screen.shown.values()].every((id) => within.has(id)), 'nothing from outside')
        }
      }
      screens.forEach(({ channel }) => channel.close())
    })
  })
}
