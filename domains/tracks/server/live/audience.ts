import type { Reader } from '../../../../core/policy.ts'
import { Written, type Store } from '../../../../server/face.ts'
import type { Some } from './grid.ts'
import { JsonBytes } from './json-bytes.ts'
import type { MovedRows } from './moved-rows.ts'
import { CHANGED, type Things } from './things.ts'

/** Box in degrees; west > east crosses the antimeridian. */
export type Box = readonly [west: number, south: number, east: number, north: number]

/** Things named in one frame at most; the others follow in the next frames. */
export const MOST_A_FRAME = 5_000
/** Those who leave the picture are remembered for so many turns; who was away for longer is told everything anew. */
const REMEMBERED_TURNS = 600

const COMMA = 0x2c
/** Where frames are written, one after another. */
const FRAME = new JsonBytes()

type Shared = {
  things: Things
  store: Store
  /** Rows of what moved, written once a turn for everybody. */
  rows: MovedRows
  /** A thing as JSON, written once a turn for everybody. */
  text(thing: number): string
}

/**
 * Screens whose readers may see the same and that look at the same box: what they are sent is written once. Numbers of things
 * are the audience's own and follow the order in which they were shown, so that nothing is learnt from them of things that are
 * not shown.
 */
export class Audience {
  screens = 0
  /** Told anew: numbers from before mean nothing any more. */
  epoch = 0
  /** Last turn with something to say. */
  turn: number
  readonly #shared: Shared
  readonly #reader: Reader
  readonly #box: Box | null
  readonly #most: number
  /** One byte for each access class. */
  #visible: Uint8Array
  /** Thing → its number here. */
  readonly #numbers = new Map<number, number>()
  /** By number: the thing, −1 when it left; turns in which it was last described and last moved, and positions until then. */
  #things: number[] = []
  #describedAt: number[] = []
  #movedAt: number[] = []
  #gone: { turn: number; n: number }[] = []
  /** Positions of things shown, by turn, for counting what was replaced before it was sent. */
  #positions = 0
  readonly #positionsAt = new Map<number, number>()
  #firstTurn: number
  /** Shown, and every reading of it is written down. */
  readonly sensitive = new Set<number>()
  /** Visible in the box beyond what is shown. */
  #hidden = new Set<number>()
  readonly #written = new Map<number, Written | null>()

  constructor(shared: Shared, reader: Reader, box: Box | null, most: number, turn: number) {
    this.#shared = shared
    this.#reader = reader
    this.#box = box
    this.#most = most
    this.turn = turn
    this.#firstTurn = turn
    this.#visible = this.#look()
    this.#fill(turn)
  }

  /** Things shown. */
  get shown(): number {
    return this.#numbers.size
  }

  /** Things the readers may see in the box. */
  get total(): number {
    return this.#numbers.size + this.#hidden.size
  }

