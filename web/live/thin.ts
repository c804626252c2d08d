import { live } from './client.ts'

/** A round trip longer than this, ms, is a thin link. */
const THIN_MS = 400
/** Rows of a first page: what fills a screen, and what a thin link brings of it in a second or two. */
const ROWS = { good: 50, thin: 15 } as const

/** Is the link slow, as far as it can be told yet: by its round trip, before that by the fastest answer of the node so far. */
export function linkIsThin(rtt: number | null = live.state.rtt, answers: readonly number[] = answersSoFar()): boolean {
  return rtt === null ? answers.length > 0 && Math.min(...answers) > THIN_MS : rtt > THIN_MS
}

/** How many rows a first page has over the link as it is. */
export function firstPage(): number {
  return linkIsThin() ? ROWS.thin : ROWS.good
}

function answersSoFar(): number[] {
  return performance.getEntriesByType('resource').filter((entry) => new URL(entry.name).pathname.startsWith('/api/')).map((entry) => entry.duration)
}
