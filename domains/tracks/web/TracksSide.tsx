import { Mic } from 'lucide-react'
import { useState } from 'react'
import { Link, useKinds, useMoment, useNow, useTexts, useWords } from '../../../web/face.ts'
import { fold } from '../../../core/text.ts'
import type { LiveTrack } from '../shared/wire.ts'
import { KeptNote } from './KeptNote.tsx'
import { useLivePicture } from './live.ts'
import { ROWS } from './map.texts.ts'
import { ageOf, rank } from './plan.ts'
import { useTrackSettings } from './settings.ts'
import { Sign } from './Sign.tsx'
import { chooseTrack, setTracks, useTracksState } from './state.ts'
import { sourceWords } from './words.ts'
import './tracks.css'

/** Rows of the compact list. */
const MOST = 8

/** What moves, in the room's side column: calls for help first, then by name, so that no row moves under the hand; a word finds any. */
export function TracksSide() {
  const tt = useTexts(ROWS)
  const { locale, number, label } = useWords()
  const kinds = useKinds().data
  const kind = kinds?.find((one) => one.name === 'track')
  const moment = useMoment()
  const now = useNow(5000)
  const settings = useTrackSettings()
  const { picture, refusal, keptAt } = useLivePicture()
  const { chosen } = useTracksState()
  const [text, setText] = useState('')
  if (!kind || moment !== null) {
    return null
  }
  const wanted = fold(text.trim())
  const found = picture.all().filter((one) => wanted === '' || fold(`${one.callsign ?? ''} ${one.name} ${one.subject} ${one.ref ?? ''}`).includes(wanted))
  const nameOf = (one: LiveTrack) => one.callsign ?? one.name
  found.sort((a, b) => rank(b, false) - rank(a, false) || (nameOf(a) < nameOf(b) ? -1 : nameOf(a) > nameOf(b) ? 1 : 0))
  const choose = (one: LiveTrack) => {
    chooseTrack(one.id)
    setTracks({ follow: true })
  }
  return (
    <section className="sidepart tracksside">
      <h2>{label('kinds.track')}<Link className="count" to="/k/track">{number(Math.max(picture.size, picture.total))}</Link><span className="grow" />
        {kind.canCreate && <button type="button" className="btn icon small plain" aria-label={tt('report')} title={tt('report')} onClick={() => setTracks({ report: { track: null } })}><Mic size={15} /></button>}
      </h2>
      {refusal !== null && <p className="quiet small">{tt('refused', { why: refusal })}</p>}
      {keptAt !== null && <p className="quiet small" role="status"><KeptNote at={keptAt} shown={picture.size} total={picture.total} /></p>}
      {picture.size === 0 && refusal === null && <p className="quiet small">{tt('none')}</p>}
      {picture.size > MOST && <input className="input small" type="search" dir="auto" placeholder={tt('find')} aria-label={tt('find')} value={text} onChange={(e) => setText(e.target.value)} />}
      <ul>
        {found.slice(0, MOST).map((one) => (
          <li key={one.id}><button type="button" className="siderow" aria-pressed={chosen === one.id} onClick={() => choose(one)}>
            <Sign sidc={one.sidc} size={16} />
            <span className="grow cut" dir="auto">{one.callsign ?? one.name}</span>
            {one.sos && <span className="tag critical">{tt('sos')}</span>}
            <span className={`small trackage ${ageOf(one.at, now, settings)}`}>{sourceWords(one, now, locale, tt)}</span>
          </button></li>
        ))}
      </ul>
      {found.length > MOST && <p className="quiet small">{tt('shown', { n: MOST, of: number(found.length) })}</p>}
    </section>
  )
}
