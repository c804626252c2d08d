import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Json, JsonObject } from '../../core/json.ts'
import { formatMgrs, parseMgrs } from '../../core/place-mgrs.ts'
import { parseLatLon } from '../../core/place-latlon.ts'
import { DEFAULT_RADIUS_M, PLACE_PRECISIONS, precisionOfRadius } from '../../core/place-precision.ts'
import type { PlacePrecision } from '../../core/place-precision.ts'
import { api, queryString } from '../api/http.ts'
import type { GazetteerItem } from '../api/types.ts'
import { useWords } from '../i18n/i18n.tsx'

/** Places the gazetteer knows by (part of) a name. Asked from two letters on. */
export function useGazetteer(text: string, near?: { lon: number; lat: number }) {
  const wanted = text.trim()
  return useQuery({
    queryKey: ['gazetteer', wanted, near?.lon, near?.lat], enabled: wanted.length >= 2, staleTime: 600_000,
    queryFn: ({ signal }) => api<{ items: GazetteerItem[] }>(`/api/gazetteer?${queryString({ q: wanted, limit: 8, near: near ? `${near.lon},${near.lat}` : undefined })}`, { signal }).then((r) => r.items),
  })
}

/** A grid, latitude and longitude, or a name; with how precisely it is known. */
export function PlaceField({ value, onChange }: { value: JsonObject; onChange(value: Json | undefined): void }) {
  const { t, number } = useWords()
  const shown = String(value['name'] ?? value['mgrs'] ?? (typeof value['lat'] === 'number' ? `${value['lat']}, ${String(value['lon'])}` : ''))
  const [typed, setTyped] = useState(shown)
  const isGrid = /\d/.test(typed)
  const found = useGazetteer(isGrid || typed === shown ? '' : typed)
  const point = typeof value['lon'] === 'number' && typeof value['lat'] === 'number' ? { lon: value['lon'], lat: value['lat'] } : null

  function read(text: string) {
    setTyped(text)
    if (text.trim() === '') {
      onChange(undefined)
      return
    }
    const grid = parseMgrs(text)
    if (grid.ok) {
      const precision = precisionOfRadius(grid.radiusM)
      onChange({ lon: round(grid.point.lon), lat: round(grid.point.lat), mgrs: grid.mgrs, precision, radiusM: Math.max(1, Math.round(grid.radiusM)), method: 'GRID' })
      return
    }
    const degrees = parseLatLon(text)
    if (degrees.ok) {
      onChange({ lon: round(degrees.point.lon), lat: round(degrees.point.lat), precision: precisionOfRadius(degrees.radiusM), radiusM: Math.max(1, Math.round(degrees.radiusM)), method: 'GRID' })
      return
    }
    const { lon: _lon, lat: _lat, mgrs: _mgrs, gazetteer: _gazetteer, ...rest } = value
    onChange({ ...rest, name: text, precision: 7, radiusM: DEFAULT_RADIUS_M[7], method: 'DESCRIBED' })
  }

  function take(item: GazetteerItem) {
    setTyped(item.name)
    onChange({ lon: round(item.lon), lat: round(item.lat), name: item.name, gazetteer: item.id, ...(item.pcode ? { pcode: item.pcode } : {}), precision: item.precision, radiusM: item.radiusM, method: 'GAZETTEER' })
  }

  return (
    <div className="stack tight">
      <input className="input" dir="auto" value={typed} placeholder={t('form.place.hint')} aria-label={t('form.place')} onChange={(e) => read(e.target.value)} />
      {(found.data?.length ?? 0) > 0 && typed !== shown && (
        <ul className="hits">
          {found.data?.map((item) => <li key={item.id}><button type="button" className="item" onClick={() => take(item)}><span className="grow" dir="auto">{item.name}</span><span className="quiet small">{item.type}</span></button></li>)}
        </ul>
      )}
      {(typed !== '' || point) && (
        <div className="row wrap">
          {point && <span className="hint mono ltr">{formatMgrs(point, 8)}</span>}
          <label className="row small">{t('form.precision')}
            <select className="select slim" value={String(value['precision'] ?? 7)} onChange={(e) => { const p = Number(e.target.value) as PlacePrecision; onChange({ method: 'DESCRIBED', ...value, precision: p, radiusM: DEFAULT_RADIUS_M[p] }) }}>
              {PLACE_PRECISIONS.map((p) => <option key={p} value={p}>{p} · {t(`precision.${p}`)}</option>)}
            </select>
          </label>
          <span className="hint ltr">± {number(Number(value['radiusM'] ?? 0))} m</span>
        </div>
      )}
    </div>
  )
}

function round(degrees: number): number {
  return Math.round(degrees * 1e7) / 1e7
}
