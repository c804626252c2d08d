import { useQuery } from '@tanstack/react-query'
import { Download, Printer } from 'lucide-react'
import { useId, useState } from 'react'
import { inLocale } from '../../../core/i18n.ts'
import { api, Card, fullTime, Link, Marking, ProblemNotice, saveAction, toast, useRecord, useSession, useShowing, useTexts, useWords, type RecordView } from '../../../web/face.ts'
import { LEVELS, type Crisis } from '../shared/crisis.ts'
import { LEVEL_WORDS, ORDER_STATE_WORDS } from '../shared/texts.ts'
import { ROWS } from './crisis.texts.ts'
import { LogBar } from './LogBar.tsx'
import { Line, wordsOf } from './LogPage.tsx'
import { orderOf } from './OrderSteps.tsx'
import { again, useFollow, useList } from './read.ts'
import './watchlog.css'

type Told = { at: string; what: 'begin' | 'log' | 'void' | 'action' | 'level' | 'decision' | 'order' | 'step' | 'alert' | 'record' | 'stand-down'; id: string; ref: string; n: number | null; code: string | null; from: string | null; to: string | null; text: string; by: string | null; role: string | null }

/** The room of one crisis: its log, decisions and tasks, and everything in the order it happened. */
export function CrisisPage({ params }: { params: Record<string, string> }) {
  const found = useRecord(params['ref'] ?? '')
  useFollow('crisis')
  const record = found.data
  if (!record) {
    return <div className="page">{found.error ? <ProblemNotice error={found.error} retry={() => void found.refetch()} /> : <div className="skeleton" />}</div>
  }
  return <Room record={record} reread={() => void found.refetch()} />
}

function Room({ record, reread }: { record: RecordView; reread(): void }) {
  const tt = useTexts(ROWS)
  const { locale, number } = useWords()
  const { mission } = useSession()
  useShowing('crisis', [record])
  const crisis = record.data as unknown as Crisis
  const log = useList({ kind: 'log-entry', where: { log: [record.id] }, sort: { by: 'logged', dir: 'desc' } }, 100)
  const tasks = useList({ kind: 'order', where: { crisis: [record.id] }, sort: { by: 'logged', dir: 'desc' } }, 100)
  const time = (at: string) => fullTime(Date.parse(at), mission.zone, locale)
  return (
    <div className="page stack crisispage">
      <p className="paperonly logmark"><Marking handling={record.handling} /></p>
      <header className="row wrap">
        <div className="grow"><h1><bdi>{crisis.name}</bdi></h1><p className="quiet small">{tt('since', { time: time(crisis.began) })}{crisis.lead && <> · {tt('lead.by')} <bdi>{crisis.lead}</bdi></>}</p></div>
        <span className={`tag ${crisis.stoodDown ? '' : 'critical'}`} data-level={crisis.level}>{crisis.stoodDown ? tt('over', { time: time(crisis.stoodDown.at) }) : `${tt('running')} · ${inLocale(LEVEL_WORDS[crisis.level], locale)}`}</span>
        <a className="btn noprint" href={`/api/crises/${encodeURIComponent(record.id)}/timeline?format=csv`} download><Download size={15} aria-hidden="true" />{tt('export')}</a>
        <button type="button" className="btn noprint" onClick={() => window.print()}><Printer size={15} aria-hidden="true" />{tt('print')}</button>
      </header>
      {crisis.summary && <p dir="auto">{crisis.summary}</p>}
      <Levels record={record} reread={reread} />
      <div className="crisisgrid noprint">
        <Card title={tt('log')} id="crisis-log">
          {!crisis.stoodDown && <LogBar log={record.id} desk={crisis.name.slice(0, 40)} />}
          <table className="logtable"><tbody>{log.items?.map((one) => <Line key={one.id} record={one} />)}</tbody></table>
          {log.total > (log.items?.length ?? 0) && <p className="quiet small">{tt('shown', { n: number(log.items?.length ?? 0), all: number(log.total) })}</p>}
        </Card>
        <div className="stack">
          <Decisions record={record} reread={reread} />
          <Card title={tt('tasks')} id="crisis-tasks" side={!crisis.stoodDown && <Link className="btn small" to={`/orders/new?crisis=${record.id}`}>{tt('task.new')}</Link>}>
            {tasks.items?.length === 0 && <p className="quiet small">{tt('tasks.none')}</p>}
            <ul className="plainlist">{tasks.items?.map((one) => <li key={one.id}><span className="tag">{inLocale(ORDER_STATE_WORDS[orderOf(one).state ?? 'ISSUED'], locale)}</span> <Link to={`/records/${one.ref}`}><bdi>{orderOf(one).title}</bdi></Link> <span className="quiet small"><bdi>{orderOf(one).to}</bdi></span></li>)}</ul>
          </Card>
          <Lessons record={record} reread={reread} />
        </div>
      </div>
      <Timeline id={record.id} version={`${record.version}-${log.total}-${tasks.items?.map((one) => one.version).join('.') ?? ''}`} />
      <p className="paperonly logmark"><Marking handling={record.handling} /></p>
    </div>
  )
}

