import { Plus } from 'lucide-react'
import { useState } from 'react'
import { inLocale } from '../../../../core/i18n.ts'
import { Empty, Link, navigate, ProblemNotice, queryClient, saveAction, Severity, useKinds, useRecords, useTexts, useWords, type RecordView } from '../../../../web/face.ts'
import type { TrackRule } from '../../shared/rules/rule.ts'
import { CONDITION_WORDS } from '../../shared/rules/texts.ts'
import { ROWS } from './rules.texts.ts'
import './rules.css'

const MOST = 200

/** All track rules: what each watches for, and whether it is on. */
export function RulesPage() {
  const tt = useTexts(ROWS)
  const { number } = useWords()
  const may = useKinds().data?.some((kind) => kind.name === 'track-rule' && kind.canCreate)
  const found = useRecords({ kind: 'track-rule', sort: { by: 'updated', dir: 'desc' } }, MOST)
  const page = found.data?.pages[0]
  return (
    <div className="page stack rulespage">
      <div className="row wrap"><h1 className="grow">{tt('title')}</h1>{may && <button type="button" className="btn primary" onClick={() => navigate('/track-rules/new')}><Plus size={15} aria-hidden="true" />{tt('add')}</button>}</div>
      <p className="quiet">{tt('lead')}</p>
      {found.error && <ProblemNotice error={found.error} retry={() => void found.refetch()} />}
      {found.isPending && <div className="skeleton" />}
      {page?.total === 0 && <Empty title={tt('none')} />}
      <ul className="plainlist rulelist">{page?.items.map((record) => <Line key={record.id} record={record} />)}</ul>
      {page && page.total > page.items.length && <p className="quiet small">{tt('shown', { n: number(page.items.length), all: number(page.total) })}</p>}
    </div>
  )
}

function Line({ record }: { record: RecordView }) {
  const tt = useTexts(ROWS)
  const { locale, number } = useWords()
  const [problem, setProblem] = useState<unknown>(null)
  const rule = record.data as unknown as TrackRule
  const turn = async () => {
    setProblem(null)
    try {
      await saveAction(record, 'edit', { fields: { enabled: !rule.enabled } }, `${record.ref} · ${tt(rule.enabled ? 'switch.off' : 'switch.on')}`)
      await queryClient.invalidateQueries({ queryKey: ['records'] })
    } catch (error) {
      setProblem(error)
    }
  }
  const where = [rule.areas?.length ? tt('areas.n', { n: number(rule.areas.length) }) : '', rule.shape ? tt('own-shape') : ''].filter((part) => part !== '').join(' · ')
  const what = tt(rule.enabled ? 'switch.off' : 'switch.on')
  return (
    <li className="card ruleline" data-off={!rule.enabled}>
      <Severity value={rule.severity} size={20} />
      <div className="grow">
        <Link to={`/track-rules/${record.ref}`}><strong dir="auto">{rule.name}</strong></Link>
        <p className="quiet small">{inLocale(CONDITION_WORDS[rule.condition], locale)} · {where || tt('everywhere')}</p>
      </div>
      <span className={`tag ${rule.enabled ? 'ok' : ''}`}>{tt(rule.enabled ? 'on' : 'off')}</span>
      {record.can.includes('edit') && <button type="button" className="btn small" onClick={() => void turn()} aria-label={tt('switch.this', { what, name: rule.name })}>{what}</button>}
      <Link className="btn small" to={`/track-rules/${record.ref}`} aria-label={tt('switch.this', { what: tt('edit'), name: rule.name })}>{tt('edit')}</Link>
      {problem !== null && <ProblemNotice error={problem} />}
    </li>
  )
}
