import { Fragment, useState } from 'react'
import { formatMgrs } from '../../../core/place.ts'
import type { JsonObject } from '../../../core/json.ts'
import { ageText, clockLocal, clockZ, fullTime, Link, useKinds, useNow, useSession, useTexts, useWords } from '../../../web/face.ts'
import { readinessOf, type EvacAsset } from '../shared/evac-asset.ts'
import { ASSET_KINDS, ASSET_STATES } from '../shared/vocabulary.ts'
import { AddForm, countOf, momentOf, NotRead, RowForm, Unknown } from './board-parts.tsx'
import { ROWS } from './boards.texts.ts'
import { lasting } from './lasting.ts'
import { usePositions } from './positions.ts'
import { useAssets, type Of } from './read.ts'
import { useCode } from './words.ts'

/** What can carry casualties: how it stands, until when its crew may, what it can do, where it is. */
export function AssetBoard({ open, onOpen }: { open: string | null; onOpen(id: string | null): void }) {
  const tt = useTexts(ROWS)
  const code = useCode()
  const { number } = useWords()
  const found = useAssets()
  const may = useKinds().data?.some((kind) => kind.name === 'evac-asset' && kind.canCreate) === true
  const [typed, setTyped] = useState({ kind: 'helo', speed: '220', range: '500', litters: '2', seats: '4', night: false, hoist: false, vis: '', ceiling: '', wind: '', runway: '', water: '' })
  const put = (field: keyof typeof typed) => (event: { target: { value: string } }) => setTyped((old) => ({ ...old, [field]: event.target.value }))
  const now = useNow(60_000)
  const items = (found.items ?? []).toSorted((a, b) => rank(a.of, now) - rank(b.of, now) || a.of.name.localeCompare(b.of.name))
  // Limits of weather for whatever does not drive; a runway for an aeroplane, its water for a boat.
  const limits = (): JsonObject => {
    const whole = (name: string, text: string): JsonObject => { const n = countOf(text); return n === undefined ? {} : { [name]: Math.round(n) } }
    return typed.kind === 'ground' ? {} : { ...whole('minVisibilityM', typed.vis), ...whole('minCeilingM', typed.ceiling), ...whole('maxWindKmh', typed.wind), ...(typed.kind === 'fixed' ? whole('runwayM', typed.runway) : {}), ...(typed.kind === 'boat' && typed.water.trim() ? { waterway: typed.water.trim() } : {}) }
  }
  const limit = (field: 'vis' | 'ceiling' | 'wind' | 'runway', label: string) => <div className="field"><label htmlFor={`aa-${field}`}>{label}</label><input id={`aa-${field}`} className="input" type="number" min={0} value={typed[field]} onChange={put(field)} /></div>
  const figure = (field: 'speed' | 'range' | 'litters' | 'seats', label: string) => <div className="field"><label htmlFor={`aa-${field}`}>{label}</label><input id={`aa-${field}`} className="input" type="number" min={0} required value={typed[field]} onChange={put(field)} /></div>
  return (
    <section className="evacboard" aria-labelledby="board-assets">
      <h2 id="board-assets">{tt('assets')} {found.items && <span className="quiet small">{tt('shown', { n: number(items.length), all: number(found.total) })}</span>}</h2>
      <NotRead {...found} />
      {found.items?.length === 0 && <p className="quiet">{tt('assets.none')}</p>}
      {items.length > 0 && (
        <div className="evacscroll" role="region" aria-label={tt('assets')} tabIndex={0}>
          <table>
            <thead><tr><th scope="col">{tt('a.name')}</th><th scope="col">{tt('a.status')}</th><th scope="col">{tt('a.duty')}</th><th scope="col">{tt('a.night')}</th><th scope="col">{tt('a.hoist')}</th><th scope="col">{tt('a.places')}</th><th scope="col">{tt('a.team')}</th><th scope="col">{tt('a.where')}</th><th className="noprint"><span className="sr">{tt('report')}</span></th></tr></thead>
            <tbody>{items.map((one) => <Row key={one.id} asset={one} open={open === one.id} onOpen={onOpen} />)}</tbody>
          </table>
        </div>
      )}
      {may && <AddForm kind="evac-asset" field="base" label={tt('add.asset')} data={() => ({ kind: typed.kind, speedKmh: Number(typed.speed), rangeKm: Number(typed.range), litters: countOf(typed.litters) ?? 0, seats: countOf(typed.seats) ?? 0, night: typed.night, hoist: typed.hoist, ...limits() })}>
        <div className="field"><label htmlFor="aa-kind">{tt('a.kind')}</label><select id="aa-kind" className="select" value={typed.kind} onChange={put('kind')}>{ASSET_KINDS.map((one) => <option key={one} value={one}>{code('kind', one)}</option>)}</select></div>
        {figure('speed', tt('a.speed'))}{figure('range', tt('a.range'))}{figure('litters', tt('a.litters'))}{figure('seats', tt('a.seats'))}
        {typed.kind !== 'ground' && <>{limit('vis', tt('a.vis'))}{limit('ceiling', tt('a.ceiling'))}{limit('wind', tt('a.wind'))}</>}
        {typed.kind === 'fixed' && limit('runway', tt('a.runway'))}
        {typed.kind === 'boat' && <div className="field"><label htmlFor="aa-water">{tt('s.water')}</label><input id="aa-water" className="input" dir="auto" maxLength={80} value={typed.water} onChange={put('water')} /></div>}
        <label className="check"><input type="checkbox" checked={typed.night} onChange={(event) => setTyped((old) => ({ ...old, night: event.target.checked }))} />{tt('a.night')}</label>
        <label className="check"><input type="checkbox" checked={typed.hoist} onChange={(event) => setTyped((old) => ({ ...old, hoist: event.target.checked }))} />{tt('a.hoist')}</label>
      </AddForm>}
    </section>
  )
}

