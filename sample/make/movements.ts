import { distanceM, type LonLat } from '../../core/place.ts'
import type { Handling } from '../../core/handling.ts'
import type { JsonObject } from '../../core/json.ts'
import type { Movement, Waypoint } from '../../domains/movements/shared/movement.ts'
import { placeAt, routeOf, stretch } from '../../domains/movements/shared/route.ts'
import { onTheirWays, waysOf, type Way } from '../../server/feeds/simulate-ways.ts'
import type { Moving, MovingThing } from './moving.ts'
import { hash, random, type Random } from './random.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
/** Movements of the past that are in the record. */
const DAYS = 14
/** What moves rests so long at its far end (server/feeds/simulate-ways.ts). */
const REST_MIN = 15
const NEAR_M = 400
/** How late the one is that is late, and how long the silent one has said nothing. */
const OVERDUE_MIN = 22
const SILENT_MIN = 42
/** Nobody plans to go much faster than they can. */
const LEAST_STRETCH = 0.75

/** One action of a movement of the past; ISO 8601 UTC. */
export type MovementStep = { movement: string; type: string; at: string; patch: JsonObject; reason: string | null }

type Course = { thing: MovingThing; way: Way; there: LonLat[]; /** Of its home, half way and its far end. */ names: readonly [string, string, string] }
/** Places that waypoints are named after. */
type Named = { name: string; at: readonly [number, number] }

/**
 * Two weeks of patrols and convoys along the ways of what moves, up to now (epoch ms): those of the days before with all they said,
 * those out now where their trackers are – one convoy late, one patrol silent –, and some still to go. In the order of time.
 */
export function makeMovements(moving: Moving, places: readonly Named[], now: number): MovementStep[] {
  const live = waysOf(moving.feeds.find((one) => one.id === 'feed-patrols')?.data.options ?? {})
  const courses = [...live, ...moving.lost].flatMap((way): Course[] => {
    const thing = moving.tracks.find((one) => one.track.callsign === way.name)
    return thing && way.points.length > 1 && way.sort !== 'base' ? [{ thing, way, there: way.points, names: namesOf(way.points, places) }] : []
  })
  const steps: MovementStep[] = []
  courses.forEach((course, k) => {
    for (let day = DAYS - 1; day >= 1; day -= 1) {
      const by = random(hash(k, day, 91))
      if (by.chance(course.way.sort === 'convoy' ? 0.45 : 0.3)) {
        steps.push(...pastOne(course, `${course.thing.id}-${day}`, Math.floor(now / DAY) * DAY - day * DAY + by.int(10) * HOUR / 2 + 4 * HOUR, by, now))
      }
    }
  })
  steps.push(...outNow(courses, live, moving.lost, places, now))
  courses.slice(0, 7).forEach((course, k) => {
    const departs = Math.ceil(now / HOUR) * HOUR + (2 + k * 3) * HOUR
    const id = `${course.thing.id}-next`
    steps.push(created(id, course, departs, 1, course.way.sort === 'convoy', now - (3 + k) * HOUR))
    if (k < 3) {
      steps.push(step(id, 'clear', now - (2 * k + 1) * 20 * MINUTE, { route: k === 1 ? 'amber' : 'green', ...(k === 1 ? { note: 'Keep off the verge at the culvert.' } : {}) }))
    }
  })
  return steps.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
}

