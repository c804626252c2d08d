/** Times in a quick-log line: date-time groups, clock times, dates, and "yesterday". */
import { HOUR_MS, MINUTE_MS, DAY_MS, localParts, monthNumber, parseDtg, parseTableDate, startOfDate, timeInterval, toIso } from '../../../core/time.ts'
import type { Happened } from './model.ts'
import type { Candidate, ClockTime, QuickLogContext, QuickWarning, TimePart } from './quicklog-types.ts'

const MONTH = String.raw`(?:jan(?:uary|v(?:ier)?)?|ene(?:ro)?|feb(?:ruary|rero)?|f[eé]v(?:r(?:ier)?)?|mar(?:ch|s|zo)?|apr(?:il)?|avr(?:il)?|abr(?:il)?|may(?:o)?|mai|june?|juin|junio|july?|juil(?:let)?|julio|aug(?:ust)?|ao[uû]t|ago(?:sto)?|sep(?:t(?:ember|embre|iembre)?)?|oct(?:ober|obre|ubre)?|nov(?:ember|embre|iembre)?|d[eé]c(?:ember|embre)?|dic(?:iembre)?)`
const NOT_BEFORE = String.raw`(?<![\p{L}\p{N}.,:/])`
const NOT_AFTER = String.raw`(?![\p{L}\p{N}])`
const ABOUT = String.raw`(?:about|around|approx(?:imately)?\.?|circa|ca\.?|vers|environ|env\.?|hacia|sobre|aprox(?:imadamente)?\.?|~|≈|حوالي|نحو)`
const AT = String.raw`(?:at|@|à|a las?|الساعة|الساعه)`
// Blanks are bounded everywhere: two unbounded runs side by side would take cubic time on a line of blanks.
const LEAD = String.raw`(?:(?:${AT}|since|depuis|منذ)\s{0,3})?(?:(${ABOUT})\s{0,3})?`

