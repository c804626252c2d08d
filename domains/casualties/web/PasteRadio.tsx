import { useState } from 'react'
import type { JsonObject } from '../../../core/json.ts'
import { parseNineLine } from '../../../formats/nineline.ts'
import { parseRadio } from '../../../formats/radio-forms.ts'
import { ProblemNotice, serverNow, toast, useTexts, useWords } from '../../../web/face.ts'
import type { CasevacRequest } from '../shared/request.ts'
import { methaneOf } from '../shared/radio-place.ts'
import { readTwo } from './four.ts'
import { beginningOf, sendCare, type Patient } from './medic/care.ts'
import { ROWS } from './paste.texts.ts'
import { addsCare, careOfMist, nineOf, type PastedCare } from './pasted.ts'
import type { Of } from './read.ts'
import { say } from './requests.ts'

type Problem = { line: number; problem: string; fix: string }
/** What a text was read as. */
type Read =
  | { form: 'nine'; nine: NonNullable<CasevacRequest['nine']>; problems: Problem[] }
  | { form: 'methane'; methane: NonNullable<CasevacRequest['methane']> }
  | { form: 'mist'; name: string; label: string; of(patient: Patient): PastedCare }
  | { form: 'four' }
  | { form: 'none'; problems: Problem[] }

const NINE = /^\s*(?:LINE\s*)?(?:\d|ONE|TWO|THREE|FOUR|FIVE|SIX|SEVEN|EIGHT|NINE)\s*[:.)–-]/im
const HEADED = /^\s*(?:4-LINE|METHANE|AT-MIST|MIST)\b/i

function readMessage(text: string): Read | null {
  if (text.trim() === '') {
    return null
  }
  if (!HEADED.test(text) && NINE.test(text)) {
    const read = parseNineLine(text)
    return { form: 'nine', nine: nineOf(read.message, readTwo), problems: read.ok ? [] : read.problems }
  }
  const read = parseRadio(text)
  if (!read.ok) {
    return { form: 'none', problems: read.problems }
  }
  switch (read.form) {
    case 'four-line': return { form: 'four' }
    case 'methane': return { form: 'methane', methane: methaneOf(read.message, readTwo) }
    default: return { form: 'mist', name: read.form.toUpperCase(), label: read.message.label ?? '', of: (patient) => careOfMist(patient.id, patient.data, read.message, serverNow()) }
  }
}

/** Nine lines, METHANE, MIST or AT-MIST as text: said what was understood, then taken over. Without a request, of one patient alone. */
export function PasteRadio({ request, patients, onNine, onTaken }: { request: Of<CasevacRequest> | null; patients: readonly Patient[]; /** Save what line of the nine came. */ onNine?(nine: NonNullable<CasevacRequest['nine']>): Promise<void>; onTaken?(): void }) {
  const tt = useTexts(ROWS)
  const { number } = useWords()
  const [text, setText] = useState('')
  const [whom, setWhom] = useState('')
  const [problem, setProblem] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const read = readMessage(text)
  const named = read?.form === 'mist' ? patients.find((one) => one.data.battleNo.toUpperCase() === read.label.toUpperCase()) : undefined
  const patient = patients.find((one) => one.id === whom) ?? named ?? (patients.length === 1 ? patients[0] : undefined)
  const found = read?.form === 'mist' && patient ? read.of(patient) : null
  const fits = request !== null || read?.form === 'mist'
  const ready = read !== null && fits && ((read.form === 'nine' && Object.keys(read.nine).length > 0) || read.form === 'methane' || (found !== null && addsCare(found.care)))
  const take = async () => {
    setBusy(true)
    setProblem(null)
    try {
      if (read?.form === 'nine' && request) {
        await onNine?.({ ...request.of.nine, ...read.nine })
      } else if (read?.form === 'methane' && request) {
        toast(tt((await say(request, 'edit', { fields: { methane: read.methane as unknown as JsonObject } })) ? 'taken' : 'kept'))
      } else if (found && patient) {
        const { base, ...lists } = found.care
        const begun = beginningOf(patient)
        toast(tt((await sendCare({ ...begun, ...lists, base: { ...begun.base, ...base } }, `${patient.data.battleNo} · MIST`)) ? 'taken' : 'kept'))
      }
      setText('')
      setWhom('')
      onTaken?.()
    } catch (error) {
      setProblem(error)
    } finally {
      setBusy(false)
    }
  }
  const facts = (name: 'facts' | 'injuries' | 'vitals' | 'treatments', n: number) => (n > 0 ? [tt(name, { n: number(n) })] : [])
  const what = found ? [...facts('facts', Object.keys(found.care.base).length + (found.care.events ? 1 : 0)), ...facts('injuries', found.care.injuries?.length ?? 0), ...facts('vitals', found.care.vitals?.length ?? 0), ...facts('treatments', found.care.treatments?.length ?? 0)].join(', ') || tt('nothing') : ''
  const problems = read?.form === 'nine' || read?.form === 'none' ? read.problems : []
  return (
    <details className="card evacpaste noprint">
      <summary>{tt('title')}</summary>
      <form className="stack body" onSubmit={(event) => { event.preventDefault(); void take() }}>
        <p className="quiet small">{tt(request ? 'lead' : 'lead.one')}</p>
        <div className="field"><label htmlFor="paste-text">{tt('label')}</label><textarea id="paste-text" className="input mono" dir="ltr" rows={8} maxLength={8000} spellCheck={false} value={text} onChange={(event) => setText(event.target.value)} /></div>
        {read?.form === 'mist' && patients.length > 1 && <div className="field"><label htmlFor="paste-whom">{tt('whom')}</label><select id="paste-whom" className="select" value={patient?.id ?? ''} onChange={(event) => setWhom(event.target.value)}><option value="">{tt('whom')}</option>{patients.map((one) => <option key={one.id} value={one.id}>{one.data.battleNo}</option>)}</select></div>}
        <div role="status" className="small">
          {read?.form === 'four' && <p>{tt('four')}</p>}
          {read?.form === 'mist' && patients.length === 0 && <p>{tt('whom.none')}</p>}
          {read?.form === 'mist' && patient && <p>{tt('read', { form: `${read.name} · ${patient.data.battleNo}`, what })}</p>}
          {read?.form === 'nine' && <p>{tt('read', { form: '9-LINE', what: tt('facts', { n: number(Object.keys(read.nine).length) }) })}</p>}
          {read?.form === 'methane' && <p>{tt('read', { form: 'METHANE', what: tt('facts', { n: number(Object.keys(read.methane).length) }) })}</p>}
          {found && found.left.length > 0 && <><p>{tt('left')}</p><ul>{found.left.map((one) => <li key={one} dir="auto">{one}</li>)}</ul></>}
          {problems.length > 0 && <><p>{tt('wrong')}</p><ul>{problems.map((one, i) => <li key={i} dir="ltr">{one.line > 0 && <>{one.line}: </>}{one.problem}. {one.fix}</li>)}</ul></>}
        </div>
        {problem !== null && <ProblemNotice error={problem} />}
        <div><button type="submit" className="btn" disabled={!ready || busy}>{tt('take')}</button></div>
      </form>
    </details>
  )
}