/** Those under way now begin when their tracker left home and are where it is. */
function outNow(courses: readonly Course[], live: readonly Way[], lost: readonly Way[], places: readonly Named[], now: number): MovementStep[] {
  const underWay = courses.map((course) => whereabouts(course, lost.includes(course.way) ? lost : live, lost.includes(course.way) ? now - SILENT_MIN * MINUTE : now, lost.includes(course.way)))
  // A convoy where one has been out for long enough to be late, else whoever has been out longest.
  const latest = underWay.filter((one) => one.under && !one.isLost).sort((a, b) => Number(b.convoy && b.gone > 50 * MINUTE) - Number(a.convoy && a.gone > 50 * MINUTE) || b.gone - a.gone)[0]
  return underWay.flatMap((one) => {
    const { ways, seen, isLost, left, length, speed, under } = one
    if (!under && !isLost) {
      return []
    }
    const id = `${one.course.thing.id}-now`
    const isLate = one === latest
    const hurry = stretchTo(now - OVERDUE_MIN * MINUTE - left, one.course, length, one.convoy)
    // Planned faster than it goes: by now it should have been there. Far from the end of its way it goes to a place just ahead of it.
    const course = isLate && hurry < LEAST_STRETCH ? upTo(one.course, Math.min(length, Math.max(speed * (one.gone / 1000) * 1.06, 3000)), places) : one.course
    const convoy = one.convoy || course !== one.course
    const slower = !isLate ? course.way.kmh / 3.6 / speed : course === one.course ? hurry : stretchTo(now - OVERDUE_MIN * MINUTE - left, course, lengthOf(course), true)
    const everyMin = isLost ? 10 : one.convoy ? 60 : 30
    const calls: MovementStep[] = []
    for (let at = left + everyMin * MINUTE; at < seen; at += everyMin * MINUTE * 0.8) {
      calls.push(call(id, course, ways, at))
    }
    const made = created(id, course, left, slower, convoy, left - 5 * HOUR, everyMin)
    const passed = isLate ? [] : (made.patch['data'] as unknown as Movement).waypoints.slice(1, -1).filter(({ eta }) => Date.parse(eta) < seen - MINUTE)
    return [
      made, step(id, 'clear', left - 2 * HOUR, { route: isLost ? 'amber' : 'green' }), step(id, 'depart', left, {}),
      ...passed.map((point) => step(id, 'heard', Date.parse(point.eta), { status: 'ok', how: 'waypoint', at: point.eta, lon: point.lon, lat: point.lat, waypoint: point.id })), ...calls, ...(isLost ? [call(id, course, lost, seen - MINUTE)] : []),
    ]
  })
}

/** How much of the time its way takes at its speed is left for it, with the rest at the far end of those who come back. */
function stretchTo(ms: number, { way }: Course, length: number, oneWay: boolean): number {
  return (ms - (oneWay ? 0 : REST_MIN * MINUTE)) / ((length / (way.kmh / 3.6)) * 1000 * (oneWay ? 1 : 2))
}

/** The same way, no farther than so many metres. */
function upTo(course: Course, metres: number, places: readonly Named[]): Course {
  const there = stretch(routeOf({ waypoints: pointsOf(course, 0, 1, true), line: course.there.map(({ lon, lat }): [number, number] => [lon, lat]) }), 0, metres)
  return { ...course, there, names: namesOf(there, places) }
}

function lengthOf(course: Course): number {
  return routeOf({ waypoints: pointsOf(course, 0, 1, true), line: course.there.map(({ lon, lat }): [number, number] => [lon, lat]) }).lengthM
}

/** Where something is on its way at a moment: since when, how fast, and whether it is well under way. */
function whereabouts(course: Course, ways: readonly Way[], seen: number, isLost: boolean) {
  const left = leftHome(course, ways, seen)
  const convoy = course.way.sort === 'convoy' && !isLost
  const length = lengthOf(course)
  const [speed, gone] = [speedOf(course, ways, left), seen - left]
  const whole = (length / speed) * 1000 * (convoy ? 1 : 2) + (convoy ? 0 : REST_MIN * MINUTE)
  return { course, ways, seen, isLost, left, convoy, length, speed, gone, whole, under: gone > 20 * MINUTE && gone < whole - 20 * MINUTE }
}

