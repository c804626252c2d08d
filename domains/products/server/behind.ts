import { needAggregate } from '../../../core/aggregate.ts'
import type { Reader } from '../../../core/policy.ts'
import type { Audience, Fact } from '../../../core/product.ts'
import type { Query } from '../../../core/query.ts'
import { WORKFLOWS } from '../../../core/record.ts'
import { readerOfAudience, type App, type Seen } from '../../../server/face.ts'

/** Records looked through behind one value, and of them shown. */
const MOST_LOOKED = 5_000
const PAGE = 1_000
const MOST_SHOWN = 100

/**
 * Records behind a value. `now`: how many the same question has now, with the eyes the product was made with; `looked`: how many of
 * them were looked through; `visible`: how many of these the viewer may see; `items`: the first of them, as the viewer sees them.
 */
export type BehindFact = { now: number; looked: number; visible: number; items: Seen[] }

/**
 * What a value was counted from, as far as the viewer may see it: asked with the eyes of the product's readers, so that nobody
 * who may see more finds records in it that were never counted, and then with the viewer's own.
 */
export async function behindFact(app: App, viewer: Reader, audience: Audience, fact: Fact): Promise<BehindFact> {
  const { kind, records } = fact
  if (app.store.kinds().get(kind) === undefined) {
    return { now: 0, looked: 0, visible: 0, items: [] }
  }
  const named = records.length > 0 && records.length === fact.total
  const { ids, now } = named ? { ids: records.map((one) => one.id), now: records.length } : await idsOf(app, readerOfAudience(audience), fact)
  let visible = 0
  const items: Seen[] = []
  for (let i = 0; i < ids.length; i += PAGE) {
    const page = await app.store.list(viewer, { kind, ids: ids.slice(i, i + PAGE), workflow: [...WORKFLOWS], limit: MOST_SHOWN })
    visible += page.total
    items.push(...page.items.slice(0, MOST_SHOWN - items.length))
  }
  return { now, looked: ids.length, visible, items }
}

async function idsOf(app: App, reader: Reader, { query, cell, kind, records }: Fact): Promise<{ ids: string[]; now: number }> {
  if (!query) {
    return { ids: records.map((one) => one.id), now: records.length }
  }
  if (cell) {
    needAggregate(app.store.kinds().need(kind), cell)
  }
  const ids: string[] = []
  let now = 0
  let cursor: string | undefined
  do {
    const asked = { ...(query as unknown as Query), limit: PAGE, ...(cursor === undefined ? {} : { cursor }) }
    const page = cell ? await app.store.cell(reader, asked, cell, cell.keys) : await app.store.list(reader, asked)
    ids.push(...page.items.map((one) => one.record.id))
    now = page.total
    cursor = page.next ?? undefined
  } while (cursor !== undefined && ids.length < MOST_LOOKED)
  return { ids, now }
}