const DTG = new RegExp(`${NOT_BEFORE}\\d{6}\\s?[A-Z]?\\s?${MONTH}\\.?(?:\\s?(?:(?:19|20)\\d{2}|\\d{2}))?${NOT_AFTER}`, 'giu')
const DTG_SHORT = new RegExp(`${NOT_BEFORE}(?:(?:dtg|gdh)\\s?:?\\s?\\d{6}[A-Za-z]?|\\d{6}\\s?[Zz]|\\d{6}[A-IJ-Y])${NOT_AFTER}`, 'gu')
const RANGE = new RegExp(`${NOT_BEFORE}${LEAD}([01]\\d|2[0-3]):?([0-5]\\d)\\s?(?:-|–|to|à)\\s?([01]\\d|2[0-3]):?([0-5]\\d)\\s?([A-Z](?![\\p{L}\\p{N}])|z|hrs?|hours|h)?${NOT_AFTER}`, 'giu')
// 1345Z, 1345L: M and K are left out, they are metres and kilo; H is hours.
const LETTERED = new RegExp(`${NOT_BEFORE}${LEAD}([01]\\d|2[0-3])([0-5]\\d)\\s?([ZzLlJj]|[A-GINO-Y])${NOT_AFTER}`, 'gu')
const COLON = new RegExp(`${NOT_BEFORE}${LEAD}([01]?\\d|2[0-3]):([0-5]\\d)(?::[0-5]\\d)?\\s?([ZzLJ](?![\\p{L}\\p{N}])|[ap]\\.?m\\.?|hrs?|h|local|lt|heures?)?${NOT_AFTER}`, 'giu')
const FRENCH = new RegExp(`${NOT_BEFORE}${LEAD}([01]?\\d|2[0-3])\\s?h\\s?([0-5]\\d)(?:\\s?min)?${NOT_AFTER}`, 'giu')
const HOURS = new RegExp(`${NOT_BEFORE}${LEAD}([01]\\d|2[0-3])([0-5]\\d)\\s?(?:hrs?|hours?|heures?|h|local|loc|lt)${NOT_AFTER}`, 'giu')
const AT_FOUR = new RegExp(`${NOT_BEFORE}(?:${AT}\\s{0,3}(${ABOUT})?|(${ABOUT}))\\s{0,3}([01]\\d|2[0-3])([0-5]\\d)(?!\\s?(?:m|km|mm|kg|people|persons|pers|pax|idps?|personnes|déplacés|men|head|houses)\\b)${NOT_AFTER}`, 'giu')
const WHOLE_HOUR = new RegExp(`${NOT_BEFORE}(?:${AT}|${ABOUT})\\s{0,3}(?:${ABOUT}\\s{0,3})?([01]?\\d|2[0-3])\\s?(?:h|hrs?|heures?|([ap])\\.?m\\.?)${NOT_AFTER}|${NOT_BEFORE}([01]\\d|2[0-3])h${NOT_AFTER}`, 'giu')
const AGO = new RegExp(`${NOT_BEFORE}(?:il y a|hace|قبل|منذ)\\s{0,3}(?:${ABOUT}\\s{0,3})?(\\d{1,3})\\s?(min(?:utes?|s)?|h(?:eures?|oras?|rs?)?|jours?|d[ií]as?|دقايق|دقائق|دقيقة|ساعات|ساعة|ايام|أيام)${NOT_AFTER}|${NOT_BEFORE}(\\d{1,3})\\s?(min(?:ute)?s?|h(?:ou)?rs?|hours?|h|days?)\\s+ago${NOT_AFTER}`, 'giu')
const ISO_DAY = new RegExp(`${NOT_BEFORE}\\d{4}-\\d{2}-\\d{2}(?:T\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d+)?)?(?:Z|[+-]\\d{2}:?\\d{2}))?${NOT_AFTER}`, 'giu')
const DIGIT_DAY = new RegExp(`${NOT_BEFORE}\\d{1,2}([/.-])\\d{1,2}\\1(?:\\d{4}|\\d{2})(?![\\p{L}\\p{N}/.-])`, 'giu')
const MONTH_YEAR = new RegExp(`${NOT_BEFORE}(${MONTH})\\.?\\s((?:19|20)\\d{2})${NOT_AFTER}`, 'giu')
const SHORT_DAY = new RegExp(`${NOT_BEFORE}(?:on|le|du|el)\\s(\\d{1,2})/(\\d{1,2})(?![\\p{L}\\p{N}/.-])`, 'giu')
const NAMED_DAY = new RegExp(`${NOT_BEFORE}(?:(?:on|le|the)\\s)?(\\d{1,2})(?:st|nd|rd|th|er)?\\s?(?:of\\s|de\\s)?(${MONTH})\\.?(?:\\s((?:19|20)\\d{2}))?${NOT_AFTER}`, 'giu')

type Named = { days?: number; hour?: number }
const DAY_WORDS: readonly [words: string, value: Named][] = [
  ["day before yesterday|avant[- ]hier|anteayer|أول أمس|اول امس", { days: 2 }],
  ['last night|hier soir|yesterday evening|la nuit dernière|anoche|ليلة أمس|الليلة الماضية|مساء أمس', { days: 1, hour: 18 }],
  ['yesterday morning|hier matin|صباح أمس', { days: 1, hour: 6 }],
  ['yesterday afternoon|hier après[- ]midi', { days: 1, hour: 12 }],
  ['overnight|this night|cette nuit|هذه الليلة', { days: 0, hour: 0 }],
  ["this morning|ce matin|esta mañana|هذا الصباح|صباح اليوم|at dawn|à l['’]aube|فجر اليوم", { days: 0, hour: 6 }],
  ['this afternoon|cet après[- ]midi|esta tarde|بعد ظهر اليوم', { days: 0, hour: 12 }],
  ['this evening|tonight|ce soir|هذا المساء|مساء اليوم', { days: 0, hour: 18 }],
  ['yesterday|hier|ayer|أمس|امس', { days: 1 }],
  ["today|aujourd['’]hui|hoy|اليوم", { days: 0 }],
]
const NAMED_WORDS = DAY_WORDS.map(([words, value]) => [new RegExp(`${NOT_BEFORE}(?:${words})${NOT_AFTER}`, 'giu'), value] as const)
const WEEKDAYS = [
  'monday|lundi|lunes', 'tuesday|mardi|martes', 'wednesday|mercredi|mi[eé]rcoles', 'thursday|jeudi|jueves', 'friday|vendredi|viernes', 'saturday|samedi|s[aá]bado', 'sunday|dimanche|domingo',
].map((words) => new RegExp(`${NOT_BEFORE}(?:(?:on|last|le|el)\\s)?(?:${words})(?:\\s(?:last|dernier|pasado))?${NOT_AFTER}`, 'giu'))

