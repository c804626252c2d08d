import { useQuery } from '@tanstack/react-query'
import { api, useTexts, useWords, valueWords } from '../../../../web/face.ts'
import type { AlertRule } from '../../shared/rules/rule.ts'
import { ROWS } from './pages.texts.ts'

export type NamedArea = { id: string; code: string; name: string }
type Named = readonly NamedArea[]

/** The areas of the mission, as rules name them. */
export function useNamedAreas() {
  return useQuery({ queryKey: ['areas', 'names'], queryFn: ({ signal }) => api<{ items: NamedArea[] }>('/api/areas', { signal }).then((answer) => answer.items), staleTime: 300_000 })
}

/** What a rule asks of records, part by part, in the reader's words. `areas`: those of the mission, to name them. */
export function useRuleParts(areas: Named): (rule: AlertRule) => string[] {
  const tt = useTexts(ROWS)
  const { label, locale, number, t } = useWords()
  const or = (words: readonly string[]): string => new Intl.ListFormat(locale, { type: 'disjunction' }).format(words.map((one) => `\u2068${one}\u2069`))
  return (rule) => {
    const figure = (name: string): string => label(`figure.${rule.of}.${name}`, name)
    return [
      ...Object.entries(rule.where ?? {}).map(([facet, values]) => tt('say.is', { what: label(`facet.${facet}`), value: or(values.map((one) => valueWords(rule.of, facet, one, locale) ?? one)) })),
      ...(rule.from === undefined ? [] : [tt('say.from', { n: number(rule.from) })]),
      ...(rule.figure?.least === undefined ? [] : [tt('say.figure', { what: figure(rule.figure.of), n: number(rule.figure.least) })]),
      ...(rule.figure?.most === undefined ? [] : [tt('say.figure.most', { what: figure(rule.figure.of), n: number(rule.figure.most) })]),
      ...(rule.veracity ? [tt('say.is', { what: tt('believed'), value: or(rule.veracity.map((one) => t(`veracity.${one}`))) })] : []),
      ...(rule.text ? [tt('say.words', { words: `\u2068${rule.text}\u2069` })] : []),
      ...(rule.areas ? [tt('say.is', { what: tt('areas'), value: or(rule.areas.map((one) => areas.find(({ id }) => id === one)?.name ?? one)) })] : []),
      ...(rule.count > 1 && rule.hours !== undefined ? [tt('say.within', { n: number(rule.hours) })] : []),
      ...(rule.count > 1 && rule.nearKm !== undefined ? [tt('say.near', { n: number(rule.nearKm) })] : []),
    ]
  }
}

/** The rule as one sentence: what it is that will be told. */
export function RuleSentence({ rule, standing, areas }: { rule: AlertRule; /** Its records stand and change: it tells when one comes to fit. */ standing: boolean; areas: Named }) {
  const tt = useTexts(ROWS)
  const { label, number } = useWords()
  const parts = useRuleParts(areas)(rule)
  return <p className="notice info" role="status">{tt(standing ? 'say.standing' : 'say', { n: number(rule.count), of: label(`kinds.${rule.of}`) })}{parts.length > 0 && `; ${parts.join('; ')}`}</p>
}
