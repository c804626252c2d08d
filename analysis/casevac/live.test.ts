import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { evacScene } from '../../test/casevac/scene.ts'
import { checkPlan } from './check.ts'
import { planEvacuation } from './plan.ts'
import { DEFAULT_RULES } from './rules.ts'
import type { EvacAsset, EvacCasualty, EvacFacility, EvacPlan, EvacPort, EvacProblem, EvacSite, EvacTask, PlanOptions, ReasonCode } from './types.ts'

// Bangui and around: 0.1° of latitude is 11.12 km.
const at = (km: number): { lon: number; lat: number } => ({ lon: 18.5, lat: 4.4 + km / 111.195 })
const yes = { state: 'yes' } as const

const site = (given: Partial<EvacSite> = {}): EvacSite => ({ id: 'PZ', position: at(60), landing: true, red: false, ...given })
const level2 = (given: Partial<EvacFacility> = {}): EvacFacility => ({ id: 'L2', position: at(0), helipad: true, beds: 5, capabilities: { R1: yes, DCS: yes }, ...given })
const level2Plus = (given: Partial<EvacFacility> = {}): EvacFacility => ({ id: 'L2+', position: at(-90), helipad: true, beds: 5, capabilities: { R1: yes, DCS: yes, ICU: yes }, ...given })
const helo = (given: Partial<EvacAsset> = {}): EvacAsset => ({ id: 'H1', kind: 'helo', position: at(0), speedKmh: 220, maxKm: 500, litters: 2, seats: 2, readyMin: 15, loadMin: 10, night: true, protected: false, ...given })
const truck = (given: Partial<EvacAsset> = {}): EvacAsset => ({ id: 'AMB', kind: 'ground', position: at(50), speedKmh: 40, maxKm: 600, litters: 2, seats: 4, readyMin: 5, loadMin: 10, night: true, protected: true, ...given })
const hurt = (given: Partial<EvacCasualty> = {}): EvacCasualty => ({ id: 'C1', site: 'PZ', category: 'A', injuredMinAgo: 12, litter: true, needs: ['DCS'], ...given })

type Parts = Partial<Pick<EvacProblem, 'sites' | 'facilities' | 'assets' | 'casualties' | 'night' | 'bars' | 'committed' | 'legOf'>>

function problemWith(given: Parts): EvacProblem {
  return { id: 'live', night: false, groundDetour: 1.4, maxStops: 3, sites: [site()], facilities: [level2()], assets: [helo()], casualties: [hurt()], ...given }
}

function plan(problem: EvacProblem, options: PlanOptions = {}): EvacPlan {
  const found = planEvacuation(problem, { budgetMs: Infinity, ...options })
  for (const one of [found, ...found.alternatives]) {
    assert.deepEqual(checkPlan(problem, one.tasks, { ...DEFAULT_RULES, ...options.rules }).breaches, [])
  }
  return found
}

