import { Download, Printer, Upload, X } from 'lucide-react'
import { useId, useState } from 'react'
import { trendOf } from '../../../../analysis/trend.ts'
import { Card, Empty, formatLocale, Link, navigate, ProblemNotice, useKinds, useLocation, useTexts, useWords } from '../../../../web/face.ts'
import { DIMENSIONS, openDataOf, recordsOf, useTable, type Dimension, type Only, type Table } from './read.ts'
import { RatesCard } from './RatesCard.tsx'
import { RevisionsCard } from './RevisionsCard.tsx'
import { SnapshotCard } from './SnapshotCard.tsx'
import { ROWS } from './statistics.texts.ts'
import { useValue } from './value.ts'
import './statistics.css'

/** So many years stand beside one another with room for each number. */
const EVERY_YEAR_NAMED = 12
const FEW = 25
/** Full years a trend is fitted to. */
const TREND_YEARS = 20

/** Deaths by year and by two dimensions, rates, what was corrected, and a new snapshot held against it. The address holds what is shown. */
export function StatisticsPage() {
  const tt = useTexts(ROWS)
  const { colon, number } = useWords()
  const value = useValue()
  const search = new URLSearchParams(useLocation().search)
  const id = useId()
  const dimension = (name: string, otherwise: Dimension): Dimension => DIMENSIONS.find((one) => one === search.get(name)) ?? otherwise
  const rows = dimension('rows', 'mission')
  const columns = search.get('columns') === 'none' ? null : dimension('columns', 'type')
  const only: Only = Object.fromEntries(DIMENSIONS.flatMap((name) => { const said = search.get(name); return said ? [[name, said]] : [] }))
  const found = useTable(columns === null || columns === rows ? [rows] : [rows, columns], only)
  const may = useKinds().data?.some((kind) => kind.name === 'fatality' && kind.canCreate) === true
  const set = (change: Record<string, string | null>): void => {
    const next = new URLSearchParams(search)
    Object.entries(change).forEach(([name, said]) => (said === null ? next.delete(name) : next.set(name, said)))
    navigate(`/statistics/fatalities${next.size === 0 ? '' : `?${next.toString()}`}`, { replace: true })
  }
  const pick = (name: 'rows' | 'columns', now: string) => (
    <div className="field"><label htmlFor={`${id}-${name}`}>{tt(name)}</label>
      <select id={`${id}-${name}`} className="select" value={now} onChange={(event) => set({ [name]: event.target.value })}>
        {name === 'columns' && <option value="none">{tt('no.columns')}</option>}
        {DIMENSIONS.map((one) => <option key={one} value={one}>{tt(one)}</option>)}
      </select>
    </div>
  )
  return (
    <div className="page stack fatpage">
      <header className="row wrap">
        <div className="grow"><h1>{tt('title')}</h1><p className="quiet small">{tt('lead')}</p></div>
        <button type="button" className="btn noprint" onClick={() => window.print()}><Printer size={15} aria-hidden="true" />{tt('print')}</button>
        <a className="btn noprint" href={openDataOf(only)} download><Download size={15} aria-hidden="true" />{tt('open')}</a>
        {may && <Link to="/import" className="btn noprint"><Upload size={15} aria-hidden="true" />{tt('import')}</Link>}
      </header>
      <p className="row wrap fatonly" aria-live="polite"><strong>{tt('n', { n: number(found.data?.total ?? 0) })}</strong>{Object.keys(only).length > 0 && (
        <> · {tt('only')}{colon}{DIMENSIONS.flatMap((name) => (only[name] ? [<button key={name} type="button" className="btn small" onClick={() => set({ [name]: null })}>{tt(name)}{colon}<bdi>{value(only[name])}</bdi> <X size={12} aria-hidden="true" /></button>] : []))}<button type="button" className="btn small plain noprint" onClick={() => set(Object.fromEntries(DIMENSIONS.map((name) => [name, null])))}>{tt('clear')}</button></>
      )}</p>
      {found.error && !found.data && <ProblemNotice error={found.error} retry={() => void found.refetch()} />}
      {found.isPending && <div className="skeleton" />}
      {found.data?.total === 0 && <Empty title={tt('none')}>{may ? <Link to="/import">{tt('import')}</Link> : null}</Empty>}
      {(found.data?.total ?? 0) > 0 && (
        <>
          <Years only={only} onYear={(year) => set({ year })} />
          <Card title={tt('table')} id="fat-table" side={<span className="row wrap noprint fatpicks">{pick('rows', rows)}{pick('columns', columns ?? 'none')}</span>}>
            <Cross rows={rows} columns={columns === rows ? null : columns} only={only} onOnly={(name, said) => set({ [name]: said })} />
          </Card>
          <RatesCard only={only} />
        </>
      )}
      <RevisionsCard />
      {may && <SnapshotCard />}
      <p className="small quiet">{tt('open.rule')}</p>
    </div>
  )
}

