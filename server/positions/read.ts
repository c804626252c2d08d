import { COLUMN, PAGE_ROWS } from './columns.ts'
import type { Kept, Span } from './face.ts'
import { Found } from './found.ts'
import type { Page } from './page.ts'
import type { Catalog } from './catalog.ts'
import type { Memory } from './memory.ts'
import { keptOf, rowAt, rowMeta, type Identity } from './row.ts'
import { Breath, eachPage, partsOf, scanMemory, sourcesOf, Wanted, type Candidate, type Parts, type Sources } from './scan.ts'
import { isInside, selected } from './select.ts'

/** Rows taken into memory at once, about. */
const WINDOW_ROWS = 60_000
/** Windows are not made shorter than this, however many rows they hold. */
const SHORTEST_MS = 30_000
const BATCH = 2000

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
    for (const [from, to] of windowsOf(sources, wanted, options.from, options.to)) {
      const found = await find(catalog, sources, wanted, from, to, parts, options.suspect === true, breath)
      const { order, subjects } = found.ordered()
      let batch: Kept[] = []
      for (const { subject, begin, end } of subjects) {
        for (let i = begin; i < end; i += 1) {
          const offset = order[i]!
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
        if (breath.due) {
          await breath.take()
        }
      }
      found.done()
      if (batch.length > 0) {
        yield batch
      }
    }
  } finally {
    await sources.release()
  }
}

/** The period in stretches, oldest first, none of which holds many more rows than are taken into memory at once. */
function windowsOf(sources: Sources, wanted: Wanted, from: number, to: number): [number, number][] {
  const bounds = [...sources.pages.map(({ entry, numbers }) => ({ from: entry.from, to: entry.to, rows: wanted.all ? entry.rows : shareOf(entry, numbers) })), ...sources.memory.map((one) => ({ ...one, rows: one.count }))]
  if (bounds.length === 0) {
    return []
  }
  // No further than there is anything: a period may be as long as somebody likes.
  const first = Math.max(from, bounds.reduce((low, one) => Math.min(low, one.from), Infinity))
  const last = Math.min(to, bounds.reduce((high, one) => Math.max(high, one.to), -Infinity) + 1)
  if (bounds.reduce((sum, one) => sum + one.rows, 0) <= WINDOW_ROWS) {
    return [[first, last]]
  }
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
  const take = (who: number, rows: Int32Array, offset: number): void => found.addRow(who, rows, offset)
  for (const held of sources.memory) {
    if (held.from < to && held.to >= from) {
      scanMemory(held, from, to, parts, suspect, take)
      await breath.take()
    }
  }
  const here = sources.pages.filter(({ entry }) => entry.from < to && entry.to >= from)
  await eachPage(catalog, here, breath, (page, candidate) => found.addPage(page, selected(page, candidate, from, to, parts, suspect)))
  return found
}

type LastRow = { who: number; at: number; /** MEMBERS of it. */ row: number[] }
/** What is kept of a row beside who and when. */
const MEMBERS = [COLUMN.lon, COLUMN.lat, COLUMN.meta, COLUMN.delay, COLUMN.alt, COLUMN.speed, COLUMN.course, COLUMN.accuracy]

/** `Positions.at`. */
export async function readAt(catalog: Catalog, memories: () => readonly Memory[], moment: number, olderS: number, options: Pick<Span, 'allow' | 'box'>): Promise<Map<string, Kept>> {
  const breath = new Breath()
  const span = { from: moment - olderS * 1000, to: moment + 1 }
  const wanted = new Wanted(options)
  // The box is held against where it was last, not against where it was some time before.
  const sources = await sourcesOf(catalog, memories, { ...span, ...(options.allow ? { allow: options.allow } : {}) }, wanted, breath)
  const last = new Map<string, LastRow>()
  const at = new Float64Array(PAGE_ROWS)
  const take = (who: number, moment: number, delay: () => number, row: () => number[]): void => {
    const { subject } = wanted.list[who]!
    const known = last.get(subject)
    if (known === undefined) {
      last.set(subject, { who, at: moment, row: row() })
    } else if (moment > known.at || (moment === known.at && delay() > known.row[3]!)) {
      known.who = who
      known.at = moment
      known.row = row()
    }
  }
  const takePage = (page: Page, candidate: Candidate): void => {
    const { rows, who, count } = selected(page, candidate, span.from, span.to, null, false)
    page.gather(at, 0, 1, COLUMN.at, rows, count)
    for (let i = 0; i < count; i += 1) {
      // Of what lies in order of time only the last: what follows is of the same and not older.
      if (i + 1 === count || who[i + 1] !== who[i] || at[i + 1]! <= at[i]!) {
        const row = rows[i]!
        take(who[i]!, at[i]!, () => page.value(COLUMN.delay, row), () => MEMBERS.map((k) => page.value(k, row)))
      }
    }
  }
  try {
    for (const held of sources.memory) {
      scanMemory(held, span.from, span.to, null, false, (who, rows, offset) => take(who, rowAt(rows, offset), () => rows[offset + COLUMN.delay]!, () => MEMBERS.map((k) => (k === COLUMN.meta ? rowMeta(rows, offset) : rows[offset + k]!))))
      await breath.take()
    }
    // Newest first: a page all of whose subjects are known to have been somewhere later need not be read.
    const pages = sources.pages.sort((a, b) => b.entry.to - a.entry.to)
    const needed = ({ entry, numbers }: Candidate): boolean => entry.identities.some((one) => numbers.of(one) >= 0 && (last.get(wanted.list[numbers.of(one)]!.subject)?.at ?? -Infinity) <= entry.to)
    for (let i = 0; i < pages.length; i += 16) {
      await eachPage(catalog, pages.slice(i, i + 16).filter(needed), breath, takePage)
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
  const take = (who: number): void => void met.add(who)
  try {
    for (const held of sources.memory) {
      scanMemory(held, span.from, span.to, parts, false, take)
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
      await eachPage(catalog, unknown, breath, (page, candidate) => {
        const { who, count } = selected(page, candidate, span.from, span.to, parts, false)
        for (let k = 0; k < count; k += 1) {
          take(who[k]!)
        }
      })
    }
  } finally {
    await sources.release()
  }
  return [...met].map((who) => wanted.list[who]!).sort((a, b) => (a.subject < b.subject ? -1 : a.subject > b.subject ? 1 : a.feed < b.feed ? -1 : 1))
}
