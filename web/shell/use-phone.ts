import { useSyncExternalStore } from 'react'

const media = window.matchMedia('(max-width: 720px)')

function listen(tell: () => void): () => void {
  media.addEventListener('change', tell)
  return () => media.removeEventListener('change', tell)
}

/** Is the screen as narrow as a phone's? The same width the style sheets know. */
export function usePhone(): boolean {
  return useSyncExternalStore(listen, () => media.matches)
}
