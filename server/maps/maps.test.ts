import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { createServer, type Server } from 'node:http'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { deflateSync } from 'node:zlib'
import { action, SYSTEM } from '../../test/store.ts'
import { runningNode, type Answered, type Person, type RunningNode } from '../../test/running-node.ts'
import { gpkg, mbtiles, pmtiles, png, vectorTile } from '../../test/map-files.ts'

let node: RunningNode
let admin: Person
let duty: Person
let observer: Person

before(async () => {
  node = await runningNode()
  admin = await node.person('admin', { grants: [{ role: 'ADMIN', area: null }] })
  duty = await node.person('duty')
  observer = await node.person('observer', { grants: [{ role: 'MILOB', area: null }] })
  mkdirSync(folder(), { recursive: true })
})
after(() => node.close())

const folder = (): string => path.join(node.ground.dataDir, 'maps')
const put = (name: string, bytes: Uint8Array): void => writeFileSync(path.join(folder(), name), bytes)

async function add(data: Record<string, unknown>, as: Person = admin): Promise<Answered> {
  return node.call('POST', '/api/records', { as, body: { kind: 'map-source', data: { attribution: '© Test', order: 1, enabled: true, ...data } } })
}

describe('tiles of files', () => {
  const tiles = [{ z: 3, x: 4, y: 3, data: png(1) }, { z: 4, x: 8, y: 7, data: png(2) }]
  const made: [type: string, file: string, bytes: () => Uint8Array][] = [
    ['pmtiles', 'relief.pmtiles', () => pmtiles({ tiles, type: 2 })],
    ['mbtiles', 'relief.mbtiles', () => mbtiles({ tiles, format: 'png' })],
    ['mbtiles', 'views.mbtiles', () => mbtiles({ tiles, format: 'png', view: true })],
    ['gpkg', 'relief.gpkg', () => gpkg({ tiles })],
  ]
  for (const [type, file, bytes] of made) {
    test(`${file}: tiles come as they were put in, with a tag; nothing where there is none`, async () => {
      put(file, bytes())
      const source = await add({ name: file, type, file })
      assert.equal(source.status, 201, source.body)
      const answer = await node.node.fastify.inject({ url: `/api/maps/${source.json.id}/4/8/7`, headers: { authorization: `Bearer ${duty.token}` } })
      assert.equal(answer.statusCode, 200, answer.body)
      assert.equal(answer.headers['content-type'], 'image/png')
      assert.deepEqual(answer.rawPayload, Buffer.from(png(2)))
      const again = await node.call('GET', `/api/maps/${source.json.id}/4/8/7`, { as: duty, headers: { 'if-none-match': String(answer.headers['etag']) } })
      assert.equal(again.status, 304)
      assert.equal((await node.call('GET', `/api/maps/${source.json.id}/4/0/0`, { as: duty })).status, 204)
      assert.equal((await node.call('GET', `/api/maps/${source.json.id}/2/9/0`, { as: duty })).status, 204, 'no such tile in the grid')
      const listed = (await node.call('GET', '/api/maps', { as: duty })).json.items.find((one: { id: string }) => one.id === source.json.id)
      assert.deepEqual([listed.minZoom, listed.maxZoom, listed.format, listed.refused], [3, 4, 'png', null])
    })
  }

  test('vector tiles are handed out unpacked, with the names of their layers', async () => {
    const data = vectorTile('roads')
    put('roads.pmtiles', pmtiles({ tiles: [{ z: 0, x: 0, y: 0, data }], type: 1, compressed: true, meta: { vector_layers: [{ id: 'roads' }], attribution: '<a href="x">© Roads</a>' } }))
    const source = await add({ name: 'Roads', type: 'pmtiles', file: 'roads.pmtiles', attribution: '' })
    const answer = await node.node.fastify.inject({ url: `/api/maps/${source.json.id}/0/0/0`, headers: { authorization: `Bearer ${duty.token}` } })
    assert.equal(answer.headers['content-type'], 'application/vnd.mapbox-vector-tile', answer.body)
    assert.deepEqual(answer.rawPayload, Buffer.from(data))
    const listed = (await node.call('GET', '/api/maps', { as: duty })).json.items.find((one: { id: string }) => one.id === source.json.id)
    assert.deepEqual([listed.format, listed.layers, listed.attribution], ['mvt', ['roads'], '© Roads'])
  })

  test('tiles packed with zstd, as newer writers do, and with deflate', async () => {
    const data = vectorTile('paths')
    put('newer.pmtiles', pmtiles({ tiles: [{ z: 0, x: 0, y: 0, data }], type: 1, compressed: 'zstd' }))
    put('older.mbtiles', mbtiles({ tiles: [{ z: 0, x: 0, y: 0, data: deflateSync(data) }], format: 'pbf' }))
    for (const [type, file] of [['pmtiles', 'newer.pmtiles'], ['mbtiles', 'older.mbtiles']] as const) {
      const source = await add({ name: file, type, file })
      const answer = await node.node.fastify.inject({ url: `/api/maps/${source.json.id}/0/0/0`, headers: { authorization: `Bearer ${duty.token}` } })
      assert.equal(answer.statusCode, 200, answer.body)
      assert.deepEqual(answer.rawPayload, Buffer.from(data), file)
    }
  })

  test('a folder of tiles', async () => {
    mkdirSync(path.join(folder(), 'xyz', '5', '16'), { recursive: true })
    writeFileSync(path.join(folder(), 'xyz', '5', '16', '15.png'), png(3))
    const source = await add({ name: 'Folder', type: 'folder', file: 'xyz' })
    assert.equal((await node.call('GET', `/api/maps/${source.json.id}/5/16/15`, { as: duty })).status, 200)
    assert.equal((await node.call('GET', `/api/maps/${source.json.id}/5/16/14`, { as: duty })).status, 204)
  })
})

