import { Type } from 'typebox'
import { closed, endpoint, instant, ok, type Endpoint } from '../../../server/face.ts'
import { CirCondition, queryOf } from '../shared/cir.ts'
import { isFresh } from './cirs.ts'

const DAY_MS = 86_400_000
const MOST_SHOWN = 50
/** Records looked at in one trial; the answer says when there were more. */
const MOST = 20_000

const Shown = Type.Object({ id: Type.String(), ref: Type.String(), title: Type.String(), at: instant }, closed)

/** How often a requirement would have woken somebody: over the records as they stand now, of those the reader may see. */
const tryCir = endpoint({
  method: 'POST', path: '/api/cirs/try', tag: 'watchlog', summary: 'Which records of a past period meet a requirement', access: 'signed-in',
  body: Type.Object({ condition: CirCondition, days: Type.Integer({ minimum: 1, maximum: 365 }) }, closed),
  answers: { 200: Type.Object({ fired: Type.Integer(), items: Type.Array(Shown, { description: `newest first, at most ${MOST_SHOWN}` }), more: Type.Boolean({ description: 'there were more records than were looked at' }) }, closed) },
  async handle({ app, reader, body, now }) {
    const query = { ...queryOf(body.condition), time: { axis: 'logged' as const, from: new Date(now - body.days * DAY_MS).toISOString() }, sort: { by: 'logged' as const, dir: 'desc' as const } }
    const items: { id: string; ref: string; title: string; at: string }[] = []
    let [fired, looked] = [0, 0]
    for await (const { record } of app.store.stream(reader, query)) {
      looked += 1
      if (looked > MOST) {
        break
      }
      if (isFresh(app, record, Date.parse(record.createdAt))) {
        fired += 1
        if (items.length < MOST_SHOWN) {
          items.push({ id: record.id, ref: record.ref, title: app.store.kinds().need(record.kind).project(record.data).title, at: record.createdAt })
        }
      }
    }
    return ok({ fired, items, more: looked > MOST })
  },
})

export const cirRoutes: readonly Endpoint[] = [tryCir]
