import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { EvacPlan } from '../../../analysis/casevac/types.ts'
import { runningNode, type Answered, type Person, type RunningNode } from '../../../test/running-node.ts'

describe('the plan of an evacuation', () => {
  let node: RunningNode
  let duty: Person
  let chief: Person
  let control: Person
  const made = async (kind: string, data: object, as = control) => {
    const answer = await node.call('POST', '/api/records', { as, body: { kind, data } })
    assert.equal(answer.status, 201, answer.body)
    return answer.json
  }
  const act = async (id: string, type: string, patch: object, as = control) => {
    const { version } = (await node.call('GET', `/api/records/${id}`, { as })).json
    const answer = await node.call('POST', `/api/records/${id}/actions`, { as, body: { type, basedOn: version, patch } })
    assert.equal(answer.status, 200, answer.body)
  }
  const plan = async (body: object = {}, as = duty): Promise<Answered & { plan: EvacPlan }> => {
    const answer = await node.call('POST', '/api/casevac/plan', { as, body: { budgetMs: 500, ...body } })
    assert.equal(answer.status, 200, answer.body)
    return Object.assign(answer, { plan: answer.json.plan as EvacPlan })
  }
  const iso = (minutes: number) => `${new Date(node.clock.now + minutes * 60_000).toISOString().slice(0, 19)}Z`
  const ready = { beds: { icu: { total: 2, free: 2 }, ward: { total: 10, free: 8 } }, theatre: { state: 'READY' }, helipad: 'day-night', blood: { 'O-': 8 } }
  let near: { id: string }
  let far: { id: string }
  let helicopter: { id: string }
  let ambulance: { id: string }

  before(async () => {
    node = await runningNode({ config: { requestsPerMinute: 1_000_000 } })
    node.clock.now -= 3 * 3_600_000
    duty = await node.person('duty', { grants: [{ role: 'JOC-DO', area: null }] })
    chief = await node.person('chief', { grants: [{ role: 'JOC-CH', area: null }] })
    control = await node.person('control', { grants: [{ role: 'CASEVAC-CC', area: null }] })
    near = await made('facility', { name: 'Level 2 Gao', level: '2', place: { lon: 0, lat: 16.3 } })
    far = await made('facility', { name: 'Level 2+ Mopti', level: '2+', place: { lon: -1, lat: 15.5 } })
    helicopter = await made('evac-asset', { name: 'H1', kind: 'helo', base: { lon: 0, lat: 16.3 }, speedKmh: 220, rangeKm: 700, night: true, litters: 1, seats: 0 })
    ambulance = await made('evac-asset', { name: 'G1', kind: 'ground', base: { lon: 0.1, lat: 16.2 }, speedKmh: 50, rangeKm: 400, night: true, litters: 2, seats: 2 })
    await made('landing-site', { name: 'Kilo', place: { lon: 0.3, lat: 16 }, night: true })
    for (const one of [near, far]) {
      await act(one.id, 'report', ready)
    }
    await act(ambulance.id, 'set-status', { status: 'ready' })
  })
  after(() => node.close())

  const call = async (callsign: string, casualties: object[]) => {
    const request = await made('casevac-request', { four: { callsign, place: { lon: 0.3, lat: 16.001 }, patients: { A: 1 }, threat: 'N' } }, duty)
    const ids: string[] = []
    for (const data of casualties) {
      const one = await made('casualty', { category: 'un-military', needs: ['R1'], litter: true, ...data }, duty)
      await act(one.id, 'injured', { t: iso(-15), source: 'radio' }, duty)
      ids.push(one.id)
    }
    const put = await node.call('POST', `/api/casevac/${request.id}/patients`, { as: duty, body: { casualties: ids } })
    assert.equal(put.status, 200, put.body)
    return { ...request, casualties: ids }
  }
  const clear = async (id: string) => assert.equal((await node.call('POST', `/api/casevac/${id}/cancel`, { as: chief, body: { reason: 'End of test' } })).status, 200)
  const approve = (request: { id: string }, made_: Answered, more: object = {}, as = duty) => node.call('POST', '/api/casevac/plan/approve', { as, body: { requests: [request.id], at: made_.json.at, inputs: made_.json.inputs, seen: made_.json.approved?.inputs ?? null, tasks: made_.json.plan.tasks, ...more } })

  test('nobody has said the helicopter is ready: it is not used; then T1 flies and T3 goes by road', async () => {
    const request = await call('K1', [{ battleNo: 'B1', priority: 'A', triage: 'T1', needs: ['R1', 'DCS'] }, { battleNo: 'B3', priority: 'C', triage: 'T3', litter: false }])
    const silent = await plan({ requests: [request.id] })
    assert.deepEqual(silent.plan.tasks.map((task) => task.asset), [ambulance.id])
    assert.ok(silent.plan.reasons.some((one) => one.ruledOut.some(({ asset, reason }) => asset === helicopter.id && reason === 'ASSET_UNKNOWN')))
    await act(helicopter.id, 'set-status', { status: 'ready' })
    const both = await plan({ requests: [request.id] })
    const by = Object.fromEntries(both.plan.reasons.map((one) => [both.json.names[one.casualty], [both.json.names[one.asset ?? ''], both.json.names[one.facility ?? '']]]))
    assert.deepEqual(by, { B1: ['H1', 'Level 2 Gao'], B3: ['G1', 'Level 2 Gao'] })
    assert.deepEqual([both.plan.proven, both.plan.unserved.length], [true, 0])
    // The nearest theatre goes down: the next one, with what it costs and why.
    await act(near.id, 'report', { theatre: { state: 'DOWN' } })
    const other = await plan({ requests: [request.id] })
    const urgent = other.plan.reasons.find((one) => one.casualty === request.casualties[0])!
    assert.deepEqual([other.json.names[urgent.facility!], urgent.binding?.reason, (urgent.binding?.soonerMin ?? 0) > 0], ['Level 2+ Mopti', 'THEATRE_DOWN', true])
    await act(near.id, 'report', { theatre: { state: 'READY' } })
    await clear(request.id)
  })

  test('four lines alone are planned for, with what was assumed; a place nobody knows is named', async () => {
    const request = await made('casevac-request', { four: { callsign: 'K2', place: { lon: 0.3, lat: 16 }, patients: { A: 1, C: 1 }, threat: 'N' } }, duty)
    const nowhere = await made('casevac-request', { four: { callsign: 'K3', place: { name: 'By the well' }, patients: { A: 1 }, threat: 'N' } }, duty)
    const found = await plan()
    assert.equal(found.plan.reasons.length, 2)
    const codes = (about: string) => found.json.notes.filter((one: { about: string }) => one.about === about).map((one: { code: string }) => one.code)
    assert.deepEqual([codes(request.id), codes(nowhere.id), codes(helicopter.id)], [['needs-assumed', 'litter-assumed'], ['no-place'], ['position-base']])
    await clear(request.id)
    await clear(nowhere.id)
  })

  test('for people who are not of the United Nations nobody is planned before somebody decides by name', async () => {
    const request = await call('K4', [{ battleNo: 'B9', priority: 'A', category: 'non-un-civilian' }])
    const waiting = await plan({ requests: [request.id] })
    assert.deepEqual([waiting.plan.unserved, waiting.plan.reasons[0]?.ruledOut[0]?.reason], [request.casualties, 'NOT_AUTHORISED'])
    assert.equal((await plan({ requests: [request.id], authority: 'Chief of staff' })).plan.unserved.length, 0)
    await clear(request.id)
  })

  test('a plan is approved by a person; of two who approve, one wins and the other is told; an asset stands in one plan only', async () => {
    const [one, two] = [await call('K5', [{ battleNo: 'B5', priority: 'A' }]), await call('K6', [{ battleNo: 'B6', priority: 'B' }])]
    const [mine, yours] = [await plan({ requests: [one.id] }), await plan({ requests: [one.id] }, chief)]
    const first = { ...yours.json, inputs: `${yours.json.inputs.slice(0, -1)}x` }
    const race = await Promise.all([approve(one, mine), approve(one, { ...yours, json: first }, {}, chief)])
    assert.deepEqual(race.map((answer) => answer.status).sort(), [200, 409], race.map((answer) => answer.body).join('\n'))
    const told = race.find((answer) => answer.status === 409)!
    assert.match(told.body, /another plan was approved at/)
    assert.deepEqual([told.json.rival.name, told.json.rival.asset], [[duty, chief][race.findIndex((answer) => answer.status === 200)]!.account.data.name, mine.json.names[mine.plan.tasks[0]!.asset]])
    const again = await plan({ requests: [one.id] })
    assert.equal(again.plan.diff?.outcome, 'kept')
    const other = await plan({ requests: [two.id] })
    const taken = await approve(two, other)
    assert.equal(taken.status, 409, taken.body)
    assert.match(taken.body, /H1 stands in the plan of CVR-/)
    assert.ok([duty, chief].some(({ account }) => account.data.name === taken.json.rival.name))
    const together = await plan({ requests: [one.id, two.id] })
    const both = await approve(one, together, { requests: [one.id, two.id] })
    assert.equal(both.status, 200, both.body)
    assert.match(both.json.request.data.plan.lines[0], /Level 2 Gao/)
    // What is no plan, or no longer one, is not approved.
    const [task] = together.plan.tasks
    assert.equal((await approve(one, together, { requests: [one.id, two.id], seen: together.json.inputs, tasks: [{ ...task, arriveMin: 1 }] })).status, 422)
    await act(helicopter.id, 'set-status', { status: 'down' })
    const late = await approve(one, together, { requests: [one.id, two.id], seen: together.json.inputs })
    assert.equal(late.status, 409, late.body)
    assert.match(late.body, /has changed/)
    await act(helicopter.id, 'set-status', { status: 'ready' })
    assert.equal((await approve(one, together, {}, await node.person('analyst', { grants: [{ role: 'JMAC-A', area: null }] }))).status, 403)
    const blind = await node.call('POST', '/api/casevac/plan', { as: await node.person('engineer', { grants: [{ role: 'ENG', area: null }] }), body: {} })
    assert.deepEqual([blind.json.requests, blind.json.names], [[], {}], 'who sees nothing plans nothing')
    await clear(one.id)
    await clear(two.id)
  })

  test('advice on keeping back: the last that goes by night for an urgent one, by where calls came from', async () => {
    const request = await made('casevac-request', { four: { callsign: 'K8', place: { lon: 0.3, lat: 16 }, patients: { C: 1 }, threat: 'N' } }, duty)
    const ask = async (body: object) => (await node.call('POST', '/api/casevac/reserve', { as: duty, body })).json
    const found = await ask({ request: request.id })
    assert.equal(found.because, null)
    assert.ok(found.calls > 0 && found.advice.standing.some((one: { unit: string }) => found.names[one.unit] === 'H1'), JSON.stringify(found))
    assert.deepEqual([found.advice.call.send === null || found.advice.call.send in found.names, found.advice.call.closest in found.names, found.advice.nightCapableIdle.includes(helicopter.id)], [true, true, true])
    assert.deepEqual([(await ask({ drill: true })).because, (await ask({ drill: true })).advice], ['no-calls', null])
    assert.equal((await node.call('POST', '/api/casevac/reserve', { as: await node.person('engineer-2', { grants: [{ role: 'ENG', area: null }] }), body: { request: request.id } })).status, 404)
    await clear(request.id)
  })

  test('weather at a place removes exactly what may not fly in it, with the reason; it lapses, and exercises have their own', async () => {
    const air = await node.person('air-2', { grants: [{ role: 'MOVCON', area: null }] })
    await act(helicopter.id, 'edit', { fields: { minVisibilityM: 1500, minCeilingM: 150, maxWindKmh: 60 } }, air)
    const request = await call('K9', [{ battleNo: 'B11', priority: 'A', needs: ['R1', 'DCS'] }])
    const reasons = async () => {
      const found = await plan({ requests: [request.id] })
      return { flies: found.plan.tasks.some(({ asset }) => asset === helicopter.id), out: found.plan.reasons[0]!.ruledOut.map(({ asset, facility, reason }) => [asset, facility, reason]), cautions: found.plan.reasons[0]!.cautions, weather: found.json.weather[request.id] as object | null }
    }
    const before = await reasons()
    assert.deepEqual([before.flies, before.cautions.includes('WEATHER_UNKNOWN'), before.weather], [true, true, null], 'what nobody reported forbids nothing and is said')
    assert.equal((await node.call('POST', '/api/records', { as: duty, body: { kind: 'flying-weather', data: { name: 'Kilo', place: { lon: 0.3, lat: 16 }, radiusKm: 20 } } })).status, 403, 'air operations say what the weather is')
    const report = await made('flying-weather', { name: 'Kilo', place: { lon: 0.3, lat: 16 }, radiusKm: 20, visibilityM: 800 }, air)
    const closed = await reasons()
    assert.deepEqual([closed.flies, closed.out.filter((one) => !before.out.some((other) => JSON.stringify(other) === JSON.stringify(one)))], [false, [[helicopter.id, null, 'WEATHER']]], 'that and nothing else is gone')
    assert.deepEqual(closed.weather, { visibilityM: 800, ceilingM: null, windKmh: null })
    await act(report.id, 'report', { visibilityM: 5000, ceilingM: 600, windKmh: 20 }, air)
    assert.equal((await reasons()).flies, true)
    await act(report.id, 'report', { visibilityM: 800 }, air)
    assert.equal((await reasons()).flies, false)
    await made('flying-weather', { name: 'Exercise', place: { lon: 0.3, lat: 16.001 }, radiusKm: 1, visibilityM: 9999, drill: true }, air)
    assert.equal((await reasons()).flies, false, 'an exercise lifts no fog')
    await act(report.id, 'report', { visibilityM: 800, validUntil: iso(-1) }, air)
    assert.deepEqual([(await reasons()).flies, (await reasons()).cautions.includes('WEATHER_UNKNOWN')], [true, true], 'an old report says nothing any more')
    await clear(request.id)
  })

  test('an aeroplane is planned from airstrip to airstrip with the drives, or told why not; a boat needs its water', async () => {
    await act(helicopter.id, 'set-status', { status: 'down' })
    await act(ambulance.id, 'set-status', { status: 'down' })
    const plane = await made('evac-asset', { name: 'P1', kind: 'fixed', base: { lon: 0.02, lat: 16.25 }, speedKmh: 320, rangeKm: 1500, night: true, litters: 2, seats: 8, runwayM: 900, noticeDayMin: 20, noticeNightMin: 20 })
    const boat = await made('evac-asset', { name: 'N1', kind: 'boat', base: { lon: 0.3, lat: 16.05 }, speedKmh: 30, rangeKm: 200, night: true, litters: 2, seats: 4 })
    for (const one of [plane, boat]) {
      await act(one.id, 'set-status', { status: 'ready' })
    }
    const request = await call('K10', [{ battleNo: 'B12', priority: 'A', needs: ['R1', 'DCS'] }])
    const none = await plan({ requests: [request.id] })
    const why = (asset: { id: string }, found: { plan: EvacPlan }) => [...new Set(found.plan.reasons[0]!.ruledOut.filter((one) => one.asset === asset.id).map(({ reason }) => reason))]
    assert.deepEqual([none.plan.unserved.length, why(plane, none), why(boat, none)], [1, ['NO_AIRSTRIP'], ['NO_WATERWAY']])
    assert.ok(none.json.notes.some((one: { code: string; about: string }) => one.code === 'water-unknown' && one.about === boat.id))
    await made('landing-site', { name: 'Strip Kilo', place: { lon: 0.35, lat: 16 }, kinds: ['fixed'], runwayM: 1200, night: true })
    const field = await made('landing-site', { name: 'Gao airport', place: { lon: 0.02, lat: 16.25 }, kinds: ['fixed', 'helo'], runwayM: 800, night: true })
    assert.deepEqual(why(plane, await plan({ requests: [request.id] })).toSorted(), ['AIRSTRIP_SHORT', 'NO_AIRSTRIP'], 'at one facility the runway is too short, at the other there is none')
    await act(field.id, 'report', { runwayM: 2500 })
    const flown = await plan({ requests: [request.id] })
    const [task] = flown.plan.tasks
    assert.deepEqual([task?.asset, flown.json.ports.map((one: { name: string }) => one.name), flown.plan.reasons[0]!.cautions.includes('ROAD_TO_PORT')], [plane.id, ['Strip Kilo', 'Gao airport'], true])
    const [there, from] = flown.json.ports as { roadMin: number }[]
    assert.ok(there!.roadMin >= 10 && task!.stopArriveMin[0]! >= there!.roadMin - 1 && task!.arriveMin - task!.stopArriveMin[0]! > from!.roadMin, JSON.stringify([task, flown.json.ports]))
    // Two landings on one river, and the boat says which it is on.
    await made('landing-site', { name: 'Quay Kilo', place: { lon: 0.3, lat: 16.05 }, kinds: ['boat'], waterway: 'Niger', night: true })
    await made('landing-site', { name: 'Quay Gao', place: { lon: 0, lat: 16.28 }, kinds: ['boat'], waterway: 'Niger', night: true })
    await act(plane.id, 'set-status', { status: 'down' })
    const rowed = await plan({ requests: [request.id] })
    assert.deepEqual([rowed.plan.tasks[0]?.asset, rowed.json.ports.map((one: { name: string }) => one.name)], [boat.id, ['Quay Kilo', 'Quay Gao']])
    await act(boat.id, 'set-status', { status: 'down' })
    await act(helicopter.id, 'set-status', { status: 'ready' })
    await act(ambulance.id, 'set-status', { status: 'ready' })
    await clear(request.id)
  })

  test('exercises are planned apart', async () => {
    const request = await call('K7', [{ battleNo: 'B7', priority: 'A' }])
    assert.deepEqual([(await plan({ drill: true })).json.requests, (await plan()).json.requests], [[], [request.id]])
    await clear(request.id)
  })

  test('how reach is reckoned is the mission’s: set by those who answer for it, read by all who plan', async () => {
    const figures = { limitMin: 120, alertMin: 10, reactDayMin: 20, reactNightMin: 40, groundMin: 10, handoverMin: 10, kmh: 200 }
    assert.equal((await node.call('POST', '/api/records', { as: duty, body: { kind: 'medical-reach', data: figures } })).status, 403)
    const set = await made('medical-reach', figures)
    assert.equal((await node.call('POST', '/api/records', { as: control, body: { kind: 'medical-reach', data: { ...figures, limitMin: 0 } } })).status, 400)
    await act(set.id, 'edit', { fields: { kmh: 220 } }, chief)
    const seen = (await node.call('GET', '/api/records?kind=medical-reach', { as: duty })).json.items
    assert.deepEqual(seen.map((one: { data: object }) => one.data), [{ ...figures, kmh: 220 }])
    assert.deepEqual((await node.call('GET', '/api/records?kind=medical-reach', { as: await node.person('liaison', { grants: [{ role: 'HOST-LO', area: null }] }) })).json.items ?? [], [])
  })

  test('what was said of an asset long ago counts for less, then for nothing, in the plan and at the launch', async () => {
    const about = async (hours: number) => {
      node.clock.now += hours * 3_600_000
      const request = await made('casevac-request', { four: { callsign: `S${hours}`, place: { lon: 0.3, lat: 16 }, patients: { A: 1 }, threat: 'N' } }, duty)
      const found = await plan({ requests: [request.id] })
      const said = found.json.notes.filter((one: { about: string; code: string }) => one.about === helicopter.id && one.code.startsWith('asset-')).map((one: { code: string }) => one.code)
      const flies = found.plan.tasks.find((task) => task.asset === helicopter.id)
      const launched = await node.call('POST', `/api/casevac/${request.id}/launch`, { as: duty, body: { asset: helicopter.id, authority: 'Duty officer', delegated: true, reason: 'Only one there', basedOn: 1 } })
      if (launched.status === 200) {
        assert.equal((await node.call('POST', `/api/casevac/${request.id}/cancel`, { as: chief, body: { reason: 'End of test' } })).status, 200)
      } else {
        await clear(request.id)
      }
      return { said, departMin: flies?.departMin ?? null, launched }
    }
    await act(helicopter.id, 'set-status', { status: 'ready' })
    const fresh = await about(0)
    assert.deepEqual([fresh.said, fresh.launched.status], [[], 200])
    const stale = await about(24)
    assert.deepEqual([stale.said, stale.departMin, stale.launched.status], [['asset-stale'], (fresh.departMin ?? NaN) + 15, 200])
    const unknown = await about(60)
    assert.deepEqual([unknown.said, unknown.departMin, unknown.launched.status], [['asset-unknown'], null, 422])
    assert.match(unknown.launched.body, /nobody has said since .* whether H1 is ready/)
  })
})
