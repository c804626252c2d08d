import { parseLatLon } from '../core/place-latlon.ts'
import { parseMgrs } from '../core/place-mgrs.ts'

/** Four lines, METHANE, MIST and AT-MIST as text: one field a line, in the order they are read out; written and read back without loss. */

export type RadioForm = 'four-line' | 'methane' | 'mist' | 'at-mist'
/** A grid reference or degrees, or only what people call the place. */
export type RadioPlace = { grid?: string; lat?: number; lon?: number; name?: string }
export type FourLineMessage = { callsign: string; frequency?: string; place: RadioPlace; /** A urgent, B priority, C routine. */ patients: { A: number; B: number; C: number }; what?: string; threat: 'N' | 'P' | 'E' | 'X' }
/** What nobody has said is absent. */
export type MethaneMessage = { major: boolean; exact?: RadioPlace; type?: string; hazards?: string; access?: string; number?: string; emergency?: string }
/** Signs as last taken; `at` is the time of day in Zulu, `1418Z`. */
export type RadioSigns = { at?: string; hr?: number; rr?: number; sbp?: number; dbp?: number; spo2?: number; avpu?: 'A' | 'V' | 'P' | 'U'; gcs?: number; pain?: number }
export type MistMessage = { label?: string; mechanism?: string; injuries?: string[]; signs?: RadioSigns; treatment?: { at?: string; what: string }[] }
export type AtMistMessage = MistMessage & { age?: string; time?: string; timeEstimated?: true }
export type RadioMessage = { form: 'four-line'; message: FourLineMessage } | { form: 'methane'; message: MethaneMessage } | { form: 'mist'; message: MistMessage } | { form: 'at-mist'; message: AtMistMessage }
/** `line` counts the fields of the form from 1, `field` is the property of the object. */
export type RadioProblem = { line: number; field: string; problem: string; fix: string }
export type RadioReading = ({ ok: true } & RadioMessage) | { ok: false; form: RadioForm | null; problems: RadioProblem[] }

type Field = { label: string; field: string; /** A line that must be there and say something. */ needed?: boolean; read(value: string, into: Record<string, unknown>): string | null; fix: string }

const UNKNOWN = 'UNKNOWN'
const TIME = /^(?:[01]\d|2[0-3])[0-5]\dZ$/
const NOTE = 300
const COUNT = /^(?:(\d{1,3}) ?([ABC])|([ABC]) ?(\d{1,3}))(?:[ ,;+]+|$)/i
const MISCOUNT = /^(?:\d{1,3} ?\p{L}|\p{L} ?\d{1,3})(?![\p{L}\d])/u
/** What a sign can be; outside it was taken in another unit, or misheard. */
const RANGES = { HR: ['hr', 0, 300], RR: ['rr', 0, 90], SPO2: ['spo2', 0, 100], GCS: ['gcs', 3, 15], PAIN: ['pain', 0, 10] } as const

const free = (field: string, most = NOTE) => (value: string, into: Record<string, unknown>): string | null => {
  if (value.length > most) {
    return `is longer than ${most} signs`
  }
  into[field] = value
  return null
}

const place = (field: string) => (value: string, into: Record<string, unknown>): string | null => {
  const [, where = '', name] = /^([^()]*?)\s*(?:\(([^()]{1,120})\))?$/.exec(value) ?? []
  const named = name === undefined ? {} : { name }
  if (where === '') {
    into[field] = named
    return name === undefined ? `"${value}" is no place` : null
  }
  const grid = parseMgrs(where)
  if (grid.ok && grid.digits >= 4) {
    into[field] = { grid: grid.mgrs, ...named }
    return null
  }
  const point = grid.ok ? null : parseLatLon(where)
  if (!point?.ok) {
    return grid.ok ? `${grid.mgrs} is too large a square to be found in` : `"${where}" is no place`
  }
  into[field] = { lat: Number(point.point.lat.toFixed(5)), lon: Number(point.point.lon.toFixed(5)), ...named }
  return null
}

