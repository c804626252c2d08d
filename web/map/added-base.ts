import { addProtocol } from 'maplibre-gl'
import type { Map as MapLibreMap, RasterSourceSpecification, VectorSourceSpecification } from 'maplibre-gl'
import type { Theme } from '../shell/theme.ts'
import type { BaseSource } from './handle.ts'
import type { MapPalette } from './palette.ts'
import { tonedTiles, toneOf } from './raster-tone.ts'
import { NAMES_MARK, roleMark, VECTOR_MARK } from './shapes.ts'
import { vectorLook } from './vector-layers.ts'
import type { VectorLook } from './vector-layers.ts'

const GROUND = ['sea', 'world-land', 'land', 'relief', 'lakes']

let archives: Promise<void> | null = null

/** Teach the map library to read PMTiles archives; loaded when one is first used. */
function teachPmtiles(): Promise<void> {
  archives ??= import('pmtiles').then(({ Protocol }) => {
    const protocol = new Protocol()
    addProtocol('pmtiles', protocol.tile)
  })
  return archives
}

/** What added maps are drawn with: the palette and theme in force, names in `locale`. */
export type GroundLook = { palette: MapPalette; theme: Theme; locale: string }

/** A source as the style writes it. */
export function addedSource(source: BaseSource, theme: Theme): RasterSourceSpecification | VectorSourceSpecification {
  const limits = {
    ...(source.minzoom === undefined ? {} : { minzoom: source.minzoom }), ...(source.maxzoom === undefined ? {} : { maxzoom: source.maxzoom }),
    ...(source.bounds ? { bounds: source.bounds } : {}), ...(source.attribution ? { attribution: source.attribution } : {}),
  }
  if (source.vector) {
    return { type: 'vector', tiles: [...(source.tiles ?? [])], ...limits }
  }
  return { type: 'raster', tileSize: source.tileSize ?? 256, ...(source.pmtiles ? { url: `pmtiles://${source.pmtiles}` } : { tiles: tonedTiles(source.tiles ?? [], theme) }), ...limits }
}

type Shown = { made: string; layers: readonly string[] }

/** Keeps the maps of the ground a person chose under everything else: pictures lowest, vector maps over them. */
export class AddedBase {
  readonly #map: MapLibreMap
  readonly #look: GroundLook
  readonly #shown = new Map<string, Shown>()
  #wanted: readonly BaseSource[] = []

  constructor(map: MapLibreMap, look: GroundLook) {
    this.#map = map
    this.#look = look
  }

  /** Show exactly these, the first lowest. */
  async set(list: readonly BaseSource[]): Promise<void> {
    this.#wanted = list
    if (list.some((s) => s.pmtiles)) {
      await teachPmtiles()
    }
    if (this.#wanted === list) {
      this.#apply(list)
    }
  }

  #apply(list: readonly BaseSource[]): void {
    const map = this.#map
    for (const [id, was] of this.#shown) {
      const now = list.find((s) => s.id === id)
      if (!now || this.#made(now) !== was.made) {
        was.layers.forEach((layer) => map.removeLayer(layer))
        map.removeSource(`added-${id}`)
        this.#shown.delete(id)
      }
    }
    for (const source of list) {
      const known = this.#shown.get(source.id)
      if (!known) {
        map.addSource(`added-${source.id}`, addedSource(source, this.#look.theme))
      }
      const { ground, names } = this.#layers(source)
      for (const [layers, mark] of [[ground, source.vector ? VECTOR_MARK : roleMark('base')], [names, NAMES_MARK]] as const) {
        for (const layer of layers) {
          if (known) {
            map.moveLayer(layer.id, mark)
          } else {
            map.addLayer(layer, mark)
          }
        }
      }
      if (!source.vector) {
        map.setPaintProperty(`added-${source.id}`, 'raster-opacity', source.opacity ?? 1)
      }
      this.#shown.set(source.id, { made: this.#made(source), layers: [...ground, ...names].map((layer) => layer.id) })
    }
    const replaced = list.some((s) => s.replacesGround)
    for (const id of GROUND) {
      if (map.getLayer(id)?.type === 'fill') {
        map.setPaintProperty(id, 'fill-opacity', replaced ? 0 : 1)
      }
    }
  }

  /** All that makes other layers; the strength of pictures is changed in place. */
  #made(source: BaseSource): string {
    return JSON.stringify([addedSource(source, this.#look.theme), source.vector, source.vector ? source.opacity : 0])
  }

  #layers(source: BaseSource): VectorLook {
    const id = `added-${source.id}`
    if (!source.vector) {
      return { ground: [{ id, type: 'raster', source: id, paint: { 'raster-fade-duration': 0, ...toneOf(this.#look.theme) } }], names: [] }
    }
    return vectorLook(id, source.vector, { ...this.#look, strength: source.opacity ?? 1 })
  }
}