function Levels({ record, reread }: { record: RecordView; reread(): void }) {
  const tt = useTexts(ROWS)
  const { locale } = useWords()
  const crisis = record.data as unknown as Crisis
  const [asks, setAsks] = useState<string | null>(null)
  const [why, setWhy] = useState('')
  const [problem, setProblem] = useState<unknown>(null)
  const go = async () => {
    setProblem(null)
    try {
      await (asks === 'stand-down' ? saveAction(record, 'stand-down', {}, record.ref, why) : saveAction(record, 'change-level', { level: asks ?? '' }, record.ref, why))
      setAsks(null)
      setWhy('')
      await again('crisis')
      reread()
    } catch (error) {
      setProblem(error)
    }
  }
  if (crisis.stoodDown || !record.can.includes('change-level')) {
    return null
  }
  return (
    <div className="stack noprint">
      <div className="row wrap" role="group" aria-label={tt('change')}>
        {LEVELS.map((one) => <button key={one} type="button" className="btn small" aria-pressed={one === crisis.level} disabled={one === crisis.level} onClick={() => setAsks(one)}>{inLocale(LEVEL_WORDS[one], locale)}</button>)}
        {record.can.includes('stand-down') && <button type="button" className="btn small danger" data-do="stand-down" onClick={() => setAsks('stand-down')}>{tt('stand-down')}</button>}
      </div>
      {asks !== null && (
        <form className="row wrap" onSubmit={(event) => { event.preventDefault(); void go() }}>
          {/* eslint-disable-next-line jsx-a11y/no-autofocus */}
          <label className="grow">{tt(asks === 'stand-down' ? 'stand-down.why' : 'change.why')}<input className="input" dir="auto" autoFocus required maxLength={2000} value={why} onChange={(event) => setWhy(event.target.value)} /></label>
          <button type="submit" className="btn small primary">{tt('ok')}</button><button type="button" className="btn small" onClick={() => setAsks(null)}>{tt('cancel')}</button>
        </form>
      )}
      {problem !== null && <ProblemNotice error={problem} />}
    </div>
  )
}

function Decisions({ record, reread }: { record: RecordView; reread(): void }) {
  const tt = useTexts(ROWS)
  const { locale } = useWords()
  const { mission } = useSession()
  const id = useId()
  const crisis = record.data as unknown as Crisis
  const [typed, setTyped] = useState({ what: '', by: '', why: '', instead: '' })
  const [problem, setProblem] = useState<unknown>(null)
  const go = async () => {
    setProblem(null)
    try {
      await saveAction(record, 'decide', Object.fromEntries(Object.entries(typed).filter(([, value]) => value.trim() !== '')), record.ref)
      setTyped({ what: '', by: '', why: '', instead: '' })
      await again('crisis')
      reread()
    } catch (error) {
      setProblem(error)
    }
  }
  const field = (key: keyof typeof typed, label: string) => <div className="field grow"><label htmlFor={`${id}-${key}`}>{label}</label><input id={`${id}-${key}`} className="input" dir="auto" required={key === 'what'} maxLength={key === 'by' ? 120 : 2000} value={typed[key]} onChange={(event) => setTyped((old) => ({ ...old, [key]: event.target.value }))} /></div>
  return (
    <Card title={tt('decisions')} id="crisis-decisions">
      {(crisis.decisions?.length ?? 0) === 0 && <p className="quiet small">{tt('decisions.none')}</p>}
      <ol className="decisions">{crisis.decisions?.map((one) => <li key={one.at + one.what}><strong dir="auto">{one.what}</strong> <span className="quiet small">{fullTime(Date.parse(one.at), mission.zone, locale)}{one.authority && <> · <bdi>{one.authority}</bdi></>}</span>{one.why && <p className="small" dir="auto">{one.why}</p>}{one.instead && <p className="small quiet" dir="auto">{one.instead}</p>}</li>)}</ol>
      {record.can.includes('decide') && !crisis.stoodDown && (
        <form className="stack" onSubmit={(event) => { event.preventDefault(); void go() }}>
          {field('what', tt('what'))}<div className="row wrap">{field('by', tt('authority'))}{field('why', tt('why'))}</div>{field('instead', tt('instead'))}
          {problem !== null && <ProblemNotice error={problem} />}
          <div><button type="submit" className="btn" data-do="decide">{tt('decide')}</button></div>
        </form>
      )}
    </Card>
  )
}

