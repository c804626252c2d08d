import { Download, Undo2 } from 'lucide-react'
import { Dialog } from 'radix-ui'
import { useMemo, useState } from 'react'
import { LEVELS, type Level } from '../../core/handling.ts'
import type { Json, JsonObject } from '../../core/json.ts'
import type { Query } from '../../core/query.ts'
import { conditions } from '../api/query.ts'
import { queryClient } from '../api/client.ts'
import { api, apiFile } from '../api/http.ts'
import { useJob } from '../api/queries.ts'
import type { KindInfo } from '../api/types.ts'
import { Fields } from '../form/Form.tsx'
import { fieldsOf } from '../form/model.ts'
import { useTexts, useWords } from '../i18n/i18n.tsx'
import { useRefusals } from '../refusals/use-refusals.ts'
import { codeWords } from '../registry.ts'
import { ProblemNotice } from '../shell/ProblemNotice.tsx'
import type { CellWords } from './Cell.tsx'
import { saveFile } from '../api/save-file.ts'
import { ROWS } from './lists.texts.ts'
import { MOST_CHOSEN } from './selection.ts'
import { cellText } from './table.ts'

const ACTIONS = ['edit', 'submit', 'approve', 'return', 'retract', 'reinstate', 'start-verification', 'corroborate', 'verify', 'refute', 'mark-unverifiable', 'handle'] as const
type Action = (typeof ACTIONS)[number]
type Why = 'policy' | 'state' | 'contested' | 'invalid' | 'changed' | 'no-way-back' | 'gone'
type Preview = { plan: string; asked: number; change: number; back: number; same: number; missing: number; refused: Partial<Record<Why, number>>; refusals: { id: string; ref: string; why: Why; detail: string }[]; samples: { id: string; ref: string; title: string; before: Json; after: Json }[] }
type Result = { done: number; same: number; contested: number; refused: { id: string; ref: string; why: Why; detail: string }[]; refusedLeftOut: number; undo: string | null }

/** Widgets whose value can be the same for many records. */
const PLAIN = new Set(['text', 'multiline', 'number', 'integer', 'boolean', 'choice', 'choices', 'words', 'time', 'date', 'category'])

