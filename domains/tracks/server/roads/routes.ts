import { createHash } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { Type } from 'typebox'
import type { LonLat } from '../../../../core/place-geodesy.ts'
import { scopeOf } from '../../../../core/policy.ts'
import { Problem, refuseField } from '../../../../core/problem.ts'
import { anyObject, closed, cutFor, endpoint, id, nullable, ok, readLineFile, type App, type Call, type Endpoint } from '../../../../server/face.ts'
import { TRACK_SORTS, type TrackSort } from '../../../../core/fix.ts'
import { MOST_PACKED, type RoadNetwork } from '../../shared/roads/network.ts'
import { roadService } from './service.ts'
import { inWorkshop, type RoadFileFacts } from './workshop.ts'

/** Largest file taken, bytes. */
const MOST_BYTES = 64_000_000
const MOST_STOPS = 25
const Stretch = Type.Object({ name: nullable(Type.String()), class: Type.String(), surface: Type.String(), metres: Type.Number() }, closed)
const Leg = Type.Object({ by: Type.String({ description: 'road, off-road, air, water, straight (line × 1.4)' }), seconds: Type.Number(), metres: Type.Number(), offM: Type.Number(), because: nullable(Type.Enum(['no-network', 'no-way'])), slow: Type.Array(Type.String()), line: Type.Array(Type.Array(Type.Number())), stretches: Type.Array(Stretch) }, closed)

const way = endpoint({
  method: 'GET', path: '/api/roads/way', tag: 'tracks', summary: 'The fastest way over two places or more, by road where a network is loaded', access: 'signed-in',
  query: Type.Object({ via: Type.String({ maxLength: 1000, description: 'lon,lat;lon,lat;… in order' }), sort: Type.Optional(Type.Enum([...TRACK_SORTS] as TrackSort[])), kmh: Type.Optional(Type.String({ maxLength: 8 })), tonnes: Type.Optional(Type.String({ maxLength: 8 })), at: Type.Optional(Type.String({ maxLength: 40, description: 'departure, ISO 8601 with zone; now' })) }, closed),
  answers: { 200: Type.Object({ seconds: Type.Number(), metres: Type.Number(), legs: Type.Array(Leg) }, closed) },
  async handle(call) {
    const { query } = call
    const at = query.at === undefined ? call.now : Date.parse(query.at)
    if (Number.isNaN(at)) {
      throw refuseField('at', 'is no time', 'Give ISO 8601 with zone', 'invalid-query')
    }
    const planned = await roadService(call.app).plan(call.reader, stopsOf(query.via), { sort: query.sort ?? 'vehicle', kmh: positive(query.kmh, 'kmh'), tonnes: positive(query.tonnes, 'tonnes') }, at)
    if (planned === null) {
      throw refuseField('sort', `${query.sort} does not move by itself`, undefined, 'invalid-query')
    }
    const cut = cutFor(call)
    return ok(cut ? { ...planned, legs: planned.legs.map((leg) => ({ ...leg, stretches: leg.stretches.map((one) => ({ ...one, name: one.name && cut(one.name) })) })) } : planned)
  },
})

const state = endpoint({
  method: 'GET', path: '/api/roads', tag: 'tracks', summary: 'The road network ways are looked for on, as far as you may see it, and the speeds on it', access: 'signed-in',
  answers: { 200: Type.Object({ edges: Type.Integer(), pieces: Type.Integer(), biggest: Type.Number({ description: 'part of all metres in the largest connected piece' }), km: Type.Number(), pace: anyObject, paceRecord: nullable(Type.Object({ id: Type.String(), version: Type.Integer() }, closed)), problem: nullable(Type.String()) }, closed) },
  async handle({ app, reader }) {
    const service = roadService(app)
    const { pace, record } = await service.pace(reader)
    const paced = { pace, paceRecord: record && { id: record.id, version: record.version } }
    try {
      const index = await service.network(reader)
      const metres = index?.graph.parts.pieceM ?? new Float64Array()
      const all = metres.reduce((sum, one) => sum + one, 0)
      return ok({ edges: index?.graph.edges ?? 0, pieces: metres.length, biggest: all === 0 ? 0 : metres.reduce((a, b) => Math.max(a, b), 0) / all, km: Math.round(all / 100) / 10, ...paced, problem: null })
    } catch (error) {
      return ok({ edges: 0, pieces: 0, biggest: 0, km: 0, ...paced, problem: error instanceof Error ? error.message : String(error) })
    }
  },
})

