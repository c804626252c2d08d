import { useState } from 'react'
import type { Json, JsonObject } from '../../core/json.ts'
import type { Contest } from '../../core/record.ts'
import { ApiProblem } from '../api/http.ts'
import { useHistory } from '../api/queries.ts'
import type { HistoryItem, KindInfo, RecordView } from '../api/types.ts'
import { Fields } from '../form/Form.tsx'
import { fieldsOf, problemsByField } from '../form/model.ts'
import { useTexts, useWords } from '../i18n/i18n.tsx'
import { ProblemNotice } from '../shell/ProblemNotice.tsx'
import { FullTime } from '../shell/parts.tsx'
import { toast } from '../shell/toasts.tsx'
import { usePurpose } from './purpose.ts'
import { ROWS } from './record.texts.ts'
import { saveAction } from './save.ts'
import { Value } from './value.tsx'

/** Edits that came second, field by field beside what stands: keep one, or write a third. Each decision is one action. */
export function Contested({ record, kind }: { record: RecordView; kind: KindInfo }) {
  const { t } = useWords()
  const history = useHistory(record.id, usePurpose())
  if (record.contested.length === 0) {
    return null
  }
  return (
    <section className="contested" aria-label={t('record.contested')}>
      <h3>{t('record.contested')}</h3>
      <p className="small quiet">{t('record.contested.why')}</p>
      {record.contested.map((c) => <Decision key={c.action + c.field} record={record} kind={kind} contest={c} history={history.data ?? []} />)}
    </section>
  )
}

function Decision({ record, kind, contest, history }: { record: RecordView; kind: KindInfo; contest: Contest; history: readonly HistoryItem[] }) {
  const { t, label } = useWords()
  const tt = useTexts(ROWS)
  const [third, setThird] = useState<JsonObject | null>(null)
  const [error, setError] = useState<unknown>(null)
  const { field } = contest
  const name = label(`field.${record.kind}.${field}`, label(`field.${field}`))
  const model = fieldsOf(kind.schema, kind.fields).filter((f) => f.key === field)
  const stander = setterOf(field, contest.action, history)
  const may = record.can.includes('resolve')
  const decide = (take: 'theirs' | 'standing' | 'value', value?: Json) => {
    setError(null)
    saveAction(record, 'resolve', { action: contest.action, field, take, ...(value === undefined ? {} : { value }) }, `${record.ref} · ${name}`).then(() => toast(tt('merge.done', { field: name })), setError)
  }
  return (
    <div className="contest">
      <strong className="small">{name}</strong>
      <div className="sides">
        <div>
          <span className="quiet small">{t('record.standing')}{stander && <> · <span dir="auto">{tt('merge.set-by', { name: stander.actorName ?? stander.actor })}</span> · <FullTime at={stander.receivedAt} /></>}</span>
          <div><Value kind={record.kind} field={field} value={record.data[field]} /></div>
          {may && <button type="button" className="btn small" onClick={() => decide('standing')}>{t('record.keep-standing')}</button>}
        </div>
        <div>
          <span className="quiet small"><span dir="auto">{history.find((item) => item.id === contest.action)?.actorName ?? contest.by}</span> · {contest.role} · <FullTime at={contest.at} /> · {tt('merge.based', { n: contest.basedOn })}</span>
          <div><Value kind={record.kind} field={field} value={contest.value} /></div>
          {may && <button type="button" className="btn small" onClick={() => decide('theirs')}>{t('record.take-theirs')}</button>}
        </div>
      </div>
      {may && model.length > 0 && third === null && <button type="button" className="btn plain small self-start noprint" onClick={() => setThird({ [field]: contest.value ?? undefined })}>{tt('merge.third')}</button>}
      {third !== null && (
        // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Esc leaves the form from any of its fields
        <form className="form noprint" onSubmit={(e) => { e.preventDefault(); decide('value', third[field] ?? null) }} onKeyDown={(e) => { if (e.key === 'Escape') { e.stopPropagation(); setThird(null) } }}>
          <Fields kind={kind.name} fields={model} value={third} onChange={setThird} problems={problemsByField(error instanceof ApiProblem ? error.fields : [])} />
          <div className="row"><button type="submit" className="btn small primary">{tt('merge.save')}</button><button type="button" className="btn small" onClick={() => setThird(null)}>{t('common.cancel')}</button></div>
        </form>
      )}
      {error !== null && <ProblemNotice error={error} kept={third === null ? undefined : t('form.kept')} />}
    </div>
  )
}

/** The action the standing value came from: the last that wrote the field and is not the one that waits. */
function setterOf(field: string, waiting: string, history: readonly HistoryItem[]): HistoryItem | undefined {
  return history.findLast((item) => item.id !== waiting && [item.patch['fields'], item.patch['data']].some((part) => typeof part === 'object' && part !== null && Object.hasOwn(part, field)))
}
