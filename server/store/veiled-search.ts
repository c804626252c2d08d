import type { Reader } from '../../core/policy.ts'
import type { Query } from '../../core/query.ts'
import { WORKFLOWS, type VigieRecord } from '../../core/record.ts'
import type { Seen } from './face.ts'
import { OPEN, veiledSeen, type Cut, type Veils } from './veil.ts'

/** Records read at once; other requests are answered in between. */
const PORTION = 250
/** Records judged whose judgement is kept. */
const MOST_KEPT = 500_000
/** An id no record has. */
const NO_RECORD = '-'

type SearchParts = {
  veils: Veils
  /** Ids of what the reader may see of a query, all of them. */
  ids(reader: Reader, query: Query): Promise<readonly string[]>
  /** Records whole, by id. */
  whole(ids: readonly string[]): Promise<readonly Seen[]>
}

/**
 * Searches for a word that is not told: what shows it elsewhere is found, what it is cut out of is left out. Each record is looked
 * at once for all readers who are told the same, and again only when it changed or another word is cut.
 */
export class VeiledSearch {
  readonly #parts: SearchParts
  /** Whether anything is cut out of a record, by its id, as long as this is how words are cut. */
  #judged: { cut: Cut | null; hides: Map<string, boolean> } = { cut: null, hides: new Map() }
  /** Changed while records are read; null while none are. */
  #touched: Set<string> | null = null
  #tail: Promise<unknown> = Promise.resolve()

  constructor(parts: SearchParts) {
    this.#parts = parts
  }

  /** A record changed: what was known of it is old. */
  forget(id: string): void {
    this.#judged.hides.delete(id)
    this.#touched?.add(id)
  }

  /** The same query where it may be asked as it is, else one that leaves out what its word is cut out of. */
  async told(reader: Reader, query: Query): Promise<Query> {
    if (this.#guesses(reader, query)) {
      return { ...query, ids: [NO_RECORD] }
    }
    if (query.text === undefined || !this.#parts.veils.names(reader, query.text)) {
      return query
    }
    const { kind, text } = query
    const ids = await this.#parts.ids(reader, { kind, text, workflow: [...WORKFLOWS] })
    // One after the other: what one search reads the next finds judged.
    const mine = this.#tail.then(() => this.#hidden(reader, kind, ids))
    this.#tail = mine.catch(() => undefined)
    const hidden = await mine
    return hidden.length === 0 ? query : { ...query, except: hidden }
  }

  /** Is this record left out of the query for the reader? `record` as it is stored, or stood. */
  leavesOut(reader: Reader, query: Query): ((record: VigieRecord) => boolean) | null {
    const { veils } = this.#parts
    if (this.#guesses(reader, query)) {
      return () => true
    }
    if (query.text === undefined || !veils.names(reader, query.text)) {
      return null
    }
    return (record) => {
      const seen = { record } as Seen
      return veiledSeen(seen, veils.of(reader, record)) !== seen
    }
  }

  /** Is one of the values asked for itself what is not told? Nothing is said of it, then, by finding or counting. */
  #guesses(reader: Reader, { kind, where }: Query): boolean {
    const cut = where && this.#parts.veils.of(reader, { kind, handling: OPEN })
    return cut ? Object.values(where).some((values) => values.some((value) => cut(value) !== value)) : false
  }

  async #hidden(reader: Reader, kind: string, ids: readonly string[]): Promise<string[]> {
    const { veils } = this.#parts
    // Of many such searches at once none keeps others waiting.
    await new Promise((resolve) => { setImmediate(resolve) })
    const cut = veils.of(reader, { kind, handling: OPEN })
    if (this.#judged.cut !== cut) {
      this.#judged = { cut, hides: new Map() }
    }
    const { hides } = this.#judged
    if (hides.size > MOST_KEPT) {
      hides.clear()
    }
    const now = new Map<string, boolean>()
    const unknown = ids.filter((id) => !hides.has(id))
    for (let i = 0; i < unknown.length; i += PORTION) {
      const touched = new Set<string>()
      this.#touched = touched
      for (const seen of await this.#parts.whole(unknown.slice(i, i + PORTION))) {
        const { id } = seen.record
        const hidden = veiledSeen(seen, veils.of(reader, seen.record)) !== seen
        now.set(id, hidden)
        if (!touched.has(id)) {
          hides.set(id, hidden)
        }
      }
      this.#touched = null
      await new Promise((resolve) => { setImmediate(resolve) })
    }
    // What could not be read any more is told by nobody.
    return ids.filter((id) => (now.get(id) ?? hides.get(id)) !== false)
  }
}
