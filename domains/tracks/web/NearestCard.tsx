import { useQuery } from '@tanstack/react-query'
import { Navigation, Send } from 'lucide-react'
import { useState } from 'react'
import { inLocale } from '../../../core/i18n.ts'
import { api, Card, navigate, ProblemNotice, queryString, useKinds, useMoment, useTexts, useWords, type RecordView } from '../../../web/face.ts'
import { orderAddress } from '../../watchlog/contract.ts'
import { DETOUR, type Candidate } from '../shared/nearest.ts'
import { CAPABILITY_WORDS } from '../shared/texts.ts'
import { CAPABILITIES } from '../shared/track.ts'
import { NearLine, useNearWords } from './NearLine.tsx'
import { ROWS } from './panels.texts.ts'
import { Sign } from './Sign.tsx'
import { placeWords } from './words.ts'
import './tracks.css'

const MOST = 5
const AGAIN_MS = 30_000

/** Beside an incident: who of ours could be there soonest, asked when somebody wants to know, and the door to asking them to go. */
export function NearestCard({ record }: { record: RecordView }) {
  const tt = useTexts(ROWS)
  const { locale, number } = useWords()
  const { time, way } = useNearWords()
  const then = useMoment()
  const [asked, setAsked] = useState(false)
  const [capability, setCapability] = useState('')
  const kinds = useKinds().data
  const may = kinds?.some((kind) => kind.name === 'order' && kind.canCreate)
  const [lon, lat] = record.geometry?.coordinates ?? []
  const found = useQuery({
    queryKey: ['tracks-nearest', lon, lat, capability, record.id], enabled: asked && lon !== undefined && lat !== undefined, refetchInterval: AGAIN_MS,
    queryFn: ({ signal }) => api<{ items: Candidate[]; total: number; network: boolean }>(`/api/tracks/nearest?${queryString({ lon: lon?.toFixed(6), lat: lat?.toFixed(6), need: capability || undefined, limit: MOST })}`, { signal }),
  })
  if (lon === undefined || lat === undefined || then !== null || !kinds?.some((kind) => kind.name === 'track')) {
    return null
  }
  const items = found.data?.items ?? []
  const send = (chosen: Candidate) => {
    const options = items.map((one) => ({
      name: nameOf(one), hours: Math.round(one.etaS / 36) / 100, resources: way(one),
      why: one === chosen ? tt('near.chosen', { time: time(one.etaS) }) : tt(one.etaS >= chosen.etaS ? 'near.later' : 'near.sooner', { time: time(one.etaS), more: time(Math.abs(one.etaS - chosen.etaS)) }),
      ...(one === chosen ? { chosen: true as const } : {}),
    }))
    navigate(orderAddress({ record: record.ref, title: tt('near.order', { what: record.title }).slice(0, 200), to: nameOf(chosen), where: placeWords({ lon, lat }).grid, options }))
  }
  return (
    <Card title={tt('near')} id="nearest">
      {!asked && <p className="noprint neverasked"><button type="button" className="btn small" onClick={() => setAsked(true)}><Navigation size={14} aria-hidden="true" />{tt('near.ask')}</button></p>}
      {asked && (
        <>
          <select className="select small" value={capability} aria-label={tt('capabilities')} onChange={(event) => setCapability(event.target.value)}>
            <option value="">{tt('near.any')}</option>
            {CAPABILITIES.map((one) => <option key={one} value={one}>{inLocale(CAPABILITY_WORDS[one], locale)}</option>)}
          </select>
          {found.isPending && <div className="skeleton" />}
          {found.error && <ProblemNotice error={found.error} retry={() => void found.refetch()} />}
          {found.data && items.length === 0 && <p className="quiet small">{tt('near.none')}</p>}
          <ol className="tracklist nearcard">
            {items.map((one) => (
              <li key={one.track.id} className="row">
                <Sign sidc={one.track.sidc} size={20} /><NearLine one={one} />
                {may && <button type="button" className="btn small" aria-label={tt('near.send.this', { who: nameOf(one) })} onClick={() => send(one)}><Send size={14} aria-hidden="true" />{tt('near.send')}</button>}
              </li>
            ))}
          </ol>
          {found.data && items.length < found.data.total && <p className="quiet small">{tt('shown', { n: number(items.length), of: number(found.data.total) })}</p>}
          {found.data && <p className="quiet small">{tt(found.data.network ? 'near.note.roads' : 'near.note', { winding: number(DETOUR) })}</p>}
        </>
      )}
    </Card>
  )
}

const nameOf = ({ track }: Candidate): string => (track.callsign ?? track.name).slice(0, 120)
