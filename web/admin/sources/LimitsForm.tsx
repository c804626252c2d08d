import { useState } from 'react'
import { inLocale } from '../../../core/i18n.ts'
import { MAX_MAP_ZOOM } from '../../../core/map-source.ts'
import type { MapSource } from '../../../core/map-source.ts'
import { ROLE_CODES, ROLES } from '../../../core/roles.ts'
import { useRecord } from '../../api/queries.ts'
import { useTexts, useWords } from '../../i18n/i18n.tsx'
import { ROWS } from './maps.texts.ts'

type Limits = Pick<MapSource, 'minZoom' | 'maxZoom' | 'bounds' | 'roles'>
/** Fields of a map that narrow it, as they are written to its record; null takes one away. */
export type LimitsPatch = { [K in keyof Limits]-?: NonNullable<Limits[K]> | null }

/** For whom a map is, and which zooms and which part of it are used. */
export function LimitsForm({ id, onSave }: { id: string; onSave(patch: LimitsPatch): void }) {
  const record = useRecord(id).data
  return record ? <Fields key={record.version} id={id} limits={record.data as unknown as Limits} onSave={onSave} /> : null
}

function Fields({ id, limits, onSave }: { id: string; limits: Limits; onSave(patch: LimitsPatch): void }) {
  const tt = useTexts(ROWS)
  const { locale } = useWords()
  const [roles, setRoles] = useState(limits.roles ?? [])
  const [min, setMin] = useState(String(limits.minZoom ?? ''))
  const [max, setMax] = useState(String(limits.maxZoom ?? ''))
  const [box, setBox] = useState((limits.bounds ?? []).join(', '))
  const bounds = readBounds(box)
  const zoom = (text: string) => (text === '' ? null : Number(text))
  const bad = box.trim() !== '' && bounds === null
  return (
    <form className="stack limits" onSubmit={(e) => { e.preventDefault(); onSave({ roles: roles.length > 0 ? roles : null, minZoom: zoom(min), maxZoom: zoom(max), bounds }) }}>
      <fieldset className="row wrap">
        <legend>{tt('roles')}</legend>
        {ROLE_CODES.map((code) => <label key={code} className="check"><input type="checkbox" checked={roles.includes(code)} onChange={(e) => setRoles(e.target.checked ? [...roles, code] : roles.filter((one) => one !== code))} />{inLocale(ROLES[code].text, locale)}</label>)}
      </fieldset>
      <p className="hint">{tt('roles.hint')}</p>
      <div className="pair">
        <div className="field"><label htmlFor={`${id}-min`}>{tt('min-zoom')}</label><input id={`${id}-min`} className="input" type="number" min={0} max={MAX_MAP_ZOOM} value={min} onChange={(e) => setMin(e.target.value)} /></div>
        <div className="field"><label htmlFor={`${id}-max`}>{tt('max-zoom')}</label><input id={`${id}-max`} className="input" type="number" min={0} max={MAX_MAP_ZOOM} value={max} onChange={(e) => setMax(e.target.value)} /></div>
      </div>
      <div className="field"><label htmlFor={`${id}-box`}>{tt('bounds')}</label><input id={`${id}-box`} className="input mono" dir="ltr" value={box} placeholder="-5.5, 14, -2, 17" aria-invalid={bad} aria-describedby={bad ? `${id}-bad` : undefined} onChange={(e) => setBox(e.target.value)} />{bad && <p id={`${id}-bad`} className="error small">{tt('bounds.bad')}</p>}</div>
      <div className="row"><button type="submit" className="btn primary small" disabled={bad}>{tt('save')}</button></div>
    </form>
  )
}

/** `west, south, east, north` in degrees; null for anything else. */
function readBounds(text: string): [number, number, number, number] | null {
  const parts = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)))
  const [west = 0, south = 0, east = 0, north = 0] = parts
  return parts.length === 4 && parts.every(Number.isFinite) && Math.abs(west) <= 180 && Math.abs(east) <= 180 && Math.abs(south) <= 90 && Math.abs(north) <= 90 && south < north ? [west, south, east, north] : null
}
