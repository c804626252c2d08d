import { Type } from 'typebox'
import type { SavedSearch } from '../../../core/saved-search.ts'
import type { Json } from '../../../core/json.ts'
import { anyObject, closed, cutFor, cutWords, endpoint, ok, systemFor, type Call, type Endpoint } from '../../../server/face.ts'
import type { LogTemplateData } from '../shared/log-template.ts'
import { bookOf, type Edition } from '../shared/taxonomy-editions.ts'
import { editionsOf } from '../shared/taxonomy-kind.ts'

/** More editions than a mission will ever have; the first so many by number count. */
const MOST = 1000

const Use = Type.Object({ records: Type.Record(Type.String(), Type.Integer()), searches: Type.Record(Type.String(), Type.Integer()), templates: Type.Record(Type.String(), Type.Integer()) }, closed)

/** Activated editions, as everybody may know them: vocabulary is no secret and records of all kinds of readers need it. */
async function activated(call: Pick<Call, 'app' | 'reader'>): Promise<Edition[]> {
  const { items } = await call.app.store.list(systemFor(call.reader), { kind: 'taxonomy', limit: MOST })
  return editionsOf(items.map((seen) => seen.record)).filter((e) => e.activated !== undefined).sort((a, b) => a.edition - b.edition)
}

const standing = endpoint({
  method: 'GET', path: '/api/taxonomy', tag: 'incidents', summary: 'Editions of the taxonomy that are or were in force, as changes to the shipped one', access: 'signed-in',
  answers: { 200: Type.Object({ inForce: Type.Integer(), editions: Type.Array(anyObject) }, closed) },
  async handle(call) {
    const editions = await activated(call)
    const cut = cutFor(call)
    return ok({ inForce: bookOf(editions).inForce.version, editions: cut ? cutWords(editions as unknown as Json, cut) : editions })
  },
})

const use = endpoint({
  method: 'GET', path: '/api/taxonomy/use', tag: 'incidents', summary: 'By code: records, saved searches and log templates you may read that use it', access: 'signed-in',
  answers: { 200: Use },
  async handle(call) {
    const { store } = call.app
    const [facets, searches, templates] = await Promise.all([
      store.facets(call.reader, { kind: 'incident' }, ['category']),
      store.list(call.reader, { kind: 'saved-search', limit: MOST }),
      store.list(call.reader, { kind: 'log-template', limit: MOST }),
    ])
    const records = Object.fromEntries((facets['category'] ?? []).map(({ value, count }) => [value, count]))
    const codesOf = (text: string): string[] => [...new Set(text.match(/\b[A-Z]{2}(?:\.\d{2})\b|(?<=")[A-Z]{2}(?=")/g) ?? [])]
    const count = (texts: readonly string[]): { [code: string]: number } => {
      const out: { [code: string]: number } = {}
      texts.flatMap(codesOf).forEach((code) => { out[code] = (out[code] ?? 0) + 1 })
      return out
    }
    return ok({
      records,
      searches: count(searches.items.map(({ record }) => JSON.stringify((record.data as unknown as SavedSearch).query))),
      templates: count(templates.items.map(({ record }) => (record.data as unknown as LogTemplateData).line)),
    })
  },
})

export const taxonomyRoutes: readonly Endpoint[] = [standing, use]
