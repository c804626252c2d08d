import { MapPinned } from 'lucide-react'
import { Suspense, useMemo, useState } from 'react'
import { distanceM, type LonLat } from '../../../core/place-geodesy.ts'
import { AreaMap, circleRing, greatCircle, navigate, useMapColours, useNow, useTexts, useWords, type Shape } from '../../../web/face.ts'
import { readinessOf } from '../shared/evac-asset.ts'
import type { CasevacRequest } from '../shared/request.ts'
import { ROWS } from './console.texts.ts'
import { reachKm } from './cover.ts'
import { placeOf } from './darkness.ts'
import { useReach } from './reach.ts'
import { useAssets, useFacilities, useSites, type Of } from './read.ts'

/** On a phone the map waits to be asked for: the answers come first, and the link is thin. */
const PHONE = '(max-width: 760px)'

/** Facilities, assets, landing sites and open requests, with how far help reaches by day and by night around the facility next to the request. */
export function EvacMap({ requests, chosen }: { requests: readonly Of<CasevacRequest>[]; chosen: Of<CasevacRequest> | null }) {
  const tt = useTexts(ROWS)
  const { number } = useWords()
  const [shown, setShown] = useState(() => !window.matchMedia(PHONE).matches)
  const reach = useReach()
  const now = useNow(300_000)
  const colours = useMapColours()
  const facilities = useFacilities().items
  const assets = useAssets().items
  const sites = useSites().items
  const [day, night] = [reachKm(reach, false), reachKm(reach, true)]
  const at = chosen ? placeOf(chosen.of) : null
  const drawn = useMemo(() => {
    const urgent = colours.severity[5]
    const spots = (list: readonly { id: string; ref: string; title: string; geometry: { coordinates: [number, number] } | null }[] | undefined) => (list ?? []).flatMap((one) => (one.geometry ? [{ ...one, lon: one.geometry.coordinates[0], lat: one.geometry.coordinates[1] }] : []))
    const care = spots(facilities)
    const nearest = at === null ? care[0] : care.toSorted((a, b) => distanceM(a, at) - distanceM(b, at))[0]
    const flies = spots(assets)
    const ready = new Set((assets ?? []).filter((one) => readinessOf(one.of, now) === 'ready').map((one) => one.id))
    const goes = chosen?.of.task ? flies.find((one) => one.id === chosen.of.task?.asset) : undefined
    const to = chosen?.of.task?.destination ? care.find((one) => one.id === chosen.of.task?.destination) : undefined
    const line = (points: (LonLat | null | undefined)[], look: object): Shape[] => {
      const known = points.filter((one): one is LonLat => one !== null && one !== undefined)
      return known.length < 2 ? [] : [{ type: 'Feature', properties: look, geometry: { type: 'LineString', coordinates: known.slice(1).flatMap((one, i) => greatCircle(known[i]!, one)) } }]
    }
    return [
      ...(nearest ? [[day, 2], [night, 1.4]].map(([km = 0, width = 1]): Shape => ({ type: 'Feature', properties: { stroke: colours.care, width, dash: true }, geometry: { type: 'Polygon', coordinates: [circleRing(nearest, km * 1000)] } })) : []),
      ...line([goes, at, to], { stroke: colours.accent, width: 2.5, dash: chosen?.of.wheelsUpAt === undefined }),
      ...spots(sites).map((one): Shape => dot(one, { radius: 5, fill: colours.paper, stroke: colours.labelMinor, width: 1.6, text: 'H', textColor: colours.label, textSize: 10 })),
      ...care.map((one): Shape => dot(one, { radius: 8, fill: colours.paper, stroke: colours.care, width: 2.4, text: '+', textColor: colours.care, textSize: 15 })),
      // Those within some ten kilometres share one label: names over each other are read by nobody.
      ...[...Map.groupBy(flies, (one) => `${one.lon.toFixed(1)} ${one.lat.toFixed(1)}`).values()].flatMap((together) => together.slice(0, 1).map((one): Shape => {
        const any = together.some((each) => ready.has(each.id))
        return dot(one, { radius: 4, fill: any ? colours.rescue : colours.paper, stroke: any ? colours.paper : colours.rescue, width: 1.2, text: `${together.map((each) => each.title).join(', ')}`, textColor: colours.rescue, textSize: 11, anchor: 'left' })
      })),
      ...requests.flatMap((one): Shape[] => {
        const place = placeOf(one.of)
        return place ? [dot({ ...one, ...place }, { radius: one.id === chosen?.id ? 10 : 7, fill: urgent, stroke: colours.paper, width: 2, text: `${one.of.four.callsign}`, textColor: urgent, textSize: 12, anchor: 'left' })] : []
      }),
    ]
  }, [facilities, assets, sites, requests, chosen, at, day, night, now, colours])
  if (!shown) {
    return <button type="button" className="btn noprint" onClick={() => setShown(true)}><MapPinned size={15} aria-hidden="true" />{tt('map')}</button>
  }
  return (
    <section className="evacmap" aria-label={tt('map')}>
      <div className="evacmapbox"><Suspense fallback={<div className="skeleton" />}><AreaMap areas={NO_AREAS} chosen={null} drawn={drawn} onPick={(ref) => navigate(requests.some((one) => one.ref === ref) ? `/casevac?r=${ref}` : `/records/${ref}`)} onClick={null} onHandle={nothing} /></Suspense></div>
      <p className="quiet small">{tt('map.reach', { day: `${number(day)} km`, night: `${number(night)} km` })}</p>
    </section>
  )
}

function dot(one: { ref: string; lon: number; lat: number }, look: Omit<Shape['properties'], 'id'>): Shape {
  return { type: 'Feature', properties: { id: one.ref, ...look }, geometry: { type: 'Point', coordinates: [one.lon, one.lat] } }
}

const NO_AREAS: [] = []
const nothing = (): void => undefined
