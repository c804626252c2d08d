import { useState, type FormEvent, type KeyboardEvent, type ReactNode } from 'react'
import type { JsonObject } from '../../../core/json.ts'
import { parseDtg } from '../../../core/time-dtg.ts'
import { focusFirst, ProblemNotice, saveAction, serverNow, toast, useTexts, uuid7, writeOrKeep, type RecordView } from '../../../web/face.ts'
import { ROWS } from './boards.texts.ts'
import { readTwo } from './four.ts'
import { again } from './read.ts'

const DAY_MS = 86_400_000

/** A board that is still read, or could not be: never one that looks empty. */
export function NotRead({ items, error, refetch }: { items: readonly unknown[] | undefined; error: unknown; refetch(): unknown }) {
  return items ? null : error ? <ProblemNotice error={error} retry={() => void refetch()} /> : <div className="skeleton" aria-hidden="true" />
}

/** What is not known, said as such: never an empty cell. */
export function Unknown() {
  const tt = useTexts(ROWS)
  return <span className="evacunknown">{tt('unknown')}</span>
}

/** A count as typed; undefined for an empty field. */
export function countOf(text: string): number | undefined {
  return text.trim() === '' ? undefined : Math.max(0, Number(text))
}

/** A time typed as `1800Z` or a date-time group, today or up to a day ahead: ISO; undefined for nothing typed, null for what is no time. */
export function momentOf(text: string, zone: string): string | undefined | null {
  if (text.trim() === '') {
    return undefined
  }
  const read = parseDtg(text, { now: serverNow(), zone, toleranceMs: DAY_MS })
  return read.ok ? new Date(read.at).toISOString() : null
}

/** The form below a row: saves one action on its record, closes with Escape. */
export function RowForm({ record, type, label, patch, onDone, same, children }: { record: RecordView; type: string; label: string; /** Null: something typed cannot be. */ patch(): JsonObject | null; onDone(): void; /** Offers to say that nothing changed. */ same?: boolean; children: ReactNode }) {
  const tt = useTexts(ROWS)
  const [problem, setProblem] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const save = async (what: JsonObject | null) => {
    if (what === null) {
      return
    }
    setBusy(true)
    setProblem(null)
    try {
      const after = await saveAction(record, type, what, `${record.ref} · ${type}`)
      await again(record.kind)
      toast(after ? tt('saved', { name: record.title }) : tt('kept'))
      onDone()
    } catch (error) {
      setProblem(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Escape leaves the form from any of its fields
    <form className="evacrowform noprint" aria-label={label} onSubmit={(event) => { event.preventDefault(); void save(patch()) }} onKeyDown={(event: KeyboardEvent) => { if (event.key === 'Escape') { event.stopPropagation(); onDone() } }}>
      <div className="evacpair">{children}</div>
      {problem !== null && <ProblemNotice error={problem} />}
      <div className="row wrap"><button type="submit" className="btn small primary" disabled={busy}>{tt('save')}</button>{same && <button type="button" className="btn small" disabled={busy} onClick={() => void save({})}>{tt('same')}</button>}<button type="button" className="btn small plain" onClick={onDone}>{tt('cancel')}</button></div>
    </form>
  )
}

/** A new entry of a board: name, place, and what its kind asks beyond that. */
export function AddForm({ kind, label, field, data, children }: { kind: string; label: string; /** Field that holds the place. */ field: 'place' | 'base'; data(): JsonObject; children: ReactNode }) {
  const tt = useTexts(ROWS)
  const [open, setOpen] = useState(false)
  const [name, setName] = useState('')
  const [place, setPlace] = useState('')
  const [drill, setDrill] = useState(false)
  const [told, setTold] = useState(false)
  const [problem, setProblem] = useState<unknown>(null)
  const spot = readTwo(place)
  const save = async (event: FormEvent) => {
    event.preventDefault()
    setTold(true)
    if (spot === null) {
      return
    }
    setProblem(null)
    try {
      const made = await writeOrKeep<RecordView>({ key: uuid7(), path: '/api/records', label: name, body: { id: uuid7(), kind, data: { name: name.trim(), [field]: spot, ...data(), ...(drill ? { drill: true } : {}) }, at: new Date().toISOString() } as never })
      await again(kind)
      toast(made ? tt('saved', { name }) : tt('kept'))
      setOpen(false)
      setName('')
      setPlace('')
      setTold(false)
    } catch (error) {
      setProblem(error)
    }
  }
  if (!open) {
    return <button type="button" className="btn small noprint" onClick={() => setOpen(true)}>{label}</button>
  }
  return (
    <form className="evacrowform noprint" aria-label={label} onSubmit={(event) => void save(event)}>
      <div className="evacpair">
        <div className="field"><label htmlFor={`add-${kind}-name`}>{tt('add.name')}</label><input id={`add-${kind}-name`} className="input" dir="auto" required maxLength={80} value={name} ref={focusFirst} onChange={(event) => setName(event.target.value)} /></div>
        <div className="field"><label htmlFor={`add-${kind}-place`}>{tt('add.place')}</label><input id={`add-${kind}-place`} className="input mono" dir="auto" required value={place} aria-invalid={told && spot === null} onChange={(event) => setPlace(event.target.value)} />{told && spot === null && <span className="wrong" role="alert">{tt('add.place.bad')}</span>}</div>
        {children}
        <label className="check"><input type="checkbox" checked={drill} onChange={(event) => setDrill(event.target.checked)} />{tt('add.drill')}</label>
      </div>
      {problem !== null && <ProblemNotice error={problem} />}
      <div className="row wrap"><button type="submit" className="btn small primary">{tt('save')}</button><button type="button" className="btn small plain" onClick={() => setOpen(false)}>{tt('cancel')}</button></div>
    </form>
  )
}
