const FIRST_MS = 1000
const MOST_MS = 60_000

/**
 * How long to wait before the next try: twice as long each time, up to a minute, and spread over half of it so that
 * a hundred clients of a server that comes back do not come back at once. `random` is 0–1.
 */
export function backoffMs(failures: number, firstMs = FIRST_MS, random = Math.random()): number {
  const full = Math.min(MOST_MS, firstMs * 2 ** Math.min(20, Math.max(0, failures - 1)))
  return Math.round(full / 2 + (random * full) / 2)
}
