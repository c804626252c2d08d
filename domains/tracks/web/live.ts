import { useSyncExternalStore } from 'react'
import { openChannel } from '../../../web/face.ts'
import type { TrackFrame } from '../shared/wire.ts'
import { keepTracks } from './kept.ts'
import { LivePicture } from './picture.ts'

/** The page is told of changes at most so often, ms; the columns themselves are always up to date. */
const TELL_MS = 250
/** The channel stays open a moment after the last part that looked has gone, so that going from page to page does not start anew. */
const LINGER_MS = 10_000

const picture = new LivePicture()
const listeners = new Set<() => void>()
let refusal: string | null = null
let close: (() => void) | null = null
let stopKeeping: (() => void) | null = null
/** Has a frame come since the channel was opened? */
let heard = false
/** When what is shown was kept on the device, epoch ms; null while the node says it. */
let keptAt: number | null = null
let leaving: ReturnType<typeof setTimeout> | null = null
let telling: ReturnType<typeof setTimeout> | null = null
let told = 0

function tell(): void {
  telling ??= setTimeout(() => {
    telling = null
    told += 1
    listeners.forEach((listener) => listener())
  }, TELL_MS)
}

function watch(listener: () => void): () => void {
  listeners.add(listener)
  clearTimeout(leaving ?? undefined)
  leaving = null
  stopKeeping ??= keepTracks(() => heard, (kept) => {
    picture.replace(kept.items, kept.now)
    picture.total = kept.total
    keptAt = kept.now
    tell()
  })
  close ??= openChannel('tracks', {}, {
    data(data) {
      refusal = null
      if (keptAt !== null) {
        picture.clear()
        keptAt = null
      }
      heard = true
      picture.apply(data as TrackFrame)
      tell()
    },
    refused(why) {
      refusal = why
      heard = true
      keptAt = null
      picture.clear()
      tell()
    },
  })
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) {
      leaving ??= setTimeout(() => {
        close?.()
        close = null
        stopKeeping?.()
        stopKeeping = null
        heard = false
        keptAt = null
        picture.clear()
        leaving = null
      }, LINGER_MS)
    }
  }
}

/** The live picture; the part renders again, a few times a second at most, when something changed. */
export function useLivePicture(): { picture: LivePicture; version: number; refusal: string | null; /** When it was kept on the device, where there is no link; epoch ms. */ keptAt: number | null } {
  const version = useSyncExternalStore(watch, () => told)
  return { picture, version, refusal, keptAt }
}

/** The live picture as it stands, for code outside the page's state. */
export function livePicture(): LivePicture {
  return picture
}
