import type { JsonObject } from '../core/json.ts'
import type { NewAction, Veracity, VigieRecord, Workflow } from '../core/record.ts'
import { distanceM } from '../core/place-geodesy.ts'
import type { RoadNetwork } from '../domains/tracks/shared/roads/network.ts'
import { raiseAlert } from '../domains/watch/contract.ts'
import { mergePair } from '../domains/incidents/shared/merge.ts'
import type { Incident } from '../domains/incidents/shared/model.ts'
import type { PastAction, SampleSource } from '../server/jobs/load-sample.ts'
import { casevac } from './make/casevac.ts'
import { watching } from './make/watching.ts'
import { watchFloor, type Severe } from './make/watch-floor.ts'
import { sampleMission, type SampleMission, type SampleRecord } from './load.ts'
import { pastReports, sectorReports } from './make/reports.ts'
import { makeMovements } from './make/movements.ts'
import { makeRoadMarks, ROAD_MARK_HANDLING } from './make/road-marks.ts'
import { tracked } from './make/tracked.ts'

/** Records of two years and what was done with them; measured, for showing progress. */
const TOTAL_ACTIONS = 192_000
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const VERACITY_ACTIONS: Partial<Record<Veracity, string>> = { 'under-verification': 'start-verification', 'corroborated': 'corroborate', 'verified': 'verify', 'refuted': 'refute', 'unverifiable': 'mark-unverifiable' }
const WORKFLOW_ACTIONS: Partial<Record<Workflow, string>> = { approved: 'approve', returned: 'return', retracted: 'retract' }

/** The sample mission as a node loads it: the actions of two years in the order of time, its map and its places. */
export function sampleSource(now: number): SampleSource {
  const mission = sampleMission({ now })
  return {
    total: TOTAL_ACTIONS,
    actions: { [Symbol.asyncIterator]: () => actionsOf(mission, now) },
    visitor: {
      login: 'demo', name: 'Duty officer (sample)', org: mission.mission.data.org, side: 'mission', clearance: 'SC', compartments: ['HR', 'CRSV', 'CHILD', 'SOURCE', 'PKI', 'CIED', 'MED'],
      grants: [{ role: 'JOC-CH', area: null }, { role: 'JMAC-A', area: null }, { role: 'CMO', area: null }, { role: 'ADMIN', area: null }],
    },
    heard: () => mission.moving.past(now),
    reports: (zone) => pastReports(now, zone),
    layers: () => layersOf(mission),
    places: () => mission.geography.places.map((place) => ({ id: place.id, name: place.name, alt: [...place.alt, place.ar], type: place.type, lon: place.at[0], lat: place.at[1], pcode: place.admin2, population: place.population })),
  }
}

function layersOf({ geography }: SampleMission): { [layer: string]: unknown } {
  const { state: _state, bounds: _bounds, places, ...layers } = geography
  return {
    ...layers,
    places: { type: 'FeatureCollection', features: places.map(({ at, ...properties }) => ({ type: 'Feature', id: properties.id, geometry: { type: 'Point', coordinates: at }, properties })) },
  }
}

