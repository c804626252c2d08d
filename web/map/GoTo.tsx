import { useEffect, useId, useRef, useState } from 'react'
import { parseLatLon } from '../../core/place-latlon.ts'
import { formatMgrs, parseMgrs } from '../../core/place-mgrs.ts'
import { api, queryString } from '../api/http.ts'
import type { GazetteerItem } from '../api/types.ts'
import { useTexts } from '../i18n/i18n.tsx'
import { useSession } from '../session.tsx'
import type { LonLatPoint } from './handle.ts'
import { ROWS } from './MapTools.texts.ts'

/** What was typed as a place: a grid or coordinates at once; null when it can only be a name. */
export function readPlace(text: string): { at: LonLatPoint; radiusM: number } | null {
  const mgrs = parseMgrs(text)
  if (mgrs.ok) {
    return { at: mgrs.point, radiusM: mgrs.radiusM }
  }
  const reading = parseLatLon(text)
  return reading.ok ? { at: reading.point, radiusM: 100 } : null
}

/** Zoom at which a place of this radius fills a good part of the screen. */
export function zoomFor(radiusM: number): number {
  return Math.max(6, Math.min(16, Math.round(23.5 - Math.log2(Math.max(50, radiusM)))))
}

/** A field that takes a grid, coordinates or a name, and goes there. */
export function GoTo({ onGo, onClose }: { onGo(at: LonLatPoint, zoom: number, name: string): void; onClose(): void }) {
  const tt = useTexts(ROWS)
  const { mission } = useSession()
  const [text, setText] = useState('')
  const [hits, setHits] = useState<GazetteerItem[] | null>(null)
  const [active, setActive] = useState(0)
  const id = useId()
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.focus(), [])
  const place = readPlace(text)
  useEffect(() => {
    if (place !== null || text.trim().length < 2) {
      setHits(null)
      return undefined
    }
    const stop = new AbortController()
    const timer = setTimeout(() => {
      void api<{ items: GazetteerItem[] }>(`/api/gazetteer?${queryString({ q: text.trim(), limit: 8 })}`, { signal: stop.signal }).then((r) => {
        setHits(r.items)
        setActive(0)
      }, () => undefined)
    }, 200)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
    // eslint-disable-next-line react-hooks/exhaustive-deps -- place follows from text
  }, [text])
  const go = () => {
    const hit = hits?.[active]
    if (place) {
      onGo(place.at, zoomFor(place.radiusM), formatMgrs(place.at, 8) ?? text)
    } else if (hit) {
      onGo({ lon: hit.lon, lat: hit.lat }, zoomFor(hit.radiusM), hit.name)
    }
  }
  return (
    <form className="gotobar" role="search" onSubmit={(e) => { e.preventDefault(); go() }}>
      <input ref={field} className="input" value={text} placeholder={tt('goto.label')} aria-label={tt('goto.label')} role="combobox" aria-expanded={hits !== null} aria-controls={id} aria-activedescendant={hits && hits.length > 0 ? `${id}-${active}` : undefined} autoComplete="off" onKeyDown={(e) => {
      if (e.key === 'Escape') {
        e.preventDefault()
        e.stopPropagation()
        onClose()
      } else if ((e.key === 'ArrowDown' || e.key === 'ArrowUp') && hits) {
        e.preventDefault()
        setActive((n) => Math.max(0, Math.min(hits.length - 1, n + (e.key === 'ArrowDown' ? 1 : -1))))
      }
      }} onChange={(e) => setText(e.target.value)} />
      {hits !== null && (
        <ul id={id} role="listbox" aria-label={tt('goto')}>
          {hits.map((hit, i) => (
            <li key={hit.id} id={`${id}-${i}`} role="option" aria-selected={i === active} onPointerDown={(e) => { e.preventDefault(); onGo({ lon: hit.lon, lat: hit.lat }, zoomFor(hit.radiusM), hit.name) }}>
              <span>{hit.name}</span><span className="mono ltr">{formatMgrs({ lon: hit.lon, lat: hit.lat }, 4)}</span>
            </li>
          ))}
          {hits.length === 0 && <li className="none">{tt('goto.none', { grid: formatMgrs({ lon: (mission.bounds[0] + mission.bounds[2]) / 2, lat: (mission.bounds[1] + mission.bounds[3]) / 2 }, 6) ?? '' })}</li>}
        </ul>
      )}
    </form>
  )
}
