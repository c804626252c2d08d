import { useCallback, useEffect, useMemo, useRef } from 'react'
import { ageText, movingName, useLocation, useMoment, useNow, useRecord, useShowing, useTexts, useWords } from '../../../web/face.ts'
import type { LayerMap, LayerProps, Shape } from '../../../web/face.ts'
import { levelRank } from '../../../core/handling.ts'
import type { Level } from '../../../core/handling.ts'
import type { LiveTrack } from '../shared/wire.ts'
import { useLivePicture } from './live.ts'
import { ROWS } from './map.texts.ts'
import { OverMap } from './OverMap.tsx'
import { usePastTracks } from './past.ts'
import { planTracks } from './plan.ts'
import { PrintedTracks } from './PrintedTracks.tsx'
import { useTrackSettings } from './settings.ts'
import { chooseTrack, setHere, setTracks, useTracksState } from './state.ts'
import { tailsAt } from './then.ts'
import './tracks.css'
import { useTrackShapes } from './use-shapes.ts'

/** Everything that moves, on the map: now from the live picture, in the past from history, on paper as it stands. */
export function TracksLayer(props: LayerProps) {
  return props.map === null ? <PrintedTracks {...props} /> : <Moving {...props} map={props.map} />
}

/** Pixels of the map that a card covers. */
function covered(dir: 'ltr' | 'rtl'): { left: number; right: number } {
  const width = window.innerWidth <= 720 ? 0 : 370
  return dir === 'rtl' ? { left: width, right: 0 } : { left: 0, right: width }
}

const NOTHING: [] = []
/** Ages on the map change without anything new coming. */
const AGE_STEP_MS = 5000
/** Minutes of the way that are drawn behind everything while the past is shown. */
const TAIL_MIN = 10

function Moving({ map, zoom, colours, draw }: LayerProps & { map: LayerMap }) {
  const tt = useTexts(ROWS)
  const { locale, number, dir } = useWords()
  const moment = useMoment()
  const settings = useTrackSettings()
  const state = useTracksState()
  const clock = useNow(AGE_STEP_MS)
  const { picture, version, refusal, keptAt } = useLivePicture()
  const past = usePastTracks(moment)
  const now = past ? past.now : clock
  // eslint-disable-next-line react-hooks/exhaustive-deps -- version stands for the columns of the picture
  const things = useMemo((): Iterable<LiveTrack> => (past ? past.things : picture.all()), [past, picture, version])

  const plan = useMemo(() => planTracks(things, {
    now, zoom, limits: keptAt === null || past ? settings : { ...settings, oldMin: -1 }, hidden: settings.hidden, chosen: state.chosen, cluster: settings.cluster, labels: settings.labels, ahead: settings.ahead,
    nameOf: movingName, age: (minutes) => ageText(minutes * 60_000, locale),
  }), [things, now, zoom, settings, state.chosen, locale, keptAt, past])

  const pick = useRef<(index: number) => void>(() => undefined)
  useEffect(() => {
    pick.current = (index) => {
      const id = plan.ids[index]
      if (id !== undefined) {
        chooseTrack(id)
      }
    }
  })
  useEffect(() => map.move(plan.columns, (index) => pick.current(index)), [map, plan])
  useEffect(() => () => map.move(null), [map])

  useEffect(() => draw(null, { shown: plan.shown, total: past ? plan.total : Math.max(plan.total, picture.total) }), [draw, plan, past, picture])
  useEffect(() => {
    const groups = new Map(plan.clusters.map((cluster) => [cluster.key, cluster]))
    map.shapes('track-groups', 'records', plan.clusters.map((cluster): Shape => ({
      type: 'Feature', properties: { id: cluster.key, radius: 15, fill: colours.paper, stroke: colours.label, width: 2, text: number(cluster.count), textColor: colours.label, textSize: 12 }, geometry: { type: 'Point', coordinates: [cluster.lon, cluster.lat] },
    })), (key) => setTracks({ group: groups.get(key)?.ids ?? null }))
  }, [map, plan, colours, number])
  useEffect(() => () => map.shapes('track-groups', 'records', null), [map])

  const level = useMemo(() => {
    let worst: Level = 'U'
    for (const one of things) {
      worst = levelRank(one.level) > levelRank(worst) ? one.level : worst
    }
    return worst
  }, [things])
  useShowing('tracks', level === 'U' ? NOTHING : [{ handling: { level, compartments: [], owner: '', releasableTo: [], caveats: [] } }])

  // Tails while the past is shown: drawn with each step of the address, not with each picture of what moves.
  const paths = past?.paths
  useEffect(() => {
    const lines = moment === null || !paths ? [] : tailsAt(paths, moment, TAIL_MIN)
    map.shapes('track-tails', 'overlays', lines.length === 0 ? null : [{ type: 'Feature', properties: { stroke: colours.labelMinor, width: 1.4 }, geometry: { type: 'MultiLineString', coordinates: lines } }])
  }, [map, paths, moment, colours])
  useEffect(() => () => map.shapes('track-tails', 'overlays', null), [map])

  // Whoever calls for help now is shown once more than others: a ring that opens, three times.
  const called = useRef(new Set<string>())
  useEffect(() => {
    for (const one of things) {
      if (one.sos && !called.current.has(one.id)) {
        called.current.add(one.id)
        map.pulse(one.lon, one.lat)
      } else if (!one.sos) {
        called.current.delete(one.id)
      }
    }
  }, [map, things])

  const chosen = past ? past.track(state.chosen) : state.chosen === null ? undefined : picture.track(state.chosen)
  const place = chosen ? `${chosen.lon}:${chosen.lat}` : ''
  useEffect(() => {
    if (state.follow && place !== '') {
      const [lon = 0, lat = 0] = place.split(':').map(Number)
      map.reveal(lon, lat, covered(dir))
    }
  }, [map, state.follow, place, dir])
  // What was chosen must not lie behind its own card.
  const seenId = useRef<string | null>(null)
  useEffect(() => {
    if (chosen && seenId.current !== chosen.id) {
      map.reveal(chosen.lon, chosen.lat, covered(dir))
    }
    seenId.current = chosen?.id ?? null
  }, [map, chosen, dir])

  const open = useRecord(useLocation().search.get('open')).data
  const here = useCallback(() => {
    if (chosen) {
      return { lon: chosen.lon, lat: chosen.lat, name: chosen.callsign ?? chosen.name }
    }
    if (open?.geometry) {
      return { lon: open.geometry.coordinates[0], lat: open.geometry.coordinates[1], name: open.title }
    }
    return { ...map.centre(), name: tt('here') }
  }, [chosen, open, map, tt])
  useEffect(() => setHere(here), [here])

  useTrackShapes({ map, colours, chosen, moment, now })
  return <OverMap map={map} colours={colours} chosen={chosen} now={now} live={!past} refusal={past ? null : refusal} keptAt={past ? null : keptAt} tracks={past ? past.things : null} picture={picture} version={version} />
}
