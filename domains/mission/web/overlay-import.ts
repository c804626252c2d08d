import type { Feature, Geometry, Position } from '../../../formats/geojson.ts'
import type { OverlayFeature } from '../shared/overlay.ts'

/** Corners kept of one line or ring; longer ones are thinned evenly and that is said. */
const MOST_CORNERS = 2000
const MOST_FEATURES = 500

export type Imported = { features: OverlayFeature[]; /** Things that were left out or thinned. */ left: number; thinned: number }

/** GeoJSON, GPX, KML, KMZ or a zipped shapefile as an overlay; judged by what is in it. Throws Problem for what cannot be read. */
export async function readOverlayFile(name: string, bytes: Uint8Array, newId: () => string): Promise<Imported> {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) {
    const { zippedLayers } = await import('../../../formats/map-zip.ts')
    return fromFeatures(zippedLayers(bytes).flatMap(({ features }) => features), newId)
  }
  const text = new TextDecoder().decode(bytes)
  if (/^\s*\{/.test(text)) {
    const { parseGeoJson } = await import('../../../formats/geojson.ts')
    return fromFeatures(parseGeoJson(text, { maxChars: 20_000_000, maxFeatures: 20_000 }).features, newId)
  }
  if (/\.gpx$/i.test(name) || /<gpx[\s>]/.test(text.slice(0, 2000))) {
    const { gpxFeatures, parseGpx } = await import('../../../formats/gpx.ts')
    return fromFeatures(gpxFeatures(parseGpx(text, { maxChars: 20_000_000 })), newId)
  }
  const { parseKmlFeatures } = await import('../../../formats/kml-read.ts')
  return fromFeatures(parseKmlFeatures(text, { maxChars: 20_000_000, maxPlacemarks: 20_000 }), newId)
}

/** Points, lines and polygons (outer rings) of features; holes and empty geometries are counted as left out. */
export function fromFeatures(features: readonly Feature[], newId: () => string): Imported {
  const out: OverlayFeature[] = []
  let left = 0
  let thinned = 0
  const add = (shape: OverlayFeature['shape'], corners: readonly Position[], text: string) => {
    const sound = corners.filter(([lon, lat]) => Math.abs(lon ?? 999) <= 180 && Math.abs(lat ?? 999) <= 90).map(([lon = 0, lat = 0]): [number, number] => [lon, lat])
    const every = Math.ceil(sound.length / MOST_CORNERS)
    const at = every > 1 ? sound.filter((_, i) => i % every === 0) : sound
    if (at.length < (shape === 'polygon' ? 3 : shape === 'line' ? 2 : 1) || out.length >= MOST_FEATURES) {
      left += 1
      return
    }
    thinned += every > 1 ? 1 : 0
    out.push({ id: newId(), shape, at, colour: 'blue', ...(text ? { text: text.slice(0, 200) } : {}) })
  }
  const read = (geometry: Geometry | null, text: string): void => {
    switch (geometry?.type) {
      case 'Point':
        return add('point', [geometry.coordinates], text)
      case 'MultiPoint':
        return geometry.coordinates.forEach((c) => add('point', [c], text))
      case 'LineString':
        return add('line', geometry.coordinates, text)
      case 'MultiLineString':
        return geometry.coordinates.forEach((c) => add('line', c, text))
      case 'Polygon':
        left += Math.max(0, geometry.coordinates.length - 1)
        return add('polygon', (geometry.coordinates[0] ?? []).slice(0, -1), text)
      case 'MultiPolygon':
        return geometry.coordinates.forEach((rings) => read({ type: 'Polygon', coordinates: rings }, text))
      case 'GeometryCollection':
        return geometry.geometries.forEach((g) => read(g, text))
      default:
        left += 1
    }
  }
  for (const { geometry, properties } of features) {
    const name = properties?.['name'] ?? properties?.['title']
    read(geometry, typeof name === 'string' ? name : '')
  }
  return { features: out, left, thinned }
}
