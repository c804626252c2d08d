import { getDevice } from './offline/device.ts'

const PREFIX = 'vigie.draft.'

/** Where drafts of a shared device live: what is written to its disk stays readable there long after it was removed. */
const passing = new Map<string, string>()

/** Text or form kept on the device until it is saved; null when there is none. On a shared device only as long as the page lives. */
export function draftOf<T>(name: string): T | null {
  try {
    const stored = passing.get(name) ?? localStorage.getItem(PREFIX + name)
    return stored === null ? null : (JSON.parse(stored) as T)
  } catch {
    return null
  }
}

/** Keep what is being typed; null forgets it. A full storage only means it is not kept over a reload. */
export function keepDraft(name: string, value: unknown): void {
  try {
    if (value === null) {
      passing.delete(name)
      localStorage.removeItem(PREFIX + name)
    } else if (getDevice().shared) {
      passing.set(name, JSON.stringify(value))
    } else {
      localStorage.setItem(PREFIX + name, JSON.stringify(value))
    }
  } catch {
    // The text is still on screen.
  }
}

/** Forget every draft: the next person at this screen has no business with them. */
export function forgetDrafts(): void {
  passing.clear()
  for (const name of Object.keys(localStorage)) {
    if (name.startsWith(PREFIX)) {
      localStorage.removeItem(name)
    }
  }
}
