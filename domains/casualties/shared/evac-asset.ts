import { Type, type Static } from 'typebox'
import { standardActions } from '../../../core/actions.ts'
import type { ActionRule } from '../../../core/kind.ts'
import { Problem, type FieldProblem } from '../../../core/problem.ts'
import { checkMoments, checkSpot, closed, count, moment, oneOf, recordId, short, signed, Signed, Spot, words } from './schema.ts'
import { ASSET_KINDS, ASSET_STATES, TEAMS } from './vocabulary.ts'
import { ASSET_KEEPERS, LAUNCHERS, RETASKERS } from './who.ts'

/** What carries casualties: helicopter, aeroplane, ambulance, boat. Speeds km/h, range km with reserve, times minutes. */
export const EvacAsset = Type.Object(
  {
    name: words(80), kind: oneOf(ASSET_KINDS), callsign: Type.Optional(short(40)), operator: Type.Optional(short(80)),
    base: Spot,
    speedKmh: Type.Number({ minimum: 1, maximum: 1200 }), rangeKm: Type.Number({ minimum: 1, maximum: 10_000 }),
    /** Flies or drives at night. */
    night: Type.Boolean(), hoist: Type.Optional(Type.Boolean()), protected: Type.Optional(Type.Boolean()),
    litters: count, seats: count,
    team: Type.Optional(oneOf(TEAMS)),
    /** Notice to move; 15 by day and 30 by night when not given. */
    noticeDayMin: Type.Optional(Type.Integer({ minimum: 0, maximum: 1440 })), noticeNightMin: Type.Optional(Type.Integer({ minimum: 0, maximum: 1440 })),
    /** Minutes to load at a pick-up site; 10 when not given. */
    loadMin: Type.Optional(Type.Integer({ minimum: 0, maximum: 240 })),
    /** Least visibility and cloud base, most wind, it goes in; not given: no limit is known. */
    minVisibilityM: Type.Optional(Type.Integer({ minimum: 0, maximum: 100_000 })), minCeilingM: Type.Optional(Type.Integer({ minimum: 0, maximum: 20_000 })), maxWindKmh: Type.Optional(Type.Integer({ minimum: 0, maximum: 400 })),
    /** Metres of runway an aeroplane needs. */
    runwayM: Type.Optional(Type.Integer({ minimum: 0, maximum: 6000 })),
    /** River or lake a boat is on, called as its landings call it. */
    waterway: Type.Optional(short(80)),
    /** Id of the track whose position is its own. */
    track: Type.Optional(recordId),
    drill: Type.Optional(Type.Literal(true)),
    note: Type.Optional(short(1000)),

    /** Absent: nobody has said, and it is not counted on. */
    status: Type.Optional(oneOf(ASSET_STATES)),
    statusAt: Type.Optional(moment),
    crewDutyEnds: Type.Optional(moment),
    /** The request it flies or drives for. */
    task: Type.Optional(Type.Object({ request: recordId, ref: short(40), ...Signed }, closed)),
    past: Type.Optional(Type.Array(Type.Object({ request: recordId, ref: short(40), from: moment, to: moment, why: Type.Optional(short(500)) }, closed), { maxItems: 100 })),
  },
  closed,
)
export type EvacAsset = Static<typeof EvacAsset>

export const NOTICE_DAY_MIN = 15
export const NOTICE_NIGHT_MIN = 30
export const LOAD_MIN = 10

/** Minutes from the decision to wheels up. */
export function noticeMin(asset: Pick<EvacAsset, 'noticeDayMin' | 'noticeNightMin'>, night: boolean): number {
  return night ? (asset.noticeNightMin ?? NOTICE_NIGHT_MIN) : (asset.noticeDayMin ?? NOTICE_DAY_MIN)
}

/** Hours after which what was said of an asset is old, and after which it says nothing any more. */
export const ASSET_STALE_HOURS = 12
export const ASSET_UNKNOWN_HOURS = 72
/** Minutes more to wheels up that are counted for an asset nobody has spoken of lately: it is called first. */
export const STALE_MARGIN_MIN = 15
/** `stale`: said to be ready, but long ago; `unknown`: nobody has said, or so long ago that it is not counted on. */
export type Readiness = 'ready' | 'stale' | 'unknown' | 'not-ready'

export function readinessOf({ status, statusAt }: Pick<EvacAsset, 'status' | 'statusAt'>, now: number): Readiness {
  const hours = (now - Date.parse(statusAt ?? '')) / 3_600_000
  if (status === undefined || !(hours <= ASSET_UNKNOWN_HOURS)) {
    return 'unknown'
  }
  return status !== 'ready' ? 'not-ready' : hours > ASSET_STALE_HOURS ? 'stale' : 'ready'
}

const standard = standardActions<EvacAsset>({ edit: ASSET_KEEPERS, retract: ASSET_KEEPERS, handle: ['CMO', 'JOC-IM'] })
const task = Type.Object({ request: recordId, ref: short(40) }, closed)
export const assetActions: { [type: string]: ActionRule<EvacAsset> } = {
  ...standard,
  'set-status': {
    who: [...ASSET_KEEPERS, 'TOC', 'SHQ', 'FHQ'], patch: Type.Object({ status: oneOf(ASSET_STATES), crewDutyEnds: Type.Optional(moment) }, closed),
    reduce: (record, action) => ({ ...record, data: { ...record.data, ...(action.patch as Partial<EvacAsset>), statusAt: signed(action).at } }),
  },
  // Committed with the launch of the request; nothing is tasked twice.
  'task': {
    who: LAUNCHERS, paired: true, patch: task,
    reduce(record, action) {
      const { request, ref } = action.patch as { request: string; ref: string }
      const standing = record.data.task
      if (standing && standing.request !== request) {
        throw new Problem('wrong-state', `${record.data.name} was tasked to ${standing.ref} at ${standing.at}. Choose another, or take it off that task with a reason`, { extra: { task: { ...standing, asset: record.data.name } } })
      }
      return { ...record, data: { ...record.data, task: { request, ref, ...signed(action) } } }
    },
  },
  're-task': {
    who: RETASKERS, paired: true, reason: true, patch: task,
    reduce(record, action) {
      const { request, ref } = action.patch as { request: string; ref: string }
      return { ...record, data: { ...record.data, ...ended(record.data, action.reason, signed(action).at), task: { request, ref, ...signed(action) } } }
    },
  },
  'release': {
    who: LAUNCHERS, paired: true, patch: Type.Object({ request: recordId }, closed),
    reduce(record, action) {
      const { task: standing, ...data } = record.data
      return standing?.request === action.patch['request'] ? { ...record, data: { ...data, ...ended(record.data, action.reason, signed(action).at) } } : record
    },
  },
}

function ended({ task: standing, past }: EvacAsset, why: string | null, at: string): Pick<EvacAsset, 'past'> {
  return standing ? { past: [...(past ?? []), { request: standing.request, ref: standing.ref, from: standing.at, to: at, ...(why ? { why: why.slice(0, 500) } : {}) }].slice(-100) } : {}
}

export function checkAsset({ base, litters, seats, crewDutyEnds }: EvacAsset): FieldProblem[] {
  return [
    ...checkSpot(base, '/base'), ...checkMoments([['/crewDutyEnds', crewDutyEnds]]),
    ...(litters + seats === 0 ? [{ path: '/seats', problem: 'carries nobody', fix: 'Give litters or seats' }] : []),
  ]
}
