import { csvLine } from '../../../../formats/csv-write.ts'
import { LIST_COLUMNS } from './un-list.ts'
import type { Fatality } from './fatality.ts'

/** With fewer deaths than this in a cell, what could point at one person is left out. */
export const SMALL = 5

/** Columns of the open data: those of the public list. */
export const OPEN_COLUMNS = ['id', ...LIST_COLUMNS] as const

/**
 * The rows as open data. A cell is the deaths of one mission, year, nationality and kind of personnel; where it has fewer than
 * five, the casualty id and the gender are left out and the day is cut to its year; a death of the mission's own was written down
 * within days of it, so that day is left out too. Every row stays, so that totals by mission,
 * year, nationality, personnel and type of incident are the same as inside. Rows not released and rows that vanished from the
 * list are no part of it.
 */
export function* openData(rows: readonly Fatality[]): Generator<string> {
  const open = rows.filter((row) => row.released && !row.vanished)
  const sizes = new Map<string, number>()
  open.forEach((row) => sizes.set(cellOf(row), (sizes.get(cellOf(row)) ?? 0) + 1))
  const shown = open.map((row) => ((sizes.get(cellOf(row)) ?? 0) < SMALL ? { ...row, casualtyId: '', gender: '', date: row.date.slice(0, 4), ...(row.origin === 'mission' ? { lastUpdate: '' } : {}) } : row))
  // In an order that does not tell the day of a row whose day is left out.
  const ordered = shown.toSorted((a, b) => compare(a.date.slice(0, 4), b.date.slice(0, 4)) || compare(a.mission, b.mission) || compare(a.nationality, b.nationality) || compare(a.personnel, b.personnel) || compare(a.type, b.type) || compare(a.date, b.date) || compare(a.casualtyId, b.casualtyId))
  yield `${csvLine([...OPEN_COLUMNS])}\r\n`
  for (const [i, row] of ordered.entries()) {
    yield `${csvLine([String(i + 1), row.date, row.casualtyId, row.mission, row.casualtyType, row.gender, row.nationality, row.personnel, row.type, row.m49, row.iso3, row.lastUpdate])}\r\n`
  }
}

function cellOf(row: Fatality): string {
  return [row.mission, row.date.slice(0, 4), row.nationality, row.personnel].join('|')
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
