import { ALL_MISSION, type Handling } from '../../core/handling.ts'
import type { Casualty } from '../../domains/casualties/shared/casualty.ts'
import type { EvacAsset } from '../../domains/casualties/shared/evac-asset.ts'
import type { Facility, FacilityReport } from '../../domains/casualties/shared/facility.ts'
import type { LandingSite } from '../../domains/casualties/shared/landing-site.ts'
import type { CasevacRequest, FourLine, NineLine } from '../../domains/casualties/shared/request.ts'
import { EVENT_ACTIONS, type EventCode } from '../../domains/casualties/shared/vocabulary.ts'
import type { PastAction } from '../../server/jobs/load-sample.ts'
import type { Geography } from './geography.ts'
import { past } from './watch-floor.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const BEGIN_DAYS = 300
const inside: Handling = { level: 'C', compartments: [], owner: 'MISSION', releasableTo: [ALL_MISSION], caveats: [] }
const LEVELS = { 1: '1', 2: '2', 3: '3', 4: '4' } as const
const iso = (at: number): string => new Date(Math.floor(at / 1000) * 1000).toISOString()

/** Hospitals, helicopters, ambulances and landing sites of the mission as they stand, and two evacuations that are over. */
export function* casevac({ hospitals, airfields, bases }: Pick<Geography, 'hospitals' | 'airfields' | 'bases'>, now: number): Generator<PastAction> {
  const begin = now - BEGIN_DAYS * DAY
  const [level3, east, north, west] = hospitals.features.map((one) => ({ id: `mtf-${one.id.toLowerCase()}`, one }))
  for (const { id, one } of [level3!, east!, north!, west!]) {
    const [lon, lat] = one.geometry.coordinates as [number, number]
    const data: Facility = { name: one.properties.name, level: LEVELS[one.properties.level as 2] ?? '2', place: { lon, lat, name: one.properties.name }, callsign: `MEDIC ${one.id.slice(1)}`, bloodFloor: 4 }
    yield past(id, 'facility', 'create', begin, null, { data, handling: inside })
  }
  const fields = airfields.features.map((one) => ({ name: one.properties.name, lon: one.geometry.coordinates[0] as number, lat: one.geometry.coordinates[1] as number }))
  const helicopter = (n: number, more: Partial<EvacAsset>): EvacAsset => ({ name: `Helicopter ${n}`, kind: 'helo', callsign: `RESCUE ${n}`, base: fields[n - 1]!, speedKmh: 220, rangeKm: 600, night: n === 1, litters: 4, seats: 6, team: n === 1 ? 'AMET' : 'paramedic', ...more })
  const ambulance = (n: number, at: { lon: number; lat: number; name: string }): EvacAsset => ({ name: `Ambulance ${n}`, kind: 'ground', callsign: `AMBO ${n}`, base: at, speedKmh: 45, rangeKm: 350, night: true, protected: n === 1, litters: 2, seats: 3, team: 'paramedic' })
  const beside = (k: number) => ({ lon: hospitals.features[k]!.geometry.coordinates[0] as number, lat: hospitals.features[k]!.geometry.coordinates[1] as number, name: hospitals.features[k]!.properties.name })
  const assets: [string, EvacAsset][] = [['eva-h1', helicopter(1, { hoist: true })], ['eva-h2', helicopter(2, {})], ['eva-g1', ambulance(1, beside(1))], ['eva-g2', ambulance(2, beside(2))]]
  for (const [id, data] of assets) {
    yield past(id, 'evac-asset', 'create', begin, null, { data, handling: inside })
    yield past(`${id}-ready`, 'evac-asset', 'set-status', begin + MINUTE, 1, { status: 'ready' }, null, id)
  }
  for (const [i, base] of bases.features.slice(1, 6).entries()) {
    const [lon, lat] = base.geometry.coordinates as [number, number]
    const data: LandingSite = { name: `Pad ${base.properties.name}`, place: { lon, lat, name: base.properties.name }, kinds: ['helo'], night: i % 2 === 0, security: i === 3 ? 'P' : 'N', usable: true, sizeM: 40 + i * 5, ...(i === 1 ? { obstacles: 'Mast 30 m, 200 m north-west' } : {}) }
    yield past(`hls-${base.id.toLowerCase()}`, 'landing-site', 'create', begin, null, { data, handling: inside })
  }
  const at = (k: number, north: number): { lon: number; lat: number; name: string } => ({ lon: (bases.features[k]!.geometry.coordinates[0] as number) + 0.05, lat: (bases.features[k]!.geometry.coordinates[1] as number) + north, name: `Near ${bases.features[k]!.properties.name}` })
  yield* evacuation('cvr-1', now - 40 * DAY, { callsign: 'AMBER 21', place: at(1, 0.06), patients: { A: 1, C: 1 }, mechanism: 'ied', threat: 'P' }, { litter: 1, ambulatory: 1, security: 'P', marking: 'smoke', status: { 'un-military': 2 }, terrain: 'Flat, dust' }, [
    [{ category: 'un-military', priority: 'A', triage: 'T1', needs: ['R1', 'DCS'], litter: true, mechanism: 'ied', sex: 'male', ageBand: '18-29' }, { T0: 0, T1: 6, T2: 11, T9: 74, T10: 104 }, 'REPAT'],
    [{ category: 'un-military', priority: 'C', triage: 'T3', needs: ['R1'], litter: false, mechanism: 'blast', sex: 'female', ageBand: '30-39' }, { T0: 0, T1: 14, T2: 11, T9: 80 }, 'RTD'],
  ], ['eva-h1', 'Helicopter 1', 'mtf-h3', hospitals.features[2]!.properties.name], 'decision')
  yield* evacuation('cvr-2', now - 9 * DAY, { callsign: 'JADE 33', place: at(4, -0.04), patients: { B: 1 }, mechanism: 'vehicle', threat: 'N' }, { litter: 1, ambulatory: 0, security: 'N', marking: 'panels', status: { 'un-police': 1 }, terrain: 'Trees to the east' }, [
    [{ category: 'un-police', priority: 'B', triage: 'T2', needs: ['R1', 'XRAY'], litter: true, mechanism: 'vehicle', sex: 'male', ageBand: '40-49' }, { T1: 9, T2: 12, T9: 70 }, 'RTD'],
  ], ['eva-h2', 'Helicopter 2', 'mtf-h4', hospitals.features[3]!.properties.name], null)
  const reports: [string, number, FacilityReport][] = [
    ['mtf-h1', 2, { beds: { icu: { total: 6, free: 4 }, ward: { total: 50, free: 31 }, isolation: { total: 4, free: 4 } }, theatre: { state: 'READY', teams: 2 }, blood: { 'O-': 14, 'O+': 30, 'A+': 12 }, o2Hours: 72, ventilators: 4, ct: true, xray: true, ambulances: 3, power: 'grid', specialties: ['NEURO', 'ORTHO'], helipad: 'day-night' }],
    ['mtf-h2', 3, { beds: { icu: { total: 2, free: 1 }, ward: { total: 18, free: 11 } }, theatre: { state: 'READY', teams: 1 }, blood: { 'O-': 6, 'O+': 8 }, o2Hours: 30, ventilators: 1, ct: false, xray: true, ambulances: 2, power: 'generator', helipad: 'day-night' }],
    ['mtf-h3', 1, { beds: { icu: { total: 2, free: 2 }, ward: { total: 18, free: 9 } }, theatre: { state: 'IN_USE', until: iso(now + 2 * HOUR), teams: 1 }, blood: { 'O-': 5, 'O+': 4 }, o2Hours: 18, ventilators: 1, ct: false, xray: true, ambulances: 1, power: 'generator', helipad: 'day' }],
    ['mtf-h4', 19, { beds: { icu: { total: 2, free: 2 }, ward: { total: 18, free: 16 } }, theatre: { state: 'READY', teams: 1 }, blood: { 'O-': 8 }, o2Hours: 40, ventilators: 1, ct: false, xray: true, ambulances: 2, power: 'grid', helipad: 'day-night' }],
  ]
  // Said again this morning, as every day: what was said long ago is not counted on.
  for (const [i, [id]] of assets.entries()) {
    yield past(`${id}-now`, 'evac-asset', 'set-status', now - (90 + 25 * i) * MINUTE, i < 2 ? 4 : 2, { status: 'ready' }, null, id)
  }
  for (const [id, hours, report] of reports.toSorted((a, b) => b[1] - a[1])) {
    yield past(`${id}-report`, 'facility', 'report', now - hours * HOUR, 1, report, null, id)
  }
}

