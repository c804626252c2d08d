import { ArrowUp, Route, Trash2, Undo2 } from 'lucide-react'
import { Suspense, useMemo, useState } from 'react'
import { inLocale } from '../../../core/i18n.ts'
import { formatMgrs } from '../../../core/place.ts'
import { ageLong, api, AreaMap, clockLocal, clockZ, Insets, Link, MomentInput, navigate, ProblemNotice, queryString, saveAction, serverNow, toast, useLocation, useMapColours, useRecord, useRecords, useSession, useShowing, useTexts, useWords, uuid7, writeOrKeep, zoneName, type RecordView, type Shape } from '../../../web/face.ts'
import type { PlanInset, PlanMarks } from '../contract.ts'
import { conflictsOf } from '../shared/conflicts.ts'
import { departsAt, endsAt, MOVEMENT_SORTS, stateOf } from '../shared/movement.ts'
import { routeOf } from '../shared/route.ts'
import type { Hindrance } from '../shared/hindrances.ts'
import { SORT_WORDS } from '../shared/texts.ts'
import { useHindrances } from './hindrances.ts'
import { Met } from './Met.tsx'
import { alongRoads, draftOf, EMPTY, localText, planned, roadSort, timesOf, withAccepted, withPoint, withReturn, type Draft, type RoadLeg } from './plan.ts'
import { ROWS } from './plan.texts.ts'
import { movementOf, readAgain, useMovements } from './read.ts'
import { readSpot } from './spot.ts'
import './movements.css'

const HOUR_MS = 3_600_000
const MOST_FORMER = 60
const MOST_TRACKS = 300
const MOST_UNITS = 400

/** Plan a movement, another like a former one, or change the plan of one that stands. */
export function PlanPage({ params }: { params: Record<string, string> }) {
  const ref = params['ref'] ?? null
  const copy = new URLSearchParams(useLocation().search).get('copy')
  const found = useRecord(ref ?? copy)
  if ((ref ?? copy) !== null && !found.data) {
    return found.error ? <div className="page"><ProblemNotice error={found.error} /></div> : null
  }
  return <Plan key={found.data?.id ?? 'new'} standing={ref === null ? null : (found.data ?? null)} former={ref === null ? (found.data ?? null) : null} />
}

