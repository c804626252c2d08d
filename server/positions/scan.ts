import { setImmediate as nextTurn } from 'node:timers/promises'
import { bboxSplit } from '../../core/place-geodesy.ts'
import { QUALITY, type Allow, type Box, type Span } from './face.ts'
import { Page } from './page.ts'
import type { Memory } from './memory.ts'
import { metaQuality, ROW, rowAt, rowMeta, type Identity } from './row.ts'
import { isInside } from './select.ts'
import type { Catalog } from './catalog.ts'
import type { PageEntry, Segment, SegmentIndex } from './segment.ts'

/** Longest stretch of work between two turns of the event loop. */
const STRETCH_MS = 8
/** Neighbouring pages are fetched together up to so many bytes. */
const FETCH_BYTES = 1_000_000

/** Gives way to others whenever a stretch of work is over. */
export class Breath {
  #since = performance.now()

  /** Whether it is time to. */
  get due(): boolean {
    return performance.now() - this.#since > STRETCH_MS
  }

  async take(): Promise<void> {
    if (this.due) {
      await nextTurn()
      this.#since = performance.now()
    }
  }
}

/** A box in whole 1e-7 degrees, one or two parts. */
export type Part = { west: number; south: number; east: number; north: number }
export type Parts = readonly Part[]

export function partsOf(box: Box | undefined): Parts | null {
  return box === undefined ? null : bboxSplit(box).map(([west, south, east, north]) => ({ west: Math.ceil(west * 1e7 - 1e-4), south: Math.ceil(south * 1e7 - 1e-4), east: Math.floor(east * 1e7 + 1e-4), north: Math.floor(north * 1e7 + 1e-4) }))
}

function touches(parts: Parts | null, b: Part): boolean {
  if (parts === null) {
    return true
  }
  for (const p of parts) {
    if (p.west <= b.east && b.west <= p.east && p.south <= b.north && b.south <= p.north) {
      return true
    }
  }
  return false
}

/** Whom a question is about: numbers of identities that hold for the whole question, whatever file they come from. */
export class Wanted {
  readonly list: Identity[] = []
  /** By feed: few feeds bring many subjects. */
  readonly #numbers = new Map<string, Map<string, number>>()
  readonly #subjects: ReadonlySet<string> | null
  readonly #allow: Allow | undefined

  constructor(span: Pick<Span, 'subjects' | 'allow'>) {
    this.#subjects = span.subjects === undefined ? null : new Set(span.subjects)
    this.#allow = span.allow
  }

  /** Its number in the question, −1 where it is not asked for. */
  of({ subject, feed }: Identity): number {
    if (this.#subjects !== null && !this.#subjects.has(subject)) {
      return -1
    }
    let subjects = this.#numbers.get(feed)
    if (subjects === undefined) {
      subjects = new Map()
      this.#numbers.set(feed, subjects)
    }
    let number = subjects.get(subject)
    if (number === undefined) {
      number = this.#allow?.(subject, feed) === false ? -1 : this.list.push({ subject, feed }) - 1
      subjects.set(subject, number)
    }
    return number
  }

  /** Whether everybody is asked for. */
  get all(): boolean {
    return this.#subjects === null && this.#allow === undefined
  }
}

const UNASKED = -2

/** The identities of one file as numbers of the question, looked up when they are met. */
export class Numbers {
  readonly #wanted: Wanted
  readonly #identities: readonly Identity[]
  readonly #known: Int32Array

  constructor(wanted: Wanted, identities: readonly Identity[]) {
    this.#wanted = wanted
    this.#identities = identities
    this.#known = new Int32Array(identities.length).fill(UNASKED)
  }

