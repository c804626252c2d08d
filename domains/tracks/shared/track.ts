import { Type, type Static } from 'typebox'
import { AFFILIATIONS, TRACK_SORTS } from '../../../core/fix.ts'
import { RETENTION_CLASSES } from '../../../core/observation.ts'
import { CAPABILITIES } from './capability.ts'

const closed = { additionalProperties: false }
const short = (max = 200) => Type.String({ maxLength: max })

export { CAPABILITIES } from './capability.ts'

/**
 * Something that moves and has a name: its identities, what it is, and – by its handling – who may see where it is.
 * Positions are observations and never part of the record.
 */
export const Track = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 120 }),
    callsign: Type.Optional(short(64)),
    /** Identities whose reports are its positions (`cot:…`, `mmsi:…`, `imei:…`). */
    subjects: Type.Array(Type.String({ minLength: 1, maxLength: 160 }), { maxItems: 20, uniqueItems: true }),
    sort: Type.Enum([...TRACK_SORTS]),
    affiliation: Type.Enum([...AFFILIATIONS]),
    /** MIL-STD-2525 or APP-6 code; without one the symbol follows from affiliation and sort. */
    sidc: Type.Optional(Type.String({ pattern: '^(?:[0-9]{20}|[0-9]{30}|[A-Z*-]{10,15})$' })),
    /** Id of the unit it belongs to. */
    unit: Type.Optional(short(64)),
    capabilities: Type.Optional(Type.Array(Type.Enum([...CAPABILITIES]), { uniqueItems: true })),
    /** Usual speed over ground when it is asked to come, km/h. */
    cruiseKmh: Type.Optional(Type.Number({ minimum: 0.1, maximum: 1200 })),
    retention: Type.Optional(Type.Enum([...RETENTION_CLASSES])),
    /** Ids of the feed that first reported it, and of the tracks it was split from or merged of. */
    feed: Type.Optional(short(64)),
    lineage: Type.Optional(Type.Array(Type.Object({ what: Type.Enum(['split-from', 'merged']), track: short(64), subject: Type.Optional(short(160)), at: Type.String() }, closed), { maxItems: 100 })),
    note: Type.Optional(Type.String({ maxLength: 4000 })),
  },
  closed,
)
export type Track = Static<typeof Track>
