import { inLocale } from '../../../core/i18n.ts'
import type { Locale } from '../../../core/i18n.ts'
import type { VigieRecord } from '../../../core/record.ts'
import { missionOf, SYSTEM, type App, type Service } from '../../../server/face.ts'
import { endAlert, isRaisedAlready, raiseAlert, type AlertKey } from '../../watch/contract.ts'
import { issueOrder } from '../../watchlog/contract.ts'
import type { Facility } from '../shared/facility.ts'
import type { CasevacRequest } from '../shared/request.ts'
import { pointOf } from '../shared/schema.ts'
import { ALERT_RULES, bloodOrder, facilityStanding, requestStanding, type Standing } from '../shared/standing.ts'
import { whole } from './records.ts'

const MOST = 2000
/** Blood is asked to be there within. */
const BLOOD_WITHIN_MS = 6 * 3_600_000
const ACK_MIN = 30

/** Tells of requests that wait, of who comes to a facility, of theatres that are down and of blood that runs out: each occasion once. */
export async function startTelling(app: App): Promise<Service> {
  const telling = new Telling(app)
  await telling.load()
  const stop = app.store.onCommit(({ changes }) => {
    if (app.loading === null) {
      new Map(changes.map(({ record }) => [record.id, record])).forEach((record) => telling.look(record))
    }
  })
  return {
    close: async () => {
      stop()
      await telling.settled()
    },
  }
}

class Telling {
  readonly #app: App
  /** What stands, by the record it is about. */
  readonly #open = new Map<string, AlertKey[]>()
  #queue: Promise<void> = Promise.resolve()

  constructor(app: App) {
    this.#app = app
  }

  /** What was told before this process began, so that it is ended when it is over and not told again. */
  async load(): Promise<void> {
    const { items } = await this.#app.store.list(SYSTEM, { kind: 'alert', where: { rule: [...ALERT_RULES], state: ['raised', 'delivered', 'acknowledged', 'acted'] }, limit: MOST })
    for (const { record } of items) {
      const { rule, subject, episode } = record.data as unknown as AlertKey
      this.#open.set(subject, [...(this.#open.get(subject) ?? []), { rule, subject, episode }])
    }
    // What was committed while nobody told of it: the same occasion has the same key, so that nothing is told twice.
    for (const query of [{ kind: 'casevac-request', where: { state: ['ALERT', 'VALIDATED', 'LAUNCHED', 'PICKED_UP'] } }, { kind: 'facility' }]) {
      for await (const { record } of this.#app.store.stream(SYSTEM, query)) {
        this.look(record)
      }
    }
  }

  look(record: VigieRecord): void {
    if (record.kind === 'casevac-request' || record.kind === 'facility') {
      this.#queue = this.#queue.then(() => this.#settle(record)).catch((error: unknown) => this.#app.log.error({ err: error, record: record.id }, 'what stands of a casualty request or facility could not be told'))
    }
  }

  settled(): Promise<void> {
    return this.#queue
  }

  async #settle(record: VigieRecord): Promise<void> {
    const wanted = record.workflow === 'approved' ? await this.#standing(record) : []
    const now = this.#app.clock()
    const open = this.#open.get(record.id) ?? []
    const goes = (key: AlertKey): boolean => wanted.some((one) => one.rule === key.rule && (one.episode === null || one.episode === key.episode))
    for (const key of open.filter((one) => !goes(one))) {
      await this.#say(async () => this.#app.store.commit(SYSTEM, [await endAlert(this.#app.store, SYSTEM, key, now)]))
    }
    const standing = open.filter(goes)
    for (const one of wanted) {
      if (!standing.some((key) => key.rule === one.rule)) {
        const key: AlertKey = { rule: one.rule, subject: record.id, episode: one.episode ?? record.updatedAt }
        await this.#raise(record, one, key, now)
        standing.push(key)
      }
    }
    this.#open.set(record.id, standing)
  }

  async #standing(record: VigieRecord): Promise<Standing[]> {
    if (record.kind === 'facility') {
      return facilityStanding(record.data as unknown as Facility)
    }
    const request = record.data as unknown as CasevacRequest
    const to = request.task?.destination ? await whole(this.#app, 'facility', request.task.destination) : null
    return requestStanding(request, to?.data.tell ?? [])
  }

  async #raise(record: VigieRecord, { severity, title, text, roles, accounts, rule }: Standing, key: AlertKey, now: number): Promise<void> {
    const data = record.data as unknown as Partial<CasevacRequest & Facility>
    const drill = data.drill === true
    const place = pointOf(data.four?.place ?? data.place)
    const wake = [{ afterMinutes: 0, to: [...roles.map((role) => ({ role })), ...accounts.map((account) => ({ account }))] }]
    await this.#say(() => this.#app.store.commit(SYSTEM, [raiseAlert({ ...key, severity, title, ...(text ? { text } : {}), place: place ? { lon: place.lon, lat: place.lat } : null, at: now, handling: record.handling, area: record.area, record: record.id, wake, ...(drill ? { drill } : {}) })]))
    if (rule === 'facility-blood' && !drill) {
      await this.#orderBlood(record as unknown as VigieRecord<Facility>, key, now)
    }
  }

  async #orderBlood(record: VigieRecord<Facility>, key: AlertKey, now: number): Promise<void> {
    const locale = ((await missionOf(this.#app.store))?.languages[0] ?? 'en') as Locale
    const { title, what, to } = bloodOrder(record.data)
    const order = {
      type: 'TASK' as const, title: inLocale(title, locale), from: record.data.name, fromComponent: 'SUPPORT' as const, to: inLocale(to, locale), toComponent: 'SUPPORT' as const,
      what: inLocale(what, locale), where: record.data.place.name ?? record.data.name, due: new Date(now + BLOOD_WITHIN_MS).toISOString(), ackMinutes: ACK_MIN, records: [record.id],
    }
    await this.#say(() => this.#app.store.commit(SYSTEM, [issueOrder(order, ['facility-blood', record.id, key.episode], now, record.handling)]))
  }

  /** Told once; a second telling of the same is none. */
  async #say(commit: () => Promise<unknown>): Promise<void> {
    try {
      await commit()
    } catch (error) {
      if (!isRaisedAlready(error)) {
        throw error
      }
    }
  }
}
