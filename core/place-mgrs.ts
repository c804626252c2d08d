/**
 * Military Grid Reference System on WGS 84 (UTM part, 80° S – 84° N).
 * Transverse Mercator by Krüger's series to the fourth order of the third flattening (Karney 2011, eqs. 35–36; below 1 mm inside a zone).
 */
import type { LonLat } from './place-geodesy.ts'

const RAD = Math.PI / 180
const FLATTENING = 1 / 298.257_223_563
const N = FLATTENING / (2 - FLATTENING)
const K0A = (0.9996 * 6_378_137 * (1 + N ** 2 / 4 + N ** 4 / 64)) / (1 + N)
const CONFORMAL = (2 * Math.sqrt(N)) / (1 + N)
const ALPHA = [
  N / 2 - (2 * N ** 2) / 3 + (5 * N ** 3) / 16 + (41 * N ** 4) / 180,
  (13 * N ** 2) / 48 - (3 * N ** 3) / 5 + (557 * N ** 4) / 1440,
  (61 * N ** 3) / 240 - (103 * N ** 4) / 140,
  (49_561 * N ** 4) / 161_280,
]
const BETA = [
  N / 2 - (2 * N ** 2) / 3 + (37 * N ** 3) / 96 - N ** 4 / 360,
  N ** 2 / 48 + N ** 3 / 15 - (437 * N ** 4) / 1440,
  (17 * N ** 3) / 480 - (37 * N ** 4) / 840,
  (4397 * N ** 4) / 161_280,
]
const DELTA = [
  2 * N - (2 * N ** 2) / 3 - 2 * N ** 3 + (116 * N ** 4) / 45,
  (7 * N ** 2) / 3 - (8 * N ** 3) / 5 - (227 * N ** 4) / 45,
  (56 * N ** 3) / 15 - (136 * N ** 4) / 35,
  (4279 * N ** 4) / 630,
]

const BANDS = 'CDEFGHJKLMNPQRSTUVWX'
const COLUMNS = ['ABCDEFGH', 'JKLMNPQR', 'STUVWXYZ']
const ROWS = 'ABCDEFGHJKLMNPQRSTUV'

/** Digits written in all (easting and northing together). */
export type MgrsDigits = 0 | 2 | 4 | 6 | 8 | 10
export type MgrsProblem =
  | 'form' // not zone, band, two letters, digits
  | 'zone' // zone number is not 1–60, or does not exist in this band
  | 'band' // band letter is not C–X without I and O
  | 'column' // first square letter does not exist in this zone
  | 'row' // second square letter does not exist in this zone and band
  | 'digits' // odd number of digits, or more than ten
  | 'outside' // the square exists in the lettering but lies outside the zone or band
export type MgrsReading =
  | { ok: true; point: LonLat; radiusM: number; digits: MgrsDigits; mgrs: string }
  | { ok: false; reason: MgrsProblem; message: string }

/** Position → UTM metres; the zone may be forced (for squares beyond a zone's edge). */
export function toUtm(p: LonLat, zone: number = utmZone(p)): { zone: number; easting: number; northing: number } {
  const sinLat = Math.sin(p.lat * RAD)
  const t = Math.sinh(Math.atanh(sinLat) - CONFORMAL * Math.atanh(CONFORMAL * sinLat))
  const dLon = (p.lon - centralMeridian(zone)) * RAD
  const xi0 = Math.atan2(t, Math.cos(dLon))
  const eta0 = Math.atanh(Math.sin(dLon) / Math.sqrt(1 + t * t))
  let xi = xi0
  let eta = eta0
  ALPHA.forEach((a, i) => {
    const k = 2 * (i + 1)
    xi += a * Math.sin(k * xi0) * Math.cosh(k * eta0)
    eta += a * Math.cos(k * xi0) * Math.sinh(k * eta0)
  })
  return { zone, easting: 500_000 + K0A * eta, northing: (p.lat < 0 ? 10_000_000 : 0) + K0A * xi }
}

