import { useQuery } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { api } from '../api/http.ts'
import { useSession } from '../session.tsx'
import type { BaseSource, Bounds } from './handle.ts'

/** A map the mission added, as the node offers it. */
export type AddedMap = {
  id: string; ref: string; version: number; name: string; type: string; file: string | null; tiles: string; format: 'png' | 'jpg' | 'webp' | 'mvt'; tileSize: number
  minZoom: number; maxZoom: number; bounds: Bounds; attribution: string; layers: string[]; order: number; enabled: boolean
  refused: { reason: string; message: string } | null
}
/** The maps a person laid over the built-in one: id → strength 0.1–1. */
export type BaseChoice = Readonly<Record<string, number>>

/** How often the state of added maps is asked for, ms: a network that is gone should be seen soon. */
const ASK_AGAIN_MS = 60_000
const KEY = 'vigie.base-maps.'
const NONE: BaseChoice = {}
const listeners = new Set<() => void>()
const chosen = new Map<string, BaseChoice>()

/** Maps the mission added; `all` for administrators: those out of use as well. */
export function useAddedMaps(all = false) {
  return useQuery({ queryKey: ['maps', all], queryFn: () => api<{ items: AddedMap[] }>(`/api/maps${all ? '?all=1' : ''}`).then((answer) => answer.items), staleTime: 15_000, refetchInterval: ASK_AGAIN_MS })
}

/** What the signed-in person chose on this device, and how to choose. */
export function useBaseChoice(): [BaseChoice, (choice: BaseChoice) => void] {
  const { me } = useSession()
  const now = useSyncExternalStore(
    (tell) => {
      listeners.add(tell)
      return () => listeners.delete(tell)
    },
    () => read(me.user),
  )
  return [now, (choice) => keep(me.user, choice)]
}

/** Can the map be drawn? Vector tiles that name no layers cannot: nothing says what to look for in them. */
export function isDrawable(map: AddedMap): boolean {
  return map.enabled && (map.format !== 'mvt' || map.layers.length > 0)
}

/** The chosen maps that can be drawn, lowest first. */
export function baseSources(maps: readonly AddedMap[], choice: BaseChoice, origin: string): BaseSource[] {
  return maps.filter((map) => map.id in choice && isDrawable(map)).map((map) => ({
    id: map.id, tiles: [new URL(map.tiles, origin).href.replaceAll('%7B', '{').replaceAll('%7D', '}')], tileSize: map.tileSize === 512 ? 512 : 256, minzoom: map.minZoom, maxzoom: map.maxZoom, bounds: map.bounds,
    attribution: map.attribution, opacity: choice[map.id] ?? 1, ...(map.format === 'mvt' ? { vector: map.layers } : {}),
  }))
}

function read(user: string): BaseChoice {
  const known = chosen.get(user)
  if (known) {
    return known
  }
  let found = NONE
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY + user) ?? '{}')
    if (stored && typeof stored === 'object') {
      found = Object.fromEntries(Object.entries(stored).filter(([, strength]) => typeof strength === 'number' && strength > 0 && strength <= 1)) as BaseChoice
    }
  } catch {
    // What cannot be read is as if nothing had been chosen.
  }
  chosen.set(user, found)
  return found
}

function keep(user: string, choice: BaseChoice): void {
  chosen.set(user, choice)
  try {
    localStorage.setItem(KEY + user, JSON.stringify(choice))
  } catch {
    // Remembering is a comfort; the choice itself holds for this visit.
  }
  listeners.forEach((tell) => tell())
}
