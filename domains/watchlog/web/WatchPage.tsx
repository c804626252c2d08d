import { useQuery } from '@tanstack/react-query'
import { Printer } from 'lucide-react'
import { useId, useState } from 'react'
import { inLocale } from '../../../core/i18n.ts'
import { ROLES } from '../../../core/roles.ts'
import { api, Card, fullTime, Link, navigate, ProblemNotice, queryClient, saveAction, toast, useKinds, useRecord, useSession, useShowing, useTexts, useWords, uuid7, type RecordView } from '../../../web/face.ts'
import { shiftState, type Sheet as SheetData, type WatchShift } from '../shared/shift.ts'
import { STATE_WORDS } from '../shared/texts.ts'
import { again, shiftOf, useFollow, useList, useRunning } from './read.ts'
import { Sheet } from './Sheet.tsx'
import { ROWS } from './watch.texts.ts'
import './watchlog.css'

const WRITTEN = ['weather', 'comms', 'aircraft', 'notes'] as const
const HISTORY = 30

/** The watch that runs at each desk, its hand-over, and the watches before. */
export function WatchPage() {
  const tt = useTexts(ROWS)
  const running = useRunning()
  const may = useKinds().data?.some((kind) => kind.name === 'watch-shift' && kind.canCreate) === true
  return (
    <div className="page stack watchpage">
      <header className="row wrap">
        <div className="grow"><h1>{tt('title')}</h1><p className="quiet small noprint">{tt('lead')}</p></div>
        <button type="button" className="btn noprint" onClick={() => window.print()}><Printer size={15} aria-hidden="true" />{tt('print')}</button>
      </header>
      {running.error && !running.items && <ProblemNotice error={running.error} retry={() => void running.refetch()} />}
      {running.isPending && <div className="skeleton" />}
      {running.items?.map((record) => <Running key={record.id} record={record} />)}
      {running.items?.length === 0 && <p>{tt('first')}</p>}
      {may && running.items && (running.items.length === 0 ? <Card title={tt('begin')} id="begin"><Begin /></Card> : <details className="noprint"><summary>{tt('another')}</summary><Begin /></details>)}
      <History />
    </div>
  )
}

/** A watch that is over, as it was handed over. */
export function PastWatchPage({ params }: { params: Record<string, string> }) {
  const tt = useTexts(ROWS)
  const { locale, number } = useWords()
  const { mission } = useSession()
  const found = useRecord(params['ref'] ?? '')
  const record = found.data
  const entries = useList({ kind: 'log-entry', where: { log: [record?.id ?? '-'] } }, 1)
  useShowing('watch', record ? [record] : [])
  if (!record) {
    return <div className="page">{found.error ? <ProblemNotice error={found.error} /> : <div className="skeleton" />}</div>
  }
  const shift = shiftOf(record)
  const late = shift.sheet ? entries.total - shift.sheet.entries : 0
  return (
    <div className="page stack watchpage">
      <header className="row wrap">
        <div className="grow"><h1><bdi>{shift.desk} {shift.name}</bdi></h1><p className="quiet small">{tt('since', { time: fullTime(Date.parse(shift.from), mission.zone, locale) })} · {inLocale(STATE_WORDS[shiftState(shift)], locale)}</p></div>
        <Link className="btn noprint" to={`/log?watch=${record.id}`}>{tt('log')}</Link>
        <button type="button" className="btn noprint" onClick={() => window.print()}><Printer size={15} aria-hidden="true" />{tt('print')}</button>
      </header>
      <Signatures shift={shift} />
      <Written shift={shift} />
      {late > 0 && <p className="notice">{tt('late', { n: number(late) })}</p>}
      {shift.sheet && <Card title={<>{tt('sheet')} <span className="quiet small">{tt('sheet.signed', { time: fullTime(Date.parse(shift.sheet.at), mission.zone, locale) })}</span></>} id="sheet"><Sheet sheet={shift.sheet} /></Card>}
    </div>
  )
}

