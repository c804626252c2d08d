import { Printer } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useAreas } from '../api/queries.ts'
import { useTexts, useWords } from '../i18n/i18n.tsx'
import { roomSource } from '../registry.ts'
import type { RoomSource } from '../registry.ts'
import { FilterBar } from '../room/FilterBar.tsx'
import { readFilters, toQuery, writeFilters } from '../room/filters.ts'
import type { Filters } from '../room/filters.ts'
import { navigate, useLocation } from '../router.ts'
import { useSession } from '../session.tsx'
import { Empty } from '../shell/parts.tsx'
import { useShowing } from '../shell/shown-handling.ts'
import { fullTime, zoneName } from '../time/format.ts'
import { useNow } from '../time/now.ts'
import { formatRange, rangeSpan } from '../time/range.ts'
import { useAggregate } from './aggregate.ts'
import type { CellOf } from './aggregate.ts'
import { ROWS } from './analysis.texts.ts'
import { CellDrawer } from './CellDrawer.tsx'
import { CompareFigure, middleOf } from './CompareFigure.tsx'
import { FrameContext } from './context.ts'
import type { AnalysisFrame } from './context.ts'
import { spanOfDays, dayIn } from './series.ts'
import { useTableKey } from './table-key.ts'
import { AreasFigure, LEVELS, MonthFigure, PairsFigure, SortFigure } from './SortFigures.tsx'
import type { AreaLevel } from './SortFigures.tsx'
import { CalendarFigure, HoursFigure, SeasonFigure, TrendFigure } from './TimeFigures.tsx'
import './analysis.css'

const DAYS = [90, 365, 1096] as const
const START = { kind: 'last', hours: 365 * 24 } as const
const MEASURES = ['count', 'killed', 'injured', 'abducted', 'missing'] as const

/** The workbench: one question in the address, every chart of it, every figure opens its records. */
export function AnalysisPage() {
  const source = roomSource()
  const tt = useTexts(ROWS)
  return source ? <Workbench source={source} /> : <div className="page"><Empty title={tt('figure.none')} /></div>
}

