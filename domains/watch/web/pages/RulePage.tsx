import { ChevronLeft } from 'lucide-react'
import { useId, useState, type ReactNode } from 'react'
import { inLocale } from '../../../../core/i18n.ts'
import { VERACITIES } from '../../../../core/record.ts'
import { ROLE_CODES, ROLES } from '../../../../core/roles.ts'
import { Link, navigate, Picker, ProblemNotice, queryClient, saveAction, toast, useKinds, useRecord, useTexts, useWords, uuid7, valueWords, write, type RecordView } from '../../../../web/face.ts'
import { CAPABILITIES } from '../../../tracks/contract.ts'
import type { AlertRule } from '../../shared/rules/rule.ts'
import { Conditions } from './Conditions.tsx'
import { draftOf, editOf, emptyDraft, ruleOf, type Draft } from './model.ts'
import { ROWS } from './pages.texts.ts'
import { FigureField } from './FigureField.tsx'
import { RuleSentence, useNamedAreas } from './RuleSentence.tsx'
import { TryCard } from './TryCard.tsx'
import './pages.css'

/** Kinds whose records raise alerts by themselves, or never happen. */
const NOT_OF = ['alert', 'notice', 'alert-rule', 'alert-plan', 'alert-channel', 'contact', 'alert-group', 'saved-search', 'own-kind', 'map-source', 'user', 'mission']

