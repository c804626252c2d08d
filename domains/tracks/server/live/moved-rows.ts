import { longer, room } from '../../shared/pipeline/columns.ts'
import { JsonBytes } from './json-bytes.ts'
import type { Things } from './things.ts'

const [COMMA, OPEN, CLOSE] = [0x2c, 0x5b, 0x5d]

/** `Moved` rows, each written once a turn, whoever is sent it. */
export class MovedRows {
  readonly #things: Things
  readonly #bytes = new JsonBytes()
  /** By thing: the turn it was written in, where its row begins and where it ends. */
  #turns = new Uint32Array(1024)
  #begins = new Uint32Array(1024)
  #ends = new Uint32Array(1024)
  #turn = 1

  constructor(things: Things) {
    this.#things = things
  }

  /** Everything may have moved since. */
  clear(): void {
    this.#turn += 1
    this.#bytes.clear()
  }

  /** Write the row of a thing whose number among those who are sent it is `n`. */
  write(out: JsonBytes, n: number, thing: number): void {
    if (this.#turns[thing] !== this.#turn) {
      this.#make(thing)
    }
    out.byte(OPEN)
    out.whole(n)
    out.copy(this.#bytes, this.#begins[thing] as number, this.#ends[thing] as number)
  }

  /** The part of a thing that changes with each position, up to the closing bracket. */
  #make(thing: number): void {
    while (thing >= this.#turns.length) {
      const size = room(this.#turns.length)
      this.#turns = longer(this.#turns, new Uint32Array(size))
      this.#begins = longer(this.#begins, new Uint32Array(size))
      this.#ends = longer(this.#ends, new Uint32Array(size))
    }
    const { subjects, lead } = this.#things
    const [bytes, slot] = [this.#bytes, lead[thing] as number]
    this.#turns[thing] = this.#turn
    this.#begins[thing] = bytes.length
    bytes.byte(COMMA)
    bytes.decimal(subjects.lon[slot], 7)
    bytes.byte(COMMA)
    bytes.decimal(subjects.lat[slot], 7)
    bytes.byte(COMMA)
    bytes.whole(subjects.at[slot] as number)
    bytes.byte(COMMA)
    bytes.decimal(subjects.speedMs[slot], 2)
    bytes.byte(COMMA)
    bytes.decimal(subjects.courseDeg[slot], 1)
    bytes.byte(COMMA)
    bytes.decimal(subjects.altM[slot], 1)
    bytes.byte(COMMA)
    bytes.decimal(subjects.accuracyM[slot], 1)
    bytes.byte(CLOSE)
    this.#ends[thing] = bytes.length
  }
}
