import { COMPARTMENTS, type Compartment, type Level } from '../../core/handling.ts'
import type { Locale } from '../../core/i18n.ts'
import type { Grant, Reader, Side } from '../../core/policy.ts'
import type { VigieRecord } from '../../core/record.ts'

/** A grant as an account keeps it: for the days `from` to `until` (YYYY-MM-DD, UTC, both included) where they are named. */
export type DatedGrant = Grant & { from?: string; until?: string }

/** What this room reads of an account's record (kind `user`); the record itself belongs to the mission domain. */
export type AccountData = {
  login: string
  name: string
  org: string
  side: Side
  clearance: Level
  compartments: Compartment[]
  grants: DatedGrant[]
  unit?: string
  locale?: Locale
  disabled?: boolean
}
export type AccountRecord = VigieRecord<AccountData>

/** The node itself: reads what it must to know who is asking, and acts when nobody does. Never made from a request. */
export const SYSTEM: Reader = { user: 'system', name: 'Vigie', org: 'system', side: 'mission', clearance: 'SC', compartments: [...COMPARTMENTS], grants: [], purpose: null, system: true }

/**
 * The node acting for a person in what their role alone would not allow but belongs to them (own language)
 * or was checked otherwise (set-up, merge of parts): the chain names the person.
 */
export function systemFor(reader: Pick<Reader, 'user' | 'name' | 'org'>): Reader {
  return { ...SYSTEM, user: reader.user, name: reader.name, org: reader.org }
}

/** May this account do anything at all? Disabled and withdrawn ones may not, from one request to the next. */
export function isActive(record: Pick<AccountRecord, 'data' | 'workflow'>): boolean {
  return record.data.disabled !== true && record.workflow !== 'retracted' && record.workflow !== 'merged'
}

/** The grants in force at `now` (epoch ms). */
export function grantsAt(grants: readonly DatedGrant[], now: number): Grant[] {
  const today = new Date(now).toISOString().slice(0, 10)
  return grants.filter((grant) => (grant.from ?? today) <= today && (grant.until ?? today) >= today).map(({ role, area }) => ({ role, area }))
}

/** Who is asking, built from the account as it stands at `now` (epoch ms). `purpose` is what the request declares. */
export function readerOf(record: AccountRecord, purpose: string | null, now = Date.now()): Reader {
  const { data } = record
  return { user: record.id, name: data.name, org: data.org, side: data.side, clearance: data.clearance, compartments: data.compartments, grants: grantsAt(data.grants, now), purpose }
}
