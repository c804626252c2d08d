import { longer, Postings } from './postings.ts'

/** Texts ↔ codes; code 0 is "no value". */
export class Dictionary {
  readonly texts: string[] = ['']
  readonly #codes = new Map<string, number>()

  intern(text: string): number {
    let code = this.#codes.get(text)
    if (code === undefined) {
      code = this.texts.length
      this.texts.push(text)
      this.#codes.set(text, code)
    }
    return code
  }

  /** The code of a text, undefined when no record ever had it. */
  find(text: string): number | undefined {
    return this.#codes.get(text)
  }

  /** A table over codes with 1 where `test` holds for the text; code 0 never. */
  table(test: (text: string) => boolean): Uint8Array {
    return Uint8Array.from(this.texts, (text, code) => (code > 0 && test(text) ? 1 : 0))
  }
}

/** The values of one facet over all slots. */
export abstract class FacetColumn {
  readonly dictionary = new Dictionary()
  /** Slots that ever had each code, dead ones included. */
  protected counts = new Uint32Array(64)
  #inverted: Postings | null = null

  /** Values of a new slot; slots come in rising order without gaps. */
  abstract add(slot: number, values: readonly string[]): void
  /** Keep those of the first `count` slots that have a wanted code; returns how many. */
  abstract filter(wanted: Uint8Array, slots: Uint32Array, count: number): number
  /** First value of a slot, '' for none. */
  first(slot: number): string {
    return this.dictionary.texts[this.firstCode(slot)]!
  }

  /** Put the codes of a slot at the front of `out`; returns how many. */
  abstract read(slot: number, out: number[]): number
  /** How many of the slots have each code. */
  abstract tally(slots: Uint32Array, count: number): Uint32Array
  /** Code of the first value of a slot, 0 for none. */
  abstract firstCode(slot: number): number
  abstract compact(moved: Uint32Array, slots: number): void
  abstract get bytes(): number
  protected abstract codesOf(slot: number): ArrayLike<number>

  /** At most how many slots have one of the codes. */
  estimate(codes: readonly number[]): number {
    return codes.reduce((sum, code) => sum + (this.counts[code] ?? 0), 0)
  }

  /** Slots that have one of the codes, each once; dead ones too. The index is made when first asked. */
  having(codes: readonly number[], slots: number): Uint32Array {
    let inverted = this.#inverted
    if (!inverted) {
      inverted = new Postings()
      for (let slot = 0; slot < slots; slot += 1) {
        const own = this.codesOf(slot)
        for (let i = 0; i < own.length; i += 1) {
          inverted.add(own[i]!, slot)
        }
      }
      this.#inverted = inverted
    }
    const out = new Uint32Array(codes.reduce((sum, code) => sum + inverted.count(code), 0))
    let at = 0
    for (const code of codes) {
      at = inverted.copy(code, out, at)
    }
    return codes.length < 2 ? out : Uint32Array.from(new Set(out))
  }

  protected note(slot: number, code: number): void {
    if (code >= this.counts.length) {
      this.counts = longer(this.counts, Math.max(code + 1, this.counts.length * 2))
    }
    this.counts[code] = this.counts[code]! + 1
    this.#inverted?.add(code, slot)
  }

  protected forget(): void {
    this.#inverted = null
    this.counts.fill(0)
  }
}

/** A facet with one value a record: a code each. */
export class OneColumn extends FacetColumn {
  codes: Uint16Array | Uint32Array = new Uint16Array(256)

  override add(slot: number, values: readonly string[]): void {
    const value = values[0]
    const code = value === undefined ? 0 : this.dictionary.intern(value)
    if (code > 0xffff && this.codes instanceof Uint16Array) {
      this.codes = Uint32Array.from(this.codes)
    }
    if (slot >= this.codes.length) {
      this.codes = longer(this.codes, Math.ceil(slot * 1.5) + 1)
    }
    this.codes[slot] = code
    this.note(slot, code)
  }

  override filter(wanted: Uint8Array, slots: Uint32Array, count: number): number {
    const codes = this.codes
    let kept = 0
    for (let i = 0; i < count; i += 1) {
      const slot = slots[i]!
      if (wanted[codes[slot]!] === 1) {
        slots[kept++] = slot
      }
    }
    return kept
  }

