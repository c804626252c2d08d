import { useQuery } from '@tanstack/react-query'
import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useState } from 'react'
import type { JsonObject } from '../../core/json.ts'
import { api } from '../api/http.ts'
import { useHistory } from '../api/queries.ts'
import type { KindInfo, RecordView } from '../api/types.ts'
import { fieldsOf } from '../form/model.ts'
import { useTexts, useWords } from '../i18n/i18n.tsx'
import { Reason } from '../refusals/Reason.tsx'
import { ProblemNotice } from '../shell/ProblemNotice.tsx'
import { Card, FullTime, Skeleton } from '../shell/parts.tsx'
import { skewText } from '../time/format.ts'
import { actionWord } from './action-words.ts'
import { usePurpose } from './purpose.ts'
import { ROWS } from './record.texts.ts'
import { Value } from './value.tsx'
import { changedBetween, stepsOf } from './versions.ts'
import type { Reading, Step } from './versions.ts'
import { Who } from './Who.tsx'

/** Clocks further apart than this are shown side by side (field-guide 1.6). */
const SKEW_MS = 120_000

/** The record step by step: what each step changed, as it then stood, and who had seen it by then. */
export function Known({ record, kind }: { record: RecordView; kind: KindInfo }) {
  const tt = useTexts(ROWS)
  const { t, label, locale } = useWords()
  const purpose = usePurpose()
  const history = useHistory(record.id, purpose)
  const steps = stepsOf(history.data ?? [])
  const [chosen, setChosen] = useState<number | null>(null)
  const at = Math.min(chosen ?? steps.length - 1, steps.length - 1)
  const step = steps[at]
  if (history.error && !history.data) {
    return <Card id="known" title={tt('known.title')}><ProblemNotice error={history.error} retry={() => void history.refetch()} /></Card>
  }
  if (!step) {
    return <Card id="known" title={tt('known.title')}><Skeleton lines={4} /></Card>
  }
  const { item } = step
  const skew = Date.parse(item.at) - Date.parse(item.receivedAt)
  const move = (by: number) => setChosen(Math.max(0, Math.min(steps.length - 1, at + by)))
  return (
    <Card id="known" title={tt('known.title')} side={<span className="small quiet nowrap">{tt('known.step', { n: at + 1, all: steps.length })}</span>}>
      <div className="row noprint">
        <button type="button" className="btn icon small" disabled={at === 0} aria-label={tt('known.earlier')} title={tt('known.earlier')} onClick={() => move(-1)}><ChevronLeft className="flip" size={15} /></button>
        <input type="range" className="grow steps" min={0} max={steps.length - 1} value={at} aria-label={tt('known.slider')} aria-valuetext={`${tt('known.step', { n: at + 1, all: steps.length })}: ${label(`action.${item.type}`, actionWord(item.type, t))}`} onChange={(e) => setChosen(Number(e.target.value))} />
        <button type="button" className="btn icon small" disabled={at === steps.length - 1} aria-label={tt('known.later')} title={tt('known.later')} onClick={() => move(1)}><ChevronRight className="flip" size={15} /></button>
      </div>
      <p className="row wrap knownhead"><strong>{label(`action.${item.type}`, actionWord(item.type, t))}</strong><span><Who item={item} inRole /></span></p>
      <p className="small quiet">
        <FullTime at={item.receivedAt} />
        {Math.abs(skew) > SKEW_MS && <> ({tt('known.server')}) · <span className="warn"><FullTime at={item.at} /> ({tt('known.device')}, {skew > 0 ? '+' : '−'}{skewText(skew, locale)})</span></>}
      </p>
      {item.reason && <p className="small" dir="auto">“<Reason text={item.reason} />”</p>}
      {item.withheld === true ? <p className="small quiet">{tt('known.withheld')}</p> : <Differences key={at} record={record} kind={kind} step={step} before={steps[at - 1] ?? null} last={at === steps.length - 1} />}
      <h4 className="small">{tt('known.readers')}</h4>
      <Readers readers={step.readers} />
      {history.isFetching && <span className="sr" role="status">{t('common.loading')}</span>}
    </Card>
  )
}

