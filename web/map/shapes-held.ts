import type { GeoJSONSource, Map as MapLibreMap } from 'maplibre-gl'
import type { HeatPoint, Role, Shape } from './handle.ts'
import { roleMark, shapeData, shapeLayers } from './shapes.ts'

/** Shapes and heat on a map: one source a name, its layers at the height of their role. */
export class HeldShapes {
  readonly #map: MapLibreMap
  readonly #halo: string
  readonly #names = new Map<string, number>()
  readonly #drawn = new Map<string, readonly Shape[]>()
  readonly #font: string[]

  constructor(map: MapLibreMap, halo: string, font: string[]) {
    this.#map = map
    this.#halo = halo
    this.#font = font
  }

  /** Draw, change or (null) take away. What stands as it is already is left: each change makes the map draw anew. */
  set(name: string, role: Role, shapes: readonly Shape[] | null, opacity: number): void {
    const map = this.#map
    const source = map.getSource<GeoJSONSource>(`s-${name}`)
    if (source && (shapes === null || this.#names.get(name) !== opacity)) {
      for (const { id } of shapeLayers(name, 1, this.#halo, this.#font)) {
        map.removeLayer(id)
      }
      map.removeSource(`s-${name}`)
      this.#names.delete(name)
      this.#drawn.delete(name)
    }
    if (shapes === null) {
      return
    }
    const before = this.#drawn.get(name)
    this.#drawn.set(name, shapes)
    if (source && this.#names.has(name)) {
      if (before === undefined || !same(before, shapes)) {
        void source.setData(shapeData(shapes))
      }
      return
    }
    map.addSource(`s-${name}`, { type: 'geojson', data: shapeData(shapes) })
    for (const layer of shapeLayers(name, opacity, this.#halo, this.#font)) {
      map.addLayer(layer, roleMark(role))
    }
    this.#names.set(name, opacity)
  }

  /** Layers in which a shape with an id can be chosen, by the caller's name. */
  pickable(): { layer: string; name: string }[] {
    return [...this.#names.keys()].flatMap((name) => ['point', 'line', 'dash', 'text', 'fill'].map((part) => ({ layer: `s-${name}-${part}`, name })))
  }

  /** Density of weighted points, pale to strong; null takes it away. */
  heat(points: readonly HeatPoint[] | null, opacity: number, ramp: readonly string[]): void {
    const map = this.#map
    const source = map.getSource<GeoJSONSource>('heat')
    if (points === null) {
      if (source) {
        map.removeLayer('heat')
        map.removeSource('heat')
      }
      return
    }
    const data: GeoJSON.FeatureCollection = { type: 'FeatureCollection', features: points.map((p) => ({ type: 'Feature', properties: { w: p.weight }, geometry: { type: 'Point', coordinates: [p.lon, p.lat] } })) }
    if (source) {
      void source.setData(data)
      map.setPaintProperty('heat', 'heatmap-opacity', opacity)
      return
    }
    map.addSource('heat', { type: 'geojson', data })
    map.addLayer({
      id: 'heat', type: 'heatmap', source: 'heat',
      paint: {
        'heatmap-weight': ['get', 'w'], 'heatmap-opacity': opacity,
        'heatmap-radius': ['interpolate', ['linear'], ['zoom'], 4, 8, 8, 22, 12, 48],
        'heatmap-intensity': ['interpolate', ['linear'], ['zoom'], 4, 0.35, 10, 1.1],
        'heatmap-color': ['interpolate', ['linear'], ['heatmap-density'], 0, 'rgba(0,0,0,0)', 0.15, ramp[1] ?? '', 0.4, ramp[2] ?? '', 0.7, ramp[3] ?? '', 1, ramp[4] ?? ''],
      },
    }, roleMark('analysis'))
  }
}

/** Do two lists draw the same? Stops at the first difference. */
function same(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) {
    return Object.is(a, b)
  }
  const [left, right] = [Object.entries(a), b as Record<string, unknown>]
  return left.length === Object.keys(b).length && left.every(([name, value]) => same(value, right[name]))
}
