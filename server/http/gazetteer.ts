import { once as firstEvent } from 'node:events'
import { Worker } from 'node:worker_threads'
import { distanceM } from '../../core/place-geodesy.ts'
import type { Reader } from '../../core/policy.ts'
import { fold, skeleton } from '../../core/text.ts'
import { SYSTEM } from '../auth/reader.ts'
import type { SamplePlace } from '../jobs/load-sample.ts'
import type { Store } from '../store/face.ts'
import { missionOf } from './mission.ts'

/** A name and where it is. `radiusM` is how far from the point it reaches. */
export type GazetteerEntry = { id: string; name: string; alt: readonly string[]; lon: number; lat: number; precision: number; radiusM: number; pcode: string | null; type: string }
export type GazetteerHit = GazetteerEntry & { distanceKm?: number }
type Indexed = { entry: GazetteerEntry; folded: readonly string[]; skeletons: readonly string[]; weight: number; area: string | null }
type City = { id: string; name: string; alt: string; lon: number; lat: number; population: number; country: string }

/** World cities further than this from the mission are left out: they cost memory and are never meant. */
const MARGIN_KM = 300
const KM_PER_DEGREE = 111.2

/**
 * Names of places in memory: areas of the mission, places of its geography, and towns of the world around
 * it. Built when first asked, and anew when areas change.
 */
export class Gazetteer {
  readonly #store: Store
  readonly #places: () => Promise<SamplePlace[]>
  readonly #stop: () => void
  #index: Promise<Indexed[]> | null = null
  #cities: Promise<City[]> | null = null

  constructor(store: Store, places: () => Promise<SamplePlace[]>) {
    this.#store = store
    this.#places = places
    this.#stop = store.onCommit((batch) => {
      if (batch.changes.some(({ record }) => record.kind === 'area' || record.kind === 'mission')) {
        this.#index = null
      }
      if (batch.changes.some(({ record }) => record.kind === 'mission')) {
        this.#cities = null
      }
    })
  }

  /** Best matches first: same name, begins with, contains, sounds alike; nearer and larger before others. */
  async search(reader: Reader, text: string, limit: number, near: { lon: number; lat: number } | null): Promise<GazetteerHit[]> {
    this.#index ??= this.#build()
    const index = await this.#index
    const wanted = fold(text).trim()
    const sound = skeleton(text)
    if (wanted === '') {
      return []
    }
    const scored: { one: Indexed; score: number; distanceKm?: number }[] = []
    for (const one of index) {
      const likeness = likenessOf(one, wanted, sound)
      if (likeness === 0) {
        continue
      }
      const distanceKm = near ? distanceM(near, one.entry) / 1000 : undefined
      scored.push({ one, score: likeness + one.weight - (distanceKm === undefined ? 0 : Math.min(0.9, distanceKm / 500)), ...(distanceKm === undefined ? {} : { distanceKm }) })
    }
    scored.sort((a, b) => b.score - a.score || a.one.entry.name.localeCompare(b.one.entry.name))
    const out: GazetteerHit[] = []
    for (const { one, distanceKm } of scored) {
      // An area is a record: whoever may not see it does not find it by name either.
      if (one.area !== null && !(await this.#store.get(reader, one.area))) {
        continue
      }
      out.push({ ...one.entry, ...(distanceKm === undefined ? {} : { distanceKm: Math.round(distanceKm * 10) / 10 }) })
      if (out.length >= limit) {
        break
      }
    }
    return out
  }

  /** World towns within reach of the mission, largest first. */
  towns(): Promise<City[]> {
    this.#cities ??= this.#loadCities()
    return this.#cities
  }

  /** Build it anew when next asked. */
  forget(): void {
    this.#index = null
    this.#cities = null
  }

  close(): void {
    this.#stop()
  }

  async #build(): Promise<Indexed[]> {
    const out: Indexed[] = []
    for await (const { record } of this.#store.stream(SYSTEM, { kind: 'area' })) {
      const data = record.data as { name: string; code: string; type: string; pcode?: string; names?: string[]; point?: [number, number]; polygons?: [number, number][][][] }
      const centre = data.point ? { lon: data.point[0], lat: data.point[1], radiusM: 1000 } : middleOf(data.polygons)
      if (centre) {
        const precision = data.type === 'admin1' || data.type === 'admin0' ? 6 : data.type === 'admin2' ? 5 : data.type === 'admin3' ? 4 : 3
        out.push(indexed({ id: record.id, name: data.name, alt: [...(data.names ?? []), data.code], ...centre, precision, pcode: data.pcode ?? null, type: data.type }, 0.05, record.id))
      }
    }
    for (const place of await this.#places()) {
      const size = Math.min(0.3, Math.log10(Math.max(1, place.population)) / 20)
      out.push(indexed({ id: place.id, name: place.name, alt: place.alt, lon: place.lon, lat: place.lat, precision: 3, radiusM: 3000, pcode: place.pcode, type: place.type }, 0.2 + size, null))
    }
    for (const city of await this.towns()) {
      const size = Math.min(0.3, Math.log10(Math.max(1, city.population)) / 20)
      out.push(indexed({ id: `city-${city.id}`, name: city.name, alt: city.alt === '' ? [] : [city.alt], lon: city.lon, lat: city.lat, precision: 3, radiusM: 3000, pcode: null, type: 'town' }, size, null))
    }
    return out
  }

  /** Read in a thread of its own: all the world's towns are large for a moment, what is kept is small. */
  async #loadCities(): Promise<City[]> {
    const mission = await missionOf(this.#store)
    if (!mission) {
      return []
    }
    const worker = new Worker(new URL('./cities-worker.ts', import.meta.url), { workerData: reach(mission.bounds) })
    try {
      const [cities] = (await firstEvent(worker, 'message')) as [City[]]
      return cities
    } finally {
      await worker.terminate()
    }
  }
}

