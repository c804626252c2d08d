import { formatMgrs, parseMgrs } from '../core/place-mgrs.ts'
import { parseLatLon } from '../core/place-latlon.ts'
import { spell, unspell } from './nineline-words.ts'

/** A nine-line evacuation request as text: one line a line, in read-back order; typed, sent or said. */

export const STATUS_CODES = ['UN-MIL', 'UN-POL', 'UN-CIV', 'NON-UN-CIV', 'HOST', 'DETAINEE', 'UNKNOWN'] as const
export const EQUIPMENT_CODES = ['NONE', 'HOIST', 'EXTRACTION', 'VENTILATOR'] as const
export const SECURITY_CODES = ['N', 'P', 'E', 'X'] as const
export const MARKING_CODES = ['PANELS', 'PYRO', 'SMOKE', 'NONE', 'OTHER'] as const
export const CBRN_CODES = ['N', 'B', 'C', 'R'] as const
const PRECEDENCES = ['A', 'B', 'C'] as const
const MOST = 999

type Status = (typeof STATUS_CODES)[number]
/** Where: a grid reference or degrees; what it is called beside it. */
export type NineLineLocation = { grid?: string; lat: number; lon: number; name?: string }
export type NineLineMessage = {
  location: NineLineLocation
  frequency: string
  callsign: string
  /** A urgent, B priority, C routine. */
  patients: { A: number; B: number; C: number }
  equipment: (typeof EQUIPMENT_CODES)[number][]
  litter: number
  ambulatory: number
  escort: number
  security: (typeof SECURITY_CODES)[number]
  marking: (typeof MARKING_CODES)[number]
  markingNote?: string
  status: { [code in Status]?: number }
  nationality?: string
  terrain?: string
  cbrn?: (typeof CBRN_CODES)[number]
}
/** `line` is that of the message, `field` the property of the object. */
export type NineLineProblem = { line: number; field: string; problem: string; fix: string }
export type NineLineReading = { ok: true; message: NineLineMessage } | { ok: false; problems: NineLineProblem[]; /** What could be read. */ message: Partial<NineLineMessage> }

const FIELDS = ['location', 'frequency', 'patients', 'equipment', 'litter', 'security', 'marking', 'status', 'terrain'] as const
const NAMES = ['location', 'frequency and callsign', 'patients by precedence', 'special equipment', 'litter and ambulatory', 'security', 'marking', 'status', 'terrain'] as const
const NUMBER_WORDS = ['ONE', 'TWO', 'THREE', 'FOUR', 'FIVE', 'SIX', 'SEVEN', 'EIGHT', 'NINE']
const START = new RegExp(`^\\s*(?:LINE\\s*)?(\\d|${NUMBER_WORDS.join('|')})\\s*[:.)–-](?!LINE)\\s*(.*)$`, 'i')
const FREQUENCY = /^(?:\d{1,5}(?:\.\d{1,4})?(?: ?(?:MHZ|KHZ))?|CH ?\d{1,4}|TEL ?\+?[\d ]{5,18})$/
const CALLSIGN = /^[\p{L}\p{N}][\p{L}\p{N} _.-]{0,39}$/u

/**
 * Read a nine-line request: `LINE 1: …`, `1. …` or `LINE ONE: …`, figures and letters also as they are spelled by voice. Every
 * line is asked for; with `launch` lines 1 to 5 are enough. What is wrong is named by its line and field, with what to write.
 */
export function parseNineLine(text: string, { launch = false }: { launch?: boolean } = {}): NineLineReading {
  const lines = new Map<number, string>()
  const problems: NineLineProblem[] = []
  let last = 0
  for (const row of text.split(/\r\n|\r|\n/)) {
    const found = START.exec(row)
    if (found) {
      const number = /\d/.test(found[1]!) ? Number(found[1]) : NUMBER_WORDS.indexOf(found[1]!.toUpperCase()) + 1
      if (number < 1 || lines.has(number)) {
        problems.push(problem(Math.max(1, number), lines.has(number) ? 'is there twice' : 'is no line', 'Number the lines 1 to 9, each once'))
        continue
      }
      lines.set(number, found[2]!.trim())
      last = number
    } else if (row.trim() !== '' && last > 0) {
      lines.set(last, `${lines.get(last)!} ${row.trim()}`)
    }
  }
  const message: Partial<NineLineMessage> = {}
  for (let line = 1; line <= 9; line++) {
    const value = lines.get(line)
    if (value === undefined || value === '') {
      if (line <= 5 || !launch) {
        problems.push(problem(line, 'is missing', `Write LINE ${line}: ${EXAMPLES[line - 1]}`))
      }
      continue
    }
    const wrong = READERS[line - 1]!(value, message)
    problems.push(...wrong.map((one) => ({ ...problem(line, one.problem, one.fix), ...(one.field ? { field: one.field } : {}) })))
  }
  const whole = problems.length === 0 ? [...problems, ...across(message)] : problems
  return whole.length === 0 ? { ok: true, message: message as NineLineMessage } : { ok: false, problems: whole, message }
}

