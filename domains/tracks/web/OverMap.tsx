import type { LayerMap, LayerProps } from '../../../web/face.ts'
import { useTexts } from '../../../web/face.ts'
import type { LiveTrack } from '../shared/wire.ts'
import { ExportForm } from './ExportForm.tsx'
import { GroupList } from './GroupList.tsx'
import { ROWS } from './map.texts.ts'
import { NearestPanel } from './NearestPanel.tsx'
import type { LivePicture } from './picture.ts'
import { ReportForm } from './ReportForm.tsx'
import { chooseTrack, setTracks, useTracksState } from './state.ts'
import { TrackCard } from './TrackCard.tsx'

/** What stands over the map about things that move: one panel at a time, the newest asked for. */
export function OverMap({ map, colours, chosen, now, live, refusal, tracks, picture, version }: { map: LayerMap; colours: LayerProps['colours']; chosen: LiveTrack | undefined; now: number; live: boolean; refusal: string | null; tracks: LiveTrack[] | null; picture: LivePicture; version: number }) {
  const tt = useTexts(ROWS)
  const { nearest, group, report, exporting } = useTracksState()
  const all = () => tracks ?? picture.all()
  if (report && live) {
    return <ReportForm key={report.track ?? ''} track={report.track === null ? undefined : picture.track(report.track)} onClose={() => setTracks({ report: null })} />
  }
  if (exporting) {
    return <ExportForm chosen={chosen} map={map} now={now} onClose={() => setTracks({ exporting: false })} />
  }
  if (nearest) {
    return <NearestPanel key={`${nearest.lon}:${nearest.lat}`} place={nearest} map={map} colours={colours} tracks={all()} now={now} live={live} changed={tracks ?? version} onClose={() => setTracks({ nearest: null })} />
  }
  if (group) {
    return <GroupList tracks={group.map((id) => (tracks ? tracks.find((one) => one.id === id) : picture.track(id))).filter((one) => one !== undefined)} now={now} map={map} onClose={() => setTracks({ group: null })} />
  }
  if (chosen) {
    return <TrackCard track={chosen} now={now} live={live} map={map} onClose={() => chooseTrack(null)} />
  }
  return refusal ? <p className="trackover trackrefused small" role="status">{tt('refused', { why: refusal })}</p> : null
}
