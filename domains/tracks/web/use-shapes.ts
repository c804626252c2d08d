import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { api, circleRing, clockZ, queryString, useWords } from '../../../web/face.ts'
import type { LayerMap, LayerProps, Shape } from '../../../web/face.ts'
import type { LiveTrack, Paths } from '../shared/wire.ts'
import { lengthWords } from './words.ts'
import { useTracksState } from './state.ts'

/** The way of the chosen thing is read anew so often; in between the positions that come are added, ms. */
const AGAIN_MS = 60_000

/** Draws what belongs to the chosen thing: the way it came, rings round it, lines from those who are nearest. */
export function useTrackShapes({ map, colours, chosen, moment, now }: { map: LayerMap; colours: LayerProps['colours']; chosen: LiveTrack | undefined; moment: number | null; now: number }): void {
  const { trailMin, rings } = useTracksState()
  const { number } = useWords()
  const until = moment ?? Math.floor(now / AGAIN_MS) * AGAIN_MS + AGAIN_MS
  const id = chosen?.id ?? null
  const way = useQuery<Paths>({
    queryKey: ['track-way', id, trailMin, until], enabled: id !== null && trailMin > 0, staleTime: Infinity, placeholderData: (before) => (before?.paths[0]?.id === id ? before : undefined),
    queryFn: ({ signal }) => api<Paths>(`/api/tracks/paths?${queryString({ ids: id ?? '', from: new Date(until - trailMin * 60_000).toISOString(), to: new Date(until).toISOString() })}`, { signal }),
  })
  const path = way.data?.paths[0]
  const lon = chosen?.lon
  const lat = chosen?.lat
  useEffect(() => {
    if (!path || trailMin === 0 || path.lon.length === 0 || lon === undefined || lat === undefined) {
      map.shapes('track-way', 'overlays', null)
      return
    }
    const line = path.lon.map((x, i) => [x, path.lat[i]!])
    line.push([lon, lat])
    const marks = hourMarks(path.at, trailMin).map((i): Shape => ({ type: 'Feature', properties: { radius: 3, fill: colours.paper, stroke: colours.accent, width: 1.5, text: clockZ(path.at[i]!), textColor: colours.labelMinor, textSize: 10.5, anchor: 'left' }, geometry: { type: 'Point', coordinates: [path.lon[i]!, path.lat[i]!] } }))
    map.shapes('track-way', 'overlays', [{ type: 'Feature', properties: { stroke: colours.accent, width: 2.5 }, geometry: { type: 'LineString', coordinates: line } }, ...marks])
  }, [map, path, trailMin, lon, lat, colours])
  useEffect(() => {
    if (rings.length === 0 || lon === undefined || lat === undefined) {
      map.shapes('track-rings', 'tools', null)
      return
    }
    map.shapes('track-rings', 'tools', rings.flatMap((metres): Shape[] => {
      const ring = circleRing({ lon, lat }, metres)
      const top = ring.reduce((best, corner) => (corner[1]! > best[1]! ? corner : best), ring[0]!)
      return [
        { type: 'Feature', properties: { stroke: colours.label, width: 1.2, dash: true }, geometry: { type: 'LineString', coordinates: ring } },
        { type: 'Feature', properties: { text: lengthWords(metres, number), textColor: colours.label, textSize: 11, anchor: 'bottom' }, geometry: { type: 'Point', coordinates: top } },
      ]
    }))
  }, [map, rings, lon, lat, colours, number])
  useEffect(() => () => {
    map.shapes('track-way', 'overlays', null)
    map.shapes('track-rings', 'tools', null)
  }, [map])
}

/** Positions at which a time is written beside the way: the first, and about six more. */
function hourMarks(at: readonly number[], trailMin: number): number[] {
  const step = Math.max(5, trailMin / 6) * 60_000
  const out: number[] = []
  let last = -Infinity
  at.forEach((ms, i) => {
    if (ms - last >= step) {
      out.push(i)
      last = ms
    }
  })
  return out
}
