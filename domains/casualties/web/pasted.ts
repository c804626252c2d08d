import { derivedId } from '../../../core/digest.ts'
import type { NineLineMessage } from '../../../formats/nineline.ts'
import type { AtMistMessage, RadioSigns } from '../../../formats/radio-forms.ts'
import type { CareState } from '../shared/care-state.ts'
import type { Casualty, Injury, Treatment, Vitals } from '../shared/casualty.ts'
import { readInjuries } from '../shared/injury-text.ts'
import type { NineLine } from '../shared/request.ts'
import { spotOf } from '../shared/radio-place.ts'
import type { Spot } from '../shared/schema.ts'
import { checkVitals } from '../shared/units.ts'
import { AGE_BANDS, BODY_REGIONS, BODY_SIDES, INJURY_KINDS, LIMBS, MECHANISMS, SEXES, TREATMENTS } from '../shared/vocabulary.ts'
import { mechanismOf } from './four.ts'
import { STATUS } from './papers.ts'

/** What a pasted message adds: parts of a care state, and the words that have no place in it, to be entered by hand. */
export type PastedCare = { care: Pick<CareState, 'injuries' | 'vitals' | 'treatments' | 'events'> & { base: Partial<CareState['base']> }; left: string[] }

const DAY = 86_400_000
const MINUTE = 60_000
const NOTE = 300

/** The nine lines of a message, as far as it could be read. */
export function nineOf(message: Partial<NineLineMessage>, read: (text: string) => Spot | null): NineLine {
  const { location, frequency, callsign, patients, equipment, litter, ambulatory, escort, security, marking, markingNote, status, nationality, terrain, cbrn } = message
  const who = Object.fromEntries(Object.entries(STATUS).flatMap(([category, code]) => (status?.[code] ? [[category, status[code]]] : [])))
  const all = {
    place: location && spotOf(location, read), frequency, callsign, patients, equipment: equipment?.map((one) => one.toLowerCase()), litter, ambulatory, escort, security, marking: marking?.toLowerCase(), markingNote,
    status: Object.keys(who).length > 0 ? who : undefined, nationality, terrain, cbrn,
  }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined && value !== '')) as NineLine
}

/**
 * What a MIST or AT-MIST says of a casualty that its record does not hold yet. Entries have ids that follow from their words, so
 * that a message pasted twice adds nothing; `now` (epoch ms) places times of day in the day behind it.
 */
export function careOfMist(id: string, standing: Casualty, message: AtMistMessage, now: number): PastedCare {
  const left: string[] = []
  const key = (...parts: string[]) => derivedId('pasted', id, ...parts)
  const base = baseOf(standing, message, left)
  const injured = message.time === undefined ? null : dayTime(message.time, now)
  const injuries = (message.injuries ?? []).flatMap((words): Injury[] => {
    const read = injuriesOf(words)
    if (read.length === 0) {
      left.push(words)
    }
    const fresh = read.filter((one) => !(standing.injuries ?? []).some((had) => !had.struck && had.region === one.region && had.side === one.side && had.kind === one.kind))
    return fresh.map((one) => ({ id: key('injury', words, one.region, one.side), ...one }))
  })
  const vitals = message.signs ? vitalsOf(message.signs, standing, now, key, left) : []
  const treatments = (message.treatment ?? []).flatMap(({ at, what }): Treatment[] => {
    const moment = new Date(at === undefined ? Math.floor(now / MINUTE) * MINUTE : dayTime(at, now)).toISOString()
    const one = treatmentOf(what)
    const had = (standing.treatments ?? []).some((other) => !other.struck && other.what === one.what && other.limb === one.limb && (at === undefined || sameMinute(other.at, moment)))
    return had ? [] : [{ id: key('treatment', at ?? '', what), at: moment, ...one }]
  })
  return {
    care: {
      base, ...(injured !== null && standing.events?.T0 === undefined ? { events: { T0: { t: new Date(injured).toISOString(), source: 'radio', ...(message.timeEstimated ? { estimated: true } : {}) } } } : {}),
      ...(injuries.length > 0 ? { injuries } : {}), ...(vitals.length > 0 ? { vitals } : {}), ...(treatments.length > 0 ? { treatments } : {}),
    },
    left,
  }
}

/** Does it add anything? */
export function addsCare({ base, ...lists }: PastedCare['care']): boolean {
  return Object.keys(base).length > 0 || Object.keys(lists).length > 0
}

function baseOf(standing: Casualty, { age = '', mechanism }: AtMistMessage, left: string[]): PastedCare['care']['base'] {
  const base: PastedCare['care']['base'] = {}
  for (const word of age.split(/[\s,]+/).filter((one) => one !== '')) {
    const band = AGE_BANDS.find((one) => one === word) ?? bandOf(word)
    const sex = SEXES.find((one) => one === word.toLowerCase()) ?? ({ M: 'male', F: 'female' } as const)[word.toUpperCase() as 'M']
    if (band !== undefined && standing.ageBand === undefined) {
      base.ageBand = band
    } else if (sex !== undefined && standing.sex === undefined) {
      base.sex = sex
    } else if (band === undefined && sex === undefined) {
      left.push(word)
    }
  }
  if (mechanism !== undefined) {
    const code = MECHANISMS.find((one) => one === mechanism.split(',')[0]?.trim().toLowerCase()) ?? mechanismOf(mechanism)
    const note = mechanism.toLowerCase().startsWith(code ?? '\0') ? mechanism.slice(code?.length ?? 0).replace(/^[\s,]+/, '') : mechanism
    if (code !== null && standing.mechanism === undefined) {
      base.mechanism = code
    }
    if (note !== '' && standing.mechanismNote === undefined) {
      base.mechanismNote = note.slice(0, NOTE)
    } else if (note !== '' && standing.mechanismNote !== note) {
      left.push(note)
    }
  }
  return base
}

