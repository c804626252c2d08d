import { LOCALES } from '../../core/i18n.ts'
import type { Locale } from '../../core/i18n.ts'
import { fold } from '../../core/text.ts'
import type { Row } from '../i18n/texts.ts'
import type { Term } from './glossary.ts'

/** Words of a row in a language. */
export function inRow([en, fr, ar, es]: Row, locale: Locale): string {
  return { en, fr, ar, es }[locale]
}

/** Terms with these letters in their word, in whatever language, or in their meaning in the reader’s; by the reader’s alphabet. */
export function found(terms: readonly Term[], wanted: string, locale: Locale): Term[] {
  const letters = fold(wanted.trim())
  const { compare } = new Intl.Collator(locale)
  return terms.filter(({ term, meaning }) => LOCALES.some((one) => fold(inRow(term, one)).includes(letters)) || fold(inRow(meaning, locale)).includes(letters)).sort((a, b) => compare(inRow(a.term, locale), inRow(b.term, locale)))
}