function Differences({ record, kind, step, before, last }: { record: RecordView; kind: KindInfo; step: Step; before: Step | null; last: boolean }) {
  const tt = useTexts(ROWS)
  const { label, t } = useWords()
  const now = useAsOf(record, last ? null : step)
  const was = useAsOf(record, before)
  const shown = last ? record : now.data
  if (now.error || was.error) {
    return <ProblemNotice error={now.error ?? was.error} />
  }
  if (!shown || (before && !was.data)) {
    return <Skeleton lines={3} />
  }
  const previous: RecordView | null = before ? (was.data ?? null) : null
  const order = fieldsOf(kind.schema, kind.fields).map((f) => f.key)
  const fields = changedBetween(previous?.data ?? null, shown.data as JsonObject, order).filter((c) => kind.fields[c.field]?.widget !== 'hidden')
  const states = [
    ...(previous && previous.workflow !== shown.workflow ? [{ name: t('list.workflow'), was: t(`workflow.${previous.workflow}`), is: t(`workflow.${shown.workflow}`) }] : []),
    ...(previous && shown.veracity && previous.veracity && previous.veracity !== shown.veracity ? [{ name: t('list.veracity'), was: t(`veracity.${previous.veracity}`), is: t(`veracity.${shown.veracity}`) }] : []),
    ...(previous && previous.marking !== shown.marking ? [{ name: t('action.handle'), was: previous.marking, is: shown.marking }] : []),
  ]
  return (
    <>
      {fields.length === 0 && states.length === 0 && <p className="small quiet">{tt('known.same')}</p>}
      <dl className="diffs">
        {states.map((s) => <div key={s.name}><dt>{s.name}</dt><dd><del><span className="sr">{tt('known.was')}: </span>{s.was}</del> <ins><span className="sr">{tt('known.is')}: </span>{s.is}</ins></dd></div>)}
        {fields.map((c) => (
          <div key={c.field}>
            <dt>{label(`field.${kind.name}.${c.field}`, label(`field.${c.field}`))}</dt>
            <dd>
              {c.was !== undefined && <del tabIndex={scrolls(c.was)}><span className="sr">{tt('known.was')}: </span><Value kind={kind.name} field={c.field} value={c.was} /></del>}
              <ins tabIndex={scrolls(c.is)}><span className="sr">{tt('known.is')}: </span><Value kind={kind.name} field={c.field} value={c.is} /></ins>
            </dd>
          </div>
        ))}
      </dl>
    </>
  )
}

function useAsOf(record: RecordView, step: Step | null) {
  const purpose = usePurpose()
  const at = step?.item.receivedAt ?? ''
  return useQuery({
    queryKey: ['as-of', record.id, at, purpose], enabled: step !== null, staleTime: Infinity,
    queryFn: ({ signal }) => api<RecordView>(`/api/records/${encodeURIComponent(record.id)}?asOf=${encodeURIComponent(at)}`, { signal, purpose }),
  })
}

function Readers({ readers }: { readers: readonly Reading[] }) {
  const tt = useTexts(ROWS)
  const named = readers.filter((r) => r.actor !== '')
  const others = readers.find((r) => r.actor === '')
  if (readers.length === 0) {
    return <p className="small quiet">{tt('known.nobody')}</p>
  }
  return (
    <ul className="plainlist small">
      {named.map((r) => <li key={r.actor}><span dir="auto">{r.name}</span> <span className="quiet">{tt('known.counts', { read: r.reads, export: r.exports })}{r.formats.length > 0 ? ` (${r.formats.join(', ')})` : ''}</span></li>)}
      {others && <li className="quiet">{tt('known.counts', { read: others.reads, export: others.exports })}</li>}
    </ul>
  )
}

/** Where the record went: exports by format and who took them, as far as the reader may know. */
export function UsedIn({ record }: { record: RecordView }) {
  const tt = useTexts(ROWS)
  const taken = (useHistory(record.id, usePurpose()).data ?? []).filter((one) => one.type === 'export')
  return (
    <Card id="used" title={tt('used.title')}>
      {taken.length === 0 ? <p className="quiet small">{tt('used.none')}</p> : (
        <ul className="plainlist small">
          {taken.toReversed().slice(0, 20).map((one) => <li key={one.id}><strong>{typeof one.patch['format'] === 'string' ? one.patch['format'].toLocaleUpperCase() : '—'}</strong> <FullTime at={one.receivedAt} />{one.actor !== '' && <> · <span dir="auto">{one.actorName ?? one.actor}</span></>}{one.purpose && <span className="quiet" dir="auto"> · {one.purpose}</span>}</li>)}
        </ul>
      )}
      {taken.length > 20 && <p className="small quiet">{tt('files.of', { n: 20, all: taken.length })}</p>}
    </Card>
  )
}

/** A value long enough to be scrolled is reached by Tab, so that arrow keys can do it. */
function scrolls(value: unknown): 0 | undefined {
  return (JSON.stringify(value) ?? '').length > 600 ? 0 : undefined
}
