import { setImmediate as nextTurn } from 'node:timers/promises'
import { bboxSplit } from '../../core/place-geodesy.ts'
import type { Allow, Box, Span } from './face.ts'
import { COLUMN, Page } from './page.ts'
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
  readonly #numbers = new Map<string, number>()
  readonly #subjects: ReadonlySet<string> | null
  readonly #allow: Allow | undefined

  constructor(span: Pick<Span, 'subjects' | 'allow'>) {
    this.#subjects = span.subjects === undefined ? null : new Set(span.subjects)
    this.#allow = span.allow
  }

  /** For each identity of a file its number in the question, −1 where it is not asked for. */
  of(identities: readonly Identity[]): Int32Array {
    return Int32Array.from(identities, ({ subject, feed }) => {
      if (this.#subjects !== null && !this.#subjects.has(subject)) {
        return -1
      }
      const key = `${subject}\0${feed}`
      let number = this.#numbers.get(key)
      if (number === undefined) {
        number = this.#allow?.(subject, feed) === false ? -1 : this.list.push({ subject, feed }) - 1
        this.#numbers.set(key, number)
      }
      return number
    })
  }
}

/** A page that may hold what is asked for. */
export type Candidate = { segment: Segment; entry: PageEntry; page: number; numbers: Int32Array }
/** Rows in memory, as they were when the question was asked. */
export type Held = { rows: Int32Array; count: number; from: number; to: number; numbers: Int32Array }
/** What a question looks at; segments are held until `release`. */
export type Sources = { pages: Candidate[]; memory: Held[]; release(): Promise<void> }

/** Everything that may hold positions of a span. */
export async function sourcesOf(catalog: Catalog, memories: () => readonly Memory[], span: Span, wanted: Wanted, breath: Breath): Promise<Sources> {
  const parts = partsOf(span.box)
  // Taken at once, before anything is waited for: what is sealed meanwhile is then neither missed nor met twice.
  const memory = memories().filter((one) => one.count > 0 && one.from < span.to && one.to >= span.from).map((one) => ({ rows: one.rows, count: one.count, from: one.from, to: one.to, numbers: wanted.of(one.identities.list) }))
  const segments = catalog.all().filter(({ head }) => head.from < span.to && head.to >= span.from && touches(parts, head))
  segments.forEach((one) => one.hold())
  const pages: Candidate[] = []
  const release = async (): Promise<void> => {
    await Promise.all(segments.map((one) => one.release()))
  }
  try {
    for (const segment of segments) {
      const index: SegmentIndex | null = await catalog.index(segment)
      await breath.take()
      if (index === null) {
        continue
      }
      const numbers = wanted.of(index.identities)
      for (const [page, entry] of index.pages.entries()) {
        if (entry.from < span.to && entry.to >= span.from && touches(parts, entry) && entry.identities.some((one) => numbers[one]! >= 0)) {
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

/** The pages of candidates, read in order of their place in the file; those that cannot be read are named and left out. */
export async function* pagesRead(catalog: Catalog, candidates: readonly Candidate[], breath: Breath): AsyncGenerator<{ candidate: Candidate; page: Page }> {
  for (let i = 0; i < candidates.length;) {
    const first = candidates[i]!
    let end = i + 1
    let bytes = first.entry.bytes
    while (end < candidates.length && candidates[end]!.segment === first.segment && candidates[end]!.entry.offset === first.entry.offset + bytes && bytes < FETCH_BYTES) {
      bytes += candidates[end]!.entry.bytes
      end += 1
    }
    let buffer: Buffer | null = null
    let failure = ''
    try {
      buffer = await first.segment.read(first.entry.offset, bytes)
    } catch (error) {
      failure = (error as Error).message
    }
    for (; i < end; i += 1) {
      const candidate = candidates[i]!
      const from = candidate.entry.offset - first.entry.offset
      try {
        if (buffer === null) {
          throw new Error(failure)
        }
        yield { candidate, page: new Page(buffer.subarray(from, from + candidate.entry.bytes)) }
      } catch (error) {
        catalog.damage({ file: candidate.segment.file, page: candidate.page, detail: (error as Error).message })
      }
      await breath.take()
    }
  }
}

/** One row that is asked for; `who` is its number in the question. */
export type Hit = (who: number, at: number, lon: number, lat: number, meta: number, rest: (k: number) => number) => void

/** Tell the rows of a page that lie in a time and box. */
export function scanPage(page: Page, numbers: Int32Array, from: number, to: number, parts: Parts | null, hit: Hit): void {
  const [who, at, lon, lat] = [page.column(COLUMN.identity), page.column(COLUMN.at), page.column(COLUMN.lon), page.column(COLUMN.lat)]
  let row = 0
  const rest = (k: number): number => page.value(k, row)
  for (row = 0; row < page.rows; row += 1) {
    const number = numbers[who[row]!]!
    const moment = at[row]!
    if (number >= 0 && moment >= from && moment < to && isInside(parts, lon[row]!, lat[row]!)) {
      hit(number, moment, lon[row]!, lat[row]!, page.value(COLUMN.meta, row), rest)
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
    const number = numbers[rows[offset]!]!
    if (number < 0) {
      continue
    }
    const moment = rowAt(rows, offset)
    if (moment >= from && moment < to && isInside(parts, rows[offset + 1]!, rows[offset + 2]!)) {
      hit(number, moment, rows[offset + 1]!, rows[offset + 2]!, rowMeta(rows, offset), rest)
    }
  }
}