function Plan({ standing, former }: { standing: RecordView | null; former: RecordView | null }) {
  const tt = useTexts(ROWS)
  const { locale, number } = useWords()
  const { mission } = useSession()
  const { zone } = mission
  const [id] = useState(() => standing?.id ?? uuid7())
  const [draft, setDraft] = useState<Draft>(() => {
    const soon = Math.ceil((serverNow() + HOUR_MS) / (HOUR_MS / 4)) * (HOUR_MS / 4)
    return standing ? draftOf(movementOf(standing), localText(departsAt(movementOf(standing)), zone)) : former ? draftOf(movementOf(former), localText(soon, zone)) : { ...EMPTY, departs: localText(soon, zone) }
  })
  useShowing('movement-plan', standing ? [standing] : former ? [former] : NO_AREAS)
  const [problem, setProblem] = useState<unknown>(null)
  const [saving, setSaving] = useState(false)
  const [roads, setRoads] = useState<string | null>(null)
  const [marks, setMarks] = useState<PlanMarks>(NO_MARKS)
  const units = useRecords({ kind: 'unit', sort: { by: 'ref', dir: 'asc' } }, MOST_UNITS).data?.pages[0]?.items ?? []
  const tracks = useRecords({ kind: 'track', sort: { by: 'updated', dir: 'desc' } }, MOST_TRACKS).data?.pages[0]?.items ?? []
  const movement = planned(draft, zone)
  const times = timesOf(draft, zone)
  const span = movement ? { from: departsAt(movement), to: endsAt(movement) } : { from: serverNow(), to: serverNow() + HOUR_MS }
  const others = useMovements(span).data?.items ?? []
  const conflicts = movement ? conflictsOf(movement, standing?.id ?? null, others.map((one) => ({ id: one.id, ref: one.ref, data: movementOf(one) }))) : []
  const hindrances = useHindrances(movement)
  const met = hindrances.items
  const put = (name: keyof Draft) => (event: { target: { value: string } }) => setDraft((old) => ({ ...old, [name]: event.target.value }))
  const follow = async (): Promise<void> => {
    const via = draft.points.map(({ lon, lat }) => `${lon.toFixed(5)},${lat.toFixed(5)}`).join(';')
    try {
      const { legs } = await api<{ legs: RoadLeg[] }>(`/api/roads/way?${queryString({ via, sort: roadSort(draft.sort) ?? 'vehicle' })}`)
      const found = alongRoads(draft, legs)
      setRoads(found ? tt('roads.done', { n: found.straight, all: legs.length }) : tt('roads.none'))
      if (found) {
        setDraft((old) => ({ ...old, line: found.draft.line }))
      }
    } catch (error) {
      setProblem(error)
    }
  }
  const save = async (): Promise<void> => {
    if (!movement) {
      return
    }
    setSaving(true)
    setProblem(null)
    try {
      const said = { ...withAccepted(movement, met, draft.accepted), ...(former ? { copyOf: former.id } : {}) }
      const cleared = standing ? Object.fromEntries(['unit', 'accepted', 'commander', 'people', 'vehicles', 'phones', 'tracks', 'line', 'pace', 'medical', 'note'].filter((field) => !(field in said) && standing.data[field] !== undefined).map((field) => [field, null])) : {}
      const after = standing
        ? await saveAction(standing, 'edit', { fields: { ...said, ...cleared } as never }, `${movement.callsign} · ${movement.name}`)
        : await writeOrKeep<RecordView>({ key: uuid7(), path: '/api/records', label: `${movement.callsign} · ${movement.name}`, body: { id, kind: 'movement', data: said, at: new Date().toISOString() } as never })
      await readAgain()
      toast(tt(after ? 'saved' : 'kept', { callsign: movement.callsign }))
      navigate(after ? `/records/${after.ref}` : '/movements')
    } catch (error) {
      setProblem(error)
    } finally {
      setSaving(false)
    }
  }
  const text = (name: 'name' | 'callsign' | 'commander' | 'primary' | 'alternate' | 'contingency' | 'emergency', label: string, more: object = {}) => (
    <div className="field"><label htmlFor={`mp-${name}`}>{label}</label><input id={`mp-${name}`} className="input" dir="auto" maxLength={120} value={draft[name]} onChange={put(name)} {...more} /></div>
  )
  const figure = (name: 'people' | 'speed' | 'every' | 'window' | 'corridor', label: string, unit: string, more: object = {}) => (
    <div className="field"><label htmlFor={`mp-${name}`}>{label}</label><div className="withunit"><input id={`mp-${name}`} className="input" type="number" inputMode="decimal" value={draft[name]} onChange={put(name)} {...more} />{unit && <span className="unit">{unit}</span>}</div></div>
  )
  const metres = draft.points.length > 1 ? routeOf({ waypoints: draft.points.map((one) => ({ ...one, eta: '' })), ...(draft.line ? { line: draft.line } : {}) }).lengthM : 0
  const way = useMemo(() => (draft.line ? draft.line.map(([lon, lat]) => ({ lon, lat })) : draft.points), [draft.line, draft.points])
  const inset: PlanInset = { way, from: times ? Date.parse(times[0]?.eta ?? '') : null, to: times ? Date.parse(times.at(-1)?.eta ?? '') : null, mark: setMarks }
  const whole = times ? Date.parse(times.at(-1)?.eta ?? '') - Date.parse(times[0]?.eta ?? '') : 0
  return (
    <div className="page moveplan">
      <h1>{standing ? tt('title.edit', { ref: standing.ref }) : tt('title')}</h1>
      {former && <p className="quiet">{tt('copied', { ref: former.ref })}</p>}
      {standing && stateOf(movementOf(standing)) === 'cleared' && <p className="notice warning">{tt('recleared')}</p>}
      <form className="moveplancols" onSubmit={(event) => { event.preventDefault(); void save() }}>
        <div className="stack">
          {text('name', tt('name'), { required: true, autoFocus: !standing })}
          <div className="moveplanpair">
            {text('callsign', tt('callsign'), { required: true, maxLength: 40 })}
            <div className="field"><label htmlFor="mp-sort">{tt('sort')}</label><select id="mp-sort" className="select" value={draft.sort} onChange={put('sort')}>{MOVEMENT_SORTS.map((one) => <option key={one} value={one}>{inLocale(SORT_WORDS[one], locale)}</option>)}</select></div>
            <div className="field"><label htmlFor="mp-departs">{tt('departs', { zone: zoneName(zone) })}</label><MomentInput id="mp-departs" required value={draft.departs} onChange={(value) => put('departs')({ target: { value } })} /></div>
            {figure('speed', tt('speed'), 'km/h', { required: true, min: 0.5, max: 900, step: 'any' })}
          </div>
          <Points draft={draft} times={times} setDraft={setDraft} />
          {draft.points.length < 2 ? <p className="quiet small">{tt('need.points')}</p> : <p className="row wrap"><strong>{tt('sum', { km: number(Math.round(metres / 100) / 10), time: ageLong(whole, locale) })}</strong><button type="button" className="btn small" onClick={() => setDraft((old) => withReturn(old, uuid7))}><Undo2 size={14} aria-hidden="true" />{tt('reverse')}</button>{roadSort(draft.sort) !== null && <button type="button" className="btn small" onClick={() => void follow()}><Route size={14} aria-hidden="true" />{tt('roads')}</button>}</p>}
          {roads !== null && <p className="quiet small" role="status">{roads}</p>}
          <h2>{tt('checkin')}</h2>
          <div className="moveplanpair">
            {figure('every', tt('every'), tt('min'), { required: true, min: 5, max: 1440, step: 1 })}
            {figure('window', tt('window'), tt('min'), { required: true, min: 0, max: 120, step: 1 })}
            {text('primary', tt('pace.primary'))}{text('alternate', tt('pace.alternate'))}{text('contingency', tt('pace.contingency'))}{text('emergency', tt('pace.emergency'))}
            <div className="field"><label htmlFor="mp-track">{tt('track')}</label><select id="mp-track" className="select" value={draft.track} onChange={put('track')}><option value="">{tt('track.none')}</option>{draft.track !== '' && !tracks.some((one) => one.id === draft.track) && <option value={draft.track}>{draft.track}</option>}{tracks.map((one) => <option key={one.id} value={one.id}>{one.title}</option>)}</select></div>
            {figure('corridor', tt('corridor'), 'm', { required: true, min: 50, max: 100_000, step: 1 })}
          </div>
          <label className="check"><input type="checkbox" checked={draft.tracker} onChange={(event) => setDraft((old) => ({ ...old, tracker: event.target.checked }))} />{tt('tracker')}</label>
          <div className="moveplanpair">
            {text('commander', tt('commander'))}
            <div className="field"><label htmlFor="mp-unit">{tt('unit')}</label><select id="mp-unit" className="select" value={draft.unit} onChange={put('unit')}><option value="">{tt('unit.none')}</option>{draft.unit !== '' && !units.some((one) => one.id === draft.unit) && <option value={draft.unit}>{draft.unit}</option>}{units.map((one) => <option key={one.id} value={one.id}>{one.title}</option>)}</select></div>
            {figure('people', tt('people'), '', { min: 0, max: 5000, step: 1 })}
            <div className="field"><label htmlFor="mp-vehicles">{tt('vehicles')}</label><textarea id="mp-vehicles" className="area" dir="auto" value={draft.vehicles} onChange={put('vehicles')} /></div>
            <div className="field"><label htmlFor="mp-phones">{tt('phones')}</label><textarea id="mp-phones" className="area mono" dir="ltr" value={draft.phones} onChange={put('phones')} /></div>
          </div>
          <Insets at="movement-plan" value={inset} />
          <div className="field"><label htmlFor="mp-medical">{tt('medical')}</label><textarea id="mp-medical" className="area" dir="auto" maxLength={1000} value={draft.medical} onChange={put('medical')} /></div>
          <div className="field"><label htmlFor="mp-note">{tt('note')}</label><textarea id="mp-note" className="area" dir="auto" maxLength={4000} value={draft.note} onChange={put('note')} /></div>
          {conflicts.length > 0 && <div className="notice warning" role="status"><div><strong>{tt('conflicts')}</strong><ul>{conflicts.map((one) => <li key={one.id + one.what + one.which}><Link to={`/records/${one.ref}`}>{tt(`conflict.${one.what}`, { which: one.which, ref: one.ref, name: one.name })}</Link></li>)}</ul></div></div>}
          {met.length > 0 && <Met id="mp-accepted" met={met} reason={draft.accepted} onReason={(accepted) => setDraft((old) => ({ ...old, accepted }))} />}
          <p className="quiet small" role="status">{hindrances.state === 'unknown' ? tt('met.unknown') : movement === null ? tt('met.later') : met.length === 0 && hindrances.state === 'known' ? tt('met.none', { n: hindrances.checked }) : ''} <Link to="/restrictions/new">{tt('met.new')}</Link></p>
          {problem !== null && <ProblemNotice error={problem} />}
          <div className="row wrap movesave"><button type="submit" className="btn primary" disabled={saving || movement === null || (met.length > 0 && draft.accepted.trim() === '')}>{tt('save')}</button><Link to={standing ? `/records/${standing.ref}` : '/movements'} className="btn plain">{tt('cancel')}</Link></div>
        </div>
        <div className="moveplanmap"><Suspense fallback={<div className="skeleton" />}><RouteMap draft={draft} marks={marks} met={met} add={(at) => setDraft((old) => withPoint(old, { ...at, name: formatMgrs(at, 6) ?? tt('point', { n: old.points.length + 1 }) }, uuid7()))} /></Suspense></div>
      </form>
    </div>
  )
}

