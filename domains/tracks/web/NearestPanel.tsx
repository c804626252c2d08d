import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { api, greatCircle, queryString, useTexts, useWords } from '../../../web/face.ts'
import type { LayerMap, LayerProps, Shape } from '../../../web/face.ts'
import { inLocale } from '../../../core/i18n.ts'
import { candidate, DETOUR, ranked as inOrder } from '../shared/nearest.ts'
import type { Candidate, Reason } from '../shared/nearest.ts'
import { CAPABILITY_WORDS } from '../shared/texts.ts'
import { CAPABILITIES } from '../shared/track.ts'
import type { LiveTrack } from '../shared/wire.ts'
import { ROWS } from './panels.texts.ts'
import { Panel } from './Panel.tsx'
import { Sign } from './Sign.tsx'
import { chooseTrack, setTracks, tracksState } from './state.ts'
import type { Place } from './state.ts'
import { lengthWords } from './words.ts'

/** From here on hours and minutes are said, s. */
const LONG_S = 2 * 3600
/** Said of a way by road when so much of it is off the road, m. */
const MUCH_OFF_M = 1000
/** Named and joined by lines. */
const MOST = 8
/** The node is asked again so often, ms: it knows the usual speeds of the tracks themselves. */
const AGAIN_MS = 15_000
/** What is said of nearly everything stands in the note below and not on each row. */
const COMMON: ReadonlySet<Reason> = new Set(['usual-speed', 'detour', 'by-air', 'by-road'])
const FOOT: ReadonlySet<string> = new Set(['person', 'team'])

/** How it comes: what is known of its way, and where nothing is, that it is the straight line. */
const means = ({ by, track }: Candidate) => (by === 'straight' ? 'straight' : by === 'road' && FOOT.has(track.sort) ? 'foot' : by)

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
  const minutes = (seconds: number) => number(Math.max(1, Math.round(seconds / 60)))
  const time = (seconds: number) => (seconds < LONG_S ? tt('near.minutes', { n: minutes(seconds) }) : tt('near.hours', { h: number(Math.floor(seconds / 3600)), n: number(Math.floor((seconds % 3600) / 60)) }))
  return (
    <Panel title={tt('near')} focus onClose={onClose}>
      <p className="quiet small" dir="auto">{tt('near.to', { place: place.name })}</p>
      <select className="select small" value={capability} aria-label={tt('capabilities')} data-first onChange={(e) => setCapability(e.target.value)}>
        <option value="">{tt('near.any')}</option>
        {CAPABILITIES.map((one) => <option key={one} value={one}>{inLocale(CAPABILITY_WORDS[one], locale)}</option>)}
      </select>
      {shown.length === 0 && <p className="quiet">{tt('near.none')}</p>}
      <ol className="tracklist nearlist">
        {shown.map((one) => {
          const { track, wayM, offM, by, kmh, etaS, earliestS, latestS, reasons } = one
          const doubts = reasons.filter((reason) => !COMMON.has(reason))
          return (
            <li key={track.id}><button type="button" className="trackrow" onClick={() => { setTracks({ nearest: null }); chooseTrack(track.id); map.goTo(track.lon, track.lat) }}>
              <Sign sidc={track.sidc} size={20} />
              <span className="grow">
                <span className="cut" dir="auto"><strong>{track.callsign ?? track.name}</strong></span>
                <span className="quiet small">{tt(`near.by.${means(one)}`, { way: lengthWords(wayM, number) })}{by === 'road' && offM > MUCH_OFF_M && <>, {tt('near.off', { way: lengthWords(offM, number) })}</>} · <span className="ltr">{number(Math.round(kmh))} km/h</span></span>
                {doubts.length > 0 && <span className="small doubts">{doubts.map((one) => tt(`near.${one}`)).join(' · ')}</span>}
              </span>
              <span className="nearmin"><strong>{time(etaS)}</strong>{latestS - earliestS > 120 && <span className="quiet small ltr">{minutes(earliestS)}–{minutes(latestS)}</span>}</span>
            </button></li>
          )
        })}
      </ol>
      {shown.length < total && <p className="quiet small">{tt('shown', { n: number(shown.length), of: number(total) })}</p>}
      <p className="quiet small">{tt(network ? 'near.note.roads' : live ? 'near.note' : 'near.note.away', { winding: number(DETOUR) })}</p>
    </Panel>
  )
}