/** One column a year, each of which narrows everything to it; the trend of the last full years in words. */
function Years({ only, onYear }: { only: Only; onYear(year: string): void }) {
  const tt = useTexts(ROWS)
  const { number, locale } = useWords()
  const { year: _year, ...others } = only
  const found = useTable(['year'], others)
  const listed = useTable(['year'], others, 'list')
  const counts = yearsOf(found.data)
  const ofList = yearsOf(listed.data)
  if (counts.size === 0 || !listed.data) {
    return null
  }
  const [first, last] = [Math.min(...counts.keys()), Math.max(...counts.keys())]
  const years = Array.from({ length: last - first + 1 }, (_, i) => first + i)
  const most = Math.max(...counts.values())
  // Years after the list ends hold this mission's deaths alone, and the last year of either may not be over.
  const [basis, ends] = ofList.size > 0 ? [ofList, Math.max(...ofList.keys())] : [counts, last]
  const full = years.filter((year) => year < ends).slice(-TREND_YEARS)
  const trend = full.length >= 8 ? trendOf(full.map((year) => basis.get(year) ?? 0)) : null
  // A sign keeps its place before the figure, also in Arabic.
  const signed = new Intl.NumberFormat(formatLocale(locale), { style: 'percent', maximumFractionDigits: 1, signDisplay: 'exceptZero' })
  const percent = (factor: number) => `\u200e${signed.format(factor - 1)}`
  const size = new Intl.NumberFormat(formatLocale(locale), { style: 'percent', maximumFractionDigits: 1 })
  return (
    <Card title={tt('by.year')} id="fat-years">
      <ul className="fatyears" aria-label={tt('by.year')}>
        {years.map((year) => {
          const count = counts.get(year) ?? 0
          return <li key={year}><button type="button" aria-pressed={only.year === String(year)} disabled={count === 0} title={`${year}: ${number(count)}`} aria-label={`${year}: ${tt('n', { n: number(count) })}`} onClick={() => onYear(String(year))}><span style={{ blockSize: `${(count / most) * 100}%` }}>{years.length <= EVERY_YEAR_NAMED && count > 0 && <b aria-hidden="true">{number(count)}</b>}</span></button>{(years.length <= EVERY_YEAR_NAMED || year % 10 === 0) && <small aria-hidden="true">{year}</small>}</li>
        })}
      </ul>
      {ofList.size > 0 && last > ends && <p className="small quiet">{tt('list.to', { year: String(ends) })}</p>}
      {trend && trend.verdict !== 'few' && <p className="small">{tt(trend.verdict === 'rise' ? 'trend.up' : trend.verdict === 'fall' ? 'trend.down' : 'trend.flat', { years: number(full.length), percent: size.format(Math.abs(trend.factor - 1)), low: percent(trend.low), high: percent(trend.high) })}</p>}
    </Card>
  )
}

function yearsOf(table: Table | undefined): Map<number, number> {
  return new Map((table?.totals['year'] ?? []).map((one) => [Number(one.value), one.count]))
}

/** The table: each row's name narrows to it, each figure opens its records. */
function Cross({ rows, columns, only, onOnly }: { rows: Dimension; columns: Dimension | null; only: Only; onOnly(name: Dimension, value: string): void }) {
  const tt = useTexts(ROWS)
  const { number } = useWords()
  const value = useValue()
  const [all, setAll] = useState(false)
  const found = useTable(columns === null ? [rows] : [rows, columns], only)
  const data = found.data
  if (!data) {
    return <div className="skeleton" />
  }
  const counts = new Map(data.rows.map((row) => [columns === null ? String(row[rows]) : `${row[rows]}\n${row[columns]}`, Number(row['count'])]))
  const order = (name: Dimension) => (data.totals[name] ?? []).toSorted((a, b) => (name === 'year' ? (a.value < b.value ? 1 : -1) : b.count - a.count || (a.value < b.value ? -1 : 1)))
  const lines = order(rows)
  const heads = columns === null ? [] : order(columns)
  const shown = all ? lines : lines.slice(0, FEW)
  const figure = (count: number, at: Only, name: string) => (count === 0 ? <span className="quiet" aria-label="0">·</span> : <Link to={recordsOf({ ...only, ...at })} aria-label={`${name}: ${number(count)}`}>{number(count)}</Link>)
  return (
    <>
      <div className="fatscroll" tabIndex={0} role="group" aria-label={tt('table')}>
        <table className="fattable">
          <thead><tr><th scope="col">{tt(rows)}</th><th scope="col" className="num">{tt('total')}</th>{heads.map((one) => <th key={one.value} scope="col" className="num"><bdi>{value(one.value)}</bdi></th>)}</tr></thead>
          <tbody>
            {shown.map((line) => (
              <tr key={line.value}>
                <th scope="row"><button type="button" className="linklike" dir="auto" onClick={() => onOnly(rows, line.value)}>{value(line.value)}</button></th>
                <td className="num"><strong>{figure(line.count, { [rows]: line.value }, value(line.value))}</strong></td>
                {heads.map((head) => <td key={head.value} className="num">{figure(counts.get(`${line.value}\n${head.value}`) ?? 0, { [rows]: line.value, ...(columns === null ? {} : { [columns]: head.value }) }, `${value(line.value)}, ${value(head.value)}`)}</td>)}
              </tr>
            ))}
          </tbody>
          <tfoot><tr><th scope="row">{tt('total')}</th><td className="num"><strong>{number(data.total)}</strong></td>{heads.map((head) => <td key={head.value} className="num">{number(head.count)}</td>)}</tr></tfoot>
        </table>
      </div>
      {lines.length > FEW && <p className="row wrap noprint"><span className="quiet small">{tt('shown', { n: number(shown.length), all: number(lines.length) })}</span><button type="button" className="btn small" onClick={() => setAll(!all)}>{all ? tt('fewer') : tt('more', { n: number(lines.length) })}</button></p>}
    </>
  )
}
