import { Type, type Static } from 'typebox'
import { standardActions } from '../../../core/actions.ts'
import type { ActionRule } from '../../../core/kind.ts'
import type { FieldProblem } from '../../../core/problem.ts'
import { checkMoments, checkSpot, closed, count, moment, oneOf, short, signed, Signed, Spot, words } from './schema.ts'
import { BEDS, BLOOD_TYPES, CAPABILITIES, HELIPADS, LEVELS, POWERS, THEATRE_STATES, type BloodType } from './vocabulary.ts'
import { MEDICAL, REPORT } from './who.ts'

const Bed = Type.Object({ total: count, free: Type.Optional(count) }, closed)
/** What changes from hour to hour and is reported; what is not said is not known, and never counted as there. */
export const FacilityReport = Type.Object(
  {
    beds: Type.Optional(Type.Object(Object.fromEntries(BEDS.map((bed) => [bed, Type.Optional(Bed)])) as Record<(typeof BEDS)[number], Type.TOptional<typeof Bed>>, closed)),
    theatre: Type.Optional(Type.Object({ state: oneOf(THEATRE_STATES), until: Type.Optional(moment), teams: Type.Optional(count) }, closed)),
    /** Units in the refrigerator. */
    blood: Type.Optional(Type.Object(Object.fromEntries(BLOOD_TYPES.map((type) => [type, Type.Optional(count)])) as Record<BloodType, Type.TOptional<typeof count>>, closed)),
    /** Hours of oxygen at the present use. */
    o2Hours: Type.Optional(Type.Number({ minimum: 0, maximum: 10_000 })),
    ventilators: Type.Optional(count), ct: Type.Optional(Type.Boolean()), xray: Type.Optional(Type.Boolean()), ambulances: Type.Optional(count),
    power: Type.Optional(oneOf(POWERS)),
    specialties: Type.Optional(Type.Array(oneOf(CAPABILITIES), { uniqueItems: true, maxItems: CAPABILITIES.length })),
    helipad: Type.Optional(oneOf(HELIPADS)),
    note: Type.Optional(short(1000)),
  },
  closed,
)
export type FacilityReport = Static<typeof FacilityReport>

/** A medical treatment facility. */
export const Facility = Type.Object(
  {
    name: words(120), level: oneOf(LEVELS), callsign: Type.Optional(short(40)), frequency: Type.Optional(short(40)), phone: Type.Optional(short(40)), operator: Type.Optional(short(80)), place: Spot,
    /** Telling it of who comes: ids of accounts. */
    tell: Type.Optional(Type.Array(short(64), { maxItems: 20, uniqueItems: true })),
    /** Below this many units of O− somebody is asked to bring more; 2 when not given. */
    bloodFloor: Type.Optional(count),
    drill: Type.Optional(Type.Literal(true)),
    state: Type.Optional(FacilityReport),
    /** When it last reported; absent: never. */
    updatedAt: Type.Optional(moment),
    reports: Type.Optional(Type.Array(Type.Object({ ...Signed, fields: Type.Array(short(20), { maxItems: 20 }) }, closed), { maxItems: 50 })),
  },
  closed,
)
export type Facility = Static<typeof Facility>

/** Hours after which nobody relies on what a facility said. */
export const STALE_HOURS = 12
export type Freshness = 'fresh' | 'stale' | 'never'

export function freshness({ updatedAt }: Pick<Facility, 'updatedAt'>, now: number): Freshness {
  const at = Date.parse(updatedAt ?? '')
  return !Number.isFinite(at) ? 'never' : now - at > STALE_HOURS * 3_600_000 ? 'stale' : 'fresh'
}

/** Beds free of every sort; null: not known. */
export function freeBeds({ state }: Pick<Facility, 'state'>): number | null {
  const known = Object.values(state?.beds ?? {}).flatMap((bed) => (bed?.free === undefined ? [] : [bed.free]))
  return known.length === 0 ? null : known.reduce((sum, free) => sum + free, 0)
}

const standard = standardActions<Facility>({ edit: MEDICAL, retract: MEDICAL, handle: ['CMO', 'JOC-IM'] })
export const facilityActions: { [type: string]: ActionRule<Facility> } = {
  ...standard,
  /** What is said replaces what was known of it; the rest stands. A report that says nothing new still makes it fresh. */
  report: {
    who: REPORT, patch: FacilityReport,
    reduce(record, action) {
      const report = action.patch as FacilityReport
      const state: FacilityReport = { ...record.data.state, ...report, ...(report.beds ? { beds: { ...record.data.state?.beds, ...report.beds } } : {}), ...(report.blood ? { blood: { ...record.data.state?.blood, ...report.blood } } : {}) }
      return { ...record, data: { ...record.data, state, updatedAt: signed(action).at, reports: [...(record.data.reports ?? []), { ...signed(action), fields: Object.keys(report).slice(0, 20) }].slice(-50) } }
    },
  },
}

export function checkFacility({ place, state }: Facility): FieldProblem[] {
  const out = [...checkSpot(place, '/place'), ...checkMoments([['/state/theatre/until', state?.theatre?.until]])]
  if (place.lon === undefined && !place.grid && !place.name) {
    out.push({ path: '/place', problem: 'says nothing', fix: 'Give degrees, a grid reference or a name' })
  }
  for (const bed of BEDS) {
    const { total, free } = state?.beds?.[bed] ?? {}
    if (total !== undefined && free !== undefined && free > total) {
      out.push({ path: `/state/beds/${bed}/free`, problem: `${free} free of ${total}`, fix: 'Give no more than there are' })
    }
  }
  return out
}
