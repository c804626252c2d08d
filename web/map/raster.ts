import { addProtocol } from 'maplibre-gl'
import type { Map as MapLibreMap, RasterSourceSpecification } from 'maplibre-gl'
import type { BaseSource } from './handle.ts'
import { roleMark } from './shapes.ts'

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

/** A source as the style writes it. */
export function rasterSource(source: BaseSource): RasterSourceSpecification {
  return {
    type: 'raster', tileSize: source.tileSize ?? 256,
    ...(source.pmtiles ? { url: `pmtiles://${source.pmtiles}` } : { tiles: [...(source.tiles ?? [])] }),
    ...(source.minzoom === undefined ? {} : { minzoom: source.minzoom }), ...(source.maxzoom === undefined ? {} : { maxzoom: source.maxzoom }),
    ...(source.bounds ? { bounds: source.bounds } : {}), ...(source.attribution ? { attribution: source.attribution } : {}),
  }
}

/** Keeps the pictures of the ground a person chose under everything else. */
export class RasterBase {
  readonly #map: MapLibreMap
  #shown = new Map<string, string>()
  #wanted: readonly BaseSource[] = []

  constructor(map: MapLibreMap) {
    this.#map = map
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
      if (!now || JSON.stringify(rasterSource(now)) !== was) {
        map.removeLayer(`raster-${id}`)
        map.removeSource(`raster-${id}`)
        this.#shown.delete(id)
      }
    }
    for (const source of list) {
      const id = `raster-${source.id}`
      if (!this.#shown.has(source.id)) {
        const made = rasterSource(source)
        map.addSource(id, made)
        map.addLayer({ id, type: 'raster', source: id, paint: { 'raster-fade-duration': 0 } }, roleMark('base'))
        this.#shown.set(source.id, JSON.stringify(made))
      } else {
        map.moveLayer(id, roleMark('base'))
      }
      map.setPaintProperty(id, 'raster-opacity', source.opacity ?? 1)
    }
    const replaced = list.some((s) => s.replacesGround)
    for (const id of GROUND) {
      if (map.getLayer(id)?.type === 'fill') {
        map.setPaintProperty(id, 'fill-opacity', replaced ? 0 : 1)
      }
    }
  }
}
