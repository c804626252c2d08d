import { sameJson, type Json } from '../../../core/json.ts'
import { makeEvent } from '../../../formats/cot/build.ts'
import { element, withPart } from '../../../formats/cot/detail.ts'
import type { CotEvent } from '../../../formats/cot/event.ts'
import { callsignOf } from '../../../formats/cot/facts.ts'
import { medevacElement, medevacOf, type Medevac, type Zmist } from '../../../formats/cot/medevac.ts'
import type { Casualty } from './casualty.ts'
import { stateOf, type CasevacRequest, type FourLine, type NineLine } from './request.ts'
import { MARKINGS, THREATS, type Category, type Priority } from './vocabulary.ts'

/** A request as TAK clients write it (`b-r-f-h-c`, `<_medevac_>`), both ways. What Vigie does not understand is kept and goes out again. */

type Fields = { -readonly [field in keyof Medevac['fields']]: Medevac['fields'][field] }
/** Whom the fields of the form count: its own forces are those of the mission. */
const COUNTED: readonly (readonly [keyof Fields, Category])[] = [
  ['us_military', 'un-military'], ['us_civilian', 'un-civilian'], ['nonus_military', 'host-forces'], ['non_us_military', 'host-forces'], ['nonus_civilian', 'non-un-civilian'], ['non_us_civilian', 'non-un-civilian'], ['epw', 'detainee'],
]
const TERRAIN = { terrain_slope: 'slope', terrain_rough: 'rough', terrain_loose: 'loose', terrain_trees: 'trees', terrain_wires: 'wires', terrain_other: 'other' } as const
const MOST_PATIENTS = 30
const MOST_XML = 64_000

/** A patient a message tells of. */
export type ToldPatient = { priority: Priority; category: Category; litter?: boolean; surgery: boolean; mist: Zmist | null }
export type ToldRequest = { four: FourLine; nine: NineLine; patients: ToldPatient[] }

/** What an event asks for; null when it carries no request. `xml` is the event as it came. */
export function requestOfEvent(event: CotEvent): ToldRequest | null {
  const medevac = medevacOf(event)
  if (!medevac) {
    return null
  }
  const { fields } = medevac
  const patients = patientsTold(medevac)
  const callsign = clip(fields.callsign || fields.title || callsignOf(event) || 'TAK', 40)
  const nowhere = event.point.lat === 0 && event.point.lon === 0 && event.point.ce === null
  const counts = { A: 0, B: 0, C: 0 }
  patients.forEach(({ priority }) => { counts[priority as 'A'] += 1 })
  const total = patients.length
  const threat = THREATS[choice(fields.security)]
  const status: { [category in Category]?: number } = {}
  for (const [field, category] of COUNTED) {
    const count = whole(fields[field])
    if (count > 0) {
      status[category] = (status[category] ?? 0) + count
    }
  }
  const equipment = (['hoist', 'extraction_equipment', 'ventilator'] as const).filter((one) => fields[one] === true).map((one) => (one === 'extraction_equipment' ? 'extraction' : one))
  const marking = MARKINGS[choice(fields.hlz_marking)]
  const terrain = [...Object.entries(TERRAIN).filter(([field]) => fields[field as keyof typeof TERRAIN] === true).map(([, word]) => word), fields.terrain_slope_dir, fields.terrain_other_detail, fields.obstacles, fields.hlz_remarks].filter((one) => one !== undefined && one !== '').join('; ')
  const [litter, ambulatory] = [fields.litter, fields.ambulatory].map((one) => (one === undefined ? undefined : whole(one)))
  const agrees = (litter ?? 0) + (ambulatory ?? 0) === total
  return {
    four: {
      callsign, ...(fields.freq === undefined ? {} : { frequency: String(fields.freq) }), patients: counts, threat: threat ?? 'P', ...(fields.medline_remarks ? { what: clip(fields.medline_remarks, 300) } : {}),
      place: nowhere ? { name: 'TAK' } : { lon: event.point.lon, lat: event.point.lat, ...(event.point.ce === null ? {} : { radiusM: Math.min(2_000_000, Math.max(0, event.point.ce)) }) },
    },
    nine: {
      ...(equipment.length > 0 ? { equipment } : fields.equipment_none === true || fields.none === true ? { equipment: ['none' as const] } : {}),
      ...(agrees && litter !== undefined ? { litter } : {}), ...(agrees && ambulatory !== undefined ? { ambulatory } : {}), ...(threat ? { security: threat } : {}),
      ...(marking ? { marking, ...(fields.hlz_other ? { markingNote: clip(fields.hlz_other, 80) } : {}) } : {}), ...(Object.keys(status).length > 0 ? { status } : {}), ...(terrain === '' ? {} : { terrain: clip(terrain, 300) }),
    },
    patients,
  }
}

