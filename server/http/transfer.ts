import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { Type } from 'typebox'
import { canonical, type Json } from '../../core/json.ts'
import type { Reader } from '../../core/policy.ts'
import { Problem, refuseField } from '../../core/problem.ts'
import type { Query } from '../../core/query.ts'
import { authenticate } from '../auth/authenticate.ts'
import { uuidV7 } from '../auth/secret-values.ts'
import { EXPORT_FORMATS, EXPORT_TYPES, exportRecords, type ExportFormat } from '../jobs/export.ts'
import type { Job } from '../jobs/runner.ts'
import type { App } from './app-context.ts'
import { endpoint, needCaller, ok, type Call, type Endpoint } from './endpoint.ts'
import { importRoutes } from './import-routes.ts'
import { kmlLinkRoutes } from './kml-link.ts'
import { missionDay, missionOf } from './mission.ts'
import { queryOf } from './query.ts'
import { anyObject, closed, nullable, ProblemAnswer, queryParams } from './schemas.ts'
import { holdRaw } from './told.ts'

/** What both ways of exporting ask for: the query's own parameters, and these. */
const exportQuery = queryParams({ format: Type.String({ description: EXPORT_FORMATS.join(', ') }), purpose: Type.Optional(Type.String({ description: 'what it is for; needed for strictly confidential records' })) })

const exporting = endpoint({
  method: 'GET', path: '/api/export', tag: 'transfer', summary: 'The records of a query as a file', access: 'signed-in', basic: true, links: 'address',
  query: exportQuery, freeQuery: true,
  answers: { 200: { media: 'application/octet-stream' } },
  async handle(call) {
    const { query, format, reader, name } = await exportOrder(call)
    const scratch = await scratchFile(call.app.dataDir, `export-${uuidV7(call.now)}`)
    // Whoever goes away is not worked for any more.
    const gone = new AbortController()
    call.reply.raw.once('close', () => gone.abort())
    const { content } = await exportRecords(call.app.store, reader, query, format, { bom: true, scratch, now: call.now, signal: gone.signal })
    return { status: 200, raw: content, type: EXPORT_TYPES[format], headers: { 'content-disposition': `attachment; filename="${name}"`, 'cache-control': 'no-store' } }
  },
})

const exportJob = endpoint({
  method: 'POST', path: '/api/export', tag: 'transfer', summary: 'Make the file of a query in the background; it is fetched from the job', access: 'signed-in',
  query: exportQuery, freeQuery: true,
  answers: { 202: Type.Object({ job: Type.String() }, closed) },
  async handle(call) {
    const { app } = call
    const { query, format, reader, name } = await exportOrder(call)
    const id = uuidV7(call.now)
    const file = await scratchFile(app.dataDir, `export-${id}`)
    const job = app.jobs.queue(id, needCaller(call).account.id, async (control) => {
      try {
        // It may have waited: whoever may read less by now, or nothing any more, gets no more than that.
        const still = await authenticate(app, call.request)
        if (!still) {
          throw new Problem('not-signed-in', 'sign in, or send a token as Authorization: Bearer')
        }
        const now = { ...still.reader, purpose: reader.purpose }
        const { content, count, marking } = await exportRecords(app.store, now, query, format, { bom: true, scratch: `${file}-scratch`, now: call.now, signal: control.signal, progress: control.progress })
        await pipeline(content, createWriteStream(file, { mode: 0o600, flags: 'wx' }), { signal: control.signal })
        control.offer(name, file, rightsOf(now))
        return { format, kind: query.kind, count, marking, bytes: (await stat(file)).size }
      } catch (error) {
        await rm(file, { force: true })
        throw error
      }
    })
    return { status: 202, body: { job: job.id } }
  },
})

/** What a reader may read, as far as their account says; two that are told apart here are told apart everywhere. */
function rightsOf({ user, side, org, clearance, compartments, grants }: Reader): string {
  return canonical([user, side, org, clearance, [...compartments].sort(), grants as unknown as Json])
}

async function exportOrder(call: Pick<Call, 'app' | 'reader' | 'query' | 'now'>): Promise<{ query: Query; format: ExportFormat; reader: Reader; name: string }> {
  const { query, extra } = queryOf(call, ['format', 'purpose'])
  const format = extra['format'] as ExportFormat | undefined
  if (format === undefined || !EXPORT_FORMATS.includes(format)) {
    throw refuseField('format', `"${format ?? ''}" is not a format`, `Use ${EXPORT_FORMATS.join(', ')}`, 'invalid-query')
  }
  const purpose = extra['purpose']?.trim() || call.reader.purpose
  const day = missionDay(await missionOf(call.app.store), call.now)
  return { query, format, reader: { ...call.reader, purpose }, name: `vigie-${query.kind.replace(/[^a-z0-9-]/g, '')}-${day}.${format}` }
}

