import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { WebSocket } from 'ws'
import type { Handling } from '../../core/handling.ts'
import { lonLatToTilePixel } from '../../core/place-tile.ts'
import { SYSTEM } from '../auth/reader.ts'
import { ENGINES } from '../../test/store.ts'
import { incidentData, runningNode, type Answered, type Person, type RunningNode } from '../../test/running-node.ts'

/** A protected record: `word` stands in its title, narrative, tag and nowhere else. */
type Target = { name: string; id: string; ref: string; word: string; at: string; lon: number; lat: number }
/** One way in: everything its answer says, as text. Counts answer the id when they count the record. */
type Door = { name: string; open(node: RunningNode, person: Person, target: Target): Promise<string> }

const read = (url: (target: Target) => string): Door['open'] => async (node, person, target) => (await node.call('GET', url(target), { as: person })).body
const counted = (found: boolean, target: Target): string => (found ? target.id : '')

/** Every way records leave the node. A new way in gets its line here. */
const DOORS: readonly Door[] = [
  { name: 'by id', open: read((t) => `/api/records/${t.id}`) },
  { name: 'by reference', open: read((t) => `/api/records/${t.ref}`) },
  { name: 'as it stood', open: read((t) => `/api/records/${t.id}?asOf=${t.at}`) },
  { name: 'history', open: read((t) => `/api/records/${t.id}/history`) },
  { name: 'files and comments', open: async (node, person, t) => counted((await node.call('GET', `/api/records/${t.id}/thread`, { as: person })).status === 200, t) },
  { name: 'list', open: read(() => '/api/records?kind=incident&limit=1000') },
  { name: 'list of ids', open: read((t) => `/api/records?kind=incident&ids=${t.id}`) },
  { name: 'search', open: read((t) => `/api/records?kind=incident&q=${t.word}`) },
  { name: 'count', open: async (node, person, t) => counted((await node.call('GET', `/api/records?kind=incident&where.tag=${t.word}&limit=0`, { as: person })).json.total > 0, t) },
  { name: 'facet', open: read(() => '/api/facets?kind=incident&facets=tag') },
  { name: 'count under a facet', open: async (node, person, t) => counted((await node.call('GET', `/api/facets?kind=incident&facets=category&where.tag=${t.word}`, { as: person })).json.category.length > 0, t) },
  { name: 'points', open: read(() => '/api/points?kind=incident') },
  { name: 'points under a search', open: async (node, person, t) => counted((await node.call('GET', `/api/points?kind=incident&q=${t.word}&limit=0`, { as: person })).json.total > 0, t) },
  { name: 'list as known then', open: read((t) => `/api/records?kind=incident&limit=1000&asOf=${t.at}`) },
  { name: 'search as known then', open: async (node, person, t) => counted((await node.call('GET', `/api/records?kind=incident&q=${t.word}&limit=0&asOf=${t.at}`, { as: person })).json.total > 0, t) },
  { name: 'facet as known then', open: read((t) => `/api/facets?kind=incident&facets=tag&asOf=${t.at}`) },
  { name: 'points as known then', open: read((t) => `/api/points?kind=incident&asOf=${t.at}`) },
  { name: 'tile', open: read((t) => `/api/tiles/incident/${tileOf(t)}.mvt`) },
  { name: 'export as CSV', open: read(() => '/api/export?kind=incident&format=csv') },
  { name: 'export as GeoJSON', open: read(() => '/api/export?kind=incident&format=geojson') },
  { name: 'export as KML', open: read(() => '/api/export?kind=incident&format=kml') },
  { name: 'duplicates of what is typed', open: async (node, person, t) => (await node.call('POST', '/api/incidents/duplicates', { as: person, body: { data: protectedData(t.word, t.lon, t.lat) } })).body },
  { name: 'duplicates of a record', open: read((t) => `/api/incidents/${t.id}/duplicates`) },
  { name: 'an action on it', open: async (node, person, t) => (await node.call('POST', `/api/records/${t.id}/actions`, { as: person, body: { type: 'edit', basedOn: 1, patch: { fields: { bluf: 'x' } } } })).body },
  { name: 'making it again', open: async (node, person, t) => (await node.call('POST', '/api/incidents/duplicates', { as: person, body: { data: { ...protectedData(t.word, t.lon, t.lat), title: t.word } } })).body },
  { name: 'OGC API: items', open: read(() => '/ogc/collections/incident/items?limit=1000') },
  { name: 'OGC API: one', open: read((t) => `/ogc/collections/incident/items/${t.id}`) },
  { name: 'OGC API: count', open: async (node, person, t) => counted((await node.call('GET', `/ogc/collections/incident/items?tag=${t.word}`, { as: person })).json.numberMatched > 0, t) },
  { name: 'rows of a list as known then', open: read((t) => `/api/window?kind=incident&q=${t.word}&asOf=${t.at}`) },
  { name: 'rows of a list', open: read((t) => `/api/window?kind=incident&q=${t.word}`) },
  { name: 'cells of an aggregate', open: read(() => '/api/aggregate?kind=incident&by=tag,day') },
  { name: 'what an aggregate is of', open: async (node, person, t) => counted((await node.call('GET', `/api/aggregate?kind=incident&by=severity&where.tag=${t.word}`, { as: person })).json.total > 0, t) },
  { name: 'records of a cell', open: read((t) => `/api/aggregate/records?kind=incident&by=tag&cell=${t.word}`) },
  { name: 'preview of a change to many', open: async (node, person, t) => (await preview(node, person, t)).body },
  { name: 'count of a change to many', open: async (node, person, t) => counted(((await preview(node, person, t, 1)).json?.asked ?? 0) > 0, t) },
  { name: 'printed map', open: read((t) => `/api/maps/sheet?kind=incident&bbox=-180,-90,180,90&q=${t.word}`) },
  { name: 'export as GPX', open: read(() => '/api/export?kind=incident&format=gpx') },
  { name: 'export as a job', open: exportJob },
  { name: 'count of a saved search', open: followed },
  { name: 'live subscription', open: (node, person, t) => snapshot(node, person, { kind: 'incident', text: t.word }) },
]

