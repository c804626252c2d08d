import { api } from '../../../web/face.ts'
import type { LiveTrack } from '../shared/wire.ts'

const PATH = '/api/tracks/kept'
/** The node is asked so often what the device may keep; the first time when the screen has settled. */
const FIRST_MS = 20_000
const AGAIN_MS = 5 * 60_000
/** Without a frame for so long, what the device keeps is shown until there is one. */
const PATIENCE_MS = 2_500

/** What the device keeps of the live picture, and when that was (epoch ms). */
export type KeptTracks = { items: LiveTrack[]; total: number; now: number }

/**
 * Keep what moves on the device while somebody looks at it, and hand back what was kept when no frame comes: the reader of
 * kept answers seals what the node says, and says it again without a link. Answers how to stop.
 */
export function keepTracks(heard: () => boolean, show: (kept: KeptTracks) => void): () => void {
  let stopped = false
  const ask = (): Promise<KeptTracks | null> => api<KeptTracks>(PATH).catch(() => null)
  const late = setTimeout(() => {
    if (!heard()) {
      void ask().then((kept) => {
        if (kept && !stopped && !heard()) {
          show(kept)
        }
      })
    }
  }, PATIENCE_MS)
  let next = setTimeout(function again() {
    if (document.visibilityState === 'visible' && heard()) {
      void ask()
    }
    next = setTimeout(again, AGAIN_MS)
  }, FIRST_MS)
  return () => {
    stopped = true
    clearTimeout(late)
    clearTimeout(next)
  }
}
