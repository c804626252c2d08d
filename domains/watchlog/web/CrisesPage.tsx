import { useId, useState } from 'react'
import { inLocale } from '../../../core/i18n.ts'
import type { JsonObject } from '../../../core/json.ts'
import { Card, fullTime, Link, navigate, ProblemNotice, serverNow, useKinds, useSession, useShowing, useTexts, useWords, uuid7, write, type RecordView } from '../../../web/face.ts'
import { LEVELS, type Crisis, type CrisisLevel } from '../shared/crisis.ts'
import { LEVEL_WORDS } from '../shared/texts.ts'
import { ROWS } from './crisis.texts.ts'
import { again, useList } from './read.ts'
import './watchlog.css'

/** Crises that run and that are over, and declaring one. */
export function CrisesPage() {
  const tt = useTexts(ROWS)
  const { locale, number } = useWords()
  const { mission } = useSession()
  const may = useKinds().data?.some((kind) => kind.name === 'crisis' && kind.canCreate) === true
  const found = useList({ kind: 'crisis', sort: { by: 'happened', dir: 'desc' } }, 100)
  useShowing('crises', found.items ?? [])
  return (
    <div className="page stack crisespage">
      <header><h1>{tt('title')}</h1><p className="quiet small">{tt('lead')}</p></header>
      {found.error && !found.items && <ProblemNotice error={found.error} retry={() => void found.refetch()} />}
      {found.isPending && <div className="skeleton" />}
      {found.items?.length === 0 && <p>{tt('none')}</p>}
      <ul className="plainlist crisislist">
        {found.items?.map((record) => {
          const crisis = record.data as unknown as Crisis
          return <li key={record.id} className="card"><Link to={`/crises/${record.ref}`}><strong><bdi>{crisis.name}</bdi></strong> <span className="mono ltr small">{record.ref}</span></Link> <span className={`tag ${crisis.stoodDown ? '' : 'critical'}`}>{crisis.stoodDown ? tt('over', { time: fullTime(Date.parse(crisis.stoodDown.at), mission.zone, locale) }) : `${tt('running')} · ${inLocale(LEVEL_WORDS[crisis.level], locale)}`}</span> <span className="quiet small">{tt('since', { time: fullTime(Date.parse(crisis.began), mission.zone, locale) })}</span></li>
        })}
      </ul>
      {found.total > (found.items?.length ?? 0) && <p className="quiet small">{tt('shown', { n: number(found.items?.length ?? 0), all: number(found.total) })}</p>}
      {may && <Card title={tt('declare')} id="declare"><Declare /></Card>}
    </div>
  )
}

function Declare() {
  const tt = useTexts(ROWS)
  const { locale } = useWords()
  const id = useId()
  const [typed, setTyped] = useState({ name: '', lead: '', summary: '', records: '' })
  const [level, setLevel] = useState<CrisisLevel>('ALERT')
  const [problem, setProblem] = useState<unknown>(null)
  const go = async () => {
    setProblem(null)
    const key = uuid7()
    const records = typed.records.split(/[\s,;]+/).filter((one) => one !== '')
    const data = { name: typed.name.trim(), level, began: new Date(serverNow()).toISOString(), ...(typed.lead.trim() ? { lead: typed.lead.trim() } : {}), ...(typed.summary.trim() ? { summary: typed.summary.trim() } : {}), ...(records.length > 0 ? { records } : {}) } as JsonObject
    try {
      const made = await write<RecordView>({ key, path: '/api/records', label: typed.name, body: { id: key, kind: 'crisis', data, at: new Date().toISOString() } })
      await again('crisis')
      navigate(`/crises/${made.ref}`)
    } catch (error) {
      setProblem(error)
    }
  }
  const field = (key: keyof typeof typed, label: string, required = false) => <div className="field grow"><label htmlFor={`${id}-${key}`}>{label}</label><input id={`${id}-${key}`} className="input" dir="auto" required={required} maxLength={key === 'summary' ? 4000 : 120} value={typed[key]} onChange={(event) => setTyped((old) => ({ ...old, [key]: event.target.value }))} /></div>
  return (
    <form className="stack crisesform" onSubmit={(event) => { event.preventDefault(); void go() }}>
      <div className="row wrap">{field('name', tt('name'), true)}<div className="field"><label htmlFor={`${id}-level`}>{tt('level')}</label><select id={`${id}-level`} className="select" value={level} onChange={(event) => setLevel(event.target.value as CrisisLevel)}>{LEVELS.map((one) => <option key={one} value={one}>{inLocale(LEVEL_WORDS[one], locale)}</option>)}</select></div>{field('lead', tt('lead.by'))}</div>
      <div className="row wrap">{field('summary', tt('summary'))}{field('records', tt('records'))}</div>
      {problem !== null && <ProblemNotice error={problem} />}
      <div><button type="submit" className="btn primary">{tt('declare')}</button></div>
    </form>
  )
}
