import type { Aggregate } from '../../core/aggregate.ts'
import { isNoWords, type Attachment } from '../../core/attachment.ts'
import type { Comment } from '../../core/comment.ts'
import type { Handling } from '../../core/handling.ts'
import type { Json, JsonObject } from '../../core/json.ts'
import type { Reader } from '../../core/policy.ts'
import type { Action, VigieRecord } from '../../core/record.ts'
import type { Facets, Seen } from './face.ts'

export type Cut = (text: string) => string
/**
 * Words that are not told to a reader although they may read what they stand in: what was written before anybody knew that they
 * are to be kept. `of` says how words of a record are cut, by the same function for all who are told the same, null where they stand; `names` whether a search asks for such a word.
 */
export type Veil = {
  of(reader: Reader, record: Pick<VigieRecord, 'kind' | 'handling'>): Cut | null
  names(reader: Reader, search: string): boolean
  /** Are files of this record, by its id, kept back as long as nobody can look into them? */
  holds(record: string): boolean
}
export type VeilHandle = { /** What it hides is another thing now: screens are drawn anew. */ changed(): void; stop(): void }

/** Whoever it is that reads what the node says aloud: a public feed, a message to a telephone, a device that keeps what it was sent. */
export const ANYBODY: Reader = { user: '', name: '', org: '', side: 'mission', clearance: 'U', compartments: [], grants: [], purpose: null }
/** What anybody in the mission reads: it stands in no compartment. */
export const OPEN: Handling = { level: 'U', compartments: [], owner: '', releasableTo: [], caveats: [] }
/** Keys that are free text, not names of fields. */
const FREE_KEY = /[^\w.:/-]/

/** The veils of one store. */
export class Veils {
  readonly #veils = new Set<Veil>()
  /** Both cuts after each other, made once. */
  readonly #both = new WeakMap<Cut, WeakMap<Cut, Cut>>()
  readonly #listeners = new Set<() => void>()

  add(veil: Veil): VeilHandle {
    this.#veils.add(veil)
    return { changed: () => this.#listeners.forEach((tell) => tell()), stop: () => void this.#veils.delete(veil) }
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  of(reader: Reader, record: Pick<VigieRecord, 'kind' | 'handling'>): Cut | null {
    let all: Cut | null = null
    if (reader.system !== true) {
      // Asked of every record that is told: nothing is made where nothing is cut.
      for (const veil of this.#veils) {
        const before = all as Cut | null
        const cut = veil.of(reader, record)
        all = before && cut ? this.#after(before, cut) : (cut ?? before)
      }
    }
    return all
  }

  /** How words are cut where nobody knows who reads them; null where they stand. */
  openly(): Cut | null {
    return this.of(ANYBODY, { kind: '', handling: OPEN })
  }

  #after(first: Cut, second: Cut): Cut {
    const known = this.#both.get(first) ?? new WeakMap<Cut, Cut>()
    const both = known.get(second) ?? ((text: string) => second(first(text)))
    this.#both.set(first, known.set(second, both))
    return both
  }

  holds(record: string): boolean {
    return [...this.#veils].some((veil) => veil.holds(record))
  }

  names(reader: Reader, search: string): boolean {
    return reader.system !== true && [...this.#veils].some((veil) => veil.names(reader, search))
  }
}

/** The same object where nothing is cut. */
export function veiledSeen(seen: Seen, cut: Cut | null): Seen {
  if (!cut) {
    return seen
  }
  const record = veiledRecord(seen.record, cut)
  return record === seen.record ? seen : { ...seen, record }
}

/** A record with its words cut; the same one where none is. */
export function veiledRecord(record: VigieRecord, cut: Cut | null): VigieRecord {
  if (!cut) {
    return record
  }
  const { data, contested, comments, attachments } = record
  const next = {
    data: cutWords(data, cut) as JsonObject, contested: cutEach(contested, (one) => ({ ...one, value: cutWords(one.value, cut) })),
    comments: comments && cutEach(comments, (one): Comment => ({ ...one, text: cut(one.text) })),
    attachments: attachments && cutEach(attachments, (one): Attachment => ({ ...one, name: cut(one.name), ...(one.caption === undefined ? {} : { caption: cut(one.caption) }) })),
  }
  if (next.data === data && next.contested === contested && next.comments === comments && next.attachments === attachments) {
    return record
  }
  return { ...record, data: next.data, contested: next.contested, ...(next.comments ? { comments: next.comments } : {}), ...(next.attachments ? { attachments: next.attachments } : {}) }
}

export function veiledAction<A extends Action>(action: A, cut: Cut | null): A {
  return cut ? { ...action, patch: cutWords(action.patch, cut) as JsonObject, reason: action.reason && cut(action.reason), purpose: action.purpose && cut(action.purpose) } : action
}

/** Values and how many records have each, as a reader is told them. `joined`: the facet whose values are words joined to one, where none is found to be cut; it is left empty. */
export function veiledFacets(facets: Facets, cut: Cut | null, joined: string | undefined): Facets {
  return cut ? Object.fromEntries(Object.entries(facets).map(([name, counts]) => [name, name === joined ? [] : cutEach(counts, (one) => ({ ...one, value: cut(one.value) }))])) : facets
}

export function veiledAggregate(aggregate: Aggregate, cut: Cut | null): Aggregate {
  return cut ? { ...aggregate, rows: cutEach(aggregate.rows, (row) => ({ ...row, keys: row.keys.some((key) => cut(key) !== key) ? row.keys.map(cut) : row.keys })) } : aggregate
}

/** Every text of a value cut, also where it is a key; the same value where none is. */
export function cutWords(value: Json, cut: Cut): Json {
  if (typeof value === 'string') {
    return cut(value)
  }
  if (Array.isArray(value)) {
    const next = value.map((one) => cutWords(one, cut))
    return next.every((one, i) => one === value[i]) ? value : next
  }
  if (typeof value !== 'object' || value === null) {
    return value
  }
  let out: JsonObject | null = null
  for (const [name, inner] of Object.entries(value)) {
    const next = inner === undefined || isNoWords(name, value) ? inner : cutWords(inner, cut)
    const key = FREE_KEY.test(name) ? cut(name) : name
    if (next !== inner || key !== name) {
      out ??= { ...value }
      if (key !== name) {
        delete out[name]
      }
      out[key] = next
    }
  }
  return out ?? value
}

function cutEach<T extends object>(list: T[], change: (one: T) => T): T[] {
  const next = list.map((one) => {
    const other = change(one)
    return (Object.keys(one) as (keyof T)[]).every((key) => other[key] === one[key]) ? one : other
  })
  return next.every((one, i) => one === list[i]) ? list : next
}
