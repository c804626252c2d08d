import { CornerDownLeft, TextQuote } from 'lucide-react'
import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react'
import type { KeyboardEvent } from 'react'
import { flushSync } from 'react-dom'
import { addPending, api, draftOf, keepDraft, noteUndoable, lineEntryOf, onCommand, queueFile, removePending, serverNow, setPreview, toast, undoOffer, uuid7, useKinds, useSession, useWords, write, queryClient, ApiProblem } from '../../../web/face.ts'
import type { Duplicate, LineEntry, RecordView } from '../../../web/face.ts'
import { parseQuickLog } from '../shared/quicklog.ts'
import type { QuickLogContext, QuickOverride, QuickSpan } from '../shared/quicklog.ts'
import { blankHoles, nextHole } from '../shared/quicklog-lines.ts'
import { severityOf } from '../shared/project.ts'
import { Chips, focusChip } from './Chips.tsx'
import { PhotoButton, Photos, usePhotos } from './Photos.tsx'
import { Templates } from './Templates.tsx'
import { TypedDuplicates } from './TypedDuplicates.tsx'
import { useNames } from './names.ts'
import { asJson, dropHoles, incidentOf, shiftOverrides, sourceOf } from './quick-data.ts'
import { withPhoto } from './photo-words.ts'
import { onFill, recalledLine, rememberLine } from './quick-lines.ts'
import { categoryLabel, useTaxonomy } from './taxonomy.ts'
import './quick.css'

const DRAFT = 'quicklog'

