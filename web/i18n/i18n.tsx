import { createContext, use, useMemo } from 'react'
import type { ReactNode } from 'react'
import { directionOf, inLocale, isolate, translate } from '../../core/i18n.ts'
import type { Locale, Text, Texts } from '../../core/i18n.ts'
import { formatLocale } from '../time/format.ts'
import { typeset } from './french.ts'
import { textsOf } from './rows.ts'
import { SHELL_TEXTS } from './texts.ts'
import type { Row, TextKey } from './texts.ts'
import { numberFormat } from '../../core/formatters.ts'

export type Values = Record<string, string | number>

/** Words and formats in the reader's language. */
export type Words = {
  locale: Locale
  dir: 'ltr' | 'rtl'
  /** A text of the shell; `{name}` holes are filled. */
  t(key: TextKey, values?: Values): string
  /** A text of a domain or of a kind of the mission's own; the key's last part, made readable, when there is none. */
  label(key: string, fallback?: string): string
  /** What stands between a name and its value: French keeps a space before the colon. */
  colon: string
  number(value: number): string
}

const registered = new Map<string, Text>()

/** Add a domain's texts, or those a kind of the mission's own brings. Later ones win. */
export function registerTexts(texts: Texts): void {
  for (const [key, text] of Object.entries(texts)) {
    registered.set(key, text)
  }
}

/** A registered text in a language; undefined when nobody registered it. */
export function registeredText(key: string, locale: Locale): string | undefined {
  const text = registered.get(key)
  return text && inLocale(text, locale)
}

/** `unitCode` or `own-road-status` → `Unit code`, `Own road status`. */
export function humanise(name: string): string {
  const words = name.replace(/([a-z])([A-Z])/g, '$1 $2').replace(/[-_.]+/g, ' ').toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** Names and figures put into an Arabic sentence keep their own direction. Numbers stay numbers, for the plural. */
function isolated(values: Values): Values {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, typeof value === 'string' ? isolate(value) : value]))
}

/** Words for one language, outside React as well. */
export function wordsFor(locale: Locale): Words {
  const numbers = numberFormat(formatLocale(locale))
  return {
    locale,
    dir: directionOf(locale),
    t: (key, values) => typeset(translate(SHELL_TEXTS, locale, key, values && directionOf(locale) === 'rtl' ? isolated(values) : values), locale),
    label(key, fallback) {
      const text = registered.get(key)
      return text ? typeset(inLocale(text, locale), locale) : (fallback ?? humanise(key.split('.').at(-1) ?? key))
    },
    number: (value) => numbers.format(value),
    colon: typeset(' : ', locale).replace(/^ /, ''),
  }
}

const WordsContext = createContext<Words>(wordsFor('en'))

/** Gives everything below it its language and direction. `revision` changes when texts were registered late. */
export function WordsProvider({ locale, revision = 0, children }: { locale: Locale; revision?: number; children: ReactNode }) {
  // eslint-disable-next-line react-hooks/exhaustive-deps -- revision stands for the registered texts
  const words = useMemo(() => wordsFor(locale), [locale, revision])
  return <WordsContext value={words}>{children}</WordsContext>
}

/** The words of the language in force. */
export function useWords(): Words {
  return use(WordsContext)
}

const pageTexts = new WeakMap<object, Texts>()

/**
 * Words of a page that is loaded when it is first opened, so that the first load does not carry them:
 * `rows` is the `ROWS` of a `*.texts.ts` file beside the page.
 */
export function useTexts<K extends string>(rows: Readonly<Record<K, Row>>): (key: K, values?: Values) => string {
  const { locale } = useWords()
  return useMemo(() => {
    const texts: Texts = pageTexts.get(rows) ?? textsOf(rows)
    pageTexts.set(rows, texts)
    return (key, values) => typeset(translate(texts, locale, key, values && directionOf(locale) === 'rtl' ? isolated(values) : values), locale)
  }, [rows, locale])
}