describe('bad files are refused with the reason', () => {
  const good = [{ z: 0, x: 0, y: 0, data: png(1) }]
  const bad: [file: string, bytes: () => Uint8Array, reason: string][] = [
    ['text.pmtiles', () => Buffer.from('not a map at all, only words that are long enough to fill a header of one hundred and twenty-seven bytes, as every archive begins'), 'not-this-format'],
    ['old.pmtiles', () => { const b = pmtiles({ tiles: good, type: 2 }); b[7] = 2; return b }, 'version'],
    ['short.pmtiles', () => { const b = pmtiles({ tiles: good, type: 2 }); return b.subarray(0, b.length - 20) }, 'cut-short'],
    ['bomb.pmtiles', () => pmtiles({ tiles: good, type: 2, entries: 9_000_000_000 }), 'damaged'],
    ['text.mbtiles', () => Buffer.alloc(5000, 'x'), 'damaged'],
    ['empty.mbtiles', () => mbtiles({ tiles: [], format: 'png' }), 'no-tiles'],
    ['html.mbtiles', () => mbtiles({ tiles: [{ ...good[0]!, data: Buffer.from('<svg onload="x">') }], format: 'png' }), 'tile-format'],
    ['slow.mbtiles', () => mbtiles({ tiles: Array.from({ length: 5100 }, (_, i) => ({ z: 8, x: i % 200, y: Math.floor(i / 200), data: png(1) })), format: 'png', index: false }), 'no-index'],
    ['degrees.gpkg', () => gpkg({ tiles: good, srs: 4326 }), 'grid'],
    ['shifted.gpkg', () => gpkg({ tiles: good, shift: 1_000_000 }), 'grid'],
    ['features.gpkg', () => gpkg({ tiles: good, dataType: 'features' }), 'no-tiles'],
    ['evil.mbtiles', () => mbtiles({ tiles: good, format: 'png', evilView: true }), 'not-this-format'],
  ]
  for (const [file, bytes, reason] of bad) {
    test(`${file}: ${reason}`, async () => {
      put(file, bytes())
      const found = (await node.call('GET', '/api/maps/files', { as: admin })).json.items.find((one: { file: string }) => one.file === file)
      assert.equal(found.refused?.reason, reason, JSON.stringify(found.refused))
      assert.equal(found.facts, null)
      const source = await add({ name: file, type: file.split('.')[1], file })
      const tile = await node.call('GET', `/api/maps/${source.json.id}/0/0/0`, { as: duty })
      assert.deepEqual([tile.status, tile.json.reason], [503, reason])
    })
  }

  test('nothing is written beside a file that is read', () => {
    assert.deepEqual(readdirSync(folder()).filter((name) => /-(wal|shm|journal)$/.test(name)), [])
  })
})