/** The request as text, in read-back order. Throws nothing: an object that could not be read back is caught by `checkNineLine` before. */
export function formatNineLine(message: NineLineMessage): string {
  return valuesOf(message).map((value, i) => `LINE ${i + 1}: ${value}`).join('\n') + '\n'
}

/** The same as it is read out: letters and figures spelled, one sentence a line. `parseNineLine` reads it back. */
export function voiceNineLine(message: NineLineMessage): string {
  const { location, frequency, callsign, patients, litter, ambulatory, escort, security, status } = message
  const values = valuesOf(message)
  values[0] = `${spell(location.grid ?? `${degrees(location.lat)} ${degrees(location.lon)}`)}${location.name ? ` (${location.name})` : ''}`
  values[1] = `${spell(frequency)} / ${callsign}`
  values[2] = PRECEDENCES.filter((one) => patients[one] > 0).map((one) => `${spell(String(patients[one]))} ${PRECEDENCE_WORDS[one]}`).join(', ') || 'ZERO URGENT'
  values[4] = [`${spell(String(litter))} LITTER`, `${spell(String(ambulatory))} AMBULATORY`, ...(escort > 0 ? [`${spell(String(escort))} ESCORT`] : [])].join(', ')
  values[5] = spell(security)
  values[7] = statusText(status, message.nationality, (count) => spell(String(count)))
  return values.map((value, i) => `LINE ${NUMBER_WORDS[i]!}: ${value}`).join('\n') + '\n'
}

