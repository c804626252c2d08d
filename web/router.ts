import { useSyncExternalStore } from 'react'

/** Where we are: path and search parameters. The router is the browser's own history. */
export type Location = { path: string; search: URLSearchParams }

const listeners = new Set<() => void>()
let current: Location = read()

function read(): Location {
  if (typeof window === 'undefined') {
    return { path: '/', search: new URLSearchParams() }
  }
  return { path: window.location.pathname, search: new URLSearchParams(window.location.search) }
}

function changed(): void {
  current = read()
  listeners.forEach((tell) => tell())
}

if (typeof window !== 'undefined') {
  window.addEventListener('popstate', changed)
}

/** Go to an address inside the product; `replace` leaves no step in the history. */
export function navigate(to: string, options: { replace?: boolean } = {}): void {
  if (options.replace) {
    window.history.replaceState(null, '', to)
  } else {
    window.history.pushState(null, '', to)
  }
  changed()
}

/** The current address; re-renders when it changes. */
export function useLocation(): Location {
  return useSyncExternalStore(listen, () => current)
}

/** The path alone; not drawn again when only the parameters change. */
export function usePath(): string {
  return useSyncExternalStore(listen, () => current.path)
}

/** One parameter of the address; not drawn again when only others change. */
export function useSearchValue(name: string): string | null {
  return useSyncExternalStore(listen, () => current.search.get(name))
}

function listen(tell: () => void): () => void {
  listeners.add(tell)
  return () => listeners.delete(tell)
}

/** `/records/:ref` against a path: the parameters, or null. */
export function matchPath(pattern: string, path: string): Record<string, string> | null {
  const wanted = pattern.split('/').filter(Boolean)
  const given = path.split('/').filter(Boolean)
  if (wanted.length !== given.length) {
    return null
  }
  const out: Record<string, string> = {}
  for (const [i, part] of wanted.entries()) {
    const value = given[i] ?? ''
    if (part.startsWith(':')) {
      try {
        out[part.slice(1)] = decodeURIComponent(value)
      } catch {
        return null
      }
    } else if (part !== value) {
      return null
    }
  }
  return out
}
