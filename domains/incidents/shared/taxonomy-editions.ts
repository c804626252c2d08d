import { inLocale, LOCALES, type Locale } from '../../../core/i18n.ts'
import type { FieldProblem } from '../../../core/problem.ts'
import { fold } from '../../../core/text.ts'
import type { Edition, EditionEntry } from './edition-schema.ts'
import { familyOf, TAXONOMY, type Taxonomy, type TaxonomyEntry } from './taxonomy.ts'

export type { Edition, EditionEntry } from './edition-schema.ts'

/** Every edition there was, by number, and the one in force. */
export type TaxonomyBook = { byVersion: ReadonlyMap<number, Taxonomy>; inForce: Taxonomy }

/** The book of a mission: the shipped edition and, of those given, the activated ones that follow from each other. */
export function bookOf(editions: readonly Edition[]): TaxonomyBook {
  const byVersion = new Map<number, Taxonomy>([[TAXONOMY.version, TAXONOMY]])
  let inForce = TAXONOMY
  const activated = editions.filter((e) => e.activated !== undefined).sort((a, b) => a.edition - b.edition || ((a.activated ?? '') < (b.activated ?? '') ? -1 : 1))
  for (const edition of activated) {
    if (edition.base === inForce.version && edition.edition > inForce.version) {
      inForce = layEdition(inForce, edition)
      byVersion.set(inForce.version, inForce)
    }
  }
  return { byVersion, inForce }
}

/** The taxonomy an edition makes of the one it stands on. Words it lacks in a language are the English ones, marked so. */
export function layEdition(base: Taxonomy, edition: Edition): Taxonomy {
  const changes = new Map(edition.entries.map((e) => [e.code, e]))
  const shown = new Set(base.entries.map((e) => e.code))
  const byCode = new Map<string, TaxonomyEntry>(base.byCode)
  for (const [code, change] of changes) {
    const standing = base.byCode.get(code)
    const label = change.label ? inAll(change.label) : standing?.label
    if (!label) {
      continue
    }
    const cross = (key: 'acled' | 'threat' | 'violation'): string | null => (change[key] === undefined ? (standing?.[key] ?? null) : change[key] || null)
    const own = change.synonyms ?? standing?.synonyms
    byCode.set(code, { code, label, acled: cross('acled'), threat: cross('threat'), violation: cross('violation'), ...(own ? { synonyms: own } : {}) })
    if (change.hidden === true) {
      shown.delete(code)
    } else if (change.hidden === false || change.added) {
      shown.add(code)
    }
  }
  const before = new Map([...base.byCode.keys()].map((code, i) => [code, i]))
  const place = (code: string): number => changes.get(code)?.order ?? (code.includes('.') ? Number(code.slice(3)) : 1000 + (before.get(code) ?? 5000))
  const entries = [...byCode.values()]
    .filter(({ code }) => shown.has(code) && shown.has(familyOf(code)))
    .sort((a, b) => {
      const [x, y] = [familyOf(a.code), familyOf(b.code)]
      return x === y ? a.code.length - b.code.length || place(a.code) - place(b.code) || (a.code < b.code ? -1 : 1) : place(x) - place(y) || (x < y ? -1 : 1)
    })
  return { version: edition.edition, entries, byCode }
}

/**
 * Words for a code: of the edition named, else of the one in force, else of the newest that knows it; the code itself when
 * none does.
 */
export function labelIn(book: TaxonomyBook, code: string, locale: Locale, edition?: number): string {
  const named = edition === undefined ? undefined : book.byVersion.get(edition)
  const entry = named?.byCode.get(code) ?? book.inForce.byCode.get(code)
  return entry ? inLocale(entry.label, locale) : code
}

/**
 * Why a record may not carry a code: its own edition has it, or the one in force offers it, else a sentence that says what
 * to do. Codes are never used again for something else, so a code of any edition means one thing.
 */
export function refuseCode(book: TaxonomyBook, code: string, edition: number | undefined): Omit<FieldProblem, 'path'> | null {
  const named = edition === undefined ? undefined : book.byVersion.get(edition)
  if (named?.byCode.has(code) || book.inForce.byCode.has(code)) {
    const { inForce } = book
    const hidden = !inForce.entries.some((e) => e.code === code)
    return hidden && edition === inForce.version ? { problem: `"${code}" is not used any more in taxonomy edition ${inForce.version}`, fix: `Choose one of the ${familyOf(code)} family, e.g. ${offered(inForce, code)}` } : null
  }
  return { problem: `"${code}" is not a category of taxonomy edition ${(named ?? book.inForce).version}`, fix: `Choose one of the ${familyOf(code)} family, e.g. ${offered(book.inForce, code)}` }
}

