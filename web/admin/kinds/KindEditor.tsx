import { useMemo, useState } from 'react'
import { LOCALES, type Locale } from '../../../core/i18n.ts'
import type { JsonObject } from '../../../core/json.ts'
import { checkOwnKind, kindFromData, OWN_FIELD_TYPES, type OwnField, type OwnKind } from '../../../core/own-kind.ts'
import { queryClient } from '../../api/client.ts'
import { api } from '../../api/http.ts'
import { useCount, useKinds } from '../../api/queries.ts'
import type { RecordView, Schema } from '../../api/types.ts'
import { Fields } from '../../form/Form.tsx'
import { fieldsOf } from '../../form/model.ts'
import { registerTexts, useTexts, useWords } from '../../i18n/i18n.tsx'
import { Told } from '../../refusals/Told.tsx'
import { ProblemNotice } from '../../shell/ProblemNotice.tsx'
import { Card } from '../../shell/parts.tsx'
import { toast } from '../../shell/toasts.tsx'
import { choicesText, keyOf, readChoices } from './definition.ts'
import { LANGUAGE, ROWS } from './kinds.texts.ts'

const NO_PROBLEMS: ReadonlyMap<string, never[]> = new Map()
const TRIAL = 'own-trial'

/** One definition: its names, its fields in order, and the form they make. Keys and types of saved fields stay. */
export function KindEditor({ record, start, onClose }: { record: RecordView | null; start: OwnKind; onClose(): void }) {
  const tt = useTexts(ROWS)
  const { label, number } = useWords()
  const kinds = useKinds()
  const [definition, setDefinition] = useState<OwnKind>(start)
  const [error, setError] = useState<unknown>(null)
  const saved = new Set(record ? start.fields.map((field) => field.key) : [])
  const count = useCount(record && !start.extends ? { kind: start.name } : null)
  const problems = checkOwnKind(definition)
  const set = (change: Partial<OwnKind>) => setDefinition((old) => ({ ...old, ...change }))
  const setField = (at: number, field: OwnField) => set({ fields: definition.fields.map((one, i) => (i === at ? field : one)) })
  const swap = (at: number, by: number) => {
    const fields = [...definition.fields]
    const [one, other] = [fields[at], fields[at + by]]
    if (one && other) {
      fields[at] = other
      fields[at + by] = one
      set({ fields })
    }
  }
  const extendable = (kinds.data ?? []).filter((kind) => 'own' in ((kind.schema as Schema).properties ?? {}))
  const save = async () => {
    setError(null)
    try {
      if (record) {
        await api(`/api/records/${encodeURIComponent(record.id)}/actions`, { method: 'POST', body: { type: 'edit', basedOn: record.version, patch: { fields: { label: definition.label, fields: definition.fields, approval: definition.approval } } } })
      } else {
        await api('/api/records', { method: 'POST', body: { kind: 'own-kind', data: definition } })
      }
      await Promise.all([queryClient.invalidateQueries({ queryKey: ['kinds'] }), queryClient.invalidateQueries({ queryKey: ['records'] })])
      toast(tt('saved', { name: definition.label.en }))
      onClose()
    } catch (problem) {
      setError(problem)
    }
  }
  const keep = () => {
    const url = URL.createObjectURL(new Blob([`${JSON.stringify(definition, null, 2)}\n`], { type: 'application/json' }))
    const link = Object.assign(document.createElement('a'), { href: url, download: `${definition.name}.json` })
    link.click()
    URL.revokeObjectURL(url)
  }
  const words = (of: OwnKind['label'], id: string, onChange: (next: OwnKind['label']) => void) => (
    <div className="kindpair">{LOCALES.map((locale) => <div className="field" key={locale}><label htmlFor={`${id}-${locale}`}>{tt('label', { language: LANGUAGE[locale] })}</label><input id={`${id}-${locale}`} className="input" lang={locale} dir={locale === 'ar' ? 'rtl' : 'ltr'} required={locale === 'en'} maxLength={80} value={of[locale] ?? ''} onChange={(e) => onChange(withWords(of, locale, e.target.value))} /></div>)}</div>
  )
  return (
    <div className="page kindspage stack">
      <header className="row wrap"><button type="button" className="btn small" onClick={onClose}>{tt('back')}</button><h1 className="grow" dir="auto">{definition.label.en || tt(definition.extends ? 'new.fields' : 'new.kind')}</h1><button type="button" className="btn small" onClick={keep}>{tt('export')}</button></header>
      {error ? <ProblemNotice error={error} /> : null}
      <div className="kindcols">
        <form className="stack" onSubmit={(e) => { e.preventDefault(); void save() }}>
          {words(definition.label, 'kind', (next) => set({ label: next }))}
          <div className="kindpair">
            {definition.extends !== undefined && <div className="field"><label htmlFor="kind-extends">{tt('extends')}</label><select id="kind-extends" className="select" disabled={record !== null} value={definition.extends} onChange={(e) => set({ extends: e.target.value, name: `own-more-${e.target.value}` })}>{extendable.map((kind) => <option key={kind.name} value={kind.name}>{label(`kinds.${kind.name}`)}</option>)}</select></div>}
            <div className="field"><label htmlFor="kind-name">{tt('name')}</label><input id="kind-name" className="input mono" dir="ltr" required pattern="own-[a-z][a-z0-9\-]{0,40}" disabled={record !== null} value={definition.name} onChange={(e) => set({ name: e.target.value })} /></div>
            <div className="field"><label htmlFor="kind-prefix">{tt('prefix')}</label><input id="kind-prefix" className="input mono" dir="ltr" required pattern="[A-Z]{2,5}" maxLength={5} disabled={record !== null} value={definition.prefix} onChange={(e) => set({ prefix: e.target.value.toUpperCase() })} /></div>
          </div>
          {definition.extends === undefined && <label className="check"><input type="checkbox" checked={definition.approval} onChange={(e) => set({ approval: e.target.checked })} />{tt('approval')}</label>}
          {count.data !== undefined && count.data > 0 && <p className="notice">{tt('old', { n: number(count.data) })}</p>}
          {definition.fields.map((field, at) => {
            const name = field.label.en || field.key
            const fixed = saved.has(field.key) && record !== null
            const numeric = field.type === 'number' || field.type === 'integer'
            const choosing = field.type === 'choice' || field.type === 'choices'
            return (
              <fieldset className="kindfield stack" key={fixed ? field.key : `new${at}`} data-retired={field.retired || undefined}>
                <legend>{tt('field', { n: at + 1, name })}</legend>
                {field.retired && <p className="tag">{tt('retired')}</p>}
                {words(field.label, `f${at}`, (next) => setField(at, { ...field, label: next, ...(fixed || field.key !== keyOf(field.label.en, others(definition, at)) ? {} : { key: keyOf(next.en, others(definition, at)) }) }))}
                <div className="kindpair">
                  <div className="field"><label htmlFor={`f${at}-type`}>{tt('type')}</label><select id={`f${at}-type`} className="select" disabled={fixed} value={field.type} onChange={(e) => setField(at, retyped(field, e.target.value as OwnField['type']))}>{OWN_FIELD_TYPES.map((type) => <option key={type} value={type}>{tt(`type.${type}`)}</option>)}</select></div>
                  <div className="field"><label htmlFor={`f${at}-key`}>{tt('key')}</label><input id={`f${at}-key`} className="input mono" dir="ltr" required pattern="[a-z][a-zA-Z0-9]{0,40}" disabled={fixed} value={field.key} onChange={(e) => setField(at, { ...field, key: e.target.value })} /></div>
                  {numeric && (['min', 'max'] as const).map((bound) => <div className="field" key={bound}><label htmlFor={`f${at}-${bound}`}>{tt(bound)}</label><input id={`f${at}-${bound}`} className="input" type="number" step="any" value={field[bound] ?? ''} onChange={(e) => { const { [bound]: _, ...rest } = field; setField(at, e.target.value === '' ? rest : { ...rest, [bound]: Number(e.target.value) }) }} /></div>)}
                  {numeric && <div className="field"><label htmlFor={`f${at}-unit`}>{tt('unit')}</label><input id={`f${at}-unit`} className="input" maxLength={20} value={field.unit ?? ''} onChange={(e) => { const { unit: _, ...rest } = field; setField(at, e.target.value === '' ? rest : { ...rest, unit: e.target.value }) }} /></div>}
                </div>
                {choosing && <div className="field"><label htmlFor={`f${at}-choices`}>{tt('choices')}</label><textarea id={`f${at}-choices`} className="area" rows={4} dir="auto" required defaultValue={choicesText(field)} onChange={(e) => { const { choiceLabels: _, ...rest } = field; setField(at, { ...rest, ...readChoices(e.target.value) }) }} /></div>}
                <div className="row wrap">
                  {!definition.extends && <label className="check"><input type="checkbox" checked={field.required === true} onChange={(e) => setField(at, { ...field, required: e.target.checked })} />{tt('required')}</label>}
                  <label className="check"><input type="checkbox" checked={field.facet === true} onChange={(e) => setField(at, { ...field, facet: e.target.checked })} />{tt('facet')}</label>
                  <span className="grow" />
                  <button type="button" className="btn small" disabled={at === 0} onClick={() => swap(at, -1)}>{tt('up', { name })}</button>
                  <button type="button" className="btn small" disabled={at === definition.fields.length - 1} onClick={() => swap(at, 1)}>{tt('down', { name })}</button>
                  {fixed ? <button type="button" className="btn small" onClick={() => setField(at, { ...field, retired: !field.retired })}>{tt(field.retired ? 'unretire' : 'retire', { name })}</button> : <button type="button" className="btn small" onClick={() => set({ fields: definition.fields.filter((_, i) => i !== at) })}>{tt('remove', { name })}</button>}
                </div>
              </fieldset>
            )
          })}
          <div className="row wrap"><button type="button" className="btn" onClick={() => set({ fields: [...definition.fields, { key: keyOf('', definition.fields.map((field) => field.key)), label: { en: '' }, type: 'text' }] })}>{tt('add')}</button></div>
          {problems.length > 0 && <ul className="notice warning" role="status">{problems.map((p) => <li key={p.path + p.problem}><span className="mono ltr">{p.path}</span> <Told text={`${p.problem}${p.fix ? `. ${p.fix}` : ''}`} /></li>)}</ul>}
          <div className="row"><button type="submit" className="btn primary" disabled={definition.fields.length === 0 || problems.length > 0}>{tt('save')}</button></div>
        </form>
        <Card title={tt('preview')} id="trial"><p className="quiet small">{tt('preview.lead')}</p><Trial definition={definition} /></Card>
      </div>
    </div>
  )
}

