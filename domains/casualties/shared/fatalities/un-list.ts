import { isDay, CASUALTY_WORDS, INCIDENT_WORDS, PERSONNEL_WORDS, REVISED, type Fatality } from './fatality.ts'

/** Columns of the public list of fatalities (snapshot of `psdata`); `id` is a row number that moves between snapshots and is not kept. */
export const LIST_COLUMNS = ['incident_date', 'casualty_id', 'mission_acronym', 'type_of_casualty', 'gender', 'casualty_nationality', 'casualty_personnel_type', 'type_of_incident', 'm49_code', 'isocode3', 'last_update'] as const
type Column = (typeof LIST_COLUMNS)[number]
/** Without these a table is not that list; a column of the others may be missing. */
const NEEDED: readonly Column[] = ['incident_date', 'casualty_id', 'mission_acronym', 'type_of_casualty', 'casualty_nationality', 'casualty_personnel_type', 'type_of_incident']

export type CellError = { row: number; column: string; value: string; problem: string; fix: string }
/** A row of the list as it will stand; `key` is its identity, see `identify`. */
export type ListRow = { row: number; key: string; data: Fatality }

/** Does a table with these headings hold the list? */
export function isList(headers: readonly string[]): boolean {
  const names = headers.map(plain)
  return NEEDED.every((column) => names.includes(column))
}

/** A reader of rows under these headings; null when they are not those of the list. */
export function listReader(headers: readonly string[]): ((cells: readonly string[], row: number) => { ok: true; row: ListRow } | { ok: false; row: number; errors: CellError[] }) | null {
  if (!isList(headers)) {
    return null
  }
  const names = headers.map(plain)
  const at = new Map(LIST_COLUMNS.map((column) => [column, names.indexOf(column)]))
  return (cells, row) => {
    const cell = (column: Column): string => (cells[at.get(column) ?? -1] ?? '').replaceAll(/\s+/gu, ' ').trim()
    const errors: CellError[] = []
    const refuse = (column: Column, problem: string, fix: string): void => {
      errors.push({ row, column, value: cell(column).slice(0, 200), problem, fix })
    }
    const needed = (column: Column, max: number): string => {
      const value = cell(column)
      if (value === '' || value.length > max) {
        refuse(column, value === '' ? 'is empty' : `has more than ${max} characters`, value === '' ? 'Every row of the list has a value here' : 'Shorten it')
      }
      return value
    }
    const fitting = (column: Column, max: number): string => (cell(column) === '' ? '' : needed(column, max))
    const date = cell('incident_date').slice(0, 10)
    if (!isDay(date)) {
      refuse('incident_date', cell('incident_date') === '' ? 'is empty' : 'is not a day', 'Write the day as 2021-08-18')
    }
    const lastUpdate = cell('last_update').slice(0, 10)
    if (lastUpdate !== '' && !isDay(lastUpdate)) {
      refuse('last_update', 'is not a day', 'Write the day as 2023-11-28, or leave the cell empty')
    }
    const m49 = cell('m49_code').replace(/\.0+$/u, '').replace(/^0+(?=\d)/u, '')
    if (!/^\d{0,3}$/u.test(m49)) {
      refuse('m49_code', 'is not a code of up to three digits', 'Write e.g. 466, or leave the cell empty')
    }
    const iso3 = cell('isocode3').toUpperCase()
    if (!/^(?:[A-Z]{3})?$/u.test(iso3)) {
      refuse('isocode3', 'is not a code of three letters', 'Write e.g. MLI, or leave the cell empty')
    }
    const data: Fatality = {
      casualtyId: needed('casualty_id', 64), date, mission: needed('mission_acronym', 40), casualtyType: known(needed('type_of_casualty', 60), CASUALTY_WORDS),
      gender: genderOf(cell('gender')), nationality: fitting('casualty_nationality', 120), iso3, m49,
      personnel: known(needed('casualty_personnel_type', 60), PERSONNEL_WORDS), type: known(needed('type_of_incident', 60), INCIDENT_WORDS), lastUpdate, origin: 'list', released: true,
    }
    if (data.gender.length > 10) {
      refuse('gender', 'is not M, F or empty', 'Write M or F, or leave the cell empty')
    }
    return errors.length > 0 ? { ok: false, row, errors } : { ok: true, row: { row, key: data.casualtyId, data } }
  }
}

/** What of a row is compared to see whether the list changed it. The day of the snapshot is not: it differs in every row of the next one. */
export function contentOfRow(data: Fatality): string {
  return JSON.stringify([data.casualtyId, ...REVISED.map((field) => data[field])])
}

/** The key of the `n`th row (from 1) of one casualty id. */
export function keyOf(casualtyId: string, n: number): string {
  return n === 1 ? casualtyId : `${casualtyId}#${n}`
}

/** Rows that share one casualty id are told apart up to here. */
export const MOST_TWINS = 50