  override tally(slots: Uint32Array, count: number): Uint32Array {
    const out = new Uint32Array(this.dictionary.texts.length)
    const codes = this.codes
    for (let i = 0; i < count; i += 1) {
      const code = codes[slots[i]!]!
      out[code] = out[code]! + 1
    }
    return out
  }

  override firstCode(slot: number): number {
    return this.codes[slot]!
  }

  override read(slot: number, out: number[]): number {
    out[0] = this.codes[slot]!
    return out[0] === 0 ? 0 : 1
  }

  override compact(moved: Uint32Array, slots: number): void {
    this.forget()
    for (let slot = 0; slot < slots; slot += 1) {
      const to = moved[slot]!
      if (to !== 0xffffffff) {
        const code = this.codes[slot]!
        this.codes[to] = code
        this.note(to, code)
      }
    }
  }

  override get bytes(): number {
    return this.codes.byteLength
  }

  protected override codesOf(slot: number): ArrayLike<number> {
    return [this.codes[slot]!]
  }
}

/** A facet with any number of values a record: runs of codes in one pool, `starts[slot]` to `starts[slot + 1]`. */
export class ManyColumn extends FacetColumn {
  #starts = new Uint32Array(257)
  #pool = new Uint32Array(256)

  override add(slot: number, values: readonly string[]): void {
    if (slot + 1 >= this.#starts.length) {
      this.#starts = longer(this.#starts, Math.ceil(slot * 1.5) + 2)
    }
    this.#append(slot, values.map((value) => this.dictionary.intern(value)))
  }

  override filter(wanted: Uint8Array, slots: Uint32Array, count: number): number {
    const starts = this.#starts
    const pool = this.#pool
    let kept = 0
    for (let i = 0; i < count; i += 1) {
      const slot = slots[i]!
      const end = starts[slot + 1]!
      for (let at = starts[slot]!; at < end; at += 1) {
        if (wanted[pool[at]!] === 1) {
          slots[kept++] = slot
          break
        }
      }
    }
    return kept
  }

  /** Has the slot a wanted code? */
  has(wanted: Uint8Array, slot: number): boolean {
    const end = this.#starts[slot + 1]!
    for (let at = this.#starts[slot]!; at < end; at += 1) {
      if (wanted[this.#pool[at]!] === 1) {
        return true
      }
    }
    return false
  }

  override tally(slots: Uint32Array, count: number): Uint32Array {
    const out = new Uint32Array(this.dictionary.texts.length)
    const starts = this.#starts
    const pool = this.#pool
    for (let i = 0; i < count; i += 1) {
      const slot = slots[i]!
      const end = starts[slot + 1]!
      for (let at = starts[slot]!; at < end; at += 1) {
        const code = pool[at]!
        out[code] = out[code]! + 1
      }
    }
    return out
  }

  override firstCode(slot: number): number {
    const at = this.#starts[slot]!
    return at < this.#starts[slot + 1]! ? this.#pool[at]! : 0
  }

  override read(slot: number, out: number[]): number {
    const start = this.#starts[slot]!
    const count = this.#starts[slot + 1]! - start
    for (let i = 0; i < count; i += 1) {
      out[i] = this.#pool[start + i]!
    }
    return count
  }

  override compact(moved: Uint32Array, slots: number): void {
    this.forget()
    for (let slot = 0; slot < slots; slot += 1) {
      const to = moved[slot]!
      if (to !== 0xffffffff) {
        // Runs only move down, so a run is read before its place is written over.
        this.#append(to, Array.from(this.codesOf(slot)))
      }
    }
  }

  override get bytes(): number {
    return this.#starts.byteLength + this.#pool.byteLength
  }

  protected override codesOf(slot: number): ArrayLike<number> {
    return this.#pool.subarray(this.#starts[slot]!, this.#starts[slot + 1]!)
  }

  #append(slot: number, codes: readonly number[]): void {
    const start = this.#starts[slot]!
    const end = start + codes.length
    if (end > this.#pool.length) {
      this.#pool = longer(this.#pool, Math.max(end, Math.ceil(this.#pool.length * 1.5)))
    }
    this.#pool.set(codes, start)
    this.#starts[slot + 1] = end
    for (const code of codes) {
      this.note(slot, code)
    }
  }
}
