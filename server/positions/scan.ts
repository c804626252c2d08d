import { setImmediate as nextTurn } from 'node:timers/promises'
import { bboxSplit } from '../../core/place-geodesy.ts'
import type { Allow, Box, Span } from './face.ts'
import { COLUMN, Page, PAGE_ROWS } from './page.ts'
import type { Memory } from './memory.ts'
import { ROW, rowAt, rowMeta, type Identity } from './row.ts'
import type { Catalog } from './catalog.ts'
import type { PageEntry, Segment, SegmentIndex } from './segment.ts'

/** Longest stretch of work between two turns of the event loop. */
const STRETCH_MS = 8
/** Neighbouring pages are fetched together up to so many bytes. */
const FETCH_BYTES = 1_000_000

/** Gives way to others whenever a stretch of work is over. */
export class Breath {
  #since = performance.now()

  async take(): Promise<void> {
    if (performance.now() - this.#since > STRETCH_MS) {
      await nextTurn()
      this.#since = performance.now()
    }
  }
}

/** A box in whole 1e-7 degrees, one or two parts. */
export type Parts = readonly { west: number; south: number; east: number; north: number }[]

export function partsOf(box: Box | undefined): Parts | null {
  return box === undefined ? null : bboxSplit(box).map(([west, south, east, north]) => ({ west: Math.ceil(west * 1e7 - 1e-4), south: Math.ceil(south * 1e7 - 1e-4), east: Math.floor(east * 1e7 + 1e-4), north: Math.floor(north * 1e7 + 1e-4) }))
}

function touches(parts: Parts | null, b: { west: number; south: number; east: number; north: number }): boolean {
  return parts === null || parts.some((p) => p.west <= b.east && b.west <= p.east && p.south <= b.north && b.south <= p.north)
}

export function isInside(parts: Parts | null, lon: number, lat: number): boolean {
  return parts === null || parts.some((p) => lon >= p.west && lon <= p.east && lat >= p.south && lat <= p.north)
}

