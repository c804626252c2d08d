import { api, Insets, Link, RuleList, useTexts, useWords } from '../../../../web/face.ts'
import type { AlertRule } from '../../shared/rules/rule.ts'
import { ROWS } from './pages.texts.ts'
import { useNamedAreas, useRuleParts } from './RuleSentence.tsx'

const NOTHING = {}
const NO_AREAS: [] = []

/** Every rule by which the node tells somebody: over records here, and those of other lines of work (slot `insets`, at `alert-rules`) below. */
export function RulesPage() {
  const tt = useTexts(ROWS)
  const { label, number } = useWords()
  const areas = useNamedAreas()
  const parts = useRuleParts(areas.data ?? NO_AREAS)
  const said = (rule: AlertRule): string => [label(`kinds.${rule.of}`), ...(rule.count > 1 ? [`≥ ${number(rule.count)}`] : []), ...parts(rule)].join(' · ')
  return (
    <div className="page stack rulespage">
      <h1>{tt('rules')}</h1>
      <p className="quiet">{tt('rules.lead')}</p>
      <RuleList
        kind="alert-rule" to={({ ref }) => `/alert-rules/${ref}`} add="/alert-rules/new" title={tt('rules.records')} lead={tt('rules.records.lead')} none={tt('rules.none')} said={({ data }) => said(data as unknown as AlertRule)}
        attempt={({ data }, { from, to }) => api('/api/alerts/rules/test', { method: 'POST', body: { rule: data, from, to } })} beside={<Link className="btn" to="/k/alert-plan">{tt('plans')}</Link>}
      />
      <Insets at="alert-rules" value={NOTHING} />
    </div>
  )
}
