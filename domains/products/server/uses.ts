import type { Query } from '../../../core/query.ts'
import type { Reader } from '../../../core/policy.ts'
import { figureQuery, monthKey, monthsBetween, type Product } from '../../../core/product.ts'
import type { VigieRecord } from '../../../core/record.ts'
import { readerOfAudience, SYSTEM, type App } from '../../../server/face.ts'

const MOST_SHOWN = 20
const PAGE = 50
/** Products stay in the history a record stands in, also those that were replaced; what was never released or was taken back does not count. */
const RELEASED: Pick<Query, 'kind' | 'workflow'> = { kind: 'product', workflow: ['approved'] }

/** A product as a record it used tells of it: `version` is the record's that was counted, null where it is only what the product is about. */
export type Use = { id: string; ref: string; title: string; type: Product['type']; releasedAt: string; version: number | null; stale: boolean; replaced: boolean }

/**
 * Released products that were counted from a record or are about it, among those the reader may see; newest first, `found` exact.
 * Those that name it are found by the index of what they name. A figure over more records than it names is found by the months it was
 * counted over, and holds the record where its question did: asked of the record as it stood when the product was made, with the
 * eyes it was made with. What is looked through follows from the times the record stands at and does not grow with the years.
 */
export async function productsUsing(app: App, reader: Reader, record: VigieRecord): Promise<{ items: Use[]; shown: number; found: number }> {
  const uses = new Map<string, Use>()
  for (const facet of ['used', 'about']) {
    for (const product of await released(app, reader, { [facet]: [record.id] })) {
      uses.set(product.id, toldOf(product, versionNamed(product.data, record.id)))
    }
  }
  const months = monthsOf(app, record)
  for (const product of months.length === 0 ? [] : await released(app, reader, { figure: months })) {
    const version = uses.get(product.id)?.version ?? await versionCounted(app, product.data, record)
    if (version !== null) {
      uses.set(product.id, toldOf(product, version))
    }
  }
  const items = [...uses.values()].sort((a, b) => (a.releasedAt < b.releasedAt ? 1 : a.releasedAt > b.releasedAt ? -1 : a.id < b.id ? 1 : -1))
  return { items: items.slice(0, MOST_SHOWN), shown: Math.min(items.length, MOST_SHOWN), found: items.length }
}

type Released = Pick<VigieRecord, 'id' | 'ref'> & { data: Product & { released: NonNullable<Product['released']> } }

async function released(app: App, reader: Reader, where: NonNullable<Query['where']>): Promise<Released[]> {
  const found: Released[] = []
  let cursor: string | undefined
  do {
    const page = await app.store.list(reader, { ...RELEASED, where, limit: PAGE, ...(cursor === undefined ? {} : { cursor }) })
    found.push(...page.items.flatMap(({ record: { id, ref, data } }) => ((data as unknown as Product).released ? [{ id, ref, data: data as unknown as Released['data'] }] : [])))
    cursor = page.next ?? undefined
  } while (cursor !== undefined)
  return found
}

function toldOf({ id, ref, data }: Released, version: number | null): Use {
  return { id, ref, title: data.title, type: data.type, releasedAt: data.released.at, version, stale: data.stale !== undefined, replaced: data.supersededBy !== undefined }
}

/** Version of the record a value names; null when none does. */
function versionNamed(data: Product, id: string): number | null {
  return data.sections.flatMap((section) => section.facts.flatMap((fact) => fact.records)).find((behind) => behind.id === id)?.version ?? null
}

/** The months a figure must have been counted over to hold the record: those it happened in, was reported in and was logged in. */
function monthsOf(app: App, record: VigieRecord): string[] {
  const { happened, reported } = app.store.kinds().need(record.kind).project(record.data)
  const spans = [happened, reported === null ? null : [reported, reported] as const, [Date.parse(record.createdAt), Date.parse(record.createdAt)] as const]
  return [...new Set(spans.flatMap((span) => (span ? monthsBetween(span[0], span[1]).map((month) => monthKey(record.kind, month)) : [])))]
}

/** Version of the record a figure was counted from that does not name it; null when none was. */
async function versionCounted(app: App, data: Product, record: VigieRecord): Promise<number | null> {
  const asked = data.sections.flatMap((section) => section.facts.flatMap((fact) => figureQuery(fact) ?? [])).filter((query) => query.kind === record.kind)
  if (asked.length === 0 || record.createdAt > data.madeAt) {
    return null
  }
  const then = record.updatedAt <= data.madeAt ? record : (await app.store.asOf(SYSTEM, record.id, data.madeAt))?.record
  if (!then || !app.store.sight(readerOfAudience(data.audience))(then)) {
    return null
  }
  return asked.some((query) => app.store.matches(query, then)) ? then.version : null
}
