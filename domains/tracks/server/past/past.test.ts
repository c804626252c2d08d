import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Handling } from '../../../../core/handling.ts'
import type { NewAction } from '../../../../core/record.ts'
import { destination } from '../../../../core/place-geodesy.ts'
import { parseGpx } from '../../../../formats/gpx.ts'
import { parseGeoJson } from '../../../../formats/geojson.ts'
import { createCotStream } from '../../../../formats/cot/stream.ts'
import { readCot } from '../../../../formats/cot/xml.ts'
import { incidentData, runningNode, type Answered, type Person, type RunningNode } from '../../../../test/running-node.ts'
import { square, SYSTEM } from '../../../../test/store.ts'
import { Eyes } from './eyes.ts'
import { pathsOf } from './paths.ts'
import { QUALITY, type Kept } from '../../../../server/face.ts'

const CONFIDENTIAL: Handling = { level: 'C', compartments: [], owner: 'mission', releasableTo: ['*'], caveats: [] }
const STRICT: Handling = { ...CONFIDENTIAL, level: 'SC' }
const HOUR = 3_600_000
let numbers = 0

function create(kind: string, record: string, data: object, handling: Handling): NewAction {
  return { id: `a-${(numbers += 1)}`, record, kind, type: 'create', at: new Date().toISOString(), basedOn: null, patch: { data, handling } as NewAction['patch'] }
}

