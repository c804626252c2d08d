import { ChevronDown, ChevronRight } from 'lucide-react'
import { useMemo, useState } from 'react'
import { fold } from '../../core/text.ts'
import type { Query } from '../../core/query.ts'
import { LEVELS } from '../../core/handling.ts'
import { VERACITIES, WORKFLOWS } from '../../core/record.ts'
import { useAreas, useFacets, useKind, useTitles, useTitlesOfAny } from '../api/queries.ts'
import type { AreaItem, FacetCount, KindInfo } from '../api/types.ts'
import { useTexts, useWords } from '../i18n/i18n.tsx'
import { codeWords, facetKind } from '../registry.ts'
import { withCondition, withFacet } from './address.ts'
import { rolledUp, type AreaBranch } from './area-counts.ts'
import { FacetBox } from './FacetBox.tsx'
import { ROWS } from './lists.texts.ts'
import { TimeFacet } from './TimeFacet.tsx'

const FEW = 7
const SEARCH_FROM = 10
/** What can be an id; actors may also stand in a record by the words they were called. */
const ID = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/

type Choice = { value: string; label: string; count: number }

/** Every way to narrow a list down, with counts; each counts without its own condition. */
export function Facets({ kind, query, hours, timed, onQuery, onHours }: { kind: KindInfo; query: Query; hours: number | null; timed: boolean; onQuery(query: Query): void; onHours(hours: number | null, query: Query): void }) {
  const { t, label, locale } = useWords()
  const tt = useTexts(ROWS)
  // What lists do not offer still shows where a link asked for it.
  const own = Object.keys(kind.facets).filter((name) => name !== 'external' && (facetKind(kind.name, name) !== null || query.where?.[name] !== undefined))
  const shared = ['area', 'places', 'handling', ...(timed ? ['severity', 'month'] : []), ...(kind.approval ? ['workflow'] : []), ...(kind.veracity ? ['veracity'] : [])]
  const asked = useFacets(query, [...own, ...shared])
  const counts = asked.data ?? {}
  const titled = (list: readonly FacetCount[] | undefined, word: (value: string) => string): Choice[] => (list ?? []).filter((c) => c.value !== '').map((c) => ({ value: c.value, label: word(c.value), count: c.count }))
  const ordered = <T extends string>(list: readonly FacetCount[] | undefined, values: readonly T[], word: (value: T) => string): Choice[] => values.flatMap((value) => {
    const found = list?.find((c) => c.value === value)
    return found ? [{ value, label: word(value), count: found.count }] : []
  })
  return (
    <div className="facetlist" aria-busy={asked.isPending || asked.isPlaceholderData}>
      {timed && <TimeFacet query={query} hours={hours} months={counts['month'] ?? []} onQuery={(next) => onHours(null, next)} onHours={(n) => onHours(n, withCondition(query, 'time', undefined))} />}
      {timed && <SeverityFacet counts={asked.data?.['severity'] ?? null} value={query.severity ?? 0} onChange={(severity) => onQuery(withCondition(query, 'severity', severity > 0 ? severity : undefined))} />}
      <AreaFacet counts={[...(counts['area'] ?? []), ...(counts['places'] ?? [])]} chosen={query.area ?? []} onChange={(list) => onQuery(withCondition(query, 'area', list))} />
      {kind.veracity && <Facet title={tt('facet.veracity')} choices={ordered(counts['veracity'], VERACITIES, (v) => t(`veracity.${v}`))} chosen={query.veracity ?? []} onChange={(list) => onQuery(withCondition(query, 'veracity', list as Query['veracity']))} />}
      {kind.approval && <Facet title={tt('facet.workflow')} choices={ordered(counts['workflow'], WORKFLOWS, (w) => t(`workflow.${w}`))} chosen={query.workflow ?? []} onChange={(list) => onQuery(withCondition(query, 'workflow', list as Query['workflow']))} />}
      {own.map((name) => <OwnFacet key={name} kind={kind.name} name={name} counts={counts[name] ?? []} chosen={query.where?.[name] ?? []} onChange={(list) => onQuery(withFacet(query, name, list))} title={label(`facet.${name}`, label(`field.${kind.name}.${name}`, label(`field.${name}`)))} locale={locale} titled={titled} />)}
      <Facet title={tt('facet.handling')} choices={ordered(counts['handling'], LEVELS, (level) => t(`level.${level}`))} chosen={query.where?.['handling'] ?? []} onChange={(list) => onQuery(withFacet(query, 'handling', list))} />
      <label className="facet contestedfacet"><input type="checkbox" checked={query.contested === true} onChange={(e) => onQuery(withCondition(query, 'contested', e.target.checked ? true : undefined))} />{tt('facet.contested')}</label>
    </div>
  )
}

