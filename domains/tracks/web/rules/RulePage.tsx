import { ChevronLeft } from 'lucide-react'
import { useQuery } from '@tanstack/react-query'
import { Suspense, useId, useState, type ReactNode } from 'react'
import { AFFILIATIONS, TRACK_SORTS } from '../../../../core/fix.ts'
import { inLocale, LOCALES } from '../../../../core/i18n.ts'
import { api, AreaMap, HourInput, Link, navigate, Picker, ProblemNotice, queryClient, saveAction, toast, useRecord, useRecords, useTexts, useWords, uuid7, write, type Choice, type LonLatPoint, type RecordView, type Shape } from '../../../../web/face.ts'
import { CONDITIONS, MEASURED, NEEDS, type ConditionName, type TrackRule, type WhoFilter } from '../../shared/rules/rule.ts'
import { CONDITION_WORDS } from '../../shared/rules/texts.ts'
import { AFFILIATION_WORDS, CAPABILITY_WORDS, SORT_WORDS } from '../../shared/texts.ts'
import { CAPABILITIES } from '../../shared/track.ts'
import { Chips } from './Chosen.tsx'
import { draftOf, editOf, emptyDraft, readCorners, ruleOf, type Draft } from './model.ts'
import { ROWS } from './rules.texts.ts'
import { TryCard } from './TryCard.tsx'
import './rules.css'

type AreaItem = { id: string; code: string; name: string; type: string; parent: string | null; polygons?: number[][][][] | null }

/** One track rule: made, changed, and tried over the past. */
export function RulePage({ params }: { params: Record<string, string> }) {
  const ref = params['ref'] ?? ''
  const tt = useTexts(ROWS)
  const found = useRecord(ref === 'new' ? null : ref)
  if (ref !== 'new' && !found.data) {
    return <div className="page rulespage">{found.error ? <ProblemNotice error={found.error} retry={() => void found.refetch()} /> : <div className="skeleton" />}</div>
  }
  return (
    <div className="page stack rulespage">
      <p><Link className="row" to="/alert-rules"><ChevronLeft size={15} className="flipped" aria-hidden="true" />{tt('back')}</Link></p>
      <RuleForm key={found.data?.version ?? 'new'} record={found.data ?? null} />
    </div>
  )
}