describe('what is proposed', () => {
  test('two patients and a helicopter with one litter: it goes for the urgent one, the other by road with a time', () => {
    const found = plan(problemWith({ assets: [helo({ litters: 1 }), truck()], casualties: [hurt({ id: 'T3', category: 'C', needs: ['R1'] }), hurt({ id: 'T1' })] }))
    assert.deepEqual(found.tasks.map(({ asset, casualties }) => [asset, casualties]), [['H1', ['T1']], ['AMB', ['T3']]])
    assert.ok(found.tasks[1]!.arriveMin > found.tasks[0]!.arriveMin)
    assert.deepEqual(found.reasons.map(({ casualty, asset }) => [casualty, asset]), [['T3', 'AMB'], ['T1', 'H1']])
    assert.equal(found.reasons[0]!.binding?.reason, 'PLACES_TAKEN')
  })

  test('the nearest theatre is down: the next with a theatre, and the minutes that costs', () => {
    const down = level2({ capabilities: { R1: yes, DCS: { state: 'no', why: 'THEATRE_DOWN' } } })
    const found = plan(problemWith({ facilities: [down, level2Plus()] }))
    assert.equal(found.tasks[0]?.facility, 'L2+')
    const { binding } = found.reasons[0]!
    assert.deepEqual([binding?.facility, binding?.reason, binding?.about], ['L2', 'THEATRE_DOWN', 'DCS'])
    assert.ok(Math.abs(binding!.soonerMin! - (90 / 220) * 60) < 1e-3, `${binding!.soonerMin}`)
  })

  test('nobody looked at the landing place by night: who could land there by day is named, and no asset whose release would help nothing', () => {
    const unseen = { sites: [site({ landingByNight: null, darkMin: [[-300, 500]] as const })], facilities: [level2({ helipadByNight: true })] }
    const [reason] = plan(problemWith({ ...unseen, assets: [helo(), helo({ id: 'BUSY', readyMin: 5 }), truck()], bars: [{ asset: 'BUSY', reason: 'ASSET_COMMITTED' }] })).reasons
    assert.deepEqual([reason!.asset, reason!.binding?.asset, reason!.binding?.reason], ['AMB', 'H1', 'NIGHT_LANDING'])
    assert.ok(reason!.binding!.soonerMin! > 60, `${reason!.binding!.soonerMin}`)
    assert.ok(reason!.ruledOut.some(({ asset, reason: why }) => asset === 'BUSY' && why === 'ASSET_COMMITTED'))
    // One with a hoist needs no place to land: were it free, it would be there.
    const hoisted = plan(problemWith({ ...unseen, sites: [site({ landingByNight: null, hoistPossible: true, darkMin: [[-300, 500]] })], assets: [helo(), helo({ id: 'BUSY', readyMin: 5, hoist: true }), truck()], bars: [{ asset: 'BUSY', reason: 'ASSET_COMMITTED' }] })).reasons[0]!
    assert.deepEqual([hoisted.asset, hoisted.binding?.asset, hoisted.binding?.reason], ['AMB', 'BUSY', 'ASSET_COMMITTED'])
  })

  test('a theatre in use until later: care begins then, and the wait is counted', () => {
    const busy = level2({ capabilities: { R1: yes, DCS: { ...yes, readyMin: 90 } } })
    const [reason] = plan(problemWith({ facilities: [busy] })).reasons
    assert.deepEqual([reason!.elapsedMin, reason!.cautions], [102, ['WAITS_FOR_CARE']])
    assert.equal(plan(problemWith({ facilities: [busy, level2Plus()] })).tasks[0]?.facility, 'L2+')
  })

  test('one theatre for one patient: the second goes elsewhere, with the reason', () => {
    const one = level2({ capabilities: { R1: yes, DCS: { ...yes, slots: 1 } } })
    const found = plan(problemWith({ facilities: [one, level2Plus()], assets: [helo(), helo({ id: 'H2' })], casualties: [hurt(), hurt({ id: 'C2' })] }))
    assert.deepEqual(found.tasks.map(({ facility }) => facility).toSorted(), ['L2', 'L2+'])
    assert.equal(found.reasons.find(({ facility }) => facility === 'L2+')!.binding?.reason, 'SLOTS_TAKEN')
  })

  test('an old report: marked, and passed over for a facility a little farther, but never for a lost or late casualty', () => {
    const stale = level2({ stateAgeMin: 13 * 60 })
    const fresh = level2Plus({ position: at(-20), stateAgeMin: 10 })
    assert.equal(plan(problemWith({ facilities: [level2({ stateAgeMin: 10 }), fresh] })).tasks[0]!.facility, 'L2')
    assert.deepEqual([plan(problemWith({ facilities: [stale, fresh] })).tasks[0]!.facility, plan(problemWith({ facilities: [stale, fresh] })).staleFacilities], ['L2+', []])
    const far = plan(problemWith({ facilities: [stale, level2Plus({ position: at(-150) })] }))
    assert.deepEqual([far.tasks[0]!.facility, far.staleFacilities, far.reasons[0]!.cautions], ['L2', ['L2'], ['STALE_FACILITY']])
    assert.deepEqual(plan(problemWith({ facilities: [level2({ stateAgeMin: null })] })).staleFacilities, ['L2'])
  })

  test('the time of injury is not known: the alert stands in for it, marked', () => {
    const [reason] = plan(problemWith({ casualties: [hurt({ injuredMinAgo: null, alertedMinAgo: 3 })] })).reasons
    assert.deepEqual([reason!.cautions, Math.round(reason!.elapsedMin! - reason!.arriveMin!)], [['INJURY_TIME_UNKNOWN'], 3])
  })

  test('roads as given stand in for the straight line; no road is no way', () => {
    const road = plan(problemWith({ assets: [truck()], legOf: (_, from, to) => (from.kind === 'site' && to.kind === 'facility' ? { km: 90, minutes: 200 } : undefined) }))
    assert.ok(Math.abs(road.tasks[0]!.arriveMin - (5 + (14 / 40) * 60 + 10 + 200)) < 0.01)
    const none = plan(problemWith({ assets: [truck()], legOf: () => null }))
    assert.deepEqual([none.unserved, none.reasons[0]!.ruledOut], [['C1'], [{ asset: 'AMB', facility: 'L2', reason: 'NO_WAY' }]])
  })

  test('dark at the landing site until dawn: the helicopter waits on the ground and lands in daylight', () => {
    const found = plan(problemWith({ sites: [site({ darkMin: [[0, 100]] })], assets: [helo({ night: false })] }))
    assert.ok(Math.abs(found.tasks[0]!.stopArriveMin[0]! - 100) < 1e-6)
    assert.deepEqual(found.reasons[0]!.cautions, ['WAITS_FOR_DAYLIGHT'])
  })
})

