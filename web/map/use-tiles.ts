import { useEffect, useRef, useState } from 'react'
import { mapChange, settledMap } from '../room/map-version.ts'
import type { MapChange } from '../room/map-version.ts'

/** How long live changes are drawn beside the tiles before the tiles are read anew. */
const TILE_RENEWAL_MS = 8000
/** How long new tiles take to be on the screen, after which what they hold is no longer drawn twice. */
const SETTLED_MS = 2500

/** The version of the tiles to draw: it grows a while after something changed, also when changes never stop. */
export function useTiles(change: MapChange): number {
  const [version, setVersion] = useState(0)
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  useEffect(() => {
    if (timer.current !== null || (change.upsert.size === 0 && change.remove.size === 0 && !change.stale)) {
      return
    }
    timer.current = setTimeout(() => {
      const { version: drawn } = mapChange()
      setVersion(drawn)
      timer.current = setTimeout(() => {
        timer.current = null
        settledMap(drawn)
      }, SETTLED_MS)
    }, TILE_RENEWAL_MS)
  }, [change])
  useEffect(() => () => {
    if (timer.current !== null) {
      clearTimeout(timer.current)
      timer.current = null
    }
  }, [])
  return version
}
