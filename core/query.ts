import { Type, type Static } from 'typebox'
import { VERACITIES, WORKFLOWS } from './record.ts'

const text = (max: number) => Type.String({ minLength: 1, maxLength: max })

/** The three times a record has: when it happened, when somebody reported it, when it was logged here. */
export const TIME_AXES = ['happened', 'reported', 'logged'] as const
export type TimeAxis = (typeof TIME_AXES)[number]

export const SORTS = ['happened', 'reported', 'logged', 'updated', 'severity', 'ref'] as const
export type Sort = (typeof SORTS)[number]

/**
 * One value that drives list, map, tiles, live subscription, rule scope, export and OGC API.
 * Conditions are joined by AND; the values of one facet by OR. Times are half-open [from, to) except
 * that an interval record matches when it overlaps. `bbox` is west, south, east, north in degrees;
 * west > east crosses the antimeridian. Workflow defaults to everything not merged or retracted.
 */
export const Query = Type.Object(
  {
    kind: text(64),
    where: Type.Optional(Type.Record(text(64), Type.Array(Type.String({ maxLength: 256 }), { minItems: 1, maxItems: 500 }))),
    workflow: Type.Optional(Type.Array(Type.Enum(WORKFLOWS as unknown as string[]), { minItems: 1, maxItems: WORKFLOWS.length })),
    veracity: Type.Optional(Type.Array(Type.Enum(VERACITIES as unknown as string[]), { minItems: 1, maxItems: VERACITIES.length })),
    severity: Type.Optional(Type.Integer({ minimum: 0, maximum: 5, description: 'this severity or worse' })),
    area: Type.Optional(Type.Array(text(64), { minItems: 1, maxItems: 200, description: 'any of these areas or below' })),
    bbox: Type.Optional(Type.Tuple([Type.Number({ minimum: -180, maximum: 180 }), Type.Number({ minimum: -90, maximum: 90 }), Type.Number({ minimum: -180, maximum: 180 }), Type.Number({ minimum: -90, maximum: 90 })])),
    time: Type.Optional(
      Type.Object(
        { axis: Type.Enum(TIME_AXES as unknown as string[]), from: Type.Optional(Type.String({ maxLength: 32 })), to: Type.Optional(Type.String({ maxLength: 32 })) },
        { additionalProperties: false },
      ),
    ),
    text: Type.Optional(Type.String({ maxLength: 512, description: 'every word must occur, as a prefix; "words in quotes" one after the other; -word or -"words" must not; accents, case and Arabic letter forms folded' })),
    contested: Type.Optional(Type.Literal(true, { description: 'only records with a value that waits for a decision' })),
    ids: Type.Optional(Type.Array(text(64), { minItems: 1, maxItems: 1000 })),
    sort: Type.Optional(Type.Object({ by: Type.Enum(SORTS as unknown as string[]), dir: Type.Enum(['asc', 'desc']) }, { additionalProperties: false })),
    limit: Type.Optional(Type.Integer({ minimum: 0, maximum: 10000 })),
    cursor: Type.Optional(Type.String({ maxLength: 512 })),
  },
  { additionalProperties: false },
)
export type Query = Omit<Static<typeof Query>, 'workflow' | 'veracity' | 'time' | 'sort'> & {
  workflow?: (typeof WORKFLOWS)[number][]
  veracity?: (typeof VERACITIES)[number][]
  time?: { axis: TimeAxis; from?: string; to?: string }
  sort?: { by: Sort; dir: 'asc' | 'desc' }
  /** Ids left out: only the node itself asks so. */
  except?: string[]
}