/** What of an object cannot be a request, by field; empty when it can be written and read back as it is. */
export function checkNineLine(value: unknown): NineLineProblem[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return [problem(1, 'is no request', 'Give an object with location, frequency, callsign, patients …')]
  }
  const given = value as { [field: string]: unknown }
  const known: readonly string[] = ['location', 'frequency', 'callsign', 'patients', 'equipment', 'litter', 'ambulatory', 'escort', 'security', 'marking', 'markingNote', 'status', 'nationality', 'terrain', 'cbrn']
  const out: NineLineProblem[] = Object.keys(given).filter((field) => !known.includes(field)).map((field) => ({ line: 0, field, problem: 'is no field of a nine-line request', fix: `Use ${known.join(', ')}` }))
  const text = (field: string, line: number, shape: RegExp, may: boolean, fix: string): void => {
    const one = given[field]
    if ((one === undefined && !may) || (one !== undefined && (typeof one !== 'string' || !shape.test(one)))) {
      out.push({ line, field, problem: one === undefined ? 'is missing' : `${JSON.stringify(one)} cannot be`, fix })
    }
  }
  const count = (one: unknown, line: number, field: string): void => {
    if (!Number.isInteger(one) || (one as number) < 0 || (one as number) > MOST) {
      out.push({ line, field, problem: one === undefined ? 'is missing' : `${JSON.stringify(one)} is no count`, fix: `Write a whole number from 0 to ${MOST}` })
    }
  }
  const place = given['location'] as { grid?: unknown; lat?: unknown; lon?: unknown; name?: unknown } | undefined
  const reading = typeof place?.grid === 'string' ? parseMgrs(place.grid) : null
  if (typeof place !== 'object' || place === null) {
    out.push(problem(1, 'is missing', 'Give { grid } or { lat, lon }'))
  } else if (reading ? !reading.ok : !inside(place.lat, 90) || !inside(place.lon, 180)) {
    out.push(problem(1, reading && !reading.ok ? reading.message : 'has neither a grid reference nor degrees', 'Give grid, or lat and lon in degrees'))
  } else if (reading?.ok && place.lat !== undefined && (Math.abs(Number(place.lat) - reading.point.lat) > 0.02 || Math.abs(Number(place.lon) - reading.point.lon) > 0.02) && reading.digits >= 4) {
    out.push(problem(1, 'its grid reference and its degrees are two places', 'Leave one of them out'))
  }
  if (place?.name !== undefined && (typeof place.name !== 'string' || !/^[^()\r\n]{1,80}$/.test(place.name) || place.name.trim() !== place.name)) {
    out.push(problem(1, 'its name cannot be', 'Write up to 80 signs without brackets'))
  }
  text('frequency', 2, FREQUENCY, false, 'Write it as 44.500, 44.500 MHZ, CH 3 or TEL +223 …')
  text('callsign', 2, CALLSIGN, false, 'Write letters and figures, up to 40')
  const patients = given['patients'] as { [one: string]: unknown } | undefined
  if (typeof patients !== 'object' || patients === null) {
    out.push(problem(3, 'is missing', 'Give { A, B, C }'))
  } else {
    PRECEDENCES.forEach((one) => count(patients[one], 3, 'patients'))
    Object.keys(patients).filter((one) => !(PRECEDENCES as readonly string[]).includes(one)).forEach((one) => out.push(problem(3, `${one} is no precedence`, 'Use A urgent, B priority, C routine')))
  }
  const equipment = given['equipment']
  if (!Array.isArray(equipment) || equipment.length === 0 || equipment.some((one) => !(EQUIPMENT_CODES as readonly unknown[]).includes(one)) || new Set(equipment).size < equipment.length || (equipment.length > 1 && equipment.includes('NONE'))) {
    out.push(problem(4, 'cannot be', `Give one or more of ${EQUIPMENT_CODES.join(', ')}; NONE alone`))
  }
  ;(['litter', 'ambulatory', 'escort'] as const).forEach((field) => count(given[field], 5, field))
  text('security', 6, /^[NPEX]$/, false, 'Write N, P, E or X')
  text('marking', 7, new RegExp(`^(?:${MARKING_CODES.join('|')})$`), false, `Write ${MARKING_CODES.join(', ')}`)
  text('markingNote', 7, /^[^\r\n,]{1,60}$/, true, 'Write up to 60 signs without commas')
  const status = given['status']
  if (typeof status !== 'object' || status === null || Object.keys(status).length === 0) {
    out.push(problem(8, 'is missing', `Give counts of ${STATUS_CODES.join(', ')}`))
  } else {
    for (const [code, one] of Object.entries(status)) {
      if (!(STATUS_CODES as readonly string[]).includes(code)) {
        out.push(problem(8, `${code} is no status`, `Use ${STATUS_CODES.join(', ')}`))
      } else {
        count(one, 8, 'status')
      }
    }
  }
  text('nationality', 8, /^[\p{L} ,-]{2,60}$/u, true, 'Write the nationality in letters')
  text('terrain', 9, /^(?!NBC:)(?!NONE$)\S(?:[^\r\n]{0,298}\S)?$/i, true, 'Write up to 300 signs on one line')
  text('cbrn', 9, /^[NBCR]$/, true, 'Write N, B, C or R')
  return out.length > 0 ? out : across(given as NineLineMessage)
}

const EXAMPLES = ['30P VB 12345 67890 (Bambara)', '44.500 MHZ / KILO 31', 'A2 B1 C0', 'NONE', 'L2 A1 E0', 'P', 'SMOKE GREEN', 'UN-MIL 2, UN-CIV 1', 'NONE, or what there is: wires to the north']
const PRECEDENCE_WORDS = { A: 'URGENT', B: 'PRIORITY', C: 'ROUTINE' } as const
const LETTER_OF: { [word: string]: 'A' | 'B' | 'C' } = { URGENT: 'A', PRIORITY: 'B', ROUTINE: 'C' }
type Wrong = { problem: string; fix: string; field?: string }
type LineReader = (value: string, into: Partial<NineLineMessage>) => Wrong[]

