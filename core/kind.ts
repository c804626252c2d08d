import type { TObject, TSchema } from 'typebox'
import type { ClockRule } from './clock.ts'
import type { Compartment, Handling } from './handling.ts'
import type { Texts } from './i18n.ts'
import { own, type JsonObject } from './json.ts'
import type { FieldProblem } from './problem.ts'
import type { Action, VigieRecord, Workflow } from './record.ts'
import type { RoleCode } from './roles.ts'
import type { TimePrecision } from './time-precision.ts'

/** Where a record stands on the map: a centre and a radius in metres, never a false pin. */
export type PlacePoint = { lon: number; lat: number; radiusM: number; precision: number }

/** What the platform needs of any record: derived from the data alone, so that it can be rebuilt. */
export type Projection = {
  title: string
  /** Everything full-text search may see. Never includes protected or sealed values. */
  text: string
  /** Names of places and people's groups in the text: found across scripts as well (`Ménaka` finds `مينكا`). */
  names?: readonly string[]
  /** Epoch ms, [from, to]; null when the kind has no such time or it is unknown. */
  happened: readonly [number, number] | null
  reported: number | null
  place: PlacePoint | null
  /** 0 (none) to 5. */
  severity: number
  /** Facet name → values; only names the kind lists in `facets`. */
  facets: { [facet: string]: readonly string[] }
  /** How well the happened time is known; undefined: to the minute. */
  precision?: TimePrecision | undefined
  /** Name → the smallest and largest figure anybody gave; only names the kind lists in `measures` or `figures`. */
  measures?: { [measure: string]: readonly [min: number, max: number] }
  /** What is missing of the record or remarkable about how complete it is, for counting; no index of the database holds it. */
  marks?: readonly string[]
}

/** How a field is protected and offered. */
export type FieldRule = {
  /** Read only by holders of all these compartments, beyond those of the record. */
  compartments?: readonly Compartment[]
  /** Kept encrypted under the key of the record's subject; erased by destroying that key. */
  sealed?: boolean
  /** For arrays of objects: items whose flag is true are withheld from readers without the compartments. */
  protectItems?: { flag: string; compartments: readonly Compartment[] }
  /** Written only by the kind's own actions, never by creating or editing. */
  ownActions?: true
  /** How the generic form and table show it. Default follows from the schema. */
  widget?: 'text' | 'multiline' | 'place' | 'time' | 'interval' | 'category' | 'grade' | 'json' | 'hidden'
}

/** Roles that may; '*' is every signed-in account with a role. */
export type Who = readonly RoleCode[] | '*'

/** One thing that can be done to a record: who, when, with what, and what follows. */
export type ActionRule<D extends JsonObject = JsonObject> = {
  who: Who
  /** For some records fewer may: their roles, or undefined where `who` stands. */
  narrow?(record: VigieRecord<D>): Who | undefined
  /** Workflow states it can be done in; undefined is any that is not merged or retracted. */
  when?: readonly Workflow[]
  /** Schema of the action's patch. */
  patch: TSchema
  /** A reason must be given. */
  reason?: boolean
  /** Recorded in the chain, changes nothing (reads, exports). */
  audit?: boolean
  /** Changes what leaves the building: never the author's own to do (two-person rule). */
  notAuthor?: boolean
  /** Whoever made the record may, whatever their role; `who` names the others. */
  author?: true
  /** Decides who reads: with ORCON only the owning organisation's to do. */
  originator?: true
  /** One half of what the domain commits as a pair by a route of its own; refused when asked for alone. */
  paired?: true
  /** Pure: new snapshot from old. Throws Problem when a rule forbids. */
  reduce(record: VigieRecord<D>, action: Action): VigieRecord<D>
}

/** A kind of record: vocabulary, schema, states, actions, handling. Everything else is derived from it. */
export type Kind<D extends JsonObject = JsonObject> = {
  name: string
  version: number
  /** Reference prefix: `INC` gives INC-2026-000001. */
  prefix: string
  data: TObject
  fields: { [field: string]: FieldRule }
  /** true: draft → submitted → approved; false: in force from creation (workflow `approved`). */
  approval: boolean
  /** Has the veracity axis. */
  veracity: boolean
  read: Who
  create: Who
  actions: { [type: string]: ActionRule<D> }
  /** Facets in display order; 'one' has exactly one value a record, 'many' any number. */
  facets: { [facet: string]: 'one' | 'many' }
  /** Figures that analyses add up, each a range from 0 to 4 000 000 000. */
  measures?: readonly string[]
  /** Further figures of its records, which rules hold against a threshold but nobody adds up. Words of all: text `figure.<kind>.<name>`. */
  figures?: readonly string[]
  /** Its records tell of no moment but stand and change: a rule tells each time one comes to fit, not what was so all along. */
  standing?: true
  project(data: D): Projection
  /** Handling of a new record when the author gives none. */
  handling(owner: string): Handling
  /** Domain invariants beyond the schema, on the whole data. */
  check?(data: D, record: VigieRecord<D>): FieldProblem[]
  /**
   * The invariants follow records of another kind, e.g. a vocabulary the mission edits: `check` in place of the one
   * above, made anew whenever one of those that stand changes. Pure; called once with none at start.
   */
  governed?: { by: string; check(standing: readonly { id: string; data: JsonObject }[]): NonNullable<Kind<D>['check']> }
  /** The data's subject for sealing; default the record itself. */
  subject?(data: D): string | null
  /**
   * Its records are numbered within another record, as entries are within their log: without gaps, in the order the store
   * takes them in, by whomever and however late they are sent. `field` receives the number, from 1; `within` holds the id.
   */
  serial?: { field: string; within: string; kinds: readonly string[] }
  /**
   * What no two standing records have alike, such as a number within an event: `of` answers it, also of data not checked yet,
   * null where a record has none; it is the one value of `facet`. `field` is what its author changes when it is taken.
   */
  unique?: { field: string; facet: string; of(data: D): string | null }
  /** Upgrade data written with an older schema version; must be pure. */
  upgrade?(data: JsonObject, from: number): D
  /** Deadlines its records run under; of one kind each name once. */
  clocks?: readonly ClockRule<D>[]
  texts: Texts
}

/** A line of work: its kinds and words. Pure; shared by server, web, tests and documents. */
export type Domain = {
  name: string
  kinds: Kind[]
  texts: Texts
}

/** The rule of an action type; undefined for one the kind does not have, also for names every JavaScript object has. */
export function actionRule(kind: Kind, type: string): ActionRule | undefined {
  return own(kind.actions, type)
}

/** All figures a rule may ask for. */
export function figuresOf(kind: Pick<Kind, 'measures' | 'figures'>): string[] {
  return [...(kind.measures ?? []), ...(kind.figures ?? [])]
}

/** Kinds keep their own data type inside; the platform sees them all as JSON. */
export function defineKind<D extends JsonObject>(kind: Kind<D>): Kind {
  return kind as unknown as Kind
}

/** Gather the kinds of one line of work; refuses twin names at once. */
export function defineDomain(domain: Domain): Domain {
  const names = domain.kinds.map((k) => k.name)
  if (new Set(names).size !== names.length) {
    throw new Error(`domain ${domain.name} defines a kind twice`)
  }
  return domain
}
