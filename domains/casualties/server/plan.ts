import { Type } from 'typebox'
import { checkPlan } from '../../../analysis/casevac/check.ts'
import { planSteps } from '../../../analysis/casevac/plan.ts'
import { DEFAULT_RULES } from '../../../analysis/casevac/rules.ts'
import type { EvacPlan, EvacProblem, EvacTask, Leg, PlaceRef } from '../../../analysis/casevac/types.ts'
import type { LonLat } from '../../../core/place-geodesy.ts'
import { Problem } from '../../../core/problem.ts'
import type { VigieRecord } from '../../../core/record.ts'
import { anyObject, closed, endpoint, id, ok, SYSTEM, type App, type Call, type Endpoint } from '../../../server/face.ts'
import { roadsOf } from '../../tracks/contract.ts'
import type { Casualty } from '../shared/casualty.ts'
import { buildProblem, legKey, PORT_KMH, portsOf, weatherOf, withPortRoads, withRoads, type Built } from '../shared/plan-problem.ts'
import type { CasevacRequest } from '../shared/request.ts'
import { short, words } from '../shared/schema.ts'
import { Batch, need, RequestAnswer, roleFor, whole, type DataOf, type OurKind } from './records.ts'
import { withRival } from './rival.ts'

type Request = VigieRecord<CasevacRequest>
const MOST = 200
const MINUTE = 60_000
const BUDGET_MS = 4000
/** The planner works so long at a stretch before others have their turn. */
const STRETCH_MS = 12
/** A position of an asset older than this says nothing of where it is. */
const SEEN_MS = 30 * MINUTE
/** Ways by road asked for in one plan. */
const MOST_WAYS = 2000

const Asked = {
  requests: Type.Optional(Type.Array(id, { minItems: 1, maxItems: 60, uniqueItems: true, description: 'those that wait when not given' })),
  drill: Type.Optional(Type.Boolean()),
  /** Who decides for those who are not of the United Nations; without it nobody goes for them. */
  authority: Type.Optional(words(120)),
}
const TaskBody = Type.Object({ asset: id, stops: Type.Array(id, { minItems: 1, maxItems: 3 }), facility: id, casualties: Type.Array(short(80), { minItems: 1, maxItems: 60 }), departMin: Type.Number(), stopArriveMin: Type.Array(Type.Number(), { maxItems: 3 }), arriveMin: Type.Number(), returnMin: Type.Number(), km: Type.Number() }, closed)
const PlanAnswer = Type.Object(
  {
    at: Type.String({ description: 'the moment minutes are counted from' }), inputs: Type.String({ description: 'hash of all it was made of' }), plan: anyObject, names: anyObject, notes: Type.Array(anyObject), rendezvous: Type.Array(anyObject), requests: Type.Array(Type.String()),
    approved: Type.Union([anyObject, Type.Null()]), night: anyObject,
    ports: Type.Array(anyObject, { description: 'airstrips and landings aeroplanes and boats of the plan and its alternatives go by, with the minutes by road' }), weather: anyObject,
  },
  closed,
)

const plan = endpoint({
  method: 'POST', path: '/api/casevac/plan', tag: 'casualties', summary: 'Propose who flies or drives for whom, where to: with reasons, alternatives, bound and what changes against the approved plan', access: 'signed-in',
  body: Type.Object({ ...Asked, budgetMs: Type.Optional(Type.Integer({ minimum: 200, maximum: 10_000 })) }, closed), answers: { 200: PlanAnswer },
  async handle(call) {
    const made = await problemNow(call, call.body)
    const approved = approvedOf(made.requests)
    const elapsed = approved ? (call.now - Date.parse(approved.at)) / MINUTE : 0
    const previous = approved ? approved.tasks.map((task) => shift(task, elapsed)) : undefined
    const found = await worked(made.problem, { budgetMs: call.body.budgetMs ?? BUDGET_MS, ...(previous && previous.length > 0 ? { previous } : {}) })
    const { breaches } = checkPlan(made.problem, found.tasks, DEFAULT_RULES)
    if (breaches.length > 0) {
      call.app.log.error({ breaches }, 'a plan did not pass the independent check and is not shown')
      throw new Problem('internal', 'the plan did not pass its check and is not shown. Plan by hand, and tell whoever keeps this node')
    }
    return ok({
      at: new Date(call.now).toISOString(), inputs: made.inputs, plan: JSON.parse(JSON.stringify(found)) as unknown, names: made.names, notes: made.notes, rendezvous: made.rendezvous, requests: made.requests.map((one) => one.id),
      approved: approved && { at: approved.at, by: approved.by, inputs: approved.inputs, sameInputs: approved.inputs === made.inputs, tasks: approved.tasks },
      ports: portsOf(made.problem, [...found.tasks, ...found.alternatives.flatMap((one) => one.tasks)], made.names), weather: weatherOf(made.problem),
      night: Object.fromEntries(made.problem.sites.map((site) => [site.id, (site.darkMin ?? []).some(([from, to]) => from <= 0 && to > 0)])),
    })
  },
})