describe('what moved in the past', () => {
  let node: RunningNode
  let duty: Person
  let chief: Person
  let partner: Person
  /** 06:00 UTC of a day gone by. */
  let t0 = 0
  const at = (ms: number): string => new Date(t0 + ms).toISOString()
  const get = (url: string, as: Person = duty): Promise<Answered> => node.call('GET', url, { as })
  const period = (): string => `from=${at(0)}&to=${at(2 * HOUR)}`

  function fix(subject: string, ms: number, lon: number, lat: number, more: Partial<Kept> = {}): Kept {
    return { subject, at: t0 + ms, receivedAt: t0 + ms + 500, lon, lat, altM: null, speedMs: null, courseDeg: null, accuracyM: 5, source: 'gps', quality: QUALITY.good, feed: 'fed-c', ...more }
  }

  before(async () => {
    node = await runningNode()
    t0 = Math.floor(node.clock.now / 86_400_000) * 86_400_000 - 5 * 86_400_000 + 6 * HOUR
    duty = await node.person('duty')
    chief = await node.person('chief', { clearance: 'SC', grants: [{ role: 'JOC-CH', area: null }, { role: 'ADMIN', area: null }] })
    partner = await node.person('partner', { org: 'ngo', side: 'partner', grants: [{ role: 'PARTNER', area: null }] })
    const track = (id: string, name: string, subjects: string[], handling = CONFIDENTIAL): NewAction => create('track', id, { name, subjects, sort: 'vehicle', affiliation: 'friend' }, handling)
    const feed = (id: string, handling: Handling): NewAction => create('feed', id, { name: id, technology: 'trackers', codec: 'nmea', transport: 'udp', enabled: false, registers: false, affiliation: 'friend', sort: 'vehicle' }, handling)
    await node.store.commit(SYSTEM, [feed('fed-c', CONFIDENTIAL), feed('fed-sc', STRICT), track('trk-lion', 'Lion', ['imei:1', 'cot:lion']), track('trk-fox', 'Fox', ['imei:2'], STRICT), square('sq', 'fence', null, 18.02, 3.9, 18.2, 4.1)])
    const lion = Array.from({ length: 361 }, (_, i) => {
      // Drives east for half an hour, stands for half an hour.
      const here = destination({ lon: 18, lat: 4 }, 90, Math.min(i, 180) * 100)
      return fix('imei:1', i * 10_000, here.lon, here.lat, { speedMs: i <= 180 ? 10 : 0 })
    })
    const others = Array.from({ length: 60 }, (_, i) => [fix('imei:2', i * 60_000, 18.1, 4, { feed: 'fed-sc' }), fix('mmsi:9', i * 60_000, 18.3, 4), fix('mmsi:8', i * 60_000, 18.1, 4, { feed: 'fed-sc' })]).flat()
    await node.node.app.positions.append([...lion, ...others, fix('cot:lion', 30_500, 18.5, 4.5, { quality: QUALITY.suspect }), fix('imei:1', 5 * 60_000 + 1, 18.9, 4, { feed: 'fed-sc' })], 'standard')
  })
  after(() => node.close())

  test('paths of a period: those one may see, named, oldest first, without what was not believed', async () => {
    const { json } = await get(`/api/tracks/paths?${period()}`)
    assert.deepEqual(json.paths.map((one: { id: string; name: string; at: number[] }) => [one.id, one.name, one.at.length]), [['trk-lion', 'Lion', 361], ['fed-c/mmsi:9', 'mmsi:9', 60]])
    assert.equal(json.total, 2)
    const [lion] = json.paths
    assert.ok(lion.at.every((one: number, i: number) => i === 0 || lion.at[i - 1] <= one))
    assert.equal(lion.sidc.length, 20)
    const thinned = (await get(`/api/tracks/paths?${period()}&every=60&ids=trk-lion`)).json
    assert.deepEqual([thinned.paths.length, thinned.paths[0].at.length, thinned.everyS], [1, 61, 60])
    const box = (await get(`/api/tracks/paths?${period()}&bbox=18.25,3.9,18.4,4.1`)).json
    assert.deepEqual(box.paths.map((one: { id: string }) => one.id), ['fed-c/mmsi:9'])
  })

  test('the picture at a moment as GeoJSON: in a box, over the antimeridian, to those who may see it; what cannot be asked is named', async () => {
    const picture = async (query: string, as: Person = duty): Promise<{ total: number; shown: number; time: string; features: { id: string; geometry: { coordinates: number[] }; properties: { at: string; ageS: number } }[] }> => {
      const answer = await get(`/api/tracks?${query}`, as)
      assert.equal(answer.status, 200, answer.body)
      assert.match(String(answer.headers['content-type']), /^application\/geo\+json/)
      return JSON.parse(answer.body)
    }
    const now = t0 + 29 * HOUR
    await node.node.app.positions.append([fix('mmsi:180', now - t0, 179.95, -17), fix('mmsi:181', now - t0, -179.95, -17)], 'standard')
    const ids = (found: { features: { id: string }[] }): string[] => found.features.map((one) => one.id).sort()
    const there = await picture(`at=${at(10 * 60_000)}`)
    assert.deepEqual([ids(there), there.total, there.shown, there.time], [['fed-c/mmsi:9', 'trk-lion'], 2, 2, at(10 * 60_000)])
    const lion = there.features.find((one) => one.id === 'trk-lion')
    const stood = destination({ lon: 18, lat: 4 }, 90, 6000)
    assert.ok(lion && Math.abs(lion.geometry.coordinates[0]! - stood.lon) < 1e-6 && Math.abs(lion.geometry.coordinates[1]! - stood.lat) < 1e-6)
    assert.deepEqual([lion.properties.at, lion.properties.ageS], [at(10 * 60_000), 0])
    assert.deepEqual(ids(await picture(`at=${at(10 * 60_000)}&bbox=18.2,3,19,5`)), ['fed-c/mmsi:9'])
    assert.deepEqual(ids(await picture(`at=${at(10 * 60_000)}&bbox=19,3,18.2,5`)), ['trk-lion'], 'west of east goes the other way round')
    assert.deepEqual(ids(await picture(`at=${new Date(now).toISOString()}&bbox=179,-18,-179,-16`)), ['fed-c/mmsi:180', 'fed-c/mmsi:181'])
    assert.deepEqual(ids(await picture(`at=${new Date(now).toISOString()}&bbox=179,-18,180,-16`)), ['fed-c/mmsi:180'])
    assert.deepEqual((await picture(`at=${at(10 * 60_000)}`, partner)).total, 0)
    const one = await picture(`at=${at(10 * 60_000)}&limit=1`)
    assert.deepEqual([one.total, one.shown, one.features.length], [2, 1, 1])
    for (const [query, named] of [['bbox=1,2,3', 'bbox'], ['bbox=1,5,2,4', 'bbox'], ['bbox=-181,0,0,1', 'bbox'], ['at=yesterday', 'at'], ['at=2026-01-01', 'at'], [`at=${new Date(node.clock.now + HOUR).toISOString()}`, 'at'], ['limit=0', 'limit']] as const) {
      const { status, json } = await get(`/api/tracks?${query}`)
      assert.deepEqual([status, json.fields?.[0]?.path], [400, named], query)
    }
  })

  test('what does not fit an answer is thinned to the finest step that does, however long it is', async () => {
    const begin = t0 + 30 * HOUR
    await node.node.app.positions.append([0, 1, 2].flatMap((k) => Array.from({ length: 3600 }, (_, i) => fix(`long:${k}`, begin - t0 + i * 1000, 20 + i / 1e5, 5))), 'standard')
    const { everyS, paths } = await pathsOf(node.node.app, new Eyes(node.node.app, SYSTEM), { from: begin, to: begin + HOUR, box: null, ids: null }, 0, 500)
    assert.deepEqual([everyS, paths.map((one) => [one.at.length, one.cut])], [30, [[120, false], [120, false], [120, false]]])
  })

  test('a reader who may see more is shown more, what came by a stricter feed apart from the track', async () => {
    const answer = await get(`/api/tracks/paths?${period()}`, chief)
    assert.equal(answer.status, 200, answer.body)
    const ids = answer.json.paths.map((one: { id: string }) => one.id)
    assert.deepEqual(ids.sort(), ['fed-c/mmsi:9', 'fed-sc/imei:1', 'fed-sc/mmsi:8', 'trk-fox', 'trk-lion'])
  })

  test('who may not sees nothing of it: no path, no count, no day, no visit, no export', async () => {
    for (const url of [`/api/tracks/paths?${period()}&ids=trk-fox`, `/api/tracks/paths?${period()}&ids=fed-sc/mmsi:8`, `/api/tracks/paths?${period()}&ids=TRK-2026-000002`]) {
      assert.deepEqual([(await get(url)).json.total, (await get(url)).json.paths], [0, []])
    }
    assert.deepEqual((await get(`/api/tracks/paths?${period()}`, partner)).json.paths, [])
    assert.equal((await get(`/api/tracks/at?time=${at(HOUR)}`, partner)).json.total, 0)
    assert.deepEqual((await get(`/api/tracks/at?time=${at(HOUR)}`)).json.items.map((one: { id: string }) => one.id).sort(), ['fed-c/mmsi:9', 'trk-lion'])
    assert.equal((await get('/api/tracks/trk-fox/day?date=' + at(0).slice(0, 10))).status, 404)
    assert.equal((await get('/api/tracks/trk-nothing/day?date=' + at(0).slice(0, 10))).status, 404)
    assert.deepEqual((await get(`/api/tracks/in?area=sq&${period()}`)).json.items.map((one: { id: string }) => one.id), ['trk-lion'])
    assert.ok(!(await get(`/api/tracks/export?format=csv&${period()}`)).body.includes('imei:2'))
    assert.equal((await get('/api/admin/positions')).status, 403)
    assert.equal((await node.call('GET', `/api/tracks/paths?${period()}`)).status, 401)
  })

  test('paths packed say the same in less room', async () => {
    const { json } = await get(`/api/tracks/paths?${period()}`)
    const answer = await node.node.fastify.inject({ method: 'GET', url: `/api/tracks/paths?${period()}&format=packed`, headers: { authorization: `Bearer ${duty.token}` } })
    const bytes = answer.rawPayload
    assert.equal(bytes.toString('latin1', 0, 4), 'VPB1')
    const head = JSON.parse(bytes.toString('utf8', 8, 8 + bytes.readUInt32LE(4)))
    const count = head.paths.reduce((sum: number, one: { count: number }) => sum + one.count, 0)
    const start = 8 + Math.ceil(bytes.readUInt32LE(4) / 4) * 4
    assert.equal(bytes.length, start + count * 14)
    const all = json.paths.flatMap((one: { lon: number[]; lat: number[]; at: number[]; speedMs: (number | null)[] }) => one.at.map((when, i) => [one.lon[i], one.lat[i], when, one.speedMs[i]]))
    const read = Array.from({ length: count }, (_, i) => {
      const speed = bytes.readUInt16LE(start + count * 12 + i * 2)
      return [bytes.readInt32LE(start + i * 4) / 1e7, bytes.readInt32LE(start + (count + i) * 4) / 1e7, head.from + bytes.readUInt32LE(start + (2 * count + i) * 4), speed === 65_535 ? null : speed / 100]
    })
    assert.deepEqual(read, all)
  })

  test('where everything was at a moment', async () => {
    const { json } = await get(`/api/tracks/at?time=${at(20 * 60_000 + 5000)}`)
    const lion = json.items.find((one: { id: string }) => one.id === 'trk-lion')
    assert.equal(lion.at, t0 + 20 * 60_000)
    assert.deepEqual([lion.name, lion.ref.slice(0, 4), lion.level, lion.speedMs], ['Lion', 'TRK-', 'C', 10])
    assert.equal((await get(`/api/tracks/at?time=${at(20 * HOUR)}&older=60`)).json.total, 0)
  })

  test('the day of a track: how far, where it stopped, its trips', async () => {
    const { json } = await get(`/api/tracks/trk-lion/day?date=${at(0).slice(0, 10)}`)
    assert.ok(Math.abs(json.distanceM - 18_000) < 200, String(json.distanceM))
    assert.deepEqual([json.stops.length, json.trips.length, json.positions, json.subject, json.cut], [1, 1, 361, 'imei:1', false])
    assert.ok(Math.abs(json.stops[0].to - json.stops[0].from - 30 * 60_000) < 60_000)
    assert.deepEqual([json.first.at, json.last.at, json.zone], [t0, t0 + HOUR, 'UTC'])
    for (const bad of ['2026-13-01', '2026-02-30', 'x']) {
      assert.equal((await get(`/api/tracks/trk-lion/day?date=${bad}`)).status, 400)
    }
  })

  test('what was inside an area, and how long', async () => {
    const { items } = (await get(`/api/tracks/in?area=sq&${period()}`)).json
    assert.deepEqual(items.map((one: { id: string; entered: number }) => [one.id, one.entered]), [['trk-lion', 1]])
    // It enters 2.2 km on its way, after 222 s, and stays until it is last heard.
    assert.ok(Math.abs(items[0].insideMs - (HOUR - 222_000)) < 20_000, String(items[0].insideMs))
    assert.deepEqual((await get(`/api/tracks/in?bbox=18.25,3.9,18.4,4.1&${period()}`)).json.items.map((one: { id: string }) => one.id), ['fed-c/mmsi:9'])
    assert.equal((await get(`/api/tracks/in?${period()}`)).status, 400)
    assert.equal((await get(`/api/tracks/in?area=nowhere&${period()}`)).status, 404)
  })

  test('a clip in every format: read back, marked, with what happened', async () => {
    const report = await node.call('POST', '/api/records', { as: duty, body: { kind: 'incident', data: incidentData({ happened: { from: at(HOUR / 2).replace('.000', ''), precision: 'EXACT' } }) } })
    assert.equal(report.status, 201, report.body)
    const clip = (format: string, more = ''): Promise<Answered> => get(`/api/tracks/export?format=${format}&${period()}${more}`)
    const gpx = await clip('gpx', '&with=incident')
    assert.equal(gpx.headers['content-disposition'], `attachment; filename="vigie-tracks-${at(0).slice(0, 10)}.gpx"`)
    const read = parseGpx(gpx.body)
    assert.deepEqual(read.tracks.map((one) => [one.name, one.segments.flat().length]), [['Lion', 361], ['mmsi:9', 60]])
    assert.match(read.waypoints[0]?.name ?? '', /^UNVERIFIED Shots at the bridge/)
    assert.match(gpx.body, /<desc>CONFIDENTIAL/)
    const kml = await clip('kml', '&with=incident')
    assert.equal(kml.body.match(/<when>/g)?.length, 421 + 1)
    assert.equal(kml.body.match(/<gx:coord>/g)?.length, 421)
    assert.match(kml.body, /xmlns:gx=.*UNVERIFIED.*<gx:Track>.*<\/gx:Track><\/Placemark>\n<\/Document><\/kml>\n$/s)
    const geo = parseGeoJson((await clip('geojson')).body)
    assert.deepEqual(geo.features.map((one) => ((one.properties ?? {})['times'] as string[]).length), [361, 60])
    const csv = (await clip('csv', '&every=60')).body.trim().split('\r\n')
    assert.equal(csv.length, 1 + 61 + 60)
    const stream = createCotStream()
    const events = stream.push(Buffer.from((await clip('cot', '&with=incident')).body)).flatMap((frame) => (frame.what === 'xml' ? [readCot(frame.bytes)] : []))
    assert.equal(events.length, 422)
    const moved = events.flatMap((one) => (one.ok && one.value.type.startsWith('a-') ? [one.value] : []))
    assert.equal(moved.length, 421)
    assert.ok(moved.every((one, i) => i === 0 || moved[i - 1]!.time <= one.time), 'in order of time')
    assert.ok(moved.every((one) => one.access === 'CONFIDENTIAL'))
    assert.equal((await clip('csv', '&with=incident')).status, 400)
    assert.equal((await clip('dwg')).status, 400)
    assert.equal((await clip('kml', '&with=nothing')).status, 400)
  })

  test('that it left is written down, and what is strictly confidential needs a purpose', async () => {
    const refused = await get(`/api/tracks/export?format=gpx&${period()}`, chief)
    assert.deepEqual([refused.status, refused.json.fields[0].path], [403, 'purpose'])
    const taken = await get(`/api/tracks/export?format=gpx&${period()}&purpose=Board%20of%20inquiry`, chief)
    assert.equal(taken.status, 200)
    assert.match(taken.body, /STRICTLY CONFIDENTIAL/)
    const fox = (await node.store.history(SYSTEM, 'trk-fox')).filter((one) => one.type === 'export')
    assert.deepEqual(fox.map((one) => [one.actor, one.purpose]), [[chief.account.id, 'Board of inquiry']])
    const mission = (await node.store.history(SYSTEM, 'mission')).filter((one) => one.type === 'export')
    assert.ok(mission.length === 0 || mission.some((one) => JSON.stringify(one.patch).includes('position')))
    const looked = (await node.store.history(SYSTEM, 'trk-fox')).filter((one) => one.type === 'read')
    assert.ok(looked.some((one) => one.actor === chief.account.id), 'who looked at it is written down too')
  })

  test('how much there is and what retention removed, for administrators', async () => {
    const { json } = await get('/api/admin/positions', chief)
    assert.ok(json.state.positions > 500)
    assert.deepEqual([json.state.damaged, json.removed], [[], []])
  })
})
