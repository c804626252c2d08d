import { Copy, Download, Printer } from 'lucide-react'
import { useState } from 'react'
import type { JsonObject } from '../../../core/json.ts'
import { api, Card, Link, Marking, ProblemNotice, serverNow, toast, useRecord, useShowing, useTexts, useWords, uuid7 } from '../../../web/face.ts'
import type { Casualty } from '../shared/casualty.ts'
import { stateOf, toldPatients, type CasevacRequest, type Methane, type NineLine } from '../shared/request.ts'
import { CATEGORIES, CBRN, EQUIPMENT, MARKINGS, THREATS } from '../shared/vocabulary.ts'
import { CourseLog } from './CourseLog.tsx'
import { PRIORITIES3, readTwo } from './four.ts'
import { PasteRadio } from './PasteRadio.tsx'
import { missingOfNine, nineText, withoutEmpty } from './papers.ts'
import { Patients } from './Patients.tsx'
import { again, useCasualties, useFollow, type Of } from './read.ts'
import { ROWS } from './request.texts.ts'
import { say } from './requests.ts'
import { useCode } from './words.ts'
import './casevac.css'
import './console.css'

/** A request whole: nine lines, METHANE, its patients, what is handed on, its course. */
export function RequestPage({ params }: { params: Record<string, string> }) {
  const tt = useTexts(ROWS)
  const code = useCode()
  const found = useRecord(params['ref'] ?? '')
  useFollow('casevac-request')
  const [pasted, setPasted] = useState(0)
  const record = found.data?.kind === 'casevac-request' ? found.data : null
  useShowing('casevac-request', record ? [record] : NONE)
  if (!record) {
    return <div className="page">{found.error ? <ProblemNotice error={found.error} /> : <div className="skeleton" />}</div>
  }
  const request: Of<CasevacRequest> = { ...record, of: record.data as unknown as CasevacRequest }
  return (
    <div className="page evacconsole evacwhole" data-drill={request.of.drill || undefined}>
      <p className="paperonly"><Marking handling={record.handling} /></p>
      <header className="row wrap">
        <h1 className="grow">{tt('title', { ref: record.ref })} <bdi>{record.title}</bdi> <span className="tag">{code('state', stateOf(request.of))}</span></h1>
        <Link to={`/casevac?r=${record.ref}`} className="btn noprint">{tt('console')}</Link>
        <Link to={`/records/${record.ref}`} className="btn noprint">{tt('record')}</Link>
        <button type="button" className="btn noprint" onClick={() => window.print()}><Printer size={15} aria-hidden="true" />{tt('print')}</button>
      </header>
      <div className="evacwholecols">
        <div className="stack">
          <Nine key={`n${record.id} ${pasted}`} request={request} />
          <MethaneForm key={`m${record.id} ${pasted}`} request={request} />
          <Paste request={request} onTaken={() => setPasted(pasted + 1)} />
        </div>
        <div className="stack">
          <Papers request={request} />
          <Patients request={request} />
        </div>
      </div>
      <CourseLog request={request} />
      <p className="paperonly"><Marking handling={record.handling} /></p>
    </div>
  )
}

/** A message as it was sent, taken over into the request or its patients. */
function Paste({ request, onTaken }: { request: Of<CasevacRequest>; onTaken(): void }) {
  const tt = useTexts(ROWS)
  const ids = (request.of.patients ?? []).map((one) => one.casualty)
  const casualties = useCasualties(ids).items ?? []
  const patients = ids.length === 0 ? [] : casualties.map((one) => ({ id: one.id, record: one, data: one.of, waiting: 0, refused: 0 }))
  if (!request.can.includes('edit')) {
    return null
  }
  return <PasteRadio request={request} patients={patients} onTaken={onTaken} onNine={async (nine) => { toast(tt((await saveNine(request, nine, casualties)) ? 'complete' : 'saved')) }} />
}