/** `1A 2C gunshot`, `A1, mine`: each priority once, in any order, those unsaid being none; null where no patient is counted. */
function spokenCount(value: string): { patients: FourLineMessage['patients']; what: string } | null {
  const patients = { A: 0, B: 0, C: 0 }
  const said = new Set<string>()
  let rest = value
  for (let found = COUNT.exec(rest); found; found = COUNT.exec(rest)) {
    const letter = (found[2] ?? found[3] ?? '').toUpperCase() as keyof typeof patients
    if (said.has(letter)) {
      return null
    }
    said.add(letter)
    patients[letter] = Number(found[1] ?? found[4])
    rest = rest.slice(found[0].length)
  }
  return said.size === 0 || MISCOUNT.test(rest) ? null : { patients, what: rest }
}

const FOUR: readonly Field[] = [
  {
    label: '1 WHO', field: 'callsign', needed: true, fix: 'Write K31 / 44.500', read(value, into) {
      const [, callsign = '', frequency] = /^([^/]*?)(?:\s*\/\s*(.+))?$/.exec(value) ?? []
      if (!/^[\p{L}\p{N}][^/\r\n]{0,39}$/u.test(callsign) || (frequency?.length ?? 0) > 40) {
        return `"${value}" is no callsign`
      }
      Object.assign(into, { callsign }, frequency === undefined ? {} : { frequency })
      return null
    },
  },
  { label: '2 WHERE', field: 'place', needed: true, fix: 'Write 30P VB 12345 67890 (Bambara), degrees, or a name in brackets', read: place('place') },
  {
    label: '3 PATIENTS', field: 'patients', needed: true, fix: 'Write A2 B1 C0 or 2A 1B, what happened', read(value, into) {
      const found = /^A(\d{1,3}) B(\d{1,3}) C(\d{1,3})(?:, (.+))?$/.exec(value)
      const spoken = found ? null : spokenCount(value)
      if (!found && !spoken) {
        return `"${value}" is no count of patients`
      }
      into['patients'] = spoken?.patients ?? { A: Number(found?.[1]), B: Number(found?.[2]), C: Number(found?.[3]) }
      const what = spoken ? spoken.what : (found?.[4] ?? '')
      return what === '' ? null : free('what')(what, into)
    },
  },
  { label: '4 THREAT', field: 'threat', needed: true, fix: 'Write N, P, E or X', read: (value, into) => { into['threat'] = value.toUpperCase(); return /^[NPEX]$/i.test(value) ? null : `"${value}" is no state of security` } },
]
const METHANE: readonly Field[] = [
  { label: 'M MAJOR INCIDENT', field: 'major', needed: true, fix: 'Write DECLARED or STANDBY', read: (value, into) => { into['major'] = value.toUpperCase() === 'DECLARED'; return /^(?:DECLARED|STANDBY)$/i.test(value) ? null : `"${value}" says neither declared nor standby` } },
  { label: 'E EXACT LOCATION', field: 'exact', fix: 'Write a grid reference, degrees, or a name in brackets', read: place('exact') },
  ...([['T TYPE', 'type'], ['H HAZARDS', 'hazards'], ['A ACCESS', 'access']] as const).map(([label, field]): Field => ({ label, field, fix: `Write up to ${NOTE} signs on one line`, read: free(field) })),
  { label: 'N NUMBER', field: 'number', fix: 'Write up to 120 signs on one line', read: free('number', 120) },
  { label: 'E EMERGENCY SERVICES', field: 'emergency', fix: `Write up to ${NOTE} signs on one line`, read: free('emergency') },
]
const MIST: readonly Field[] = [
  { label: 'M MECHANISM', field: 'mechanism', fix: `Write up to ${NOTE} signs on one line`, read: free('mechanism') },
  { label: 'I INJURIES', field: 'injuries', fix: 'Write them with a semicolon between', read: (value, into) => { const all = value.split(';').map((one) => one.trim()); into['injuries'] = all; return all.includes('') ? 'has an empty one between semicolons' : all.length > 60 ? 'names more than sixty' : null } },
  { label: 'S SIGNS', field: 'signs', fix: 'Write 1418Z HR 118 RR 24 BP 95/60 SPO2 93 AVPU V GCS 14 PAIN 6, what was taken of it', read: signs },
  {
    label: 'T TREATMENT', field: 'treatment', fix: 'Write 1404Z tourniquet left leg, with a semicolon between treatments', read(value, into) {
      const all = value.split(';').map((one) => one.trim())
      const timed = all.map((one) => { const [, at, what = ''] = /^(?:(\d{4}Z)(?:\s+|$))?(.*)$/.exec(one) ?? []; return { ...(at === undefined ? {} : { at }), what } })
      into['treatment'] = timed
      const wrong = timed.find(({ at }) => at !== undefined && !TIME.test(at))
      return timed.some(({ what }) => what === '') ? 'has an empty one between semicolons' : wrong ? `${wrong.at} is no time of day` : timed.length > 60 ? 'names more than sixty' : null
    },
  },
]
const AT: readonly Field[] = [
  { label: 'A AGE', field: 'age', fix: 'Write it in up to 60 signs: 18-29 male', read: free('age', 60) },
  {
    label: 'T TIME', field: 'time', fix: 'Write 1400Z, and ESTIMATED where it is', read(value, into) {
      const [time = '', estimated, ...more] = value.split(' ')
      Object.assign(into, { time }, estimated === undefined ? {} : { timeEstimated: true })
      return !TIME.test(time) || more.length > 0 || (estimated !== undefined && estimated.toUpperCase() !== 'ESTIMATED') ? `"${value}" is no time of injury` : null
    },
  },
]
const FIELDS: { readonly [form in RadioForm]: readonly Field[] } = { 'four-line': FOUR, 'methane': METHANE, 'mist': MIST, 'at-mist': [...AT, ...MIST] }
const HEADS: { readonly [form in RadioForm]: string } = { 'four-line': '4-LINE', 'methane': 'METHANE', 'mist': 'MIST', 'at-mist': 'AT-MIST' }

