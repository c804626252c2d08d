import { Fragment, useState } from 'react'
import type { JsonObject } from '../../../core/json.ts'
import { ageText, clockLocal, clockZ, fullTime, Link, useKinds, useNow, useSession, useShowing, useTexts, useWords } from '../../../web/face.ts'
import { capabilitiesOf } from '../shared/capability.ts'
import { freshness, type Facility } from '../shared/facility.ts'
import { BEDS, CAPABILITIES, HELIPADS, LEVELS, THEATRE_STATES, type Capability } from '../shared/vocabulary.ts'
import { AddForm, countOf, momentOf, NotRead, RowForm, Unknown } from './board-parts.tsx'
import { ROWS } from './boards.texts.ts'
import { useFacilities, type Of } from './read.ts'
import { useCode } from './words.ts'

const USUAL_FLOOR = 2

/** What every facility has: beds, theatre, blood, oxygen, and how old that is. */
export function FacilityBoard({ open, onOpen }: { open: string | null; onOpen(id: string | null): void }) {
  const tt = useTexts(ROWS)
  const { number } = useWords()
  const found = useFacilities()
  useShowing('facilities', found.items ?? [])
  const may = useKinds().data?.some((kind) => kind.name === 'facility' && kind.canCreate) === true
  const [level, setLevel] = useState<string>('2')
  const [phone, setPhone] = useState('')
  const items = (found.items ?? []).toSorted((a, b) => LEVELS.indexOf(b.of.level) - LEVELS.indexOf(a.of.level) || a.of.name.localeCompare(b.of.name))
  return (
    <section className="evacboard" aria-labelledby="board-facilities">
      <h2 id="board-facilities">{tt('facilities')} {found.items && <span className="quiet small">{tt('shown', { n: number(items.length), all: number(found.total) })}</span>}</h2>
      <NotRead {...found} />
      {found.items?.length === 0 && <p className="quiet">{tt('facilities.none')}</p>}
      {items.length > 0 && (
        <div className="evacscroll" role="region" aria-label={tt('facilities')} tabIndex={0}>
          <table>
            <thead><tr><th scope="col">{tt('f.name')}</th><th scope="col">{tt('f.updated')}</th><th scope="col">{tt('f.beds')}</th><th scope="col">{tt('f.theatre')}</th><th scope="col">{tt('f.blood')}</th><th scope="col">{tt('f.o2')}</th><th scope="col">{tt('f.can')}</th><th scope="col">{tt('f.helipad')}</th><th className="noprint"><span className="sr">{tt('report')}</span></th></tr></thead>
            <tbody>{items.map((one) => <Row key={one.id} facility={one} open={open === one.id} onOpen={onOpen} />)}</tbody>
          </table>
        </div>
      )}
      {may && <AddForm kind="facility" field="place" label={tt('add.facility')} data={() => ({ level, ...(phone.trim() ? { phone: phone.trim() } : {}) })}>
        <div className="field"><label htmlFor="add-level">{tt('f.level')}</label><select id="add-level" className="select" value={level} onChange={(event) => setLevel(event.target.value)}>{LEVELS.map((one) => <option key={one}>{one}</option>)}</select></div>
        <div className="field"><label htmlFor="add-phone">{tt('f.phone')}</label><input id="add-phone" className="input" dir="ltr" maxLength={40} value={phone} onChange={(event) => setPhone(event.target.value)} /></div>
      </AddForm>}
    </section>
  )
}