/** Each reads its line into the message and answers what is wrong with it. */
const READERS: readonly LineReader[] = [
  (value, into) => {
    const [, where = '', name] = /^(.*?)\s*(?:\(([^()]*)\))?$/s.exec(value) ?? []
    if (where.includes('(') || where.includes(')')) {
      return [{ problem: 'its brackets do not close', fix: 'Write the name once, in brackets, at the end' }]
    }
    const tidy = unspell(where)
    const named = name === undefined || name.trim() === '' ? {} : { name: name.trim() }
    const grid = parseMgrs(tidy)
    if (grid.ok) {
      into.location = { grid: grid.mgrs, ...rounded(grid.point), ...named }
      return grid.digits >= 4 ? [] : [{ problem: `${grid.mgrs} is a square of ${grid.radiusM / 1000} km`, fix: 'Give at least four figures: nobody finds a patient in it' }]
    }
    const point = parseLatLon(tidy)
    if (point.ok) {
      into.location = { ...rounded(point.point), ...named }
      return []
    }
    return [{ problem: `"${where}" is no place: ${/^\d{1,2}\s?[A-Z]/i.test(tidy) ? grid.message : point.message}`, fix: `Write ${EXAMPLES[0]}, or degrees` }]
  },
  (value, into) => {
    const parts = value.split('/')
    const bare = parts.length === 1 ? /^(\S+(?:\s+[MK]HZ)?)\s+(.+)$/i.exec(value) : null
    const [frequency, callsign] = bare ? [bare[1]!, bare[2]!] : [parts[0] ?? '', parts.slice(1).join('/')]
    const tidy = unspell(frequency).toUpperCase().replace(/\s+/g, ' ').trim()
    const out: Wrong[] = []
    if (FREQUENCY.test(tidy)) {
      into.frequency = tidy
    } else {
      out.push({ problem: `"${frequency.trim()}" is no frequency`, fix: `Write ${EXAMPLES[1]}` })
    }
    const sign = callsign.trim().replace(/^CALLSIGN\s+/i, '')
    if (CALLSIGN.test(sign)) {
      into.callsign = sign
    } else {
      out.push({ problem: `"${sign}" is no callsign`, fix: `Write ${EXAMPLES[1]}`, field: 'callsign' })
    }
    return out
  },
  (value, into) => {
    const patients = { A: 0, B: 0, C: 0 }
    const seen = new Set<string>()
    // Counts before letters or after them: 2A 1C, A2 C1, TWO URGENT.
    for (const item of counted(unspell(value), /^(?:URGENT|PRIORITY|ROUTINE|[A-Z])$/i)) {
      const letter = item === null ? undefined : (LETTER_OF[item.word.toUpperCase()] ?? (PRECEDENCES as readonly string[]).find((one) => one === item.word.toUpperCase()) as 'A' | undefined)
      if (item === null || letter === undefined || seen.has(letter)) {
        return [{ problem: item !== null && letter !== undefined ? `${letter} is there twice` : `"${value}" cannot be read`, fix: `Write ${EXAMPLES[2]}: A urgent, B priority, C routine` }]
      }
      seen.add(letter)
      patients[letter] = item.count
    }
    if (seen.size === 0 || PRECEDENCES.some((one) => patients[one] > MOST)) {
      return [{ problem: `"${value}" is no count of patients`, fix: `Write ${EXAMPLES[2]}` }]
    }
    into.patients = patients
    return []
  },
  (value, into) => {
    const found = listed(value).map((one) => EQUIPMENT_CODES.find((code) => code === one) ?? (/^[A-D]$/.test(one) ? EQUIPMENT_CODES['ABCD'.indexOf(one)] : undefined))
    if (found.length === 0 || found.includes(undefined) || new Set(found).size < found.length || (found.length > 1 && found.includes('NONE'))) {
      return [{ problem: `"${value}" is no equipment`, fix: `Write ${EQUIPMENT_CODES.join(', ')} (or A to D); NONE alone` }]
    }
    into.equipment = found as NineLineMessage['equipment']
    return []
  },
  (value, into) => {
    const sorts: { [word: string]: 'litter' | 'ambulatory' | 'escort' } = { L: 'litter', LITTER: 'litter', A: 'ambulatory', AMBULATORY: 'ambulatory', E: 'escort', ESCORT: 'escort' }
    const counts: { litter?: number; ambulatory?: number; escort?: number } = {}
    for (const item of counted(unspell(value), /^(?:LITTER|AMBULATORY|ESCORT|[A-Z])$/i)) {
      const sort = item === null ? undefined : sorts[item.word.toUpperCase()]
      if (item === null || sort === undefined || counts[sort] !== undefined || item.count > MOST) {
        return [{ problem: `"${value}" cannot be read`, fix: `Write ${EXAMPLES[4]}: litter, ambulatory, escort` }]
      }
      counts[sort] = item.count
    }
    if (counts.litter === undefined && counts.ambulatory === undefined) {
      return [{ problem: `"${value}" says neither who lies nor who walks`, fix: `Write ${EXAMPLES[4]}` }]
    }
    Object.assign(into, { litter: 0, ambulatory: 0, escort: 0, ...counts })
    return []
  },
  (value, into) => {
    const code = SECURITY_CODES.find((one) => one === unspell(value).toUpperCase())
    if (!code) {
      return [{ problem: `"${value}" is no state of security`, fix: 'Write N no enemy, P possible, E enemy: caution, X armed escort' }]
    }
    into.security = code
    return []
  },
  (value, into) => {
    const [first = '', ...rest] = value.trim().split(/\s+/)
    const code = MARKING_CODES.find((one) => one === first.toUpperCase()) ?? (/^[A-E]$/i.test(first) ? MARKING_CODES['ABCDE'.indexOf(first.toUpperCase())] : undefined)
    const note = rest.join(' ')
    if (!code || note.length > 60 || note.includes(',')) {
      return [{ problem: code ? `its note "${note}" is too long or holds a comma` : `"${first}" is no marking`, fix: `Write ${MARKING_CODES.join(', ')} (or A to E), and the colour` }]
    }
    Object.assign(into, { marking: code }, note === '' ? {} : { markingNote: note })
    return []
  },
  (value, into) => {
    const [, list = '', nationality] = /^(.*?)\s*(?:\(([^()]*)\))?$/s.exec(value) ?? []
    const status: NineLineMessage['status'] = {}
    const items = list.split(',').map((one) => unspell(one.trim()).toUpperCase())
    for (const item of items) {
      const [, code = '', said = ''] = /^([A-Z-]+?)\s*(\d{1,3})$/.exec(item) ?? /^([A-Z-]+)$/.exec(item) ?? []
      const known = STATUS_CODES.find((one) => one === code) ?? (/^[A-F]$/.test(code) ? STATUS_CODES['ABCDEF'.indexOf(code)] : undefined)
      // Where all are of one sort, line 3 has said how many.
      const count = said === '' && items.length === 1 && into.patients ? String(PRECEDENCES.reduce((sum, one) => sum + into.patients![one], 0)) : said
      if (!known || status[known] !== undefined || count === '') {
        return [{ problem: known && status[known] === undefined ? `${code} says not how many` : known ? `${code} is there twice` : `"${item}" is no status`, fix: `Write ${EXAMPLES[7]}; codes ${STATUS_CODES.join(', ')} (or A to F)` }]
      }
      status[known] = Number(count)
    }
    if (nationality !== undefined && !/^[\p{L} ,-]{2,60}$/u.test(nationality)) {
      return [{ problem: `"${nationality}" is no nationality`, fix: 'Write it in letters', field: 'nationality' }]
    }
    Object.assign(into, { status }, nationality === undefined ? {} : { nationality })
    return []
  },
  (value, into) => {
    const [, code, rest = ''] = /^NBC:\s*(\S*)\s*(.*)$/is.exec(value) ?? [value, undefined, value]
    if (code !== undefined && !/^[NBCR]$/i.test(code)) {
      return [{ problem: `"${code}" is no hazard`, fix: 'Write NBC: N nuclear, B biological, C chemical, R radiological', field: 'cbrn' }]
    }
    if (rest.length > 300) {
      return [{ problem: 'is longer than 300 signs', fix: 'Shorten it' }]
    }
    Object.assign(into, code === undefined ? {} : { cbrn: code.toUpperCase() }, rest === '' || rest.toUpperCase() === 'NONE' ? {} : { terrain: rest })
    return []
  },
]

