/** Latitude and longitude in the forms people write: decimal degrees, degrees and minutes, degrees minutes seconds, ISO 6709. */
import { formatMgrs } from './place-mgrs.ts'
import type { MgrsDigits } from './place-mgrs.ts'
import type { LonLat } from './place-geodesy.ts'

export type LatLonForm = 'DD' | 'DDM' | 'DMS'
export type LatLonProblem = 'form' | 'ambiguous' | 'axes' | 'range' | 'minutes'
export type LatLonReading =
  | { ok: true; point: LonLat; radiusM: number; form: LatLonForm }
  | { ok: false; reason: LatLonProblem; message: string }

type Axis = { value: number; unit: number; axis: 'lat' | 'lon' | undefined; form: LatLonForm }

const METRES_PER_DEGREE = 111_195
/** No way of writing a position is longer; keeps hostile input from costing time. */
const LONGEST = 100
const NUM = String.raw`\d+(?:[.,]\d+)?`
// Degrees, then minutes and seconds, separated by their signs or by blanks.
const BODY = String.raw`([+-]?\s?\d{1,3}(?:[.,]\d+)?)\s*(?:°|deg\b)?(?:(?:(?<=[°g]\s*)|\s|[-](?=\d))\s*(${NUM})\s*(?:'(?!'))?(?:(?:(?<='\s*)|\s)\s*(${NUM})\s*(?:"|'')?)?)?`
const SUFFIXED = String.raw`${BODY}\s*([NSEWO])`
const PREFIXED = String.raw`([NSEWO])\s*${BODY}`
const GAP = String.raw`\s*[,;/|]?\s*`
const BOTH_SUFFIXED = new RegExp(`^${SUFFIXED}${GAP}${SUFFIXED}$`, 'i')
const BOTH_PREFIXED = new RegExp(`^${PREFIXED}${GAP}${PREFIXED}$`, 'i')
const SIGNED_SEXAGESIMAL = new RegExp(`^${BODY.replace('(?:°|deg\\b)?', '(?:°|deg\\b)')}${GAP}${BODY.replace('(?:°|deg\\b)?', '(?:°|deg\\b)')}$`, 'i')
const PLAIN = /^(?:lat(?:itude)?\s*[:=]?\s*)?([+-]?\d{1,3}(?:[.,]\d+)?)(\s*[,;/|]\s*|\s+)(?:(?:lon(?:g(?:itude)?)?|lng)\s*[:=]?\s*)?([+-]?\d{1,3}(?:[.,]\d+)?)$/i
const COMPACT = /^(\d{2})(\d{2})(\d{2}(?:[.,]\d+)?)?([NS])[\s,/]*(\d{3})(\d{2})(\d{2}(?:[.,]\d+)?)?([EWO])$/i
const COMPACT_MINUTES = /^(\d{2})(\d{2}[.,]\d+)([NS])[\s,/]*(\d{3})(\d{2}[.,]\d+)([EWO])$/i
const ISO_6709 = /^([+-])(\d{2}|\d{4}|\d{6})([.,]\d+)?([+-])(\d{3}|\d{5}|\d{7})([.,]\d+)?(?:[+-]\d+(?:[.,]\d+)?)?(?:CRS[\w]+)?\/?$/

/**
 * Reads a position: `5.123, -4.2`, `5,123 -4,2`, `5.123N 4.2W`, `5°12.3'N 004°05.1'W`, `5°12'30"N 4°05'10"W`,
 * `N05 12 30 W004 05 10`, `051230N 0040510W`, `+05.123-004.200/`. Latitude comes first unless letters say otherwise;
 * O is west (ouest, oeste). `radiusM` follows from the last digit written: half a unit each way, on the diagonal, at least 1 m.
 */
