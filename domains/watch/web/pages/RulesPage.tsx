import { Link, RuleList, useTexts, useWords } from '../../../../web/face.ts'
import type { AlertRule } from '../../shared/rules/rule.ts'
import { ROWS } from './pages.texts.ts'

/** All rules over records. */
export function RulesPage() {
  const tt = useTexts(ROWS)
  const { label, number } = useWords()
  const said = ({ of, count, hours, nearKm }: AlertRule): string => [label(`kinds.${of}`), count > 1 ? `≥ ${number(count)}` : '', hours === undefined ? '' : `${tt('hours')}: ${number(hours)}`, nearKm === undefined ? '' : `${number(nearKm)} km`].filter((part) => part !== '').join(' · ')
  return <RuleList kind="alert-rule" at="/alert-rules" title={tt('rules')} lead={tt('rules.lead')} none={tt('rules.none')} said={(record) => said(record.data as unknown as AlertRule)} beside={<Link className="btn" to="/k/alert-plan">{tt('plans')}</Link>} />
}
