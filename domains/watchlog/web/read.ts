import type { Query } from '../../../core/query.ts'
import { queryClient, settle, useLive, useRecords, type RecordView } from '../../../web/face.ts'
import type { CallList } from '../shared/cir.ts'
import type { WatchShift } from '../shared/shift.ts'

/** Keep lists of a kind true while others write. */
export function useFollow(kind: string): void {
  useLive({ kind, limit: 0 }, () => settle(`lists of ${kind}`, () => void again(kind)))
}

/** Read lists of a kind again. */
export function again(kind: string): Promise<void> {
  return queryClient.invalidateQueries({ predicate: ({ queryKey: [name, params] }) => (name === 'records' || name === 'count') && typeof params === 'string' && new URLSearchParams(params).get('kind') === kind })
}

/** Records of a query as a plain list, kept true; `total` is how many there are. */
export function useList(query: Query, size: number) {
  useFollow(query.kind)
  const found = useRecords(query, size)
  const pages = found.data?.pages
  return { ...found, items: pages?.flatMap((page) => page.items), total: pages?.[0]?.total ?? 0 }
}

/** The watches that run, the newest first. */
export function useRunning() {
  const found = useList({ kind: 'watch-shift', where: { state: ['open', 'signed-out'] }, sort: { by: 'logged', dir: 'desc' } }, 20)
  return { ...found, items: found.items as (RecordView & { data: unknown })[] | undefined }
}

export function shiftOf(record: RecordView): WatchShift {
  return record.data as unknown as WatchShift
}

export function listOf(record: RecordView): CallList {
  return record.data as unknown as CallList
}
