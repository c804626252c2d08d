import { useId, useState } from 'react'
import type { ReactNode } from 'react'
import type { Json, JsonObject } from '../../core/json.ts'
import type { FieldProblem } from '../../core/problem.ts'
import { useWords } from '../i18n/i18n.tsx'
import { useRefusals } from '../refusals/use-refusals.ts'
import { useAreas } from '../api/queries.ts'
import { choicesFor, codeWords, facetKind } from '../registry.ts'
import { Plus, X } from 'lucide-react'
import { PlaceField } from './PlaceField.tsx'
import { IntervalField, TimeField } from './TimeField.tsx'
import { DayInput } from './WhenInput.tsx'
import { isEmpty, problemsAt, withMember } from './model.ts'
import type { FieldModel } from './model.ts'

export type FieldProps = { kind: string; field: FieldModel; pointer: string; value: Json | undefined; onChange(value: Json | undefined): void; problems: ReadonlyMap<string, FieldProblem[]> }

/** Fields one under the other, in the order of the schema. */
export function Fields({ kind, fields, value, onChange, problems, pointer = '' }: { kind: string; fields: readonly FieldModel[]; value: JsonObject; onChange(value: JsonObject): void; problems: ReadonlyMap<string, FieldProblem[]>; pointer?: string }) {
  return fields.map((field) => (
    <FormField key={field.key} kind={kind} field={field} pointer={`${pointer}/${field.key}`} value={value[field.key]} onChange={(v) => onChange(withMember(value, field.key, v))} problems={problems} />
  ))
}

function FormField(props: FieldProps) {
  const { field, kind, pointer, problems, value } = props
  const { label, t, locale } = useWords()
  const id = useId()
  const nested = field.widget === 'group' || field.widget === 'list'
  const wrong = problemsAt(problems, pointer, !nested)
  // Fields inside a group may have words of their own place, as those a mission adds under `own`.
  const name = label(`field.${kind}${pointer.replaceAll('/', '.')}`, label(`field.${kind}.${field.key}`, label(`field.${field.key}`)))
  const hint = field.hint && locale === 'en' ? field.hint : ''
  if (field.widget === 'boolean') {
    return (
      <div className="field">
        <label className="check"><input type="checkbox" checked={value === true} onChange={(e) => props.onChange(e.target.checked ? true : field.required ? false : undefined)} />{name}</label>
        <Wrong problems={wrong} />
      </div>
    )
  }
  const composite = nested || ['choices', 'interval', 'place', 'words'].includes(field.widget)
  const head = <>{name}{field.required && <span className="need"> · {t('form.required')}</span>}</>
  return (
    <div className="field" role={composite ? 'group' : undefined} aria-labelledby={composite ? `${id}-l` : undefined}>
      {composite ? <span className="label" id={`${id}-l`}>{head}</span> : <label htmlFor={id}>{head}</label>}
      <Control {...props} id={id} invalid={wrong.length > 0} />
      {hint && <span className="hint" dir="auto">{hint}</span>}
      <Wrong problems={wrong} />
    </div>
  )
}

function Wrong({ problems }: { problems: readonly FieldProblem[] }) {
  const say = useRefusals(problems.length > 0)
  return problems.map((p) => <span key={p.path + p.problem} className="wrong" role="alert" dir="auto">{say(p.problem).text}{p.fix ? `. ${say(p.fix).text}` : ''}</span>)
}

function Control({ kind, field, pointer, value, onChange, problems, id, invalid }: FieldProps & { id: string; invalid: boolean }): ReactNode {
  const { t, locale } = useWords()
  const word = (option: string) => codeWords(kind, field.key, option, locale)
  const common = { id, 'aria-invalid': invalid || undefined, required: field.required }
  switch (field.widget) {
    case 'multiline':
      return <textarea {...common} className="area" dir="auto" rows={4} value={text(value)} onChange={(e) => onChange(e.target.value)} {...(field.maxLength ? { maxLength: field.maxLength } : {})} />
    case 'number':
    case 'integer':
      return (
        <span className="withunit">
          <input {...common} className="input" inputMode={field.widget === 'integer' ? 'numeric' : 'decimal'} dir="ltr" value={text(value)} onChange={(e) => onChange(numeric(e.target.value))} />
          {field.unit && <span className="unit">{field.unit}</span>}
        </span>
      )
    case 'choice':
      return (
        <select {...common} className="select" value={text(value)} onChange={(e) => onChange(e.target.value || undefined)}>
          <option value="">{t('form.choose')}</option>
          {field.options.map((o) => <option key={o} value={o}>{word(o)}</option>)}
        </select>
      )
    case 'choices': {
      const chosen = Array.isArray(value) ? value.map(String) : []
      return (
        <div className="checks">
          {field.options.map((o) => <label key={o} className="check"><input type="checkbox" checked={chosen.includes(o)} onChange={(e) => onChange(e.target.checked ? [...chosen, o] : chosen.filter((c) => c !== o))} />{word(o)}</label>)}
        </div>
      )
    }
    case 'words':
      return <WordsField value={value} onChange={onChange} label={t('form.words')} />
    case 'category':
      return <CategoryField {...common} kind={kind} field={field.key} value={text(value)} onChange={onChange} />
    case 'date':
      return <DayInput {...common} value={text(value)} onChange={(day) => onChange(day || undefined)} />
    case 'time':
      return <TimeField {...common} value={text(value)} onChange={onChange} />
    case 'interval':
      return <IntervalField value={asObject(value)} onChange={onChange} />
    case 'place':
      return <PlaceField value={asObject(value)} onChange={onChange} />
    case 'group':
      return <div className="group"><Fields kind={kind} fields={field.fields} value={asObject(value)} onChange={(v) => onChange(isEmpty(v) ? undefined : v)} problems={problems} pointer={pointer} /></div>
    case 'list':
      return <ListField kind={kind} field={field} pointer={pointer} value={value} onChange={onChange} problems={problems} />
    case 'json':
      return <JsonField {...common} value={value} onChange={onChange} />
    default:
      if (facetKind(kind, field.key) === 'area') {
        return <AreaField {...common} value={text(value)} onChange={onChange} />
      }
      return <input {...common} className="input" dir="auto" value={text(value)} onChange={(e) => onChange(e.target.value)} {...(field.maxLength ? { maxLength: field.maxLength } : {})} />
  }
}

