import { COMPARTMENTS, type Compartment, type Level } from '../../core/handling.ts'
import type { Locale } from '../../core/i18n.ts'
import type { Grant, Reader, Side } from '../../core/policy.ts'
import type { VigieRecord } from '../../core/record.ts'

/** What this room reads of an account's record (kind `user`); the record itself belongs to the mission domain. */
export type AccountData = {
  login: string
  name: string
  org: string
  side: Side
  clearance: Level
  compartments: Compartment[]
  grants: Grant[]
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

/** Who is asking, built from the account as it stands now. `purpose` is what the request declares. */
export function readerOf(record: AccountRecord, purpose: string | null): Reader {
  const { data } = record
  return { user: record.id, name: data.name, org: data.org, side: data.side, clearance: data.clearance, compartments: data.compartments, grants: data.grants, purpose }
}
