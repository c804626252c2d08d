import { Type, type Static } from 'typebox'
import { Handling } from './handling-schema.ts'
import { LOCALES } from './i18n.ts'
import { LEVELS } from './handling.ts'
import { SIDES } from './policy.ts'
import type { Query } from './query.ts'
import { ROLE_CODES } from './roles.ts'

const short = (max = 200) => Type.String({ maxLength: max })
const count = Type.Integer({ minimum: 0, maximum: 4_000_000_000 })
const oneOf = <T extends string>(values: readonly T[]) => Type.Enum(values as unknown as T[])
const closed = { additionalProperties: false }

/** Kinds of product (field-guide 3.2): what is sent at once, what is sent by the clock, and what is attached. */
export const PRODUCT_TYPES = ['FLASH', 'FLASH-UPD', 'SINCREP', 'DSR', 'WSR', 'MSR', 'INTSUM', 'HANDOVER', 'HOM', 'ANNEX'] as const
export type ProductType = (typeof PRODUCT_TYPES)[number]

/** Products about one record, sent while nobody knows enough yet. */
export const URGENT_TYPES: readonly ProductType[] = ['FLASH', 'FLASH-UPD', 'SINCREP']

/** Records a fact names one by one; of more it holds the query. */
export const MOST_NAMED = 200

/** A record behind a fact, as it stood when the fact was made. */
export const Behind = Type.Object({ id: short(64), version: Type.Integer({ minimum: 0 }) }, closed)
export type Behind = Static<typeof Behind>

/**
 * A value bound to what it was made of: the query, the records or the cell of an aggregate. `id` is the same whenever the
 * same section is made again, so that two makings can be compared.
 */
export const Fact = Type.Object(
  {
    id: short(160),
    /** As it is printed. */
    value: short(2000),
    kind: short(64),
    /** How many records are behind it, named or not. */
    total: count,
    records: Type.Array(Behind, { maxItems: MOST_NAMED }),
    /** A Query (core/query.ts). */
    query: Type.Optional(Type.Record(Type.String(), Type.Any())),
    cell: Type.Optional(Type.Object({ by: Type.Array(short(64), { maxItems: 2 }), keys: Type.Array(short(256), { maxItems: 2 }), measure: Type.Optional(short(64)) }, closed)),
  },
  closed,
)
export type Fact = Static<typeof Fact>

/** Running text: words, and values that open what they are made of. */
export const Piece = Type.Union([short(20_000), Type.Object({ fact: short(160), text: short(2000) }, closed)])
export type Piece = Static<typeof Piece>
const Pieces = Type.Array(Piece, { maxItems: 200 })
export type Pieces = Piece[]

/** What a line is marked with, in words of its language. */
export const MARKS = ['unverified', 'late', 'missing', 'nil', 'note'] as const
export type Mark = (typeof MARKS)[number]

/** A line of a list or a row of a table; `record` is what it tells of. */
export const Line = Type.Object({ pieces: Type.Optional(Pieces), cells: Type.Optional(Type.Array(Pieces, { maxItems: 20 })), mark: Type.Optional(oneOf(MARKS)), record: Type.Optional(short(64)) }, closed)
export type Line = Static<typeof Line>

/** `total`: how many lines there would be where only the first are shown. */
export const Block = Type.Object(
  { type: oneOf(['text', 'list', 'table']), pieces: Type.Optional(Pieces), lines: Type.Optional(Type.Array(Line, { maxItems: 1000 })), head: Type.Optional(Type.Array(short(), { maxItems: 20 })), total: Type.Optional(count), mark: Type.Optional(oneOf(MARKS)) },
  closed,
)
export type Block = Static<typeof Block>

/** Made anew from records, written by a person, or made once and kept. */
export const MODES = ['live', 'text', 'frozen'] as const

