import type { LayerSpecification, SourceSpecification, StyleSpecification } from 'maplibre-gl'
import arabicFont from '@fontsource-variable/noto-sans-arabic/files/noto-sans-arabic-arabic-wght-normal.woff2?url'
import latinExtFont from '@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2?url'
import latinFont from '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?url'
import type { MapPalette } from './palette.ts'

const FONT = ['Vigie']

export type StyleInput = { palette: MapPalette; layers: readonly string[]; origin: string; locale: string; latitude: number; kind: string; recordsUrl: string; hidden: ReadonlySet<string> }

/** Layer groups a person can switch, with the style layers each holds. */
export const GROUPS: Record<string, string[]> = {
  records: ['areas-fill', 'areas-line', 'cluster', 'cluster-ring', 'cluster-text', 'point-halo', 'point', 'point-hatch', 'point-text'],
  radius: ['areas-fill', 'areas-line'],
  relief: ['relief'],
  roads: ['road-minor', 'road-major'],
  borders: ['admin1', 'admin2', 'sectors'],
  labels: ['label-place', 'label-place-minor', 'label-country'],
}

/** The whole style for one theme: base map, records, selection, preview. Nothing is fetched from outside the node. */
export function buildStyle(input: StyleInput): StyleSpecification {
  const has = new Set(input.layers)
  const sources: Record<string, SourceSpecification> = {
    records: { type: 'vector', tiles: [input.recordsUrl], minzoom: 0, maxzoom: 14, promoteId: { [input.kind]: 'id' } },
    live: { type: 'geojson', data: EMPTY }, chosen: { type: 'geojson', data: EMPTY }, preview: { type: 'geojson', data: EMPTY },
  }
  for (const layer of input.layers) {
    sources[`b-${layer}`] = { type: 'geojson', data: `${input.origin}/api/basemap/${encodeURIComponent(layer)}`, tolerance: 0.5 }
  }
  const base = baseLayers(input, has)
  // Names of places stand over the records, with a halo; everything else of the base lies under them.
  const layers = [...base.filter((l) => l.type !== 'symbol'), ...recordLayers(input), ...base.filter((l) => l.type === 'symbol')]
  return {
    version: 8,
    'font-faces': { Vigie: [{ url: full(input.origin, latinFont), 'unicode-range': ['U+0000-00FF', 'U+2000-206F', 'U+20AC'] }, { url: full(input.origin, latinExtFont), 'unicode-range': ['U+0100-02FF', 'U+1E00-1EFF'] }, { url: full(input.origin, arabicFont), 'unicode-range': ['U+0600-06FF', 'U+0750-077F', 'U+FB50-FDFF', 'U+FE70-FEFC'] }] },
    sources,
    layers: layers.map((layer) => (isHidden(layer.id, input.hidden) ? { ...layer, layout: { ...layer.layout, visibility: 'none' } } : layer) as LayerSpecification),
  }
}

export const EMPTY: GeoJSON.FeatureCollection = { type: 'FeatureCollection', features: [] }

function full(origin: string, url: string): string {
  return new URL(url, origin).href
}

function isHidden(id: string, hidden: ReadonlySet<string>): boolean {
  return [...hidden].some((group) => GROUPS[group]?.includes(id))
}

