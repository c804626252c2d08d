import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib'
import { unzipSync } from 'fflate'
import { WebSocket } from 'ws'
import { COMPARTMENTS, type Handling } from '../../../../core/handling.ts'
import type { Kind } from '../../../../core/kind.ts'
import { Problem } from '../../../../core/problem.ts'
import type { NewAction } from '../../../../core/record.ts'
import { createToken } from '../../../../server/auth/api-tokens.ts'
import { consent } from '../../../../test/feeds.ts'
import { mbtiles, png } from '../../../../test/map-files.ts'
import { filled } from '../../../../test/filled.ts'
import { notifying, PURPOSE, type Json } from '../../../../test/notifications.ts'
import type { Person, RunningNode } from '../../../../test/running-node.ts'
import { freshId, SYSTEM, until } from '../../../../test/store.ts'

const [FAMILY, GIVEN, NUMBER] = ['Zqvesterholm', 'Aurelqx', 'ZQ7781-3390']
/** What is written everywhere before anybody knows that it is to be kept. */
const SAID = `Sgt ${GIVEN} ${FAMILY} ${NUMBER}`
/** Beginnings too: a text that was cut short before it was veiled tells as much. */
const SIGNS = ['zqves', 'aurelq', 'zq7781', '7781-33', Buffer.from(FAMILY).toString('hex').slice(0, 16)]

const OPEN: Handling = { level: 'U', compartments: [], owner: 'mission', releasableTo: ['*'], caveats: [] }
const PLACE = { lon: 18.5, lat: 4.3, precision: 1, radiusM: 50, method: 'GPS' }
/** Kinds nobody can have written it into, each with why. */
const NOT_WRITTEN: Record<string, string> = {
  'user': 'an account is somebody’s own name',
  'notified-person': 'the name itself, in the compartment of personnel',
}
/** Kinds of which nothing is free text, or that the chief of the JOC does not read. */
const NO_TEXT = ['medical-reach']
/** Fields that are no free text though their schema says only “a string”, and what must fit together. */
const NO_FREE_TEXT: Record<string, (data: Json, made: Record<string, string[]>) => void> = {
  'incident': (data) => { Object.assign(data, JSON.parse(JSON.stringify(data).replaceAll('"credibility":"1"', '"credibility":"2"'))); data.place = PLACE },
  'taxonomy': (data) => { data.entries[0].code = 'AC.12' },
  'video-source': (data) => { data.url = 'rtsp://camera.example:554/live' },
  'mission': (data) => { data.zone = 'UTC'; data.org = 'mission'; data.bounds = [0, 0, 20, 20] },
  'crisis': (data) => { delete data.ended },
  'casualty': (data) => { Object.values(data.events ?? {}).forEach((one: Json) => { one.by = SYSTEM.user }) },
  'warning': (data) => { data.expires = '2999-01-01T00:00:00Z'; data.onset = '2026-08-18T13:45:00Z'; data.effective = '2026-08-18T13:45:00Z' },
  'track': (data) => { data.feed = crypto.randomUUID() },
  'feed': (data) => { data.codec = 'json'; data.address = '127.0.0.1' },
  'alert': (data) => { data.subject = `cot:${FAMILY}` },
  'product': (data) => { handled(data) },
  'map-source': (data) => { Object.assign(data, { type: 'xyz', url: 'https://place.example/{z}/{x}/{y}' }); delete data.file; delete data.bounds; delete data.layers; delete data.layer },
  'track-rule': (data) => { delete data.shape },
  'log-entry': (data, made) => { data.log = made['watch-shift']![0]; delete data.voided },
  'contact': (data) => { delete data.role; delete data.unit },
}
/** Subscriptions of one connection. */
const MOST_ASKED = 30
/** In place of a text that is refused. */
const INSTEAD = ['2026-08-18T13:45:00Z', '2999-01-01T00:00:00Z', '1', SYSTEM.user, undefined]

/** Doors that refuse what is sent to them here: what they would write says the name. */
const REFUSED: readonly RegExp[] = [/\/compose$/]

