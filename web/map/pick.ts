import type { Map as MapLibreMap, MapGeoJSONFeature } from 'maplibre-gl'

const RECORDS = ['past-severe', 'past-symbol', 'past-point', 'past-point-halo', 'live-severe', 'live-symbol', 'live-point', 'live-point-halo', 'severe', 'severe-crowd', 'symbol', 'point', 'point-halo', 'cluster']

/** The record or group of records nearest to the eye at a pixel, the most severe first. */
export function pickRecord(map: MapLibreMap, at: { x: number; y: number }): MapGeoJSONFeature | undefined {
  return pickIn(map, at, RECORDS).sort((a, b) => Number(b.properties['severity'] ?? 0) - Number(a.properties['severity'] ?? 0))[0]
}

/** Features of some layers at a pixel, four pixels to each side. */
export function pickIn(map: MapLibreMap, at: { x: number; y: number }, ids: readonly string[]): MapGeoJSONFeature[] {
  const layers = ids.filter((id) => map.getLayer(id))
  const box: [[number, number], [number, number]] = [[at.x - 4, at.y - 4], [at.x + 4, at.y + 4]]
  return layers.length === 0 ? [] : map.queryRenderedFeatures(box, { layers })
}
