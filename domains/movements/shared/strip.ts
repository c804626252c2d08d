import type { Movement } from './movement.ts'
import type { Passed } from './road-mark.ts'
import { routeOf } from './route.ts'

/** A line of the strip map, from the beginning of the way on: a waypoint, what lies between it and the next, the leg itself. */
export type StripRow = { type: 'point'; i: number } | { type: 'leg'; i: number } | { type: 'mark'; mark: Passed }

/** What each takes of a sheet, in lines of a waypoint. */
const WEIGHT = { point: 1, leg: 0.6, mark: 0.75 } as const

/** The lines of each sheet, as many as it holds; a sheet that begins at a waypoint repeats it. */
export function stripRows(movement: Pick<Movement, 'waypoints' | 'line'>, marks: readonly Passed[], holds: { first: number; more: number }): StripRow[][] {
  const { waypointM } = routeOf(movement)
  const rows: StripRow[] = movement.waypoints.flatMap((_, i): StripRow[] => {
    const [from, to, last] = [waypointM[i] ?? 0, waypointM[i + 1] ?? Infinity, i === movement.waypoints.length - 1]
    const here = marks.filter(({ fromM }) => fromM >= from && (last || fromM < to)).map((mark): StripRow => ({ type: 'mark', mark }))
    return [{ type: 'point', i }, ...(last ? [] : [{ type: 'leg' as const, i }]), ...here]
  })
  const sheets: StripRow[][] = [[]]
  let filled = 0
  for (const row of rows) {
    const sheet = sheets.at(-1)!
    if (sheet.length > 0 && filled + WEIGHT[row.type] > (sheets.length === 1 ? holds.first : holds.more)) {
      const before = sheet.at(-1)!
      sheets.push(before.type === 'point' ? [before] : [])
      filled = before.type === 'point' ? WEIGHT.point : 0
    }
    sheets.at(-1)!.push(row)
    filled += WEIGHT[row.type]
  }
  return sheets
}
