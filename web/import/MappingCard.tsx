import { useState } from 'react'
import { api } from '../api/http.ts'
import { useTexts, useWords } from '../i18n/i18n.tsx'
import { choicesFor } from '../registry.ts'
import { ProblemNotice } from '../shell/ProblemNotice.tsx'
import { toast } from '../shell/toasts.tsx'
import { ROWS } from './import.texts.ts'
import { categoryWords, fieldOf, stillMissing, withField } from './mapping.ts'
import type { Mapping, Preview, Suggestion } from './types.ts'

/** Every column with what was seen in it and what it is read as; words of categories; keeping it all for the next file. */
export function MappingTable({ preview, suggestion, mapping, onChange, onKept }: { preview: Preview; suggestion: Suggestion; mapping: Mapping; onChange(mapping: Mapping): void; onKept(): void }) {
  const tt = useTexts(ROWS)
  const { label, locale } = useWords()
  const fields = suggestion.fields ?? Object.keys(mapping.columns)
  const missing = stillMissing(mapping)
  const choices = choicesFor(suggestion.kind || 'incident', 'category', locale)
  const words = categoryWords(preview, mapping)
  const known = words.filter(({ word }) => mapping.categories?.[word]).length
  return (
    <>
      <table className="maptable" aria-label={tt('columns')}>
        <thead><tr><th scope="col">{tt('column')}</th><th scope="col">{tt('samples')}</th><th scope="col">{tt('means')}</th></tr></thead>
        <tbody>{preview.columns.map((column) => (
          <tr key={column}>
            <th scope="row" dir="auto">{column}</th>
            <td className="samples" dir="auto">{preview.samples[column]?.join(' · ') || <em>{tt('empty')}</em>}</td>
            <td><select className="select" aria-label={tt('means.of', { column })} value={fieldOf(mapping, column)} onChange={(e) => onChange(withField(mapping, column, e.target.value))}>
              <option value="">{tt('none')}</option>
              {fields.map((field) => <option key={field} value={field}>{label(`import.${field}`, field)}</option>)}
            </select></td>
          </tr>
        ))}</tbody>
      </table>
      {missing.length > 0 && <p className="notice warning" role="status">{tt('missing', { what: missing.map((field) => label(`import.${field}`, field)).join(', ') })}</p>}
      {mapping.columns['category'] === undefined && (
        <div className="field"><label htmlFor="constant-category">{tt('constant')}</label><CategorySelect id="constant-category" choices={choices} value={mapping.constants?.['category'] ?? ''} onChange={(category) => onChange({ ...mapping, constants: category === '' ? {} : { ...mapping.constants, category } })} /></div>
      )}
      {words.length > 0 && (
        <section className="stack tight" aria-label={tt('words')}>
          <strong>{tt('words')}</strong><span className="quiet small">{tt('words.lead', { known, n: words.length })}</span>
          <div className="wordgrid" tabIndex={0} role="group" aria-label={tt('words')}>{words.map(({ word, count }) => (
            <label key={word}><span dir="auto">{word} <span className="quiet">×{count}</span></span>
              <CategorySelect name={tt('word', { word })} choices={choices} value={mapping.categories?.[word] ?? ''} onChange={(code) => { const { [word]: _old, ...rest } = mapping.categories ?? {}; onChange({ ...mapping, categories: code === '' ? rest : { ...rest, [word]: code } }) }} />
            </label>
          ))}</div>
        </section>
      )}
      {missing.length === 0 && <KeepMapping suggestion={suggestion} mapping={mapping} onKept={onKept} />}
    </>
  )
}

function CategorySelect({ id, name, choices, value, onChange }: { id?: string; name?: string; choices: { value: string; label: string; group: string }[]; value: string; onChange(value: string): void }) {
  const tt = useTexts(ROWS)
  const groups = [...new Set(choices.map((one) => one.group))]
  return (
    <select id={id} className="select" aria-label={name} value={value} onChange={(e) => onChange(e.target.value)}>
      <option value="">{tt('choose')}</option>
      {groups.map((group) => <optgroup key={group} label={group}>{choices.filter((one) => one.group === group).map((one) => <option key={one.value} value={one.value}>{one.label}</option>)}</optgroup>)}
    </select>
  )
}

function KeepMapping({ suggestion, mapping, onKept }: { suggestion: Suggestion; mapping: Mapping; onKept(): void }) {
  const tt = useTexts(ROWS)
  const [name, setName] = useState(suggestion.saved ? suggestion.title : '')
  const [error, setError] = useState<unknown>(null)
  const send = async (work: () => Promise<void>) => {
    setError(null)
    try {
      await work()
      onKept()
    } catch (problem) {
      setError(problem)
    }
  }
  return (
    <details><summary>{tt('keep')}</summary>
      <form className="row wrap" onSubmit={(e) => { e.preventDefault(); void send(async () => { await api('/api/import/mappings', { method: 'POST', body: { name: name.trim(), mapping: { ...mapping, name: name.trim() } } }); toast(tt('keep.done')) }) }}>
        <div className="field"><label htmlFor="keep-name">{tt('keep.name')}</label><input id="keep-name" className="input" dir="auto" required maxLength={80} value={name} onChange={(e) => setName(e.target.value)} /></div>
        <button type="submit" className="btn small">{tt('keep.do')}</button>
        {suggestion.saved && <button type="button" className="btn small" onClick={() => void send(() => api(`/api/import/mappings/${encodeURIComponent(suggestion.title)}`, { method: 'DELETE' }))}>{tt('forget')}</button>}
      </form>
      {error !== null && <ProblemNotice error={error} />}
    </details>
  )
}
