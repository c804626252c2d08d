import type { Kept, Span } from './face.ts'
import { QUALITY } from './face.ts'
import { COLUMN } from './page.ts'
import type { Catalog } from './catalog.ts'
import type { Memory } from './memory.ts'
import { keptOf, metaQuality, type Identity } from './row.ts'
import { Breath, isInside, pagesRead, partsOf, scanMemory, scanPage, sourcesOf, Wanted, type Candidate, type Parts, type Sources } from './scan.ts'

/** Rows taken into memory at once, about. */
const WINDOW_ROWS = 60_000
/** Windows are not made shorter than this, however many rows they hold. */
const SHORTEST_MS = 30_000
const BATCH = 2000
const FIRST_ROWS = 512
/** Members of a row that was found. */
const HIT = 10

/** Rows that were found, by subject. */
class Found {
  #rows = new Float64Array(FIRST_ROWS * HIT)
  #count = 0
  readonly bySubject = new Map<string, number[]>()
  readonly #wanted: Wanted

  constructor(wanted: Wanted) {
    this.#wanted = wanted
  }

  add(who: number, at: number, lon: number, lat: number, meta: number, rest: (k: number) => number): void {
    if ((this.#count + 1) * HIT > this.#rows.length) {
      const larger = new Float64Array(this.#rows.length * 2)
      larger.set(this.#rows)
      this.#rows = larger
    }
    const offset = this.#count * HIT
    const rows = this.#rows
    rows[offset] = who
    rows[offset + 1] = lon
    rows[offset + 2] = lat
    rows[offset + 3] = at
    rows[offset + 4] = meta
    for (let k = COLUMN.delay; k <= COLUMN.accuracy; k += 1) {
      rows[offset + k] = rest(k)
    }
    this.#count += 1
    const { subject } = this.#wanted.list[who]!
    const known = this.bySubject.get(subject)
    if (known === undefined) {
      this.bySubject.set(subject, [offset])
    } else {
      known.push(offset)
    }
  }

  /** Offsets of a subject in order of time; what was said twice stands once. */
  ordered(offsets: number[]): number[] {
    const rows = this.#rows
    const sorted = offsets.sort((a, b) => rows[a + 3]! - rows[b + 3]! || rows[a]! - rows[b]! || rows[a + 1]! - rows[b + 1]! || rows[a + 2]! - rows[b + 2]! || metaQuality(rows[a + 4]!) - metaQuality(rows[b + 4]!) || rows[a + 5]! - rows[b + 5]!)
    return sorted.filter((offset, i) => {
      const before = sorted[i - 1]
      return before === undefined || rows[before + 3] !== rows[offset + 3] || rows[before] !== rows[offset] || rows[before + 1] !== rows[offset + 1] || rows[before + 2] !== rows[offset + 2] || metaQuality(rows[before + 4]!) !== metaQuality(rows[offset + 4]!)
    })
  }

  at(offset: number): number {
    return this.#rows[offset + 3]!
  }

  kept(offset: number): Kept {
    const rows = this.#rows
    return keptOf(this.#wanted.list[rows[offset]!]!, rows[offset + 3]!, rows[offset + 1]!, rows[offset + 2]!, rows[offset + 4]!, rows[offset + 5]!, rows[offset + 6]!, rows[offset + 7]!, rows[offset + 8]!, rows[offset + 9]!)
  }
}

/** `Positions.read`. */
export async function* readSpan(catalog: Catalog, memories: () => readonly Memory[], options: Span & { limit: number; everyS?: number; suspect?: boolean }): AsyncGenerator<Kept[]> {
  const breath = new Breath()
  const wanted = new Wanted(options)
  const sources = await sourcesOf(catalog, memories, options, wanted, breath)
  try {
    const parts = partsOf(options.box)
    const slots = new Map<string, number>()
    const everyMs = (options.everyS ?? 0) * 1000
    let left = options.limit
    for (const [from, to] of windowsOf(sources, options.from, options.to)) {
      const found = await find(catalog, sources, wanted, from, to, parts, options.suspect === true, breath)
      let batch: Kept[] = []
      for (const subject of [...found.bySubject.keys()].sort()) {
        for (const offset of found.ordered(found.bySubject.get(subject)!)) {
          if (everyMs > 0) {
            const slot = Math.floor(found.at(offset) / everyMs)
            if (slots.get(subject) === slot) {
              continue
            }
            slots.set(subject, slot)
          }
          batch.push(found.kept(offset))
          left -= 1
          if (left <= 0) {
            yield batch
            return
          }
          if (batch.length >= BATCH) {
            yield batch
            batch = []
            await breath.take()
          }
        }
        await breath.take()
      }
      if (batch.length > 0) {
        yield batch
      }
    }
  } finally {
    await sources.release()
  }
}

/** The period in stretches, oldest first, none of which holds many more rows than are taken into memory at once. */
function windowsOf(sources: Sources, from: number, to: number): [number, number][] {
  const bounds = [...sources.pages.map(({ entry, numbers }) => ({ from: entry.from, to: entry.to, rows: shareOf(entry, numbers) })), ...sources.memory.map((one) => ({ ...one, rows: one.count }))]
  if (bounds.length === 0) {
    return []
  }
  // No further than there is anything: a period may be as long as somebody likes.
  const first = Math.max(from, bounds.reduce((low, one) => Math.min(low, one.from), Infinity))
  const last = Math.min(to, bounds.reduce((high, one) => Math.max(high, one.to), -Infinity) + 1)
  const out: [number, number][] = []
  const cut = (a: number, b: number, among: typeof bounds): void => {
    const here = among.filter((one) => one.from < b && one.to >= a)
    // A page that reaches beyond the stretch is counted by the share of its time.
    const rows = here.reduce((sum, one) => sum + one.rows * Math.min(1, (Math.min(b, one.to + 1) - Math.max(a, one.from)) / (one.to + 1 - one.from)), 0)
    if (rows === 0) {
      return
    }
    if (rows > WINDOW_ROWS && b - a > SHORTEST_MS) {
      const middle = Math.floor((a + b) / 2)
      cut(a, middle, here)
      cut(middle, b, here)
    } else {
      out.push([a, b])
    }
  }
  cut(first, last, bounds)
  return out
}

/** Rows of a page that are asked for, about. */
function shareOf({ rows, identities }: Candidate['entry'], numbers: Candidate['numbers']): number {
  return rows * (identities.reduce((sum, one) => sum + (numbers.of(one) >= 0 ? 1 : 0), 0) / identities.length)
}

async function find(catalog: Catalog, sources: Sources, wanted: Wanted, from: number, to: number, parts: Parts | null, suspect: boolean, breath: Breath): Promise<Found> {
  const found = new Found(wanted)
  const take = (...[who, at, lon, lat, meta, rest]: Parameters<Found['add']>): void => {
    if (suspect || metaQuality(meta) !== QUALITY.suspect) {
      found.add(who, at, lon, lat, meta, rest)
    }
  }
  for (const held of sources.memory) {
    if (held.from < to && held.to >= from) {
      scanMemory(held, from, to, parts, take)
      await breath.take()
    }
  }
  for await (const { candidate, page } of pagesRead(catalog, sources.pages.filter(({ entry }) => entry.from < to && entry.to >= from), breath)) {
    scanPage(page, candidate, from, to, parts, take)
  }
  return found
}

/** `Positions.at`. */
export async function readAt(catalog: Catalog, memories: () => readonly Memory[], moment: number, olderS: number, options: Pick<Span, 'allow' | 'box'>): Promise<Map<string, Kept>> {
  const breath = new Breath()
  const span = { from: moment - olderS * 1000, to: moment + 1 }
  const wanted = new Wanted(options)
  // The box is held against where it was last, not against where it was some time before.
  const sources = await sourcesOf(catalog, memories, { ...span, ...(options.allow ? { allow: options.allow } : {}) }, wanted, breath)
  const last = new Map<string, { who: number; at: number; row: number[] }>()
  const take = (who: number, at: number, lon: number, lat: number, meta: number, rest: (k: number) => number): void => {
    const { subject } = wanted.list[who]!
    const known = last.get(subject)
    if (metaQuality(meta) !== QUALITY.suspect && (known === undefined || at > known.at || (at === known.at && rest(COLUMN.delay) > known.row[3]!))) {
      last.set(subject, { who, at, row: [lon, lat, meta, rest(5), rest(6), rest(7), rest(8), rest(9)] })
    }
  }
  try {
    for (const held of sources.memory) {
      scanMemory(held, span.from, span.to, null, take)
      await breath.take()
    }
    // Newest first: a page all of whose subjects are known to have been somewhere later need not be read.
    const pages = sources.pages.sort((a, b) => b.entry.to - a.entry.to)
    const needed = ({ entry, numbers }: Candidate): boolean => entry.identities.some((one) => numbers.of(one) >= 0 && (last.get(wanted.list[numbers.of(one)]!.subject)?.at ?? -Infinity) <= entry.to)
    for (let i = 0; i < pages.length; i += 16) {
      for await (const { candidate, page } of pagesRead(catalog, pages.slice(i, i + 16).filter(needed), breath)) {
        scanPage(page, candidate, span.from, span.to, null, take)
      }
    }
  } finally {
    await sources.release()
  }
  const parts = partsOf(options.box)
  const out = new Map<string, Kept>()
  for (const [subject, { who, at, row }] of last) {
    const [lon = 0, lat = 0, meta = 0, delay = 0, alt = 0, speed = 0, course = 0, accuracy = 0] = row
    if (isInside(parts, lon, lat)) {
      out.set(subject, keptOf(wanted.list[who]!, at, lon, lat, meta, delay, alt, speed, course, accuracy))
    }
  }
  return out
}

/** `Positions.identities`. */
export async function identitiesOf(catalog: Catalog, memories: () => readonly Memory[], span: Span): Promise<Identity[]> {
  const breath = new Breath()
  const wanted = new Wanted(span)
  const sources = await sourcesOf(catalog, memories, span, wanted, breath)
  const parts = partsOf(span.box)
  const met = new Set<number>()
  const take = (who: number, _at: number, _lon: number, _lat: number, meta: number): void => {
    if (metaQuality(meta) !== QUALITY.suspect) {
      met.add(who)
    }
  }
  try {
    for (const held of sources.memory) {
      scanMemory(held, span.from, span.to, parts, take)
      await breath.take()
    }
    const open: Candidate[] = []
    for (const candidate of sources.pages) {
      const { entry, numbers } = candidate
      const whole = parts === null && entry.from >= span.from && entry.to < span.to && !entry.suspects
      if (whole) {
        entry.identities.forEach((one) => numbers.of(one) >= 0 && met.add(numbers.of(one)))
      } else {
        open.push(candidate)
      }
    }
    for (let i = 0; i < open.length; i += 64) {
      const unknown = open.slice(i, i + 64).filter(({ entry, numbers }) => entry.identities.some((one) => numbers.of(one) >= 0 && !met.has(numbers.of(one))))
      for await (const { candidate, page } of pagesRead(catalog, unknown, breath)) {
        scanPage(page, candidate, span.from, span.to, parts, take)
      }
    }
  } finally {
    await sources.release()
  }
  return [...met].map((who) => wanted.list[who]!).sort((a, b) => (a.subject < b.subject ? -1 : a.subject > b.subject ? 1 : a.feed < b.feed ? -1 : 1))
}