/** Doors that are not asked here, each with why. */
const NOT_ASKED: Record<string, string> = {
  '/api/me/passkeys': 'what a browser signed in with a password is told of its own keys',
  '/api/tak/package': 'no words of the mission: addresses and a certificate',
  '/api/tak/authority': 'a certificate',
  '/api/tak/crl': 'numbers of certificates',
  '/api/kml/link': 'an address, for a token for links',
  '/api/oidc/start': 'leads to a provider of identities, says nothing of the mission',
  '/api/oidc/callback': 'comes from a provider of identities',
  '/api/feeds/in/{key}': 'takes positions in, says only how many',
  '/api/movements/sms/{key}': 'takes messages in, answers the gateway',
  '/api/alerts/reports/{channel}': 'takes receipts in',
  '/api/alerts/messages/{channel}': 'takes messages in',
}

/** Which records a route with `{id}` is asked for: kinds, or what was made besides. The longest beginning that fits counts. */
const IDS: Record<string, string> = {
  '/api/records/': '*', '/ogc/collections/': '*', '/problems/': 'problem', '/api/admin/users/': 'user', '/api/attachments/': 'attachment', '/api/jobs/': 'job', '/api/maps/': 'map-source', '/api/feeds/': 'feed',
  '/api/incidents/': 'incident', '/api/tracks/': 'track', '/api/alerts/': 'alert', '/api/watches/': 'watch-shift', '/api/crises/': 'crisis', '/api/products/': 'product', '/api/product-uses/': 'product',
  '/api/casevac/': 'casevac-request', '/api/notifications/': 'notification', '/api/fhir/': 'casualty',
}
/** Other parts of a path. */
const PARTS: Record<string, readonly string[]> = { 'z': ['0'], 'x': ['0'], 'y': ['0'], '/api/tiles/{kind}/{z}/{x}/{file} file': ['0.mvt'], '/api/kml/icon/{file} file': ['3.png'], '/api/jobs/{id}/{file} file': ['rejected.csv'], 'layer': ['world-land'] }
/** Words of an address and what is asked with each; a route takes those its document names. */
const QUERIES: Record<string, readonly string[]> = { format: ['csv', 'geojson', 'xlsx', 'kml', 'gpkg', 'gpx', 'docx', 'pdf', 'txt', 'json'], cell: ['*'], bbox: ['-180,-90,180,90'], geometry: ['1'], all: ['1'] }
const HOUR_MS = 3_600_000
const ago = (hours: number): string => new Date(Date.now() - hours * HOUR_MS).toISOString()
/** What is asked of routes that want more, or something else. */
const ASKED: Record<string, readonly string[]> = {
  '/api/records/{id}': ['', `asOf=${ago(-1)}`], '/api/admin/why': ['user=duty&record=INC-2026-000001'], '/api/gazetteer': ['q=Sgt', `q=${FAMILY.slice(0, 5)}`], '/api/lookup/actors': ['q=Sgt', `q=${FAMILY.slice(0, 5)}`], '/api/kml/link': ['kind=incident'], '/api/kml/live': ['kind=incident'],
  '/api/audit/actions': ['', `words=${FAMILY}`, 'words=sgt'], '/api/audit/export': [''], '/api/me/reports': ['limit=5'], '/api/clocks': ['', `asOf=${ago(-1)}`], '/api/tak/package': ['for=atak'], '/api/roads/way': ['via=18.5,4.3;18.6,4.4'],
  '/api/tracks/nearest': ['lon=18.5&lat=4.3&need='], '/api/tracks/live': ['', 'bbox=18,4,19,5'], '/api/tracks': ['bbox=18,4,19,5'], '/api/tracks/paths': ['every=60&bbox=18,4,19,5', 'bbox=18,4,19,5&format=geojson'], '/api/tracks/at': [`time=${ago(0)}`], '/api/tracks/in': ['bbox=18,4,19,5'],
  '/api/tracks/{id}/day': [`date=${ago(1 / 60).slice(0, 10)}`], '/api/tracks/export': ['gpx', 'kml', 'csv', 'geojson'].map((format) => `format=${format}&bbox=18,4,19,5`), '/api/crises/{id}/timeline': ['', 'format=csv', 'format=docx'], '/api/products/{id}/fact': ['section=incidents.sum&fact=all'],
  '/api/casevac/compliance': [''], '/api/statistics/fatalities': ['by=year'], '/api/statistics/fatalities/rates': ['by=year'], '/api/statistics/fatalities/revisions': [''], '/api/statistics/fatalities/open-data': [''], '/api/feeds/{id}/quarantine': [''], '/api/products/template': ['type=DSR'], '/api/products/{id}/export': ['txt', 'docx', 'pdf', 'json'].map((format) => `format=${format}`), '/api/maps/sheet': ['kind=incident&bbox=18,4,19,5', 'kind=facility&bbox=-180,-90,180,90'],
}