function baseLayers({ palette: p, locale }: StyleInput, has: ReadonlySet<string>): LayerSpecification[] {
  const name = ['coalesce', ...(locale === 'ar' ? [['get', 'ar'], ['get', 'name_ar']] : []), ['get', locale === 'fr' ? 'fr' : 'name'], ['get', 'name'], ''] as unknown as string
  const out: LayerSpecification[] = [{ id: 'sea', type: 'background', paint: { 'background-color': p.sea } }]
  const fill = (layer: string, id: string, paint: Record<string, unknown>) => {
    if (has.has(layer)) {
      out.push({ id, type: 'fill', source: `b-${layer}`, paint } as LayerSpecification)
    }
  }
  const line = (layer: string, id: string, paint: Record<string, unknown>, more: Record<string, unknown> = {}) => {
    if (has.has(layer)) {
      out.push({ id, type: 'line', source: `b-${layer}`, layout: { 'line-join': 'round', 'line-cap': 'round' }, paint, ...more } as LayerSpecification)
    }
  }
  fill('world-land', 'world-land', { 'fill-color': p.land })
  fill('land', 'land', { 'fill-color': p.land })
  fill('relief', 'relief', { 'fill-color': ['interpolate', ['linear'], ['coalesce', ['to-number', ['get', 'elevation'], 300], 300], 150, p.relief[0], 600, p.relief[1], 1200, p.relief[2]] })
  fill('lakes', 'lakes', { 'fill-color': p.lake })
  line('rivers', 'rivers', { 'line-color': p.river, 'line-width': ['interpolate', ['linear'], ['zoom'], 6, 0.5, 12, 2] })
  line('world-countries', 'world-borders', { 'line-color': p.border, 'line-width': 0.6, 'line-dasharray': [3, 2] })
  line('admin2', 'admin2', { 'line-color': p.borderMinor, 'line-width': 0.6, 'line-dasharray': [2, 2] }, { minzoom: 8 })
  line('admin1', 'admin1', { 'line-color': p.border, 'line-width': 0.8, 'line-dasharray': [4, 2] })
  line('roads', 'road-minor', { 'line-color': p.roadMinor, 'line-width': ['interpolate', ['linear'], ['zoom'], 8, 0.6, 13, 2] }, { minzoom: 8, filter: ['!', ['in', ['get', 'class'], ['literal', ['primary', 'trunk', 'motorway']]]] })
  line('roads', 'road-major', { 'line-color': p.road, 'line-width': ['interpolate', ['linear'], ['zoom'], 6, 1, 13, 3.4] }, { filter: ['in', ['get', 'class'], ['literal', ['primary', 'trunk', 'motorway']]] })
  line('sectors', 'sectors', { 'line-color': p.accent, 'line-width': 1, 'line-opacity': 0.35, 'line-dasharray': [6, 3, 1, 3] })
  line('bufferLine', 'buffer-line', { 'line-color': p.border, 'line-width': 1.4, 'line-dasharray': [1, 1.5] })
  if (has.has('bases')) {
    out.push({ id: 'bases', type: 'circle', source: 'b-bases', minzoom: 7, paint: { 'circle-radius': 3, 'circle-color': p.paper, 'circle-stroke-color': p.base, 'circle-stroke-width': 1.5 } })
  }
  const label = (layer: string, id: string, size: unknown, color: string, more: Record<string, unknown>) => {
    if (has.has(layer)) {
      out.push({ id, type: 'symbol', source: `b-${layer}`, layout: { 'text-field': name, 'text-font': FONT, 'text-size': size, 'text-anchor': 'top', 'text-offset': [0, 0.3], 'text-max-width': 8, 'text-padding': 6 }, paint: { 'text-color': color, 'text-halo-color': p.halo, 'text-halo-width': 1.6 }, ...more } as LayerSpecification)
    }
  }
  const big = ['in', ['get', 'type'], ['literal', ['capital', 'city', 'town']]]
  label('world-places', 'label-country', 11, p.labelMinor, { minzoom: 3 })
  label('places', 'label-place-minor', 10.5, p.labelMinor, { minzoom: 9, filter: ['!', big] })
  label('places', 'label-place', ['match', ['get', 'type'], 'capital', 14, 'city', 13, 11.5], p.label, { filter: big })
  return out
}

/** Circles whose radius is metres on the ground, at the mission's latitude (512-pixel tiles). */
function metres(latitude: number, radius: unknown): unknown {
  const perPixel = 78_271.517 * Math.cos((latitude * Math.PI) / 180)
  return ['interpolate', ['exponential', 2], ['zoom'], 0, ['/', radius, perPixel], 22, ['/', ['*', radius, 2 ** 22], perPixel]]
}

