import type { RecordPage, RecordView } from '../api/types.ts'

const WHEN = (r: RecordView) => r.happened?.from ?? ''

/**
 * Pages of a list sorted by "happened, newest first" after a delta: changed records in their new place, new
 * ones where they belong as far as the pages reach, removed ones gone, the total as the node counts it.
 */
export function applyDelta(pages: readonly RecordPage[], upsert: readonly RecordView[], remove: readonly string[], total: number): RecordPage[] {
  const gone = new Set([...remove, ...upsert.map((r) => r.id)])
  const kept = pages.map((page) => ({ ...page, total, items: page.items.filter((r) => !gone.has(r.id)) }))
  for (const record of upsert) {
    place(kept, record)
  }
  return kept
}

function place(pages: RecordPage[], record: RecordView): void {
  for (const [i, page] of pages.entries()) {
    const at = page.items.findIndex((other) => WHEN(other) <= WHEN(record))
    if (at >= 0) {
      page.items.splice(at, 0, record)
      return
    }
    // Older than all that is loaded: it comes with the page that is not loaded yet.
    if (i === pages.length - 1 && page.next === null) {
      page.items.push(record)
    }
  }
}
