import { inLocale, type Locale, type Text } from '../../../core/i18n.ts'
import { TAXONOMY_V1 } from './taxonomy-data.ts'

/** One category: `AC` is a family, `AC.03` one of its members. Crosswalks are null where there is none. */
export type TaxonomyEntry = {
  code: string
  label: Text & { es: string; ar: string }
  acled: string | null
  threat: string | null
  violation: string | null
  /** Words of the mission that mean this category, read in quick-log lines. */
  synonyms?: Readonly<Partial<Record<Locale, readonly string[]>>>
}

/**
 * A numbered edition; old records keep the number of theirs and stay readable. `entries` are those offered, in their
 * order; `byCode` also holds those the edition hides.
 */
export type Taxonomy = { version: number; entries: readonly TaxonomyEntry[]; byCode: ReadonlyMap<string, TaxonomyEntry> }

/** The shipped edition: the floor every other stands on. What is in force is told by the book (taxonomy-editions.ts). */
export const TAXONOMY: Taxonomy = parseTaxonomy(1, TAXONOMY_V1)

/** Read the table form of an edition; throws on a row that is not complete, so that none is lost. */
export function parseTaxonomy(version: number, table: string): Taxonomy {
  const entries = table
    .trim()
    .split('\n')
    .map((line): TaxonomyEntry => {
      const [code, en, fr, es, ar, acled, threat, violation] = line.split('|')
      if (!code || !en || !fr || !es || !ar || !acled || !threat || !violation) {
        throw new Error(`taxonomy row is not complete: ${line}`)
      }
      const orNull = (value: string) => (value === '-' ? null : value)
      return { code, label: { en, fr, es, ar }, acled: orNull(acled), threat: orNull(threat), violation: orNull(violation) }
    })
  const byCode = new Map(entries.map((e) => [e.code, e]))
  if (byCode.size !== entries.length) {
    throw new Error('a taxonomy code stands twice')
  }
  return { version, entries, byCode }
}

/** Family of a code: `AC.03` → `AC`. */
export function familyOf(code: string): string {
  return code.slice(0, 2)
}

/** Words for a code in a language; the code itself when the edition does not know it. */
export function categoryLabel(code: string, locale: Locale, taxonomy: Taxonomy = TAXONOMY): string {
  const entry = taxonomy.byCode.get(code)
  return entry ? inLocale(entry.label, locale) : code
}

/**
 * How near two categories are: 1 the same, 0.7 same family, 0.5 families that describe the same kind of
 * event from two sides (an ambush on a patrol is AC.03 to one unit and UN.03 to another), else 0.
 */
export function categoryAffinity(a: string, b: string): number {
  if (a === b) {
    return 1
  }
  const [x, y] = [familyOf(a), familyOf(b)]
  if (x === y) {
    return 0.7
  }
  return KINDRED.some((group) => group.includes(x) && group.includes(y)) ? 0.5 : 0
}

const KINDRED = [
  ['AC', 'UN', 'EX'],
  ['AC', 'CV', 'HA'],
  ['CR', 'CV'],
  ['CR', 'UN'],
  ['CR', 'HA'],
  ['CU', 'UN'],
  ['DP', 'CV'],
  ['EX', 'AR'],
]