/** Save the nine lines; with all of them told, the patients have the time of it. Answers whether they are. */
async function saveNine(request: Of<CasevacRequest>, nine: NineLine | null, patients: readonly Of<Casualty>[]): Promise<boolean> {
  await say(request, 'edit', { fields: { nine: nine as unknown as JsonObject } })
  const whole = missingOfNine({ four: request.of.four, ...(nine ? { nine } : {}) }).length === 0
  if (whole) {
    await Promise.all(patients.filter((one) => one.of.events?.T3 === undefined && one.can.includes('nine-line')).map(toldNine))
    await again('casualty')
  }
  return whole
}

function Papers({ request }: { request: Of<CasevacRequest> }) {
  const tt = useTexts(ROWS)
  const { text, voice } = nineText(request.of, '…')
  const copy = (words: string) => void navigator.clipboard.writeText(words).then(() => toast(tt('copied')))
  return (
    <section className="evacpapers" aria-labelledby="evac-papers">
      <h2 id="evac-papers">{tt('papers')}</h2>
      <div className="row wrap noprint">
        <button type="button" className="btn small" onClick={() => copy(text)}><Copy size={14} aria-hidden="true" />{tt('copy')}</button>
        <button type="button" className="btn small" onClick={() => copy(voice)}><Copy size={14} aria-hidden="true" />{tt('copy.voice')}</button>
        <a className="btn small" href={`/api/casevac/${encodeURIComponent(request.id)}/sheet`} download={`${request.ref}.txt`}><Download size={14} aria-hidden="true" />{tt('sheet')}</a>
        <a className="btn small" href={`/api/casevac/${encodeURIComponent(request.id)}/cot`} download><Download size={14} aria-hidden="true" />{tt('cot')}</a>
      </div>
      <h3>{tt('voice')}</h3>
      <pre className="evacpaper" dir="ltr">{voice}</pre>
      <details><summary className="small">{tt('text')}</summary><pre className="evacpaper" dir="ltr">{text}</pre></details>
    </section>
  )
}

