/** Places in a quick-log line: grids, positions, bearing and distance, gazetteer names. */
import {
  destination, distanceM, findBearingDistance, findLatLon, findMgrs, formatMgrs, guardDistance, parseMgrs, precisionOfRadius,
  resolveBearingDistance,
} from '../../../core/place.ts'
import type { LonLat } from '../../../core/place.ts'
import type { Place } from './model.ts'
import type { Candidate, NamedPlace, QuickLogContext, SpanValue } from './quicklog-types.ts'
import type { Word } from './quicklog-words.ts'

type Placed = Candidate & { value: SpanValue }
const SHORT_GRID = /(?<![\p{L}\p{N}])(?:(?:grid|gr|mgrs|grille|coord(?:onn[ée]es)?|loc|posn?)\s?:?\s?)([A-HJ-NP-Z]\s?[A-HJ-NP-V]\s?)?(\d{3}\s?\d{3}|\d{4}\s?\d{4}|\d{5}\s?\d{5}|\d{2}\s?\d{2})(?![\p{L}\p{N}])|(?<![\p{L}\p{N}])([A-HJ-NP-Z][A-HJ-NP-V])\s?(\d{3}\s?\d{3}|\d{4}\s?\d{4}|\d{5}\s?\d{5})(?![\p{L}\p{N}])/giu
const NEAR = /(?:\b(?:near|close to|vic|vicinity of|vicinity|outskirts of|outside|around|pr[eè]s de|proximit[eé] de|[aà] c[oô]t[eé] de|aux? environs de|aux? alentours de|cerca de|قرب|بالقرب من)\s+(?:of |the |la |le |l['’])?)$/iu

/** Grid references and positions; a shape that cannot be is marked, not dropped. */
export function findPositions(text: string, context: QuickLogContext): Placed[] {
  const found: Placed[] = []
  for (const { start, end, text: raw, reading } of findMgrs(text)) {
    if (reading.ok) {
      // Two digits in a running text are more often words and a count than a ten-kilometre square.
      if (reading.digits < 4 && raw !== raw.toUpperCase()) {
        continue
      }
      found.push(guarded(start, end, gridPlace(reading.point, reading.radiusM, reading.mgrs), context))
    } else if (/\d{4,}|\d{2,} \d{2,}/.test(raw) && (raw === raw.toUpperCase() || /^\d{1,2}[a-z]/i.test(raw))) {
      found.push({
        start, end, value: { kind: 'place', place: unplaced(raw) }, warning: 'grid-invalid', detail: reading.message,
      })
    }
  }
  for (const { start, end, text: raw, reading } of findLatLon(text)) {
    if (reading.ok) {
      const precision = precisionOfRadius(reading.radiusM)
      const place: Place = { ...rounded(reading.point), precision, radiusM: reading.radiusM, method: 'GPS', ...gridOf(reading.point) }
      found.push(guarded(start, end, place, context))
    } else {
      found.push({ start, end, value: { kind: 'place', place: unplaced(raw) }, warning: 'position-invalid', detail: reading.message })
    }
  }
  if (context.centre) {
    for (const match of text.matchAll(SHORT_GRID)) {
      const letters = (match[1] ?? match[3] ?? '').replace(/\s/g, '').toUpperCase()
      const figures = (match[2] ?? match[4] ?? '').replace(/\s/g, '')
      const glued = match[3] !== undefined
      if (glued && (match[3] !== match[3]?.toUpperCase())) {
        continue
      }
      const completed = completeGrid(letters, figures, context.centre)
      if (completed) {
        const one = guarded(match.index, match.index + match[0].length, completed, context)
        found.push(one.warning ? one : { ...one, warning: 'grid-completed' })
      }
    }
  }
  return found
}

function rounded(p: LonLat): { lon: number; lat: number } {
  return { lon: Math.round(p.lon * 1e7) / 1e7, lat: Math.round(p.lat * 1e7) / 1e7 }
}

function gridOf(p: LonLat): { mgrs?: string } {
  const mgrs = formatMgrs(p, 10)
  return mgrs === undefined ? {} : { mgrs }
}

function gridPlace(point: LonLat, radiusM: number, mgrs: string): Place {
  return { ...rounded(point), mgrs, precision: precisionOfRadius(radiusM), radiusM, method: 'GRID' }
}

/** A place that is told but not located: kept by name, with no point. */
function unplaced(name: string): Place {
  return { name: name.slice(0, 200), precision: 7, radiusM: 500_000, method: 'DESCRIBED' }
}

function guarded(start: number, end: number, place: Place, context: QuickLogContext): Placed {
  const one: Placed = { start, end, value: { kind: 'place', place } }
  if (place.lon === undefined || place.lat === undefined) {
    return one
  }
  const point = { lon: place.lon, lat: place.lat }
  const near = context.centre ?? (context.bounds && nearestWithin(point, context.bounds))
  if (near) {
    const guard = guardDistance(point, near)
    if (guard.suspicious) {
      return { ...one, warning: 'far-from-area', detail: String(Math.round(guard.distanceM / 1000)) }
    }
  }
  return one
}

/** The point of a box nearest to another; west greater than east crosses the antimeridian. */
function nearestWithin({ lon, lat }: LonLat, [west, south, east, north]: readonly [number, number, number, number]): LonLat {
  const width = (east - west + 360) % 360
  const from = (lon - west + 360) % 360
  const nearest = from <= width ? lon : from - width < 360 - from ? east : west
  return { lon: nearest, lat: Math.min(north, Math.max(south, lat)) }
}

/** Zone, band and square letters from the unit's area: of the squares around its centre, the reading nearest to it. */
function completeGrid(letters: string, figures: string, centre: LonLat): Place | undefined {
  let best: { place: Place; metres: number } | undefined
  for (const bearing of [-1, 0, 45, 90, 135, 180, 225, 270, 315]) {
    const around = bearing < 0 ? centre : destination(centre, bearing, bearing % 90 === 0 ? 100_000 : 141_421)
    const square = formatMgrs(around, 0)
    if (square === undefined) {
      continue
    }
    const [zone = '', pair = ''] = square.split(' ')
    const reading = parseMgrs(`${zone}${letters || pair}${figures}`)
    if (reading.ok) {
      const metres = distanceM(reading.point, centre)
      if (!best || metres < best.metres) {
        best = { place: gridPlace(reading.point, reading.radiusM, reading.mgrs), metres }
      }
    }
  }
  return best?.place
}

/** Phrases such as `4 km NE of Sabo`, with the name resolved in the gazetteer. */
export function findPhrases(text: string, words: readonly Word[], context: QuickLogContext): Placed[] {
  const found: Placed[] = []
  for (const phrase of findBearingDistance(text)) {
    const named = phrase.name === 'after'
      ? nameFrom(text, words, phrase.end, context)
      : nameUntil(text, words, phrase.start, context)
    if (!named) {
      continue
    }
    const start = Math.min(named.start, phrase.start)
    const end = Math.max(named.end, phrase.end)
    const told = text.slice(start, end).trim().slice(0, 200)
    const places = named.places.map((place): Place => {
      const { point, radiusM } = resolveBearingDistance({ lon: place.lon, lat: place.lat }, place.radiusM, phrase)
      return {
        ...rounded(point), ...gridOf(point), name: told, gazetteer: place.id, ...(place.pcode ? { pcode: place.pcode } : {}),
        precision: precisionOfRadius(radiusM), radiusM, method: 'DESCRIBED',
      }
    })
    const [first, ...others] = places
    if (!first) {
      found.push({ start, end, value: { kind: 'place', place: unplaced(told) }, warning: 'unknown-place' })
    } else {
      found.push({ start, end, ...choice(first, others) })
    }
  }
  return found
}

function choice(first: Place, others: readonly Place[]): Pick<Placed, 'value' | 'alternatives' | 'warning'> {
  const value: SpanValue = { kind: 'place', place: first }
  return others.length === 0
    ? { value }
    : { value, warning: 'several-places', alternatives: others.map((place) => ({ kind: 'place', place })) }
}

type Name = { start: number; end: number; places: readonly NamedPlace[] }

/** The longest gazetteer name that begins at `from`; else up to three capitalised words as an unknown name. */
function nameFrom(text: string, words: readonly Word[], from: number, context: QuickLogContext): Name | undefined {
  const at = words.findIndex((word) => word.start >= from)
  const first = words[at]
  if (!first || !/^[\s'’]*$/.test(text.slice(from, first.start))) {
    return undefined
  }
  for (let length = 4; length >= 1; length--) {
    const last = words[at + length - 1]
    if (last && unbroken(text, words, at, length)) {
      const places = lookUp(text.slice(first.start, last.end), context)
      if (places.length > 0) {
        return { start: first.start, end: last.end, places }
      }
    }
  }
  let length = 1
  while (length < 3 && /^\p{Lu}/u.test(words[at + length]?.raw ?? '') && unbroken(text, words, at, length + 1)) {
    length++
  }
  return { start: first.start, end: words[at + length - 1]?.end ?? first.end, places: [] }
}

function nameUntil(text: string, words: readonly Word[], until: number, context: QuickLogContext): Name | undefined {
  let at = -1
  words.forEach((word, i) => {
    at = word.end <= until ? i : at
  })
  const last = words[at]
  if (!last) {
    return undefined
  }
  for (let length = Math.min(4, at + 1); length >= 1; length--) {
    const first = words[at - length + 1]
    if (first && unbroken(text, words, at - length + 1, length)) {
      const places = lookUp(text.slice(first.start, last.end), context)
      if (places.length > 0) {
        return { start: first.start, end: last.end, places }
      }
    }
  }
  return { start: last.start, end: last.end, places: [] }
}

/** Whether words stand together with nothing but blanks, hyphens and apostrophes between. */
export function unbroken(text: string, words: readonly Word[], at: number, length: number): boolean {
  for (let i = at + 1; i < at + length; i++) {
    const before = words[i - 1]
    const word = words[i]
    if (!before || !word || !/^[ \-'’]{0,3}$/.test(text.slice(before.end, word.start))) {
      return false
    }
  }
  return true
}

/** Gazetteer matches, nearest to the unit's area first. */
function lookUp(name: string, context: QuickLogContext): readonly NamedPlace[] {
  const places = context.findPlace(name)
  const { centre } = context
  if (!centre || places.length < 2) {
    return places
  }
  return [...places].sort((a, b) => distanceM(a, centre) - distanceM(b, centre))
}

// Words that stand in many sentences and also name hamlets somewhere; alone they are not taken for a place.
const COMMON = new Set(
  ('the and for with from has had was were are but not all two one our his her they them this that near village town market school road bridge camp base north south east west '
    + 'les des une dans par sur aux est ont sont pas plus pour avec entre vers leur ils elle sud nord ouest village ville marche ecole route pont camp base '
    + 'at in on of to by de du la le et en un au ce se sa son men man dead killed attack patrol convoy team group unit today yesterday hier').split(' '),
)

/** Gazetteer names at a word: the longest of up to four words. */
export function findNameAt(
  text: string, words: readonly Word[], at: number, blocked: (i: number) => boolean, context: QuickLogContext,
): (Placed & { length: number }) | undefined {
  const first = words[at]
  if (!first || first.number !== undefined || first.key.length < 2) {
    return undefined
  }
  for (let length = 4; length >= 1; length--) {
    const last = words[at + length - 1]
    if (!last || (length > 1 && (!unbroken(text, words, at, length) || blocked(at + length - 1) || blocked(at + 1)))) {
      continue
    }
    if (length === 1 && (COMMON.has(first.key) || first.key.length < 3)) {
      return undefined
    }
    const matches = lookUp(text.slice(first.start, last.end), context)
    if (matches.length === 0) {
      continue
    }
    const nearby = NEAR.exec(text.slice(Math.max(0, first.start - 30), first.start))
    const places = matches.map((match): Place => {
      // "Near" is told of up to about two kilometres more than the place itself reaches.
      const radiusM = nearby ? match.radiusM + 2000 : match.radiusM
      // A settlement stays a settlement; a bridge or a crossroads is no longer exact.
      const precision = nearby && match.precision < 3 ? precisionOfRadius(radiusM) : match.precision
      return {
        ...rounded(match), ...gridOf(match), name: match.name, gazetteer: match.id, ...(match.pcode ? { pcode: match.pcode } : {}),
        precision, radiusM, method: nearby ? 'DESCRIBED' : 'GAZETTEER',
      }
    })
    const [best, ...others] = places
    if (best) {
      return { start: first.start, end: last.end, length, ...choice(best, others) }
    }
  }
  return undefined
}
