import { useTexts, useWords } from '../../../web/face.ts'
import type { LayerMap } from '../../../web/face.ts'
import type { LiveTrack } from '../shared/wire.ts'
import { ROWS } from './panels.texts.ts'
import { Panel } from './Panel.tsx'
import { Sign } from './Sign.tsx'
import { chooseTrack } from './state.ts'
import { sourceWords } from './words.ts'

/** Named at once; the panel says how many there are. */
const MOST = 200

/** What stands in a group that was opened. */
export function GroupList({ tracks, now, map, onClose }: { tracks: LiveTrack[]; now: number; map: LayerMap; onClose(): void }) {
  const tt = useTexts(ROWS)
  const { locale, number } = useWords()
  const listed = [...tracks].sort((a, b) => (a.callsign ?? a.name).localeCompare(b.callsign ?? b.name)).slice(0, MOST)
  return (
    <Panel title={tt('n-tracks', { n: tracks.length })} focus onClose={onClose}>
      <ul className="tracklist">
        {listed.map((one) => (
          <li key={one.id}><button type="button" className="trackrow" onClick={() => { map.goTo(one.lon, one.lat, 11); chooseTrack(one.id) }}>
            <Sign sidc={one.sidc} size={20} /><span className="grow"><span className="cut" dir="auto">{one.callsign ?? one.name}</span><span className="quiet small">{sourceWords(one, now, locale, tt)}</span></span>
          </button></li>
        ))}
      </ul>
      {listed.length < tracks.length && <p className="quiet small">{tt('shown', { n: number(listed.length), of: number(tracks.length) })}</p>}
    </Panel>
  )
}