function RuleForm({ record }: { record: RecordView | null }) {
  const tt = useTexts(ROWS)
  const { locale } = useWords()
  const [draft, setDraft] = useState<Draft>(() => (record ? draftOf(record.data as unknown as TrackRule) : emptyDraft()))
  const [problem, setProblem] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const areas = useQuery({ queryKey: ['areas', 'outlines'], queryFn: ({ signal }) => api<{ items: AreaItem[] }>('/api/areas?geometry=1', { signal }).then((answer) => answer.items), staleTime: 300_000 })
  const { rule } = draft
  const set = (change: Partial<TrackRule>) => setDraft((old) => ({ ...old, rule: { ...old.rule, ...change } as TrackRule }))
  const needs = NEEDS[rule.condition]
  const mayEdit = record === null || record.can.includes('edit')
  const save = async () => {
    setBusy(true)
    setProblem(null)
    const data = ruleOf(draft)
    try {
      if (record) {
        await saveAction(record, 'edit', { fields: editOf(data) }, data.name)
      } else {
        const id = uuid7()
        await write<RecordView>({ key: id, path: '/api/records', label: data.name, body: { id, kind: 'track-rule', data, at: new Date().toISOString() } })
      }
      await queryClient.invalidateQueries({ queryKey: ['records'] })
      toast(tt('saved', { name: data.name }))
      navigate('/alert-rules')
    } catch (error) {
      setProblem(error)
      setBusy(false)
    }
  }
  const number = (key: 'minutes' | 'metres' | 'kmh') => (
    <Field label={tt(key === 'metres' && MEASURED.includes(rule.condition) ? 'metres.than' : key)}>{(id) => <input id={id} className="input ruleshort" type="number" min={0} step="any" required value={rule[key] ?? ''} onChange={(event) => set(optional(key, event.target.value === '' ? undefined : Number(event.target.value)))} />}</Field>
  )
  return (
    <>
      <h1 dir="auto">{record ? rule.name : tt('new')}</h1>
      <form className="stack ruleform" onSubmit={(event) => { event.preventDefault(); void save() }}>
        <Field label={tt('name')}>{(id) => <input id={id} className="input" dir="auto" required maxLength={120} value={rule.name} onChange={(event) => set({ name: event.target.value })} />}</Field>
        <div className="row wrap rulefields">
          <Field label={tt('when')}>{(id) => <select id={id} className="input" value={rule.condition} onChange={(event) => set({ condition: event.target.value as ConditionName })}>{CONDITIONS.map((one) => <option key={one} value={one}>{inLocale(CONDITION_WORDS[one], locale)}</option>)}</select>}</Field>
          {needs.number && number(needs.number)}
          {rule.condition === 'inside-without' && <Field label={tt('capability')}>{(id) => <select id={id} className="input" required value={rule.capability ?? ''} onChange={(event) => set(optional('capability', event.target.value as TrackRule['capability']))}><option value="">{tt('choose')}</option>{CAPABILITIES.map((one) => <option key={one} value={one}>{inLocale(CAPABILITY_WORDS[one], locale)}</option>)}</select>}</Field>}
          {rule.condition === 'cross' && draft.rule.shape?.is === 'line' && <Field label={tt('direction')}>{(id) => <select id={id} className="input" value={rule.direction ?? 'any'} onChange={(event) => set({ direction: event.target.value as 'any' })}>{(['any', 'right', 'left'] as const).map((one) => <option key={one} value={one}>{tt(`direction.${one}`)}</option>)}</select>}</Field>}
          <Field label={tt('severity')} hint={tt('severity.loud')}>{(id) => <select id={id} className="input ruleshort" value={rule.severity} onChange={(event) => set({ severity: Number(event.target.value) })}>{[1, 2, 3, 4, 5].map((n) => <option key={n} value={n}>{n}</option>)}</select>}</Field>
        </div>
        {(needs.place !== undefined || rule.condition === 'no-consent') && <Where draft={draft} areas={areas.data ?? []} onChange={setDraft} />}
        <Who label={tt('who')} who={rule.who ?? {}} full onChange={(who) => set({ who })} />
        {rule.condition === 'approach' && <Who label={tt('other')} who={rule.other ?? {}} onChange={(other) => set({ other })} />}
        <More rule={rule} set={set} />
        {problem !== null && <ProblemNotice error={problem} />}
        {mayEdit && <div className="row wrap"><button type="submit" className="btn primary" disabled={busy}>{tt('save')}</button>{record && <Link to={`/records/${record.ref}`}>{tt('record')}</Link>}</div>}
      </form>
      {mayEdit && <TryCard rule={ruleOf(draft)} />}
    </>
  )
}