type Hurt = [data: Omit<Casualty, 'battleNo' | 'request' | 'place'>, times: { [event in EventCode]?: number }, end: 'RTD' | 'REPAT']

/** One from the injury (minute 0) to the end; minutes after it. */
function* evacuation(id: string, zero: number, four: FourLine, nine: NineLine, hurt: readonly Hurt[], [asset, assetName, destination, destinationName]: readonly [string, string, string, string], delay: 'decision' | null): Generator<PastAction> {
  const t = (minute: number): number => zero + minute * MINUTE
  const request: CasevacRequest = { four, heardBy: 'voice', heardAt: iso(t(12)) }
  const on = (record: string, kind: string) => (step: string, type: string, minute: number, basedOn: number, patch: object, reason: string | null = null): PastAction => past(`${record}-${step}`, kind, type, t(minute), basedOn, patch, reason, record)
  const [does, moves] = [on(id, 'casevac-request'), on(asset, 'evac-asset')]
  yield past(id, 'casevac-request', 'create', t(12), null, { data: request, handling: inside })
  const patients = hurt.map(([data], i) => ({ casualty: `${id}-c${i + 1}`, battleNo: `${four.callsign}-${i + 1}`, category: data.category, priority: data.priority, litter: data.litter === true }))
  for (const [i, [data]] of hurt.entries()) {
    yield past(patients[i]!.casualty, 'casualty', 'create', t(13), null, { data: { ...data, battleNo: patients[i]!.battleNo, request: id, place: four.place }, handling: inside })
  }
  yield does('carry', 'carry', 13, 1, { patients })
  yield does('medical', 'answer-medical', 15, 2, { answer: 'go', reason: `To ${destinationName}` })
  yield does('air', 'answer-air', 17, 3, { answer: 'go' })
  yield does('operations', 'answer-operations', 20, 4, { answer: 'go' })
  yield does('launch', 'launch', 22, 5, { task: { asset, assetName, destination, destinationName, etaPickup: iso(t(52)), etaHandover: iso(t(75)) }, authority: 'Chief of operations', delegated: true, night: false })
  yield moves(`${id}-task`, 'task', 22, 2, { request: id, ref: 'CVR' })
  yield does('nine', 'edit', 30, 6, { fields: { nine } })
  yield does('up', 'take-off', 35, 7, { t: iso(t(35)) })
  yield does('scene', 'reach-scene', 52, 8, { t: iso(t(52)) })
  yield does('aboard', 'pick-up', 60, 9, { t: iso(t(60)) })
  yield does('there', 'hand-over', 76, 10, { t: iso(t(76)), receivedBy: 'Surgeon on duty' })
  yield moves(`${id}-release`, 'release', 76, 3, { request: id })
  for (const [i, [, times, end]] of hurt.entries()) {
    const course: { [event in EventCode]?: number } = { T4: 22, T5: 35, T6: 52, T7: 60, T8: 76, ...times }
    const is = on(patients[i]!.casualty, 'casualty')
    let version = 1
    for (const [event, minute] of Object.entries(course)) {
      yield is(event, EVENT_ACTIONS[event as EventCode], 120, version++, { t: iso(t(minute)), source: 'radio' })
    }
    yield is('flown', 'move', 120, version++, { id: 'flown', sort: 'asset', of: asset, name: assetName, t: iso(t(60)) })
    yield is('in', 'move', 120, version++, { id: 'in', sort: 'facility', of: destination, name: destinationName, t: iso(t(76)), receivedBy: 'Surgeon on duty' })
    yield is('end', 'set-status', 3 * 1440, version, { status: end })
  }
  yield does('close', 'close', 200, 11, {})
  if (delay) {
    yield does('delay', 'name-delay', 240, 12, { reason: delay, card: 'operations', minutes: 8, note: 'Route of the escort was asked for twice' })
  }
}