  of(identity: number): number {
    const known = this.#known[identity]!
    return known === UNASKED ? (this.#known[identity] = this.#wanted.of(this.#identities[identity]!)) : known
  }

  /** Whether one of them is asked for. */
  any(identities: Uint32Array): boolean {
    for (let i = 0; i < identities.length; i += 1) {
      if (this.of(identities[i]!) >= 0) {
        return true
      }
    }
    return false
  }
}

/** A page that may hold what is asked for. */
export type Candidate = { segment: Segment; entry: PageEntry; page: number; numbers: Numbers }
/** Rows in memory, as they were when the question was asked. */
export type Held = { rows: Int32Array; count: number; from: number; to: number; numbers: Numbers }
/** What a question looks at; segments are held until `release`. */
export type Sources = { pages: Candidate[]; memory: Held[]; release(): Promise<void> }

/** Everything that may hold positions of a span. */
export async function sourcesOf(catalog: Catalog, memories: () => readonly Memory[], span: Span, wanted: Wanted, breath: Breath): Promise<Sources> {
  const parts = partsOf(span.box)
  // Taken at once, before anything is waited for: what is sealed meanwhile is then neither missed nor met twice.
  const memory = memories().filter((one) => one.count > 0 && one.from < span.to && one.to >= span.from).map((one) => ({ rows: one.rows, count: one.count, from: one.from, to: one.to, numbers: new Numbers(wanted, one.identities) }))
  const segments = catalog.all().filter(({ head }) => head.from < span.to && head.to >= span.from && touches(parts, head))
  segments.forEach((one) => one.hold())
  const pages: Candidate[] = []
  const release = async (): Promise<void> => {
    for (const segment of segments) {
      const closing = segment.release()
      if (closing !== null) {
        await closing
      }
    }
  }
  try {
    for (const segment of segments) {
      const index: SegmentIndex | null = await catalog.index(segment)
      await breath.take()
      if (index === null) {
        continue
      }
      const numbers = new Numbers(wanted, index.identities)
      for (let page = 0; page < index.pages.length; page += 1) {
        const entry = index.pages[page]!
        if (entry.from < span.to && entry.to >= span.from && touches(parts, entry) && (wanted.all || numbers.any(entry.identities))) {
          pages.push({ segment, entry, page, numbers })
        }
      }
    }
    return { pages, memory, release }
  } catch (error) {
    await release()
    throw error
  }
}

/** Neighbouring pages that are fetched together, and what is still to be fetched of them. */
type Fetch = { candidates: readonly Candidate[]; bytes: Promise<Buffer | Error> | null }
/** Fetched ahead of what is looked at. */
const AHEAD = 6

/**
 * Do something with the pages of candidates: first with those that were read lately, then with the others, fetched in order of their
 * place in the file. Those that cannot be read are named and left out.
 */
export async function eachPage(catalog: Catalog, candidates: readonly Candidate[], breath: Breath, each: (page: Page, candidate: Candidate) => void): Promise<void> {
  const missing: Candidate[] = []
  for (const candidate of candidates) {
    const page = catalog.page(candidate)
    if (page === undefined) {
      missing.push(candidate)
      continue
    }
    each(page, candidate)
    if (breath.due) {
      await breath.take()
    }
  }
  const fetches = fetchesOf(missing)
  const start = (one: Fetch | undefined): void => {
    if (one !== undefined && one.bytes === null) {
      const [first, last] = [one.candidates[0]!.entry, one.candidates.at(-1)!.entry]
      one.bytes = one.candidates[0]!.segment.read(first.offset, last.offset + last.bytes - first.offset).catch((error: Error) => error)
    }
  }
  for (const [i, fetch] of fetches.entries()) {
    for (let k = i; k < i + AHEAD; k += 1) {
      start(fetches[k])
    }
    const bytes = await fetch.bytes!
    // A track of a year lies in thousands of pages: what was looked at is let go of.
    fetch.bytes = null
    const { offset } = fetch.candidates[0]!.entry
    for (const candidate of fetch.candidates) {
      const page = catalog.page(candidate) ?? readPage(catalog, candidate, bytes, offset)
      if (page !== null) {
        each(page, candidate)
      }
      if (breath.due) {
        await breath.take()
      }
    }
  }
}

/** A page out of what was fetched from `offset` on, remembered; null where it cannot be read, which is named. */
function readPage(catalog: Catalog, candidate: Candidate, bytes: Buffer | Error, offset: number): Page | null {
  const { entry, segment } = candidate
  try {
    if (bytes instanceof Error) {
      throw bytes
    }
    // A copy of its own: one page that is remembered must not hold the others in memory.
    const page = new Page(Buffer.from(bytes.subarray(entry.offset - offset, entry.offset - offset + entry.bytes)))
    catalog.keepPage(candidate, page)
    return page
  } catch (error) {
    catalog.damage({ file: segment.file, page: candidate.page, detail: (error as Error).message })
    return null
  }
}

/** Neighbours are fetched together. */
function fetchesOf(candidates: readonly Candidate[]): Fetch[] {
  const out: Fetch[] = []
  let group: Candidate[] = []
  let bytes = 0
  for (const candidate of candidates) {
    const before = group.at(-1)
    if (before === undefined || before.segment !== candidate.segment || before.entry.offset + before.entry.bytes !== candidate.entry.offset || bytes >= FETCH_BYTES) {
      group = []
      bytes = 0
      out.push({ candidates: group, bytes: null })
    }
    group.push(candidate)
    bytes += candidate.entry.bytes
  }
  return out
}

/** One row in memory that is asked for, at `offset` of `rows` (row.ts); `who` is its number in the question. */
export type Hit = (who: number, rows: Int32Array, offset: number) => void

/** Tell the rows in memory that lie in a time and box; without `suspects` none that is not shown. */
export function scanMemory({ rows, count, numbers }: Held, from: number, to: number, parts: Parts | null, suspects: boolean, hit: Hit): void {
  for (let offset = 0; offset < count * ROW; offset += ROW) {
    const moment = rowAt(rows, offset)
    if (moment < from || moment >= to || !isInside(parts, rows[offset + 1]!, rows[offset + 2]!) || (!suspects && metaQuality(rowMeta(rows, offset)) === QUALITY.suspect)) {
      continue
    }
    const number = numbers.of(rows[offset]!)
    if (number >= 0) {
      hit(number, rows, offset)
    }
  }
}
