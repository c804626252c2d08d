import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { destination, distanceM, inPolygon, type LonLat } from '../../core/place.ts'
import type { Problem } from '../../core/problem.ts'
import type { Action, VigieRecord } from '../../core/record.ts'
import { reduce } from '../../core/reduce.ts'
import { lateMovements, movementsNear, movementsOut } from './contract.ts'
import { movement as kind } from './domain.ts'
import { checkMovement } from './shared/check.ts'
import { conflictsOf } from './shared/conflicts.ts'
import { coversHandling } from './shared/covers.ts'
import { follow, NOTHING_SEEN, planOf, reachedBy, type Following } from './shared/following.ts'
import { readDigits } from './shared/message.ts'
import { numberKey } from '../watch/contract.ts'
import type { Movement } from './shared/movement.ts'
import { along, corridorRing, legsOf, routeOf, timed } from './shared/route.ts'
import { HASTE, searchArea } from './shared/search-area.ts'
import { standingOf } from './shared/standing.ts'
import { statusOf } from './shared/status.ts'

const T0 = Date.UTC(2026, 7, 18, 6)
const iso = (minutes: number): string => new Date(T0 + minutes * 60_000).toISOString()
const ms = (minutes: number): number => T0 + minutes * 60_000
const A = { lon: 18, lat: 4 }
const B = destination(A, 90, 20_000)
const C = destination(B, 90, 20_000)

function plan(more: Partial<Movement> = {}): Movement {
  return {
    name: 'Fuel to Boro', sort: 'convoy', callsign: 'CVY 12', speedKmh: 40, corridorM: 1000, checkIn: { everyMin: 30, windowMin: 5, tracker: true },
    waypoints: [{ id: 'a', name: 'Base', ...A, eta: iso(0) }, { id: 'b', name: 'Bridge', ...B, eta: iso(30) }, { id: 'c', name: 'Boro', ...C, eta: iso(60) }],
    pace: { primary: 'VHF 3', alternate: 'HF', contingency: 'Satellite', emergency: 'SMS' }, ...more,
  }
}

/** A record through its actions; each is [type, minutes, patch]. */
function through(data: Movement, ...steps: [type: string, minutes: number, patch?: object][]): VigieRecord<Movement> {
  let record: VigieRecord | null = null
  for (const [i, [type, minutes, patch]] of ([['create', -60, { data, ref: 'MOV-1', handling: kind.handling('X') }], ...steps] as typeof steps).entries()) {
    const action: Action = { id: `a${i}`, node: 'n', seq: i, record: 'r', kind: 'movement', type, actor: 'u', role: 'JOC-DO', at: iso(minutes), receivedAt: iso(minutes), basedOn: null, patch: (patch ?? {}) as Action['patch'], reason: 'why', purpose: null }
    record = reduce(kind, record, action)
  }
  return record as VigieRecord<Movement>
}
const gone = (...steps: [string, number, object?][]) => through(plan(), ['clear', -30, { route: 'amber' }], ['depart', 0], ...steps)

describe('the course of a movement', () => {
  test('each step says who and when, none is skipped', () => {
    const { data } = gone(['check-in', 28, { status: 'ok', means: 'VHF 3' }], ['arrive', 61], ['come-back', 200], ['patrol-report', 240, { text: 'Nothing to report' }])
    assert.deepEqual([data.state, data.clearance?.route, data.clearance?.at, data.departedAt, data.arrivedAt, data.returnedAt, data.report?.at], ['reported', 'amber', iso(-30), iso(0), iso(61), iso(200), iso(240)])
    assert.deepEqual(data.passed, [{ waypoint: 'a', at: iso(0) }, { waypoint: 'c', at: iso(61) }])
    for (const step of ['depart', 'arrive', 'come-back', 'patrol-report', 'check-in']) {
      assert.throws(() => through(plan(), [step, 0, { status: 'ok', text: 'x' }]), (error: Problem) => error.id === 'wrong-state', step)
    }
  })

  test('a time lies neither ahead of now nor before the step before', () => {
    assert.throws(() => gone(['arrive', 60, { at: iso(70) }]), (error: Problem) => error.id === 'rule-broken')
    assert.throws(() => gone(['arrive', 60, { at: iso(-10) }]), (error: Problem) => error.id === 'rule-broken')
    assert.equal(gone(['arrive', 60, { at: iso(50) }]).data.arrivedAt, iso(50))
  })

  test('the last step is taken back with all it said; another way voids the clearance', () => {
    const back = gone(['arrive', 61], ['step-back', 62])
    assert.deepEqual([back.data.state, back.data.arrivedAt, back.data.passed?.map((one) => one.waypoint)], ['departed', undefined, ['a']])
    const again = gone(['step-back', 1], ['step-back', 2])
    assert.deepEqual([again.data.state, again.data.departedAt, again.data.clearance], ['planned', undefined, undefined])
    const moved = through(plan(), ['clear', -30, { route: 'green' }], ['edit', -20, { fields: { waypoints: plan().waypoints.slice(0, 2) } }])
    assert.deepEqual([moved.data.state, moved.data.clearance], ['planned', undefined])
    assert.equal(through(plan(), ['clear', -30, { route: 'green' }], ['edit', -20, { fields: { note: 'Bring water' } }]).data.state, 'cleared')
  })

  test('what cannot be is named', () => {
    const wrong = plan({ waypoints: [...plan().waypoints.slice(0, 2), { id: 'a', name: 'Back', ...A, eta: iso(10) }], phones: [{ number: '+236 70 00 00 01' }, { number: '23670000001' }] })
    assert.deepEqual(checkMovement(wrong).map(({ path }) => path), ['/waypoints/2/eta', '/waypoints/2/id', '/phones'])
    assert.deepEqual(checkMovement(plan()), [])
  })
})

