import { distanceM } from '../../../core/place.ts'
import { simplified } from '../../../core/place-outline.ts'
import { instantOfLocal, localParts } from '../../../core/time-local.ts'
import type { Accepted, Movement } from '../shared/movement.ts'
import { timed } from '../shared/route.ts'

/** A waypoint as it is drawn up. */
export type DraftPoint = { id: string; name: string; lon: number; lat: number; stayMin: number; radiusM?: number }

/** A plan as it is drawn up: words as typed, numbers as text. */
export type Draft = {
  name: string; sort: Movement['sort']; callsign: string; commander: string; people: string; vehicles: string; phones: string; track: string
  unit: string; accepted: string
  departs: string; speed: string; points: DraftPoint[]; line: [number, number][] | null
  every: string; window: string; corridor: string; tracker: boolean
  primary: string; alternate: string; contingency: string; emergency: string; medical: string; note: string
}

export const EMPTY: Omit<Draft, 'departs'> = {
  name: '', sort: 'patrol', callsign: '', commander: '', people: '', vehicles: '', phones: '', track: '', unit: '', accepted: '', speed: '40', points: [], line: null,
  every: '30', window: '5', corridor: '1000', tracker: true, primary: '', alternate: '', contingency: '', emergency: '', medical: '', note: '',
}

/** What a field for local date and time shows, `2026-08-18T14:45`. */
export function localText(at: number, zone: string): string {
  const p = localParts(at, zone)
  const two = (n: number) => String(n).padStart(2, '0')
  return `${p.year}-${two(p.month)}-${two(p.day)}T${two(p.hour)}:${two(p.minute)}`
}

/** What such a field says, epoch ms; null when it says nothing that is a time. */
export function localTime(text: string, zone: string): number | null {
  const [, year, month, day, hour, minute] = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})/.exec(text)?.map(Number) ?? []
  return year === undefined || month === undefined || day === undefined || hour === undefined || minute === undefined ? null : instantOfLocal({ year, month, day, hour, minute, second: 0 }, zone)
}

/** A standing movement as a draft that departs at `departs` (local text). */
export function draftOf(movement: Movement, departs: string): Draft {
  const { checkIn, pace = {} } = movement
  return {
    name: movement.name, sort: movement.sort, callsign: movement.callsign, commander: movement.commander ?? '', people: movement.people === undefined ? '' : String(movement.people),
    vehicles: (movement.vehicles ?? []).map(({ name, what }) => (what ? `${name}, ${what}` : name)).join('\n'), phones: (movement.phones ?? []).map(({ number, name }) => (name ? `${number} ${name}` : number)).join('\n'),
    track: movement.tracks?.[0] ?? '', unit: movement.unit ?? '', accepted: movement.accepted?.reason ?? '', departs, speed: String(movement.speedKmh), points: movement.waypoints.map(({ eta: _eta, stayMin, radiusM, ...one }) => ({ ...one, stayMin: stayMin ?? 0, ...(radiusM === undefined ? {} : { radiusM }) })), line: movement.line ?? null,
    every: String(checkIn.everyMin), window: String(checkIn.windowMin), corridor: String(movement.corridorM), tracker: checkIn.tracker,
    primary: pace.primary ?? '', alternate: pace.alternate ?? '', contingency: pace.contingency ?? '', emergency: pace.emergency ?? '', medical: movement.medical ?? '', note: movement.note ?? '',
  }
}

/** Waypoints with their times; null while there are too few, or departure or speed say nothing. */
export function timesOf(draft: Draft, zone: string): Movement['waypoints'] | null {
  const [departs, speed] = [localTime(draft.departs, zone), Number(draft.speed)]
  if (departs === null || !(speed >= 0.5) || draft.points.length < 2) {
    return null
  }
  return timed(draft.points, draft.line ?? undefined, departs, speed).map(({ stayMin, name, ...one }) => ({ ...one, name: name.trim() || '-', ...(stayMin > 0 ? { stayMin } : {}) }))
}

