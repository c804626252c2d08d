import { ChevronDown, Map as MapIcon, MonitorUp, PanelLeft, PanelRight, Search, X } from 'lucide-react'
import { Popover } from 'radix-ui'
import { memo, useEffect, useMemo, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import type { Query } from '../../core/query.ts'
import { VERACITIES, WORKFLOWS } from '../../core/record.ts'
import { useAreas, useFacets } from '../api/queries.ts'
import type { FacetCount } from '../api/types.ts'
import { useWords } from '../i18n/i18n.tsx'
import type { RoomSource } from '../registry.ts'
import { valueWords } from '../registry.ts'
import { Link } from '../link.tsx'
import { usePrefs } from '../prefs.ts'
import { onCommand } from '../shell/commands.ts'
import { areaNames, areaOutline } from './areas.ts'
import { countFilters } from './filters.ts'
import type { Filters } from './filters.ts'
import { togglePart } from './parts.ts'

type Choice = { value: string; label: string; depth?: number; count?: number }

/** Search and filters of the room: one row, every choice with its count; `children` stand before the total. */
export const FilterBar = memo(function FilterBar({ source, filters, setFilters, query, total, children }: { source: RoomSource; filters: Filters; setFilters(change: Partial<Filters>): void; query: Query; total: number | undefined; children?: ReactNode }) {
  const { t, locale, number } = useWords()
  const areas = useAreas()
  const facets = useFacets(query, [...source.facets, 'area'])
  const outline = useMemo(() => areaOutline((areas.data ?? []).filter((a) => ['mission', 'sector', 'aor', 'base'].includes(a.type))), [areas.data])
  const names = useMemo(() => areaNames(areas.data ?? []), [areas.data])
  const active = countFilters(filters)
  const words = (facet: string) => (value: string) => valueWords(source.kind, facet, value, locale) ?? value
  return (
    <div className="filters" role="search">
      <SearchBox text={filters.text} onText={(text) => setFilters({ text })} />
      <div className="filterrow">
        {source.facets.map((facet) => (
          <Pick key={facet} label={t(facet === 'family' ? 'filter.family' : 'filter.category')} chosen={filters.where[facet] ?? []} choices={merge(facets.data?.[facet] ?? [], filters.where[facet] ?? [], words(facet))} onChange={(list) => setFilters({ where: withList(filters.where, facet, list) })} name={words(facet)} />
        ))}
        <SeverityPick value={filters.severity} onChange={(severity) => setFilters({ severity })} />
        <Pick label={t('filter.area')} chosen={filters.areas} choices={outline.map(({ area, depth }) => ({ value: area.id, label: area.name, depth, ...countOf(facets.data?.['area'], area.id) }))} onChange={(list) => setFilters({ areas: list })} name={(v) => names.get(v) ?? v} />
        <Pick label={t('filter.veracity')} chosen={filters.veracity} choices={VERACITIES.map((v) => ({ value: v, label: t(`veracity.${v}`) }))} onChange={(list) => setFilters({ veracity: list })} name={(v) => t(`veracity.${v as (typeof VERACITIES)[number]}`)} />
        <Pick label={t('filter.workflow')} chosen={filters.workflow} choices={WORKFLOWS.map((w) => ({ value: w, label: t(`workflow.${w}`) }))} onChange={(list) => setFilters({ workflow: list })} name={(v) => t(`workflow.${v as (typeof WORKFLOWS)[number]}`)} />
        {active > 0 && <button type="button" className="btn plain small" onClick={() => setFilters({ text: '', severity: 0, areas: [], workflow: [], veracity: [], where: {} })}><X size={14} aria-hidden="true" />{t('filter.clear', { n: active })}</button>}
      </div>
      {children}
      <span className="quiet small filtertotal">{total === undefined ? '' : t('filter.total', { n: number(total) })}</span>
    </div>
  )
})

/** Which parts of the room are shown, remembered on this device. */
export function PartsChooser() {
  const { t } = useWords()
  const prefs = usePrefs()
  return (
    <span className="row partschooser" role="group" aria-label={t('room.chooser')}>
      {([['logOpen', PanelLeft, 'room.log', '['], ['mapOpen', MapIcon, 'room.map', '\\'], ['sideOpen', PanelRight, 'room.side', ']']] as const).map(([part, Icon, words, key]) => (
        <button key={part} type="button" className="btn icon small plain" aria-pressed={prefs[part]} aria-label={t(words)} title={`${t(words)} ${key}`} onClick={() => togglePart(part)}><Icon size={16} className="flip" /></button>
      ))}
      <Link to={`/wall${window.location.search}`} className="btn icon small plain" aria-label={t('wall.title')} title={`${t('wall.title')} g w`}><MonitorUp size={16} /></Link>
    </span>
  )
}

function countOf(counts: readonly FacetCount[] | undefined, value: string): { count?: number } {
  const found = counts?.find((c) => c.value === value)
  return found ? { count: found.count } : {}
}

function withList(where: Record<string, string[]>, facet: string, list: string[]): Record<string, string[]> {
  const { [facet]: _old, ...rest } = where
  return list.length > 0 ? { ...rest, [facet]: list } : rest
}

function merge(counts: readonly FacetCount[], chosen: readonly string[], words: (value: string) => string): Choice[] {
  const known = new Set(counts.map((c) => c.value))
  return [...chosen.filter((v) => !known.has(v)).map((value) => ({ value, label: words(value), count: 0 })), ...counts.map((c) => ({ value: c.value, label: words(c.value), count: c.count }))]
}

function SearchBox({ text, onText }: { text: string; onText(text: string): void }) {
  const { t } = useWords()
  const [typed, setTyped] = useState(text)
  const [seen, setSeen] = useState(text)
  const input = useRef<HTMLInputElement>(null)
  if (text !== seen) {
    setSeen(text)
    setTyped(text)
  }
  useEffect(() => onCommand('focus-search', () => input.current?.focus()), [])
  useEffect(() => {
    if (typed === text) {
      return undefined
    }
    const timer = setTimeout(() => onText(typed.trim()), 250)
    return () => clearTimeout(timer)
    // onText is new on every render; only the typing counts.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [typed, text])
  return (
    <label className="searchbox">
      <Search size={15} aria-hidden="true" />
      <span className="sr">{t('filter.search')}</span>
      <input ref={input} type="search" dir="auto" value={typed} placeholder={t('filter.search')} title={t('filter.search.how')} onChange={(e) => setTyped(e.target.value)} onKeyDown={(e) => { if (e.key === 'Escape') { setTyped(''); e.currentTarget.blur(); e.preventDefault() } }} />
      {typed === '' && <kbd>f</kbd>}
    </label>
  )
}

function SeverityPick({ value, onChange }: { value: number; onChange(value: number): void }) {
  const { t } = useWords()
  return (
    <label className="pick select-native" data-on={value > 0 || undefined}>
      <span className="sr">{t('filter.severity')}</span>
      <select value={value} onChange={(e) => onChange(Number(e.target.value))}>
        <option value={0}>{t('filter.severity')}</option>
        {[1, 2, 3, 4, 5].map((n) => <option key={n} value={n}>{t('filter.severity.from', { n })}</option>)}
      </select>
      <ChevronDown size={13} aria-hidden="true" />
    </label>
  )
}

/** Many of many, with a search of its own when the list is long. */
export function Pick({ label, chosen, choices, onChange, name }: { label: string; chosen: readonly string[]; choices: readonly Choice[]; onChange(list: string[]): void; name(value: string): string }) {
  const { t, number } = useWords()
  const [wanted, setWanted] = useState('')
  const shown = choices.filter((c) => wanted === '' || c.label.toLocaleLowerCase().includes(wanted.toLocaleLowerCase()))
  const text = chosen.length === 0 ? label : chosen.length === 1 ? name(chosen[0] ?? '') : `${label} · ${chosen.length}`
  return (
    <Popover.Root onOpenChange={() => setWanted('')}>
      <Popover.Trigger className="pick" data-on={chosen.length > 0 || undefined}><span className="cut">{text}</span><ChevronDown size={13} aria-hidden="true" /></Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="menu pickmenu" align="start" sideOffset={4} aria-label={label}>
          {choices.length > 10 && <input className="input" value={wanted} placeholder={t('filter.find')} aria-label={t('filter.find')} onChange={(e) => setWanted(e.target.value)} />}
          <ul>
            {shown.map((c) => (
              <li key={c.value}>
                <label className="item" style={{ paddingInlineStart: 8 + (c.depth ?? 0) * 14 }}>
                  <input type="checkbox" checked={chosen.includes(c.value)} onChange={(e) => onChange(e.target.checked ? [...chosen, c.value] : chosen.filter((v) => v !== c.value))} />
                  <span className="grow cut" dir="auto">{c.label}</span>
                  {c.count !== undefined && <span className="quiet small">{number(c.count)}</span>}
                </label>
              </li>
            ))}
            {shown.length === 0 && <li className="quiet none">{t('palette.none')}</li>}
          </ul>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}
