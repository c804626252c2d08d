import type { AreaTree } from '../../../../core/area.ts'
import { compileMatch, facetValues, factsOf, type Facts } from '../../../../core/match.ts'
import type { Kind } from '../../../../core/kind.ts'
import { distanceM, type LonLat } from '../../../../core/place-geodesy.ts'
import type { VigieRecord } from '../../../../core/record.ts'
import { queryOf, reaches, type AlertRule } from './rule.ts'

const HOUR_MS = 3_600_000
/** A rule that looks at one record at a time tells of what happened within so long before it came in. */
const LATE_MS = 24 * HOUR_MS

/**
 * A record that fits a rule: when it happened (epoch ms, when it was logged where that is not known) and where. One that stands and
 * changes fits from when it came to fit, and may do so again.
 */
export type Hit = { record: string; at: number; place: LonLat | null; stands?: true }
/** A rule fired. `subject` and `episode` are the same however often the same records are looked at. */
export type Fired = { rule: string; at: number; subject: string; episode: string; hits: Hit[] }

/** One rule over hits in the order they come. */
export class RuleRun {
  readonly #id: string
  readonly #rule: AlertRule
  readonly #hits = new Map<string, Hit>()
  #pruned = 0
  /** Records that belong to an episode that was told. */
  readonly #told = new Map<string, { episode: string; at: number }>()

  constructor(id: string, rule: AlertRule) {
    this.#id = id
    this.#rule = rule
  }

