import { useEffect } from 'react'
import { circleRing, useRecords, useWords, type LayerProps, type Shape } from '../../../web/face.ts'
import { inLocale } from '../../../core/i18n.ts'
import type { RoadMark } from '../shared/road-mark.ts'
import { corridorRing } from '../shared/route.ts'
import { ROAD_MARK_WORDS } from '../shared/texts.ts'
import { useMarksLive } from './marks.ts'

const MOST = 1000
/** Below this zoom only stretches and reaches are worth drawing; points and names come with it. */
const POINTS_FROM = 8
const NAMES_FROM = 10

/** Culverts, bridges and places without radio; the last as the ground they cover. */
export function RoadMarksLayer({ zoom, colours, draw }: LayerProps) {
  const { locale } = useWords()
  const found = useRecords({ kind: 'road-mark', sort: { by: 'ref', dir: 'asc' } }, MOST).data?.pages[0]
  useMarksLive()
  useEffect(() => {
    if (found) {
      draw(found.items.flatMap((one) => shapesOf(one.ref, one.data as unknown as RoadMark, { zoom, colours, word: (sort) => inLocale(ROAD_MARK_WORDS[sort], locale) })), { shown: found.items.length, total: found.total })
    }
  }, [found, zoom, colours, draw, locale])
  return null
}

type Look = { zoom: number; colours: LayerProps['colours']; word(sort: RoadMark['sort']): string }

function shapesOf(id: string, mark: RoadMark, { zoom, colours, word }: Look): Shape[] {
  const stroke = mark.sort === 'black-spot' || mark.sort === 'choke-point' ? (colours.severity[3] ?? colours.accent) : colours.label
  const points = mark.line.map(([lon, lat]) => ({ lon, lat }))
  const middle = points[Math.floor((points.length - 1) / 2)]
  const [first] = points
  const text = word(mark.sort) === mark.name ? mark.name : `${word(mark.sort)} · ${mark.name}`
  return [
    ...(first && mark.radiusM !== undefined ? [{ type: 'Feature' as const, properties: { id, stroke, width: 1, dash: true, fill: stroke, fillOpacity: 0.1 }, geometry: { type: 'Polygon' as const, coordinates: [points.length === 1 ? circleRing(first, mark.radiusM) : corridorRing(points, mark.radiusM)] } }] : []),
    ...(points.length > 1 ? [{ type: 'Feature' as const, properties: { id, stroke, width: 4, dash: true }, geometry: { type: 'LineString' as const, coordinates: points.map(({ lon, lat }) => [lon, lat]) } }] : []),
    ...(middle && zoom >= POINTS_FROM ? [{ type: 'Feature' as const, properties: { id, radius: 4, fill: colours.paper, stroke, width: 2, ...(zoom >= NAMES_FROM ? { text, textColor: colours.label, textSize: 11, anchor: 'left' as const } : {}) }, geometry: { type: 'Point' as const, coordinates: [middle.lon, middle.lat] } }] : []),
  ]
}
