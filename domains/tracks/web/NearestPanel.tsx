import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { api, greatCircle, queryString, useTexts, useWords } from '../../../web/face.ts'
import type { LayerMap, LayerProps, Shape } from '../../../web/face.ts'
import { inLocale } from '../../../core/i18n.ts'
import { candidate, DETOUR, ranked as inOrder } from '../shared/nearest.ts'
import type { Candidate } from '../shared/nearest.ts'
import { CAPABILITY_WORDS } from '../shared/texts.ts'
import { CAPABILITIES } from '../shared/track.ts'
import type { LiveTrack } from '../shared/wire.ts'
import { NearLine } from './NearLine.tsx'
import { ROWS } from './panels.texts.ts'
import { Panel } from './Panel.tsx'
import { Sign } from './Sign.tsx'
import { chooseTrack, setTracks, tracksState } from './state.ts'
import type { Place } from './state.ts'

/** Named and joined by lines. */
const MOST = 8
/** The node is asked again so often, ms: it knows the usual speeds of the tracks themselves. */
const AGAIN_MS = 15_000
/** Who is nearest to a place and can move: ranked by the time they would need, with what is doubtful about it. */
export function NearestPanel({ place, map, colours, tracks, now, live, changed, onClose }: { place: Place; map: LayerMap; colours: LayerProps['colours']; tracks: LiveTrack[]; now: number; live: boolean; /** Another value where the tracks are others. */ changed: unknown; onClose(): void }) {
  const tt = useTexts(ROWS)
  const { locale, number } = useWords()
  const [capability, setCapability] = useState('')
  const own = useMemo(
    () => inOrder(tracks.filter((one) => (one.affiliation === 'friend' || one.affiliation === 'assumed-friend') && (capability === '' || one.capabilities.includes(capability))).map((one) => candidate(one, place, now, null)).filter((one) => one !== null)),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- changed stands for the tracks
    [changed, place, now, capability],
  )
  const asked = useQuery<{ items: Candidate[]; total: number; network: boolean }>({
    queryKey: ['tracks-nearest', place.lon, place.lat, capability, Math.floor(now / AGAIN_MS)], enabled: live,
    queryFn: ({ signal }) => api(`/api/tracks/nearest?${queryString({ lon: place.lon.toFixed(6), lat: place.lat.toFixed(6), need: capability || undefined, limit: MOST + 1 })}`, { signal }),
    placeholderData: (before) => before,
  })
  const [except] = useState(() => tracksState().chosen)
  const ranked = useMemo(() => (live && asked.data ? asked.data.items : own).filter((one) => one.track.id !== except), [live, asked.data, own, except])
  const total = (live && asked.data ? asked.data.total : own.length) - (own.some((one) => one.track.id === except) ? 1 : 0)
  const shown = ranked.slice(0, MOST)
  const network = live && asked.data?.network === true
  useEffect(() => {
    const lines: Shape[] = ranked.slice(0, MOST).map(({ track, line }, i) => ({ type: 'Feature', properties: { stroke: i === 0 ? colours.accent : colours.labelMinor, width: i === 0 ? 2.5 : 1.2, dash: i !== 0 }, geometry: { type: 'LineString', coordinates: line ?? greatCircle(track, place) } }))
    map.shapes('track-nearest', 'overlays', lines)
    return () => map.shapes('track-nearest', 'overlays', null)
  }, [map, ranked, place, colours])
  return (
    <Panel title={tt('near')} focus onClose={onClose}>
      <p className="quiet small" dir="auto">{tt('near.to', { place: place.name })}</p>
      <select className="select small" value={capability} aria-label={tt('capabilities')} data-first onChange={(e) => setCapability(e.target.value)}>
        <option value="">{tt('near.any')}</option>
        {CAPABILITIES.map((one) => <option key={one} value={one}>{inLocale(CAPABILITY_WORDS[one], locale)}</option>)}
      </select>
      {shown.length === 0 && <p className="quiet">{tt('near.none')}</p>}
      <ol className="tracklist nearlist">
        {shown.map((one) => (
          <li key={one.track.id}><button type="button" className="trackrow" onClick={() => { setTracks({ nearest: null }); chooseTrack(one.track.id); map.goTo(one.track.lon, one.track.lat) }}><Sign sidc={one.track.sidc} size={20} /><NearLine one={one} /></button></li>
        ))}
      </ol>
      {shown.length < total && <p className="quiet small">{tt('shown', { n: number(shown.length), of: number(total) })}</p>}
      <p className="quiet small">{tt(network ? 'near.note.roads' : live ? 'near.note' : 'near.note.away', { winding: number(DETOUR) })}</p>
    </Panel>
  )
}