describe('each constraint closes exactly what it must, and says so', () => {
  const closes: [string, Parts, Parts, ReasonCode][] = [
    ['a night without a crew for it', { night: true }, { assets: [helo({ night: false })] }, 'NIGHT'],
    ['not known whether the crew flies by night', { night: true }, { assets: [helo({ night: null })] }, 'NIGHT'],
    ['a landing site that is not safe by night', { night: true }, { sites: [site({ landingByNight: false })] }, 'NIGHT_LANDING'],
    ['a helipad without light', { night: true }, { facilities: [level2({ helipadByNight: false })] }, 'NIGHT_LANDING'],
    ['weather below minima', { assets: [helo({ minima: { visibilityM: 1500, ceilingM: 150, windKmh: 60 } })] }, { sites: [site({ weather: { visibilityM: 800, ceilingM: 400, windKmh: 10 } })], assets: [helo({ minima: { visibilityM: 1500, ceilingM: 150, windKmh: 60 } })] }, 'WEATHER'],
    ['wind at the facility', {}, { facilities: [level2({ weather: { visibilityM: 9000, ceilingM: 900, windKmh: 80 } })], assets: [helo({ minima: { visibilityM: null, ceilingM: null, windKmh: 60 } })] }, 'WEATHER'],
    ['a red site', {}, { sites: [site({ red: true })] }, 'RED_ZONE'],
    ['no escort', {}, { bars: [{ asset: 'H1', site: 'PZ', reason: 'ESCORT' }] }, 'ESCORT'],
    ['no clearance of the host', {}, { bars: [{ asset: 'H1', reason: 'CLEARANCE' }] }, 'CLEARANCE'],
    ['airspace closed to the facility', {}, { bars: [{ asset: 'H1', facility: 'L2', reason: 'AIRSPACE' }] }, 'AIRSPACE'],
    ['no place to land', {}, { sites: [site({ landing: false })] }, 'NO_LANDING'],
    ['not known whether it can land', {}, { sites: [site({ landing: null })] }, 'LANDING_UNKNOWN'],
    ['a landing site too small', {}, { sites: [site({ landingSizeM: 15 })], assets: [helo({ landingSizeM: 25 })] }, 'LANDING_SIZE'],
    ['hoisting without a hoist', {}, { sites: [site({ landing: false, hoistPossible: true })] }, 'NO_HOIST'],
    ['no helipad', {}, { facilities: [level2({ helipad: false })] }, 'NO_HELIPAD'],
    ['a helipad nobody reported', {}, { facilities: [level2({ helipad: null })] }, 'HELIPAD_UNKNOWN'],
    ['a helipad too small', {}, { facilities: [level2({ helipadSizeM: 15 })], assets: [helo({ landingSizeM: 25 })] }, 'HELIPAD_SIZE'],
    ['range', {}, { assets: [helo({ maxKm: 119 })] }, 'RANGE'],
    ['the end of duty', {}, { assets: [helo({ crewDutyEndMin: 50 })] }, 'CREW_DUTY'],
    ['an asset that is down', {}, { assets: [helo({ available: false })] }, 'ASSET_UNAVAILABLE'],
    ['an asset nobody knows of', {}, { assets: [helo({ available: null })] }, 'ASSET_UNKNOWN'],
    ['a facility that is closed', {}, { facilities: [level2({ open: false })] }, 'FACILITY_CLOSED'],
    ['a capability that is missing', {}, { facilities: [level2({ capabilities: { R1: yes } })] }, 'CAPABILITY_MISSING'],
    ['a capability that is not known', {}, { facilities: [level2({ capabilities: { DCS: { state: 'unknown' } } })] }, 'CAPABILITY_UNKNOWN'],
    ['no blood', {}, { facilities: [level2({ capabilities: { DCS: { state: 'no', why: 'BLOOD_SHORT' } } })] }, 'BLOOD_SHORT'],
    ['no bed', {}, { facilities: [level2({ beds: 0 })] }, 'BEDS_NONE'],
    ['beds nobody reported', {}, { facilities: [level2({ beds: null })] }, 'BEDS_UNKNOWN'],
    ['no authority for somebody who is not of the UN', {}, { casualties: [hurt({ authorised: false })] }, 'NOT_AUTHORISED'],
    ['no litter aboard', {}, { assets: [helo({ litters: 0 })] }, 'NO_LITTER'],
    ['no ventilator aboard', {}, { casualties: [hurt({ needsAboard: ['VENTILATOR'] })] }, 'CARE_ABOARD'],
  ]
  for (const [name, before, change, reason] of closes) {
    test(name, () => {
      assert.deepEqual(plan(problemWith(before)).unserved, [], 'open without it')
      const closed = plan(problemWith({ ...before, ...change }))
      assert.deepEqual(closed.unserved, ['C1'])
      assert.deepEqual([closed.reasons[0]!.binding?.reason, closed.reasons[0]!.ruledOut.map((one) => one.reason)], [reason, [reason]])
    })
  }

  test('what closes the air leaves the road, and a hoist opens what has no landing', () => {
    assert.deepEqual(plan(problemWith({ night: true, sites: [site({ landingByNight: false })], assets: [helo(), truck()] })).tasks.map(({ asset }) => asset), ['AMB'])
    const hoisted = plan(problemWith({ sites: [site({ landing: false, hoistPossible: true })], assets: [helo({ hoist: true, hoistLoadMin: 25 })] }))
    assert.ok(Math.abs(hoisted.tasks[0]!.arriveMin - hoisted.tasks[0]!.stopArriveMin[0]! - 25 - (60 / 220) * 60) < 1e-3)
  })

  test('weather that is not known in full closes nothing and is named', () => {
    const found = plan(problemWith({ assets: [helo({ minima: { visibilityM: 1500, ceilingM: null, windKmh: null } })] }))
    assert.deepEqual(found.reasons[0]!.cautions, ['WEATHER_UNKNOWN'])
  })
})