/** The plan a draft says; null while it is incomplete. */
export function planned(draft: Draft, zone: string): Movement | null {
  const waypoints = timesOf(draft, zone)
  if (waypoints === null || draft.name.trim() === '' || draft.callsign.trim() === '') {
    return null
  }
  const words = (name: 'commander' | 'medical' | 'note') => (draft[name].trim() === '' ? {} : { [name]: draft[name].trim() })
  const pace = Object.fromEntries((['primary', 'alternate', 'contingency', 'emergency'] as const).flatMap((step) => (draft[step].trim() ? [[step, draft[step].trim()]] : [])))
  const vehicles = lines(draft.vehicles).map((line) => {
    const [name = '', ...what] = line.split(',')
    return { name: name.trim(), ...(what.length > 0 ? { what: what.join(',').trim() } : {}) }
  })
  const phones = lines(draft.phones).flatMap((line) => {
    const [, number = '', name = ''] = /^(\+?[\d ]+)(.*)$/.exec(line) ?? []
    return number.trim() === '' ? [] : [{ number: number.trim(), ...(name.trim() ? { name: name.trim() } : {}) }]
  })
  return {
    name: draft.name.trim(), sort: draft.sort, callsign: draft.callsign.trim().toUpperCase(), ...words('commander'), ...(draft.unit ? { unit: draft.unit } : {}), ...(draft.people.trim() === '' ? {} : { people: Number(draft.people) }),
    ...(vehicles.length > 0 ? { vehicles } : {}), ...(phones.length > 0 ? { phones } : {}), ...(draft.track ? { tracks: [draft.track] } : {}), waypoints, ...(draft.line ? { line: draft.line } : {}),
    speedKmh: Number(draft.speed), corridorM: Number(draft.corridor), checkIn: { everyMin: Number(draft.every), windowMin: Number(draft.window), tracker: draft.tracker },
    ...(Object.keys(pace).length > 0 ? { pace } : {}), ...words('medical'), ...words('note'),
  }
}

/** The same plan with what it meets and why it goes all the same; as it is where it meets nothing. */
export function withAccepted(movement: Movement, met: readonly { id: string; name: string }[], reason: string): Movement {
  return met.length === 0 ? movement : { ...movement, accepted: acceptedOf(met, reason) }
}

export function acceptedOf(met: readonly { id: string; name: string }[], reason: string): Accepted {
  return { reason: reason.trim(), of: met.slice(0, 100).map(({ id, name }) => ({ id, name })) }
}

/** A new waypoint at the end; the way between the waypoints is then straight again. */
export function withPoint(draft: Draft, point: { lon: number; lat: number; name: string }, id: string): Draft {
  const last = draft.points.at(-1)
  return last && distanceM(last, point) < 5 ? draft : { ...draft, points: [...draft.points, { id, name: point.name, lon: point.lon, lat: point.lat, stayMin: 0 }], line: null }
}

/** The same waypoints home again; ids are made by `make`. */
export function withReturn(draft: Draft, make: () => string): Draft {
  const back = draft.points.slice(0, -1).toReversed().map((one) => ({ ...one, id: make(), stayMin: 0 }))
  return { ...draft, points: [...draft.points, ...back], line: draft.line ? [...draft.line, ...draft.line.slice(0, -1).toReversed()] : null }
}

/** One leg of a way as the node finds it. */
export type RoadLeg = { by: string; line: [number, number][] }

/** A draft that goes along the legs of a way, and how many of them no road was found for; null when none goes by road. */
export function alongRoads(draft: Draft, legs: readonly RoadLeg[]): { draft: Draft; straight: number } | null {
  const straight = legs.filter((leg) => leg.by !== 'road' || leg.line.length < 2).length
  if (legs.length === 0 || straight === legs.length || legs.length !== draft.points.length - 1) {
    return null
  }
  const line = draft.points.flatMap((point, i): [number, number][] => {
    const leg = legs[i]
    return [[point.lon, point.lat], ...(leg?.by === 'road' ? leg.line.map(([lon, lat]): [number, number] => [lon, lat]) : [])]
  }).filter(([lon, lat], i, all) => i === 0 || lon !== all[i - 1]?.[0] || lat !== all[i - 1]?.[1])
  return { draft: { ...draft, line: thinned(line) }, straight }
}

/** What moves, as roads know it; null where no road is followed. */
export function roadSort(sort: Draft['sort']): string | null {
  return sort === 'flight' || sort === 'boat' ? null : sort === 'foot-patrol' ? 'team' : sort === 'convoy' ? 'convoy' : 'vehicle'
}

const MOST_CORNERS = 1900

function thinned(line: [number, number][]): [number, number][] {
  const at = (tolerance: number): [number, number][] => simplified(line, tolerance).map(([lon, lat]): [number, number] => [Math.round(lon * 1e5) / 1e5, Math.round(lat * 1e5) / 1e5])
  for (let tolerance = 0.0001; ; tolerance *= 2) {
    const few = at(tolerance)
    if (few.length <= MOST_CORNERS) {
      return few
    }
  }
}

function lines(text: string): string[] {
  return text.split('\n').map((line) => line.trim()).filter((line) => line !== '')
}
