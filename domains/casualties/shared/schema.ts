import { Type, type Static } from 'typebox'
import { Instant } from '../../../core/instant.ts'
import type { FieldProblem } from '../../../core/problem.ts'
import type { Action } from '../../../core/record.ts'

/** Pieces of schemas all kinds of this domain are made of. */
export const closed = { additionalProperties: false }
export const nothing = Type.Object({}, closed)
export const short = (max = 200) => Type.String({ maxLength: max })
export const words = (max = 200) => Type.String({ minLength: 1, maxLength: max })
export const oneOf = <T extends string>(values: readonly T[]) => Type.Enum(values as unknown as T[])
export const moment = Instant
export const recordId = Type.String({ minLength: 1, maxLength: 64 })
export const count = Type.Integer({ minimum: 0, maximum: 10_000 })

/** Who did something, in which role, when (server time). */
export const Signed = { by: short(64), role: short(40), at: moment }
export type Signed = { by: string; role: string; at: string }

/** A place as it is given on the radio: degrees where they are known, the words that were said beside them. */
export const Spot = Type.Object(
  { lon: Type.Optional(Type.Number({ minimum: -180, maximum: 180 })), lat: Type.Optional(Type.Number({ minimum: -90, maximum: 90 })), radiusM: Type.Optional(Type.Number({ minimum: 0, maximum: 2_000_000 })), grid: Type.Optional(short(40)), name: Type.Optional(short(120)) },
  closed,
)
export type Spot = Static<typeof Spot>

export function signed(action: Pick<Action, 'actor' | 'role' | 'receivedAt'>): Signed {
  return { by: action.actor, role: action.role, at: new Date(action.receivedAt).toISOString() }
}

/** A spot for the map; null when it has no degrees. */
export function pointOf(spot: Spot | undefined): { lon: number; lat: number; radiusM: number; precision: number } | null {
  return spot?.lon === undefined || spot.lat === undefined ? null : { lon: spot.lon, lat: spot.lat, radiusM: spot.radiusM ?? 0, precision: (spot.radiusM ?? 0) > 100 ? 3 : 2 }
}

/** What is wrong with a spot. */
export function checkSpot(spot: Spot | undefined, path: string): FieldProblem[] {
  return spot && (spot.lon === undefined) !== (spot.lat === undefined) ? [{ path, problem: 'a longitude without a latitude (or the reverse)', fix: 'Give both or neither' }] : []
}

/** What is wrong with moments, by their paths. */
export function checkMoments(moments: readonly (readonly [path: string, at: string | undefined])[]): FieldProblem[] {
  return moments.filter(([, at]) => at !== undefined && !Number.isFinite(Date.parse(at))).map(([path, at]) => ({ path, problem: `"${at ?? ''}" is a time no calendar has`, fix: 'Write ISO 8601 in UTC' }))
}
