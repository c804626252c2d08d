import type { Locale } from '../../core/i18n.ts'

/** Interface languages by their own names, in the order they are offered. */
export const LANGUAGES: readonly (readonly [Locale, string])[] = [['en', 'English'], ['fr', 'Français'], ['es', 'Español'], ['ar', 'العربية']]
