import { useTexts, useWords } from '../i18n/i18n.tsx'
import type { Query } from '../../core/query.ts'
import type { Counted } from './aggregate.ts'
import type { ROWS as Rows } from './analysis.texts.ts'
import { ROWS } from './analysis.texts.ts'
import { useFrame } from './context.ts'

/** Of how many a figure speaks, what was left out and why; what was left out opens too. */
export function Notes({ data, query, by, why, several }: { data: Counted | undefined; query: Query; by: readonly string[]; why: readonly (keyof typeof Rows & `why.${string}`)[]; several?: boolean }) {
  const tt = useTexts(ROWS)
  const { number } = useWords()
  const { open } = useFrame()
  if (!data) {
    return null
  }
  return (
    <>
      {by.length === 1 && <span>{tt('note.of', { n: number(data.total - (data.without[0] ?? 0)), of: number(data.total) })} </span>}
      {by.map((name, i) => {
        const n = data.without[i] ?? 0
        const title = tt('note.without', { n: number(n), why: tt(why[i] ?? 'why.value') })
        return n > 0 ? <span key={name}><button type="button" className="linkish" onClick={() => open({ query, by: [name], keys: [''], title, count: n })}>{title}</button> </span> : null
      })}
      {several && <span>{tt('note.several')} </span>}
      {data.withheld > 0 && <span>{tt('note.withheld', { n: number(data.withheld) })}</span>}
    </>
  )
}
