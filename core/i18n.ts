/** Interface languages. Arabic is laid out right to left. */
export const LOCALES = ['en', 'fr', 'es', 'ar'] as const
export type Locale = (typeof LOCALES)[number]

/** A text in English and French at least; other languages fall back to English, visibly to tests only. */
export type Text = { en: string; fr: string; es?: string; ar?: string }
export type Texts = { readonly [key: string]: Text }

/** Writing direction of a language. */
export function directionOf(locale: Locale): 'ltr' | 'rtl' {
  return locale === 'ar' ? 'rtl' : 'ltr'
}

/** Pick a language out of a text; English where it is not translated yet. */
export function inLocale(text: Text, locale: Locale): string {
  return text[locale] ?? text.en
}

/**
 * Look a key up and fill `{name}` holes. `{n|one|many}` chooses by plural rule of the language
 * (two forms; Arabic uses the second for everything but one).
 */
export function translate(texts: Texts, locale: Locale, key: string, values: Record<string, string | number> = {}): string {
  const text = texts[key]
  if (!text) {
    return key
  }
  return fill(inLocale(text, locale), locale, values)
}

/** Best supported language for an Accept-Language header or a list of tags. */
export function chooseLocale(wanted: string, offered: readonly Locale[] = LOCALES): Locale {
  for (const part of wanted.split(',')) {
    const tag = part.trim().slice(0, 2).toLowerCase()
    const found = offered.find((l) => l === tag)
    if (found) {
      return found
    }
  }
  return 'en'
}

const rules = new Map<Locale, Intl.PluralRules>()

function fill(template: string, locale: Locale, values: Record<string, string | number>): string {
  return template.replace(/\{(\w+)(?:\|([^|}]*)\|([^}]*))?\}/g, (whole, name: string, one?: string, many?: string) => {
    const value = values[name]
    if (value === undefined) {
      return whole
    }
    if (one === undefined || many === undefined) {
      return String(value)
    }
    let rule = rules.get(locale)
    if (!rule) {
      rule = new Intl.PluralRules(locale)
      rules.set(locale, rule)
    }
    return rule.select(Number(value)) === 'one' ? one : many
  })
}
