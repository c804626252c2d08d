import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { api, Picker, queryString, useTexts, useWords, valueWords } from '../../../../web/face.ts'
import type { Condition } from './model.ts'
import { ROWS } from './pages.texts.ts'

/** What the records of a rule must have, one facet after the other; there is always room for one more. */
export function Conditions({ of, facets, conditions, onChange }: { of: string; facets: readonly string[]; conditions: readonly Condition[]; onChange(next: Condition[]): void }) {
  const free = facets.filter((one) => !conditions.some(({ facet }) => facet === one))
  const put = (i: number, next: Condition): void => onChange([...conditions.slice(0, i), ...(next.facet === '' ? [] : [next]), ...conditions.slice(i + 1)])
  return (
    <>
      {[...conditions, ...(free.length > 0 ? [{ facet: '', values: [] }] : [])].map((one, i) => (
        <One key={i} of={of} facets={[...(one.facet === '' ? [] : [one.facet]), ...free]} first={i === 0} condition={one} onChange={(next) => put(i, next)} />
      ))}
    </>
  )
}

function One({ of, facets, first, condition, onChange }: { of: string; facets: readonly string[]; first: boolean; condition: Condition; onChange(next: Condition): void }) {
  const tt = useTexts(ROWS)
  const { label, locale } = useWords()
  const id = useId()
  const { facet, values } = condition
  const known = useQuery({
    queryKey: ['facets', of, facet], enabled: facet !== '', staleTime: 60_000,
    queryFn: ({ signal }) => api<Record<string, { value: string; count: number }[]>>(`/api/facets?${queryString({ kind: of, facets: facet })}`, { signal }).then((answer) => answer[facet] ?? []),
  })
  return (
    <div className="stack alertcondition">
      <div className="field"><label htmlFor={id}>{tt(first ? 'facet' : 'facet.and')}</label><select id={id} className="input" value={facet} onChange={(event) => onChange({ facet: event.target.value, values: [] })}><option value="">{tt('facet.none')}</option>{facets.map((one) => <option key={one} value={one}>{label(`facet.${one}`)}</option>)}</select></div>
      {facet !== '' && <Picker label={label(`facet.${facet}`)} none={tt('values.none')} choices={(known.data ?? []).filter(({ value }) => value !== '').map(({ value }) => ({ value, label: valueWords(of, facet, value, locale) ?? value }))} chosen={values} onChange={(next) => onChange({ facet, values: next })} />}
    </div>
  )
}
