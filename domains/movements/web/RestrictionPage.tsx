import { Suspense, useState } from 'react'
import { inLocale } from '../../../core/i18n.ts'
import type { LonLat } from '../../../core/place.ts'
import { AreaMap, circleRing, HourInput, Link, MomentInput, navigate, ProblemNotice, serverNow, toast, useMapColours, useRecords, useSession, useTexts, useWords, uuid7, writeOrKeep, zoneName, type MapPalette, type RecordView, type Shape } from '../../../web/face.ts'
import { RESTRICTION_SORTS, USUAL_RADIUS_M, type Restriction, type RestrictionSort } from '../shared/restriction.ts'
import { corridorRing } from '../shared/route.ts'
import { RESTRICTION_WORDS } from '../shared/texts.ts'
import { localText, localTime } from './plan.ts'
import { ROWS } from './restriction.texts.ts'
import { readSpot } from './spot.ts'
import './movements.css'

const MOST_AREAS = 400
const CURFEW_M = 5000

/** Enter a road that is closed or slow, or a curfew. */
export function RestrictionPage() {
  const tt = useTexts(ROWS)
  const colours = useMapColours()
  const { locale, number } = useWords()
  const { zone } = useSession().mission
  const [id] = useState(uuid7)
  const [sort, setSort] = useState<RestrictionSort>('closed')
  const [points, setPoints] = useState<LonLat[]>([])
  const [draft, setDraft] = useState({ name: '', radius: String(USUAL_RADIUS_M), percent: '50', area: '', from: localText(serverNow(), zone), to: '', dayFrom: '', dayTo: '', why: '', source: '' })
  const [words, setWords] = useState('')
  const [bad, setBad] = useState<string | null>(null)
  const [problem, setProblem] = useState<unknown>(null)
  const [saving, setSaving] = useState(false)
  const areas = useRecords({ kind: 'area', sort: { by: 'ref', dir: 'asc' } }, MOST_AREAS).data?.pages[0]?.items ?? []
  const data = restrictionOf(sort, points, draft, zone)
  const put = (name: keyof typeof draft) => (event: { target: { value: string } }) => setDraft((old) => ({ ...old, [name]: event.target.value }))
  const choose = (next: RestrictionSort): void => {
    setSort(next)
    setDraft((old) => ({ ...old, radius: String(next === 'curfew' ? CURFEW_M : USUAL_RADIUS_M) }))
  }
  const add = async (): Promise<void> => {
    const typed = words.trim()
    if (typed === '') {
      return
    }
    const spot = await readSpot(typed, points.at(-1) ?? null).catch(() => null)
    if (spot) {
      setPoints((old) => [...old, { lon: spot.lon, lat: spot.lat }])
      setWords('')
    }
    setBad(spot ? null : typed)
  }
  const save = async (): Promise<void> => {
    if (!data) {
      return
    }
    setSaving(true)
    setProblem(null)
    try {
      const made = await writeOrKeep<RecordView>({ key: uuid7(), path: '/api/records', label: data.name, body: { id, kind: 'restriction', data, at: new Date().toISOString() } as never })
      toast(tt(made ? 'saved' : 'kept', { name: data.name }))
      navigate(made ? `/records/${made.ref}` : '/k/restriction')
    } catch (error) {
      setProblem(error)
    } finally {
      setSaving(false)
    }
  }
  const field = (name: 'name' | 'why' | 'source', more: object = {}) => <div className="field"><label htmlFor={`rs-${name}`}>{tt(name)}</label><input id={`rs-${name}`} className="input" dir="auto" maxLength={name === 'why' ? 1000 : 160} value={draft[name]} onChange={put(name)} {...more} /></div>
  const time = (name: 'from' | 'to' | 'dayFrom' | 'dayTo', label: string, Input: typeof MomentInput | typeof HourInput, required = false) => <div className="field"><label htmlFor={`rs-${name}`}>{label}</label><Input id={`rs-${name}`} required={required} value={draft[name]} onChange={(value) => put(name)({ target: { value } })} /></div>
  const figure = (name: 'radius' | 'percent', unit: string, min: number, max: number) => <div className="field"><label htmlFor={`rs-${name}`}>{tt(name)}</label><div className="withunit"><input id={`rs-${name}`} className="input" type="number" inputMode="numeric" required min={min} max={max} value={draft[name]} onChange={put(name)} /><span className="unit">{unit}</span></div></div>
  return (
    <div className="page moveplan">
      <h1>{tt('title')}</h1>
      <p className="quiet">{tt('lead')}</p>
      <form className="moveplancols" onSubmit={(event) => { event.preventDefault(); void save() }}>
        <div className="stack">
          <div className="field"><label htmlFor="rs-sort">{tt('sort')}</label><select id="rs-sort" className="select" value={sort} onChange={(event) => choose(event.target.value as RestrictionSort)}>{RESTRICTION_SORTS.map((one) => <option key={one} value={one}>{inLocale(RESTRICTION_WORDS[one], locale)}</option>)}</select></div>
          {field('name', { required: true, autoFocus: true })}
          <fieldset className="stack movepoints">
            <legend><h2>{tt('where')}</h2></legend>
            <p className="quiet small">{tt(sort === 'curfew' ? 'where.curfew' : 'where.road')}</p>
            {sort === 'curfew' && <div className="field"><label htmlFor="rs-area">{tt('area')}</label><select id="rs-area" className="select" value={draft.area} onChange={put('area')}><option value="">{tt('area.none')}</option>{areas.map((one) => <option key={one.id} value={one.id}>{one.title}</option>)}</select></div>}
            <div className="row">
              <input className="input grow" dir="auto" maxLength={100} aria-label={tt('add.where')} placeholder={tt('add.where')} value={words} onChange={(event) => { setWords(event.target.value); setBad(null) }} onKeyDown={(event) => { if (event.key === 'Enter') { event.preventDefault(); void add() } }} />
              <button type="button" className="btn" onClick={() => void add()}>{tt('add')}</button>
            </div>
            {bad !== null && <p className="wrong" role="alert">{tt('add.bad', { words: bad })}</p>}
            {points.length > 0 && <p className="row wrap"><span role="status">{tt('places', { n: number(points.length) })}</span><button type="button" className="btn small" onClick={() => setPoints((old) => old.slice(0, -1))}>{tt('undo')}</button></p>}
          </fieldset>
          <div className="moveplanpair">
            {(sort !== 'curfew' || points.length > 0) && figure('radius', 'm', 20, 100_000)}
            {sort === 'slow' && figure('percent', '%', 5, 95)}
            {time('from', tt('from', { zone: zoneName(zone) }), MomentInput, true)}
            {time('to', tt('to'), MomentInput)}
            {time('dayFrom', tt('daily.from'), HourInput)}
            {time('dayTo', tt('daily.to'), HourInput)}
          </div>
          {field('why')}
          {field('source')}
          {problem !== null && <ProblemNotice error={problem} />}
          <div className="row wrap movesave"><button type="submit" className="btn primary" disabled={saving || data === null}>{tt('save')}</button><Link to="/k/restriction" className="btn plain">{tt('cancel')}</Link></div>
        </div>
        <div className="moveplanmap"><Suspense fallback={<div className="skeleton" />}><AreaMap areas={NO_AREAS} chosen={null} drawn={drawn(colours, sort, points, Number(draft.radius) || USUAL_RADIUS_M)} onPick={nothing} onClick={(at, double) => { if (!double) { setPoints((old) => [...(sort === 'curfew' ? [] : old), at]) } }} onHandle={nothing} /></Suspense></div>
      </form>
    </div>
  )
}

