import type { Strength } from './strength.ts'
import type { CellError } from './un-list.ts'

/** Columns of the published tables of monthly contributions by mission; others are not read. */
const NEEDED = ['date', 'mission', 'total'] as const

/** Does a table with these headings hold strength by mission and month? */
export function isStrengthTable(headers: readonly string[]): boolean {
  const names = headers.map((name) => name.trim().toLowerCase())
  return NEEDED.every((column) => names.includes(column)) && names.includes('troops')
}

/** A reader of rows under these headings; null when they are not those of such a table. `NA` and an empty cell say nothing. */
export function strengthReader(headers: readonly string[]): ((cells: readonly string[], row: number) => { ok: true; row: number; data: Strength } | { ok: false; row: number; errors: CellError[] }) | null {
  if (!isStrengthTable(headers)) {
    return null
  }
  const names = headers.map((name) => name.trim().toLowerCase())
  return (cells, row) => {
    const cell = (column: string): string => (cells[names.indexOf(column)] ?? '').trim()
    const errors: CellError[] = []
    const refuse = (column: string, problem: string, fix: string): void => {
      errors.push({ row, column, value: cell(column).slice(0, 200), problem, fix })
    }
    const people = (column: string): number | undefined => {
      const raw = cell(column)
      if (raw === '' || raw === 'NA') {
        return undefined
      }
      const value = Number(raw)
      if (!Number.isInteger(value) || value < 0 || value > 1_000_000) {
        refuse(column, 'is not a whole number of people', 'Write digits only, NA or nothing')
        return undefined
      }
      return value
    }
    const month = cell('date').slice(0, 7)
    if (!/^\d{4}-(?:0[1-9]|1[0-2])$/u.test(month)) {
      refuse('date', 'is not a month', 'Write e.g. 2017-11 or 2017-11-30')
    }
    const mission = cell('mission')
    if (mission === '' || mission.length > 40) {
      refuse('mission', mission === '' ? 'is empty' : 'is too long', 'Write the acronym of the mission')
    }
    const [troops, police, observers] = [people('troops'), people('police'), people('observers')]
    const total = people('total')
    if (total === undefined && errors.length === 0) {
      refuse('total', 'is empty', 'A month without a total has no exposure: leave the row out or give its total')
    }
    if (errors.length > 0 || total === undefined) {
      return { ok: false, row, errors }
    }
    return { ok: true, row, data: { mission, month, ...(troops === undefined ? {} : { troops }), ...(police === undefined ? {} : { police }), ...(observers === undefined ? {} : { observers }), total } }
  }
}