function Lessons({ record, reread }: { record: RecordView; reread(): void }) {
  const tt = useTexts(ROWS)
  const id = useId()
  const crisis = record.data as unknown as Crisis
  const [text, setText] = useState<string | null>(null)
  const [problem, setProblem] = useState<unknown>(null)
  if (!crisis.stoodDown) {
    return null
  }
  const save = async () => {
    try {
      await saveAction(record, 'edit', { fields: { lessons: text?.trim() ? text : null } }, record.ref)
      setText(null)
      toast(tt('saved'))
      reread()
    } catch (error) {
      setProblem(error)
    }
  }
  return (
    <Card title={<label htmlFor={id}>{tt('lessons')}</label>} id="lessons">
      <form className="stack" onSubmit={(event) => { event.preventDefault(); void save() }}>
        <textarea id={id} className="input" dir="auto" rows={4} maxLength={8000} readOnly={!record.can.includes('edit')} value={text ?? crisis.lessons ?? ''} onChange={(event) => setText(event.target.value)} />
        {text !== null && <div><button type="submit" className="btn">{tt('save')}</button></div>}
        {problem !== null && <ProblemNotice error={problem} />}
      </form>
    </Card>
  )
}

function Timeline({ id, version }: { id: string; version: string }) {
  const tt = useTexts(ROWS)
  const { locale } = useWords()
  const { mission } = useSession()
  const found = useQuery({ queryKey: ['crisis-timeline', id, version], queryFn: ({ signal }) => api<{ items: Told[]; more: boolean }>(`/api/crises/${encodeURIComponent(id)}/timeline`, { signal }), placeholderData: (old) => old })
  const code = (one: Told) => (one.code === null ? '' : one.what === 'level' || one.what === 'begin' ? wordsOf(LEVEL_WORDS, one.code, locale) : one.what === 'step' ? wordsOf(ORDER_STATE_WORDS, one.code, locale) : '')
  return (
    <Card title={tt('timeline')} id="timeline">
      {found.error && !found.data && <ProblemNotice error={found.error} retry={() => void found.refetch()} />}
      <table className="logtable timeline">
        <thead><tr><th scope="col">{tt('time')}</th><th scope="col">{tt('kind')}</th><th scope="col">{tt('text')}</th><th scope="col">{tt('by')}</th></tr></thead>
        <tbody>{found.data?.items.map((one, i) => <tr key={`${one.id}${one.at}${i}`} data-what={one.what}><td className="logtime"><time dateTime={one.at}>{fullTime(Date.parse(one.at), mission.zone, locale)}</time></td><td><span className="tag">{tt(`w.${one.what}`)}</span> {code(one) && <strong>{code(one)}</strong>} {one.n !== null && <Link className="mono ltr small" to={`/records/${one.ref}`}>#{one.n}</Link>}</td><td className="logwords"><span dir="auto" className="logtext">{[one.from && one.what === 'log' ? `${one.from}: ` : '', one.text].join('')}</span></td><td className="small"><bdi>{one.by ?? ''}</bdi></td></tr>)}</tbody>
      </table>
      {found.data?.more && <p className="notice">{tt('timeline.more')}</p>}
    </Card>
  )
}