/** Read a form: by its heading, or as the form it is said to be. Labels may be whole (`T TYPE`), the word or the letter alone. What is wrong is named by line and field. */
export function parseRadio(text: string, as: RadioForm | null = null): RadioReading {
  const rows = text.split(/\r\n|\r|\n/).map((row) => row.trim()).filter((row) => row !== '')
  const head = /^(4-LINE|METHANE|AT-MIST|MIST)(?:\s+(\S.*))?$/i.exec(rows[0] ?? '')
  const form = as ?? (Object.keys(HEADS) as RadioForm[]).find((one) => HEADS[one] === head?.[1]?.toUpperCase()) ?? null
  if (form === null) {
    return { ok: false, form, problems: [{ line: 0, field: 'form', problem: 'says not which form it is', fix: 'Begin with 4-LINE, METHANE, MIST or AT-MIST' }] }
  }
  const fields = FIELDS[form]
  const problems: RadioProblem[] = []
  const values = new Map<number, string>()
  let last = -1
  for (const row of head ? rows.slice(1) : rows) {
    const [, label = '', value = ''] = /^([^:]{1,24}):\s*(.*)$/.exec(row) ?? []
    const at = fields.findIndex((one, i) => named(one.label, label.trim().toUpperCase()) && !(label.trim().length === 1 && values.has(i)))
    if (at === -1 && last >= 0 && label === '') {
      values.set(last, `${values.get(last)!} ${row}`)
    } else if (at === -1) {
      problems.push({ line: 0, field: 'form', problem: `"${row.slice(0, 40)}" is no line of it`, fix: `Its lines are ${fields.map((one) => one.label).join(', ')}` })
    } else if (values.has(at)) {
      problems.push({ line: at + 1, field: fields[at]!.field, problem: 'is there twice', fix: 'Leave one of them out' })
    } else {
      values.set(at, value.trim())
      last = at
    }
  }
  const message: Record<string, unknown> = head?.[2] === undefined || form === 'four-line' || form === 'methane' ? {} : { label: head[2] }
  fields.forEach((one, i) => {
    const value = values.get(i)
    const silent = value === undefined || value === '' || value.toUpperCase() === UNKNOWN
    const wrong = value === undefined ? 'is missing' : silent ? (one.needed || value === '' ? 'says nothing' : null) : one.read(value.replaceAll(/\s+/g, ' '), message)
    if (wrong !== null) {
      problems.push({ line: i + 1, field: one.field, problem: wrong, fix: value === undefined && !one.needed ? `${one.fix}; ${UNKNOWN} where nobody knows` : one.fix })
    }
  })
  return problems.length > 0 ? { ok: false, form, problems } : ({ ok: true, form, message } as unknown as RadioReading)
}

