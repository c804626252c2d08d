import { FIX_SOURCES, type FixSource } from '../../../../core/fix.ts'
import { longer, room } from './columns.ts'
import { NameTable } from './names.ts'

/** A place a subject may have jumped to: believed when enough reports agree. Parallel to what is believed now. */
export type Jump = { lon: number; lat: number; at: number; count: number }

/** A fix by its numbers, as the columns below take it. */
export type Numbers = { at: number; receivedAt: number; lon: number; lat: number; altM: number | null; speedMs: number | null; courseDeg: number | null; accuracyM: number | null; source: FixSource }

/**
 * Every identity that has been heard with its last believed position, in columns: a million take some 90 MB, their
 * names among them. Unknown numbers are NaN. `thing` is what the identity is shown as, −1 for nothing.
 */
export class Subjects {
  readonly #names = new NameTable()
  readonly jumps = new Map<number, Jump>()
  /** Time of the newest report that was kept and not believed, of those that are ahead of what is. */
  readonly doubtedAt = new Map<number, number>()
  at = new Float64Array(1024)
  receivedAt = new Float64Array(1024)
  lon = new Float64Array(1024)
  lat = new Float64Array(1024)
  altM = new Float32Array(1024)
  speedMs = new Float32Array(1024)
  courseDeg = new Float32Array(1024)
  accuracyM = new Float32Array(1024)
  source = new Uint8Array(1024)
  thing = new Int32Array(1024)

  get size(): number {
    return this.#names.size
  }

  /** The number of an identity, −1 when it was never heard. */
  find(name: string): number {
    return this.#names.find(name)
  }

  /** The number of an identity, given to it when it is new. */
  slot(name: string): number {
    const before = this.#names.size
    const slot = this.#names.add(name)
    if (this.#names.size > before) {
      if (slot >= this.at.length) {
        this.#grow()
      }
      this.at[slot] = NaN
      this.thing[slot] = -1
    }
    return slot
  }

  /** What an identity is called; undefined for a number that is free. */
  nameOf(slot: number): string | undefined {
    return this.#names.of(slot)
  }

  /** Has it a position that is believed? */
  isPlaced(slot: number): boolean {
    return !Number.isNaN(this.at[slot] as number)
  }

  /** Believe a fix to be the newest. */
  set(slot: number, fix: Numbers): void {
    this.at[slot] = fix.at
    this.receivedAt[slot] = fix.receivedAt
    this.lon[slot] = fix.lon
    this.lat[slot] = fix.lat
    this.altM[slot] = fix.altM ?? NaN
    this.speedMs[slot] = fix.speedMs ?? NaN
    this.courseDeg[slot] = fix.courseDeg ?? NaN
    this.accuracyM[slot] = fix.accuracyM ?? NaN
    this.source[slot] = SOURCE_NUMBER[fix.source]
  }

  sourceOf(slot: number): FixSource {
    return FIX_SOURCES[this.source[slot] as number] ?? 'unknown'
  }

  /** Forget an identity; its number is given to another. */
  drop(slot: number): void {
    if (this.#names.drop(slot)) {
      this.jumps.delete(slot)
      this.doubtedAt.delete(slot)
      this.at[slot] = NaN
      this.thing[slot] = -1
    }
  }

  /** Every identity that is known. */
  *all(): Iterable<[name: string, slot: number]> {
    for (let slot = 0; slot < this.#names.numbers; slot += 1) {
      const name = this.#names.of(slot)
      if (name !== undefined) {
        yield [name, slot]
      }
    }
  }

  #grow(): void {
    const size = room(this.at.length)
    this.at = longer(this.at, new Float64Array(size))
    this.receivedAt = longer(this.receivedAt, new Float64Array(size))
    this.lon = longer(this.lon, new Float64Array(size))
    this.lat = longer(this.lat, new Float64Array(size))
    this.altM = longer(this.altM, new Float32Array(size))
    this.speedMs = longer(this.speedMs, new Float32Array(size))
    this.courseDeg = longer(this.courseDeg, new Float32Array(size))
    this.accuracyM = longer(this.accuracyM, new Float32Array(size))
    this.source = longer(this.source, new Uint8Array(size))
    this.thing = longer(this.thing, new Int32Array(size))
  }
}

const SOURCE_NUMBER = Object.fromEntries(FIX_SOURCES.map((source, i) => [source, i])) as Record<FixSource, number>
