import { useState } from 'react'
import type { Facets as Counts, KindInfo } from '../api/types.ts'
import { useKind, useTitles } from '../api/queries.ts'
import { useWords } from '../i18n/i18n.tsx'
import { valueWords } from '../registry.ts'

const FEW = 8
/** What can be an id; actors may also stand in a record by the words they were called. */
const ID = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/

/** Every facet of a kind with its counts; choosing values narrows the list. */
export function Facets({ kind, counts, where, onChange }: { kind: KindInfo; counts: Counts; where: Record<string, string[]>; onChange(where: Record<string, string[]>): void }) {
  const { t, label } = useWords()
  const names = Object.keys(kind.facets).filter((f) => (counts[f] ?? []).some((c) => c.value !== ''))
  if (names.length === 0) {
    return null
  }
  return (
    <aside className="facets" aria-label={t('list.facets')}>
      {Object.keys(where).length > 0 && <button type="button" className="btn small" onClick={() => onChange({})}>{t('filter.clear', { n: Object.keys(where).length })}</button>}
      {names.map((name) => (
        <Facet key={name} kind={kind.name} name={name} title={label(`facet.${name}`, label(`field.${kind.name}.${name}`, name))} counts={(counts[name] ?? []).filter((c) => c.value !== '')} chosen={where[name] ?? []} onChange={(list) => {
          const { [name]: _old, ...rest } = where
          onChange(list.length > 0 ? { ...rest, [name]: list } : rest)
        }} />
      ))}
    </aside>
  )
}

function Facet({ kind, name, title, counts, chosen, onChange }: { kind: string; name: string; title: string; counts: Counts[string]; chosen: readonly string[]; onChange(list: string[]): void }) {
  const { t, locale, number, label } = useWords()
  const [all, setAll] = useState(false)
  // A facet named like a kind (actor, unit) holds ids of its records; a parent is of the same kind.
  const titles = useTitles(useKind(name) ? name : name === 'parent' ? kind : null, (all ? counts : counts.slice(0, FEW)).map((c) => c.value).filter((value) => ID.test(value)))
  return (
    <section>
      <h3>{title}</h3>
      <ul>
        {(all ? counts : counts.slice(0, FEW)).map((c) => (
          <li key={c.value}>
            <label className="facet">
              <input type="checkbox" checked={chosen.includes(c.value)} onChange={(e) => onChange(e.target.checked ? [...chosen, c.value] : chosen.filter((v) => v !== c.value))} />
              <span className="grow cut" dir="auto">{valueWords(kind, name, c.value, locale) ?? titles.data?.get(c.value) ?? label(`value.${c.value}`, c.value)}</span>
              <span className="quiet small">{number(c.count)}</span>
            </label>
          </li>
        ))}
      </ul>
      {counts.length > FEW && <button type="button" className="btn plain small" onClick={() => setAll(!all)}>{all ? t('list.fewer') : t('list.more', { n: counts.length - FEW })}</button>}
    </section>
  )
}
