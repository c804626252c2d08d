import { Type } from 'typebox'
import { WORKFLOWS } from '../../core/record.ts'
import { endpoint, needCaller, ok, type Endpoint } from '../http/endpoint.ts'
import { closed, nullable } from '../http/schemas.ts'
import { shownComments } from './comments.ts'

/** Reports named at once. */
const MOST = 100

const Report = Type.Object(
  {
    id: Type.String(), ref: Type.String(), kind: Type.String(), title: Type.String(), workflow: Type.Enum([...WORKFLOWS]), createdAt: Type.String(), updatedAt: Type.String(),
    returned: nullable(Type.Object({ reason: Type.String(), at: Type.String(), byName: nullable(Type.String()) }, closed)),
    feedback: Type.Array(Type.Object({ id: Type.String(), text: Type.String(), at: Type.String(), byName: nullable(Type.String()) }, closed)),
  },
  closed,
)

/** What became of one's own reports: state, why one came back, and what others said back. */
const reports = endpoint({
  method: 'GET', path: '/api/me/reports', tag: 'me', summary: 'Your own reports, newest first, with their state and the feedback to them', access: 'signed-in',
  query: Type.Object({ limit: Type.Optional(Type.Integer({ minimum: 1, maximum: MOST })) }, closed),
  answers: { 200: Type.Object({ total: Type.Integer(), items: Type.Array(Report) }, closed) },
  async handle(call) {
    const { app, reader } = call
    const { items, total } = await app.store.authored(reader, needCaller(call).account.id, call.query.limit ?? MOST)
    const named = async (user: string): Promise<string | null> => app.names.of(user)
    return ok({
      total,
      items: await Promise.all(items.map(async ({ record }) => {
        const back = record.workflow === 'returned' ? (await app.store.history(reader, record.id)).findLast((action) => action.type === 'return') : undefined
        return {
          id: record.id, ref: record.ref, kind: record.kind, title: app.store.kinds().need(record.kind).project(record.data).title, workflow: record.workflow, createdAt: record.createdAt, updatedAt: record.updatedAt,
          returned: back ? { reason: back.reason ?? '', at: back.receivedAt, byName: await named(back.actor) } : null,
          feedback: await Promise.all((await shownComments(call, { id: record.id, comments: (record.comments ?? []).filter((one) => one.feedback && one.withdrawnAt === undefined) })).map(async (one) => ({ id: one.id, text: one.text, at: one.receivedAt, byName: await named(one.by) }))),
        }
      })),
    })
  },
})

export const reportRoutes: readonly Endpoint[] = [reports]
