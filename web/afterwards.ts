import { firstPageStands } from './shell/stands.tsx'

/** So long after a page without a map stands its pictures are there too, ms; one whose map does not come is not waited for longer than the second. */
const WITHOUT_MAP_MS = 6_000
const LONGEST_MS = 30_000
const LOOK_MS = 400

/**
 * Resolves when the first screen stands, its map drawn: what only makes it finer is fetched from then on, so that over a thin
 * link it does not stand before what is read. Never while somebody signs in: the next thing is waited for then.
 */
export const afterwards: Promise<void> = firstPageStands.then(() => new Promise((resolve) => {
  const began = performance.now()
  const look = (): void => {
    const map = document.querySelector<HTMLElement>('.maplibregl-map')
    const age = performance.now() - began
    if (age > LONGEST_MS || (map ? 'drawn' in map.dataset : age > WITHOUT_MAP_MS)) {
      resolve()
    } else {
      setTimeout(look, LOOK_MS)
    }
  }
  look()
}))
