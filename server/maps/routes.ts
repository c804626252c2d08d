import { Type } from 'typebox'
import { checkMapSource, isNetworkMap, MAP_FILE_NAME, MAP_TYPES, MAX_MAP_ZOOM, MapSource, TILE_FORMATS, type MapFileType } from '../../core/map-source.ts'
import { Problem } from '../../core/problem.ts'
import type { Reader } from '../../core/policy.ts'
import type { App } from '../http/app-context.ts'
import { endpoint, ok, type Call, type Endpoint } from '../http/endpoint.ts'
import { told } from '../http/told.ts'
import { closed, id as recordId, nullable } from '../http/schemas.ts'
import { FileRefused } from '../store/tile-files.ts'
import { MAX_PIECE, MAX_UPLOAD } from './uploads.ts'
import { TILE_TYPES, WORLD, type TileFacts } from './tile-set.ts'

/** Zoom of network sources when their record does not say. */
const NETWORK_ZOOM = 19
const CACHE = { 'cache-control': 'private, max-age=3600' }
const Bounds = Type.Array(Type.Number(), { minItems: 4, maxItems: 4, description: 'west, south, east, north, degrees' })
const Refused = nullable(Type.Object({ reason: Type.String({ description: 'stable word for why it cannot be used' }), message: Type.String() }, closed))
const Facts = Type.Object({ format: Type.Enum([...TILE_FORMATS]), title: Type.String(), attribution: Type.String(), minZoom: Type.Integer(), maxZoom: Type.Integer(), bounds: Bounds, tileSize: Type.Integer(), layers: Type.Array(Type.String()) }, closed)
const FileView = Type.Object({ file: Type.String(), type: Type.Enum([...MAP_TYPES]), bytes: Type.Integer(), facts: nullable(Facts), refused: Refused }, closed)
const UploadView = Type.Object({ upload: Type.String(), file: Type.String(), size: Type.Integer(), offset: Type.Integer({ description: 'bytes that are there; the next piece begins here' }) }, closed)
const SourceView = Type.Object(
  {
    id: Type.String(), ref: Type.String(), version: Type.Integer(), name: Type.String(), type: Type.Enum([...MAP_TYPES]), file: nullable(Type.String()), tiles: Type.String({ description: 'template of the tile addresses' }), format: Type.Enum([...TILE_FORMATS]), tileSize: Type.Integer(),
    minZoom: Type.Integer(), maxZoom: Type.Integer(), bounds: Bounds, attribution: Type.String(), layers: Type.Array(Type.String()), order: Type.Integer(), enabled: Type.Boolean(), refused: Refused,
  },
  closed,
)

const list = endpoint({
  method: 'GET', path: '/api/maps', tag: 'maps', summary: 'Maps the mission added that are offered to you; all=1 for administrators: those out of use as well', access: 'signed-in',
  query: Type.Object({ all: Type.Optional(Type.Enum(['0', '1'])) }, closed),
  answers: { 200: Type.Object({ items: Type.Array(SourceView) }, closed) },
  async handle(call) {
    const all = call.query.all === '1' && isAdmin(call.reader)
    const items: { order: number; name: string }[] = []
    for await (const { record } of call.app.store.stream(call.reader, { kind: 'map-source', sort: { by: 'logged', dir: 'asc' } })) {
      const source = record.data as unknown as MapSource
      if (all || (source.enabled && isOffered(source, call.reader))) {
        items.push(await viewOf(call.app, record, source))
      }
    }
    return ok({ items: items.sort((a, b) => a.order - b.order || a.name.localeCompare(b.name)) })
  },
})

const Whole = Type.Integer({ minimum: 0, maximum: 2 ** MAX_MAP_ZOOM })
const tile = endpoint({
  method: 'GET', path: '/api/maps/:id/:z/:x/:y', tag: 'maps', summary: 'One tile of a map the mission added', access: 'signed-in',
  params: Type.Object({ id: recordId, z: Type.Integer({ minimum: 0, maximum: MAX_MAP_ZOOM }), x: Whole, y: Whole }, closed),
  query: Type.Object({ v: Type.Optional(Type.String({ maxLength: 20, description: 'changes when the source does; only for caches' })) }, closed),
  answers: { 200: { media: 'image/png' }, 204: null },
  async handle(call) {
    const { id, z, x, y } = call.params
    const source = await sourceOf(call, id)
    if (x >= 2 ** z || y >= 2 ** z || z > (source.maxZoom ?? MAX_MAP_ZOOM) || z < (source.minZoom ?? 0)) {
      return { status: 204 }
    }
    try {
      const { maps } = call.app
      const found = isNetworkMap(source.type) ? await maps.network.tile(id, source, z, x, y) : await (await maps.library.set(source.file ?? '', source.type)).tile(z, x, y)
      return found === null ? { status: 204, headers: CACHE } : { status: 200, raw: found.bytes, type: TILE_TYPES[found.format], headers: CACHE }
    } catch (error) {
      throw error instanceof FileRefused ? new Problem('unavailable', `${source.name}: ${error.message}`, { extra: { reason: error.reason } }) : error
    }
  },
})

