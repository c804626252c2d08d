import type { App, Kept } from '../../../server/face.ts'
import { follow, NOTHING_SEEN, planOf, type Following } from '../shared/following.ts'
import type { CallStatus } from '../shared/movement.ts'
import { contactOf } from '../shared/status.ts'
import type { Book, MovementRecord } from './book.ts'
import { nodeAction, say } from './writer.ts'

/** Positions of one movement read at once: two days at one in twenty seconds. */
const MOST = 10_000
const EVERY_S = 20
/** A position counts as a call once this share of the interval has gone by since the last. */
const SHARE = 0.75
/** Positions may come so late and still be read. */
const LATE_MS = 60_000

/** Reads the positions of movements under way: waypoints reached, calls by tracker, leaving the way, stops. */
export class Eyes {
  readonly #app: App
  readonly #book: Book
  readonly #following = new Map<string, Following>()

  constructor(app: App, book: Book) {
    this.#app = app
    this.#book = book
  }

  followingOf(id: string): Following | null {
    return this.#following.get(id) ?? null
  }

  forget(id: string): void {
    this.#following.delete(id)
  }

  /** Look at what came since the last look. Every position is taken in the order of its time; a restart begins again at the departure and comes to the same. */
  async look(record: MovementRecord, now: number): Promise<void> {
    const subjects = await this.#book.subjectsOf(record)
    const departed = Date.parse(record.data.departedAt ?? '')
    if (subjects.length === 0 || !Number.isFinite(departed)) {
      this.#following.delete(record.id)
      return
    }
    const before = this.#following.get(record.id) ?? NOTHING_SEEN
    const from = before.last === null ? departed : Math.max(departed, before.last.at - LATE_MS)
    const positions: Kept[] = []
    for await (const page of this.#app.positions.read({ subjects, from, to: now + LATE_MS, limit: MOST, everyS: EVERY_S })) {
      positions.push(...page)
    }
    await this.#take(record, before, positions.sort((a, b) => a.at - b.at), now)
  }

  async #take(record: MovementRecord, before: Following, positions: readonly Kept[], now: number): Promise<void> {
    let plan = planOf(record.data)
    let following = before
    for (const { lon, lat, at } of positions) {
      const { after, reached } = follow(following, { lon, lat, at }, plan)
      following = after
      const point = reached === null ? undefined : record.data.waypoints[reached]
      if (point && after.last?.at === at && record.data.checkIn.tracker) {
        const place = { lon: round(lon), lat: round(lat), at: new Date(at).toISOString() }
        const isLast = reached === record.data.waypoints.length - 1
        const status = stillSaid(this.#book.open.get(record.id) ?? record)
        await say(this.#app, nodeAction(record.id, 'heard', { ...place, status, how: 'waypoint', waypoint: point.id }, now, point.id))
        // Whoever is in trouble has not arrived because something of theirs has.
        if (isLast && status !== 'help' && status !== 'contact') {
          await say(this.#app, nodeAction(record.id, 'arrive', { at: place.at }, now, place.at))
          break
        }
        plan = planOf({ ...plan.movement, passed: [...(plan.movement.passed ?? []), { waypoint: point.id, at: place.at }] })
      }
    }
    this.#following.set(record.id, following)
    await this.#call(this.#book.open.get(record.id) ?? record, following, now)
  }

  /** A fresh position is a call, once an interval. */
  async #call(record: MovementRecord, { last }: Following, now: number): Promise<void> {
    const contact = contactOf(record.data)
    const { everyMin, tracker } = record.data.checkIn
    if (!tracker || last === null || contact === null || (record.data.state ?? 'planned') !== 'departed' || now - contact < everyMin * 60_000 * SHARE || last.at < contact + 60_000) {
      return
    }
    const at = new Date(last.at).toISOString()
    await say(this.#app, nodeAction(record.id, 'heard', { at, lon: round(last.lon), lat: round(last.lat), status: stillSaid(record), how: 'tracker' }, now, at))
  }
}

/** What somebody said of trouble stands until somebody says otherwise: a tracker does not. */
function stillSaid({ data }: MovementRecord): CallStatus {
  return data.checkIns?.at(-1)?.status ?? 'ok'
}

function round(degrees: number): number {
  return Math.round(degrees * 1e5) / 1e5
}
