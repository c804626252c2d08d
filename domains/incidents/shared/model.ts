import { Type, type Static } from 'typebox'
import { Instant } from '../../../core/instant.ts'
import { CREDIBILITIES, RELIABILITIES } from '../../../core/grading.ts'
import { ACTOR_ROLES, ACTOR_TYPES, CONFIDENCES, DISPLACED_BY, FLAGS, IMPACT_STATUS, LINK_TYPES, METHODS, RECORD_TYPES, SOURCE_TYPES, TIME_PRECISIONS, VICTIM_GROUPS, WEAPONS } from './vocabulary.ts'

const short = (max = 200) => Type.String({ maxLength: max })
const count = Type.Integer({ minimum: 0, maximum: 1_000_000 })
const instant = Instant
const oneOf = <T extends string>(values: readonly T[]) => Type.Enum(values as unknown as T[])
const closed = { additionalProperties: false }

/** From–to–best; merging and ranges never become a sum. */
export const Range = Type.Object({ min: Type.Optional(count), max: Type.Optional(count), est: Type.Optional(count) }, closed)
export type Range = Static<typeof Range>

/** A place with its precision 1 (≤ 100 m) to 7 (unknown), how it was found, and a radius in metres. */
export const Place = Type.Object(
  {
    lon: Type.Optional(Type.Number({ minimum: -180, maximum: 180 })),
    lat: Type.Optional(Type.Number({ minimum: -90, maximum: 90 })),
    mgrs: Type.Optional(short(20)),
    name: Type.Optional(short()),
    gazetteer: Type.Optional(short(64)),
    pcode: Type.Optional(short(32)),
    precision: Type.Integer({ minimum: 1, maximum: 7 }),
    radiusM: Type.Number({ minimum: 0, maximum: 2_000_000 }),
    method: oneOf(METHODS),
  },
  closed,
)
export type Place = Static<typeof Place>

/** When it happened: an interval in UTC and how precisely it is known. */
export const Happened = Type.Object({ from: instant, to: Type.Optional(instant), precision: oneOf(TIME_PRECISIONS) }, closed)
export type Happened = Static<typeof Happened>

export const Weapon = Type.Object({ code: oneOf(WEAPONS), name: Type.Optional(short(80)), count: Type.Optional(count) }, closed)
export type Weapon = Static<typeof Weapon>

/** Who was involved: a registered actor (`actor` is its record id) or words as they were heard. */
export const Involved = Type.Object(
  {
    actor: Type.Optional(short(64)),
    name: short(),
    type: oneOf(ACTOR_TYPES),
    role: oneOf(ACTOR_ROLES),
    strength: Type.Optional(Range),
    weapons: Type.Optional(Type.Array(Weapon, { maxItems: 20 })),
    direction: Type.Optional(short(80)),
    confidence: Type.Optional(oneOf(CONFIDENCES)),
  },
  closed,
)
export type Involved = Static<typeof Involved>

/** Harm to one group of people. */
export const Impact = Type.Object(
  {
    group: oneOf(VICTIM_GROUPS),
    killed: Type.Optional(Range),
    injured: Type.Optional(Range),
    missing: Type.Optional(Range),
    abducted: Type.Optional(Range),
    released: Type.Optional(Range),
    disagg: Type.Optional(Type.Object({ men: Type.Optional(count), women: Type.Optional(count), boys: Type.Optional(count), girls: Type.Optional(count), unknown: Type.Optional(count) }, closed)),
    status: oneOf(IMPACT_STATUS),
  },
  closed,
)
export type Impact = Static<typeof Impact>

/**
 * Where a piece of information came from. `originator` is who first said it: two units repeating one
 * village chief are one independent source. `protected` sources are withheld without compartment SOURCE.
 */
export const Source = Type.Object(
  {
    id: short(64),
    type: oneOf(SOURCE_TYPES),
    unit: Type.Optional(short(80)),
    callsign: Type.Optional(short(40)),
    originator: Type.Optional(short()),
    text: Type.Optional(short(2000)),
    reliability: oneOf(RELIABILITIES),
    credibility: oneOf(CREDIBILITIES),
    protected: Type.Optional(Type.Boolean()),
    obtainedAt: Type.Optional(instant),
  },
  closed,
)
export type Source = Static<typeof Source>

/** Identity of a protected source: sealed, compartment SOURCE, erasable. */
export const SourceContact = Type.Object({ source: short(64), name: Type.Optional(short()), phone: Type.Optional(short(40)), note: Type.Optional(short(1000)) }, closed)