function Running({ record }: { record: RecordView }) {
  const tt = useTexts(ROWS)
  const { locale, number } = useWords()
  const { me, mission } = useSession()
  useShowing(`watch-${record.id}`, [record])
  useFollow('log-entry')
  const shift = shiftOf(record)
  const [problem, setProblem] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const sheet = useQuery({ queryKey: ['watch-sheet', record.id], queryFn: ({ signal }) => api<SheetData>(`/api/watches/${encodeURIComponent(record.id)}/sheet`, { signal }), refetchInterval: 20_000 })
  const red = sheet.data?.parts.actions?.items.filter((one) => one.state === 'red').length ?? 0
  const may = record.can.includes('edit')
  const post = async (path: string, body: object): Promise<unknown> => {
    setBusy(true)
    setProblem(null)
    try {
      return await api(`/api/watches/${encodeURIComponent(record.id)}/${path}`, { method: 'POST', body, key: uuid7() })
    } catch (error) {
      setProblem(error)
      return null
    } finally {
      setBusy(false)
      await Promise.all([again('watch-shift'), queryClient.invalidateQueries({ queryKey: ['watch-sheet', record.id] })])
    }
  }
  const out = shift.signedOut
  return (
    <section className="stack" aria-labelledby={`watch-${record.id}`}>
      <h2 id={`watch-${record.id}`}><bdi>{shift.desk} {shift.name}</bdi> <span className="quiet small">{tt('since', { time: fullTime(Date.parse(shift.from), mission.zone, locale) })}</span></h2>
      <p><bdi>{shift.officers.map((one) => one.name).join(', ')}</bdi> <Link className="btn small noprint" to="/log">{tt('log')}</Link></p>
      <WrittenForm record={record} may={may} />
      <Card title={<>{tt('sheet')} {sheet.data && <span className="quiet small">{tt('sheet.now', { time: fullTime(Date.parse(sheet.data.at), mission.zone, locale) })}</span>}</>} id={`sheet-${record.id}`}>
        {sheet.error && !sheet.data && <ProblemNotice error={sheet.error} retry={() => void sheet.refetch()} />}
        {sheet.isPending && <div className="skeleton" />}
        {sheet.data && <Sheet sheet={sheet.data} />}
      </Card>
      <Signatures shift={shift} />
      {problem !== null && <ProblemNotice error={problem} />}
      {may && (
        <div className="stack noprint">
          <div className="row wrap"><button type="button" className="btn primary" data-sign="out" disabled={busy} onClick={() => void post('sign-out', {})}>{tt(out ? 'sign.again' : 'sign.out')}</button></div>
          {!out && <p className="quiet small">{tt('wait.out')}</p>}
          {out && red > 0 && <p className="notice warning" role="status">{tt('red.block', { n: number(red) })}</p>}
          {out?.by === me.user && <p className="notice">{tt('two')}</p>}
          {out && out.by !== me.user && (
            <Card title={tt('incoming')} id={`in-${record.id}`}>
              <Opening submit={tt('sign.in')} busy={busy} sign onSubmit={async (opening) => {
                const done = await post('sign-in', opening)
                if (done) {
                  toast(tt('done', { name: opening.name }))
                }
              }} />
            </Card>
          )}
        </div>
      )}
    </section>
  )
}

function Signatures({ shift }: { shift: WatchShift }) {
  const tt = useTexts(ROWS)
  const { locale } = useWords()
  const { mission } = useSession()
  const said = (one: { role: string; at: string }) => tt('signed', { role: inLocale(ROLES[one.role as keyof typeof ROLES]?.text ?? { en: one.role, fr: one.role }, locale), time: fullTime(Date.parse(one.at), mission.zone, locale) })
  return (
    <dl className="watchsigned">
      <dt>{tt('signed.out')}</dt><dd>{shift.signedOut ? said(shift.signedOut) : '—'}</dd>
      <dt>{tt('signed.in')}</dt><dd>{shift.signedIn ? said(shift.signedIn) : '—'}</dd>
    </dl>
  )
}

function Written({ shift }: { shift: WatchShift }) {
  const tt = useTexts(ROWS)
  return <dl className="watchsigned">{WRITTEN.map((field) => <div key={field} className="pair"><dt>{tt(field)}</dt><dd dir="auto">{shift[field] || '—'}</dd></div>)}</dl>
}