/** Change many records: choose what, look at what would become of them, do it as a job, take it back. */
export function BulkDialog({ kind, query, ids, count, context, onClose, onDone }: { kind: KindInfo; query: Query; ids: readonly string[] | null; count: number; context: CellWords; onClose(): void; onDone(): void }) {
  const { number } = useWords()
  const tt = useTexts(ROWS)
  const [preview, setPreview] = useState<Preview | null>(null)
  const [job, setJob] = useState<{ id: string; undoing: boolean } | null>(null)
  return (
    <Dialog.Root open onOpenChange={(open) => { if (!open) { onClose() } }}>
      <Dialog.Portal>
        <Dialog.Overlay className="scrim" />
        <Dialog.Content className="dialog wide" aria-describedby={undefined}>
          <Dialog.Title asChild><h2>{tt('bulk.title', { n: count })}</h2></Dialog.Title>
          {count > MOST_CHOSEN ? <p className="notice warning">{tt('bulk.most', { n: number(MOST_CHOSEN) })}</p>
            : job ? <Running job={job} context={context} onUndo={(id) => setJob({ id, undoing: true })} onClose={() => { onDone(); onClose() }} />
              : <Order kind={kind} query={query} ids={ids} preview={preview} context={context} onPreview={setPreview} onJob={(id) => setJob({ id, undoing: false })} onClose={onClose} />}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function Order({ kind, query, ids, preview, context, onPreview, onJob, onClose }: { kind: KindInfo; query: Query; ids: readonly string[] | null; preview: Preview | null; context: CellWords; onPreview(preview: Preview | null): void; onJob(id: string): void; onClose(): void }) {
  const { t, label } = useWords()
  const tt = useTexts(ROWS)
  const actions = ACTIONS.filter((type) => kind.actions.some((one) => one.type === type))
  const fields = useMemo(() => fieldsOf(kind.schema, kind.fields).filter((field) => PLAIN.has(field.widget) && !guarded(kind, field.key)), [kind])
  const [action, setAction] = useState<Action>(actions[0] ?? 'edit')
  const [chosen, setChosen] = useState<string[]>(() => fields.slice(0, 1).map((field) => field.key))
  const [values, setValues] = useState<JsonObject>({})
  const [level, setLevel] = useState<Level | ''>('')
  const [release, setRelease] = useState<'' | 'all' | 'owner'>('')
  const [reason, setReason] = useState('')
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const needsReason = kind.actions.find((one) => one.type === action)?.reason === true
  const shown = fields.filter((field) => chosen.includes(field.key))
  const left = fields.filter((field) => !chosen.includes(field.key))
  const fieldName = (key: string) => label(`field.${kind.name}.${key}`, label(`field.${key}`))
  const changed = (set: () => void) => { set(); onPreview(null) }
  const ask = async (work: () => Promise<void>) => {
    setBusy(true)
    setError(null)
    try {
      await work()
    } catch (problem) {
      setError(problem)
    }
    setBusy(false)
  }
  const look = () => ask(async () => {
    const change = {
      action, reason: reason.trim() || null,
      ...(action === 'edit' ? { fields: Object.fromEntries(chosen.map((key) => [key, values[key] ?? null])) } : {}),
      ...(action === 'handle' ? { handling: { ...(level ? { level } : {}), ...(release ? { releasableTo: release === 'all' ? ['*'] : [] } : {}) } } : {}),
    }
    onPreview(await api<Preview>('/api/bulk/preview', { method: 'POST', body: { query: conditions(query), ...(ids ? { ids } : {}), change } }))
  })
  return (
    <form className="stack" onSubmit={(e) => { e.preventDefault(); void look() }}>
      <div className="field">
        <label htmlFor="bulk-action">{tt('bulk.what')}</label>
        <select id="bulk-action" className="select" value={action} onChange={(e) => changed(() => setAction(e.target.value as Action))}>
          {actions.map((type) => <option key={type} value={type}>{type === 'edit' ? tt('bulk.edit') : type === 'handle' ? tt('bulk.handle') : t(`action.${type}`)}</option>)}
        </select>
      </div>
      {action === 'edit' && (
        <>
          <Fields kind={kind.name} fields={shown.map((field) => ({ ...field, required: false }))} value={values} onChange={(next) => changed(() => setValues(next))} problems={NO_PROBLEMS} />
          <p className="quiet small">{tt('bulk.clears')}</p>
          {left.length > 0 && (
            <div className="field"><label htmlFor="bulk-field">{chosen.length === 0 ? tt('bulk.field') : tt('bulk.add')}</label>
              <select id="bulk-field" className="select" value="" onChange={(e) => changed(() => setChosen([...chosen, e.target.value]))}>
                <option value="">{t('form.choose')}</option>
                {left.map((field) => <option key={field.key} value={field.key}>{fieldName(field.key)}</option>)}
              </select>
            </div>
          )}
          {chosen.length > 1 && <div className="row wrap">{chosen.map((key) => <button key={key} type="button" className="btn small" onClick={() => changed(() => setChosen(chosen.filter((one) => one !== key)))}>{t('form.remove', { name: fieldName(key) })}</button>)}</div>}
          <p className="quiet small">{tt('bulk.area')}</p>
        </>
      )}
      {action === 'handle' && (
        <div className="row wrap">
          <div className="field grow"><label htmlFor="bulk-level">{tt('bulk.level')}</label><select id="bulk-level" className="select" value={level} onChange={(e) => changed(() => setLevel(e.target.value as Level | ''))}><option value="">{tt('bulk.keep')}</option>{LEVELS.map((one) => <option key={one} value={one}>{t(`level.${one}`)}</option>)}</select></div>
          <div className="field grow"><label htmlFor="bulk-release">{tt('bulk.release')}</label><select id="bulk-release" className="select" value={release} onChange={(e) => changed(() => setRelease(e.target.value as typeof release))}><option value="">{tt('bulk.keep')}</option><option value="all">{tt('bulk.release.all')}</option><option value="owner">{tt('bulk.release.owner')}</option></select></div>
        </div>
      )}
      <div className="field"><label htmlFor="bulk-reason">{tt('bulk.reason')}{needsReason && <span className="need"> · {t('form.required')}</span>}</label><input id="bulk-reason" className="input" dir="auto" required={needsReason} maxLength={2000} value={reason} onChange={(e) => changed(() => setReason(e.target.value))} /></div>
      {error !== null && <ProblemNotice error={error} kept={t('form.kept')} />}
      {preview && <PreviewPart preview={preview} kind={kind.name} context={context} fieldName={fieldName} />}
      <div className="row">
        {preview && preview.change > 0
          ? <button type="button" className="btn primary" disabled={busy} onClick={() => void ask(async () => onJob((await api<{ job: string }>('/api/bulk', { method: 'POST', body: { plan: preview.plan } })).job))}>{tt('bulk.do', { n: preview.change })}</button>
          : <button type="submit" className="btn primary" disabled={busy || (action === 'edit' && chosen.length === 0)}>{tt('bulk.preview')}</button>}
        <button type="button" className="btn" onClick={onClose}>{t('common.cancel')}</button>
      </div>
    </form>
  )
}

const NO_PROBLEMS: ReadonlyMap<string, never[]> = new Map()

function guarded(kind: KindInfo, key: string): boolean {
  const rule = kind.fields[key]
  return rule !== undefined && (rule.sealed === true || rule.compartments !== undefined || rule.protectItems !== undefined || rule.ownActions === true)
}

function PreviewPart({ preview, kind, context, fieldName }: { preview: Preview; kind: string; context: CellWords; fieldName(key: string): string }) {
  const { number } = useWords()
  const tt = useTexts(ROWS)
  const refused = Object.values(preview.refused).reduce((sum, n) => sum + (n ?? 0), 0)
  return (
    <section className="stack bulkpreview" aria-live="polite">
      <dl className="figures">
        <div><dd>{number(preview.change)}</dd><dt>{tt('bulk.will')}</dt></div>
        <div><dd>{number(preview.same)}</dd><dt>{tt('bulk.same')}</dt></div>
        <div data-bad={refused > 0 || undefined}><dd>{number(refused)}</dd><dt>{tt('bulk.cannot')}</dt></div>
        {preview.missing > 0 && <div><dd>{number(preview.missing)}</dd><dt>{tt('bulk.missing')}</dt></div>}
      </dl>
      {preview.change === 0 && <p>{tt('bulk.nothing')}</p>}
      {preview.change > preview.back && <p className="notice warning">{preview.back === 0 ? tt('bulk.oneway') : tt('bulk.oneway.some', { n: number(preview.change - preview.back) })}</p>}
      {refused > 0 && <Refusals counts={preview.refused} rows={preview.refusals} />}
      {preview.samples.length > 0 && (
        <div className="previewbox">
          <table>
            <caption className="sr">{tt('bulk.sample')}</caption>
            <thead><tr><th>{tt('bulk.sample')}</th><th>{tt('bulk.before')}</th><th>{tt('bulk.after')}</th></tr></thead>
            <tbody>{preview.samples.map((one) => <tr key={one.id}><td><span className="mono ltr">{one.ref}</span> <span dir="auto">{one.title}</span></td><td dir="auto">{said(one.before, kind, context, fieldName)}</td><td dir="auto"><strong>{said(one.after, kind, context, fieldName)}</strong></td></tr>)}</tbody>
          </table>
        </div>
      )}
    </section>
  )
}

/** A state, or fields with their values, in words. */
function said(value: Json, kind: string, { t, locale }: CellWords, fieldName: (key: string) => string): string {
  const word = (key: string, one: Json | undefined): string => (typeof one === 'string' ? codeWords(kind, key, one, locale) : Array.isArray(one) ? one.map((each) => word(key, each)).join(', ') : cellText(one))
  if (typeof value === 'string') {
    const axes: Record<string, () => string> = Object.fromEntries([...(['draft', 'submitted', 'returned', 'approved', 'merged', 'retracted'] as const).map((w) => [w, () => t(`workflow.${w}`)] as const), ...(['reported', 'under-verification', 'corroborated', 'verified', 'unverifiable', 'refuted'] as const).map((v) => [v, () => t(`veracity.${v}`)] as const)])
    return axes[value]?.() ?? value
  }
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) {
    if ('level' in value && 'releasableTo' in value) {
      return `${t(`level.${value['level'] as Level}`)} · ${cellText(value['releasableTo'])}`
    }
    return Object.entries(value).map(([key, one]) => `${fieldName(key)}: ${word(key, one) || '—'}`).join(' · ')
  }
  return cellText(value)
}

function Refusals({ counts, rows }: { counts: Partial<Record<Why, number>>; rows: readonly { id: string; ref: string; why: Why; detail: string }[] }) {
  const { number } = useWords()
  const tt = useTexts(ROWS)
  const say = useRefusals(rows.some((row) => row.detail !== ''))
  return (
    <details className="refusals">
      <summary>{Object.entries(counts).map(([why, n]) => `${number(n ?? 0)} ${tt(`bulk.why.${why as Why}`)}`).join(' · ')}</summary>
      <ul className="small">{rows.slice(0, 50).map((row) => <li key={row.id}><span className="mono ltr">{row.ref || row.id}</span> <span className="quiet" dir="auto">{tt(`bulk.why.${row.why}`)}{row.detail && `: ${say(row.detail).text}`}</span></li>)}</ul>
    </details>
  )
}

function Running({ job, context, onUndo, onClose }: { job: { id: string; undoing: boolean }; context: CellWords; onUndo(job: string): void; onClose(): void }) {
  const { t, number } = useWords()
  const tt = useTexts(ROWS)
  const state = useJob(job.id)
  const [error, setError] = useState<unknown>(null)
  const now = state.data
  const say = useRefusals(now?.problem !== undefined)
  if (!now || now.state === 'running') {
    const { done, total } = now?.progress ?? { done: 0, total: 0 }
    return (
      <div className="stack">
        <p aria-live="polite">{tt('bulk.running', { n: number(done), of: number(total) })}</p>
        <progress value={done} max={Math.max(1, total)} aria-label={tt('bulk.running', { n: number(done), of: number(total) })} />
        {state.error && <ProblemNotice error={state.error} retry={() => void state.refetch()} />}
        <div className="row"><button type="button" className="btn" onClick={() => void api(`/api/jobs/${job.id}`, { method: 'DELETE' }).then(() => state.refetch())}>{tt('bulk.stop')}</button></div>
      </div>
    )
  }
  const result = now.result as unknown as Result | undefined
  const counts: Partial<Record<Why, number>> = {}
  for (const row of result?.refused ?? []) {
    counts[row.why] = (counts[row.why] ?? 0) + 1
  }
  const refused = (result?.refused.length ?? 0) + (result?.refusedLeftOut ?? 0)
  const undo = async (bulk: string) => {
    try {
      onUndo((await api<{ job: string }>(`/api/bulk/${bulk}/undo`, { method: 'POST', body: { reason: tt('bulk.undo.reason') } })).job)
    } catch (problem) {
      setError(problem)
    }
  }
  return (
    <div className="stack" aria-live="polite">
      {now.state === 'cancelled' && <p className="notice warning">{tt('bulk.stopped')}</p>}
      {now.problem && <p className="notice critical" dir="auto">{say(now.problem.detail).text}</p>}
      {result && <p><strong>{tt(job.undoing ? 'bulk.undone' : 'bulk.done', { n: number(result.done) })}</strong></p>}
      {result && result.contested > 0 && <p>{tt('bulk.contested', { n: number(result.contested) })}</p>}
      {refused > 0 && <p>{tt('bulk.refused', { n: number(refused) })}</p>}
      {refused > 0 && result && <Refusals counts={counts} rows={result.refused} />}
      {error !== null && <ProblemNotice error={error} />}
      <div className="row wrap">
        {now.files?.includes('refused.csv') && <button type="button" className="btn" onClick={() => void apiFile(`/api/jobs/${job.id}/refused.csv`).then(({ blob, name }) => saveFile(blob, name), setError)}><Download size={14} aria-hidden="true" />{tt('bulk.file')}</button>}
        {result?.undo && result.done > 0 && <button type="button" className="btn" onClick={() => void undo(result.undo ?? '')}><Undo2 size={14} aria-hidden="true" />{tt('bulk.undo')}</button>}
        <button type="button" className="btn primary" onClick={() => { void queryClient.invalidateQueries({ queryKey: ['window'] }); void queryClient.invalidateQueries({ queryKey: ['facets'] }); onClose() }}>{context.t('common.close')}</button>
      </div>
      <span className="sr">{t('common.close')}</span>
    </div>
  )
}