// What answers stands before the store; over the slower one it asks for minutes.
describe('a name that was written everywhere before it was to be kept', { skip: process.env['VIGIE_TEST_ENGINE'] === 'postgres' && 'asked over SQLite' }, () => {
  let node: RunningNode
  const { who, call, make, prepared, start } = notifying()
  /** Ids by kind, and of what is no record. */
  const made: Record<string, string[]> = { problem: ['not-found'] }
  /** A token that stands in an address. */
  let links: string
  let document: { paths: Record<string, Record<string, { parameters?: { name: string; in: string; required?: boolean }[] }>> }

  before(async () => {
    node = await start()
    await consent(node, 'granted')
    await make('reader', 'JOC-CH', COMPARTMENTS.filter((one) => one !== 'PERS'), { clearance: 'SC', grants: [{ role: 'JOC-CH', area: null }, { role: 'ADMIN', area: null }, { role: 'CMO', area: null }] })
    await make('personnel', 'JOC-CH', [...COMPARTMENTS], { clearance: 'SC' })
    document = (await call('reader', 'GET', '/api/openapi.json')).json
    for (const kind of [...node.store.kinds().all()].toSorted((a, b) => Number(a.serial !== undefined) - Number(b.serial !== undefined))) {
      made[kind.name] = NOT_WRITTEN[kind.name] ? [] : [await written(node, kind, made)]
    }
    made['user'] = [who('duty').account.id]
    await besides(node, who('reader'), made)
    links = (await createToken(node.store, who('reader').account.id, 'wall', 30, node.clock.now, 'links')).value
  })
  after(() => node?.close())

  /** Every address of every GET route of the document; `short`: in one format, of some kinds. */
  const addresses = (short: boolean): { route: string; url: string }[] => Object.entries(document.paths).filter(([route, { get }]) => get && !NOT_ASKED[route]).flatMap(([route, { get }]) => {
    const asks = (get!.parameters ?? []).filter((one) => one.in === 'query').map((one) => one.name)
    const kinds = (asks.includes('kind') && ASKED[route] === undefined) || route.includes('{kind}') ? node.store.kinds().all().map((kind) => kind.name).filter((kind, i) => made[kind] && (!short || i % 4 === 0 || kind === 'incident')) : ['']
    return kinds.flatMap((kind, i) => pathsOf(route, kind, made).flatMap((path) => ((short ? ASKED[route]?.slice(0, 1) : ASKED[route]) ?? queriesOf(asks, kind, i, short)).map((query) => ({ route, url: query === '' ? path : `${path}?${query}` }))))
  })
  const queriesOf = (asks: readonly string[], kind: string, turn: number, short: boolean): string[] => {
    const facets = kind === '' ? [] : Object.keys(node.store.kinds().need(kind).facets).slice(0, 12)
    const given = asks.flatMap((name) => (name === 'kind' ? [`kind=${kind}`] : name === 'facets' ? [`facets=${facets.join(',')}`] : name === 'by' ? [`by=${facets[0] ?? 'day'}`] : name !== 'format' && name in QUERIES && !(name === 'bbox' && !['incident', ''].includes(kind)) ? [`${name}=${QUERIES[name]![0]!}`] : []))
    const formats = QUERIES['format']!.filter((_one, n, all) => !short || n === 0 ? ['', 'incident', 'product'].includes(kind) || turn % all.length === n || n === 0 : false)
    const all = asks.includes('format') ? formats.map((format) => [...given, `format=${format}`].join('&')) : [given.join('&')]
    // What is found by a word, and what was known then.
    return [...all, ...(asks.includes('q') && !short ? [`${all[0]!}&q=sgt`] : []), ...(asks.includes('asOf') ? [`${all[0]!}&asOf=${ago(-1)}`] : [])]
  }
  /** Routes that told it, with a piece of what was told. */
  const told = async (as: string | null, short = false): Promise<{ said: Map<string, string>; answered: Set<string>; asked: number }> => {
    const said = new Map<string, string>()
    const answered = new Set<string>()
    const all = addresses(short)
    for (const { route, url } of all) {
      const answer = await (route === '/api/kml/live' ? raw(node, null, `${url}&key=${links}`) : raw(node, as === null ? null : who(as), url))
      if (answer.status < 400) {
        answered.add(route)
      }
      const found = tells(answer.bytes)
      if (found) {
        said.set(`${route}`, `${as} ${url} ${answer.status}: ${found}`)
      }
    }
    return { said, answered, asked: all.length }
  }

  test('is told by the doors before, each of which answers', async () => {
    const all = await Promise.all(['reader', 'auditor'].map((as) => told(as, true)))
    const [said, answered] = [new Set(all.flatMap((one) => [...one.said.keys()])), new Set(all.flatMap((one) => [...one.answered]))]
    assert.deepEqual([...new Set(addresses(true).map(({ route }) => route))].filter((route) => !answered.has(route)), [], 'not asked as they want to be asked')
    assert.ok(said.size > 40, `told by ${[...said].join(', ')}`)
    for (const route of ['/api/roads/way', '/api/maps/files', '/api/kml/live', '/api/attachments/{id}']) {
      assert.ok(said.has(route), `${route} does not tell it`)
    }
  })

  test('is told by no door afterwards', async () => {
    await prepared({}, { familyName: FAMILY, givenNames: GIVEN, number: NUMBER })
    for (const [as, short] of [['reader', false], ['duty', true], ['auditor', true], ['state', true], [null, true]] as const) {
      assert.deepEqual([...(await told(as, short)).said.values()], [])
    }
  })

  test('is told to personnel, with a purpose', async () => {
    const silent: string[] = []
    for (const kind of node.store.kinds().all().map((one) => one.name).filter((one) => !NOT_WRITTEN[one] && (made[one] ?? []).length > 0)) {
      const answer = await raw(node, who('personnel'), `/api/records/${made[kind]![0]!}`)
      silent.push(...(tells(answer.bytes) ? [] : [kind]))
    }
    assert.deepEqual(silent, NO_TEXT)
  })

  test('is told by no door that answers what is sent to it', async () => {
    const [incident, product, request, feed] = [made['incident']![0]!, made['product']!.at(-1)!, made['casevac-request']![0]!, made['feed']!.at(-1)!]
    const doors: [string, object?][] = [
      ['/api/bulk/preview', { query: { kind: 'incident' }, change: { action: 'corroborate', reason: null } }],
      ['/api/incidents/duplicates', { data: { type: 'INCIDENT', title: 'Shots', narrative: 'At the gate.', category: 'AC.01', happened: { from: '2026-08-18T13:45:00Z', precision: 'EXACT' }, place: PLACE } }],
      ['/api/tracks/rules/test', { rule: { name: 'Slow', enabled: true, condition: 'speed-below', kmh: 5, severity: 2 }, from: ago(1), to: ago(0) }],
      ['/api/alerts/rules/test', { rule: { name: 'Shots', enabled: true, of: 'incident', count: 1, severity: 2 }, from: '2026-01-01T00:00:00Z', to: '2026-12-02T00:00:00Z' }],
      ['/api/cirs/try', { condition: { kind: 'incident' }, days: 300 }],
      ['/api/movements/hindrances', { sort: 'convoy', waypoints: [{ id: 'a', name: 'A', lon: 18.4, lat: 4.3, eta: ago(-1) }, { id: 'b', name: 'B', lon: 18.6, lat: 4.3, eta: ago(-2) }] }],
      ['/api/casevac/plan', { requests: [request] }], ['/api/casevac/reserve', { request }],
      ['/api/products', { type: 'DSR' }], ['/api/products', { type: 'SINCREP', about: incident }], [`/api/products/${product}/compose`, { language: 'fr' }],
      [`/api/import/preview/${made['upload']![0]!}`, {}], [`/api/feeds/${feed}/trial`, { recording: made['recording']![0]! }],
      [`/api/records/${incident}/actions`, { type: 'corroborate', basedOn: (await node.store.get(SYSTEM, incident))!.record.version, patch: {} }],
      [`/api/export?kind=incident&format=csv`], [`/api/maps/sheet?kind=incident&bbox=18,4,19,5`],
    ]
    const refused: string[] = []
    for (const [url, body] of doors) {
      const answer = await call('reader', 'POST', url, body)
      refused.push(...(answer.status >= 400 && !REFUSED.some((one) => one.test(url)) ? [`${url} ${answer.status} ${answer.body}`] : []))
      assert.equal(tells(Buffer.from(answer.body, 'latin1')), null, url)
    }
    assert.deepEqual(refused, [], 'not asked as they want to be asked')
  })

  test('is in no frame of any subscription or channel', async () => {
    const kinds = node.store.kinds().all().map((kind) => kind.name)
    for (const as of ['reader', 'duty', 'auditor', 'state']) {
      const frames = await framesOf(node, who(as), kinds)
      assert.ok(frames.length > kinds.length / 2, `${frames.length} frames`)
      assert.deepEqual(frames.flatMap((one) => tells(Buffer.from(one)) ?? []), [], as)
    }
  })

  test('is not found out by asking: it is answered like a name that stands nowhere', async () => {
    for (const kind of node.store.kinds().all().map((one) => one.name)) {
      for (const route of ['/api/records', '/api/window', '/api/points', '/api/facets', '/api/aggregate']) {
        const [ours, nobodys] = await Promise.all([FAMILY, 'Zqvxyholm'].map((word) => call('reader', 'GET', `${route}?kind=${kind}&q=${word}${route.endsWith('facets') ? '&facets=createdBy' : route.endsWith('aggregate') ? '&by=day' : ''}`)))
        assert.deepEqual([ours!.status, ours!.json?.total ?? ours!.json?.points ?? ours!.json?.rows], [nobodys!.status, nobodys!.json?.total ?? nobodys!.json?.points ?? nobodys!.json?.rows], `${route} ${kind}`)
      }
    }
  })
})

