import type { LayerSpecification } from 'maplibre-gl'
import { FONT } from './base-layers.ts'
import type { MapPalette } from './palette.ts'
import { symbolExpression } from './symbol-name.ts'
import type { SymbolSet } from './symbol-name.ts'

/** Metres of radius from which a place is an area and not a point (precision 3 and coarser). */
const VAGUE_M = 1500
/** From this zoom on records are drawn with their sign; below as a disc in the colour of their severity. */
const SIGN_ZOOM = 8
/** Records from this severity on are drawn one by one, above every group, at every zoom. */
const SEVERE = 4

/** Radius of circles in metres at the equator (512-pixel tiles): "reach" is already stretched for its latitude. */
export function metres(radius: unknown): unknown {
  const perPixel = 78_271.517
  return ['interpolate', ['exponential', 2], ['zoom'], 0, ['/', radius, perPixel], 22, ['/', ['*', radius, 2 ** 22], perPixel]]
}

/** Prefix of the layers that draw tiles, live changes and the past. */
export const RECORD_FORMS = ['', 'live-', 'past-'] as const

/** Layers of records in tiles, in live changes and in the past; groups; selection and preview above all. */
export function recordLayers({ palette: p, kind, symbols }: { palette: MapPalette; kind: string; symbols: SymbolSet }): { records: LayerSpecification[]; tools: LayerSpecification[] } {
  const severity = ['coalesce', ['to-number', ['get', 'severity']], 0]
  const colour = ['step', severity, p.severity[0], 1, p.severity[1], 2, p.severity[2], 3, p.severity[3], 4, p.severity[4], 5, p.severity[5]]
  const single = ['!', ['has', 'count']]
  const radius = ['coalesce', ['to-number', ['get', 'radius']], 0]
  const reach = ['coalesce', ['to-number', ['get', 'reach']], 0]
  const believed = ['in', ['coalesce', ['get', 'veracity'], 'verified'], ['literal', ['verified', 'corroborated', '']]]
  const vague = ['>', radius, VAGUE_M]
  const severe = ['>=', severity, SEVERE]
  const crowd = ['has', 'crowd']
  const size = ['interpolate', ['linear'], ['zoom'], 5, ['+', 1.8, ['*', 0.65, severity]], 12, ['+', 4.5, ['*', 0.8, severity]]]
  const sign = (scale: unknown) => ({ 'icon-image': symbolExpression(symbols, believed), 'icon-size': scale, 'icon-allow-overlap': true, 'icon-ignore-placement': true, 'symbol-sort-key': severity })
  // 32 pixels drawn: 18, 24 and 32 on the screen.
  const grow = ['interpolate', ['linear'], ['zoom'], SIGN_ZOOM, 0.56, 10, 0.75, 13, 1]
  const tiles = { source: 'records', 'source-layer': kind }
  const forms = [['', tiles], ['live-', { source: 'live' }], ['past-', { source: 'past' }]] as const
  const out: unknown[] = []
  for (const [prefix, from] of forms) {
    out.push(
      { id: `${prefix}areas-fill`, type: 'circle', ...from, minzoom: 6, filter: ['all', single, vague], paint: { 'circle-radius': metres(reach), 'circle-color': colour, 'circle-opacity': ['interpolate', ['linear'], radius, 1500, 0.06, 40000, 0.015], 'circle-pitch-alignment': 'map' } },
      { id: `${prefix}areas-line`, type: 'circle', ...from, minzoom: 6, filter: ['all', single, ['>', radius, 400]], paint: { 'circle-radius': metres(reach), 'circle-color': 'rgba(0,0,0,0)', 'circle-stroke-color': colour, 'circle-stroke-width': 0.8, 'circle-stroke-opacity': 0.3, 'circle-pitch-alignment': 'map' } },
    )
  }
  out.push(
    { id: 'cluster', type: 'circle', ...tiles, filter: ['has', 'count'], paint: { 'circle-radius': ['interpolate', ['linear'], ['ln', ['+', 1, ['get', 'count']]], 0.7, 9, 8, 24], 'circle-color': p.paper, 'circle-opacity': 0.92, 'circle-stroke-width': 1.2, 'circle-stroke-color': colour } },
    { id: 'cluster-text', type: 'symbol', ...tiles, filter: ['has', 'count'], layout: { 'text-field': ['to-string', ['get', 'count']], 'text-font': FONT, 'text-size': 11, 'text-allow-overlap': true, 'text-line-height': 0.95 }, paint: { 'text-color': p.label } },
  )
  for (const [prefix, from] of forms) {
    out.push(
      { id: `${prefix}point`, type: 'circle', ...from, maxzoom: SIGN_ZOOM, layout: { 'circle-sort-key': severity }, filter: ['all', single, ['!', vague]], paint: { 'circle-radius': size, 'circle-color': ['case', believed, colour, p.paper], 'circle-opacity': ['case', believed, 1, 0.85], 'circle-stroke-color': colour, 'circle-stroke-width': ['case', believed, 0.5, 2] } },
      // Vague places: an open ring in their area, no pin.
      { id: `${prefix}point-halo`, type: 'circle', ...from, maxzoom: SIGN_ZOOM, layout: { 'circle-sort-key': severity }, filter: ['all', single, vague], paint: { 'circle-radius': size, 'circle-color': p.paper, 'circle-opacity': 0.35, 'circle-stroke-color': colour, 'circle-stroke-width': 1.4, 'circle-stroke-opacity': 0.9 } },
      { id: `${prefix}symbol`, type: 'symbol', ...from, minzoom: SIGN_ZOOM, filter: ['all', single, ['!', severe]], layout: sign(grow), paint: { 'icon-opacity': ['case', vague, 0.72, 1] } },
    )
  }
  // Too many for signs of their own: a disc each, as large as its severity asks; to place thousands of signs holds up the page.
  out.push({ id: 'severe-crowd', type: 'circle', ...tiles, filter: ['all', single, severe, crowd], layout: { 'circle-sort-key': severity }, paint: { 'circle-radius': size, 'circle-color': ['case', believed, colour, p.paper], 'circle-stroke-color': ['case', believed, p.paper, colour], 'circle-stroke-width': ['case', believed, 0.8, 2] } })
  for (const [prefix, from] of forms) {
    out.push({ id: `${prefix}severe`, type: 'symbol', ...from, filter: ['all', single, severe, ['!', crowd]], layout: sign(['interpolate', ['linear'], ['zoom'], 3, 0.4, 7, 0.56, 10, 0.75, 13, 1]), paint: { 'icon-opacity': 1 } })
  }
  const tools = [
    { id: 'chosen-area', type: 'circle', source: 'chosen', paint: { 'circle-radius': metres(reach), 'circle-color': p.accent, 'circle-opacity': 0.08, 'circle-stroke-color': p.accent, 'circle-stroke-width': 1.2 } },
    { id: 'chosen', type: 'circle', source: 'chosen', paint: { 'circle-radius': ['interpolate', ['linear'], ['zoom'], 7, 13, 13, 22], 'circle-color': 'rgba(0,0,0,0)', 'circle-stroke-color': p.accent, 'circle-stroke-width': 2.5 } },
    { id: 'preview-area', type: 'circle', source: 'preview', paint: { 'circle-radius': metres(reach), 'circle-color': p.accent, 'circle-opacity': 0.12, 'circle-stroke-color': p.accent, 'circle-stroke-width': 1 } },
    { id: 'preview', type: 'circle', source: 'preview', paint: { 'circle-radius': 6, 'circle-color': p.accent, 'circle-stroke-color': p.paper, 'circle-stroke-width': 2 } },
    { id: 'preview-text', type: 'symbol', source: 'preview', layout: { 'text-field': ['get', 'label'], 'text-font': FONT, 'text-size': 12, 'text-anchor': 'bottom', 'text-offset': [0, -0.9] }, paint: { 'text-color': p.accent, 'text-halo-color': p.halo, 'text-halo-width': 1.6 } },
  ]
  return { records: out as LayerSpecification[], tools: tools as LayerSpecification[] }
}
