import type { GeoJSONSource, Map as MapLibreMap } from 'maplibre-gl'
import type { Moving } from './handle.ts'
import { roleMark } from './shapes.ts'

const NAME = 'moving-labels'
/** More labels than this in sight say nothing any more: none is drawn, and zooming in brings them. */
const MOST_LABELS = 500
/** Labels are laid out anew at most so often, ms: each time costs the library a whole layout. */
const EVERY_MS = 1000

/** Names beside what moves, where there is room for them; the most important first. */
export class MovingLabels {
  readonly #map: MapLibreMap
  readonly #look: { ink: string; halo: string }
  readonly #font: string[]
  #moving: Moving | null = null
  #timer: ReturnType<typeof setTimeout> | null = null
  #shown = ''
  #at = -Infinity

  constructor(map: MapLibreMap, look: { ink: string; halo: string }, font: string[]) {
    this.#map = map
    this.#look = look
    this.#font = font
    map.on('moveend', () => this.#soon())
    map.on('remove', () => { clearTimeout(this.#timer ?? undefined) })
  }

  /** Names of these from now on; null takes them away. */
  set(moving: Moving | null): void {
    this.#moving = moving
    if (moving === null) {
      if (this.#map.getSource(NAME)) {
        this.#map.removeLayer(NAME)
        this.#map.removeSource(NAME)
      }
      this.#shown = ''
      return
    }
    this.#soon()
  }

  #soon(): void {
    if (this.#moving && this.#timer === null) {
      this.#timer = setTimeout(() => {
        this.#timer = null
        this.#draw()
      }, Math.max(0, this.#at + EVERY_MS - performance.now()))
    }
  }

  #draw(): void {
    const moving = this.#moving
    if (!moving?.label) {
      return
    }
    this.#at = performance.now()
    const features = inSight(moving, this.#map.getBounds(), MOST_LABELS)
    const text = JSON.stringify(features.map((f) => [f.properties?.['text'], f.geometry.type === 'Point' ? f.geometry.coordinates : []]))
    if (text === this.#shown) {
      return
    }
    this.#shown = text
    const data: GeoJSON.FeatureCollection = { type: 'FeatureCollection', features }
    const source = this.#map.getSource<GeoJSONSource>(NAME)
    if (source) {
      void source.setData(data)
      return
    }
    this.#map.addSource(NAME, { type: 'geojson', data })
    this.#map.addLayer({
      id: NAME, type: 'symbol', source: NAME,
      layout: { 'text-field': ['get', 'text'], 'text-font': this.#font, 'text-size': 11.5, 'text-anchor': 'top', 'text-offset': [0, 1.35], 'symbol-sort-key': ['get', 'order'], 'text-max-width': 12, 'text-optional': true },
      paint: { 'text-color': this.#look.ink, 'text-halo-color': this.#look.halo, 'text-halo-width': 1.6 },
    }, roleMark('tools'))
  }
}

type Sight = { getWest(): number; getEast(): number; getSouth(): number; getNorth(): number }

/** Labels of what stands in sight, none when there are more than `most`. The last in the columns come first. */
export function inSight(moving: Moving, sight: Sight, most: number): GeoJSON.Feature[] {
  const [west, east, south, north] = [sight.getWest(), sight.getEast(), sight.getSouth(), sight.getNorth()]
  const out: GeoJSON.Feature[] = []
  for (let i = moving.lon.length - 1; i >= 0; i -= 1) {
    const [lon, lat, text] = [moving.lon[i]!, moving.lat[i]!, moving.label?.[i]]
    if (text && lat >= south && lat <= north && lon >= west && lon <= east) {
      if (out.length === most) {
        return []
      }
      out.push({ type: 'Feature', properties: { text, order: out.length }, geometry: { type: 'Point', coordinates: [Math.round(lon * 1e5) / 1e5, Math.round(lat * 1e5) / 1e5] } })
    }
  }
  return out
}
