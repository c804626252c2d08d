import { ArrowLeft, ArrowRight, Plus, X } from 'lucide-react'
import { useState } from 'react'
import { JURISDICTION } from '../../core/area.ts'
import { queryClient } from '../api/client.ts'
import { api, setCsrf } from '../api/http.ts'
import { draftOf, keepDraft } from '../drafts.ts'
import { useWords } from '../i18n/i18n.tsx'
import { LANGUAGES } from '../i18n/languages.ts'
import type { TextKey } from '../i18n/texts.ts'
import { ProblemNotice } from '../shell/ProblemNotice.tsx'
import { LoneFrame } from './LoneFrame.tsx'
import { WorldBox } from './WorldBox.tsx'
import { checkStep, emptyMission, missionBody, readBounds } from './mission-draft.ts'
import type { MissionDraft, Row, Wrong } from './mission-draft.ts'

const STEPS = ['setup.step.mission', 'setup.step.area', 'setup.step.admin', 'setup.step.tree'] as const
const AREA_TYPES = [...JURISDICTION, 'admin1', 'admin2', 'site'] as const

/** Setting up a mission, one question at a time. What was typed survives a reload, passwords excepted. */
export function MissionSteps({ onBack, setupCode }: { onBack(): void; setupCode?: string }) {
  const { t, locale } = useWords()
  const [draft, setDraft] = useState<MissionDraft>(() => draftOf<MissionDraft>('mission') ?? emptyMission(Intl.DateTimeFormat().resolvedOptions().timeZone, locale))
  const [step, setStep] = useState(0)
  const [password, setPassword] = useState('')
  const [again, setAgain] = useState('')
  const [wrong, setWrong] = useState<Wrong>({})
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const put = (change: Partial<MissionDraft>) => {
    const next = { ...draft, ...change }
    setDraft(next)
    const gone = new Set(Object.keys(change))
    setWrong((old) => Object.fromEntries(Object.entries(old).filter(([name]) => !gone.has(name === 'rows' ? ('areas' in change ? 'areas' : 'units') : name))))
    keepDraft('mission', next)
  }
  async function finish(withRows: boolean) {
    setBusy(true)
    setError(null)
    try {
      const session = await api<{ csrf: string }>('/api/setup/mission', { method: 'POST', body: { ...missionBody(withRows ? draft : { ...draft, areas: [], units: [] }, password), ...(setupCode === undefined ? {} : { setupCode }) } })
      setCsrf(session.csrf)
      keepDraft('mission', null)
      await queryClient.invalidateQueries({ queryKey: ['setup'] })
    } catch (problem) {
      setError(problem)
      setBusy(false)
    }
  }
  function forward() {
    const found = checkStep(step, draft, password, again)
    setWrong(found)
    if (Object.keys(found).length > 0) {
      return
    }
    if (step < STEPS.length - 1) {
      setStep(step + 1)
    } else {
      void finish(true)
    }
  }
  const problem = (name: keyof Wrong) => (wrong[name] ? <span className="wrong" role="alert">{t(`setup.wrong.${wrong[name]}` as TextKey)}</span> : null)
  return (
    <LoneFrame wide>
      <form className="lonecard stack" noValidate onSubmit={(e) => { e.preventDefault(); forward() }}>
        <ol className="steps" aria-label={t('setup.steps')}>{STEPS.map((s, i) => <li key={s} aria-current={i === step ? 'step' : undefined} data-done={i < step || undefined}><span>{i + 1}</span>{t(s)}</li>)}</ol>
        {step === 0 && (
          <>
            <div className="field"><label htmlFor="m-name">{t('setup.name')}</label><input id="m-name" className="input" dir="auto" autoFocus maxLength={120} value={draft.name} onChange={(e) => put({ name: e.target.value })} aria-invalid={wrong.name !== undefined} />{problem('name')}</div>
            <div className="field"><label htmlFor="m-org">{t('setup.org')}</label><input id="m-org" className="input" dir="auto" maxLength={64} value={draft.org} onChange={(e) => put({ org: e.target.value })} aria-invalid={wrong.org !== undefined} /><span className="hint">{t('setup.org.hint')}</span>{problem('org')}</div>
            <div className="field" role="group" aria-labelledby="m-lang"><span className="label" id="m-lang">{t('setup.languages')}</span>
              <div className="row wrap">{LANGUAGES.map(([code, name]) => <label key={code} className="check" lang={code}><input type="checkbox" checked={draft.languages.includes(code)} onChange={(e) => put({ languages: e.target.checked ? [...draft.languages, code] : draft.languages.filter((l) => l !== code) })} />{name}</label>)}</div>{problem('languages')}</div>
            <label className="check"><input type="checkbox" checked={draft.exercise} onChange={(e) => put({ exercise: e.target.checked })} />{t('setup.exercise')}</label>
          </>
        )}
        {step === 1 && (
          <>
            <div className="field"><span className="label">{t('setup.area')}</span><WorldBox box={readBounds(draft.bounds)} onBox={(b) => put({ bounds: b.map(String) as MissionDraft['bounds'] })} /></div>
            <div className="columns4">{(['west', 'south', 'east', 'north'] as const).map((side, i) => <div key={side} className="field"><label htmlFor={`m-${side}`}>{t(`setup.${side}`)}</label><span className="withunit"><input id={`m-${side}`} className="input" dir="ltr" inputMode="decimal" value={draft.bounds[i]} onChange={(e) => put({ bounds: draft.bounds.map((b, at) => (at === i ? e.target.value : b)) as MissionDraft['bounds'] })} /><span className="unit">°</span></span></div>)}</div>
            {problem('bounds')}
            <div className="field"><label htmlFor="m-zone">{t('setup.zone')}</label><select id="m-zone" className="select" value={draft.zone} onChange={(e) => put({ zone: e.target.value })}>{['UTC', ...Intl.supportedValuesOf('timeZone')].map((z) => <option key={z}>{z}</option>)}</select><span className="hint">{t('setup.zone.hint')}</span>{problem('zone')}</div>
          </>
        )}
        {step === 2 && (
          <>
            <div className="field"><label htmlFor="m-admin">{t('setup.admin-name')}</label><input id="m-admin" className="input" dir="auto" autoFocus autoComplete="name" value={draft.adminName} onChange={(e) => put({ adminName: e.target.value })} aria-invalid={wrong.adminName !== undefined} />{problem('adminName')}</div>
            <div className="field"><label htmlFor="m-login">{t('signin.login')}</label><input id="m-login" className="input" dir="ltr" autoComplete="username" autoCapitalize="none" value={draft.login} onChange={(e) => put({ login: e.target.value.toLowerCase() })} aria-invalid={wrong.login !== undefined} /><span className="hint">{t('setup.login.hint')}</span>{problem('login')}</div>
            <div className="field"><label htmlFor="m-pass">{t('signin.password')}</label><input id="m-pass" className="input" type="password" dir="ltr" autoComplete="new-password" value={password} onChange={(e) => { setPassword(e.target.value); setWrong(({ password: _password, again: _again, ...rest }) => rest) }} aria-invalid={wrong.password !== undefined} /><span className="hint">{t('setup.password.hint')}</span>{problem('password')}</div>
            <div className="field"><label htmlFor="m-again">{t('setup.again')}</label><input id="m-again" className="input" type="password" dir="ltr" autoComplete="new-password" value={again} onChange={(e) => { setAgain(e.target.value); setWrong(({ again: _again, ...rest }) => rest) }} aria-invalid={wrong.again !== undefined} />{problem('again')}</div>
          </>
        )}
        {step === 3 && (
          <>
            <p className="quiet">{t('setup.tree.why')}</p>
            <Rows title={t('nav.areas')} first="sector" rows={draft.areas} types={AREA_TYPES} word={(v) => t(`area.${v as 'sector'}`)} parents={draft.areas} onChange={(areas) => put({ areas })} />
            <Rows title={t('nav.units')} first="MIL" rows={draft.units} types={['MIL', 'POL', 'CIV']} word={(v) => t(`component.${v as 'MIL'}`)} parents={draft.areas} onChange={(units) => put({ units })} />
            {problem('rows')}
          </>
        )}
        {error !== null && <ProblemNotice error={error} kept={t('form.kept')} />}
        <div className="row formfoot">
          <button type="button" className="btn" onClick={() => (step === 0 ? onBack() : setStep(step - 1))}><ArrowLeft size={15} className="flip" aria-hidden="true" />{t('common.back')}</button>
          <span className="grow" />
          {step === 3 && <button type="button" className="btn" disabled={busy} onClick={() => void finish(false)}>{t('setup.skip')}</button>}
          <button type="submit" className="btn primary" disabled={busy}>{step === 3 ? t('setup.create') : t('common.next')}<ArrowRight size={15} className="flip" aria-hidden="true" /></button>
        </div>
      </form>
    </LoneFrame>
  )
}

