import { useSyncExternalStore } from 'react'

/** Answers questions from what the device keeps; put in place at start, before anything is asked. */
export type KeptReader = {
  /** What the node answered to a read: keep of it what is to be kept. */
  note(path: string, body: unknown): void
  /** The answer as far as the device knows it; undefined when it does not. */
  answer(path: string): Promise<unknown>
  /** The node shows this no longer, or never did. */
  closed(path: string): void
  /** The node says that nobody is signed in. */
  ended(): void
}

/** `since`: when the node was first not reached (epoch ms), null while it is. `at`: age of the kept picture. `count`: records kept. */
export type OfflineState = { since: number | null; at: number | null; count: number }

const watchers = new Set<() => void>()
let reader: KeptReader | null = null
let state: OfflineState = { since: null, at: null, count: 0 }
let whenBack: () => void = () => undefined

/** Put the reader of kept answers in place; `back` is told when the node answers again. */
export function setKeptReader(kept: KeptReader, back: () => void): void {
  reader = kept
  whenBack = back
}

/** The reader of kept answers; null where nothing is kept. */
export function keptReader(): KeptReader | null {
  return reader
}

/** A question was answered by the device because the node was not reached. */
export function noteOffline(picture: { at: number | null; count: number }): void {
  state = { since: state.since ?? Date.now(), ...picture }
  watchers.forEach((tell) => tell())
}

/** The node answered. */
export function noteOnline(): void {
  if (state.since !== null) {
    state = { ...state, since: null }
    watchers.forEach((tell) => tell())
    whenBack()
  }
}

/** Is the screen showing what the device keeps? */
export function isOffline(): boolean {
  return state.since !== null
}

/** Whether the device answers instead of the node, and with what; re-renders on change. */
export function useOffline(): OfflineState {
  return useSyncExternalStore(
    (tell) => {
      watchers.add(tell)
      return () => watchers.delete(tell)
    },
    () => state,
  )
}
