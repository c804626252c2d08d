import { useEffect, useState } from 'react'
import { useMoment, useNow, type LayerProps, type Shape } from '../../../web/face.ts'
import { readinessOf } from '../shared/evac-asset.ts'
import { freshness } from '../shared/facility.ts'
import { placeOf } from './darkness.ts'
import { useAssets, useFacilities, useOpenRequests, useSites } from './read.ts'

/** Names stand beside what is drawn from this zoom on. */
const NAMES_FROM = 7

/** Facilities, what can fetch somebody, landing sites and open requests. */
export function EvacLayer({ map, zoom, colours, draw }: LayerProps) {
  const clock = useNow(300_000)
  // A printed sheet shows one moment: it would begin anew with every step of the clock.
  const [begun] = useState(clock)
  const now = useMoment() ?? (map ? clock : begun)
  const facilities = useFacilities()
  const assets = useAssets()
  const sites = useSites()
  const requests = useOpenRequests()
  useEffect(() => {
    if (!facilities.items || !requests.items) {
      return
    }
    const urgent = colours.severity[5] ?? colours.accent
    const named = (text: string, textColor: string) => (zoom >= NAMES_FROM ? { text, textColor, textSize: 11, anchor: 'left' as const } : {})
    const spot = (one: { ref: string; geometry: { coordinates: [number, number] } | null }, look: Shape['properties']): Shape[] => (one.geometry ? [{ type: 'Feature', properties: { id: one.ref, ...look }, geometry: { type: 'Point', coordinates: one.geometry.coordinates } }] : [])
    const shapes: Shape[] = [
      ...(sites.items ?? []).flatMap((one) => spot(one, { radius: 4, fill: colours.paper, stroke: colours.labelMinor, width: 1.4, ...named(one.of.name, colours.labelMinor) })),
      ...facilities.items.flatMap((one) => spot(one, { radius: 8, fill: colours.paper, stroke: freshness(one.of, now) === 'fresh' ? colours.care : colours.unverified, width: 2.2, text: '+', textColor: colours.care, textSize: 14 })),
      ...(assets.items ?? []).flatMap((one) => spot(one, { radius: 4, fill: readinessOf(one.of, now) === 'ready' ? colours.rescue : colours.paper, stroke: colours.rescue, width: 1.4, ...named(one.of.name, colours.label) })),
      ...requests.items.flatMap((one): Shape[] => {
        const at = placeOf(one.of)
        return at ? [{ type: 'Feature', properties: { id: one.ref, radius: 8, fill: one.of.drill ? colours.paper : urgent, stroke: urgent, width: 2, text: `${one.of.drill ? '[EX] ' : ''}${one.title}`, textColor: colours.label, textSize: 12, anchor: 'left' }, geometry: { type: 'Point', coordinates: [at.lon, at.lat] } }] : []
      }),
    ]
    const drawn = (facilities.items.length + (assets.items?.length ?? 0) + (sites.items?.length ?? 0) + requests.items.length)
    draw(shapes, { shown: drawn, total: facilities.total + assets.total + sites.total + requests.total })
  }, [facilities.items, assets.items, sites.items, requests.items, facilities.total, assets.total, sites.total, requests.total, now, zoom, colours, draw])
  return null
}
