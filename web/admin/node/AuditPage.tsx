import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { queryClient } from '../../api/client.ts'
import { api, apiFile, queryString } from '../../api/http.ts'
import { useJob } from '../../api/queries.ts'
import { DayInput } from '../../form/WhenInput.tsx'
import { useTexts, useWords } from '../../i18n/i18n.tsx'
import { Link } from '../../link.tsx'
import { actionWord } from '../../record/action-words.ts'
import { useSession } from '../../session.tsx'
import { Card, Empty, FullTime, Skeleton } from '../../shell/parts.tsx'
import { ProblemNotice } from '../../shell/ProblemNotice.tsx'
import { holdsAny } from '../entries.ts'
import { useHeads } from '../states.ts'
import type { TrailItem } from '../types.ts'
import { ROWS } from './node.texts.ts'

const TYPES = ['read', 'export', 'credentials', 'handle', 'retract'] as const
type Asked = { person: string; record: string; kind: string; type: string; from: string; to: string; words: string; id: string }
const NOTHING: Asked = { person: '', record: '', kind: '', type: '', from: '', to: '', words: '', id: '' }
type Found = { items: TrailItem[]; next: number | null; back: string | null }

/** The trail of everything done, its proof, and its signed heads. */
export function AuditPage() {
  const tt = useTexts(ROWS)
  const { me } = useSession()
  return (
    <div className="page stack">
      <header><h1>{tt('audit.title')}</h1><p className="quiet">{tt('audit.lead')}</p></header>
      {holdsAny(me, ['AUDIT', 'DPO']) && <Trail />}
      <Proof />
    </div>
  )
}

function paramsOf(asked: Asked): Record<string, string> {
  const given = Object.fromEntries(Object.entries(asked).filter(([, value]) => value.trim() !== '').map(([name, value]) => [name, value.trim()]))
  return { ...given, ...(asked.from ? { from: `${asked.from}T00:00:00Z` } : {}), ...(asked.to ? { to: `${new Date(Date.parse(asked.to) + 86_400_000).toISOString().slice(0, 10)}T00:00:00Z` } : {}) }
}

