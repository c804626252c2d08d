import { Type, type Static } from 'typebox'

/** What a sector or unit sent in for a mission-local day; `nil` is said, never left out: silence is no report. */
export const UnitReport = Type.Object(
  {
    unit: Type.String({ minLength: 1, maxLength: 64, description: 'the area or unit that reports' }),
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 120, description: 'what it was called when it reported' })),
    day: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', description: 'mission-local day of the product it is for' }),
    nil: Type.Boolean({ description: 'true: nothing to report' }),
    text: Type.Optional(Type.String({ maxLength: 20_000 })),
  },
  { additionalProperties: false },
)
export type UnitReport = Static<typeof UnitReport>
