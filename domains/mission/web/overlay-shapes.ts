import { circleRing } from '../../../web/face.ts'
import type { LayerProps, Shape } from '../../../web/face.ts'
import type { OverlayColour, OverlayFeature } from '../shared/overlay.ts'

/** Colours of drawings; each is dark enough for a light ground and light enough for a dark one (contrast 3 : 1 to both). */
export const DRAWN: Readonly<Record<OverlayColour, string>> = { blue: '#2f7de1', red: '#d8453b', amber: '#b97a00', green: '#2e9560', violet: '#8f62c9', grey: '#77808c' }

/** Colours under a red lamp: only brightness differs, so words and dashes must tell things apart. */
const NIGHT: Readonly<Record<OverlayColour, string>> = { blue: '#b0503c', red: '#f0664a', amber: '#d65238', green: '#a43a2a', violet: '#9d3129', grey: '#8c2620' }

/** The palette of the theme in force: under a red lamp no blue is drawn. */
export function drawnColours(colours: LayerProps['colours']): Readonly<Record<OverlayColour, string>> {
  return colours.paper === '#0f0303' ? NIGHT : DRAWN
}

/** One drawn thing as shapes; `id` is what choosing it tells. */
export function overlayShapes(feature: OverlayFeature, id: string, palette: Readonly<Record<OverlayColour, string>>, selected = false): Shape[] {
  const colour = palette[feature.colour]
  const look = { id, stroke: colour, width: selected ? 4 : 2.2, ...(feature.dash ? { dash: true } : {}) }
  const filled = feature.fill === false ? {} : { fill: colour, fillOpacity: 0.14 }
  const first = feature.at[0]
  if (!first) {
    return []
  }
  const words = (at: readonly number[], anchor: 'top' | 'center'): Shape[] => (feature.text ? [{ type: 'Feature', properties: { id, text: feature.text, textColor: colour, textSize: 13, anchor }, geometry: { type: 'Point', coordinates: [...at] } }] : [])
  switch (feature.shape) {
    case 'point':
      return [{ type: 'Feature', properties: { id, radius: selected ? 8 : 6, fill: colour, width: 2 }, geometry: { type: 'Point', coordinates: first } }, ...words(first, 'top')]
    case 'text':
      return words(first, 'center')
    case 'line':
      return feature.at.length < 2 ? [] : [{ type: 'Feature', properties: look, geometry: { type: 'LineString', coordinates: feature.at } }, ...words(feature.at[Math.floor(feature.at.length / 2)]!, 'center')]
    case 'circle':
      return [{ type: 'Feature', properties: { ...look, ...filled }, geometry: { type: 'Polygon', coordinates: [circleRing({ lon: first[0], lat: first[1] }, feature.radiusM ?? 1)] } }, ...words(first, 'center')]
    case 'polygon': {
      const middle = feature.at.reduce<[number, number]>(([x, y], [lon, lat]) => [x + lon / feature.at.length, y + lat / feature.at.length], [0, 0])
      return feature.at.length < 3 ? [] : [{ type: 'Feature', properties: { ...look, ...filled }, geometry: { type: 'Polygon', coordinates: [[...feature.at, first]] } }, ...words(middle, 'center')]
    }
  }
}
