import type { LiveTrack, TrackFrame } from '../shared/wire.ts'

const FIRST_ROOM = 256
const unknown = (value: number | null): number => value ?? Number.NaN
const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value)

/**
 * Everything that moves as this screen knows it, outside the page's state: what changes with each position in typed columns,
 * what seldom changes as it came. A slot keeps its thing until that is gone.
 */
export class LivePicture {
  lon = new Float64Array(FIRST_ROOM)
  lat = new Float64Array(FIRST_ROOM)
  at = new Float64Array(FIRST_ROOM)
  speed = new Float32Array(FIRST_ROOM)
  course = new Float32Array(FIRST_ROOM)
  alt = new Float32Array(FIRST_ROOM)
  accuracy = new Float32Array(FIRST_ROOM)
  /** What seldom changes, by slot; null where the slot is free. */
  readonly facts: (LiveTrack | null)[] = []
  /** What the reader may see; more than are here when the node was asked for a part. */
  total = 0
  /** Positions replaced by newer ones before they were sent here, since the beginning. */
  dropped = 0
  /** Time of the node at the last frame, epoch ms; 0 before the first. */
  now = 0
  /** Counts changes. */
  version = 0
  readonly #slots = new Map<number, number>()
  readonly #ids = new Map<string, number>()
  readonly #free: number[] = []

  get size(): number {
    return this.#slots.size
  }

  /** Take a frame of the channel in. */
  apply(frame: TrackFrame): void {
    this.version += 1
    this.now = frame.now
    this.total = frame.total
    if ('all' in frame) {
      this.clear()
      frame.all.forEach(({ n, track }) => this.#set(n, track))
      return
    }
    this.dropped += frame.dropped
    frame.gone.forEach((n) => this.#drop(n))
    frame.set.forEach(({ n, track }) => this.#set(n, track))
    for (const [n, lon, lat, at, speedMs, courseDeg, altM, accuracyM] of frame.moved) {
      const slot = this.#slots.get(n)
      if (slot !== undefined) {
        this.#place(slot, { lon, lat, at, speedMs, courseDeg, altM, accuracyM })
      }
    }
  }

  /** Put a picture from elsewhere in the place of this one. */
  replace(tracks: readonly LiveTrack[], now: number): void {
    this.apply({ all: tracks.map((track, n) => ({ n, track })), total: tracks.length, now })
  }

  clear(): void {
    this.#slots.clear()
    this.#ids.clear()
    this.#free.length = 0
    this.facts.length = 0
  }

  /** Slots in use, in no order. */
  slots(): IterableIterator<number> {
    return this.#slots.values()
  }

  slotOf(id: string): number | undefined {
    return this.#ids.get(id)
  }

  /** One as it stands now; undefined when it is not here. */
  track(id: string): LiveTrack | undefined {
    const slot = this.#ids.get(id)
    return slot === undefined ? undefined : this.inSlot(slot)
  }

  /** The thing of a slot as it stands now. */
  inSlot(slot: number): LiveTrack | undefined {
    const facts = this.facts[slot]
    return facts ? { ...facts, lon: this.lon[slot]!, lat: this.lat[slot]!, at: this.at[slot]!, speedMs: orNull(this.speed[slot]!), courseDeg: orNull(this.course[slot]!), altM: orNull(this.alt[slot]!), accuracyM: orNull(this.accuracy[slot]!) } : undefined
  }

  all(): LiveTrack[] {
    return [...this.slots()].map((slot) => this.inSlot(slot)).filter((one) => one !== undefined)
  }

  #set(n: number, track: LiveTrack): void {
    let slot = this.#slots.get(n)
    if (slot === undefined) {
      slot = this.#free.pop() ?? this.facts.length
      this.#slots.set(n, slot)
    } else {
      this.#ids.delete(this.facts[slot]?.id ?? '')
    }
    if (slot >= this.lon.length) {
      this.#grow()
    }
    this.facts[slot] = track
    this.#ids.set(track.id, slot)
    this.#place(slot, track)
  }

  #place(slot: number, one: Pick<LiveTrack, 'lon' | 'lat' | 'at' | 'speedMs' | 'courseDeg' | 'altM' | 'accuracyM'>): void {
    this.lon[slot] = one.lon
    this.lat[slot] = one.lat
    this.at[slot] = one.at
    this.speed[slot] = unknown(one.speedMs)
    this.course[slot] = unknown(one.courseDeg)
    this.alt[slot] = unknown(one.altM)
    this.accuracy[slot] = unknown(one.accuracyM)
  }

  #drop(n: number): void {
    const slot = this.#slots.get(n)
    if (slot !== undefined) {
      this.#ids.delete(this.facts[slot]?.id ?? '')
      this.#slots.delete(n)
      this.facts[slot] = null
      this.#free.push(slot)
    }
  }

  #grow(): void {
    const wide = (old: Float64Array<ArrayBuffer>) => { const next = new Float64Array(old.length * 2); next.set(old); return next }
    const narrow = (old: Float32Array<ArrayBuffer>) => { const next = new Float32Array(old.length * 2); next.set(old); return next }
    this.lon = wide(this.lon)
    this.lat = wide(this.lat)
    this.at = wide(this.at)
    this.speed = narrow(this.speed)
    this.course = narrow(this.course)
    this.alt = narrow(this.alt)
    this.accuracy = narrow(this.accuracy)
  }
}
