import { Plus } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { queryClient } from '../api/client.ts'
import { useKinds, useRecords } from '../api/queries.ts'
import type { RecordView } from '../api/types.ts'
import { useTexts, useWords } from '../i18n/i18n.tsx'
import { Link } from '../link.tsx'
import { saveAction } from '../record/save.ts'
import { navigate } from '../router.ts'
import { Empty, Severity } from '../shell/parts.tsx'
import { ProblemNotice } from '../shell/ProblemNotice.tsx'
import { ROWS } from './rules.texts.ts'
import './rules.css'

const MOST = 200
/** What every rule has: records of a kind of rules hold it. */
type Rule = { name: string; enabled: boolean; severity: number }
export type RuleListProps = { kind: string; /** Address of the list; a rule lies below it. */ at: string; title: string; lead: string; /** Said where there is none yet. */ none: string; /** What one rule watches for, in a few words. */ said(record: RecordView): string; beside?: ReactNode }

/** All rules of a kind: what each watches for, and whether it is on. */
export function RuleList({ kind, at, title, lead, none, said, beside }: RuleListProps) {
  const tt = useTexts(ROWS)
  const { number } = useWords()
  const may = useKinds().data?.some((one) => one.name === kind && one.canCreate)
  const found = useRecords({ kind, sort: { by: 'updated', dir: 'desc' } }, MOST)
  const page = found.data?.pages[0]
  return (
    <div className="page stack rulespage">
      <div className="row wrap"><h1 className="grow">{title}</h1>{beside}{may && <button type="button" className="btn primary" onClick={() => navigate(`${at}/new`)}><Plus size={15} aria-hidden="true" />{tt('add')}</button>}</div>
      <p className="quiet">{lead}</p>
      {found.error && <ProblemNotice error={found.error} retry={() => void found.refetch()} />}
      {found.isPending && <div className="skeleton" />}
      {page?.total === 0 && <Empty title={none} />}
      <ul className="plainlist rulelist">{page?.items.map((record) => <Line key={record.id} record={record} at={at} said={said(record)} />)}</ul>
      {page && page.total > page.items.length && <p className="quiet small">{tt('shown', { n: number(page.items.length), all: number(page.total) })}</p>}
    </div>
  )
}

function Line({ record, at, said }: { record: RecordView; at: string; said: string }) {
  const tt = useTexts(ROWS)
  const [problem, setProblem] = useState<unknown>(null)
  const rule = record.data as unknown as Rule
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
  return (
    <li className="card ruleline" data-off={!rule.enabled}>
      <Severity value={rule.severity} size={20} />
      <div className="grow"><Link to={`${at}/${record.ref}`}><strong dir="auto">{rule.name}</strong></Link><p className="quiet small">{said}</p></div>
      <span className={`tag ${rule.enabled ? 'ok' : ''}`}>{tt(rule.enabled ? 'on' : 'off')}</span>
      {record.can.includes('edit') && <button type="button" className="btn small" onClick={() => void turn()} aria-label={tt('switch.this', { what, name: rule.name })}>{what}</button>}
      <Link className="btn small" to={`${at}/${record.ref}`} aria-label={tt('switch.this', { what: tt('edit'), name: rule.name })}>{tt('edit')}</Link>
      {problem !== null && <ProblemNotice error={problem} />}
    </li>
  )
}