function WrittenForm({ record, may }: { record: RecordView; may: boolean }) {
  const tt = useTexts(ROWS)
  const id = useId()
  const shift = shiftOf(record)
  const [typed, setTyped] = useState<{ [field in (typeof WRITTEN)[number]]?: string }>({})
  const [problem, setProblem] = useState<unknown>(null)
  if (!may) {
    return <Written shift={shift} />
  }
  const save = async () => {
    setProblem(null)
    try {
      await saveAction(record, 'edit', { fields: Object.fromEntries(Object.entries(typed).map(([field, value]) => [field, value.trim() === '' ? null : value])) }, record.ref)
      setTyped({})
      toast(tt('saved'))
      await again('watch-shift')
    } catch (error) {
      setProblem(error)
    }
  }
  return (
    <form className="watchwritten" aria-label={tt('written')} onSubmit={(event) => { event.preventDefault(); void save() }}>
      {WRITTEN.map((field) => (
        <div className="field" key={field}>
          <label htmlFor={`${id}-${field}`}>{tt(field)}</label>
          <textarea id={`${id}-${field}`} className="input" dir="auto" rows={2} maxLength={2000} value={typed[field] ?? shift[field] ?? ''} onChange={(event) => setTyped((old) => ({ ...old, [field]: event.target.value }))} />
        </div>
      ))}
      {Object.keys(typed).length > 0 && <button type="submit" className="btn noprint">{tt('save')}</button>}
      {problem !== null && <ProblemNotice error={problem} />}
    </form>
  )
}

type OpeningData = { name: string; officers: { name: string; user?: string }[] }

function Begin() {
  const tt = useTexts(ROWS)
  const id = useId()
  const [desk, setDesk] = useState('JOC')
  const [problem, setProblem] = useState<unknown>(null)
  const begin = async (opening: OpeningData) => {
    setProblem(null)
    try {
      await api('/api/watches', { method: 'POST', body: { desk: desk.trim(), ...opening }, key: uuid7() })
      await again('watch-shift')
      navigate('/log')
    } catch (error) {
      setProblem(error)
    }
  }
  return (
    <div className="stack">
      <div className="field watchshort"><label htmlFor={id}>{tt('desk')}</label><input id={id} className="input" required maxLength={40} value={desk} onChange={(event) => setDesk(event.target.value)} /></div>
      <Opening submit={tt('begin')} busy={false} onSubmit={begin} />
      {problem !== null && <ProblemNotice error={problem} />}
    </div>
  )
}

function Opening({ submit, busy, sign = false, onSubmit }: { submit: string; busy: boolean; sign?: boolean; onSubmit(opening: OpeningData): Promise<void> }) {
  const tt = useTexts(ROWS)
  const id = useId()
  const { me } = useSession()
  const [name, setName] = useState('')
  const [officers, setOfficers] = useState(me.name)
  const go = () => onSubmit({ name: name.trim(), officers: officers.split('\n').map((one) => one.trim()).filter((one) => one !== '').slice(0, 20).map((one) => ({ name: one, ...(one === me.name ? { user: me.user } : {}) })) })
  return (
    <form className="watchopening" onSubmit={(event) => { event.preventDefault(); void go() }}>
      <div className="field"><label htmlFor={`${id}-name`}>{tt('name')}</label><input id={`${id}-name`} className="input" dir="auto" required maxLength={60} placeholder={tt('name.hint')} value={name} onChange={(event) => setName(event.target.value)} /></div>
      <div className="field"><label htmlFor={`${id}-who`}>{tt('officers')} <span className="need">{tt('officers.hint')}</span></label><textarea id={`${id}-who`} className="input" dir="auto" required rows={2} value={officers} onChange={(event) => setOfficers(event.target.value)} /></div>
      <button type="submit" className="btn primary" data-sign={sign ? 'in' : 'begin'} disabled={busy}>{submit}</button>
    </form>
  )
}

function History() {
  const tt = useTexts(ROWS)
  const { locale, number } = useWords()
  const { mission } = useSession()
  const past = useList({ kind: 'watch-shift', where: { state: ['closed'] }, sort: { by: 'logged', dir: 'desc' } }, HISTORY)
  return (
    <Card title={tt('history')} id="watch-history">
      {past.items?.length === 0 && <p className="quiet small">{tt('history.none')}</p>}
      <ul className="plainlist">
        {past.items?.map((record) => <li key={record.id}><Link to={`/watch/${record.ref}`}><bdi>{shiftOf(record).desk} {shiftOf(record).name}</bdi></Link> <span className="quiet small">{fullTime(Date.parse(shiftOf(record).from), mission.zone, locale)} · <bdi>{shiftOf(record).officers.map((one) => one.name).join(', ')}</bdi></span></li>)}
      </ul>
      {past.total > (past.items?.length ?? 0) && <p className="quiet small">{tt('shown', { n: number(past.items?.length ?? 0), all: number(past.total) })}</p>}
    </Card>
  )
}
