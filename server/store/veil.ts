import type { Attachment } from '../../core/attachment.ts'
import type { Comment } from '../../core/comment.ts'
import type { Json, JsonObject } from '../../core/json.ts'
import type { Reader } from '../../core/policy.ts'
import type { Action, VigieRecord } from '../../core/record.ts'
import type { Seen } from './face.ts'

export type Cut = (text: string) => string
/**
 * Words that are not told to a reader although they may read what they stand in: what was written before anybody knew that they
 * are to be kept. `of` says how words of a record are cut, null where they stand; `names` whether a search asks for such a word.
 */
export type Veil = {
  of(reader: Reader, record: Pick<VigieRecord, 'kind' | 'handling'>): Cut | null
  names(reader: Reader, search: string): boolean
  /** Are files of this record, by its id, kept back as long as nobody can look into them? */
  holds(record: string): boolean
}
export type VeilHandle = { /** What it hides is another thing now: screens are drawn anew. */ changed(): void; stop(): void }

/** What is not words: bytes, and who reads. */
const NO_WORDS: ReadonlySet<string> = new Set(['key', 'copy', 'thumb', 'original', 'handling'])

/** The veils of one store. */
export class Veils {
  readonly #veils = new Set<Veil>()
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
        all = before && cut ? (text) => cut(before(text)) : (cut ?? before)
      }
    }
    return all
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
  const { record } = seen
  const { data, contested, comments, attachments } = record
  const next = {
    data: cutWords(data, cut) as JsonObject, contested: cutEach(contested, (one) => ({ ...one, value: cutWords(one.value, cut) })),
    comments: comments && cutEach(comments, (one): Comment => ({ ...one, text: cut(one.text) })),
    attachments: attachments && cutEach(attachments, (one): Attachment => ({ ...one, name: cut(one.name), ...(one.caption === undefined ? {} : { caption: cut(one.caption) }) })),
  }
  if (next.data === data && next.contested === contested && next.comments === comments && next.attachments === attachments) {
    return seen
  }
  return { ...seen, record: { ...record, data: next.data, contested: next.contested, ...(next.comments ? { comments: next.comments } : {}), ...(next.attachments ? { attachments: next.attachments } : {}) } }
}

export function veiledAction<A extends Action>(action: A, cut: Cut | null): A {
  return cut ? { ...action, patch: cutWords(action.patch, cut) as JsonObject, reason: action.reason && cut(action.reason), purpose: action.purpose && cut(action.purpose) } : action
}

/** Every text of a value cut; the same value where none is. */
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
    const next = inner === undefined || NO_WORDS.has(name) ? inner : cutWords(inner, cut)
    if (next !== inner) {
      out ??= { ...value }
      out[name] = next
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