function OwnFacet({ kind, name, title, counts, chosen, onChange, locale, titled }: { kind: string; name: string; title: string; counts: readonly FacetCount[]; chosen: readonly string[]; onChange(list: string[]): void; locale: ReturnType<typeof useWords>['locale']; titled(list: readonly FacetCount[], word: (value: string) => string): Choice[] }) {
  // A facet named like a kind (actor, unit) holds ids of its records; a parent is of the same kind; a domain says so of others.
  const of = facetKind(kind, name)
  const held = useKind(of ?? (name === 'parent' ? kind : name))?.name ?? null
  const linked = useTitlesOfAny(of === null ? chosen : of === '*' ? counts.map((c) => c.value).filter((value) => ID.test(value)) : [])
  const titles = useTitles(held, counts.map((c) => c.value).filter((value) => ID.test(value)))
  return <Facet title={title} choices={titled(of === null ? counts.filter((c) => chosen.includes(c.value)) : counts, (value) => titles.data?.get(value) ?? linked.data?.get(value) ?? codeWords(kind, name, value, locale))} chosen={chosen} onChange={onChange} />
}

function Facet({ title, choices, chosen, onChange }: { title: string; choices: readonly Choice[]; chosen: readonly string[]; onChange(list: string[]): void }) {
  const { number } = useWords()
  const tt = useTexts(ROWS)
  const [all, setAll] = useState(false)
  const [wanted, setWanted] = useState('')
  const known = new Set(choices.map((c) => c.value))
  const every = [...chosen.filter((value) => !known.has(value)).map((value): Choice => ({ value, label: value, count: 0 })), ...choices]
  if (every.length === 0) {
    return null
  }
  const fitting = wanted === '' ? every : every.filter((c) => fold(c.label).includes(fold(wanted)))
  const few = fitting.filter((c, i) => i < FEW || chosen.includes(c.value))
  const shown = all || wanted !== '' ? fitting : few
  const flip = (value: string, on: boolean) => onChange(on ? [...chosen, value] : chosen.filter((v) => v !== value))
  return (
    <FacetBox title={title} set={chosen.length} onClear={() => onChange([])}>
      {every.length > SEARCH_FROM && <input className="input facetfind" type="search" dir={wanted === '' ? undefined : 'auto'} value={wanted} placeholder={tt('find', { what: title })} aria-label={tt('find', { what: title })} onChange={(e) => setWanted(e.target.value)} />}
      <ul className={all ? 'facetall' : undefined}>
        {shown.map((c) => (
          <li key={c.value}>
            <label className="facet" data-none={c.count === 0 || undefined}>
              <input type="checkbox" checked={chosen.includes(c.value)} onChange={(e) => flip(c.value, e.target.checked)} />
              <span className="grow cut" dir="auto" title={c.label}>{c.label}</span>
              <span className="quiet small">{number(c.count)}</span>
            </label>
          </li>
        ))}
        {shown.length === 0 && <li className="quiet small">{tt('none-fit')}</li>}
      </ul>
      {wanted === '' && fitting.length > few.length && <button type="button" className="btn plain small" aria-expanded={all} onClick={() => setAll(!all)}>{all ? tt('fewer') : tt('more', { n: number(fitting.length - few.length) })}</button>}
    </FacetBox>
  )
}

