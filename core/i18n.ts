/** Interface languages. Arabic is laid out right to left. */
export const LOCALES = ['en', 'fr', 'es', 'ar'] as const
export type Locale = (typeof LOCALES)[number]

/** A text in English and French at least, as a mission may write it for a kind of its own; what is missing is shown in English. The product’s own texts have all four: tests see to it. */
export type Text = { en: string; fr: string; es?: string; ar?: string }
export type Texts = { readonly [key: string]: Text }

/** Writing direction of a language. */
export function directionOf(locale: Locale): 'ltr' | 'rtl' {
  return locale === 'ar' ? 'rtl' : 'ltr'
}

/** A name or figure that keeps its own direction inside a sentence of the other (Unicode isolates). */
export function isolate(text: string): string {
  return `\u2068${text}\u2069`
}

/** A sentence in Arabic: every name, place and time put into it keeps its own direction. */
export function arabic(parts: TemplateStringsArray, ...values: readonly (string | number)[]): string {
  return parts.reduce((sentence, part, i) => `${sentence}${isolate(String(values[i - 1] ?? ''))}${part}`)
}

/** Pick a language out of a text; English where it is not translated yet. */
export function inLocale(text: Text, locale: Locale): string {
  return text[locale] ?? text.en
}

/**
 * Look a key up and fill `{name}` holes. `{n|record|records}` chooses by the plural rule of the language between two
 * forms, one and all others; `{n|one:…|two:…|few:# …|many:# …|other:# …}` names the forms of languages that have more,
 * `#` is the number. A number may come formatted: its digits are read.
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
  return template.replace(/\{(\w+)((?:\|[^|}]*)*)\}/g, (whole, name: string, forms: string) => {
    const value = values[name]
    if (value === undefined) {
      return whole
    }
    return forms === '' ? String(value) : formOf(forms.slice(1).split('|'), categoryOf(value, locale)).replaceAll('#', String(value))
  })
}

/** CLDR plural category of a count. */
function categoryOf(value: string | number, locale: Locale): Intl.LDMLPluralRule {
  let rule = rules.get(locale)
  if (!rule) {
    rule = new Intl.PluralRules(locale)
    rules.set(locale, rule)
  }
  return rule.select(typeof value === 'number' ? value : Number(value.replace(/\P{Nd}/gu, '')))
}

/** The form of a category: named ones by their names, `other` where it is missing; two unnamed ones are one and the rest. */
function formOf(forms: readonly string[], category: Intl.LDMLPluralRule): string {
  const named = new Map(forms.flatMap((form) => {
    const [, name, words] = /^(zero|one|two|few|many|other):(.*)$/s.exec(form) ?? []
    return name === undefined || words === undefined ? [] : [[name, words] as const]
  }))
  return named.size > 0 ? (named.get(category) ?? named.get('other') ?? '') : ((category === 'one' ? forms[0] : forms[1]) ?? '')
}
