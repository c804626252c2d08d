import { useEffect, useMemo, useState } from 'react'
import { greatCircle, useTexts, useWords } from '../../../web/face.ts'
import type { LayerMap, LayerProps, Shape } from '../../../web/face.ts'
import { inLocale } from '../../../core/i18n.ts'
import { CAPABILITY_WORDS } from '../shared/texts.ts'
import { CAPABILITIES } from '../shared/track.ts'
import type { LiveTrack } from '../shared/wire.ts'
import { ROWS } from './map.texts.ts'
import { nearest, WINDING } from './nearest.ts'
import { Panel } from './Panel.tsx'
import { useTrackSettings } from './settings.ts'
import { Sign } from './Sign.tsx'
import { chooseTrack, setTracks, tracksState } from './state.ts'
import type { Place } from './state.ts'
import { lengthWords } from './words.ts'

/** Named and joined by lines. */
const MOST = 8

/** Who is nearest to a place and can move: ranked by the time they would need, with what is doubtful about it. */
export function NearestPanel({ place, map, colours, tracks, now, version, onClose }: { place: Place; map: LayerMap; colours: LayerProps['colours']; tracks: LiveTrack[]; now: number; version: number; onClose(): void }) {
  const tt = useTexts(ROWS)
  const { locale, number } = useWords()
  const limits = useTrackSettings()
  const [capability, setCapability] = useState('')
  // eslint-disable-next-line react-hooks/exhaustive-deps -- version stands for the tracks
  const ranked = useMemo(() => nearest(tracks, place, { now, limits, capability: capability || null, except: tracksState().chosen }), [version, place, now, limits, capability])
  const shown = ranked.slice(0, MOST)
  useEffect(() => {
    const lines: Shape[] = ranked.slice(0, MOST).map(({ track }, i) => ({ type: 'Feature', properties: { stroke: i === 0 ? colours.accent : colours.labelMinor, width: i === 0 ? 2.5 : 1.2, dash: i !== 0 }, geometry: { type: 'LineString', coordinates: greatCircle(track, place) } }))
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
        {shown.map(({ track, metres, means, minutes, kmh, doubts }) => (
          <li key={track.id}><button type="button" className="trackrow" onClick={() => { setTracks({ nearest: null }); chooseTrack(track.id); map.goTo(track.lon, track.lat) }}>
            <Sign sidc={track.sidc} size={20} />
            <span className="grow">
              <span className="cut" dir="auto"><strong>{track.callsign ?? track.name}</strong></span>
              <span className="quiet small">{lengthWords(metres, number)} · {tt(`near.${means}`)}{minutes !== null && <span className="ltr"> · {number(Math.round(kmh))} km/h</span>}</span>
              {doubts.length > 0 && <span className="small doubts">{doubts.map((one) => tt(`near.${one}`)).join(' · ')}</span>}
            </span>
            <strong className="nearmin">{minutes === null ? <span className="quiet small">{tt('near.no-time')}</span> : tt('near.minutes', { n: number(Math.max(1, Math.round(minutes))) })}</strong>
          </button></li>
        ))}
      </ol>
      {shown.length < ranked.length && <p className="quiet small">{tt('shown', { n: number(shown.length), of: number(ranked.length) })}</p>}
      <p className="quiet small">{tt('near.note', { winding: number(WINDING) })}</p>
    </Panel>
  )
}
