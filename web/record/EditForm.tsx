import { useMemo, useState } from 'react'
import type { JsonObject } from '../../core/json.ts'
import type { FieldProblem } from '../../core/problem.ts'
import { ApiProblem } from '../api/http.ts'
import type { KindInfo, RecordView } from '../api/types.ts'
import { draftOf, keepDraft } from '../drafts.ts'
import { Fields } from '../form/Form.tsx'
import { changedFields, fieldsOf, isEmpty, missing, problemsByField } from '../form/model.ts'
import { useWords } from '../i18n/i18n.tsx'
import { ProblemNotice } from '../shell/ProblemNotice.tsx'
import { toast } from '../shell/toasts.tsx'
import { undoOffer } from '../shell/undo-stack.ts'
import { act } from './actions.ts'

type Kept = { data: JsonObject; basedOn: number }

/** Edit a record with the form its kind describes. What was typed is kept on the device until it is saved. */
export function EditForm({ record, kind, onDone }: { record: RecordView; kind: KindInfo; onDone(): void }) {
  const name = `edit.${record.id}`
  const { t } = useWords()
  const [kept] = useState(() => draftOf<Kept>(name))
  const [base] = useState<Kept>(() => ({ data: record.data, basedOn: kept?.basedOn ?? record.version }))
  const [data, setData] = useState<JsonObject>(kept?.data ?? record.data)
  const change = (next: JsonObject) => {
    setData(next)
    keepDraft(name, { data: next, basedOn: base.basedOn })
  }
  return (
    <FormShell
      kind={kind} data={data} before={base.data} onChange={change} submit={t('action.save')} restored={kept !== null}
      onCancel={() => { keepDraft(name, null); onDone() }}
      onSubmit={async () => {
        const fields = changedFields(base.data, data)
        if (isEmpty(fields)) {
          keepDraft(name, null)
          onDone()
          return
        }
        const after = await act({ ...record, version: base.basedOn }, 'edit', { fields })
        keepDraft(name, null)
        toast(after.contested.length > record.contested.length ? t('record.contested.toast') : t('action.done', { what: t('action.edit'), ref: record.ref }), { tone: after.contested.length > record.contested.length ? 'critical' : 'plain', ...(after.version > record.version ? undoOffer(t) : {}) })
        onDone()
      }}
    />
  )
}

/** The generic form with its buttons and its errors beside the fields. */
export function FormShell({ kind, data, onChange, onSubmit, onCancel, submit, before, restored = false }: { kind: KindInfo; data: JsonObject; before?: JsonObject; onChange(data: JsonObject): void; onSubmit(): Promise<void>; onCancel(): void; submit: string; restored?: boolean }) {
  const { t } = useWords()
  const fields = useMemo(() => fieldsOf(kind.schema, kind.fields), [kind])
  const [error, setError] = useState<unknown>(null)
  const [local, setLocal] = useState<FieldProblem[]>([])
  const [busy, setBusy] = useState(false)
  const problems = useMemo(() => problemsByField([...local, ...(error instanceof ApiProblem ? error.fields : [])]), [local, error])
  return (
    <form className="form" noValidate onSubmit={(e) => {
      e.preventDefault()
      const empty = missing(fields, data, t('form.missing'), before)
      setLocal(empty)
      setError(null)
      if (empty.length > 0) {
        return
      }
      setBusy(true)
      void onSubmit().catch(setError).finally(() => setBusy(false))
    }}>
      {restored && <div className="notice"><span>{t('form.restored')}</span></div>}
      <Fields kind={kind.name} fields={fields} value={data} onChange={onChange} problems={problems} />
      {error !== null && <ProblemNotice error={error} kept={t('form.kept')} />}
      {local.length > 0 && <p className="wrong small" role="alert">{t('form.missing-some', { n: local.length })}</p>}
      <div className="formfoot row"><button type="submit" className="btn primary" disabled={busy}>{submit}</button><button type="button" className="btn" onClick={onCancel}>{t('common.cancel')}</button></div>
    </form>
  )
}
