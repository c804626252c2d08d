import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { ageText, api, clockZ, movingName, queryString, serverNow, useMoment, useWords } from '../../../web/face.ts'
import type { LayerProps, Shape } from '../../../web/face.ts'
import type { LiveTrack, Paths } from '../shared/wire.ts'
import { LOOK_BACK_MS, standing } from './then.ts'
import { ageOf, marksOf } from './plan.ts'
import { useTrackSettings } from './settings.ts'

/** Drawn on one sheet; the legend says how many there are. */
const MOST = 2000

/** Tracks on paper: the symbol of each where it stood at the moment of the sheet, with the time of its position and how old that was. Only those with a record, which the sheet issues and marks. */
export function PrintedTracks({ draw, colours }: LayerProps) {
  const moment = useMoment()
  const { locale } = useWords()
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
        properties: { id: one.id, radius: 2, fill: colours.label, icon: movingName(one.sidc, marksOf(one, age, false)), text: `${one.callsign ?? one.name}\n${clockZ(one.at)} · ${ageText(at - one.at, locale)}`, textColor: colours.label, textSize: 10.5, anchor: 'left' },
      }
    }), { shown: drawn.length, total: now.data?.total ?? drawn.length })
  }, [moment, now.data, then.data, draw, colours, limits, locale])
  return null
}
