import { useMemo } from 'react'
import { queryClient, useLive, useRecords, type RecordView } from '../../../web/face.ts'
import type { Movement } from '../shared/movement.ts'
import { boxOf } from '../shared/near-line.ts'
import { passedMarks, type Passed, type RoadMark } from '../shared/road-mark.ts'
import { routeOf } from '../shared/route.ts'

/** Marks read for one way; how many there are is said where that is not enough. */
const MOST = 1000
/** A mark is found by its middle: long ones reach this far, degrees. */
const PAD = 0.5
const NONE: Passed[] = []

export type PassedMarks = { items: Passed[]; records: ReadonlyMap<string, RecordView>; /** How many lie about the way, and how many of them were looked at. */ total: number; read: number }

/** The points on the road a movement passes, in their order; kept true while it is shown. */
export function usePassedMarks(movement: Movement): PassedMarks {
  const query = useMemo(() => {
    const { west, south, east, north } = boxOf(routeOf(movement).points)
    const bbox: [number, number, number, number] = [Math.max(-180, west - PAD), Math.max(-90, south - PAD), Math.min(180, east + PAD), Math.min(90, north + PAD)]
    return { kind: 'road-mark', bbox, sort: { by: 'ref' as const, dir: 'asc' as const } }
  }, [movement])
  const page = useRecords(query, MOST).data?.pages[0]
  useMarksLive()
  return useMemo(() => ({
    items: page ? passedMarks(movement, page.items.map((one) => ({ id: one.id, ref: one.ref, mark: one.data as unknown as RoadMark }))) : NONE,
    records: new Map((page?.items ?? []).map((one) => [one.id, one])), total: page?.total ?? 0, read: page?.items.length ?? 0,
  }), [movement, page])
}

/** Read marks again when somebody writes one. */
export function useMarksLive(): void {
  useLive({ kind: 'road-mark', limit: 0 }, (frame) => {
    if (frame.op === 'delta') {
      void readMarksAgain()
    }
  })
}

export function readMarksAgain(): Promise<void> {
  return queryClient.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] === 'records' && String(queryKey[1]).startsWith('kind=road-mark') })
}
