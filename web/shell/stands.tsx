import { useEffect, useSyncExternalStore } from 'react'

/** What stands beside a page that does not come is shown all the same, ms. */
const LONGEST_MS = 20_000

const watchers = new Set<() => void>()
let stands = false
const { promise, resolve } = Promise.withResolvers<void>()

/** Resolves when the first page of the work stands; not on the pages before it. */
export const firstPageStands: Promise<void> = promise

function rise(): void {
  stands = true
  resolve()
  watchers.forEach((tell) => tell())
}

/** Put beside a page, under the same boundary: once both are on the screen the first page stands. */
export function Stands() {
  useEffect(() => {
    // After it was painted: what follows takes the line and the processor.
    const after = setTimeout(rise)
    return () => clearTimeout(after)
  }, [])
  return null
}

/**
 * Does the first page stand? What stands beside it is asked for only then, so that over a thin link, and on a machine that
 * does other work, what one came for is there before what surrounds it. It stays true.
 */
export function useStands(): boolean {
  useEffect(() => {
    if (!stands) {
      const late = setTimeout(rise, LONGEST_MS)
      return () => clearTimeout(late)
    }
    return undefined
  }, [])
  return useSyncExternalStore((tell) => {
    watchers.add(tell)
    return () => watchers.delete(tell)
  }, () => stands)
}
