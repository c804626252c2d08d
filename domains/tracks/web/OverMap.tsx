import { lazy, Suspense } from 'react'
import { late, useTexts } from '../../../web/face.ts'
import type { LayerMap, LayerProps } from '../../../web/face.ts'
import type { LiveTrack } from '../shared/wire.ts'
import { KeptNote } from './KeptNote.tsx'
import { ROWS } from './map.texts.ts'
import type { LivePicture } from './picture.ts'
import { chooseTrack, setTracks, useTracksState } from './state.ts'

const panels = late(() => import('./panels.ts'))
const ExportForm = lazy(() => panels().then((m) => ({ default: m.ExportForm })))
const GroupList = lazy(() => panels().then((m) => ({ default: m.GroupList })))
const NearestPanel = lazy(() => panels().then((m) => ({ default: m.NearestPanel })))
const ReportForm = lazy(() => panels().then((m) => ({ default: m.ReportForm })))
const TrackCard = lazy(() => panels().then((m) => ({ default: m.TrackCard })))

/** What stands over the map about things that move: one panel at a time, the newest asked for. */
export function OverMap(props: Props) {
  return <Suspense><Over {...props} /></Suspense>
}

type Props = { map: LayerMap; colours: LayerProps['colours']; chosen: LiveTrack | undefined; now: number; live: boolean; refusal: string | null; keptAt: number | null; tracks: LiveTrack[] | null; picture: LivePicture; version: number }

function Over({ map, colours, chosen, now, live, refusal, keptAt, tracks, picture, version }: Props) {
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
  if (keptAt !== null) {
    return <p className="trackover trackrefused small" role="status"><KeptNote at={keptAt} shown={picture.size} total={picture.total} /></p>
  }
  return refusal ? <p className="trackover trackrefused small" role="status">{tt('refused', { why: refusal })}</p> : null
}
