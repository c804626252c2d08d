import { controlOf, pong, protocolAnswer, protocolOffer } from '../../../../formats/cot/control.ts'
import { emergencyOf } from '../../../../formats/cot/emergency.ts'
import type { CotEvent, CotFrame } from '../../../../formats/cot/event.ts'
import { groupOf, takvOf, callsignOf } from '../../../../formats/cot/facts.ts'
import { fixOf, heardOf } from '../../../../formats/cot/heard.ts'
import { withWords } from '../../../../formats/cot/words.ts'
import { writeCotText } from '../../../../formats/cot/xml.ts'
import { fixOfSteady, SteadyEvent } from '../../../../formats/cot/xml-steady.ts'
import { systemFor, type App } from '../../../../server/face.ts'
import { HeardVideos } from '../videos/heard.ts'
import type { Access } from './access.ts'
import type { Calls } from './calls.ts'
import type { TakClient } from './client.ts'
import { Ears } from './ears.ts'
import type { Gate } from './gates.ts'
import type { Keeper } from './keeper.ts'
import { ANEW_MS, News } from './news.ts'
import { Parcel } from './parcel.ts'
import { parcelOf, send, senderOf } from './post.ts'
import { Reports } from './reports.ts'
import type { Router } from './router.ts'
import { Said } from './said.ts'
import { addresseesOf, isDevice, sortOf, type EventSort } from './sort.ts'
import { Talk } from './talk.ts'

const ENCODER = new TextEncoder()
/** Identities one connection may be besides its first: a gateway speaks for many. */
const MOST_UIDS = 256
/** Uids of what Vigie shows by itself begin so. */
export const OWN_UID = 'vigie.'

/** What becomes of every event that comes in. */
export class Hall {
  readonly #app: App
  readonly #router: Router
  readonly #access: Access
  readonly #keeper: Keeper
  readonly #calls: Calls
  readonly #videos: HeardVideos
  readonly #owners = new Map<string, TakClient>()
  readonly ears: Ears
  readonly reports: Reports
  readonly #talk: Talk
  readonly #news: News
  /** Uids whose last words were cut. */
  readonly #cut = new Set<string>()
  /** How often words came to be told otherwise. */
  #worded = 0

  constructor(app: App, router: Router, access: Access, keeper: Keeper, calls: Calls) {
    this.#app = app
    this.#router = router
    this.#access = access
    this.#keeper = keeper
    this.#calls = calls
    this.#videos = new HeardVideos(app)
    this.ears = new Ears(app)
    this.reports = new Reports(router, access, keeper)
    this.#talk = new Talk(app, { router, access, keeper, ears: this.ears, say: (client, event) => this.#say(client, event) })
    this.#news = new News(app.clock)
  }

  /** A connection is admitted: it is offered the newer protocol once, and told what is known. */
  admit(client: TakClient): void {
    if (!client.offered && (client.pipe.transport === 'tcp' || client.pipe.transport === 'tls')) {
      client.offered = true
      this.#say(client, protocolOffer(crypto.randomUUID(), this.#app.clock()))
    }
    this.#router.admit(client)
  }

