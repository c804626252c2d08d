import { Type, type Static } from 'typebox'

const closed = { additionalProperties: false }
const people = Type.Integer({ minimum: 0, maximum: 1_000_000 })

/** Uniformed strength of a mission at the end of one month; the exposure that death rates are made of. */
export const Strength = Type.Object(
  {
    mission: Type.String({ minLength: 1, maxLength: 40 }),
    month: Type.String({ pattern: '^\\d{4}-(0[1-9]|1[0-2])$' }),
    troops: Type.Optional(people),
    police: Type.Optional(people),
    observers: Type.Optional(people),
    total: people,
    external: Type.Optional(Type.Object({ id: Type.String({ minLength: 1, maxLength: 200 }), hash: Type.String({ minLength: 1, maxLength: 64 }), file: Type.Optional(Type.String({ maxLength: 200 })) }, closed)),
  },
  closed,
)
export type Strength = Static<typeof Strength>
