import type { VigieRecord } from '../../core/record.ts'
import type { Link } from './chain.ts'
import type { Plan, Value } from './db.ts'
import type { TableName } from './tables.ts'

/**
 * A record as it is kept: sealed fields closed, with its row number. `row` and `text` are what was derived of it
 * here already: its row, and the canonical text of its data.
 */
export type Held = { num: number; record: VigieRecord; row?: Value[]; text?: string }

/** What is last in the store, in memory: the numbers the next rows continue from. */
export type Tip = {
  pos: number
  seq: number
  hash: string
  num: number
  nextAccess: number
  /** `kind year` → last number given. */
  counters: Map<string, number>
  /** Canonical access class → id. */
  access: Map<string, number>
}

/** What the next decisions stand on: records, known actions and data keys, loaded before or staged since. */
export type View = {
  held: Map<string, Held | null>
  links: Map<string, Link>
  keys: Map<string, Buffer>
  destroyed: Set<string>
}

/**
 * Changes of one caller's batch on top of a tip and a view. Nothing shows outside until `merge`, so a
 * batch that is refused half way leaves no trace, not even a number used up.
 */
export class Stage {
  readonly tip: Tip
  readonly view: View
  readonly rows: { [table in TableName]: Value[][] } = { access: [], keys: [], destroyed: [], actions: [], records: [], counters: [] }
  readonly gone: string[] = []
  /** Row numbers whose words, facets or place changed. */
  readonly reindex: number[] = []
  readonly #held = new Map<string, Held>()
  readonly #links = new Map<string, Link>()
  readonly #keys = new Map<string, Buffer>()
  readonly #counters = new Map<string, number>()
  readonly #access = new Map<string, number>()
  pos: number
  seq: number
  hash: string
  num: number
  nextAccess: number

  constructor(tip: Tip, view: View) {
    this.tip = tip
    this.view = view
    ;({ pos: this.pos, seq: this.seq, hash: this.hash, num: this.num, nextAccess: this.nextAccess } = tip)
  }

  held(id: string): Held | null {
    return this.#held.get(id) ?? this.view.held.get(id) ?? null
  }

  /** Records loaded or staged, each as the last decision left it. */
  *all(): Generator<Held> {
    yield* this.#held.values()
    for (const [id, held] of this.view.held) {
      if (held && !this.#held.has(id)) {
        yield held
      }
    }
  }

  hold(id: string, held: Held): void {
    this.#held.set(id, held)
  }

  link(id: string): Link | undefined {
    return this.#links.get(id) ?? this.view.links.get(id)
  }

  addLink(link: Link): void {
    this.#links.set(link.id, link)
  }

  key(subject: string): Buffer | undefined {
    return this.gone.includes(subject) ? undefined : (this.#keys.get(subject) ?? this.view.keys.get(subject))
  }

  addKey(subject: string, key: Buffer): void {
    this.#keys.set(subject, key)
  }

  isDestroyed(subject: string): boolean {
    return this.view.destroyed.has(subject) || this.gone.includes(subject)
  }

  /** Next number of a kind in a year, without gaps as long as batches are merged in order. */
  count(kind: string, year: number): number {
    const name = `${kind} ${year}`
    const next = (this.#counters.get(name) ?? this.tip.counters.get(name) ?? 0) + 1
    this.#counters.set(name, next)
    return next
  }

  /** Id of an access class; `fresh` is true the first time it is seen. */
  access(text: string): { id: number; fresh: boolean } {
    const known = this.#access.get(text) ?? this.tip.access.get(text)
    if (known !== undefined) {
      return { id: known, fresh: false }
    }
    const id = this.nextAccess
    this.nextAccess += 1
    this.#access.set(text, id)
    return { id, fresh: true }
  }

  /** Make the batch part of the tip, the view and the plan. */
  merge(plan: Plan): void {
    const { tip, view } = this
    Object.assign(tip, { pos: this.pos, seq: this.seq, hash: this.hash, num: this.num, nextAccess: this.nextAccess })
    this.#held.forEach((held, id) => view.held.set(id, held))
    this.#links.forEach((link, id) => view.links.set(id, link))
    this.#keys.forEach((key, subject) => view.keys.set(subject, key))
    this.#access.forEach((id, text) => tip.access.set(text, id))
    for (const [name, last] of this.#counters) {
      tip.counters.set(name, last)
      const [kind = '', year = ''] = name.split(' ')
      this.rows.counters.push([kind, Number(year), last])
    }
    for (const subject of this.gone) {
      view.destroyed.add(subject)
      view.keys.delete(subject)
    }
    for (const [table, rows] of Object.entries(this.rows) as [TableName, Value[][]][]) {
      const into = (plan.rows[table] ??= [])
      for (const row of rows) {
        into.push(row)
      }
    }
    plan.destroyed.push(...this.gone)
    plan.reindex.push(...this.reindex)
    plan.head = { seq: this.seq, hash: this.hash }
  }
}
