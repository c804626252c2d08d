import { Type, type Static } from 'typebox'
import { AREA_TYPES } from '../../../core/area.ts'
import { COMPARTMENTS, LEVELS } from '../../../core/handling.ts'
import { LOCALES } from '../../../core/i18n.ts'
import { SIDES } from '../../../core/policy.ts'
import { ROLE_CODES } from '../../../core/roles.ts'
import { CUT_OFF_PATTERN } from '../../../core/product-period.ts'

const short = (max = 200) => Type.String({ maxLength: max })
const oneOf = <T extends string>(values: readonly T[]) => Type.Enum(values as unknown as T[])
const closed = { additionalProperties: false }
const day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', description: 'day in UTC, YYYY-MM-DD' })
const position = Type.Tuple([Type.Number({ minimum: -180, maximum: 180 }), Type.Number({ minimum: -90, maximum: 90 })])

/** The mission itself: one record, id `mission`. */
export const Mission = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 120 }),
    /** IANA zone of mission-local time. */
    zone: Type.String({ minLength: 1, maxLength: 64 }),
    languages: Type.Array(oneOf(LOCALES), { minItems: 1, uniqueItems: true }),
    /** West, south, east, north of the mission area, degrees. */
    bounds: Type.Tuple([Type.Number(), Type.Number(), Type.Number(), Type.Number()]),
    /** Days nothing is due on: ISO weekdays, Monday 1 to Sunday 7, and days of the year. */
    weekend: Type.Optional(Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), { maxItems: 6, uniqueItems: true, description: 'weekdays off, Monday 1 to Sunday 7; Saturday and Sunday when not given' })),
    holidays: Type.Optional(Type.Array(Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' }), { maxItems: 400, description: 'days off, YYYY-MM-DD' })),
    /** When data of a day is cut off for the daily reports, mission time; 06:00 when not given. */
    cutOff: Type.Optional(Type.String({ pattern: CUT_OFF_PATTERN, description: 'HH:MM, mission time' })),
    /** Marked on every screen and print when it is not real. */
    exercise: Type.Boolean(),
    org: Type.String({ minLength: 1, maxLength: 64, description: 'organisation that owns records by default' }),
  },
  closed,
)
export type Mission = Static<typeof Mission>

/** A place in the tree of places: sector, area of responsibility, base, district, site, fence. */
export const Area = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 200 }),
    code: Type.String({ minLength: 1, maxLength: 40 }),
    type: oneOf(AREA_TYPES),
    parent: Type.Optional(short(64)),
    pcode: Type.Optional(short(32)),
    names: Type.Optional(Type.Array(short(), { maxItems: 20, description: 'other spellings and scripts' })),
    /** Polygons with holes (GeoJSON MultiPolygon coordinates), degrees. */
    polygons: Type.Optional(Type.Array(Type.Array(Type.Array(position, { minItems: 4, maxItems: 5000 }), { minItems: 1, maxItems: 200 }), { maxItems: 500 })),
    point: Type.Optional(position),
  },
  closed,
)
export type Area = Static<typeof Area>

/** A unit or section that reports, moves and is tasked. */
export const Unit = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 200 }),
    code: Type.String({ minLength: 1, maxLength: 40 }),
    component: oneOf(['MIL', 'POL', 'CIV']),
    org: Type.String({ minLength: 1, maxLength: 64 }),
    parent: Type.Optional(short(64)),
    area: Type.Optional(short(64)),
    callsigns: Type.Optional(Type.Array(short(40), { maxItems: 50 })),
    point: Type.Optional(position),
  },
  closed,
)
export type Unit = Static<typeof Unit>

/** An account. Password, codes and keys are kept apart and never in a record. */
export const User = Type.Object(
  {
    login: Type.String({ minLength: 2, maxLength: 64, pattern: '^[a-z0-9][a-z0-9._@-]*$' }),
    name: Type.String({ minLength: 1, maxLength: 120 }),
    org: Type.String({ minLength: 1, maxLength: 64 }),
    side: oneOf(SIDES),
    clearance: oneOf(LEVELS),
    compartments: Type.Array(oneOf(COMPARTMENTS), { uniqueItems: true }),
    grants: Type.Array(
      Type.Object({ role: oneOf(ROLE_CODES), area: Type.Union([short(64), Type.Null()]), from: Type.Optional(day), until: Type.Optional(day) }, closed),
      { maxItems: 20, description: 'roles held in an area and below (null: the whole mission), on the days from and until included' },
    ),
    unit: Type.Optional(short(64)),
    locale: Type.Optional(oneOf(LOCALES)),
    disabled: Type.Optional(Type.Boolean()),
  },
  closed,
)
export type User = Static<typeof User>