const approve = endpoint({
  method: 'POST', path: '/api/casevac/plan/approve', tag: 'casualties', summary: 'Approve a proposed plan: checked again against what stands now, for all its requests at once', access: 'signed-in',
  body: Type.Object({ ...Asked, requests: Type.Array(id, { minItems: 1, maxItems: 60, uniqueItems: true }), at: words(40), inputs: words(80), seen: Type.Union([short(80), Type.Null()], { description: 'inputs of the approved plan that was looked at; null when there was none' }), tasks: Type.Array(TaskBody, { minItems: 1, maxItems: 40 }) }, closed),
  answers: { 200: RequestAnswer },
  async handle(call) {
    const { body, now } = call
    // Whoever may not approve is told so before anything of the plans of others.
    const roles = (await Promise.all(body.requests.map((one) => need(call, 'casevac-request', one)))).map((request) => roleFor(call, request, 'approve-plan'))
    const made = await problemNow(call, body)
    const asked = made.requests.filter((one) => body.requests.includes(one.id))
    const gone = body.requests.filter((one) => !asked.some((request) => request.id === one))
    if (gone.length > 0) {
      throw new Problem('wrong-state', `${gone.length} of its requests no longer wait for a decision. Plan again`)
    }
    await refuseTaken(call.app, body.tasks, body.requests).catch(async (error: unknown) => { throw await withRival(call.app, error) })
    const at = Date.parse(body.at)
    if (!Number.isFinite(at) || at > now + MINUTE) {
      throw new Problem('invalid-input', 'at: is not the moment the plan was made')
    }
    // The names it holds must all stand, and what they can do; that minutes have passed since is no breach.
    const { breaches } = checkPlan(problemAsOf(made.problem, (now - at) / MINUTE), body.tasks, DEFAULT_RULES)
    if (breaches.length > 0 && body.inputs !== made.inputs) {
      throw new Problem('wrong-state', `What it was made of has changed: ${breaches.slice(0, 3).join('; ')}. Plan again`, { extra: { breaches } })
    }
    if (breaches.length > 0) {
      throw new Problem('rule-broken', `It is no plan: ${breaches.slice(0, 3).join('; ')}`, { extra: { breaches } })
    }
    const batch = new Batch(call)
    for (const request of asked) {
      const tasks = body.tasks.filter((task) => task.stops.includes(request.id))
      batch.add(request, 'approve-plan', { inputs: body.inputs, seen: body.seen, lines: tasks.map((task) => lineOf(task, made.names)), json: JSON.stringify({ at: body.at, tasks }) })
    }
    return ok(await batch.commit(roles[0] ?? ''))
  },
})

type Made = Built & { requests: Request[] }

async function problemNow(call: Call, asked: { requests?: readonly string[]; drill?: boolean; authority?: string }): Promise<Made> {
  const { app, reader, now } = call
  const drill = asked.drill === true
  const where = { drill: [String(drill)] }
  const listed = async <K extends OurKind>(kind: K, more: { [facet: string]: string[] } = {}) => (await app.store.list(reader, { kind, where: { ...where, ...more }, limit: MOST })).items.map(({ record }) => record as unknown as VigieRecord<DataOf[K]>).filter((one) => one.workflow === 'approved')
  const [waiting, facilities, assets, sites, weather] = await Promise.all([listed('casevac-request', { state: ['ALERT', 'VALIDATED'] }), listed('facility'), listed('evac-asset'), listed('landing-site'), listed('flying-weather')])
  const requests = waiting.filter((one) => asked.requests === undefined || asked.requests.includes(one.id))
  const casualties = new Map<string, Casualty>()
  for (const { casualty } of requests.flatMap((one) => one.data.patients ?? [])) {
    const seen = await app.store.get(reader, casualty)
    if (seen?.record.kind === 'casualty') {
      casualties.set(casualty, seen.record.data as unknown as Casualty)
    }
  }
  const built = buildProblem({ now, requests, casualties, facilities, assets, sites, weather, where: await placesOf(call, assets), authorised: asked.authority !== undefined })
  const problem = await portRoads(call, built.problem)
  return { ...built, problem: withRoads(problem, await waysOf(call, problem)), requests }
}