describe('aeroplanes and boats', () => {
  const strip = (given: Partial<EvacPort> = {}): EvacPort => ({ id: 'STRIP', serves: 'fixed', position: at(65), road: { km: 6, minutes: 40 }, runwayM: 1200, byNight: false, ...given })
  const field = (given: Partial<EvacPort> = {}): EvacPort => ({ id: 'FIELD', serves: 'fixed', position: at(-5), road: { km: 6, minutes: 25 }, runwayM: 1500, byNight: true, ...given })
  const plane = (given: Partial<EvacAsset> = {}): EvacAsset => helo({ id: 'P1', kind: 'fixed', speedKmh: 330, maxKm: 900, runwayM: 1000, readyMin: 20, position: at(-5), ...given })
  const byAir = (given: { strip?: Partial<EvacPort>; field?: Partial<EvacPort>; plane?: Partial<EvacAsset> } = {}): EvacProblem =>
    problemWith({ assets: [plane(given.plane)], sites: [site({ landing: false, ports: [strip(given.strip)] })], facilities: [level2({ helipad: false, ports: [field(given.field)] })] })
  const quay = (given: Partial<EvacPort> = {}): EvacPort => ({ id: 'QUAY', serves: 'boat', position: at(58), road: { km: 1, minutes: 15 }, byNight: true, waterway: 'Ubangi', ...given })

  test('an aeroplane lands when the road has brought them, and they reach the facility a drive after it has landed', () => {
    const [task] = plan(byAir()).tasks
    const flight = 70 / 330 * 60
    // Forty minutes by road; in the air it needs thirteen and could be ready after twenty.
    assert.deepEqual([task!.stopArriveMin[0]!, task!.departMin, task!.arriveMin, task!.returnMin].map((n) => Math.round(n * 10) / 10), [40, 40 - flight, 50 + flight + 25, 50 + flight].map((n) => Math.round(n * 10) / 10))
    assert.ok(Math.abs(task!.km - 140) < 0.1, 'only what it flies counts towards its range')
    assert.deepEqual(plan(byAir()).reasons[0]!.cautions, ['ROAD_TO_PORT'])
    // Nearer by road, but too short: the next one.
    const two = byAir()
    const other = plan({ ...two, sites: [site({ landing: false, ports: [strip({ id: 'SHORT', runwayM: 700, road: { km: 1, minutes: 5 } }), strip()] })] })
    assert.ok(Math.abs(other.tasks[0]!.stopArriveMin[0]! - 40) < 1e-6)
  })

  const closes: [string, EvacProblem, ReasonCode][] = [
    ['no airstrip near the pick-up', problemWith({ assets: [plane()], facilities: [level2({ ports: [field()] })] }), 'NO_AIRSTRIP'],
    ['no airstrip near the facility', problemWith({ assets: [plane()], sites: [site({ ports: [strip()] })] }), 'NO_AIRSTRIP'],
    ['a runway too short', byAir({ strip: { runwayM: 700 } }), 'AIRSTRIP_SHORT'],
    ['a runway nobody measured', byAir({ field: { runwayM: null } }), 'AIRSTRIP_UNKNOWN'],
    ['an airstrip in hostile hands', byAir({ strip: { red: true } }), 'RED_ZONE'],
    ['an airstrip without light', { ...byAir(), night: true }, 'NIGHT_LANDING'],
    ['a crew that does not fly by night', { ...byAir({ plane: { night: false } }), night: true }, 'NIGHT'],
    ['fog where it starts', byAir({ plane: { weather: { visibilityM: 200, ceilingM: null, windKmh: null }, minima: { visibilityM: 1500, ceilingM: null, windKmh: null } } }), 'WEATHER'],
    ['wind at the airstrip', byAir({ strip: { weather: { visibilityM: null, ceilingM: null, windKmh: 70 } }, plane: { minima: { visibilityM: null, ceilingM: null, windKmh: 50 } } }), 'WEATHER'],
    ['range', byAir({ plane: { maxKm: 139 } }), 'RANGE'],
    ['a boat nobody knows the water of', problemWith({ assets: [truck({ id: 'B1', kind: 'boat' })], sites: [site({ ports: [quay()] })], facilities: [level2({ ports: [quay({ position: at(0) })] })] }), 'NO_WATERWAY'],
    ['another river', problemWith({ assets: [truck({ id: 'B1', kind: 'boat', waterway: 'Ubangi' })], sites: [site({ ports: [quay({ waterway: 'Sangha' })] })], facilities: [level2({ ports: [quay({ position: at(0) })] })] }), 'NO_WATERWAY'],
  ]
  for (const [name, problem, reason] of closes) {
    test(`${name}: ${reason}`, () => {
      const found = plan(problem)
      assert.deepEqual([found.unserved, found.reasons[0]!.ruledOut.map((one) => one.reason)], [['C1'], [reason]])
    })
  }

  test('one airstrip for both ends is no flight', () => {
    const near = byAir({ strip: { id: 'ONE', position: at(30) }, field: { id: 'ONE', position: at(30) } })
    assert.deepEqual([plan(near).unserved, plan(near).reasons[0]!.ruledOut.map((one) => one.reason)], [['C1'], ['NO_WAY']])
  })

  test('a boat goes from landing to landing of its own water, longer than the straight line', () => {
    const [task] = plan(problemWith({ assets: [truck({ id: 'B1', kind: 'boat', waterway: 'Ubangi', position: at(58) })], sites: [site({ ports: [quay()] })], facilities: [level2({ ports: [quay({ id: 'PORT', position: at(0), road: { km: 2, minutes: 12 } })] })] })).tasks
    assert.ok(Math.abs(task!.arriveMin - (15 + 10 + 58 * 1.3 / 40 * 60 + 12)) < 0.1, `${task!.arriveMin}`)
  })

  test('the checker refuses an aeroplane that lands before they are there, in the dark, or where there is no runway', () => {
    const sound = byAir()
    const [task] = plan(sound).tasks
    const breaches = (problem: EvacProblem, one: EvacTask): string => checkPlan(problem, [one], DEFAULT_RULES).breaches.join('; ')
    assert.equal(breaches(sound, task!), '')
    const early = { ...task!, departMin: task!.departMin - 10, stopArriveMin: [30], arriveMin: task!.arriveMin - 10, returnMin: task!.returnMin - 10 }
    assert.match(breaches(sound, early), /before they are brought/)
    assert.match(breaches({ ...sound, night: true }, task!), /nowhere to take in/)
    assert.match(breaches(byAir({ strip: { darkMin: [[30, 60]] } }), task!), /in the dark/)
    assert.match(breaches(byAir({ field: { runwayM: 800 } }), task!), /nowhere to set down/)
    assert.match(breaches(byAir({ plane: { weather: { visibilityM: 100, ceilingM: null, windKmh: null }, minima: { visibilityM: 800, ceilingM: null, windKmh: null } } }), task!), /weather where P1 starts/)
  })
})

