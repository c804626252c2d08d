import { LngLatBounds, Map as MapLibreMap, Marker, ScaleControl, setWorkerUrl } from 'maplibre-gl'
import type { GeoJSONSource, MapGeoJSONFeature, StyleSpecification, VectorTileSource } from 'maplibre-gl'
import 'maplibre-gl/dist/maplibre-gl.css'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'
import { hatchDisc, rgbOf } from './hatch.ts'
import { EMPTY, GROUPS } from './style.ts'

setWorkerUrl(workerUrl)

/** Pixels between the edge of the map and the mission's bounds, which hold a margin of their own. */
const FIT_PADDING = 4

export type MapPoint = { id: string; ref: string; lon: number; lat: number; radiusM: number; severity: number; veracity: string | null; workflow: string; label?: string }
export type Bounds = [west: number, south: number, east: number, north: number]

/** What the map tells. */
export type MapEvents = {
  onPick(ref: string): void
  onMove(bounds: Bounds): void
  onCursor(at: { lon: number; lat: number } | null): void
  onClick?(at: { lon: number; lat: number }): void
}

/** The map as the rest of the product knows it; nothing outside this file holds a map object. */
export type MapHandle = {
  setRecordTiles(url: string): void
  setLive(points: readonly MapPoint[]): void
  setChosen(point: MapPoint | null): void
  setPreview(point: { lon: number; lat: number; radiusM: number; label: string } | null): void
  pulse(lon: number, lat: number): void
  showGroup(group: string, visible: boolean): void
  fit(bounds: Bounds): void
  /** Bring a place into the part of the map that is not covered (pixels covered on the left and right). */
  reveal(lon: number, lat: number, covered: { left: number; right: number }): void
  zoom(by: 1 | -1): void
  bounds(): Bounds
  resize(): void
  destroy(): void
}

/**
 * Make a map in an element.
 * @throws Error when WebGL2 is not there
 */
export function createMap(container: HTMLElement, style: StyleSpecification, unverified: string, bounds: Bounds, events: MapEvents): MapHandle {
  const map = new MapLibreMap({
    container, style, bounds, fitBoundsOptions: { padding: FIT_PADDING }, attributionControl: false, dragRotate: false, pitchWithRotate: false, touchPitch: false,
    maxZoom: 18, fadeDuration: 0, refreshExpiredTiles: false, canvasContextAttributes: { antialias: false, preserveDrawingBuffer: false },
  })
  map.touchZoomRotate.disableRotation()
  map.addControl(new ScaleControl({ maxWidth: 110 }), 'bottom-left')
  const held = { live: EMPTY as object, chosen: EMPTY as object, preview: EMPTY as object }
  const put = (name: keyof typeof held, data: object) => {
    held[name] = data
    const source = map.getSource<GeoJSONSource>(name)
    source?.setData(data as GeoJSON.GeoJSON)
  }
  map.setMissingStyleImageResolver((id) => {
    if (id === 'hatch') {
      map.addImage('hatch', hatchDisc(32, rgbOf(unverified)))
    }
  })
  map.on('style.load', () => {
    for (const name of ['live', 'chosen', 'preview'] as const) {
      put(name, held[name])
    }
  })
  const now = (): Bounds => {
    const b = map.getBounds()
    return [b.getWest(), b.getSouth(), b.getEast(), b.getNorth()]
  }
  map.on('moveend', () => events.onMove(now()))
  map.once('load', () => events.onMove(now()))
  map.on('mousemove', (e) => {
    const at = e.lngLat.wrap()
    events.onCursor({ lon: at.lng, lat: at.lat })
    map.getCanvas().style.cursor = picked(map, e.point) ? 'pointer' : ''
  })
  map.on('mouseout', () => events.onCursor(null))
  map.on('click', (e) => {
    const feature = picked(map, e.point)
    const properties = feature?.properties
    if (feature && properties?.['count'] !== undefined && feature.geometry.type === 'Point') {
      const [lon = 0, lat = 0] = feature.geometry.coordinates
      map.easeTo({ center: [lon, lat], zoom: Math.min(16, map.getZoom() + 2), duration: 180 })
    } else if (typeof properties?.['ref'] === 'string') {
      events.onPick(properties['ref'])
    } else {
      const at = e.lngLat.wrap()
      events.onClick?.({ lon: at.lng, lat: at.lat })
    }
  })
  return {
    setRecordTiles: (url) => { map.getSource<VectorTileSource>('records')?.setTiles([url]) },
    setLive: (points) => put('live', { type: 'FeatureCollection', features: points.map(feature) }),
    setChosen: (point) => put('chosen', point ? feature(point) : EMPTY),
    setPreview: (point) => put('preview', point ? feature({ id: 'preview', ref: '', severity: 0, veracity: null, workflow: '', ...point }) : EMPTY),
    pulse(lon, lat) {
      const element = document.createElement('div')
      element.className = 'mappulse'
      const marker = new Marker({ element }).setLngLat([lon, lat]).addTo(map)
      setTimeout(() => marker.remove(), 5000)
    },
    showGroup(group, visible) {
      for (const id of (GROUPS[group] ?? []).flatMap((g) => [g, `live-${g}`])) {
        if (map.getLayer(id)) {
          map.setLayoutProperty(id, 'visibility', visible ? 'visible' : 'none')
        }
      }
    },
    fit: (b) => { map.fitBounds(new LngLatBounds([b[0], b[1]], [b[2], b[3]]), { padding: FIT_PADDING, duration: 180 }) },
    reveal(lon, lat, covered) {
      const { clientWidth: width, clientHeight: height } = map.getContainer()
      const { x, y } = map.project([lon, lat])
      const free = width - covered.left - covered.right
      if (free < 80 || (x > covered.left + 20 && x < width - covered.right - 20 && y > 20 && y < height - 20)) {
        return
      }
      map.easeTo({ center: [lon, lat], offset: [(covered.left - covered.right) / 2, 0], duration: 180 })
    },
    zoom: (by) => { map.zoomTo(map.getZoom() + by, { duration: 150 }) },
    bounds: now,
    resize: () => { map.resize() },
    destroy: () => { map.remove() },
  }
}

function picked(map: MapLibreMap, point: { x: number; y: number }): MapGeoJSONFeature | undefined {
  const layers = ['live-point', 'live-point-halo', 'point', 'point-halo', 'cluster'].filter((id) => map.getLayer(id))
  const box: [[number, number], [number, number]] = [[point.x - 4, point.y - 4], [point.x + 4, point.y + 4]]
  return layers.length === 0 ? undefined : map.queryRenderedFeatures(box, { layers }).sort((a, b) => Number(b.properties['severity'] ?? 0) - Number(a.properties['severity'] ?? 0))[0]
}

function feature(point: MapPoint): GeoJSON.Feature {
  const { lon, lat, ...properties } = point
  return { type: 'Feature', properties, geometry: { type: 'Point', coordinates: [lon, lat] } }
}
