import { useEffect, useState } from 'react'
import { settledMap } from '../room/map-version.ts'
import type { MapChange } from '../room/map-version.ts'

/** How long live changes are drawn beside the tiles before the tiles are read anew. */
const TILE_RENEWAL_MS = 8000
/** How long new tiles take to be on the screen, after which what they hold is no longer drawn twice. */
const SETTLED_MS = 2500

/** The version of the tiles to draw: it grows a while after something changed. */
export function useTiles(change: MapChange): number {
  const [version, setVersion] = useState(0)
  useEffect(() => {
    if (change.upsert.size === 0 && change.remove.size === 0 && !change.stale) {
      return undefined
    }
    const timer = setTimeout(() => {
      setVersion(change.version)
      setTimeout(() => settledMap(change.version), SETTLED_MS)
    }, TILE_RENEWAL_MS)
    return () => clearTimeout(timer)
  }, [change])
  return version
}