/** The event as the request keeps it; undefined for one that is too long to keep. */
export function keptCot(event: CotEvent, xml: string): CasevacRequest['cot'] {
  return xml.length > MOST_XML ? undefined : { uid: clip(event.uid, 300), xml }
}

/**
 * The request as an event. `came` is the event it came by: what the request has not changed of it stands as it was written.
 * `patients` are told one by one only to those who may read what is clinical; null tells of none.
 */
export function eventOfRequest(id: string, request: CasevacRequest, came: CotEvent | null, patients: readonly Casualty[] | null, now: number): CotEvent {
  const told = came && requestOfEvent(came)
  const before: Medevac = (came && medevacOf(came)) ?? { fields: {}, other: {}, casualties: [] }
  const { four, nine = {} } = request
  const place = nine.place?.lon === undefined ? four.place : nine.place
  const fields: Fields = { ...before.fields }
  const changed = (mine: unknown, theirs: unknown): boolean => mine !== undefined && !sameJson(mine as Json, (theirs ?? null) as Json)
  const counts = nine.patients ?? four.patients
  const full = { A: counts.A ?? 0, B: counts.B ?? 0, C: counts.C ?? 0 }
  if (!told || changed(full, told.four.patients)) {
    Object.assign(fields, { urgent: full.A, priority: full.B, routine: full.C })
    delete fields.urgent_surgical
    delete fields.convenience
  }
  if (!told || changed(four.callsign, told.four.callsign)) {
    Object.assign(fields, { title: four.callsign, callsign: four.callsign })
  }
  if (changed(four.frequency, told?.four.frequency) && /^\d+(?:\.\d+)?$/.test(four.frequency ?? '')) {
    fields.freq = Number(four.frequency)
  }
  if (changed(four.what, told?.four.what)) {
    fields.medline_remarks = four.what!
  }
  const security = nine.security ?? four.threat
  if (!told || changed(security, told.nine.security ?? told.four.threat)) {
    fields.security = String(THREATS.indexOf(security))
  }
  if (changed(nine.equipment, told?.nine.equipment)) {
    Object.assign(fields, { equipment_none: nine.equipment!.includes('none'), hoist: nine.equipment!.includes('hoist'), extraction_equipment: nine.equipment!.includes('extraction'), ventilator: nine.equipment!.includes('ventilator') })
  }
  if (changed(nine.litter, told?.nine.litter)) {
    fields.litter = nine.litter!
  }
  if (changed(nine.ambulatory, told?.nine.ambulatory)) {
    fields.ambulatory = nine.ambulatory!
  }
  if (changed(nine.marking, told?.nine.marking)) {
    fields.hlz_marking = String(MARKINGS.indexOf(nine.marking!))
  }
  if (changed(nine.markingNote, told?.nine.markingNote)) {
    fields.hlz_other = nine.markingNote!
  }
  if (changed(nine.status, told?.nine.status)) {
    const of = (category: Category): number => nine.status?.[category] ?? 0
    Object.assign(fields, { us_military: of('un-military'), us_civilian: of('un-civilian') + of('un-police'), nonus_military: of('host-forces'), nonus_civilian: of('non-un-civilian') + of('unknown'), epw: of('detainee') })
    delete fields.non_us_military
    delete fields.non_us_civilian
  }
  if (changed(nine.terrain, told?.nine.terrain)) {
    fields.hlz_remarks = nine.terrain!
  }
  const casualties = patients === null ? [] : before.casualties.length > 0 ? before.casualties : patients.map(zmistOf)
  const medevac: Medevac = { fields: { ...fields, casevac: fields.casevac ?? true }, other: before.other, casualties, ...(patients !== null && before.rest ? { rest: before.rest } : {}) }
  const base = came ?? makeEvent({ uid: `vigie.${id}`, type: 'b-r-f-h-c', how: 'h-e', detail: [element('contact', { callsign: four.callsign })] }, now, 24 * 3_600_000)
  const point = place.lon === undefined || place.lat === undefined || (told && !changed({ lon: place.lon, lat: place.lat }, { lon: told.four.place.lon, lat: told.four.place.lat })) ? base.point : { lon: place.lon, lat: place.lat, hae: null, ce: place.radiusM ?? null, le: null }
  return withPart({ ...base, point }, medevacElement(medevac))
}