function SeverityFacet({ counts, value, onChange }: { counts: readonly FacetCount[] | null; value: number; onChange(value: number): void }) {
  const { number } = useWords()
  const tt = useTexts(ROWS)
  const atLeast = (n: number) => (counts === null ? '–' : number(counts.reduce((sum, c) => sum + (Number(c.value) >= n ? c.count : 0), 0)))
  return (
    <FacetBox title={tt('facet.severity')} set={value > 0 ? 1 : 0} onClear={() => onChange(0)}>
      <div className="sevpick" role="group" aria-label={tt('facet.severity')}>
        {[1, 2, 3, 4, 5].map((n) => <button key={n} type="button" className="btn small" aria-pressed={value === n} title={`${tt('severity.from', { n })}: ${atLeast(n)}`} onClick={() => onChange(value === n ? 0 : n)}><span>{n === 5 ? '5' : `${n}+`}</span><span className="quiet">{atLeast(n)}</span></button>)}
      </div>
    </FacetBox>
  )
}

function AreaFacet({ counts, chosen, onChange }: { counts: readonly FacetCount[]; chosen: readonly string[]; onChange(list: string[]): void }) {
  const tt = useTexts(ROWS)
  const areas = useAreas().data
  const [wanted, setWanted] = useState('')
  const roots = useMemo(() => rolledUp(areas ?? [], counts), [areas, counts])
  const matches = useMemo(() => (wanted === '' ? null : new Set((areas ?? []).filter((a: AreaItem) => fold(a.name).includes(fold(wanted))).map((a) => a.id))), [areas, wanted])
  if (roots.length === 0 && chosen.length === 0) {
    return null
  }
  return (
    <FacetBox title={tt('facet.area')} set={chosen.length} onClear={() => onChange([])}>
      {(areas?.length ?? 0) > SEARCH_FROM && <input className="input facetfind" type="search" dir={wanted === '' ? undefined : 'auto'} value={wanted} placeholder={tt('find', { what: tt('facet.area') })} aria-label={tt('find', { what: tt('facet.area') })} onChange={(e) => setWanted(e.target.value)} />}
      <ul className="facetall">{roots.map((branch) => <Branch key={branch.id} branch={branch} depth={0} chosen={chosen} matches={matches} onChange={onChange} />)}</ul>
    </FacetBox>
  )
}

function Branch({ branch, depth, chosen, matches, onChange }: { branch: AreaBranch; depth: number; chosen: readonly string[]; matches: ReadonlySet<string> | null; onChange(list: string[]): void }) {
  const { number } = useWords()
  const holds = (b: AreaBranch): boolean => b.below.some((child) => (matches ? matches.has(child.id) : chosen.includes(child.id)) || holds(child))
  const [opened, setOpened] = useState<boolean | null>(null)
  const inside = holds(branch)
  const open = opened ?? (depth === 0 || inside)
  if (matches && !matches.has(branch.id) && !inside) {
    return null
  }
  return (
    <li>
      <div className="row arearow" style={{ paddingInlineStart: depth * 12 }}>
        {branch.below.length > 0 ? <button type="button" className="twist" aria-expanded={open} aria-label={branch.name} onClick={() => setOpened(!open)}>{open ? <ChevronDown size={13} /> : <ChevronRight size={13} className="flip" />}</button> : <span className="twist" />}
        <label className="facet grow">
          <input type="checkbox" checked={chosen.includes(branch.id)} onChange={(e) => onChange(e.target.checked ? [...chosen, branch.id] : chosen.filter((id) => id !== branch.id))} />
          <span className="grow cut" dir="auto" title={branch.name}>{branch.name}</span>
          <span className="quiet small">{number(branch.count)}</span>
        </label>
      </div>
      {open && branch.below.length > 0 && <ul>{branch.below.map((child) => <Branch key={child.id} branch={child} depth={depth + 1} chosen={chosen} matches={matches} onChange={onChange} />)}</ul>}
    </li>
  )
}
