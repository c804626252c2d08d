/** Places told by bearing and distance from a known one: `4 km NE of Sabo`, `4 km au NE de Sabo`, `Sabo + 4 km NE`. */
import { destination } from './place-geodesy.ts'
import type { LonLat } from './place-geodesy.ts'

export type BearingDistance = {
  /** Degrees from true north, [0, 360). */
  bearing: number
  distanceM: number
  /** Half of the sector the direction word leaves open, degrees. */
  sector: number
}
/** A phrase in a text; the name stands after `end` ('after') or before `start` ('before'). */
export type FoundBearingDistance = BearingDistance & { start: number; end: number; name: 'after' | 'before' }

export const COMPASS_POINTS = [
  'N', 'NNE', 'NE', 'ENE', 'E', 'ESE', 'SE', 'SSE', 'S', 'SSW', 'SW', 'WSW', 'W', 'WNW', 'NW', 'NNW',
] as const

const UNITS: Record<string, number> = { km: 1000, m: 1, mi: 1609.344, nm: 1852 }
const UNIT =
  String.raw`(km|kms|kilom[eè]tres?|kilometers?|kil[oó]metros?|nm|nautical miles?|milles? nautiques?|mi|miles?|m|metres?|meters?|m[eè]tres?|metros?|كم|كيلومترا?|كلم|مترا?)`
const DIRECTION = String.raw`((?:north|south|nord|sud|norte|sur|nor(?=o?este))[ -]?(?:north|south|nord|sud)?[ -]?(?:east|west|ouest|est|este|oeste)?|east|west|est|ouest|este|oeste|[NS]{1,2}[EWO]?|[EWO](?:[NS][EWO])?|(?:شمال|جنوب)(?: ?(?:ال)?(?:شرقي?|غربي?))?|شرق|غرب|\d{1,3} ?(?:°|º|deg(?:rees?|r[eé]s?)?)|\d{1,4} ?mils?)`
// Behind its own word three figures are degrees, as they are spoken: bearing 045.
const BEARING = String.raw`(?:(?:(?:on )?(?:an? |the )?(?:bearing|azimuth)(?: of)?|brg|(?:au |sur l['’]|à l['’])?(?:cap|azimut)|(?:con )?(?:rumbo|demora|azimut)|(?:ال)?(?:اتجاه|سمت)),? (\d{3})(?: ?(?:°|º|deg(?:rees?|r[eé]s?)?))?(?: ?true)?(?! ?mils?)(?!\p{N}))`
const AMOUNT = String.raw`(?<![\p{L}\p{N}.,])(\d{1,4}(?:[.,]\d+)?) ?`
const OF = String.raw`(?: (?:of|from|de|du|des|d'|del|من)(?: (?:la |le |the )?| ?(?=['’]))|(?: d['’]))`

// 4 km NE of X · 4 km to the north-east of X · 4 km au NE de X
const BEFORE_NAME = new RegExp(
  `${AMOUNT}${UNIT}[ ,]+(?:to the |au |à l['’]|a l['’]|al |إلى |bearing |cap |azimut )?${DIRECTION}${OF}`, 'giu')
// X + 4 km NE · X +4km NE
const AFTER_NAME = new RegExp(String.raw`\s{0,3}\+ ?(\d{1,4}(?:[.,]\d+)?) ?${UNIT}[ ,]+(?:au |to the |à l['’])?${DIRECTION}(?![\p{L}\p{N}])`, 'giu')
// 4 km from X on a bearing of 045 is written name last as: bearing 045, 4 km from X
const BEARING_FIRST = new RegExp(
  String.raw`(?<![\p{L}\p{N}])(?:bearing |brg |azimut |azimuth |cap )?${DIRECTION},? +(\d{1,4}(?:[.,]\d+)?) ?${UNIT}${OF}`, 'giu')

// bearing 045 6 km from X · bearing 045, at 6 km from X
const SPOKEN_FIRST = new RegExp(String.raw`(?<![\p{L}\p{N}])${BEARING},? +(?:at |[àa] |a |على بعد )?(\d{1,4}(?:[.,]\d+)?) ?${UNIT}${OF}`, 'giu')
// 6 km on a bearing of 045 from X · à 6 km au cap 045 de X
const SPOKEN_SECOND = new RegExp(`${AMOUNT}${UNIT}[ ,]+${BEARING}${OF}`, 'giu')

/** Degrees and open sector of a direction: 16 compass points in EN, FR, ES and plain Arabic, degrees or NATO mils (6400 to the circle). */
export function parseDirection(text: string): { bearing: number; sector: number } | undefined {
  const plain = text.trim().normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  const degrees = /^(\d{1,3}) ?(?:°|deg\w*)$/.exec(plain)
  if (degrees) {
    return Number(degrees[1]) <= 360 ? { bearing: Number(degrees[1]) % 360, sector: 5 } : undefined
  }
  const mils = /^(\d{1,4}) ?mils?$/.exec(plain)
  if (mils) {
    return Number(mils[1]) <= 6400 ? { bearing: ((Number(mils[1]) / 6400) * 360) % 360, sector: 5 } : undefined
  }
  const letters = plain
    .replace(/[ -]/g, '')
    .replace(/north|norte|nord|nor(?=o?este)|شمال/g, 'n')
    .replace(/south|sur|sud|جنوب/g, 's')
    .replace(/ouest|oeste|west|(?:ال)?غربي?/g, 'w')
    .replace(/east|este|est|(?:ال)?شرقي?/g, 'e')
    .replace(/o/g, 'w')
    .toUpperCase()
  const index = COMPASS_POINTS.findIndex((point) => point === letters)
  if (index < 0) {
    return undefined
  }
  // Three letters were chosen among sixteen points, fewer among eight.
  return { bearing: index * 22.5, sector: letters.length === 3 ? 11.25 : 22.5 }
}

