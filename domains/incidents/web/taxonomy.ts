import { useSyncExternalStore } from 'react'
import type { Locale } from '../../../core/i18n.ts'
import { bookOf, labelIn, type Edition, type TaxonomyBook } from '../shared/taxonomy-editions.ts'
import type { Taxonomy } from '../shared/taxonomy.ts'

/** The one place the screens have categories and their words from: the shipped edition until the mission's are read. */
let book: TaxonomyBook = bookOf([])
const listeners = new Set<() => void>()

/** The edition in force. */
export function taxonomyInForce(): Taxonomy {
  return book.inForce
}

/** Every edition there was. */
export function taxonomyBook(): TaxonomyBook {
  return book
}

/** Words for a code: those of the edition a record names, else of the one in force; the code itself where none knows it. */
export function categoryLabel(code: string, locale: Locale, edition?: number): string {
  return labelIn(book, code, locale, edition)
}

/** The edition in force; re-renders when another is put in force. */
export function useTaxonomy(): Taxonomy {
  return useSyncExternalStore(watch, taxonomyInForce)
}

/** Take the mission's activated editions. */
export function setEditions(editions: readonly Edition[]): void {
  book = bookOf(editions)
  listeners.forEach((tell) => tell())
}

function watch(tell: () => void): () => void {
  listeners.add(tell)
  return () => listeners.delete(tell)
}