async function scratchFile(dataDir: string, name: string): Promise<string> {
  const folder = path.join(dataDir, 'tmp')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  return path.join(folder, name)
}

const JobKey = Type.Object({ id: Type.String({ maxLength: 64 }) }, closed)
const JobView = Type.Object({
  id: Type.String(), name: Type.String(), startedAt: Type.String(), endedAt: nullable(Type.String()),
  state: Type.Enum(['waiting', 'running', 'done', 'failed', 'cancelled']), progress: Type.Object({ done: Type.Integer(), total: Type.Integer() }, closed),
  waitsFor: Type.Optional(Type.Object({ own: Type.Integer(), others: Type.Integer() }, { ...closed, description: 'exports that are made before it, while it waits' })),
  result: Type.Optional(anyObject), problem: Type.Optional(ProblemAnswer), files: Type.Array(Type.String()),
}, closed)

function jobView(app: App, job: Job): unknown {
  const waitsFor = app.jobs.waitsFor(job)
  const iso = (at: number): string => new Date(at).toISOString()
  return {
    id: job.id, name: job.name, startedAt: iso(job.startedAt), endedAt: job.endedAt === null ? null : iso(job.endedAt), state: job.state, progress: job.progress,
    ...(waitsFor ? { waitsFor } : {}),
    ...(job.result === null ? {} : { result: job.result }), ...(job.problem ? { problem: job.problem.toJSON() } : {}), files: Object.keys(job.files),
  }
}

const jobs = endpoint({
  method: 'GET', path: '/api/jobs', tag: 'transfer', summary: 'Your imports and exports of the last day, newest first', access: 'signed-in',
  answers: { 200: Type.Object({ items: Type.Array(JobView) }, closed) },
  async handle(call) {
    return ok({ items: call.app.jobs.of(needCaller(call).account.id).map((one) => jobView(call.app, one)) })
  },
})

const job = endpoint({
  method: 'GET', path: '/api/jobs/:id', tag: 'transfer', summary: 'How far a job is', access: 'signed-in',
  params: JobKey,
  answers: { 200: JobView },
  async handle(call) {
    return ok(jobView(call.app, jobOf(call)))
  },
})

const cancel = endpoint({
  method: 'DELETE', path: '/api/jobs/:id', tag: 'transfer', summary: 'Stop a job; what it has written stays', access: 'signed-in',
  params: JobKey,
  answers: { 204: null },
  async handle(call) {
    await call.app.jobs.cancel(jobOf(call).id)
    return { status: 204 }
  },
})

const jobFile = endpoint({
  method: 'GET', path: '/api/jobs/:id/:file', tag: 'transfer', summary: 'A file a job left', access: 'signed-in',
  params: Type.Object({ id: Type.String({ maxLength: 64 }), file: Type.String({ maxLength: 64 }) }, closed),
  answers: { 200: { media: 'application/octet-stream' } },
  async handle(call) {
    const { files, rights } = jobOf(call)
    const file = Object.hasOwn(files, call.params.file) ? files[call.params.file] : undefined
    if (file === undefined) {
      throw new Problem('not-found', 'the job left no such file')
    }
    if ((rights[call.params.file] ?? rightsOf(call.reader)) !== rightsOf(call.reader)) {
      throw new Problem('not-allowed', 'what you may read has changed since this file was made; make it again')
    }
    await holdRaw(call, file)
    return { status: 200, raw: createReadStream(file), type: EXPORT_TYPES[call.params.file.split('.').at(-1) as ExportFormat] ?? 'application/octet-stream', headers: { 'content-disposition': `attachment; filename="${call.params.file.replace(/[^\w.-]/g, '')}"` } }
  },
})

function jobOf(call: Call<{ id: string }>): NonNullable<ReturnType<Call['app']['jobs']['get']>> {
  const found = call.app.jobs.get(call.params.id, needCaller(call).account.id)
  if (!found) {
    throw new Problem('not-found', 'you have no such job')
  }
  return found
}

export const transferRoutes: readonly Endpoint[] = [...kmlLinkRoutes, ...importRoutes, exporting, exportJob, jobs, job, cancel, jobFile]
