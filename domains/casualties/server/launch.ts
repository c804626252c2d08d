import { Type, type Static } from 'typebox'
import { Problem, refuseField } from '../../../core/problem.ts'
import type { VigieRecord } from '../../../core/record.ts'
import { closed, endpoint, id, ok, type Call, type Endpoint } from '../../../server/face.ts'
import type { Casualty } from '../shared/casualty.ts'
import { noticeMin, readinessOf, type EvacAsset } from '../shared/evac-asset.ts'
import { isNight } from '../shared/night.ts'
import { OPEN, stateOf, type CasevacRequest, type Task } from '../shared/request.ts'
import { moment, short, words } from '../shared/schema.ts'
import { NAMED_AUTHORITY } from '../shared/vocabulary.ts'
import { Batch, Key, need, RequestAnswer, roleFor, whole } from './records.ts'

type Request = VigieRecord<CasevacRequest>
type Asset = VigieRecord<EvacAsset>

const Way = {
  asset: id, destination: Type.Optional(id), escort: Type.Optional(short(120)), route: Type.Optional(short(500)), landingSite: Type.Optional(id),
  etaPickup: Type.Optional(moment), etaHandover: Type.Optional(moment), note: Type.Optional(short(500)),
  /** Who answers for it. */
  authority: words(120),
  basedOn: Type.Optional(Type.Integer({ minimum: 1 })),
}
const Launch = Type.Object({ ...Way, delegated: Type.Optional(Type.Boolean()), reason: Type.Optional(short(500)) }, closed)
const Retask = Type.Object({ ...Way, reason: words(500) }, closed)
type WayBody = Omit<Static<typeof Launch>, 'delegated'>

const launch = endpoint({
  method: 'POST', path: '/api/casevac/:id/launch', tag: 'casualties', summary: 'Launch on four lines: task the asset and stamp the patients, all or nothing', access: 'signed-in',
  params: Key, body: Launch, answers: { 200: RequestAnswer },
  async handle(call) {
    const { body } = call
    const request = await need(call, 'casevac-request', call.params.id)
    const role = roleFor(call, request, 'launch')
    const asset = await assetOf(call, body, request)
    const patients = await patientsOf(call, request)
    const delegated = body.delegated === true
    refuseDelegated(patients, delegated)
    const batch = new Batch(call)
    batch.add(request, 'launch', { task: await taskOf(call, body, request, asset), authority: body.authority, delegated, night: nightAt(call, request) }, { reason: body.reason, basedOn: body.basedOn })
    if (isTasked(request, asset)) {
      batch.add(asset, 'task', { request: request.id, ref: request.ref })
    }
    stamp(batch, patients, call.now)
    return ok(await batch.commit(role))
  },
})

const retask = endpoint({
  method: 'POST', path: '/api/casevac/:id/retask', tag: 'casualties', summary: 'Give a request an asset that is under way for another, or another asset; on named authority, with the reason', access: 'signed-in',
  params: Key, body: Retask, answers: { 200: RequestAnswer },
  async handle(call) {
    const { body } = call
    const request = await need(call, 'casevac-request', call.params.id)
    const state = stateOf(request.data)
    const role = roleFor(call, request, state === 'LAUNCHED' || state === 'PICKED_UP' ? 're-task' : 'launch')
    const asset = await assetOf(call, body, request)
    roleFor(call, asset, 're-task')
    if (request.data.task?.asset === asset.id) {
      throw new Problem('wrong-state', `${asset.data.name} has that task already`)
    }
    const patients = await patientsOf(call, request)
    const batch = new Batch(call)
    const task = await taskOf(call, body, request, asset)
    if (state === 'LAUNCHED' || state === 'PICKED_UP') {
      batch.add(request, 're-task', { task, authority: body.authority, night: nightAt(call, request) }, { reason: body.reason, basedOn: body.basedOn })
      const old = request.data.task ? await whole(call.app, 'evac-asset', request.data.task.asset) : null
      if (old) {
        batch.add(old, 'release', { request: request.id }, { reason: body.reason })
      }
    } else {
      batch.add(request, 'launch', { task, authority: body.authority, delegated: false, night: nightAt(call, request) }, { reason: body.reason, basedOn: body.basedOn })
      stamp(batch, patients, call.now)
    }
    const other = asset.data.task && asset.data.task.request !== request.id ? await whole(call.app, 'casevac-request', asset.data.task.request) : null
    if (other && OPEN.includes(stateOf(other.data))) {
      batch.add(other, 'lose-asset', {}, { reason: body.reason })
    }
    if (isTasked(request, asset)) {
      batch.add(asset, 're-task', { request: request.id, ref: request.ref }, { reason: body.reason })
    }
    return ok(await batch.commit(role))
  },
})