const files = endpoint({
  method: 'GET', path: '/api/maps/files', tag: 'maps', summary: 'Files in the folder of maps, checked; for administrators', access: 'signed-in',
  answers: { 200: Type.Object({ folder: Type.String(), items: Type.Array(FileView) }, closed) },
  async handle(call) {
    needAdmin(call.reader)
    const { library } = call.app.maps
    const items = (await library.files()).map((one) => ({ ...one, facts: one.facts && { ...one.facts, title: told(call, one.facts.title), attribution: told(call, one.facts.attribution) } }))
    return ok({ folder: library.folder, items })
  },
})

const FileKey = Type.Object({ file: Type.String({ pattern: MAP_FILE_NAME }) }, closed)
const remove = endpoint({
  method: 'DELETE', path: '/api/maps/files/:file', tag: 'maps', summary: 'Delete a map file that no source uses', access: 'signed-in',
  params: FileKey,
  answers: { 204: null },
  async handle(call) {
    needAdmin(call.reader)
    const { file } = call.params
    for await (const { record } of call.app.store.stream(call.reader, { kind: 'map-source' })) {
      if (record.data['file'] === file) {
        throw new Problem('wrong-state', `${file} is used by ${record.ref}; retract that source first`)
      }
    }
    if (!(await call.app.maps.library.files()).some((one) => one.file === file)) {
      throw new Problem('not-found', `there is no map file ${file}`)
    }
    await call.app.maps.library.remove(file)
    return { status: 204 }
  },
})

const begin = endpoint({
  method: 'POST', path: '/api/maps/uploads', tag: 'maps', summary: 'Begin to upload a map file, or go on with one that broke off', access: 'signed-in',
  body: Type.Object({ file: Type.String({ maxLength: 120 }), size: Type.Integer({ minimum: 1, maximum: MAX_UPLOAD * 100 }) }, closed),
  answers: { 200: UploadView },
  async handle(call) {
    needAdmin(call.reader)
    return ok(await call.app.maps.uploads.begin(call.body.file, call.body.size, call.now))
  },
})

const UploadKey = Type.Object({ upload: Type.String({ maxLength: 140 }) }, closed)
const piece = endpoint({
  method: 'POST', path: '/api/maps/uploads/:upload', tag: 'maps', summary: `The next piece: multipart, offset before piece; at most ${MAX_PIECE} bytes`, access: 'signed-in', multipart: true,
  params: UploadKey,
  answers: { 200: UploadView },
  async handle(call) {
    needAdmin(call.reader)
    if (!call.request.isMultipart()) {
      throw new Problem('unsupported-type', 'send the piece as multipart/form-data')
    }
    let offset = Number.NaN
    for await (const part of call.request.parts({ limits: { fileSize: MAX_PIECE, files: 1, fields: 2, fieldSize: 100, parts: 3 } })) {
      if (part.type === 'field') {
        offset = part.fieldname === 'offset' ? Number(part.value) : offset
        continue
      }
      const after = await call.app.maps.uploads.piece(call.params.upload, offset, part.file)
      if (part.file.truncated) {
        throw new Problem('too-large', `a piece holds at most ${MAX_PIECE} bytes`, { extra: { offset: after.offset } })
      }
      return ok(after)
    }
    throw new Problem('malformed-body', 'the piece is missing; send a field offset and a file piece')
  },
})

const finish = endpoint({
  method: 'POST', path: '/api/maps/uploads/:upload/finish', tag: 'maps', summary: 'All pieces are there: check the file and put it into the folder of maps', access: 'signed-in',
  params: UploadKey,
  answers: { 200: FileView },
  async handle(call) {
    needAdmin(call.reader)
    return ok(await call.app.maps.uploads.finish(call.params.upload))
  },
})

const drop = endpoint({
  method: 'DELETE', path: '/api/maps/uploads/:upload', tag: 'maps', summary: 'Throw an unfinished upload away', access: 'signed-in',
  params: UploadKey,
  answers: { 204: null },
  async handle(call) {
    needAdmin(call.reader)
    await call.app.maps.uploads.drop(call.params.upload)
    return { status: 204 }
  },
})

