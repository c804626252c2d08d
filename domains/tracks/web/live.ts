import { useSyncExternalStore } from 'react'
import { openChannel } from '../../../web/face.ts'
import type { TrackFrame } from '../shared/wire.ts'
import { LivePicture } from './picture.ts'

/** The page is told of changes at most so often, ms; the columns themselves are always up to date. */
const TELL_MS = 250
/** The channel stays open a moment after the last part that looked has gone, so that going from page to page does not start anew. */
const LINGER_MS = 10_000

const picture = new LivePicture()
const listeners = new Set<() => void>()
let refusal: string | null = null
let close: (() => void) | null = null
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
  close ??= openChannel('tracks', {}, {
    data(data) {
      refusal = null
      picture.apply(data as TrackFrame)
      tell()
    },
    refused(why) {
      refusal = why
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
        picture.clear()
        leaving = null
      }, LINGER_MS)
    }
  }
}

/** The live picture; the part renders again, a few times a second at most, when something changed. */
export function useLivePicture(): { picture: LivePicture; version: number; refusal: string | null } {
  const version = useSyncExternalStore(watch, () => told)
  return { picture, version, refusal }
}

/** The live picture as it stands, for code outside the page's state. */
export function livePicture(): LivePicture {
  return picture
}