/** Lines 1 to 9 as far as they are told; each is saved with the others, whatever is missing. */
function Nine({ request }: { request: Of<CasevacRequest> }) {
  const tt = useTexts(ROWS)
  const code = useCode()
  const { number } = useWords()
  const { four } = request.of
  const [nine, setNine] = useState<NineLine>(request.of.nine ?? {})
  const [place, setPlace] = useState(request.of.nine?.place?.grid ?? request.of.nine?.place?.name ?? '')
  const [problem, setProblem] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const patients = useCasualties((request.of.patients ?? []).map((one) => one.casualty)).items ?? []
  const may = request.can.includes('edit')
  const set = (change: { [K in keyof NineLine]?: NineLine[K] | undefined }) => setNine((old) => ({ ...old, ...change }) as NineLine)
  const spot = place.trim() === '' ? undefined : readTwo(place)
  const count = (text: string): number | undefined => (text.trim() === '' ? undefined : Math.max(0, Math.round(Number(text))))
  const total = toldPatients({ four, nine }).total
  const lying = nine.litter !== undefined && nine.ambulatory !== undefined ? nine.litter + nine.ambulatory : null
  const save = async () => {
    if (spot === null) {
      return
    }
    setBusy(true)
    setProblem(null)
    try {
      const { place: _old, ...rest } = nine
      const standing = request.of.nine?.place
      const next = withoutEmpty({ ...rest, ...(spot ? { place: standing && place === (standing.grid ?? standing.name) ? standing : spot } : {}) })
      toast(tt((await saveNine(request, next, patients)) ? 'complete' : 'saved'))
    } catch (error) {
      setProblem(error)
    } finally {
      setBusy(false)
    }
  }
  const missing = missingOfNine({ four, nine: { ...nine, ...(spot ? { place: spot } : {}) } })
  const figure = (key: string, label: string, value: number | undefined, change: (n: number | undefined) => void, from?: number) => (
    <div className="field evacfigure"><label htmlFor={`nine-${key}`}>{label}</label><input id={`nine-${key}`} className="input" type="number" min={0} max={999} readOnly={!may} value={value ?? ''} placeholder={from === undefined ? '' : String(from)} onChange={(event) => change(count(event.target.value))} /></div>
  )
  const words = (key: 'frequency' | 'callsign' | 'markingNote' | 'nationality' | 'terrain', label: string, max: number, from?: string) => (
    <div className="field"><label htmlFor={`nine-${key}`}>{label}</label><input id={`nine-${key}`} className="input" dir="auto" maxLength={max} readOnly={!may} value={nine[key] ?? ''} placeholder={from ?? ''} onChange={(event) => set({ [key]: event.target.value === '' ? undefined : event.target.value })} /></div>
  )
  const choice = <T extends string>(key: 'security' | 'marking' | 'cbrn', label: string, values: readonly T[], say: (value: T) => string, none: string) => (
    <div className="field"><label htmlFor={`nine-${key}`}>{label}</label><select id={`nine-${key}`} className="select" disabled={!may} value={nine[key] ?? ''} onChange={(event) => set({ [key]: event.target.value === '' ? undefined : event.target.value } as Partial<NineLine>)}><option value="">{none}</option>{values.map((one) => <option key={one} value={one}>{say(one)}</option>)}</select></div>
  )
  return (
    <Card title={<>{tt('nine')} <span className="quiet small">{tt('nine.have', { n: number(9 - missing.length) })}</span></>} id="nine">
      <form className="stack evacnine" onSubmit={(event) => { event.preventDefault(); void save() }}>
        <p className="quiet small noprint">{tt('nine.lead')}</p>
        <div className="field"><label htmlFor="nine-place">{tt('n1')}</label><input id="nine-place" className="input mono" dir="auto" readOnly={!may} value={place} placeholder={four.place.grid ?? four.place.name ?? ''} aria-invalid={spot === null} onChange={(event) => setPlace(event.target.value)} />{spot === null && <span className="wrong" role="alert">{tt('n1.bad')}</span>}</div>
        <div className="evacpair">{words('frequency', tt('n2'), 40, four.frequency)}{words('callsign', tt('n2.call'), 40, four.callsign)}</div>
        <fieldset><legend>{tt('n3')}</legend><div className="evacpair">{PRIORITIES3.map((one) => <span key={one}>{figure(one, code('priority', one), nine.patients?.[one], (n) => set({ patients: { ...(nine.patients ?? four.patients), [one]: n ?? 0 } }), four.patients[one] ?? 0)}</span>)}</div></fieldset>
        <fieldset><legend>{tt('n4')}</legend><div className="row wrap">{EQUIPMENT.map((one) => <label key={one} className="check"><input type="checkbox" disabled={!may} checked={nine.equipment?.includes(one) ?? false} onChange={(event) => set({ equipment: event.target.checked ? (one === 'none' ? ['none'] : [...(nine.equipment ?? []).filter((other) => other !== 'none'), one]) : (nine.equipment ?? []).filter((other) => other !== one) })} />{code('equipment', one)}</label>)}</div></fieldset>
        <div className="evacpair">{figure('litter', tt('n5.litter'), nine.litter, (litter) => set({ litter }))}{figure('ambulatory', tt('n5.ambulatory'), nine.ambulatory, (ambulatory) => set({ ambulatory }))}{figure('escort', tt('n5.escort'), nine.escort, (escort) => set({ escort }))}</div>
        {lying !== null && lying !== total && <p className="notice warning" role="status">{tt('disagree', { a: lying, b: total })}</p>}
        {choice('security', tt('n6'), THREATS, (one) => code('threat', one), `${code('threat', four.threat)} (${tt('from4')})`)}
        <div className="evacpair">{choice('marking', tt('n7'), MARKINGS, (one) => code('marking', one), tt('unknown'))}{words('markingNote', tt('n7.note'), 80)}</div>
        <fieldset><legend>{tt('n8')}</legend><div className="evacpair">{CATEGORIES.map((one) => <span key={one}>{figure(one, code('category', one), nine.status?.[one], (n) => set({ status: Object.fromEntries(Object.entries({ ...nine.status, [one]: n }).filter(([, value]) => value !== undefined)) as NonNullable<NineLine['status']> }))}</span>)}</div></fieldset>
        {words('nationality', tt('n8.nation'), 60)}
        <div className="evacpair">{words('terrain', tt('n9'), 300)}{choice('cbrn', tt('n9.cbrn'), CBRN, (one) => tt(`cbrn.${one}`), tt('cbrn.none'))}</div>
        {problem !== null && <ProblemNotice error={problem} />}
        {may && <div className="noprint"><button type="submit" className="btn primary" disabled={busy || spot === null}>{tt('save')}</button></div>}
      </form>
    </Card>
  )
}

