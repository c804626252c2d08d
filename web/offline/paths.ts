import type { RecordView } from '../api/types.ts'

/** Answers kept whole: the frame of the work, and what was opened. Never accounts, sessions, tokens, jobs or exports. */
const WHOLE = /^\/api\/(?:session|kinds(?:\?for=page)?|taxonomy|areas|basemap(?:\/[^/?]+)?|gazetteer\?.*|lookup\/[^?]+\?.*|records\/[^/?]+\/history|technologies\/permits|tracks\/kept|me\/searches)$/
/** Answers made of records; of them the records are kept, and every question about them is answered anew. */
const PAGES = /^\/api\/(?:records|window)\?/
/** What was known at a moment is not what stands. */
const PAST = /[?&]asOf=/
const ONE = /^\/api\/records\/([^/?]+)$/

/** May a record lie on a device? Strictly confidential ones, those of a compartment, and accounts stay at the node. */
export function mayLie(record: Pick<RecordView, 'kind' | 'handling'>): boolean {
  return record.kind !== 'user' && record.handling.level !== 'SC' && record.handling.compartments.length === 0
}

/** How an answer is kept: whole, as the records in it, or not at all. `setup` lies open: it says no more than the sign-in page. */
export function keeping(path: string): 'setup' | 'whole' | 'page' | 'one' | null {
  return path === '/api/setup' ? 'setup' : WHOLE.test(path) ? 'whole' : PAGES.test(path) && !PAST.test(path) ? 'page' : ONE.test(path) ? 'one' : null
}

/** Id or reference of the record a path is about. */
export function recordAt(path: string): string | null {
  const found = ONE.exec(path)?.[1] ?? /^\/api\/records\/([^/?]+)\/history$/.exec(path)?.[1]
  return found === undefined ? null : decodeURIComponent(found)
}

/**
 * May a kept history stand for the record on the device? Not one from before the record came here (epoch ms): it may
 * have been closed to the reader in between, and opened again with less in it.
 */
export function historyStands(keptAt: number, recordSince: number | undefined): boolean {
  return recordSince !== undefined && keptAt >= recordSince
}

/** Under which the history of a record may be kept: by its id and by its reference. */
export function historyPaths(id: string, ref: string | undefined): string[] {
  return [id, ref].flatMap((key) => (key === undefined ? [] : [`/api/records/${encodeURIComponent(key)}/history`]))
}

/** Does the answer hold records or what was done to them? */
export function isOfRecords(path: string): boolean {
  return /^\/api\/(?:records|window|points|sync)\b/.test(path)
}
