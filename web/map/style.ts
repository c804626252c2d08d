import type { LayerSpecification, SourceSpecification, StyleSpecification } from 'maplibre-gl'
import arabicFont from '@fontsource-variable/noto-sans-arabic/files/noto-sans-arabic-arabic-wght-normal.woff2?url'
import latinExtFont from '@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2?url'
import latinFont from '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?url'
import { baseLayers, FONT } from './base-layers.ts'
import type { Role } from './handle.ts'
import type { MapPalette } from './palette.ts'
import { RECORD_FORMS, recordLayers } from './record-layers.ts'
import { markLayer, NAMES_MARK, roleMark, VECTOR_MARK } from './shapes.ts'
import type { SymbolSet } from './symbol-name.ts'

export { FONT }

export type StyleInput = {
  palette: MapPalette; layers: readonly string[]; origin: string; locale: string; kind: string; recordsUrl: string
  symbols: SymbolSet
}

const forms = (ids: readonly string[]) => RECORD_FORMS.flatMap((prefix) => ids.map((id) => prefix + id))

/** Layer groups a person can switch, with the style layers each holds. */
export const GROUPS: Record<string, string[]> = {
  records: [...forms(['areas-fill', 'areas-line', 'point-halo', 'point', 'symbol', 'severe']), 'severe-crowd', 'cluster', 'cluster-text'],
  radius: forms(['areas-fill', 'areas-line']),
  relief: ['relief'],
  roads: ['road-minor', 'road-major'],
  borders: ['admin1', 'admin2', 'world-borders', 'sectors', 'buffer-line'],
  labels: ['label-place', 'label-place-minor', 'label-country'],
}

export const EMPTY: GeoJSON.FeatureCollection = { type: 'FeatureCollection', features: [] }

/**
 * The whole style for one theme: base map, records, selection, preview, and an empty place for each role.
 * Nothing is fetched from outside the node.
 */
export function buildStyle(input: StyleInput): StyleSpecification {
  const has = new Set(input.layers)
  const sources: Record<string, SourceSpecification> = {
    records: { type: 'vector', tiles: [input.recordsUrl], minzoom: 0, maxzoom: 14, promoteId: { [input.kind]: 'id' } },
    live: { type: 'geojson', data: EMPTY }, past: { type: 'geojson', data: EMPTY }, chosen: { type: 'geojson', data: EMPTY }, preview: { type: 'geojson', data: EMPTY },
  }
  for (const layer of input.layers) {
    sources[`b-${layer}`] = { type: 'geojson', data: `${input.origin}/api/basemap/${encodeURIComponent(layer)}`, tolerance: 0.5 }
  }
  const base = baseLayers(input, has)
  const ground = base.filter((l) => l.type === 'background' || l.type === 'fill')
  const lines = base.filter((l) => l.type !== 'background' && l.type !== 'fill' && l.type !== 'symbol')
  // Borders and sectors stay in sight over a vector map somebody added; its ways and waters hide ours.
  const hidden = lines.filter((l) => l.id === 'rivers' || GROUPS['roads']?.includes(l.id))
  const { records, tools } = recordLayers(input)
  // Names of places stand over the records, with a halo; everything else of the base lies under them.
  const layers: LayerSpecification[] = [
    ...ground, role('base'), ...hidden, markLayer(VECTOR_MARK), ...lines.filter((l) => !hidden.includes(l)),
    role('areas'), role('analysis'), role('overlays'), ...records, role('records'),
    markLayer(NAMES_MARK), ...base.filter((l) => l.type === 'symbol'), role('grid'), ...tools, role('tools'),
  ]
  return {
    version: 8,
    'font-faces': { Vigie: [{ url: full(input.origin, latinFont), 'unicode-range': ['U+0000-00FF', 'U+2000-206F', 'U+20AC'] }, { url: full(input.origin, latinExtFont), 'unicode-range': ['U+0100-02FF', 'U+1E00-1EFF'] }, { url: full(input.origin, arabicFont), 'unicode-range': ['U+0600-06FF', 'U+0750-077F', 'U+FB50-FDFF', 'U+FE70-FEFC'] }] },
    sources, layers,
  }
}

const role = (name: Role) => markLayer(roleMark(name))

function full(origin: string, url: string): string {
  return new URL(url, origin).href
}
