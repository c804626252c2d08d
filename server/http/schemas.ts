import { Type, type TSchema } from 'typebox'
import { Instant } from '../../core/instant.ts'
import { LEVELS, COMPARTMENTS } from '../../core/handling.ts'
import { LOCALES } from '../../core/i18n.ts'
import { SIDES } from '../../core/policy.ts'
import { RecordView } from '../../core/record-view.ts'
import { ROLE_CODES } from '../../core/roles.ts'

export const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
export const anyObject = Type.Record(Type.String(), Type.Any())
export const closed = { additionalProperties: false }
export const instant = Instant
/** Ids clients may make: UUIDs and the few fixed ones (`mission`). */
export const id = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$', description: 'a UUID version 7 made by the client' })

export const ProblemAnswer = Type.Object(
  {
    type: Type.String({ description: 'address of the explanation, /problems/<id>' }),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String(),
    fields: Type.Optional(Type.Array(Type.Object({ path: Type.String(), problem: Type.String(), fix: Type.Optional(Type.String()) }))),
  },
  { additionalProperties: true },
)

export const Me = Type.Object(
  {
    user: Type.String(),
    login: Type.String(),
    name: Type.String(),
    org: Type.String(),
    side: Type.Enum([...SIDES]),
    clearance: Type.Enum([...LEVELS]),
    compartments: Type.Array(Type.Enum([...COMPARTMENTS])),
    grants: Type.Array(Type.Object({ role: Type.Enum([...ROLE_CODES]), area: nullable(Type.String()) })),
    locale: nullable(Type.Enum([...LOCALES], { description: 'null: whatever the browser asks for' })),
    unit: nullable(Type.String()),
    totp: Type.Boolean(),
    passkeys: Type.Integer(),
  },
  closed,
)

export const MissionView = Type.Object({ name: Type.String(), zone: Type.String(), languages: Type.Array(Type.String()), bounds: Type.Array(Type.Number()), exercise: Type.Boolean(), org: Type.String() }, closed)

export const SessionView = Type.Object({ csrf: nullable(Type.String()), must: Type.Array(Type.Enum(['password', 'factor']), { description: 'what this session has to do before anything else' }), me: Me, mission: nullable(MissionView), node: Type.String(), serverTime: Type.String() }, closed)

/** Parameters of every endpoint that takes a Query; facets as `where.<facet>`. For the documents: read by `queryFromParams`. */
export const queryParams = (more: Record<string, TSchema> = {}) =>
  Type.Object(
    {
      kind: Type.String({ description: 'kind of record, e.g. incident' }),
      bbox: Type.Optional(Type.String({ description: 'west,south,east,north in degrees; west > east crosses the antimeridian' })),
      from: Type.Optional(Type.String({ description: 'day or ISO 8601 instant, inclusive' })),
      to: Type.Optional(Type.String({ description: 'day or ISO 8601 instant, exclusive' })),
      axis: Type.Optional(Type.String({ description: 'happened (default), reported or logged' })),
      q: Type.Optional(Type.String({ description: 'words that must all occur' })),
      area: Type.Optional(Type.String({ description: 'area ids, comma-separated; their parts included' })),
      workflow: Type.Optional(Type.String({ description: 'comma-separated; default all but merged and retracted' })),
      veracity: Type.Optional(Type.String({ description: 'comma-separated' })),
      severity: Type.Optional(Type.String({ description: '0 to 5: this severity or worse' })),
      contested: Type.Optional(Type.String({ description: 'true: only records with a value that waits for a decision' })),
      sort: Type.Optional(Type.String({ description: 'happened, reported, logged, updated, severity or ref; - in front reverses' })),
      limit: Type.Optional(Type.String({ description: 'items of a page, 0 to 10000; default 50' })),
      cursor: Type.Optional(Type.String({ description: '"next" of the page before' })),
      ids: Type.Optional(Type.String({ description: 'record ids, comma-separated' })),
      ...more,
    },
    { additionalProperties: { type: 'string' }, description: 'further conditions as where.<facet>=value,value' },
  )

/** What was known at a moment: a parameter of lists, counts and points. */
export const asOfParam = { asOf: Type.Optional(Type.String({ description: 'ISO 8601 instant: answer what was known at that moment, not what is known now' })) }

export const RecordPage = Type.Object({ items: Type.Array(RecordView), total: Type.Integer(), next: nullable(Type.String()) }, closed)
export { RecordView }