function bandOf(word: string): (typeof AGE_BANDS)[number] | undefined {
  const years = /^\d{1,3}$/.test(word) ? Number(word) : NaN
  return AGE_BANDS.find((band) => { const [from, to] = band.replace('+', '-').split('-'); return years >= Number(from) && (to === '' || years <= Number(to)) })
}

/** `kind side region note` as Vigie writes it, else what the words mean. */
function injuriesOf(words: string): Omit<Injury, 'id'>[] {
  const parts = words.split(' ')
  const kind = INJURY_KINDS.find((one) => one === parts[0])
  const side = BODY_SIDES.find((one) => one === parts[1])
  const region = BODY_REGIONS.find((one) => one === parts[side ? 2 : 1])
  if (kind && region) {
    const note = parts.slice(side ? 3 : 2).join(' ')
    return [{ kind, region, side: side ?? 'middle', ...(note === '' ? {} : { note }) }]
  }
  return readInjuries(words).map((one) => ({ ...one, note: words.slice(0, NOTE) }))
}

function vitalsOf({ at, ...signs }: RadioSigns, standing: Casualty, now: number, key: (...parts: string[]) => string, left: string[]): Vitals[] {
  const wrong = checkVitals(signs, '')
  const moment = new Date(at === undefined ? Math.floor(now / MINUTE) * MINUTE : dayTime(at, now)).toISOString()
  const had = (standing.vitals ?? []).some((one) => !one.struck && (at === undefined || sameMinute(one.at, moment)) && (Object.keys(signs) as (keyof typeof signs)[]).every((sign) => one[sign] === signs[sign]))
  if (wrong.length > 0) {
    left.push(...wrong.map(({ problem }) => problem))
  }
  return wrong.length > 0 || had ? [] : [{ id: key('vitals', at ?? '', JSON.stringify(signs)), at: moment, ...signs }]
}

const TREATMENT_WORDS: readonly (readonly [RegExp, Treatment['what']])[] = [
  [/\b(?:tq|cat|tourniquets?|garrots?|torniquetes?)\b|عاصبة/i, 'tourniquet'], [/\btxa\b|tranexami/i, 'txa'], [/\bketamine?\b|ketamina|كيتامين/i, 'ketamine'], [/\bmorphine?\b|morfina|مورفين/i, 'morphine'], [/\b(?:npa|opa|airway)\b/i, 'airway-adjunct'],
  [/chest seal|pansement .*thorac/i, 'chest-seal'], [/needle/i, 'needle-decompression'], [/\b(?:o2|oxyg[eè]ne?|ox[ií]geno)\b|أكسجين/i, 'oxygen'], [/\b(?:packing|packed)\b/i, 'wound-packing'], [/dressing|bandage|pansement|vendaje|ضماد/i, 'pressure-dressing'],
  [/\b(?:saline|hartmann|ringer|fluids?|nacl)\b/i, 'fluids'], [/\bblood\b|\bsang\b|\bsangre\b/i, 'blood'], [/\biv\b/i, 'iv-access'], [/\bio\b/i, 'io-access'], [/splint|attelle|férula|جبيرة/i, 'splint'], [/pelvic/i, 'pelvic-binder'], [/collar/i, 'cervical-collar'],
  [/antibiotic|ceftriaxone|antibiot/i, 'antibiotic'], [/blanket|warming|hypotherm/i, 'warming'], [/\bcpr\b|\brcp\b/i, 'cpr'], [/paracetamol|fentanyl|analges/i, 'analgesia'],
]
const SIDE_WORDS: readonly (readonly [RegExp, 'left' | 'right'])[] = [[/\b(?:left|l|lt|gauche|izquierd[oa])\b|يسر|أيسر/i, 'left'], [/\b(?:right|r|rt|droite?|derech[oa])\b|يمن|أيمن/i, 'right']]
const LIMB_WORDS: readonly (readonly [RegExp, 'arm' | 'leg'])[] = [[/\b(?:arm|bras|brazo)\b|ذراع/i, 'arm'], [/\b(?:leg|thigh|jambe|cuisse|pierna|muslo)\b|ساق/i, 'leg']]

/** What was given, by its code or by the words for it; words that name nothing known stand as a note. */
function treatmentOf(words: string): Omit<Treatment, 'id' | 'at'> {
  const parts = words.split(' ')
  const written = TREATMENTS.find((one) => one === parts[0]?.toLowerCase())
  const limb = LIMBS.find((one) => parts.includes(one)) ?? limbOf(words)
  const rest = written ? parts.slice(1).filter((one) => one !== limb).join(' ') : words
  const what = written ?? TREATMENT_WORDS.find(([pattern]) => pattern.test(words))?.[1] ?? 'other'
  return { what, ...(limb ? { limb } : {}), ...(rest === '' || (written && limbOf(rest)) ? {} : { note: rest.slice(0, NOTE) }) }
}

function limbOf(words: string): Treatment['limb'] {
  const side = SIDE_WORDS.find(([pattern]) => pattern.test(words))?.[1]
  const part = LIMB_WORDS.find(([pattern]) => pattern.test(words))?.[1]
  return side && part ? `${side}-${part}` : undefined
}

/** `1418Z` as the last such moment, epoch ms. */
function dayTime(text: string, now: number): number {
  const at = Math.floor(now / DAY) * DAY + (Number(text.slice(0, 2)) * 60 + Number(text.slice(2, 4))) * MINUTE
  return at > now + MINUTE ? at - DAY : at
}

function sameMinute(a: string, b: string): boolean {
  return Math.floor(Date.parse(a) / MINUTE) === Math.floor(Date.parse(b) / MINUTE)
}
