import { Type, type Static, type TOptional } from 'typebox'
import { fold } from '../../../core/text-fold.ts'
import { closed, moment, oneOf, recordId, short, Signed, Spot, words } from './schema.ts'
import { AGE_BANDS, AVPU, BODY_REGIONS, BODY_SIDES, BODY_VIEWS, CAPABILITIES, CATEGORIES, EVENTS, INJURY_KINDS, LIMBS, MECHANISMS, PLACE_SORTS, PRIORITIES, ROUTES, SEXES, SOURCES, STATUSES, TREATMENTS, TRIAGES, type EventCode, type Status } from './vocabulary.ts'

/** A point of the timeline T0–T11: when it was, how that is known, how surely. */
const timed = {
  t: moment,
  source: oneOf(SOURCES),
  /** Not read off a clock. */
  estimated: Type.Optional(Type.Literal(true)),
  /** It was within so many minutes before or after `t`. */
  uncertainMin: Type.Optional(Type.Integer({ minimum: 1, maximum: 1440 })),
  /** Who said so, where it is not who wrote it down. */
  saidBy: Type.Optional(short(120)),
}
export const Timed = Type.Object(timed, closed)
export type Timed = Static<typeof Timed>
/** `by`, `role`, `at`: who wrote it down, and when the node learned of it. */
export const CasualtyEvent = Type.Object({ ...timed, ...Signed }, closed)
export type CasualtyEvent = Static<typeof CasualtyEvent>

/** A value that was replaced: what stood, by whom and why. `now` is absent where it was taken out. */
export const Correction = Type.Object({ ...Signed, event: oneOf(EVENTS), was: CasualtyEvent, now: Type.Optional(moment), why: words(500) }, closed)
export type Correction = Static<typeof Correction>

/** Struck out, with the reason; it stays in the list. */
const Struck = Type.Object({ ...Signed, why: words(500) }, closed)
/** Ids are the author's own, so that what comes twice (a hand-over by QR and then the phone itself) is there once. */
const item = { id: words(40), struck: Type.Optional(Struck) }

export const Injury = Type.Object({ ...item, region: oneOf(BODY_REGIONS), side: oneOf(BODY_SIDES), /** Seen from the front or from behind; absent: not said. */ view: Type.Optional(oneOf(BODY_VIEWS)), kind: oneOf(INJURY_KINDS), note: Type.Optional(short(300)) }, closed)
export type Injury = Static<typeof Injury>

/** One reading. Rates per minute, pressure mmHg, saturation %, temperature °C. The bounds are of `vitals.ts`. */
export const Vitals = Type.Object(
  {
    ...item, at: moment,
    hr: Type.Optional(Type.Number()), rr: Type.Optional(Type.Number()), sbp: Type.Optional(Type.Number()), dbp: Type.Optional(Type.Number()),
    spo2: Type.Optional(Type.Number()), temp: Type.Optional(Type.Number()),
    avpu: Type.Optional(oneOf(AVPU)), gcs: Type.Optional(Type.Number()), pain: Type.Optional(Type.Number()),
    saidBy: Type.Optional(short(120)),
  },
  closed,
)
export type Vitals = Static<typeof Vitals>

export const Treatment = Type.Object({ ...item, at: moment, what: oneOf(TREATMENTS), name: Type.Optional(short(80)), dose: Type.Optional(short(60)), route: Type.Optional(oneOf(ROUTES)), limb: Type.Optional(oneOf(LIMBS)), note: Type.Optional(short(300)), saidBy: Type.Optional(short(120)) }, closed)
export type Treatment = Static<typeof Treatment>

/** One place of the chain: in and, when they left it, out. `of` is the id of the facility or asset. */
export const ChainPlace = Type.Object({ id: words(40), sort: oneOf(PLACE_SORTS), name: words(120), of: Type.Optional(recordId), spot: Type.Optional(Spot), in: moment, out: Type.Optional(moment), receivedBy: Type.Optional(short(120)), ...Signed }, closed)
export type ChainPlace = Static<typeof ChainPlace>

export const StatusStep = Type.Object({ ...Signed, status: oneOf(STATUSES), t: moment, note: Type.Optional(short(500)) }, closed)
export type StatusStep = Static<typeof StatusStep>

/**
 * A casualty. It holds no name: who it is stands in the notification, under rules of its own. What is clinical or tells the
 * person is read only with compartment MED; everybody else sees number, priority, course and clocks.
 */
