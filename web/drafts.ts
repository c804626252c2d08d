const PREFIX = 'vigie.draft.'

/** Text or form kept on the device until it is saved; null when there is none. */
export function draftOf<T>(name: string): T | null {
  try {
    const stored = localStorage.getItem(PREFIX + name)
    return stored === null ? null : (JSON.parse(stored) as T)
  } catch {
    return null
  }
}

/** Keep what is being typed; null forgets it. A full storage only means it is not kept over a reload. */
export function keepDraft(name: string, value: unknown): void {
  try {
    if (value === null) {
      localStorage.removeItem(PREFIX + name)
    } else {
      localStorage.setItem(PREFIX + name, JSON.stringify(value))
    }
  } catch {
    // The text is still on screen.
  }
}