/** The first frames of a subscription to each kind, and of the live picture; a connection takes only so many. */
async function framesOf(node: RunningNode, person: Person, kinds: readonly string[]): Promise<string[]> {
  const { port } = node.node.fastify.server.address() as { port: number }
  const asks = [...kinds.map((kind) => ({ op: 'subscribe', id: kind, query: { kind } })), { op: 'open', id: 'tracks', channel: 'tracks', params: {} }]
  const frames: string[] = []
  for (let i = 0; i < asks.length; i += MOST_ASKED) {
    const now = asks.slice(i, i + MOST_ASKED)
    const socket = new WebSocket(`ws://127.0.0.1:${port}/api/live`, { headers: { 'authorization': `Bearer ${person.token}`, ...PURPOSE } })
    const open = new Set(now.map((one) => one.id))
    await new Promise<void>((resolve, reject) => {
      socket.on('error', reject)
      socket.on('open', () => now.forEach((one) => socket.send(JSON.stringify(one))))
      socket.on('message', (bytes: Buffer) => {
        frames.push(bytes.toString('utf8'))
        open.delete((JSON.parse(frames.at(-1)!) as { id?: string }).id ?? '')
        if (open.size === 0) {
          resolve()
        }
      })
    })
    socket.close()
  }
  return frames
}