  /** A connection has ended: what it was is gone from the maps of the others, unless it is here by another. */
  left(client: TakClient): void {
    this.#router.remove(client)
    for (const uid of client.uids) {
      // Whoever comes back says it anew.
      this.#news.forget(uid)
      this.#cut.delete(uid)
      if (this.#owners.get(uid) !== client) {
        continue
      }
      this.#owners.delete(uid)
      const other = [...this.#router.clients].find((one) => one.uids.has(uid))
      if (other) {
        this.#owners.set(uid, other)
        continue
      }
      this.#router.gone(uid, this.#access.ofTrack(uid, client.feed), null, client.feed.id)
      this.ears.hear(client.feed, [{ what: 'gone', subject: `cot:${uid}`, at: this.#app.clock() }])
    }
  }

  take(client: TakClient, heard: CotEvent, came: CotFrame): void {
    this.ears.came(client.feed, client.line, came)
    if (heard instanceof SteadyEvent && this.#again(client, heard)) {
      return
    }
    const sort = sortOf(heard)
    const steady = sort === 'position' && heard instanceof SteadyEvent
    const news = sort !== 'position' || steady || came.what !== 'xml' || this.#news.isNews(heard.uid, came.bytes)
    const event = news || this.#cut.has(heard.uid) ? this.#withoutKeptWords(heard) : heard
    const frame: CotFrame = event === heard ? came : { what: 'xml', bytes: ENCODER.encode(writeCotText(event, false)) }
    if (sort === 'ping') {
      this.#say(client, pong(this.#app.clock()))
      return
    }
    if (sort === 'protocol' || sort === 'pong') {
      this.#protocol(client, event)
      return
    }
    const owner = this.#owners.get(event.uid)
    if (owner && owner !== client && (sort === 'position' || sort === 'report') && owner.identity?.account !== client.identity?.account) {
      client.refused += 1
      this.ears.bad(client.feed, frame.bytes, `the identity ${event.uid.slice(0, 80)} belongs to another connection that is here`)
      return
    }
    if (event.uid.startsWith(OWN_UID) && sort !== 'delete') {
      client.refused += 1
      this.ears.bad(client.feed, frame.bytes, `${event.uid.slice(0, 80)} is shown by Vigie itself: devices cannot change it`)
      return
    }
    if (news || !client.uids.has(event.uid)) {
      this.#learn(client, event, sort)
    }
    this.#dispatch(client, event, sort, frame, news)
    if (steady && event === heard && addresseesOf(event) === null) {
      heard.report.memo = new Said({ client: client.id, worded: this.#worded, cut: this.#app.store.openly(), at: this.#app.clock(), subject: `cot:${event.uid}` })
    }
    const reader = client.identity?.reader
    if (reader && news && (sort === 'position' || sort === 'report')) {
      this.#videos.take(event, client.feed, { reader, callsign: client.callsign }, (why) => this.ears.bad(client.feed, frame.bytes, why))
    }
  }

  /** What a steady report says of its device was taken from this connection a moment ago: it moves, and that is all. */
  #again(client: TakClient, event: SteadyEvent): boolean {
    const said = event.report.memo
    if (!(said instanceof Said) || said.client !== client.id || this.#app.clock() - said.at >= ANEW_MS || said.worded !== this.#worded || said.cut !== this.#app.store.openly()) {
      return false
    }
    const owner = this.#owners.get(event.uid)
    if (owner && owner !== client && owner.identity?.account !== client.identity?.account) {
      return false
    }
    const { feed } = client
    this.#router.position(new Parcel(event, this.#access.ofTrack(event.uid, feed), { feed: feed.id, replaces: event.uid, latin1: event.text }), client)
    const fix = fixOfSteady(event, said.subject)
    if (fix) {
      this.ears.one(feed, { what: 'position', fix })
    } else {
      this.ears.hear(feed, heardOf(event))
    }
    return true
  }

  /** What it keeps of the events is written. */
  settled(): Promise<void> {
    return this.#videos.settled()
  }

  /** Nobody could send it again without a word that is kept from its readers: it goes on without it. */
  #withoutKeptWords(event: CotEvent): CotEvent {
    const cut = this.#app.store.openly()
    const told = cut ? withWords(event, cut) : event
    if (told === event) {
      this.#cut.delete(event.uid)
    } else {
      this.#cut.add(event.uid)
    }
    return told
  }

  /** Words are told otherwise from now on: what devices say of themselves is looked at anew, and nobody who gains sight of a report is told them. */
  reword(change: (text: string) => string): void {
    this.#news.clear()
    this.#worded += 1
    this.reports.reword(change)
  }

  /** Is a device of that uid here by itself? */
  isHere(uid: string): boolean {
    return this.#owners.has(uid)
  }

  /** Tracks whose record changed. */
  regate(uids: readonly string[]): void {
    for (const uid of uids) {
      const standing = this.#router.latest(uid)
      const feed = standing?.feed ? this.#app.feeds.get(standing.feed) : null
      if (feed) {
        this.#router.regate(uid, this.#access.ofTrack(uid, feed))
      }
    }
  }

  #dispatch(client: TakClient, event: CotEvent, sort: EventSort, frame: CotFrame, news: boolean): void {
    const { feed } = client
    switch (sort) {
      case 'position':
      case 'passing': {
        const parcel = parcelOf(event, frame, this.#access.ofTrack(event.uid, feed), feed, event.uid)
        const to = addresseesOf(event)
        if (to) {
          this.#router.direct(parcel, to, client)
        } else {
          this.#router.position(parcel, client)
        }
        if (sort === 'position') {
          const fix = news ? null : fixOf(event)
          this.ears.hear(feed, fix ? [{ what: 'position', fix }] : heardOf(event))
        }
        return
      }
      case 'chat':
        this.#talk.chat(client, event, frame)
        return
      case 'receipt':
        this.#talk.receipt(client, event, frame)
        return
      case 'emergency':
        this.#emergency(client, event, frame)
        return
      case 'delete':
        void this.#delete(client, event, frame)
        return
      case 'report':
        this.reports.take(client, event, frame)
        return
      default:
        send(this.#router, parcelOf(event, frame, this.#access.ofFeed(feed, 'field-report'), feed, null), addresseesOf(event), client)
    }
  }

  #emergency(client: TakClient, event: CotEvent, frame: CotFrame): void {
    const { feed } = client
    const call = emergencyOf(event)
    const gate = this.#access.ofTrack(call?.subjectUid ?? event.uid, feed)
    if (call?.sort === 'cancel') {
      const account = client.identity?.account ?? null
      const owner = this.#owners.get(call.subjectUid)
      void (owner && owner !== client && owner.identity?.account !== account ? Promise.resolve(false) : this.#calls.mayCancel(call, account)).then((may) => {
        if (may) {
          this.#called(client, event, frame, gate)
        } else {
          client.refused += 1
          this.ears.bad(client.feed, frame.bytes, `the call for help of ${call.subjectUid.slice(0, 80)} was made by somebody else: only they call it off`)
        }
      }).catch((error: unknown) => this.#app.log.error({ err: error }, 'a call for help could not be called off'))
      return
    }
    this.#called(client, event, frame, gate)
  }

  /** A call, or its end, goes to the others first and then into the records. */
  #called(client: TakClient, event: CotEvent, frame: CotFrame, gate: Gate): void {
    const { feed } = client
    const call = emergencyOf(event)
    send(this.#router, parcelOf(event, frame, gate, feed, null, true), addresseesOf(event), client)
    if (call) {
      this.ears.hear(feed, heardOf(event))
      const { uid, callsign, account } = senderOf(client)
      const from = { ...(uid ? { uid: uid.slice(0, 200) } : {}), ...(callsign ? { callsign } : {}), ...(account ? { account } : {}) }
      void this.#calls.take(call, gate.access, { author: client.identity!.author, from, type: event.type, feed: feed.id, cot: frame.what === 'xml' ? Buffer.from(frame.bytes).toString('utf8') : writeCotText(event, false) })
    }
  }

  /** Something is taken back: one's own position, or a report by whoever sent it or may retract it. */
  async #delete(client: TakClient, event: CotEvent, frame: CotFrame): Promise<void> {
    const control = controlOf(event)
    if (control?.what !== 'delete') {
      return
    }
    const { feed } = client
    const { uid } = control
    if (uid.startsWith(OWN_UID)) {
      // Gone from that device alone.
      return
    }
    const owner = this.#owners.get(uid)
    if (owner) {
      if (owner.identity?.account !== client.identity?.account) {
        client.refused += 1
        this.ears.bad(client.feed, frame.bytes, `${uid.slice(0, 80)} is another connection that is here: only itself can say that it is gone`)
        return
      }
      this.#router.gone(uid, this.#access.ofTrack(uid, feed), client, feed.id)
      this.ears.hear(feed, heardOf(event))
      return
    }
    const sender = await this.#keeper.sender(uid)
    if (sender) {
      const { account, author, reader: person } = client.identity!
      const own = account !== null ? sender.account === account : sender.account === undefined && sender.uid !== undefined && sender.uid === client.uid
      const reader = own ? systemFor(author) : person
      const done = reader !== null && (await this.#keeper.retract(uid, `deleted on a TAK device by ${client.callsign ?? client.identity?.login ?? 'its sender'}`, reader))
      if (!done) {
        client.refused += 1
        this.ears.bad(client.feed, frame.bytes, `${uid.slice(0, 80)} was reported by somebody else and may not be retracted by ${client.identity?.login ?? 'somebody unknown'}`)
      }
      return
    }
    const standing = this.#router.latest(uid)
    send(this.#router, parcelOf(event, frame, standing?.gate ?? this.#access.ofFeed(feed, 'field-report'), feed, null), addresseesOf(event), client)
  }

  /** What a device says of itself belongs to its connection. */
  #learn(client: TakClient, event: CotEvent, sort: EventSort): void {
    if (sort !== 'position' || client.pipe.transport === 'datagram' || (client.uid !== null && client.uid !== event.uid && client.uids.has(event.uid)) || !isDevice(event)) {
      return
    }
    if (client.uid === null) {
      client.uid = event.uid
    }
    if (!client.uids.has(event.uid)) {
      if (client.uids.size >= MOST_UIDS) {
        return
      }
      client.uids.add(event.uid)
      this.#owners.set(event.uid, client)
    }
    if (client.uid === event.uid) {
      const group = groupOf(event)
      const takv = takvOf(event)
      client.callsign = callsignOf(event)?.slice(0, 200) ?? client.callsign
      client.team = group?.name.slice(0, 100) ?? client.team
      client.role = group?.role.slice(0, 100) ?? client.role
      client.device = takv ? [takv.platform, takv.version, takv.device].filter((word) => word !== '').join(' ').slice(0, 200) : client.device
    }
  }

  #protocol(client: TakClient, event: CotEvent): void {
    const control = controlOf(event)
    if (control?.what === 'requests') {
      const accepted = control.version === 1 && client.offered
      client.flush()
      this.#say(client, protocolAnswer(event.uid, accepted, this.#app.clock()))
      if (accepted) {
        client.protocol = 'protobuf-1'
      }
    }
  }

  #say(client: TakClient, event: CotEvent): void {
    client.say(new Parcel(event, NO_GATE, { feed: null, replaces: null }).bytes(client.protocol))
  }
}

/** The protocol's own messages concern nobody but the two that speak. */
const NO_GATE: Gate = { n: -1, access: { kind: '', handling: { level: 'SC', compartments: [], owner: 'system', releasableTo: [], caveats: [] }, area: null, workflow: 'draft' }, sensitive: true }