/** All readings of times in a text (plain digits), unsettled: they may overlap, the longer is meant. */
export function findTimes(text: string, context: QuickLogContext): Candidate[] {
  const found: Candidate[] = []
  const dtg = { now: context.now, zone: context.zone }
  const add = (match: RegExpMatchArray, time: TimePart, more: { warning?: QuickWarning; alternatives?: TimePart[] } = {}): void => {
    const start = (match.index ?? 0) + (match[0].length - match[0].trimStart().length)
    found.push({
      start, end: (match.index ?? 0) + match[0].trimEnd().length, value: { kind: 'time', time },
      ...(more.warning ? { warning: more.warning } : {}),
      ...(more.alternatives ? { alternatives: more.alternatives.map((one) => ({ kind: 'time' as const, time: one })) } : {}),
    })
  }
  for (const match of [...text.matchAll(DTG), ...text.matchAll(DTG_SHORT)]) {
    const read = parseDtg(match[0].replace(/^(?:dtg|gdh)\s?:?\s?/iu, '').replace(/\./g, ''), dtg)
    if (read.ok) {
      add(match, { part: 'instant', at: read.at, precision: 'EXACT' })
    }
  }
  const clock = (match: RegExpMatchArray, hour: string | undefined, minute: string | undefined, mark: string | undefined, about: boolean): void => {
    const half = /^([ap])\.?m/i.exec(mark ?? '')?.[1]?.toLowerCase()
    const h = Number(hour)
    if (half && (h < 1 || h > 12)) {
      return
    }
    const letter = /^[A-Za-z]$/.test(mark ?? '') && !/^[hH]$/.test(mark ?? '') ? (mark ?? '').toUpperCase() : 'J'
    const from: ClockTime = { hour: half ? (h % 12) + (half === 'p' ? 12 : 0) : h, minute: Number(minute), letter, approximate: about }
    if (letter === 'L') {
      // On the radio L is nearly always "local"; by the book it is UTC+11.
      add(match, { part: 'clock', from: { ...from, letter: 'J' } }, { warning: 'lima-or-local', alternatives: [{ part: 'clock', from }] })
      return
    }
    add(match, { part: 'clock', from })
  }
  for (const match of text.matchAll(RANGE)) {
    const [, about, h1, m1, h2, m2, mark] = match
    const letter = mark && /^[A-Za-z]$/.test(mark) && !/^[hHlL]$/.test(mark) ? mark.toUpperCase() : 'J'
    const end = (hour?: string, minute?: string): ClockTime => ({ hour: Number(hour), minute: Number(minute), letter, approximate: about !== undefined })
    // 1000-1200 may count things; a mark or a colon makes it a time.
    if (mark || match[0].includes(':') || /^\s*(?:at|@|à|a las)/i.test(match[0])) {
      add(match, { part: 'clock', from: end(h1, m1), to: end(h2, m2) })
    }
  }
  for (const pattern of [LETTERED, COLON, FRENCH, HOURS]) {
    for (const match of text.matchAll(pattern)) {
      clock(match, match[2], match[3], match[4], match[1] !== undefined)
    }
  }
  for (const match of text.matchAll(AT_FOUR)) {
    clock(match, match[3], match[4], undefined, (match[1] ?? match[2]) !== undefined)
  }
  for (const match of text.matchAll(WHOLE_HOUR)) {
    const hour = match[1] ?? match[3]
    clock(match, hour, '0', match[2] ? `${match[2]}m` : undefined, true)
  }
  for (const match of text.matchAll(AGO)) {
    const count = Number(match[1] ?? match[3])
    const unit = (match[2] ?? match[4] ?? '').toLowerCase()
    if (/^(?:j|d[ií]?a|day|[اأ]يام)/.test(unit)) {
      const p = localParts(startOfDay(context, count), context.zone)
      add(match, { part: 'day', year: p.year, month: p.month, day: p.day })
    } else {
      const minutes = /^(?:min|دق)/.test(unit)
      add(match, { part: 'instant', at: context.now - count * (minutes ? MINUTE_MS : HOUR_MS), precision: minutes ? 'EXACT' : 'HOUR' })
    }
  }
  addDays(text, context, add)
  // Four digits beside a day are a clock time: yesterday 1400, 1400 hier.
  const days = found.filter((one) => one.value.kind === 'time' && (one.value.time.part === 'day' || one.value.time.part === 'partday'))
  for (const { start, end, time } of bareTimes(text)) {
    if (days.some((day) => /^[\s,]{0,3}$/.test(text.slice(day.end, start)) && day.end <= start || /^[\s,]{0,3}$/.test(text.slice(end, day.start)) && end <= day.start)) {
      found.push({ start, end, value: { kind: 'time', time } })
    }
  }
  return found
}

