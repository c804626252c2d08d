import type { JsonObject } from '../../../../core/json.ts'
import { isSensitive, marking } from '../../../../core/handling.ts'
import { GONE, type VigieRecord } from '../../../../core/record.ts'
import { AFFILIATIONS } from '../../../../core/fix.ts'
import type { CotEvent } from '../../../../formats/cot/event.ts'
import { eventOfFix } from '../../../../formats/cot/heard.ts'
import { cotTypeOfSidc } from '../../../../formats/cot/symbol.ts'
import { alertEvent, incidentEvent, type ShownRecord } from '../../../../formats/cot/record.ts'
import type { Report } from '../../shared/pipeline/report.ts'
import type { Picture } from '../live/picture.ts'
import { systemFor, veiledRecord, type App } from '../../../../server/face.ts'
import type { Alert } from '../../../watch/contract.ts'
import { deviceShows } from '../../contract.ts'
import type { Gates } from './gates.ts'
import { NOBODY } from './keeper.ts'
import { Parcel } from './parcel.ts'
import type { Router } from './router.ts'

/** What happened so long ago is not shown on devices. */
const SHOWN_MS = 72 * 3_600_000
/** The newest of them, so that a device is not buried. */
const MOST_SHOWN = 1000
/** A position of another source holds so long after it was true; then devices grey it. Older than an hour it is not told. */
const HOLDS_MS = 300_000
const OLDEST_MS = 3_600_000
/** Movements of other sources are gathered for so long: of each thing the newest is told. */
const GATHER_MS = 500
const TAK = 'tak'

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
  readonly #isHere: (uid: string) => boolean
  readonly #moving = new Set<number>()
  readonly #uids = new Map<number, string>()
  #timer: NodeJS.Timeout | null = null

  /** `isHere`: a device of that uid tells by itself where it is. */
  constructor(app: App, router: Router, gates: Gates, isHere: (uid: string) => boolean) {
    this.#app = app
    this.#router = router
    this.#gates = gates
    this.#isHere = isHere
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

  /** Read what stands of the kinds other domains show, once they have said so. */
  async loadOffered(): Promise<void> {
    for (const kind of deviceShows(this.#app).keys()) {
      const page = await this.#app.store.list(systemFor(NOBODY), { kind, sort: { by: 'logged', dir: 'desc' }, limit: MOST_SHOWN })
      page.items.toReversed().forEach(({ record }) => this.follow(record))
    }
  }

  /** Read all of it again: its words are told otherwise. */
  async reload(): Promise<void> {
    await this.load()
    await this.loadOffered()
  }

  /** A record was made or changed. */
  follow(made: VigieRecord): void {
    if (made.kind !== 'incident' && made.kind !== 'alert' && !deviceShows(this.#app).has(made.kind)) {
      return
    }
    // What people say about it is not shown on devices.
    const { comments: _comments, attachments: _attachments, ...bare } = made
    const record = veiledRecord(bare, this.#app.store.openly())
    const shown = this.#shown.get(record.id)
    const what = this.#show(record)
    const now = this.#app.clock()
    if (!what || what.until < now) {
      if (shown) {
        this.#shown.delete(record.id)
        this.#router.gone(shown.parcel.event.uid, shown.parcel.gate, null, null)
      }
      return
    }
    const { event } = what
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

  /** Things of the live picture moved; those that TAK devices tell themselves are left to them. */
  moved(reports: readonly Report[], picture: Picture): void {
    if (this.#router.clients.size === 0) {
      return
    }
    for (const report of reports) {
      const feed = report.feed === null ? null : picture.book.feeds.get(report.feed)
      const thing = picture.subjects.thing[report.slot] ?? -1
      if (thing >= 0 && feed?.config.codec !== TAK) {
        this.#moving.add(thing)
      }
    }
    this.#soon(picture)
  }

  /** Somebody is here again after nobody was: everything that stands is told. */
  wake(picture: Picture): void {
    const { things, subjects } = picture
    const since = this.#app.clock() - OLDEST_MS
    for (let thing = 0; thing < things.numbers; thing += 1) {
      const lead = things.lead[thing] as number
      if (lead >= 0 && things.feeds.get(thing)?.config.codec !== TAK && (subjects.at[lead] as number) > since) {
        this.#moving.add(thing)
      }
    }
    this.#soon(picture)
  }

  /** The record of a track changed: who may see it follows at once. */
  track(id: string, picture: Picture): void {
    const thing = picture.book.tracks.get(id)?.thing ?? -1
    const uid = thing < 0 ? undefined : this.#uids.get(thing)
    if (uid !== undefined) {
      this.#router.regate(uid, this.#gates.of(picture.things.classes.protection(picture.things.klass[thing] as number)))
    }
  }

  close(): void {
    clearTimeout(this.#timer ?? undefined)
    this.#timer = null
  }

  #soon(picture: Picture): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null
      const things = [...this.#moving]
      this.#moving.clear()
      if (this.#router.clients.size > 0) {
        things.forEach((thing) => this.#tell(thing, picture))
      }
    }, GATHER_MS)
  }

  #tell(thing: number, { things }: Picture): void {
    if ((things.lead[thing] as number) < 0) {
      return
    }
    const shown = things.view(thing)
    const device = things.tracks.get(thing)?.data.subjects.find((subject) => subject.startsWith('cot:')) ?? (shown.subject.startsWith('cot:') ? shown.subject : null)
    const uid = device ? device.slice('cot:'.length) : `vigie.${shown.id}`
    if (this.#isHere(uid)) {
      return
    }
    const gate = this.#gates.of(things.classes.protection(things.klass[thing] as number))
    const before = this.#uids.get(thing)
    if (before !== undefined && before !== uid) {
      // Told to those who saw it: the thing this number was of may have been handled otherwise.
      this.#router.gone(before, this.#router.latest(before)?.gate ?? gate, null, null)
    }
    this.#uids.set(thing, uid)
    const facts = things.facts.get(thing)
    const fix = { subject: shown.subject, at: shown.at, lon: shown.lon, lat: shown.lat, altM: shown.altM, speedMs: shown.speedMs, courseDeg: shown.courseDeg, accuracyM: shown.accuracyM, source: shown.source }
    const type = facts?.cotType ?? cotTypeOfSidc(shown.sidc)
    const event = eventOfFix(fix, { callsign: shown.name, affiliation: AFFILIATIONS.find((one) => one === shown.affiliation) ?? 'unknown', sort: shown.sort, ...(type === null ? {} : { cotType: type }) }, HOLDS_MS)
    this.#router.regate(uid, gate)
    this.#router.position(new Parcel({ ...event, uid }, gate, { feed: null, replaces: uid }), null)
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

  #show(record: VigieRecord): { event: CotEvent; until: number } | null {
    if (GONE.includes(record.workflow) || record.workflow === 'draft' || isSensitive(record.handling)) {
      return null
    }
    const offered = deviceShows(this.#app).get(record.kind)
    if (offered) {
      return offered(record)
    }
    const what = record.kind === 'alert' ? alertShown(record) : this.#incident(record)
    return what && { event: record.kind === 'alert' ? alertEvent({ ...what, over: false }) : incidentEvent(what), until: what.until }
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