function Row({ facility, open, onOpen }: { facility: Of<Facility>; open: boolean; onOpen(id: string | null): void }) {
  const tt = useTexts(ROWS)
  const code = useCode()
  const { colon, locale, number } = useWords()
  const { mission } = useSession()
  const now = useNow(30_000)
  const { name, level, phone, callsign, state = {}, updatedAt, bloodFloor = USUAL_FLOOR, drill } = facility.of
  const fresh = freshness(facility.of, now)
  const blood = state.blood?.['O-']
  const able = capabilitiesOf(facility.of, now)
  const [can, maybe] = [CAPABILITIES.filter((one) => able[one].state === 'yes'), CAPABILITIES.filter((one) => able[one].state === 'unknown')]
  const abilities = (some: readonly Capability[]) => some.map((one) => code('capability', one)).join(tt('list'))
  return (
    <Fragment>
      <tr data-fresh={fresh} data-row={facility.id} data-drill={drill || undefined} tabIndex={-1}>
        <th scope="row" data-label={tt('f.name')}><Link to={`/records/${facility.ref}`}><bdi>{name}</bdi></Link> <span className="tag">{tt('f.level.of', { level })}</span>{callsign && <span className="quiet small"> <bdi>{callsign}</bdi></span>}</th>
        <td data-label={tt('f.updated')}>
          {updatedAt && <span title={fullTime(Date.parse(updatedAt), mission.zone, locale)}>{tt('ago', { age: ageText(now - Date.parse(updatedAt), locale) })}</span>}{' '}
          {fresh !== 'fresh' && <strong className="evacstale">{tt(fresh)}{phone && <> <bdi className="mono ltr">{phone}</bdi></>}</strong>}
        </td>
        <td data-label={tt('f.beds')}>{state.beds ? BEDS.flatMap((bed) => { const has = state.beds?.[bed]; return has ? [<span key={bed} className="evacbed"><span className="quiet small">{code('bed', bed)}</span> <strong className="mono">{has.free === undefined ? '?' : number(has.free)}</strong><span className="quiet">/{number(has.total)}</span></span>] : [] }) : <Unknown />}</td>
        <td data-label={tt('f.theatre')}>{state.theatre ? <><span className={`tag ${state.theatre.state === 'READY' ? 'ok' : state.theatre.state === 'DOWN' ? 'critical' : 'warning'}`}>{code('theatre', state.theatre.state)}</span>{state.theatre.until && <span className="small"> {tt('f.until.words', { time: `${clockLocal(Date.parse(state.theatre.until), mission.zone)} ${clockZ(Date.parse(state.theatre.until))}` })}</span>}</> : <Unknown />}</td>
        <td data-label={tt('f.blood')}>{blood === undefined ? <Unknown /> : <><span className={`mono ${blood < bloodFloor ? 'evacshortage' : ''}`}>{number(blood)}</span>{blood < bloodFloor && <span className="small evacshortage"> {tt('f.short', { n: number(bloodFloor) })}</span>}</>}</td>
        <td data-label={tt('f.o2')}>{state.o2Hours === undefined ? <Unknown /> : tt('f.hours', { n: number(state.o2Hours) })}</td>
        <td data-label={tt('f.can')}><span className="small">{abilities(can)}</span>{maybe.length > 0 && <span className="small evacunknown"> {tt('unknown')}{colon}{abilities(maybe)}</span>}</td>
        <td data-label={tt('f.helipad')}>{state.helipad ? code('helipad', state.helipad) : <Unknown />}</td>
        <td className="noprint">{facility.can.includes('report') && <button type="button" className="btn small" aria-expanded={open} onClick={() => onOpen(open ? null : facility.id)}>{tt('report')}<span className="sr"> {name}</span></button>}</td>
      </tr>
      {open && <tr className="noprint"><td colSpan={9}><Report facility={facility} onDone={() => onOpen(null)} /></td></tr>}
    </Fragment>
  )
}