describe('who may', () => {
  test('only administrators add sources, see the folder, upload and try addresses', async () => {
    assert.equal((await add({ name: 'Mine', type: 'xyz', url: 'https://example.org/{z}/{x}/{y}.png' }, duty)).status, 403)
    for (const [method, url, body] of [['GET', '/api/maps/files', undefined], ['DELETE', '/api/maps/files/relief.pmtiles', undefined], ['POST', '/api/maps/uploads', { file: 'a.pmtiles', size: 5 }], ['DELETE', '/api/maps/uploads/5-a.pmtiles', undefined], ['POST', '/api/maps/uploads/5-a.pmtiles/finish', undefined],
      ['POST', '/api/maps/test', { source: { name: 'x', type: 'xyz', url: 'https://example.org/{z}/{x}/{y}.png', attribution: '', order: 0, enabled: false }, z: 0, x: 0, y: 0 }]] as const) {
      assert.equal((await node.call(method, url, { as: duty, body })).status, 403, url)
      assert.equal((await node.call(method, url, { body })).status, 401, url)
    }
  })

  test('a source is offered to its roles only, and tiles of one out of use are for administrators', async () => {
    put('roles.pmtiles', pmtiles({ tiles: [{ z: 0, x: 0, y: 0, data: png(1) }], type: 2 }))
    const source = await add({ name: 'Force only', type: 'pmtiles', file: 'roles.pmtiles', roles: ['MILOB'] })
    const url = `/api/maps/${source.json.id}/0/0/0`
    assert.equal((await node.call('GET', url, { as: observer })).status, 200)
    assert.equal((await node.call('GET', url, { as: duty })).status, 404)
    assert.ok(!(await node.call('GET', '/api/maps', { as: duty })).json.items.some((one: { id: string }) => one.id === source.json.id))
    const off = await add({ name: 'Off', type: 'pmtiles', file: 'roles.pmtiles', enabled: false })
    assert.equal((await node.call('GET', `/api/maps/${off.json.id}/0/0/0`, { as: observer })).status, 404)
    assert.equal((await node.call('GET', `/api/maps/${off.json.id}/0/0/0`, { as: admin })).status, 200)
    assert.equal((await node.call('GET', '/api/maps?all=1', { as: duty })).json.items.some((one: { id: string }) => one.id === off.json.id), false)
  })

  test('a source whose record is closed to the reader does not exist for them', async () => {
    const source = await add({ name: 'Closed', type: 'pmtiles', file: 'roles.pmtiles' })
    const record = (await node.store.get(SYSTEM, source.json.id))?.record
    assert.ok(record)
    await node.store.commit(SYSTEM, [action(record, 'handle', { handling: { ...record.handling, level: 'SC', compartments: ['HR'] } }, { reason: 'test' })])
    assert.equal((await node.call('GET', `/api/maps/${source.json.id}/0/0/0`, { as: duty })).status, 404)
  })

  test('paths do not lead out of the folder', async () => {
    for (const file of ['../roles.pmtiles', '/etc/passwd', '.uploads', '..']) {
      assert.equal((await add({ name: 'x', type: 'pmtiles', file })).status, 400, file)
    }
  })
})

