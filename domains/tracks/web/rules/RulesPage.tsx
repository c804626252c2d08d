import { inLocale } from '../../../../core/i18n.ts'
import { RuleList, useTexts, useWords } from '../../../../web/face.ts'
import type { TrackRule } from '../../shared/rules/rule.ts'
import { CONDITION_WORDS } from '../../shared/rules/texts.ts'
import { ROWS } from './rules.texts.ts'

/** All track rules. */
export function RulesPage() {
  const tt = useTexts(ROWS)
  const { locale, number } = useWords()
  const said = ({ condition, areas, shape }: TrackRule): string => {
    const where = [areas?.length ? tt('areas.n', { n: number(areas.length) }) : '', shape ? tt('own-shape') : ''].filter((part) => part !== '').join(' · ')
    return `${inLocale(CONDITION_WORDS[condition], locale)} · ${where || tt('everywhere')}`
  }
  return <RuleList kind="track-rule" at="/track-rules" title={tt('title')} lead={tt('lead')} none={tt('none')} said={(record) => said(record.data as unknown as TrackRule)} />
}