/** The same for devices, as a thing of Vigie's own: who was launched and when they come, nothing of a patient. */
export function deviceEvent(id: string, ref: string, request: CasevacRequest, came: CotEvent | null, now: number, until: number): CotEvent {
  const event = eventOfRequest(id, request, came, null, now)
  const { assetName = '', destinationName = '', etaPickup, etaHandover } = request.task ?? {}
  const zulu = (at: string | undefined): string => (at === undefined ? '' : `${at.slice(11, 16).replace(':', '')}Z`)
  const name = `CASEVAC ${request.four.callsign} ${stateOf(request)}`
  const remarks = [ref, `${assetName}${destinationName === '' ? '' : ` → ${destinationName}`}`, etaPickup ? `ETA ${zulu(etaPickup)}` : '', etaHandover ? `MTF ${zulu(etaHandover)}` : ''].filter((one) => one.trim() !== '').join('\n')
  const medevac = event.detail.filter((one) => one.name === '_medevac_')
  return { ...event, uid: `vigie.${id}`, type: 'b-r-f-h-c', how: 'h-e', time: now, start: now, stale: until, extra: null, detail: [element('contact', { callsign: name.slice(0, 200) }), element('remarks', {}, [remarks]), ...medevac] }
}

function patientsTold({ fields, casualties }: Medevac): ToldPatient[] {
  const counts: [Priority, boolean, number][] = [['A', true, whole(fields.urgent_surgical)], ['A', false, whole(fields.urgent)], ['B', false, whole(fields.priority)], ['C', false, whole(fields.routine) + whole(fields.convenience)]]
  const told = counts.flatMap(([priority, surgery, count]) => Array.from({ length: Math.min(count, MOST_PATIENTS) }, () => ({ priority, surgery })))
  // Where nobody says how urgent they are, they are urgent until somebody does.
  const least = Math.min(MOST_PATIENTS, Math.max(casualties.length, whole(fields.litter) + whole(fields.ambulatory)))
  const all = told.length > 0 ? told : Array.from({ length: Math.max(1, least) }, () => ({ priority: 'A' as const, surgery: false }))
  const categories = COUNTED.flatMap(([field, category]) => Array.from({ length: Math.min(whole(fields[field]), MOST_PATIENTS) }, () => category))
  const lying = fields.litter === undefined ? null : whole(fields.litter)
  return all.slice(0, MOST_PATIENTS).map((one, i) => ({ ...one, category: categories[i] ?? 'unknown', ...(lying === null ? {} : { litter: i < lying }), mist: casualties[i] ?? null }))
}

function zmistOf({ battleNo, mechanism, mechanismNote, injuries, vitals, treatments }: Casualty): Zmist {
  const last = vitals?.findLast(({ struck }) => struck === undefined)
  const signs = last ? [last.hr === undefined ? '' : `HR ${last.hr}`, last.rr === undefined ? '' : `RR ${last.rr}`, last.sbp === undefined ? '' : `BP ${last.sbp}${last.dbp === undefined ? '' : `/${last.dbp}`}`, last.spo2 === undefined ? '' : `SpO2 ${last.spo2}`, last.avpu ?? '', last.gcs === undefined ? '' : `GCS ${last.gcs}`].filter((one) => one !== '').join(' ') : ''
  const standing = <T extends { struck?: unknown }>(list: readonly T[] | undefined): T[] => (list ?? []).filter(({ struck }) => struck === undefined)
  return {
    title: battleNo, z: battleNo, m: [mechanism, mechanismNote].filter(Boolean).join(' '), i: standing(injuries).map(({ region, side, kind, note }) => [kind, side, region, note].filter(Boolean).join(' ')).join('; '), s: signs,
    t: standing(treatments).map(({ what, name, dose, limb }) => [what, name, dose, limb].filter(Boolean).join(' ')).join('; '),
  }
}

/** The number of a choice; −1 for what is none, also for an empty one. Threats and markings stand in the order of the form. */
function choice(value: string | undefined): number {
  return /^\d$/.test(value ?? '') ? Number(value) : -1
}

function whole(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? Math.min(10_000, Math.max(0, Math.round(value))) : 0
}

function clip(text: string, most: number): string {
  return text.replaceAll('\u0000', '').toWellFormed().slice(0, most).toWellFormed()
}