/** UTM metres → position. `south`: the northing counts from 10 000 000 at the equator. */
export function fromUtm(zone: number, easting: number, northing: number, south: boolean): LonLat {
  const xi = (northing - (south ? 10_000_000 : 0)) / K0A
  const eta = (easting - 500_000) / K0A
  let xi0 = xi
  let eta0 = eta
  BETA.forEach((b, i) => {
    const k = 2 * (i + 1)
    xi0 -= b * Math.sin(k * xi) * Math.cosh(k * eta)
    eta0 -= b * Math.cos(k * xi) * Math.sinh(k * eta)
  })
  const chi = Math.asin(Math.sin(xi0) / Math.cosh(eta0))
  let lat = chi
  DELTA.forEach((d, i) => {
    lat += d * Math.sin(2 * (i + 1) * chi)
  })
  return { lon: centralMeridian(zone) + Math.atan2(Math.sinh(eta0), Math.cos(xi0)) / RAD, lat: lat / RAD }
}

function centralMeridian(zone: number): number {
  return zone * 6 - 183
}

/** UTM zone of a point, with the exceptions of south-west Norway and Svalbard. */
export function utmZone(p: LonLat): number {
  if (p.lat >= 56 && p.lat < 64 && p.lon >= 3 && p.lon < 12) {
    return 32
  }
  if (p.lat >= 72 && p.lon >= 0 && p.lon < 42) {
    return p.lon < 9 ? 31 : p.lon < 21 ? 33 : p.lon < 33 ? 35 : 37
  }
  return Math.min(60, Math.floor((p.lon + 180) / 6) + 1)
}

/**
 * Position → `30P VB 123 456` (digits 6; 10 by default). As the standard asks, digits are cut, not rounded.
 * Undefined beyond 80° S – 84° N, where the grid is another one.
 */
export function formatMgrs(p: LonLat, digits: MgrsDigits = 10): string | undefined {
  if (!(p.lat >= -80 && p.lat <= 84 && Math.abs(p.lon) <= 180)) {
    return undefined
  }
  // A hair south of the equator would round to the equator itself, whose row belongs to the northern band.
  const lat = Math.abs(p.lat) < 1e-12 ? 0 : p.lat
  const { zone, easting, northing } = toUtm({ lon: p.lon, lat })
  const band = BANDS[Math.min(19, Math.floor((lat + 80) / 8))]
  const column = COLUMNS[(zone - 1) % 3]?.[Math.floor(easting / 100_000) - 1]
  const row = ROWS[(Math.floor(northing / 100_000) + (zone % 2 === 0 ? 5 : 0)) % 20]
  const half = digits / 2
  const cut = (metres: number): string => String(Math.floor(metres % 100_000)).padStart(5, '0').slice(0, half)
  return `${zone}${band} ${column}${row}${half > 0 ? ` ${cut(easting)} ${cut(northing)}` : ''}`
}

const SHAPE = /^(\d{1,2})([A-Z])([A-Z])([A-Z])(\d*)$/

function bad(reason: MgrsProblem, message: string): MgrsReading {
  return { ok: false, reason, message }
}

/**
 * Reads a grid reference however it is spaced or cased: `30P VB 123456`, `30pvb123456`, `30 P VB 123 456`.
 * The point is the centre of the square; `radiusM` is the side of the square, which holds it whole
 * (0 digits 100 km, 2 → 10 km, 4 → 1 km, 6 → 100 m, 8 → 10 m, 10 → 1 m). `mgrs` is the tidy form.
 */
