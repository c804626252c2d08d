import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { compress, entityTag, type Encoding } from './compress.ts'
import type { Gazetteer } from './gazetteer.ts'

/** One layer ready to send: GeoJSON bytes, their tag, and the compressed forms as they come to be asked for. */
export type Layer = { bytes: Buffer; tag: string; packed: Map<Encoding, Buffer> }

const WORLD = ['world-land', 'world-countries', 'world-places'] as const
const MAX_PLACES = 2000

/**
 * Base-map layers as GeoJSON: the mission's own geography where it has one, and the world's coast, borders
 * and towns (Natural Earth and GeoNames, shipped with the packages). Each is made when first asked and kept.
 */
export class Basemap {
  readonly #own: () => Promise<{ [layer: string]: unknown }>
  readonly #gazetteer: Gazetteer
  readonly #layers = new Map<string, Promise<Layer | null>>()

  constructor(own: () => Promise<{ [layer: string]: unknown }>, gazetteer: Gazetteer) {
    this.#own = own
    this.#gazetteer = gazetteer
  }

  /** Names in drawing order. */
  async names(): Promise<string[]> {
    return [...WORLD.slice(0, 2), ...Object.keys(await this.#own()), WORLD[2]]
  }

  /** One layer, or null when there is none of that name. */
  layer(name: string): Promise<Layer | null> {
    let found = this.#layers.get(name)
    if (!found) {
      found = this.#make(name)
      // Unknown names are not kept: they are the caller's to choose.
      void found.then((layer) => {
        if (layer === null) {
          this.#layers.delete(name)
        }
      }, () => this.#layers.delete(name))
      this.#layers.set(name, found)
    }
    return found
  }

  /** The layer's bytes in an encoding; compressed once. */
  async packed(layer: Layer, encoding: Encoding): Promise<Buffer> {
    const before = layer.packed.get(encoding)
    if (before) {
      return before
    }
    const made = await compress(layer.bytes, encoding, true)
    layer.packed.set(encoding, made)
    return made
  }

  /** Make all anew when next asked: the mission's geography has changed. */
  forget(): void {
    this.#layers.clear()
  }

  async #make(name: string): Promise<Layer | null> {
    const value = name === 'world-land' ? await atlas('land-50m.json', 'land') : name === 'world-countries' ? await atlas('countries-50m.json', 'countries') : name === 'world-places' ? await this.#towns() : Object.entries(await this.#own()).find(([own]) => own === name)?.[1]
    if (value === undefined) {
      return null
    }
    const bytes = Buffer.from(JSON.stringify(value))
    return { bytes, tag: entityTag(bytes), packed: new Map() }
  }

  async #towns(): Promise<unknown> {
    const towns = (await this.#gazetteer.towns()).slice(0, MAX_PLACES)
    return { type: 'FeatureCollection', features: towns.map((town) => ({ type: 'Feature', id: town.id, geometry: { type: 'Point', coordinates: [town.lon, town.lat] }, properties: { name: town.name, population: town.population } })) }
  }
}

async function atlas(file: string, object: string): Promise<unknown> {
  const { feature } = await import('topojson-client')
  const path = createRequire(import.meta.url).resolve(`world-atlas/${file}`)
  const topology = JSON.parse(readFileSync(path, 'utf8')) as Parameters<typeof feature>[0]
  const made = feature(topology, topology.objects[object] as Parameters<typeof feature>[1])
  return rounded(made)
}

/** Coordinates to five decimals (about a metre): what quantised topology cannot know better anyway. */
function rounded(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_key, one: unknown) => (typeof one === 'number' ? Math.round(one * 1e5) / 1e5 : one))
}
