import type { Text } from '../../core/i18n.ts'
import { PAGE_ROWS } from './texts-pages.ts'
import { RECORD_ROWS } from './texts-record.ts'
import { SHELL_ROWS } from './texts-shell.ts'

/** English, French, Arabic. Spanish falls back to English until it is added as a fourth member. */
export type Row = readonly [en: string, fr: string, ar: string]

export const ROWS = { ...SHELL_ROWS, ...RECORD_ROWS, ...PAGE_ROWS }
export type TextKey = keyof typeof ROWS

/** Every text of the shell. */
export const SHELL_TEXTS: { readonly [K in TextKey]: Text } = Object.fromEntries(
  Object.entries(ROWS as Record<string, Row>).map(([key, [en, fr, ar]]) => [key, { en, fr, ar }]),
) as { [K in TextKey]: Text }
