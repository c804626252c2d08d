import { isSensitive } from '../../../../core/handling.ts'
import type { JsonObject } from '../../../../core/json.ts'
import { marking } from '../../../../core/handling.ts'
import { GONE, type VigieRecord } from '../../../../core/record.ts'
import { eventOfFix } from '../../../../formats/cot/heard.ts'
import { alertEvent, incidentEvent, type ShownRecord } from '../../../../formats/cot/record.ts'
import { systemFor, type App, type Delivery } from '../../../../server/face.ts'
import type { Alert } from '../../../watch/contract.ts'
import type { Gates } from './gates.ts'
import { NOBODY } from './keeper.ts'
import { Parcel } from './parcel.ts'
import type { Router } from './router.ts'

/** What happened so long ago is not shown on devices. */
const SHOWN_MS = 72 * 3_600_000
/** The newest of them, so that a device is not buried. */
const MOST_SHOWN = 1000
/** A position of another source is told so long; then devices grey it. */
const HOLDS_MS = 300_000

type Shown = { parcel: Parcel; text: string; until: number }

/**
 * What goes from Vigie to devices by itself: incidents and alerts as markers, and what other sources see. Nothing strictly
 * confidential and nothing of a compartment ever does: a device keeps what it was sent, and nobody writes down who read it.
 */
export class Outward {
  readonly #app: App
  readonly #router: Router
  readonly #gates: Gates
  readonly #shown = new Map<string, Shown>()

  constructor(app: App, router: Router, gates: Gates) {
    this.#app = app
    this.#router = router
    this.#gates = gates
  }

  get size(): number {
    return this.#shown.size
  }

  /** Read what is of these days. */
  async load(): Promise<void> {
    const from = new Date(this.#app.clock() - SHOWN_MS).toISOString()
    for (const kind of ['incident', 'alert']) {
      if (this.#app.store.kinds().get(kind)) {
        const page = await this.#app.store.list(systemFor(NOBODY), { kind, time: { axis: 'happened', from }, sort: { by: 'happened', dir: 'desc' }, limit: MOST_SHOWN })
        page.items.toReversed().forEach(({ record }) => this.follow(record))
      }
    }
  }

  /** A record was made or changed. */
  follow(record: VigieRecord): void {
    if (record.kind !== 'incident' && record.kind !== 'alert') {
      return
    }
    const shown = this.#shown.get(record.id)
    const what = this.#what(record)
    const now = this.#app.clock()
    if (!what || what.until < now) {
      if (shown) {
        this.#shown.delete(record.id)
        this.#router.gone(shown.parcel.event.uid, shown.parcel.gate, null, null)
      }
      return
    }
    const event = record.kind === 'alert' ? alertEvent({ ...what, over: false }) : incidentEvent(what)
    const gate = this.#gates.of(record)
    const text = JSON.stringify([event.type, event.point, event.detail])
    if (shown && shown.text === text && shown.parcel.gate === gate) {
      return
    }
    const parcel = new Parcel({ ...event, time: now, start: now }, gate, { feed: null, replaces: event.uid })
    if (shown && shown.parcel.gate !== gate) {
      this.#router.regate(event.uid, gate)
    }
    this.#shown.delete(record.id)
    this.#shown.set(record.id, { parcel, text, until: what.until })
    this.#router.stand(parcel, what.until)
    if (this.#shown.size > MOST_SHOWN) {
      const [oldest] = this.#shown
      if (oldest) {
        this.#shown.delete(oldest[0])
        this.#router.gone(oldest[1].parcel.event.uid, oldest[1].parcel.gate, null, null)
      }
    }
  }

  /** Positions of a source that is no TAK device. */
  heard({ feed, heard, receivedAt }: Delivery): void {
    for (const one of heard) {
      if (one.what !== 'position') {
        continue
      }
      const at = one.fix.at ?? receivedAt
      const { config, handling, area } = feed
      const event = eventOfFix({ ...one.fix, at }, { ...(config.sort ? { sort: config.sort } : {}), ...one.facts, ...(config.affiliation ? { affiliation: config.affiliation } : {}) }, HOLDS_MS)
      const gate = this.#gates.of({ kind: 'track', handling, area, workflow: 'approved' })
      this.#router.position(new Parcel(event, gate, { feed: feed.id, replaces: event.uid }), null)
    }
  }

  /** Take from the maps what is too old. */
  sweep(): void {
    const now = this.#app.clock()
    for (const [id, { parcel, until }] of this.#shown) {
      if (until < now) {
        this.#shown.delete(id)
        this.#router.gone(parcel.event.uid, parcel.gate, null, null)
      }
    }
  }

  #what(record: VigieRecord): ShownRecord | null {
    if (GONE.includes(record.workflow) || record.workflow === 'draft' || isSensitive(record.handling)) {
      return null
    }
    return record.kind === 'alert' ? alertShown(record) : this.#incident(record)
  }

  #incident(record: VigieRecord): ShownRecord | null {
    const { title, place, happened, facets, severity } = this.#app.store.kinds().need(record.kind).project(record.data)
    if (!place) {
      return null
    }
    const at = happened?.[0] ?? Date.parse(record.createdAt)
    const unverified = record.veracity !== 'verified' && record.veracity !== 'corroborated'
    return {
      id: record.id, title, category: facets['category']?.[0] ?? '', grade: facets['grade']?.[0] ?? '', unverified, lon: place.lon, lat: place.lat, radiusM: place.radiusM, at, until: Math.max(at, Date.parse(record.createdAt)) + SHOWN_MS,
      lines: [record.ref, `severity ${severity}`, marking(record.handling), new Date(at).toISOString()],
    }
  }
}

/** An alert that still stands and has a place; calls of devices are on the devices already. */
function alertShown(record: VigieRecord<JsonObject>): ShownRecord | null {
  const alert = record.data as unknown as Alert
  if (!alert.place || alert.state === 'closed' || alert.cancelledAt !== undefined || alert.endedAt !== undefined || (alert.rule === 'sos' && alert.subject.startsWith('cot:'))) {
    return null
  }
  const at = Date.parse(alert.at)
  return {
    id: record.id, title: alert.title.en, category: alert.rule, grade: '', unverified: false, lon: alert.place.lon, lat: alert.place.lat, radiusM: alert.place.radiusM ?? null, at, until: at + SHOWN_MS,
    lines: [record.ref, ...(alert.text ? [alert.text.en] : []), marking(record.handling), new Date(at).toISOString()],
  }
}
