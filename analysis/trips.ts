import { bboxAround, bboxContains, distanceM, isLonLat, type LonLat } from '../core/place-geodesy.ts'

/**
 * What a trail of positions says of a journey: how far, where it stopped, how fast, how long inside an area. Positions jitter:
 * a parked vehicle seems to walk about by the error of its receiver, and adding up every step would make kilometres of it.
 * All functions take positions oldest first and do not change them.
 */
export type Point = LonLat & {
  /** Epoch ms. */
  at: number
  /** Circular error in metres; null when the source says nothing. */
  accuracyM: number | null
  /** Metres a second as the source measured it; null when it did not. */
  speedMs: number | null
}

/** What is taken for the error of a position whose source says nothing: a hand-held receiver in the open. */
const USUAL_ERROR_M = 10
/** No step shorter than this is a movement, however good the receiver claims to be. */
const LEAST_STEP_M = 5
/** A longer silence is not bridged: where it was meanwhile is not known. */
export const GAP_MS = 15 * 60_000

function errorOf(point: Point): number {
  return point.accuracyM === null ? USUAL_ERROR_M : Math.max(0, point.accuracyM)
}

export type Distance = {
  /** Metres over ground. */
  metres: number
  /** Of these, straight across silences longer than `GAP_MS`: the least it can have been. */
  bridgedM: number
  gaps: number
}

/**
 * Distance moved. From the last point that counted, the next one counts that lies farther away than the errors of both together
 * (root of the sum of squares, at least 5 m), measured along the great circle. So standing still adds nothing, and a slow walk
 * is counted in the steps that can be told from error. It is short of the truth by less than one such step for each stop, and
 * by what bends between points.
 */
export function distanceMoved(points: readonly Point[]): Distance {
  const out: Distance = { metres: 0, bridgedM: 0, gaps: 0 }
  let anchor: Point | null = null
  let before: Point | null = null
  for (const point of points) {
    if (!isLonLat(point)) {
      continue
    }
    const gap = before !== null && point.at - before.at > GAP_MS
    out.gaps += gap ? 1 : 0
    before = point
    if (anchor === null) {
      anchor = point
      continue
    }
    const step = distanceM(anchor, point)
    if (step > Math.max(LEAST_STEP_M, Math.hypot(errorOf(anchor), errorOf(point)))) {
      out.metres += step
      out.bridgedM += gap ? step : 0
      anchor = point
    } else if (errorOf(point) < errorOf(anchor)) {
      // It is still there, and now better known.
      anchor = point
    }
  }
  return out
}

export type Stop = LonLat & {
  /** Epoch ms of its first and last position. */
  from: number
  to: number
  /** Positions it is made of. */
  points: number
  /** It was silent for longer than `GAP_MS` while it stood: it may have been away. */
  silent: boolean
}
export type StopRules = { /** Seconds it must stay. */ dwellS: number; /** Metres it may move meanwhile. */ radiusM: number }
export const USUAL_STOP: StopRules = { dwellS: 300, radiusM: 75 }

/**
 * Stops: stretches of at least `dwellS` seconds in which no position lies farther than `radiusM` (or its own error, when that is
 * larger, up to three times the radius) from the running centre. One outlier between two positions that belong together is
 * passed over. The place of a stop is the mean of its positions, weighed by the inverse square of their errors; arriving and leaving draw it along by less than half the radius.
 */
export function stopsOf(points: readonly Point[], rules: StopRules = USUAL_STOP): Stop[] {
  const sound = points.filter(isLonLat)
  const out: Stop[] = []
  for (let i = 0; i < sound.length;) {
    const end = stretchFrom(sound, i, rules)
    const members = end.members
    const [first, last] = [members[0]!, members.at(-1)!]
    if (last.at - first.at >= rules.dwellS * 1000 && members.length > 1) {
      out.push({ ...centreOf(members), from: first.at, to: last.at, points: members.length, silent: members.some((one, k) => k > 0 && one.at - members[k - 1]!.at > GAP_MS) })
      i = end.next
    } else {
      i += 1
    }
  }
  return out
}

function stretchFrom(points: readonly Point[], from: number, rules: StopRules): { members: Point[]; next: number } {
  const members: Point[] = [points[from]!]
  const centre = new Centre()
  centre.add(points[from]!)
  let i = from + 1
  for (; i < points.length; i += 1) {
    const point = points[i]!
    if (belongs(centre.at(), point, rules)) {
      members.push(point)
      centre.add(point)
      continue
    }
    const after = points[i + 1]
    if (after === undefined || !belongs(centre.at(), after, rules)) {
      break
    }
  }
  return { members, next: i }
}

function belongs(centre: LonLat, point: Point, { radiusM }: StopRules): boolean {
  return distanceM(centre, point) <= Math.min(3 * radiusM, Math.max(radiusM, errorOf(point)))
}

/** Weighed mean of places that lie close together, also across the 180° meridian. */
class Centre {
  #first: LonLat | null = null
  #lon = 0
  #lat = 0
  #weight = 0