describe('night, weather and hostile places, one by one', () => {
  // One helicopter for the day, one for night and bad weather, an armoured ambulance and a soft one: sixteen ways to two facilities.
  const assets = [helo({ id: 'DAY', night: false, minima: { visibilityM: 3000, ceilingM: null, windKmh: null } }), helo({ id: 'NIGHT', minima: { visibilityM: 800, ceilingM: null, windKmh: null } }), truck({ id: 'HARD' }), truck({ id: 'SOFT', protected: false })]
  const all = problemWith({ assets, facilities: [level2(), level2Plus({ helipadByNight: false })] })
  const open = (problem: EvacProblem): string[] => {
    const out = plan(problem).reasons[0]!.ruledOut
    return problem.assets.flatMap(({ id }) => problem.facilities.flatMap((one) => (out.some(({ asset, facility }) => (asset === null || asset === id) && (facility === null || facility === one.id)) ? [] : [`${id} ${one.id}`])))
  }
  const toggles: [string, EvacProblem, { [way: string]: ReasonCode }][] = [
    ['night', { ...all, night: true }, { 'DAY L2': 'NIGHT', 'DAY L2+': 'NIGHT', 'NIGHT L2+': 'NIGHT_LANDING' }],
    ['poor visibility at the pick-up', { ...all, sites: [site({ weather: { visibilityM: 2000, ceilingM: null, windKmh: null } })] }, { 'DAY L2': 'WEATHER', 'DAY L2+': 'WEATHER' }],
    ['fog at one facility', { ...all, facilities: [level2({ weather: { visibilityM: 300, ceilingM: null, windKmh: null } }), level2Plus()] }, { 'DAY L2': 'WEATHER', 'NIGHT L2': 'WEATHER' }],
    ['a hostile pick-up site', { ...all, sites: [site({ red: true })] }, { 'DAY L2': 'RED_ZONE', 'DAY L2+': 'RED_ZONE', 'NIGHT L2': 'RED_ZONE', 'NIGHT L2+': 'RED_ZONE', 'SOFT L2': 'RED_ZONE', 'SOFT L2+': 'RED_ZONE' }],
  ]
  test('with none of them every way is open', () => assert.equal(open(all).length, 8))
  for (const [name, problem, gone] of toggles) {
    test(name, () => {
      assert.deepEqual(open(problem), open(all).filter((way) => gone[way] === undefined), 'exactly these are gone')
      for (const { asset, facility, reason } of plan(problem).reasons[0]!.ruledOut) {
        for (const way of Object.keys(gone).filter((one) => one.startsWith(`${asset} `) && (facility === null || one === `${asset} ${facility}`))) {
          assert.equal(reason, gone[way], way)
        }
      }
    })
  }
})