function recordLayers({ palette: p, latitude, kind }: StyleInput): LayerSpecification[] {
  const severity = ['coalesce', ['to-number', ['get', 'severity']], 0]
  const colour = ['step', severity, p.severity[0], 1, p.severity[1], 2, p.severity[2], 3, p.severity[3], 4, p.severity[4], 5, p.severity[5]]
  const single = ['!', ['has', 'count']]
  const radius = ['coalesce', ['to-number', ['get', 'radiusM']], 0]
  const believed = ['in', ['coalesce', ['get', 'veracity'], 'verified'], ['literal', ['verified', 'corroborated', '']]]
  const vague = ['>', radius, 1500]
  const size = ['interpolate', ['linear'], ['zoom'], 5, ['+', 1.8, ['*', 0.65, severity]], 12, ['+', 4.5, ['*', 0.8, severity]]]
  const out: unknown[] = []
  const fromTiles = { source: 'records', 'source-layer': kind }
  for (const [prefix, from] of [['', fromTiles], ['live-', { source: 'live' }]] as const) {
    out.push(
      { id: `${prefix}areas-fill`, type: 'circle', ...from, minzoom: 6, filter: ['all', single, vague], paint: { 'circle-radius': metres(latitude, radius), 'circle-color': colour, 'circle-opacity': 0.05, 'circle-pitch-alignment': 'map' } },
      { id: `${prefix}areas-line`, type: 'circle', ...from, minzoom: 6, filter: ['all', single, ['>', radius, 400]], paint: { 'circle-radius': metres(latitude, radius), 'circle-color': 'rgba(0,0,0,0)', 'circle-stroke-color': colour, 'circle-stroke-width': 0.8, 'circle-stroke-opacity': 0.3, 'circle-pitch-alignment': 'map' } },
    )
  }
  out.push(
    { id: 'cluster', type: 'circle', ...fromTiles, filter: ['has', 'count'], paint: { 'circle-radius': ['interpolate', ['linear'], ['ln', ['+', 1, ['get', 'count']]], 0.7, 9, 8, 24], 'circle-color': p.paper, 'circle-opacity': 0.92, 'circle-stroke-width': ['step', severity, 1.2, 4, 3], 'circle-stroke-color': colour } },
    // A severe record inside a group is never hidden: the group carries its mark.
    { id: 'cluster-ring', type: 'circle', ...fromTiles, filter: ['all', ['has', 'count'], ['>=', severity, 4]], paint: { 'circle-radius': ['interpolate', ['linear'], ['ln', ['+', 1, ['get', 'count']]], 0.7, 13, 8, 28], 'circle-color': 'rgba(0,0,0,0)', 'circle-stroke-width': 1, 'circle-stroke-color': colour, 'circle-stroke-opacity': 0.6 } },
    { id: 'cluster-text', type: 'symbol', ...fromTiles, filter: ['has', 'count'], layout: { 'text-field': ['format', ['to-string', ['get', 'count']], { 'font-scale': 1 }, ['case', ['>=', severity, 4], ['concat', '\n▲', ['to-string', severity]], ''], { 'font-scale': 0.72 }], 'text-font': FONT, 'text-size': 11, 'text-allow-overlap': true, 'text-line-height': 0.95 }, paint: { 'text-color': ['case', ['>=', severity, 4], colour, p.label] } },
  )
  for (const [prefix, from] of [['', fromTiles], ['live-', { source: 'live' }]] as const) {
    out.push(
      { id: `${prefix}point`, type: 'circle', ...from, layout: { 'circle-sort-key': severity }, filter: ['all', single, ['!', vague]], paint: { 'circle-radius': size, 'circle-color': ['case', believed, colour, p.paper], 'circle-opacity': ['case', believed, 1, 0.85], 'circle-stroke-color': colour, 'circle-stroke-width': ['case', believed, 0.5, 2] } },
      // Vague places: an open ring in their area, no pin.
      { id: `${prefix}point-halo`, type: 'circle', ...from, layout: { 'circle-sort-key': severity }, filter: ['all', single, vague], paint: { 'circle-radius': size, 'circle-color': p.paper, 'circle-opacity': 0.35, 'circle-stroke-color': colour, 'circle-stroke-width': 1.4, 'circle-stroke-opacity': 0.9 } },
      { id: `${prefix}point-hatch`, type: 'symbol', ...from, minzoom: 7, filter: ['all', single, ['!', believed]], layout: { 'icon-image': 'hatch', 'icon-allow-overlap': true, 'icon-ignore-placement': true, 'icon-size': ['interpolate', ['linear'], ['zoom'], 7, 0.42, 12, 0.6] }, paint: { 'icon-opacity': 0.8 } },
    )
  }
  out.push(
    { id: 'chosen-area', type: 'circle', source: 'chosen', paint: { 'circle-radius': metres(latitude, radius), 'circle-color': p.accent, 'circle-opacity': 0.08, 'circle-stroke-color': p.accent, 'circle-stroke-width': 1.2 } },
    { id: 'chosen', type: 'circle', source: 'chosen', paint: { 'circle-radius': 12, 'circle-color': 'rgba(0,0,0,0)', 'circle-stroke-color': p.accent, 'circle-stroke-width': 2.5 } },
    { id: 'preview-area', type: 'circle', source: 'preview', paint: { 'circle-radius': metres(latitude, radius), 'circle-color': p.accent, 'circle-opacity': 0.12, 'circle-stroke-color': p.accent, 'circle-stroke-width': 1 } },
    { id: 'preview', type: 'circle', source: 'preview', paint: { 'circle-radius': 6, 'circle-color': p.accent, 'circle-stroke-color': p.paper, 'circle-stroke-width': 2 } },
    { id: 'preview-text', type: 'symbol', source: 'preview', layout: { 'text-field': ['get', 'label'], 'text-font': FONT, 'text-size': 12, 'text-anchor': 'bottom', 'text-offset': [0, -0.9] }, paint: { 'text-color': p.accent, 'text-halo-color': p.halo, 'text-halo-width': 1.6 } },
  )
  return out as LayerSpecification[]
}
