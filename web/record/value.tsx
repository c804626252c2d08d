import type { ReactNode } from 'react'
import { formatLatLon } from '../../core/place-latlon.ts'
import { formatMgrs } from '../../core/place-mgrs.ts'
import type { Json, JsonObject } from '../../core/json.ts'
import { useTexts, useWords } from '../i18n/i18n.tsx'
import { useAreas, useKind, useTitles, useTitlesOfAny } from '../api/queries.ts'
import { Link } from '../link.tsx'
import { codeWords, facetKind } from '../registry.ts'
import { FullTime } from '../shell/parts.tsx'
import { ROWS } from './members.texts.ts'
import { namesRecord } from './named.ts'

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?Z$/

/** What is said of a point by its name and grid. */
const POINT: ReadonlySet<string> = new Set(['lon', 'lat', 'name', 'grid'])

const AREA_FIELDS: ReadonlySet<string> = new Set(['area', 'areas', 'parent'])

/** Any value of any record, readable. */
export function Value({ kind, field, value }: { kind: string; field: string; value: Json | undefined }): ReactNode {
  const { t, locale, number } = useWords()
  const areas = useAreas().data
  // Areas are stored by id and read by name.
  const of = useKind(facetKind(kind, field) ?? field)?.name ?? null
  const areaName = (id: string) => (AREA_FIELDS.has(field) ? areas?.find((a) => a.id === id)?.name : undefined)
  if (value === undefined || value === null || value === '') {
    return <span className="quiet">—</span>
  }
  if (typeof value === 'boolean') {
    return value ? t('common.yes') : t('common.no')
  }
  if (typeof value === 'number') {
    return <span className="ltr">{number(value)}</span>
  }
  if (typeof value === 'string') {
    if (INSTANT.test(value)) {
      return <FullTime at={value} />
    }
    const words = areaName(value) ?? codeWords(kind, field, value, locale)
    return namesRecord(value, words, of !== null) ? <RecordName kind={of} id={value} /> : <span dir="auto" className="prewrap">{words}</span>
  }
  if (Array.isArray(value)) {
    return value.every((v) => typeof v !== 'object')
      ? <Tags kind={of} items={value.map((v) => ({ text: String(v), words: areaName(String(v)) ?? codeWords(kind, field, String(v), locale) }))} />
      : <ul className="valuelist">{value.map((v, i) => <li key={i}><Members kind={kind} value={v as JsonObject} /></li>)}</ul>
  }
  if (typeof value['precision'] === 'number' && typeof value['radiusM'] === 'number') {
    return <PlaceValue value={value} />
  }
  return <Members kind={kind} value={value} />
}

/** A record a field names by its id, called by its title and one press away; the id where it may not be seen. */
function RecordName({ kind, id }: { kind: string | null; id: string }) {
  const title = useNames(kind, [id])(id)
  return title === undefined ? <span dir="auto" className="prewrap">{id}</span> : <Link to={`/records/${encodeURIComponent(id)}`}><bdi>{title}</bdi></Link>
}

/** Several of them, or of words, side by side. */
function Tags({ kind, items }: { kind: string | null; items: readonly { text: string; words: string }[] }) {
  const named = useNames(kind, items.flatMap(({ text, words }) => (namesRecord(text, words, kind !== null) ? [text] : [])))
  return (
    <span className="row wrap">{items.map(({ text, words }, i) => {
      const title = named(text)
      return <span key={i} className="tag" dir="auto">{title === undefined ? words : <Link to={`/records/${encodeURIComponent(text)}`}><bdi>{title}</bdi></Link>}</span>
    })}</span>
  )
}

/** Titles by id, as far as the reader may see them; `kind` null: of whatever kind they are. */
function useNames(kind: string | null, ids: readonly string[]): (id: string) => string | undefined {
  const ofKind = useTitles(kind, ids).data
  const ofAny = useTitlesOfAny(kind === null ? ids : []).data
  return (id) => (ids.includes(id) ? (ofKind?.get(id) ?? ofAny?.get(id)) : undefined)
}

function Members({ kind, value }: { kind: string; value: JsonObject }) {
  const { label } = useWords()
  const tt = useTexts(ROWS)
  const name = (key: string) => label(`field.${kind}.${key}`, label(`field.${key}`, `part.${key}` in ROWS ? tt(`part.${key}` as keyof typeof ROWS) : undefined))
  const point = typeof value['lon'] === 'number' && typeof value['lat'] === 'number' ? { lon: value['lon'], lat: value['lat'] } : null
  return (
    <span className="members">
      {point && <span className="place">{value['name'] !== undefined && <strong dir="auto">{String(value['name'])}</strong>} <span className="mono ltr">{formatMgrs(point, 8) ?? formatLatLon(point, 'DD', 4)}</span></span>}
      {Object.entries(value).filter(([key, v]) => v !== undefined && key !== 'id' && !(point && POINT.has(key))).map(([key, v]) => (
        <span key={key}><span className="quiet small">{name(key)}</span> <Value kind={kind} field={key} value={v} /></span>
      ))}
    </span>
  )
}

/** A place: name, grid, degrees, and how precisely it is known. */
export function PlaceValue({ value }: { value: JsonObject }) {
  const { t, number } = useWords()
  const point = typeof value['lon'] === 'number' && typeof value['lat'] === 'number' ? { lon: value['lon'], lat: value['lat'] } : null
  const precision = Math.min(7, Math.max(1, Number(value['precision'] ?? 7))) as 1 | 2 | 3 | 4 | 5 | 6 | 7
  return (
    <span className="place">
      {value['name'] !== undefined && <strong dir="auto">{String(value['name'])}</strong>}
      {point && <span className="mono ltr">{typeof value['mgrs'] === 'string' ? value['mgrs'] : formatMgrs(point, precision === 1 ? 6 : precision === 2 ? 4 : 2)}</span>}
      {point && <span className="mono ltr quiet">{formatLatLon(point, 'DD', 4)}</span>}
      <span className="quiet small">{t(`precision.${precision}`)} · ± {number(Number(value['radiusM'] ?? 0))} m</span>
    </span>
  )
}