  /** Numbers in use, for a first telling. */
  numbers(): number[] {
    return [...this.#numbers.values()]
  }

  /** Take in what changed; answers whether there is anything to say. */
  advance(turn: number, dirty: Some): boolean {
    const visible = this.#look()
    const same = visible.length === this.#visible.length && visible.every((one, i) => one === this.#visible[i])
    const wider = !same && visible.subarray(0, this.#visible.length).every((one, i) => one === this.#visible[i])
    this.#visible = visible
    this.#written.clear()
    const [total, positions] = [this.total, this.#positions]
    let said = false
    for (const thing of this.#concerned(dirty)) {
      said = this.#settle(thing, turn) || said
    }
    // Other rights: everything is looked at again. New classes alone belong to things that are dirty themselves.
    if (!same && !wider) {
      const before = [...this.#numbers.keys(), ...this.#hidden]
      for (const thing of before) {
        said = this.#settle(thing, turn) || said
      }
      said = this.#fill(turn) || said
    }
    said = this.#refill(turn) || said || total !== this.total
    if (said) {
      this.turn = turn
      this.#positionsAt.set(turn, positions)
      this.#forget(turn)
    }
    return said
  }

  /** Those of the changed things that may concern a screen here: what it knows, and what is near its box now. */
  #concerned(dirty: Some): readonly number[] {
    const known = this.#numbers.size + this.#hidden.size
    const near = this.#box === null || known >= dirty.all.length ? null : dirty.near(this.#box)
    if (near === null) {
      return dirty.all
    }
    const { changed } = this.#shared.things
    const out = near.filter((thing) => !this.#numbers.has(thing) && !this.#hidden.has(thing))
    for (const thing of this.#numbers.keys()) {
      if (changed[thing] !== 0) {
        out.push(thing)
      }
    }
    for (const thing of this.#hidden) {
      if (changed[thing] !== 0) {
        out.push(thing)
      }
    }
    return out
  }

  /** Everything numbered, in parts: the things of `numbers` from `from` on that are still shown. */
  first(numbers: readonly number[], from: number, now: number): Written {
    const parts = numbers.slice(from, from + MOST_A_FRAME).filter((n) => this.#isThere(n)).map((n) => this.#described(n))
    return from === 0
      ? new Written(`{"all":[${parts.join(',')}],"total":${this.total},"now":${now}}`)
      : new Written(`{"set":[${parts.join(',')}],"moved":[],"gone":[],"dropped":0,"total":${this.total},"now":${now}}`)
  }

  /** What changed after a turn, each thing in its latest state; null when nothing did, undefined when that is too long ago. */
  since(turn: number, now: number): Written | null | undefined {
    if (turn < this.#firstTurn) {
      return undefined
    }
    const known = this.#written.get(turn)
    if (known !== undefined) {
      return known
    }
    const written = turn >= this.turn ? null : this.#write(turn, now)
    this.#written.set(turn, written)
    return written
  }

  #write(turn: number, now: number): Written {
    const { rows } = this.#shared
    const set: string[] = []
    let [sent, moved] = [0, 0]
    FRAME.clear()
    FRAME.text('{"moved":[')
    for (let n = 0; n < this.#things.length; n += 1) {
      const hasMoved = (this.#movedAt[n] as number) > turn
      const isDescribed = (this.#describedAt[n] as number) > turn
      if ((!hasMoved && !isDescribed) || !this.#isThere(n)) {
        continue
      }
      sent += hasMoved ? 1 : 0
      if (isDescribed) {
        set.push(this.#described(n))
        continue
      }
      if (moved > 0) {
        FRAME.byte(COMMA)
      }
      moved += 1
      rows.write(FRAME, n, this.#things[n] as number)
    }
    const gone = this.#gone.filter((one) => one.turn > turn).map((one) => one.n)
    const dropped = Math.max(0, this.#positions - this.#positionsSince(turn) - sent)
    FRAME.text(`],"set":[${set.join(',')}],"gone":[${gone.join(',')}],"dropped":${dropped},"total":${this.total},"now":${now}}`)
    return new Written(FRAME.taken())
  }

  /** Positions counted up to and with a turn. */
  #positionsSince(turn: number): number {
    for (const [at, before] of this.#positionsAt) {
      if (at > turn) {
        return before
      }
    }
    return this.#positions
  }

  /** Is it still shown, and still there? What has just ended is told at the next turn. */
  #isThere(n: number): boolean {
    const thing = this.#things[n] ?? -1
    return thing >= 0 && this.#shared.things.exists(thing)
  }

  #described(n: number): string {
    return `{"n":${n},"track":${this.#shared.text(this.#things[n] as number)}}`
  }

  #look(): Uint8Array {
    return this.#shared.things.classes.visible(this.#shared.store.sight(this.#reader))
  }

  #belongs(thing: number): boolean {
    const { things } = this.#shared
    const lead = things.lead[thing] as number
    if (lead < 0 || this.#visible[things.klass[thing] as number] !== 1) {
      return false
    }
    return this.#box === null || isInside(this.#box, things.subjects.lon[lead] as number, things.subjects.lat[lead] as number)
  }

  /** Bring one thing up to date; answers whether that is to be said. */
  #settle(thing: number, turn: number): boolean {
    const { things } = this.#shared
    const n = this.#numbers.get(thing)
    const changed = things.changed[thing] as number
    if (n !== undefined && !this.#belongs(thing)) {
      this.#numbers.delete(thing)
      this.sensitive.delete(thing)
      this.#things[n] = -1
      this.#gone.push({ turn, n })
      return true
    }
    if (n === undefined) {
      this.#hidden.delete(thing)
      return this.#belongs(thing) && this.#show(thing, turn)
    }
    if ((changed & CHANGED.described) !== 0) {
      this.#describedAt[n] = turn
      this.#mind(thing)
    }
    if ((changed & CHANGED.moved) !== 0) {
      this.#positions += things.updates[thing] as number
      this.#movedAt[n] = turn
    }
    return changed !== 0
  }

  #show(thing: number, turn: number): boolean {
    if (this.#numbers.size >= this.#most) {
      this.#hidden.add(thing)
      return false
    }
    const n = this.#things.length
    this.#numbers.set(thing, n)
    this.#things.push(thing)
    this.#describedAt.push(turn)
    this.#movedAt.push(-1)
    this.#mind(thing)
    return true
  }

  #mind(thing: number): void {
    const { things } = this.#shared
    if (things.classes.isSensitive(things.klass[thing] as number)) {
      this.sensitive.add(thing)
    } else {
      this.sensitive.delete(thing)
    }
  }

  #refill(turn: number): boolean {
    let said = false
    for (const thing of this.#hidden) {
      if (this.#numbers.size >= this.#most) {
        break
      }
      this.#hidden.delete(thing)
      said = this.#show(thing, turn) || said
    }
    return said
  }

  #fill(turn: number): boolean {
    const { things } = this.#shared
    let said = false
    const consider = (thing: number): void => {
      if (!this.#numbers.has(thing) && !this.#hidden.has(thing) && this.#belongs(thing)) {
        said = this.#show(thing, turn) || said
      }
    }
    if (this.#box) {
      things.grid.near(this.#box, consider)
    } else {
      for (let thing = 0; thing < things.numbers; thing += 1) {
        consider(thing)
      }
    }
    return said
  }

  #forget(turn: number): void {
    const oldest = turn - REMEMBERED_TURNS
    if (this.#firstTurn < oldest) {
      this.#firstTurn = oldest
      this.#gone = this.#gone.filter((one) => one.turn > oldest)
      for (const at of this.#positionsAt.keys()) {
        if (at > oldest) {
          break
        }
        this.#positionsAt.delete(at)
      }
    }
    // Numbers are not used twice; when most are of things that left, everybody is told anew with new ones.
    if (this.#things.length > 4 * this.#numbers.size + 1_000) {
      const shown = [...this.#numbers.keys()]
      this.#numbers.clear()
      this.#things = []
      this.#describedAt = []
      this.#movedAt = []
      this.#gone = []
      this.#written.clear()
      this.epoch += 1
      shown.forEach((thing) => this.#show(thing, turn))
    }
  }
}

/** Is a place in a box, its edges included? */
export function isInside([west, south, east, north]: Box, lon: number, lat: number): boolean {
  return lat >= south && lat <= north && (west <= east ? lon >= west && lon <= east : lon >= west || lon <= east)
}
