import type { ExpressionSpecification, FilterSpecification, LayerSpecification } from 'maplibre-gl'
import { FONT } from './base-layers.ts'
import { scaledOpacity } from './opacity.ts'
import type { MapPalette } from './palette.ts'

/** What a layer of somebody's vector tiles seems to hold, told by its name. */
export type VectorClass = 'land' | 'water' | 'use' | 'building' | 'road' | 'border' | 'place' | 'other'

/** Names used by the common schemes (OpenMapTiles, Protomaps, Shortbread) and by people; the first that fits counts. */
const NAMES: readonly (readonly [VectorClass, RegExp])[] = [
  ['border', /bound|border|admin|frontier|district|province|limit/],
  ['building', /build|batiment|edific/],
  ['road', /road|street|transport|highway|transit|rail|route|track|path|bridge|ferr/],
  ['water', /water|ocean|sea|lake|river|stream|wadi|dam|physical_line|hydro/],
  ['place', /place|settle|town|village|city|cities|locality|poi|peak|label|name/],
  ['use', /land_?use|land_?cover|^landuse|park|natural|forest|wood|green|veget|^sites$|globallandcover|aeroway|pier/],
  ['land', /^land$|^earth$|continent|island/],
]

/** What a layer holds by its name. */
export function vectorClass(name: string): VectorClass {
  const lower = name.toLowerCase()
  return NAMES.find(([, pattern]) => pattern.test(lower))?.[0] ?? 'other'
}

/** The name of a feature in the reader's language, then as the people there write it. */
export function nameIn(locale: string): ExpressionSpecification {
  return ['coalesce', ['get', `name:${locale}`], ['get', `name_${locale}`], ['get', 'name'], ['get', 'name:latin'], ''] as unknown as ExpressionSpecification
}

const polygon: FilterSpecification = ['==', ['geometry-type'], 'Polygon'] as unknown as FilterSpecification
const line: FilterSpecification = ['==', ['geometry-type'], 'LineString'] as unknown as FilterSpecification
const point: FilterSpecification = ['==', ['geometry-type'], 'Point'] as unknown as FilterSpecification
/** The kind of a feature under whichever name its maker wrote it. */
const kind = ['coalesce', ['get', 'class'], ['get', 'kind'], ['get', 'highway'], ['get', 'fclass'], ['get', 'type'], '']
const detail = ['coalesce', ['get', 'kind_detail'], kind]
const among = (what: unknown, ...names: string[]) => ['in', what, ['literal', names]]
const GREEN = ['wood', 'forest', 'grass', 'grassland', 'park', 'nature_reserve', 'national_park', 'scrub', 'meadow', 'orchard', 'farmland', 'farm', 'wetland', 'garden', 'golf_course', 'cemetery', 'protected_area']
const MAJOR = ['motorway', 'trunk', 'primary', 'highway', 'major_road', 'motorway_link', 'trunk_link', 'primary_link']
const MIDDLE = ['secondary', 'tertiary', 'medium_road', 'secondary_link', 'tertiary_link']
const widen = (...stops: number[]) => ['interpolate', ['exponential', 1.5], ['zoom'], ...stops]
const UNSETTLED = ['any', ['==', ['get', 'disputed'], 1], ['==', ['get', 'disputed'], true], ['==', ['get', 'disputed'], 'yes'], ['==', ['get', 'disputed'], 'true'], among(kind, 'disputed', 'disputed_boundary', 'unrecognized_country', 'line_of_control', 'indefinite')]

/** Layers of one vector map: `ground` lie under the mission's borders and everything of the mission, `names` just under ours. */
export type VectorLook = { ground: LayerSpecification[]; names: LayerSpecification[] }

/**
 * A calm look for vector tiles nobody wrote a style for: areas, lines and names of every layer by what its name
 * promises, in the colours of the theme. What the heuristic does not know is drawn faintly rather than hidden.
 */
export function vectorLook(source: string, layers: readonly string[], { palette: p, locale, strength }: { palette: MapPalette; locale: string; strength: number }): VectorLook {
  const order: VectorClass[] = ['land', 'use', 'water', 'other', 'building', 'road', 'border', 'place']
  const sorted = layers.map((name) => ({ name, is: vectorClass(name) })).sort((a, b) => order.indexOf(a.is) - order.indexOf(b.is))
  const ground: unknown[] = []
  const names: unknown[] = []
  const from = (name: string) => ({ source, 'source-layer': name })
  const label = nameIn(locale)
  for (const { name, is } of sorted) {
    const id = `${source}-${name}`
    if (is !== 'border' && is !== 'place' && is !== 'road') {
      ground.push({ id: `${id}-fill`, type: 'fill', ...from(name), filter: polygon, ...(is === 'building' ? { minzoom: 13 } : {}), paint: { 'fill-color': fillOf(is, p), 'fill-opacity': is === 'other' ? 0.35 : is === 'building' ? 0.8 : 1 } })
    }
    ground.push(...linesOf(id, is, p).map((layer) => ({ ...layer, ...from(name) })))
    names.push(...labelsOf(id, is, label, p).map((layer) => ({ ...layer, ...from(name) })))
  }
  const strong = (layer: LayerSpecification): LayerSpecification => ({ ...layer, paint: { ...layer.paint, ...Object.fromEntries(scaledOpacity(layer, strength)) } }) as LayerSpecification
  return { ground: (ground as LayerSpecification[]).map(strong), names: (names as LayerSpecification[]).map(strong) }
}

