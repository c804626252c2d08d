const PAUSE_MS = 5000

/**
 * For code that is fetched when first needed: without a link it is asked for again until it comes, so that a part that
 * was not there yet does not take the page down. Fails only where the node answers and has it no longer (another version).
 */
export function late<T>(load: () => Promise<T>): () => Promise<T> {
  return async () => {
    for (;;) {
      try {
        return await load()
      } catch {
        if (await answers()) {
          return await load()
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