/** One rule over records: written, changed, and tried on the past. */
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
  const { label, locale, number, t } = useWords()
  const [draft, setDraft] = useState<Draft>(() => (record ? draftOf(record.data as unknown as AlertRule) : emptyDraft()))
  const [problem, setProblem] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const { rule } = draft
  const kinds = useKinds().data ?? []
  const kind = kinds.find((one) => one.name === rule.of)
  const figures = kind?.figures ?? []
  const areas = useNamedAreas()
  const change = (more: Partial<Draft>) => setDraft((old) => ({ ...old, ...more }))
  const set = (more: Partial<AlertRule>) => setDraft((old) => ({ ...old, rule: { ...old.rule, ...more } }))
  const given = (text: string): number | undefined => (text === '' ? undefined : Number(text))
  const roles = ROLE_CODES.filter((one) => one !== 'ADMIN').map((one) => ({ value: one, label: `${inLocale(ROLES[one].text, locale)} (${one})` }))
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
        await write<RecordView>({ key: id, path: '/api/records', label: data.name, body: { id, kind: 'alert-rule', data, at: new Date().toISOString() } })
      }
      await queryClient.invalidateQueries({ queryKey: ['records'] })
      toast(tt('saved', { name: data.name }))
      navigate('/alert-rules')
    } catch (error) {
      setProblem(error)
      setBusy(false)
    }
  }
  return (
    <>
      <h1 dir="auto">{record ? rule.name : tt('new')}</h1>
      <form className="stack alertform" onSubmit={(event) => { event.preventDefault(); void save() }}>
        <Field label={tt('name')}>{(id) => <input id={id} className="input" dir="auto" required maxLength={120} value={rule.name} onChange={(event) => set({ name: event.target.value })} />}</Field>
        <fieldset className="stack">
          <legend>{tt('tell.when')}</legend>
          <div className="row wrap alertfields">
            <Field label={tt('count')}>{(id) => <input id={id} className="input alertshort" type="number" min={1} max={1000} required value={rule.count} onChange={(event) => set({ count: Number(event.target.value) })} />}</Field>
            <Field label={tt('of')}>{(id) => <select id={id} className="input" value={rule.of} onChange={(event) => { setDraft((old) => ({ ...old, conditions: [], rule: withoutFigure({ ...old.rule, of: event.target.value }) })) }}>{kinds.filter((one) => !NOT_OF.includes(one.name)).map((one) => <option key={one.name} value={one.name}>{label(`kinds.${one.name}`)}</option>)}</select>}</Field>
            {rule.count > 1 && <Field label={tt('hours')}>{(id) => <input id={id} className="input alertshort" type="number" min={0.1} step="any" required value={rule.hours ?? ''} onChange={(event) => set({ hours: given(event.target.value) as number })} />}</Field>}
            {rule.count > 1 && <Field label={tt('near')}>{(id) => <input id={id} className="input alertshort" type="number" min={0.1} step="any" value={rule.nearKm ?? ''} onChange={(event) => set({ nearKm: given(event.target.value) as number })} />}</Field>}
          </div>
          <p className="quiet small">{tt('that')}</p>
          <div className="row wrap alertfields">
            <Field label={tt('from')}>{(id) => <select id={id} className="input alertshort" value={rule.from ?? ''} onChange={(event) => set({ from: given(event.target.value) as number })}><option value="">{tt('any')}</option>{[1, 2, 3, 4, 5].map((n) => <option key={n} value={n}>{number(n)}</option>)}</select>}</Field>
            {figures.length > 0 && <FigureField of={rule.of} figures={figures} figure={rule.figure} onChange={(figure) => set({ figure: figure as NonNullable<AlertRule['figure']> })} />}
            <Field label={tt('words')}>{(id) => <input id={id} className="input" dir="auto" maxLength={200} value={rule.text ?? ''} onChange={(event) => set({ text: event.target.value })} />}</Field>
          </div>
          <div className="row wrap alertfields">
            <Conditions of={rule.of} facets={Object.keys(kind?.facets ?? {})} conditions={draft.conditions} onChange={(conditions) => change({ conditions })} />
            <Picker label={tt('areas')} choices={(areas.data ?? []).map((area) => ({ value: area.id, label: `${area.name} (${area.code})` }))} chosen={rule.areas ?? []} onChange={(next) => set({ areas: next })} />
            {kind?.veracity && <Picker label={tt('believed')} choices={VERACITIES.map((one) => ({ value: one, label: t(`veracity.${one}`) }))} chosen={rule.veracity ?? []} onChange={(next) => set({ veracity: next as NonNullable<AlertRule['veracity']> })} />}
          </div>
        </fieldset>
        <RuleSentence rule={ruleOf(draft)} standing={kind?.standing === true} areas={areas.data ?? []} />
        <Field label={tt('severity')} hint={tt('severity.loud')}>{(id) => <select id={id} className="input alertshort" value={rule.severity} onChange={(event) => set({ severity: Number(event.target.value) })}>{[1, 2, 3, 4, 5].map((n) => <option key={n} value={n}>{number(n)}</option>)}</select>}</Field>
        <fieldset className="stack">
          <legend>{tt('who')} <span className="quiet small">{tt('who.hint')}</span></legend>
          <div className="row wrap alertfields">
            <Picker label={tt('who.roles')} choices={roles} chosen={draft.now} onChange={(next) => change({ now: next })} />
            <Picker label={tt('who.next', { n: number(draft.afterMin) })} choices={roles} chosen={draft.later} onChange={(next) => change({ later: next })} />
          </div>
          <div className="row wrap alertfields">
          <Field label={tt('who.near')}>{(id) => <input id={id} className="input alertshort" type="number" min={0.1} max={500} step="any" value={draft.nearKm ?? ''} onChange={(event) => change({ nearKm: event.target.value === '' ? null : Number(event.target.value) })} />}</Field>
          {draft.nearKm !== null && <Picker label={tt('who.can')} choices={CAPABILITIES.map((one) => ({ value: one, label: valueWords('track', 'capabilities', one, locale) ?? one }))} chosen={draft.capabilities} onChange={(next) => change({ capabilities: next })} />}
          <Field label={tt('who.passing')}>{(id) => <input id={id} className="input alertshort" type="number" min={0.1} max={100} step="any" value={draft.movementsKm ?? ''} onChange={(event) => change({ movementsKm: event.target.value === '' ? null : Number(event.target.value) })} />}</Field>
          </div>
        </fieldset>
        <Field label={tt('says')}>{(id) => <input id={id} className="input" dir="auto" maxLength={240} value={draft.words} onChange={(event) => change({ words: event.target.value })} />}</Field>
        <Field label={tt('note')}>{(id) => <textarea id={id} className="input" dir="auto" rows={2} maxLength={2000} value={rule.note ?? ''} onChange={(event) => set({ note: event.target.value })} />}</Field>
        <label className="check"><input type="checkbox" checked={rule.community === true} onChange={(event) => setDraft((old) => ({ ...old, rule: ofCommunity(old.rule, event.target.checked) }))} />{tt('community')}</label>
        <p className="hint">{tt('community.hint')}</p>
        <label className="check"><input type="checkbox" checked={rule.enabled} onChange={(event) => set({ enabled: event.target.checked })} />{tt('enabled')}</label>
        {problem !== null && <ProblemNotice error={problem} />}
        {mayEdit && <div className="row wrap"><button type="submit" className="btn primary" disabled={busy}>{tt('save')}</button>{record && <Link to={`/records/${record.ref}`}>{tt('record')}</Link>}</div>}
      </form>
      {mayEdit && <TryCard rule={ruleOf(draft)} />}
    </>
  )
}

function ofCommunity({ community: _community, ...rule }: AlertRule, on: boolean): AlertRule {
  return on ? { ...rule, community: true } : rule
}

/** Another kind of record has other figures. */
function withoutFigure({ figure: _figure, ...rule }: AlertRule): AlertRule {
  return rule
}

function Field({ label, hint, children }: { label: string; hint?: string; children(id: string): ReactNode }) {
  const id = useId()
  return <div className="field"><label htmlFor={id}>{label}</label>{children(id)}{hint && <span className="hint">{hint}</span>}</div>
}
