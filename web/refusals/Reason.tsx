import { useEffect, useState } from 'react'
import { useWords } from '../i18n/i18n.tsx'
import type { Refusals } from './refusal.ts'

let known: Refusals | null = null

/** The reason of an action: somebody's own words as they are, the node's in the reader's language. */
export function Reason({ text }: { text: string }) {
  const { locale, dir } = useWords()
  const [, setReady] = useState(known !== null)
  useEffect(() => {
    if (locale !== 'en' && known === null) {
      void Promise.all([import('./refusal.ts'), import('./rows-reasons.ts')]).then(([{ refusalsOf }, { REASONS }]) => {
        known = refusalsOf(REASONS)
        setReady(true)
      }, () => {
        // Without a link it stays as it was written.
      })
    }
  }, [locale])
  const told = locale === 'en' ? null : (known?.(text, locale) ?? null)
  return told === null ? <bdi>{text}</bdi> : <bdi lang={locale} dir={dir}>{told}</bdi>
}