export const Casualty = Type.Object(
  {
    battleNo: words(40),
    /** What a device had called them before the node found that another of the same event has that number. */
    formerNo: Type.Optional(words(40)),
    incident: Type.Optional(recordId),
    request: Type.Optional(recordId),
    category: oneOf(CATEGORIES),
    /** ISO 3166-1 alpha-3. */
    nationality: Type.Optional(Type.String({ pattern: '^[A-Z]{3}$' })),
    unit: Type.Optional(short(64)),
    sex: Type.Optional(oneOf(SEXES)),
    ageBand: Type.Optional(oneOf(AGE_BANDS)),
    triage: Type.Optional(oneOf(TRIAGES)),
    priority: oneOf(PRIORITIES),
    /** When triage and priority were last looked at. */
    sortedAt: Type.Optional(moment),
    /** What the facility must be able to do; absent: not known yet. */
    needs: Type.Optional(Type.Array(oneOf(CAPABILITIES), { uniqueItems: true, maxItems: CAPABILITIES.length })),
    litter: Type.Optional(Type.Boolean()),
    contagious: Type.Optional(Type.Boolean()),
    escort: Type.Optional(Type.Boolean()),
    /** Where they were hurt. */
    place: Type.Optional(Spot),
    /** Exercise: kept apart everywhere. */
    drill: Type.Optional(Type.Literal(true)),

    mechanism: Type.Optional(oneOf(MECHANISMS)),
    mechanismNote: Type.Optional(short(300)),
    injuries: Type.Optional(Type.Array(Injury, { maxItems: 60 })),
    vitals: Type.Optional(Type.Array(Vitals, { maxItems: 500 })),
    treatments: Type.Optional(Type.Array(Treatment, { maxItems: 300 })),
    note: Type.Optional(short(4000)),

    events: Type.Optional(Type.Object(Object.fromEntries(EVENTS.map((event) => [event, Type.Optional(CasualtyEvent)])) as Record<EventCode, TOptional<typeof CasualtyEvent>>, closed)),
    corrections: Type.Optional(Type.Array(Correction, { maxItems: 200 })),
    places: Type.Optional(Type.Array(ChainPlace, { maxItems: 60 })),
    /** Absent: at the point of injury. */
    status: Type.Optional(oneOf(STATUSES)),
    course: Type.Optional(Type.Array(StatusStep, { maxItems: 60 })),
  },
  closed,
)
export type Casualty = Static<typeof Casualty>

/** Fields read with compartment MED alone. */
export const CLINICAL = ['nationality', 'unit', 'sex', 'ageBand', 'mechanism', 'mechanismNote', 'injuries', 'vitals', 'treatments', 'note'] as const satisfies readonly (keyof Casualty)[]
/** Fields that only grow: they may come with a new record, afterwards actions of their own write them. */
export const GROWING = ['injuries', 'vitals', 'treatments', 'events', 'corrections', 'places', 'status', 'course', 'sortedAt'] as const satisfies readonly (keyof Casualty)[]

/** A battle number as it is known within its event, or else its request: two casualties of one event never share it. Null outside both. */
export function numberOf({ incident, request, battleNo }: Partial<Pick<Casualty, 'incident' | 'request' | 'battleNo'>>): string | null {
  const within = incident ?? request
  return within === undefined || battleNo === undefined ? null : `${within} ${fold(battleNo).replace(/\s+/g, '')}`
}

/** The first of `AB-01-2`, `AB-01-3`… that nobody has. */
export function freeNumber(taken: string, isTaken: (number: string) => boolean): string {
  for (let n = 2; ; n += 1) {
    const next = `${taken.slice(0, 34)}-${n}`
    if (!isTaken(next)) {
      return next
    }
  }
}

export function statusOf({ status }: Pick<Casualty, 'status'>): Status {
  return status ?? 'POI'
}

/** Statuses after which nothing more is awaited of the evacuation. */
export const ENDED: readonly Status[] = ['RTD', 'REPAT', 'DECEASED']

/** When something happened, epoch ms; null when it is not known. */
export function at(casualty: Pick<Casualty, 'events'>, event: EventCode): number | null {
  const ms = Date.parse(casualty.events?.[event]?.t ?? '')
  return Number.isFinite(ms) ? ms : null
}

/** Where they are now, and where they were hurt when nothing later is known. */
export function whereNow(casualty: Pick<Casualty, 'places' | 'place'>): Spot | undefined {
  return casualty.places?.findLast((one) => one.out === undefined)?.spot ?? casualty.place
}
