import { Crosshair, Download, FileText, LocateFixed, Mic, Siren } from 'lucide-react'
import { useState } from 'react'
import { fullTime, Link, navigate, useKinds, useRecord, useSession, useTexts, useWords } from '../../../web/face.ts'
import type { LayerMap } from '../../../web/face.ts'
import { inLocale } from '../../../core/i18n.ts'
import { AFFILIATION_WORDS, CAPABILITY_WORDS, SORT_WORDS } from '../shared/texts.ts'
import type { LiveTrack } from '../shared/wire.ts'
import { keepTrack } from './keep.ts'
import { ROWS } from './panels.texts.ts'
import { Panel } from './Panel.tsx'
import { ageOf } from './plan.ts'
import { useTrackSettings } from './settings.ts'
import { Sign } from './Sign.tsx'
import { askNearest, setTracks, useTracksState } from './state.ts'
import { placeWords, sourceWords } from './words.ts'

const TRAILS = [0, 30, 120, 1440] as const

/** The chosen thing: who it is, where and how surely, and what can be done about it. */
export function TrackCard({ track, now, live, map, onClose }: { track: LiveTrack; now: number; live: boolean; map: LayerMap; onClose(): void }) {
  const tt = useTexts(ROWS)
  const { locale, number } = useWords()
  const { mission } = useSession()
  const settings = useTrackSettings()
  const { follow, trailMin, rings } = useTracksState()
  const [radii, setRadii] = useState(rings.map((m) => m / 1000).join(', '))
  const mayMake = useKinds().data?.find((kind) => kind.name === 'track')?.canCreate === true
  const unit = useRecord(track.unit).data
  const feed = useRecord(track.feed).data
  const { grid, degrees } = placeWords(track)
  const age = ageOf(track.at, now, settings)
  const row = (name: string, value: string | null, ltr = false) => (
    <><dt>{name}</dt><dd className={value === null ? 'quiet' : ltr ? 'ltr' : undefined}>{value ?? tt('unknown')}</dd></>
  )
  const ringsOf = (text: string) => {
    setRadii(text)
    setTracks({ rings: text.split(/[,;\s]+/).map(Number).filter((km) => km > 0 && km <= 2000).slice(0, 8).map((km) => km * 1000) })
  }
  return (
    <Panel
      title={<><Sign sidc={track.sidc} /> {track.callsign ?? track.name}</>} name={track.callsign ?? track.name} onClose={onClose}
      side={track.sos ? <span className="tag critical"><Siren size={14} aria-hidden="true" />{tt('sos')}</span> : age !== 'fresh' && <span className={`tag ${age === 'lost' ? 'critical' : 'warning'}`}>{tt(age === 'lost' ? 'lost' : 'old')}</span>}
    >
      <p className="quiet small">{[inLocale(AFFILIATION_WORDS[track.affiliation as keyof typeof AFFILIATION_WORDS] ?? AFFILIATION_WORDS.unknown, locale), inLocale(SORT_WORDS[track.sort], locale), track.callsign && track.callsign !== track.name ? track.name : ''].filter(Boolean).join(' · ')}{track.ref && <> · <span className="ltr">{track.ref}</span></>}</p>
      <p className={`trackage ${age}`} title={fullTime(track.at, mission.zone, locale)}>{sourceWords(track, now, locale, tt)}</p>
      <dl className="trackfacts">
        <dt>{tt('place')}</dt><dd className="ltr"><span className="mono">{grid}</span><br /><span className="quiet small">{degrees}</span></dd>
        {row(tt('speed'), track.speedMs === null ? null : `${number(Math.round(track.speedMs * 3.6))} km/h`, true)}
        {row(tt('course'), track.courseDeg === null ? null : `${String(Math.round(track.courseDeg)).padStart(3, '0')}°`, true)}
        {track.altM !== null && row(tt('altitude'), `${number(Math.round(track.altM))} m`, true)}
        {row(tt('accuracy'), track.accuracyM === null ? null : `± ${number(Math.round(track.accuracyM))} m`, true)}
        {track.battery !== null && row(tt('battery'), `${number(Math.round(track.battery * 100))} %`, true)}
        {(unit || track.unit) && row(tt('unit'), unit?.title ?? track.unit)}
        {track.capabilities.length > 0 && row(tt('capabilities'), track.capabilities.map((one) => inLocale(CAPABILITY_WORDS[one as keyof typeof CAPABILITY_WORDS] ?? { en: one }, locale)).join(', '))}
        {feed && row(tt('feed'), feed.title)}
        {track.subject !== '' && !track.subject.startsWith('manual:') && row(tt('identity'), track.subject, true)}
      </dl>
      <div className="trackbuttons">
        {live && <button type="button" className="btn small" aria-pressed={follow} onClick={() => setTracks({ follow: !follow })}><LocateFixed size={14} aria-hidden="true" />{tt('follow')} <kbd>f</kbd></button>}
        <button type="button" className="btn small" onClick={() => map.goTo(track.lon, track.lat)}><Crosshair size={14} aria-hidden="true" />{tt('place')}</button>
        <button type="button" className="btn small" onClick={() => askNearest({ lon: track.lon, lat: track.lat, name: track.callsign ?? track.name })}>{tt('near.short')} <kbd>n</kbd></button>
        {live && mayMake && <button type="button" className="btn small" onClick={() => setTracks({ report: { track: track.ref === null ? null : track.id } })}><Mic size={14} aria-hidden="true" />{tt('report')}</button>}
        <button type="button" className="btn small" onClick={() => setTracks({ exporting: true })}><Download size={14} aria-hidden="true" />{tt('export')}</button>
        {track.ref && <Link className="btn small" to={`/records/${track.ref}`}><FileText size={14} aria-hidden="true" />{tt('record')}</Link>}
        {live && !track.ref && mayMake && <button type="button" className="btn small" onClick={() => void keepTrack(track).then((ref) => { if (ref) { navigate(`/records/${ref}`) } })}><FileText size={14} aria-hidden="true" />{tt('keep')}</button>}
      </div>
      <div className="trackset">
        <fieldset className="trackchoice"><legend>{tt('trail')}</legend>
          {TRAILS.map((min) => <button key={min} type="button" className="btn small plain" aria-pressed={trailMin === min} onClick={() => setTracks({ trailMin: min })}>{tt(`trail.${min}`)}</button>)}
        </fieldset>
        <label className="trackchoice"><span>{tt('rings')}</span><input className="input small ltr" inputMode="decimal" value={radii} placeholder="1, 5, 10" title={tt('rings.how')} aria-label={`${tt('rings')}: ${tt('rings.how')}`} onChange={(e) => ringsOf(e.target.value)} /></label>
      </div>
    </Panel>
  )
}
