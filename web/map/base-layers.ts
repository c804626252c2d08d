import type { LayerSpecification } from 'maplibre-gl'
import type { MapPalette } from './palette.ts'

/** Names of the faces texts are drawn with; declared in the style. */
export const FONT = ['Vigie']

/** The built-in base map: ground, waters, ways, borders, names; only the layers the node has. */
export function baseLayers({ palette: p, locale }: { palette: MapPalette; locale: string }, has: ReadonlySet<string>): LayerSpecification[] {
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