/** Waypoints in their order, with the times that follow; one more by its name. */
function Points({ draft, times, setDraft }: { draft: Draft; times: ReturnType<typeof timesOf>; setDraft(change: (old: Draft) => Draft): void }) {
  const tt = useTexts(ROWS)
  const { mission } = useSession()
  const [words, setWords] = useState('')
  const [bad, setBad] = useState<string | null>(null)
  const former = useRecords({ kind: 'movement', sort: { by: 'updated', dir: 'desc' } }, MOST_FORMER).data?.pages[0]?.items ?? []
  const add = async (): Promise<void> => {
    const typed = words.trim()
    if (typed === '') {
      return
    }
    const spot = await readSpot(typed, draft.points.at(-1) ?? null).catch(() => null)
    if (spot) {
      setDraft((old) => withPoint(old, { lon: spot.lon, lat: spot.lat, name: spot.name ?? typed }, uuid7()))
      setWords('')
    }
    setBad(spot ? null : typed)
  }
  const change = (i: number, more: Partial<Draft['points'][number]>) => setDraft((old) => ({ ...old, points: old.points.map((one, k) => (k === i ? { ...one, ...more } : one)) }))
  return (
    <fieldset className="stack movepoints">
      <legend><h2>{tt('route')}</h2></legend>
      <p className="quiet small">{tt('route.how')}</p>
      {former.length > 0 && (
        <div className="field"><label htmlFor="mp-former">{tt('route.from')}</label>
          <select id="mp-former" className="select" value="" onChange={(event) => {
            const chosen = former.find((one) => one.id === event.target.value)
            if (chosen) {
              const { points, line } = draftOf(movementOf(chosen), draft.departs)
              setDraft((old) => ({ ...old, points, line }))
            }
          }}><option value="">{tt('route.from.none')}</option>{former.map((one) => <option key={one.id} value={one.id}>{one.ref} · {one.title}</option>)}</select></div>
      )}
      <ol>
        {draft.points.map((one, i) => (
          <li key={one.id} className="movepoint">
            <span className="mono quiet">{i + 1}</span>
            <input className="input" dir="auto" maxLength={120} aria-label={tt('point.name', { n: i + 1 })} value={one.name} onChange={(event) => change(i, { name: event.target.value })} />
            <span className="mono ltr small quiet grid">{formatMgrs(one, 8)}</span>
            <span className="mono small nowrap">{times?.[i] ? <>{clockLocal(Date.parse(times[i].eta), mission.zone)} <span className="quiet">{clockZ(Date.parse(times[i].eta))}</span></> : '–'}</span>
            {i > 0 && i < draft.points.length - 1 ? <input className="input stay" type="number" min={0} max={2880} aria-label={tt('stay.of', { name: one.name })} title={tt('stay')} value={one.stayMin || ''} placeholder={tt('min')} onChange={(event) => change(i, { stayMin: Math.max(0, Math.round(Number(event.target.value) || 0)) })} /> : <span className="stay" />}
            <button type="button" className="btn small icon" disabled={i === 0} aria-label={tt('up', { name: one.name })} onClick={() => setDraft((old) => ({ ...old, line: null, points: swapped(old.points, i) }))}><ArrowUp size={14} aria-hidden="true" /></button>
            <button type="button" className="btn small icon" aria-label={tt('remove', { name: one.name })} onClick={() => setDraft((old) => ({ ...old, line: null, points: old.points.filter((_, k) => k !== i) }))}><Trash2 size={14} aria-hidden="true" /></button>
          </li>
        ))}
      </ol>
      <div className="row">
        <input className="input grow" dir="auto" maxLength={100} aria-label={tt('add.where')} placeholder={tt('add.where')} value={words} onChange={(event) => { setWords(event.target.value); setBad(null) }} onKeyDown={(event) => { if (event.key === 'Enter') { event.preventDefault(); void add() } }} />
        <button type="button" className="btn" onClick={() => void add()}>{tt('add')}</button>
      </div>
      {bad !== null && <p className="wrong" role="alert">{tt('add.bad', { words: bad })}</p>}
    </fieldset>
  )
}