function Where({ draft, areas, onChange }: { draft: Draft; areas: readonly AreaItem[]; onChange(change: (old: Draft) => Draft): void }) {
  const tt = useTexts(ROWS)
  const { rule, corners: text } = draft
  const is = rule.shape?.is ?? null
  const { corners, bad } = readCorners(text)
  const set = (change: Partial<TrackRule>) => onChange((old) => ({ ...old, rule: { ...old.rule, ...change } as TrackRule }))
  const draw = ({ lon, lat }: LonLatPoint) => onChange((old) => ({ ...old, corners: is === 'circle' ? line(lon, lat) : [old.corners.trim(), line(lon, lat)].filter((part) => part !== '').join('\n') }))
  const choices = areas.map((area): Choice => ({ value: area.id, label: `${area.name} (${area.code})` }))
  const pick = (id: string) => set({ areas: rule.areas?.includes(id) ? rule.areas.filter((one) => one !== id) : [...(rule.areas ?? []), id] })
  const shown = areas.map((area) => (rule.areas?.includes(area.id) ? area : { ...area }))
  return (
    <fieldset className="stack rulewhere">
      <legend>{tt('where')}</legend>
      <div className="ruleplaces">
        <div className="stack">
          {NEEDS[rule.condition].place !== 'line' && <Picker label={tt('areas')} choices={choices} chosen={rule.areas ?? []} onChange={(next) => set({ areas: next })} />}
          <Chips label={tt('shape')} choices={(['none', 'polygon', 'line', 'circle'] as const).map((one) => ({ value: one, label: tt(`shape.${one}`) }))} chosen={[is ?? 'none']} onChange={(next) => {
            const chosen = next.at(-1)
            set(chosen === undefined || chosen === 'none' ? { shape: undefined as never } : { shape: { is: chosen as 'line', corners: [] , ...(chosen === 'circle' ? { radiusM: rule.shape?.radiusM ?? 1000 } : {}) } })
          }} />
          {is !== null && (
            <>
              <Field label={tt('corners')}>{(id) => <textarea id={id} className="input mono" dir="ltr" rows={5} value={text} aria-invalid={bad !== null} onChange={(event) => onChange((old) => ({ ...old, corners: event.target.value }))} />}</Field>
              {bad !== null && <p className="notice warning" role="alert">{tt('corners.bad', { n: bad })}</p>}
              <div className="row wrap">
                {is === 'circle' && <Field label={tt('radius')}>{(id) => <input id={id} className="input ruleshort" type="number" min={1} value={rule.shape?.radiusM ?? 1000} onChange={(event) => set({ shape: { is, corners: [], radiusM: Number(event.target.value) } })} />}</Field>}
                <button type="button" className="btn small" disabled={corners.length === 0} onClick={() => onChange((old) => ({ ...old, corners: old.corners.trimEnd().split('\n').slice(0, -1).join('\n') }))}>{tt('corner.undo')}</button>
              </div>
            </>
          )}
        </div>
        <div className="rulemap">
          <Suspense fallback={<div className="skeleton" />}>
            <AreaMap areas={shown} chosen={rule.areas?.at(-1) ?? null} drawn={drawnOf(is, corners, rule)} onPick={pick} onClick={is === null ? null : draw} onHandle={() => {}} />
          </Suspense>
        </div>
      </div>
    </fieldset>
  )
}

function Who({ label, who, full = false, onChange }: { label: string; who: WhoFilter; full?: boolean; onChange(next: WhoFilter): void }) {
  const tt = useTexts(ROWS)
  const { locale } = useWords()
  const tracks = useRecords(full ? { kind: 'track', sort: { by: 'updated', dir: 'desc' } } : null, 500).data?.pages[0]?.items ?? []
  const feeds = useRecords(full ? { kind: 'feed' } : null, 200).data?.pages[0]?.items ?? []
  const set = (key: keyof WhoFilter) => (next: string[]) => onChange({ ...who, [key]: next } as WhoFilter)
  return (
    <fieldset className="stack">
      <legend>{label} <span className="quiet small">{tt('who.hint')}</span></legend>
      <Chips label={tt('affiliations')} choices={AFFILIATIONS.map((one) => ({ value: one, label: inLocale(AFFILIATION_WORDS[one], locale) }))} chosen={who.affiliations ?? []} onChange={set('affiliations')} />
      <Chips label={tt('sorts')} choices={TRACK_SORTS.map((one) => ({ value: one, label: inLocale(SORT_WORDS[one], locale) }))} chosen={who.sorts ?? []} onChange={set('sorts')} />
      {full && <Chips label={tt('capabilities')} choices={CAPABILITIES.map((one) => ({ value: one, label: inLocale(CAPABILITY_WORDS[one], locale) }))} chosen={who.capabilities ?? []} onChange={set('capabilities')} />}
      {(feeds.length > 0 || tracks.length > 0) && (
        <div className="row wrap rulefields">
          {feeds.length > 0 && <Picker label={tt('feeds')} choices={feeds.map((one) => ({ value: one.id, label: one.title }))} chosen={who.feeds ?? []} onChange={set('feeds')} />}
          {tracks.length > 0 && <Picker label={tt('tracks')} choices={tracks.map((one) => ({ value: one.id, label: `${one.title} · ${one.ref}` }))} chosen={who.tracks ?? []} onChange={set('tracks')} />}
        </div>
      )}
    </fieldset>
  )
}

