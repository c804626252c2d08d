import { crossesLine, metresBetween, partsOf, type FencePart, type FenceShape } from './fence-shapes.ts'
import { FenceGrid } from './fence-grid.ts'

export type { FencePoint, FenceShape } from './fence-shapes.ts'

/**
 * When a subject counts as inside, so that a position that jumps about an outline does not enter and leave with it. All that
 * are given must hold: inside for `enterS` seconds of fix time, and `enterM` metres from the outline. Likewise for leaving.
 */
export type FenceHold = { enterS?: number; enterM?: number; leaveS?: number; leaveM?: number; /** Told once a visit after this many seconds inside. */ dwellS?: number; /** Told of what passes through between two positions. Lines are always. */ cross?: boolean }

/**
 * What happened. `at` is the fix time that proved it and `since` when it began, both epoch ms. `first`: nothing was known of the
 * subject before. `way` of a crossing: 1 to the right of the line as it is drawn, −1 to its left, 0 through a surface.
 */
export type FenceEvent = { what: 'enter' | 'exit' | 'dwell' | 'cross'; fence: number; subject: number; at: number; since: number; lon: number; lat: number; first: boolean; way: -1 | 0 | 1 }

/** A subject and a fence that have to do with each other, as it is kept over a restart. */
export type FencePair = { subject: number; fence: number; state: PairState; since: number; entered: number; dwelt: boolean }
type PairState = 'coming' | 'inside' | 'leaving' | 'crossed'

const COMING = 0
const INSIDE = 1
const LEAVING = 2
/** A line was crossed; not told of again until the subject was clear of it. */
const CROSSED = 3
const STATES: readonly PairState[] = ['coming', 'inside', 'leaving', 'crossed']
/** Fences a place can be in at once. */
const MOST_AT_ONCE = 4096
/** Between positions that are further apart in time nothing is claimed about the surfaces between them. */
const LONGEST_LEAP_MS = 900_000
const NONE = -1
/** Members of a pair. */
const PAIR = 4
const FENCE = 0
const SUBJECT = 1
const STATE = 2
const NEXT = 3

type Fence = { parts: number[]; crossing: number[]; hold: Required<FenceHold>; shape: FenceShape }

/** Fences and who is in them, in the order of fix times: a fix that is not newer than the last of its subject changes nothing. */
export class Fences {
  readonly #grid = new FenceGrid()
  /** Lines and fences that tell of crossings, asked along the way from one position to the next. */
  readonly #crossed = new FenceGrid()
  #crossings = 0
  readonly #fences: (Fence | undefined)[] = []
  readonly #freeFences: number[] = []
  #fenceOfPart = new Int32Array(64)
  #fenceOfCrossing = new Int32Array(16)
  /** Stamp of the update that last found a fence, so that no list has to be cleared. */
  #seen = new Float64Array(64)
  /** Milliseconds after which each is told of once more, Infinity for never. */
  #dwellMs = new Float64Array(64)
  #stamp = 0
  readonly #found = new Int32Array(MOST_AT_ONCE)
  // Subjects.
  #at = new Float64Array(1024).fill(-Infinity)
  #lon = new Float64Array(1024)
  #lat = new Float64Array(1024)
  #first = new Int32Array(1024).fill(NONE)
  // Pairs of subject and fence.
  /** Of each pair fence, subject, state, and the next of its subject: one look at memory. */
  #pairs = new Int32Array(1024 * PAIR).fill(NONE)
  #pDwelt = new Uint8Array(1024)
  #pSince = new Float64Array(1024)
  #pEntered = new Float64Array(1024)
  #pFree = NONE
  #pLength = 0
  /** Fixes that were not newer than the last of their subject. */
  late = 0

