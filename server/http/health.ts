import { Type } from 'typebox'
import { hasAccounts } from '../auth/accounts.ts'
import { VERSION } from '../config.ts'
import { endpoint, ok, type Endpoint } from './endpoint.ts'
import { missionOf } from './mission.ts'
import { explainProblem } from './problems.ts'
import { closed, nullable } from './schemas.ts'
import { Problem } from '../../core/problem.ts'

const health = endpoint({
  method: 'GET', path: '/api/health', tag: 'node', summary: 'Is the node ready? More for those signed in', access: 'open',
  answers: {
    200: Type.Object({
      status: Type.Literal('ready'), version: Type.String(), setUp: Type.Boolean(), exercise: nullable(Type.Boolean()),
      dialect: Type.Optional(Type.String()), node: Type.Optional(Type.String()), records: Type.Optional(Type.Integer({ description: 'records you may read' })),
      uptimeS: Type.Optional(Type.Integer()), dataAgeS: Type.Optional(nullable(Type.Integer({ description: 'seconds since the newest report you may read came in' }))),
    }, closed),
  },
  async handle(call) {
    const { app, caller } = call
    const [mission, setUp] = await Promise.all([missionOf(app.store), hasAccounts(app.store)])
    const open = { status: 'ready', version: VERSION, setUp, exercise: mission?.exercise ?? null }
    if (!caller) {
      return ok(open)
    }
    const kinds = app.store.kinds().all()
    const counts = await Promise.all(kinds.map((kind) => app.store.count(caller.reader, { kind: kind.name })))
    const newest = await app.store.list(caller.reader, { kind: 'incident', sort: { by: 'logged', dir: 'desc' }, limit: 1 })
    const at = newest.items[0]?.record.createdAt
    return ok({
      ...open, dialect: app.store.dialect, node: app.store.node, records: counts.reduce((sum, n) => sum + n, 0), uptimeS: Math.floor((call.now - app.startedAt) / 1000),
      dataAgeS: at === undefined ? null : Math.max(0, Math.floor((call.now - Date.parse(at)) / 1000)),
    })
  },
})

const problem = endpoint({
  method: 'GET', path: '/problems/:id', tag: 'node', summary: 'What a problem id means', access: 'open',
  params: Type.Object({ id: Type.String({ maxLength: 64 }) }, closed),
  answers: { 200: { media: 'text/plain' } },
  async handle(call) {
    const text = explainProblem(call.params.id)
    if (text === null) {
      throw new Problem('not-found', 'there is no such problem')
    }
    return { status: 200, raw: text, type: 'text/plain; charset=utf-8' }
  },
})

export const nodeRoutes: readonly Endpoint[] = [health, problem]
