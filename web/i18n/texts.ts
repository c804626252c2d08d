import type { Text } from '../../core/i18n.ts'
import { OFFLINE_ROWS } from './texts-offline.ts'
import { FRAME_ROWS } from './texts-frame.ts'
import { LIST_ROWS } from './texts-lists.ts'
import { PAGE_ROWS } from './texts-pages.ts'
import { PROBLEM_ROWS } from './texts-problems.ts'
import { RECORD_ROWS } from './texts-record.ts'
import { SHELL_ROWS } from './texts-shell.ts'

/** English, French, Arabic, Spanish. */
export type Row = readonly [en: string, fr: string, ar: string, es: string]

export const ROWS = { ...SHELL_ROWS, ...FRAME_ROWS, ...RECORD_ROWS, ...PAGE_ROWS, ...LIST_ROWS, ...OFFLINE_ROWS, ...PROBLEM_ROWS }
export type TextKey = keyof typeof ROWS

/** Rows as texts by language. */
export function textsOf<K extends string>(rows: Readonly<Record<K, Row>>): { readonly [key in K]: Text } {
  return Object.fromEntries(Object.entries<Row>(rows).map(([key, [en, fr, ar, es]]) => [key, { en, fr, ar, es }])) as { [key in K]: Text }
}

/** Every text of the shell. */
export const SHELL_TEXTS: { readonly [K in TextKey]: Text } = textsOf(ROWS)