export function parseMgrs(text: string): MgrsReading {
  const shape = SHAPE.exec(text.toUpperCase().replace(/[\s.,:;_/-]+/g, ''))
  if (!shape) {
    return bad('form', 'a grid reference is zone, band letter, two square letters and an even number of digits, such as 30P VB 123 456')
  }
  const [, zoneText = '', band = '', columnLetter = '', rowLetter = '', figures = ''] = shape
  const zone = Number(zoneText)
  if (zone < 1 || zone > 60) {
    return bad('zone', `zone ${zoneText} does not exist: zones run from 1 to 60`)
  }
  const bandIndex = BANDS.indexOf(band)
  if (bandIndex < 0) {
    return bad('band', `band letter ${band} does not exist: bands are C to X without I and O`)
  }
  if (band === 'X' && (zone === 32 || zone === 34 || zone === 36)) {
    return bad('zone', `zone ${zone} does not exist in band X`)
  }
  if (figures.length > 10) {
    return bad('digits', `${figures.length} digits are too many: at most 10`)
  }
  if (figures.length % 2 === 1) {
    return bad('digits', `${figures.length} digits cannot be halved into easting and northing: one is missing or too many`)
  }
  const columns = COLUMNS[(zone - 1) % 3] ?? ''
  const columnIndex = columns.indexOf(columnLetter)
  if (columnIndex < 0) {
    return bad('column', `square letter ${columnLetter} does not exist in zone ${zone}: its columns are ${columns[0]} to ${columns[7]}`)
  }
  const rowIndex = ROWS.indexOf(rowLetter)
  if (rowIndex < 0) {
    return bad('row', `square letter ${rowLetter} does not exist: rows are A to V without I and O`)
  }
  const half = figures.length / 2
  const side = 100_000 / 10 ** half
  const easting = (columnIndex + 1) * 100_000 + Number(figures.slice(0, half)) * side + side / 2
  const rowBase = ((rowIndex - (zone % 2 === 0 ? 5 : 0) + 20) % 20) * 100_000
  const south = bandIndex < 10
  const bandSouth = -80 + bandIndex * 8
  const bandNorth = band === 'X' ? 84 : bandSouth + 8
  // Half a square (and two minutes for the slant of the grid) over the band's edge: the square still reaches into the band.
  const slack = side / 2 / 110_000 + 0.03
  let rowFits = false
  for (let northing = rowBase; northing < 10_000_000; northing += 2_000_000) {
    const corner = fromUtm(zone, easting, northing + 50_000, south).lat
    rowFits ||= corner > bandSouth - 0.5 && corner < bandNorth + 0.5
    const point = fromUtm(zone, easting, northing + Number(figures.slice(half)) * side + side / 2, south)
    if (point.lat < bandSouth - slack || point.lat > bandNorth + slack) {
      continue
    }
    const [west, east] = zoneEdges(zone, bandIndex)
    const lonSlack = (side / 2 / 110_000 + 0.03) / Math.cos(point.lat * RAD)
    if (point.lon < west - lonSlack || point.lon > east + lonSlack) {
      return bad('outside', `square ${columnLetter}${rowLetter} lies outside zone ${zone} in band ${band}`)
    }
    const digits = figures.length as MgrsDigits
    const numbers = half > 0 ? ` ${figures.slice(0, half)} ${figures.slice(half)}` : ''
    return { ok: true, point, radiusM: side, digits, mgrs: `${zone}${band} ${columnLetter}${rowLetter}${numbers}` }
  }
  return rowFits
    ? bad('outside', `this part of square ${columnLetter}${rowLetter} lies outside band ${band}: check the band letter`)
    : bad('row', `square ${columnLetter}${rowLetter} does not exist in ${zone}${band}: check the square letters`)
}

function zoneEdges(zone: number, bandIndex: number): [west: number, east: number] {
  const west = zone * 6 - 186
  const band = BANDS[bandIndex]
  if (band === 'V' && (zone === 31 || zone === 32)) {
    return zone === 31 ? [0, 3] : [3, 12]
  }
  if (band === 'X') {
    const wide: Record<number, [number, number]> = { 31: [0, 9], 33: [9, 21], 35: [21, 33], 37: [33, 42] }
    return wide[zone] ?? [west, west + 6]
  }
  return [west, west + 6]
}

/** Grid references inside a longer text, with their place in it; only shapes with digits, so that plain words never match. */
export function findMgrs(text: string): { start: number; end: number; text: string; reading: MgrsReading }[] {
  const found: { start: number; end: number; text: string; reading: MgrsReading }[] = []
  for (const match of text.matchAll(IN_TEXT)) {
    found.push({ start: match.index, end: match.index + match[0].length, text: match[0], reading: parseMgrs(match[0]) })
  }
  return found
}

// Two groups of equal length, or one group; the longest split wins.
const IN_TEXT =
  /(?<![\p{L}\p{N}])\d{1,2}\s?[a-z]\s?[a-z]{2}\s?(?:\d{5}[ ,/-]?\d{5}|\d{4}[ ,/-]?\d{4}|\d{3}[ ,/-]?\d{3}|\d{2}[ ,/-]?\d{2}|\d[ ,/-]?\d|\d{3,11})(?![\p{L}\p{N}])/giu
