import { Type } from 'typebox'
import type { Comment } from '../../core/comment.ts'
import { refuseField } from '../../core/problem.ts'
import { WORKFLOWS, type Action, type VigieRecord } from '../../core/record.ts'
import { parseIso } from '../../core/time.ts'
import { endpoint, needCaller, ok, type Call, type Endpoint } from '../http/endpoint.ts'
import { closed, nullable } from '../http/schemas.ts'
import { shownComments } from './comments.ts'

/** Reports named at once. */
const MOST = 100

const fresh = Type.Boolean({ description: 'you have not looked at your reports since, on any device' })
const Report = Type.Object(
  {
    id: Type.String(), ref: Type.String(), kind: Type.String(), title: Type.String(), workflow: Type.Enum([...WORKFLOWS]), createdAt: Type.String(), updatedAt: Type.String(),
    returned: nullable(Type.Object({ reason: Type.String(), at: Type.String(), byName: nullable(Type.String()), fresh }, closed)),
    feedback: Type.Array(Type.Object({ id: Type.String(), text: Type.String(), at: Type.String(), byName: nullable(Type.String()), fresh }, closed)),
  },
  closed,
)

/** What became of one's own reports: state, why one came back, and what others said back. */
const reports = endpoint({
  method: 'GET', path: '/api/me/reports', tag: 'me', summary: 'Your own reports, newest first, with their state and the feedback to them', access: 'signed-in',
  query: Type.Object({ limit: Type.Optional(Type.Integer({ minimum: 1, maximum: MOST })) }, closed),
  answers: { 200: Type.Object({ total: Type.Integer(), items: Type.Array(Report), latest: nullable(Type.String({ description: 'when the newest of these reports last changed' })) }, closed) },
  async handle(call) {
    const { app, reader } = call
    const { items, total } = await app.store.authored(reader, needCaller(call).account.id, call.query.limit ?? MOST)
    const named = async (user: string): Promise<string | null> => app.names.of(user)
    const isFresh = await freshness(call)
    const shown = await Promise.all(items.map(async ({ record }) => {
      const { returned, feedback } = await saidBack(call, record)
      return {
        id: record.id, ref: record.ref, kind: record.kind, title: app.store.kinds().need(record.kind).project(record.data).title, workflow: record.workflow, createdAt: record.createdAt, updatedAt: record.updatedAt,
        returned: returned ? { reason: returned.reason ?? '', at: returned.receivedAt, byName: await named(returned.actor), fresh: isFresh(returned.receivedAt) } : null,
        feedback: await Promise.all(feedback.map(async (one) => ({ id: one.id, text: one.text, at: one.receivedAt, byName: await named(one.by), fresh: isFresh(one.receivedAt) }))),
      }
    }))
    return ok({ total, items: shown, latest: shown.map((one) => one.updatedAt).sort().at(-1) ?? null })
  },
})

const news = endpoint({
  method: 'GET', path: '/api/me/reports/news', tag: 'me', summary: 'To how many of your reports something was said back, or that came back, since you last looked', access: 'signed-in',
  answers: { 200: Type.Object({ fresh: Type.Integer() }, closed) },
  async handle(call) {
    const isFresh = await freshness(call)
    const { id } = needCaller(call).account
    const { items } = await call.app.store.authored(call.reader, id, MOST, 'to-count')
    return ok({
      fresh: items.filter(({ record }) =>
        isFresh(record.updatedAt) &&
        ((record.workflow === 'returned' && record.updatedBy !== id) || record.comments?.some((one) => one.feedback && one.by !== id && one.withdrawnAt === undefined && isFresh(one.receivedAt)))).length,
    })
  },
})

const looked = endpoint({
  method: 'POST', path: '/api/me/reports', tag: 'me', summary: 'Say that you have looked at what was said back to your reports', access: 'signed-in',
  body: Type.Object({ until: Type.String({ maxLength: 32, description: '`latest` of what you looked at' }) }, closed),
  answers: { 204: null },
  async handle(call) {
    const until = parseIso(call.body.until)
    if (until === undefined) {
      throw refuseField('until', `"${call.body.until}" is not a time`, 'Send latest of the answer you looked at')
    }
    // Never back: an older screen does not make anything new again.
    await call.app.store.side.setSetting(settingOf(call), String(Math.max(await seenUntil(call), until)))
    return { status: 204 }
  },
})

/** Why a report came back and what its readers said to the one who made it. */
async function saidBack(call: Call, record: VigieRecord): Promise<{ returned: Action | undefined; feedback: Comment[] }> {
  const returned = record.workflow === 'returned' ? (await call.app.store.history(call.reader, record.id)).findLast((action) => action.type === 'return') : undefined
  const feedback = await shownComments(call, { id: record.id, comments: (record.comments ?? []).filter((one) => one.feedback && one.withdrawnAt === undefined && !one.erased) })
  return { returned, feedback }
}

async function freshness(call: Call): Promise<(at: string) => boolean> {
  const seen = await seenUntil(call)
  return (at) => Date.parse(at) > seen
}

async function seenUntil(call: Call): Promise<number> {
  return Number((await call.app.store.side.setting(settingOf(call))) ?? 0)
}

function settingOf(call: Call): string {
  return `feedback-seen:${needCaller(call).account.id}`
}

export const reportRoutes: readonly Endpoint[] = [reports, news, looked]
