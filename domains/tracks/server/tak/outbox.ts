import type { Parcel } from './parcel.ts'

/** Messages and reports that wait for one client at most; beyond, the newest is dropped and counted. */
export const MOST_WAITING = 5000
export const MOST_WAITING_BYTES = 16 * 1024 * 1024
/** Positions that wait at most: one for each uid, and no more bytes than so. */
export const MOST_POSITIONS = 100_000
export const MOST_POSITION_BYTES = 64 * 1024 * 1024

/**
 * What waits for a client that takes less than it is sent. Of positions only the newest of each uid waits, in the turn of the
 * first; everything else waits in order, up to a bound; what is urgent goes first. Nothing leaves it uncounted.
 */
export class Outbox {
  #urgent: Parcel[] = []
  #lossless: Parcel[] = []
  #head = 0
  #bytes = 0
  readonly #positions = new Map<string, Parcel>()
  #positionBytes = 0
  coalesced = 0
  dropped = 0

  get size(): number {
    return this.#urgent.length + this.#lossless.length - this.#head + this.#positions.size
  }

  /** Answers false when it was dropped. */
  put(parcel: Parcel): boolean {
    if (parcel.replaces !== null) {
      const before = this.#positions.get(parcel.replaces)
      const bytes = this.#positionBytes + parcel.size - (before?.size ?? 0)
      if (bytes > MOST_POSITION_BYTES || (!before && this.#positions.size >= MOST_POSITIONS)) {
        this.dropped += 1
        return false
      }
      this.coalesced += before ? 1 : 0
      this.#positionBytes = bytes
      this.#positions.set(parcel.replaces, parcel)
      return true
    }
    const bytes = parcel.size
    if (this.#urgent.length + this.#lossless.length - this.#head >= MOST_WAITING || this.#bytes + bytes > MOST_WAITING_BYTES) {
      this.dropped += 1
      return false
    }
    this.#bytes += bytes
    if (parcel.urgent) {
      this.#urgent.push(parcel)
    } else {
      this.#lossless.push(parcel)
    }
    return true
  }

  /** The next to be sent; null when nothing waits. */
  next(): Parcel | null {
    const parcel = this.#urgent.shift() ?? this.#lossless[this.#head]
    if (parcel) {
      this.#bytes -= parcel.size
      if (!parcel.urgent) {
        this.#head += 1
        if (this.#head > 1024 && this.#head * 2 > this.#lossless.length) {
          this.#lossless = this.#lossless.slice(this.#head)
          this.#head = 0
        }
      }
      return parcel
    }
    for (const [uid, position] of this.#positions) {
      this.#forgetPosition(uid)
      return position
    }
    return null
  }

  /** A thing that was taken back, or may not be seen any more, is not told any more: neither where it is nor what was reported of it. */
  forget(uid: string): void {
    if (this.#lossless.length > this.#head) {
      this.#replace(this.#urgent, this.#lossless.slice(this.#head).filter(({ event }) => event.uid !== uid))
    }
    this.#forgetPosition(uid)
  }

  #forgetPosition(uid: string): void {
    const parcel = this.#positions.get(uid)
    if (parcel) {
      this.#positionBytes -= parcel.size
      this.#positions.delete(uid)
    }
  }

  /** Keep only what is still allowed. */
  keep(allowed: (parcel: Parcel) => boolean): void {
    this.#replace(this.#urgent.filter(allowed), this.#lossless.slice(this.#head).filter(allowed))
    for (const [uid, parcel] of this.#positions) {
      if (!allowed(parcel)) {
        this.#forgetPosition(uid)
      }
    }
  }

  /** Words are told otherwise from now on, also of what waits. */
  reword(change: (parcel: Parcel) => Parcel): void {
    this.#replace(this.#urgent.map(change), this.#lossless.slice(this.#head).map(change))
    for (const [uid, parcel] of this.#positions) {
      const told = change(parcel)
      this.#positionBytes += told.size - parcel.size
      this.#positions.set(uid, told)
    }
  }

  #replace(urgent: Parcel[], lossless: Parcel[]): void {
    this.#urgent = urgent
    this.#lossless = lossless
    this.#head = 0
    this.#bytes = [...urgent, ...lossless].reduce((sum, parcel) => sum + parcel.size, 0)
  }
}
