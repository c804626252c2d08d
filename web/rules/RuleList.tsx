import { Plus } from 'lucide-react'
import { useId, useState, type ReactNode } from 'react'
import { queryClient } from '../api/client.ts'
import { useKinds, useRecords } from '../api/queries.ts'
import type { RecordView } from '../api/types.ts'
import { useTexts, useWords } from '../i18n/i18n.tsx'
import { Link } from '../link.tsx'
import { saveAction } from '../record/save.ts'
import { navigate } from '../router.ts'
import { Empty, Severity } from '../shell/parts.tsx'
import { ProblemNotice } from '../shell/ProblemNotice.tsx'
import { useShowing } from '../shell/shown-handling.ts'
import { serverNow } from '../time/now.ts'
import { ROWS } from './rules.texts.ts'
import './rules.css'

const MOST = 200
/** How far back a rule is tried from its line. */
const TRIED_DAYS = 30
const DAY_MS = 86_400_000
/** What every rule has. */
type Rule = { name: string; enabled: boolean; severity?: number }
/** A period back from now; times ISO 8601 UTC. */
export type Back = { days: number; from: string; to: string }
export type RuleListProps = {
  kind: string
  /** Where one is read and changed, and where a new one is made. */
  to(record: RecordView): string
  add?: string
  title: string
  lead: string
  /** Said where there is none yet. */
  none: string
  /** What one rule watches for, in a few words. */
  said(record: RecordView): string
  rule?(record: RecordView): Rule
  /** How often it would have told. */
  attempt(record: RecordView, back: Back): Promise<{ fired: number; more: boolean }>
  beside?: ReactNode
}

/** All rules of a kind: what each watches for, whether it is on, and how often it would have told lately. */
export function RuleList({ kind, to, add, title, lead, none, said, rule = ruleOf, attempt, beside }: RuleListProps) {
  const tt = useTexts(ROWS)
  const { number } = useWords()
  const heading = useId()
  const may = useKinds().data?.some((one) => one.name === kind && one.canCreate)
  const found = useRecords({ kind, sort: { by: 'updated', dir: 'desc' } }, MOST)
  const page = found.data?.pages[0]
  useShowing(`rules ${kind}`, page?.items ?? [])
  return (
    <section className="stack" aria-labelledby={heading}>
      <div className="row wrap"><h2 className="grow" id={heading}>{title}{page && <span className="quiet small"> ({number(page.total)})</span>}</h2>{beside}{may && add !== undefined && <button type="button" className="btn primary" aria-label={tt('switch.this', { what: tt('add'), name: title })} onClick={() => navigate(add)}><Plus size={15} aria-hidden="true" />{tt('add')}</button>}</div>
      <p className="quiet">{lead}</p>
      {found.error && <ProblemNotice error={found.error} retry={() => void found.refetch()} />}
      {found.isPending && <div className="skeleton" />}
      {page?.total === 0 && <Empty title={none} />}
      <ul className="plainlist rulelist">{page?.items.map((record) => <Line key={record.id} record={record} rule={rule(record)} to={to(record)} said={said(record)} attempt={attempt} />)}</ul>
      {page && page.total > page.items.length && <p className="quiet small">{tt('shown', { n: number(page.items.length), all: number(page.total) })}</p>}
    </section>
  )
}

function ruleOf(record: RecordView): Rule {
  return record.data as unknown as Rule
}

function Line({ record, rule, to, said, attempt }: { record: RecordView; rule: Rule; to: string; said: string; attempt: RuleListProps['attempt'] }) {
  const tt = useTexts(ROWS)
  const { number } = useWords()
  const [tried, setTried] = useState<{ fired: number; more: boolean } | 'busy' | null>(null)
  const [problem, setProblem] = useState<unknown>(null)
  const doing = (work: () => Promise<void>) => {
    setProblem(null)
    work().catch((error: unknown) => {
      setTried(null)
      setProblem(error)
    })
  }
  const turn = async () => {
    await saveAction(record, 'edit', { fields: { enabled: !rule.enabled } }, `${record.ref} · ${tt(rule.enabled ? 'switch.off' : 'switch.on')}`)
    await queryClient.invalidateQueries({ queryKey: ['records'] })
  }
  const look = async () => {
    setTried('busy')
    const now = serverNow()
    setTried(await attempt(record, { days: TRIED_DAYS, from: new Date(now - TRIED_DAYS * DAY_MS).toISOString(), to: new Date(now).toISOString() }))
  }
  const what = tt(rule.enabled ? 'switch.off' : 'switch.on')
  const try30 = tt('try.last', { n: number(TRIED_DAYS) })
  return (
    <li className="card ruleline" data-off={!rule.enabled}>
      {rule.severity !== undefined && <Severity value={rule.severity} size={20} />}
      <div className="grow"><Link to={to}><strong dir="auto">{rule.name}</strong></Link><p className="quiet small">{said}</p></div>
      <span className={`tag ${rule.enabled ? 'ok' : ''}`}>{tt(rule.enabled ? 'on' : 'off')}</span>
      {record.can.includes('edit') && <button type="button" className="btn small noprint" disabled={tried === 'busy'} onClick={() => doing(look)} aria-label={tt('switch.this', { what: try30, name: rule.name })}>{try30}</button>}
      {record.can.includes('edit') && <button type="button" className="btn small noprint" onClick={() => doing(turn)} aria-label={tt('switch.this', { what, name: rule.name })}>{what}</button>}
      <Link className="btn small noprint" to={to} aria-label={tt('switch.this', { what: tt('edit'), name: rule.name })}>{tt('edit')}</Link>
      <p className="ruletried" role="status">{tried === 'busy' ? tt('try.busy') : tried && <><strong>{tried.fired === 0 ? tt('try.never') : tt('try.fired', { n: number(tried.fired) })}</strong>{tried.more && <span className="quiet small"> {tt('try.part')}</span>}</>}</p>
      {problem !== null && <ProblemNotice error={problem} />}
    </li>
  )
}
