import { chatOf, isToAll, receiptEvent, receiptOf, type Chat } from '../../../../formats/cot/chat.ts'
import { controlOf, pong, protocolAnswer, protocolOffer } from '../../../../formats/cot/control.ts'
import { emergencyOf } from '../../../../formats/cot/emergency.ts'
import type { CotEvent, CotFrame } from '../../../../formats/cot/event.ts'
import { groupOf, takvOf, callsignOf, type CotDest } from '../../../../formats/cot/facts.ts'
import { fixOf, heardOf } from '../../../../formats/cot/heard.ts'
import { writeCotText } from '../../../../formats/cot/xml.ts'
import type { Heard } from '../../../../core/feed.ts'
import { programReader, systemFor, type App, type FeedView } from '../../../../server/face.ts'
import { HeardVideos } from '../videos/heard.ts'
import type { Access } from './access.ts'
import type { Calls } from './calls.ts'
import type { TakClient } from './client.ts'
import type { Gate } from './gates.ts'
import { InOrder } from './in-order.ts'
import { type Keeper } from './keeper.ts'
import { Parcel } from './parcel.ts'
import { fieldReportOf, messageOf, type Sender } from './records.ts'
import type { Router } from './router.ts'
import { addresseesOf, isDevice, sortOf, type EventSort } from './sort.ts'

const ENCODER = new TextEncoder()
/** Identities one connection may be besides its first: a gateway speaks for many. */
const MOST_UIDS = 256
/** Reports whose gate is remembered. */
const MOST_REPORTS = 20_000
const MOST_REPORT_BYTES = 64 * 1024 * 1024
/** Devices whose last word of themselves is remembered, so that it is not read again with every position. */
const MOST_SAID = 20_000
const ANEW_MS = 60_000
const NOTHING = Buffer.alloc(0)
/** Uids of what Vigie shows by itself begin so. */
export const OWN_UID = 'vigie.'
/** Uids of people in Vigie who write to devices begin so. */
export const VIGIE_UID = 'VIGIE-'

/** What becomes of every event that comes in. */
export class Hall {
  readonly #app: App
  readonly #router: Router
  readonly #access: Access
  readonly #keeper: Keeper
  readonly #calls: Calls
  readonly #videos: HeardVideos
  readonly #owners = new Map<string, TakClient>()
  readonly #reports = new Map<string, Parcel>()
  /** First reports of a connection go out in the order they came in, though they are on the disk in any. */
  readonly #lines = new WeakMap<TakClient, InOrder>()
  #reportBytes = 0
  readonly #said = new Map<string, { head: Buffer; tail: Buffer; at: number }>()
  #heard = new Map<string, Heard[]>()
  #handing = false

  constructor(app: App, router: Router, access: Access, keeper: Keeper, calls: Calls) {
    this.#app = app
    this.#router = router
    this.#access = access
    this.#keeper = keeper
    this.#calls = calls
    this.#videos = new HeardVideos(app)
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
      this.#said.delete(uid)
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
      this.hear(client.feed, [{ what: 'gone', subject: `cot:${uid}`, at: this.#app.clock() }])
    }
  }

  take(client: TakClient, event: CotEvent, frame: CotFrame): void {
    const sort = sortOf(event)
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
      this.bad(client, frame.bytes, `the identity ${event.uid.slice(0, 80)} belongs to another connection that is here`)
      return
    }
    if (event.uid.startsWith(OWN_UID) && sort !== 'delete') {
      client.refused += 1
      this.bad(client, frame.bytes, `${event.uid.slice(0, 80)} is shown by Vigie itself: devices cannot change it`)
      return
    }
    const news = sort !== 'position' || frame.what !== 'xml' || this.#isNews(event.uid, frame.bytes)
    if (news || !client.uids.has(event.uid)) {
      this.#learn(client, event, sort)
    }
    this.#dispatch(client, event, sort, frame, news)
    const reader = client.identity?.reader
    if (reader && news && (sort === 'position' || sort === 'report')) {
      this.#videos.take(event, client.feed, { reader, callsign: client.callsign }, (why) => this.bad(client, frame.bytes, why))
    }
  }

  /** What it keeps of the events is written. */
  settled(): Promise<void> {
    return this.#videos.settled()
  }

  /** Could not be read, or was refused: for the feed's quarantine. Never with a secret in it. */
  bad(client: TakClient, bytes: Uint8Array, reason: string): void {
    const shown = bytes.subarray(0, 1024)
    const secret = /<auth|password\s*=/iu.test(Buffer.from(shown).toString('latin1'))
    this.hear(client.feed, [{ what: 'bad', bytes: secret ? ENCODER.encode('(left out: it holds a password)') : shown.slice(), reason }])
  }

  /** Does a position say more than where it is and how it moves? What a device says of itself is told anew once a minute. */
  #isNews(uid: string, bytes: Uint8Array): boolean {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    const from = Math.max(0, text.indexOf('<detail'))
    const track = text.indexOf('<track', from)
    const head = track < 0 ? text.subarray(from) : text.subarray(from, track)
    const tail = track < 0 ? NOTHING : text.subarray(text.indexOf('>', track))
    const now = this.#app.clock()
    const said = this.#said.get(uid)
    if (said && now - said.at < ANEW_MS && said.head.equals(head) && said.tail.equals(tail)) {
      return false
    }
    if (!said && this.#said.size >= MOST_SAID) {
      this.#said.delete(this.#said.keys().next().value!)
    }
    this.#said.set(uid, { head, tail, at: now })
    return true
  }