async function* actionsOf(mission: SampleMission, now: number): AsyncGenerator<PastAction> {
  const begin = new Date(now - 731 * DAY_MS).toISOString()
  for (const item of [mission.mission, ...mission.areas, ...mission.units, ...mission.actors, ...mission.technologies]) {
    yield past(`${item.id}-create`, item.id, item.kind, 'create', begin, null, { data: item.data as unknown as JsonObject })
  }
  yield past('road-network-create', 'road-network', 'road-network', 'create', begin, null, { data: roadsOf(mission) as unknown as JsonObject })
  for (const feed of mission.moving.feeds) {
    yield past(`${feed.id}-create`, feed.id, 'feed', 'create', begin, null, { data: feed.data as unknown as JsonObject, handling: feed.handling })
  }
  for (const { id, area, handling, track } of mission.moving.tracks) {
    yield past(`${id}-create`, id, 'track', 'create', begin, null, { data: track as unknown as JsonObject, handling, area })
  }
  const waiting = new Waiting()
  const gone = new Set<string>()
  let severe: Severe | null = null
  for await (const record of mission.records) {
    severe = record.data.severity === 5 && record.mergedInto === null && record.handling.compartments.length === 0 ? record : severe
    yield* settle(waiting.until(record.createdAt), gone)
    yield past(`${record.id}-create`, record.id, 'incident', 'create', record.createdAt, null, {
      data: record.data as unknown as JsonObject, handling: { ...record.handling, releasableTo: [...new Set(record.handling.releasableTo)] }, workflow: record.workflow === 'draft' ? 'draft' : 'submitted', ref: record.ref, area: record.area, places: record.places,
    })
    if (record.settledAt !== null) {
      waiting.add(record)
    }
  }
  yield* settle(waiting.until(new Date(now).toISOString()), gone)
  yield* callForHelp(mission, now)
  yield* watchFloor(now, severe)
  yield* watching(now)
  yield* roadMarks(mission, now)
  yield* movementsOf(mission, now)
  yield* reportsOfSectors(mission, now)
  yield* casevac(mission.geography, now)
  yield* tracked(mission.geography, now)
}

/** The roads of the made-up geography, for ways and times. */
function roadsOf({ geography, mission }: SampleMission): RoadNetwork {
  const lines = geography.roads.features.map((one) => one.geometry.coordinates)
  const metres = lines.flatMap((line) => line.slice(1).map(([lon, lat], i) => distanceM({ lon, lat }, { lon: line[i]?.[0] ?? lon, lat: line[i]?.[1] ?? lat })))
  return { name: `Roads of ${mission.data.name}`, source: 'geography', roads: lines.length, km: Math.round(metres.reduce((sum, one) => sum + one, 0) / 100) / 10, enabled: true }
}

/** A call for help of this morning that was answered and is over. */
export function* callForHelp({ moving }: Pick<SampleMission, 'moving'>, now: number): Generator<PastAction> {
  const at = now - 3 * HOUR_MS
  const one = moving.tracks.find(({ track }) => track.sort === 'vehicle' && track.feed === 'feed-patrols')
  if (!one) {
    return
  }
  const raised = raiseAlert({
    rule: 'sos', subject: one.track.subjects[0] ?? one.id, episode: String(at), severity: 5, sos: true, at, place: null, handling: one.handling, area: one.area, track: one.id,
    title: { en: `SOS from ${one.track.name}`, fr: `SOS de ${one.track.name}`, ar: `نداء استغاثة من ${one.track.name}`, es: `SOS de ${one.track.name}` },
  })
  const later = (type: string, minutes: number, basedOn: number, patch: JsonObject, reason: string | null = null): PastAction => past(`${raised.record}-${type}`, raised.record, 'alert', type, new Date(at + minutes * 60_000).toISOString(), basedOn, patch, reason)
  yield { action: raised, receivedAt: raised.at }
  yield later('acknowledge', 1, 1, {})
  yield later('act', 4, 2, { what: 'Called by radio: rolled into a ditch, nobody hurt. Recovery sent from the base.' })
  yield later('close', 95, 3, {}, 'Vehicle recovered, patrol went on')
}

/** What was written down of the roads a season ago. */
export function* roadMarks(made: Pick<SampleMission, 'moving' | 'geography'>, now: number): Generator<PastAction> {
  for (const [i, data] of makeRoadMarks(made).entries()) {
    yield past(`road-mark-${i + 1}-create`, `road-mark-${i + 1}`, 'road-mark', 'create', new Date(now - 90 * 24 * HOUR_MS).toISOString(), null, { data: data as unknown as JsonObject, handling: ROAD_MARK_HANDLING })
  }
}

