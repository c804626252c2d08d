import { ArrowUp, Pin, PinOff, Trash2 } from 'lucide-react'
import { useId } from 'react'
import { directionOf, inLocale, type Locale } from '../../../core/i18n.ts'
import type { Section } from '../../../core/product.ts'
import { useTexts, useWords } from '../../../web/face.ts'
import { likelyNames } from '../shared/names.ts'
import { JUDGEMENTS, judgementsIn, PROBABILITY } from '../shared/probability.ts'
import { ROWS } from './products.texts.ts'

/** What its author may do to a section while the product is open. `first`: nothing stands above it. */
export function SectionTools({ section, first, change, up, drop }: { section: Section; first: boolean; change(more: Partial<Section>): void; up(): void; drop(): void }) {
  const tt = useTexts(ROWS)
  return (
    <span className="row sectiontools noprint">
      <span className="quiet small">{tt(`mode.${section.mode}`)}</span>
      {section.mode === 'live' && <button type="button" className="btn plain icon small" aria-label={`${tt('freeze')}: ${section.title}`} title={tt('freeze')} onClick={() => change({ mode: 'frozen' })}><Pin size={14} aria-hidden="true" /></button>}
      {section.mode === 'frozen' && section.source && <button type="button" className="btn plain icon small" aria-label={`${tt('thaw')}: ${section.title}`} title={tt('thaw')} onClick={() => change({ mode: 'live' })}><PinOff size={14} aria-hidden="true" /></button>}
      {!first && <button type="button" className="btn plain icon small" aria-label={`${tt('up')}: ${section.title}`} title={tt('up')} onClick={up}><ArrowUp size={14} aria-hidden="true" /></button>}
      <button type="button" className="btn plain icon small" aria-label={`${tt('drop')}: ${section.title}`} title={tt('drop')} onClick={drop}><Trash2 size={14} aria-hidden="true" /></button>
    </span>
  )
}

/** Written sections that judge: their words say how likely. */
const JUDGING = ['text.judgements', 'text.assessment', 'text.outlook']

/** A written section in the making: its words, values of other sections bound into them, and whether it may go outside. */
export function SectionText({ section, all, language, change }: { section: Section; all: readonly Section[]; language: Locale; change(more: Partial<Section>): void }) {
  const tt = useTexts(ROWS)
  const { locale, number } = useWords()
  const add = (words: string) => change({ text: `${section.text ?? ''}${section.text && !/\s$/.test(section.text) ? ' ' : ''}${words}` })
  const names = likelyNames(section.text ?? '')
  const said = section.id === 'text.judgements' ? judgementsIn(section.text ?? '', language) : null
  const id = useId()
  const values = all.filter((one) => one.mode === 'live').flatMap((one) => one.facts.filter((fact) => fact.value.length <= 24).slice(0, 40).map((fact) => ({ key: `[[${one.id}/${fact.id}]]`, words: `${one.title}: ${fact.value}` })))
  return (
    <div className="stack noprint" dir={directionOf(locale)}>
      <textarea id={id} className="area" rows={4} dir="auto" aria-label={section.title} aria-describedby={`${id}-hint`} value={section.text ?? ''} onChange={(event) => change({ text: event.target.value })} />
      <p className="quiet small" id={`${id}-hint`}>{tt('write.hint')}</p>
      {names.length > 0 && <p className="notice warning small" role="status">{tt('names.likely', { names: names.map((one) => `“${one}”`).join(', ') })}</p>}
      {said && said.all > 0 && (said.graded < said.all || said.all !== JUDGEMENTS) && <p className="quiet small" role="status">{tt('likely.count', { graded: number(said.graded), all: number(said.all), n: number(JUDGEMENTS) })}</p>}
      <div className="row wrap">
        <select className="select narrow" aria-label={`${tt('insert')}: ${section.title}`} value="" onChange={(event) => add(event.target.value)}>
          <option value="">{tt('insert')}</option>
          {values.map((one) => <option key={one.key} value={one.key}>{one.words}</option>)}
        </select>
        {JUDGING.includes(section.id) && (
          <select className="select narrow" aria-label={`${tt('likely')}: ${section.title}`} value="" onChange={(event) => add(event.target.value)}>
            <option value="">{tt('likely')}</option>
            {PROBABILITY.map((step) => { const words = inLocale(step.words, language); return <option key={step.from} value={words}>{tt('likely.step', { words, from: number(step.from), to: number(step.to) })}</option> })}
          </select>
        )}
        <label className="row small"><input type="checkbox" checked={section.outside ?? false} onChange={(event) => change({ outside: event.target.checked })} />{tt('outside')}</label>
      </div>
    </div>
  )
}
