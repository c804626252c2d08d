import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { destination, type LonLat } from '../../core/place.ts'
import { readKm } from './shared/km.ts'
import type { Movement } from './shared/movement.ts'
import { passedMarks, type RoadMark } from './shared/road-mark.ts'
import { stripRows } from './shared/strip.ts'

const T0 = Date.UTC(2026, 7, 18, 6)
const iso = (minutes: number): string => new Date(T0 + minutes * 60_000).toISOString()
const A = { lon: 18, lat: 4 }
const B = destination(A, 90, 20_000)
const C = destination(A, 90, 40_000)
const at = (km: number, offM = 0): LonLat => destination(destination(A, 90, km * 1000), 0, offM)
const way = (points: LonLat[]): Pick<Movement, 'waypoints' | 'sort'> => ({ sort: 'convoy', waypoints: points.map((one, i) => ({ id: String(i), name: `P${i}`, ...one, eta: iso(30 * i) })) })
const mark = (sort: RoadMark['sort'], places: LonLat[], more: Partial<RoadMark> = {}) => ({ id: `${sort}${places[0]?.lon}`, ref: `RDM-${sort}`, mark: { sort, name: sort, line: places.map(({ lon, lat }): [number, number] => [lon, lat]), ...more } })
const km = (metres: number): number => Math.round(metres / 1000)

describe('what lies on the way', () => {
  test('stands in the order it is passed, by kilometre, with the time; what lies off the road does not', () => {
    const found = passedMarks(way([A, B, C]), [mark('bridge', [at(31, 120)], { loadT: 20 }), mark('culvert', [at(5)]), mark('landmark', [at(12, 2000)])])
    assert.deepEqual(found.map((one) => [one.mark.sort, km(one.fromM), km(one.toM)]), [['culvert', 5, 5], ['bridge', 31, 31]])
    assert.ok(Math.abs(found[0]!.from - (T0 + 7.5 * 60_000)) < 30_000, 'a quarter of the first leg of half an hour')
  })

  test('without radio from one kilometre to another: a stretch of road, or a place with its reach', () => {
    const [stretch, reach] = [passedMarks(way([A, B, C]), [mark('black-spot', [at(12), at(14), at(16)])]), passedMarks(way([A, B, C]), [mark('black-spot', [at(25, 1000)], { radiusM: 3000 })])]
    assert.deepEqual([stretch, reach].map(([one]) => one && [km(one.fromM), km(one.toM)]), [[12, 16], [22, 28]])
    assert.ok(Math.abs(stretch[0]!.fromM - 12_000) < 30 && Math.abs(stretch[0]!.toM - 16_000) < 30, 'to its very ends')
    assert.ok(stretch[0]!.to > stretch[0]!.from)
  })

  test('a stretch as short as a bridge is never passed over, wherever on the way it lies', () => {
    for (let from = 5; from < 5.3; from += 0.013) {
      const found = passedMarks(way([A, B, C]), [mark('bridge', [at(from), at(from + 0.04)], { loadT: 20 })])
      assert.equal(found.length, 1, `${from}`)
      assert.ok(found[0]!.fromM >= from * 1000 - 130 && found[0]!.toM <= from * 1000 + 170, `${from}: ${found[0]!.fromM} to ${found[0]!.toM}`)
    }
  })

  test('twice where the way comes back, and of a flight only where no radio is heard', () => {
    const known = [mark('bridge', [at(10)]), mark('black-spot', [at(10)], { radiusM: 1000 })]
    const back = passedMarks(way([A, B, A]), known)
    assert.deepEqual(back.filter((one) => one.mark.sort === 'bridge').map((one) => km(one.fromM)), [10, 30])
    assert.deepEqual(passedMarks({ ...way([A, B]), sort: 'flight' }, known).map((one) => one.mark.sort), ['black-spot'])
  })

  test('a kilometre is read as people write it', () => {
    assert.deepEqual(['42', 'km 42,5', '47-42 km', '3.2 à 4', '42 km'].map(readKm), [[42, 42], [42.5, 42.5], [42, 47], [3.2, 4], [42, 42]].map(([from, to]) => ({ fromM: from! * 1000, toM: to! * 1000 })))
    assert.deepEqual(['٤٢', '٤٢٫٥ كم', 'كم ٤٢ إلى ٤٧', '۳-۴'].map(readKm), [[42, 42], [42.5, 42.5], [42, 47], [3, 4]].map(([from, to]) => ({ fromM: from! * 1000, toM: to! * 1000 })))
    assert.deepEqual(['Boro', '30P VB 12', '4.1, 18.2', ''].map(readKm), [null, null, null, null])
  })
})

describe('the strip map', () => {
  test('has every waypoint, leg and mark once, each mark after the waypoint it follows, and no sheet holds more than fits', () => {
    const plan = way(Array.from({ length: 12 }, (_, i) => destination(A, 90, i * 4000)))
    const marks = passedMarks(plan, Array.from({ length: 30 }, (_, i) => mark('culvert', [at(1 + i * 1.4)])))
    const sheets = stripRows(plan, marks, { first: 7.4, more: 13.8 })
    assert.ok(sheets.length > 2)
    const rows = sheets.flat()
    assert.equal(rows.filter(({ type }) => type === 'mark').length, marks.length)
    assert.deepEqual([...new Set(rows.flatMap((row) => (row.type === 'point' ? [row.i] : [])))], plan.waypoints.map((_, i) => i))
    assert.deepEqual(rows.flatMap((row) => (row.type === 'leg' ? [row.i] : [])), plan.waypoints.slice(1).map((_, i) => i))
    assert.ok(sheets.every((sheet, k) => sheet.reduce((sum, { type }) => sum + { point: 1, leg: 0.6, mark: 0.75 }[type], 0) <= (k === 0 ? 7.4 : 13.8) + 0.001))
  })
})