/** The addresses of a route, with every id it can be asked for. */
function pathsOf(route: string, kind: string, made: Record<string, string[]>): string[] {
  const whose = Object.keys(IDS).filter((one) => route.startsWith(one)).toSorted((a, b) => b.length - a.length).map((one) => IDS[one]!)[0]
  return [...route.matchAll(/\{(\w+)\}/g)].reduce((paths, [part, name = '']) => {
    const records = whose === '*' ? (kind === '' ? Object.values(made).flat() : made[kind]) : made[whose ?? '']
    const values = name === 'kind' ? [kind] : name === 'identifier' ? made['warned'] : name === 'name' ? made['recording'] : name === 'file' && route.startsWith('/api/jobs') ? [...PARTS[`${route} ${name}`]!, ...made['file']!] : (PARTS[`${route} ${name}`] ?? (name === 'id' ? records : undefined) ?? PARTS[name])
    assert.ok(values, `${route}: nothing is known to ask for as {${name}}`)
    return paths.flatMap((one) => values.map((value) => one.replace(part, encodeURIComponent(value))))
  }, [route])
}

/** What it is written into besides records, by whoever reads afterwards: files, jobs, products, messages of devices, names of things kept aside. */
async function besides(node: RunningNode, as: Person, made: Record<string, string[]>): Promise<void> {
  const ask = async (method: string, url: string, body?: unknown, headers: Record<string, string> = {}): Promise<Json> => {
    const answer = await node.call(method, url, { as, headers: { ...PURPOSE, ...headers }, ...(body === undefined ? {} : { body }) })
    assert.ok(answer.status < 400 || url === '/api/products', `${method} ${url}: ${answer.status} ${answer.body.slice(0, 300)}`)
    return answer.json
  }
  const send = async (url: string, name: string, text: string | Uint8Array, fields: Record<string, string> = {}): Promise<Json> => {
    const edge = 'edge-of-a-part'
    const head = [...Object.entries(fields).map(([field, value]) => `--${edge}\r\ncontent-disposition: form-data; name="${field}"\r\n\r\n${value}\r\n`), `--${edge}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: text/csv\r\n\r\n`].join('')
    const answer = await node.call('POST', url, { as, raw: Buffer.concat([Buffer.from(head), Buffer.from(text), Buffer.from(`\r\n--${edge}--\r\n`)]), headers: { ...PURPOSE, 'content-type': `multipart/form-data; boundary=${edge}` } })
    assert.ok(answer.status < 400 || url === '/api/products', `${url}: ${answer.status} ${answer.body.slice(0, 300)}`)
    return answer.json
  }
  const version = async (id: string): Promise<number> => (await node.store.get(SYSTEM, id))!.record.version
  const act = async (id: string, type: string, patch: object): Promise<Json> => ask('POST', `/api/records/${id}/actions`, { type, basedOn: await version(id), patch, reason: SAID })
  const incident = made['incident']![0]!
  await act(incident, 'comment', { text: SAID })
  await act(incident, 'edit', { fields: { narrative: `${SAID} was hit` } })
  for (const name of [`${FAMILY}.txt`, `${FAMILY}.csv`]) {
    await send(`/api/records/${incident}/attachments`, name, `name\n${SAID}\n`, { caption: SAID })
  }
  made['attachment'] = (await ask('GET', `/api/records/${incident}/thread`)).attachments.map((one: Json) => one.id)
  for (const type of ['DSR', 'SINCREP', 'HANDOVER']) {
    const product = await ask('POST', '/api/products', { type, about: incident, contact: SAID, clearance: 'SC' })
    if (product?.id) { made['product']!.push(product.id) }
  }
  const roads = { type: 'FeatureCollection', features: [{ type: 'Feature', properties: { highway: 'primary', name: `${SAID} road` }, geometry: { type: 'LineString', coordinates: [[18.5, 4.3], [18.6, 4.4]] } }] }
  const network = await send('/api/roads', 'roads.geojson', JSON.stringify(roads))
  made['attachment']!.push(...(await ask('GET', `/api/records/${network.id}/thread`)).attachments.map((one: Json) => one.id))
  mkdirSync(node.node.app.maps.library.folder, { recursive: true })
  writeFileSync(path.join(node.node.app.maps.library.folder, 'relief.mbtiles'), mbtiles({ tiles: [{ z: 0, x: 0, y: 0, data: png(1) }], format: 'png', name: SAID }))
  made['job'] = []
  const ended = async (job: string): Promise<void> => {
    made['job']!.push(job)
    await node.node.app.jobs.ended(job)
    made['file'] = [...(made['file'] ?? []), ...(await ask('GET', `/api/jobs/${job}`)).files]
  }
  for (const format of ['csv', 'xlsx']) {
    await ended((await ask('POST', `/api/export?kind=incident&format=${format}&purpose=${FAMILY}`)).job)
  }
  const table = `Date,Category,Place,Title\n2026-01-02,AC.01,${SAID},${SAID}\nnever,AC.01,${SAID},${SAID}\n`
  await ended((await send('/api/import', `${FAMILY}.csv`, table, { format: 'table' })).job)
  made['upload'] = [(await send('/api/import/preview', `${FAMILY}.csv`, table, { format: 'table' })).upload]
  await ask('POST', '/api/import/mappings', { name: SAID, mapping: { columns: { title: SAID } } })
  const feed = await ask('POST', '/api/records', { kind: 'feed', data: { name: SAID, technology: 'tracker', codec: 'json', transport: 'http-push', enabled: true, registers: true, recordMb: 1 } })
  made['feed']!.push(feed.id)
  await until(() => node.node.app.feeds.run(feed.id) !== null, 'the feed runs')
  const { key } = await ask('POST', `/api/feeds/${feed.id}/key`)
  for (const body of [{ id: SAID, name: SAID, lat: 4.3, lon: 18.5 }, { name: SAID }]) {
    await ask('POST', `/api/feeds/in/${key}`, body)
  }
  made['recording'] = (await ask('GET', `/api/feeds/${feed.id}/recordings`)).items.map((one: Json) => one.name)
  made['track']!.push((await ask('POST', '/api/tracks/manual', { name: SAID, lon: 18.5, lat: 4.3, heardBy: 'radio' })).id)
  const manual = made['track']!.at(-1)!
  await node.node.app.positions.append([{ subject: `manual:${manual}`, at: node.clock.now - 60_000, receivedAt: node.clock.now, lon: 18.5, lat: 4.3, altM: null, speedMs: null, courseDeg: null, accuracyM: null, source: 'manual', quality: 2 }], 'standard')
  const search = await ask('POST', '/api/records', { kind: 'saved-search', data: { name: SAID, of: 'incident', query: { text: FAMILY } } })
  await ask('POST', `/api/me/searches/${search.id}`, { follow: true })
  const watch = await ask('POST', '/api/watches', { desk: 'JOC', name: SAID, officers: [{ name: SAID }] })
  if (watch?.id) { made['watch-shift']!.push(watch.id) }
  const warning = await node.store.get(SYSTEM, made['warning']![0]!)
  await node.store.commit(SYSTEM, [{ id: freshId('act'), record: made['warning']![0]!, kind: 'warning', type: 'issue', at: new Date(node.clock.now).toISOString(), basedOn: warning!.record.version, patch: {} }])
  made['warned'] = [`${warning!.record.ref}.1`]
}

