import { parseLatLon, parseMgrs, precisionOfRadius } from '../../../core/place.ts'
import { parseRadio } from '../../../formats/radio-forms.ts'
import type { FourLine, Methane, Patients } from '../shared/request.ts'
import { methaneOf, spotOf } from '../shared/radio-place.ts'
import type { Spot } from '../shared/schema.ts'
import type { MECHANISMS, THREATS } from '../shared/vocabulary.ts'

type Threat = (typeof THREATS)[number]
type Mechanism = (typeof MECHANISMS)[number]
export type Priority3 = keyof Patients & ('A' | 'B' | 'C')
export const PRIORITIES3 = ['A', 'B', 'C'] as const satisfies readonly Priority3[]

/** The four lines as they are typed. `spot` is a place that was chosen rather than written. */
export type Typed = { one: string; two: string; three: string; four: string; spot: Spot | null }
export const NOTHING: Typed = { one: '', two: '', three: '', four: '', spot: null }

export type ReadOne = { callsign: string; frequency: string | null }
export type ReadThree = { patients: { A: number; B: number; C: number }; civilians: number; mechanism: Mechanism | null; what: string }
export type ReadFour = { threat: Threat | null; note: string }

const FREQUENCY = /(?:^|[\s,/;@]|\bon\b|\bsur\b|\ben\b)\s*((?:(?:VHF|UHF|HF|FM|CH(?:ANNEL)?|CANAL)\s*\d+(?:[.,]\d+)?|\d{2,3}[.,]\d{1,4})(?:\s*(?:MHZ|KHZ))?)\s*$/iu

/** `K31 45.500`, `K31 on VHF 3`: who calls, and on which frequency they are called back. */
export function readOne(text: string): ReadOne {
  const found = FREQUENCY.exec(text)
  const callsign = (found ? text.slice(0, found.index) : text).replace(/[\s,/;@]+(?:on|sur|en)?[\s,/;@]*$/iu, '').trim().toUpperCase().replaceAll(/\s+/g, ' ').slice(0, 40)
  return { callsign, frequency: found?.[1] ? found[1].trim().toUpperCase().slice(0, 40) : null }
}

/** A grid or coordinates as a spot; null when it is neither (then it is a name, and the gazetteer is asked). */
export function readTwo(text: string): Spot | null {
  const grid = parseMgrs(text)
  if (grid.ok) {
    return { lon: grid.point.lon, lat: grid.point.lat, radiusM: Math.max(1, Math.round(grid.radiusM)), grid: grid.mgrs }
  }
  const typed = parseLatLon(text)
  return typed.ok && precisionOfRadius(typed.radiusM) < 7 ? { lon: typed.point.lon, lat: typed.point.lat, radiusM: Math.max(1, Math.round(typed.radiusM)) } : null
}

