import { Dialog } from 'radix-ui'
import { useState } from 'react'
import { LOCALES, directionOf } from '../../core/i18n.ts'
import { useTexts, useWords } from '../i18n/i18n.tsx'
import { found, inRow } from './find.ts'
import { GLOSSARY } from './glossary.ts'
import { ROWS } from './help.texts.ts'
import './help.css'

/** The terms of the field in the reader’s language, with what others call them. */
export function GlossaryDialog({ onClose }: { onClose(): void }) {
  const { locale, number } = useWords()
  const tt = useTexts(ROWS)
  const [wanted, setWanted] = useState('')
  const terms = found(GLOSSARY, wanted, locale)
  return (
    <Dialog.Root open onOpenChange={(open) => { if (!open) { onClose() } }}>
      <Dialog.Portal>
        <Dialog.Overlay className="scrim" />
        <Dialog.Content className="dialog glossary" aria-describedby={undefined}>
          <Dialog.Title asChild><h2>{tt('glossary.title')}</h2></Dialog.Title>
          <input className="input" type="search" autoFocus dir={wanted === '' ? undefined : 'auto'} value={wanted} placeholder={tt('glossary.find')} aria-label={tt('glossary.find')} onChange={(e) => setWanted(e.target.value)} />
          <p className="small quiet" role="status">{terms.length === 0 ? tt('glossary.none') : tt('glossary.shown', { n: number(terms.length), of: number(GLOSSARY.length) })}</p>
          <dl className="glossarylist" tabIndex={0} aria-label={tt('glossary.title')}>
            {terms.map(({ term, meaning }) => (
              <div key={term[0]}>
                <dt><strong>{inRow(term, locale)}</strong></dt>
                <dd>{inRow(meaning, locale).split('`').map((part, i) => (i % 2 === 1 ? <code key={i} className="mono ltr">{part}</code> : part))}</dd>
                {new Set(term).size > 1 && <dd className="small quiet row wrap">{LOCALES.filter((one) => one !== locale).map((one) => <bdi key={one} lang={one} dir={directionOf(one)}>{inRow(term, one)}</bdi>)}</dd>}
              </div>
            ))}
          </dl>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