export const Section = Type.Object(
  {
    id: short(64),
    title: short(300),
    mode: oneOf(MODES),
    /** What makes it, of the sources the domains give; absent for one that was only ever written. */
    source: Type.Optional(short(64)),
    blocks: Type.Array(Block, { maxItems: 50 }),
    facts: Type.Array(Fact, { maxItems: 4000 }),
    handling: Handling,
    /** May leave the mission with a version for readers outside; said by its author, for written text. */
    outside: Type.Optional(Type.Boolean()),
    /** What was written; `[[section/fact]]` stands for a bound value. */
    text: Type.Optional(short(20_000)),
    /** When it was made or written, ISO 8601 UTC. */
    asOf: short(32),
    /** It reads what changes with the hour, so a later value is no correction. */
    moving: Type.Optional(Type.Boolean()),
  },
  closed,
)
export type Section = Static<typeof Section>

/** With whose eyes a product is made: those of every one of its readers. `org` `*`: what is open to the whole mission. */
export const Audience = Type.Object({ side: oneOf(SIDES), org: short(64), role: oneOf(ROLE_CODES), clearance: oneOf(LEVELS), area: Type.Union([short(64), Type.Null()]) }, closed)
export type Audience = Static<typeof Audience>

/**
 * Who is sent it. A mandatory reader who has not read it within ten minutes is told by other ways. `gets`, from release on: this
 * version, another one for readers who may see less, or nothing, because no part may be shown to them. `then`: who is sent it
 * instead while it is unread, one after the other; `insteadOf` says of those to whom that happened for whom they stand.
 */
export const Recipient = Type.Object(
  { user: short(64), name: short(120), mandatory: Type.Boolean(), gets: Type.Optional(oneOf(['this', 'other', 'none'])), then: Type.Optional(Type.Array(Type.Object({ user: short(64), name: short(120) }, closed), { maxItems: 2 })), insteadOf: Type.Optional(short(64)) },
  closed,
)
export type Recipient = Static<typeof Recipient>

/** Those of its readers who were sent this version and have not said that they read it. */
export function unreadBy({ distribution, receipts = [] }: Pick<Product, 'distribution' | 'receipts'>): Recipient[] {
  return distribution.filter((one) => one.gets === 'this' && !receipts.some((receipt) => receipt.user === one.user))
}

/** Mandatory readers nobody has read it for: neither they nor anybody it was sent to in their stead. */
export function waitedFor({ distribution, receipts = [] }: Pick<Product, 'distribution' | 'receipts'>): Recipient[] {
  const read = (user: string): boolean => receipts.some((one) => one.user === user)
  return distribution.filter((one) => one.mandatory && one.gets === 'this' && one.insteadOf === undefined && !read(one.user) && !distribution.some((other) => other.insteadOf === one.user && read(other.user)))
}

/** One value that is not what it was. Empty: it was not there, or is there no more. */
export const Changed = Type.Object({ section: short(64), fact: short(160), was: short(2000), now: short(2000) }, closed)
export type Changed = Static<typeof Changed>

const instant = short(32)

/** What is sent: sections made for a class of readers, over a time, as of a moment. Times ISO 8601 UTC. */
export const Product = Type.Object(
  {
    type: oneOf(PRODUCT_TYPES),
    title: Type.String({ minLength: 1, maxLength: 200 }),
    language: oneOf(LOCALES),
    mission: short(120),
    zone: short(64),
    exercise: Type.Boolean(),
    audience: Audience,
    /** Mission-local day it is for, YYYY-MM-DD. */
    day: Type.Optional(short(10)),
    /** Half-open; `to` is the cut-off: what was logged later is not in it. */
    period: Type.Optional(Type.Object({ from: instant, to: instant }, closed)),
    /** Record an urgent product is about. */
    about: Type.Optional(short(64)),
    sections: Type.Array(Section, { maxItems: 60 }),
    /** When its sections were last made. */
    madeAt: instant,
    distribution: Type.Array(Recipient, { maxItems: 500 }),
    contact: Type.Optional(short(200)),
    nextUpdate: Type.Optional(instant),
    released: Type.Optional(Type.Object({ at: instant, by: short(64), name: short(120), role: short(32) }, closed)),
    receipts: Type.Optional(Type.Array(Type.Object({ user: short(64), name: short(120), at: instant }, closed), { maxItems: 2000 })),
    /** Number of the correction, 1 and on; absent for a first issue. */
    correction: Type.Optional(Type.Integer({ minimum: 1, maximum: 999 })),
    corrects: Type.Optional(short(64)),
    changes: Type.Optional(Type.Array(Changed, { maxItems: 500 })),
    /** The product this one is the version of for readers who may see less. */
    tearOf: Type.Optional(short(64)),
    updates: Type.Optional(short(64)),
    stale: Type.Optional(Type.Object({ at: instant, total: count, changes: Type.Array(Changed, { maxItems: 50 }) }, closed)),
    supersededBy: Type.Optional(short(64)),
    readByAll: Type.Optional(instant),
  },
  closed,
)
export type Product = Static<typeof Product>

