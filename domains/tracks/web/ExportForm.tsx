import { useState } from 'react'
import { queryString, serverNow, useTexts, useWords } from '../../../web/face.ts'
import type { LayerMap } from '../../../web/face.ts'
import type { LiveTrack } from '../shared/wire.ts'
import { ROWS as EXPORT } from './export.texts.ts'
import { ROWS } from './panels.texts.ts'
import { Panel } from './Panel.tsx'

const FORMATS = [['gpx', 'GPX'], ['kml', 'KML'], ['cot', 'CoT'], ['geojson', 'GeoJSON']] as const
const HOURS = [1, 6, 24, 168] as const

/** A clip of data to take away: of the chosen thing or of all in sight, over a period that ends with the moment shown. */
export function ExportForm({ chosen, map, now, onClose }: { chosen: LiveTrack | undefined; map: LayerMap; now: number; onClose(): void }) {
  const tt = useTexts(ROWS)
  const te = useTexts(EXPORT)
  const { number } = useWords()
  const [what, setWhat] = useState<'chosen' | 'view'>(chosen ? 'chosen' : 'view')
  const [hours, setHours] = useState<number>(6)
  const [format, setFormat] = useState<(typeof FORMATS)[number][0]>('gpx')
  const to = Math.min(now, serverNow())
  const address = () => `/api/tracks/export?${queryString({
    format, from: new Date(to - hours * 3_600_000).toISOString(), to: new Date(to).toISOString(),
    ...(what === 'chosen' && chosen ? { ids: chosen.id } : { bbox: map.bounds().map((v) => v.toFixed(5)).join(',') }),
  })}`
  return (
    <Panel title={te('title')} focus onClose={onClose}>
      <form className="stack trackform" onSubmit={(e) => { e.preventDefault(); window.location.assign(address()) }}>
        <label className="field"><span>{te('what')}</span><select className="select" data-first value={what} onChange={(e) => setWhat(e.target.value as typeof what)}>
          {chosen && <option value="chosen">{chosen.callsign ?? chosen.name}</option>}
          <option value="view">{te('view')}</option>
        </select></label>
        <label className="field"><span>{te('period')}</span><select className="select" value={hours} onChange={(e) => setHours(Number(e.target.value))}>{HOURS.map((n) => <option key={n} value={n}>{te('hours', { n: number(n) })}</option>)}</select></label>
        <label className="field"><span>{te('format')}</span><select className="select" value={format} onChange={(e) => setFormat(e.target.value as typeof format)}>{FORMATS.map(([value, name]) => <option key={value} value={value}>{name}</option>)}</select></label>
        <p className="quiet small">{te('note')}</p>
        <button type="submit" className="btn primary">{tt('export')}</button>
      </form>
    </Panel>
  )
}