function More({ rule, set }: { rule: TrackRule; set(change: Partial<TrackRule>): void }) {
  const tt = useTexts(ROWS)
  const { locale } = useWords()
  const day = new Intl.DateTimeFormat(locale, { weekday: 'short', timeZone: 'UTC' })
  const hours = rule.hours ?? {}
  const clock = (key: 'from' | 'to') => <Field label={tt(key)}>{(id) => <HourInput id={id} className="ruleshort" value={hours[key] ?? ''} onChange={(hour) => { const { [key]: _old, ...rest } = hours; set({ hours: hour === '' ? rest : { ...rest, [key]: hour } }) }} />}</Field>
  const held = (key: 'beginS' | 'endS', usual: number) => <Field label={tt(key)}>{(id) => <input id={id} className="input ruleshort" type="number" min={0} placeholder={String(usual)} value={rule[key] ?? ''} onChange={(event) => set(optional(key, event.target.value === '' ? undefined : Number(event.target.value)))} />}</Field>
  return (
    <details className="stack">
      <summary>{tt('more')}</summary>
      <Chips label={tt('days')} choices={[1, 2, 3, 4, 5, 6, 7].map((n) => ({ value: String(n), label: day.format(Date.UTC(2024, 0, n)) }))} chosen={(hours.days ?? []).map(String)} onChange={(next) => set({ hours: { ...hours, days: next.map(Number) } })} />
      <div className="row wrap rulefields">{clock('from')}{clock('to')}{held('beginS', MEASURED.includes(rule.condition) ? 10 : 0)}{held('endS', 60)}</div>
      <fieldset className="stack">
        <legend className="small">{tt('text')}</legend>
        {LOCALES.map((one) => <div key={one} className="row"><span className="mono">{one}</span><input className="input grow" dir="auto" aria-label={one} maxLength={240} value={rule.text?.[one] ?? ''} onChange={(event) => set({ text: { en: '', ...rule.text, [one]: event.target.value } })} /></div>)}
      </fieldset>
      <Field label={tt('note')}>{(id) => <textarea id={id} className="input" dir="auto" rows={2} maxLength={2000} value={rule.note ?? ''} onChange={(event) => set(optional('note', event.target.value === '' ? undefined : event.target.value))} />}</Field>
    </details>
  )
}

function Field({ label, hint, children }: { label: string; hint?: string; children(id: string): ReactNode }) {
  const id = useId()
  return <div className="field"><label htmlFor={id}>{label}{hint && <span className="quiet small"> · {hint}</span>}</label>{children(id)}</div>
}

function optional<K extends keyof TrackRule>(key: K, value: TrackRule[K] | undefined): Partial<TrackRule> {
  return { [key]: value === '' ? undefined : value } as Partial<TrackRule>
}

function line(lon: number, lat: number): string {
  return `${lat.toFixed(6)}, ${lon.toFixed(6)}`
}

function drawnOf(is: 'polygon' | 'line' | 'circle' | null, corners: [number, number][], rule: TrackRule): Shape[] {
  const stroke = getComputedStyle(document.documentElement).getPropertyValue('--critical').trim() || 'currentColor'
  const look = { stroke, width: 3 }
  const [first] = corners
  if (is === null || !first) {
    return []
  }
  const dots = corners.map((c): Shape => ({ type: 'Feature', properties: { radius: 4, fill: stroke, stroke, width: 1 }, geometry: { type: 'Point', coordinates: [...c] } }))
  if (is === 'circle') {
    const radius = (rule.shape?.radiusM ?? 1000) / 111_195
    const narrow = Math.max(0.05, Math.cos((first[1] * Math.PI) / 180))
    const ring = Array.from({ length: 65 }, (_, i) => [first[0] + (radius / narrow) * Math.cos((i / 32) * Math.PI), first[1] + radius * Math.sin((i / 32) * Math.PI)])
    return [...dots, { type: 'Feature', properties: { ...look, fill: stroke, fillOpacity: 0.12 }, geometry: { type: 'Polygon', coordinates: [ring] } }]
  }
  if (corners.length < 2) {
    return dots
  }
  return [...dots, is === 'polygon' && corners.length > 2
    ? { type: 'Feature', properties: { ...look, fill: stroke, fillOpacity: 0.12 }, geometry: { type: 'Polygon', coordinates: [[...corners, first]] } }
    : { type: 'Feature', properties: look, geometry: { type: 'LineString', coordinates: corners } }]
}