type Add = (match: RegExpMatchArray, time: TimePart, more?: { warning?: QuickWarning; alternatives?: TimePart[] }) => void

function startOfDay(context: QuickLogContext, daysBack: number): number {
  const p = localParts(context.now, context.zone)
  return startOfDate(p.year, p.month, p.day - daysBack, context.zone)
}

function dayPart(ms: number, zone: string): TimePart {
  const p = localParts(ms, zone)
  return { part: 'day', year: p.year, month: p.month, day: p.day }
}

function addDays(text: string, context: QuickLogContext, add: Add): void {
  for (const match of text.matchAll(ISO_DAY)) {
    const read = parseTableDate(match[0], { zone: context.zone })
    if (read.ok) {
      add(match, read.precision === 'EXACT' ? { part: 'instant', at: read.at, precision: 'EXACT' } : dayPart(read.at, context.zone))
    }
  }
  for (const match of text.matchAll(DIGIT_DAY)) {
    const options = { zone: context.zone, now: context.now }
    const [known, other] = context.dateOrder === 'MDY' ? (['MDY', 'DMY'] as const) : (['DMY', 'MDY'] as const)
    const read = parseTableDate(match[0], { ...options, order: known })
    const swapped = parseTableDate(match[0], { ...options, order: other })
    if (read.ok && swapped.ok && swapped.at !== read.at && !context.dateOrder) {
      add(match, dayPart(read.at, context.zone), { warning: 'date-order', alternatives: [dayPart(swapped.at, context.zone)] })
    } else if (read.ok || (swapped.ok && !context.dateOrder)) {
      add(match, dayPart(read.ok ? read.at : swapped.ok ? swapped.at : 0, context.zone))
    }
  }
  for (const match of text.matchAll(MONTH_YEAR)) {
    const month = monthNumber(match[1] ?? '')
    if (month !== undefined) {
      const { from, to } = timeInterval(startOfDate(Number(match[2]), month, 1, context.zone), 'MONTH', context.zone)
      add(match, { part: 'instant', at: from, to, precision: 'MONTH' })
    }
  }
  for (const match of text.matchAll(SHORT_DAY)) {
    const [first, second] = [Number(match[1]), Number(match[2])]
    const monthFirst = (context.dateOrder === 'MDY' && first <= 12) || second > 12
    const [known, other] = [lastSuch(monthFirst ? second : first, monthFirst ? first : second, context), lastSuch(monthFirst ? first : second, monthFirst ? second : first, context)]
    if (known) {
      add(match, known, other && first !== second && !context.dateOrder ? { warning: 'date-order', alternatives: [other] } : {})
    }
  }
  for (const match of text.matchAll(NAMED_DAY)) {
    const month = monthNumber(match[2] ?? '')
    const day = Number(match[1])
    if (month === undefined || day < 1 || day > 31) {
      continue
    }
    if (match[3]) {
      add(match, { part: 'day', year: Number(match[3]), month, day })
      continue
    }
    const part = lastSuch(day, month, context)
    if (part) {
      add(match, part)
    }
  }
  for (const [pattern, { days = 0, hour }] of NAMED_WORDS) {
    for (const match of text.matchAll(pattern)) {
      add(match, hour === undefined ? dayPart(startOfDay(context, days), context.zone) : { part: 'partday', daysBack: days, hour })
    }
  }
  const today = localParts(context.now, context.zone).weekday
  WEEKDAYS.forEach((pattern, i) => {
    for (const match of text.matchAll(pattern)) {
      add(match, dayPart(startOfDay(context, (today - (i + 1) + 7) % 7), context.zone))
    }
  })
}

