import { FIX_SOURCES } from '../../core/fix.ts'
import { RETENTION_CLASSES, type RetentionClass } from '../../core/observation.ts'
import { toE7 } from '../../core/place-geodesy.ts'
import type { Kept, Quality } from './face.ts'

/**
 * A position as whole numbers, the form it has in the write-ahead log and in memory: ten int32.
 * 0 identity, 1 longitude and 2 latitude in 1e-7 degrees, 3 seconds since 1970 (unsigned), 4 milliseconds and what it is
 * (see META), 5 delay, 6 height in 0.1 m, 7 speed in 0.01 m/s, 8 course in 0.1 degrees, 9 accuracy in 0.1 m.
 */
export const ROW = 10
export const ROW_BYTES = ROW * 4
/** No value, in members 6 to 9. */
export const NONE = -0x8000_0000

const INT_MAX = 0x7fff_ffff
/** Delays up to here (0.1 s) are kept to a tenth of a second, longer ones to a second. */
const FINE_DELAY = 1_000_000_000
/** 1970 to 2105. */
const AT_LIMIT = 0xffff_ffff * 1000

/** What is packed beside the milliseconds: bits 10–13 source, 14–15 quality, 16 coarse delay, 17–18 retention class. */
const SOURCE_AT = 10
const QUALITY_AT = 14
const COARSE_AT = 16
const CLASS_AT = 17

/** Identities are written as numbers; this is what they stand for. */
export type Identity = { subject: string; feed: string }

/** Numbers of identities in one file or in memory. */
export class Identities {
  readonly list: Identity[] = []
  /** By feed: few feeds bring many subjects. */
  readonly #numbers = new Map<string, Map<string, number>>()

  of(subject: string, feed: string): number {
    let subjects = this.#numbers.get(feed)
    if (subjects === undefined) {
      subjects = new Map()
      this.#numbers.set(feed, subjects)
    }
    const known = subjects.get(subject)
    if (known !== undefined) {
      return known
    }
    const number = this.list.length
    subjects.set(subject, number)
    this.list.push({ subject, feed })
    return number
  }
}

/**
 * An identity as it is known while its positions come in: its number in the batch and in the memory it was last put into are found
 * without asking for its name again.
 */
export class Name implements Identity {
  readonly subject: string
  readonly feed: string
  /** As it is written in the log. */
  readonly json: string
  batch = -1
  inBatch = 0
  memory = -1
  inMemory = 0

  constructor(subject: string, feed: string) {
    this.json = JSON.stringify([subject, feed])
    this.feed = feed
    // A text of its own: one that was cut out of a message would hold the whole message in memory.
    this.subject = (JSON.parse(this.json) as [string, string])[0]
  }
}

/** Identities found by their number, at most. */
const SLOTS = 1 << 15

/** Names of the identities heard lately. */
export class Names {
  readonly #feeds = new Map<string, Map<string, Name>>()
  /** Positions of one feed come one after another. */
  #feed = ''
  #subjects = new Map<string, Name>()

  /** By the number whoever appends knows an identity by; the last one of each place. */
  readonly #bySlot: (Name | undefined)[] = []

  constructor() {
    this.#feeds.set('', this.#subjects)
  }

  /** `slot` is a number the same identity comes with again and again, if it has one. */
  of(subject: string, feed: string, slot = -1): Name {
    const place = slot & (SLOTS - 1)
    const last = slot < 0 ? undefined : this.#bySlot[place]
    if (last !== undefined && last.subject === subject && last.feed === feed) {
      return last
    }
    const name = this.#find(subject, feed)
    if (slot >= 0) {
      while (this.#bySlot.length <= place) {
        this.#bySlot.push(undefined)
      }
      this.#bySlot[place] = name
    }
    return name
  }

  #find(subject: string, feed: string): Name {
    if (feed !== this.#feed) {
      let subjects = this.#feeds.get(feed)
      if (subjects === undefined) {
        subjects = new Map()
        this.#feeds.set(feed, subjects)
      }
      this.#feed = feed
      this.#subjects = subjects
    }
    let name = this.#subjects.get(subject)
    if (name === undefined) {
      name = new Name(subject, feed)
      this.#subjects.set(name.subject, name)
    }
    return name
  }

  /** Forget all others. */
  keep(wanted: (name: Name) => boolean): void {
    this.#bySlot.length = 0
    for (const subjects of this.#feeds.values()) {
      for (const [subject, name] of subjects) {
        if (!wanted(name)) {
          subjects.delete(subject)
        }
      }
    }
  }
}

/** Identities as JSON, [[subject, feed], …]. */
export function namesJson(identities: readonly Identity[]): string {
  return `[${identities.map((one) => (one instanceof Name ? one.json : JSON.stringify([one.subject, one.feed]))).join(',')}]`
}