  /** Lay a fence; answers its number. */
  add(shape: FenceShape, hold: FenceHold = {}): number {
    const fence = this.#freeFences.pop() ?? this.#fences.length
    const line = 'line' in shape && shape.widthM <= 0
    const full: Required<FenceHold> = { enterS: 0, enterM: 0, leaveS: 0, leaveM: 0, dwellS: Infinity, ...hold, cross: line || hold.cross === true }
    const pieces = partsOf(shape)
    const lay = (grid: FenceGrid, part: FencePart): number => grid.add(part)
    const parts = line ? [] : pieces.map((part) => lay(this.#grid, part))
    const crossing = full.cross ? pieces.map((part) => lay(this.#crossed, part)) : []
    parts.forEach((part) => (this.#fenceOfPart = put(this.#fenceOfPart, part, fence)))
    crossing.forEach((part) => (this.#fenceOfCrossing = put(this.#fenceOfCrossing, part, fence)))
    this.#crossings += crossing.length
    if (fence >= this.#seen.length) {
      this.#seen = wide(this.#seen)
      this.#dwellMs = wide(this.#dwellMs)
    }
    this.#dwellMs[fence] = full.dwellS * 1000
    this.#fences[fence] = { parts, crossing, hold: full, shape }
    return fence
  }

  /** Take a fence away, and with it what was known of who is inside. Tells nobody that they left. */
  remove(fence: number): void {
    const known = this.#fences[fence]
    if (!known) {
      return
    }
    known.parts.forEach((part) => this.#grid.remove(part))
    known.crossing.forEach((part) => this.#crossed.remove(part))
    this.#crossings -= known.crossing.length
    for (let p = 0; p < this.#pLength; p++) {
      if (this.#pairs[p * PAIR + SUBJECT] !== NONE && this.#pairs[p * PAIR + FENCE] === fence) {
        this.#unlink(p)
      }
    }
    this.#fences[fence] = undefined
    this.#freeFences.push(fence)
  }

  /** Fences that hold a place, unordered, without any memory. */
  inside(lon: number, lat: number): number[] {
    const found = this.#grid.at(wrap(lon), lat, this.#found)
    return [...new Set(this.#found.subarray(0, found).values().map((part) => this.#fenceOfPart[part] as number))]
  }

  /** Does this fence hold a place? */
  holds(fence: number, lon: number, lat: number): boolean {
    return this.#fences[fence]?.parts.some((part) => this.#grid.part(part)?.holds(wrap(lon), lat) === true) ?? false
  }

  /** Subjects that count as inside a fence now. */
  members(fence: number): number[] {
    const out: number[] = []
    for (let p = 0; p < this.#pLength; p++) {
      if (this.#pairs[p * PAIR + SUBJECT] !== NONE && this.#pairs[p * PAIR + FENCE] === fence && (this.#pairs[p * PAIR + STATE] === INSIDE || this.#pairs[p * PAIR + STATE] === LEAVING)) {
        out.push(this.#pairs[p * PAIR + SUBJECT] as number)
      }
    }
    return out
  }

  /** Fix time of the last position that counted, −Infinity for none. */
  lastAt(subject: number): number {
    return this.#at[subject] ?? -Infinity
  }

  /**
   * A subject is somewhere: what happened by that is added to `out`. Degrees, epoch ms. A fix that is not newer than the last is
   * counted in `late` and changes nothing.
   */
  update(subject: number, lonGiven: number, lat: number, at: number, out: FenceEvent[]): void {
    if (subject >= this.#at.length) {
      this.#widen(subject)
    }
    const before = this.#at[subject] as number
    if (at <= before || !Number.isFinite(at + lonGiven + lat)) {
      this.late++
      return
    }
    const lon = lonGiven >= 180 || lonGiven < -180 ? wrap(lonGiven) : lonGiven
    const first = before === -Infinity
    const stamp = ++this.#stamp
    const found = this.#grid.at(lon, lat, this.#found)
    for (let i = 0; i < found; i++) {
      this.#seen[this.#fenceOfPart[this.#found[i] as number] as number] = stamp
    }
    if (this.#first[subject] !== NONE) {
      this.#goOn(subject, lon, lat, at, stamp, first, out)
    }
    for (let i = 0; i < found; i++) {
      const fence = this.#fenceOfPart[this.#found[i] as number] as number
      // Those that were met before carry the stamp no longer.
      if (this.#seen[fence] === stamp) {
        this.#seen[fence] = 0
        const pair = this.#link(subject, fence, at)
        this.#come(pair, lon, lat, at, first, out)
      }
    }
    if (this.#crossings > 0 && !first) {
      this.#cross(subject, lon, lat, at, before, out)
    }
    this.#at[subject] = at
    this.#lon[subject] = lon
    this.#lat[subject] = lat
  }

  /** Time goes on: visits become long enough though nothing new came, while the last fix is not older than `trustS` seconds. */
  tick(now: number, trustS: number, out: FenceEvent[]): void {
    for (let p = 0; p < this.#pLength; p++) {
      const subject = this.#pairs[p * PAIR + SUBJECT] as number
      if (subject !== NONE && this.#pairs[p * PAIR + STATE] === INSIDE && this.#pDwelt[p] === 0 && now - (this.#at[subject] as number) <= trustS * 1000) {
        this.#dwell(p, now, this.#lon[subject] as number, this.#lat[subject] as number, out)
      }
    }
  }

  /** Forget a subject and where it is. */
  forget(subject: number): void {
    if (subject >= this.#at.length) {
      return
    }
    for (let p = this.#first[subject] as number; p !== NONE;) {
      const next = this.#pairs[p * PAIR + NEXT] as number
      this.#unlink(p)
      p = next
    }
    this.#at[subject] = -Infinity
  }

  /** Who is where, to be kept over a restart. */
  *pairs(): Generator<FencePair> {
    for (let p = 0; p < this.#pLength; p++) {
      if (this.#pairs[p * PAIR + SUBJECT] !== NONE) {
        yield { subject: this.#pairs[p * PAIR + SUBJECT] as number, fence: this.#pairs[p * PAIR + FENCE] as number, state: STATES[this.#pairs[p * PAIR + STATE] as number] ?? 'coming', since: this.#pSince[p] as number, entered: this.#pEntered[p] as number, dwelt: this.#pDwelt[p] === 1 }
      }
    }
  }

  /** Put back what was kept: a subject's last position, and what it has to do with a fence. Tells nothing. */
  restore(subject: number, last: { lon: number; lat: number; at: number }, pairs: readonly Omit<FencePair, 'subject'>[]): void {
    if (subject >= this.#at.length) {
      this.#widen(subject)
    }
    this.#at[subject] = last.at
    this.#lon[subject] = last.lon
    this.#lat[subject] = last.lat
    for (const pair of pairs) {
      if (this.#fences[pair.fence]) {
        const p = this.#link(subject, pair.fence, pair.since)
        this.#pairs[p * PAIR + STATE] = Math.max(0, STATES.indexOf(pair.state))
        this.#pEntered[p] = pair.entered
        this.#pDwelt[p] = pair.dwelt ? 1 : 0
      }
    }
  }

  /** Pairs that were known before this fix. */
  #goOn(subject: number, lon: number, lat: number, at: number, stamp: number, first: boolean, out: FenceEvent[]): void {
    for (let p = this.#first[subject] as number; p !== NONE;) {
      const next = this.#pairs[p * PAIR + NEXT] as number
      const fence = this.#pairs[p * PAIR + FENCE] as number
      const state = this.#pairs[p * PAIR + STATE] as number
      const inside = this.#seen[fence] === stamp
      if (inside) {
        this.#seen[fence] = 0
      }
      if (state === COMING) {
        if (inside) {
          this.#come(p, lon, lat, at, first, out)
        } else {
          this.#unlink(p)
        }
      } else if (state === CROSSED) {
        this.#clear(p, lon, lat, at)
      } else if (inside) {
        if (state !== INSIDE) {
          this.#pairs[p * PAIR + STATE] = INSIDE
        }
        this.#dwell(p, at, lon, lat, out)
      } else {
        this.#leave(p, lon, lat, at, out)
      }
      p = next
    }
  }

  #come(p: number, lon: number, lat: number, at: number, first: boolean, out: FenceEvent[]): void {
    const fence = this.#pairs[p * PAIR + FENCE] as number
    const { hold } = this.#fences[fence] as Fence
    if (at - (this.#pSince[p] as number) >= hold.enterS * 1000 && (hold.enterM === 0 || this.#edgeM(fence, lon, lat) >= hold.enterM)) {
      this.#pairs[p * PAIR + STATE] = INSIDE
      this.#pEntered[p] = this.#pSince[p] as number
      out.push({ what: 'enter', fence, subject: this.#pairs[p * PAIR + SUBJECT] as number, at, since: this.#pSince[p] as number, lon, lat, first, way: 0 })
      this.#dwell(p, at, lon, lat, out)
    }
  }

  #leave(p: number, lon: number, lat: number, at: number, out: FenceEvent[]): void {
    const fence = this.#pairs[p * PAIR + FENCE] as number
    const { hold } = this.#fences[fence] as Fence
    if (this.#pairs[p * PAIR + STATE] === INSIDE) {
      this.#pairs[p * PAIR + STATE] = LEAVING
      this.#pSince[p] = at
    }
    if (at - (this.#pSince[p] as number) >= hold.leaveS * 1000 && (hold.leaveM === 0 || this.#edgeM(fence, lon, lat) >= hold.leaveM)) {
      out.push({ what: 'exit', fence, subject: this.#pairs[p * PAIR + SUBJECT] as number, at, since: this.#pSince[p] as number, lon, lat, first: false, way: 0 })
      this.#unlink(p)
    }
  }

  #dwell(p: number, at: number, lon: number, lat: number, out: FenceEvent[]): void {
    const fence = this.#pairs[p * PAIR + FENCE] as number
    const after = this.#dwellMs[fence] as number
    if (after === Infinity || this.#pDwelt[p] !== 0) {
      return
    }
    const entered = this.#pEntered[p] as number
    const due = entered + after
    if (at >= due) {
      this.#pDwelt[p] = 1
      out.push({ what: 'dwell', fence, subject: this.#pairs[p * PAIR + SUBJECT] as number, at: due, since: entered, lon, lat, first: false, way: 0 })
    }
  }

  #cross(subject: number, lon: number, lat: number, at: number, before: number, out: FenceEvent[]): void {
    const [fromLon, fromLat] = [this.#lon[subject] as number, this.#lat[subject] as number]
    const stamp = ++this.#stamp
    this.#crossed.along(fromLon, fromLat, lon, lat, (piece) => {
      const fence = this.#fenceOfCrossing[piece] as number
      const known = this.#fences[fence] as Fence
      if (this.#seen[fence] === stamp || this.#pairOf(subject, fence) !== NONE) {
        return
      }
      const { shape } = known
      const line = 'line' in shape && shape.widthM <= 0
      const way = line ? crossesLine(shape.line, fromLon, fromLat, lon, lat) : 0
      const through = !line && at - before <= LONGEST_LEAP_MS && this.#crossed.part(piece)?.touches(fromLon, fromLat, lon, lat) === true && !this.holds(fence, lon, lat) && !this.holds(fence, fromLon, fromLat)
      if (way === 0 && !through) {
        return
      }
      this.#seen[fence] = stamp
      if (line && (known.hold.leaveS > 0 || known.hold.leaveM > 0)) {
        const pair = this.#link(subject, fence, at)
        this.#pairs[pair * PAIR + STATE] = CROSSED
      }
      out.push({ what: 'cross', fence, subject, at, since: before, lon, lat, first: false, way })
    })
  }

  /** Clear of a line it crossed: long enough ago and far enough away. */
  #clear(p: number, lon: number, lat: number, at: number): void {
    const fence = this.#pairs[p * PAIR + FENCE] as number
    const { hold, crossing } = this.#fences[fence] as Fence
    const away = hold.leaveM === 0 ? Infinity : Math.min(...crossing.map((piece) => this.#crossed.part(piece)?.edgeM(lon, lat) ?? Infinity))
    if (at - (this.#pSince[p] as number) >= hold.leaveS * 1000 && away >= hold.leaveM) {
      this.#unlink(p)
    }
  }

  #edgeM(fence: number, lon: number, lat: number): number {
    const { shape, parts } = this.#fences[fence] as Fence
    const pieces = parts.map((part) => this.#grid.part(part) as FencePart)
    if ('line' in shape) {
      return Math.abs(shape.widthM - Math.min(...pieces.map((piece) => piece.edgeM(lon, lat))))
    }
    return 'circle' in shape ? Math.abs(metresBetween(shape.circle[0], shape.circle[1], lon, lat) - shape.radiusM) : Math.min(...pieces.map((piece) => piece.edgeM(lon, lat)))
  }

  #pairOf(subject: number, fence: number): number {
    for (let p = this.#first[subject] as number; p !== NONE; p = this.#pairs[p * PAIR + NEXT] as number) {
      if (this.#pairs[p * PAIR + FENCE] === fence) {
        return p
      }
    }
    return NONE
  }

  #link(subject: number, fence: number, since: number): number {
    let p = this.#pFree
    if (p === NONE) {
      p = this.#pLength++
      if (p >= this.#pSince.length) {
        this.#pairs = wide(this.#pairs)
        this.#pDwelt = wide(this.#pDwelt)
        this.#pSince = wide(this.#pSince)
        this.#pEntered = wide(this.#pEntered)
      }
    } else {
      this.#pFree = this.#pairs[p * PAIR + NEXT] as number
    }
    this.#pairs[p * PAIR + FENCE] = fence
    this.#pairs[p * PAIR + SUBJECT] = subject
    this.#pairs[p * PAIR + STATE] = COMING
    this.#pDwelt[p] = 0
    this.#pSince[p] = since
    this.#pEntered[p] = since
    this.#pairs[p * PAIR + NEXT] = this.#first[subject] as number
    this.#first[subject] = p
    return p
  }

  #unlink(p: number): void {
    const subject = this.#pairs[p * PAIR + SUBJECT] as number
    const after = this.#pairs[p * PAIR + NEXT] as number
    if (this.#first[subject] === p) {
      this.#first[subject] = after
    } else {
      let before = this.#first[subject] as number
      while (this.#pairs[before * PAIR + NEXT] !== p) {
        before = this.#pairs[before * PAIR + NEXT] as number
      }
      this.#pairs[before * PAIR + NEXT] = after
    }
    this.#pairs[p * PAIR + SUBJECT] = NONE
    this.#pairs[p * PAIR + NEXT] = this.#pFree
    this.#pFree = p
  }

  #widen(subject: number): void {
    let length = this.#at.length
    while (length <= subject) {
      length *= 2
    }
    const from = this.#at.length
    this.#at = wide(this.#at, length).fill(-Infinity, from)
    this.#lon = wide(this.#lon, length)
    this.#lat = wide(this.#lat, length)
    this.#first = wide(this.#first, length).fill(NONE, from)
  }
}

function wrap(lon: number): number {
  return lon >= 180 || lon < -180 ? ((((lon + 180) % 360) + 360) % 360) - 180 : lon
}

type Typed = Int32Array<ArrayBuffer> | Float64Array<ArrayBuffer> | Uint8Array<ArrayBuffer>

function wide<T extends Typed>(array: T, length = array.length * 2): T {
  const out = new (array.constructor as new (length: number) => T)(length)
  out.set(array)
  return out
}

function put(array: Int32Array<ArrayBuffer>, index: number, value: number): Int32Array<ArrayBuffer> {
  const out = index < array.length ? array : wide(array, Math.max(index + 1, array.length * 2))
  out[index] = value
  return out
}
