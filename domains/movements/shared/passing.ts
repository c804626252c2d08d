import { departsAt, type Movement } from './movement.ts'
import type { Route } from './route.ts'

/** When a movement passes a point of its way, epoch ms: between the planned times of the waypoints before and after, later by the delay it has. */
export function passesAt(movement: Pick<Movement, 'waypoints' | 'departedAt' | 'passed' | 'newEta'>, route: Route, atM: number): number {
  const { waypoints } = movement
  const next = Math.max(1, route.waypointM.findIndex((one) => one >= atM))
  const [before, after] = [waypoints[next - 1]!, waypoints[next] ?? waypoints[next - 1]!]
  const [startM, endM] = [route.waypointM[next - 1]!, route.waypointM[next] ?? route.waypointM[next - 1]!]
  const leaves = Date.parse(before.eta) + (next === 1 ? 0 : (before.stayMin ?? 0) * 60_000)
  const planned = leaves + (Date.parse(after.eta) - leaves) * (endM > startM ? (atM - startM) / (endM - startM) : 0)
  const known = [Date.parse(movement.departedAt ?? '') - departsAt(movement), ...(movement.passed ?? []).slice(1).map((one) => Date.parse(one.at) - Date.parse(waypoints.find(({ id }) => id === one.waypoint)?.eta ?? '')), Date.parse(movement.newEta ?? '') - Date.parse(waypoints.at(-1)?.eta ?? '')].filter(Number.isFinite)
  return Math.round((planned + (known.at(-1) ?? 0)) / 1000) * 1000
}