describe('planning again', () => {
  const strip = (tasks: readonly EvacTask[]) => tasks.map(({ asset, stops, facility, casualties }) => [asset, stops, facility, casualties])

  test('nothing new: the plan stands and the diff is empty', () => {
    const problem = evacScene(20, { casualties: 12, assets: 6, facilities: 4, sites: 6 })
    const first = plan(problem)
    const again = plan(problem, { previous: first.tasks })
    assert.deepEqual([again.diff!.outcome, again.diff!.changes, again.diff!.broken, strip(again.tasks)], ['kept', [], [], strip(first.tasks)])
  })

  test('one asset late: only who went with it may change, for 40 problems', () => {
    let mended = 0
    for (let seed = 0; seed < 40; seed += 1) {
      const problem = evacScene(seed, { casualties: 10, assets: 5, facilities: 4, sites: 5 })
      const first = plan(problem, { alternatives: 0 })
      const late = first.tasks[seed % Math.max(1, first.tasks.length)]
      if (late === undefined) {
        continue
      }
      const again = plan({ ...problem, assets: problem.assets.map((one) => (one.id === late.asset ? { ...one, readyMin: one.readyMin + 90 } : one)) }, { previous: first.tasks, alternatives: 0 })
      assert.deepEqual(again.diff!.broken.filter(({ asset }) => asset !== late.asset), [])
      if (again.diff!.outcome !== 'new') {
        mended += again.diff!.outcome === 'mended' ? 1 : 0
        const moved = again.diff!.changes.filter(({ before, after }) => before !== null && (before.asset !== after?.asset || before.facility !== after.facility))
        assert.deepEqual(moved.filter(({ casualty }) => !late.casualties.includes(casualty)), [], problem.id)
      }
    }
    assert.ok(mended > 0)
  })

  test('a small gain changes nothing, a gain above the threshold does', () => {
    const problem = problemWith({ assets: [helo(), helo({ id: 'H2', readyMin: 12 })] })
    const first = plan({ ...problem, assets: [helo()] })
    const kept = plan(problem, { previous: first.tasks })
    assert.deepEqual([kept.diff!.outcome, kept.tasks[0]!.asset], ['kept', 'H1'])
    assert.ok(Math.abs(kept.diff!.before[6] - kept.diff!.best[6] - 300) < 1e-6, 'three minutes of one A')
    const moved = plan(problem, { previous: first.tasks, replanGainWeightedMin: 200 })
    assert.deepEqual([moved.diff!.outcome === 'kept', moved.diff!.changes.map(({ before, after }) => [before?.asset, after?.asset])], [false, [['H1', 'H2']]])
  })

  test('an asset lost: its casualties are taken by others and the reason is told', () => {
    const problem = problemWith({ assets: [helo(), truck()] })
    const first = plan(problem)
    const again = plan({ ...problem, assets: [helo({ available: false }), truck()] }, { previous: first.tasks })
    assert.deepEqual([again.diff!.broken, again.tasks[0]!.asset], [[{ asset: 'H1', reason: 'ASSET_UNAVAILABLE' }], 'AMB'])
  })

  test('a task that flies is not touched: its asset, its beds and its casualty are taken', () => {
    const flying: EvacTask = { asset: 'H1', stops: ['PZ'], facility: 'L2', casualties: ['C1'], departMin: -20, stopArriveMin: [-3], arriveMin: 20, returnMin: 35, km: 120 }
    const problem = problemWith({ assets: [helo(), truck()], facilities: [level2({ beds: 2 })], casualties: [hurt(), hurt({ id: 'C2' }), hurt({ id: 'C3', category: 'C' })], committed: [flying] })
    const found = plan(problem)
    assert.equal(found.tasks[0], flying)
    assert.deepEqual([found.tasks[1]!.casualties, found.unserved], [['C2'], ['C3']])
    assert.equal(found.objective[6], 100 * 32 + 100 * (found.tasks[1]!.arriveMin + 12) + 1440)
    assert.match(checkPlan(problem, [{ ...flying, casualties: ['C1', 'C3'] }], DEFAULT_RULES).breaches.join(), /flies already/)
  })
})

