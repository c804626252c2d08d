import assert from 'node:assert/strict'
import { test } from 'node:test'
import { destination } from '../../core/place.ts'
import { hindranceWords } from './shared/hindrance-words.ts'
import { hindrancesOf, type Known } from './shared/hindrances.ts'
import type { Movement } from './shared/movement.ts'
import { checkRestriction, closureOf, endOf, inForce, type Restriction } from './shared/restriction.ts'

const A = { lon: 18, lat: 4 }
const B = destination(A, 90, 40_000)
const AT = Date.parse('2026-03-10T08:00:00Z')
const MINUTE = 60_000
const iso = (minutes: number): string => new Date(AT + minutes * MINUTE).toISOString()
const plan = (more: Partial<Movement> = {}): Movement => ({
  name: 'Fuel', sort: 'convoy', callsign: 'CVY', speedKmh: 40, corridorM: 500, checkIn: { everyMin: 30, windowMin: 5, tracker: true },
  waypoints: [{ id: 'a', name: 'A', ...A, eta: iso(0) }, { id: 'b', name: 'B', ...B, eta: iso(60) }], ...more,
})
const bridge = destination(A, 90, 20_000)
const closed: Restriction = { name: 'Bridge', sort: 'closed', line: [[bridge.lon, bridge.lat]], radiusM: 100, from: iso(-600) }
const known = (...list: Restriction[]): Known[] => list.map((data, i) => ({ id: `r${i}`, ref: `RST-${i}`, data }))
const met = (movement: Movement, ...list: Restriction[]) => hindrancesOf(movement, known(...list), 'UTC', (_place, area) => area === 'here').map(({ id, at, atM }) => [id, Math.round((at - AT) / MINUTE), Math.round(atM / 1000)])

test('in force from its beginning until it ends or is lifted, in the hours of the mission’s day, over midnight', () => {
  assert.deepEqual([-601, -600, 0].map((m) => inForce(closed, AT + m * MINUTE, 'UTC')), [false, true, true])
  assert.deepEqual([inForce({ ...closed, to: iso(0) }, AT, 'UTC'), inForce({ ...closed, to: iso(0) }, AT - 1, 'UTC')], [false, true])
  assert.deepEqual([endOf(closed), endOf({ to: iso(5), lifted: { by: 'a', role: 'TOC', at: iso(1) } })], [Infinity, AT + MINUTE])
  const night: Restriction = { ...closed, sort: 'curfew', daily: { from: '20:00', to: '05:30' } }
  const at = (time: string, zone: string) => inForce(night, Date.parse(`2026-03-10T${time}:00Z`), zone)
  assert.deepEqual(['19:59', '20:00', '23:59', '05:29', '05:30'].map((time) => at(time, 'UTC')), [false, true, true, true, false])
  assert.deepEqual([at('19:30', 'Africa/Bangui'), at('04:45', 'Africa/Bangui')], [true, false], 'an hour ahead of UTC')
})

test('a plan meets what lies on its way while it is in force, in order, and nothing else', () => {
  assert.deepEqual(met(plan(), closed), [['r0', 30, 20]])
  assert.deepEqual(met(plan(), { ...closed, to: iso(29) }, { ...closed, from: iso(31) }, { ...closed, lifted: { by: 'a', role: 'TOC', at: iso(-1) } }), [], 'over before, or begins after')
  const aside = destination(bridge, 0, 400)
  assert.deepEqual(met(plan(), { ...closed, line: [[aside.lon, aside.lat]] }), [], 'beside the way')
  assert.deepEqual(met(plan(), { ...closed, line: [[aside.lon, aside.lat]], radiusM: 500 }).length, 1)
  assert.deepEqual(met(plan({ sort: 'flight' }), closed, { ...closed, sort: 'curfew' }), [['r1', 30, 20]], 'what flies needs no road, but obeys a curfew')
  const early = destination(A, 90, 5000)
  assert.deepEqual(met(plan(), closed, { ...closed, line: [[early.lon, early.lat]] }).map(([id]) => id), ['r1', 'r0'])
  assert.deepEqual(met(plan({ newEta: iso(180) }), { ...closed, from: iso(140) }), [['r0', 150, 20]], 'as late as it says it is')
})

test('a curfew in an area, everywhere, and one that begins while a convoy stands still', () => {
  const curfew: Restriction = { name: 'Curfew', sort: 'curfew', from: iso(-9999), daily: { from: '08:40', to: '05:00' } }
  assert.deepEqual(met(plan(), curfew), [['r0', 41, 27]])
  assert.deepEqual([met(plan(), { ...curfew, area: 'here' }).length, met(plan(), { ...curfew, area: 'elsewhere' }).length], [1, 0])
  const stops = plan({ waypoints: [{ id: 'a', name: 'A', ...A, eta: iso(0) }, { id: 'm', name: 'M', ...bridge, eta: iso(15), stayMin: 40 }, { id: 'b', name: 'B', ...B, eta: iso(70) }] })
  const [first] = met(stops, { ...curfew, line: [[bridge.lon, bridge.lat]], radiusM: 300 })
  assert.deepEqual([first?.[0], Number(first?.[1]) >= 40 && Number(first?.[1]) <= 45], ['r0', true])
})

test('what roads are told: closed blocks, slow slows, a curfew and what is over say nothing; what is missing is named', () => {
  assert.deepEqual([closureOf('x', closed, AT, 'UTC')?.factor, closureOf('x', { ...closed, sort: 'slow', percent: 30 }, AT, 'UTC')?.factor], [0, 0.3])
  assert.deepEqual([closureOf('x', { ...closed, sort: 'curfew' }, AT, 'UTC'), closureOf('x', { ...closed, to: iso(0) }, AT, 'UTC')], [null, null])
  const { line: _line, ...bare } = closed
  const wrong = (data: Restriction) => checkRestriction(data).map(({ path }) => path)
  assert.deepEqual([wrong(closed), wrong(bare), wrong({ ...closed, sort: 'slow' }), wrong({ ...closed, to: closed.from }), wrong({ ...closed, daily: { from: '08:00', to: '08:00' } })], [[], ['/line'], ['/percent'], ['/to'], ['/daily']])
})

test('a place on the way is told with the decimal sign of each language', () => {
  const { text } = hindranceWords({ callsign: 'K31' }, { sort: 'closed', name: 'Bridge', at: Date.UTC(2026, 7, 18, 6), atM: 12_340, why: null })
  assert.deepEqual([text.en, text.fr, text.es].map((words) => /km (\S+)\./.exec(words ?? '')?.[1]), ['12.3', '12,3', '12,3'])
})
