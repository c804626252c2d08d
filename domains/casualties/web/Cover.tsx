import { useEffect, useMemo, useState } from 'react'
import { coverAt, reachOutline, type ReachPair } from '../../../analysis/casevac/reach.ts'
import { distanceM, type LonLat } from '../../../core/place-geodesy.ts'
import { api, Card, ProblemNotice, saveAction, toast, useKinds, useNow, useOnce, useTexts, useWords, uuid7, type RecordView } from '../../../web/face.ts'
import type { Movement, PlanInset } from '../../movements/contract.ts'
import { capabilitiesOf } from '../shared/capability.ts'
import { readinessOf, type EvacAsset } from '../shared/evac-asset.ts'
import { freshness, type Facility } from '../shared/facility.ts'
import { isNight } from '../shared/night.ts'
import { reachKm, timelineOf, uncovered, USUAL, type Reach } from './cover.ts'
import { ROWS } from './cover.texts.ts'
import { setReach, useReach, useReachState } from './reach.ts'
import { again, useAssets, useFacilities, type Of } from './read.ts'
import './cover.css'

/**
 * Who could fetch somebody and where to: every helicopter that is ready (and goes by night, by night) with every facility that
 * operates now. What is not known to be ready or able is not counted on.
 */
export function pairsOf(facilities: readonly Of<Facility>[], assets: readonly Of<EvacAsset>[], reach: Reach, night: boolean, now: number): ReachPair[] {
  const timeline = timelineOf(reach, night)
  const operate = facilities.flatMap(({ id, of: { place: { lon, lat }, ...one } }) => (lon === undefined || lat === undefined || one.drill || capabilitiesOf(one, now).DCS.state !== 'yes' ? [] : [{ id, at: { lon, lat } }]))
  const fly = assets.flatMap(({ id, of: { base: { lon, lat }, ...one } }) => (lon === undefined || lat === undefined || one.drill || one.kind !== 'helo' || !['ready', 'stale'].includes(readinessOf(one, now)) || (night && !one.night) ? [] : [{ id, at: { lon, lat }, one }]))
  return fly.flatMap(({ id: asset, at: base, one }) => operate.map(({ id: facility, at: hospital }): ReachPair => ({ asset, facility, base, hospital, speedKmh: one.speedKmh, timeline: { ...timeline, reactMin: night ? (one.noticeNightMin ?? timeline.reactMin) : (one.noticeDayMin ?? timeline.reactMin) } })))
}

/** Beside a plan: how much of its way lies outside medical reach, marked on its map. */
export function PlanCover({ value }: { value: unknown }) {
  const { way, from, to, mark } = value as PlanInset
  const facts = useCover(way, from, to)
  const { outlines, stretches } = facts
  useEffect(() => { mark({ outlines: way.length > 1 ? outlines : [], stretches: stretches.map((one) => one.points) }) }, [mark, outlines, stretches, way.length])
  return way.length < 2 ? null : <div className="evaccover"><Words facts={facts} ask /><Settings /></div>
}

/** On the record of a movement: its way outside reach, and whether anybody has accepted that. */
export function CoverCard({ record }: { record: RecordView }) {
  const tt = useTexts(ROWS)
  const data = record.data as unknown as Movement
  const way = useMemo(() => (data.line && data.line.length > 1 ? data.line.map(([lon, lat]) => ({ lon, lat })) : data.waypoints.map(({ lon, lat }) => ({ lon, lat }))), [data])
  const facts = useCover(way, Date.parse(data.waypoints[0]?.eta ?? ''), Date.parse(data.waypoints.at(-1)?.eta ?? ''))
  const medical = data.medical?.trim() ?? ''
  if (data.sort === 'flight' || !facts.ready) {
    return null
  }
  return (
    <Card title={tt('title')} id="cover">
      <Words facts={facts} ask={false} />
      {facts.outM > 0 && (medical === '' ? <p className="notice warning" data-risk="open">{tt('open')}</p> : <p className="small" data-risk="accepted" dir="auto">{tt('accepted', { words: medical })}</p>)}
    </Card>
  )
}