/** The bar under the thumb: type as it comes over the radio, see it read, press Enter. */
export function QuickLog() {
  const { locale, label, t } = useWords()
  const { me, mission } = useSession()
  const taxonomy = useTaxonomy()
  const input = useRef<HTMLTextAreaElement>(null)
  const [text, setText] = useState(() => draftOf<string>(DRAFT) ?? '')
  const [overrides, setOverrides] = useState<QuickOverride[]>([])
  const [rest, setRest] = useState('')
  const [needCategory, setNeedCategory] = useState(false)
  const [templates, setTemplates] = useState(false)
  const [caret, setCaret] = useState(0)
  const back = useRef({ steps: 0, text: '' })
  const { lookups, version } = useNames(rest)
  const deferred = useDeferredValue(text)
  const log = useMemo(
    () => parseQuickLog(blankHoles(deferred), { now: serverNow(), zone: mission.zone, locale, taxonomy: taxonomy.entries, bounds: mission.bounds, ...lookups }, overrides),
    // version stands for names found since.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [deferred, overrides, lookups, version, mission.zone, locale, taxonomy],
  )
  if (log.rest !== rest) {
    setRest(log.rest)
  }
  const duplicates = useTypedDuplicates(text.trim() === '' || lineEntryOf(text) ? null : log, locale)
  useEffect(() => onCommand('focus-quicklog', () => input.current?.focus()), [])
  const kinds = useKinds().data
  // A line of another log, by how it begins, for those who may write there.
  const found = lineEntryOf(text)
  const elsewhere = found && kinds?.some((kind) => kind.name === found.kind && kind.canCreate) ? found : undefined
  const place = log.place
  const shown = text.trim() !== '' && !elsewhere && place?.lon !== undefined && place.lat !== undefined
  useEffect(() => {
    setPreview(shown ? { lon: place.lon!, lat: place.lat!, radiusM: place.radiusM, label: place.name ?? place.mgrs ?? '' } : null)
  }, [shown, place?.lon, place?.lat, place?.radiusM, place?.name, place?.mgrs])
  useEffect(() => () => setPreview(null), [])

  function change(typed: string) {
    // The key that brings one here is not part of the report.
    const next = typed.startsWith('/') ? typed.slice(1) : typed
    setOverrides(shiftOverrides(overrides, text, next))
    setText(next)
    setNeedCategory(false)
    keepDraft(DRAFT, next.trim() === '' ? null : next)
  }
  function clear() {
    setText('')
    setOverrides([])
    keepDraft(DRAFT, null)
  }
  const context = (): QuickLogContext => ({ now: serverNow(), zone: mission.zone, locale, taxonomy: taxonomy.entries, bounds: mission.bounds, ...lookups })
  /** The line as it will be kept: holes nobody filled are not part of it. */
  const current = () => {
    const kept = dropHoles(text, overrides)
    return parseQuickLog(kept.text, context(), kept.overrides)
  }
  /** Begin with a line and stand in its first hole, else at its end. */
  function begin(line: string) {
    // At once, so that a fast writer's next key already falls into the hole.
    flushSync(() => {
      setOverrides([])
      setText(line)
      setNeedCategory(false)
      setTemplates(false)
    })
    keepDraft(DRAFT, line)
    const hole = nextHole(line, 0)
    input.current?.focus()
    input.current?.setSelectionRange(hole?.start ?? line.length, hole?.end ?? line.length)
  }
  // After the effect: what begins writes to the screen at once.
  useEffect(() => onFill((line) => queueMicrotask(() => begin(line))))
  function recall() {
    const steps = text === back.current.text && text !== '' ? back.current.steps + 1 : 0
    const line = recalledLine(steps, context())
    if (line !== null) {
      back.current = { steps, text: line }
      begin(line)
    }
  }

  const photos = usePhotos((facts) => change(withPhoto(text, current(), facts)))
  /** They go after the record, which the node may not know yet. */
  function sendPhotos(recordId: string) {
    for (const { read } of photos.take()) {
      void read.then(({ file, original }) => queueFile({ recordId, file, name: file.name, ...(original ? { original } : {}) }))
    }
  }

  function save() {
    if (elsewhere) {
      void file(elsewhere)
      return
    }
    if (text.trim() === '') {
      setNeedCategory(photos.photos.length > 0)
      return
    }
    const id = uuid7()
    const now = serverNow()
    const data = incidentOf(current(), id.slice(-8), now, locale)
    if (!data) {
      setNeedCategory(true)
      return
    }
    addPending({ id, key: id, title: data.title, at: Date.parse(data.happened?.from ?? '') || now, severity: data.severity ?? severityOf(data) })
    const kept = text
    rememberLine(data.narrative)
    clear()
    sendPhotos(id)
    write<RecordView>({ key: id, path: '/api/records', label: kept, body: { id, kind: 'incident', data: asJson(data), workflow: 'submitted', at: new Date().toISOString() } }).then(
      (record) => {
        removePending(id)
        void queryClient.invalidateQueries({ queryKey: ['records'] })
        toast(label('ui.quick.saved').replace('{ref}', record.ref), { ...undoOffer(t, noteUndoable({ label: record.ref, undo: (reason) => undo(record, kept, reason) })), ms: 30_000 })
      },
      () => {
        removePending(id)
        toast(label('ui.quick.refused'), { tone: 'critical', ms: 12_000, action: { label: label('ui.quick.back'), do: () => change(kept) } })
      },
    )
  }
  async function file({ prefix, write: hand }: LineEntry) {
    const kept = text
    const line = text.slice(prefix.length).trim()
    if (line === '') {
      return
    }
    clear()
    const { taken, said } = await hand(line, { user: me.user, zone: mission.zone, label })
    // The next line may be begun already: it stays, and the one that was not taken is one press away.
    const begun = (input.current?.value ?? '').trim() !== ''
    toast(said, taken ? {} : { tone: 'critical', ms: 12_000, ...(begun ? { action: { label: label('ui.quick.back'), do: () => change(kept) } } : {}) })
    if (!taken && !begun) {
      change(kept)
    }
    input.current?.focus()
  }
  async function undo(record: RecordView, kept: string, reason: string): Promise<'done' | 'changed'> {
    // Without a link nobody can say whether it was changed; the node decides when the correction arrives.
    const now = await api<RecordView>(`/api/records/${record.id}`).catch((problem: unknown) => { if (problem instanceof ApiProblem && problem.status === 0) { return record } throw problem })
    if (now.version !== record.version) {
      return 'changed'
    }
    change(kept)
    input.current?.focus()
    const key = uuid7()
    await write<RecordView>({ key, path: `/api/records/${record.id}/actions`, label: `undo ${record.ref}`, body: { id: key, type: 'retract', basedOn: record.version, patch: {}, reason, at: new Date().toISOString() } })
    void queryClient.invalidateQueries({ queryKey: ['records'] })
    return 'done'
  }
  function attach(to: RecordView) {
    const key = uuid7()
    const kept = text
    const sources = [...((to.data['sources'] as object[] | undefined) ?? []), sourceOf(current(), key.slice(-8), serverNow())]
    clear()
    sendPhotos(to.id)
    write<RecordView>({ key, path: `/api/records/${to.id}/actions`, label: kept, body: { id: key, type: 'edit', basedOn: to.version, patch: { fields: { sources } }, at: new Date().toISOString() } }).then(
      () => { void queryClient.invalidateQueries({ queryKey: ['records'] }); toast(label('ui.quick.attached').replace('{ref}', to.ref)) },
      () => toast(label('ui.quick.refused'), { tone: 'critical', ms: 12_000, action: { label: label('ui.quick.back'), do: () => change(kept) } }),
    )
  }
  function onKeyDown(e: KeyboardEvent) {
    const hole = e.key === 'Tab' && !e.shiftKey && !e.altKey ? nextHole(text, input.current?.selectionEnd ?? 0) : null
    if (hole) {
      e.preventDefault()
      input.current?.setSelectionRange(hole.start, hole.end)
    } else if (e.key === 'ArrowUp' && e.altKey) {
      e.preventDefault()
      focusChip(log.spans.findIndex((s) => s.start <= caret && caret <= s.end))
    } else if (e.key === 'ArrowUp' && (text === '' || text === back.current.text)) {
      e.preventDefault()
      recall()
    } else if ((e.altKey && e.code === 'KeyT') || (e.key === ';' && text === '')) {
      e.preventDefault()
      setTemplates(true)
    } else if (e.key === 'Enter' && !e.shiftKey && !e.nativeEvent.isComposing) {
      e.preventDefault()
      save()
    } else if (e.key === 'Escape') {
      e.preventDefault()
      input.current?.blur()
    } else if (e.altKey && e.code === 'KeyD' && duplicates[0] && mayAttach(duplicates[0].record)) {
      e.preventDefault()
      attach(duplicates[0].record)
    }
  }
  const active = text.trim() !== '' || photos.photos.length > 0
  return (
    <div className="quicklog" data-active={active || undefined}>
      {templates && <Templates onChoose={begin} onClose={() => { setTemplates(false); input.current?.focus() }} />}
      {elsewhere && <p className="quickelsewhere small" role="status">{label(elsewhere.label)}</p>}
      {active && !elsewhere && <TypedDuplicates items={duplicates} mayAttach={mayAttach} onAttach={attach} />}
      {active && !elsewhere && <Chips log={log} text={text} caret={caret} onLeave={() => input.current?.focus()} needCategory={needCategory} onOverride={(o) => { if (text.trim() === '' && o.value?.kind === 'category') { begin(categoryLabel(o.value.code, locale)); return } setOverrides([...overrides.filter((old) => old.end <= o.start || old.start >= o.end), o]); setNeedCategory(false); input.current?.focus() }} />}
      <Photos photos={photos.photos} onDrop={photos.drop} />
      <div className="quickbox" onDragOver={(e) => e.preventDefault()} onDrop={(e) => { e.preventDefault(); photos.add(e.dataTransfer.files) }}>
        <div className="quicktext">
          <div className="quickecho" aria-hidden="true" dir="auto"><Echo text={deferred} spans={elsewhere ? [] : log.spans} />{'\u200b'}</div>
          <textarea
            ref={input} rows={active ? 2 : 1} dir="auto" value={text} spellCheck={false} autoComplete="off" aria-label={label('ui.quick.label')} placeholder={label('ui.quick.placeholder')}
            onChange={(e) => change(e.target.value)} onKeyDown={onKeyDown} onPaste={(e) => photos.add(e.clipboardData.files)} onSelect={(e) => setCaret(e.currentTarget.selectionStart)}
          />
        </div>
        <PhotoButton onChoose={photos.add} />
        {!active && <button type="button" className="btn plain icon small" aria-label={label('ui.quick.templates')} title={`${label('ui.quick.templates')} (;)`} onClick={() => setTemplates(true)}><TextQuote size={15} /></button>}
        {active ? <button type="button" className="btn primary icon small" aria-label={label('ui.quick.save')} title={`${label('ui.quick.save')} (Enter)`} onClick={save}><CornerDownLeft size={15} /></button> : <kbd>/</kbd>}
      </div>
    </div>
  )
}

