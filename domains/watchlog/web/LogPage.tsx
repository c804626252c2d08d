import { Ban, Check, Download, Printer } from 'lucide-react'
import { useId, useState, type ReactNode } from 'react'
import { inLocale, type Text } from '../../../core/i18n.ts'
import type { Query } from '../../../core/query.ts'
import { clockLocal, clockZ, Empty, fullTime, Link, Marking, navigate, ProblemNotice, saveAction, shortDay, useLocation, useNow, useOutbox, useSession, useShowing, useTexts, useWords, type RecordView } from '../../../web/face.ts'
import { ENTRY_STATES, entryState, isRed, MEANS, WAYS, type LogEntry } from '../shared/entry.ts'
import { MEANS_WORDS, STATE_WORDS, WAY_WORDS } from '../shared/texts.ts'
import { ROWS } from './log.texts.ts'
import { LogBar } from './LogBar.tsx'
import { again, shiftOf, useList, useRunning } from './read.ts'
import './watchlog.css'

const PAGE = 200
const LATE_MS = 15 * 60_000
/** Lines older than a watch say which day they are of. */
const OTHER_DAY_MS = 14 * 3_600_000

/** The log of the watch that runs, or of one chosen: typed, filtered, printed. */
export function LogPage() {
  const tt = useTexts(ROWS)
  const { locale, number } = useWords()
  const { mission } = useSession()
  const search = new URLSearchParams(useLocation().search)
  const ask = (name: string) => search.get(name) ?? ''
  const set = (name: string, value: string) => {
    const next = new URLSearchParams(search)
    if (value === '') { next.delete(name) } else { next.set(name, value) }
    const rest = next.toString()
    navigate(rest === '' ? '/log' : `/log?${rest}`)
  }
  const running = useRunning()
  const watches = useList({ kind: 'watch-shift', sort: { by: 'logged', dir: 'desc' } }, 50)
  const current = running.items?.[0]
  const log = ask('watch') === 'all' ? null : ask('watch') || current?.id || null
  const where: NonNullable<Query['where']> = { ...(log === null ? {} : { log: [log] }), ...(ask('state') ? { state: [ask('state')] } : {}), ...(ask('means') ? { means: [ask('means')] } : {}), ...(ask('way') ? { way: [ask('way')] } : {}) }
  const filtered = ['state', 'means', 'way', 'q'].some((name) => ask(name) !== '')
  const query: Query = { kind: 'log-entry', ...(Object.keys(where).length > 0 ? { where } : {}), ...(ask('q') ? { text: ask('q') } : {}), sort: { by: 'logged', dir: 'desc' } }
  const found = useList(query, PAGE)
  const items = found.items ?? []
  useShowing('watch-log', items)
  const shown = watches.items?.find((one) => one.id === log) ?? (log === current?.id ? current : undefined)
  const mayWrite = current !== undefined && (log === null || log === current.id)
  const waiting = useOutbox().filter((entry) => (entry.body as { kind?: string } | null)?.kind === 'log-entry')
  const highest = items.toSorted((a, b) => 'UC SC'.indexOf(b.handling.level) - 'UC SC'.indexOf(a.handling.level))[0]
  return (
    <div className="page logpage">
      <header className="row wrap">
        <div className="grow">
          <h1>{tt('title')}</h1>
          {shown && <p className="quiet small">{tt('of', { desk: shiftOf(shown).desk, name: shiftOf(shown).name, time: fullTime(Date.parse(shiftOf(shown).from), mission.zone, locale) })}</p>}
        </div>
        <Link className="btn noprint" to="/watch">{tt('handover')}</Link>
        {items.length > 0 && <Link className="btn noprint" to={`/k/log-entry${log === null ? '' : `?where.log=${encodeURIComponent(log)}`}`}><Download size={15} aria-hidden="true" />{tt('export')}</Link>}
        <button type="button" className="btn noprint" onClick={() => window.print()}><Printer size={15} aria-hidden="true" />{tt('print')}</button>
      </header>
      {mayWrite && <LogBar key={current.id} log={current.id} desk={shiftOf(current).desk} />}
      <div className="row wrap logfilters noprint">
        <Choice label={tt('watch')} value={ask('watch')} onChange={(value) => set('watch', value)} none={current ? `${shiftOf(current).desk} ${shiftOf(current).name}` : tt('any')} options={[['all', tt('watch.all')], ...(watches.items ?? []).filter((one) => one.id !== current?.id).map((one): [string, string] => [one.id, `${shiftOf(one).desk} ${shiftOf(one).name} · ${fullTime(Date.parse(shiftOf(one).from), mission.zone, locale)}`])]} />
        <Choice label={tt('state')} value={ask('state')} onChange={(value) => set('state', value)} none={tt('any')} options={ENTRY_STATES.map((one) => [one, inLocale(STATE_WORDS[one], locale)])} />
        <Choice label={tt('means')} value={ask('means')} onChange={(value) => set('means', value)} none={tt('any')} options={MEANS.map((one) => [one, inLocale(MEANS_WORDS[one], locale)])} />
        <Choice label={tt('way')} value={ask('way')} onChange={(value) => set('way', value)} none={tt('any')} options={WAYS.map((one) => [one, inLocale(WAY_WORDS[one], locale)])} />
        <label className="row small">{tt('search')}<input type="search" className="input" value={ask('q')} onChange={(event) => set('q', event.target.value)} /></label>
      </div>
      {running.items?.length === 0 && <Empty title={tt('no-watch')}>{tt('no-watch.do')} <Link to="/watch">{tt('begin')}</Link></Empty>}
      {found.error && !found.items && <ProblemNotice error={found.error} retry={() => void found.refetch()} />}
      {found.isPending && <div className="skeleton" />}
      {waiting.length > 0 && <ul className="plainlist logwaits">{waiting.map((entry) => <li key={entry.key}><span className="tag unverified">{tt('waiting')}</span> <bdi>{entry.label}</bdi></li>)}</ul>}
      {found.items?.length === 0 && current && <p className="quiet">{tt(filtered ? 'none.filter' : 'none')}</p>}
      {items.length > 0 && (
        <>
          <p className="quiet small">{tt('shown', { n: number(items.length), all: number(found.total) })}</p>
          <table className="logtable">
            <thead>
              {highest && <tr className="paperonly"><th colSpan={6} className="logmark"><Marking handling={highest.handling} /></th></tr>}
              <tr><th scope="col">{tt('n')}</th><th scope="col">{tt('time')}</th><th scope="col">{tt('who')}</th><th scope="col">{tt('text')}</th><th scope="col">{tt('action')}</th><th scope="col" className="noprint">{tt('do')}</th></tr>
            </thead>
            {highest && <tfoot className="paperonly"><tr><td colSpan={6} className="logmark"><Marking handling={highest.handling} /></td></tr></tfoot>}
            <tbody>{items.map((record) => <Line key={record.id} record={record} />)}</tbody>
          </table>
          {found.hasNextPage && <button type="button" className="btn noprint" onClick={() => void found.fetchNextPage()}>{tt('more')}</button>}
        </>
      )}
    </div>
  )
}

