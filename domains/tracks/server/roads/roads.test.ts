import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { ENGINES } from '../../../../test/store.ts'
import { running, type Person, type Running } from '../../../../test/screens.ts'
import { readerOf } from '../../../../server/auth/reader.ts'
import { roadsOf } from '../../contract.ts'

type Line = [number, number][]
const feature = (coordinates: Line, properties: object = {}) => ({ type: 'Feature', geometry: { type: 'LineString', coordinates }, properties: { highway: 'primary', surface: 'asphalt', ...properties } })
const geojson = (...features: object[]) => JSON.stringify({ type: 'FeatureCollection', features })
/** A short track through the middle, and a good road round it. */
const COUNTRY = geojson(feature([[20, 5], [20.2, 5]], { highway: 'track', surface: 'dirt' }), feature([[20, 5], [20, 5.05], [20.2, 5.05], [20.2, 5]], { name: 'N 1', maxweight: '12 t' }), { type: 'Feature', geometry: { type: 'Point', coordinates: [20, 5] }, properties: {} })

type Way = { seconds: number; metres: number; legs: { by: string; metres: number; because: string | null; slow: string[]; line: Line; stretches: { name: string | null }[] }[] }

for (const engine of ENGINES) {
  describe(`roads on ${engine.name}`, { skip: engine.skip }, () => {
    let node: Running
    let keeper: Person
    let duty: Person
    before(async () => {
      node = await running(engine.name)
      keeper = await node.person('keeper', { grants: [{ role: 'JOC-IM', area: null }] })
      duty = await node.person('duty', { grants: [{ role: 'JOC-DO', area: null }] })
    })
    after(() => node.stop())
    const post = (path: string, token: string, body?: FormData | object) => fetch(`http://127.0.0.1:${node.port}${path}`, { method: 'POST', headers: { ...(token === '' ? {} : { authorization: `Bearer ${token}` }), ...(body === undefined || body instanceof FormData ? {} : { 'content-type': 'application/json' }) }, ...(body === undefined ? {} : { body: body instanceof FormData ? body : JSON.stringify(body) }) })
    const send = (who: Person, text: string, query = '') => {
      const form = new FormData()
      form.append('file', new Blob([text]), 'country.geojson')
      return post(`/api/roads${query}`, who.token, form)
    }
    const way = async (query: string, who = duty) => {
      const answer = await node.get(`/api/roads/way?${query}`, who.token)
      assert.equal(answer.status, 200, await answer.clone().text())
      return (await answer.json()) as Way
    }

    test('without a network the way is the straight line times 1.4, and says so', async () => {
      const { legs: [leg] } = await way('via=20,5;20.2,5')
      assert.deepEqual([leg?.by, leg?.because], ['straight', 'no-network'])
      const air = await way('via=20,5;20.2,5&sort=helicopter&kmh=200')
      assert.deepEqual([air.legs[0]?.by, Math.round(air.seconds)], ['air', Math.round(air.metres / (200 / 3.6))])
      assert.equal((await node.get('/api/roads/way?via=20,5', duty.token)).status, 400)
      assert.equal((await node.get('/api/roads/way?via=20,5;21,5&sort=base', duty.token)).status, 400)
    })

    test('who may not draw areas brings no roads in; what is no file of roads is refused with the reason', async () => {
      assert.equal((await send(duty, COUNTRY)).status, 403)
      assert.equal((await post('/api/roads', '')).status, 401)
      for (const [text, reason] of [['{"type":"FeatureCollection","features":[', /JSON/i], [geojson(), /no line/], ['SQLite format 3\0 and rubbish', /cannot be read|damaged|not a database/]] as const) {
        const answer = await send(keeper, text)
        assert.equal(answer.status, 400)
        assert.match(await answer.text(), reason)
      }
    })

    test('a file is tried first, then brought in; ways go by it, and what is too heavy or closed goes round', async () => {
      const tried = await send(keeper, COUNTRY, '?dryRun=true')
      assert.deepEqual([tried.status, await tried.json()], [200, { roads: 2, km: 55.4, left: 1, unclassed: 0, pieces: 1, biggest: 1 }])
      assert.equal(((await (await node.get('/api/records?kind=road-network', duty.token)).json()) as { total: number }).total, 0)
      const brought = await send(keeper, COUNTRY, '?name=Test')
      assert.equal(brought.status, 201, await brought.text())
      const day = 'at=2026-01-10T12:00:00Z'
      const light = await way(`via=20,5;20.2,5&${day}`)
      assert.deepEqual([light.legs[0]?.by, light.legs[0]?.stretches.map((one) => one.name)], ['road', ['N 1']])
      assert.ok(Math.abs(light.metres - 33_300) < 100 && Math.abs(light.seconds - light.metres / (60 / 3.6)) < 5, 'the better road, at its speed')
      const heavy = await way(`via=20,5;20.2,5&sort=truck&${day}`)
      assert.deepEqual([heavy.legs[0]?.stretches.map((one) => one.name), Math.round(heavy.metres / 1000)], [[null], 22])
      const night = await way('via=20,5;20.2,5&at=2026-01-10T23:00:00Z')
      assert.ok(night.seconds > light.seconds * 1.1)
      const reader = readerOf(duty.account, null)
      roadsOf(node.node.app).closures((_reader, at) => Promise.resolve([{ id: 'bridge out', line: [[20.1, 5.05]], radiusM: 300, from: at - 1, to: null, factor: 0 }]))
      const [closed] = await roadsOf(node.node.app).waysTo(reader, { lon: 20.2, lat: 5 }, [{ lon: 20, lat: 5, sort: 'vehicle', kmh: null }], Date.parse('2026-01-10T12:00:00Z'))
      assert.deepEqual([closed?.by, Math.round((closed?.metres ?? 0) / 1000)], ['road', 22])
    })

    test('a road somebody has entered as closed is not taken, by those who may know of it, until it is over or lifted', async () => {
      const ask = 'via=20,5;20.2,5&at=2026-02-10T12:00:00Z'
      const made = await post('/api/records', duty.token, { kind: 'restriction', data: { name: 'Track washed away', sort: 'closed', line: [[20.15, 5]], radiusM: 300, from: '2026-02-01T00:00:00Z', to: '2026-02-20T00:00:00Z' } })
      assert.equal(made.status, 201, await made.clone().text())
      const { id } = (await made.json()) as { id: string }
      const partner = await node.person('partner', { clearance: 'U', grants: [{ role: 'JOC-DO', area: null }] })
      // The other road is closed already, so none is left.
      const by = async (query: string, who = duty) => (await way(query, who)).legs[0]?.by
      assert.deepEqual([await by(ask) === 'road', await by(ask.replace('-10T', '-21T')), await by(ask, partner)], [false, 'road', 'road'], 'closed, no more, not told')
      assert.equal((await post(`/api/records/${id}/actions`, duty.token, { type: 'lift', basedOn: 1, patch: {}, reason: 'mended' })).status, 200)
      assert.equal(await by(ask), 'road')
    })

    test('speeds are the mission’s own; a network out of use or withdrawn is not used', async () => {
      const state = (await (await node.get('/api/roads', duty.token)).json()) as { edges: number; km: number; pace: object; paceRecord: object | null }
      assert.deepEqual([state.edges, state.km, state.paceRecord], [2, 55.4, null])
      const before = await way('via=20,5;20.1,5&at=2026-01-10T12:00:00Z')
      const pace = { ...state.pace, wetMonths: [1], wetUnpaved: 0.5 }
      const made = await post('/api/records', keeper.token, { kind: 'road-pace', data: pace })
      assert.equal(made.status, 201, await made.clone().text())
      assert.equal((await post('/api/records', duty.token, { kind: 'road-pace', data: pace })).status, 403)
      const wet = await way('via=20,5;20.1,5&at=2026-01-10T12:00:00Z')
      assert.ok(Math.abs(wet.seconds / before.seconds - 2) < 0.01)
      const { items: [record] } = (await (await node.get('/api/records?kind=road-network', keeper.token)).json()) as { items: { id: string; version: number }[] }
      assert.equal((await post(`/api/records/${record?.id}/actions`, keeper.token, { type: 'edit', basedOn: record?.version, patch: { fields: { enabled: false } } })).status, 200)
      assert.equal((await way('via=20,5;20.1,5')).legs[0]?.because, 'no-network')
    })
  })
}