/** A reader from whom sources are withheld would drop them by rewriting the list, so may not attach here. */
function mayAttach(record: RecordView): boolean {
  return record.can.includes('edit') && !record.withheld['sources']
}

function Echo({ text, spans }: { text: string; spans: readonly QuickSpan[] }) {
  const out = []
  let at = 0
  for (const span of spans) {
    out.push(text.slice(at, span.start), <mark key={span.start} className={`q-${span.kind}${span.warning ? ' q-warn' : ''}`}>{text.slice(span.start, span.end)}</mark>)
    at = span.end
  }
  return <>{out}{text.slice(at)}</>
}

function useTypedDuplicates(log: ReturnType<typeof parseQuickLog> | null, locale: Parameters<typeof incidentOf>[3]): Duplicate[] {
  const [found, setFound] = useState<{ key: string; items: Duplicate[] }>({ key: '', items: [] })
  const ready = log?.category && log.place?.lon !== undefined
  const data = ready ? incidentOf(log, 'typed', Math.floor(serverNow() / 60_000) * 60_000, locale) : null
  const key = data ? JSON.stringify([data.category, data.place, data.happened, data.actors, data.impact]) : ''
  const body = useRef(data)
  useEffect(() => {
    body.current = data
  })
  useEffect(() => {
    if (key === '') {
      return undefined
    }
    const stop = new AbortController()
    const timer = setTimeout(() => {
      if (body.current) {
        void api<{ items: Duplicate[] }>('/api/incidents/duplicates', { method: 'POST', body: { data: asJson(body.current) }, signal: stop.signal }).then((r) => setFound({ key, items: r.items }), () => undefined)
      }
    }, 450)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [key])
  return found.key === key && key !== '' ? found.items : []
}
