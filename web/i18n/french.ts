import type { Locale } from '../../core/i18n.ts'

/**
 * French sets `;` `!` `?` `:` and its quotation marks off by a space that never ends a line. Texts are written with plain ones; what
 * is read has the narrow one and the whole one of French printing.
 */
export function typeset(text: string, locale: Locale): string {
  return locale === 'fr' ? text.replace(/ (?=[;!?])/g, '\u202f').replace(/ (?=[:»])|(?<=«) /g, '\u00a0') : text
}