/** What lines say of one another: as many lie or walk as there are patients, and no more are told by status. */
function across({ patients, litter, ambulatory, status }: Partial<NineLineMessage>): NineLineProblem[] {
  if (!patients || litter === undefined || ambulatory === undefined) {
    return []
  }
  const total = PRECEDENCES.reduce((sum, one) => sum + patients[one], 0)
  const fix = 'Make lines 3, 5 and 8 agree'
  const told = Object.values(status ?? {}).reduce((sum, one) => sum + one, 0)
  return [
    ...(total === 0 ? [problem(3, 'names no patient', 'Give at least one')] : []),
    ...(litter + ambulatory === total ? [] : [problem(3, `${total} patients, but line 5 carries ${litter + ambulatory}`, fix), problem(5, `${litter + ambulatory} lie or walk, but line 3 has ${total}`, fix)]),
    ...(status === undefined || told === total ? [] : [problem(3, `${total} patients, but line 8 has ${told}`, fix), problem(8, `${told} by status, but line 3 has ${total}`, fix)]),
  ]
}

function valuesOf({ location, frequency, callsign, patients, equipment, litter, ambulatory, escort, security, marking, markingNote, status, nationality, terrain, cbrn }: NineLineMessage): string[] {
  const where = location.grid ?? `${degrees(location.lat)} ${degrees(location.lon)}`
  return [
    `${where}${location.name ? ` (${location.name})` : ''}`, `${frequency} / ${callsign}`, PRECEDENCES.map((one) => `${one}${patients[one]}`).join(' '), equipment.join(', '),
    `L${litter} A${ambulatory} E${escort}`, security, [marking, markingNote ?? ''].join(' ').trim(), statusText(status, nationality, String),
    [cbrn === undefined ? '' : `NBC: ${cbrn}`, terrain ?? ''].join(' ').trim() || 'NONE',
  ]
}

