import { longer, room } from './columns.ts'
import type { Context, Report } from './report.ts'
import type { Subjects } from './subjects.ts'

/** Reports remembered; a power of two. 512 kB, which a processor keeps near: a twin is found while fewer than some 50,000 others came between. */
const REMEMBERED = 1 << 16

/**
 * Knows whether a report was taken before: same identity, same time, same place. A table of fixed size of 53-bit fingerprints, newest
 * wins, so that its memory never grows; two different reports are taken for one about once in 10¹⁵.
 */
export class Twins {
  readonly #table = new Float64Array(REMEMBERED)

  /** The batch an identity was last met in. */
  #met = new Uint32Array(1024)
  #batch = 0

  begin(): void {
    this.#batch += 1
  }

  /** Is it the first of its identity in this batch? */
  isFirst(slot: number): boolean {
    if (slot >= this.#met.length) {
      this.#met = longer(this.#met, new Uint32Array(room(Math.max(slot, this.#met.length))))
    }
    const first = this.#met[slot] !== this.#batch
    this.#met[slot] = this.#batch
    return first
  }

  /** Was it taken before? It has been from now on. One of which that is known to be `fresh` is only remembered. */
  isTwin(slot: number, at: number, lon: number, lat: number, fresh = false): boolean {
    const seconds = Math.floor(at / 4_294_967_296)
    const rest = at | 0
    const x = Math.round(lon * 1e7) | 0
    const y = Math.round(lat * 1e7) | 0
    let a = mixA(mixA(mixA(mixA(Math.imul(slot ^ 0x9e3779b9, 0x85ebca6b), seconds), rest), x), y)
    let b = mixB(mixB(mixB(mixB(Math.imul(slot ^ 0x7f4a7c15, 0xc2b2ae35), seconds), rest), x), y)
    a ^= a >>> 16
    b ^= b >>> 14
    const print = (a >>> 0) * 2_097_152 + (b >>> 11)
    const cell = (b ^ (a >>> 7)) & (REMEMBERED - 1)
    if (!fresh && this.#table[cell] === print) {
      return true
    }
    this.#table[cell] = print
    return false
  }
}

function mixA(hash: number, part: number): number {
  return Math.imul(hash ^ part ^ (hash >>> 15), 0x2c1b3c6d)
}

function mixB(hash: number, part: number): number {
  return Math.imul(hash ^ part ^ (hash >>> 13), 0x297a2d39)
}

/**
 * Leave out what was taken before, lately or as the last of its identity, as when a source says again all it knows; what remains knows
 * the number of its identity.
 */
export function dedupe(reports: readonly Report[], subjects: Subjects, twins: Twins, context: Context): Report[] {
  const out: Report[] = []
  twins.begin()
  for (const report of reports) {
    const slot = context.identify(report)
    report.slot = slot
    if (slot < 0) {
      context.note('too-many', report)
    } else if (isLast(report, subjects) || twins.isTwin(slot, report.at, report.lon, report.lat, isFresh(report, subjects, twins))) {
      context.note('duplicate', report)
    } else {
      out.push(report)
    }
  }
  return out
}

/** Newer than anything of its identity that was taken, believed or not: it cannot have come before. */
function isFresh({ slot, at }: Report, subjects: Subjects, twins: Twins): boolean {
  return twins.isFirst(slot) && !(at <= (subjects.at[slot] as number)) && !(at <= (subjects.doubtedAt.get(slot) ?? Number.NEGATIVE_INFINITY))
}

function isLast({ slot, at, lon, lat }: Report, subjects: Subjects): boolean {
  return subjects.at[slot] === at && subjects.lon[slot] === lon && subjects.lat[slot] === lat
}