/** Complete, with what it said: some late, some called off, one in ten delayed on its way. */
function pastOne(course: Course, id: string, departs: number, by: Random, now: number): MovementStep[] {
  const convoy = course.way.sort === 'convoy'
  const made = created(id, course, departs, 1, convoy, departs - 20 * HOUR)
  if (by.chance(0.05)) {
    return [made, { ...step(id, 'call-off', departs - HOUR, {}), reason: 'Road closed by rain' }]
  }
  const data = made.patch['data'] as unknown as Movement
  const route = routeOf(data)
  const left = departs + (by.int(25) - 6) * MINUTE
  const slow = by.chance(0.12) ? 1.3 : 0.95 + by.next() * 0.1
  const whole = (Date.parse(data.waypoints.at(-1)?.eta ?? '') - departs) * slow
  const out: MovementStep[] = [made, step(id, 'clear', departs - 3 * HOUR, { route: by.chance(0.25) ? 'amber' : 'green' }), step(id, 'depart', left, {})]
  for (let at = left + data.checkIn.everyMin * MINUTE * 0.9; at < left + whole - 10 * MINUTE; at += data.checkIn.everyMin * MINUTE * (0.8 + by.next() * 0.25)) {
    const { lon, lat } = placeAt(route, ((at - left) / whole) * route.lengthM)
    const delayed = slow > 1.2 && by.chance(0.2)
    out.push(step(id, 'check-in', at, { status: delayed ? 'delayed' : 'ok', lon: round(lon), lat: round(lat), means: by.chance(0.8) ? 'VHF 3' : 'HF 7.3', ...(delayed ? { note: 'Mud, one vehicle dug out' } : {}) }))
  }
  const back = left + whole + (convoy ? 40 : 5) * MINUTE
  out.push(step(id, 'arrive', left + whole, {}), step(id, 'come-back', back, {}))
  const reported = back + (2 + by.int(12)) * HOUR
  return reported < now ? [...out, step(id, 'patrol-report', reported, { text: by.pick(REPORTS) })] : out
}

const REPORTS = [
  'Road passable. Market quiet, people friendly. Nothing to report.',
  'Two new checkpoints of unknown men north of the bridge, left at our approach. Village head asks for a night patrol.',
  'Culvert half washed out, one lane left. Water point broken since three days.',
  'Met the women’s committee: firewood paths unsafe after 1600. Families moving back from the site.',
  'Convoy complete, no incident. Fuel delivered, one tyre changed.',
]

function created(id: string, course: Course, departs: number, stretch: number, oneWay: boolean, at: number, everyMin?: number): MovementStep {
  const { track, handling, area } = course.thing
  const convoy = track.sort === 'convoy'
  const waypoints = pointsOf(course, departs, stretch, oneWay)
  const line = oneWay ? course.there : [...course.there, ...course.there.slice(0, -1).toReversed()]
  const n = hash(id.length, departs / MINUTE) % 90 + 10
  const data: Movement = {
    name: convoy ? `Supplies to ${waypoints.at(-1)?.name ?? ''}` : `Routine patrol to ${waypoints[Math.floor(waypoints.length / 2)]?.name ?? ''}`,
    sort: convoy ? 'convoy' : track.sort === 'team' ? 'foot-patrol' : 'patrol', callsign: track.callsign ?? track.name, ...(track.unit ? { unit: track.unit } : {}), people: convoy ? 24 : track.sort === 'team' ? 8 : 11,
    vehicles: track.sort === 'team' ? [] : Array.from({ length: convoy ? 8 : 2 }, (_, i) => ({ name: `XV ${n}${String(i + 11)}`, ...(i === 0 ? { armoured: true } : {}) })),
    phones: [{ number: `+999 70 00 ${String(n)} 01`, name: 'Commander' }], tracks: [course.thing.id], waypoints, line: line.map(({ lon, lat }): [number, number] => [round(lon), round(lat)]),
    speedKmh: Math.max(1, Math.round(course.way.kmh / stretch)), corridorM: 1500, checkIn: { everyMin: everyMin ?? (convoy ? 60 : 30), windowMin: 5, tracker: true }, stopMin: 30,
    pace: { primary: 'VHF channel 3', alternate: 'HF 7.3 MHz', contingency: 'Satellite telephone', emergency: 'SMS: 9' }, medical: 'Level 1 at the base; nine-line on VHF channel 1.',
  }
  return step(id, 'create', at, { data: data as unknown as JsonObject, handling: handling as unknown as Handling & JsonObject, area })
}

