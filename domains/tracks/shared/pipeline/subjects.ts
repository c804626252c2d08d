import { FIX_SOURCES, type FixSource } from '../../../../core/fix.ts'

/** A place a subject may have jumped to: believed when enough reports agree. Parallel to what is believed now. */
export type Jump = { lon: number; lat: number; at: number; count: number }

/** A fix by its numbers, as the columns below take it. */
export type Numbers = { at: number; receivedAt: number; lon: number; lat: number; altM: number | null; speedMs: number | null; courseDeg: number | null; accuracyM: number | null; source: FixSource }

/**
 * Every identity that has been heard with its last believed position, in columns: a million take some 60 MB beside their
 * names. Unknown numbers are NaN. `thing` is what the identity is shown as, −1 for nothing.
 */
export class Subjects {
  readonly #slots = new Map<string, number>()
  readonly #free: number[] = []
  readonly jumps = new Map<number, Jump>()
  names: (string | undefined)[] = []
  at = new Float64Array(1024).fill(NaN)
  receivedAt = new Float64Array(1024)
  lon = new Float64Array(1024)
  lat = new Float64Array(1024)
  altM = new Float32Array(1024)
  speedMs = new Float32Array(1024)
  courseDeg = new Float32Array(1024)
  accuracyM = new Float32Array(1024)
  source = new Uint8Array(1024)
  thing = new Int32Array(1024).fill(-1)

  get size(): number {
    return this.#slots.size
  }

  /** The number of an identity, −1 when it was never heard. */
  find(name: string): number {
    return this.#slots.get(name) ?? -1
  }

  /** The number of an identity, given to it when it is new. */
  slot(name: string): number {
    const known = this.#slots.get(name)
    if (known !== undefined) {
      return known
    }
    const slot = this.#free.pop() ?? this.names.length
    if (slot >= this.at.length) {
      this.#grow()
    }
    this.#slots.set(name, slot)
    this.names[slot] = name
    this.at[slot] = NaN
    this.thing[slot] = -1
    return slot
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
    const name = this.names[slot]
    if (name !== undefined) {
      this.#slots.delete(name)
      this.jumps.delete(slot)
      this.names[slot] = undefined
      this.at[slot] = NaN
      this.thing[slot] = -1
      this.#free.push(slot)
    }
  }

  /** Every identity that is known. */
  all(): Iterable<[name: string, slot: number]> {
    return this.#slots
  }

  #grow(): void {
    const size = this.at.length * 2
    this.at = wider(this.at, new Float64Array(size))
    this.receivedAt = wider(this.receivedAt, new Float64Array(size))
    this.lon = wider(this.lon, new Float64Array(size))
    this.lat = wider(this.lat, new Float64Array(size))
    this.altM = wider(this.altM, new Float32Array(size))
    this.speedMs = wider(this.speedMs, new Float32Array(size))
    this.courseDeg = wider(this.courseDeg, new Float32Array(size))
    this.accuracyM = wider(this.accuracyM, new Float32Array(size))
    this.source = wider(this.source, new Uint8Array(size))
    this.thing = wider(this.thing, new Int32Array(size))
  }
}

const SOURCE_NUMBER = Object.fromEntries(FIX_SOURCES.map((source, i) => [source, i])) as Record<FixSource, number>

/** Copy a column into a larger one. */
export function wider<T extends Float64Array | Float32Array | Int32Array | Uint8Array>(old: T, larger: T): T {
  larger.set(old)
  return larger
}