function preview(node: RunningNode, person: Person, t: Target, asked = 0): Promise<Answered> {
  const change = { action: 'edit', fields: { bluf: 'another' }, reason: null }
  // By its words, and by its id: what may not be seen is neither counted nor refused by name.
  return node.call('POST', '/api/bulk/preview', { as: person, body: { query: { kind: 'incident', ...(asked ? { where: { tag: [t.word] } } : {}) }, ...(asked ? {} : { ids: [t.id] }), change } })
}

async function exportJob(node: RunningNode, person: Person): Promise<string> {
  const begun = await node.call('POST', '/api/export?kind=incident&format=csv', { as: person })
  await node.node.app.jobs.ended(begun.json.job)
  const job = await node.call('GET', `/api/jobs/${begun.json.job}`, { as: person })
  return job.body + (await node.call('GET', `/api/jobs/${begun.json.job}/${job.json.files?.[0] ?? 'none'}`, { as: person })).body
}

async function followed(node: RunningNode, person: Person, t: Target): Promise<string> {
  const made = await node.call('POST', '/api/records', { as: person, body: { kind: 'saved-search', data: { name: 'mine', of: 'incident', query: { where: { tag: [t.word] } } } } })
  await node.call('POST', `/api/me/searches/${made.json.id}`, { as: person, body: { follow: true } })
  const answer = await node.call('GET', '/api/me/searches', { as: person })
  assert.equal(answer.status, 200, answer.body)
  return counted(answer.json.items.some((one: { id: string; total: number; changed: number }) => one.id === made.json.id && one.total + one.changed > 0), t)
}

/** The tile at zoom 14 that holds the record, where nothing is clustered. */
function tileOf({ lon, lat }: Target): string {
  const { x, y } = lonLatToTilePixel({ lon, lat }, 14)
  return `14/${x}/${y}`
}

