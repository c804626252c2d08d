import { Type, type Static } from 'typebox'
import { CAVEATS, COMPARTMENTS, LEVELS } from './handling.ts'

const literals = <T extends string>(values: readonly T[]) => Type.Enum(values as unknown as T[])

/** How a record is handled, as it is stored and sent. Apart from the words of it, so that the page does not carry schemas. */
export const Handling = Type.Object(
  {
    level: literals(LEVELS),
    compartments: Type.Array(literals(COMPARTMENTS), { uniqueItems: true, maxItems: COMPARTMENTS.length }),
    owner: Type.String({ minLength: 1, maxLength: 64, description: 'organisation that owns the record' }),
    releasableTo: Type.Array(Type.String({ minLength: 1, maxLength: 64 }), { uniqueItems: true, maxItems: 64, description: 'other organisations it may be shown to; "*" is the whole mission' }),
    caveats: Type.Array(literals(CAVEATS), { uniqueItems: true, maxItems: CAVEATS.length }),
    named: Type.Optional(Type.Array(Type.String({ maxLength: 64 }), { maxItems: 64, description: 'user ids, with EYES-NAMED' })),
  },
  { additionalProperties: false },
)
export type Handling = Static<typeof Handling>
