import type { SubjectFacts } from '../../../../core/fix.ts'

/** Identities whose facts wait for a position; those that have waited longest make room. */
const MOST_WAITING = 10_000

/**
 * What sources say of things that were nowhere yet. A ship tells its name every six minutes and a mesh radio every three hours:
 * without this a thing first heard by its name would be shown without it until the name comes again.
 */
export class Unplaced {
  readonly #facts = new Map<string, SubjectFacts>()

  keep(feed: string, subject: string, facts: SubjectFacts): void {
    const key = keyOf(feed, subject)
    const known = this.#facts.get(key)
    this.#facts.delete(key)
    if (this.#facts.size >= MOST_WAITING) {
      this.#facts.delete(this.#facts.keys().next().value!)
    }
    this.#facts.set(key, { ...known, ...facts })
  }

  /** What waited for an identity that has a place now; told once. */
  take(feed: string, subject: string): SubjectFacts | undefined {
    const key = keyOf(feed, subject)
    const facts = this.#facts.get(key)
    this.#facts.delete(key)
    return facts
  }
}

const keyOf = (feed: string, subject: string): string => `${feed}/${subject}`
