import { Plus } from 'lucide-react'
import { useState } from 'react'
import { Empty, Link, navigate, ProblemNotice, queryClient, saveAction, Severity, useKinds, useRecords, useTexts, useWords, type RecordView } from '../../../../web/face.ts'
import type { AlertRule } from '../../shared/rules/rule.ts'
import { ROWS } from './pages.texts.ts'
import './pages.css'

const MOST = 200

/** All rules over records: what each watches for, and whether it is on. */
export function RulesPage() {
  const tt = useTexts(ROWS)
  const { number } = useWords()
  const may = useKinds().data?.some((kind) => kind.name === 'alert-rule' && kind.canCreate)
  const found = useRecords({ kind: 'alert-rule', sort: { by: 'updated', dir: 'desc' } }, MOST)
  const page = found.data?.pages[0]
  return (
    <div className="page stack alertspage">
      <div className="row wrap"><h1 className="grow">{tt('rules')}</h1><Link className="btn" to="/k/alert-plan">{tt('plans')}</Link>{may && <button type="button" className="btn primary" onClick={() => navigate('/alert-rules/new')}><Plus size={15} aria-hidden="true" />{tt('add')}</button>}</div>
      <p className="quiet">{tt('rules.lead')}</p>
      {found.error && <ProblemNotice error={found.error} retry={() => void found.refetch()} />}
      {found.isPending && <div className="skeleton" />}
      {page?.total === 0 && <Empty title={tt('rules.none')} />}
      <ul className="plainlist alertrules">{page?.items.map((record) => <Line key={record.id} record={record} />)}</ul>
      {page && page.total > page.items.length && <p className="quiet small">{tt('shown', { n: number(page.items.length), all: number(page.total) })}</p>}
    </div>
  )
}

function Line({ record }: { record: RecordView }) {
  const tt = useTexts(ROWS)
  const { label, number } = useWords()
  const [problem, setProblem] = useState<unknown>(null)
  const rule = record.data as unknown as AlertRule
  const turn = async () => {
    setProblem(null)
    try {
      await saveAction(record, 'edit', { fields: { enabled: !rule.enabled } }, `${record.ref} · ${tt(rule.enabled ? 'switch.off' : 'switch.on')}`)
      await queryClient.invalidateQueries({ queryKey: ['records'] })
    } catch (error) {
      setProblem(error)
    }
  }
  const what = tt(rule.enabled ? 'switch.off' : 'switch.on')
  const said = [label(`kinds.${rule.of}`), rule.count > 1 ? `≥ ${number(rule.count)}` : '', rule.hours === undefined ? '' : `${tt('hours')}: ${number(rule.hours)}`, rule.nearKm === undefined ? '' : `${number(rule.nearKm)} km`].filter((part) => part !== '').join(' · ')
  return (
    <li className="card ruleline" data-off={!rule.enabled}>
      <Severity value={rule.severity} size={20} />
      <div className="grow"><Link to={`/alert-rules/${record.ref}`}><strong dir="auto">{rule.name}</strong></Link><p className="quiet small">{said}</p></div>
      <span className={`tag ${rule.enabled ? 'ok' : ''}`}>{tt(rule.enabled ? 'on' : 'off')}</span>
      {record.can.includes('edit') && <button type="button" className="btn small" onClick={() => void turn()} aria-label={tt('switch.this', { what, name: rule.name })}>{what}</button>}
      <Link className="btn small" to={`/alert-rules/${record.ref}`} aria-label={tt('switch.this', { what: tt('edit'), name: rule.name })}>{tt('edit')}</Link>
      {problem !== null && <ProblemNotice error={problem} />}
    </li>
  )
}
