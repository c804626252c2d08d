/** A page without a map is taken as standing so long after it began, ms; one whose map does not come, at the latest after the second. */
const WITHOUT_MAP_MS = 6_000
const LONGEST_MS = 30_000
const LOOK_MS = 400

/**
 * Resolves when the first screen stands, its map drawn: what only makes it finer is fetched from then on, so that over a thin
 * link it does not stand before what is read.
 */
export const afterwards: Promise<void> = new Promise((resolve) => {
  const look = (): void => {
    const map = document.querySelector<HTMLElement>('.maplibregl-map')
    const age = performance.now()
    if (age > LONGEST_MS || (map ? 'drawn' in map.dataset : age > WITHOUT_MAP_MS)) {
      resolve()
    } else {
      setTimeout(look, LOOK_MS)
    }
  }
  look()
})