function fillOf(is: VectorClass, p: MapPalette): unknown {
  switch (is) {
    case 'water': return p.lake
    case 'use': return ['case', among(kind, ...GREEN), p.relief[1], among(kind, 'water', 'ocean', 'lake', 'river', 'sea'), p.lake, p.relief[0]]
    case 'building': return p.relief[2]
    case 'land': return p.land
    default: return p.relief[1]
  }
}

function linesOf(id: string, is: VectorClass, p: MapPalette): object[] {
  const layout = { 'line-join': 'round', 'line-cap': 'round' }
  switch (is) {
    case 'road':
      return [
        { id: `${id}-small`, type: 'line', minzoom: 11, filter: ['all', line, ['!', among(kind, ...MAJOR, ...MIDDLE, 'rail', 'railway')]], layout, paint: { 'line-color': p.roadMinor, 'line-width': widen(11, 0.4, 14, 1.2, 18, 7), 'line-opacity': ['case', among(detail, 'path', 'footway', 'steps', 'track'), 0.6, 1] } },
        { id: `${id}-rail`, type: 'line', minzoom: 9, filter: ['all', line, among(kind, 'rail', 'railway')], paint: { 'line-color': p.borderMinor, 'line-width': 1.2, 'line-dasharray': [4, 2] } },
        { id: `${id}-middle`, type: 'line', minzoom: 8, filter: ['all', line, among(kind, ...MIDDLE)], layout, paint: { 'line-color': p.roadMinor, 'line-width': widen(8, 0.6, 13, 2.2, 18, 11) } },
        { id: `${id}-major`, type: 'line', filter: ['all', line, among(kind, ...MAJOR)], layout, paint: { 'line-color': p.road, 'line-width': widen(5, 0.6, 10, 1.6, 14, 4, 18, 15) } },
      ]
    case 'border': {
      // Where the data says that a line is not agreed, it is dashed; where it is silent the line is drawn as agreed.
      const width = ['case', ['<=', ['to-number', ['coalesce', ['get', 'admin_level'], ['get', 'kind_detail'], 4], 4], 2], 1.2, 0.7]
      return [
        { id: `${id}-agreed`, type: 'line', filter: ['all', line, ['!', UNSETTLED]], layout, paint: { 'line-color': p.border, 'line-width': width } },
        { id: `${id}-unsettled`, type: 'line', filter: ['all', line, UNSETTLED], paint: { 'line-color': p.border, 'line-width': width, 'line-dasharray': [3, 2] } },
      ]
    }
    case 'water': return [{ id: `${id}-line`, type: 'line', filter: line, layout, paint: { 'line-color': p.river, 'line-width': widen(6, 0.5, 12, 1.6, 18, 6) } }]
    case 'place': case 'land': case 'building': return []
    default: return [{ id: `${id}-line`, type: 'line', minzoom: 9, filter: line, layout, paint: { 'line-color': p.borderMinor, 'line-width': 0.8 } }]
  }
}

function labelsOf(id: string, is: VectorClass, label: unknown, p: MapPalette): object[] {
  const text = { 'text-field': label, 'text-font': FONT, 'text-max-width': 8, 'text-padding': 6 }
  const halo = { 'text-halo-color': p.halo, 'text-halo-width': 1.4 }
  if (is === 'road') {
    return [{ id: `${id}-name`, type: 'symbol', minzoom: 13, filter: line, layout: { ...text, 'symbol-placement': 'line', 'text-size': 10.5, 'symbol-spacing': 320 }, paint: { 'text-color': p.labelMinor, ...halo } }]
  }
  if (is === 'water') {
    return [{ id: `${id}-name`, type: 'symbol', minzoom: 9, filter: point, layout: { ...text, 'text-size': 10.5 }, paint: { 'text-color': p.labelWater, ...halo } }]
  }
  if (is === 'place') {
    const big = among(detail, 'country', 'state', 'region', 'capital', 'state_capital', 'city', 'town')
    return [
      { id: `${id}-small`, type: 'symbol', minzoom: 10, filter: ['all', point, ['!', big]], layout: { ...text, 'text-size': 10.5 }, paint: { 'text-color': p.labelMinor, ...halo } },
      { id: `${id}-big`, type: 'symbol', filter: ['all', point, big], layout: { ...text, 'text-size': ['match', detail, ['country', 'capital'], 14, ['city', 'state', 'state_capital'], 13, 11.5] }, paint: { 'text-color': p.label, ...halo } },
    ]
  }
  return [{ id: `${id}-name`, type: 'symbol', minzoom: 14, filter: point, layout: { ...text, 'text-size': 10 }, paint: { 'text-color': p.labelMinor, ...halo } }]
}