function ListField({ kind, field, pointer, value, onChange, problems }: FieldProps) {
  const { t, label } = useWords()
  const items = Array.isArray(value) ? (value as JsonObject[]) : []
  const name = label(`field.${kind}.${field.key}`, label(`field.${field.key}`))
  const fields = field.fields.filter((f) => f.key !== 'id')
  return (
    <div className="stack">
      {items.map((item, i) => (
        <fieldset key={i} className="group">
          <legend className="row"><span className="quiet small grow">{name} {i + 1}</span><button type="button" className="btn plain icon small" aria-label={t('form.remove', { name: `${name} ${i + 1}` })} onClick={() => onChange(items.filter((_, at) => at !== i))}><X size={14} /></button></legend>
          <Fields kind={kind} fields={fields} value={item} onChange={(v) => onChange(items.map((old, at) => (at === i ? v : old)))} problems={problems} pointer={`${pointer}/${i}`} />
        </fieldset>
      ))}
      <button type="button" className="btn small self-start" onClick={() => onChange([...items, field.fields.some((f) => f.key === 'id') ? { id: crypto.randomUUID().slice(0, 8) } : {}])}><Plus size={14} aria-hidden="true" />{t('form.add')}</button>
    </div>
  )
}

function WordsField({ value, onChange, label }: { value: Json | undefined; onChange(value: Json): void; label: string }) {
  const list = Array.isArray(value) ? value.map(String) : []
  const { t } = useWords()
  const [typed, setTyped] = useState('')
  const add = () => {
    if (typed.trim()) {
      onChange([...new Set([...list, typed.trim()])])
      setTyped('')
    }
  }
  return (
    <div className="words">
      {list.map((word) => <span key={word} className="tag" dir="auto">{word}<button type="button" aria-label={t('form.remove', { name: word })} onClick={() => onChange(list.filter((w) => w !== word))}><X size={12} /></button></span>)}
      <input className="bare" dir="auto" value={typed} placeholder={label} aria-label={label} onChange={(e) => setTyped(e.target.value)} onBlur={add} onKeyDown={(e) => { if (e.key === 'Enter' || e.key === ',') { e.preventDefault(); add() } }} />
    </div>
  )
}

function CategoryField({ kind, field, value, onChange, ...rest }: { kind: string; field: string; value: string; onChange(value: Json | undefined): void; id: string; required: boolean }) {
  const { locale, t } = useWords()
  const choices = choicesFor(kind, field, locale)
  if (choices.length === 0) {
    return <input {...rest} className="input" value={value} onChange={(e) => onChange(e.target.value)} />
  }
  const groups = [...new Set(choices.map((c) => c.group))]
  return (
    <select {...rest} className="select" value={value} onChange={(e) => onChange(e.target.value || undefined)}>
      <option value="">{t('form.choose')}</option>
      {groups.map((g) => <optgroup key={g} label={g}>{choices.filter((c) => c.group === g).map((c) => <option key={c.value} value={c.value}>{c.value} · {c.label}</option>)}</optgroup>)}
    </select>
  )
}

/** An area, chosen by its name and kept by its id; an id that is none of them stands as it was. */
function AreaField({ value, onChange, ...rest }: { value: string; onChange(value: Json | undefined): void; id: string; required: boolean }) {
  const { t, locale } = useWords()
  const areas = (useAreas().data ?? []).toSorted((a, b) => a.name.localeCompare(b.name, locale))
  return (
    <select {...rest} className="select" value={value} onChange={(e) => onChange(e.target.value || undefined)}>
      <option value="">{t('form.choose')}</option>
      {value !== '' && areas.every((area) => area.id !== value) && <option value={value}>{value}</option>}
      {areas.map((area) => <option key={area.id} value={area.id}>{area.name}</option>)}
    </select>
  )
}

function JsonField({ value, onChange, ...rest }: { value: Json | undefined; onChange(value: Json | undefined): void; id: string; required: boolean }) {
  const { t } = useWords()
  const [typed, setTyped] = useState(() => (value === undefined ? '' : JSON.stringify(value, null, 1)))
  const [wrong, setWrong] = useState(false)
  return (
    <>
      <textarea {...rest} className="area mono" dir="ltr" rows={5} value={typed} onChange={(e) => {
        setTyped(e.target.value)
        try {
          onChange(e.target.value.trim() === '' ? undefined : (JSON.parse(e.target.value) as Json))
          setWrong(false)
        } catch {
          setWrong(true)
        }
      }} />
      {wrong && <span className="wrong">{t('form.json')}</span>}
    </>
  )
}

function text(value: Json | undefined): string {
  return value === undefined || value === null || typeof value === 'object' ? '' : String(value)
}

/** What cannot be read as a number stays as typed, so that the node names it and nothing is lost. */
function numeric(typed: string): Json | undefined {
  const plain = typed.trim().replace(',', '.')
  if (plain === '') {
    return undefined
  }
  const value = Number(plain)
  return Number.isFinite(value) && !plain.endsWith('.') ? value : typed
}

function asObject(value: Json | undefined): JsonObject {
  return value && typeof value === 'object' && !Array.isArray(value) ? value : {}
}