function indexed(entry: GazetteerEntry, weight: number, area: string | null): Indexed {
  const names = [entry.name, ...entry.alt]
  return { entry, folded: names.map((name) => fold(name)), skeletons: names.map((name) => skeleton(name)), weight, area }
}

function likenessOf(one: Indexed, wanted: string, sound: string): number {
  let best = 0
  for (const name of one.folded) {
    if (name === wanted) {
      return 4
    }
    if (name.startsWith(wanted)) {
      best = Math.max(best, 3)
    } else if (wanted.length >= 3 && name.includes(wanted)) {
      best = Math.max(best, 1.5)
    }
  }
  if (best < 2 && sound.length >= 2 && one.skeletons.includes(sound)) {
    best = 2
  }
  return best
}

function middleOf(polygons: [number, number][][][] | undefined): { lon: number; lat: number; radiusM: number } | null {
  const ring = polygons?.flatMap((polygon) => polygon[0] ?? []) ?? []
  if (ring.length === 0) {
    return null
  }
  const [lons, lats] = [ring.map((p) => p[0]), ring.map((p) => p[1])]
  const [w, e] = [lons.reduce((a, b) => Math.min(a, b)), lons.reduce((a, b) => Math.max(a, b))]
  const [s, n] = [lats.reduce((a, b) => Math.min(a, b)), lats.reduce((a, b) => Math.max(a, b))]
  const middle = { lon: (w + e) / 2, lat: (s + n) / 2 }
  return { ...middle, radiusM: Math.round(distanceM(middle, { lon: e, lat: n })) }
}

function reach([w, s, e, n]: readonly [number, number, number, number]): [number, number, number, number] {
  const dLat = MARGIN_KM / KM_PER_DEGREE
  const dLon = dLat / Math.max(0.1, Math.cos((Math.max(Math.abs(s), Math.abs(n)) * Math.PI) / 180))
  return [w - dLon, s - dLat, e + dLon, n + dLat]
}
