import { api, RuleList, useTexts, useWords, valueWords, type RecordView } from '../../../web/face.ts'
import type { Cir } from '../shared/cir.ts'
import { ROWS } from './cir-rules.texts.ts'

const cirOf = ({ data }: RecordView): Cir => data as unknown as Cir

/** Requirements on the page of all rules: what leadership is called for. */
export function CirRules() {
  const tt = useTexts(ROWS)
  const { label, locale, number } = useWords()
  const said = ({ condition, within }: Cir): string => [label(`kinds.${condition.kind}`), condition.severity === undefined ? '' : tt('from', { n: number(condition.severity) }), ...(condition.where ?? []).map((one) => one.values.map((code) => valueWords(condition.kind, one.facet, code, locale) ?? code).join(', ')), condition.area?.length ? tt('areas', { n: number(condition.area.length) }) : '', condition.text ? tt('words', { words: condition.text }) : '', tt('calls', { n: number(within) })].filter((part) => part !== '').join(' · ')
  return (
    <RuleList
      kind="cir" to={() => '/cirs'} title={tt('title')} lead={tt('lead')} none={tt('none')} rule={(record) => ({ name: `${cirOf(record).code}: ${cirOf(record).text}`, enabled: cirOf(record).enabled })} said={(record) => said(cirOf(record))}
      attempt={(record, { days }) => api('/api/cirs/try', { method: 'POST', body: { condition: cirOf(record).condition, days } })}
    />
  )
}