describe('uploads', () => {
  const bytes = pmtiles({ tiles: [{ z: 0, x: 0, y: 0, data: png(7) }], type: 2 })
  const send = (upload: string, offset: number, part: Uint8Array): Promise<Answered> => {
    const edge = 'pieceedge'
    const raw = Buffer.concat([Buffer.from(`--${edge}\r\ncontent-disposition: form-data; name="offset"\r\n\r\n${offset}\r\n--${edge}\r\ncontent-disposition: form-data; name="piece"; filename="p"\r\ncontent-type: application/octet-stream\r\n\r\n`), part, Buffer.from(`\r\n--${edge}--\r\n`)])
    return node.call('POST', `/api/maps/uploads/${upload}`, { as: admin, raw, headers: { 'content-type': `multipart/form-data; boundary=${edge}` } })
  }

  test('in pieces, going on where it stopped; checked before it gets its name', async () => {
    const begun = await node.call('POST', '/api/maps/uploads', { as: admin, body: { file: 'up.pmtiles', size: bytes.length } })
    assert.deepEqual([begun.status, begun.json.offset], [200, 0], begun.body)
    assert.equal((await send(begun.json.upload, 0, bytes.subarray(0, 100))).json.offset, 100)
    const wrong = await send(begun.json.upload, 50, bytes.subarray(50))
    assert.deepEqual([wrong.status, wrong.json.offset], [409, 100])
    assert.equal((await node.call('POST', `/api/maps/uploads/${begun.json.upload}/finish`, { as: admin })).status, 409)
    const again = await node.call('POST', '/api/maps/uploads', { as: admin, body: { file: 'up.pmtiles', size: bytes.length } })
    assert.equal(again.json.offset, 100)
    assert.equal((await send(begun.json.upload, 100, bytes.subarray(100))).json.offset, bytes.length)
    const done = await node.call('POST', `/api/maps/uploads/${begun.json.upload}/finish`, { as: admin })
    assert.equal(done.json.facts?.format, 'png', done.body)
    assert.equal((await node.call('POST', '/api/maps/uploads', { as: admin, body: { file: 'up.pmtiles', size: 5 } })).status, 409, 'the name is taken')
  })

  test('a bad file is refused and thrown away; more bytes than said are refused', async () => {
    const begun = await node.call('POST', '/api/maps/uploads', { as: admin, body: { file: 'bad.mbtiles', size: 10 } })
    assert.equal((await send(begun.json.upload, 0, Buffer.alloc(11))).status, 413)
    const after = await node.call('POST', '/api/maps/uploads', { as: admin, body: { file: 'worse.mbtiles', size: 10 } })
    await send(after.json.upload, 0, Buffer.alloc(10, 'x'))
    const refused = await node.call('POST', `/api/maps/uploads/${after.json.upload}/finish`, { as: admin })
    assert.deepEqual([refused.status, typeof refused.json.reason], [422, 'string'], refused.body)
    assert.ok(!readdirSync(folder()).includes('worse.mbtiles'))
  })

  test('names that are no map, or lead elsewhere, and files that are too large are refused', async () => {
    for (const file of ['../x.pmtiles', 'x.exe', 'folder', '.x.pmtiles', 'a/b.mbtiles']) {
      assert.equal((await node.call('POST', '/api/maps/uploads', { as: admin, body: { file, size: 5 } })).status, 400, file)
    }
    assert.equal((await node.call('POST', '/api/maps/uploads', { as: admin, body: { file: 'x.pmtiles', size: 30_000_000_000 } })).status, 413)
    assert.equal((await node.call('POST', '/api/maps/uploads/5-..%2Fx.pmtiles/finish', { as: admin })).status, 404)
  })

  test('a file a source uses is not deleted', async () => {
    assert.equal((await node.call('DELETE', '/api/maps/files/relief.pmtiles', { as: admin })).status, 409)
    assert.equal((await node.call('DELETE', '/api/maps/files/up.pmtiles', { as: admin })).status, 204)
    assert.ok(!readdirSync(folder()).includes('up.pmtiles'))
  })
})

