import type { Reader } from '../../../core/policy.ts'
import type { Product } from '../../../core/product.ts'
import type { VigieRecord } from '../../../core/record.ts'
import type { App } from '../../../server/face.ts'

/** Products begun so long before a record may still have been made anew with it. */
const BEFORE_MS = 2 * 86_400_000
const MOST_LOOKED = 200
const MOST_SHOWN = 20

/** A product as a record it used tells of it: `version` is the record's that was counted, null where it is only what the product is about. */
export type Use = { id: string; ref: string; title: string; type: Product['type']; releasedAt: string; version: number | null; stale: boolean; replaced: boolean }

/**
 * Released products whose values were counted from a record or that are about it, among those the reader may see; newest first.
 * Products are looked through from the record's first days on, `looked` of `total`: a report uses what is new.
 */
export async function productsUsing(app: App, reader: Reader, record: Pick<VigieRecord, 'id' | 'createdAt'>): Promise<{ items: Use[]; shown: number; found: number; looked: number; total: number }> {
  const from = new Date(Date.parse(record.createdAt) - BEFORE_MS).toISOString()
  const page = await app.store.list(reader, { kind: 'product', workflow: ['approved'], time: { axis: 'logged', from }, sort: { by: 'logged', dir: 'asc' }, limit: MOST_LOOKED })
  const found = page.items.flatMap(({ record: product }) => {
    const data = product.data as unknown as Product
    const used = versionUsed(data, record.id)
    return data.released && used !== undefined ? [{ id: product.id, ref: product.ref, title: data.title, type: data.type, releasedAt: data.released.at, version: used, stale: data.stale !== undefined, replaced: data.supersededBy !== undefined }] : []
  })
  const items = found.toSorted((a, b) => (a.releasedAt < b.releasedAt ? 1 : -1)).slice(0, MOST_SHOWN)
  return { items, shown: items.length, found: found.length, looked: page.items.length, total: page.total }
}

/** Version of the record the product counted; null when it is about it alone, undefined when it has nothing of it. */
function versionUsed(data: Product, id: string): number | null | undefined {
  for (const section of data.sections) {
    for (const fact of section.facts) {
      const one = fact.records.find((behind) => behind.id === id)
      if (one) {
        return one.version
      }
    }
  }
  return data.about === id ? null : undefined
}