const Tried = Type.Object({ format: nullable(Type.Enum([...TILE_FORMATS])), bytes: Type.Integer(), picture: nullable(Type.String({ description: 'the tile as a data: address, when it is a picture' })), refused: Refused }, closed)
const trial = endpoint({
  method: 'POST', path: '/api/maps/test', tag: 'maps', summary: 'Ask a network source for one tile, before it is added', access: 'signed-in', secret: true,
  body: Type.Object({ source: MapSource, z: Type.Integer({ minimum: 0, maximum: MAX_MAP_ZOOM }), x: Whole, y: Whole }, closed),
  answers: { 200: Tried },
  async handle(call) {
    needAdmin(call.reader)
    const { source, z, x, y } = call.body
    const problems = checkMapSource(source)
    const [first] = problems
    if (first || !isNetworkMap(source.type)) {
      throw new Problem('invalid-input', first ? `${first.path.replace('/data/', '')}: ${first.problem}${first.fix === undefined ? '' : `. ${first.fix}`}` : 'only network sources are tried', { fields: problems })
    }
    try {
      const found = await call.app.maps.network.probe(source, z, x, y)
      const picture = found && found.format !== 'mvt' ? `data:${TILE_TYPES[found.format]};base64,${Buffer.from(found.bytes).toString('base64')}` : null
      return ok({ format: found?.format ?? null, bytes: found?.bytes.length ?? 0, picture, refused: null })
    } catch (error) {
      if (error instanceof FileRefused) {
        return ok({ format: null, bytes: 0, picture: null, refused: { reason: error.reason, message: error.message } })
      }
      throw error
    }
  },
})

/** The source behind a tile, as the reader may see it. What is out of use or not offered is for administrators alone. */
async function sourceOf(call: Pick<Call, 'app' | 'reader'>, id: string): Promise<MapSource> {
  const seen = await call.app.store.get(call.reader, id)
  const source = seen?.record.data as unknown as MapSource | undefined
  const open = seen?.record.kind === 'map-source' && source && seen.record.workflow !== 'retracted' && (isAdmin(call.reader) || (source.enabled && isOffered(source, call.reader)))
  if (!open) {
    throw new Problem('not-found', `there is no map ${id}`)
  }
  return source
}

async function viewOf(app: App, { id, ref, version }: { id: string; ref: string; version: number }, source: MapSource): Promise<{ order: number; name: string }> {
  const { facts, refused } = await factsOf(app, id, source)
  return {
    id, ref, version, name: source.name, type: source.type, file: source.file ?? null, tiles: `/api/maps/${encodeURIComponent(id)}/{z}/{x}/{y}?v=${version}`, format: facts.format, tileSize: facts.tileSize,
    minZoom: Math.max(facts.minZoom, source.minZoom ?? 0), maxZoom: Math.min(facts.maxZoom, source.maxZoom ?? MAX_MAP_ZOOM), bounds: source.bounds ?? facts.bounds,
    attribution: source.attribution || facts.attribution, layers: facts.layers, order: source.order, enabled: source.enabled, refused,
  } as { order: number; name: string }
}

async function factsOf(app: App, id: string, source: MapSource): Promise<{ facts: TileFacts; refused: { reason: string; message: string } | null }> {
  const unknown: TileFacts = { format: 'png', title: '', attribution: '', minZoom: 0, maxZoom: isNetworkMap(source.type) ? NETWORK_ZOOM : 0, bounds: WORLD, tileSize: 256, layers: [] }
  if (isNetworkMap(source.type)) {
    const state = app.maps.network.state(id)
    return { facts: unknown, refused: state && { reason: state.reason, message: state.message } }
  }
  const { facts, refused } = await app.maps.library.file(source.file ?? '', source.type as MapFileType)
  return { facts: facts ?? unknown, refused }
}

const isAdmin = (reader: Reader): boolean => reader.grants.some((grant) => grant.role === 'ADMIN')

function isOffered(source: MapSource, reader: Reader): boolean {
  const { roles } = source
  return roles === undefined || roles.length === 0 || isAdmin(reader) || reader.grants.some((grant) => roles.includes(grant.role))
}

function needAdmin(reader: Reader): void {
  if (!isAdmin(reader)) {
    throw new Problem('not-allowed', 'maps are looked after by administrators')
  }
}

export const mapRoutes: readonly Endpoint[] = [list, files, remove, begin, piece, finish, drop, trial, tile]
