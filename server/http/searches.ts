import { Type } from 'typebox'
import { Problem, refuseField } from '../../core/problem.ts'
import { Query } from '../../core/query.ts'
import { queryOfSearch, withoutVanished, type SavedSearch } from '../../core/saved-search.ts'
import { endpoint, needCaller, ok, type Call, type Endpoint } from './endpoint.ts'
import { findRecord } from './records.ts'
import { closed, id, nullable } from './schemas.ts'

/** Searches one person follows at most. */
export const MOST_FOLLOWED = 50

const Followed = Type.Object(
  {
    id: Type.String(), ref: Type.String(), name: Type.String(), of: Type.String(),
    query: nullable(Query),
    seenAt: Type.String({ description: 'when you last looked' }),
    changed: nullable(Type.Integer({ description: 'records made or changed since you last looked, as far as you may see them; null when it cannot be asked' })),
    total: nullable(Type.Integer()),
    vanished: Type.Array(Type.String(), { description: 'conditions the kind has no longer; they are left out' }),
  },
  closed,
)

/** Saved search → when its follower last looked, epoch ms. */
type Follows = { [search: string]: number }

const mine = endpoint({
  method: 'GET', path: '/api/me/searches', tag: 'me', summary: 'The saved searches you follow, with what is new in each', access: 'signed-in',
  answers: { 200: Type.Object({ items: Type.Array(Followed) }, closed) },
  async handle(call) {
    const { store } = call.app
    const follows = await followsOf(call)
    const ids = Object.keys(follows)
    // Read as the follower, now: a search closed to them since, or withdrawn, is not named.
    const found = ids.length === 0 ? [] : (await store.list(call.reader, { kind: 'saved-search', ids, limit: MOST_FOLLOWED })).items
    const items = await Promise.all(found.map(async ({ record }) => {
      const search = record.data as unknown as SavedSearch
      const seenAt = follows[record.id] ?? call.now
      const kind = store.kinds().get(search.of)
      const item = { id: record.id, ref: record.ref, name: search.name, of: search.of, seenAt: new Date(seenAt).toISOString() }
      if (!kind) {
        return { ...item, query: null, changed: null, total: null, vanished: [] }
      }
      const { query, vanished } = withoutVanished(queryOfSearch(search, call.now), kind)
      try {
        const [changed, total] = await Promise.all([store.changedSince(call.reader, query, seenAt), store.count(call.reader, query)])
        return { ...item, query, changed, total, vanished }
      } catch (error) {
        if (error instanceof Problem && error.status < 500) {
          return { ...item, query: null, changed: null, total: null, vanished }
        }
        throw error
      }
    }))
    return ok({ items: items.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)) })
  },
})

const follow = endpoint({
  method: 'POST', path: '/api/me/searches/:id', tag: 'me', summary: 'Follow a saved search, say that you have looked, or stop following', access: 'signed-in',
  params: Type.Object({ id }, closed),
  body: Type.Object({ follow: Type.Boolean({ description: 'true also says that you have looked now' }) }, closed),
  answers: { 204: null },
  async handle(call) {
    const follows = await followsOf(call)
    if (call.body.follow) {
      const { record } = await findRecord(call, call.params.id)
      if (record.kind !== 'saved-search') {
        throw refuseField('id', `${record.ref} is not a saved search`, 'Name a record of kind saved-search')
      }
      if (follows[record.id] === undefined && Object.keys(follows).length >= MOST_FOLLOWED) {
        throw refuseField('id', `you follow ${MOST_FOLLOWED} searches already`, 'Stop following one first')
      }
      follows[record.id] = call.now
    } else {
      delete follows[call.params.id]
    }
    await call.app.store.side.setSetting(settingOf(call), JSON.stringify(follows))
    return { status: 204 }
  },
})

async function followsOf(call: Call): Promise<Follows> {
  const text = await call.app.store.side.setting(settingOf(call))
  return text === null ? {} : (JSON.parse(text) as Follows)
}

function settingOf(call: Call): string {
  return `searches:${needCaller(call).account.id}`
}

export const searchRoutes: readonly Endpoint[] = [mine, follow]
