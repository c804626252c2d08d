import { useId, useState } from 'react'
import { ProblemNotice, toast, uuid7, useSession, useWords } from '../../../../web/face.ts'
import type { BodyShape } from '../../shared/body-map.ts'
import type { CareState } from '../../shared/care-state.ts'
import type { Injury } from '../../shared/casualty.ts'
import { AGE_BANDS, CATEGORIES, INJURY_KINDS, MECHANISMS, SEXES, TRIAGES, type Triage as TriageCode } from '../../shared/vocabulary.ts'
import { useCode } from '../words.ts'
import { BodyMap, placeWords } from './BodyMap.tsx'
import { sendCare } from './care.ts'
import { nowIso } from './numbers.ts'
import { readTime, TimeField } from './TimeField.tsx'
import { beginHere, useMedicTexts } from './words.ts'

/** What evacuation priority follows from triage, until somebody says otherwise. */
export const PRIORITY_OF = { T1: 'A', T2: 'B', T3: 'C', T4: 'C', DEAD: 'NONE' } as const

/** A new casualty: triage by one tap, injuries on the body, when it happened. Only triage is asked for; all else can come later. */
export function NewForm({ number, taken, onDone, onCancel }: { number: string; taken: readonly string[]; onDone(id: string): void; onCancel(): void }) {
  const { colon } = useWords()
  const tt = useMedicTexts()
  const code = useCode()
  const { mission } = useSession()
  const id = useId()
  const [triage, setTriage] = useState<TriageCode | null>(null)
  const [battleNo, setBattleNo] = useState(number)
  const [kind, setKind] = useState<Injury['kind']>('gunshot')
  const [injuries, setInjuries] = useState<Injury[]>([])
  const [typed, setTyped] = useState({ category: 'un-military', sex: '', ageBand: '', mechanism: '', when: '', litter: true, unknownTime: false, drill: false })
  const [place, setPlace] = useState<{ lon: number; lat: number; radiusM: number } | null>(null)
  const [locating, setLocating] = useState<'no' | 'looking' | 'failed'>('no')
  const [wrong, setWrong] = useState<'triage' | 'number' | 'when' | null>(null)
  const [problem, setProblem] = useState<unknown>(null)
  const pick = ({ region, side, view }: BodyShape): void => setInjuries([...injuries, { id: uuid7(), region, side, view, kind }])
  const locate = (): void => {
    setLocating('looking')
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      setPlace({ lon: Number(coords.longitude.toFixed(6)), lat: Number(coords.latitude.toFixed(6)), radiusM: Math.min(2_000_000, Math.round(coords.accuracy)) })
      setLocating('no')
    }, () => setLocating('failed'), { enableHighAccuracy: true, timeout: 20_000 })
  }
  const save = async (): Promise<void> => {
    const injured = typed.unknownTime ? null : readTime(typed.when, mission.zone)
    const no = battleNo.trim()
    const fault = triage === null ? 'triage' : no === '' || taken.includes(no) ? 'number' : injured === undefined ? 'when' : null
    setWrong(fault)
    if (fault !== null || triage === null) {
      return
    }
    const state: CareState = {
      id: uuid7(),
      base: {
        battleNo: no, category: typed.category as 'un-military', litter: typed.litter, ...(typed.sex ? { sex: typed.sex as 'female' } : {}), ...(typed.ageBand ? { ageBand: typed.ageBand as 'unknown' } : {}),
        ...(typed.mechanism ? { mechanism: typed.mechanism as 'other' } : {}), ...(typed.drill ? { drill: true } : {}), ...(place ? { place } : {}),
      },
      sorted: { triage, priority: PRIORITY_OF[triage], t: nowIso() },
      ...(injuries.length > 0 ? { injuries } : {}),
      ...(injured ? { events: { T0: { t: injured, source: 'manual', ...(typed.when.trim() === '' ? { estimated: true as const } : {}) } } } : {}),
      ...(triage === 'DEAD' ? { course: [{ status: 'DECEASED' as const, t: nowIso() }] } : {}),
    }
    try {
      const after = await sendCare(state, tt('label.new', { number: no }))
      toast(tt(after ? 'saved' : 'kept', { number: no }))
      onDone(state.id)
    } catch (error) {
      setProblem(error)
    }
  }
  const put = (name: 'category' | 'sex' | 'ageBand' | 'mechanism') => (event: { target: { value: string } }) => setTyped({ ...typed, [name]: event.target.value })
  return (
    <form className="stack careform" onSubmit={(event) => { event.preventDefault(); void save() }}>
      <fieldset className="field"><legend>{tt('triage')}</legend>
        <div className="choices triages">{TRIAGES.map((one, i) => <button key={one} type="button" className="btn" data-triage={one} ref={i === 0 ? beginHere : undefined} aria-pressed={triage === one} onClick={() => { setTriage(one); setTyped({ ...typed, litter: one !== 'T3' }); setWrong(null) }}>{code('triage', one)}</button>)}</div>
        {wrong === 'triage' && <p className="wrong" role="alert">{tt('triage.need')}</p>}
      </fieldset>
      <div className="field"><label htmlFor={`${id}k`}>{tt('injury.kind')}</label><select id={`${id}k`} className="select" value={kind} onChange={(event) => setKind(event.target.value as Injury['kind'])}>{INJURY_KINDS.map((one) => <option key={one} value={one}>{tt(`kind.${one}`)}</option>)}</select><span className="hint">{tt('injury.tap')}</span></div>
      <BodyMap injuries={injuries} onPick={pick} />
      {injuries.length > 0 && <ol className="injuries">{injuries.map((one) => <li key={one.id}><span className="grow">{placeWords(tt, one)}{colon}{tt(`kind.${one.kind}`)}</span><button type="button" className="btn small plain" aria-label={tt('injury.remove', { what: placeWords(tt, one) })} onClick={() => setInjuries(injuries.filter((other) => other !== one))}>×</button></li>)}</ol>}
      {!typed.unknownTime && <TimeField label={tt('injured.when')} value={typed.when} wrong={wrong === 'when'} onChange={(when) => { setTyped({ ...typed, when }); setWrong(null) }} />}
      <label className="row small"><input type="checkbox" checked={typed.unknownTime} onChange={(event) => setTyped({ ...typed, unknownTime: event.target.checked })} />{tt('injured.unknown')}</label>
      <div className="pair">
        <div className="field"><label htmlFor={`${id}n`}>{tt('number')}</label><input id={`${id}n`} className="input mono" dir="ltr" maxLength={40} aria-invalid={wrong === 'number'} value={battleNo} onChange={(event) => { setBattleNo(event.target.value); setWrong(null) }} />{wrong === 'number' && <p className="wrong" role="alert">{tt('number.taken')}</p>}</div>
        <div className="field"><label htmlFor={`${id}c`}>{tt('category')}</label><select id={`${id}c`} className="select" value={typed.category} onChange={put('category')}>{CATEGORIES.map((one) => <option key={one} value={one}>{code('category', one)}</option>)}</select></div>
        <div className="field"><label htmlFor={`${id}m`}>{tt('mechanism')}</label><select id={`${id}m`} className="select" value={typed.mechanism} onChange={put('mechanism')}><option value="">–</option>{MECHANISMS.map((one) => <option key={one} value={one}>{code('mechanism', one)}</option>)}</select></div>
        <div className="field"><label htmlFor={`${id}s`}>{tt('sex')}</label><select id={`${id}s`} className="select" value={typed.sex} onChange={put('sex')}><option value="">–</option>{SEXES.map((one) => <option key={one} value={one}>{tt(`sex.${one}`)}</option>)}</select></div>
        <div className="field"><label htmlFor={`${id}a`}>{tt('age')}</label><select id={`${id}a`} className="select" value={typed.ageBand} onChange={put('ageBand')}><option value="">–</option>{AGE_BANDS.map((one) => <option key={one} value={one}>{one === 'unknown' ? tt('sex.unknown') : one}</option>)}</select></div>
      </div>
      <div className="row wrap">
        <label className="row small"><input type="checkbox" checked={typed.litter} onChange={(event) => setTyped({ ...typed, litter: event.target.checked })} />{tt('litter')}</label>
        <label className="row small"><input type="checkbox" checked={typed.drill} onChange={(event) => setTyped({ ...typed, drill: event.target.checked })} />{tt('drill')}</label>
        <button type="button" className="btn small" onClick={locate} disabled={locating === 'looking'}>{place ? tt('place.have', { n: place.radiusM }) : tt(locating === 'looking' ? 'place.looking' : 'place.here')}</button>
        {locating === 'failed' && <span className="wrong" role="alert">{tt('place.failed')}</span>}
      </div>
      {problem !== null && <ProblemNotice error={problem} />}
      <div className="row wrap carebar"><button type="submit" className="btn primary">{tt('save')}</button><button type="button" className="btn plain" onClick={onCancel}>{tt('cancel')}</button></div>
    </form>
  )
}
