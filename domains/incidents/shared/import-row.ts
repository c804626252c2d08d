import { canonical } from '../../../core/json.ts'
import { toIso } from '../../../core/time.ts'
import { parseTableDate } from '../../../core/time-table.ts'
import type { DateOrder } from '../../../core/time-table.ts'
import { zoneLetterOffset } from '../../../core/time-dtg.ts'
import { localDate, startOfLocalDay } from '../../../core/time-local.ts'
import { repairMojibake } from '../../../formats/text-encoding.ts'
import type { Happened, Incident, Range, Source } from './model.ts'
import { UNIDENTIFIED } from './vocabulary.ts'
import type { SOURCE_TYPES } from './vocabulary.ts'

/** Why a row could not be taken, cell by cell. `row` counts as a spreadsheet does: the heading is row 1. */
export type RowError = { row: number; column: string; value: string; problem: string; fix: string }
/** Something changed or left out on the way in; the row was taken all the same. */
export type RowNote = { row: number; column: string; note: string }
/** `data.actors[index]` is the registered actor with this external identity, once that is known. */
export type ActorRef = { index: number; externalId: string }

export type Mapped<T> = {
  ok: true
  row: number
  /** Stable identity of the row in its source, e.g. `ucdp-ged:22782`; at most 200 characters. */
  externalId: string
  data: T
  actorRefs: ActorRef[]
  /** Compartments the content calls for (CRSV, CHILD); the importer decides. */
  compartments: string[]
  notes: RowNote[]
}
export type Rejected = { ok: false; row: number; errors: RowError[] }
export type RowOutcome<T> = Mapped<T> | Rejected

export type ImportOptions = {
  /** IANA zone in which the table's days are days; UTC when absent. */
  zone?: string
  /** Order of all-digit dates where the table does not prove one. */
  dateOrder?: DateOrder
  /** Epoch ms, to complete two-digit years and to tell what lies in the future. */
  now?: number
}

/** One ready mapping. `begin` answers a function that maps row after row (it may count repeats, so use one per file). */
export type TableMapping<T> = {
  format: string
  title: string
  /** True when these headings are this table. */
  recognises(headers: readonly string[]): boolean
  begin(headers: readonly string[], options?: ImportOptions): (cells: readonly string[], row: number) => RowOutcome<T>
}

/** Heading as compared: lower case, without accents, letters and digits only. */
export function headingKey(heading: string): string {
  return repairMojibake(heading).normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '')
}

/** True when every one of `wanted` is among the headings. */
export function hasHeadings(headers: readonly string[], wanted: readonly string[]): boolean {
  const keys = new Set(headers.map(headingKey))
  return wanted.every((one) => keys.has(headingKey(one)))
}

/** Places of the headings of one file, shared by all its rows. */
export class Columns {
  readonly headers: readonly string[]
  private readonly places = new Map<string, number>()
  private readonly known = new Map<string, number>()

  constructor(headers: readonly string[]) {
    this.headers = headers
    headers.forEach((header, i) => {
      const key = headingKey(header)
      if (!this.places.has(key)) {
        this.places.set(key, i)
      }
    })
  }

  /** Index of a heading, −1 when the table has none. */
  at(heading: string): number {
    let place = this.known.get(heading)
    if (place === undefined) {
      place = this.places.get(headingKey(heading)) ?? -1
      this.known.set(heading, place)
    }
    return place
  }
}

/** One row being mapped: reads cells by heading and gathers what is wrong and what was changed. */
export class RowReader {
  readonly row: number
  readonly errors: RowError[] = []
  readonly notes: RowNote[] = []
  private readonly columns: Columns
  private readonly cells: readonly string[]

  constructor(columns: Columns, cells: readonly string[], row: number) {
    this.columns = columns
    this.cells = cells
    this.row = row
    for (let i = columns.headers.length; i < cells.length; i += 1) {
      if (cells[i]!.trim() !== '') {
        this.notes.push({ row, column: `column ${i + 1}`, note: `Beyond the headings, not used: "${cut(cells[i]!, 80)}"` })
      }
    }
  }

  has(column: string): boolean {
    return this.columns.at(column) >= 0
  }

  error(column: string, problem: string, fix: string): void {
    this.errors.push({ row: this.row, column, value: cut(this.raw(column), 200), problem, fix })
  }

  note(column: string, note: string): void {
    this.notes.push({ row: this.row, column, note })
  }

  /** The cell as it stands, trimmed; empty when the column is absent. */
  raw(column: string): string {
    const at = this.columns.at(column)
    return at < 0 ? '' : (this.cells[at] ?? '').trim()
  }