/** Longest name of a subject or feed, in UTF-16 units. */
const LONGEST = 400

/** Whether a position can be kept at all: it says who, when and where. */
export function isKeepable(fix: Kept): boolean {
  return typeof fix.subject === 'string' && fix.subject !== '' && fix.subject.length <= LONGEST && (fix.feed ?? '').length <= LONGEST
    && fix.at >= 0 && fix.at < AT_LIMIT && Math.abs(fix.lon) <= 180 && Math.abs(fix.lat) <= 90
}

/** A value in steps of which `per` make one, as a whole number of 32 bits. */
function whole(value: number | null, per: number): number {
  const steps = value === null ? Number.NaN : Math.round(value * per)
  if (steps >= -INT_MAX && steps <= INT_MAX) {
    return steps
  }
  return value === null || !Number.isFinite(value) ? NONE : steps > 0 ? INT_MAX : -INT_MAX
}

/** A course in tenths of a degree, 0 to 3599. */
function tenths(course: number | null): number {
  if (course === null || !Number.isFinite(course)) {
    return NONE
  }
  // Mostly it is what it should be; a remainder of doubles is a call.
  const steps = Math.round((course >= 0 && course < 360 ? course : ((course % 360) + 360) % 360) * 10)
  return steps === 3600 ? 0 : steps
}

/** Write a position at `offset` (in int32) of `rows`. */
export function putRow(rows: Int32Array, offset: number, fix: Kept, identity: number, retention: RetentionClass): void {
  const at = Math.round(fix.at)
  const seconds = Math.floor(at / 1000)
  const received = Number.isFinite(fix.receivedAt) ? fix.receivedAt : at
  const fine = Math.round((received - at) / 100)
  const coarse = Math.abs(fine) > FINE_DELAY
  const source = Math.max(0, FIX_SOURCES.indexOf(fix.source))
  rows[offset] = identity
  rows[offset + 1] = toE7(fix.lon)
  rows[offset + 2] = toE7(fix.lat)
  rows[offset + 3] = seconds
  rows[offset + 4] = (at - seconds * 1000) | (source << SOURCE_AT) | (fix.quality << QUALITY_AT) | ((coarse ? 1 : 0) << COARSE_AT) | (RETENTION_CLASSES.indexOf(retention) << CLASS_AT)
  rows[offset + 5] = coarse ? whole(received - at, 0.001) : fine
  rows[offset + 6] = whole(fix.altM, 10)
  rows[offset + 7] = whole(fix.speedMs, 100)
  rows[offset + 8] = tenths(fix.courseDeg)
  rows[offset + 9] = whole(fix.accuracyM, 10)
}

export function rowAt(rows: Int32Array, offset: number): number {
  return (rows[offset + 3]! >>> 0) * 1000 + (rows[offset + 4]! & 0x3ff)
}

/** Write a time and what `rowMeta` says into a row. */
export function packAt(rows: Int32Array, offset: number, at: number, meta: number): void {
  const seconds = Math.floor(at / 1000)
  rows[offset + 3] = seconds
  rows[offset + 4] = (at - seconds * 1000) | (meta << SOURCE_AT)
}

/** What a position is, without its milliseconds and retention class: source, quality, coarse delay. */
export function rowMeta(rows: Int32Array, offset: number): number {
  return (rows[offset + 4]! >>> SOURCE_AT) & 0x7f
}

export function rowClass(rows: Int32Array, offset: number): RetentionClass {
  return RETENTION_CLASSES[(rows[offset + 4]! >>> CLASS_AT) & 3] ?? 'standard'
}

export function metaQuality(meta: number): Quality {
  return ((meta >>> (QUALITY_AT - SOURCE_AT)) & 3) as Quality
}

const tenth = (value: number): number | null => (value === NONE ? null : value / 10)

/** The position a row says. Members in the units of a row; `meta` as `rowMeta` gives it. */
export function keptOf(identity: Identity, at: number, lon: number, lat: number, meta: number, delay: number, alt: number, speed: number, course: number, accuracy: number): Kept {
  const coarse = (meta >>> (COARSE_AT - SOURCE_AT)) & 1
  return {
    subject: identity.subject, at, receivedAt: at + delay * (coarse === 1 ? 1000 : 100), lon: lon / 1e7, lat: lat / 1e7,
    altM: tenth(alt), speedMs: speed === NONE ? null : speed / 100, courseDeg: tenth(course), accuracyM: tenth(accuracy),
    source: FIX_SOURCES[meta & 0xf] ?? 'unknown', quality: metaQuality(meta), feed: identity.feed === '' ? null : identity.feed,
  }
}