describe('the checker', () => {
  test('refuses each way in which a plan may be wrong', () => {
    const problem = problemWith({ assets: [helo(), truck()], facilities: [level2({ beds: 1 })], casualties: [hurt(), hurt({ id: 'C2', category: 'C', needs: ['R1'] })] })
    const [task] = plan(problem).tasks as [EvacTask]
    const wrong: [Partial<EvacTask>, RegExp][] = [
      [{ asset: 'H9' }, /not there/], [{ stops: [] }, /stops/], [{ stops: ['PZ', 'PZ'] }, /stops/], [{ casualties: ['C1', 'C1'] }, /twice/], [{ casualties: ['C1', 'C2'] }, /beds/],
      [{ departMin: 3 }, /ready/], [{ arriveMin: 1 }, /not at/], [{ stopArriveMin: [1] }, /not at/], [{ km: 3 }, /km/], [{ returnMin: 1 }, /back at/], [{ casualties: [] }, /nobody/],
    ]
    for (const [change, said] of wrong) {
      assert.match(checkPlan(problem, [{ ...task, ...change }], DEFAULT_RULES).breaches.join('; '), said)
    }
    assert.match(checkPlan(problem, [task, task], DEFAULT_RULES).breaches.join(), /flies twice/)
    assert.match(checkPlan({ ...problem, facilities: [level2({ capabilities: { R1: yes } })] }, [task], DEFAULT_RULES).breaches.join(), /no DCS/)
  })

  test('a problem that is not sound is refused by name', () => {
    assert.throws(() => planEvacuation(problemWith({ casualties: [hurt({ site: 'nowhere' })] })), /C1 is at site nowhere/)
    assert.throws(() => planEvacuation(problemWith({ assets: [helo(), helo()] })), /asset H1 is given twice/)
    assert.throws(() => planEvacuation(problemWith({ assets: [helo({ speedKmh: 0 })] })), /H1: speed/)
    assert.throws(() => planEvacuation({ ...problemWith({}), maxStops: 4 }), /4 stops/)
  })

  test('nothing to do is a plan as well', () => {
    for (const problem of [problemWith({ casualties: [] }), problemWith({ assets: [] }), problemWith({ facilities: [] })]) {
      const found = plan(problem)
      assert.deepEqual([found.tasks, found.proven], [[], true])
    }
  })
})