/** One line of a log; what is void stands in its place, struck out. */
export function Line({ record }: { record: RecordView }) {
  const tt = useTexts(ROWS)
  const { locale, dir } = useWords()
  const { mission } = useSession()
  const now = useNow(10_000)
  const [asks, setAsks] = useState<'close-action' | 'void' | null>(null)
  const entry = record.data as unknown as LogEntry
  const at = Date.parse(entry.at)
  const n = String(entry.n ?? '')
  const state = entryState(entry)
  const red = isRed(entry, now)
  return (
    <tr data-state={state} data-red={red}>
      <th scope="row" className="mono"><Link to={`/records/${record.ref}`} aria-label={tt('record', { n })}>{n}</Link></th>
      <td className="logtime"><time dateTime={entry.at} title={fullTime(at, mission.zone, locale)}><span className="mono ltr">{clockZ(at)}</span> <span className="quiet small ltr">{clockLocal(at, mission.zone)}</span>{now - at > OTHER_DAY_MS && <span className="quiet small logwhen">{shortDay(at, mission.zone, locale, now)}</span>}</time>{Date.parse(record.createdAt) - at > LATE_MS && <span className="tag">{tt('late')}</span>}</td>
      <td className="logwho"><span className="small">{inLocale(WAY_WORDS[entry.way], locale)}{entry.means && <> · {inLocale(MEANS_WORDS[entry.means], locale)}</>}</span>{(entry.from ?? entry.to) !== undefined && <span><bdi>{entry.from}</bdi>{entry.to && <> {dir === 'rtl' ? '←' : '→'} <bdi>{entry.to}</bdi></>}</span>}</td>
      <td className="logwords"><span dir="auto" className="logtext">{entry.text}</span>{entry.records?.map((one) => <Link key={one} className="small" to={`/records/${one}`}>↗</Link>)}{entry.voided && <span className="small" dir="auto">{tt('voided', { reason: entry.voided.reason })}</span>}</td>
      <td className="logaction">
        {entry.action && <><span dir="auto">{entry.action}</span> <span className="quiet small">{[entry.actionBy && tt('by', { who: entry.actionBy }), entry.due && tt('due', { time: `${clockZ(Date.parse(entry.due))} · ${clockLocal(Date.parse(entry.due), mission.zone)}` })].filter(Boolean).join(' · ')}</span></>}
        {red && <span className="tag critical">{tt('red')}</span>}
        {entry.done && <span className="tag ok wrap">{entry.done.how ? tt('done', { how: entry.done.how }) : tt('done.short')}</span>}
      </td>
      <td className="logdo noprint">
        {state === 'open' && record.can.includes('close-action') && <button type="button" className="btn small" aria-label={tt('close.this', { n })} onClick={() => setAsks('close-action')}><Check size={14} aria-hidden="true" />{tt('close')}</button>}
        {!entry.voided && record.can.includes('void') && <button type="button" className="btn plain icon small" aria-label={tt('void.this', { n })} title={tt('void')} onClick={() => setAsks('void')}><Ban size={14} aria-hidden="true" /></button>}
        {asks && <Ask record={record} action={asks} n={n} onEnd={() => setAsks(null)} />}
      </td>
    </tr>
  )
}

