import { useEffect, useState } from 'react'
import { circleRing, queryClient, useLive, useMoment, useNow, useRecords, useSession, type LayerProps, type Shape } from '../../../web/face.ts'
import { endOf, inForce, USUAL_RADIUS_M, type Restriction } from '../shared/restriction.ts'
import { corridorRing } from '../shared/route.ts'

const MOST = 300
/** Names stand beside them from this zoom on. */
const NAMES_FROM = 8
type Polygons = [number, number][][][]

/** Closed and slow roads and curfews that are not over: those in force filled, those to come dashed. */
export function RestrictionsLayer({ map, zoom, colours, draw }: LayerProps) {
  const { zone } = useSession().mission
  const clock = useNow(30_000)
  const [begun] = useState(clock)
  const now = useMoment() ?? (map ? clock : begun)
  const found = useRecords({ kind: 'restriction', where: { lifted: ['false'] }, sort: { by: 'updated', dir: 'desc' } }, MOST).data?.pages[0]
  const ids = [...new Set(found?.items.flatMap((one) => (one.data['area'] === undefined ? [] : [String(one.data['area'])])) ?? [])].sort()
  const areas = useRecords(ids.length > 0 ? { kind: 'area', ids } : null, 100).data?.pages[0]
  useLive({ kind: 'restriction', limit: 0 }, (frame) => {
    if (frame.op === 'delta') {
      void queryClient.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] === 'records' && String(queryKey[1]).startsWith('kind=restriction') })
    }
  })
  useEffect(() => {
    if (!found) {
      return
    }
    const rings = new Map((areas?.items ?? []).map((one) => [one.id, (one.data['polygons'] as Polygons | undefined) ?? []]))
    const standing = found.items.filter((one) => endOf(one.data as unknown as Restriction) > now)
    draw(standing.flatMap((one) => shapesOf(one.ref, one.data as unknown as Restriction, rings, { now, zone, zoom, colours })), { shown: standing.length, total: Math.max(standing.length, found.total - (found.items.length - standing.length)) })
  }, [found, areas, now, zoom, colours, draw, zone])
  return null
}

type Look = { now: number; zone: string; zoom: number; colours: LayerProps['colours'] }

function shapesOf(id: string, data: Restriction, areas: ReadonlyMap<string, Polygons>, { now, zone, zoom, colours }: Look): Shape[] {
  const holds = inForce(data, now, zone)
  const stroke = (data.sort === 'slow' ? colours.severity[3] : colours.severity[5]) ?? colours.accent
  const properties = { id, stroke, width: 1.5, dash: !holds, fill: stroke, fillOpacity: holds ? (data.sort === 'curfew' ? 0.08 : 0.25) : 0 }
  const points = (data.line ?? []).map(([lon, lat]) => ({ lon, lat }))
  const [first, middle] = [points[0], points[Math.floor((points.length - 1) / 2)]]
  const reach = data.radiusM ?? USUAL_RADIUS_M
  const ring = first ? [points.length === 1 ? circleRing(first, reach) : corridorRing(points, reach)] : null
  return [
    ...(ring ? [{ type: 'Feature' as const, properties, geometry: { type: 'Polygon' as const, coordinates: ring } }] : []),
    ...(points.length > 1 ? [{ type: 'Feature' as const, properties: { id, stroke, width: 4, dash: !holds }, geometry: { type: 'LineString' as const, coordinates: points.map(({ lon, lat }) => [lon, lat]) } }] : []),
    ...(areas.get(data.area ?? '') ?? []).map((polygon): Shape => ({ type: 'Feature', properties, geometry: { type: 'Polygon', coordinates: polygon } })),
    ...(middle ? [{ type: 'Feature' as const, properties: { id, radius: 6, fill: holds ? stroke : colours.paper, stroke: holds ? colours.paper : stroke, width: 2, ...(zoom >= NAMES_FROM ? { text: data.name, textColor: colours.label, textSize: 11, anchor: 'left' as const } : {}) }, geometry: { type: 'Point' as const, coordinates: [middle.lon, middle.lat] } }] : []),
  ]
}