describe('how a movement is', () => {
  test('on time, due, late, lost: by the minutes since its check-in was due', () => {
    const { data } = gone()
    assert.deepEqual([10, 26, 34, 36, 44, 45, 61].map((minute) => statusOf({ ...data, waypoints: data.waypoints.map((one) => ({ ...one, eta: iso(600) })) }, ms(minute)).lamp), ['on-time', 'due', 'due', 'late', 'late', 'lost', 'lost'])
    const called = gone(['check-in', 32, { status: 'ok' }]).data
    assert.deepEqual([statusOf(called, ms(45)).lamp, statusOf(called, ms(45)).checkInDue], ['on-time', ms(62)])
  })

  test('overdue is another case than lost contact: there is contact, and it is not there', () => {
    const { data } = gone(['check-in', 30, { status: 'ok' }], ['check-in', 60, { status: 'ok' }])
    assert.deepEqual([74, 76].map((minute) => statusOf(data, ms(minute)).lamp), ['on-time', 'overdue'])
    const delayed = gone(['check-in', 58, { status: 'delayed', newEta: iso(100) }]).data
    assert.equal(statusOf(delayed, ms(80)).lamp, 'on-time')
  })

  test('the ladder: 15 and 30 minutes, worded by the case, with the last place and the means of contact', () => {
    const silent = gone(['check-in', 20, { status: 'ok', ...B }]).data
    const told = (minute: number) => standingOf(silent, null, ms(minute)).map(({ rule, severity, step }) => [rule, severity, step?.afterMin])
    assert.deepEqual([told(64), told(66), told(81)], [[], [['movement-lost', 3, 15]], [['movement-lost', 4, 30]]])
    const [red] = standingOf(silent, null, ms(81))
    assert.match(red?.title.en ?? '', /^No contact with CVY 12 since 0620Z$/)
    assert.match(red?.text?.en ?? '', /Check-in was due 0650Z; last heard 0620Z.*\nLast known at 34N.*, 0620Z.\nPACE – P: VHF 3 · A: HF · C: Satellite · E: SMS/)
    assert.ok(distanceM(red!.place!, B) < 1)
    const late = gone(['check-in', 60, { status: 'ok' }], ['check-in', 85, { status: 'ok' }]).data
    assert.deepEqual(standingOf(late, null, ms(92)).map(({ rule, severity }) => [rule, severity]), [['movement-overdue', 4]])
    assert.deepEqual(standingOf(gone(['arrive', 100]).data, null, ms(200)), [])
  })

  test('cleared and not gone is told after a quarter of an hour', () => {
    const { data } = through(plan(), ['clear', -30, { route: 'green' }])
    assert.deepEqual([14, 15].map((minute) => standingOf(data, null, ms(minute)).map(({ rule, severity }) => [rule, severity])), [[], [['movement-not-gone', 2]]])
    assert.deepEqual(standingOf(plan(), null, ms(60)), [], 'only planned: nobody waits for it')
  })

  test('a call for help stands until it is said to be over', () => {
    assert.deepEqual(standingOf(gone(['check-in', 10, { status: 'help' }]).data, null, ms(11)).map(({ rule, sos }) => [rule, sos]), [['movement-help', true]])
    assert.deepEqual(standingOf(gone(['check-in', 10, { status: 'help' }], ['check-in', 12, { status: 'ok' }]).data, null, ms(13)), [])
  })
})

