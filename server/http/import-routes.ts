import { createWriteStream, existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { Type, type Static } from 'typebox'
import { scopeOf } from '../../core/policy.ts'
import { actionRule } from '../../core/kind.ts'
import type { Json, JsonObject } from '../../core/json.ts'
import { Problem, refuseField } from '../../core/problem.ts'
import { digestOf, uuidV7 } from '../auth/secret-values.ts'
import { ImportJournal, importHead, importHeads, rollbackImport, type ImportHead } from '../jobs/import-journal.ts'
import { importTable } from '../jobs/import-job.ts'
import { previewTable } from '../jobs/import-preview.ts'
import type { Importer, ImportSuggestion } from '../jobs/import-types.ts'
import type { TableChoice } from '../jobs/table-file.ts'
import { Uploads, type Upload } from '../jobs/uploads.ts'
import { cutWords } from '../store/face.ts'
import type { App } from './app-context.ts'
import { endpoint, needCaller, ok, type Answer, type Call, type Endpoint } from './endpoint.ts'
import { missionOf } from './mission.ts'
import { anyObject, closed, id, nullable } from './schemas.ts'
import { cutFor, told } from './told.ts'

/** Largest file taken in; it is written to disk as it comes, never held in memory. */
export const FILE_LIMIT = 200_000_000
/** Past imports answered; the total is told. */
const LISTED = 100
const MAPPINGS = 'import-mapping:'
const MOST_MAPPINGS = 200

const Choice = Type.Object({
  sheet: Type.Optional(Type.String({ maxLength: 200 })), headerRow: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
  delimiter: Type.Optional(Type.Enum([',', ';', '\t', '|'])), encoding: Type.Optional(Type.Enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'])),
}, closed)
const Order = { format: Type.Optional(Type.String({ maxLength: 60 })), mapping: Type.Optional(anyObject), choice: Type.Optional(Choice) }
const UploadKey = Type.Object({ upload: Type.String({ maxLength: 64 }) }, closed)
const Job = Type.Object({ job: Type.String() }, closed)
const Preview = Type.Object({
  upload: Type.String({ description: 'names the file in what follows, for two hours' }), name: Type.String(), columns: Type.Array(Type.String()), rows: Type.Array(Type.Array(Type.String())), found: anyObject, format: nullable(Type.String()),
  suggestions: Type.Array(anyObject), problems: Type.Array(anyObject), samples: anyObject, words: anyObject, records: Type.Array(anyObject), why: nullable(Type.String()), looked: Type.Integer(), more: Type.Boolean(),
}, closed)

const files = new WeakMap<App, Uploads>()

function uploadsOf(app: App): Uploads {
  const known = files.get(app) ?? new Uploads(app.dataDir)
  files.set(app, known)
  return known
}

const importing = endpoint({
  method: 'POST', path: '/api/import', tag: 'transfer', summary: 'Import a table: multipart file, format, mapping?, dryRun?', access: 'signed-in', multipart: true,
  answers: { 202: Job },
  async handle(call) {
    const upload = await receive(call)
    const { fields, mapping } = upload
    try {
      return await begin(call, upload, { format: fields['format'] ?? '', dryRun: fields['dryRun'] === 'true', choice: {}, ...(mapping === undefined ? {} : { mapping }), drop: true })
    } catch (error) {
      await rm(upload.file, { force: true })
      throw error
    }
  },
})

const importUpload = endpoint({
  method: 'POST', path: '/api/import/:upload', tag: 'transfer', summary: 'Try or import a file that was handed in to be looked at', access: 'signed-in',
  params: UploadKey, body: Type.Object({ ...Order, dryRun: Type.Optional(Type.Boolean()) }, closed),
  answers: { 202: Job },
  async handle(call) {
    const { format = '', mapping, choice = {}, dryRun = false } = call.body
    const upload = uploadsOf(call.app).take(call.params.upload, needCaller(call).account.id, call.now)
    return begin(call, upload, { format, dryRun, choice: choice as TableChoice, ...(mapping === undefined ? {} : { mapping }), drop: false })
  },
})

type Begin = { format: string; mapping?: unknown; dryRun: boolean; choice: TableChoice; drop: boolean }

async function begin(call: Call, upload: Pick<Upload, 'file' | 'name'>, order: Begin): Promise<Answer> {
  const { app } = call
  const { account } = needCaller(call)
  const known = importersOf(call).flatMap((importer) => importer.formats)
  if (!known.includes(order.format)) {
    throw refuseField('format', `"${order.format.slice(0, 60)}" is not a format`, `Use ${known.join(', ')}`)
  }
  const mission = await missionOf(app.store)
  const importId = uuidV7(call.now)
  const rejected = `${upload.file}-${importId}-rejected.csv`
  const head: ImportHead = { id: importId, owner: account.id, ownerName: account.data.name, at: call.now, file: upload.name.slice(0, 200), format: order.format, kind: '', counts: null, state: 'running', parts: 0, undone: null }
  const journal = new ImportJournal(app.store.side, head)
  const job = app.jobs.start(importId, account.id, order.dryRun ? 'import-try' : 'import', async (control) => {
    try {
      const result = await importTable(app.store, call.reader, importersOf(call), {
        file: upload.file, fileName: upload.name, format: order.format, dryRun: order.dryRun, rejectedFile: rejected, progress: control.progress, signal: control.signal, choice: order.choice, id: importId, journal,
        ...(order.mapping === undefined ? {} : { mapping: order.mapping }), ...(mission ? { zone: mission.zone } : {}),
      })
      await journal.end(result)
      return { ...result, import: order.dryRun ? null : importId }
    } catch (error) {
      await journal.end(null)
      throw error
    } finally {
      // Also after a stop: what was refused before it can be read.
      if (existsSync(rejected)) {
        control.offer('rejected.csv', rejected)
      }
      if (order.drop) {
        await rm(upload.file, { force: true })
      }
    }
  })
  return { status: 202, body: { job: job.id } }
}

const preview = endpoint({
  method: 'POST', path: '/api/import/preview', tag: 'transfer', summary: 'What a table looks like, and how it could be read', access: 'signed-in', multipart: true,
  answers: { 200: Preview },
  async handle(call) {
    const { fields, mapping, ...upload } = await receive(call)
    try {
      const seen = await look(call, upload, { ...(fields['format'] ? { format: fields['format'] } : {}), ...(mapping === undefined ? {} : { mapping }) })
      await uploadsOf(call.app).keep({ ...upload, owner: needCaller(call).account.id, at: call.now })
      return ok({ ...seen, upload: upload.id })
    } catch (error) {
      await rm(upload.file, { force: true })
      throw error
    }
  },
})

const previewAgain = endpoint({
  method: 'POST', path: '/api/import/preview/:upload', tag: 'transfer', summary: 'The same with another sheet, heading row, delimiter, encoding, format or mapping', access: 'signed-in',
  params: UploadKey, body: Type.Object(Order, closed),
  answers: { 200: Preview },
  async handle(call) {
    const upload = uploadsOf(call.app).take(call.params.upload, needCaller(call).account.id, call.now)
    return ok({ ...(await look(call, upload, call.body as LookOrder)), upload: upload.id })
  },
})

type LookOrder = { format?: string; mapping?: unknown; choice?: TableChoice }

/** What a table looks like, without the words that its reader is not told; its headings stand, for they are what a mapping names. */
async function look(call: Call, upload: Pick<Upload, 'file' | 'name'>, order: LookOrder): Promise<object> {
  const mission = await missionOf(call.app.store)
  const saved = (await savedMappings(call)).map((one): ImportSuggestion => ({ format: 'table', title: one.name, kind: '', mapping: one.mapping, missing: [], saved: true }))
  const kinds = call.app.store.kinds()
  const seen = await previewTable(importersOf(call), (name) => kinds.need(name), { file: upload.file, choice: order.choice ?? {}, saved, now: call.now, ...(order.format === undefined ? {} : { format: order.format }), ...(order.mapping === undefined ? {} : { mapping: order.mapping }), ...(mission ? { zone: mission.zone } : {}) })
  const cut = cutFor(call)
  return { ...(cut ? (cutWords(seen as unknown as Json, cut) as JsonObject) : seen), name: told(call, upload.name) }
}

const Mapping = Type.Object({ name: Type.String({ minLength: 1, maxLength: 80 }), mapping: Type.Object({ columns: Type.Record(Type.String({ maxLength: 40 }), Type.String({ maxLength: 200 })) }, { additionalProperties: true }) }, closed)
type Mapping = Static<typeof Mapping>

async function savedMappings(call: Pick<Call, 'app'>): Promise<(Mapping & { by: string })[]> {
  return (await call.app.store.side.settings(MAPPINGS)).flatMap((one) => (one.value === '' ? [] : [JSON.parse(one.value) as Mapping & { by: string }]))
}

const keepMapping = endpoint({
  method: 'POST', path: '/api/import/mappings', tag: 'transfer', summary: 'Keep how a source is read; it is offered to everyone for tables with these headings', access: 'signed-in',
  body: Mapping, answers: { 204: null },
  async handle(call) {
    needImporter(call)
    const { name, mapping } = call.body
    if (JSON.stringify(mapping).length > 50_000) {
      throw new Problem('too-large', 'the mapping has more than 50,000 characters; leave out words that are not needed')
    }
    const all = await savedMappings(call)
    if (all.length >= MOST_MAPPINGS && !all.some((one) => one.name === name)) {
      throw new Problem('too-large', `${MOST_MAPPINGS} mappings are kept already; remove one first`)
    }
    await call.app.store.side.setSetting(MAPPINGS + digestOf(name), JSON.stringify({ name, mapping, by: call.reader.user }))
    return { status: 204 }
  },
})

const dropMapping = endpoint({
  method: 'DELETE', path: '/api/import/mappings/:name', tag: 'transfer', summary: 'Forget how a source is read', access: 'signed-in',
  params: Type.Object({ name: Type.String({ minLength: 1, maxLength: 80 }) }, closed),
  answers: { 204: null },
  async handle(call) {
    needImporter(call)
    const key = MAPPINGS + digestOf(call.params.name)
    if (!(await call.app.store.side.setting(key))) {
      throw new Problem('not-found', 'no mapping of that name is kept')
    }
    await call.app.store.side.setSetting(key, '')
    return { status: 204 }
  },
})

/** Only those who may make some kind of record have a say in how tables become records. */
function needImporter(call: Pick<Call, 'app' | 'reader'>): void {
  const may = call.app.store.kinds().all().some((kind) => {
    const { everywhere, areas } = scopeOf(call.reader.grants, kind.create)
    return (kind.name === 'incident' || kind.name === 'actor') && (everywhere || areas.length > 0)
  })
  if (!may && !call.reader.system) {
    throw new Problem('not-allowed', 'your role does not import records')
  }
}

const Counts = Type.Object({ read: Type.Integer(), added: Type.Integer(), unchanged: Type.Integer(), changed: Type.Integer(), rejected: Type.Integer() }, closed)
const HeadView = Type.Object({
  id: Type.String(), mine: Type.Boolean(), by: Type.String(), at: Type.String(), file: Type.String(), format: Type.String(), kind: Type.String(), state: Type.Enum(['running', 'done', 'stopped']), counts: nullable(Counts),
  undone: nullable(Type.Object({ at: Type.String(), by: Type.String(), reason: Type.String(), done: Type.Integer(), refused: Type.Integer() }, closed)), mayUndo: Type.Boolean(),
}, closed)

const imports = endpoint({
  method: 'GET', path: '/api/imports', tag: 'transfer', summary: 'Past imports: your own, and those of others whose records you may retract', access: 'signed-in',
  answers: { 200: Type.Object({ items: Type.Array(HeadView), total: Type.Integer() }, closed) },
  async handle(call) {
    const shown = (await importHeads(call.app.store.side)).filter((head) => maySee(call, head))
    return ok({ items: shown.slice(0, LISTED).map((head) => viewOf(call, head)), total: shown.length })
  },
})

const rollback = endpoint({
  method: 'POST', path: '/api/imports/:id/rollback', tag: 'transfer', summary: 'Take a whole import back, but for records changed since', access: 'signed-in',
  params: Type.Object({ id }, closed), body: Type.Object({ reason: Type.String({ minLength: 5, maxLength: 500 }) }, closed),
  answers: { 202: Job },
  async handle(call) {
    const { app } = call
    const head = await importHead(app.store.side, call.params.id)
    if (!head || !maySee(call, head)) {
      throw new Problem('not-found', 'there is no such import that you may see')
    }
    if (!mayRetract(call, head.kind)) {
      throw new Problem('not-allowed', 'taking an import back retracts its records, which your role does not do; ask somebody who approves records')
    }
    if (app.jobs.of(head.owner).some((job) => job.id === head.id && job.state === 'running')) {
      throw new Problem('wrong-state', 'the import is still running; stop it first')
    }
    const job = app.jobs.start(uuidV7(call.now), needCaller(call).account.id, 'import-rollback', (control) => rollbackImport(app.store, call.reader, head, call.body.reason, call.now, control))
    return { status: 202, body: { job: job.id } }
  },
})

function mayRetract(call: Pick<Call, 'app' | 'reader'>, name: string): boolean {
  const kind = call.app.store.kinds().get(name)
  const who = kind && actionRule(kind, 'retract')?.who
  if (!who) {
    return false
  }
  const { everywhere, areas } = scopeOf(call.reader.grants, who)
  return everywhere || areas.length > 0
}

function maySee(call: Pick<Call, 'app' | 'reader'>, head: ImportHead): boolean {
  return head.owner === call.reader.user || mayRetract(call, head.kind)
}

function viewOf(call: Pick<Call, 'app' | 'reader' | 'caller'>, head: ImportHead): Static<typeof HeadView> {
  const iso = (at: number): string => new Date(at).toISOString()
  const { counts, undone } = head
  return {
    id: head.id, mine: head.owner === call.reader.user, by: head.ownerName, at: iso(head.at), file: told(call, head.file), format: head.format, kind: head.kind, state: head.state,
    counts: counts && { read: counts.read, added: counts.added, unchanged: counts.unchanged, changed: counts.changed, rejected: counts.rejected },
    undone: undone && { at: iso(undone.at), by: undone.byName, reason: told(call, undone.reason), done: undone.done, refused: undone.refused }, mayUndo: mayRetract(call, head.kind),
  }
}

function importersOf(call: Pick<Call, 'app'>): Importer[] {
  return call.app.domains.flatMap((domain) => domain.importers ?? [])
}

/** Write the uploaded file to a place of our own naming, and read the small fields beside it. */
async function receive(call: Call): Promise<{ id: string; file: string; name: string; fields: { [name: string]: string }; mapping?: unknown }> {
  // Before the bytes are read: whoever makes no records does not fill the disk, nor see how others read their tables.
  needImporter(call)
  if (!call.request.isMultipart()) {
    throw new Problem('unsupported-type', 'send the file as multipart/form-data')
  }
  const upload = uuidV7(call.now)
  const file = await uploadsOf(call.app).place(upload)
  const fields: { [name: string]: string } = {}
  let name: string | null = null
  try {
    for await (const part of call.request.parts({ limits: { fileSize: FILE_LIMIT, files: 1, fields: 10, fieldSize: 100_000, parts: 12 } })) {
      if (part.type === 'file') {
        name = part.filename
        await pipeline(part.file, createWriteStream(file, { mode: 0o600, flags: 'wx' }))
        if (part.file.truncated) {
          throw new Problem('too-large', 'the file is larger than 200 MB; split it')
        }
      } else {
        fields[part.fieldname] = String(part.value)
      }
    }
    if (name === null) {
      throw refuseField('file', 'is missing', 'Choose the table to import')
    }
    const mapping = fields['mapping'] === undefined || fields['mapping'] === '' ? undefined : parseMapping(fields['mapping'])
    return { id: upload, file, name, fields, ...(mapping === undefined ? {} : { mapping }) }
  } catch (error) {
    await rm(file, { force: true })
    throw isCutShort(error) ? new Problem('malformed-body', 'the upload ended before it was whole, or is not multipart/form-data; send it again') : error
  }
}

/** Did the parts themselves fail? The parser's errors carry no code; what the disk and our limits say does. */
function isCutShort(error: unknown): boolean {
  const { code } = error as { code?: string }
  return error instanceof Error && !(error instanceof Problem) && (code === undefined || code === 'ERR_STREAM_PREMATURE_CLOSE')
}

function parseMapping(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw refuseField('mapping', 'is not JSON', 'Send what /api/import/preview suggested')
  }
}

export const importRoutes: readonly Endpoint[] = [importing, importUpload, preview, previewAgain, keepMapping, dropMapping, imports, rollback]