  /** The cell as text, with wrongly decoded accents repaired (and noted), control characters taken out. */
  text(column: string): string {
    const raw = this.raw(column)
    const repaired = repairMojibake(raw)
    if (repaired !== raw) {
      this.note(column, `Wrongly decoded accents repaired: "${cut(firstDifference(raw, repaired), 60)}"`)
    }
    // eslint-disable-next-line no-control-regex -- control characters are what is looked for
    return repaired.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/gu, '')
  }

  /** A finite number, undefined when empty; anything else is an error of this cell. */
  number(column: string, min: number, max: number): number | undefined {
    const raw = this.raw(column)
    if (raw === '') {
      return undefined
    }
    const value = Number(/^[+-]?\d+,\d+$/u.test(raw) ? raw.replace(',', '.') : raw)
    if (!Number.isFinite(value) || value < min || value > max) {
      this.error(column, Number.isFinite(value) ? `is outside ${min} to ${max}` : 'is not a number', `Write a number from ${min} to ${max}, or leave the cell empty`)
      return undefined
    }
    return value
  }

  /** A count of people or things: a whole number from 0; a negative one is left out with a note. */
  count(column: string): number {
    const raw = this.raw(column)
    if (raw === '') {
      return 0
    }
    const value = Number(raw)
    if (!Number.isInteger(value) || value > 1_000_000) {
      this.error(column, 'is not a whole number up to 1,000,000', 'Write digits only, or leave the cell empty')
      return 0
    }
    if (value < 0) {
      this.note(column, `${value} cannot be a count and was left out`)
      return 0
    }
    return value
  }

  yes(column: string): boolean {
    return /^(?:true|yes|oui|1|x)$/iu.test(this.raw(column))
  }

  /** A latitude and a longitude, or neither with a note when one is missing. */
  point(latColumn: string, lonColumn: string): { lon: number; lat: number } | undefined {
    const lat = this.number(latColumn, -90, 90)
    const lon = this.number(lonColumn, -180, 180)
    if (lat === undefined || lon === undefined) {
      if (lat !== undefined || lon !== undefined) {
        this.note(lat === undefined ? latColumn : lonColumn, 'Only one of latitude and longitude is given; the place has no point')
      }
      return undefined
    }
    if (lat === 0 && lon === 0) {
      this.note(latColumn, 'Latitude and longitude are both 0, which stands for "not known"; the place has no point')
      return undefined
    }
    return { lon, lat }
  }

  /**
   * The day a cell names as its first instant and first instant of the next day; an error when it cannot be read. With
   * `clockColumn` the time of day stands in a cell of its own; a heading such as “Time (Z)” says in which zone.
   */
  day(column: string, options: ImportOptions, clockColumn?: string): { at: number; next: number; precision: Happened['precision'] } | undefined {
    const day = this.#day(column, options)
    if (day !== undefined && options.now !== undefined && day.at > options.now + ZONES_MS) {
      this.note(column, 'It lies in the future; it was taken as it stands. Look whether day, month and year are meant so')
    }
    const clock = clockColumn === undefined ? '' : this.raw(clockColumn)
    if (day === undefined || clockColumn === undefined || clock === '' || day.precision !== 'DAY') {
      return day
    }
    const zone = options.zone ?? 'UTC'
    const at = instantOfClock(localDate(day.at, zone), clock, clockColumn, zone)
    if (at === undefined) {
      this.error(clockColumn, 'is no time of day', 'Write it as 13:45 or 1345Z, or leave the cell empty')
      return undefined
    }
    return { at, next: startOfLocalDay(at, zone, 1), precision: 'EXACT' }
  }

  #day(column: string, options: ImportOptions): { at: number; next: number; precision: Happened['precision'] } | undefined {
    const raw = this.raw(column)
    if (raw === '') {
      this.error(column, 'is empty', 'Every event needs a date, e.g. 2021-08-18')
      return undefined
    }
    const zone = options.zone ?? 'UTC'
    const key = `${zone}|${options.dateOrder ?? ''}|${raw}`
    let found = dayCache.get(key)
    if (found === undefined) {
      const read = parseTableDate(raw, { zone, ...(options.dateOrder ? { order: options.dateOrder } : {}), ...(options.now === undefined ? {} : { now: options.now }) })
      found = read.ok
        ? { at: read.at, next: startOfLocalDay(read.at, zone, 1), precision: read.precision }
        : read.reason
      if (dayCache.size > 20_000) {
        dayCache.clear()
      }
      dayCache.set(key, found)
    }
    if (typeof found === 'string') {
      this.error(column, DATE_PROBLEMS[found]!, 'Write the date as 2021-08-18, or say in which order day and month stand')
      return undefined
    }
    return found
  }

  /** Text that must fit a field of the record; too long is an error, because cutting it would lose words. */
  fitting(column: string, max: number): string {
    const text = this.text(column)
    if (text.length > max) {
      this.error(column, `has more than ${max} characters`, 'Shorten the text')
    }
    return text
  }
}

/** `1345`, `1345Z`, `13h45`, `1:45 pm`, `13:45:10`, `1345B hrs` on a day of the mission; undefined when it is none of them. */
function instantOfClock(day: string, clock: string, heading: string, zone: string): number | undefined {
  const plain = clock.trim().replace(/\s*(?:hrs?|hours?|heures?|horas?)\.?$/iu, '')
  const [, hours, minutes, letter = ''] = /^(\d{1,2})[:hH.]?(\d{2})\s*([A-Za-z]?)$/u.exec(plain) ?? []
  const inUtc = /(?:^|[^\p{L}])(?:z|utc|gmt|zulu)(?:$|[^\p{L}])/iu.test(heading)
  const offset = zoneLetterOffset(letter === '' && inUtc ? 'Z' : letter)
  const text = hours === undefined ? plain : `${hours}:${minutes}`
  const zoned = /(?:Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)$/iu.test(text)
  const read = parseTableDate(`${day} ${text}${offset !== undefined && !zoned ? 'Z' : ''}`, { zone })
  return read.ok && read.precision === 'EXACT' ? read.at - (offset ?? 0) : undefined
}