/** A form as text; what nobody has said is written UNKNOWN, since a line that is left out could have been forgotten. */
export function formatRadio({ form, message }: RadioMessage): string {
  const label = 'label' in message && message.label ? ` ${message.label}` : ''
  return `${[`${HEADS[form]}${label}`, ...FIELDS[form].map((one) => `${one.label}: ${valueOf(one.field, message).replaceAll(/\s+/g, ' ').trim() || UNKNOWN}`)].join('\n')}\n`
}

/** What of a message cannot be written and read back as it is, by field; empty when all can. */
export function checkRadio(given: unknown): RadioProblem[] {
  const { form, message } = (typeof given === 'object' && given !== null ? given : {}) as { form?: unknown; message?: unknown }
  if (typeof form !== 'string' || !Object.hasOwn(FIELDS, form) || typeof message !== 'object' || message === null) {
    return [{ line: 0, field: 'form', problem: 'is no form', fix: 'Give { "form": "four-line", "methane", "mist" or "at-mist", "message": … }' }]
  }
  const one = { form, message } as RadioMessage
  const known = [...FIELDS[one.form].map(({ field }) => field), ...(form === 'four-line' ? ['frequency', 'what'] : form === 'methane' ? [] : ['label']), ...(form === 'at-mist' ? ['timeEstimated'] : [])]
  const strange = Object.keys(message).filter((field) => !known.includes(field)).map((field) => ({ line: 0, field, problem: 'is no field of it', fix: `Use ${known.join(', ')}` }))
  if (strange.length > 0) {
    return strange
  }
  try {
    const read = parseRadio(formatRadio(one), one.form)
    if (!read.ok) {
      return read.problems
    }
    return Object.keys({ ...message, ...read.message }).filter((field) => sorted((message as Record<string, unknown>)[field]) !== sorted((read.message as Record<string, unknown>)[field])).map((field) => ({ line: FIELDS[one.form].findIndex((f) => f.field === field) + 1, field, problem: 'would not be read back as it is', fix: FIELDS[one.form].find((f) => f.field === field)?.fix ?? 'Write it on one line, without double spaces' }))
  } catch {
    return [{ line: 0, field: 'message', problem: 'holds a value of another sort', fix: 'Give it as `nineline parse` prints it' }]
  }
}

function named(label: string, said: string): boolean {
  return said === label || said === label.slice(0, 1) || said === label.slice(2)
}

