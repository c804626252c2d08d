import { inLocale } from '../../../../core/i18n.ts'
import { api, RuleList, useTexts, useWords } from '../../../../web/face.ts'
import type { TrackRule } from '../../shared/rules/rule.ts'
import { CONDITION_WORDS } from '../../shared/rules/texts.ts'
import { ROWS } from './rules.texts.ts'

/** All track rules, on the page of all rules. */
export function RulesSection() {
  const tt = useTexts(ROWS)
  const { locale, number } = useWords()
  const said = ({ condition, areas, shape }: TrackRule): string => {
    const where = [areas?.length ? tt('areas.n', { n: number(areas.length) }) : '', shape ? tt('own-shape') : ''].filter((part) => part !== '').join(' · ')
    return `${inLocale(CONDITION_WORDS[condition], locale)} · ${where || tt('everywhere')}`
  }
  return (
    <RuleList
      kind="track-rule" to={({ ref }) => `/track-rules/${ref}`} add="/track-rules/new" title={tt('title')} lead={tt('lead')} none={tt('none')} said={({ data }) => said(data as unknown as TrackRule)}
      attempt={({ data }, { from, to }) => api('/api/tracks/rules/test', { method: 'POST', body: { rule: data, from, to } })}
    />
  )
}
