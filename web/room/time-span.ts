import { rangeSpan } from '../time/range.ts'
import { readFilters } from './filters.ts'

/** What the time bar shows, epoch ms, by the address; null where it shows all there is. A moving window ends now. */
export function timeBarSpan(search: URLSearchParams, now: number): { from: number; to: number } | null {
  return rangeSpan(readFilters(search).range, now)
}
