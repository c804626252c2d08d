import { inLocale } from '../../../../core/i18n.ts'
import { api, RuleList, useTexts, useWords } from '../../../../web/face.ts'
import { NEEDS, type TrackRule } from '../../shared/rules/rule.ts'
import { CAPABILITY_WORDS } from '../../shared/texts.ts'
import { CONDITION_WORDS } from '../../shared/rules/texts.ts'
import { ROWS } from './rules.texts.ts'

/** All track rules, on the page of all rules. */
export function RulesSection() {
  const tt = useTexts(ROWS)
  const { locale, number } = useWords()
  const said = (rule: TrackRule): string => {
    const { condition, areas, shape, capability, hours } = rule
    const figure = NEEDS[condition].number
    const where = [areas?.length ? tt('areas.n', { n: number(areas.length) }) : '', shape ? tt('own-shape') : ''].filter((part) => part !== '').join(' · ')
    return [
      inLocale(CONDITION_WORDS[condition], locale), figure && rule[figure] !== undefined ? tt(`said.${figure}`, { n: number(rule[figure]) }) : '', capability ? inLocale(CAPABILITY_WORDS[capability], locale) : '',
      where || tt('everywhere'), hours?.from || hours?.to ? `${hours.from ?? '00:00'}–${hours.to ?? '24:00'}` : '',
    ].filter((part) => part !== '').join(' · ')
  }
  return (
    <RuleList
      kind="track-rule" to={({ ref }) => `/track-rules/${ref}`} add="/track-rules/new" title={tt('title')} lead={tt('lead')} none={tt('none')} said={({ data }) => said(data as unknown as TrackRule)}
      attempt={({ data }, { from, to }) => api('/api/tracks/rules/test', { method: 'POST', body: { rule: data, from, to } })}
    />
  )
}
