/** What the quick-log reader takes and gives. Derived fields have the shapes of an incident, so they can be stored as they are. */
import type { LonLat } from '../../../core/place.ts'
import type { Locale } from '../../../core/i18n.ts'
import type { Happened, Impact, Involved, Place, Weapon } from './model.ts'

/** The part of a taxonomy entry the reader needs; mission synonyms are read beside the shipped lexicon. */
export type QuickTaxonomyEntry = {
  code: string
  label: Readonly<Record<Locale, string>>
  synonyms?: Readonly<Partial<Record<Locale, readonly string[]>>>
}
/** A named place; `precision` and `radiusM` say how well its point stands for it. */
export type NamedPlace = {
  id: string
  name: string
  lon: number
  lat: number
  precision: Place['precision']
  radiusM: number
  pcode?: string
}
export type NamedActor = { id: string; name: string; type?: Involved['type'] }
export type NamedUnit = { id: string; name: string; callsign?: string }

export type QuickLogContext = {
  /** Our clock, epoch ms. */
  now: number
  /** IANA zone of the mission. */
  zone: string
  locale: Locale
  taxonomy: readonly QuickTaxonomyEntry[]
  /** Places whose name matches the words as typed; best first; must be quick (called for up to four words at every word). */
  findPlace: (name: string) => readonly NamedPlace[]
  findActor: (name: string) => readonly NamedActor[]
  /** Units by name or callsign. */
  findUnit?: (name: string) => readonly NamedUnit[]
  /** Centre of the reporting unit's area: completes short grids, chooses among namesakes, guards against a mistyped grid. */
  centre?: LonLat
  /** The mission's bounds in degrees (west, south, east, north): guard the grids of those who have no area of their own. */
  bounds?: readonly [number, number, number, number]
  /** Order of all-digit dates; without it they are read day first and marked. */
  dateOrder?: 'DMY' | 'MDY'
}

export type QuickWarning =
  | 'grid-invalid' // looks like a grid and cannot be one; detail says why
  | 'position-invalid' // looks like latitude and longitude and cannot be
  | 'far-from-area' // more than 50 km from the unit's area, else from the mission's; detail is the distance in km
  | 'grid-completed' // zone and square letters were added from the unit's area
  | 'grid-far-from-name' // the grid and the named place are more than 20 km apart; detail in km
  | 'several-places' // namesakes: see the alternatives
  | 'unknown-place' // the phrase is clear, the name is not in the gazetteer
  | 'lima-or-local' // L is UTC+11 by the book and "local" on the radio
  | 'bare-time' // four digits without any sign that they are a time
  | 'date-order' // the digits may be day-month or month-day
  | 'assumed-one' // a singular noun without a number
  | 'harm-unknown' // casualties without saying killed or injured
  | 'several-actors'

export type ClockTime = { hour: number; minute: number; letter: string; approximate: boolean }
/** What one time span says: an instant, a day, a clock time, or a part of a day; a day and a clock in two spans are joined. */
export type TimePart =
  | { part: 'instant'; at: number; to?: number; precision: Happened['precision'] }
  | { part: 'day'; year: number; month: number; day: number }
  | { part: 'clock'; from: ClockTime; to?: ClockTime }
  | { part: 'partday'; daysBack: number; hour: number }

export type SpanValue =
  | { kind: 'time'; time: TimePart }
  | { kind: 'place'; place: Place }
  | { kind: 'category'; code: string }
  | { kind: 'actor'; actor: Involved }
  | { kind: 'casualties'; impact: Impact[] }
  | { kind: 'weapon'; weapon: Weapon }
  | { kind: 'callsign'; callsign: string; unit?: string }
  | { kind: 'unit'; unit: string; name: string }
  | { kind: 'severity'; severity: number }
  | { kind: 'grade'; grade: string }
export type SpanKind = SpanValue['kind']

/** One recognised stretch of the text: `text.slice(start, end)`; spans are ordered and never overlap. */
export type QuickSpan = {
  start: number
  end: number
  kind: SpanKind
  value: SpanValue
  /** Short form for the chip on screen: codes and figures, no sentence. */
  label: string
  /** Other readings of the same stretch; any of them can be sent back as an override. */
  alternatives?: SpanValue[]
  warning?: QuickWarning
  detail?: string
}

/** A correction by the user: this stretch means `value`, or nothing at all (`null`). */
export type QuickOverride = { start: number; end: number; value: SpanValue | null }

export type QuickLog = {
  spans: QuickSpan[]
  happened?: Happened
  place?: Place
  /** Most specific category read; `also` holds the others. */
  category?: string
  also: string[]
  actors: Involved[]
  impact: Impact[]
  weapons: Weapon[]
  callsign?: string
  unit?: string
  severity?: number
  /** Reliability and credibility, such as `B2`. */
  grade?: string
  /** The whole text as typed, always. */
  narrative: string
  /** What no span explains, blanks and punctuation joined. */
  rest: string
}

/** A span before overlaps are settled. */
export type Candidate = Omit<QuickSpan, 'kind' | 'label'>
