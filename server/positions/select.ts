import { COLUMN, PAGE_ROWS } from './columns.ts'
import { QUALITY } from './face.ts'
import type { Page } from './page.ts'
import { metaQuality } from './row.ts'
import type { Runs } from './runs.ts'
import type { Candidate, Part, Parts } from './scan.ts'

/** Rows of one page that are asked for: their numbers, and whose each is in the question. Good until the next selection. */
export type Selection = { rows: Int32Array; who: Int32Array; count: number }

const selection: Selection = { rows: new Int32Array(PAGE_ROWS), who: new Int32Array(PAGE_ROWS), count: 0 }
const [WHO, AT, LON, LAT, META] = [0, 1, 2, 3, 4].map(() => new Float64Array(PAGE_ROWS)) as [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array]

/**
 * The rows of a page that lie in a time and box and are of somebody asked for, in the order of the page: by identity, then time.
 * Without `suspects` none of those that are kept and not shown.
 */
export function selected(page: Page, { numbers, entry }: Pick<Candidate, 'numbers' | 'entry'>, from: number, to: number, parts: Parts | null, suspects: boolean): Selection {
  selection.count = 0
  const runs = page.runs()
  if (runs.identity === null) {
    mixed(page, numbers, from, to, parts)
  } else {
    for (let run = 0; run < runs.identity.length; run += 1) {
      if (runs.from[run]! < to && runs.to[run]! >= from && (parts === null || meets(parts, runs, run))) {
        const who = numbers.of(runs.identity[run]!)
        if (who >= 0) {
          ofRun(page, runs, run, who, from, to, parts)
        }
      }
    }
  }
  if (!suspects && entry.suspects) {
    shown(page)
  }
  return selection
}

function meets(parts: Parts, runs: Runs, run: number): boolean {
  for (const part of parts) {
    if (part.west <= runs.east[run]! && runs.west[run]! <= part.east && part.south <= runs.north[run]! && runs.south[run]! <= part.north) {
      return true
    }
  }
  return false
}

function holds(part: Part, runs: Runs, run: number): boolean {
  return part.west <= runs.west[run]! && runs.east[run]! <= part.east && part.south <= runs.south[run]! && runs.north[run]! <= part.north
}

/** Rows of one identity are in order of time. */
function ofRun(page: Page, runs: Runs, run: number, who: number, from: number, to: number, parts: Parts | null): void {
  let [first, end] = [runs.begin[run]!, runs.begin[run + 1]!]
  if (runs.from[run]! < from) {
    first = page.firstFrom(COLUMN.at, from, first, end)
  }
  if (runs.to[run]! >= to) {
    end = page.firstFrom(COLUMN.at, to, first, end)
  }
  const { rows, who: whose } = selection
  let count = selection.count
  if (parts === null || parts.some((part) => holds(part, runs, run))) {
    for (let row = first; row < end; row += 1) {
      rows[count] = row
      whose[count] = who
      count += 1
    }
  } else {
    page.into(LON, COLUMN.lon, first, end)
    page.into(LAT, COLUMN.lat, first, end)
    for (let row = first; row < end; row += 1) {
      if (isInside(parts, LON[row]!, LAT[row]!)) {
        rows[count] = row
        whose[count] = who
        count += 1
      }
    }
  }
  selection.count = count
}

/** A page of very many identities: each row is looked at. */
function mixed(page: Page, numbers: Candidate['numbers'], from: number, to: number, parts: Parts | null): void {
  page.into(WHO, COLUMN.identity, 0, page.rows)
  page.into(AT, COLUMN.at, 0, page.rows)
  page.into(LON, COLUMN.lon, 0, page.rows)
  page.into(LAT, COLUMN.lat, 0, page.rows)
  for (let row = 0; row < page.rows; row += 1) {
    const moment = AT[row]!
    if (moment >= from && moment < to && isInside(parts, LON[row]!, LAT[row]!)) {
      const who = numbers.of(WHO[row]!)
      if (who >= 0) {
        selection.rows[selection.count] = row
        selection.who[selection.count] = who
        selection.count += 1
      }
    }
  }
}

/** Leave out what is kept and not shown. */
function shown(page: Page): void {
  const { rows, who, count } = selection
  page.gather(META, 0, 1, COLUMN.meta, rows, count)
  let kept = 0
  for (let i = 0; i < count; i += 1) {
    if (metaQuality(META[i]!) !== QUALITY.suspect) {
      rows[kept] = rows[i]!
      who[kept] = who[i]!
      kept += 1
    }
  }
  selection.count = kept
}

/** Is a place in a box, in 1e-7 degrees? */
export function isInside(parts: Parts | null, lon: number, lat: number): boolean {
  if (parts === null) {
    return true
  }
  for (const part of parts) {
    if (lon >= part.west && lon <= part.east && lat >= part.south && lat <= part.north) {
      return true
    }
  }
  return false
}