export function parseLatLon(text: string): LatLonReading {
  if (text.length > LONGEST) {
    return fail('form', `a position has at most ${LONGEST} characters`)
  }
  const clean = tidy(text)
  const iso = ISO_6709.exec(clean)
  if (iso) {
    return combine(isoAxis(iso[1], iso[2] ?? '', iso[3], 2), isoAxis(iso[4], iso[5] ?? '', iso[6], 3))
  }
  const compact = COMPACT.exec(clean)
  if (compact) {
    const [, d1, m1, s1, h1, d2, m2, s2, h2] = compact
    return combine(axisOf(d1, m1, s1, h1), axisOf(d2, m2, s2, h2))
  }
  const minutes = COMPACT_MINUTES.exec(clean)
  if (minutes) {
    const [, d1, m1, h1, d2, m2, h2] = minutes
    return combine(axisOf(d1, m1, undefined, h1), axisOf(d2, m2, undefined, h2))
  }
  const suffixed = BOTH_SUFFIXED.exec(clean)
  if (suffixed) {
    const [, d1, m1, s1, h1, d2, m2, s2, h2] = suffixed
    return combine(axisOf(d1, m1, s1, h1), axisOf(d2, m2, s2, h2))
  }
  const prefixed = BOTH_PREFIXED.exec(clean)
  if (prefixed) {
    const [, h1, d1, m1, s1, h2, d2, m2, s2] = prefixed
    return combine(axisOf(d1, m1, s1, h1), axisOf(d2, m2, s2, h2))
  }
  const plain = PLAIN.exec(clean)
  if (plain) {
    const [, first = '', gap = '', second = ''] = plain
    const decimalComma = first.includes(',') || second.includes(',')
    if (gap === ',' && !/^[+-]/.test(second) && (decimalComma || !/[.]/.test(first + second))) {
      return fail('ambiguous', 'the comma may separate two numbers or mark decimals: write 5.123, -4.2 or 5,123 ; -4,2')
    }
    return combine(axisOf(first, undefined, undefined, undefined), axisOf(second, undefined, undefined, undefined))
  }
  const signed = SIGNED_SEXAGESIMAL.exec(clean)
  if (signed) {
    const [, d1, m1, s1, d2, m2, s2] = signed
    return combine(axisOf(d1, m1, s1, undefined), axisOf(d2, m2, s2, undefined))
  }
  return fail('form', 'a position is latitude then longitude, such as 5.123, -4.2 or 5°12\'30"N 4°05\'10"W')
}

