import { isOutdated } from './offline/version.ts'
import { noteNewVersion } from './offline/worker.ts'

const PAUSE_MS = 5000

/** A part of the page that the node has no longer: node and page are of two versions. */
export class PartGone extends Error {}

/**
 * For code that is fetched when first needed: without a link it is asked for again until it comes, so that a part that
 * was not there yet does not take the page down. Fails only where the node answers and has it no longer: with `PartGone`
 * where the node is of another version by now, which the strip on top says from then on.
 */
export function late<T>(load: () => Promise<T>): () => Promise<T> {
  return async () => {
    for (;;) {
      try {
        return await load()
      } catch {
        if (await answers()) {
          return await load().catch(async (error: unknown) => {
            if (await isOutdated()) {
              noteNewVersion()
              throw new PartGone('of another version')
            }
            throw error
          })
        }
        await linkOrPause()
      }
    }
  }
}

function answers(): Promise<boolean> {
  return fetch('/api/health', { cache: 'no-store' }).then((answer) => answer.ok, () => false)
}

function linkOrPause(): Promise<void> {
  return new Promise((resolve) => {
    const go = (): void => {
      clearTimeout(timer)
      window.removeEventListener('online', go)
      resolve()
    }
    const timer = setTimeout(go, PAUSE_MS)
    window.addEventListener('online', go)
  })
}
