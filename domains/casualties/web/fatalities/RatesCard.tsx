import { useId, useState } from 'react'
import { Card, formatLocale, ProblemNotice, useTexts, useWords } from '../../../../web/face.ts'
import { useRates, type Only, type RateRow } from './read.ts'
import { ROWS } from './statistics.texts.ts'

const FEW = 20

/** Deaths per 1,000 person-years, each with its interval drawn on one scale. */
export function RatesCard({ only }: { only: Only }) {
  const tt = useTexts(ROWS)
  const { number } = useWords()
  const id = useId()
  const [by, setBy] = useState<'mission' | 'year'>('mission')
  const [all, setAll] = useState(false)
  const found = useRates(by, only)
  const per = found.data?.per ?? 1000
  const known = (found.data?.rows ?? []).filter((row) => row.rate !== null).toSorted((a, b) => (by === 'year' ? (a.key < b.key ? 1 : -1) : b.personYears - a.personYears))
  const shown = all ? known : known.slice(0, FEW)
  // One scale for all: up to the highest upper end among those with a fair number of years.
  const top = Math.max(1, ...known.filter((row) => row.personYears >= 1000).map((row) => row.rate?.high ?? 0))
  return (
    <Card title={tt('rates')} id="fat-rates" side={<span className="row small noprint fatpicks"><label htmlFor={`${id}-by`}>{tt('rates.by')}</label><select id={`${id}-by`} className="select" value={by} onChange={(event) => setBy(event.target.value === 'year' ? 'year' : 'mission')}><option value="mission">{tt('mission')}</option><option value="year">{tt('year')}</option></select></span>}>
      <p className="small quiet">{tt('rates.lead', { per: number(per) })}</p>
      {found.error && <ProblemNotice error={found.error} retry={() => void found.refetch()} />}
      {found.data && known.length === 0 && <p>{tt('rates.none')}</p>}
      {found.data && known.length > 0 && (
        <div className="fatscroll" tabIndex={0} role="group" aria-label={tt('rates')}>
          <table className="fattable">
            <thead><tr><th scope="col">{tt(by)}</th><th scope="col" className="num">{tt('deaths')}</th><th scope="col" className="num">{tt('years')}</th><th scope="col" className="num">{tt('rate')}</th><th scope="col" className="num">{tt('interval')}</th><th scope="col" className="fatdraw"><span className="sr">{tt('interval')}</span></th><th scope="col" className="num">{tt('outside')}</th></tr></thead>
            <tbody>{shown.map((row) => <Line key={row.key} row={row} name={row.key} top={top} />)}</tbody>
            <tfoot><Line row={found.data.all} name={tt('all')} top={top} /></tfoot>
          </table>
        </div>
      )}
      {known.length > FEW && <p className="row wrap noprint"><span className="quiet small">{tt('shown', { n: number(shown.length), all: number(known.length) })}</span><button type="button" className="btn small" onClick={() => setAll(!all)}>{all ? tt('fewer') : tt('more', { n: number(known.length) })}</button></p>}
    </Card>
  )
}

function Line({ row, name, top }: { row: RateRow; name: string; top: number }) {
  const { number, locale } = useWords()
  const digits = new Intl.NumberFormat(formatLocale(locale), { minimumFractionDigits: 2, maximumFractionDigits: 2 })
  const share = (value: number): string => `${Math.min(100, (value / top) * 100)}%`
  const { rate } = row
  return (
    <tr>
      <th scope="row"><bdi>{name}</bdi></th>
      <td className="num">{number(row.deaths)}</td>
      <td className="num">{number(Math.round(row.personYears))}</td>
      <td className="num"><strong>{rate ? digits.format(rate.value) : '–'}</strong></td>
      <td className="num"><span className="ltr">{rate ? `${digits.format(rate.low)} – ${digits.format(rate.high)}` : '–'}</span></td>
      <td className="fatdraw" aria-hidden="true">{rate && <span className="fatrange"><span style={{ insetInlineStart: share(rate.low), inlineSize: `calc(${share(rate.high)} - ${share(rate.low)})` }} /><i style={{ insetInlineStart: share(rate.value) }} /></span>}</td>
      <td className="num">{row.outside === 0 ? '' : number(row.outside)}</td>
    </tr>
  )
}