/** Home, half way, the far end, and for a patrol home again; times by the speed of what moves, `stretch` times as long. */
function pointsOf({ way, there, names }: Course, departs: number, stretch: number, oneWay: boolean): Waypoint[] {
  const [home, far] = [there[0]!, there.at(-1)!]
  const bare = { waypoints: [home, far].map((one, i) => ({ id: String(i), name: '-', eta: '', ...one })), line: there.map(({ lon, lat }): [number, number] => [lon, lat]) }
  const route = routeOf(bare)
  const half = placeAt(route, route.lengthM / 2)
  const legMs = (route.lengthM / 2 / (way.kmh / 3.6)) * 1000 * stretch
  const at = (n: number, rest = 0): string => new Date(Math.round((departs + n * legMs + rest) / MINUTE) * MINUTE).toISOString()
  const one = (id: string, name: string, { lon, lat }: LonLat, eta: string, more: Partial<Waypoint> = {}): Waypoint => ({ id, name, lon: round(lon), lat: round(lat), eta, ...more })
  const out = [one('a', names[0], home, at(0)), one('b', names[1], half, at(1)), one('c', names[2], far, at(2), oneWay ? {} : { stayMin: REST_MIN })]
  return oneWay ? out : [...out, one('d', names[1], half, at(3, REST_MIN * MINUTE)), one('e', names[0], home, at(4, REST_MIN * MINUTE))]
}

/** The nearest places to the beginning, the middle and the end of a way. */
function namesOf(points: readonly LonLat[], places: readonly Named[]): [string, string, string] {
  const route = routeOf({ waypoints: points.map((one, i) => ({ id: String(i), name: '-', eta: '', ...one })) })
  const near = (spot: LonLat): string => places.reduce<{ name: string; metres: number }>((best, { name, at: [lon, lat] }) => {
    const metres = distanceM(spot, { lon, lat })
    return metres < best.metres ? { name, metres } : best
  }, { name: 'Crossroads', metres: Infinity }).name
  return [near(placeAt(route, 0)), near(placeAt(route, route.lengthM / 2)), near(placeAt(route, route.lengthM))]
}

/** When the tracker last left its home before a moment, to the minute. */
function leftHome(course: Course, ways: readonly Way[], before: number): number {
  const home = course.there[0]!
  const isHome = (at: number): boolean => distanceM(spotAt(course, ways, at), home) < NEAR_M
  let at = Math.floor(before / MINUTE) * MINUTE
  while (isHome(at) && at > before - 3 * DAY) {
    at -= MINUTE
  }
  while (!isHome(at) && at > before - 3 * DAY) {
    at -= MINUTE
  }
  return at
}

/** Its speed on the way, m/s. */
function speedOf({ way }: Course, ways: readonly Way[], left: number): number {
  const heard = onTheirWays(ways, left + 5 * MINUTE)[ways.indexOf(way)]
  return (heard?.what === 'position' && heard.fix.speedMs) || way.kmh / 3.6
}

function spotAt({ way }: Course, ways: readonly Way[], at: number): LonLat {
  const heard = onTheirWays(ways, at)[ways.indexOf(way)]
  return heard?.what === 'position' ? heard.fix : way.points[0]!
}

function call(id: string, course: Course, ways: readonly Way[], at: number): MovementStep {
  const { lon, lat } = spotAt(course, ways, at)
  return step(id, 'heard', at, { status: 'ok', how: 'tracker', at: new Date(at).toISOString(), lon: round(lon), lat: round(lat) })
}

function step(id: string, type: string, at: number, patch: object): MovementStep {
  return { movement: `mov-${id}`, type, at: new Date(Math.round(at / 1000) * 1000).toISOString(), patch: patch as JsonObject, reason: null }
}

function round(degrees: number): number {
  return Math.round(degrees * 1e5) / 1e5
}
