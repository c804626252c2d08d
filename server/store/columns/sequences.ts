import { longer } from './postings.ts'

/**
 * The words of every slot in order of its text, as numbers of the vocabulary: what a phrase is looked for in. Numbers are
 * written in as few bytes as they need; common words came early and need one or two.
 */
export class Sequences {
  #bytes = new Uint8Array(4096)
  /** Where each slot begins; it ends where the next one does. */
  #starts = new Uint32Array(256)
  #slots = 0
  #end = 0

  /** The words of the next slot (slots rise by one). */
  add(numbers: Iterable<number>): void {
    if (this.#slots + 2 > this.#starts.length) {
      this.#starts = longer(this.#starts, this.#starts.length * 2)
    }
    this.#starts[this.#slots] = this.#end
    for (let number of numbers) {
      if (this.#end + 5 > this.#bytes.length) {
        this.#bytes = longer(this.#bytes, Math.ceil(this.#bytes.length * 1.5))
      }
      while (number > 127) {
        this.#bytes[this.#end++] = (number & 127) | 128
        number >>>= 7
      }
      this.#bytes[this.#end++] = number
    }
    this.#slots += 1
    this.#starts[this.#slots] = this.#end
  }

  /** Does the slot hold these words one directly after the other? */
  holds(slot: number, phrase: readonly number[]): boolean {
    const end = this.#starts[slot + 1]!
    let at = this.#starts[slot]!
    const words: number[] = []
    while (at < end) {
      let [number, shift, byte] = [0, 0, 0]
      do {
        byte = this.#bytes[at++]!
        number |= (byte & 127) << shift
        shift += 7
      } while (byte > 127)
      words.push(number)
      if (words.length > phrase.length) {
        words.shift()
      }
      if (words.length === phrase.length && words.every((word, i) => word === phrase[i])) {
        return true
      }
    }
    return false
  }

  /** The same after slots moved, in their order: `moved[slot]` is 0xffffffff when it is gone. */
  remapped(moved: Uint32Array): Sequences {
    const out = new Sequences()
    out.#bytes = new Uint8Array(Math.max(4096, this.#end))
    for (let slot = 0; slot < this.#slots; slot += 1) {
      if (moved[slot] !== 0xffffffff) {
        const part = this.#bytes.subarray(this.#starts[slot], this.#starts[slot + 1])
        if (out.#slots + 2 > out.#starts.length) {
          out.#starts = longer(out.#starts, out.#starts.length * 2)
        }
        out.#bytes.set(part, out.#end)
        out.#end += part.length
        out.#slots += 1
        out.#starts[out.#slots] = out.#end
      }
    }
    return out
  }

  get bytes(): number {
    return this.#bytes.length + this.#starts.length * 4
  }
}