function statusText(status: NineLineMessage['status'], nationality: string | undefined, say: (count: number) => string): string {
  return `${STATUS_CODES.flatMap((code) => (status[code] === undefined ? [] : [`${code} ${say(status[code])}`])).join(', ')}${nationality === undefined ? '' : ` (${nationality})`}`
}

/** `2A 1C`, `A2`, `2 LITTER, 1 ESCORT`: counts with their words; null for what is neither. */
function counted(text: string, word: RegExp): ({ count: number; word: string } | null)[] {
  const tokens = text.replace(/[,;+]/g, ' ').replace(/([A-Za-z])[-=:]?(\d)/g, '$1 $2').replace(/(\d)([A-Za-z])/g, '$1 $2').trim().split(/\s+/)
  const out: ({ count: number; word: string } | null)[] = []
  const wordFirst = word.test(tokens[0] ?? '')
  for (let i = 0; i < tokens.length; i += 2) {
    const [name, figure] = wordFirst ? [tokens[i], tokens[i + 1]] : [tokens[i + 1], tokens[i]]
    out.push(name !== undefined && figure !== undefined && word.test(name) && /^\d{1,4}$/.test(figure) ? { count: Number(figure), word: name } : null)
  }
  return out
}

function listed(text: string): string[] {
  return unspell(text).toUpperCase().split(/[\s,;+&]+/).filter((one) => one !== '')
}

function rounded({ lat, lon }: { lat: number; lon: number }): { lat: number; lon: number } {
  return { lat: Number(lat.toFixed(5)), lon: Number(lon.toFixed(5)) }
}

function degrees(value: number): string {
  return value.toFixed(5)
}

function inside(value: unknown, most: number): boolean {
  return typeof value === 'number' && Math.abs(value) <= most
}

function problem(line: number, words: string, fix: string): NineLineProblem {
  return { line, field: FIELDS[line - 1] ?? 'location', problem: `line ${line} (${NAMES[line - 1] ?? ''}) ${words}`, fix }
}

/** A grid reference of a point for line 1, to ten metres; degrees beyond the grid. */
export function locationAt(point: { lat: number; lon: number }, name?: string): NineLineLocation {
  const grid = formatMgrs(point, 8)
  const centre = grid === undefined ? null : parseMgrs(grid)
  return { ...(centre?.ok ? { grid: centre.mgrs, ...rounded(centre.point) } : rounded(point)), ...(name ? { name } : {}) }
}