function Report({ facility, onDone }: { facility: Of<Facility>; onDone(): void }) {
  const tt = useTexts(ROWS)
  const code = useCode()
  const { mission } = useSession()
  const { state = {}, name } = facility.of
  const text = (value: number | undefined) => (value === undefined ? '' : String(value))
  const [typed, setTyped] = useState<{ [field: string]: string }>(() => ({
    ...Object.fromEntries(BEDS.flatMap((bed) => [[`${bed}.free`, text(state.beds?.[bed]?.free)], [`${bed}.total`, text(state.beds?.[bed]?.total)]])),
    theatre: state.theatre?.state ?? '', until: '', blood: text(state.blood?.['O-']), o2: text(state.o2Hours), vent: text(state.ventilators), ambulances: text(state.ambulances), helipad: state.helipad ?? '',
    ct: state.ct === undefined ? '' : String(state.ct), xray: state.xray === undefined ? '' : String(state.xray),
  }))
  const put = (field: string) => (event: { target: { value: string } }) => setTyped((old) => ({ ...old, [field]: event.target.value }))
  const until = momentOf(typed['until'] ?? '', mission.zone)
  const patch = (): JsonObject | null => {
    if (until === null) {
      return null
    }
    const beds = Object.fromEntries(BEDS.flatMap((bed) => {
      const [total, free] = [countOf(typed[`${bed}.total`] ?? ''), countOf(typed[`${bed}.free`] ?? '')]
      return total === undefined && free === undefined ? [] : [[bed, { total: total ?? free ?? 0, ...(free === undefined ? {} : { free }) }]]
    }))
    const figures = { o2Hours: countOf(typed['o2'] ?? ''), ventilators: countOf(typed['vent'] ?? ''), ambulances: countOf(typed['ambulances'] ?? '') }
    const blood = countOf(typed['blood'] ?? '')
    const { teams, ...kept } = state.theatre ?? {}
    return {
      ...(Object.keys(beds).length > 0 ? { beds } : {}), ...(typed['theatre'] ? { theatre: { ...(typed['theatre'] === state.theatre?.state ? kept : {}), ...(teams === undefined ? {} : { teams }), state: typed['theatre'], ...(until === undefined ? {} : { until }) } } : {}),
      ...(blood === undefined ? {} : { blood: { 'O-': blood } }), ...Object.fromEntries(Object.entries(figures).filter(([, value]) => value !== undefined)),
      ...(typed['helipad'] ? { helipad: typed['helipad'] } : {}), ...(typed['ct'] ? { ct: typed['ct'] === 'true' } : {}), ...(typed['xray'] ? { xray: typed['xray'] === 'true' } : {}),
    } as JsonObject
  }
  const figure = (field: string, label: string, first = false) => <div key={field} className="field"><label htmlFor={`fr-${field}`}>{label}</label><input id={`fr-${field}`} className="input" type="number" min={0} step="any" value={typed[field] ?? ''} {...(first ? { autoFocus: true } : {})} onChange={put(field)} /></div>
  const choice = (field: string, label: string, options: readonly (readonly [string, string])[]) => <div className="field"><label htmlFor={`fr-${field}`}>{label}</label><select id={`fr-${field}`} className="select" value={typed[field] ?? ''} onChange={put(field)}><option value="">{tt('unknown')}</option>{options.map(([value, words]) => <option key={value} value={value}>{words}</option>)}</select></div>
  const flag = [['true', tt('yes')], ['false', tt('no')]] as const
  return (
    <RowForm record={facility} type="report" label={tt('report.of', { name })} patch={patch} onDone={onDone} same>
      {BEDS.flatMap((bed, i) => [figure(`${bed}.free`, tt('f.free', { bed: code('bed', bed) }), i === 0), figure(`${bed}.total`, tt('f.total', { bed: code('bed', bed) }))])}
      {choice('theatre', tt('f.theatre'), THEATRE_STATES.map((one) => [one, code('theatre', one)] as const))}
      <div className="field"><label htmlFor="fr-until">{tt('f.until')}</label><input id="fr-until" className="input mono" dir="ltr" value={typed['until'] ?? ''} aria-invalid={until === null} onChange={put('until')} />{until === null && <span className="wrong" role="alert">{tt('time.bad')}</span>}</div>
      {figure('blood', tt('f.blood.n'))}{figure('o2', tt('f.o2.hours'))}{figure('vent', tt('f.vent'))}{figure('ambulances', tt('f.ambulances'))}
      {choice('ct', tt('f.ct'), flag)}{choice('xray', tt('f.xray'), flag)}
      {choice('helipad', tt('f.helipad'), HELIPADS.map((one) => [one, code('helipad', one)] as const))}
    </RowForm>
  )
}