/** One character for each usual sign; never changes the length, so that places in the text stay valid. */
function sameLength(text: string): string {
  return text
    .replace(/[º˚]/g, '°')
    .replace(/[′’‘ʹ´`]/g, "'")
    .replace(/[″”“ʺ]/g, '"')
    .replace(/[−–]/g, '-')
    .replace(/[\u00a0\u202f\u2009\t\n]/g, ' ')
    .replace(/٫/g, '.')
    .replace(/[٠-٩۰-۹]/g, (digit) => String(digit.charCodeAt(0) & 15))
}

function tidy(text: string): string {
  return sameLength(text).trim().replace(/\s+/g, ' ').replace(/^[([]\s*|\s*[)\]]$/g, '')
}

function fail(reason: LatLonProblem, message: string): LatLonReading {
  return { ok: false, reason, message }
}

function decimals(text: string): number {
  const at = text.search(/[.,]/)
  return at < 0 ? 0 : text.length - at - 1
}

function num(text: string): number {
  return Number(text.replace(',', '.').replace(/\s/g, ''))
}

/** `unit`: size in degrees of the last digit written. NaN value: minutes or seconds of 60 and more, or a fraction before smaller parts. */
function axisOf(
  degrees = '', minutes: string | undefined, seconds: string | undefined, letter: string | undefined,
): Axis {
  const hemisphere = letter?.toUpperCase()
  const axis = hemisphere === undefined ? undefined : 'NS'.includes(hemisphere) ? 'lat' : 'lon'
  const negative = degrees.startsWith('-')
  const sign = (negative ? -1 : 1) * (hemisphere !== undefined && 'SWO'.includes(hemisphere) ? -1 : 1)
  const whole = Math.abs(num(degrees))
  const form = seconds !== undefined ? 'DMS' : minutes !== undefined ? 'DDM' : 'DD'
  const last = seconds ?? minutes ?? degrees
  const unit = 10 ** -decimals(last) / (seconds !== undefined ? 3600 : minutes !== undefined ? 60 : 1)
  const m = num(minutes ?? '0')
  const s = num(seconds ?? '0')
  const broken = m >= 60 || s >= 60
    || (minutes !== undefined && decimals(degrees) > 0) || (seconds !== undefined && decimals(minutes ?? '') > 0)
    || (negative && hemisphere !== undefined)
  return { value: broken ? Number.NaN : sign * (whole + m / 60 + s / 3600), unit, axis, form }
}

function isoAxis(sign: string | undefined, figures: string, fraction: string | undefined, width: number): Axis {
  const parts = [figures.slice(0, width), figures.slice(width, width + 2), figures.slice(width + 2)].filter((part) => part !== '')
  const tail = (fraction ?? '').replace(',', '.')
  const [degrees, minutes, seconds] = parts.map((part, i) => (i === parts.length - 1 ? part + tail : part))
  return axisOf(`${sign}${degrees}`, minutes, seconds, undefined)
}

function combine(first: Axis, second: Axis): LatLonReading {
  if (Number.isNaN(first.value) || Number.isNaN(second.value)) {
    return fail('minutes', 'minutes and seconds must be below 60, only the last part may have decimals, and a letter replaces a minus sign')
  }
  if (first.axis !== undefined && first.axis === second.axis) {
    return fail('axes', `two ${first.axis === 'lat' ? 'latitudes' : 'longitudes'}: one letter must be N or S, the other E or W`)
  }
  const swapped = first.axis === 'lon' || second.axis === 'lat'
  const lat = swapped ? second.value : first.value
  const lon = swapped ? first.value : second.value
  if (Math.abs(lat) > 90 || Math.abs(lon) > 180) {
    const hint = Math.abs(lat) <= 180 && Math.abs(lon) <= 90 ? ' (latitude comes first: are they swapped?)' : ''
    return fail('range', `latitude ${lat} must be within ±90 and longitude ${lon} within ±180${hint}`)
  }
  // Tools trim trailing zeros, so the finer of the two numbers tells how finely the pair was written.
  const unit = Math.min(first.unit, second.unit)
  const radiusM = Math.max(1, Math.round((unit / 2) * METRES_PER_DEGREE * Math.SQRT2))
  return { ok: true, point: { lon, lat }, radiusM, form: first.form === 'DD' ? second.form : first.form }
}

// In running text a position needs letters, degree signs, or decimals on both numbers: two bare integers are not a place.
const SIGN = String.raw`[°'" ]`
const PIECE = String.raw`\d{1,3}(?:[.,]\d+)?(?:${SIGN}{1,3}\d{1,2}(?:[.,]\d+)?){0,2}${SIGN}{0,3}`
const IN_TEXT = new RegExp(
  [
    String.raw`(?<![\p{L}\p{N}.,-])${PIECE}[NS]\b[\s,;/]{0,4}${PIECE}[EWO](?![\p{L}\p{N}])`,
    String.raw`(?<![\p{L}\p{N}])[NS]\s?${PIECE}[\s,;/]{0,4}[EWO]\s?${PIECE}`,
    String.raw`(?<![\p{L}\p{N}])\d{4,6}(?:[.,]\d+)?[NS][\s,/]{0,4}\d{5,7}(?:[.,]\d+)?[EWO](?![\p{L}\p{N}])`,
    String.raw`(?<![\p{L}\p{N}.,])[+-]?\d{1,2}\.\d{2,12} ?[,;/ ] ?[+-]?\d{1,3}\.\d{2,12}(?![\p{L}\p{N}])`,
    String.raw`(?<![\p{L}\p{N}.,])[+-]?\d{1,2},\d{2,12} ?(?:[;/]|, | ) ?[+-]?\d{1,3},\d{2,12}(?![\p{L}\p{N}])`,
  ].join('|'),
  'giu',
)

/** Positions inside a longer text, with their place in it; what looks like one but cannot be is returned with its reason. */
export function findLatLon(text: string): { start: number; end: number; text: string; reading: LatLonReading }[] {
  const found: { start: number; end: number; text: string; reading: LatLonReading }[] = []
  for (const match of sameLength(text).matchAll(IN_TEXT)) {
    const trimmed = match[0].trimEnd()
    found.push({
      start: match.index, end: match.index + trimmed.length,
      text: text.slice(match.index, match.index + trimmed.length), reading: parseLatLon(trimmed),
    })
  }
  return found
}

/** Position as text: DD `5.12300, -4.20000`, DDM `05°12.300'N 004°05.100'W`, DMS `05°12'30.0"N 004°05'10.0"W`. `places`: decimals of the last part. */
export function formatLatLon(p: LonLat, form: LatLonForm, places?: number): string {
  if (form === 'DD') {
    const digits = places ?? 5
    return `${p.lat.toFixed(digits)}, ${p.lon.toFixed(digits)}`
  }
  const digits = places ?? (form === 'DDM' ? 3 : 1)
  return `${sexagesimal(p.lat, 2, form, digits)}${p.lat < 0 ? 'S' : 'N'} ${sexagesimal(p.lon, 3, form, digits)}${p.lon < 0 ? 'W' : 'E'}`
}

/** Counted in whole last units, so that 59.9996' becomes the next degree and never 60.000'. */
function sexagesimal(value: number, width: number, form: 'DDM' | 'DMS', places: number): string {
  const perMinute = (form === 'DMS' ? 60 : 1) * 10 ** places
  const units = Math.round(Math.abs(value) * 60 * perMinute)
  const degrees = String(Math.floor(units / (60 * perMinute))).padStart(width, '0')
  const inDegree = units % (60 * perMinute)
  const last = (n: number): string => (n / 10 ** places).toFixed(places).padStart(places > 0 ? places + 3 : 2, '0')
  if (form === 'DDM') {
    return `${degrees}°${last(inDegree)}'`
  }
  return `${degrees}°${String(Math.floor(inDegree / perMinute)).padStart(2, '0')}'${last(inDegree % perMinute)}"`
}

export type PlaceForm = LatLonForm | 'MGRS'

/** Position in the reader's chosen form; polar positions have no MGRS form here and come out as DD. */
export function formatPlace(p: LonLat, form: PlaceForm, mgrsDigits: MgrsDigits = 10): string {
  if (form === 'MGRS') {
    return formatMgrs(p, mgrsDigits) ?? formatLatLon(p, 'DD')
  }
  return formatLatLon(p, form)
}
