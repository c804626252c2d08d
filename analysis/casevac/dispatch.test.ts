import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { closestPolicy, dispatchOf, solveDispatch, statesOf } from './dispatch.ts'
import { adviseReserve, type ReserveProblem, type ReserveUnit } from './reserve.ts'

type Instance = { id: string; valueOptimalAllIdle: number; valueClosestAllIdle: number }
const FILE = JSON.parse(readFileSync(new URL('../../test/casevac/dispatch.json', import.meta.url), 'utf8')) as { instances: Instance[] }

describe('the dispatch problem', () => {
  for (const instance of FILE.instances) {
    test(`${instance.id}: the advised policy is worth the exact optimum, sending the closest what it is known to be worth`, () => {
      const problem = dispatchOf(instance)
      const best = solveDispatch(problem).values[0]!
      const closest = closestPolicy(problem).values[0]!
      assert.ok(Math.abs(best / instance.valueOptimalAllIdle - 1) < 1e-8, `${best}`)
      assert.ok(Math.abs(closest / instance.valueClosestAllIdle - 1) < 1e-8, `${closest}`)
      assert.ok(best >= closest)
    })
  }

  test('one unit and one zone by hand: a call is worth r, the unit then busy for a while', () => {
    const problem = dispatchOf({ id: 'one', units: 1, zones: 1, lambdaPerMin: 0.02, zoneProb: [1], priorityProb: [1], priorityWeight: [10], responseMin: [[30]], serviceMin: [[60]], discountPerMin: 0.001 })
    const r = 10 * Math.exp(-0.5)
    // V0 (λ + γ) = λ (r + V1), V1 (μ + γ) = μ V0.
    const v0 = (0.02 * r) / (0.021 - (0.02 / 60) / (1 / 60 + 0.001))
    assert.ok(Math.abs(solveDispatch(problem).values[0]! - v0) < 1e-8)
    assert.equal(statesOf(problem), 2)
  })

  test('too large to solve exactly, or not sound, is refused', () => {
    const row = Array.from({ length: 20 }, () => 10)
    const large = { id: 'large', units: 5, zones: 20, lambdaPerMin: 0.02, zoneProb: row.map(() => 0.05), priorityProb: [1], priorityWeight: [1], responseMin: Array.from({ length: 5 }, () => row), serviceMin: Array.from({ length: 5 }, () => row), discountPerMin: 0.001 }
    assert.throws(() => solveDispatch(dispatchOf(large)), /large: 4084101 states/)
    assert.throws(() => dispatchOf({ ...large, units: 4 }), /responseMin is no list of 4 rows/)
    assert.throws(() => dispatchOf({ ...large, discountPerMin: 0 }), /discountPerMin/)
    assert.throws(() => dispatchOf([]), /no object/)
  })
})

describe('reserve advice', () => {
  const unit = (id: string, given: Partial<ReserveUnit> = {}): ReserveUnit => ({ id, idle: true, flies: true, night: true, responseMin: [20, 30], serviceMin: [150, 180], ...given })
  const fleet = (given: Partial<ReserveProblem> = {}): ReserveProblem => ({
    units: [unit('DAY', { night: false }), unit('NVG', { responseMin: [25, 35] })],
    zones: [{ id: 'north', callsPerDay: { A: 2, B: 2, C: 4 } }, { id: 'south', callsPerDay: { A: 2, B: 2, C: 4 } }], night: false, darkInMin: null, ...given,
  })

  test('by night the last helicopter that flies by night is kept from routine calls, and sent for urgent ones', () => {
    const night = adviseReserve(fleet({ night: true, call: { zone: 'north', category: 'C' } }))
    assert.deepEqual(night.nightCapableIdle, ['NVG'])
    assert.deepEqual([night.call!.send, night.call!.reason, night.call!.closest], [null, 'LAST_NIGHT_CAPABLE', 'NVG'])
    assert.ok(night.call!.gain > 0)
    const kept = night.standing.find(({ unit: id }) => id === 'NVG')!
    assert.deepEqual([kept.sendFor.includes('A'), kept.sendFor.includes('C'), kept.reason], [true, false, 'LAST_NIGHT_CAPABLE'])
    assert.deepEqual(adviseReserve(fleet({ night: true, call: { zone: 'north', category: 'A' } })).call, { send: 'NVG', reason: 'FREE', zone: null, closest: 'NVG', gain: 0 })
  })

  test('before dusk the day helicopter goes for what the night one would do sooner', () => {
    const nearer = { units: [unit('DAY', { night: false, responseMin: [28, 38] }), unit('NVG')], call: { zone: 'north', category: 'B' as const } }
    const dusk = adviseReserve(fleet({ ...nearer, darkInMin: 45 })).call!
    assert.deepEqual([dusk.send, dusk.reason, dusk.closest], ['DAY', 'LAST_NIGHT_CAPABLE', 'NVG'])
    assert.notEqual(adviseReserve(fleet(nearer)).call!.reason, 'LAST_NIGHT_CAPABLE')
  })

  test('the last idle one is kept as the last idle one; with calls so rare nothing is kept', () => {
    const alone = fleet({ units: [unit('DAY'), unit('NVG', { idle: false })], call: { zone: 'south', category: 'C' } })
    assert.deepEqual([adviseReserve(alone).call!.send, adviseReserve(alone).call!.reason], [null, 'LAST_IDLE'])
    const quiet = { ...alone, zones: alone.zones.map((zone) => ({ ...zone, callsPerDay: { A: 0.001, B: 0.001, C: 0.001 } })) }
    assert.deepEqual([adviseReserve(quiet).call!.send, adviseReserve(quiet).standing[0]!.reason], ['DAY', 'FREE'])
  })

  test('the last that reaches a zone is named with the zone', () => {
    const units = [unit('EAST', { responseMin: [20, null], serviceMin: [150, null] }), unit('WEST', { responseMin: [22, 30] })]
    const advice = adviseReserve(fleet({ units })).standing.find(({ unit: id }) => id === 'WEST')!
    assert.deepEqual([advice.sendFor.includes('C'), advice.reason, advice.zone], [false, 'LAST_FOR_ZONE', 'south'])
  })

  test('nobody who can go; a zone that is not there; rows that do not match', () => {
    assert.deepEqual(adviseReserve(fleet({ units: [unit('DAY', { night: null })], night: true, call: { zone: 'north', category: 'A' } })).call, { send: null, reason: 'NONE', zone: null, closest: null, gain: 0 })
    assert.throws(() => adviseReserve(fleet({ call: { zone: 'west', category: 'A' } })), /no zone west/)
    assert.throws(() => adviseReserve(fleet({ units: [unit('X', { responseMin: [1] })] })), /X: response/)
    assert.throws(() => adviseReserve(fleet({ units: Array.from({ length: 15 }, (_, i) => unit(`${i}`)) })), /14/)
  })
})
