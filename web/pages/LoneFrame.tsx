import type { ReactNode } from 'react'
import icon from '../icon.svg?no-inline'
import { useWords } from '../i18n/i18n.tsx'
import { LANGUAGES } from '../i18n/languages.ts'
import { setPrefs, usePrefs } from '../prefs.ts'

/** The frame of pages before sign-in: the name, the language, nothing else. */
export function LoneFrame({ children, exercise = false, wide = false }: { children: ReactNode; exercise?: boolean; wide?: boolean }) {
  const { t, locale } = useWords()
  const prefs = usePrefs()
  return (
    <div className="loneframe">
      {exercise && <div className="exercise" role="note"><span>{t('shell.exercise')}</span></div>}
      <header className="lonehead">
        <img src={icon} alt="" width="28" height="28" /><strong>Vigie</strong>
        <span className="grow" />
        <div className="row" role="group" aria-label={t('language.title')}>
          {LANGUAGES.map(([code, name]) => <button key={code} type="button" lang={code} className="btn plain small" aria-pressed={locale === code} onClick={() => setPrefs({ locale: code })}>{name}</button>)}
        </div>
        <select className="select slim" aria-label={t('theme.title')} value={prefs.theme} onChange={(e) => setPrefs({ theme: e.target.value as typeof prefs.theme })}>
          {(['auto', 'light', 'dark', 'night'] as const).map((v) => <option key={v} value={v}>{t(`theme.${v}`)}</option>)}
        </select>
      </header>
      <main className={`lonemain${wide ? ' wide' : ''}`}>{children}</main>
    </div>
  )
}
