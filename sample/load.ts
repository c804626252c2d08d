import { readdirSync, readFileSync } from 'node:fs'
import type { Handling } from '../core/handling.ts'
import type { Veracity, Workflow } from '../core/record.ts'
import type { Actor, Incident } from '../domains/incidents/shared/model.ts'
import type { Area, Mission, Unit } from '../domains/mission/shared/model.ts'
import type { Technology } from '../domains/oversight/shared/model.ts'
import type { Geography } from './make/geography.ts'
import { makeMoving, type Moving } from './make/moving.ts'
import { unpack } from './make/pack.ts'
import { DAYS, type Row, START } from './make/records.ts'
import { makeActors, makeAreas, makeMission, makeTechnologies } from './make/skeleton.ts'
import { makeUnits, type SampleUnit, STORIES } from './make/world.ts'

const DATA = new URL('./data/', import.meta.url)
const DAY_MS = 86_400_000
const WEEK_MS = 7 * DAY_MS

/** A record of the skeleton: its id and data, in force from the beginning, unclassified, for the whole mission. */
export type SampleItem<D> = { id: string; kind: string; data: D }

/** One incident, event or activity, ready to be written: what a stored record is, without what the store itself adds. */
export type SampleRecord = {
  id: string
  ref: string
  kind: 'incident'
  data: Incident
  handling: Handling
  workflow: Workflow
  veracity: Veracity
  mergedInto: string | null
  /** Jurisdiction and other leaves, as the area tree finds them from the point. */
  area: string | null
  places: string[]
  /** When it was logged, ISO 8601 UTC; records come in this order. */
  createdAt: string
  createdRole: string
  /** When approval, return, retraction or merging happened; null while it is waiting. */
  settledAt: string | null
  /** Hidden truth, for tests and exercises only: the record that this one repeats, and the story it is part of. */
  truth: { repeats: string | null; story: string | null }
}

export type SampleMission = {
  geography: Geography
  mission: SampleItem<Mission>
  areas: SampleItem<Area>[]
  units: SampleItem<Unit>[]
  actors: SampleItem<Actor>[]
  technologies: SampleItem<Technology>[]
  /** What moves: feeds, tracks, and where they were in the last hours. */
  moving: Moving
  /** Two years of records in the order they were logged, decoded as they are asked for; can be iterated again. */
  records: AsyncIterable<SampleRecord>
}

/** The invented geography, for base map and gazetteer. */
export function sampleGeography(): Geography {
  return JSON.parse(readFileSync(new URL('geography.json', DATA), 'utf8')) as Geography
}

/** The whole sample mission, moved by whole weeks so that the newest record was logged shortly before `now` (epoch ms). */
export function sampleMission(options: { now?: number } = {}): SampleMission {
  const now = options.now ?? Date.now()
  const geography = sampleGeography()
  const units = makeUnits(geography)
  return {
    geography,
    mission: { id: 'mission', kind: 'mission', data: makeMission(geography) },
    areas: makeAreas(geography),
    units: units.map(({ id, ...data }) => ({ id, kind: 'unit', data })),
    actors: makeActors(),
    technologies: makeTechnologies(now),
    moving: makeMoving(geography, units),
    records: { [Symbol.asyncIterator]: () => decode(now, units) },
  }
}

/** Milliseconds, a whole number of weeks, by which the data is moved for a given present. */
export function weekShift(now: number): number {
  return Math.ceil((now - (START + (DAYS - 1) * DAY_MS)) / WEEK_MS) * WEEK_MS
}

async function* decode(now: number, units: readonly SampleUnit[]): AsyncGenerator<SampleRecord> {
  const base = START + weekShift(now)
  const until = Math.floor((now - base) / 60_000)
  const since = until - 730 * 1440
  const counts = new Map<string, number>()
  for (const file of readdirSync(DATA).filter((name) => name.startsWith('records-')).sort()) {
    for (const row of unpack(readFileSync(new URL(file, DATA)))) {
      if (row.logged > until) {
        return
      }
      if (row.logged >= since) {
        yield present(row, base, until, units, counts)
      }
    }
  }
}