/** What stands against an edition beside the others of the mission; `self` is not among them. */
export function checkEdition(edition: Edition, others: readonly Edition[]): FieldProblem[] {
  const active = others.filter((e) => e.activated !== undefined)
  const book = bookOf(others)
  const problems: FieldProblem[] = []
  const twin = others.find((e) => e.edition === edition.edition)
  if (twin) {
    problems.push({ path: '/edition', problem: `edition ${edition.edition} exists already`, fix: `Use ${Math.max(...others.map((e) => e.edition)) + 1}` })
  }
  const base = book.byVersion.get(edition.base)
  if (!base || edition.base >= edition.edition) {
    problems.push({ path: '/base', problem: `edition ${edition.base} is not one that was in force before edition ${edition.edition}`, fix: `Begin from edition ${book.inForce.version}` })
    return problems
  }
  if (edition.activated !== undefined && active.some((e) => e.edition > edition.base && e.edition < edition.edition)) {
    problems.push({ path: '/base', problem: `edition ${book.inForce.version} is in force, this one begins from ${edition.base}`, fix: `Make a new edition from ${book.inForce.version}` })
  }
  const seen = new Set<string>()
  const holders = new Map<string, Set<string>>()
  const hold = (label: string, code: string) => holders.set(fold(label), (holders.get(fold(label)) ?? new Set()).add(code))
  book.byVersion.forEach((taxonomy) => taxonomy.byCode.forEach((e) => hold(e.label.en, e.code)))
  edition.entries.forEach((entry, i) => {
    const path = `/entries/${i}`
    const standing = base.byCode.get(entry.code)
    if (seen.has(entry.code)) {
      problems.push({ path: `${path}/code`, problem: `"${entry.code}" stands twice`, fix: 'Join the two' })
    }
    seen.add(entry.code)
    if (entry.added && standing) {
      const offered = base.entries.some((e) => e.code === entry.code)
      problems.push({ path: `${path}/code`, problem: offered ? `"${entry.code}" is “${standing.label.en}”: a code is never used again for something else` : `"${entry.code}" was “${standing.label.en}”: a code is never used again for something else`, fix: `Use the next free one, ${nextCode(base, edition, entry.code)}` })
    } else if (!entry.added && !standing) {
      problems.push({ path: `${path}/code`, problem: `edition ${edition.base} has no "${entry.code}" to change`, fix: 'Add it as a new code' })
    }
    if (entry.added && !entry.label) {
      problems.push({ path: `${path}/label`, problem: 'a new code needs words', fix: 'Give at least the English ones' })
    }
    if (entry.added && entry.code.includes('.') && !base.byCode.has(familyOf(entry.code)) && !edition.entries.some((e) => e.code === familyOf(entry.code) && e.added)) {
      problems.push({ path: `${path}/code`, problem: `there is no family ${familyOf(entry.code)}`, fix: `Add ${familyOf(entry.code)} first` })
    }
    if (entry.label) {
      const { en } = entry.label
      const held = holders.get(fold(en))
      if (held && !held.has(entry.code)) {
        problems.push({ path: `${path}/label/en`, problem: `“${en}” are the words of ${[...held].join(', ')}: two codes never mean the same`, fix: `Use ${[...held][0]}, or other words` })
      }
      hold(en, entry.code)
    }
    if (standing && entry.label && entry.hidden === false && !base.entries.some((e) => e.code === entry.code) && fold(entry.label.en) !== fold(standing.label.en)) {
      problems.push({ path: `${path}/label/en`, problem: `"${entry.code}" was “${standing.label.en}” before it was hidden: it comes back with its own words or not at all`, fix: 'Leave its words, or add a new code' })
    }
  })
  return problems
}

/** The next code of a family that no edition has: `AC.12`. A family of its own when the code is one. */
export function nextCode(base: Taxonomy, edition: Pick<Edition, 'entries'>, code: string): string {
  const family = familyOf(code)
  const numbers = [...base.byCode.keys(), ...edition.entries.map((e) => e.code)].filter((c) => c.startsWith(`${family}.`)).map((c) => Number(c.slice(3)))
  const next = Math.max(0, ...numbers) + 1
  return next > 99 ? `a new family, ${family}.99 is the last` : `${family}.${String(next).padStart(2, '0')}`
}

function offered(taxonomy: Taxonomy, code: string): string {
  const family = taxonomy.entries.find((e) => e.code.startsWith(`${familyOf(code)}.`))
  return family?.code ?? taxonomy.entries.find((e) => e.code.includes('.'))?.code ?? code
}

function inAll(label: NonNullable<EditionEntry['label']>): TaxonomyEntry['label'] {
  const marked = `${label.en} (en)`
  const full = Object.fromEntries(LOCALES.map((locale) => [locale, label[locale] ?? marked])) as TaxonomyEntry['label']
  return { ...full, en: label.en }
}
