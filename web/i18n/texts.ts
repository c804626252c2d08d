import type { Text } from '../../core/i18n.ts'
import { textsOf } from './rows.ts'
import { ROWS } from './shell-rows.ts'

export type { Row } from './rows.ts'

export type TextKey = keyof typeof ROWS

/** Every text of the shell. */
export const SHELL_TEXTS: { readonly [K in TextKey]: Text } = textsOf(ROWS)
