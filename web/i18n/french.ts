import type { Locale } from '../../core/i18n.ts'

const UNIT = /(?<=\d) (?=(?:%|°C|(?:min|s|h|j|km|km\/h|m|cm|mm|kg|t|l|kt|Ko|Mo|Go)(?![\p{L}\d])))/gu

/**
 * French sets `;` `!` `?` `:` and its quotation marks off by a space that never ends a line. Texts are written with plain ones; what
 * is read has the narrow one and the whole one of French printing. A number and its unit stay together as well.
 */
export function typeset(text: string, locale: Locale): string {
  return locale === 'fr' ? text.replace(/ (?=[;!?](?![\p{L}\d]))/gu, '\u202f').replace(/ (?=[:»])|(?<=«) /g, '\u00a0').replace(UNIT, '\u00a0') : text
}
