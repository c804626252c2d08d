import type { TrackSort } from '../../../../core/fix.ts'
import { distanceM } from '../../../../core/place-geodesy.ts'
import { MANUAL, SUSPECT, type Context, type Report } from './report.ts'
import type { Subjects } from './subjects.ts'

/**
 * Metres a second nothing of a sort exceeds. What people carry travels with them, by helicopter too; what drives does not reach
 * 70 m/s (250 km/h).
 */
export const FASTEST_MS: Record<TrackSort, number> = {
  person: 120, team: 120, unknown: 340, vehicle: 70, truck: 50, motorcycle: 80, armoured: 40, convoy: 50,
  aircraft: 340, helicopter: 110, uas: 150, vessel: 45, animal: 30, base: 30,
}

const SLOWEST_MS = Math.min(...Object.values(FASTEST_MS))

/** Reports that must agree before a jump is believed. */
const AGREEING = 3
/** What any receiver may be off, metres, beyond the error it states. */
const SLACK_M = 150
const SHORTEST_S = 1

/**
 * A position no thing of its sort can have reached is kept and not shown. When the reports that follow agree with it – each
 * reachable from the one before – it was true after all: the third is believed. Late reports are only kept. What people say is
 * believed as said.
 */
export function plausible(reports: readonly Report[], subjects: Subjects, context: Context): Report[] {
  for (const report of reports) {
    const { slot } = report
    if (report.quality === MANUAL || !subjects.isPlaced(slot)) {
      report.late = subjects.isPlaced(slot) && report.at < (subjects.at[slot] as number)
      believe(report, subjects)
      continue
    }
    report.late = report.at < (subjects.at[slot] as number)
    const stated = subjects.accuracyM[slot] as number
    const error = Number.isNaN(stated) ? 0 : stated
    const last = { lon: subjects.lon[slot] as number, lat: subjects.lat[slot] as number, at: subjects.at[slot] as number }
    // What the slowest can have done anything can: nearly always it need not be asked what it is.
    const fastest = (): number => FASTEST_MS[context.sortOf(slot, report)]
    if (isReachable(last, report, SLOWEST_MS, error) || isReachable(last, report, fastest(), error)) {
      subjects.jumps.delete(slot)
    } else if (!isConfirmed(report, subjects, fastest())) {
      report.quality = SUSPECT
      doubt(report, subjects)
      context.note('implausible', report)
      continue
    }
    believe(report, subjects)
  }
  return reports as Report[]
}

function believe(report: Report, subjects: Subjects): void {
  if (!report.late) {
    subjects.set(report.slot, report)
    if (report.at >= (subjects.doubtedAt.get(report.slot) ?? Number.POSITIVE_INFINITY)) {
      subjects.doubtedAt.delete(report.slot)
    }
  }
}

function doubt({ slot, at, late }: Report, subjects: Subjects): void {
  if (!late && !(at <= (subjects.doubtedAt.get(slot) ?? Number.NEGATIVE_INFINITY))) {
    subjects.doubtedAt.set(slot, at)
  }
}

/** Does a report that cannot be reached from what is believed agree with those before it that could not either? */
function isConfirmed(report: Report, subjects: Subjects, fastest: number): boolean {
  const { slot, lon, lat, at } = report
  const jump = subjects.jumps.get(slot)
  if (report.late) {
    return false
  }
  const agrees = jump !== undefined && at > jump.at && isReachable(jump, report, fastest, 0)
  const count = agrees ? jump.count + 1 : 1
  if (count >= AGREEING) {
    subjects.jumps.delete(slot)
    return true
  }
  subjects.jumps.set(slot, { lon, lat, at, count })
  return false
}

type Spot = { lon: number; lat: number; at: number }

function isReachable(from: Spot, to: Report, fastest: number, errorM: number): boolean {
  const seconds = Math.max(SHORTEST_S, Math.abs(to.at - from.at) / 1000)
  const reach = fastest * seconds + SLACK_M + errorM + (to.accuracyM ?? 0)
  // One degree of latitude is never more than 111.7 km: far most reports are settled by this.
  const dLat = Math.abs(to.lat - from.lat) * 111_700
  const dLon = Math.abs(to.lon - from.lon) * 111_700
  return (dLat + dLon <= reach) || distanceM(from, to) <= reach
}
