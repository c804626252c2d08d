import type { LonLat } from '../../core/place.ts'
import type { Reader } from '../../core/policy.ts'
import type { Query } from '../../core/query.ts'
import type { VigieRecord } from '../../core/record.ts'
import { departsAt, endsAt, stateOf, type Movement } from './shared/movement.ts'
import { passesAt } from './shared/passing.ts'
import { along, routeOf } from './shared/route.ts'
import { lastKnown, statusOf, type Status } from './shared/status.ts'

export { passesAt } from './shared/passing.ts'
export { stateOf, type Movement, type MovementState } from './shared/movement.ts'
export { statusOf, lastKnown, type Lamp, type Status } from './shared/status.ts'

/** As much of a store as reading movements takes. */
export type MovementSource = { list(reader: Reader, query: Query): Promise<{ items: readonly { record: VigieRecord }[]; total: number }> }

/** A movement as others need it. Times epoch ms; `expectedAt` is when it passes what was asked for. */
export type MovementView = { id: string; ref: string; callsign: string; name: string; movement: Movement; status: Status; last: LonLat & { at: number } | null }
export type MovementPassing = MovementView & { expectedAt: number; offM: number }

/** What a part beside a plan marks on its map: stretches of the way that give concern, and closed outlines with their words. */
export type PlanMarks = { stretches: readonly (readonly LonLat[])[]; outlines: readonly { points: readonly LonLat[]; text: string }[] }

/**
 * A plan as it is drawn up, given to parts at `movement-plan` of the page: the way, and when it goes (epoch ms, null while unknown).
 * `mark` stays the same function; what was marked last stands.
 */
export type PlanInset = { way: readonly LonLat[]; from: number | null; to: number | null; mark(marks: PlanMarks): void }

/** Read at most; more are under way in no mission. */
const MOST = 2000

/** Movements under way that the reader may see. */
export async function movementsOut(source: MovementSource, reader: Reader, now: number): Promise<MovementView[]> {
  return read(source, reader, now, ['departed'])
}

/** Those under way that are silent, overdue or in trouble, the worst first. */
export async function lateMovements(source: MovementSource, reader: Reader, now: number): Promise<MovementView[]> {
  const rank = ({ status }: MovementView): number => (status.lamp === 'trouble' ? 3 : status.lamp === 'lost' ? 2 : status.lamp === 'overdue' ? 1 : 0)
  return (await movementsOut(source, reader, now)).filter((one) => rank(one) > 0).sort((a, b) => rank(b) - rank(a) || b.status.silentMin - a.status.silentMin)
}

/**
 * Movements under way or cleared whose way passes within `metres` of a place (or of any place of a line) between two moments,
 * with when they are expected there: as planned, moved by how late they are known to be. The soonest first.
 */
export async function movementsNear(source: MovementSource, reader: Reader, where: LonLat | readonly LonLat[], metres: number, from: number, to: number, now: number): Promise<MovementPassing[]> {
  const places = Array.isArray(where) ? (where as readonly LonLat[]) : [where as LonLat]
  const all = await read(source, reader, now, ['cleared', 'departed'])
  return all.flatMap((one) => {
    if (departsAt(one.movement) > to || (stateOf(one.movement) !== 'departed' && endsAt(one.movement) < from)) {
      return []
    }
    const route = routeOf(one.movement)
    const nearest = places.map((place) => along(route, place)).reduce((best, spot) => (spot.offM < best.offM ? spot : best))
    const expectedAt = passesAt(one.movement, route, nearest.atM)
    return nearest.offM <= metres && expectedAt >= from && expectedAt <= to ? [{ ...one, expectedAt, offM: nearest.offM }] : []
  }).sort((a, b) => a.expectedAt - b.expectedAt)
}

async function read(source: MovementSource, reader: Reader, now: number, states: string[]): Promise<MovementView[]> {
  const { items } = await source.list(reader, { kind: 'movement', where: { state: states }, limit: MOST })
  return items.map(({ record }) => {
    const movement = record.data as unknown as Movement
    return { id: record.id, ref: record.ref, callsign: movement.callsign, name: movement.name, movement, status: statusOf(movement, now), last: lastKnown(movement) }
  })
}