function toldNine(patient: Of<Casualty>): Promise<unknown> {
  return api(`/api/records/${encodeURIComponent(patient.id)}/actions`, { method: 'POST', key: uuid7(), body: { id: uuid7(), type: 'nine-line', patch: { t: new Date(serverNow()).toISOString(), source: 'radio' }, basedOn: patient.version, at: new Date().toISOString() } })
}

const METHANE_WORDS = ['type', 'hazards', 'access', 'number', 'emergency'] as const

function MethaneForm({ request }: { request: Of<CasevacRequest> }) {
  const tt = useTexts(ROWS)
  const standing = request.of.methane
  const [methane, setMethane] = useState<Methane>(standing ?? { major: false })
  const [exact, setExact] = useState(standing?.exact?.grid ?? standing?.exact?.name ?? '')
  const [problem, setProblem] = useState<unknown>(null)
  const may = request.can.includes('edit')
  const save = async () => {
    setProblem(null)
    const { exact: _old, ...rest } = methane
    const words = exact.trim()
    const spot = words === '' ? undefined : (readTwo(words) ?? { name: words.slice(0, 120) })
    try {
      await say(request, 'edit', { fields: { methane: { ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== '')), ...(spot ? { exact: standing?.exact && words === (standing.exact.grid ?? standing.exact.name) ? standing.exact : spot } : {}) } as unknown as JsonObject } })
      toast(tt('saved'))
    } catch (error) {
      setProblem(error)
    }
  }
  return (
    <details className="card evacmethane" open={standing !== undefined}>
      <summary>{tt('methane')} <span className="quiet small">{tt('methane.lead')}</span></summary>
      <form className="stack body" onSubmit={(event) => { event.preventDefault(); void save() }}>
        <label className="check"><input type="checkbox" disabled={!may} checked={methane.major} onChange={(event) => setMethane({ ...methane, major: event.target.checked })} />{tt('m.major')}</label>
        <div className="field"><label htmlFor="m-exact">{tt('m.exact')}</label><input id="m-exact" className="input" dir="auto" maxLength={120} readOnly={!may} value={exact} onChange={(event) => setExact(event.target.value)} /></div>
        {METHANE_WORDS.map((one) => <div key={one} className="field"><label htmlFor={`m-${one}`}>{tt(`m.${one}`)}</label><input id={`m-${one}`} className="input" dir="auto" maxLength={one === 'number' ? 120 : 300} readOnly={!may} value={methane[one] ?? ''} onChange={(event) => setMethane({ ...methane, [one]: event.target.value })} /></div>)}
        {problem !== null && <ProblemNotice error={problem} />}
        {may && <div className="noprint"><button type="submit" className="btn">{tt('m.save')}</button></div>}
      </form>
    </details>
  )
}

const NONE: [] = []
