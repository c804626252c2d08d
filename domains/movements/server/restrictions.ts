import { Type } from 'typebox'
import { distanceM, type LonLat } from '../../../core/place.ts'
import type { Reader } from '../../../core/policy.ts'
import { refuseField } from '../../../core/problem.ts'
import type { VigieRecord } from '../../../core/record.ts'
import { closed, endpoint, missionOf, nullable, ok, SYSTEM, type App, type Endpoint } from '../../../server/face.ts'
import { roadsOf } from '../../tracks/contract.ts'
import { endAlert, raiseAlert, type AlertKey } from '../../watch/contract.ts'
import { coversHandling } from '../shared/covers.ts'
import { hindrancesOf, type Hindrance, type Known } from '../shared/hindrances.ts'
import { MOVEMENT_SORTS, Waypoint, type Movement } from '../shared/movement.ts'
import { closureOf, endOf, RESTRICTION_SORTS, type Restriction } from '../shared/restriction.ts'
import { hindranceWords } from '../shared/hindrance-words.ts'
import type { Book, MovementRecord } from './book.ts'
import { MOST_M } from './weighed.ts'
import { say } from './writer.ts'

/** Alerts read at the start; more stand in no mission. */
const MOST = 1000

/** Restrictions a reader may see that are not over at `after` (epoch ms). */
export async function restrictionsOf(app: App, reader: Reader, after: number): Promise<(Known & { record: VigieRecord })[]> {
  const found: (Known & { record: VigieRecord })[] = []
  // All of them: what is over by its time is never lifted, and there are more of those every year.
  for await (const { record } of app.store.stream(reader, { kind: 'restriction', where: { lifted: ['false'] } })) {
    const data = record.data as unknown as Restriction
    if (endOf(data) > after) {
      found.push({ id: record.id, ref: record.ref, data, record })
    }
  }
  return found
}

/** Ways by road go round what is closed, as far as who asks may know of it. */
export function bindRoads(app: App): void {
  roadsOf(app).closures(async (reader, at) => {
    const zone = (await missionOf(app.store))?.zone ?? 'UTC'
    return (await restrictionsOf(app, reader, at)).flatMap(({ id, data }) => closureOf(id, data, at, zone) ?? [])
  })
}

/** What a movement meets of these. */
export async function hindrances(app: App, movement: Parameters<typeof hindrancesOf>[0], known: readonly Known[]): Promise<Hindrance[]> {
  const tree = app.store.areas()
  const inArea = ({ lon, lat }: LonLat, wanted: string): boolean => {
    const { area, places } = tree.locate(lon, lat)
    return [area, ...places].some((one) => one !== null && tree.within(one, wanted))
  }
  return hindrancesOf(movement, known, (await missionOf(app.store))?.zone ?? 'UTC', inArea)
}

/** A road closed on the way of a movement that was cleared or has left is told, and over when it is lifted, moved or passed. */
export class Hindered {
  readonly #app: App
  readonly #book: Book
  readonly #told = new Map<string, AlertKey>()

  constructor(app: App, book: Book) {
    this.#app = app
    this.#book = book
  }

  /** Is anything told that may be over? */
  get any(): boolean {
    return this.#told.size > 0
  }

  async load(): Promise<void> {
    const { items } = await this.#app.store.list(SYSTEM, { kind: 'alert', where: { rule: [RULE], state: ['raised', 'delivered', 'acknowledged', 'acted'] }, limit: MOST })
    for (const { record } of items) {
      const { rule, subject, episode } = record.data as unknown as AlertKey
      this.#told.set(`${subject} ${episode}`, { rule, subject, episode })
    }
  }

  /** Look at these movements, all that are to go or have left when none is named. */
  async look(some: readonly MovementRecord[] | null, now: number): Promise<void> {
    const standing = [...this.#book.open.values()].filter(({ data }) => data.state === 'cleared' || data.state === 'departed')
    const wanted = some === null ? standing : some
    if (wanted.length === 0 && this.#told.size === 0) {
      return
    }
    const known = await restrictionsOf(this.#app, SYSTEM, now)
    for (const record of wanted) {
      const goes = standing.some(({ id }) => id === record.id)
      const accepted = new Set(record.data.accepted?.of.map(({ id }) => id))
      // Only what no wider circle than that of the movement learns by it, and what nobody has weighed yet.
      const met = goes ? (await hindrances(this.#app, record.data, known.filter((one) => coversHandling(record.handling, one.record.handling) && !accepted.has(one.id)))).filter(({ at }) => at > now) : []
      await this.#settle(record, met, now)
    }
  }

  async #settle(record: MovementRecord, met: readonly Hindrance[], now: number): Promise<void> {
    for (const [key, alert] of this.#told) {
      if (alert.subject === record.id && !met.some(({ id }) => id === alert.episode)) {
        await say(this.#app, await endAlert(this.#app.store, SYSTEM, alert, now))
        this.#told.delete(key)
      }
    }
    for (const one of met) {
      const alert: AlertKey = { rule: RULE, subject: record.id, episode: one.id }
      if (!this.#told.has(`${record.id} ${one.id}`)) {
        await say(this.#app, raiseAlert({ ...alert, severity: one.sort === 'closed' ? 3 : 2, ...hindranceWords(record.data as unknown as Movement, one), place: { lon: one.lon, lat: one.lat, name: one.name }, at: now, handling: record.handling, area: record.area, record: record.id }))
        this.#told.set(`${record.id} ${one.id}`, alert)
      }
    }
  }
}

const RULE = 'movement-hindered'

const Plan = Type.Object({ sort: Type.Enum([...MOVEMENT_SORTS]), waypoints: Type.Array(Waypoint, { minItems: 2, maxItems: 60 }), line: Type.Optional(Type.Array(Type.Tuple([Type.Number(), Type.Number()]), { minItems: 2, maxItems: 2000 })) }, closed)
const Met = Type.Object({ id: Type.String(), ref: Type.String(), name: Type.String(), sort: Type.Enum([...RESTRICTION_SORTS]), at: Type.Integer({ description: 'when it gets there, epoch ms' }), atM: Type.Integer(), metres: Type.Integer(), lon: Type.Number(), lat: Type.Number(), to: nullable(Type.String()), why: nullable(Type.String()) }, closed)

const check = endpoint({
  method: 'POST', path: '/api/movements/hindrances', tag: 'movements', summary: 'Which closed and slow roads and curfews a plan meets, of those you may see', access: 'signed-in',
  body: Plan, answers: { 200: Type.Object({ items: Type.Array(Met), checked: Type.Integer({ description: 'restrictions it was held against' }) }, closed) },
  async handle({ app, reader, body, now }) {
    const metres = body.waypoints.slice(1).reduce((sum, one, i) => sum + distanceM(body.waypoints[i]!, one), 0)
    if (metres > MOST_M) {
      throw refuseField('/waypoints', `${Math.round(metres / 1000)} km are too far to be checked`, 'Cut the movement into several')
    }
    const known = await restrictionsOf(app, reader, Math.min(now, Date.parse(body.waypoints[0]!.eta)))
    return ok({ items: await hindrances(app, body, known), checked: known.length })
  },
})

export const restrictionRoutes: readonly Endpoint[] = [check]
