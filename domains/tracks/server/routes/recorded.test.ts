import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { runningNode, type Answered, type Person, type RunningNode } from '../../../../test/running-node.ts'

describe('a recording read into the history of a track', () => {
  let node: RunningNode
  let duty: Person
  let partner: Person
  let ref = ''
  const MINUTE = 60_000
  const upload = (url: string, name: string, file: string, as = duty): Promise<Answered> => node.call('POST', url, { as, raw: Buffer.from(`--edge\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\n\r\n${file}\r\n--edge--\r\n`), headers: { 'content-type': 'multipart/form-data; boundary=edge' } })
  const time = (minutes: number): string => new Date(Math.floor(node.clock.now / 1000) * 1000 + minutes * MINUTE).toISOString()
  const points = (count: number, from: number): string => Array.from({ length: count }, (_, i) => `<trkpt lat="${4 + i * 0.001}" lon="20"><time>${time(from + i)}</time></trkpt>`).join('')
  const gpx = (...tracks: [name: string, points: string][]): string => `<?xml version="1.0"?><gpx version="1.1">${tracks.map(([name, inside]) => `<trk><name>${name}</name><trkseg>${inside}</trkseg></trk>`).join('')}</gpx>`

  before(async () => {
    node = await runningNode()
    duty = await node.person('duty')
    partner = await node.person('partner', { org: 'ngo', side: 'partner', grants: [{ role: 'PARTNER', area: null }] })
    ref = (await node.call('POST', '/api/records', { as: duty, body: { kind: 'track', data: { name: 'Patrol 7', subjects: [], sort: 'vehicle', affiliation: 'friend' } } })).json.ref
  })
  after(() => node.close())

  test('a dry run says what is in it and keeps nothing; the file is kept once, shown where it is newest, and stands in history with its hash', async () => {
    const file = gpx(['one', points(30, -60)])
    const dry = await upload(`/api/tracks/${ref}/recorded?dryRun=true`, 'walk.gpx', file)
    assert.equal(dry.status, 200, dry.body)
    assert.deepEqual([dry.json.positions, dry.json.taken, dry.json.format, dry.json.things], [30, 0, 'gpx', ['one']])
    const period = `from=${time(-90)}&to=${time(0)}`
    assert.equal((await node.call('GET', `/api/tracks/paths?${period}`, { as: duty })).json.total, 0)
    const first = await upload(`/api/tracks/${ref}/recorded`, 'walk.gpx', file)
    assert.equal(first.json.taken, 30, first.body)
    await node.node.app.positions.settle()
    const paths = (await node.call('GET', `/api/tracks/paths?${period}`, { as: duty })).json
    assert.equal(paths.paths[0].lon.length, 30)
    const live = (await node.call('GET', '/api/tracks/live', { as: duty })).json.items.find((one: { ref: string }) => one.ref === ref)
    assert.ok(Math.abs(live.lat - 4.029) < 1e-6, 'the newest of it is where the track was last known to be')
    assert.equal((await upload(`/api/tracks/${ref}/recorded`, 'walk.gpx', file)).json.taken, 0, 'the same file again adds nothing')
    const id = (await node.store.getByRef((await import('../../../../server/auth/reader.ts')).SYSTEM, ref))?.record.id
    const history = (await node.call('GET', `/api/records/${id}/history`, { as: duty })).json.items as { type: string; patch: { sha256?: string; positions?: number } }[]
    const said = history.filter((one) => one.type === 'positions-import')
    assert.deepEqual(said.map((one) => one.patch.positions), [30, 30])
    assert.match(said[0]?.patch.sha256 ?? '', /^[0-9a-f]{64}$/)
  })

  test('several things in a file: which one is asked for, and only that one is read', async () => {
    const file = gpx(['lead', points(5, -20)], ['tail', points(3, -10)])
    const asked = await upload(`/api/tracks/${ref}/recorded`, 'two.gpx', file)
    assert.equal(asked.status, 400)
    assert.match(asked.body, /lead, tail/)
    assert.equal((await upload(`/api/tracks/${ref}/recorded?of=tail`, 'two.gpx', file)).json.positions, 3)
  })

  test('what cannot be read is told: no times, the future, another format, no file, rubbish', async () => {
    const none = await upload(`/api/tracks/${ref}/recorded`, 'a.gpx', gpx(['x', '<trkpt lat="1" lon="1"/>']))
    assert.equal(none.status, 400)
    assert.match(none.body, /time/)
    assert.match((await upload(`/api/tracks/${ref}/recorded`, 'a.gpx', gpx(['x', points(2, 600)]))).body, /has not come yet/)
    assert.match((await upload(`/api/tracks/${ref}/recorded`, 'a.exe', 'x')).body, /\.gpx/)
    assert.equal((await upload(`/api/tracks/${ref}/recorded`, 'a.gpx', '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><gpx>&a;</gpx>')).status, 400)
    assert.equal((await node.call('POST', `/api/tracks/${ref}/recorded`, { as: duty, body: {} })).status, 415)
  })

  test('who may not see the track cannot add to it, nor learn that it is there', async () => {
    assert.equal((await upload(`/api/tracks/${ref}/recorded`, 'walk.gpx', gpx(['one', points(2, -5)]), partner)).status, 404)
    const reader = await node.person('hom', { grants: [{ role: 'HOM', area: null }] })
    assert.equal((await upload(`/api/tracks/${ref}/recorded`, 'walk.gpx', gpx(['one', points(2, -5)]), reader)).status, 403)
  })
})
