import { localDate, startOfDate } from '../../../../core/time-local.ts'
import { distanceMoved, journeyOf, topSpeed, type Point, type StopRules } from '../../../../analysis/trips.ts'
import { Problem, refuseField } from '../../../../core/problem.ts'
import type { App } from '../../../../server/face.ts'
import type { Eyes, Thing } from './eyes.ts'

/** A position a second for a day. */
const MOST_POINTS = 90_000

/** The bounds of a day of the mission (YYYY-MM-DD; today without one), epoch ms. Throws Problem naming the field. */
export function dayOf(date: string | undefined, zone: string, now: number): { date: string; from: number; to: number } {
  const text = date === undefined || date === '' ? localDate(now, zone) : date
  const [, year = '', month = '', day = ''] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? []
  const from = startOfDate(Number(year), Number(month), Number(day), zone)
  if (year === '' || localDate(from, zone) !== text) {
    throw refuseField('date', `"${text.slice(0, 20)}" is no date`, 'Use YYYY-MM-DD', 'invalid-query')
  }
  return { date: text, from, to: startOfDate(Number(year), Number(month), Number(day) + 1, zone) }
}

/**
 * What a track did in a period: how far, when it stopped, its trips. Of a track with several identities the one that said most is
 * taken: two receivers in one vehicle must not make it drive twice. Throws Problem `not-found`.
 */
export async function dayOfThing(app: App, eyes: Eyes, id: string, span: { from: number; to: number }, rules: StopRules): Promise<{ [key: string]: unknown }> {
  const points = new Map<string, Point[]>()
  let thing: Thing | null = null
  let left = MOST_POINTS
  for await (const batch of app.positions.read({ ...span, allow: eyes.allow(new Set([id])), limit: MOST_POINTS })) {
    left -= batch.length
    for (const one of batch) {
      thing = eyes.ofKept(one)
      const list = points.get(one.subject) ?? []
      list.push({ lon: one.lon, lat: one.lat, at: one.at, accuracyM: one.accuracyM, speedMs: one.speedMs })
      points.set(one.subject, list)
    }
  }
  if (thing === null) {
    throw new Problem('not-found', 'this track has no positions on that day, or you may not see them')
  }
  await eyes.note([thing])
  const [subject, trail] = [...points].reduce((a, b) => (b[1].length > a[1].length ? b : a))
  const { metres, bridgedM, gaps } = distanceMoved(trail)
  const { stops, trips } = journeyOf(trail, rules)
  const { id: known, ref, name, callsign, sidc } = thing
  const place = ({ lon, lat, at }: Point): { lon: number; lat: number; at: number } => ({ lon, lat, at })
  return {
    track: { id: known, ref, name, callsign, sidc }, subject, subjects: points.size, positions: trail.length, cut: left <= 0,
    first: place(trail[0]!), last: place(trail.at(-1)!), distanceM: round(metres), bridgedM: round(bridgedM), gaps, topMs: topSpeed(trail),
    stops: stops.map((one) => ({ ...one, lon: degrees(one.lon), lat: degrees(one.lat) })), trips: trips.map((one) => ({ ...one, distanceM: round(one.distanceM), bridgedM: round(one.bridgedM) })),
  }
}

function round(metres: number): number {
  return Math.round(metres)
}

function degrees(value: number): number {
  return Math.round(value * 1e6) / 1e6
}