/** Somewhere it is tomorrow already. */
const ZONES_MS = 14 * 3_600_000

const dayCache = new Map<string, { at: number; next: number; precision: Happened['precision'] } | 'ambiguous' | 'unreadable' | 'impossible' | 'order' | 'year'>()
const DATE_PROBLEMS: Record<string, string> = {
  ambiguous: 'can be read as two different days', unreadable: 'is not a date', impossible: 'is a day that does not exist',
  order: 'contradicts the order of day and month of this column', year: 'has a year of two digits',
}

/** An interval of days as the model keeps it: the end is the last second of the last day. */
export function daysHappened(from: number, next: number | null, precision: Happened['precision']): Happened {
  return { from: toIso(from) ?? '', ...(next === null ? {} : { to: toIso(next - 1000) ?? '' }), precision }
}

/** Minimum, best and maximum put in order; undefined when nothing is known to have happened. */
export function orderedRange(min: number, est: number, max: number): Range | undefined {
  if (min === 0 && est === 0 && max === 0) {
    return undefined
  }
  return { min: Math.min(min, est, max), est, max: Math.max(min, est, max) }
}

/** A source with the grade that nobody has judged yet. */
export function ungraded(id: string, type: (typeof SOURCE_TYPES)[number], originator: string, text: string, obtainedAt?: string): Source {
  return {
    id, type, reliability: 'F', credibility: '6',
    ...(originator === '' ? {} : { originator: cut(originator, 200) }),
    ...(text === '' ? {} : { text: cut(text, 2000) }),
    ...(obtainedAt === undefined ? {} : { obtainedAt }),
  }
}

const UNKNOWN_NAMES = /^(?:unidentified|unknown|unnamed|non identifie|inconnu|no information|armed men|gunmen|hommes armes|uam$)/u

/** Every way of saying "armed men nobody could name" becomes one name. */
export function actorName(name: string): string {
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim()
  if (plain === '' || plain === 'no information' || /^(?:unidentified|unknown)\s*(?:actor|perpetrator)s?$/u.test(plain)) {
    return 'Unknown'
  }
  const armed = UNKNOWN_NAMES.test(plain) && /arm|gun|uam/u.test(plain)
  return armed ? UNIDENTIFIED : cut(name.trim(), 200)
}

/** Close a row: the record when nothing is wrong, else everything that is. */
export function finish(reader: RowReader, externalId: string, data: Incident, more: { actorRefs?: ActorRef[]; compartments?: string[] } = {}): RowOutcome<Incident> {
  if (reader.errors.length > 0) {
    return { ok: false, row: reader.row, errors: reader.errors }
  }
  return { ok: true, row: reader.row, externalId: cut(externalId, 200), data, actorRefs: more.actorRefs ?? [], compartments: more.compartments ?? [], notes: reader.notes }
}

/**
 * What of a mapped row is hashed to see whether it changed: canonical JSON of its data and actor
 * references, without the identity itself. The same row of the same file gives the same text for ever.
 */
export function contentOf(mapped: Pick<Mapped<object>, 'data' | 'actorRefs'>): string {
  const { external: _, ...data } = mapped.data as { external?: unknown }
  return canonical({ data, actorRefs: mapped.actorRefs })
}

/** The mapped data with its identity and hash. `digest` is any stable digest of at most 64 characters, e.g. SHA-256 in hex. */
export function withIdentity<T extends object>(mapped: Mapped<T>, digest: (text: string) => string, file?: string): T & { external: { id: string; hash: string; file?: string } } {
  return { ...mapped.data, external: { id: mapped.externalId, hash: digest(contentOf(mapped)), ...(file === undefined ? {} : { file: cut(file, 200) }) } }
}

/** What importing a row does, given the hash kept at the last import of the same identity. */
export function importEffect(known: string | undefined, hash: string): 'added' | 'unchanged' | 'changed' {
  if (known === undefined) {
    return 'added'
  }
  return known === hash ? 'unchanged' : 'changed'
}

/** At most `max` UTF-16 units, ending in an ellipsis when cut, never inside a surrogate pair. */
export function cut(text: string, max: number): string {
  if (text.length <= max) {
    return text
  }
  const end = /[\ud800-\udbff]/u.test(text.charAt(max - 2)) ? max - 2 : max - 1
  return `${text.slice(0, end)}…`
}

function firstDifference(a: string, b: string): string {
  let i = 0
  while (i < a.length && a[i] === b[i]) {
    i += 1
  }
  return a.slice(Math.max(0, i - 20), i + 20)
}
