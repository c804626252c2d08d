import { Type } from 'typebox'
import { standingAttachments, type Attachment } from '../../core/attachment.ts'
import type { Comment } from '../../core/comment.ts'
import type { JsonObject } from '../../core/json.ts'
import { mayAct } from '../../core/policy.ts'
import { Problem, refuseField } from '../../core/problem.ts'
import type { NewAction } from '../../core/record.ts'
import { parseIso } from '../../core/time.ts'
import type { App } from '../http/app-context.ts'
import { endpoint, ok, type Call, type Endpoint } from '../http/endpoint.ts'
import { answerCommitted, findRecord } from '../http/records.ts'
import { closed, nullable, RecordView } from '../http/schemas.ts'
import { Lanes } from '../lanes.ts'
import type { Seen } from '../store/face.ts'
import { shownComments } from './comments.ts'
import { reportRoutes } from './reports.ts'
import { cutText, fileHeaders, prepareFile, receiveUpload } from './receive.ts'
import { holdBack, refuseWords } from './held.ts'

/** Ids devices make for files: UUIDs of version 7. */
const DEVICE_ID = /^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/i
/** One upload of an id at a time: its twin finds the first one's action. */
const lanes = new Lanes()

const Key = Type.Object({ id: Type.String({ minLength: 1, maxLength: 64, description: 'id or reference of a record' }) }, closed)
const FileKey = Type.Object({ id: Type.String({ minLength: 1, maxLength: 64 }) }, closed)
const AttachmentView = Type.Object(
  {
    id: Type.String(), name: Type.String(), media: Type.String(), bytes: Type.Integer(), sha256: Type.String({ description: 'of the copy readers get' }),
    caption: Type.Optional(Type.String()), takenAt: Type.Optional(Type.String()), place: Type.Optional(Type.Object({ lon: Type.Number(), lat: Type.Number() }, closed)),
    erased: Type.Optional(Type.Literal(true)), by: Type.String(), byName: nullable(Type.String()), role: Type.String(), at: Type.String(), receivedAt: Type.String(),
    thumb: Type.Boolean(), reduced: Type.Boolean({ description: 'a smaller version; the full one is still to come' }),
    original: Type.Boolean({ description: 'the file as it came is kept sealed' }), originalOpen: Type.Boolean({ description: 'the caller may open it, with a purpose' }),
  },
  closed,
)
const CommentView = Type.Object(
  {
    id: Type.String(), by: Type.String(), byName: nullable(Type.String()), role: Type.String(), at: Type.String(), receivedAt: Type.String(), text: Type.String(),
    replyTo: Type.Optional(Type.String()), feedback: Type.Optional(Type.Boolean()), erased: Type.Optional(Type.Literal(true)), withdrawnAt: Type.Optional(Type.String()),
  },
  closed,
)

const thread = endpoint({
  method: 'GET', path: '/api/records/:id/thread', tag: 'records', summary: 'Files and comments of a record', access: 'signed-in',
  params: Key,
  answers: { 200: Type.Object({ version: Type.Integer(), attachments: Type.Array(AttachmentView), comments: Type.Array(CommentView) }, closed) },
  async handle(call) {
    const seen = await findRecord(call, call.params.id)
    const { record } = seen
    return ok({
      version: record.version,
      attachments: await Promise.all(standingAttachments(record).map((one) => viewOf(call, seen, one))),
      comments: await Promise.all((await shownComments(call, record)).map((one) => commentOf(call.app, one))),
    })
  },
})

const attach = endpoint({
  method: 'POST', path: '/api/records/:id/attachments', tag: 'records', summary: 'Add a file: multipart file, id (UUIDv7), thumb?, original? (the HEIC a photo was made of), caption?, takenAt?, lon?, lat?, at?, reduced?, replaces?', access: 'signed-in', multipart: true,
  params: Key,
  answers: { 200: RecordView, 201: RecordView, 204: null },
  async handle(call) {
    const { app, reader } = call
    const { record } = await findRecord(call, call.params.id)
    const kind = app.store.kinds().need(record.kind)
    // Before the bytes are read: whoever may not add a file does not make us keep one.
    const may = mayAct(reader, kind, 'attach', record, app.store.areas())
    if (!may.allow) {
      throw new Problem(may.because.startsWith('not in state') ? 'wrong-state' : 'not-allowed', `a file for ${record.ref}: ${may.because}`)
    }
    const upload = await receiveUpload(call)
    const id = upload.fields['id'] ?? call.freshId('attachment')
    if (upload.fields['id'] !== undefined && !DEVICE_ID.test(id)) {
      throw refuseField('id', 'is not a UUID of version 7', 'Make one on the device for each file, and send it again with every try')
    }
    return lanes.run(`${app.store.node}\0${id}`, async () => {
      const { media, parts } = prepareFile(upload.file, upload.thumb, upload.original)
      const before = await app.store.files.find(reader, id)
      if (before) {
        return again(call, before, parts)
      }
      await refuseWords(call.app.store, call.reader, record, media, parts.copy)
      const kept = await app.store.files.keep(parts)
      const patch: JsonObject = { name: upload.name, media, ...kept, ...said(upload.fields) }
      const action: NewAction = { id, record: record.id, kind: record.kind, type: 'attach', at: instantOf(upload.fields['at'], 'at') ?? new Date(call.now).toISOString(), basedOn: record.version, patch }
      const [committed] = await app.store.commit(reader, [action])
      return answerCommitted(call, committed, 201)
    })
  },
})

