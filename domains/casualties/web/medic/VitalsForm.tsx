import { useId, useRef, useState } from 'react'
import { ProblemNotice, toast, uuid7, useSession, useWords } from '../../../../web/face.ts'
import type { Vitals } from '../../shared/casualty.ts'
import { pressuresSwapped, readVital, VITAL_LIMITS, vitalProblem, VITALS, type Vital, type VitalProblem } from '../../shared/vitals.ts'
import { AVPU } from '../../shared/vocabulary.ts'
import { beginningOf, sendCare, type Patient } from './care.ts'
import { readTime, TimeField } from './TimeField.tsx'
import { beginHere, useMedicTexts } from './words.ts'

type Wrong = { vital: Vital; problem: VitalProblem | null }

/** One reading. A value no body shows is refused with the range and what was probably meant; nothing typed is lost. */
export function VitalsForm({ patient, onDone }: { patient: Patient; onDone(): void }) {
  const tt = useMedicTexts()
  const { number } = useWords()
  const { mission } = useSession()
  const id = useId()
  const form = useRef<HTMLFormElement>(null)
  const [typed, setTyped] = useState<Partial<Record<Vital, string>>>({})
  const [avpu, setAvpu] = useState<(typeof AVPU)[number] | null>(null)
  const [when, setWhen] = useState('')
  const [late, setLate] = useState(false)
  const [wrong, setWrong] = useState<Wrong[]>([])
  const [swapped, setSwapped] = useState(false)
  const [empty, setEmpty] = useState(false)
  const [problem, setProblem] = useState<unknown>(null)
  const before = patient.data.vitals?.findLast(({ struck }) => !struck)
  const look = (vital: Vital, text: string): Wrong[] => {
    const value = readVital(text)
    const found = value === null ? null : vitalProblem(vital, value)
    return text.trim() === '' || (value !== null && found === null) ? [] : [{ vital, problem: found }]
  }
  const put = (vital: Vital, text: string): void => {
    setTyped({ ...typed, [vital]: text })
    setWrong(wrong.filter((one) => one.vital !== vital))
    setSwapped(false)
    setEmpty(false)
  }
  const save = async (): Promise<void> => {
    const bad = VITALS.flatMap((vital) => look(vital, typed[vital] ?? ''))
    const values = Object.fromEntries(VITALS.flatMap((vital) => { const value = readVital(typed[vital] ?? ''); return value === null ? [] : [[vital, value]] })) as Partial<Record<Vital, number>>
    const at = readTime(when, mission.zone)
    const turned = pressuresSwapped(values.sbp, values.dbp)
    const nothing = Object.keys(values).length === 0 && avpu === null
    setWrong(bad)
    setSwapped(turned)
    setLate(at === undefined)
    setEmpty(nothing && bad.length === 0)
    if (bad.length > 0 || turned || nothing || at === undefined) {
      const first = bad[0]?.vital ?? (turned ? 'dbp' : nothing ? 'hr' : null)
      form.current?.querySelector<HTMLElement>(first ? `[name="${first}"]` : '.mono')?.focus()
      return
    }
    const reading: Vitals = { id: uuid7(), at, ...values, ...(avpu ? { avpu } : {}) }
    try {
      const after = await sendCare({ ...beginningOf(patient), vitals: [reading] }, tt('label.vitals', { number: patient.data.battleNo }))
      toast(tt(after ? 'saved' : 'kept', { number: patient.data.battleNo }))
      onDone()
    } catch (error) {
      setProblem(error)
    }
  }
  return (
    <form ref={form} className="stack careform" noValidate onSubmit={(event) => { event.preventDefault(); void save() }}>
      <div className="vitalfields">
        {VITALS.map((vital, i) => {
          const { min, max, unit } = VITAL_LIMITS[vital]
          const bad = wrong.find((one) => one.vital === vital)
          const last = before?.[vital]
          return (
            <div className="field" key={vital}>
              <label htmlFor={`${id}${vital}`}>{tt(`vital.${vital}`)}{unit === '' ? '' : <span className="need ltr"> {unit}</span>}</label>
              <input id={`${id}${vital}`} name={vital} className="input" dir="ltr" inputMode="decimal" autoComplete="off" ref={i === 0 ? beginHere : undefined} aria-invalid={bad !== undefined} aria-describedby={`${id}${vital}h`} value={typed[vital] ?? ''} onChange={(event) => put(vital, event.target.value)} onBlur={(event) => { const found = look(vital, event.target.value); if (found.length > 0) { setWrong([...wrong.filter((one) => one.vital !== vital), ...found]) } }} />
              <span id={`${id}${vital}h`} className="hint">{last === undefined ? tt('vital.range', { min: number(min), max: number(max) }) : tt('vital.before', { value: number(last) })}</span>
              {bad && (
                <p className="wrong" role="alert">
                  {bad.problem === null ? tt('vital.nonumber') : tt('vital.outside', { value: number(bad.problem.value), unit, min: number(min), max: number(max) })}
                  {bad.problem?.fix && <> <button type="button" className="btn small" onClick={() => put(vital, String(bad.problem?.fix?.value ?? ''))}>{tt(`slip.${bad.problem.fix.slip}`, { value: number(bad.problem.fix.value), unit })}</button></>}
                </p>
              )}
              {vital === 'dbp' && swapped && <p className="wrong" role="alert">{tt('vital.swapped')} <button type="button" className="btn small" onClick={() => { setTyped({ ...typed, sbp: typed.dbp ?? '', dbp: typed.sbp ?? '' }); setSwapped(false) }}>{tt('vital.swap')}</button></p>}
            </div>
          )
        })}
      </div>
      <fieldset className="field"><legend>{tt('avpu')}</legend>
        <div className="choices">{AVPU.map((one) => <button key={one} type="button" className="btn" aria-pressed={avpu === one} onClick={() => { setAvpu(avpu === one ? null : one); setEmpty(false) }}>{tt(`avpu.${one}`)}</button>)}</div>
      </fieldset>
      <TimeField label={tt('vital.when')} value={when} wrong={late} onChange={(text) => { setWhen(text); setLate(false) }} />
      {empty && <p className="wrong" role="alert">{tt('vital.nothing')}</p>}
      {problem !== null && <ProblemNotice error={problem} />}
      <div className="row wrap carebar"><button type="submit" className="btn primary">{tt('save')}</button><button type="button" className="btn plain" onClick={onDone}>{tt('cancel')}</button></div>
    </form>
  )
}
