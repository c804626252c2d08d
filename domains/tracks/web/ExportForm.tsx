import { useState } from 'react'
import { apiFile, ApiProblem, localInput, MomentInput, ProblemNotice, queryString, readInput, saveFile, serverNow, timeBarSpan, useKinds, useLocation, useSession, useTexts, useWords, zoneName } from '../../../web/face.ts'
import type { LayerMap } from '../../../web/face.ts'
import type { LiveTrack } from '../shared/wire.ts'
import { ROWS as EXPORT } from './export.texts.ts'
import { ROWS } from './panels.texts.ts'
import { Panel } from './Panel.tsx'

const FORMATS = [['gpx', 'GPX'], ['kml', 'KML'], ['cot', 'CoT'], ['geojson', 'GeoJSON'], ['csv', 'CSV']] as const
const HOURS = [1, 6, 24, 168] as const
const HOUR_MS = 3_600_000
/** The node gives no more at once. */
const LONGEST_MS = 366 * 24 * HOUR_MS

/** A clip of data to take away: of the chosen thing or of all in sight with its incidents, over any period; first offered is what the time bar shows. */
export function ExportForm({ chosen, map, now, onClose }: { chosen: LiveTrack | undefined; map: LayerMap; now: number; onClose(): void }) {
  const tt = useTexts(ROWS)
  const te = useTexts(EXPORT)
  const { number } = useWords()
  const { zone } = useSession().mission
  const until = Math.min(now, serverNow())
  const [what, setWhat] = useState<'chosen' | 'view'>(chosen ? 'chosen' : 'view')
  const bar = timeBarSpan(useLocation().search, until)
  const [period, setPeriod] = useState('6')
  const [own, setOwn] = useState(() => ({ from: localInput(until - 6 * HOUR_MS, zone), to: localInput(until, zone) }))
  const [wrong, setWrong] = useState<'order' | 'long' | null>(null)
  const [format, setFormat] = useState<(typeof FORMATS)[number][0]>('gpx')
  const span = (): { from: number | null; to: number | null } => (period === 'bar' && bar ? { from: bar.from, to: Math.min(bar.to, until) } : period === 'own' ? { from: readInput(own.from, zone), to: readInput(own.to, zone) } : { from: until - Number(period) * HOUR_MS, to: until })
  // A table of positions has no room for records, and a thing alone has none of its own.
  const mayWith = useKinds().data?.some((kind) => kind.name === 'incident') === true && what === 'view' && format !== 'csv'
  const [incidents, setIncidents] = useState(true)
  const [purpose, setPurpose] = useState<string | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const choose = (next: string) => {
    // The fields begin with what was chosen before: it is changed, not typed anew.
    const { from, to } = span()
    if (next === 'own' && from !== null && to !== null) {
      setOwn({ from: localInput(from, zone), to: localInput(to, zone) })
    }
    setWrong(null)
    setPeriod(next)
  }
  const take = async () => {
    const { from, to } = span()
    const fault = from === null || to === null || from >= to ? 'order' : to - from > LONGEST_MS ? 'long' : null
    setWrong(fault)
    setError(null)
    if (fault !== null || from === null || to === null) {
      return
    }
    setBusy(true)
    try {
      const { blob, name } = await apiFile(`/api/tracks/export?${queryString({
        format, from: new Date(from).toISOString(), to: new Date(to).toISOString(),
        ...(what === 'chosen' && chosen ? { ids: chosen.id } : { bbox: map.bounds().map((v) => v.toFixed(5)).join(',') }),
        ...(mayWith && incidents ? { with: 'incident' } : {}),
      })}`, purpose === null ? {} : { purpose: purpose.trim() })
      saveFile(blob, name)
    } catch (problem) {
      setError(problem)
      // Something strictly confidential is in it: what for is asked, and written down with the name.
      if (problem instanceof ApiProblem && problem.id === 'purpose-needed') {
        setPurpose(purpose ?? '')
      }
    } finally {
      setBusy(false)
    }
  }
  return (
    <Panel title={te('title')} focus onClose={onClose}>
      <form className="stack trackform" onSubmit={(e) => { e.preventDefault(); void take() }}>
        <label className="field"><span>{te('what')}</span><select className="select" data-first value={what} onChange={(e) => setWhat(e.target.value as typeof what)}>
          {chosen && <option value="chosen">{chosen.callsign ?? chosen.name}</option>}
          <option value="view">{te('view')}</option>
        </select></label>
        <label className="field"><span>{te('period')}</span><select className="select" value={period} onChange={(e) => choose(e.target.value)}>
          {HOURS.map((n) => <option key={n} value={n}>{te('hours', { n: number(n) })}</option>)}
          {bar && <option value="bar">{te('bar', { from: localInput(bar.from, zone).replace('T', ' '), to: localInput(Math.min(bar.to, until), zone).replace('T', ' ') })}</option>}
          <option value="own">{te('own')}</option>
        </select></label>
        {period === 'own' && (['from', 'to'] as const).map((end) => <div key={end} className="field"><label htmlFor={`track-${end}`}>{te(end, { zone: zoneName(zone) })}</label><MomentInput id={`track-${end}`} required value={own[end]} aria-invalid={wrong !== null} onChange={(value) => setOwn({ ...own, [end]: value })} /></div>)}
        {wrong !== null && <p className="wrong small" role="alert">{te(wrong)}</p>}
        <label className="field"><span>{te('format')}</span><select className="select" value={format} onChange={(e) => setFormat(e.target.value as typeof format)}>{FORMATS.map(([value, name]) => <option key={value} value={value}>{name}</option>)}</select></label>
        {mayWith && <label className="check"><input type="checkbox" checked={incidents} onChange={(e) => setIncidents(e.target.checked)} /><span>{te('with')}</span></label>}
        {purpose !== null && <label className="field"><span>{te('purpose')}</span><input className="input" dir="auto" required minLength={5} value={purpose} onChange={(e) => setPurpose(e.target.value)} /></label>}
        {error !== null && <ProblemNotice error={error} />}
        <p className="quiet small">{te('note')}</p>
        <button type="submit" className="btn primary" disabled={busy}>{busy ? te('making') : tt('export')}</button>
      </form>
    </Panel>
  )
}
