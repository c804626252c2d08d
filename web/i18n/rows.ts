import type { Text } from '../../core/i18n.ts'

/** English, French, Arabic, Spanish. */
export type Row = readonly [en: string, fr: string, ar: string, es: string]

/** Rows as texts by language. */
export function textsOf<K extends string>(rows: Readonly<Record<K, Row>>): { readonly [key in K]: Text } {
  return Object.fromEntries(Object.entries<Row>(rows).map(([key, [en, fr, ar, es]]) => [key, { en, fr, ar, es }])) as { [key in K]: Text }
}