describe('network sources', () => {
  let server: Server
  let port = 0
  let asked: string[] = []
  let answer: 'tile' | 'redirect' | 'html' | 'large' | 'nothing' | 'gone' = 'tile'
  before(async () => {
    server = createServer((request, response) => {
      asked.push(request.url ?? '')
      if (answer === 'gone') {
        request.socket.destroy()
        return
      }
      response.writeHead(answer === 'redirect' ? 302 : answer === 'nothing' ? 404 : 200, answer === 'redirect' ? { location: 'http://127.0.0.1:1/' } : {})
      response.end(answer === 'html' ? '<html>' : answer === 'large' ? Buffer.alloc(5_000_000) : png(9))
    })
    await new Promise<void>((done) => { server.listen(0, '127.0.0.1', done) })
    port = (server.address() as AddressInfo).port
  })
  after(() => { server.close() })

  const source = (more: Record<string, unknown> = {}): Record<string, unknown> => ({ name: 'Net', type: 'xyz', url: `http://127.0.0.1:${port}/{z}/{x}/{-y}.png`, ...more })
  const tried = (data: Record<string, unknown>): Promise<Answered> => node.call('POST', '/api/maps/test', { as: admin, body: { source: { attribution: '', order: 0, enabled: false, ...data }, z: 2, x: 1, y: 0 } })

  test('a house address is not asked unless the source says so; link-local never', async () => {
    asked = []
    assert.equal((await tried(source())).json.refused.reason, 'address')
    for (const one of [source({ url: `http://localhost:${port}/{z}/{x}/{y}` }), source({ url: `http://[::ffff:127.0.0.1]:${port}/{z}/{x}/{y}` })]) {
      const refused = await tried(one)
      assert.equal(refused.json.refused?.reason, 'address', refused.body)
    }
    assert.equal((await tried(source({ url: 'http://169.254.169.254/{z}/{x}/{y}', allowPrivate: true }))).json.refused.reason, 'address')
    assert.deepEqual(asked, [])
    const fine = await tried(source({ allowPrivate: true }))
    assert.deepEqual([fine.json.format, asked], ['png', ['/2/1/3.png']], fine.body)
  })

  test('redirects, other content and too much of it are refused', async () => {
    for (const [what, reason] of [['redirect', 'server'], ['html', 'tile-format'], ['large', 'too-large']] as const) {
      answer = what
      assert.equal((await tried(source({ allowPrivate: true }))).json.refused?.reason, reason, what)
    }
    answer = 'tile'
  })

  test('addresses with names, place-holders in the host or other schemes are refused', async () => {
    for (const url of ['https://u:p@example.org/{z}/{x}/{y}', 'https://{x}.example.org/{z}/{x}/{y}', 'file:///etc/{z}/{x}/{y}', 'https://example.org/']) {
      assert.equal((await tried(source({ url }))).status, 400, url)
      assert.equal((await add(source({ url }))).status, 422, url)
    }
  })

  test('tiles are kept; without the network what is kept is shown and the state says so', async () => {
    asked = []
    const made = await add(source({ allowPrivate: true, cacheDays: 1 }))
    const url = `/api/maps/${made.json.id}/3/2/1`
    assert.equal((await node.call('GET', url, { as: duty })).status, 200)
    assert.equal((await node.call('GET', url, { as: duty })).status, 200)
    assert.equal(asked.length, 1, 'the second came from the disk')
    answer = 'gone'
    node.clock.now += 2 * 86_400_000
    assert.equal((await node.call('GET', url, { as: duty })).status, 200, 'old, but better than nothing')
    const other = await node.call('GET', `/api/maps/${made.json.id}/3/2/2`, { as: duty })
    assert.deepEqual([other.status, other.json.reason], [503, 'no-network'])
    const listed = (await node.call('GET', '/api/maps', { as: duty })).json.items.find((one: { id: string }) => one.id === made.json.id)
    assert.equal(listed.refused.reason, 'no-network')
    answer = 'tile'
    node.clock.now += 60_000
    assert.equal((await node.call('GET', `/api/maps/${made.json.id}/3/2/2`, { as: duty })).status, 200)
  })

  test('WMS is asked for the square of the tile, in the words of its version', async () => {
    for (const [version, name] of [['1.1.1', 'SRS'], ['1.3.0', 'CRS']] as const) {
      asked = []
      await tried(source({ type: 'wms', url: `http://127.0.0.1:${port}/ows?map=a&request=GetCapabilities`, layers: 'relief,roads', version, allowPrivate: true }))
      const sent = new URL(asked[0] ?? '', 'http://x').searchParams
      assert.deepEqual([sent.get('map'), sent.get('REQUEST'), sent.get('request'), sent.get('VERSION'), sent.get(name), sent.get('LAYERS')], ['a', 'GetMap', null, version, 'EPSG:3857', 'relief,roads'])
      const box = (sent.get('BBOX') ?? '').split(',').map(Number)
      assert.deepEqual(box.map((v) => Math.round(v)), [-10_018_754, 10_018_754, 0, 20_037_508])
    }
  })
})

