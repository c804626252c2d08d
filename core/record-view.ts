import { Type, type Static } from 'typebox'
import { Handling } from './handling-schema.ts'
import { VERACITIES, WORKFLOWS } from './record.ts'

const anyObject = Type.Record(Type.String(), Type.Any())
const nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])

/**
 * A record as the API answers it to one reader: what they may see of it, what is derived from it, and in
 * `can` the action types they may do now. Times are ISO 8601 UTC.
 */
export const RecordView = Type.Object(
  {
    id: Type.String(),
    kind: Type.String(),
    ref: Type.String({ description: 'human reference, e.g. INC-2026-004217' }),
    version: Type.Integer({ minimum: 1 }),
    workflow: Type.Enum([...WORKFLOWS]),
    veracity: nullable(Type.Enum([...VERACITIES])),
    handling: Handling,
    marking: Type.String({ description: 'marking line to print on every page that shows it' }),
    area: nullable(Type.String({ description: 'smallest area with jurisdiction' })),
    places: Type.Array(Type.String()),
    data: anyObject,
    title: Type.String(),
    severity: Type.Integer({ minimum: 0, maximum: 5 }),
    happened: nullable(Type.Object({ from: Type.String(), to: Type.String() })),
    reported: nullable(Type.String()),
    createdAt: Type.String({ description: 'when this node took it in (server clock)' }),
    createdBy: Type.String(),
    createdByName: Type.Optional(Type.String()),
    deviceAt: Type.String({ description: 'what the author\'s clock said' }),
    updatedAt: Type.String(),
    contested: Type.Array(anyObject, { description: 'values that came second and wait for a decision' }),
    mergedInto: nullable(Type.String()),
    erased: Type.Boolean(),
    withheld: Type.Record(Type.String(), Type.Integer(), { description: 'protected items left out, by field' }),
    can: Type.Array(Type.String()),
    warnings: Type.Array(anyObject),
    geometry: nullable(Type.Object({ type: Type.Literal('Point'), coordinates: Type.Array(Type.Number(), { minItems: 2, maxItems: 2 }) })),
    radiusM: nullable(Type.Number({ minimum: 0, description: 'how far from the point it may have been, metres' })),
    attached: Type.Optional(Type.Integer({ minimum: 1, description: 'files it holds; see /api/records/:id/thread' })),
    commented: Type.Optional(Type.Integer({ minimum: 1, description: 'comments that stand' })),
    clockSkewMs: nullable(Type.Integer({ description: 'device clock minus server clock when they differ by more than two minutes' })),
  },
  { additionalProperties: false },
)
export type RecordView = Static<typeof RecordView>
