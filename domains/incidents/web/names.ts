import { useEffect, useMemo, useRef, useState } from 'react'
import { fold, skeleton } from '../../../core/text.ts'
import { api, queryString, useRecords, useSession } from '../../../web/face.ts'
import type { ActorHit, GazetteerItem } from '../../../web/face.ts'
import type { NamedActor, NamedPlace, NamedUnit, QuickLogContext } from '../shared/quicklog.ts'
import { candidates } from './quick-data.ts'

/** Names already asked for, with what was found (nothing found is an answer too). Lives as long as the page. */
const places = new Map<string, NamedPlace[]>()
const actors = new Map<string, NamedActor[]>()
let preloaded = false

function put<T extends { id: string }>(map: Map<string, T[]>, name: string, value: T): void {
  const key = fold(name)
  const list = map.get(key) ?? []
  if (key && !list.some((v) => v.id === value.id)) {
    map.set(key, [...list, value])
  }
}

type PlaceFeature = { id?: string | number; geometry: { type: string; coordinates: [number, number] }; properties: { id?: string; name?: string; alt?: string[]; ar?: string; fr?: string; type?: string } }

/** The mission's own places come with the base map, the register's first actors with one question. */
async function preload(): Promise<void> {
  const [layer, register] = await Promise.allSettled([
    api<{ features: PlaceFeature[] }>('/api/basemap/places'),
    api<{ items: ActorHit[] }>('/api/lookup/actors?q=&limit=100'),
  ])
  if (layer.status === 'fulfilled') {
    for (const f of layer.value.features) {
      const { name, alt = [], ar, fr } = f.properties
      if (f.geometry.type === 'Point' && name) {
        const [lon, lat] = f.geometry.coordinates
        const place: NamedPlace = { id: String(f.properties.id ?? f.id ?? name), name, lon, lat, precision: 3, radiusM: 3000 }
        for (const spelling of [name, fr, ar, ...alt]) {
          if (spelling) {
            put(places, spelling, place)
          }
        }
      }
    }
  }
  if (register.status === 'fulfilled') {
    register.value.items.forEach(keepActor)
  }
}

function keepActor(hit: ActorHit): void {
  for (const name of [hit.name, ...(hit.aliases ?? [])]) {
    put(actors, name, { id: hit.id, name: hit.name, type: hit.type as NamedActor['type'] })
  }
}

async function lookUp(name: string): Promise<void> {
  const wanted = fold(name)
  const sound = skeleton(name)
  const [found, hits] = await Promise.allSettled([
    api<{ items: GazetteerItem[] }>(`/api/gazetteer?${queryString({ q: name, limit: 5 })}`),
    api<{ items: ActorHit[] }>(`/api/lookup/actors?${queryString({ q: name, limit: 5 })}`),
  ])
  if (found.status === 'fulfilled') {
    const same = found.value.items.filter((i) => [i.name, ...(i.alt ?? [])].some((n) => fold(n) === wanted || (sound.length > 3 && skeleton(n) === sound)))
    places.set(wanted, same.map((i) => ({ id: i.id, name: i.name, lon: i.lon, lat: i.lat, precision: i.precision as NamedPlace['precision'], radiusM: i.radiusM, ...(i.pcode ? { pcode: i.pcode } : {}) })))
  }
  if (hits.status === 'fulfilled') {
    hits.value.items.forEach(keepActor)
    if (!actors.has(wanted)) {
      actors.set(wanted, [])
    }
  }
}

/**
 * The names the quick-log reader needs, answered from memory. `rest` is what the last reading left
 * unexplained; its words are looked up after a pause, and `version` grows when something was found.
 */
export function useNames(rest: string): { lookups: Pick<QuickLogContext, 'findPlace' | 'findActor' | 'findUnit' | 'centre'>; version: number } {
  const { me } = useSession()
  const [version, setVersion] = useState(0)
  const alive = useRef(true)
  const units = useRecords({ kind: 'unit' }, 500)
  useEffect(() => {
    alive.current = true
    if (!preloaded) {
      preloaded = true
      void preload().then(() => setVersion((v) => v + 1))
    }
    return () => {
      alive.current = false
    }
  }, [])
  useEffect(() => {
    const wanted = candidates(rest, (w) => places.has(w))
    if (wanted.length === 0) {
      return undefined
    }
    const timer = setTimeout(() => {
      void Promise.all(wanted.map(lookUp)).then(() => {
        if (alive.current) {
          setVersion((v) => v + 1)
        }
      })
    }, 300)
    return () => clearTimeout(timer)
  }, [rest])
  const lookups = useMemo(() => {
    const all = units.data?.pages.flatMap((p) => p.items) ?? []
    const byName = new Map<string, NamedUnit[]>()
    for (const unit of all) {
      const data = unit.data as { name?: string; code?: string; callsigns?: string[] }
      for (const callsign of data.callsigns ?? []) {
        put(byName, callsign, { id: unit.id, name: data.name ?? unit.title, callsign })
      }
      for (const name of [data.name, data.code]) {
        if (name) {
          put(byName, name, { id: unit.id, name: data.name ?? unit.title })
        }
      }
    }
    const own = all.find((u) => u.id === me.unit)?.geometry
    return {
      findPlace: (name: string) => places.get(fold(name)) ?? [],
      findActor: (name: string) => actors.get(fold(name)) ?? [],
      findUnit: (name: string) => byName.get(fold(name)) ?? [],
      ...(own ? { centre: { lon: own.coordinates[0], lat: own.coordinates[1] } } : {}),
    }
  }, [units.data, me.unit])
  return { lookups, version }
}

/** Remember a place somebody chose, so that its name is read from now on. */
export function learnPlace(name: string, item: GazetteerItem): void {
  put(places, name, { id: item.id, name: item.name, lon: item.lon, lat: item.lat, precision: item.precision as NamedPlace['precision'], radiusM: item.radiusM })
}