function signs(value: string, into: Record<string, unknown>): string | null {
  const out: RadioSigns = {}
  const tokens = value.split(' ')
  if (/^\d{4}Z$/.test(tokens[0] ?? '')) {
    out.at = tokens.shift()!
    if (!TIME.test(out.at)) {
      return `${out.at} is no time of day`
    }
  }
  for (let i = 0; i < tokens.length; i += 2) {
    const [name = '', figure = ''] = [tokens[i]?.toUpperCase(), tokens[i + 1]?.toUpperCase()]
    const [systolic, diastolic] = figure.split('/').map((one) => (/^\d{1,4}$/.test(one) ? Number(one) : NaN))
    const range = Object.hasOwn(RANGES, name) ? RANGES[name as keyof typeof RANGES] : null
    if (range && /^\d{1,4}$/.test(figure) && out[range[0]] === undefined) {
      if (Number(figure) < range[1] || Number(figure) > range[2]) {
        return `${name} ${figure} is not from ${range[1]} to ${range[2]}`
      }
      out[range[0]] = Number(figure)
    } else if (name === 'BP' && systolic !== undefined && out.sbp === undefined && figure.split('/').length <= 2) {
      if (!(systolic >= 20 && systolic <= 300) || (diastolic !== undefined && !(diastolic >= 10 && diastolic <= 200 && diastolic <= systolic))) {
        return `BP ${figure} is none in mmHg`
      }
      Object.assign(out, { sbp: systolic }, diastolic === undefined ? {} : { dbp: diastolic })
    } else if (name === 'AVPU' && /^[AVPU]$/.test(figure) && out.avpu === undefined) {
      out.avpu = figure as 'A'
    } else {
      return `"${[tokens[i], tokens[i + 1]].filter((one) => one !== undefined).join(' ')}" is no sign`
    }
  }
  into['signs'] = out
  return null
}

function valueOf(field: string, message: RadioMessage['message']): string {
  const value = (message as Record<string, unknown>)[field]
  switch (field) {
    case 'callsign': { const { callsign, frequency } = message as FourLineMessage; return [callsign, frequency].filter((one) => one !== undefined && one !== '').join(' / ') }
    case 'place': case 'exact': return value === undefined ? '' : placeText(value as RadioPlace)
    case 'patients': { const { patients: { A, B, C }, what } = message as FourLineMessage; return `A${A} B${B} C${C}${what ? `, ${what}` : ''}` }
    case 'major': return value === true ? 'DECLARED' : 'STANDBY'
    case 'time': return value === undefined ? '' : `${value as string}${(message as AtMistMessage).timeEstimated ? ' ESTIMATED' : ''}`
    case 'injuries': return ((value as string[] | undefined) ?? []).join('; ')
    case 'signs': return signsText((value as RadioSigns | undefined) ?? {})
    case 'treatment': return ((value as { at?: string; what: string }[] | undefined) ?? []).map(({ at, what }) => [at, what].filter(Boolean).join(' ')).join('; ')
    default: return (value as string | undefined) ?? ''
  }
}

function placeText({ grid, lat, lon, name }: RadioPlace): string {
  const where = grid ?? (lat === undefined || lon === undefined ? '' : `${lat.toFixed(5)} ${lon.toFixed(5)}`)
  return [where, name === undefined || name === '' ? '' : `(${name})`].filter((one) => one !== '').join(' ')
}

function signsText({ at, hr, rr, sbp, dbp, spo2, avpu, gcs, pain }: RadioSigns): string {
  const said = (name: string, value: string | number | undefined): string => (value === undefined ? '' : `${name} ${value}`)
  return [at ?? '', said('HR', hr), said('RR', rr), sbp === undefined ? '' : `BP ${sbp}${dbp === undefined ? '' : `/${dbp}`}`, said('SPO2', spo2), said('AVPU', avpu), said('GCS', gcs), said('PAIN', pain)].filter((one) => one !== '').join(' ')
}

function sorted(value: unknown): string {
  return JSON.stringify(value, (_, one: unknown) => (typeof one === 'object' && one !== null && !Array.isArray(one) ? Object.fromEntries(Object.entries(one).toSorted(([a], [b]) => (a < b ? -1 : 1))) : one)) ?? ''
}
