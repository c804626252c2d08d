import { useId } from 'react'
import { LOCALES } from '../../../core/i18n.ts'
import { useTexts } from '../../../web/face.ts'
import type { EditionEntry } from '../shared/taxonomy-editions.ts'
import type { TaxonomyEntry } from '../shared/taxonomy.ts'
import { LANGUAGE, ROWS } from './TaxonomyPage.texts.ts'

/** Words, synonyms, crosswalks and place of one category. `entry` is as it would be, `change` what the edition says of it. */
export function EntryForm({ entry, change, onChange }: { entry: TaxonomyEntry; change: EditionEntry; onChange(next: EditionEntry): void }) {
  const tt = useTexts(ROWS)
  const id = useId()
  const label = change.label ?? entry.label
  const missing = LOCALES.filter((locale) => !label[locale])
  const relabel = (locale: (typeof LOCALES)[number], words: string) => {
    const next = { ...label, [locale]: words }
    onChange({ ...change, label: { en: next.en, ...(next.fr ? { fr: next.fr } : {}), ...(next.es ? { es: next.es } : {}), ...(next.ar ? { ar: next.ar } : {}) } })
  }
  const synonyms = change.synonyms ?? entry.synonyms ?? {}
  return (
    <div className="stack entryform">
      <div className="pair">
        {LOCALES.map((locale) => (
          <div className="field" key={locale}><label htmlFor={`${id}-${locale}`}>{tt('words', { language: LANGUAGE[locale] })}</label><input id={`${id}-${locale}`} className="input" dir={locale === 'ar' ? 'rtl' : 'ltr'} lang={locale} maxLength={80} required={locale === 'en'} value={label[locale] === '…' ? '' : (label[locale] ?? '')} onChange={(e) => relabel(locale, e.target.value)} /></div>
        ))}
      </div>
      {missing.length > 0 && <p className="hint">{tt('missing', { languages: missing.map((locale) => LANGUAGE[locale]).join(', ') })}</p>}
      {entry.code.length > 2 && (
        <>
          <div className="pair">
            {LOCALES.map((locale) => (
              <div className="field" key={locale}>
                <label htmlFor={`${id}-syn-${locale}`}>{tt('synonyms', { language: LANGUAGE[locale] })}</label>
                <input id={`${id}-syn-${locale}`} className="input" dir={locale === 'ar' ? 'rtl' : 'ltr'} lang={locale} maxLength={1000} defaultValue={(synonyms[locale] ?? []).join(', ')} onBlur={(e) => {
                  const list = [...new Set(e.target.value.split(/[,،]/).map((word) => word.trim()).filter((word) => word.length >= 2))].slice(0, 40)
                  const next: NonNullable<EditionEntry['synonyms']> = { ...(synonyms as NonNullable<EditionEntry['synonyms']>), [locale]: list }
                  onChange({ ...change, synonyms: next })
                }} />
              </div>
            ))}
          </div>
          <fieldset className="pair"><legend>{tt('cross')}</legend>
            {(['acled', 'threat', 'violation'] as const).map((key) => <div className="field" key={key}><label htmlFor={`${id}-${key}`}>{tt(key)}</label><input id={`${id}-${key}`} className="input" maxLength={80} value={change[key] ?? entry[key] ?? ''} onChange={(e) => onChange({ ...change, [key]: e.target.value })} /></div>)}
          </fieldset>
        </>
      )}
      <div className="field"><label htmlFor={`${id}-order`}>{tt('order')}</label><input id={`${id}-order`} className="input" type="number" min={0} max={999} value={change.order ?? ''} onChange={(e) => { const { order: _, ...rest } = change; onChange(e.target.value === '' ? rest : { ...rest, order: Math.min(999, Math.max(0, Math.round(Number(e.target.value)))) }) }} /></div>
    </div>
  )
}
