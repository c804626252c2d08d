import { createContext, use } from 'react'
import type { Query } from '../../core/query.ts'
import type { CellOf } from './aggregate.ts'

/** What every chart of the page shares: the question, its span, how records are opened. */
export type AnalysisFrame = {
  kind: string
  query: Query
  /** The window watched, epoch ms; up to now at most. */
  span: { from: number; to: number }
  zone: string
  now: number
  measure: string
  open(cell: CellOf): void
}

export const FrameContext = createContext<AnalysisFrame | null>(null)

/** The frame; only below the page. */
export function useFrame(): AnalysisFrame {
  const frame = use(FrameContext)
  if (!frame) {
    throw new Error('useFrame outside an analysis page')
  }
  return frame
}
