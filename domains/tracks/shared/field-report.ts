import { Type, type Static } from 'typebox'
import { SentInstant } from '../../../core/instant.ts'
import { standardActions } from '../../../core/actions.ts'
import type { ActionRule, Projection } from '../../../core/kind.ts'
import { OPERATIONS, REPORTERS } from '../../../core/roles.ts'

const closed = { additionalProperties: false }
const short = (max = 200) => Type.String({ maxLength: max })
const position = Type.Tuple([Type.Number({ minimum: -180, maximum: 180 }), Type.Number({ minimum: -90, maximum: 90 })])

/** What a device drew or reported, told by its CoT type; `other` is kept like the rest. */
export const REPORT_SORTS = ['marker', 'route', 'shape', 'spot', 'casevac', 'sos', 'other'] as const
export type ReportSort = (typeof REPORT_SORTS)[number]
/** Corners kept for the map; the whole is in `cot`. */
export const MOST_CORNERS = 2000

/** Lines of a casualty-evacuation request and the like, in the order of the form: name → what was said. */
const Summary = Type.Record(Type.String({ maxLength: 60 }), Type.Union([Type.String({ maxLength: 2000 }), Type.Number(), Type.Boolean()]), { maxProperties: 60 })

/**
 * Something a TAK device put on the map or reported: a draft for a record of Vigie until a person makes one of it. `cot` is the
 * whole event as it came, also what Vigie does not understand. Times ISO 8601 UTC.
 */
export const FieldReport = Type.Object(
  {
    uid: Type.String({ minLength: 1, maxLength: 300 }),
    type: Type.String({ minLength: 1, maxLength: 100 }),
    sort: Type.Enum([...REPORT_SORTS]),
    name: Type.String({ minLength: 1, maxLength: 200 }),
    remarks: Type.Optional(short(16_000)),
    place: Type.Optional(Type.Object({ lon: Type.Number({ minimum: -180, maximum: 180 }), lat: Type.Number({ minimum: -90, maximum: 90 }), radiusM: Type.Number({ minimum: 0, maximum: 40_000_000 }) }, closed)),
    /** Corners of a route or shape, degrees; closed by itself when `ring`. `circleM` is the radius of a circle around the place. */
    corners: Type.Optional(Type.Array(position, { maxItems: MOST_CORNERS })),
    ring: Type.Optional(Type.Boolean()),
    circleM: Type.Optional(Type.Number({ minimum: 0, maximum: 40_000_000 })),
    summary: Type.Optional(Summary),
    time: SentInstant,
    stale: SentInstant,
    /** Who sent it last: the account signed in on the connection, and what the device said of itself. */
    from: Type.Object({ uid: Type.Optional(short()), callsign: Type.Optional(short()), account: Type.Optional(short(64)) }, closed),
    feed: Type.Optional(short(64)),
    cot: Type.String({ maxLength: 1_200_000 }),
    /** Records people made of it. */
    promoted: Type.Optional(Type.Array(Type.String({ maxLength: 64 }), { maxItems: 20 })),
  },
  closed,
)
export type FieldReport = Static<typeof FieldReport>

const PromotePatch = Type.Object({ record: Type.String({ minLength: 1, maxLength: 64 }) }, closed)

const promote: ActionRule<FieldReport> = {
  who: REPORTERS,
  patch: PromotePatch,
  reduce(record, action) {
    const { record: made } = action.patch as unknown as Static<typeof PromotePatch>
    return { ...record, data: { ...record.data, promoted: [...new Set([...(record.data.promoted ?? []), made])].slice(-20) } }
  },
}

const keepers = ['JOC-CH', 'JOC-DO', 'JOC-IM', 'SHQ', 'FHQ', 'TOC'] as const

/** What a device said is changed by the device alone: the node edits for it. */
export const fieldReportActions = { ...standardActions<FieldReport>({ edit: [], retract: keepers, handle: ['JOC-CH', 'JOC-DO', 'JOC-IM'], attach: REPORTERS, comment: OPERATIONS }), promote }

/** What lists, the map and search show of it. */
export function projectFieldReport(data: FieldReport): Projection {
  const at = Date.parse(data.time)
  return {
    title: data.name,
    text: [data.name, data.remarks ?? '', data.type, data.from.callsign ?? '', ...Object.values(data.summary ?? {}).map(String)].join('\n'),
    names: [data.name],
    happened: Number.isNaN(at) ? null : [at, at],
    reported: null,
    place: data.place ? { ...data.place, precision: data.place.radiusM > 1500 ? 4 : 1 } : null,
    severity: data.sort === 'sos' ? 5 : data.sort === 'casevac' ? 4 : 0,
    facets: { reported: [data.sort], from: [data.from.callsign ?? data.from.uid ?? ''], promoted: [String((data.promoted ?? []).length > 0)] },
  }
}
