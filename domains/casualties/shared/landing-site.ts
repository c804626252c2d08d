import { Type, type Static } from 'typebox'
import { standardActions } from '../../../core/actions.ts'
import type { ActionRule } from '../../../core/kind.ts'
import type { FieldProblem } from '../../../core/problem.ts'
import { checkSpot, closed, moment, oneOf, short, signed, Spot, words } from './schema.ts'
import { ASSET_KINDS, THREATS } from './vocabulary.ts'
import { ASSET_KEEPERS, REPORT } from './who.ts'

const reported = {
  security: Type.Optional(oneOf(THREATS)),
  /** Safe to land on by night. Absent: not known, and so not by night. */
  night: Type.Optional(Type.Boolean()),
  usable: Type.Optional(Type.Boolean()),
  obstacles: Type.Optional(short(500)), surface: Type.Optional(short(120)),
  /** Metres across. */
  sizeM: Type.Optional(Type.Number({ minimum: 1, maximum: 5000 })),
  maxType: Type.Optional(short(60)),
  /** Metres of runway of an airstrip. */
  runwayM: Type.Optional(Type.Integer({ minimum: 0, maximum: 6000 })),
}
export const SiteReport = Type.Object(reported, { ...closed, minProperties: 1 })

/** Where a helicopter can land to pick somebody up; an airstrip or a landing for boats where `kinds` says so. */
export const LandingSite = Type.Object({ name: words(120), place: Spot, kinds: Type.Optional(Type.Array(oneOf(ASSET_KINDS), { uniqueItems: true, maxItems: 4 })), /** River or lake a landing for boats lies on. */ waterway: Type.Optional(short(80)), drill: Type.Optional(Type.Literal(true)), ...reported, updatedAt: Type.Optional(moment) }, closed)
export type LandingSite = Static<typeof LandingSite>

const standard = standardActions<LandingSite>({ edit: ASSET_KEEPERS, retract: ASSET_KEEPERS, handle: ['CMO', 'JOC-IM'] })
export const siteActions: { [type: string]: ActionRule<LandingSite> } = {
  ...standard,
  report: { who: REPORT, patch: SiteReport, reduce: (record, action) => ({ ...record, data: { ...record.data, ...(action.patch as Partial<LandingSite>), updatedAt: signed(action).at } }) },
}

export function checkSite({ place }: LandingSite): FieldProblem[] {
  return [...checkSpot(place, '/place'), ...(place.lon === undefined ? [{ path: '/place', problem: 'has no degrees', fix: 'Give longitude and latitude: a pilot needs them' }] : [])]
}
