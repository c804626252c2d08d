import { chooseLocale } from '../../core/i18n.ts'
import type { Locale, Text, Texts } from '../../core/i18n.ts'
import { late } from '../late.ts'
import { getPrefs } from '../prefs.ts'

/** Texts of one language: for each list of texts, its words by key. */
export type Catalogue = Readonly<Record<string, Readonly<Record<string, string>>>>

const FETCH: Record<Locale, () => Promise<{ default: Catalogue }>> = {
  en: late(() => import('virtual:vigie-language/en')),
  fr: late(() => import('virtual:vigie-language/fr')),
  es: late(() => import('virtual:vigie-language/es')),
  ar: late(() => import('virtual:vigie-language/ar')),
}
const KEPT = 'vigie.language'
const lists = new Map<string, Record<string, Text>>()
const loaded = new Map<Locale, Promise<void>>()
const here = new Set<Locale>()

function listOf(name: string): Record<string, Text> {
  const known = lists.get(name)
  if (known) {
    return known
  }
  const list: Record<string, Text> = {}
  lists.set(name, list)
  return list
}

/** A list of texts, in the languages that were loaded; those loaded later come into the same texts. What the build puts in the place of the words of a file. */
export function textsIn(name: string): Texts {
  return listOf(name)
}

/** Are the words of a language there? */
export function languageIsHere(locale: Locale): boolean {
  return here.has(locale)
}

/** Fetches the words of a language, once; without a link it waits until they come. */
export function loadLanguage(locale: Locale): Promise<void> {
  let loading = loaded.get(locale)
  if (!loading) {
    loading = FETCH[locale]().then(({ default: catalogue }) => {
      for (const [name, words] of Object.entries(catalogue)) {
        const list = listOf(name)
        for (const [key, text] of Object.entries(words)) {
          // Changed in place: domains and the shell hold these texts already.
          Object.assign((list[key] ??= { en: text, fr: text }), { [locale]: text })
        }
      }
      here.add(locale)
    })
    loaded.set(locale, loading)
    loading.catch(() => loaded.delete(locale))
  }
  return loading
}

/** The language this device showed last, so that a page does not begin in another; null where nothing may be kept. */
function shownLast(): string | null {
  try {
    return localStorage.getItem(KEPT)
  } catch {
    return null
  }
}

/** Remembers the language that is shown. A full or forbidden storage only means that it is not remembered. */
export function rememberLanguage(locale: Locale): void {
  try {
    localStorage.setItem(KEPT, locale)
  } catch {
    // The next visit begins in the language of the browser.
  }
}

/** The language a page begins in, before the node has said who reads it. */
export const FIRST_LANGUAGE: Locale = chooseLocale(shownLast() ?? getPrefs().locale ?? navigator.languages.join(','))

// Whatever has texts waits here, so that nobody ever sees a page without words.
await loadLanguage(FIRST_LANGUAGE)
