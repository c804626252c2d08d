import type { FieldProblem } from '../../../core/problem.ts'
import { departsAt, stateOf, type Movement } from './movement.ts'

/** What cannot be of a movement. */
export function checkMovement(movement: Movement): FieldProblem[] {
  const { waypoints, phones, vehicles } = movement
  const out: FieldProblem[] = []
  const ids = new Set<string>()
  waypoints.forEach((one, i) => {
    const eta = Date.parse(one.eta)
    if (!Number.isFinite(eta)) {
      out.push({ path: `/waypoints/${i}/eta`, problem: 'is not a time', fix: 'Write ISO 8601 in UTC' })
    } else if (i > 0 && eta < Date.parse(waypoints[i - 1]!.eta)) {
      out.push({ path: `/waypoints/${i}/eta`, problem: `is before that of ${waypoints[i - 1]!.name}`, fix: 'Put the waypoints in the order they are reached' })
    }
    if (ids.has(one.id)) {
      out.push({ path: `/waypoints/${i}/id`, problem: 'is there twice', fix: 'Give each waypoint an id of its own' })
    }
    ids.add(one.id)
  })
  const twice = (list: readonly string[]): boolean => new Set(list).size < list.length
  if (phones && twice(phones.map(({ number }) => number.replace(/\D/g, '')))) {
    out.push({ path: '/phones', problem: 'names one number twice' })
  }
  if (vehicles && twice(vehicles.map(({ name }) => name.toLowerCase()))) {
    out.push({ path: '/vehicles', problem: 'names one vehicle twice' })
  }
  if (stateOf(movement) === 'planned' && Number.isFinite(departsAt(movement)) && Math.abs(departsAt(movement)) > 4e12) {
    out.push({ path: '/waypoints/0/eta', problem: 'is no time of this century' })
  }
  return out
}
