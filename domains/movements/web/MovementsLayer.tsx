import { useEffect, useState } from 'react'
import { ageText, circleRing, clockLocal, useMoment, useNow, useSession, useWords, type LayerProps, type Shape } from '../../../web/face.ts'
import { stateOf } from '../shared/movement.ts'
import { searchArea } from '../shared/search-area.ts'
import { inOrder, useMovements, useMovementsLive, type Shown } from './read.ts'

/** Names stand beside waypoints from this zoom on. */
const NAMES_FROM = 8

/** Routes of what is out or cleared, the next waypoint of each, and where those may be that nobody hears of. */
export function MovementsLayer({ map, zoom, colours, draw }: LayerProps) {
  const { locale } = useWords()
  const { mission } = useSession()
  const clock = useNow(20_000)
  // A printed sheet shows one moment: it would begin anew with every step of the clock.
  const [begun] = useState(clock)
  const now = useMoment() ?? (map ? clock : begun)
  useMovementsLive()
  const found = useMovements('open').data
  useEffect(() => {
    if (!found) {
      return
    }
    const shown = inOrder(found.items, now)
    const shapes = shown.flatMap((one): Shape[] => shapesOf(one, { now, zoom, zone: mission.zone, colours, age: (ms) => ageText(ms, locale) }))
    draw(shapes, { shown: found.items.length, total: found.total })
  }, [found, now, zoom, colours, draw, mission.zone, locale])
  return null
}

type Look = { now: number; zoom: number; zone: string; colours: LayerProps['colours']; age(ms: number): string }

function shapesOf({ record, data, status }: Shown, { now, zoom, zone, colours, age }: Look): Shape[] {
  const id = record.ref
  const out = stateOf(data) === 'departed'
  const line = data.line && data.line.length > 1 ? data.line.map(([lon, lat]) => [lon, lat]) : data.waypoints.map(({ lon, lat }) => [lon, lat])
  const bad = status.lamp === 'lost' || status.lamp === 'trouble'
  const stroke = bad ? (colours.severity[5] ?? colours.accent) : status.lamp === 'overdue' || status.lamp === 'late' ? (colours.severity[3] ?? colours.accent) : colours.accent
  const passed = new Set(data.passed?.map((one) => one.waypoint))
  const next = out ? data.waypoints.find((one) => !passed.has(one.id)) : data.waypoints[0]
  const area = status.lamp === 'lost' ? searchArea(data, now) : null
  return [
    ...(area ? areaShapes(area, id, stroke, `${data.callsign} · ${age(now - area.since)}`, colours) : []),
    { type: 'Feature', properties: { id, stroke, width: out ? 2.6 : 1.6, dash: !out }, geometry: { type: 'LineString', coordinates: line } },
    ...(zoom >= NAMES_FROM ? data.waypoints.map((one): Shape => ({ type: 'Feature', properties: { id, radius: 3.5, fill: passed.has(one.id) ? stroke : colours.paper, stroke, width: 1.5 }, geometry: { type: 'Point', coordinates: [one.lon, one.lat] } })) : []),
    ...(next ? [{ type: 'Feature' as const, properties: { id, radius: 5, fill: colours.paper, stroke, width: 2.4, ...(zoom >= NAMES_FROM || bad ? { text: `${data.callsign} ${clockLocal(Date.parse(next.eta), zone)}`, textColor: colours.label, textSize: 11, anchor: 'left' as const } : {}) }, geometry: { type: 'Point' as const, coordinates: [next.lon, next.lat] } }] : []),
  ]
}

/** How far it can have gone, dashed; the stretch of its way where it is likely, filled. */
function areaShapes(area: NonNullable<ReturnType<typeof searchArea>>, id: string, stroke: string, text: string, colours: LayerProps['colours']): Shape[] {
  return [
    { type: 'Feature', properties: { id, stroke, width: 1.6, dash: true, fill: stroke, fillOpacity: 0.05 }, geometry: { type: 'Polygon', coordinates: [circleRing(area.centre, area.reachM)] } },
    ...(area.likely ? [{ type: 'Feature' as const, properties: { id, stroke, width: 1, fill: stroke, fillOpacity: 0.22 }, geometry: { type: 'Polygon' as const, coordinates: [area.likely] } }] : []),
    { type: 'Feature', properties: { id, radius: 5, fill: stroke, stroke: colours.paper, width: 2, text, textColor: colours.label, textSize: 12, anchor: 'bottom' }, geometry: { type: 'Point', coordinates: [area.centre.lon, area.centre.lat] } },
  ]
}
