import { Type, type Static } from 'typebox'

const short = (max = 200) => Type.String({ maxLength: max })
const oneOf = <T extends string>(values: readonly T[]) => Type.Enum(values as unknown as T[])
const closed = { additionalProperties: false }
const day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', description: 'YYYY-MM-DD' })

/** What a technology is, for the register: every feed, sensor and model is one of these. */
export const TECHNOLOGY_TYPES = ['feed', 'tracker', 'camera', 'uas', 'radar', 'radio-monitoring', 'social-monitoring', 'satellite', 'model', 'messaging', 'biometric', 'other'] as const

/** A technology in use, with the host state's consent and the due diligence that bind it at run time. */
export const Technology = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 200 }),
    code: Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,62}$', description: 'what feeds and models refer to' }),
    type: oneOf(TECHNOLOGY_TYPES),
    purpose: Type.String({ minLength: 1, maxLength: 2000 }),
    dataCollected: Type.Optional(short(2000)),
    retentionDays: Type.Optional(Type.Integer({ minimum: 0, maximum: 3660 })),
    areas: Type.Optional(Type.Array(short(64), { maxItems: 200, description: 'areas it may work in; none given: the whole mission' })),
    consent: Type.Optional(
      Type.Object(
        {
          status: oneOf(['granted', 'refused', 'withdrawn', 'not-required']),
          by: short(),
          reference: short(),
          from: day,
          until: Type.Optional(day),
          conditions: Type.Optional(short(2000)),
          why: Type.Optional(short(500)),
        },
        closed,
      ),
    ),
    diligence: Type.Optional(
      Type.Object(
        {
          status: oneOf(['cleared', 'cleared-with-measures', 'refused', 'pending']),
          by: short(),
          reference: short(),
          on: day,
          reviewBy: day,
          risks: Type.Optional(short(4000)),
          measures: Type.Optional(short(4000)),
        },
        closed,
      ),
    ),
  },
  closed,
)
export type Technology = Static<typeof Technology>
