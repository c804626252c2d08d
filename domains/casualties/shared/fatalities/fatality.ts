import { Type, type Static } from 'typebox'
import { standardActions } from '../../../../core/actions.ts'
import type { ActionRule } from '../../../../core/kind.ts'
import type { FieldProblem } from '../../../../core/problem.ts'
import type { RoleCode } from '../../../../core/roles.ts'
import { Problem } from '../../../../core/problem.ts'
import type { VigieRecord } from '../../../../core/record.ts'

const closed = { additionalProperties: false }
const words = (max: number) => Type.String({ minLength: 1, maxLength: max })
const optional = (max: number) => Type.Optional(Type.String({ maxLength: max }))

/** Words of the public list; others are kept as the source writes them. */
export const INCIDENT_WORDS = ['Malicious Act', 'Accident', 'Illness', 'Self-Inflicted', 'Other', 'To Be Determined', 'Unknown'] as const
export const PERSONNEL_WORDS = ['Military', 'Police', 'Military Observer', 'International Civilian', 'Local', 'Other'] as const
export const CASUALTY_WORDS = ['Fatality'] as const
export const GENDERS = ['M', 'F', ''] as const

/** Those who keep the statistics. */
export const STATISTICIANS: readonly RoleCode[] = ['COS', 'HOM', 'JOC-CH', 'JOC-IM', 'JMAC-A', 'FHQ', 'UNPOL', 'CMO', 'SOC']

/** One word that was corrected: by whom it was said, what stood before, what stands since. */
export const Revision = Type.Object(
  { on: Type.String({ maxLength: 40, description: 'day or instant of the correction: of the snapshot that brought it, or of the action' }), field: words(40), from: Type.String({ maxLength: 200 }), to: Type.String({ maxLength: 200 }), note: optional(2000), source: optional(200), by: optional(64) },
  closed,
)
export type Revision = Static<typeof Revision>

/**
 * One death as the public list of peacekeeping fatalities has it: no name, nothing of the circumstances. `origin`
 * says whether it came with a snapshot of that list or from a notification of this mission.
 */
export const Fatality = Type.Object(
  {
    casualtyId: words(64),
    date: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', description: 'day of the incident' }),
    mission: words(40),
    casualtyType: words(60),
    gender: Type.String({ maxLength: 10 }),
    nationality: Type.String({ maxLength: 120 }),
    iso3: Type.String({ pattern: '^([A-Z]{3})?$' }),
    m49: Type.String({ pattern: '^(\\d{1,3})?$', description: 'numeric code of the country, without leading zeros' }),
    personnel: words(60),
    type: words(60),
    lastUpdate: Type.String({ pattern: '^(\\d{4}-\\d{2}-\\d{2})?$', description: 'day the source wrote it last' }),
    origin: Type.Enum(['list', 'mission']),
    notification: Type.Optional(words(64)),
    released: Type.Boolean({ description: 'may stand in the open data: next of kin and Member State have been told' }),
    vanished: Type.Optional(Type.Object({ on: words(40), by: Type.String({ maxLength: 64 }), note: Type.String({ maxLength: 2000 }) }, closed)),
    revisions: Type.Optional(Type.Array(Revision, { maxItems: 500 })),
    external: Type.Optional(Type.Object({ id: words(200), hash: words(64), file: optional(200) }, closed)),
  },
  closed,
)
export type Fatality = Static<typeof Fatality>

/** Fields a source may correct, in the order the revision log names them. */
export const REVISED = ['date', 'mission', 'casualtyType', 'gender', 'nationality', 'iso3', 'm49', 'personnel', 'type'] as const

/** What `after` says otherwise than `before`, one line a field. */
export function revisionsBetween(before: Fatality, after: Fatality, on: string, source?: string): Revision[] {
  return REVISED.filter((field) => before[field] !== after[field]).map((field) => ({ on, field, from: before[field], to: after[field], ...(source === undefined ? {} : { source }) }))
}

type FatalityRecord = VigieRecord<Fatality>
const keep = (record: FatalityRecord, change: Partial<Fatality>): FatalityRecord => ({ ...record, data: { ...record.data, ...change } })
const told = (record: FatalityRecord, revision: Revision): Revision[] => [...(record.data.revisions ?? []), revision].slice(-500)

const standard = standardActions<Fatality>({ edit: STATISTICIANS, retract: ['COS', 'JOC-CH'], handle: ['COS', 'JOC-CH'] })

/** Re-classification by the mission, release into the open data, and a row an official snapshot no longer has. */
export const fatalityActions: { [type: string]: ActionRule<Fatality> } = {
  ...standard,
  'reclassify': {
    who: STATISTICIANS, paired: true, reason: true,
    patch: Type.Object({ type: words(60), note: Type.Optional(words(2000)) }, closed),
    reduce(record, action) {
      const { type, note } = action.patch as { type: string; note?: string }
      return type === record.data.type ? record : keep(record, { type, revisions: told(record, { on: action.receivedAt, field: 'type', from: record.data.type, to: type, by: action.actor, ...(note === undefined ? {} : { note }) }) })
    },
  },
  'release': {
    who: [...STATISTICIANS, 'SHQ'], paired: true,
    patch: Type.Object({}, closed),
    reduce: (record) => ({ ...keep(record, { released: true }), handling: { ...record.handling, level: 'U' } }),
  },
  'vanish': {
    who: ['COS', 'HOM', 'CMO', 'JOC-CH', 'JOC-IM', 'JMAC-A'], reason: true,
    patch: Type.Object({ on: Type.Optional(words(40)) }, closed),
    reduce(record, action) {
      if (record.data.vanished) {
        throw new Problem('rule-broken', `${record.ref} is marked as vanished already`)
      }
      const on = (action.patch as { on?: string }).on ?? action.receivedAt
      const note = action.reason ?? ''
      return keep(record, { vanished: { on, by: action.actor, note }, revisions: told(record, { on, field: 'vanished', from: '', to: 'yes', note, by: action.actor }) })
    },
  },
  'reappear': {
    who: ['COS', 'JOC-CH', 'JOC-IM', 'JMAC-A'], reason: true,
    patch: Type.Object({}, closed),
    reduce(record, action) {
      if (!record.data.vanished) {
        throw new Problem('rule-broken', `${record.ref} is not marked as vanished`)
      }
      const { vanished: _gone, ...rest } = record.data
      return { ...record, data: { ...rest, revisions: told(record, { on: action.receivedAt, field: 'vanished', from: 'yes', to: '', by: action.actor, ...(action.reason ? { note: action.reason } : {}) }) } }
    },
  },
}

/** Days that do not exist. */
export function checkFatality(data: Fatality): FieldProblem[] {
  return isDay(data.date) ? [] : [{ path: '/date', problem: 'is a day that does not exist', fix: 'Write the day as 2021-08-18' }]
}

/** Is this text a day of the calendar, YYYY-MM-DD? */
export function isDay(text: string): boolean {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN
  return Number.isFinite(at) && new Date(at).toISOString().startsWith(text)
}
