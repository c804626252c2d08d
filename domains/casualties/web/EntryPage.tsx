import { useQuery } from '@tanstack/react-query'
import { Minus, Plus } from 'lucide-react'
import { useDeferredValue, useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react'
import { formatMgrs } from '../../../core/place.ts'
import { ageText, api, draftOf, keepDraft, navigate, ProblemNotice, queryString, serverNow, toast, uuid7, useLocation, useNow, useRecord, useSession, useShowing, useTexts, useWords, type GazetteerItem, type RecordView } from '../../../web/face.ts'
import type { Methane } from '../shared/request.ts'
import type { Spot } from '../shared/schema.ts'
import { THREATS } from '../shared/vocabulary.ts'
import { useCallers, type Caller } from './callers.ts'
import { ROWS } from './entry.texts.ts'
import { fourOf, missingLines, NOTHING, pastedFour, pastedMethane, PRIORITIES3, readFour, readOne, readThree, readTwo, withCivilians, withPatients, withThreat, type Typed } from './four.ts'
import { fromIncident } from './from-incident.ts'
import { injuredAt } from './injured-at.ts'
import { ReadBack } from './ReadBack.tsx'
import { openRequest } from './requests.ts'
import { useCode } from './words.ts'
import './casevac.css'

const DRAFT = 'casevac-new'
type Kept = Typed & { injured: string; drill: boolean; begun: number | null; methane?: Methane }
const EMPTY: Kept = { ...NOTHING, injured: '', drill: false, begun: null }

/** Four lines in the order they are read; with `?incident=` whatever its record already says stands in them. */
export function EntryPage() {
  const asked = new URLSearchParams(useLocation().search).get('incident')
  const incident = useRecord(asked)
  if (asked !== null && !incident.data) {
    return <div className="page">{incident.error ? <ProblemNotice error={incident.error} /> : <div className="skeleton" />}</div>
  }
  return <Entry key={incident.data?.id ?? 'new'} incident={incident.data ?? null} />
}

function Entry({ incident }: { incident: RecordView | null }) {
  const tt = useTexts(ROWS)
  const code = useCode()
  const { locale, number } = useWords()
  const { mission } = useSession()
  const name = incident ? `${DRAFT}:${incident.id}` : DRAFT
  const known = useMemo(() => (incident ? fromIncident(incident) : null), [incident])
  const [typed, setTyped] = useState<Kept>(() => draftOf<Kept>(name) ?? { ...EMPTY, drill: mission.exercise, ...(known ? { ...known.typed, injured: known.injuredAt === null ? '' : new Date(known.injuredAt).toISOString().slice(11, 16).replace(':', '') + 'Z', begun: serverNow() } : {}) })
  const [problem, setProblem] = useState<unknown>(null)
  const [sending, setSending] = useState(false)
  const [told, setTold] = useState(false)
  const lines = useRef<(HTMLInputElement | null)[]>([])
  const second = useNow(1000)
  useShowing('casevac-new', incident ? [incident] : NONE)
  useEffect(() => { lines.current[known ? 3 : 0]?.focus({ preventScroll: true }) }, [known])
  const put = (change: Partial<Kept>) => setTyped((old) => {
    const next = { ...old, ...change, begun: old.begun ?? serverNow() }
    keepDraft(name, next)
    return next
  })
  const missing = missingLines(typed)
  const injured = injuredAt(typed.injured, serverNow(), mission.zone)
  const callers = useCallers(readOne(useDeferredValue(typed.one)).callsign)
  const send = async () => {
    const read = fourOf(typed)
    setTold(true)
    if (!read || injured === undefined) {
      lines.current[read ? 4 : (missing[0] ?? 1) - 1]?.focus()
      return
    }
    setSending(true)
    setProblem(null)
    try {
      const made = await openRequest({ read, injuredAt: injured, heardAt: typed.begun ?? serverNow(), incident: incident?.id ?? null, drill: typed.drill, methane: typed.methane ?? null, key: uuid7() })
      keepDraft(name, null)
      toast(made ? tt('sent', { ref: made.ref }) : tt('kept'))
      navigate(made ? `/casevac?r=${made.ref}` : '/casevac')
    } catch (error) {
      setProblem(error)
      setSending(false)
    }
  }
  const enter = (i: number) => (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault()
      if (i === 3) {
        void send()
      } else {
        lines.current[i + 1]?.focus()
      }
    } else if (event.key === 'ArrowUp' && i > 0) {
      event.preventDefault()
      lines.current[i - 1]?.focus()
    }
  }
  const patientKeys = (event: KeyboardEvent) => {
    const priority = PRIORITIES3.find((one) => event.code === `Key${one}`)
    if (event.altKey && priority) {
      event.preventDefault()
      put({ three: withPatients(typed.three, priority, event.shiftKey ? -1 : 1) })
    }
  }
  const three = readThree(typed.three)
  const four = readFour(typed.four)
  const spot = typed.spot ?? readTwo(typed.two)
  const field = (i: 0 | 1 | 2 | 3, change: (text: string) => void, value: string) => (
    <input ref={(element) => { lines.current[i] = element }} id={`four-${i + 1}`} className={`input ${i === 1 ? 'mono' : ''}`} dir="auto" value={value} maxLength={i === 3 ? 1000 : 400} autoComplete="off" spellCheck={false} enterKeyHint={i === 3 ? 'send' : 'next'} placeholder={tt(`hint.${(i + 1) as 1 | 2 | 3 | 4}`)} aria-invalid={told && missing.includes(i + 1)} aria-describedby={`four-say-${i + 1}`} onChange={(event) => change(event.target.value)} onKeyDown={enter(i)} />
  )
  const head = (i: 1 | 2 | 3 | 4) => <><label htmlFor={`four-${i}`}>{tt(`line.${i}`)}</label><p id={`four-say-${i}`} className="evacsay">{tt(`say.${i}`)}</p></>
  return (
    <div className="page evacentry" data-drill={typed.drill || undefined}>
      <header className="row wrap">
        <div className="grow"><h1>{tt('title')}</h1><p className="quiet small">{tt('lead')}</p></div>
        <CotFile onProblem={setProblem} />
        {typed.begun !== null && <p className="evacsince mono" role="timer">{tt('since', { time: minutesSeconds(second - typed.begun) })}</p>}
      </header>
      {typed.drill && <p className="evacdrill" role="status">{tt('drill.on')}</p>}
      {typed.methane && <p className="notice" role="status">{tt('methane')}</p>}
      {incident && <p className="notice">{tt('from', { ref: incident.ref })}{known?.priorityUnknown && <> {tt('from.priority')}</>}</p>}
      <div className="evacentrycols">
        {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the keys of the third line are heard from any of them */}
        <form className="stack" onKeyDown={patientKeys} onPaste={(event) => { const text = event.clipboardData.getData('text'); const read = pastedFour(text) ?? pastedMethane(text, typed); if (read) { event.preventDefault(); put({ spot: null, ...read }) } }} onSubmit={(event) => { event.preventDefault(); void send() }}>
          <ol className="evaclines">
            <li data-missing={told && missing.includes(1) || undefined}>
              {head(1)}
              {field(0, (one) => put({ one }), typed.one)}
              <Known callers={callers} callsign={readOne(typed.one).callsign} frequency={readOne(typed.one).frequency} placed={spot !== null} use={(at) => put({ spot: at, two: at.name ?? '' })} />
            </li>
            <li data-missing={told && missing.includes(2) || undefined}>
              {head(2)}
              {field(1, (two) => put({ two, spot: null }), typed.two)}
              {spot?.lon !== undefined && spot.lat !== undefined && <p className="evacread"><span className="tag ok mono ltr">{tt('place.read', { grid: spot.grid ?? formatMgrs({ lon: spot.lon, lat: spot.lat }, 8) ?? '', m: number(spot.radiusM ?? 0) })}</span>{spot.name && <bdi className="small">{spot.name}</bdi>}</p>}
              {spot === null && typed.two.trim() !== '' && <Places words={typed.two} choose={(at) => { put({ spot: at, two: at.name ?? typed.two }); lines.current[2]?.focus() }} />}
            </li>
            <li data-missing={told && missing.includes(3) || undefined}>
              {head(3)}
              {field(2, (next) => put({ three: next }), typed.three)}
              <div className="evaccounters">
                {PRIORITIES3.map((one) => (
                  <div key={one} className="evaccounter" data-priority={one} role="group" aria-label={code('priority', one)}>
                    <button type="button" className="btn small icon" aria-label={tt('less', { what: code('priority', one) })} disabled={three.patients[one] === 0} onClick={() => put({ three: withPatients(typed.three, one, -1) })}><Minus size={14} aria-hidden="true" /></button>
                    <strong className="mono" aria-live="polite">{three.patients[one]}</strong><span>{code('priority', one)}</span>
                    <button type="button" className="btn small icon" aria-label={tt(`more.${one.toLowerCase() as 'a' | 'b' | 'c'}`)} onClick={() => put({ three: withPatients(typed.three, one, 1) })}><Plus size={14} aria-hidden="true" /></button>
                  </div>
                ))}
                <div className="evaccounter" role="group" aria-label={tt('civ')}>
                  <button type="button" className="btn small icon" aria-label={tt('less', { what: tt('civ') })} disabled={three.civilians === 0} onClick={() => put({ three: withCivilians(typed.three, -1) })}><Minus size={14} aria-hidden="true" /></button>
                  <strong className="mono" aria-live="polite">{three.civilians}</strong><span>{tt('civ')}</span>
                  <button type="button" className="btn small icon" aria-label={tt('civ.more')} onClick={() => put({ three: withCivilians(typed.three, 1) })}><Plus size={14} aria-hidden="true" /></button>
                </div>
              </div>
              <p className="evacread">{three.mechanism && <span className="tag accent">{code('mechanism', three.mechanism)}</span>}<span className="quiet small evackeys">{tt('keys.3')}</span></p>
              {three.civilians > 0 && <p className="notice warning">{tt('civ.says', { n: three.civilians })}</p>}
            </li>
            <li data-missing={told && missing.includes(4) || undefined}>
              {head(4)}
              {field(3, (next) => put({ four: next }), typed.four)}
              <div className="evacthreats" role="group" aria-label={tt('threats')}>{THREATS.map((one) => <button key={one} type="button" className="btn small" aria-pressed={four.threat === one} data-threat={one} onClick={() => put({ four: withThreat(typed.four, one) })}>{code('threat', one)}</button>)}</div>
            </li>
          </ol>
          <div className="row wrap evacmore">
            <div className="field">
              <label htmlFor="four-injured">{tt('injured')}</label>
              <input ref={(element) => { lines.current[4] = element }} id="four-injured" className="input mono" dir="ltr" value={typed.injured} maxLength={40} placeholder={tt('injured.hint')} aria-invalid={injured === undefined} onChange={(event) => put({ injured: event.target.value })} />
              <span className={injured === undefined ? 'wrong' : 'hint'} role={injured === undefined ? 'alert' : undefined}>{injured === undefined ? tt('injured.bad') : injured === null ? tt('injured.unknown') : ageText(serverNow() - injured, locale)}</span>
            </div>
            <label className="check"><input type="checkbox" checked={typed.drill} onChange={(event) => put({ drill: event.target.checked })} />{tt('drill')}</label>
          </div>
          {told && missing.length > 0 && <p className="wrong" role="alert">{tt('need', { lines: missing.join(', ') })}</p>}
          {problem !== null && <ProblemNotice error={problem} />}
          <div className="row wrap evacsend"><button type="submit" className="btn primary" disabled={sending}>{tt('send')}</button><button type="button" className="btn plain" onClick={() => { keepDraft(name, null); setTyped({ ...EMPTY, drill: mission.exercise }); setTold(false); lines.current[0]?.focus() }}>{tt('clear')}</button><button type="button" className="btn plain" onClick={() => navigate('/casevac')}>{tt('cancel')}</button></div>
        </form>
        <ReadBack typed={typed} />
      </div>
    </div>
  )
}

