import { derivedId } from '../../../../core/digest.ts'
import type { Casualty, ChainPlace } from '../casualty.ts'
import { statusOf } from '../casualty.ts'
import { stateOf, toldPatients, type CasevacRequest } from '../request.ts'
import type { Spot } from '../schema.ts'
import type { Priority, RequestState, Status } from '../vocabulary.ts'

/** A resource as JSON. */
export type Resource = { resourceType: string; id: string; [element: string]: unknown }
export type Bundle = { resourceType: 'Bundle'; id: string; type: 'collection'; timestamp: string; entry: { fullUrl: string; resource: Resource }[] }
/** A record as its reader sees it: what they may not read is not in it. */
export type Held<D> = { id: string; ref: string; updatedAt: string; data: D }

const LOINC = 'http://loinc.org'
const UCUM = 'http://unitsofmeasure.org'
const ACT = 'http://terminology.hl7.org/CodeSystem/v3-ActCode'
const CATEGORY = 'http://terminology.hl7.org/CodeSystem/observation-category'

const ENCOUNTER: { [status in Status]: string } = { POI: 'planned', EVAC: 'in-progress', MTF: 'in-progress', RTD: 'finished', REPAT: 'finished', DECEASED: 'finished', MISSING: 'unknown' }
const TASK: { [state in RequestState]: string } = { ALERT: 'requested', VALIDATED: 'accepted', LAUNCHED: 'in-progress', PICKED_UP: 'in-progress', HANDED_OVER: 'in-progress', CLOSED: 'completed', CANCELLED: 'cancelled' }
const PRIORITY: { [priority in Priority]: string } = { A: 'stat', B: 'urgent', C: 'routine', NONE: 'routine' }

/** Vital signs: LOINC code, its name, UCUM unit. */
const SIGNS = {
  hr: ['8867-4', 'Heart rate', '/min'], rr: ['9279-1', 'Respiratory rate', '/min'], sbp: ['8480-6', 'Systolic blood pressure', 'mm[Hg]'], dbp: ['8462-4', 'Diastolic blood pressure', 'mm[Hg]'],
  spo2: ['59408-5', 'Oxygen saturation in arterial blood by pulse oximetry', '%'], temp: ['8310-5', 'Body temperature', 'Cel'], gcs: ['9269-2', 'Glasgow coma score total', '{score}'], pain: ['72514-3', 'Pain severity - 0-10 verbal numeric rating [Score] - Reported', '{score}'],
} as const
const AVPU_ANSWERS: { [answer: string]: readonly [code: string, text: string] } = { A: ['LA9340-6', 'Alert'], V: ['LA17108-4', 'Responds to voice'], P: ['LA17107-6', 'Responds to pain'], U: ['LA9343-0', 'Unresponsive'] }

/** Collects resources once each; a reference is to an entry of the same bundle. */
class Entries {
  readonly #entries = new Map<string, Resource>()

  reference(type: string, ...key: string[]): { reference: string } {
    return { reference: `urn:uuid:${derivedId('fhir', type, ...key)}` }
  }

  add(type: string, key: readonly string[], elements: { [element: string]: unknown }): { reference: string } {
    const id = derivedId('fhir', type, ...key)
    this.#entries.set(id, { resourceType: type, id, ...elements })
    return { reference: `urn:uuid:${id}` }
  }