function rank(asset: EvacAsset, now: number): number {
  const readiness = readinessOf(asset, now)
  return readiness === 'not-ready' ? 2 + ['resting', 'maintenance', 'down'].indexOf(asset.status ?? 'down') : { ready: 0, stale: 1, unknown: 5 }[readiness]
}

function Row({ asset, open, onOpen }: { asset: Of<EvacAsset>; open: boolean; onOpen(id: string | null): void }) {
  const tt = useTexts(ROWS)
  const code = useCode()
  const { locale, number } = useWords()
  const { mission } = useSession()
  const now = useNow(30_000)
  const { name, kind, status, statusAt, crewDutyEnds, night, hoist, litters, seats, team, base, track, task, drill } = asset.of
  const duty = Date.parse(crewDutyEnds ?? '')
  const readiness = readinessOf(asset.of, now)
  const age = statusAt === undefined ? '' : ageText(now - Date.parse(statusAt), locale)
  const live = usePositions(track === undefined ? [] : [track])[0]
  const yes = (value: boolean | undefined) => (value === undefined ? <Unknown /> : tt(value ? 'yes' : 'no'))
  const grid = base.lon === undefined || base.lat === undefined ? base.name : formatMgrs({ lon: base.lon, lat: base.lat }, 6)
  return (
    <Fragment>
      <tr data-status={readiness === 'unknown' ? 'unknown' : status} data-fresh={readiness === 'stale' || readiness === 'unknown' ? 'stale' : 'fresh'} data-row={asset.id} data-drill={drill || undefined} tabIndex={-1}>
        <th scope="row" data-label={tt('a.name')}><Link to={`/records/${asset.ref}`}><bdi>{name}</bdi></Link> <span className="quiet small">{code('kind', kind)}</span></th>
        <td data-label={tt('a.status')}>{status && readiness !== 'unknown' ? <span className={`tag ${readiness === 'ready' ? 'ok' : status === 'down' ? 'critical' : 'warning'}`}>{code('asset', status)}</span> : <Unknown />}{status && statusAt && <span className="quiet small" title={fullTime(Date.parse(statusAt), mission.zone, locale)}> {readiness === 'unknown' ? tt('a.was', { status: code('asset', status), age }) : tt('ago', { age })}</span>}{(readiness === 'stale' || readiness === 'unknown') && <> <strong className="evacstale">{tt(status ? 'stale' : 'never')}</strong></>}{task && <> <Link to={`/casevac?r=${task.ref}`} className="tag accent">{tt('a.task', { ref: task.ref })}</Link></>}</td>
        <td data-label={tt('a.duty')}>{Number.isFinite(duty) ? <><span className="mono nowrap">{clockLocal(duty, mission.zone)} <span className="quiet">{clockZ(duty)}</span></span> <span className={`small ${duty < now ? 'evacshortage' : 'quiet'}`}>{duty < now ? tt('a.duty.over') : tt('a.duty.left', { time: lasting(duty - now, locale) })}</span></> : <Unknown />}</td>
        <td data-label={tt('a.night')}>{yes(night)}</td>
        <td data-label={tt('a.hoist')}>{yes(hoist)}</td>
        <td data-label={tt('a.places')} className="mono">{number(litters)}, {number(seats)}</td>
        <td data-label={tt('a.team')}>{team ? code('team', team) : <Unknown />}</td>
        <td data-label={tt('a.where')}>{live ? <span className="mono ltr small">{formatMgrs(live, 6)} <span className="quiet">{ageText(now - live.at, locale)}</span></span> : <><span className="mono ltr small">{grid}</span> <span className="quiet small">{tt('a.base')}</span></>}</td>
        <td className="noprint">{asset.can.includes('set-status') && <button type="button" className="btn small" aria-expanded={open} onClick={() => onOpen(open ? null : asset.id)}>{tt('report')}<span className="sr"> {name}</span></button>}</td>
      </tr>
      {open && <tr className="noprint"><td colSpan={9}><Report asset={asset} onDone={() => onOpen(null)} /></td></tr>}
    </Fragment>
  )
}

function Report({ asset, onDone }: { asset: Of<EvacAsset>; onDone(): void }) {
  const tt = useTexts(ROWS)
  const code = useCode()
  const { mission } = useSession()
  const [status, setStatus] = useState<string>(asset.of.status ?? 'ready')
  const [duty, setDuty] = useState('')
  const ends = momentOf(duty, mission.zone)
  const patch = (): JsonObject | null => (ends === null ? null : { status, ...(ends === undefined ? {} : { crewDutyEnds: ends }) })
  return (
    <RowForm record={asset} type="set-status" label={tt('report.of', { name: asset.of.name })} patch={patch} onDone={onDone}>
      <div className="field"><label htmlFor="ar-status">{tt('a.status')}</label><select id="ar-status" className="select" value={status} autoFocus onChange={(event) => setStatus(event.target.value)}>{ASSET_STATES.map((one) => <option key={one} value={one}>{code('asset', one)}</option>)}</select></div>
      <div className="field"><label htmlFor="ar-duty">{tt('a.duty.when')}</label><input id="ar-duty" className="input mono" dir="ltr" value={duty} aria-invalid={ends === null} onChange={(event) => setDuty(event.target.value)} />{ends === null && <span className="wrong" role="alert">{tt('time.bad')}</span>}</div>
    </RowForm>
  )
}
