import { Type, type Static } from 'typebox'
import { TRANSPORTS } from './feed.ts'
import { AFFILIATIONS, FIX_SOURCES, TRACK_SORTS } from './fix.ts'
import { RETENTION_CLASSES } from './observation.ts'

const closed = { additionalProperties: false }
const short = (max = 200) => Type.String({ maxLength: max })

/**
 * A source of positions or messages the node keeps open. The handling of its record is that of what it brings, until a
 * person gives a track its own.
 */
export const FeedConfig = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 120 }),
    /** Code in the technology register; it runs only while consent and due diligence stand. */
    technology: Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,62}$' }),
    codec: Type.String({ minLength: 1, maxLength: 40 }),
    transport: Type.Enum([...TRANSPORTS]),
    /** Address to ask or to join (`host`, group of a multicast, path of a device or file, topic or URL). */
    address: Type.Optional(short(1000)),
    port: Type.Optional(Type.Integer({ minimum: 1, maximum: 65535 })),
    options: Type.Optional(Type.Record(Type.String({ maxLength: 40 }), Type.Union([Type.String({ maxLength: 400 }), Type.Number(), Type.Boolean()]), { maxProperties: 30 })),
    enabled: Type.Boolean(),
    /** What its subjects are, where the source does not say. */
    sort: Type.Optional(Type.Enum([...TRACK_SORTS])),
    affiliation: Type.Optional(Type.Enum([...AFFILIATIONS])),
    source: Type.Optional(Type.Enum([...FIX_SOURCES])),
    /** Makes a track of each identity it has not met; without it subjects stay the feed's own until somebody keeps one. */
    registers: Type.Boolean(),
    retention: Type.Optional(Type.Enum([...RETENTION_CLASSES])),
    /** Seconds without anything newer after which the feed itself is told to be silent; default 300. */
    silentAfterS: Type.Optional(Type.Integer({ minimum: 5, maximum: 604_800 })),
    /** Keeps what came, byte by byte, for replay: megabytes at most; 0 or absent keeps nothing. */
    recordMb: Type.Optional(Type.Integer({ minimum: 0, maximum: 10_000 })),
    /** Most messages a second that are taken; default 2,000. More wait or are refused, counted either way. */
    mostPerSecond: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
    /** Most identities nobody has met that are taken in an hour and in a day; default 10,000 and 50,000. The others are refused and counted. */
    mostNewPerHour: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
    mostNewPerDay: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
    note: Type.Optional(Type.String({ maxLength: 2000 })),
  },
  closed,
)
export type FeedConfig = Static<typeof FeedConfig>