/** The form a definition makes, to be tried. */
function Trial({ definition }: { definition: OwnKind }) {
  const [value, setValue] = useState<JsonObject>({})
  const fields = useMemo(() => {
    // Under a name of its own, so that trying words changes none that stand.
    const { extends: extended, ...rest } = definition
    const kind = kindFromData({ ...rest, name: TRIAL }, 1)
    registerTexts(kind.texts)
    return fieldsOf(kind.data as unknown as Schema, kind.fields).filter((field) => !(extended && field.key === 'title'))
  }, [definition])
  return <div className="stack"><Fields kind={TRIAL} fields={fields} value={value} onChange={setValue} problems={NO_PROBLEMS} /></div>
}

function withWords(label: OwnKind['label'], locale: Locale, words: string): OwnKind['label'] {
  const next = { ...label, [locale]: words }
  return { en: next.en, ...(next.fr ? { fr: next.fr } : {}), ...(next.es ? { es: next.es } : {}), ...(next.ar ? { ar: next.ar } : {}) }
}

function others(definition: OwnKind, at: number): string[] {
  return definition.fields.filter((_, i) => i !== at).map((field) => field.key)
}

/** Another type keeps what fits it. */
function retyped(field: OwnField, type: OwnField['type']): OwnField {
  const { key, label, required, facet } = field
  return { key, label, type, ...(required ? { required } : {}), ...(facet ? { facet } : {}), ...(type === 'choice' || type === 'choices' ? { choices: field.choices ?? [], ...(field.choiceLabels ? { choiceLabels: field.choiceLabels } : {}) } : {}) }
}
