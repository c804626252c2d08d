import { useEffect, useState } from 'react'
import type { Locale } from '../../core/i18n.ts'
import { typeset } from '../i18n/french.ts'
import { registeredText, useWords, wordsFor } from '../i18n/i18n.tsx'
import { SHELL_TEXTS } from '../i18n/texts.ts'
import type { TextKey } from '../i18n/texts.ts'
import { refusalRows } from '../registry.ts'
import type { Named, Refusals } from './refusal.ts'

let known: Refusals | null = null
let asked: Promise<Refusals> | null = null

/** Fetched when something was refused for the first time, and only in a language other than the node's own. */
function fetched(): Promise<Refusals> {
  asked ??= Promise.all([import('./refusal.ts'), import('./rows.ts'), refusalRows()]).then(([{ refusalsOf }, { REFUSALS }, more]) => {
    known = refusalsOf([...REFUSALS, ...more])
    return known
  }, (error: unknown) => {
    // Without a link the sentence stays in English; the next refusal asks again.
    asked = null
    throw error
  })
  return asked
}

/** What a sentence calls by its id, as the screens call it: `incident`, `approve`, `submitted`, `/data/severity`. */
const named: Named = (value, locale) => {
  const field = /^\/(?:data\/|patch\/)?([a-zA-Z]\w*)$/.exec(value)?.[1]
  if (field !== undefined) {
    return registeredText(`field.${field}`, locale) ?? null
  }
  if (!/^[a-z][a-z-]+$/.test(value)) {
    return null
  }
  const state = `workflow.${value}`
  return registeredText(`kind.${value}`, locale) ?? registeredText(`action.${value}`, locale) ?? (Object.hasOwn(SHELL_TEXTS, state) ? wordsFor(locale).t(state as TextKey) : null)
}

/** A sentence of the node as it is shown. */
export type Told = { text: string; lang: Locale; dir: 'ltr' | 'rtl' | 'auto' }

/** How a sentence of the node is said in the reader's language; as it came until the words are there, and when nobody knows it. */
export function useRefusals(needed: boolean): (sentence: string) => Told {
  const { locale, dir } = useWords()
  const [, setReady] = useState(known !== null)
  useEffect(() => {
    if (needed && locale !== 'en' && known === null) {
      void fetched().then(() => setReady(true), () => {})
    }
  }, [needed, locale])
  return (sentence) => {
    const text = locale === 'en' ? sentence : (known?.(sentence, locale, named) ?? null)
    // A sentence of ours that begins with a foreign name still runs the reader's way.
    return text === null ? { text: sentence, lang: 'en', dir: 'auto' } : { text: typeset(text, locale), lang: locale, dir }
  }
}