/** An exercise takes no real asset off its readiness, and no real request flies with one that is made up. */
function isTasked(request: Request, asset: Asset): boolean {
  if (!request.data.drill && asset.data.drill) {
    throw refuseField('/asset', `${asset.data.name} belongs to an exercise`, 'Choose a real one')
  }
  return request.data.drill === asset.data.drill
}

async function assetOf(call: Call, body: WayBody, request: Request): Promise<Asset> {
  const asset = await need(call, 'evac-asset', body.asset)
  const { name, status, statusAt, night, crewDutyEnds } = asset.data
  const readiness = readinessOf(asset.data, call.now)
  if (readiness === 'unknown' || readiness === 'not-ready') {
    throw refuseField('/asset', readiness === 'not-ready' ? `${name} has the status ${status}` : status === undefined ? `nobody has said whether ${name} is ready` : `nobody has said since ${statusAt} whether ${name} is ready`, 'Set its status, or choose another: what is not known is not available', 'rule-broken')
  }
  if (!night && nightAt(call, request)) {
    throw refuseField('/asset', `${name} does not go by night, and it is dark there`, 'Choose one that does, or a road way', 'rule-broken')
  }
  if (crewDutyEnds !== undefined && Date.parse(crewDutyEnds) <= call.now) {
    throw refuseField('/asset', `the crew of ${name} went off duty at ${crewDutyEnds}`, 'Choose another, or correct the end of duty', 'rule-broken')
  }
  return asset
}

async function taskOf(call: Call, body: WayBody, request: Request, asset: Asset): Promise<Task> {
  const destination = body.destination === undefined ? null : await need(call, 'facility', body.destination)
  const site = body.landingSite === undefined ? null : await need(call, 'landing-site', body.landingSite)
  const night = nightAt(call, request)
  const wheelsUpBy = new Date(call.now + noticeMin(asset.data, night) * 60_000).toISOString()
  const { escort, route, etaPickup, etaHandover, note } = body
  return {
    asset: asset.id, assetName: asset.data.name, wheelsUpBy, ...(destination ? { destination: destination.id, destinationName: destination.data.name } : {}), ...(site ? { landingSite: site.id } : {}),
    ...(escort ? { escort } : {}), ...(route ? { route } : {}), ...(etaPickup ? { etaPickup } : {}), ...(etaHandover ? { etaHandover } : {}), ...(note ? { note } : {}),
  }
}

/** By the sun where they are picked up; dark where nobody knows the place. */
function nightAt(call: Call, { data }: Request): boolean {
  const { lon, lat } = data.nine?.place?.lon === undefined ? data.four.place : data.nine.place
  return lon === undefined || lat === undefined ? false : isNight({ lon, lat }, call.now)
}

/** Who is to be fetched, as their records say now. */
export async function patientsOf(call: Call, { data }: Request): Promise<VigieRecord<Casualty>[]> {
  const found = await Promise.all((data.patients ?? []).map((one) => whole(call.app, 'casualty', one.casualty)))
  return found.filter((one): one is VigieRecord<Casualty> => one !== null)
}

function refuseDelegated(patients: readonly VigieRecord<Casualty>[], delegated: boolean): void {
  const named = patients.find((one) => NAMED_AUTHORITY.includes(one.data.category))
  if (delegated && named) {
    throw refuseField('/delegated', `${named.data.battleNo} is not of the United Nations`, 'Name the authority that decides on this case; it is not delegated', 'rule-broken')
  }
}

/** The decision is a time of every patient's course. */
function stamp(batch: Batch, patients: readonly VigieRecord<Casualty>[], now: number): void {
  for (const patient of patients) {
    if (!patient.data.events?.T4) {
      batch.add(patient, 'launch-decided', { t: new Date(now).toISOString(), source: 'manual' })
    }
  }
}

export const launchRoutes: readonly Endpoint[] = [launch, retask]