async function raw(node: RunningNode, as: Person | null, url: string): Promise<{ status: number; bytes: Buffer }> {
  const answer = await node.node.fastify.inject({ method: 'GET', url, headers: as ? { authorization: `Bearer ${as.token}`, ...PURPOSE } : {} })
  const bytes = answer.rawPayload
  const packed = answer.headers['content-encoding']
  return { status: answer.statusCode, bytes: packed === 'br' ? brotliDecompressSync(bytes) : packed === 'gzip' ? gunzipSync(bytes) : bytes }
}

/** A piece of what tells the name; null where nothing does. */
function tells(bytes: Buffer): string | null {
  for (const text of textsOf(bytes)) {
    const low = text.toLowerCase()
    const sign = SIGNS.find((one) => low.includes(one))
    if (sign !== undefined) {
      const at = low.indexOf(sign)
      return text.slice(Math.max(0, at - 80), at + 30)
    }
  }
  return null
}

/** The bytes as text, and whatever is packed into them. */
function textsOf(bytes: Buffer): string[] {
  const plain = bytes.toString('latin1')
  if (plain.startsWith('PK')) {
    return [plain, ...Object.values(unzipSync(bytes)).flatMap((one) => textsOf(Buffer.from(one)))]
  }
  return plain.startsWith('%PDF') ? [plain, ...pdfTexts(plain)] : [plain]
}

