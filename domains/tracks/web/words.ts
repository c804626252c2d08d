import { formatLatLon, parseLatLon } from '../../../core/place-latlon.ts'
import { formatMgrs, parseMgrs } from '../../../core/place-mgrs.ts'
import type { FixSource } from '../../../core/fix.ts'
import { ageText } from '../../../web/face.ts'
import type { LiveTrack } from '../shared/wire.ts'

type Say = (key: `source.${FixSource}`, values?: Record<string, string | number>) => string

/** Grid and degrees of a place. */
export function placeWords(at: { lon: number; lat: number }): { grid: string; degrees: string } {
  return { grid: formatMgrs(at, 10) ?? '', degrees: formatLatLon(at, 'DD', 5) }
}

/** `manual, 40 min old`. */
export function sourceWords(one: Pick<LiveTrack, 'source' | 'at'>, now: number, locale: string, tt: Say): string {
  return tt(`source.${one.source}`, { age: ageText(Math.max(0, now - one.at), locale) })
}

/** Metres as they are said: 840 m, 12.4 km. */
export function lengthWords(metres: number, number: (n: number) => string): string {
  return metres < 1000 ? `${number(Math.round(metres))} m` : `${number(Math.round(metres / (metres < 100_000 ? 100 : 1000)) / (metres < 100_000 ? 10 : 1))} km`
}

/** The place a grid or coordinates name; null for anything else, a place name too. */
export function pointOf(text: string): { lon: number; lat: number } | null {
  const grid = parseMgrs(text)
  if (grid.ok) {
    return grid.point
  }
  const degrees = parseLatLon(text)
  return degrees.ok ? degrees.point : null
}
