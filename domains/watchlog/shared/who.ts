import { Type } from 'typebox'
import { SentInstant } from '../../../core/instant.ts'
import type { Action } from '../../../core/record.ts'
import { OPERATIONS, REPORTERS, type RoleCode } from '../../../core/roles.ts'

/** Those who keep a watch: operations rooms of the mission, of headquarters, sectors, battalions, police and security. */
export const KEEPERS: readonly RoleCode[] = ['JOC-CH', 'JOC-DO', 'JOC-IM', 'FHQ', 'SHQ', 'TOC', 'UNPOL', 'SOC']
/** Leadership, and those who act for it on the floor. */
export const LEADERS: readonly RoleCode[] = ['HOM', 'COS', 'JOC-CH', 'FHQ']
/** Those who write into a log: whoever reports, and leadership. */
export const WRITERS: readonly RoleCode[] = [...REPORTERS, 'HOM', 'COS']
export const READERS = OPERATIONS

export const closed = { additionalProperties: false }
export const nothing = Type.Object({}, closed)
export const words = (max: number) => Type.String({ minLength: 1, maxLength: max })
export const instant = SentInstant
export const recordId = Type.String({ minLength: 1, maxLength: 64 })
/** Who did something, in which role, when (server time). */
export const Signed = { by: Type.String({ maxLength: 64 }), role: Type.String({ maxLength: 40 }), at: Type.String({ maxLength: 40 }) }
export type Signed = { by: string; role: string; at: string }

export function signed(action: Action): Signed {
  return { by: action.actor, role: action.role, at: action.receivedAt }
}

/** Fields that hold times which are none, for a kind's `check`. */
export function wrongTimes(data: object, fields: readonly string[]): { path: string; problem: string; fix: string }[] {
  const values = data as { [field: string]: unknown }
  return fields.filter((field) => values[field] !== undefined && !Number.isFinite(Date.parse(String(values[field])))).map((field) => ({ path: `/${field}`, problem: 'is not a time', fix: 'Write ISO 8601 in UTC' }))
}

/** An instant as a projection's interval; null for what is none. */
export function span(at: string): readonly [number, number] | null {
  const ms = Date.parse(at)
  return Number.isFinite(ms) ? [ms, ms] : null
}
