import { beginningsOf } from '../../../core/text.ts'
import { longer, Postings } from './postings.ts'
import { Sequences } from './sequences.ts'
import { Vocabulary } from './vocabulary.ts'

/** Word → slots, words found by their beginning; and the words of each slot in their order, for phrases. */
export class TextIndex {
  readonly vocabulary = new Vocabulary()
  #postings = new Postings()
  #sequences = new Sequences()
  /** How many of the words asked for a slot has so far; zero between searches. */
  #marks = new Uint16Array(1024)

  /** Index the next slot (slots rise by one) under its words, in order of the text. */
  add(slot: number, words: readonly string[]): void {
    const numbers = words.map((word) => this.vocabulary.intern(word))
    numbers.forEach((number) => this.#postings.add(number, slot))
    this.#sequences.add(numbers)
  }

  /** A test of slots for whole words one directly after the other. */
  phrase(words: readonly string[]): (slot: number) => boolean {
    const numbers = words.map((word) => this.vocabulary.find(word))
    return numbers.every((number) => number !== undefined) ? (slot) => this.#sequences.holds(slot, numbers) : () => false
  }

  /** Slots below `slots` that have a word beginning with each of `words`, or one that sounds like it, (at least one, folded), each once, in no order; dead ones too. */
  find(words: readonly string[], slots: number): Uint32Array {
    const wanted = words.map((word) => {
      const lists = beginningsOf(word).flatMap((beginning) => this.vocabulary.startingWith(beginning))
      return { lists, total: lists.reduce((sum, list) => sum + this.#postings.count(list), 0) }
    }).sort((a, b) => a.total - b.total)
    const [rarest, ...others] = wanted
    if (!rarest || rarest.total === 0) {
      return new Uint32Array(0)
    }
    if (this.#marks.length < slots) {
      this.#marks = longer(this.#marks, slots * 2)
    }
    const marks = this.#marks
    const found = new Uint32Array(Math.min(rarest.total, slots))
    let count = 0
    this.#each(rarest.lists, (entries, length) => {
      for (let i = 0; i < length; i += 1) {
        const slot = entries[i]!
        if (marks[slot] === 0) {
          marks[slot] = 1
          found[count++] = slot
        }
      }
    })
    others.forEach(({ lists }, k) => {
      const had = k + 1
      this.#each(lists, (entries, length) => {
        for (let i = 0; i < length; i += 1) {
          const slot = entries[i]!
          if (marks[slot] === had) {
            marks[slot] = had + 1
          }
        }
      })
    })
    let kept = 0
    for (let i = 0; i < count; i += 1) {
      const slot = found[i]!
      if (marks[slot] === words.length) {
        found[kept++] = slot
      }
      marks[slot] = 0
    }
    return found.subarray(0, kept)
  }

  /** Slots moved (see Postings.remapped). */
  remap(moved: Uint32Array): void {
    this.#postings = this.#postings.remapped(moved)
    this.#sequences = this.#sequences.remapped(moved)
  }

  get bytes(): number {
    return this.#postings.bytes + this.#sequences.bytes
  }

  #each(lists: readonly number[], see: (entries: Uint32Array, length: number) => void): void {
    let buffer = new Uint32Array(1024)
    for (const list of lists) {
      const length = this.#postings.count(list)
      if (length > buffer.length) {
        buffer = new Uint32Array(length * 2)
      }
      this.#postings.copy(list, buffer, 0)
      see(buffer, length)
    }
  }
}
