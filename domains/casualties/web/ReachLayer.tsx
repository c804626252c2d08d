import { useEffect, useState } from 'react'
import { reachOutline } from '../../../analysis/casevac/reach.ts'
import { useMoment, useNow, type LayerProps, type Shape } from '../../../web/face.ts'
import { isNight } from '../shared/night.ts'
import { pairsOf } from './Cover.tsx'
import { useReach } from './reach.ts'
import { useAssets, useFacilities } from './read.ts'

/** From where a theatre is reached within two hours, by what can fly or drive now. */
export function ReachLayer({ map, colours, draw }: LayerProps) {
  const clock = useNow(300_000)
  // A printed sheet shows one moment: it would begin anew with every step of the clock.
  const [begun] = useState(clock)
  const now = useMoment() ?? (map ? clock : begun)
  const reach = useReach()
  const facilities = useFacilities()
  const assets = useAssets()
  useEffect(() => {
    if (!facilities.items || !assets.items) {
      return
    }
    const first = facilities.items.find((one) => one.geometry)?.geometry?.coordinates
    const night = first !== undefined && isNight({ lon: first[0], lat: first[1] }, now)
    const shapes = pairsOf(facilities.items, assets.items, reach, night, now).flatMap((pair): Shape[] => {
      const points = reachOutline(pair)
      return points ? [{ type: 'Feature', properties: { stroke: colours.care, width: 1.6, dash: true, fill: colours.care, fillOpacity: 0.03 }, geometry: { type: 'Polygon', coordinates: [points.map(({ lon, lat }) => [lon, lat])] } }] : []
    })
    draw(shapes, { shown: shapes.length, total: shapes.length })
  }, [facilities.items, assets.items, reach, now, colours, draw])
  return null
}