/** Words of a piece. */
export function textOf(pieces: readonly Piece[]): string {
  return pieces.map((piece) => (typeof piece === 'string' ? piece : piece.text)).join('')
}

/** Values of two makings of a product that differ. Sections that follow the hour, are frozen or stand in one of them alone are left out. */
export function changedFacts(was: readonly Section[], now: readonly Section[]): Changed[] {
  const out: Changed[] = []
  for (const section of was) {
    const other = now.find((one) => one.id === section.id)
    if (section.mode === 'frozen' || section.moving || !other || other.mode !== section.mode) {
      continue
    }
    const [before, after] = [valuesOf(section), valuesOf(other)]
    for (const id of new Set([...before.keys(), ...after.keys()])) {
      const [a, b] = [before.get(id) ?? '', after.get(id) ?? '']
      if (a !== b) {
        out.push({ section: section.id, fact: id, was: a, now: b })
      }
    }
  }
  return out
}

/** Records named behind any value of the sections. */
export function recordsBehind(sections: readonly Section[]): Map<string, number> {
  const out = new Map<string, number>()
  for (const section of sections.filter((one) => one.mode !== 'frozen' && !one.moving)) {
    for (const fact of section.facts) {
      fact.records.forEach(({ id, version }) => out.set(id, version))
    }
  }
  return out
}

/** Kinds some value of the sections was counted over without naming every record. */
export function kindsCounted(sections: readonly Section[]): Set<string> {
  return new Set(sections.filter((one) => one.mode !== 'frozen' && !one.moving).flatMap((section) => section.facts.filter((fact) => fact.total > fact.records.length).map((fact) => fact.kind)))
}

/** Ids of every record a value of the sections names. */
export function recordsNamed(sections: readonly Section[]): Set<string> {
  return new Set(sections.flatMap((section) => section.facts.flatMap((fact) => fact.records.map(({ id }) => id))))
}

/** Longest time something is found by, months: no product compares further back. */
const MOST_MONTHS = 36

/** The question behind a value that does not name every record it was counted from, over a time with both ends; null else. */
export function figureQuery({ total, records, query }: Fact): Query | null {
  const asked = query as unknown as Query | undefined
  return asked && total > records.length && asked.time?.from && asked.time.to ? asked : null
}

/** What finds the figures a record may stand in without being named: `kind@YYYY-MM` for each UTC month they were counted over. */
export function figureMonths(sections: readonly Section[]): Set<string> {
  const out = new Set<string>()
  for (const query of sections.flatMap((section) => section.facts.flatMap((fact) => figureQuery(fact) ?? []))) {
    monthsBetween(Date.parse(query.time?.from ?? ''), Date.parse(query.time?.to ?? '') - 1).forEach((month) => out.add(monthKey(query.kind, month)))
  }
  return out
}

/** The UTC months two instants (epoch ms) and all between them lie in, three years of them at most. */
export function monthsBetween(from: number, to: number): Date[] {
  const out: Date[] = []
  for (let at = new Date(from); at.getTime() <= to && out.length <= MOST_MONTHS; at = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1))) {
    out.push(at)
  }
  return out
}

/** As `figureMonths` writes it. */
export function monthKey(kind: string, at: Date): string {
  return `${kind}@${at.toISOString().slice(0, 7)}`
}

function valuesOf(section: Section): Map<string, string> {
  return new Map(section.facts.map((fact) => [fact.id, fact.value]))
}
