import { Plane, Printer } from 'lucide-react'
import { memo, useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { Empty, Link, navigate, ProblemNotice, toast, useLocation, useMoment, useNow, useSession, useShowing, useWords, uuid7, type RecordView } from '../../../../web/face.ts'
import type { CareState } from '../../shared/care-state.ts'
import { readInjuries } from '../../shared/injury-text.ts'
import { statusOf } from '../../shared/casualty.ts'
import { TRIAGES, type Triage as TriageCode } from '../../shared/vocabulary.ts'
import { useCode } from '../words.ts'
import { placeWords } from './BodyMap.tsx'
import { beginningOf, sendCare, usePatients, type Patient } from './care.ts'
import { MiniRings } from './MiniRings.tsx'
import { PRIORITY_OF } from './NewForm.tsx'
import { nextBattleNo, nowIso } from './numbers.ts'
import { whereWords } from './Summary.tsx'
import { readTime } from './TimeField.tsx'
import { Triage } from './Triage.tsx'
import { useMedicTexts } from './words.ts'
import './medic.css'

/** One key each. */
const KEYS: Record<string, TriageCode> = { 1: 'T1', 2: 'T2', 3: 'T3', 4: 'T4', 0: 'DEAD', d: 'DEAD' }
const SPANS = [6, 12, 24, 72] as const
const HOUR = 3_600_000
const LIES: readonly TriageCode[] = ['T1', 'T2', 'T4', 'DEAD']

/** Many casualties at once: one line each, triage by one key, several who write side by side and see each other's lines at once. */
export function MascalPage() {
  const tt = useMedicTexts()
  const { number } = useWords()
  const { kinds } = useSession()
  const search = new URLSearchParams(useLocation().search)
  const clock = useNow(10_000)
  const now = useMoment() ?? clock
  const incident = search.get('incident') ?? ''
  const drill = search.get('drill') === '1'
  const hours = SPANS.find((one) => String(one) === search.get('hours')) ?? 12
  const { items, total, error, known, refetch } = usePatients('all')
  useShowing('mascal', items.flatMap(({ record }) => (record ? [record] : [])) as RecordView[])
  const [injured, setInjured] = useState('')
  const rows = items.filter(({ data, record }) => (data.drill === true) === drill && (incident === '' ? now - begunAt(record, now) < hours * HOUR : data.incident === incident))
  const may = kinds.some((kind) => kind.name === 'casualty' && kind.canCreate)
  const set = (change: Record<string, string>): void => {
    const next = new URLSearchParams(search)
    Object.entries(change).forEach(([name, value]) => (value === '' ? next.delete(name) : next.set(name, value)))
    navigate(`/casualties/mascal${next.size === 0 ? '' : `?${next.toString()}`}`, { replace: true })
  }
  return (
    <div className="page mascalpage" data-drill={drill ? '' : undefined}>
      <header className="row wrap">
        <div className="grow"><h1>{tt(drill ? 'mascal.title.drill' : 'mascal.title')}</h1><p className="quiet small noprint">{tt('mascal.keys')}</p></div>
        <button type="button" className="btn noprint" onClick={() => window.print()}><Printer size={15} aria-hidden="true" />{tt('print')}</button>
        <Link to="/casevac" className="btn noprint"><Plane size={15} aria-hidden="true" />{tt('mascal.plan')}</Link>
      </header>
      <Counts rows={rows} />
      {may && <Entry taken={items.map(({ data }) => data.battleNo)} incident={incident} drill={drill} injured={injured} onInjured={setInjured} />}
      {error && !known && <ProblemNotice error={error} retry={() => void refetch()} />}
      {known && rows.length === 0 && <Empty title={tt('mascal.none')}>{may ? tt('mascal.none.do') : null}</Empty>}
      {rows.length > 0 && <Grid rows={rows} now={now} />}
      <div className="row wrap boardfilters">
        {known && <p className="small quiet grow">{tt('shown', { n: number(rows.length), all: number(total) })}</p>}
        {incident === '' && <label className="row small noprint">{tt('mascal.since')}<select className="select" value={hours} onChange={(event) => set({ hours: event.target.value })}>{SPANS.map((one) => <option key={one} value={one}>{tt('mascal.hours', { n: one })}</option>)}</select></label>}
        <label className="row small noprint"><input type="checkbox" checked={drill} onChange={(event) => set({ drill: event.target.checked ? '1' : '' })} />{tt('drill')}</label>
      </div>
    </div>
  )
}

function begunAt(record: RecordView | null, now: number): number {
  return record ? Date.parse(record.createdAt) : now
}

/** How many of each triage, and where they are. */
function Counts({ rows }: { rows: readonly Patient[] }) {
  const tt = useMedicTexts()
  const code = useCode()
  const { number } = useWords()
  const where = new Map<string, number>()
  for (const { data } of rows) {
    const place = whereWords(data) ?? code('status', statusOf(data))
    where.set(place, (where.get(place) ?? 0) + 1)
  }
  return (
    <div className="mascalcounts" aria-live="polite">
      <ul aria-label={tt('triage')}>{[...TRIAGES, undefined].map((one) => {
        const n = rows.filter(({ data }) => data.triage === one).length
        return one === undefined && n === 0 ? null : <li key={one ?? 'none'}><Triage triage={one} /> <strong>{number(n)}</strong></li>
      })}<li><span className="quiet">{tt('mascal.all')}</span> <strong>{number(rows.length)}</strong></li></ul>
      {where.size > 0 && <ul aria-label={tt('where')} className="where">{[...where].sort(([, a], [, b]) => b - a).map(([place, n]) => <li key={place}><bdi>{place}</bdi> <strong>{number(n)}</strong></li>)}</ul>}
    </div>
  )
}

/** One line: a key for triage, a few words, Enter. The next line is ready before the node has answered. */
function Entry({ taken, incident, drill, injured, onInjured }: { taken: readonly string[]; incident: string; drill: boolean; injured: string; onInjured(text: string): void }) {
  const tt = useMedicTexts()
  const code = useCode()
  const { me, mission } = useSession()
  const [given, setGiven] = useState<readonly string[]>([])
  const first = useRef<HTMLInputElement>(null)
  const words = useRef<HTMLInputElement>(null)
  const [triage, setTriage] = useState<TriageCode | null>(null)
  const [text, setText] = useState('')
  const [litter, setLitter] = useState(true)
  const [wrong, setWrong] = useState(false)
  const [badTime, setBadTime] = useState(false)
  const [problem, setProblem] = useState<{ error: unknown; number: string } | null>(null)
  const battleNo = nextBattleNo(me.user, [...taken, ...given])
  useEffect(() => first.current?.focus(), [])
  const choose = (one: TriageCode): void => {
    setTriage(one)
    setLitter(LIES.includes(one))
    setWrong(false)
    words.current?.focus()
  }
  const save = (): void => {
    if (triage === null) {
      setWrong(true)
      first.current?.focus()
      return
    }
    const since = injured.trim() === '' ? null : readTime(injured, mission.zone)
    if (since === undefined) {
      setBadTime(true)
      return
    }
    const said = text.trim()
    const at = nowIso()
    const injuries = readInjuries(said).map((one) => ({ id: uuid7(), ...one }))
    const state: CareState = {
      id: uuid7(), base: { battleNo, category: 'unknown', litter, ...(incident ? { incident } : {}), ...(drill ? { drill: true as const } : {}), ...(said ? { mechanismNote: said.slice(0, 300) } : {}) },
      sorted: { triage, priority: PRIORITY_OF[triage], t: at }, ...(injuries.length > 0 ? { injuries } : {}),
      events: { T2: { t: at, source: 'radio' }, ...(since === null ? {} : { T0: { t: since, source: 'radio' as const, estimated: true as const } }) },
      ...(triage === 'DEAD' ? { course: [{ status: 'DECEASED' as const, t: at }] } : {}),
    }
    setGiven([...given, battleNo])
    setProblem(null)
    sendCare(state, tt('label.new', { number: battleNo })).catch((error: unknown) => setProblem({ error, number: battleNo }))
    setTriage(null)
    setText('')
    setLitter(true)
    first.current?.focus()
  }
  const read = readInjuries(text)
  return (
    <form className="mascalentry noprint" onSubmit={(event) => { event.preventDefault(); save() }}>
      <span className="mono ltr caseno" aria-label={tt('number')}>{battleNo}</span>
      <div className="field"><label htmlFor="mc-triage">{tt('mascal.triage')}</label>
        <input ref={first} id="mc-triage" className="input mono triagekey" data-triage={triage ?? undefined} autoComplete="off" inputMode="numeric" aria-invalid={wrong} value={triage === null ? '' : triage === 'DEAD' ? '†' : triage} onChange={(event) => { const one = KEYS[event.target.value.slice(-1).toLowerCase()]; if (one) { choose(one) } else { setTriage(null) } }} /></div>
      <div className="field grow"><label htmlFor="mc-text">{tt('mascal.injury')}</label>
        <input ref={words} id="mc-text" className="input" dir="auto" autoComplete="off" maxLength={300} value={text} onChange={(event) => setText(event.target.value)} onKeyDown={(event) => { if (event.key === 'Backspace' && text === '') { event.preventDefault(); setTriage(null); first.current?.focus() } }} /></div>
      <label className="row small littercheck"><input type="checkbox" checked={litter} onChange={(event) => setLitter(event.target.checked)} />{tt('litter')}</label>
      <button type="submit" className="btn primary">{tt('mascal.add')}</button>
      <div className="row wrap entrysays"><label htmlFor="mc-when" className="small">{tt('mascal.when')}</label><input id="mc-when" className="input mono mcwhen" dir="ltr" placeholder="1345Z" aria-invalid={badTime} value={injured} onChange={(event) => { onInjured(event.target.value); setBadTime(false) }} />{badTime && <span className="wrong" role="alert">{tt('time.bad')}</span>}</div>
      <p className="small entrysays">{wrong ? <span className="wrong" role="alert">{tt('mascal.need')}</span> : triage ? <>{code('triage', triage)}{read.length > 0 && <> · {read.map((one) => `${placeWords(tt, one)} (${tt(`kind.${one.kind}`)})`).join(', ')}</>}</> : <span className="quiet">{tt('mascal.hint')}</span>}</p>
      {problem && <div className="entrysays"><p className="wrong">{tt('mascal.notkept', { number: problem.number })}</p><ProblemNotice error={problem.error} /></div>}
    </form>
  )
}

/** The lines; arrow keys choose one, a figure sorts it anew, Enter opens its card. */
function Grid({ rows, now }: { rows: readonly Patient[]; now: number }) {
  const tt = useMedicTexts()
  const body = useRef<HTMLTableSectionElement>(null)
  const [at, setAt] = useState('')
  const current = rows.some(({ id }) => id === at) ? at : (rows[0]?.id ?? '')
  const resort = async (one: Patient, triage: TriageCode): Promise<void> => {
    try {
      await sendCare({ ...beginningOf(one), sorted: { triage, priority: PRIORITY_OF[triage], t: nowIso() } }, tt('label.sort', { number: one.data.battleNo }))
    } catch {
      toast(tt('mascal.notsorted', { number: one.data.battleNo }))
    }
  }
  const key = (event: KeyboardEvent, one: Patient, i: number): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target !== event.currentTarget) {
      return
    }
    const move = (to: number): void => {
      const next = rows[Math.min(rows.length - 1, Math.max(0, to))]
      if (next) {
        setAt(next.id)
        body.current?.querySelector<HTMLElement>(`[data-row="${next.id}"]`)?.focus()
      }
    }
    const triage = KEYS[event.key.toLowerCase()]
    const step: (() => void) | undefined = triage && triage !== 'DEAD' ? () => void resort(one, triage) : ({ ArrowDown: () => move(i + 1), ArrowUp: () => move(i - 1), Home: () => move(0), End: () => move(rows.length - 1), Enter: () => navigate(`/casualties/${one.record?.ref ?? one.id}`) } as Record<string, () => void>)[event.key]
    if (step) {
      event.preventDefault()
      event.stopPropagation()
      step()
    }
  }
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a table wider than the screen is scrolled with keys
    <div className="caretable mascalgrid" tabIndex={0} role="region" aria-label={tt('mascal.title')}>
      <table>
        <thead><tr><th>{tt('triage')}</th><th>{tt('number')}</th><th>{tt('card.injuries')}</th><th>{tt('mascal.lies')}</th><th>{tt('where')}</th><th>{tt('rings')}</th><th><span className="sr">{tt('status')}</span></th></tr></thead>
        <tbody ref={body}>{rows.map((one, i) => (
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex, jsx-a11y/no-noninteractive-element-interactions -- the row answers keys: one stop for all of them
          <tr key={one.id} data-row={one.id} tabIndex={one.id === current ? 0 : -1} onKeyDown={(event) => key(event, one, i)} onFocus={() => setAt(one.id)} data-triage={one.data.triage}>
            <Cells one={one} now={now} />
          </tr>
        ))}</tbody>
      </table>
    </div>
  )
}

