import { useSyncExternalStore } from 'react'

export type Place = { lon: number; lat: number; name: string }
/** What stands over the map about things that move. */
export type TracksState = {
  /** Id of the chosen thing. */
  chosen: string | null
  follow: boolean
  /** Minutes of its way that are drawn; 0 for none. */
  trailMin: number
  /** Radii of rings round the chosen thing or place, metres. */
  rings: readonly number[]
  /** Place for which the nearest are ranked. */
  nearest: Place | null
  /** Ids of a group that was opened. */
  group: readonly string[] | null
  /** The form for a position by voice: closed, or for the chosen thing, or for a new one. */
  report: { track: string | null } | null
  exporting: boolean
}

const EMPTY: TracksState = { chosen: null, follow: false, trailMin: 30, rings: [], nearest: null, group: null, report: null, exporting: false }
const listeners = new Set<() => void>()
let state = EMPTY

/** Change what stands over the map. */
export function setTracks(change: Partial<TracksState>): void {
  state = { ...state, ...change }
  listeners.forEach((tell) => tell())
}

/** Choose a thing, or none. What hung on the one before goes. */
export function chooseTrack(id: string | null): void {
  setTracks(id === state.chosen ? {} : { chosen: id, follow: false, rings: id === null ? [] : state.rings, group: null, report: null, exporting: false })
}

export function tracksState(): TracksState {
  return state
}

export function useTracksState(): TracksState {
  return useSyncExternalStore((tell) => {
    listeners.add(tell)
    return () => listeners.delete(tell)
  }, () => state)
}

/** Where the page is looking: the chosen thing, else the open record, else the middle of the map. Set by the map while it is there. */
let here: (() => Place) | null = null

export function setHere(find: () => Place): () => void {
  here = find
  return () => {
    here = here === find ? null : here
  }
}

export function isMapThere(): boolean {
  return here !== null
}

/** Rank who is nearest to where the page is looking. */
export function askNearest(place?: Place): void {
  const found = place ?? here?.()
  if (found) {
    setTracks({ nearest: found, report: null, group: null, exporting: false })
  }
}
