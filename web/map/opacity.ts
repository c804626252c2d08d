import type { LayerSpecification } from 'maplibre-gl'

const PROPERTIES: Partial<Record<LayerSpecification['type'], readonly string[]>> = {
  'fill': ['fill-opacity'],
  'line': ['line-opacity'],
  'circle': ['circle-opacity', 'circle-stroke-opacity'],
  'symbol': ['icon-opacity', 'text-opacity'],
  'raster': ['raster-opacity'],
  'heatmap': ['heatmap-opacity'],
}

/** Paint properties of a layer for a strength of 0–1 on top of what its style says. */
export function scaledOpacity(layer: LayerSpecification, strength: number): [property: string, value: unknown][] {
  const paint = (layer.paint ?? {}) as Record<string, unknown>
  return (PROPERTIES[layer.type] ?? []).map((property) => {
    const own = paint[property]
    if (own === undefined || typeof own === 'number') {
      return [property, (own ?? 1) * strength]
    }
    return [property, strength === 1 ? own : ['*', strength, own]]
  })
}