/** Texts of a PDF: its streams, and its lines of glyphs by each table that says which letter a glyph is. */
function pdfTexts(plain: string): string[] {
  const streams = [...plain.matchAll(/stream\r?\n([\s\S]*?)endstream/g)].flatMap((found) => {
    try {
      return [inflateSync(Buffer.from(found[1]!, 'latin1')).toString('latin1')]
    } catch {
      return [found[1]!]
    }
  })
  const tables = streams.filter((one) => one.includes('beginbfrange') || one.includes('beginbfchar')).map((one) => {
    const letters = [...one.matchAll(/\[([^\]]*)\]/g)].flatMap((list) => [...list[1]!.matchAll(/<([\da-f ]+)>/gi)].map((code) => String.fromCharCode(Number.parseInt(code[1]!.slice(0, 4), 16))))
    return letters
  })
  const lines = streams.flatMap((one) => [...one.matchAll(/\[([^\]]*)\]\s*TJ/g)].map((line) => [...line[1]!.matchAll(/<([\da-f]+)>/gi)].map((code) => code[1]!).join('')))
  const shown = tables.flatMap((letters) => lines.map((line) => (line.match(/.{4}/g) ?? []).map((glyph) => letters[Number.parseInt(glyph, 16)] ?? '').join('')))
  return [...streams, ...shown, plain.replace(/\0/g, '')]
}

