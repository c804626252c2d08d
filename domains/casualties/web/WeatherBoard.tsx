import { Fragment, useState } from 'react'
import { formatMgrs } from '../../../core/place.ts'
import type { JsonObject } from '../../../core/json.ts'
import { ageText, clockLocal, clockZ, fullTime, Link, useKinds, useNow, useSession, useTexts, useWords } from '../../../web/face.ts'
import { holdsUntil, type FlyingWeather } from '../shared/flying-weather.ts'
import { AddForm, countOf, momentOf, NotRead, RowForm, Unknown } from './board-parts.tsx'
import { ROWS } from './boards.texts.ts'
import { useWeather, type Of } from './read.ts'

/** What air operations say of the weather, where and until when it holds; what has lapsed counts for nothing and says so. */
export function WeatherBoard({ open, onOpen }: { open: string | null; onOpen(id: string | null): void }) {
  const tt = useTexts(ROWS)
  const { number } = useWords()
  const found = useWeather()
  const may = useKinds().data?.some((kind) => kind.name === 'flying-weather' && kind.canCreate) === true
  const [typed, setTyped] = useState({ radius: '25', vis: '', ceiling: '', wind: '' })
  const items = (found.items ?? []).toSorted((a, b) => a.of.name.localeCompare(b.of.name))
  const figure = (field: keyof typeof typed, label: string, least: number, required = false) => <div className="field"><label htmlFor={`aw-${field}`}>{label}</label><input id={`aw-${field}`} className="input" type="number" min={least} required={required} value={typed[field]} onChange={(event) => setTyped((old) => ({ ...old, [field]: event.target.value }))} /></div>
  return (
    <section className="evacboard" aria-labelledby="board-weather">
      <h2 id="board-weather">{tt('weather')} {found.items && <span className="quiet small">{tt('shown', { n: number(items.length), all: number(found.total) })}</span>}</h2>
      <NotRead {...found} />
      {found.items?.length === 0 && <p className="quiet">{tt('weather.none')}</p>}
      {items.length > 0 && (
        <div className="evacscroll" role="region" aria-label={tt('weather')} tabIndex={0}>
          <table>
            <thead><tr><th scope="col">{tt('w.name')}</th><th scope="col">{tt('s.grid')}</th><th scope="col">{tt('w.radius')}</th><th scope="col">{tt('w.vis')}</th><th scope="col">{tt('w.ceiling')}</th><th scope="col">{tt('w.wind')}</th><th scope="col">{tt('w.until')}</th><th scope="col">{tt('f.updated')}</th><th className="noprint"><span className="sr">{tt('report')}</span></th></tr></thead>
            <tbody>{items.map((one) => <Row key={one.id} report={one} open={open === one.id} onOpen={onOpen} />)}</tbody>
          </table>
        </div>
      )}
      {may && <AddForm kind="flying-weather" field="place" label={tt('add.weather')} data={() => ({ radiusKm: Number(typed.radius), ...said(typed) })}>
        {figure('radius', tt('w.radius'), 1, true)}{figure('vis', tt('w.vis'), 0)}{figure('ceiling', tt('w.ceiling'), 0)}{figure('wind', tt('w.wind'), 0)}
      </AddForm>}
    </section>
  )
}

function said({ vis, ceiling, wind }: { vis: string; ceiling: string; wind: string }): JsonObject {
  const [visibilityM, ceilingM, windKmh] = [vis, ceiling, wind].map((one) => { const n = countOf(one); return n === undefined ? undefined : Math.round(n) })
  return { ...(visibilityM === undefined ? {} : { visibilityM }), ...(ceilingM === undefined ? {} : { ceilingM }), ...(windKmh === undefined ? {} : { windKmh }) }
}

function Row({ report, open, onOpen }: { report: Of<FlyingWeather>; open: boolean; onOpen(id: string | null): void }) {
  const tt = useTexts(ROWS)
  const { locale, number } = useWords()
  const { mission } = useSession()
  const now = useNow(30_000)
  const { name, place, radiusKm, visibilityM, ceilingM, windKmh, updatedAt, drill } = report.of
  const until = holdsUntil(report.of, report.createdAt)
  const saidAt = Date.parse(updatedAt ?? report.createdAt)
  const lapsed = until < now
  const figure = (n: number | undefined) => (n === undefined ? <Unknown /> : number(n))
  return (
    <Fragment>
      <tr data-row={report.id} data-fresh={lapsed ? 'stale' : 'fresh'} data-drill={drill || undefined} tabIndex={-1}>
        <th scope="row" data-label={tt('w.name')}><Link to={`/records/${report.ref}`} dir="auto">{name}</Link></th>
        <td data-label={tt('s.grid')} className="mono ltr small">{place.lon === undefined || place.lat === undefined ? '' : formatMgrs({ lon: place.lon, lat: place.lat }, 6)}</td>
        <td data-label={tt('w.radius')}>{number(radiusKm)}</td>
        <td data-label={tt('w.vis')}>{figure(visibilityM)}</td>
        <td data-label={tt('w.ceiling')}>{figure(ceilingM)}</td>
        <td data-label={tt('w.wind')}>{figure(windKmh)}</td>
        <td data-label={tt('w.until')}>{lapsed ? <strong className="evacstale">{tt('w.lapsed')}</strong> : <span className="mono nowrap">{clockLocal(until, mission.zone)} <span className="quiet">{clockZ(until)}</span></span>}</td>
        <td data-label={tt('f.updated')}><span title={fullTime(saidAt, mission.zone, locale)}>{tt('ago', { age: ageText(now - saidAt, locale) })}</span></td>
        <td className="noprint">{report.can.includes('report') && <button type="button" className="btn small" aria-expanded={open} onClick={() => onOpen(open ? null : report.id)}>{tt('report')}<span className="sr"> {name}</span></button>}</td>
      </tr>
      {open && <tr className="noprint"><td colSpan={9}><Report report={report} onDone={() => onOpen(null)} /></td></tr>}
    </Fragment>
  )
}

function Report({ report, onDone }: { report: Of<FlyingWeather>; onDone(): void }) {
  const tt = useTexts(ROWS)
  const { mission } = useSession()
  const [typed, setTyped] = useState({ vis: '', ceiling: '', wind: '', until: '' })
  const until = momentOf(typed.until, mission.zone)
  const figure = (field: 'vis' | 'ceiling' | 'wind', label: string) => <div className="field"><label htmlFor={`wr-${field}`}>{label}</label><input id={`wr-${field}`} className="input" type="number" min={0} autoFocus={field === 'vis'} value={typed[field]} onChange={(event) => setTyped((old) => ({ ...old, [field]: event.target.value }))} /></div>
  return (
    <RowForm record={report} type="report" label={tt('report.of', { name: report.of.name })} patch={() => (until === null ? null : { ...said(typed), ...(until === undefined ? {} : { validUntil: until }) })} onDone={onDone}>
      {figure('vis', tt('w.vis'))}{figure('ceiling', tt('w.ceiling'))}{figure('wind', tt('w.wind'))}
      <div className="field"><label htmlFor="wr-until">{tt('w.until.when')}</label><input id="wr-until" className="input mono" dir="ltr" value={typed.until} aria-invalid={until === null} onChange={(event) => setTyped((old) => ({ ...old, until: event.target.value }))} />{until === null && <span className="wrong" role="alert">{tt('time.bad')}</span>}</div>
    </RowForm>
  )
}