const file = endpoint({
  method: 'GET', path: '/api/attachments/:id', tag: 'records', summary: 'A file of a record: the copy, its thumb, or the sealed original', access: 'signed-in',
  params: FileKey, query: Type.Object({ size: Type.Optional(Type.Enum(['copy', 'thumb', 'original'])) }, closed),
  answers: { 200: { media: 'application/octet-stream' } },
  async handle(call) {
    const { store } = call.app
    const found = await store.files.find(call.reader, call.params.id)
    if (!found) {
      throw new Problem('not-found', `no file ${call.params.id} that you may see`)
    }
    const { attachment, seen } = found
    const size = call.query.size ?? 'copy'
    if (size === 'original') {
      await admitOriginal(call, seen, attachment)
    }
    const part = size === 'thumb' && !attachment.thumb ? 'copy' : size
    const bytes = await store.files.read(attachment, part)
    await holdBack(store, call.reader, seen.record, attachment.media, part === 'copy' ? bytes : null)
    const media = part === 'thumb' ? 'image/jpeg' : attachment.media
    return { status: 200, raw: bytes, type: media.startsWith('text/') ? `${media}; charset=utf-8` : media, headers: { ...fileHeaders(attachment.name, part === 'original' ? 'original' : media) } }
  },
})

/** The file as it came says who took it, where and with what: for holders of SOURCE, for a purpose, and written down first. */
async function admitOriginal(call: Call, seen: Seen, attachment: Attachment): Promise<void> {
  const { reader } = call
  if (!attachment.original || !reader.compartments.includes('SOURCE')) {
    throw new Problem('not-found', 'there is no sealed original of this file that you may open')
  }
  if (reader.purpose === null || reader.purpose.trim().length < 5) {
    throw new Problem('purpose-needed', 'Say what the original is needed for (X-Vigie-Purpose); it is recorded with your name')
  }
  await call.app.store.audit(reader, [seen.record.id], 'export', { format: 'original', attachment: attachment.id })
}

/** The same file again is answered as the first time; another one under its id is refused. */
async function again(call: Call, found: { seen: Seen; attachment: Attachment }, parts: { copy: Uint8Array }): Promise<Awaited<ReturnType<typeof answerCommitted>>> {
  const { seen, attachment } = found
  const stored = await call.app.store.files.read(attachment, 'copy')
  if (attachment.by !== call.reader.user || !stored.equals(parts.copy)) {
    throw new Problem('idempotency-mismatch', `file ${attachment.id} was sent before with other content. Give a new file a new id`)
  }
  return answerCommitted(call, { record: seen.record, again: true } as Parameters<typeof answerCommitted>[1], 200)
}

function said(fields: { [name: string]: string }): JsonObject {
  const { caption, takenAt, lon, lat, replaces, reduced } = fields
  const place = lon !== undefined && lat !== undefined ? { lon: Number(lon), lat: Number(lat) } : undefined
  if (place && !(Math.abs(place.lon) <= 180 && Math.abs(place.lat) <= 90)) {
    throw refuseField('lon', 'is not a place on earth', 'Send degrees')
  }
  const taken = instantOf(takenAt, 'takenAt')
  return {
    ...(caption?.trim() ? { caption: cutText(caption.trim(), 1000) } : {}), ...(taken ? { takenAt: taken } : {}), ...(place ? { place } : {}),
    ...(replaces ? { replaces } : {}), ...(reduced === 'true' ? { reduced: true } : {}),
  }
}

function instantOf(text: string | undefined, field: string): string | undefined {
  if (text === undefined || text === '') {
    return undefined
  }
  const at = parseIso(text)
  if (at === undefined) {
    throw refuseField(field, `"${text.slice(0, 40)}" is not a time`, 'Write ISO 8601 in UTC')
  }
  return new Date(at).toISOString()
}

async function viewOf(call: Call, seen: Seen, one: Attachment): Promise<JsonObject> {
  const { id, name, media, caption, takenAt, place, by, role, at, receivedAt } = one
  return {
    id, name, media, bytes: one.copy.bytes, sha256: one.copy.sha256, ...(caption === undefined ? {} : { caption }), ...(takenAt === undefined ? {} : { takenAt }), ...(place === undefined ? {} : { place }),
    ...(one.erased ? { erased: one.erased } : {}), by, byName: await call.app.names.of(by), role, at, receivedAt, thumb: one.thumb !== undefined, reduced: one.reduced === true,
    original: one.original !== undefined, originalOpen: one.original !== undefined && !seen.record.erased && call.reader.compartments.includes('SOURCE'),
  }
}

async function commentOf(app: App, one: Comment): Promise<JsonObject> {
  return { ...one, byName: await app.names.of(one.by) }
}

export const attachmentRoutes: readonly Endpoint[] = [thread, attach, file, ...reportRoutes]