  /** Hand on what was understood, a chunk at a time. */
  hear(feed: FeedView, heard: readonly Heard[]): void {
    const waiting = this.#heard.get(feed.id)
    if (waiting) {
      waiting.push(...heard)
    } else {
      this.#heard.set(feed.id, [...heard])
    }
    if (!this.#handing) {
      this.#handing = true
      queueMicrotask(() => {
        this.#handing = false
        const all = this.#heard
        this.#heard = new Map()
        for (const [id, list] of all) {
          this.#app.feeds.inject(id, list, this.#app.clock())
        }
      })
    }
  }

  /** The record of a report changed: who may see it on a device follows. */
  followReport(uid: string, access: Gate['access'], gone: boolean): void {
    const before = this.#reports.get(uid)
    if (!before) {
      return
    }
    if (gone) {
      this.#reports.delete(uid)
      this.#reportBytes -= before.size
      this.#router.gone(uid, before.gate, null, before.feed)
      return
    }
    const gate = this.#access.gates.of(access)
    if (gate !== before.gate) {
      const after = before.through(gate)
      this.#reports.set(uid, after)
      this.#router.move(before, after)
    }
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
        const parcel = this.#parcel(event, frame, this.#access.ofTrack(event.uid, feed), feed, event.uid)
        const to = addresseesOf(event)
        if (to) {
          this.#router.direct(parcel, to, client)
        } else {
          this.#router.position(parcel, client)
        }
        if (sort === 'position') {
          const fix = news ? null : fixOf(event)
          this.hear(feed, fix ? [{ what: 'position', fix }] : heardOf(event))
        }
        return
      }
      case 'chat':
        this.#chat(client, event, frame)
        return
      case 'receipt':
        this.#receipt(client, event, frame)
        return
      case 'emergency':
        this.#emergency(client, event, frame)
        return
      case 'delete':
        void this.#delete(client, event, frame)
        return
      case 'report':
        this.#report(client, event, frame)
        return
      default:
        this.#send(this.#parcel(event, frame, this.#access.ofFeed(feed, 'field-report'), feed, null), addresseesOf(event), client)
    }
  }

  #chat(client: TakClient, event: CotEvent, frame: CotFrame): void {
    const { feed } = client
    const to = addresseesOf(event)
    const names = to?.map((dest) => Object.values(dest)[0] as string) ?? null
    const message = messageOf(event, this.#sender(client), feed.id, names)
    this.#send(this.#parcel(event, frame, this.#access.ofFeed(feed, 'message'), feed, null), to, client)
    if (message) {
      void this.#keeper.message(message, feed.handling, feed.area, client.identity!.author).then((kept) => (kept === null ? undefined : this.#delivered(client, feed, chatOf(event))))
      this.hear(feed, heardOf(event))
    }
  }

  /**
   * A message to one person in Vigie is delivered when it is kept and they may read it: then its sender is told, as another device
   * would tell it. Rooms are told nothing, as devices do. That it was read is never claimed.
   */
  async #delivered(client: TakClient, feed: FeedView, chat: Chat | null): Promise<void> {
    const uid = chat && vigieUidOf(chat)
    if (!uid || client.closed) {
      return
    }
    const who = await programReader(this.#app, uid.slice(VIGIE_UID.length)).catch(() => null)
    if (who && this.#access.gates.eyes(who.reader).sees(this.#access.ofFeed(feed, 'message'))) {
      this.#say(client, receiptEvent('delivered', chat, { uid, callsign: who.reader.name }, this.#app.clock()))
    }
  }

  #receipt(client: TakClient, event: CotEvent, frame: CotFrame): void {
    const { feed } = client
    const receipt = receiptOf(event)
    this.#send(this.#parcel(event, frame, this.#access.ofFeed(feed, 'message'), feed, null), addresseesOf(event), client)
    const uid = receipt?.byUid || client.uid
    if (receipt && uid) {
      const at = new Date(this.#app.clock()).toISOString()
      const by = { uid: uid.slice(0, 200), ...(receipt.byCallsign || client.callsign ? { callsign: (receipt.byCallsign || client.callsign)!.slice(0, 200) } : {}) }
      this.#keeper.receipt(receipt.messageId.slice(0, 300), receipt.state === 'read' ? { ...by, readAt: at } : { ...by, deliveredAt: at }, client.identity!.author)
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
          this.bad(client, frame.bytes, `the call for help of ${call.subjectUid.slice(0, 80)} was made by somebody else: only they call it off`)
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
    this.#send(this.#parcel(event, frame, gate, feed, null, true), addresseesOf(event), client)
    if (call) {
      this.hear(feed, heardOf(event))
      const { uid, callsign, account } = this.#sender(client)
      const from = { ...(uid ? { uid: uid.slice(0, 200) } : {}), ...(callsign ? { callsign } : {}), ...(account ? { account } : {}) }
      void this.#calls.take(call, gate.access, { author: client.identity!.author, from, type: event.type, feed: feed.id, cot: frame.what === 'xml' ? Buffer.from(frame.bytes).toString('utf8') : writeCotText(event, false) })
    }
  }

  #report(client: TakClient, event: CotEvent, frame: CotFrame): void {
    const { feed } = client
    const text = frame.what === 'xml' ? Buffer.from(frame.bytes).toString('utf8') : writeCotText(event, false)
    const known = this.#reports.get(event.uid)
    const to = addresseesOf(event)
    const route = (gate: Gate) => {
      const parcel = this.#parcel(event, frame, gate, feed, null)
      this.#remember(parcel)
      this.#send(parcel, to, client)
    }
    // The first goes out when it is on the disk, as its record says; what follows goes out at once.
    const line = this.#lines.get(client) ?? new InOrder()
    this.#lines.set(client, line)
    if (known) {
      route(known.gate)
    } else {
      line.enter(event.uid)
    }
    this.#keeper.report(fieldReportOf(event, this.#sender(client), feed.id, text), feed.handling, feed.area, client.identity!.author, (record) => {
      if (!known) {
        line.ready(event.uid, () => route(record ? this.#access.gates.of(record) : this.#access.ofFeed(feed, 'field-report')))
      }
    })
  }

  /** For when its handling changes or it is retracted; the oldest go first. */
  #remember(parcel: Parcel): void {
    const { uid } = parcel.event
    this.#reportBytes += parcel.size - (this.#reports.get(uid)?.size ?? 0)
    this.#reports.delete(uid)
    this.#reports.set(uid, parcel)
    while (this.#reports.size > MOST_REPORTS || this.#reportBytes > MOST_REPORT_BYTES) {
      const [oldest] = this.#reports
      if (!oldest) {
        return
      }
      this.#reports.delete(oldest[0])
      this.#reportBytes -= oldest[1].size
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
        this.bad(client, frame.bytes, `${uid.slice(0, 80)} is another connection that is here: only itself can say that it is gone`)
        return
      }
      this.#router.gone(uid, this.#access.ofTrack(uid, feed), client, feed.id)
      this.hear(feed, heardOf(event))
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
        this.bad(client, frame.bytes, `${uid.slice(0, 80)} was reported by somebody else and may not be retracted by ${client.identity?.login ?? 'somebody unknown'}`)
      }
      return
    }
    const standing = this.#router.latest(uid)
    this.#send(this.#parcel(event, frame, standing?.gate ?? this.#access.ofFeed(feed, 'field-report'), feed, null), addresseesOf(event), client)
  }

  #send(parcel: Parcel, to: readonly CotDest[] | null, from: TakClient): void {
    if (!to) {
      this.#router.broadcast(parcel, from)
      return
    }
    const chat = chatOf(parcel.event)
    const here = to.some((dest) => 'uid' in dest && dest.uid.startsWith(VIGIE_UID)) || (chat !== null && vigieUidOf(chat) !== null)
    if (this.#router.direct(parcel, to, from).length === 0 && here) {
      // It was meant for somebody in Vigie, who reads it there.
      this.#router.undelivered -= 1
    }
  }

  #parcel(event: CotEvent, frame: CotFrame, gate: Gate, feed: FeedView, replaces: string | null, urgent = false): Parcel {
    return new Parcel(event, gate, { feed: feed.id, replaces, urgent, ...(frame.what === 'xml' ? { xml: frame.bytes } : frame.what === 'proto' ? { proto: frame.bytes } : {}) })
  }

  #sender(client: TakClient): Sender {
    return { uid: client.uid, callsign: client.callsign, account: client.identity?.account ?? null }
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

/** The person in Vigie a message is to, alone; null when it is to a room or a device. */
function vigieUidOf(chat: Chat): string | null {
  if (isToAll(chat) || chat.members.length > 2) {
    return null
  }
  return [chat.roomId, ...chat.members].find((uid) => uid !== chat.senderUid && uid.startsWith(VIGIE_UID)) ?? null
}

/** The protocol's own messages concern nobody but the two that speak. */
const NO_GATE: Gate = { n: -1, access: { kind: '', handling: { level: 'SC', compartments: [], owner: 'system', releasableTo: [], caveats: [] }, area: null, workflow: 'draft' }, sensitive: true }
