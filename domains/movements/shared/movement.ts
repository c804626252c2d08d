import { Type, type Static } from 'typebox'
import { Instant } from '../../../core/instant.ts'

const closed = { additionalProperties: false }
const short = (max = 200) => Type.String({ maxLength: max })
const words = (max = 200) => Type.String({ minLength: 1, maxLength: max })
const oneOf = <T extends string>(values: readonly T[]) => Type.Enum(values as unknown as T[])
const moment = Instant
const lon = Type.Number({ minimum: -180, maximum: 180 })
const lat = Type.Number({ minimum: -90, maximum: 90 })
const signed = { by: short(64), role: short(40), at: moment }

export const MOVEMENT_SORTS = ['patrol', 'foot-patrol', 'convoy', 'escort', 'flight', 'boat'] as const
/** In the order they are gone through; called off stands aside. Overdue and lost contact follow from the times and are never typed. */
export const MOVEMENT_STATES = ['planned', 'cleared', 'departed', 'arrived', 'returned', 'reported', 'called-off'] as const
/** How a road was judged when the movement was cleared. */
export const ROUTE_COLOURS = ['green', 'amber', 'red', 'black', 'grey'] as const
/** What a movement says of itself when it calls. */
export const CALLS = ['ok', 'delayed', 'halted', 'breakdown', 'contact', 'help'] as const
/** How it was heard: somebody took the call, a tracker was seen, one digit came by SMS. */
export const HEARD_BY = ['hand', 'tracker', 'waypoint', 'sms'] as const
export const PACE_STEPS = ['primary', 'alternate', 'contingency', 'emergency'] as const
/** Check-ins kept in the record, newest last; all of them stand in history. */
export const MOST_CHECK_INS = 300

export type MovementState = (typeof MOVEMENT_STATES)[number]
export type CallStatus = (typeof CALLS)[number]

export const Waypoint = Type.Object(
  {
    id: words(40), name: words(120), lon, lat,
    /** Metres within which it counts as reached; 500 when not given. */
    radiusM: Type.Optional(Type.Number({ minimum: 20, maximum: 20_000 })),
    /** Planned arrival; of the first one the departure. */
    eta: moment,
    /** Minutes of a stop that is planned there. */
    stayMin: Type.Optional(Type.Integer({ minimum: 0, maximum: 2880 })),
  },
  closed,
)
export type Waypoint = Static<typeof Waypoint>

export const CheckIn = Type.Object(
  {
    /** When it was true. */
    at: moment,
    /** When the node learned of it. */
    heardAt: moment,
    status: oneOf(CALLS),
    how: oneOf(HEARD_BY),
    lon: Type.Optional(lon), lat: Type.Optional(lat),
    waypoint: Type.Optional(short(40)),
    means: Type.Optional(short(80)), note: Type.Optional(short(1000)),
    by: short(64), role: short(40),
  },
  closed,
)
export type CheckIn = Static<typeof CheckIn>

/** What a movement meets on its way and goes all the same: restrictions by id, as they were called when somebody said why. */
export const Accepted = Type.Object({ reason: words(1000), of: Type.Array(Type.Object({ id: short(64), name: short(160) }, closed), { maxItems: 100 }) }, closed)
export type Accepted = Static<typeof Accepted>

/** Both reasons, where a movement was weighed before and is weighed again for what came up since. */
export function alsoAccepted(before: Accepted | undefined, more: Accepted): Accepted {
  if (more.reason.trim() === '') {
    return before ?? more
  }
  const of = [...(before?.of ?? []).filter(({ id }) => !more.of.some((one) => one.id === id)), ...more.of]
  return { reason: [...new Set([before?.reason, more.reason])].filter((one) => one !== undefined).join(' · ').slice(0, 1000), of: of.slice(-100) }
}