/** Who is known by the callsign, and where they were last heard of. */
function Known({ callers, callsign, frequency, placed, use }: { callers: readonly Caller[]; callsign: string; frequency: string | null; placed: boolean; use(at: Spot): void }) {
  const tt = useTexts(ROWS)
  const { locale } = useWords()
  const now = useNow(10_000)
  if (callsign === '') {
    return null
  }
  return (
    <p className="evacread">
      <span className="tag mono"><bdi>{callsign}</bdi></span>{frequency && <span className="tag mono ltr">{frequency}</span>}
      {callers.map((one) => (
        <span key={one.id} className="evaccaller">
          <span className="tag ok">{tt(one.kind === 'unit' ? 'known.unit' : 'known.track', { name: one.name })}</span>
          {one.at !== null && !placed && <button type="button" className="btn small" onClick={() => use({ lon: one.lon, lat: one.lat, radiusM: one.radiusM, name: callsign.slice(0, 120) })}>{tt('known.use', { age: ageText(now - one.at, locale) })}</button>}
        </span>
      ))}
      {callers.length === 0 && callsign.length > 1 && <span className="quiet small">{tt('known.none')}</span>}
    </p>
  )
}

/** Places of this name, to choose one of. */
function Places({ words, choose }: { words: string; choose(at: Spot): void }) {
  const tt = useTexts(ROWS)
  const wanted = useDeferredValue(words.trim())
  const found = useQuery({ queryKey: ['gazetteer', wanted], enabled: wanted.length >= 2, staleTime: 600_000, queryFn: ({ signal }) => api<{ items: GazetteerItem[] }>(`/api/gazetteer?${queryString({ q: wanted.slice(0, 100), limit: 5 })}`, { signal }) })
  return (
    <>
      <p className="small evacwarn">{tt('place.named')}</p>
      <ul className="evacplaces">{found.data?.items.map((one) => <li key={one.id}><button type="button" className="btn small" onClick={() => choose({ lon: one.lon, lat: one.lat, radiusM: one.radiusM, name: one.name.slice(0, 120) })}><bdi>{one.name}</bdi> <span className="quiet">{one.type}</span></button></li>)}</ul>
    </>
  )
}

function minutesSeconds(ms: number): string {
  const all = Math.max(0, Math.floor(ms / 1000))
  return `${Math.floor(all / 60)}:${String(all % 60).padStart(2, '0')}`
}

/** A request that came as a TAK message in a file: opened as it is, with what Vigie does not know of it kept. */
function CotFile({ onProblem }: { onProblem(error: unknown): void }) {
  const tt = useTexts(ROWS)
  const chosen = useRef<HTMLInputElement>(null)
  const take = async (file: File | undefined) => {
    onProblem(null)
    try {
      if (file) {
        const made = await api<RecordView>('/api/casevac/cot', { method: 'POST', body: new Blob([await file.text()], { type: 'application/xml' }), key: uuid7() })
        navigate(`/casevac?r=${made.ref}`)
      }
    } catch (error) {
      onProblem(error)
    }
  }
  return (
    <div className="noprint">
      <button type="button" className="btn small" onClick={() => chosen.current?.click()}>{tt('file')}</button>
      <input ref={chosen} type="file" accept=".cot,.xml,application/xml,text/xml" hidden onChange={(event) => { void take(event.target.files?.[0]); event.target.value = '' }} />
    </div>
  )
}

const NONE: [] = []
