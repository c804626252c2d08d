import type { JsonObject } from '../core/json.ts'
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

/** A new record that is being written. `begun`: another page prepared it and nobody wrote in it yet. */
export type NewDraft = { id: string; data: JsonObject; handling?: JsonObject; begun?: true }

/** Open a new record of a kind with what another page prepared. What somebody wrote into the form before is held, not lost. */
export function beginNew(kind: string, prepared: Omit<NewDraft, 'begun'>): void {
  holdOpen(kind)
  keepDraft(openName(kind), { ...prepared, begun: true } satisfies NewDraft)
}

/** The new record of a kind that is being written: the one that is open, else the newest of those held. */
export function openNew(kind: string): NewDraft | null {
  const open = draftOf<NewDraft>(openName(kind))
  const [newest] = heldNew(kind)
  if (open === null && newest) {
    takeUp(kind, newest.id)
    return newest
  }
  return open
}

/** Keep what is being written into the open form; null when it was saved or given up. */
export function keepNew(kind: string, draft: NewDraft | null): void {
  keepDraft(openName(kind), draft)
}

/** New records of a kind somebody left unfinished, beside the one that is open, newest first. */
export function heldNew(kind: string): NewDraft[] {
  const held = draftOf<NewDraft[]>(heldName(kind))
  return Array.isArray(held) ? held : []
}

/** Open one of those held; the one that was open is held in its stead. */
export function takeUp(kind: string, id: string): void {
  const wanted = heldNew(kind).find((one) => one.id === id)
  if (wanted) {
    keepHeld(kind, heldNew(kind).filter((one) => one.id !== id))
    holdOpen(kind)
    keepDraft(openName(kind), wanted)
  }
}

/** Give one of those held up. */
export function dropHeld(kind: string, id: string): void {
  keepHeld(kind, heldNew(kind).filter((one) => one.id !== id))
}

function holdOpen(kind: string): void {
  const open = draftOf<NewDraft>(openName(kind))
  if (open && !open.begun) {
    keepHeld(kind, [open, ...heldNew(kind)])
  }
}

function keepHeld(kind: string, held: NewDraft[]): void {
  keepDraft(heldName(kind), held.length > 0 ? held : null)
}

const openName = (kind: string): string => `new.${kind}`
const heldName = (kind: string): string => `new.${kind}.held`

/** Forget every draft: the next person at this screen has no business with them. */
export function forgetDrafts(): void {
  passing.clear()
  for (const name of Object.keys(localStorage)) {
    if (name.startsWith(PREFIX)) {
      localStorage.removeItem(name)
    }
  }
}
