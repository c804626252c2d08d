import { SHELL_TEXTS } from '../i18n/texts.ts'
import type { TextKey } from '../i18n/texts.ts'

/** Ids whose words stand under a shorter name. */
const SHORT: Record<string, TextKey> = { 'too-many-requests': 'problem.too-many', 'not-signed-in': 'problem.signed-out' }

/** The text of a problem’s id; undefined for one this web does not know, as of a newer node. */
export function problemKey(id: string): TextKey | undefined {
  const key = SHORT[id] ?? `problem.${id}`
  return key in SHELL_TEXTS ? (key as TextKey) : undefined
}