export const Link = Type.Object({ type: oneOf(LINK_TYPES), record: short(64), note: Type.Optional(short(500)) }, closed)
export type Link = Static<typeof Link>

export const Damage = Type.Object({ asset: short(120), type: Type.Optional(short(80)), qty: Type.Optional(count), lossUN: Type.Optional(Type.Boolean()) }, closed)
export const Displaced = Type.Object({ households: Type.Optional(count), individuals: Type.Optional(count), from: Type.Optional(short()), to: Type.Optional(short()), cause: Type.Optional(oneOf(DISPLACED_BY)) }, closed)

/** What a merged record brought along, kept whole so that the merge can be undone. */
export const Absorbed = Type.Object({ record: short(64), ref: short(40), sources: Type.Array(Source), impact: Type.Array(Impact), title: short(), narrative: short(20_000), happened: Type.Optional(Happened), place: Type.Optional(Place) }, closed)
export type Absorbed = Static<typeof Absorbed>

/** An incident, event or activity (field-guide 2.2). */
export const Incident = Type.Object(
  {
    type: oneOf(RECORD_TYPES),
    title: Type.String({ minLength: 1, maxLength: 200 }),
    narrative: short(20_000),
    bluf: Type.Optional(short(500)),
    category: Type.String({ pattern: '^[A-Z]{2}(\\.\\d{2})?$', description: 'taxonomy code, e.g. AC.03' }),
    taxonomy: Type.Optional(Type.Integer({ minimum: 1, description: 'version of the taxonomy the code belongs to' })),
    also: Type.Optional(Type.Array(Type.String({ pattern: '^[A-Z]{2}(\\.\\d{2})?$' }), { maxItems: 10, uniqueItems: true })),
    tags: Type.Optional(Type.Array(short(60), { maxItems: 50, uniqueItems: true })),
    happened: Type.Optional(Happened),
    reported: Type.Optional(instant),
    place: Type.Optional(Place),
    actors: Type.Optional(Type.Array(Involved, { maxItems: 50 })),
    impact: Type.Optional(Type.Array(Impact, { maxItems: 20 })),
    weapons: Type.Optional(Type.Array(Weapon, { maxItems: 20 })),
    damage: Type.Optional(Type.Array(Damage, { maxItems: 50 })),
    displaced: Type.Optional(Displaced),
    sources: Type.Optional(Type.Array(Source, { maxItems: 100 })),
    contacts: Type.Optional(Type.Array(SourceContact, { maxItems: 100 })),
    severity: Type.Optional(Type.Integer({ minimum: 1, maximum: 5 })),
    flags: Type.Optional(Type.Array(oneOf(FLAGS), { uniqueItems: true })),
    links: Type.Optional(Type.Array(Link, { maxItems: 200 })),
    unit: Type.Optional(short(64)),
    callsign: Type.Optional(short(40)),
    /** Quick-log line as typed, when it began as one. */
    raw: Type.Optional(short(4000)),
    absorbed: Type.Optional(Type.Array(Absorbed, { maxItems: 100 })),
    /** Identity in the table it was imported from, and a hash of what was imported. */
    external: Type.Optional(Type.Object({ id: short(200), hash: short(64), file: Type.Optional(short()) }, closed)),
    /** Fields the mission defined itself. */
    own: Type.Optional(Type.Record(Type.String({ maxLength: 64 }), Type.Any())),
  },
  closed,
)
export type Incident = Static<typeof Incident>

/** A named group, force or community: one entry, many spellings. */
export const Actor = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 200 }),
    type: oneOf(ACTOR_TYPES),
    aliases: Type.Optional(Type.Array(short(), { maxItems: 200 })),
    description: Type.Optional(short(4000)),
    splinterOf: Type.Optional(Type.Array(short(64), { maxItems: 20 })),
    alliedWith: Type.Optional(Type.Array(short(64), { maxItems: 50 })),
    location: Type.Optional(short(500)),
    activeFrom: Type.Optional(short(10)),
    activeTo: Type.Optional(short(10)),
    external: Type.Optional(Type.Object({ id: short(200), hash: short(64), file: Type.Optional(short()) }, closed)),
    own: Type.Optional(Type.Record(Type.String({ maxLength: 64 }), Type.Any())),
  },
  closed,
)
export type Actor = Static<typeof Actor>