/** Where assets are seen now, by the tracks the reader may see. */
async function placesOf({ app, reader, now }: Call, assets: readonly VigieRecord<DataOf['evac-asset']>[]): Promise<Map<string, LonLat & { at: number }>> {
  const found = new Map<string, LonLat & { at: number }>()
  for (const asset of assets) {
    const track = asset.data.track === undefined ? null : await app.store.get(reader, asset.data.track)
    const subjects = track?.record.kind === 'track' && track.record.workflow === 'approved' ? ((track.record.data['subjects'] as string[] | undefined) ?? []) : []
    if (subjects.length > 0) {
      for await (const page of app.positions.read({ subjects, from: now - SEEN_MS, to: now + MINUTE, limit: 500 })) {
        for (const { lon, lat, at } of page) {
          if (at >= (found.get(asset.id)?.at ?? 0)) {
            found.set(asset.id, { lon, lat, at })
          }
        }
      }
    }
  }
  return found
}

/** Drives between places and their airstrips or landings, where a network knows them and something is there to use them. */
async function portRoads({ app, reader, now }: Call, problem: EvacProblem): Promise<EvacProblem> {
  const wanted = new Set<string>(problem.assets.map(({ kind }) => kind))
  const known = new Map<string, Leg>()
  const roads = roadsOf(app)
  for (const place of [...problem.sites, ...problem.facilities]) {
    const ports = (place.ports ?? []).filter(({ serves }) => wanted.has(serves))
    if (ports.length > 0) {
      const ways = await roads.waysTo(reader, place.position as LonLat, ports.map(({ position }) => ({ ...(position as LonLat), sort: 'vehicle' as const, kmh: PORT_KMH })), now)
      ways.forEach((way, i) => {
        if (way && way.by !== 'straight') {
          known.set(`${place.id} ${ports[i]!.id}`, { km: way.metres / 1000, minutes: way.seconds / 60 })
        }
      })
    }
  }
  return withPortRoads(problem, (place, port) => known.get(`${place} ${port}`))
}

/** Ways by road of every road asset between all places of the problem, where a network knows them. */
async function waysOf({ app, reader, now }: Call, problem: EvacProblem): Promise<Map<string, Leg | null>> {
  const known = new Map<string, Leg | null>()
  const roads = roadsOf(app)
  const at = (position: EvacProblem['sites'][number]['position']): LonLat => position as LonLat
  for (const asset of problem.assets.filter((one) => one.kind === 'ground')) {
    const traveller = { sort: 'vehicle' as const, kmh: asset.speedKmh }
    const start = { ref: { kind: 'start', asset: asset.id } as PlaceRef, ...at(asset.position) }
    const back = { ref: { kind: 'return', asset: asset.id } as PlaceRef, ...at(asset.returnTo ?? asset.position) }
    const sites = problem.sites.map((one) => ({ ref: { kind: 'site', id: one.id } as PlaceRef, ...at(one.position) }))
    const facilities = problem.facilities.map((one) => ({ ref: { kind: 'facility', id: one.id } as PlaceRef, ...at(one.position) }))
    const legs = [...sites.map((to) => ({ to, from: [start, ...sites.filter((one) => one !== to)] })), ...facilities.map((to) => ({ to, from: sites })), { to: back, from: facilities }]
    for (const { to, from } of legs) {
      if (known.size + from.length > MOST_WAYS) {
        return known
      }
      const ways = await roads.waysTo(reader, to, from.map((one) => ({ lon: one.lon, lat: one.lat, ...traveller })), now)
      ways.forEach((way, i) => {
        // A guess is the planner's own to make, the same for every asset.
        if (way && way.by !== 'straight') {
          known.set(legKey(asset.id, from[i]!.ref, to.ref), { km: way.metres / 1000, minutes: way.seconds / 60 })
        }
      })
    }
  }
  return known
}