const idOf = (n: number): string => `inc-s${String(n).padStart(6, '0')}`
const split = <T extends string>(text: string): T[] => (text === '' ? [] : (text.split(' ') as T[]))
const RADIUS_M = [0, 100, 1000, 3000, 15000, 50000] as const

function present(row: Row, base: number, until: number, units: readonly SampleUnit[], counts: Map<string, number>): SampleRecord {
  const iso = (minute: number): string => new Date(base + minute * 60_000).toISOString()
  const unit = units[row.unit]!
  const createdAt = iso(row.logged)
  const year = createdAt.slice(0, 4)
  const count = (counts.get(year) ?? 0) + 1
  counts.set(year, count)
  const settled = row.logged + row.settle <= until && row.workflow !== 'submitted'
  const data: Incident = {
    type: row.type,
    title: row.title,
    narrative: row.text,
    category: row.cat,
    taxonomy: 1,
    happened: { from: iso(row.from), precision: row.tp as 'EXACT', ...(row.to >= 0 ? { to: iso(row.to) } : {}) },
    reported: iso(row.reported),
    place: { lon: row.lon, lat: row.lat, name: row.name, gazetteer: row.place, pcode: row.admin2.slice(5).toUpperCase(), precision: row.prec, radiusM: RADIUS_M[row.prec] ?? 50000, method: row.method as 'GPS' },
    sources: row.sources.map(([type, reliability, credibility, originator, isProtected, at], k) => ({
      id: `s${k + 1}`, type: type as 'UNIT', unit: unit.name, originator, reliability: reliability as 'A', credibility: credibility as '1', obtainedAt: iso(at), ...(isProtected === 1 ? { protected: true } : {}),
    })),
    severity: row.severity,
    unit: unit.id,
  }
  if (row.callsign !== '') {
    data.callsign = row.callsign
  }
  if (row.actors.length > 0) {
    data.actors = row.actors.map(([name, actor, type, role, est]) => ({ name, type: type as 'NSAG', role: role as 'TARGET', ...(actor === '' ? {} : { actor }), ...(est < 0 ? {} : { strength: { est } }) }))
  }
  if (row.impact.length > 0) {
    data.impact = row.impact.map(([group, killed, injured, abducted, status]) => ({
      group: group as 'CIV', status: status as 'REPORTED', ...(killed > 0 ? { killed: { est: killed } } : {}), ...(injured > 0 ? { injured: { est: injured } } : {}), ...(abducted > 0 ? { abducted: { est: abducted } } : {}),
    }))
  }
  if (row.weapons !== '') {
    data.weapons = split<'SAF'>(row.weapons).map((code) => ({ code }))
  }
  if (row.displaced > 0) {
    data.displaced = { households: row.displaced, cause: row.cat.startsWith('HZ') ? 'HAZARD' : 'CONFLICT' }
  }
  if (row.flags !== '') {
    data.flags = split<'UN'>(row.flags)
  }
  if (row.links.length > 0) {
    data.links = row.links.map(([type, n]) => ({ type: type as 'FOLLOWS', record: idOf(n) }))
  }
  return {
    id: idOf(row.n),
    ref: `INC-${year}-${String(count).padStart(6, '0')}`,
    kind: 'incident',
    data,
    handling: { level: row.level as 'U', compartments: split<'HR'>(row.compartments), owner: row.owner, releasableTo: split(row.release), caveats: split<'ORCON'>(row.caveats) },
    workflow: settled ? (row.workflow as Workflow) : 'submitted',
    veracity: settled ? (row.veracity as Veracity) : 'reported',
    mergedInto: settled && row.into >= 0 ? idOf(row.into) : null,
    area: row.area,
    places: row.idp === '' ? [row.admin2] : [row.idp, row.admin2].sort(),
    createdAt,
    createdRole: row.role,
    settledAt: settled ? iso(row.logged + row.settle) : null,
    truth: { repeats: row.repeats < 0 ? null : idOf(row.repeats), story: row.story < 0 ? null : (STORIES[row.story]?.name ?? null) },
  }
}