/** What sectors sent in for the daily reports. */
function* reportsOfSectors({ mission, areas }: SampleMission, now: number): Generator<PastAction> {
  const sectors = areas.filter(({ data }) => data.type === 'sector').map(({ id, data }) => ({ id, name: data.name }))
  for (const [i, { at, data }] of sectorReports(now, mission.data.zone, sectors).entries()) {
    yield past(`unit-report-${i}-create`, `unit-report-${i}`, 'unit-report', 'create', at, null, { data })
  }
}

/** Patrols and convoys of two weeks, up to those that are out now. */
export function* movementsOf({ moving, geography }: Pick<SampleMission, 'moving' | 'geography'>, now: number): Generator<PastAction> {
  for (const [i, { movement, type, at, patch, reason }] of makeMovements(moving, geography.places, now).entries()) {
    yield past(`${movement}-${i}`, movement, 'movement', type, at, null, patch, reason)
  }
}

/** What was decided about records: believed or not, then approved, returned, withdrawn or merged. */
function* settle(records: Iterable<SampleRecord>, gone: Set<string>): Generator<PastAction> {
  for (const record of records) {
    const at = record.settledAt as string
    const veracity = VERACITY_ACTIONS[record.veracity]
    if (veracity !== undefined) {
      yield past(`${record.id}-veracity`, record.id, 'incident', veracity, at, 1, {}, 'As checked')
    }
    const workflow = WORKFLOW_ACTIONS[record.workflow]
    if (workflow !== undefined) {
      yield past(`${record.id}-workflow`, record.id, 'incident', workflow, at, 1, {}, record.workflow === 'approved' ? null : 'As checked')
      if (record.workflow === 'retracted') {
        gone.add(record.id)
      }
    }
    if (record.workflow === 'merged' && record.mergedInto !== null && !gone.has(record.mergedInto)) {
      const [absorb, into] = mergePair(
        { id: record.mergedInto, version: 1 } as VigieRecord<Incident>, { id: record.id, ref: record.ref, version: 1, data: record.data } as VigieRecord<Incident>,
        [`${record.id}-absorb`, `${record.id}-merge`], at, 'Same event',
      )
      yield { action: absorb, receivedAt: at }
      yield { action: into, receivedAt: at }
      gone.add(record.id)
    }
  }
}

function past(id: string, record: string, kind: string, type: string, at: string, basedOn: number | null, patch: object, reason: string | null = null): PastAction {
  const action: NewAction = { id, record, kind, type, at, basedOn, patch: patch as JsonObject, ...(reason === null ? {} : { reason }) }
  return { action, receivedAt: at }
}

/** Records waiting for their decision, earliest first (a binary heap on `settledAt`). */
class Waiting {
  readonly #heap: SampleRecord[] = []

  add(record: SampleRecord): void {
    const heap = this.#heap
    let i = heap.push(record) - 1
    while (i > 0) {
      const above = (i - 1) >> 1
      if (key(heap[above]) <= key(heap[i])) {
        return
      }
      this.#swap(i, above)
      i = above
    }
  }

  /** Takes out what was decided by then, in order. */
  * until(at: string): Generator<SampleRecord> {
    while (this.#heap.length > 0 && key(this.#heap[0]) <= at) {
      yield this.#take()
    }
  }

  #take(): SampleRecord {
    const heap = this.#heap
    const first = heap[0] as SampleRecord
    const last = heap.pop() as SampleRecord
    if (heap.length > 0) {
      heap[0] = last
      let i = 0
      for (;;) {
        const [left, right] = [2 * i + 1, 2 * i + 2]
        const least = [left, right].filter((k) => k < heap.length).reduce((a, b) => (key(heap[b]) < key(heap[a]) ? b : a), i)
        if (least === i) {
          break
        }
        this.#swap(i, least)
        i = least
      }
    }
    return first
  }

  #swap(a: number, b: number): void {
    const heap = this.#heap
    ;[heap[a], heap[b]] = [heap[b] as SampleRecord, heap[a] as SampleRecord]
  }
}

function key(record: SampleRecord | undefined): string {
  return record?.settledAt ?? '9999'
}