function protectedData(word: string, lon: number, lat: number): Record<string, unknown> {
  return incidentData({ title: `Report ${word}`, narrative: `Only for those who need to know: ${word}`, tags: [word], place: { lon, lat, precision: 1, radiusM: 50, method: 'GPS' } })
}

async function snapshot(node: RunningNode, person: Person, query: unknown): Promise<string> {
  const { port } = node.node.fastify.server.address() as { port: number }
  const socket = new WebSocket(`ws://127.0.0.1:${port}/api/live`, { headers: { authorization: `Bearer ${person.token}` } })
  try {
    return await new Promise((resolve, reject) => {
      socket.on('error', reject)
      socket.on('open', () => socket.send(JSON.stringify({ op: 'subscribe', id: 'a', query })))
      socket.on('message', (data: Buffer) => {
        const text = data.toString('utf8')
        const frame = JSON.parse(text) as { op: string; total?: number }
        if (frame.op === 'snapshot' || frame.op === 'problem') {
          resolve(text)
        }
      })
    })
  } finally {
    socket.close()
  }
}

const open: Handling = { level: 'U', compartments: [], owner: 'mission', releasableTo: ['*'], caveats: [] }
/** Each is shut by one attribute alone, so that each attribute is proven by itself. */
const SHUT: readonly { name: string; handling: Handling; elsewhere?: true }[] = [
  { name: 'country B only', handling: { ...open, owner: 'B', releasableTo: [] } },
  { name: 'above clearance', handling: { ...open, level: 'SC' } },
  { name: 'in a compartment', handling: { ...open, compartments: ['HR'] } },
  { name: 'needs a purpose', handling: { ...open, compartments: ['PERS'] } },
  { name: 'not for contingents', handling: { ...open, caveats: ['NO-TCC'] } },
  { name: 'named eyes only', handling: { ...open, caveats: ['EYES-NAMED'], named: ['nobody'] } },
  { name: 'in another area', handling: open, elsewhere: true },
]

