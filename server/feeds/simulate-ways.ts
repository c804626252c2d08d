import type { Heard } from '../../core/feed.ts'
import { TRACK_SORTS, type TrackSort } from '../../core/fix.ts'
import { bearingDeg, distanceM, type LonLat } from '../../core/place-geodesy.ts'

/** Something made up that goes along a way of its own, there and back, and rests at both ends. */
export type Way = { name: string; sort: TrackSort; kmh: number; altM: number | null; points: LonLat[] }

const REST_S = 900
const SPEED_SHARE = 0.2

/** Ways as options of a feed: every option that begins with `way` is `name|sort|km/h|altitude m or nothing|lon,lat;lon,lat;…`. What cannot be read is left out. */
export function waysOf(options: { [name: string]: string | number | boolean }): Way[] {
  return Object.entries(options).filter(([name]) => name.startsWith('way')).sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, text]) => wayOf(String(text)))
}

function wayOf(text: string): Way[] {
  const [name = '', sortName = '', kmh = '', alt = '', line = ''] = text.split('|')
  const sort = TRACK_SORTS.find((one) => one === sortName)
  const points = line.split(';').map((pair) => {
    const [lon, lat] = pair.split(',').map(Number)
    return { lon: lon ?? NaN, lat: lat ?? NaN }
  })
  const sound = points.every(({ lon, lat }) => Math.abs(lon) <= 180 && Math.abs(lat) <= 90)
  return name !== '' && sort && Number(kmh) > 0 && sound ? [{ name, sort, kmh: Number(kmh), altM: alt === '' || !Number.isFinite(Number(alt)) ? null : Number(alt), points }] : []
}

/** Text of a way as an option of a feed takes it. */
export function wayText({ name, sort, kmh, altM, points }: Way): string {
  return [name, sort, kmh, altM ?? '', points.map(({ lon, lat }) => `${Math.round(lon * 1e4) / 1e4},${Math.round(lat * 1e4) / 1e4}`).join(';')].join('|')
}

/** Identity of what goes along a way. */
export function subjectOf(name: string): string {
  return `sim:${name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-')}`
}

/** Where everything on its way is at a moment (epoch ms); the same moment always gives the same picture. */
export function onTheirWays(ways: readonly Way[], at: number): Heard[] {
  return ways.map((way, n) => one(way, n, at))
}

function one(way: Way, n: number, at: number): Heard {
  const { name, sort, points, altM } = way
  const phase = [...name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 10_007, n * 613) / 10_007
  // Nothing goes at exactly the same speed as the next.
  const ms = (way.kmh / 3.6) * (1 - SPEED_SHARE / 2 + SPEED_SHARE * phase)
  const legs = points.slice(1).map((to, i) => ({ from: points[i] ?? to, to, metres: distanceM(points[i] ?? to, to) }))
  const length = legs.reduce((sum, leg) => sum + leg.metres, 0)
  const there = length / ms + REST_S
  const round = 2 * there
  const time = (at / 1000 + phase * round) % round
  const back = time >= there
  const gone = Math.min(length, (back ? time - there : time) * ms)
  const spot = placeAlong(legs, points[0] ?? { lon: 0, lat: 0 }, back ? length - gone : gone)
  const moves = gone < length
  const wobble = Math.sin(at / 7000 + phase * 40) * 0.00004
  const course = spot.course === null ? null : back ? (spot.course + 180) % 360 : spot.course
  return {
    what: 'position',
    fix: { subject: subjectOf(name), at, lon: spot.lon + wobble, lat: spot.lat - wobble / 2, altM: moves ? altM : null, speedMs: moves ? Math.round(ms * 10) / 10 : 0, courseDeg: moves ? course : null, accuracyM: 8, source: 'computed' },
    facts: { callsign: name, sort, more: { simulated: true } },
  }
}

function placeAlong(legs: readonly { from: LonLat; to: LonLat; metres: number }[], first: LonLat, metres: number): LonLat & { course: number | null } {
  let left = metres
  for (const { from, to, metres: length } of legs) {
    if (left <= length && length > 0) {
      const share = left / length
      return { lon: from.lon + (to.lon - from.lon) * share, lat: from.lat + (to.lat - from.lat) * share, course: Math.round(bearingDeg(from, to)) % 360 }
    }
    left -= length
  }
  const last = legs.at(-1)
  return { ...(last?.to ?? first), course: last ? Math.round(bearingDeg(last.from, last.to)) % 360 : null }
}