describe('the way', () => {
  test('legs have length, bearing and time; times follow from speed and stops', () => {
    const [first] = legsOf(plan())
    assert.ok(Math.abs(first!.metres - 20_000) < 1 && Math.abs(first!.bearing - 90) < 0.2 && first!.minutes === 30)
    assert.deepEqual(timed([A, { ...B, stayMin: 15 }, C], undefined, T0, 40).map((one) => one.eta), [iso(0), iso(30), iso(75)])
  })

  test('there and back on one road: the way home is told from the way out', () => {
    const there = plan({ waypoints: [...plan().waypoints.slice(0, 2), { id: 'd', name: 'Home', ...A, eta: iso(60) }] })
    const route = routeOf(there)
    const half = destination(A, 90, 10_000)
    assert.ok(Math.abs(along(route, half).atM - 10_000) < 10)
    assert.ok(Math.abs(along(route, half, 20_000).atM - 30_000) < 20)
    assert.equal(reachedBy(there, A), null, 'at its start it has not come home')
    assert.equal(reachedBy({ ...there, passed: [{ waypoint: 'b', at: iso(30) }] }, A), 2)
  })

  test('where it may be grows with time, keeps to the way ahead, and ends where the way ends', () => {
    const { data } = gone(['check-in', 15, { status: 'ok', ...destination(A, 90, 10_000) }])
    const [soon, later, end] = [20, 30, 300].map((minute) => searchArea(data, ms(minute))!)
    const inside = (area: typeof soon, metres: number) => inPolygon(destination(A, 90, metres), [area!.likely!])
    assert.ok(Math.abs(later!.reachM - 200 - ((40 * HASTE) / 3.6) * 900) < 1)
    assert.deepEqual([inside(soon, 8000), inside(soon, 12_000), inside(soon, 16_000), inside(later, 16_000), inside(end, 39_900), inside(end, 42_000)], [false, true, false, true, true, false])
    const off = gone(['check-in', 15, { status: 'ok', ...destination(A, 0, 10_000) }]).data
    assert.equal(searchArea(off, ms(20))?.likely, null, 'off its way it may be anywhere it can reach')
    assert.equal(searchArea(plan(), ms(20)), null)
  })

  test('the ring of a corridor keeps its width through bends', () => {
    const line = [A, B, destination(B, 0, 20_000)]
    const ring = corridorRing(line, 1000)
    assert.deepEqual(ring[0], ring.at(-1))
    for (const [metres, within] of [[900, true], [1200, false]] as const) {
      assert.equal(inPolygon(destination(destination(A, 90, 10_000), 180, metres), [ring]), within)
      assert.equal(inPolygon(destination(destination(B, 0, 10_000), 90, metres), [ring]), within)
    }
  })
})

describe('what positions show', () => {
  const positions = (list: [minute: number, metres: number, off?: number][]): Following => {
    const data = plan({ waypoints: plan().waypoints.map((one) => ({ ...one, radiusM: 300 })) })
    return list.reduce((state, [minute, metres, off]) => follow(state, { ...destination(destination(A, 90, metres), 0, off ?? 0), at: ms(minute) }, planOf(data)).after, NOTHING_SEEN)
  }

  test('leaving the corridor counts when it lasts; coming back ends it', () => {
    assert.equal(positions([[1, 1000], [2, 2000, 1500]]).off?.told, false)
    assert.deepEqual([positions([[1, 1000], [2, 2000, 1500], [5, 3000, 1600]]).off?.told, positions([[1, 1000], [2, 2000, 1500], [5, 3000, 1600]]).off?.at], [true, ms(2)])
    assert.equal(positions([[1, 1000], [2, 2000, 1500], [5, 3000, 1600], [6, 4000]]).off, null)
  })

  test('a stop counts away from waypoints, and ends with the first movement', () => {
    assert.equal(positions([[1, 5000], [15, 5010]]).still?.told, false)
    assert.equal(positions([[1, 5000], [17, 5010]]).still?.told, true)
    assert.equal(positions([[1, 20_000], [40, 20_010]]).still?.told, false, 'at a waypoint')
    assert.equal(positions([[1, 5000], [17, 5010], [18, 5400]]).still?.told, false)
    const late = positions([[1, 5000], [17, 5010]])
    assert.equal(follow(late, { ...B, at: ms(3) }, planOf(plan())).after, late, 'a late position changes nothing')
  })
})