  /** A record that fits; what it makes the rule say, or null. The same record again says nothing. */
  take(hit: Hit): Fired | null {
    const { count, hours = 1, nearKm } = this.#rule
    if (count === 1) {
      if (this.#told.has(hit.record)) {
        return null
      }
      const episode = hit.stands ? String(hit.at) : '1'
      this.#told.set(hit.record, { episode, at: hit.at })
      if (!hit.stands) {
        this.#forget(hit.at - 60 * 24 * HOUR_MS)
      }
      return { rule: this.#id, at: hit.at, subject: hit.record, episode, hits: [hit] }
    }
    if (this.#hits.has(hit.record)) {
      return null
    }
    const window = hours * HOUR_MS
    this.#hits.set(hit.record, hit)
    // Now and then, not each time: what lies too far back counts for nothing anyway.
    if (hit.at - this.#pruned > window / 2) {
      this.#pruned = hit.at
      this.#hits.forEach((one, record) => one.at < hit.at - 2 * window && this.#hits.delete(record))
    }
    const near: Hit[] = []
    for (const one of this.#hits.values()) {
      if (Math.abs(one.at - hit.at) <= window && (nearKm === undefined || isNear(one.place, hit.place, nearKm * 1000))) {
        near.push(one)
      }
    }
    // While more come near what was told, it is the same episode.
    const told = near.map(({ record }) => this.#told.get(record)).find((one) => one !== undefined)
    if (told || near.length < count) {
      if (told) {
        this.#told.set(hit.record, told)
      }
      return null
    }
    const first = [...near].sort((a, b) => a.at - b.at || (a.record < b.record ? -1 : 1))[0]!
    const episode = { episode: first.stands ? `${first.record} ${first.at}` : first.record, at: hit.at }
    near.forEach(({ record }) => this.#told.set(record, episode))
    this.#forget(hit.at - 4 * window)
    return { rule: this.#id, at: hit.at, subject: first.record, episode: episode.episode, hits: near }
  }

  /** A record that stands fits no more: the next time it comes to fit is another. */
  drop(record: string): void {
    this.#told.delete(record)
    this.#hits.delete(record)
  }

  #forget(before: number): void {
    if (this.#told.size > 10_000) {
      for (const [record, { at }] of this.#told) {
        if (at < before) {
          this.#told.delete(record)
        }
      }
    }
  }
}

/** A degree of latitude is longer than this everywhere, metres: most pairs need no more than a subtraction. */
const DEGREE_M = 110_500

function isNear(a: LonLat | null, b: LonLat | null, metres: number): boolean {
  return a !== null && b !== null && Math.abs(a.lat - b.lat) * DEGREE_M <= metres && distanceM(a, b) <= metres
}

type InForce = { id: string; rule: AlertRule; fits: (record: VigieRecord, known: Facts) => boolean; run: RuleRun }
type ByKind = { all: InForce[]; by: { facet: string; rules: Map<string, InForce[]> }[]; free: InForce[] }

/**
 * The rules in force, found by kind and by the facet that tells most, so that a record is held against the few that may fit. Kept
 * state is what hits were seen; it can be made again from the records.
 */
export class RuleBook {
  readonly #kinds = new Map<string, ByKind>()
  readonly #kindOf: (name: string) => Kind | undefined

  constructor(rules: readonly { id: string; rule: AlertRule }[], kindOf: (name: string) => Kind | undefined, areas: AreaTree) {
    this.#kindOf = kindOf
    for (const { id, rule } of rules) {
      const kind = kindOf(rule.of)
      const fits = kind && compiled(rule, kind, areas)
      if (!rule.enabled || !fits) {
        continue
      }
      const standing: InForce = { id, rule, fits, run: new RuleRun(id, rule) }
      const known = this.#kinds.get(rule.of) ?? { all: [], by: [], free: [] }
      known.all.push(standing)
      const [facet, values] = Object.entries(rule.where ?? {}).sort((a, b) => a[1].length - b[1].length)[0] ?? []
      if (facet === undefined || values === undefined) {
        known.free.push(standing)
      } else {
        let index = known.by.find((one) => one.facet === facet)
        if (!index) {
          index = { facet, rules: new Map() }
          known.by.push(index)
        }
        for (const value of new Set(values)) {
          index.rules.set(value, [...(index.rules.get(value) ?? []), standing])
        }
      }
      this.#kinds.set(rule.of, known)
    }
  }

  get kinds(): string[] {
    return [...this.#kinds.keys()]
  }

  /** Longest time any rule over a kind looks back, ms. */
  backMs(kind: string): number {
    return Math.max(LATE_MS, ...(this.#kinds.get(kind)?.all.map(({ rule }) => (rule.hours ?? 0) * 2 * HOUR_MS) ?? []))
  }

  /** Hold a record against the rules at `now` (epoch ms): what happened long ago says nothing. */
  take(record: VigieRecord, now: number): Fired[] {
    const known = this.#kinds.get(record.kind)
    const kind = known && this.#kindOf(record.kind)
    if (!kind) {
      return []
    }
    const facts = factsOf(kind, record)
    const hit = hitOf(kind, record, facts)
    if (kind.standing) {
      return known.all.flatMap(({ fits, run }) => {
        if (fits(record, facts)) {
          return run.take(hit) ?? []
        }
        run.drop(record.id)
        return []
      })
    }
    const candidates = new Set(known.free)
    for (const { facet, rules } of known.by) {
      for (const value of facetValues(facet, record, facts.projection)) {
        rules.get(value)?.forEach((one) => candidates.add(one))
      }
    }
    const fired: Fired[] = []
    for (const { rule, fits, run } of candidates) {
      if (now - hit.at <= Math.max(LATE_MS, (rule.hours ?? 0) * HOUR_MS) && fits(record, facts)) {
        const one = run.take(hit)
        if (one) {
          fired.push(one)
        }
      }
    }
    return fired
  }
}

/** When and where a record counts for rules. */
export function hitOf(kind: Kind, record: VigieRecord, facts: Facts): Hit {
  const at = kind.standing ? Date.parse(record.updatedAt) : Number.isNaN(facts.happenedFrom) ? facts.logged : facts.happenedFrom
  return { record: record.id, at, place: Number.isNaN(facts.lonE7) ? null : { lon: facts.lonE7 / 1e7, lat: facts.latE7 / 1e7 }, ...(kind.standing ? { stands: true } : {}) }
}

/** A rule that asks for what its kind has no more is left out, not the others with it. */
function compiled(rule: AlertRule, kind: Kind, areas: AreaTree): ((record: VigieRecord, known: Facts) => boolean) | null {
  try {
    const match = compileMatch(queryOf(rule), kind, areas)
    return (record, known) => match(record, known) && reaches(rule, known.projection)
  } catch {
    return null
  }
}

/** What a rule would have told over records in the order they happened. */
export function overThePast(id: string, rule: AlertRule, hits: Iterable<Hit>): Fired[] {
  const run = new RuleRun(id, rule)
  return [...hits].sort((a, b) => a.at - b.at).flatMap((hit) => run.take(hit) ?? [])
}
