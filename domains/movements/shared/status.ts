import { stateOf, departsAt, expectedAt, type CheckIn, type Movement } from './movement.ts'

const MINUTE = 60_000
/** Minutes after something was due at which it is told, and told louder (field-guide 11.3: +15 amber, +30 red). */
export const RUNGS_MIN = [15, 30] as const

export const LAMPS = ['planned', 'cleared', 'late-start', 'on-time', 'due', 'late', 'lost', 'overdue', 'trouble', 'arrived', 'over', 'called-off'] as const
/** One word for how it is: what the board shows and the room counts. `lost` is no contact, `overdue` is contact and not there. */
export type Lamp = (typeof LAMPS)[number]

/** How a movement is at a moment; times epoch ms, null where there is none. */
export type Status = {
  lamp: Lamp
  /** When it was last heard of. */
  contactAt: number | null
  checkInDue: number | null
  /** Whole minutes since the check-in was due; 0 when it is not. */
  silentMin: number
  /** Whole minutes since it should have been there; 0 when it should not yet. */
  overdueMin: number
}

/** How a movement is: follows from the record and the time, and from nothing else. */
export function statusOf(movement: Movement, now: number): Status {
  const state = stateOf(movement)
  const none = { contactAt: null, checkInDue: null, silentMin: 0, overdueMin: 0 }
  if (state === 'planned' || state === 'cleared') {
    const late = state === 'cleared' && now > departsAt(movement)
    return { ...none, lamp: late ? 'late-start' : state }
  }
  if (state !== 'departed') {
    return { ...none, contactAt: contactOf(movement), lamp: state === 'arrived' ? 'arrived' : state === 'called-off' ? 'called-off' : 'over' }
  }
  const contactAt = contactOf(movement)
  const checkInDue = dueAt(movement)
  const silentMin = since(checkInDue, now)
  const overdueMin = since(expectedAt(movement), now)
  return { contactAt, checkInDue, silentMin, overdueMin, lamp: lampOf(movement, silentMin, overdueMin, checkInDue === null ? null : checkInDue - now) }
}

function lampOf(movement: Movement, silentMin: number, overdueMin: number, leftMs: number | null): Lamp {
  const last = movement.checkIns?.at(-1)?.status
  if (last === 'help' || last === 'contact') {
    return 'trouble'
  }
  if (silentMin >= RUNGS_MIN[0]) {
    return 'lost'
  }
  if (overdueMin >= RUNGS_MIN[0]) {
    return 'overdue'
  }
  if (last === 'breakdown') {
    return 'trouble'
  }
  const { windowMin } = movement.checkIn
  return silentMin > windowMin ? 'late' : leftMs !== null && leftMs <= windowMin * MINUTE ? 'due' : 'on-time'
}

/** When it was last heard of: its last check-in, else its departure. */
export function contactOf({ checkIns, departedAt }: Pick<Movement, 'checkIns' | 'departedAt'>): number | null {
  const times = [Date.parse(departedAt ?? ''), Date.parse(newest(checkIns)?.at ?? '')].filter(Number.isFinite)
  return times.length === 0 ? null : Math.max(...times)
}

/** When the next check-in is due; null when nobody waits for one. */
export function dueAt(movement: Pick<Movement, 'state' | 'checkIns' | 'departedAt' | 'checkIn'>): number | null {
  const contact = contactOf(movement)
  return contact === null || stateOf(movement) !== 'departed' ? null : contact + movement.checkIn.everyMin * MINUTE
}

/** Where it was last known to be: the newest check-in or passed waypoint with a place, else where it started. */
export function lastKnown(movement: Pick<Movement, 'checkIns' | 'passed' | 'waypoints' | 'departedAt'>): { lon: number; lat: number; at: number; from: 'check-in' | 'waypoint' | 'start' } | null {
  const spots = (movement.checkIns ?? []).flatMap((one) => (one.lon === undefined || one.lat === undefined ? [] : [{ lon: one.lon, lat: one.lat, at: Date.parse(one.at), from: 'check-in' as const }]))
  const passed = (movement.passed ?? []).flatMap((one) => {
    const point = movement.waypoints.find(({ id }) => id === one.waypoint)
    return point ? [{ lon: point.lon, lat: point.lat, at: Date.parse(one.at), from: 'waypoint' as const }] : []
  })
  const start = movement.waypoints[0]
  const begun = movement.departedAt !== undefined && start ? [{ lon: start.lon, lat: start.lat, at: Date.parse(movement.departedAt), from: 'start' as const }] : []
  return [...spots, ...passed, ...begun].reduce<ReturnType<typeof lastKnown>>((best, one) => (best === null || one.at > best.at ? one : best), null)
}

function newest(checkIns: readonly CheckIn[] | undefined): CheckIn | undefined {
  return checkIns?.reduce<CheckIn | undefined>((best, one) => (best === undefined || one.at > best.at ? one : best), undefined)
}

function since(due: number | null, now: number): number {
  return due === null || !(now > due) ? 0 : Math.floor((now - due) / MINUTE)
}

const URGENCY: readonly Lamp[] = ['trouble', 'lost', 'overdue', 'late', 'due', 'late-start', 'on-time', 'cleared', 'planned', 'arrived', 'over', 'called-off']

/** What comes first on a board: 0 the most urgent. */
export function lampRank(lamp: Lamp): number {
  return URGENCY.indexOf(lamp)
}
