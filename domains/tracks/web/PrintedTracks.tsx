import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { api, clockZ, queryString, serverNow, useMoment } from '../../../web/face.ts'
import type { LayerProps, Shape } from '../../../web/face.ts'
import type { LiveTrack, Paths } from '../shared/wire.ts'
import { LOOK_BACK_MS, standing } from './then.ts'
import { ageOf } from './plan.ts'
import { useTrackSettings } from './settings.ts'

/** Drawn on one sheet; the legend says how many there are. */
const MOST = 2000

/** Tracks on paper: where each stood at the moment of the sheet, with the time of its position. Only those with a record, which the sheet issues and marks. */
export function PrintedTracks({ draw, colours }: LayerProps) {
  const moment = useMoment()
  const limits = useTrackSettings()
  const now = useQuery({ queryKey: ['tracks-sheet'], enabled: moment === null, staleTime: Infinity, queryFn: () => api<{ items: LiveTrack[]; total: number; now: number }>(`/api/tracks/live?${queryString({ limit: MOST })}`) })
  const then = useQuery({ queryKey: ['tracks-sheet', moment], enabled: moment !== null, staleTime: Infinity, queryFn: () => api<Paths>(`/api/tracks/paths?${queryString({ from: new Date((moment ?? 0) - LOOK_BACK_MS).toISOString(), to: new Date((moment ?? 0) + 1).toISOString() })}`) })
  useEffect(() => {
    const at = moment ?? now.data?.now ?? serverNow()
    const tracks = moment === null ? now.data?.items : then.data?.paths.map((path) => standing(path, moment)).filter((one) => one !== null)
    if (!tracks) {
      return
    }
    const drawn = tracks.filter((one) => one.ref !== null || moment !== null)
    draw(drawn.map((one): Shape => {
      const age = ageOf(one.at, at, limits)
      return {
        type: 'Feature', geometry: { type: 'Point', coordinates: [one.lon, one.lat] },
        properties: { id: one.id, radius: 4.5, fill: age === 'lost' ? colours.paper : age === 'old' ? colours.labelMinor : colours.accent, stroke: one.affiliation === 'hostile' ? (colours.severity[4] ?? colours.label) : colours.label, width: 1.8, text: `${one.callsign ?? one.name} ${clockZ(one.at)}${one.source === 'manual' ? ' M' : ''}`, textColor: colours.label, textSize: 10.5, anchor: 'left' },
      }
    }), { shown: drawn.length, total: now.data?.total ?? drawn.length })
  }, [moment, now.data, then.data, draw, colours, limits])
  return null
}