/** `4 km`, `2,5 kilomètres`, `3 nm` → metres; the sea mile is `nm` in any case, never nanometres. */
function metres(amount: string, unit: string): number | undefined {
  const plain = unit.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  const key = /^(?:k|ك)/.test(plain) ? 'km'
    : /^(?:nm|nautical|milles? n)/.test(plain) ? 'nm'
      : plain.startsWith('mi') ? 'mi' : 'm'
  const size = UNITS[key]
  return size === undefined ? undefined : Number(amount.replace(',', '.')) * size
}

/** All bearing-and-distance phrases of a text, in order, without overlap. */
export function findBearingDistance(text: string): FoundBearingDistance[] {
  const digits = text.replace(/[٠-٩۰-۹]/g, (digit) => String(digit.charCodeAt(0) & 15))
  const found: FoundBearingDistance[] = []
  const add = (
    start: number, end: number, name: 'after' | 'before', amount = '', unit = '', direction = '',
  ): void => {
    const way = parseDirection(direction)
    const distanceM = metres(amount, unit)
    if (way && distanceM !== undefined && !found.some((one) => start < one.end && one.start < end)) {
      found.push({ start, end, name, distanceM, ...way })
    }
  }
  for (const m of digits.matchAll(BEFORE_NAME)) {
    add(m.index, m.index + m[0].length, 'after', m[1], m[2], m[3])
  }
  for (const m of digits.matchAll(AFTER_NAME)) {
    add(m.index, m.index + m[0].length, 'before', m[1], m[2], m[3])
  }
  for (const m of digits.matchAll(BEARING_FIRST)) {
    add(m.index, m.index + m[0].length, 'after', m[2], m[3], m[1])
  }
  for (const m of digits.matchAll(SPOKEN_FIRST)) {
    add(m.index, m.index + m[0].length, 'after', m[2], m[3], `${m[1]}°`)
  }
  for (const m of digits.matchAll(SPOKEN_SECOND)) {
    add(m.index, m.index + m[0].length, 'after', m[1], m[2], `${m[3]}°`)
  }
  return found.sort((a, b) => a.start - b.start)
}

/** A text that is one phrase and a name: `4 km NE of Sabo` → name `Sabo`, bearing 45, 4000 m. Undefined otherwise. */
export function parseBearingDistance(text: string): (BearingDistance & { name: string }) | undefined {
  const clean = text.trim()
  const [phrase] = findBearingDistance(clean)
  if (!phrase) {
    return undefined
  }
  const { bearing, distanceM, sector } = phrase
  if (phrase.name === 'after' && phrase.start === 0) {
    const name = clean.slice(phrase.end).trim()
    return name ? { name, bearing, distanceM, sector } : undefined
  }
  if (phrase.name === 'before' && phrase.end === clean.length) {
    const name = clean.slice(0, phrase.start).trim()
    return name ? { name, bearing, distanceM, sector } : undefined
  }
  return undefined
}

/**
 * The position a phrase describes and its radius in metres: that of the named place, the width of the direction's sector
 * at that distance, and a tenth of the distance (distances are told in round figures), combined as independent errors.
 */
export function resolveBearingDistance(
  from: LonLat, fromRadiusM: number, told: BearingDistance,
): { point: LonLat; radiusM: number } {
  const across = told.distanceM * Math.sin((told.sector * Math.PI) / 180)
  return {
    point: destination(from, told.bearing, told.distanceM),
    radiusM: Math.round(Math.hypot(fromRadiusM, across, told.distanceM / 10)),
  }
}

/** `4 km NE of Sabo` in the reader's language, the distance rounded to two figures and the direction to eight points. */
export function formatBearingDistance(
  told: { bearing: number; distanceM: number }, name: string, language: 'en' | 'fr' | 'es' | 'ar' = 'en',
): string {
  const eighth = Math.round((((told.bearing % 360) + 360) % 360) / 45) % 8
  const km = told.distanceM / 1000
  const figure = told.distanceM < 1000 ? Math.round(told.distanceM / 50) * 50 : km < 10 ? Math.round(km * 10) / 10 : Math.round(km)
  const distance = new Intl.NumberFormat(language === 'ar' ? 'ar-u-nu-latn' : language).format(figure)
  const metric = told.distanceM < 1000
  const point = POINT_NAMES[language][eighth] ?? ''
  switch (language) {
    case 'fr':
      return `${distance} ${metric ? 'm' : 'km'} ${/^[EO]/.test(point) ? "à l'" : 'au '}${point} de ${name}`
    case 'es':
      return `${distance} ${metric ? 'm' : 'km'} al ${point} de ${name}`
    case 'ar':
      return `${distance} ${metric ? 'م' : 'كم'} ${point} ${name}`
    default:
      return `${distance} ${metric ? 'm' : 'km'} ${point} of ${name}`
  }
}

const POINT_NAMES: Record<'en' | 'fr' | 'es' | 'ar', readonly string[]> = {
  en: ['N', 'NE', 'E', 'SE', 'S', 'SW', 'W', 'NW'],
  fr: ['N', 'NE', 'E', 'SE', 'S', 'SO', 'O', 'NO'],
  es: ['N', 'NE', 'E', 'SE', 'S', 'SO', 'O', 'NO'],
  ar: ['شمال', 'شمال شرق', 'شرق', 'جنوب شرق', 'جنوب', 'جنوب غرب', 'غرب', 'شمال غرب'],
}
