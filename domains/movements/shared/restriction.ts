import { Type, type Static } from 'typebox'
import { Instant } from '../../../core/instant.ts'
import type { RoadClosure } from '../../../analysis/roads/closures.ts'
import { standardActions } from '../../../core/actions.ts'
import type { ActionRule } from '../../../core/kind.ts'
import { Problem, type FieldProblem } from '../../../core/problem.ts'
import { REPORTERS } from '../../../core/roles.ts'
import { localParts } from '../../../core/time-local.ts'
import { CLEARERS } from './actions.ts'

const closed = { additionalProperties: false }
const short = (max = 200) => Type.String({ maxLength: max })
const moment = Instant
const clock = Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$', description: 'HH:MM, mission time' })

/** A road nobody passes, a road passed slowly, an area and hours nobody is out in. */
export const RESTRICTION_SORTS = ['closed', 'slow', 'curfew'] as const
export type RestrictionSort = (typeof RESTRICTION_SORTS)[number]
export const USUAL_RADIUS_M = 100

/** What keeps movements from going somewhere at some time. Distances metres, times ISO 8601 UTC. */
export const Restriction = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 160 }),
    sort: Type.Enum([...RESTRICTION_SORTS]),
    /** A place, or the stretch of road, [lon, lat]; of a curfew the place it is around. */
    line: Type.Optional(Type.Array(Type.Tuple([Type.Number({ minimum: -180, maximum: 180 }), Type.Number({ minimum: -90, maximum: 90 })]), { minItems: 1, maxItems: 500 })),
    /** How far around the line it reaches; 100 when not given. */
    radiusM: Type.Optional(Type.Number({ minimum: 20, maximum: 100_000 })),
    /** Of the usual speed, where it is slow. */
    percent: Type.Optional(Type.Integer({ minimum: 5, maximum: 95 })),
    /** Id of the area a curfew is in force in; everywhere when neither area nor place is given. */
    area: Type.Optional(short(64)),
    from: moment,
    /** Until further notice when not given. */
    to: Type.Optional(moment),
    /** Hours of each day, mission time; may go over midnight. All day when not given. */
    daily: Type.Optional(Type.Object({ from: clock, to: clock }, closed)),
    why: Type.Optional(short(1000)),
    /** Who said so. */
    source: Type.Optional(short(200)),
    lifted: Type.Optional(Type.Object({ by: short(64), role: short(40), at: moment }, closed)),
  },
  closed,
)
export type Restriction = Static<typeof Restriction>

/** What the schema cannot say. */
export function checkRestriction({ sort, line, percent, from, to, daily }: Restriction): FieldProblem[] {
  return [
    ...(sort !== 'curfew' && line === undefined ? [{ path: '/line', problem: 'is missing', fix: 'Mark the place, or the stretch of road' }] : []),
    ...(sort === 'slow' && percent === undefined ? [{ path: '/percent', problem: 'is missing', fix: 'Say what is left of the usual speed, 5 to 95' }] : []),
    ...(to !== undefined && !(Date.parse(to) > Date.parse(from)) ? [{ path: '/to', problem: 'is not after the beginning', fix: 'Give a later time, or none: until further notice' }] : []),
    ...(daily && daily.from === daily.to ? [{ path: '/daily', problem: 'begins and ends at the same hour', fix: 'Leave the hours away: all day' }] : []),
  ]
}

const standard = standardActions<Restriction>({ edit: REPORTERS, retract: CLEARERS, handle: ['JOC-CH', 'JOC-DO', 'JOC-IM'] })

export const restrictionActions: { [type: string]: ActionRule<Restriction> } = {
  ...standard,
  lift: {
    who: [...REPORTERS], patch: Type.Object({}, closed), reason: true,
    reduce(record, action) {
      if (record.data.lifted) {
        throw new Problem('wrong-state', `${record.ref} was lifted before`)
      }
      return { ...record, data: { ...record.data, lifted: { by: action.actor, role: action.role, at: new Date(action.receivedAt).toISOString() } } }
    },
  },
}

/** When it ends, epoch ms; infinite until further notice. */
export function endOf({ to, lifted }: Pick<Restriction, 'to' | 'lifted'>): number {
  return Math.min(lifted ? Date.parse(lifted.at) : Infinity, to ? Date.parse(to) : Infinity)
}

/** Is it in force at a moment (epoch ms)? `zone` is that of the mission, for the hours of the day. */
export function inForce(restriction: Restriction, at: number, zone: string): boolean {
  if (at < Date.parse(restriction.from) || at >= endOf(restriction)) {
    return false
  }
  const { daily } = restriction
  if (!daily) {
    return true
  }
  const { hour, minute } = localParts(at, zone)
  const [now, from, to] = [hour * 60 + minute, minutes(daily.from), minutes(daily.to)]
  return from < to ? now >= from && now < to : now >= from || now < to
}

/** What roads must know of it at a moment; null for a curfew and what is not in force then. */
export function closureOf(id: string, restriction: Restriction, at: number, zone: string): RoadClosure | null {
  const { sort, line, radiusM, percent, from } = restriction
  const end = endOf(restriction)
  return sort === 'curfew' || !line || !inForce(restriction, at, zone) ? null
    : { id, line, radiusM: radiusM ?? USUAL_RADIUS_M, from: Date.parse(from), to: Number.isFinite(end) ? end : null, factor: sort === 'closed' ? 0 : (percent ?? 50) / 100 }
}

function minutes(text: string): number {
  return Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5))
}