for (const engine of ENGINES) {
  describe(`need to know: a reader of country A, ${engine.name}`, { skip: engine.skip }, () => {
    let node: RunningNode
    let reader: Person
    let insider: Person
    const targets: Target[] = []

    before(async () => {
      node = await runningNode({ engine: engine.name, config: { requestsPerMinute: 100_000 } })
      await node.node.listen({ port: 0, host: '127.0.0.1' })
      const square = (w: number): [number, number][][][] => [[[[w, 0], [w + 1, 0], [w + 1, 1], [w, 1], [w, 0]]]]
      const area = (id: string, w: number) => ({ id: `make-${id}`, record: id, kind: 'area', type: 'create', at: new Date().toISOString(), basedOn: null, patch: { data: { name: `Sector ${id}`, code: id, type: 'sector', polygons: square(w) } } })
      await node.store.commit(SYSTEM, [area('area-a', 10), area('area-b', 20)])
      const compartments = ['HR', 'PERS', 'SOURCE'] as const
      reader = await node.person('country-a', { org: 'A', side: 'tcc', clearance: 'C', compartments: ['PERS'], grants: [{ role: 'SHQ', area: 'area-a' }] })
      insider = await node.person('insider', { org: 'B', side: 'mission', clearance: 'SC', compartments: [...compartments], grants: [{ role: 'JOC-CH', area: null }] })
      for (const [i, shut] of SHUT.entries()) {
        const word = `zq${shut.name.replace(/\W/g, '')}${i}`
        const [lon, lat] = [shut.elsewhere ? 20.5 : 10.1 + i * 0.1, 0.5]
        const handling = shut.handling.named ? { ...shut.handling, named: [insider.account.id] } : shut.handling
        const [made] = await node.store.commit({ ...SYSTEM, org: handling.owner }, [{ id: `make-${i}`, record: `secret-${i}`, kind: 'incident', type: 'create', at: new Date().toISOString(), basedOn: null, patch: { data: protectedData(word, lon, lat) as never, handling } }])
        const { record } = made!
        targets.push({ name: shut.name, id: record.id, ref: record.ref, word, at: new Date(Date.now() + 1000).toISOString(), lon, lat })
      }
      const openOne = await node.store.commit(SYSTEM, [{ id: 'make-open', record: 'open-1', kind: 'incident', type: 'create', at: new Date().toISOString(), basedOn: null, patch: { data: protectedData('zqopen', 10.9, 0.5) as never, handling: open } }])
      assert.equal(openOne[0]?.record.area, 'area-a')
    })
    after(() => node?.close())

    test('what is open to them they do find, at every door', async () => {
      const { record } = (await node.store.get(SYSTEM, 'open-1'))!
      const target: Target = { name: 'open', id: record.id, ref: record.ref, word: 'zqopen', at: new Date(Date.now() + 1000).toISOString(), lon: 10.9, lat: 0.5 }
      for (const door of DOORS) {
        const said = await door.open(node, reader, target)
        if (door.name !== 'duplicates of a record') {
          assert.ok([target.id, target.ref, target.word].some((sign) => said.includes(sign)), `${door.name} shows nothing: ${said.slice(0, 300)}`)
        }
      }
    })

    for (const door of DOORS) {
      test(`${door.name}`, async () => {
        for (const target of targets) {
          const said = await door.open(node, reader, target)
          // A refusal may repeat the id or reference that was asked for, nothing else.
          const sent = said.startsWith('{"type":"/problems/not-found"') ? [target.id, target.ref] : []
          for (const sign of [target.id, target.ref, target.word]) {
            assert.ok(!said.includes(sign) || sent.includes(sign), `${target.name}: ${door.name} tells "${sign}": ${said.slice(0, 400)}`)
          }
        }
      })
    }

    test('someone with every attribute does find them, once the purpose is declared', async () => {
      for (const target of targets) {
        const answer = await node.call('GET', `/api/records/${target.id}`, { as: insider, headers: { 'x-vigie-purpose': encodeURIComponent('welfare check') } })
        assert.equal(answer.status, 200, target.name)
      }
    })

    test('the gazetteer does not name an area that is closed', async () => {
      const closed: Handling = { ...open, owner: 'B', releasableTo: [] }
      await node.store.commit({ ...SYSTEM, org: 'B' }, [{ id: 'make-camp', record: 'area-secret', kind: 'area', type: 'create', at: new Date().toISOString(), basedOn: null, patch: { data: { name: 'Zqcamp', code: 'ZQ', type: 'site', point: [10.5, 0.5] }, handling: closed } }])
      const ask = async (person: Person) => (await node.call('GET', '/api/gazetteer?q=zqcamp', { as: person })).body
      assert.ok((await ask(insider)).includes('Zqcamp'))
      assert.ok(!(await ask(reader)).includes('Zqcamp'))
      const areas = (await node.call('GET', '/api/areas?geometry=1', { as: reader })).body
      assert.ok(!areas.includes('Zqcamp'))
    })

    test('reading what is sensitive is itself written down, with who and what for', async () => {
      const target = targets.find((one) => one.name === 'above clearance')!
      const headers = { 'x-vigie-purpose': 'check' }
      await node.call('GET', `/api/records/${target.id}`, { as: insider, headers })
      let reads: { actor: string; type: string; purpose: string }[] = []
      while (reads.length === 0) {
        // Marks are written in the background: let the store's writer have its turn before looking again.
        await new Promise(setImmediate)
        node.clock.now += 1000
        const { items } = (await node.call('GET', `/api/records/${target.id}/history`, { as: insider, headers })).json
        reads = items.filter((one: { type: string; purpose: string }) => one.type === 'read' && one.purpose === 'check')
      }
      assert.equal(reads[0]?.actor, insider.account.id)
    })
  })
}