type Typed = { name: string; radius: string; percent: string; area: string; from: string; to: string; dayFrom: string; dayTo: string; why: string; source: string }

/** What the form says; null while something is missing. */
function restrictionOf(sort: RestrictionSort, points: readonly LonLat[], draft: Typed, zone: string): Restriction | null {
  const [from, to] = [localTime(draft.from, zone), localTime(draft.to, zone)]
  if (from === null || draft.name.trim() === '' || (sort !== 'curfew' && points.length === 0)) {
    return null
  }
  const words = (name: 'why' | 'source') => (draft[name].trim() === '' ? {} : { [name]: draft[name].trim() })
  return {
    name: draft.name.trim(), sort, ...(points.length > 0 ? { line: points.map(({ lon, lat }): [number, number] => [round(lon), round(lat)]), radiusM: Number(draft.radius) } : {}), ...(sort === 'slow' ? { percent: Math.round(Number(draft.percent)) } : {}),
    ...(sort === 'curfew' && draft.area !== '' ? { area: draft.area } : {}), from: new Date(from).toISOString(), ...(to === null ? {} : { to: new Date(to).toISOString() }),
    ...(draft.dayFrom !== '' && draft.dayTo !== '' ? { daily: { from: draft.dayFrom, to: draft.dayTo } } : {}), ...words('why'), ...words('source'),
  }
}

function drawn(colours: MapPalette, sort: RestrictionSort, points: readonly LonLat[], radiusM: number): Shape[] {
  const stroke = colours.severity[sort === 'slow' ? 2 : 4]
  const first = points[0]
  return !first ? [] : [
    { type: 'Feature', properties: { stroke, width: 1.5, fill: stroke, fillOpacity: 0.12 }, geometry: { type: 'Polygon', coordinates: [points.length === 1 ? circleRing(first, radiusM) : corridorRing(points, radiusM)] } },
    ...(points.length > 1 ? [{ type: 'Feature' as const, properties: { stroke, width: 3 }, geometry: { type: 'LineString' as const, coordinates: points.map(({ lon, lat }) => [lon, lat]) } }] : []),
    ...points.map((one): Shape => ({ type: 'Feature', properties: { radius: 4, fill: colours.paper, stroke, width: 2 }, geometry: { type: 'Point', coordinates: [one.lon, one.lat] } })),
  ]
}

const round = (degrees: number): number => Math.round(degrees * 1e5) / 1e5
const NO_AREAS: [] = []
const nothing = (): void => undefined
