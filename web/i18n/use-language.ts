import { useEffect, useState } from 'react'
import type { Locale } from '../../core/i18n.ts'
import { FIRST_LANGUAGE, languageIsHere, loadLanguage } from './language.ts'

/** The language to show: the one that is wanted as soon as its words are there, until then the one before. */
export function useLanguage(wanted: Locale): Locale {
  const [shown, setShown] = useState(FIRST_LANGUAGE)
  useEffect(() => {
    let still = true
    void loadLanguage(wanted).then(() => {
      if (still) {
        setShown(wanted)
      }
    })
    return () => {
      still = false
    }
  }, [wanted])
  return languageIsHere(wanted) ? wanted : shown
}