/** A record of this kind that says it in every text it can. */
async function written(node: RunningNode, kind: Kind, made: Record<string, string[]>): Promise<string> {
  const data = filled(kind.data, SAID) as Record<string, Json>
  NO_FREE_TEXT[kind.name]?.(data, made)
  const at = new Date(node.clock.now - 3_600_000).toISOString()
  const tried = new Map<string, number>()
  for (;;) {
    const record = kind.name === 'mission' ? 'mission' : crypto.randomUUID()
    const patch = kind.name === 'mission' ? { fields: data } : { data: structuredClone(data), handling: OPEN }
    try {
      await node.store.commit(SYSTEM, [{ id: freshId('act'), record, kind: kind.name, type: kind.name === 'mission' ? 'edit' : 'create', at, basedOn: null, patch, reason: SAID } as unknown as NewAction])
      return record
    } catch (error) {
      const fields = error instanceof Problem ? (error.fields ?? []) : []
      // What is said to be no free text after all is a moment, or left out.
      for (const { path } of fields) {
        const turn = tried.get(path) ?? 0
        assert.ok(turn <= INSTEAD.length, `${kind.name} ${String(error)}`)
        tried.set(path, turn + 1)
        const at = path.replace(/^\/(?:patch\/)?(?:data\/)?/, '').split('/')
        put(data, at, typeof at.reduce((value: Json, name) => value?.[name], data) === 'string' ? INSTEAD[turn] : undefined)
      }
      if (fields.length === 0) { throw error }
    }
  }
}

/** Who reads is no text: organisations and classifications, given by the node. */
function handled(value: Json): void {
  for (const [name, inner] of typeof value === 'object' && value !== null ? Object.entries(value) : []) {
    if (name === 'handling') {
      value[name] = OPEN
    } else {
      handled(inner)
    }
  }
}

/** Undefined takes it away. */
function put(value: Json, [first, ...rest]: string[], by: unknown): void {
  if (first === undefined || typeof value !== 'object' || value === null) {
    return
  }
  if (rest.length > 0) {
    put(value[first], rest, by)
  } else if (by === undefined) {
    delete value[first]
  } else {
    value[first] = by
  }
}