const PRIORITY = /(?<![\p{L}\d])(\d{1,3})\s*(?:x\s*)?(?:(T[123])|([ABC])|(urgente?s?|عاجل)|(prioritaires?|priorit(?:y|é|arios?)|أولوية)|(routine|rutina|روتيني))(?![\p{L}\d])/giu
const CIVILIANS = /(?<![\p{L}\d])(?:(\d{1,3})\s*)?(?:non-?\s?UN\s+)?(?:civ(?:ilian|iles?|il|ils)?s?|مدني(?:ين|ون)?)(?![\p{L}\d])/iu
const word = (words: string) => new RegExp(`(?<!\\p{L})(?:${words})(?!\\p{L})`, 'iu')
const WORDS: readonly (readonly [RegExp, Mechanism])[] = [
  [word('gsw|gun\\s?shots?|shot|par balles?|balles?|disparos?|balazos?|طلق(?: ناري)?'), 'gunshot'],
  [word('i\\.?e\\.?d\\.?|eei|aei|عبوة(?: ناسفة)?'), 'ied'],
  [word('mines?|minas?|لغم'), 'mine'],
  [word('mortars?|idf|rockets?|mortiers?|roquettes?|morteros?|cohetes?|هاون|صاروخ'), 'indirect-fire'],
  [word('grenades?|granadas?|قنبلة(?: يدوية)?'), 'grenade'],
  [word('blast|explosions?|explosión|explosiones|انفجار'), 'blast'],
  [word('rta|mvc|vehicle|collision|accident|roll-?over|véhicule|vehículo|accidente|choque|مركبة|حادث(?: سير)?'), 'vehicle'],
  [word('burns?|burned|burnt|fire|brûl\\p{L}*|quemad\\p{L}*|حرق|حروق'), 'burn'],
  [word('fall|fell|chute|caída|سقوط'), 'fall'],
  [word('stab(?:bed|bing)?|knife|couteau|machete|puñal(?:ada)?|طعن|سكين'), 'stabbing'],
  [word('snake|bite|serpent|morsure|mordedura|serpiente|عضة|لدغة'), 'bite'],
  [word('heat|chaleur|calor|حرارة|حر'), 'heat'],
  [word('ill|illness|sick|fever|malaria|malade|maladie|fièvre|paludisme|enferm[oa]s?|enfermedad|fiebre|مرض|مريض|حمى'), 'illness'],
]

/** `2A 1C gunshot 1 civ`: patients by priority, people not of the United Nations among them, and what happened. */
export function readThree(text: string): ReadThree {
  const patients = { A: 0, B: 0, C: 0 }
  for (const [, n = '0', triage, letter, urgent, priority] of text.matchAll(PRIORITY)) {
    const key: Priority3 = triage ? PRIORITIES3[Number(triage[1]) - 1] ?? 'A' : letter ? (letter.toUpperCase() as Priority3) : urgent ? 'A' : priority ? 'B' : 'C'
    patients[key] += Number(n)
  }
  const civil = CIVILIANS.exec(text)
  const what = text.replaceAll(PRIORITY, ' ').replace(CIVILIANS, ' ').replaceAll(/\s+/g, ' ').replaceAll(/^[\s,;.]+|[\s,;]+$/g, '').slice(0, 300)
  return { patients, civilians: civil ? Number(civil[1] ?? 1) : 0, mechanism: mechanismOf(what), what }
}

/** What happened, by the words for it in any of the four languages; null when none is said. */
export function mechanismOf(words: string): Mechanism | null {
  return WORDS.find(([pattern]) => pattern.test(words))?.[1] ?? null
}

/** The same line with so many more of one priority, as a key or a button adds them; never below none. */
export function withPatients(text: string, priority: Priority3, by: number): string {
  const { patients, civilians, what } = readThree(text)
  const next = { ...patients, [priority]: Math.max(0, patients[priority] + by) }
  return [...PRIORITIES3.flatMap((one) => (next[one] > 0 ? [`${next[one]}${one}`] : [])), ...(civilians > 0 ? [`${civilians} civ`] : []), ...(what === '' ? [] : [what])].join(' ')
}

/** And with so many people not of the United Nations. */
export function withCivilians(text: string, by: number): string {
  const { patients, civilians, what } = readThree(text)
  const next = Math.max(0, civilians + by)
  return [...PRIORITIES3.flatMap((one) => (patients[one] > 0 ? [`${patients[one]}${one}`] : [])), ...(next > 0 ? [`${next} civ`] : []), ...(what === '' ? [] : [what])].join(' ')
}

const THREAT_WORDS: readonly (readonly [RegExp, Threat])[] = [
  [/^(?:x|escort|armed escort|escorte|escolta)(?![\p{L}\d])/iu, 'X'],
  [/^(?:no enemy|none?|no|n|secure|clear|aucune?|rien|ninguna?|seguro|لا)(?![\p{L}\d])/iu, 'N'],
  [/^(?:possible|p|posible|محتمل)(?![\p{L}\d])/iu, 'P'],
  [/^(?:enemy|e|contact|ennemi|enemigo|عدو)(?![\p{L}\d])/iu, 'E'],
]