/** The latest such day not after today; undefined when there is no such day in a year. */
function lastSuch(day: number, month: number, context: QuickLogContext): TimePart | undefined {
  if (day < 1 || month < 1 || month > 12 || day > new Date(Date.UTC(2024, month, 0)).getUTCDate()) {
    return undefined
  }
  const now = localParts(context.now, context.zone)
  const later = month > now.month || (month === now.month && day > now.day)
  return { part: 'day', year: later ? now.year - 1 : now.year, month, day }
}

/** Four plain digits that could be a clock time; used only when the line says no other time. */
export function bareTimes(text: string): { start: number; end: number; time: TimePart }[] {
  return [...text.matchAll(BARE)].map((match) => ({
    start: match.index, end: match.index + 4,
    time: { part: 'clock', from: { hour: Number(match[1]), minute: Number(match[2]), letter: 'J', approximate: false } },
  }))
}

const BARE = new RegExp(`${NOT_BEFORE}([01]\\d|2[0-3])([0-5]\\d)${NOT_AFTER}`, 'gu')

/** Joins what the time spans say into one: an instant wins; else the day and the clock; else either alone. Undefined when nothing can be made of them. */
export function happenedOf(parts: readonly TimePart[], context: QuickLogContext): Happened | undefined {
  // A month that is named in passing does not win over a day or an hour.
  const instants = parts.filter((one) => one.part === 'instant')
  const instant = instants.find((one) => one.precision !== 'MONTH') ?? (parts.length === instants.length ? instants[0] : undefined)
  if (instant) {
    return happened(instant.at, instant.to, instant.precision)
  }
  const clock = parts.find((one) => one.part === 'clock')
  const day = parts.find((one) => one.part === 'day')
  const partday = parts.find((one) => one.part === 'partday')
  if (clock) {
    const on = day ?? (partday && { ...localParts(startOfDay(context, partday.daysBack), context.zone) })
    const from = instantOf(clock.from, on, context)
    if (from === undefined) {
      return undefined
    }
    let to = clock.to && instantOf(clock.to, on, context)
    if (to !== undefined && to < from) {
      to += DAY_MS
    }
    return happened(from, to, clock.from.approximate ? 'HOUR' : 'EXACT')
  }
  if (partday) {
    const p = localParts(startOfDay(context, partday.daysBack), context.zone)
    const read = parseTableDate(`${String(p.year).padStart(4, '0')}-${two(p.month)}-${two(p.day)} ${two(partday.hour)}:00`, { zone: context.zone })
    if (!read.ok) {
      return undefined
    }
    const { from, to } = timeInterval(read.at, 'PARTDAY', context.zone)
    return happened(from, to, 'PARTDAY')
  }
  if (day) {
    const { from, to } = timeInterval(startOfDate(day.year, day.month, day.day, context.zone), 'DAY', context.zone)
    return happened(from, to, 'DAY')
  }
  return undefined
}

function two(n: number): string {
  return String(n).padStart(2, '0')
}

function instantOf(
  clock: ClockTime, day: { year: number; month: number; day: number } | undefined, context: QuickLogContext,
): number | undefined {
  const digits = `${two(clock.hour)}${two(clock.minute)}${clock.letter}`
  // A day that is told may lie ahead (a planned event): completed in full, nothing is left to "latest not after now".
  const text = day ? `${two(day.day)}${digits} ${MONTHS[day.month - 1]} ${String(day.year).padStart(4, '0')}` : digits
  const read = parseDtg(text, { now: context.now, zone: context.zone })
  return read.ok ? read.at : undefined
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC']

function happened(from: number, to: number | undefined, precision: Happened['precision']): Happened | undefined {
  const start = toIso(from)
  const end = to === undefined ? undefined : toIso(to)
  return start === undefined ? undefined : { from: start, ...(end !== undefined ? { to: end } : {}), precision }
}