const gdal = spawnSync('gdal_translate', ['--version']).status === 0 && spawnSync('gdal_create', ['--help-general']).status === 0

describe('against GDAL', { skip: gdal ? false : 'GDAL is not installed' }, () => {
  test('MBTiles and GeoPackage as GDAL writes them are read where GDAL put them', async () => {
    const at = (name: string): string => path.join(node.ground.dataDir, name)
    execFileSync('gdal_create', ['-q', '-of', 'GTiff', '-outsize', '512', '512', '-bands', '3', '-burn', '30', '-burn', '120', '-burn', '60', '-a_srs', 'EPSG:3857', '-a_ullr', '0', '2504688.5428', '2504688.5428', '0', at('in.tif')])
    execFileSync('gdal_translate', ['-q', '-of', 'MBTILES', at('in.tif'), path.join(folder(), 'gdal.mbtiles')])
    execFileSync('gdal_translate', ['-q', '-of', 'GPKG', '-co', 'TILING_SCHEME=GoogleMapsCompatible', at('in.tif'), path.join(folder(), 'gdal.gpkg')])
    for (const type of ['mbtiles', 'gpkg']) {
      const found = (await node.call('GET', '/api/maps/files', { as: admin })).json.items.find((one: { file: string }) => one.file === `gdal.${type}`)
      assert.equal(found.refused, null)
      const { bounds, maxZoom } = found.facts
      assert.ok(Math.abs(bounds[0]) < 0.01 && Math.abs(bounds[1]) < 0.01 && Math.abs(bounds[2] - 22.5) < 0.01 && Math.abs(bounds[3] - 21.943) < 0.01, String(bounds))
      const source = await add({ name: type, type, file: `gdal.${type}` })
      const n = 2 ** maxZoom
      assert.equal((await node.call('GET', `/api/maps/${source.json.id}/${maxZoom}/${n / 2}/${n / 2 - 1}`, { as: duty })).status, 200, 'the first tile north-east of 0, 0')
      assert.equal((await node.call('GET', `/api/maps/${source.json.id}/${maxZoom}/${n / 2}/${n / 2 + 1}`, { as: duty })).status, 204, 'south of it is nothing')
    }
  })

  test('GDAL reads the files these tests are made of', () => {
    for (const file of ['relief.mbtiles', 'relief.gpkg']) {
      assert.match(execFileSync('gdalinfo', [path.join(folder(), file)], { encoding: 'utf8' }), /Pseudo-Mercator/)
    }
  })
})