function Ask({ record, action, n, onEnd }: { record: RecordView; action: 'close-action' | 'void'; n: string; onEnd(): void }) {
  const tt = useTexts(ROWS)
  const id = useId()
  const [words, setWords] = useState('')
  const [problem, setProblem] = useState<unknown>(null)
  const go = async () => {
    try {
      if (action === 'void') {
        await saveAction(record, 'void', {}, `${record.ref} · ${tt('void')}`, words)
      } else {
        await saveAction(record, 'close-action', words.trim() === '' ? {} : { how: words.trim() }, `${record.ref} · ${tt('close')}`)
      }
      await again('log-entry')
      onEnd()
    } catch (error) {
      setProblem(error)
    }
  }
  return (
    <form className="logask" onSubmit={(event) => { event.preventDefault(); void go() }}>
      <label htmlFor={id}>{action === 'void' ? tt('void.why', { n }) : tt('close.how')}</label>
      {/* eslint-disable-next-line jsx-a11y/no-autofocus */}
      <input id={id} className="input" dir="auto" autoFocus required={action === 'void'} maxLength={1000} value={words} onChange={(event) => setWords(event.target.value)} onKeyDown={(event) => { if (event.key === 'Escape') { event.stopPropagation(); onEnd() } }} />
      <div className="row"><button type="submit" className="btn small primary">{tt('ok')}</button><button type="button" className="btn small" onClick={onEnd}>{tt('cancel')}</button></div>
      {problem !== null && <ProblemNotice error={problem} />}
    </form>
  )
}

/** A choice among values, the first of which asks for nothing. */
export function Choice({ label, value, none, options, onChange }: { label: ReactNode; value: string; none: string; options: readonly (readonly [string, string])[]; onChange(value: string): void }) {
  return (
    <label className="row small">{label}
      <select className="select" value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="">{none}</option>
        {options.map(([one, words]) => <option key={one} value={one}>{words}</option>)}
      </select>
    </label>
  )
}

/** Words of a coded value in the reader's language. */
export function wordsOf(words: Readonly<Record<string, Text>>, value: string, locale: Parameters<typeof inLocale>[1]): string {
  const text = words[value]
  return text ? inLocale(text, locale) : value
}