function useCover(way: readonly LonLat[], from: number | null, to: number | null) {
  const reach = useReach()
  const facilities = useFacilities().items
  const assets = useAssets().items
  const now = useNow(60_000)
  const middle = way[Math.floor(way.length / 2)]
  const timed = from !== null && Number.isFinite(from) && to !== null && Number.isFinite(to)
  // Dark at either end of the time on the way counts as night: the shorter reach.
  const night = !timed || middle === undefined || isNight(middle, from) || isNight(middle, to)
  const pairs = useMemo(() => (facilities && assets ? pairsOf(facilities, assets, reach, night, now) : []), [facilities, assets, reach, night, now])
  const outlines = useMemo(() => pairs.flatMap((pair) => { const points = reachOutline(pair); return points ? [{ points, text: '' }] : [] }), [pairs])
  const ready = facilities !== undefined && assets !== undefined
  const stretches = useMemo(() => (ready ? uncovered(way, (place) => coverAt(place, pairs)?.inTime === true) : []), [ready, way, pairs])
  const allM = useMemo(() => way.reduce((sum, one, i) => sum + (i === 0 ? 0 : distanceM(way[i - 1]!, one)), 0), [way])
  const used = new Set(pairs.map((pair) => pair.facility))
  const stale = (facilities ?? []).filter((one) => used.has(one.id) && freshness(one.of, now) !== 'fresh').length
  const flown = new Set(pairs.map((pair) => pair.asset))
  const staleAssets = (assets ?? []).filter((one) => flown.has(one.id) && readinessOf(one.of, now) === 'stale').length
  return { ready, night, timed, pairs: pairs.length, stale, staleAssets, outlines, stretches, allM, outM: stretches.reduce((sum, one) => sum + one.toM - one.fromM, 0) }
}

function Words({ facts: { ready, night, timed, pairs, stale, staleAssets, stretches, allM, outM }, ask }: { facts: ReturnType<typeof useCover>; ask: boolean }) {
  const tt = useTexts(ROWS)
  const { number } = useWords()
  const when = tt(night ? 'night' : 'day')
  const tenth = (m: number) => number(Math.round(m / 100) / 10)
  if (!ready) {
    return null
  }
  return (
    <div className="evaccoverwords" role="status" data-out={outM > 0}>
      {outM > 0
        ? <div className="notice warning"><div><strong>{tt('out', { out: tenth(outM), all: tenth(allM), when })}</strong><ul>{stretches.map((one) => <li key={one.fromM}>{tt('from.to', { from: tenth(one.fromM), to: tenth(one.toM) })}</li>)}</ul>{pairs === 0 && <p>{tt('none')}</p>}{ask && <p>{tt('out.do')}</p>}</div></div>
        : <p className="small">{tt('all', { when })}</p>}
      {!timed && <p className="small quiet">{tt('unknown.time')}</p>}
      {stale > 0 && <p className="small evaccoverstale">{tt('stale', { n: number(stale) })}</p>}
      {staleAssets > 0 && <p className="small evaccoverstale">{tt('stale.assets', { n: number(staleAssets) })}</p>}
    </div>
  )
}

const FIELDS = ['limitMin', 'alertMin', 'reactDayMin', 'reactNightMin', 'groundMin', 'handoverMin', 'kmh'] as const satisfies readonly (keyof Reach)[]

/** The figures reach is reckoned from: the mission's, or others tried on this device. */
export function Settings() {
  const tt = useTexts(ROWS)
  const { colon, number } = useWords()
  const { reach, isOwn, mission, record } = useReachState()
  const mayMake = useKinds().data?.some((kind) => kind.name === 'medical-reach' && kind.canCreate) === true
  const [problem, setProblem] = useState<unknown>(null)
  const [underWay, begin] = useOnce()
  const save = async () => {
    setProblem(null)
    try {
      if (record) {
        await saveAction(record, 'edit', { fields: { ...reach } }, tt('settings'))
      } else {
        await api('/api/records', { method: 'POST', key: uuid7(), body: { id: uuid7(), kind: 'medical-reach', data: { ...reach }, at: new Date().toISOString() } })
      }
      await again('medical-reach')
      setReach(null)
      toast(tt('mission.saved'))
    } catch (error) {
      setProblem(error)
    }
  }
  const differs = FIELDS.some((one) => reach[one] !== mission[one])
  return (
    <details className="evacreach">
      <summary className="small">{tt('settings')}{colon}{tt('radius', { day: number(reachKm(reach, false)), night: number(reachKm(reach, true)) })}{isOwn && differs && <> <span className="tag warning">{tt('own')}</span></>}</summary>
      <p className="quiet small">{tt('settings.lead')}</p>
      <div className="evacreachfields">{FIELDS.map((one) => <div key={one} className="field"><label htmlFor={`reach-${one}`}>{tt(one)}</label><input id={`reach-${one}`} className="input" type="number" min={0} max={1000} value={reach[one]} onChange={(event) => setReach({ ...reach, [one]: Math.max(0, Math.round(Number(event.target.value) || 0)) })} /></div>)}</div>
      {problem !== null && <ProblemNotice error={problem} />}
      <div className="row wrap">
        {(record ? record.can.includes('edit') : mayMake) && <button type="button" className="btn small primary" disabled={!differs || underWay} onClick={() => void begin(save)}>{tt('mission.save')}</button>}
        <button type="button" className="btn small" disabled={!isOwn} onClick={() => setReach(null)}>{tt('mission.take')}</button>
        <button type="button" className="btn small" disabled={FIELDS.every((one) => reach[one] === USUAL[one])} onClick={() => setReach({ ...USUAL })}>{tt('usual')}</button>
      </div>
    </details>
  )
}
