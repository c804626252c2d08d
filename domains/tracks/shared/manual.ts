import { Type, type Static } from 'typebox'
import { AFFILIATIONS, TRACK_SORTS } from '../../../core/fix.ts'
import type { ActionRule, Who } from '../../../core/kind.ts'
import { CAPABILITIES } from './track.ts'

const closed = { additionalProperties: false }
const INSTANT = '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,3})?)?Z$'

/** How somebody came to know where it is. */
export const HEARD_BY = ['radio', 'phone', 'message', 'in-person', 'other'] as const

/** What the action `position-report` carries: where a track was, by somebody's word. */
export const PositionReport = Type.Object(
  {
    lon: Type.Number({ minimum: -180, maximum: 180 }),
    lat: Type.Number({ minimum: -90, maximum: 90 }),
    /** When it was there. */
    at: Type.String({ pattern: INSTANT, description: 'ISO 8601 in UTC' }),
    accuracyM: Type.Optional(Type.Number({ minimum: 0, maximum: 1_000_000 })),
    /** The place as it was said. */
    words: Type.Optional(Type.String({ maxLength: 200 })),
    heardBy: Type.Optional(Type.Enum([...HEARD_BY])),
    note: Type.Optional(Type.String({ maxLength: 500 })),
  },
  closed,
)
export type PositionReport = Static<typeof PositionReport>

/** What the action `positions-import` carries: which file was read into the history of a track. Times ISO 8601 in UTC. */
export const PositionsImport = Type.Object(
  { file: Type.String({ minLength: 1, maxLength: 200 }), format: Type.String({ maxLength: 40 }), sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }), positions: Type.Integer({ minimum: 1 }), from: Type.String({ pattern: INSTANT }), to: Type.String({ pattern: INSTANT }) },
  closed,
)
export type PositionsImport = Static<typeof PositionsImport>

/**
 * A position said by a person, or a file of them. It stands in the chain under the track, with who took it down, and is no state of the record: where a
 * track is is kept with all other positions, so that a hundred calls a day make no hundred versions of it.
 */
export function manualActions(who: Who): { [type: string]: ActionRule } {
  return {
    'position-report': { who, audit: true, patch: PositionReport, reduce: (record) => record },
    'positions-import': { who, audit: true, patch: PositionsImport, reduce: (record) => record },
  }
}

/** `POST /api/tracks/manual`: of a track, or of something nobody has made a track of yet, by its name. */
export const ManualReport = Type.Object(
  {
    track: Type.Optional(Type.String({ minLength: 1, maxLength: 64, description: 'id or reference of the track' })),
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 120, description: 'without track: the one of this name or callsign; one that is not known is made' })),
    sort: Type.Optional(Type.Enum([...TRACK_SORTS], { description: 'of a track that is made' })),
    affiliation: Type.Optional(Type.Enum([...AFFILIATIONS], { description: 'of a track that is made; default friend' })),
    capabilities: Type.Optional(Type.Array(Type.Enum([...CAPABILITIES]), { uniqueItems: true })),
    lon: Type.Optional(Type.Number({ minimum: -180, maximum: 180 })),
    lat: Type.Optional(Type.Number({ minimum: -90, maximum: 90 })),
    place: Type.Optional(Type.String({ minLength: 1, maxLength: 200, description: 'in place of lon and lat: a grid, coordinates in any form, or the name of a place' })),
    at: Type.Optional(Type.String({ pattern: INSTANT, description: 'when it was there, ISO 8601 in UTC; default now' })),
    accuracyM: Type.Optional(Type.Number({ minimum: 0, maximum: 1_000_000 })),
    speedMs: Type.Optional(Type.Number({ minimum: 0, maximum: 400 })),
    courseDeg: Type.Optional(Type.Number({ minimum: 0, exclusiveMaximum: 360 })),
    heardBy: Type.Optional(Type.Enum([...HEARD_BY])),
    note: Type.Optional(Type.String({ maxLength: 500 })),
  },
  closed,
)
export type ManualReport = Static<typeof ManualReport>