/** What a line says; drawn anew only when it changed, so that the sixtieth line costs as little as the first. */
const Cells = memo(function Cells({ one, now }: { one: Patient; now: number }) {
  const tt = useMedicTexts()
  const code = useCode()
  const { number } = useWords()
  const { data, record } = one
  const hidden = record !== null && (record.withheld['injuries'] !== undefined || record.withheld['mechanismNote'] !== undefined)
  return (
    <>
      <td><Triage triage={data.triage} /></td>
      <th scope="row"><Link to={`/casualties/${record?.ref ?? one.id}`} tabIndex={-1} className="mono ltr">{data.battleNo}</Link></th>
      <td className="mcwords"><bdi>{hidden ? <span className="quiet">{tt('withheld.short')}</span> : (data.mechanismNote ?? (data.injuries ?? []).filter(({ struck }) => !struck).map((two) => `${placeWords(tt, two)} (${tt(`kind.${two.kind}`)})`).join(', '))}</bdi></td>
      <td>{data.litter === undefined ? '' : tt(data.litter ? 'mascal.litter' : 'walking')}</td>
      <td><bdi>{whereWords(data) ?? code('status', statusOf(data))}</bdi></td>
      <td><MiniRings casualty={data} now={now} /></td>
      <td>{one.refused > 0 ? <Link to="/device" className="tag critical">{tt('refused', { n: number(one.refused) })}</Link> : one.waiting > 0 ? <span className="tag accent">{tt('waiting', { n: number(one.waiting) })}</span> : null}</td>
    </>
  )
})