/** Under which keys rows of these ids can stand, each id with `extra` more than the file has. */
export function keysFor(rows: readonly ListRow[], extra = 4): string[] {
  return [...new Set([...countsOf(rows)].flatMap(([id, n]) => Array.from({ length: Math.min(MOST_TWINS, n + extra) }, (_, i) => keyOf(id, i + 1))))]
}

/**
 * Which record each row stands for. The list writes some casualty ids more than once, in no fixed order; a row goes to the
 * record that says the same, the others to those most like them, and what is left takes the next free number. So rows of one
 * id are kept apart, and a correction is never taken for another person, whatever the order of the file.
 */
export function identify(given: readonly ListRow[], standing: ReadonlyMap<string, Fatality>): ListRow[] {
  const rows = given.map((row) => ({ ...row }))
  const groups = Map.groupBy(rows, (row) => row.data.casualtyId)
  const keys = new Map<ListRow, string>()
  for (const [id, group] of groups) {
    const held = heldUnder(id, standing)
    const free = new Map(held)
    const take = (row: ListRow, key: string): void => {
      keys.set(row, key)
      free.delete(key)
    }
    for (const row of group) {
      const same = [...free].find(([, data]) => contentOfRow(data) === contentOfRow(row.data))
      if (same) {
        take(row, same[0])
      }
    }
    for (const row of group.filter((one) => !keys.has(one))) {
      const [nearest] = [...free].map(([key, data]) => ({ key, like: likeness(data, row.data) })).sort((a, b) => b.like - a.like || (a.key < b.key ? -1 : 1))
      if (nearest) {
        take(row, nearest.key)
      }
    }
    let n = 1
    for (const row of group.filter((one) => !keys.has(one))) {
      while (held.has(keyOf(id, n))) {
        n += 1
      }
      take(row, keyOf(id, n))
      n += 1
    }
  }
  return rows.map((row) => ({ ...row, key: keys.get(row) ?? row.key }))
}

/** What one snapshot says otherwise than the rows that stand. */
export type Reconciled = {
  read: number
  same: number
  added: ListRow[]
  changed: { key: string; row: number; before: Fatality; after: Fatality }[]
  /** Rows that stand and are not in the snapshot, marked ones left out. */
  vanished: { key: string; data: Fatality }[]
  /** Marked as vanished, and in the snapshot again. */
  reappeared: { key: string; data: Fatality }[]
  /** Casualty ids that stand on more than one row of the snapshot. */
  twins: { casualtyId: string; rows: number[] }[]
}

/** Hold a whole snapshot against all rows of the list that stand, by key. */
export function reconcile(rows: readonly ListRow[], standing: ReadonlyMap<string, Fatality>): Reconciled {
  const found = identify(rows, standing)
  const seen = new Set(found.map((row) => row.key))
  const out: Reconciled = { read: rows.length, same: 0, added: [], changed: [], vanished: [], reappeared: [], twins: [] }
  for (const row of found) {
    const before = standing.get(row.key)
    if (!before) {
      out.added.push(row)
    } else if (contentOfRow(before) === contentOfRow(row.data)) {
      out.same += 1
    } else {
      out.changed.push({ key: row.key, row: row.row, before, after: row.data })
    }
    if (before?.vanished) {
      out.reappeared.push({ key: row.key, data: before })
    }
  }
  out.vanished = [...standing].filter(([key, data]) => !seen.has(key) && !data.vanished).map(([key, data]) => ({ key, data }))
  out.twins = [...Map.groupBy(rows, (row) => row.data.casualtyId)].filter(([, group]) => group.length > 1).map(([casualtyId, group]) => ({ casualtyId, rows: group.map((row) => row.row) }))
  return out
}

function heldUnder(id: string, standing: ReadonlyMap<string, Fatality>): Map<string, Fatality> {
  const held = new Map<string, Fatality>()
  for (let n = 1; n <= MOST_TWINS; n += 1) {
    const data = standing.get(keyOf(id, n))
    if (data) {
      held.set(keyOf(id, n), data)
    }
  }
  return held
}

function likeness(a: Fatality, b: Fatality): number {
  return REVISED.reduce((sum, field) => sum + (a[field] === b[field] ? 1 : 0), 0)
}

function countsOf(rows: readonly ListRow[]): Map<string, number> {
  const counts = new Map<string, number>()
  rows.forEach(({ data }) => counts.set(data.casualtyId, (counts.get(data.casualtyId) ?? 0) + 1))
  return counts
}

function genderOf(value: string): string {
  return /^m(?:ale)?$/iu.test(value) ? 'M' : /^f(?:emale)?$/iu.test(value) ? 'F' : value
}

function known(value: string, words: readonly string[]): string {
  return words.find((word) => word.toLowerCase() === value.toLowerCase()) ?? value
}

function plain(heading: string): string {
  return heading.replace(/^\uFEFF/u, '').trim().toLowerCase()
}
