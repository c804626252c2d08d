import { Pencil } from 'lucide-react'
import { createContext, use, useEffect, useRef, useState } from 'react'
import type { KeyboardEvent, MouseEvent, ReactNode } from 'react'
import type { Json, JsonObject } from '../../core/json.ts'
import { ApiProblem } from '../api/http.ts'
import type { KindInfo, RecordView } from '../api/types.ts'
import { draftOf, keepDraft } from '../drafts.ts'
import { Fields } from '../form/Form.tsx'
import { changedFields, fieldsOf, isEmpty, problemsByField } from '../form/model.ts'
import { useTexts, useWords } from '../i18n/i18n.tsx'
import { useSession } from '../session.tsx'
import { ProblemNotice } from '../shell/ProblemNotice.tsx'
import { toast } from '../shell/toasts.tsx'
import { ROWS } from './in-place.texts.ts'
import { saveAction } from './save.ts'

/** What is shown is of the past or another's: nothing in it can be edited. */
export const ReadOnly = createContext(false)

type Draft = { value: Json | null; basedOn: number }

/**
 * A fact that can be edited where it stands: click it or press Enter on its pencil, Esc leaves it as it was. Several
 * fields of one card are edited together. What was typed is kept on the device until it is saved.
 */
export function InPlace({ record, fields, children, inline = false }: { record: RecordView; fields: readonly string[]; children: ReactNode; inline?: boolean }) {
  const { kinds } = useSession()
  const { label } = useWords()
  const tt = useTexts(ROWS)
  const readOnly = use(ReadOnly)
  const kind = kinds.find((k) => k.name === record.kind)
  const [editing, setEditing] = useState(() => fields.some((f) => draftOf<Draft>(draftName(record, f)) !== null))
  const pencil = useRef<HTMLButtonElement>(null)
  if (!kind || readOnly || !record.can.includes('edit')) {
    return children
  }
  const name = label(`field.${kind.name}.${fields[0] ?? ''}`, label(`field.${fields[0] ?? ''}`))
  if (editing) {
    return <FieldForm record={record} kind={kind} fields={fields} name={name} onDone={() => { setEditing(false); setTimeout(() => pencil.current?.focus()) }} />
  }
  const open = (event: MouseEvent) => {
    const on = event.target as HTMLElement
    // Links, buttons and selected words keep their own meaning.
    if (!on.closest('a, button, input, select, textarea, label, summary') && (window.getSelection()?.isCollapsed ?? true)) {
      setEditing(true)
    }
  }
  return (
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions, jsx-a11y/click-events-have-key-events -- the pencil inside is the keyboard's way
    <div className={`inplace${inline ? ' inline' : ''}`} onClick={open}>
      <div className="inplace-shown">{children}</div>
      <button ref={pencil} type="button" className="btn plain icon small inplace-pencil noprint" aria-label={tt('edit.field', { field: name })} title={tt('edit.field', { field: name })} onClick={() => setEditing(true)}><Pencil size={13} /></button>
    </div>
  )
}

function FieldForm({ record, kind, fields, name, onDone }: { record: RecordView; kind: KindInfo; fields: readonly string[]; name: string; onDone(): void }) {
  const { t } = useWords()
  const tt = useTexts(ROWS)
  const box = useRef<HTMLFormElement>(null)
  const models = fieldsOf(kind.schema, kind.fields).filter((f) => fields.includes(f.key))
  const [basedOn] = useState(() => Math.min(record.version, ...fields.map((f) => draftOf<Draft>(draftName(record, f))?.basedOn ?? record.version)))
  const [before] = useState<JsonObject>(() => pick(record.data, fields))
  const [data, setData] = useState<JsonObject>(() => pick({ ...record.data, ...draftsOf(record, fields) }, fields))
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  useEffect(() => {
    box.current?.querySelector<HTMLElement>('input, textarea, select')?.focus()
  }, [])
  const forget = () => fields.forEach((f) => keepDraft(draftName(record, f), null))
  const change = (next: JsonObject) => {
    setData(next)
    fields.forEach((f) => keepDraft(draftName(record, f), { value: next[f] ?? null, basedOn } satisfies Draft))
  }
  const cancel = () => {
    forget()
    onDone()
  }
  async function save() {
    const changed = changedFields(before, data)
    if (isEmpty(changed)) {
      cancel()
      return
    }
    setBusy(true)
    setError(null)
    try {
      const after = await saveAction({ ...record, version: basedOn }, 'edit', { fields: changed }, `${t('action.edit')}: ${record.ref} · ${name}`)
      forget()
      const contested = after !== null && after.contested.length > record.contested.length
      toast(after === null ? tt('edit.kept') : contested ? t('record.contested.toast') : tt('edit.saved', { field: name }), { tone: contested ? 'critical' : 'plain' })
      onDone()
    } catch (problem) {
      setError(problem)
      setBusy(false)
    }
  }
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.preventDefault()
      event.stopPropagation()
      cancel()
    } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      void save()
    }
  }
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Esc leaves the form from any of its fields
    <form ref={box} className="form inplace-form noprint" noValidate onKeyDown={keys} onSubmit={(e) => { e.preventDefault(); void save() }}>
      <Fields kind={kind.name} fields={models} value={data} onChange={change} problems={problemsByField(error instanceof ApiProblem ? error.fields : [])} />
      {error !== null && <ProblemNotice error={error} kept={t('form.kept')} />}
      <div className="row"><button type="submit" className="btn small primary" disabled={busy}>{t('action.save')}</button><button type="button" className="btn small" onClick={cancel}>{t('common.cancel')}</button></div>
    </form>
  )
}

function draftName(record: RecordView, field: string): string {
  return `field.${record.id}.${field}`
}

function draftsOf(record: RecordView, fields: readonly string[]): JsonObject {
  return Object.fromEntries(fields.flatMap((f) => {
    const draft = draftOf<Draft>(draftName(record, f))
    return draft ? [[f, draft.value ?? undefined]] : []
  }))
}

function pick(data: JsonObject, fields: readonly string[]): JsonObject {
  return Object.fromEntries(fields.filter((f) => data[f] !== undefined).map((f) => [f, data[f]]))
}
