import { parseMgrs } from '../../../core/place-mgrs.ts'
import { parseTableDate } from '../../../core/time-table.ts'
import { suggestMapping, type GenericField } from './import-generic.ts'
import { headingKey } from './import-row.ts'
import { TAXONOMY } from './taxonomy.ts'

/** A time of day and nothing else: `13:45`, `1345Z`, `13h45`, `1:45 pm`. */
const CLOCK = /^\d{1,2}[:hH.]?\d{2}(?::\d{2})?\s*(?:[a-z]{1,5}\.?)?$/iu

type Suggestion = ReturnType<typeof suggestMapping>

/** Values of a column looked at, and how many of them must say the same. */
const MOST = 50
const SHARE = 0.8
/** Letters of a word that may stand for the longer name it is part of. */
const LEAST_OF_A_NAME = 4

/**
 * A mapping suggested by the headings, completed by the values of the first rows: dates, grid references, coordinates
 * within range, and words of the category column that are a category's code or name in some language.
 */
export function suggestByValues(headers: readonly string[], rows: readonly (readonly string[])[]): Suggestion {
  const { mapping } = suggestMapping(headers)
  const columns = { ...mapping.columns }
  const valuesOf = (header: string): string[] => rows.slice(0, MOST).map((row) => (row[headers.indexOf(header)] ?? '').trim()).filter((cell) => cell !== '')
  const looks = (header: string, test: (value: string) => boolean): boolean => {
    const values = valuesOf(header)
    return values.length > 0 && values.filter(test).length >= values.length * SHARE
  }
  if (columns.time !== undefined && !looks(columns.time, (value) => CLOCK.test(value))) {
    delete columns.time
  }
  const used = new Set(Object.values(columns))
  const take = (field: GenericField, test: (value: string) => boolean): void => {
    const found = columns[field] === undefined ? headers.find((header) => !used.has(header) && looks(header, test)) : undefined
    if (found !== undefined) {
      columns[field] = found
      used.add(found)
    }
  }
  take('date', (value) => /\d{4}|\d[/.-]\d/u.test(value) && dateLike(value))
  if (columns.latitude === undefined || columns.longitude === undefined) {
    take('mgrs', (value) => parseMgrs(value).ok)
  }
  take('category', (value) => codeOf(value) !== undefined)
  const categories: Record<string, string> = {}
  if (columns.category !== undefined) {
    for (const word of new Set(valuesOf(columns.category))) {
      const code = likelyCode(word)
      if (code !== undefined && code !== word) {
        categories[word] = code
      }
    }
  }
  const placed = columns.mgrs !== undefined || columns.place !== undefined || (columns.latitude !== undefined && columns.longitude !== undefined)
  return {
    mapping: { ...mapping, columns, ...(Object.keys(categories).length > 0 ? { categories } : {}) },
    missing: [...(columns.date === undefined ? ['date' as const] : []), ...(columns.category === undefined ? ['category' as const] : []), ...(placed ? [] : ['place' as const])],
  }
}

function dateLike(value: string): boolean {
  const read = parseTableDate(value, { zone: 'UTC' })
  // A day that can be read in two ways is a date all the same.
  return read.ok || read.reason === 'ambiguous'
}

const byWord = new Map<string, string>()

/** The category a word names: its code, or its name in any language. */
export function codeOf(word: string): string | undefined {
  if (byWord.size === 0) {
    for (const { code, label } of TAXONOMY.entries) {
      byWord.set(headingKey(code), code)
      Object.values(label).forEach((name) => byWord.set(headingKey(name), code))
    }
  }
  return byWord.get(headingKey(word))
}

/** The category a word is most likely to mean: what it names, or the one category of whose name it is a part. */
export function likelyCode(word: string): string | undefined {
  const key = headingKey(word)
  const named = codeOf(word)
  if (named !== undefined || key.length < LEAST_OF_A_NAME) {
    return named
  }
  const codes = TAXONOMY.entries.filter(({ label }) => Object.values(label).some((name) => name.split(/[^\p{L}\p{N}\p{M}]+/u).some((part) => headingKey(part) === key))).map(({ code }) => code)
  return codes.length === 1 ? codes[0] : undefined
}