function Rows({ title, first, rows, types, word, parents, onChange }: { title: string; first: string; rows: readonly Row[]; types: readonly string[]; word(type: string): string; parents: readonly Row[]; onChange(rows: Row[]): void }) {
  const { t } = useWords()
  const set = (key: string, change: Partial<Row>) => onChange(rows.map((r) => (r.key === key ? { ...r, ...change } : r)))
  const depth = (row: Row): number => {
    let [at, deep] = [row.parent, 0]
    while (at && deep < 6) {
      deep += 1
      at = rows.find((r) => r.key === at)?.parent ?? ''
    }
    return deep
  }
  return (
    <section className="stack tight">
      <h3>{title}</h3>
      {rows.map((row) => (
        <div key={row.key} className="treerow" style={{ marginInlineStart: depth(row) * 18 }}>
          <input className="input" dir="auto" placeholder={t('setup.row.name')} aria-label={`${title}: ${t('setup.row.name')}`} value={row.name} onChange={(e) => set(row.key, { name: e.target.value, ...(row.code === suggest(row.name) ? { code: suggest(e.target.value) } : {}) })} />
          <input className="input mono" dir="ltr" placeholder={t('setup.row.code')} aria-label={`${title}: ${t('setup.row.code')}`} value={row.code} onChange={(e) => set(row.key, { code: e.target.value })} />
          <select className="select" aria-label={`${title}: ${t('setup.row.type')}`} value={row.type} onChange={(e) => set(row.key, { type: e.target.value })}>{types.map((v) => <option key={v} value={v}>{word(v)}</option>)}</select>
          <select className="select" aria-label={`${title}: ${t('setup.row.in')}`} value={row.parent} onChange={(e) => set(row.key, { parent: e.target.value })}>
            <option value="">{t('setup.row.in')}</option>
            {parents.filter((p) => p.key !== row.key && p.parent !== row.key).map((p) => <option key={p.key} value={p.key}>{p.name || p.code}</option>)}
          </select>
          <button type="button" className="btn plain icon" aria-label={t('form.remove', { name: row.name })} onClick={() => onChange(rows.filter((r) => r.key !== row.key).map((r) => (r.parent === row.key ? { ...r, parent: '' } : r)))}><X size={15} /></button>
        </div>
      ))}
      <button type="button" className="btn small self-start" onClick={() => onChange([...rows, { key: crypto.randomUUID(), name: '', code: '', type: first, parent: rows.at(-1)?.parent ?? '' }])}><Plus size={14} aria-hidden="true" />{t('form.add')}</button>
    </section>
  )
}

function suggest(name: string): string {
  return name.normalize('NFD').replace(/\p{M}/gu, '').toUpperCase().replace(/[^A-Z0-9]+/g, '-').replace(/^-|-$/g, '').slice(0, 12)
}
