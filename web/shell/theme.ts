import { useEffect, useState } from 'react'
import { getPrefs, setPrefs, usePrefs } from '../prefs.ts'

export type Theme = 'light' | 'dark' | 'night'

/** The theme in force: the person's choice, else the device's. Also put on the document. */
export function useTheme(): Theme {
  const { theme } = usePrefs()
  const [dark, setDark] = useState(() => matchMedia('(prefers-color-scheme: dark)').matches)
  useEffect(() => {
    const query = matchMedia('(prefers-color-scheme: dark)')
    const listen = () => setDark(query.matches)
    query.addEventListener('change', listen)
    return () => query.removeEventListener('change', listen)
  }, [])
  const real: Theme = theme === 'auto' ? (dark ? 'dark' : 'light') : theme
  useEffect(() => {
    document.documentElement.dataset['theme'] = real
  }, [real])
  return real
}

const THEMES = ['auto', 'light', 'dark', 'night'] as const

/** The next theme in turn. */
export function nextTheme(): void {
  setPrefs({ theme: THEMES[(THEMES.indexOf(getPrefs().theme) + 1) % THEMES.length]! })
}