test('one digit checks in: also in Arabic digits, with the minutes of a delay; anything else is for a person', () => {
  assert.deepEqual(['1', ' 2 45', '٩', '2', '1 all good', '12', '', 'OK'].map(readDigits), [
    { status: 'ok', minutes: null }, { status: 'delayed', minutes: 45 }, { status: 'help', minutes: null }, { status: 'delayed', minutes: null }, null, null, null, null,
  ])
  assert.equal(numberKey('+236 70 00 00 01'), numberKey('0023670000001'))
})

test('the same vehicle, callsign or track twice at the same time is shown; on another day it is not', () => {
  const mine = plan({ vehicles: [{ name: 'UN 1234' }], tracks: ['t1'] })
  const other = { id: 'o', ref: 'MOV-2', data: plan({ callsign: 'CVY 13', vehicles: [{ name: 'un 1234' }], tracks: ['t1', 't2'] }) }
  assert.deepEqual(conflictsOf(mine, 'me', [other]).map(({ what, which }) => [what, which]), [['vehicle', 'UN 1234'], ['track', 't1']])
  const tomorrow = { ...other, data: { ...other.data, waypoints: other.data.waypoints.map((one) => ({ ...one, eta: new Date(Date.parse(one.eta) + 86_400_000).toISOString() })) } }
  assert.deepEqual(conflictsOf(mine, 'me', [tomorrow, { ...other, id: 'me' }, { ...other, data: { ...other.data, state: 'called-off' } }]), [])
})

test('a movement says no more than its tracks may say', () => {
  const open = kind.handling('X')
  assert.equal(coversHandling(open, open), true)
  assert.equal(coversHandling(open, { ...open, level: 'SC' }), false)
  assert.equal(coversHandling(open, { ...open, compartments: ['PKI'] }), false)
  assert.equal(coversHandling(open, { ...open, releasableTo: ['Y'] }), false)
  assert.equal(coversHandling({ ...open, level: 'SC' }, open), true)
})

test('others ask who is out, who is late, and who passes a place within a time', async () => {
  const reader = { user: 'u', name: 'U', org: 'X', side: 'mission', clearance: 'C', compartments: [], grants: [], purpose: null } as const
  const records = [gone(['check-in', 30, { status: 'ok' }]), { ...through(plan({ callsign: 'CVY 13' }), ['clear', -30, { route: 'green' }]), id: 'r2' }]
  const asked: string[][] = []
  const source = { list: async (_reader: unknown, query: { where?: Record<string, string[]> }) => { asked.push(query.where?.['state'] ?? []); return { items: records.filter((one) => query.where?.['state']?.includes(one.data.state ?? 'planned')).map((record) => ({ record: record as unknown as VigieRecord })), total: 2 } } }
  assert.deepEqual((await movementsOut(source, reader, ms(40))).map(({ callsign, status }) => [callsign, status.lamp]), [['CVY 12', 'on-time']])
  assert.deepEqual(await lateMovements(source, reader, ms(40)), [])
  assert.deepEqual((await lateMovements(source, reader, ms(80))).map(({ status }) => status.lamp), ['lost'])
  const near = (metres: number, from: number, to: number) => movementsNear(source, reader, destination(B, 0, 800), metres, ms(from), ms(to), ms(0))
  assert.deepEqual((await near(1000, 20, 40)).map(({ callsign, expectedAt }) => [callsign, expectedAt]), [['CVY 12', ms(30)], ['CVY 13', ms(30)]])
  assert.deepEqual([(await near(500, 20, 40)).length, (await near(1000, 40, 90)).length], [0, 0])
})

test('positions read again after a restart pass nothing a second time, on a way there and back by the same places', () => {
  const middle = destination(A, 90, 20_000)
  const loop = plan({ passed: [{ waypoint: 'a', at: iso(0) }, { waypoint: 'm', at: iso(30) }, { waypoint: 'b', at: iso(60) }], waypoints: [{ id: 'a', name: 'A', ...A, eta: iso(0) }, { id: 'm', name: 'M', ...middle, eta: iso(30) }, { id: 'b', name: 'B', ...B, eta: iso(60) }, { id: 'm2', name: 'M', ...middle, eta: iso(90) }, { id: 'a2', name: 'A', ...A, eta: iso(120) }] })
  const reached = (minute: number, place: LonLat, movement = loop) => follow(NOTHING_SEEN, { ...place, at: ms(minute) }, planOf(movement)).reached
  assert.deepEqual([reached(30, middle), reached(91, middle)], [null, 3])
  const back = { ...loop, passed: [...loop.passed!, { waypoint: 'm2', at: iso(91) }] }
  assert.deepEqual([reached(0.1, A, back), reached(121, A, back)], [null, 4], 'where it set out from is not where it came back to')
})