function swapped<T>(list: readonly T[], i: number): T[] {
  return list.map((one, k) => (k === i ? list[i - 1]! : k === i - 1 ? list[i]! : one))
}

function RouteMap({ draft, marks, met, add }: { draft: Draft; marks: PlanMarks; met: readonly Hindrance[]; add(at: { lon: number; lat: number }): void }) {
  const colours = useMapColours()
  const line = draft.line ?? draft.points.map(({ lon, lat }): [number, number] => [lon, lat])
  const drawn: Shape[] = [
    ...marks.outlines.map((one): Shape => ({ type: 'Feature', properties: { stroke: colours.care, width: 1.5, dash: true, fill: colours.care, fillOpacity: 0.05, text: one.text, textColor: colours.care, textSize: 11 }, geometry: { type: 'Polygon', coordinates: [one.points.map(({ lon, lat }) => [lon, lat])] } })),
    ...(line.length > 1 ? [{ type: 'Feature' as const, properties: { stroke: colours.accent, width: 3 }, geometry: { type: 'LineString' as const, coordinates: line } }] : []),
    ...marks.stretches.map((one): Shape => ({ type: 'Feature', properties: { stroke: colours.severity[4], width: 6 }, geometry: { type: 'LineString', coordinates: one.map(({ lon, lat }) => [lon, lat]) } })),
    ...met.map((one): Shape => ({ type: 'Feature', properties: { radius: 9, fill: colours.severity[4], stroke: colours.paper, width: 2, text: one.name, textColor: colours.severity[5], textSize: 11, anchor: 'left' }, geometry: { type: 'Point', coordinates: [one.lon, one.lat] } })),
    ...draft.points.map((one, i): Shape => ({ type: 'Feature', properties: { radius: 7, fill: colours.paper, stroke: colours.accent, width: 2, text: String(i + 1), textColor: colours.label, textSize: 11 }, geometry: { type: 'Point', coordinates: [one.lon, one.lat] } })),
  ]
  return <AreaMap areas={NO_AREAS} chosen={null} drawn={drawn} onPick={nothing} onClick={(at, double) => { if (!double) { add(at) } }} onHandle={nothing} />
}

const NO_AREAS: [] = []
const NO_MARKS: PlanMarks = { stretches: [], outlines: [] }
const nothing = (): void => undefined
