import type { LayerSpecification } from 'maplibre-gl'
import type { Role, Shape } from './handle.ts'

/** Roles from the lowest to the highest; a marker layer of each stands in the style so that order is fixed. */
export const ROLES: readonly Role[] = ['base', 'areas', 'analysis', 'overlays', 'records', 'grid', 'tools']

/** Marks of the style before which the lines and areas, and the names, of added vector maps are put. */
export const VECTOR_MARK = 'mark-vector'
export const NAMES_MARK = 'mark-names'

/** Id of the invisible layer before which the layers of a role are put. */
export function roleMark(role: Role): string {
  return `mark-${role}`
}

/** An invisible layer that holds a place in the order. */
export function markLayer(id: string): LayerSpecification {
  return { id, type: 'background', layout: { visibility: 'none' } }
}

const polygon = ['in', ['geometry-type'], ['literal', ['Polygon', 'MultiPolygon']]]
const point = ['in', ['geometry-type'], ['literal', ['Point', 'MultiPoint']]]
const get = (name: string, otherwise: unknown) => ['coalesce', ['get', name], otherwise]

/**
 * The style layers that draw shapes of source `s-name`, lowest first. `opacity` multiplies all of them;
 * looks come from the properties of each feature.
 */
export function shapeLayers(name: string, opacity: number, halo: string, font: string[]): LayerSpecification[] {
  const source = `s-${name}`
  const id = (part: string) => `s-${name}-${part}`
  const times = (value: unknown) => ['*', opacity, value]
  const line = { 'line-color': get('stroke', '#777777'), 'line-width': get('width', 1.5), 'line-opacity': opacity }
  return [
    { id: id('fill'), type: 'fill', source, filter: ['all', polygon, ['has', 'fill']], paint: { 'fill-color': ['get', 'fill'], 'fill-opacity': times(get('fillOpacity', 0.25)), 'fill-antialias': true } },
    { id: id('hatch'), type: 'fill', source, filter: ['all', polygon, ['==', ['get', 'hatch'], true]], paint: { 'fill-pattern': 'hatch-lines', 'fill-opacity': times(0.7) } },
    { id: id('line'), type: 'line', source, filter: ['all', ['has', 'stroke'], ['!', point], ['!=', ['get', 'dash'], true]], layout: { 'line-join': 'round', 'line-cap': 'round' }, paint: line },
    { id: id('dash'), type: 'line', source, filter: ['all', ['has', 'stroke'], ['!', point], ['==', ['get', 'dash'], true]], layout: { 'line-join': 'round' }, paint: { ...line, 'line-dasharray': [3, 2] } },
    { id: id('point'), type: 'circle', source, filter: ['all', point, ['has', 'radius']], paint: { 'circle-radius': ['get', 'radius'], 'circle-color': get('fill', '#777777'), 'circle-opacity': opacity, 'circle-stroke-color': get('stroke', halo), 'circle-stroke-width': get('width', 1.5), 'circle-stroke-opacity': opacity } },
    { id: id('icon'), type: 'symbol', source, filter: ['all', point, ['has', 'icon']], layout: { 'icon-image': ['get', 'icon'], 'icon-allow-overlap': true, 'icon-ignore-placement': true }, paint: { 'icon-opacity': opacity } },
    { id: id('text'), type: 'symbol', source, filter: ['has', 'text'], layout: { 'text-field': ['get', 'text'], 'text-font': font, 'text-size': get('textSize', 12), 'text-anchor': get('anchor', 'center'), 'text-offset': ['case', ['has', 'icon'], ['literal', [1.7, 0]], ['all', ['has', 'radius'], ['==', ['get', 'anchor'], 'left']], ['literal', [1.2, 0]], ['literal', [0, 0]]], 'text-allow-overlap': true, 'text-ignore-placement': true, 'text-max-width': 14 }, paint: { 'text-color': get('textColor', '#555555'), 'text-halo-color': halo, 'text-halo-width': 1.5, 'text-opacity': opacity } },
  ] as unknown[] as LayerSpecification[]
}

/** Shapes as the source reads them. */
export function shapeData(shapes: readonly Shape[]): GeoJSON.FeatureCollection {
  return { type: 'FeatureCollection', features: [...shapes] }
}