/** `p technicals seen to the north`: the threat by its letter or word first, and what was said with it. */
export function readFour(text: string): ReadFour {
  const trimmed = text.trim()
  for (const [pattern, threat] of THREAT_WORDS) {
    const found = pattern.exec(trimmed)
    if (found) {
      return { threat, note: trimmed.slice(found[0].length).replace(/^[\s,.:;–-]+/u, '').slice(0, 1000) }
    }
  }
  return { threat: null, note: trimmed.slice(0, 1000) }
}

/** A whole four-line message as it was sent (`4-LINE`, one line each), as if it had been typed; null when it is none. */
export function pastedFour(text: string): Omit<Typed, 'spot'> | null {
  const read = parseRadio(text, /^\s*4-LINE/i.test(text) ? null : 'four-line')
  if (!read.ok || read.form !== 'four-line') {
    return null
  }
  const { callsign, frequency, place, patients, what, threat } = read.message
  const counts = PRIORITIES3.flatMap((one) => (patients[one] > 0 ? [`${patients[one]}${one}`] : [])).join(' ')
  return { one: [callsign, frequency].filter((one) => one !== undefined).join(' '), two: place.grid ?? (place.lat === undefined || place.lon === undefined ? (place.name ?? '') : `${place.lat}, ${place.lon}`), three: [counts, what].filter((one) => one !== undefined && one !== '').join(' '), four: threat }
}

/** A METHANE as it was sent: kept whole, with its place and what happened in the lines that are still empty; null when it is none. */
export function pastedMethane(text: string, typed: Typed): (Partial<Typed> & { methane: Methane }) | null {
  const read = parseRadio(text)
  if (!read.ok || read.form !== 'methane') {
    return null
  }
  const { exact, type, number } = read.message
  const spot = exact ? spotOf(exact, readTwo) : null
  const told = [number, type].filter((one) => one !== undefined).join(' ')
  return { methane: methaneOf(read.message, readTwo), ...(spot && typed.two.trim() === '' ? { two: spot.grid ?? spot.name ?? `${spot.lat}, ${spot.lon}`, ...(spot.lon === undefined ? {} : { spot }) } : {}), ...(typed.three.trim() === '' && told !== '' ? { three: told } : {}) }
}

/** With another threat and the same words. */
export function withThreat(text: string, threat: Threat): string {
  const { note } = readFour(text)
  return note === '' ? threat : `${threat} ${note}`
}

/** Lines that do not say enough yet, 1 to 4. */
export function missingLines(typed: Typed): number[] {
  const { A, B, C } = readThree(typed.three).patients
  return [
    ...(readOne(typed.one).callsign === '' ? [1] : []),
    ...(typed.spot === null && readTwo(typed.two) === null && typed.two.trim() === '' ? [2] : []),
    ...(A + B + C === 0 ? [3] : []),
    ...(readFour(typed.four).threat === null ? [4] : []),
  ]
}

/** The four lines as the record holds them; null while one says too little. A place that no grid or chosen name gives stands by its words. */
export function fourOf(typed: Typed): { four: FourLine; civilians: number; note: string } | null {
  const { callsign, frequency } = readOne(typed.one)
  const { patients, civilians, mechanism, what } = readThree(typed.three)
  const { threat, note } = readFour(typed.four)
  if (missingLines(typed).length > 0 || threat === null) {
    return null
  }
  const place = typed.spot ?? readTwo(typed.two) ?? { name: typed.two.trim().slice(0, 120) }
  const told = Object.fromEntries(PRIORITIES3.flatMap((one) => (patients[one] > 0 ? [[one, patients[one]]] : []))) as Patients
  return { four: { callsign, ...(frequency === null ? {} : { frequency }), place, patients: told, ...(mechanism === null ? {} : { mechanism }), ...(what === '' ? {} : { what }), threat }, civilians, note }
}