/** Who moves, by what way, by when, and how it is known that they are well. Times ISO 8601 UTC, distances metres. */
export const Movement = Type.Object(
  {
    name: words(160),
    sort: oneOf(MOVEMENT_SORTS),
    /** By which its commander answers. */
    callsign: words(40),
    commander: Type.Optional(short(120)),
    unit: Type.Optional(short(64)),
    people: Type.Optional(Type.Integer({ minimum: 0, maximum: 5000 })),
    vehicles: Type.Optional(Type.Array(Type.Object({ name: words(60), what: Type.Optional(short(80)), armoured: Type.Optional(Type.Boolean()) }, closed), { maxItems: 80 })),
    /** Numbers that may check in by SMS. */
    phones: Type.Optional(Type.Array(Type.Object({ number: Type.String({ pattern: '^\\+?[0-9][0-9 ]{5,18}$', description: 'with country code' }), name: Type.Optional(short(80)) }, closed), { maxItems: 20 })),
    /** Ids of tracks whose positions are its own. */
    tracks: Type.Optional(Type.Array(short(64), { maxItems: 10, uniqueItems: true })),
    waypoints: Type.Array(Waypoint, { minItems: 2, maxItems: 60 }),
    /** The way between the waypoints, [lon, lat]; straight from one to the next when not given. */
    line: Type.Optional(Type.Array(Type.Tuple([lon, lat]), { minItems: 2, maxItems: 2000 })),
    speedKmh: Type.Number({ minimum: 0.5, maximum: 900 }),
    /** Metres to either side of the way. */
    corridorM: Type.Number({ minimum: 50, maximum: 100_000 }),
    checkIn: Type.Object(
      {
        everyMin: Type.Integer({ minimum: 5, maximum: 1440 }),
        /** Minutes before and after the due time in which a call counts as on time. */
        windowMin: Type.Integer({ minimum: 0, maximum: 120 }),
        /** Fresh positions of its tracks count as calls. */
        tracker: Type.Boolean(),
      },
      closed,
    ),
    /** Minutes at one place, away from a waypoint, before it is told as a stop nobody planned. */
    stopMin: Type.Optional(Type.Integer({ minimum: 3, maximum: 720 })),
    pace: Type.Optional(Type.Object({ primary: Type.Optional(short(120)), alternate: Type.Optional(short(120)), contingency: Type.Optional(short(120)), emergency: Type.Optional(short(120)) }, closed)),
    medical: Type.Optional(short(1000)),
    note: Type.Optional(short(4000)),
    /** Hours after its return by which it has reported; 24 when not given. */
    reportWithinH: Type.Optional(Type.Integer({ minimum: 1, maximum: 336 })),
    accepted: Type.Optional(Accepted),
    /** Id of the movement it was copied from. */
    copyOf: Type.Optional(short(64)),

    /** Absent: planned. */
    state: Type.Optional(oneOf(MOVEMENT_STATES)),
    clearance: Type.Optional(Type.Object({ ...signed, route: oneOf(ROUTE_COLOURS), note: Type.Optional(short(1000)) }, closed)),
    departedAt: Type.Optional(moment), arrivedAt: Type.Optional(moment), returnedAt: Type.Optional(moment),
    /** What they last said of when they would be there. */
    newEta: Type.Optional(moment),
    checkIns: Type.Optional(Type.Array(CheckIn, { maxItems: MOST_CHECK_INS })),
    passed: Type.Optional(Type.Array(Type.Object({ waypoint: short(40), at: moment }, closed), { maxItems: 60 })),
    /** Steps of lateness the node told of: which case, how many minutes after it was due. */
    late: Type.Optional(Type.Array(Type.Object({ what: oneOf(['lost-contact', 'overdue'] as const), afterMin: Type.Integer({ minimum: 0, maximum: 1440 }), at: moment }, closed), { maxItems: 200 })),
    report: Type.Optional(Type.Object({ ...signed, text: words(8000) }, closed)),
    calledOff: Type.Optional(Type.Object(signed, closed)),
  },
  closed,
)
export type Movement = Static<typeof Movement>

/** Where it stands in its course. */
export function stateOf(movement: Pick<Movement, 'state'>): MovementState {
  return movement.state ?? 'planned'
}

/** Planned departure, epoch ms. */
export function departsAt({ waypoints }: Pick<Movement, 'waypoints'>): number {
  return Date.parse(waypoints[0]?.eta ?? '')
}

/** When it is expected at its end, epoch ms: as they last said, else as planned. */
export function expectedAt({ newEta, waypoints }: Pick<Movement, 'newEta' | 'waypoints'>): number {
  return Date.parse(newEta ?? waypoints.at(-1)?.eta ?? '')
}

/** When it is over or meant to be, epoch ms. */
export function endsAt(movement: Pick<Movement, 'arrivedAt' | 'returnedAt' | 'newEta' | 'waypoints'>): number {
  return Date.parse(movement.returnedAt ?? movement.arrivedAt ?? '') || expectedAt(movement)
}
