import { Problem } from '../../core/problem.ts'
import type { Positions } from './face.ts'

/**
 * The history of positions where another process keeps it: several processes on one database share a data folder, and one of
 * them writes. Everything asked of it is refused with the reason. Throws whatever else was wrong.
 */
export function positionsElsewhere(error: unknown): Positions {
  if (!(error instanceof Problem) || error.id !== 'unavailable') {
    throw error
  }
  const refuse = (): Promise<never> => Promise.reject(error)
  return {
    append: refuse, at: refuse, subjects: refuse, identities: refuse, retain: refuse, removed: async () => [], settle: async () => {}, close: async () => {},
    // oxlint-disable-next-line require-yield
    async *read() {
      throw error
    },
    state: () => ({ bytes: 0, positions: 0, days: 0, damaged: [], tornBytes: 0, refused: 0, waiting: 0, failure: error.message }),
  }
}