  all(): { fullUrl: string; resource: Resource }[] {
    return [...this.#entries].map(([id, resource]) => ({ fullUrl: `urn:uuid:${id}`, resource }))
  }
}

/**
 * Casualties and their request as HL7 FHIR R4: Patient without a name, Encounter, Observation, Location, and for the request
 * ServiceRequest and Task. `at` is when it is made (ISO 8601). What the reader may not see is left out, never replaced.
 */
export function fhirBundle(casualties: readonly Held<Casualty>[], request: Held<CasevacRequest> | null, at: string): Bundle {
  const entries = new Entries()
  casualties.forEach((one) => addCasualty(entries, one))
  if (request) {
    addRequest(entries, request, casualties)
  }
  return { resourceType: 'Bundle', id: derivedId('fhir', 'bundle', request?.id ?? '', ...casualties.map((one) => one.id)), type: 'collection', timestamp: at, entry: entries.all() }
}

function addCasualty(entries: Entries, { id, ref, data }: Held<Casualty>): void {
  const meta = metaOf(data.drill)
  const died = data.course?.findLast((step) => step.status === 'DECEASED')?.t
  const patient = entries.add('Patient', [id], {
    ...meta,
    identifier: [{ system: 'urn:vigie:casualty', value: ref }, { system: 'urn:vigie:battle-number', value: data.battleNo }],
    ...(data.sex ? { gender: data.sex } : {}),
    ...(statusOf(data) === 'DECEASED' ? (died ? { deceasedDateTime: died } : { deceasedBoolean: true }) : {}),
  })
  const places = (data.places ?? []).map((place) => ({ location: locationOf(entries, place), status: place.out ? 'completed' : 'active', period: { start: place.in, ...(place.out ? { end: place.out } : {}) } }))
  const began = data.events?.T0?.t ?? data.events?.T2?.t
  const ended = data.events?.T11?.t
  const encounter = entries.add('Encounter', [id], {
    ...meta,
    status: ENCOUNTER[statusOf(data)], class: { system: ACT, code: 'EMER', display: 'emergency' }, subject: patient,
    ...(data.triage ? { priority: { text: data.triage } } : {}),
    ...(began || ended ? { period: { ...(began ? { start: began } : {}), ...(ended ? { end: ended } : {}) } } : {}),
    ...(data.mechanism ? { reasonCode: [{ text: data.mechanism }] } : {}),
    ...(places.length > 0 ? { location: places } : {}),
  })
  for (const reading of data.vitals ?? []) {
    const common = { ...meta, status: reading.struck ? 'entered-in-error' : 'final', category: [{ coding: [{ system: CATEGORY, code: 'vital-signs' }] }], subject: patient, encounter, effectiveDateTime: reading.at }
    for (const [sign, [code, display, unit]] of Object.entries(SIGNS)) {
      const value = reading[sign as keyof typeof SIGNS]
      if (value !== undefined) {
        entries.add('Observation', [id, reading.id, sign], { ...common, code: { coding: [{ system: LOINC, code, display }] }, valueQuantity: { value, unit, system: UCUM, code: unit } })
      }
    }
    const answer = AVPU_ANSWERS[reading.avpu ?? '']
    if (answer) {
      entries.add('Observation', [id, reading.id, 'avpu'], { ...common, code: { coding: [{ system: LOINC, code: '67775-7', display: 'Level of responsiveness' }] }, valueCodeableConcept: { coding: [{ system: LOINC, code: answer[0], display: answer[1] }], text: answer[1] } })
    }
  }
}

function locationOf(entries: Entries, place: ChainPlace): { reference: string } {
  return entries.add('Location', place.of ? ['record', place.of] : ['place', place.name], { status: 'active', name: place.name, mode: 'instance', ...positionOf(place.spot), physicalType: { text: place.sort } })
}

function addRequest(entries: Entries, { id, ref, updatedAt, data }: Held<CasevacRequest>, casualties: readonly Held<Casualty>[]): void {
  const { four, nine, task } = data
  const meta = metaOf(data.drill)
  const spot = nine?.place ?? four.place
  const pickup = entries.add('Location', ['pick-up', id], { ...meta, status: 'active', name: spot.name ?? spot.grid ?? four.callsign, mode: 'instance', ...positionOf(spot), physicalType: { text: 'pick-up site' } })
  const destination = task?.destination === undefined ? null : entries.add('Location', ['record', task.destination], { ...meta, status: 'active', name: task.destinationName ?? task.destination, mode: 'instance', physicalType: { text: 'facility' } })
  const state = stateOf(data)
  const told = toldPatients(data)
  const asked = data.heardAt ?? data.steps?.[0]?.t
  const carried = (data.patients ?? []).map((one) => ({ ...one, seen: casualties.some((casualty) => casualty.id === one.casualty) }))
  const subjects = carried.length > 0
    ? carried.map((one) => ({ key: one.casualty, priority: one.priority, subject: one.seen ? entries.reference('Patient', one.casualty) : { identifier: { system: 'urn:vigie:battle-number', value: one.battleNo } } }))
    : [{ key: '', priority: told.A > 0 ? 'A' as const : told.B > 0 ? 'B' as const : 'C' as const, subject: { display: `${told.total} patients of ${four.callsign}` } }]
  for (const { key, priority, subject } of subjects) {
    const order = entries.add('ServiceRequest', [id, key], {
      ...meta,
      identifier: [{ system: 'urn:vigie:casevac-request', value: ref }], status: state === 'CANCELLED' ? 'revoked' : state === 'CLOSED' ? 'completed' : 'active', intent: 'order', priority: PRIORITY[priority],
      code: { coding: [{ system: 'urn:vigie:service', code: 'CASEVAC', display: 'Casualty evacuation' }], text: 'Casualty evacuation' }, subject,
      ...(asked ? { authoredOn: asked } : {}), locationReference: [pickup],
      ...(task ? { performer: [{ display: task.assetName }] } : {}),
    })
    entries.add('Task', [id, key], {
      ...meta,
      status: TASK[state], businessStatus: { text: state }, intent: 'order', priority: PRIORITY[priority], code: { text: 'Casualty evacuation' }, focus: order, for: subject, lastModified: updatedAt,
      ...(asked ? { authoredOn: asked } : {}), ...(task ? { owner: { display: task.assetName } } : {}),
      ...(destination ? { location: destination } : {}),
      ...(data.wheelsUpAt ? { executionPeriod: { start: data.wheelsUpAt } } : {}),
    })
  }
}

function positionOf(spot: Spot | undefined): { position?: { longitude: number; latitude: number } } {
  return spot?.lon === undefined || spot.lat === undefined ? {} : { position: { longitude: spot.lon, latitude: spot.lat } }
}

/** An exercise is marked as what is not about anybody. */
function metaOf(drill: true | undefined): { meta?: object } {
  return drill ? { meta: { security: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActReason', code: 'HTEST', display: 'test health data' }] } } : {}
}
