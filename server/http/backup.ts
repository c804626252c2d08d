import { Type } from 'typebox'
import { uuidV7 } from '../auth/secret-values.ts'
import { needAdmin } from './admin-users.ts'
import { endpoint, needCaller, ok, type Endpoint } from './endpoint.ts'
import { closed, nullable } from './schemas.ts'

const Plan = Type.Object({ daily: Type.Boolean(), hour: Type.Integer({ minimum: 0, maximum: 23, description: 'mission-local' }), keep: Type.Integer({ minimum: 1, maximum: 365 }), maps: Type.Boolean({ description: 'the maps the mission added go along' }) }, closed)
const Trial = Type.Object({ at: Type.String(), ok: Type.Boolean(), restored: Type.Boolean({ description: 'false: only its files were compared' }), records: Type.Integer(), detail: Type.String() }, closed)
const Item = Type.Object({ name: Type.String(), createdAt: Type.String(), bytes: Type.Integer(), files: Type.Integer(), dialect: Type.Enum(['sqlite', 'postgres']), maps: nullable(Type.Object({ files: Type.Integer(), leftOut: Type.Array(Type.String(), { description: 'the disk had no room' }) }, closed)), trial: nullable(Trial) }, closed)
const Started = Type.Object({ job: Type.String() }, closed)

const list = endpoint({
  method: 'GET', path: '/api/admin/backups', tag: 'admin', summary: 'Backups in the folder of this node, newest first (administrators)', access: 'signed-in',
  answers: { 200: Type.Object({ items: Type.Array(Item), total: Type.Integer(), folder: Type.String(), dataDir: Type.String(), plan: Plan, failure: nullable(Type.Object({ at: Type.String(), detail: Type.String() }, closed)) }, closed) },
  async handle(call) {
    needAdmin(call)
    const { backups, dataDir } = call.app
    const [{ items, total }, plan, failure] = await Promise.all([backups.list(), backups.plan(), backups.failure()])
    return ok({ items, total, folder: backups.folder, dataDir, plan, failure })
  },
})

const make = endpoint({
  method: 'POST', path: '/api/admin/backups', tag: 'admin', summary: 'Make a backup in the background (administrators)', access: 'signed-in',
  answers: { 202: Started },
  async handle(call) {
    needAdmin(call)
    const job = call.app.jobs.start(uuidV7(call.now), needCaller(call).account.id, 'backup', (control) => call.app.backups.make(control))
    return { status: 202, body: { job: job.id } }
  },
})

const trial = endpoint({
  method: 'POST', path: '/api/admin/backups/:name/trial', tag: 'admin', summary: 'Restore a backup aside, verify it there, and throw that away (administrators)', access: 'signed-in',
  params: Type.Object({ name: Type.String({ pattern: '^vigie-\\d{8}T\\d{6}Z$' }) }, closed),
  answers: { 202: Started },
  async handle(call) {
    needAdmin(call)
    const job = call.app.jobs.start(uuidV7(call.now), needCaller(call).account.id, 'backup-trial', (control) => call.app.backups.trial(call.params.name, control))
    return { status: 202, body: { job: job.id } }
  },
})

const plan = endpoint({
  method: 'POST', path: '/api/admin/backup-plan', tag: 'admin', summary: 'When backups are made by themselves (administrators)', access: 'signed-in',
  body: Type.Object({ ...Plan.properties, maps: Type.Optional(Plan.properties.maps) }, closed),
  answers: { 200: Plan },
  async handle(call) {
    needAdmin(call)
    await call.app.backups.setPlan({ maps: true, ...call.body })
    return ok(await call.app.backups.plan())
  },
})

export const backupRoutes: readonly Endpoint[] = [list, make, trial, plan]