let busy: Promise<unknown> = Promise.resolve()

/** Run the planner in short stretches, one plan after another, so that the node answers others meanwhile. */
function worked(problem: EvacProblem, options: { budgetMs: number; previous?: readonly EvacTask[] }): Promise<EvacPlan> {
  const done = busy.then(async () => {
    const steps = planSteps(problem, options)
    for (let began = performance.now(); ;) {
      const { done: over, value } = steps.next()
      if (over === true) {
        return value
      }
      if (performance.now() - began > STRETCH_MS) {
        await new Promise((resolve) => setImmediate(resolve))
        began = performance.now()
      }
    }
  })
  busy = done.catch(() => undefined)
  return done
}

type Approved = { at: string; by: string; inputs: string; tasks: EvacTask[] }

/** The plan that stands for these requests: the latest approved, with the tasks of all of them. */
function approvedOf(requests: readonly Request[]): Approved | null {
  const plans = requests.flatMap(({ data }) => (data.plan?.json ? [{ ...data.plan, ...(JSON.parse(data.plan.json) as { at: string; tasks: EvacTask[] }), signedAt: data.plan.at }] : []))
  const last = plans.toSorted((a, b) => Date.parse(b.signedAt) - Date.parse(a.signedAt))[0]
  if (!last) {
    return null
  }
  const tasks = plans.filter((one) => one.inputs === last.inputs).flatMap((one) => one.tasks)
  return { at: last.at, by: last.by, inputs: last.inputs, tasks: [...new Map(tasks.map((task) => [task.asset, task])).values()] }
}

/** No asset stands in approved plans of two requests that both wait, unless one sortie fetches both. */
async function refuseTaken(app: App, tasks: readonly EvacTask[], own: readonly string[]): Promise<void> {
  const { items } = await app.store.list(SYSTEM, { kind: 'casevac-request', where: { state: ['ALERT', 'VALIDATED'] }, limit: MOST })
  for (const { record } of items) {
    const { plan: standing } = record.data as unknown as CasevacRequest
    const other = own.includes(record.id) || !standing?.json ? [] : (JSON.parse(standing.json) as { tasks: EvacTask[] }).tasks
    const both = other.find((task) => tasks.some((one) => one.asset === task.asset))
    if (both && standing) {
      const asset = await whole(app, 'evac-asset', both.asset)
      throw new Problem('wrong-state', `${asset?.data.name ?? both.asset} stands in the plan of ${record.ref}, approved at ${standing.at}. Plan both together`, { extra: { approved: { by: standing.by, at: standing.at, request: record.id, asset: asset?.data.name ?? null } } })
    }
  }
}

/** The problem as it was `minutes` ago, as far as time alone makes the difference. */
function problemAsOf(problem: EvacProblem, minutes: number): EvacProblem {
  const back = (one: number | null | undefined): number | null => (one === null || one === undefined ? null : one + minutes)
  const dark = <T extends { darkMin?: EvacProblem['sites'][number]['darkMin'] }>(one: T): T => (one.darkMin ? { ...one, darkMin: one.darkMin.map(([from, to]) => [from + minutes, to + minutes] as const) } : one)
  return {
    ...problem, sites: problem.sites.map(dark),
    facilities: problem.facilities.map((one) => dark({ ...one, capabilities: Object.fromEntries(Object.entries(one.capabilities).map(([name, state]) => [name, state.readyMin ? { ...state, readyMin: state.readyMin + minutes } : state])) })),
    assets: problem.assets.map((one) => dark({ ...one, crewDutyEndMin: back(one.crewDutyEndMin) })),
  }
}

function shift(task: EvacTask, minutes: number): EvacTask {
  return { ...task, departMin: task.departMin - minutes, stopArriveMin: task.stopArriveMin.map((one) => one - minutes), arriveMin: task.arriveMin - minutes, returnMin: task.returnMin - minutes }
}

function lineOf({ asset, stops, facility, casualties, arriveMin }: EvacTask, names: Built['names']): string {
  const say = (one: string): string => names[one] ?? one
  return `${say(asset)}: ${stops.map(say).join(' → ')} → ${say(facility)}, ${casualties.map(say).join(', ')}, ${Math.round(arriveMin)} min`.slice(0, 300)
}

export const planRoutes: readonly Endpoint[] = [plan, approve]
