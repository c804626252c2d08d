import { poissonRate, type Interval } from '../../../../analysis/rates.ts'

/** Deaths or strength of one mission in one month. */
export type MonthCell = { mission: string; month: string; value: number }
export type RateRow = { key: string; deaths: number; personYears: number; months: number; /** Deaths in months whose strength is not known: in no rate. */ outside: number; rate: Interval | null }
export type Rates = { per: number; rows: RateRow[]; all: RateRow }

/** Rates are deaths for so many person-years. */
export const PER = 1000

/**
 * Deaths per 1,000 person-years with exact Poisson intervals: deaths of the months of a mission whose strength is known, over
 * a twelfth of the sum of these monthly strengths. `by` makes the groups; deaths without a strength are counted apart.
 */
export function ratesOf(deaths: readonly MonthCell[], strength: readonly MonthCell[], by: 'mission' | 'year'): Rates {
  const keyOf = (cell: MonthCell): string => (by === 'mission' ? cell.mission : cell.month.slice(0, 4))
  const known = new Set(strength.map((cell) => `${cell.mission}|${cell.month}`))
  const groups = new Map<string, { deaths: number; outside: number; strength: number; months: Set<string> }>()
  const group = (key: string) => {
    const one = groups.get(key) ?? { deaths: 0, outside: 0, strength: 0, months: new Set<string>() }
    groups.set(key, one)
    return one
  }
  for (const cell of strength) {
    const one = group(keyOf(cell))
    one.strength += cell.value
    one.months.add(cell.month)
  }
  for (const cell of deaths) {
    const one = group(keyOf(cell))
    one[known.has(`${cell.mission}|${cell.month}`) ? 'deaths' : 'outside'] += cell.value
  }
  const rows = [...groups].map(([key, one]) => rowOf(key, one.deaths, one.strength, one.months.size, one.outside)).sort((a, b) => (a.key < b.key ? -1 : 1))
  const sum = (part: (row: RateRow) => number): number => rows.reduce((all, row) => all + part(row), 0)
  const months = new Set(strength.map((cell) => cell.month)).size
  return { per: PER, rows, all: rowOf('', sum((row) => row.deaths), sum((row) => row.personYears) * 12, months, sum((row) => row.outside)) }
}

function rowOf(key: string, deaths: number, strength: number, months: number, outside: number): RateRow {
  const personYears = strength / 12
  return { key, deaths, personYears, months, outside, rate: poissonRate({ events: deaths, exposure: personYears / PER }) }
}