const Facts = Type.Object({ roads: Type.Integer(), km: Type.Number(), left: Type.Integer(), unclassed: Type.Integer(), pieces: Type.Integer(), biggest: Type.Number() }, closed)
const bring = endpoint({
  method: 'POST', path: '/api/roads', tag: 'tracks', summary: 'Bring in a road network: lines as GeoJSON, KML, GPX or GeoPackage in a part named file. dryRun says what is in it', access: 'signed-in', multipart: true,
  query: Type.Object({ name: Type.Optional(Type.String({ minLength: 1, maxLength: 120 })), attribution: Type.Optional(Type.String({ maxLength: 300 })), dryRun: Type.Optional(Type.Enum(['true', 'false'])) }, closed),
  answers: { 200: Facts, 201: Type.Object({ id, ref: Type.String(), facts: Facts }, closed) },
  async handle(call) {
    const { app, reader, query, now } = call
    const kind = app.store.kinds().need('road-network')
    // Before the bytes are read: whoever may not bring roads in does not make us hold a file.
    if (!scopeOf(reader.grants, kind.create).everywhere) {
      throw new Problem('not-allowed', 'road networks are for those who draw the areas of the whole mission')
    }
    const file = await fileOf(call)
    const { packed, read } = await readFileOf(app, call.freshId('file'), file)
    if (read.roads === 0) {
      throw refuseField('/file', `no line is in it (${read.left} other features)`, 'Send the roads as lines')
    }
    if (query.dryRun === 'true') {
      return ok(read)
    }
    if (packed.length > MOST_PACKED) {
      throw new Problem('too-large', `as the node keeps it the network has ${Math.ceil(packed.length / 1e6)} MB, at most ${MOST_PACKED / 1e6} are taken: leave out paths or a part of the country, or bring it in as two`)
    }
    const sha256 = createHash('sha256').update(packed).digest('hex')
    const data: RoadNetwork = { name: query.name ?? file.name.replace(/\.\w{1,8}$/, ''), source: 'file', sha256, ...(query.attribution ? { attribution: query.attribution } : {}), roads: read.roads, km: read.km, enabled: true }
    const kept = await app.store.files.keep({ copy: packed })
    const record = call.freshId('network')
    const at = new Date(now).toISOString()
    const committed = await app.store.commit(reader, [
      { id: call.freshId('create'), record, kind: 'road-network', type: 'create', at, basedOn: null, patch: { data } },
      { id: call.freshId('attach'), record, kind: 'road-network', type: 'attach', at, basedOn: 1, patch: { name: `${data.name}.roads`.slice(0, 200), media: 'application/octet-stream', ...kept } },
    ])
    return { status: 201, body: { id: record, ref: committed[0]?.record.ref ?? '', facts: read } }
  },
})

async function readFileOf(app: App, name: string, file: { name: string; bytes: Buffer }): Promise<{ packed: Uint8Array<ArrayBuffer>; read: RoadFileFacts }> {
  const answer = file.bytes.subarray(0, 15).toString('latin1') === 'SQLite format 3' ? await geoPackage(app, name, file.bytes) : await inWorkshop({ do: 'read', name: file.name, bytes: new Uint8Array(file.bytes) })
  if (!('packed' in answer)) {
    throw new Problem('internal', 'the file was read and nothing came of it')
  }
  return answer
}

/** A GeoPackage is a database: it is read where it can be opened, from a file that is gone afterwards. */
async function geoPackage(app: App, name: string, bytes: Buffer) {
  const folder = path.join(app.dataDir, 'tmp')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const file = path.join(folder, `roads-${name}.gpkg`)
  await writeFile(file, bytes, { mode: 0o600 })
  try {
    const { features, refused } = await readLineFile(file)
    if (refused !== null) {
      throw refuseField('/file', refused, 'Write the roads as lines in WGS 84 (EPSG:4326)')
    }
    return await inWorkshop({ do: 'features', features })
  } finally {
    await rm(file, { force: true })
  }
}

async function fileOf(call: Pick<Call, 'request'>): Promise<{ name: string; bytes: Buffer }> {
  if (!call.request.isMultipart()) {
    throw new Problem('unsupported-type', 'send the file as multipart/form-data')
  }
  const part = await call.request.file({ limits: { fileSize: MOST_BYTES, files: 1, fields: 2, parts: 3 } })
  if (!part) {
    throw refuseField('/file', 'is missing', 'Send the roads in a part named file')
  }
  try {
    const name = (part.filename.split(/[/\\]/).at(-1) ?? '').replace(/\p{C}/gu, '').trim().slice(0, 110)
    return { name: name === '' ? 'roads' : name, bytes: await part.toBuffer() }
  } catch (error) {
    throw (error as { code?: string }).code === 'FST_REQ_FILE_TOO_LARGE' ? new Problem('too-large', `a file of roads may be ${MOST_BYTES / 1e6} MB; leave out what is not needed or split it`) : error
  }
}

function stopsOf(via: string): LonLat[] {
  const stops = via.split(';').map((one) => {
    const found = /^([-+]?\d{1,3}(?:\.\d{1,12})?),([-+]?\d{1,2}(?:\.\d{1,12})?)$/.exec(one.trim())
    return { lon: Number(found?.[1] ?? NaN), lat: Number(found?.[2] ?? NaN) }
  })
  if (stops.length < 2 || stops.length > MOST_STOPS || stops.some(({ lon, lat }) => !(Math.abs(lon) <= 180 && Math.abs(lat) <= 90))) {
    throw refuseField('via', `is no list of 2 to ${MOST_STOPS} places`, 'Write lon,lat;lon,lat in degrees', 'invalid-query')
  }
  return stops
}

function positive(text: string | undefined, name: string): number | null {
  const value = text === undefined ? null : Number(text)
  if (value !== null && !(value > 0 && value <= 1000)) {
    throw refuseField(name, 'is no number above 0', undefined, 'invalid-query')
  }
  return value
}

export const roadRoutes: readonly Endpoint[] = [state, way, bring]