function Trail() {
  const tt = useTexts(ROWS)
  const { label } = useWords()
  const { kinds } = useSession()
  const [typed, setTyped] = useState<Asked>(NOTHING)
  const [asked, setAsked] = useState<Asked>(NOTHING)
  const [error, setError] = useState<unknown>(null)
  const found = useInfiniteQuery({
    queryKey: ['trail', asked], initialPageParam: null as number | null, getNextPageParam: (page: Found) => page.next,
    queryFn: ({ pageParam, signal }) => api<Found>(`/api/audit/actions?${queryString({ ...paramsOf(asked), ...(pageParam === null ? {} : { before: pageParam }) })}`, { signal }),
  })
  const items = found.data?.pages.flatMap((page) => page.items) ?? []
  const back = found.data?.pages.at(-1)?.back
  const field = (name: keyof Asked) => <div className="field"><label htmlFor={`audit-${name}`}>{tt(`audit.${name}`)}</label><input id={`audit-${name}`} type="search" className="input" value={typed[name]} onChange={(e) => setTyped({ ...typed, [name]: e.target.value })} onBlur={() => setAsked(typed)} /></div>
  const day = (name: 'from' | 'to') => <div className="field"><label htmlFor={`audit-${name}`}>{tt(`audit.${name}`)}</label><DayInput id={`audit-${name}`} value={typed[name]} onChange={(value) => choose({ [name]: value })} /></div>
  const choose = (more: Partial<Asked>) => {
    setTyped({ ...typed, ...more })
    setAsked({ ...typed, ...more })
  }
  async function save() {
    setError(null)
    try {
      const { blob, name } = await apiFile(`/api/audit/export?${queryString(paramsOf(asked))}`)
      const link = Object.assign(document.createElement('a'), { href: URL.createObjectURL(blob), download: name })
      link.click()
      URL.revokeObjectURL(link.href)
      await found.refetch()
    } catch (problem) {
      setError(problem)
    }
  }
  return (
    <>
      <form className="adminfilters" role="search" onSubmit={(e) => { e.preventDefault(); setAsked(typed) }}>
        {field('person')}{field('record')}
        <div className="field"><label htmlFor="audit-type">{tt('audit.type')}</label><select id="audit-type" className="select" value={typed.type} onChange={(e) => choose({ type: e.target.value })}><option value="">{tt('audit.type.any')}</option>{TYPES.map((type) => <option key={type} value={type}>{tt(`audit.type.${type}`)}</option>)}</select></div>
        <div className="field"><label htmlFor="audit-kind">{tt('audit.kind')}</label><select id="audit-kind" className="select" value={typed.kind} onChange={(e) => choose({ kind: e.target.value })}><option value="">{tt('audit.type.any')}</option>{kinds.map((kind) => <option key={kind.name} value={kind.name}>{label(`kinds.${kind.name}`)}</option>)}</select></div>
        {day('from')}{day('to')}{field('words')}{field('id')}
        <button type="submit" className="sr" tabIndex={-1}>{tt('audit.title')}</button>
        <button type="button" className="btn" title={tt('audit.export.hint')} onClick={() => void save()}>{tt('audit.export')}</button>
      </form>
      {(error ?? found.error) ? <ProblemNotice error={error ?? found.error} /> : null}
      {found.isPending && <Skeleton lines={6} />}
      {found.data && (
        <>
          <p className="quiet small" aria-live="polite">{found.hasNextPage && back ? <>{tt('audit.back', { n: items.length })} <FullTime at={back} /></> : tt('audit.all', { n: items.length })}</p>
          {items.length === 0 ? <Empty title={tt('audit.none')}>{tt('audit.none.next')}</Empty> : (
            <div className="adminscroll"><table className="admintable stackable">
              <thead><tr><th>{tt('audit.when')}</th><th>{tt('audit.person')}</th><th>{tt('audit.type')}</th><th>{tt('audit.record')}</th><th>{tt('audit.why')}</th></tr></thead>
              <tbody>{items.map((item) => <Line key={item.pos} item={item} />)}</tbody>
            </table></div>
          )}
          {found.hasNextPage && <button type="button" className="btn self-start" disabled={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>{tt('audit.more')}</button>}
        </>
      )}
    </>
  )
}

function Line({ item }: { item: TrailItem }) {
  const tt = useTexts(ROWS)
  const { t, label } = useWords()
  const detail = [item.fields.map((field) => label(`field.${item.kind}.${field}`, label(`field.${field}`, field))).join(', '), ...Object.values(item.detail).map(String)].filter((part) => part !== '').join(' · ')
  return (
    <tr>
      <td title={`${item.node} ${item.seq} · ${item.id}`}><FullTime at={item.receivedAt} /></td>
      <td>{item.actor === 'system' ? tt('audit.itself') : <><bdi>{item.actorName ?? item.actor}</bdi> <span className="quiet small">{item.role}</span></>}</td>
      <td>{label(`action.${item.type}`, actionWord(item.type, t))}{detail && <div className="quiet small" dir="auto">{detail}</div>}</td>
      <td>{label(`kind.${item.kind}`)} {item.ref ? <Link className="mono ltr" to={`/records/${encodeURIComponent(item.ref)}`}>{item.ref}</Link> : <span className="tag">{tt('audit.withheld')}</span>}</td>
      <td dir="auto">{[item.purpose, item.reason].filter(Boolean).join(' · ')}</td>
    </tr>
  )
}

function Proof() {
  const tt = useTexts(ROWS)
  const { number } = useWords()
  const heads = useHeads()
  const [replay, setReplay] = useState(false)
  const [id, setId] = useState<string | null>(null)
  const [error, setError] = useState<unknown>(null)
  const job = useJob(id)
  const verified = heads.data?.verified
  async function prove() {
    setError(null)
    try {
      setId((await api<{ job: string }>('/api/audit/verify', { method: 'POST', body: { replay } })).job)
    } catch (problem) {
      setError(problem)
    }
  }
  const running = job.data?.state === 'running'
  if (id !== null && job.data && !running) {
    setId(null)
    void queryClient.invalidateQueries({ queryKey: ['admin', 'heads'] })
  }
  const [head] = heads.data?.items ?? []
  return (
    <Card title={tt('proof')} id="proof" side={<button type="button" className="btn small" onClick={() => window.print()}>{tt('print')}</button>}><div className="stack">
      <p className="quiet">{tt('proof.lead')}</p>
      <div className="row wrap"><button type="button" className="btn" disabled={id !== null} onClick={() => void prove()}>{tt('proof.do')}</button><label className="check"><input type="checkbox" checked={replay} onChange={(e) => setReplay(e.target.checked)} />{tt('proof.replay')}</label></div>
      {running && job.data && <p role="status"><progress max={Math.max(1, job.data.progress.total)} value={job.data.progress.done} /> {tt('running', { done: number(job.data.progress.done), total: number(job.data.progress.total) })}</p>}
      {verified && <div className={`notice ${verified.ok ? 'ok' : 'critical'}`} role="status"><div><strong>{verified.ok ? tt('proof.ok', { actions: number(verified.actions), records: number(verified.records) }) : tt('proof.bad')}</strong>{verified.detail && <p>{verified.detail}</p>}<p className="quiet small">{tt('proof.last', { name: verified.by })} · <FullTime at={verified.at} /></p></div></div>}
      {(error ?? heads.error) ? <ProblemNotice error={error ?? heads.error} /> : null}
      <h3>{tt('heads')}</h3>
      {head ? <dl className="factlist"><dt>{tt('heads.action', { n: number(head.seq) })}</dt><dd><FullTime at={head.at} /> · <span className="mono ltr">{head.node}</span></dd><dt>SHA-256</dt><dd className="mono ltr">{head.hash}</dd><dt>Ed25519</dt><dd className="mono ltr">{head.signature}</dd></dl> : <p className="quiet">{tt('heads.none')}</p>}
    </div></Card>
  )
}