function Workbench({ source }: { source: RoomSource }) {
  const tt = useTexts(ROWS)
  const { locale, number } = useWords()
  const { mission } = useSession()
  const { search } = useLocation()
  const now = useNow(60_000)
  const areas = useAreas()
  const [cell, setCell] = useState<CellOf | null>(null)
  const filters = useMemo<Filters>(() => { const read = readFilters(search); return search.has('t') ? read : { ...read, range: START } }, [search])
  const put = (change: Record<string, string | null>) => {
    const next = new URLSearchParams(search)
    Object.entries(change).forEach(([name, value]) => (value === null ? next.delete(name) : next.set(name, value)))
    navigate(`/analysis${next.size > 0 ? `?${next}` : ''}`, { replace: true })
  }
  const setFilters = (change: Partial<Filters>) => {
    const next = { ...filters, ...change }
    const params = writeFilters(next)
    params.set('t', formatRange(next.range))
    for (const kept of ['measure', 'level', 'split', 'days']) {
      const value = search.get(kept)
      if (value !== null) {
        params.set(kept, value)
      }
    }
    navigate(`/analysis?${params}`, { replace: true })
  }
  const measure = MEASURES.find((one) => one === search.get('measure')) ?? 'count'
  const had = new Set((areas.data ?? []).map((area) => area.type))
  const level: AreaLevel = LEVELS.find((one) => one === search.get('level')) ?? LEVELS.find((one) => one !== 'aor' && had.has(one)) ?? 'sector'
  const minute = Math.floor(now / 60_000) * 60_000
  const query = useMemo(() => {
    const { sort: _sort, ...asked } = toQuery(source.kind, filters, minute)
    // What is still to come (a rally of tomorrow) is no part of what happened.
    return asked.time ? { ...asked, time: { ...asked.time, to: asked.time.to && Date.parse(asked.time.to) < minute ? asked.time.to : new Date(minute).toISOString() } } : { ...asked, time: { axis: 'happened' as const, to: new Date(minute).toISOString() } }
  }, [source.kind, filters, minute])
  const days = useAggregate(query, ['day'])
  const keys = useMemo(() => (days.data?.rows ?? []).map((row) => row.keys[0]!), [days.data])
  const span = useMemo(() => {
    const asked = rangeSpan(filters.range, minute)
    return asked ? { from: asked.from, to: Math.min(asked.to, minute) } : (spanOfDays(keys, mission.zone, minute) ?? { from: minute - 86_400_000, to: minute })
  }, [filters.range, minute, keys, mission.zone])
  const frame = useMemo<AnalysisFrame>(() => ({ kind: source.kind, query, span, zone: mission.zone, now: minute, measure, open: setCell }), [source.kind, query, span, mission.zone, minute, measure])
  // Not `at`: that is the moment of the past everything on screen stands at.
  const split = dayIn(search.get('split')) ?? middleOf(span, mission.zone)
  const total = days.data?.total
  const { handling } = days.data ?? {}
  useShowing('analysis-figures', useMemo(() => (handling ? [{ handling: { ...handling, owner: '', releasableTo: [] } }] : []), [handling]))
  useTableKey()
  const chosenDays = filters.range.kind === 'all' ? 'all' : filters.range.kind === 'last' && (DAYS as readonly number[]).includes(filters.range.hours / 24) ? String(filters.range.hours / 24) : 'other'
  return (
    <FrameContext value={frame}>
      <div className="analysis">
        <header className="analysishead">
          <div className="grow"><h1>{tt('page.title')}</h1><p className="quiet small noprint">{tt('page.lead')}</p></div>
          <label className="row small noprint">{tt('page.range')}
            <select className="select" value={chosenDays} onChange={(e) => setFilters({ range: e.target.value === 'all' ? { kind: 'all' } : { kind: 'last', hours: Number(e.target.value) * 24 } })}>
              {DAYS.map((n) => <option key={n} value={n}>{tt(`range.${n}`)}</option>)}
              <option value="all">{tt('range.all')}</option>
              {chosenDays === 'other' && <option value="other">{tt('range.other')}</option>}
            </select>
          </label>
          <label className="row small noprint">{tt('measure')}
            <select className="select" value={measure} onChange={(e) => put({ measure: e.target.value === 'count' ? null : e.target.value })}>{MEASURES.map((one) => <option key={one} value={one}>{tt(`measure.${one}`)}</option>)}</select>
          </label>
          <button type="button" className="btn noprint" onClick={() => window.print()}><Printer size={15} aria-hidden="true" />{tt('page.print')}</button>
        </header>
        <FilterBar source={source} filters={filters} setFilters={setFilters} query={query} total={total} />
        <p className="analysisasof small quiet" aria-live="polite">{days.data ? tt('page.asof', { at: fullTime(Date.parse(days.data.asOf), mission.zone, locale), n: number(days.data.total), zone: zoneName(mission.zone) }) : ''}</p>
        <div className="figures2">
          <TrendFigure />
          <SortFigure by="family" />
          <SortFigure by="category" />
          <SortFigure by="actor" />
          <SortFigure by={`area:${level}`} />
          <CalendarFigure />
          <HoursFigure />
          <CompareFigure date={split} days={Number(search.get('days')) || 30} onChange={(day, n) => put({ split: day, days: String(n) })} key={split} />
          <AreasFigure level={level} setLevel={(one) => put({ level: one })} />
          <PairsFigure />
          <SeasonFigure />
          <MonthFigure />
        </div>
        <details className="definitions" open>
          <summary>{tt('defs.title')}</summary>
          <ul>{(['record', 'time', 'harm', 'trend', 'report'] as const).map((id) => <li key={id}>{tt(`defs.${id}`)}</li>)}</ul>
        </details>
      </div>
      <CellDrawer cell={cell} onClose={() => setCell(null)} />
    </FrameContext>
  )
}