/** Whom a question is about: numbers of identities that hold for the whole question, whatever file they come from. */
export class Wanted {
  readonly list: Identity[] = []
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
    let feeds = this.#numbers.get(subject)
    if (feeds === undefined) {
      feeds = new Map()
      this.#numbers.set(subject, feeds)
    }
    let number = feeds.get(feed)
    if (number === undefined) {
      number = this.#allow?.(subject, feed) === false ? -1 : this.list.push({ subject, feed }) - 1
      feeds.set(feed, number)
    }
    return number
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
      for (const [page, entry] of index.pages.entries()) {
        if (entry.from < span.to && entry.to >= span.from && touches(parts, entry) && entry.identities.some((one) => numbers.of(one) >= 0)) {
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

/** The pages of candidates, read in order of their place in the file; those that cannot be read are named and left out. */
export async function* pagesRead(catalog: Catalog, candidates: readonly Candidate[], breath: Breath): AsyncGenerator<{ candidate: Candidate; page: Page }> {
  const fetches = fetchesOf(catalog, candidates)
  const start = (one: Fetch | undefined): void => {
    const [first] = one?.candidates ?? []
    if (one && first && one.bytes === null && catalog.page(first) === undefined) {
      const last = one.candidates.at(-1)!.entry
      one.bytes = first.segment.read(first.entry.offset, last.offset + last.bytes - first.entry.offset).catch((error: Error) => error)
    }
  }
  for (const [i, fetch] of fetches.entries()) {
    for (let k = i; k < i + AHEAD; k += 1) {
      start(fetches[k])
    }
    const buffer = fetch.bytes === null ? null : await fetch.bytes
    const offset = fetch.candidates[0]!.entry.offset
    for (const candidate of fetch.candidates) {
      const { entry, segment } = candidate
      try {
        let page = catalog.page(candidate)
        if (page === undefined) {
          const bytes = buffer ?? await segment.read(entry.offset, entry.bytes)
          if (bytes instanceof Error) {
            throw bytes
          }
          // A copy of its own: one page that is remembered must not hold the others in memory.
          page = new Page(Buffer.from(bytes.subarray(buffer === null ? 0 : entry.offset - offset, (buffer === null ? 0 : entry.offset - offset) + entry.bytes)))
          catalog.keepPage(candidate, page)
        }
        yield { candidate, page }
      } catch (error) {
        catalog.damage({ file: segment.file, page: candidate.page, detail: (error as Error).message })
      }
      await breath.take()
    }
  }
}

/** Pages that are in memory stand alone; the others are fetched with their neighbours. */
function fetchesOf(catalog: Catalog, candidates: readonly Candidate[]): Fetch[] {
  const out: Fetch[] = []
  let group: Candidate[] = []
  let bytes = 0
  for (const candidate of candidates) {
    const before = group.at(-1)
    const held = catalog.page(candidate) !== undefined
    const joins = before !== undefined && !held && before.segment === candidate.segment && before.entry.offset + before.entry.bytes === candidate.entry.offset && bytes < FETCH_BYTES && catalog.page(before) === undefined
    if (!joins) {
      group = []
      bytes = 0
      out.push({ candidates: group, bytes: null })
    }
    group.push(candidate)
    bytes += candidate.entry.bytes
  }
  return out
}

/** One row that is asked for; `who` is its number in the question. */
export type Hit = (who: number, at: number, lon: number, lat: number, meta: number, rest: (k: number) => number) => void

const [WHO, AT, LON, LAT] = [0, 1, 2, 3].map(() => new Float64Array(PAGE_ROWS)) as [Float64Array, Float64Array, Float64Array, Float64Array]

/** Tell the rows of a page that lie in a time and box. */
export function scanPage(page: Page, { numbers, entry }: Pick<Candidate, 'numbers' | 'entry'>, from: number, to: number, parts: Parts | null, hit: Hit): void {
  const asked = entry.identities.filter((one) => numbers.of(one) >= 0)
  if (asked.length * 2 > entry.identities.length) {
    scanRows(page, numbers, [0, page.rows], from, to, parts, hit)
  } else {
    for (const identity of asked) {
      scanRows(page, numbers, page.rowsOf(identity), from, to, parts, hit)
    }
  }
}

function scanRows(page: Page, numbers: Numbers, [first, end]: [number, number], from: number, to: number, parts: Parts | null, hit: Hit): void {
  page.into(WHO, COLUMN.identity, first, end)
  page.into(AT, COLUMN.at, first, end)
  page.into(LON, COLUMN.lon, first, end)
  page.into(LAT, COLUMN.lat, first, end)
  let row = first
  const rest = (k: number): number => page.value(k, row)
  for (row = first; row < end; row += 1) {
    const moment = AT[row]!
    if (moment >= from && moment < to && isInside(parts, LON[row]!, LAT[row]!)) {
      const number = numbers.of(WHO[row]!)
      if (number >= 0) {
        hit(number, moment, LON[row]!, LAT[row]!, page.value(COLUMN.meta, row), rest)
      }
    }
  }
}

/** Tell the rows in memory that lie in a time and box. */
export function scanMemory(held: Held, from: number, to: number, parts: Parts | null, hit: Hit): void {
  const { rows, numbers } = held
  let offset = 0
  // The columns from the delay on have the same numbers in a row and in a page.
  const rest = (k: number): number => rows[offset + k]!
  for (offset = 0; offset < held.count * ROW; offset += ROW) {
    const moment = rowAt(rows, offset)
    if (moment < from || moment >= to || !isInside(parts, rows[offset + 1]!, rows[offset + 2]!)) {
      continue
    }
    const number = numbers.of(rows[offset]!)
    if (number >= 0) {
      hit(number, moment, rows[offset + 1]!, rows[offset + 2]!, rowMeta(rows, offset), rest)
    }
  }
}