  add(point: Point): void {
    this.#first ??= point
    const weight = 1 / Math.max(1, errorOf(point)) ** 2
    const turn = ((point.lon - this.#first.lon + 540) % 360) - 180
    this.#lon += turn * weight
    this.#lat += (point.lat - this.#first.lat) * weight
    this.#weight += weight
  }

  at(): LonLat {
    const first = this.#first ?? { lon: 0, lat: 0 }
    const lon = first.lon + this.#lon / this.#weight
    return { lon: lon >= 180 ? lon - 360 : lon < -180 ? lon + 360 : lon, lat: first.lat + this.#lat / this.#weight }
  }
}

function centreOf(points: readonly Point[]): LonLat {
  const centre = new Centre()
  points.forEach((one) => centre.add(one))
  return centre.at()
}

export type Trip = {
  from: number
  to: number
  start: LonLat
  end: LonLat
  distanceM: number
  /** Of the distance, straight across silences. */
  bridgedM: number
  /** Fastest it was, metres a second; null when it cannot be said. */
  topMs: number | null
}
export type Journey = { stops: Stop[]; trips: Trip[] }

/** Stops, and the trips between them. A trip moves by more than the radius of a stop; a day without a stop is one trip. */
export function journeyOf(points: readonly Point[], rules: StopRules = USUAL_STOP): Journey {
  const sound = points.filter(isLonLat)
  const stops = stopsOf(sound, rules)
  const trips: Trip[] = []
  const cuts = [-Infinity, ...stops.flatMap((one) => [one.from, one.to]), Infinity]
  for (let k = 0; k < cuts.length; k += 2) {
    const [from, to] = [cuts[k]!, cuts[k + 1]!]
    // From the last position of one stop to the first of the next.
    const members = sound.filter((one) => one.at >= from && one.at <= to)
    const [first, last] = [members[0], members.at(-1)]
    if (first === undefined || last === undefined || last.at === first.at) {
      continue
    }
    const { metres, bridgedM } = distanceMoved(members)
    if (metres > rules.radiusM) {
      trips.push({ from: first.at, to: last.at, start: { lon: first.lon, lat: first.lat }, end: { lon: last.lon, lat: last.lat }, distanceM: metres, bridgedM, topMs: topSpeed(members) })
    }
  }
  return { stops, trips }
}

/**
 * Fastest speed, metres a second: the 98th percentile of what the source measured, so that one wrong reading says nothing, or
 * where it measured nothing of the speeds between positions at least 5 s apart.
 */
export function topSpeed(points: readonly Point[]): number | null {
  const measured = points.flatMap((one) => (one.speedMs === null ? [] : [one.speedMs]))
  const speeds = measured.length > 0 ? measured : speedProfile(points).flatMap((one) => (one.speedMs === null ? [] : [one.speedMs]))
  if (speeds.length === 0) {
    return null
  }
  const ordered = speeds.toSorted((a, b) => a - b)
  return ordered[Math.max(0, Math.ceil(ordered.length * 0.98) - 1)] ?? null
}

/** Shortest time between two positions over which a speed is computed. */
const LEAST_MS = 5000

/** Speed over time: what the source measured, else from the position at least 5 s before; null across silences and at the first. */
export function speedProfile(points: readonly Point[]): { at: number; speedMs: number | null }[] {
  let anchor: Point | null = null
  return points.filter(isLonLat).map((point) => {
    if (anchor === null || point.at - anchor.at > GAP_MS) {
      anchor = point
      return { at: point.at, speedMs: point.speedMs }
    }
    if (point.speedMs !== null) {
      anchor = point
      return { at: point.at, speedMs: point.speedMs }
    }
    const elapsed = point.at - anchor.at
    if (elapsed < LEAST_MS) {
      return { at: point.at, speedMs: null }
    }
    const moved = distanceM(anchor, point)
    const real = moved > Math.hypot(errorOf(anchor), errorOf(point)) ? moved : 0
    anchor = point
    return { at: point.at, speedMs: real / (elapsed / 1000) }
  })
}

/**
 * Milliseconds inside an area, and how often it was entered, position by position, oldest first. Between two positions on
 * different sides half of the time counts; silences longer than `GAP_MS` count for nothing.
 */
export class InsideClock {
  ms = 0
  entered = 0
  readonly #inside: (place: LonLat) => boolean
  #before: number | null = null
  #was = false

  /** `inside` says whether a place lies in the area. */
  constructor(inside: (place: LonLat) => boolean) {
    this.#inside = inside
  }

  /** Answers whether it lies inside. Positions without sound coordinates are passed over. */
  add(point: LonLat & { at: number }): boolean {
    if (!isLonLat(point)) {
      return false
    }
    const is = this.#inside(point)
    if (this.#before !== null && point.at - this.#before <= GAP_MS) {
      this.ms += (point.at - this.#before) * (((this.#was ? 1 : 0) + (is ? 1 : 0)) / 2)
    }
    this.entered += is && !this.#was ? 1 : 0
    this.#before = point.at
    this.#was = is
    return is
  }
}

/** `InsideClock` over a whole trail. */
export function timeInside(points: readonly Point[], inside: (place: LonLat) => boolean): { ms: number; entered: number } {
  const clock = new InsideClock(inside)
  points.forEach((one) => clock.add(one))
  return { ms: clock.ms, entered: clock.entered }
}

/** Whether places lie within `metres` of one. */
export function circle(centre: LonLat, metres: number): (place: LonLat) => boolean {
  const box = bboxAround(centre, metres)
  return (place) => bboxContains(box, place) && distanceM(centre, place) <= metres
}
