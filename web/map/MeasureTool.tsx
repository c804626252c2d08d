import { useEffect, useRef, useState } from 'react'
import { useTexts, useWords } from '../i18n/i18n.tsx'
import { greatCircle, inverse, ringArea } from './geodesic.ts'
import type { LonLatPoint, Shape } from './handle.ts'
import { ROWS } from './MapTools.texts.ts'
import type { ToolProps } from './tool.ts'

/** Distance, true bearing and area of places clicked, tapped or set with keys. Nothing is kept. */
export function MeasureTool({ colours, draw, listen, centre, close }: ToolProps) {
  const tt = useTexts(ROWS)
  const { number } = useWords()
  const [points, setPoints] = useState<LonLatPoint[]>([])
  const panel = useRef<HTMLDivElement>(null)
  const add = (at: LonLatPoint) => setPoints((old) => [...old, at])
  useEffect(() => panel.current?.focus(), [])
  useEffect(() => listen({ click: (at, double) => { if (!double) { add(at) } } }), [listen])
  useEffect(() => {
    const shapes: Shape[] = points.map((p) => ({ type: 'Feature', properties: { radius: 4, fill: colours.paper, stroke: colours.accent, width: 2 }, geometry: { type: 'Point', coordinates: [p.lon, p.lat] } }))
    if (points.length > 2) {
      shapes.unshift({ type: 'Feature', properties: { fill: colours.accent, fillOpacity: 0.08 }, geometry: { type: 'Polygon', coordinates: [[...points, points[0]!].map((p) => [p.lon, p.lat])] } })
    }
    points.slice(1).forEach((p, i) => shapes.push({ type: 'Feature', properties: { stroke: colours.accent, width: 2 }, geometry: { type: 'LineString', coordinates: greatCircle(points[i]!, p) } }))
    draw(shapes)
    return () => draw(null)
  }, [points, draw, colours])
  useEffect(() => {
    const key = (e: KeyboardEvent) => {
      if (e.target instanceof HTMLElement && e.target !== panel.current && !e.target.closest('.mapcanvas')) {
        return
      }
      if (e.key === 'Enter') {
        e.preventDefault()
        add(centre())
      } else if (e.key === 'Backspace') {
        e.preventDefault()
        setPoints((old) => old.slice(0, -1))
      }
    }
    window.addEventListener('keydown', key)
    return () => window.removeEventListener('keydown', key)
  }, [centre])
  const legs = points.slice(1).map((p, i) => inverse(points[i]!, p))
  const last = legs.at(-1)
  const length = (metres: number) => (metres < 2000 ? `${number(Math.round(metres))} m` : `${number(Math.round(metres / (metres < 100_000 ? 10 : 100)) / (metres < 100_000 ? 100 : 10))} km`)
  const area = points.length > 2 ? ringArea(points) : 0
  return (
    <div className="toolpanel" ref={panel} tabIndex={-1} role="group" aria-label={tt('measure')}>
      <p className="note">{tt('measure.how')}</p>
      <dl aria-live="polite">
        {legs.length > 0 && <><dt>{tt('measure.length')}</dt><dd className="ltr">{legs.some((l) => l === null) ? '—' : length(legs.reduce((sum, l) => sum + (l?.metres ?? 0), 0))}</dd></>}
        {last && <><dt>{tt('measure.last')}</dt><dd><span className="ltr">{length(last.metres)}</span>, {tt('measure.bearing', { degrees: `${number(Math.round(last.bearing * 10) / 10)}°`, mils: number(Math.round((last.bearing * 6400) / 360)) })}</dd></>}
        {area > 0 && <><dt>{tt('measure.area')}</dt><dd className="ltr">{area < 1e6 ? `${number(Math.round(area))} m²` : `${number(Math.round(area / 1e4) / 100)} km²`}</dd></>}
      </dl>
      {last && <p className="note">{tt('measure.true')}</p>}
      <div className="buttons">
        <button type="button" className="btn" onClick={() => add(centre())}>{tt('measure.here')}</button>
        <button type="button" className="btn" disabled={points.length === 0} onClick={() => setPoints((old) => old.slice(0, -1))}>{tt('measure.back')}</button>
        <button type="button" className="btn" disabled={points.length === 0} onClick={() => setPoints([])}>{tt('measure.clear')}</button>
        <button type="button" className="btn" onClick={close}>{tt('close')}</button>
      </div>
    </div>
  )
}
