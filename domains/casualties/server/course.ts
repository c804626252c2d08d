import { Type } from 'typebox'
import { Problem, refuseField } from '../../../core/problem.ts'
import type { VigieRecord } from '../../../core/record.ts'
import { closed, endpoint, id, ok, type App, type Endpoint } from '../../../server/face.ts'
import type { Casualty } from '../shared/casualty.ts'
import { stateOf, type Carried, type CasevacRequest } from '../shared/request.ts'
import { moment, oneOf, short, words } from '../shared/schema.ts'
import { EVENT_ACTIONS, SOURCES, type EventCode } from '../shared/vocabulary.ts'
import { patientsOf } from './launch.ts'
import { Batch, Key, need, RequestAnswer, roleFor, whole } from './records.ts'

/** Steps of a request under way, and the time of the patients' course each of them is. */
const STEPS = { 'take-off': 'T5', 'reach-scene': 'T6', 'pick-up': 'T7', 'hand-over': 'T8' } as const satisfies { [step: string]: EventCode }
type Step = keyof typeof STEPS

const step = endpoint({
  method: 'POST', path: '/api/casevac/:id/steps', tag: 'casualties', summary: 'Wheels up, at the site, picked up, handed over: of the request and all it carries', access: 'signed-in',
  params: Key, body: Type.Object({ step: oneOf(Object.keys(STEPS) as Step[]), t: Type.Optional(moment), source: Type.Optional(oneOf(SOURCES)), receivedBy: Type.Optional(short(120)) }, closed), answers: { 200: RequestAnswer },
  async handle(call) {
    const { step: name, source = 'manual', receivedBy } = call.body
    const request = await need(call, 'casevac-request', call.params.id)
    const role = roleFor(call, request, name)
    const t = call.body.t ?? new Date(call.now).toISOString()
    const batch = new Batch(call).add(request, name, { t, ...(name === 'hand-over' && receivedBy ? { receivedBy } : {}) })
    const asset = request.data.task ? await whole(call.app, 'evac-asset', request.data.task.asset) : null
    for (const patient of await patientsOf(call, request)) {
      if (!patient.data.events?.[STEPS[name]]) {
        batch.add(patient, EVENT_ACTIONS[STEPS[name]], { t, source })
      }
      move(batch, patient, name, request, t, receivedBy)
    }
    if (name === 'hand-over' && asset?.data.task?.request === request.id) {
      batch.add(asset, 'release', { request: request.id })
    }
    return ok(await batch.commit(role))
  },
})

const cancel = endpoint({
  method: 'POST', path: '/api/casevac/:id/cancel', tag: 'casualties', summary: 'Call a request off and free its asset', access: 'signed-in',
  params: Key, body: Type.Object({ reason: words(500) }, closed), answers: { 200: RequestAnswer },
  async handle(call) {
    const request = await need(call, 'casevac-request', call.params.id)
    const role = roleFor(call, request, 'cancel')
    const batch = new Batch(call).add(request, 'cancel', {}, { reason: call.body.reason })
    const asset = request.data.task ? await whole(call.app, 'evac-asset', request.data.task.asset) : null
    if (asset?.data.task?.request === request.id) {
      batch.add(asset, 'release', { request: request.id }, { reason: call.body.reason })
    }
    return ok(await batch.commit(role))
  },
})

const carry = endpoint({
  method: 'POST', path: '/api/casevac/:id/patients', tag: 'casualties', summary: 'Put casualties on a request', access: 'signed-in',
  params: Key, body: Type.Object({ casualties: Type.Array(id, { minItems: 1, maxItems: 60, uniqueItems: true }) }, closed), answers: { 200: RequestAnswer },
  async handle(call) {
    const request = await need(call, 'casevac-request', call.params.id)
    const role = roleFor(call, request, 'carry')
    const patients = await Promise.all(call.body.casualties.map((one) => need(call, 'casualty', one)))
    for (const patient of patients) {
      await refuseElsewhere(call.app, patient, request)
    }
    const batch = new Batch(call).add(request, 'carry', { patients: patients.map(carried) })
    for (const patient of patients) {
      if (patient.data.request !== request.id) {
        batch.add(patient, 'edit', { fields: { request: request.id } })
      }
      if (!patient.data.events?.T2) {
        batch.add(patient, EVENT_ACTIONS.T2, { t: request.data.heardAt ?? request.createdAt, source: 'radio' })
      }
      if (request.data.decision?.decision === 'go' && !patient.data.events?.T4) {
        batch.add(patient, EVENT_ACTIONS.T4, { t: request.data.decision.at, source: 'manual' })
      }
    }
    return ok(await batch.commit(role))
  },
})

const putOff = endpoint({
  method: 'POST', path: '/api/casevac/:id/patients/remove', tag: 'casualties', summary: 'Take a casualty off a request', access: 'signed-in',
  params: Key, body: Type.Object({ casualty: id, reason: words(500) }, closed), answers: { 200: RequestAnswer },
  async handle(call) {
    const request = await need(call, 'casevac-request', call.params.id)
    const role = roleFor(call, request, 'put-off')
    const patient = await need(call, 'casualty', call.body.casualty)
    const batch = new Batch(call).add(request, 'put-off', { casualty: patient.id }, { reason: call.body.reason })
    if (patient.data.request === request.id) {
      batch.add(patient, 'edit', { fields: { request: null } })
    }
    return ok(await batch.commit(role))
  },
})

/** One who is on the way with another, or who belongs to an exercise where the request is real, is not put on it. */
async function refuseElsewhere(app: App, patient: VigieRecord<Casualty>, to: VigieRecord<CasevacRequest>): Promise<void> {
  if (patient.data.drill !== to.data.drill) {
    throw refuseField('/casualties', patient.data.drill ? `${patient.data.battleNo} belongs to an exercise and ${to.ref} does not` : `${patient.data.battleNo} is real and ${to.ref} belongs to an exercise`, 'Keep the two apart', 'rule-broken')
  }
  const other = patient.data.request === undefined || patient.data.request === to.id ? null : await whole(app, 'casevac-request', patient.data.request)
  if (other && ['LAUNCHED', 'PICKED_UP'].includes(stateOf(other.data)) && other.data.patients?.some(({ casualty }) => casualty === patient.id)) {
    throw new Problem('wrong-state', `${patient.data.battleNo} is on ${other.ref}, which is under way. Take them off it first`)
  }
}

function carried({ id: casualty, data }: VigieRecord<Casualty>): Carried {
  return { casualty, battleNo: data.battleNo, category: data.category, priority: data.priority, ...(data.litter === undefined ? {} : { litter: data.litter }) }
}

/** The chain of places follows the request, where nothing later is known of it. */
function move(batch: Batch, patient: VigieRecord<Casualty>, step: Step, { id: request, data }: VigieRecord<CasevacRequest>, t: string, receivedBy: string | undefined): void {
  const last = patient.data.places?.at(-1)
  const task = data.task
  if (!task || (step !== 'pick-up' && step !== 'hand-over') || (last && Date.parse(last.in) > Date.parse(t))) {
    return
  }
  const to = step === 'pick-up' ? { sort: 'asset', of: task.asset, name: task.assetName } : { sort: 'facility', name: task.destinationName ?? '-', ...(task.destination ? { of: task.destination } : {}), ...(receivedBy ? { receivedBy } : {}) }
  if (last?.of === undefined || last.of !== to.of) {
    batch.add(patient, 'move', { id: `${step}-${request}`.slice(0, 40), t, ...to })
  }
}

export const courseRoutes: readonly Endpoint[] = [step, cancel, carry, putOff]
