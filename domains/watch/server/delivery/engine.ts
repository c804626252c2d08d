import { derivedId } from '../../../../core/digest.ts'
import type { JsonObject } from '../../../../core/json.ts'
import { Problem } from '../../../../core/problem.ts'
import type { NewAction, VigieRecord } from '../../../../core/record.ts'
import { SYSTEM, type App, type Committed, type Service } from '../../../../server/face.ts'
import { deliverAlert } from '../../contract.ts'
import { isWaiting, type Alert } from '../../shared/alert.ts'
import type { Notice } from '../../shared/delivery/notice.ts'
import { fits } from '../../shared/delivery/plan.ts'
import { quietUntil } from '../../shared/delivery/quiet.ts'
import { offerTeller, tellableOf, type Tellable } from '../../shared/delivery/subjects.ts'
import { inOrder, type Channel, type Recipient, type Rung } from '../../shared/delivery/targets.ts'
import { Directory } from './directory.ts'
import { isDrill, recipientsOf } from './recipients.ts'
import { Sender, type Sent } from './sender.ts'

/** What was raised longer ago than this when it came in tells nobody: history that is loaded wakes no one. */
const OLDEST_MS = 6 * 3_600_000
/** After the first notice of a group, others wait so long and go together. A call for help never waits. */
export const GROUP_MS = 5 * 60_000
/** Waits between attempts; with the last of them it has failed. */
const BACKOFF_MS = [5_000, 15_000, 60_000, 300_000, 900_000] as const
/** An attempt nobody wrote the end of belongs to a process that ended: it is made again. */
const LEASE_MS = 120_000
/** The store could not take the attempt: it is asked again after this. */
const BUSY_MS = 2_000
/** Notices of one channel under way at once, so that one slow gateway holds up no other. */
const AT_ONCE: Record<Channel, number> = { email: 5, sms: 24, push: 24, webhook: 24 }
const CLAIM = 100
const BATCH = 200
const LONGEST_SLEEP_MS = 30_000

/** `at`: when it is due by this node's clock; `stamp`: when its next attempt is due by the record, the same in every process. */
type Pending = { channel: Channel; at: number; stamp: number; attempts: number; alerts: readonly string[] }
type Group = { sentAt: number; severity: number; waiting: string | null }
type Ladder = { raisedAt: number; done: number }

/**
 * Carries alerts to people. What is known of each notice is its record; what is here can be built again from the records, and is
 * when the node starts. Every attempt is written down before it is made, so that of two processes one makes it.
 */
export class Delivery implements Service {
  readonly directory: Directory
  readonly sender: Sender
  readonly #app: App
  readonly #pending = new Map<string, Pending>()
  readonly #groups = new Map<string, Group>()
  readonly #ladders = new Map<string, Ladder>()
  readonly #busy: Record<Channel, number> = { email: 0, sms: 0, push: 0, webhook: 0 }
  readonly #underway = new Set<Promise<void>>()
  readonly #results: { actions: NewAction[]; done: () => void }[] = []
  readonly #heard = new Set<string>()
  #loaded = false
  #writing = false
  #work: Promise<void> = Promise.resolve()
  #timer: NodeJS.Timeout | null = null
  #closed = false
  #stop: () => void = () => {}

  private constructor(app: App) {
    this.#app = app
    this.directory = new Directory(app)
    this.sender = new Sender(app, this.directory)
  }

  static async start(app: App): Promise<Delivery> {
    const made = new Delivery(app)
    made.#stop = app.store.onCommit(({ changes }) => {
      for (const { action, record } of changes) {
        if (record.kind === 'alert') {
          made.#alert(action.type, record, action.actor)
        } else if (record.kind === 'notice') {
          if (!made.#loaded) {
            made.#heard.add(record.id)
          }
          made.#note(record)
        }
      }
    })
    await made.#load()
    engines.set(app, made)
    offerTeller(app, {
      tell: ({ record, to, afterMinutes, channels }) => made.#inTurn(() => made.#tell(record, { afterMinutes, to: [...to], ...(channels ? { channels: [...channels] } : {}) })),
      read: (record, account) => made.#inTurn(() => made.#readBy(record, account)),
    })
    return made
  }

  /** Every step that was due is taken and every notice under way has its answer. */
  async settled(): Promise<void> {
    do {
      await this.#work
      await Promise.all(this.#underway)
    } while (this.#underway.size > 0)
    await this.#work
  }

  /** Take what is due by the node's clock now, also when the timer sleeps still. */
  async look(): Promise<void> {
    this.#due()
    await this.settled()
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#stop()
    offerTeller(this.#app, null)
    if (this.#timer) {
      clearTimeout(this.#timer)
    }
    await this.settled()
    this.directory.close()
    this.sender.close()
  }

  #enqueue(work: () => Promise<void>): void {
    this.#work = this.#work.then(() => (this.#closed ? undefined : work())).catch((err: unknown) => this.#app.log.error({ err }, 'an alert could not be handed on; its next step is tried in its time'))
  }

  /** After what is under way; a failure is the asker's. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#work.then(() => (this.#closed ? undefined : work()))
    this.#work = done.catch(() => undefined)
    return done
  }

  async #load(): Promise<void> {
    const { store } = this.#app
    for await (const { record } of store.stream(SYSTEM, { kind: 'notice', where: { state: ['queued', 'sending'] } })) {
      // What came of it while this was read is newer than what was read.
      if (!this.#heard.has(record.id)) {
        this.#note(record)
      }
    }
    this.#heard.clear()
    this.#loaded = true
    for await (const { record } of store.stream(SYSTEM, { kind: 'alert', where: { state: ['raised', 'delivered'] } })) {
      this.#alert('create', record, '')
    }
  }

  #alert(type: string, record: VigieRecord, actor: string): void {
    const alert = record.data as unknown as Alert
    if (type === 'create' || type === 'reopen') {
      const raisedAt = type === 'create' ? Date.parse(record.createdAt) : this.#app.clock()
      const late = this.#app.clock() - Math.min(raisedAt, Date.parse(alert.at))
      if (this.#app.loading === null && late < OLDEST_MS && isWaiting(alert)) {
        this.#ladders.set(record.id, { raisedAt, done: -1 })
        this.#enqueue(() => this.#climb(record.id))
      }
    } else if (!isWaiting(alert) && this.#ladders.delete(record.id)) {
      this.#enqueue(() => this.#seen(record.id, actor))
    }
  }

  /** The steps of an alert that are due and were not taken. */
  async #climb(id: string): Promise<void> {
    const ladder = this.#ladders.get(id)
    const record = (await this.#app.store.get(SYSTEM, id))?.record
    if (!ladder || !record) {
      return
    }
    const rungs = await this.rungsOf(record)
    const elapsed = (this.#app.clock() - ladder.raisedAt) / 60_000
    for (const rung of rungs.filter((one) => one.afterMinutes > ladder.done && one.afterMinutes <= elapsed)) {
      await this.#tell(record, rung)
    }
    const next = rungs.find((one) => one.afterMinutes > elapsed)
    if (next) {
      ladder.done = elapsed
    } else {
      // Nobody further up: whoever was told stays told. It is kept to hear that it was seen.
      ladder.done = Number.POSITIVE_INFINITY
    }
    this.#sleep()
  }

  /** The steps of an alert: what it says itself, and the plans it falls under. */
  async rungsOf(record: VigieRecord): Promise<Rung[]> {
    const directory = await this.directory.fresh()
    const alert = record.data as unknown as Alert
    const plans = directory.plans.filter(({ data }) => fits(data, alert, record.area, this.#app.store.areas()))
    return inOrder([...(alert.wake ?? []), ...plans.flatMap(({ data }) => data.ladder)])
  }

  /** Write a notice for everybody a step reaches: in a group that has just been told it joins the one that waits. */
  async #tell(record: VigieRecord, rung: Rung): Promise<void> {
    const { store } = this.#app
    const directory = await this.directory.fresh()
    const ways = await recipientsOf(this.#app, directory, record, rung, async (account) => (await this.sender.push.browsersOf(account)).length > 0)
    const told = tellableOf(this.#app, record)
    const made = told ? ways.flatMap(({ recipient, channels }) => channels.map((channel) => this.#noticeOf(record, told, rung, recipient, channel))) : []
    for (let i = 0; i < made.length; i += BATCH) {
      const part = made.slice(i, i + BATCH)
      const standing = new Set((await store.list(SYSTEM, { kind: 'notice', ids: part.map(({ id }) => id), limit: BATCH })).items.map((one) => one.record.id))
      const fresh = part.filter(({ id }) => !standing.has(id))
      const joined = fresh.filter(({ group }) => this.#pending.get(this.#groups.get(group)?.waiting ?? '') !== undefined)
      const created = fresh.filter((one) => !joined.includes(one))
      const actions = [
        ...created.map(({ id, data }): NewAction => ({ id: derivedId(id, 'create'), record: id, kind: 'notice', type: 'create', at: data.nextAt ?? record.createdAt, basedOn: null, patch: { data: data as unknown as JsonObject, handling: record.handling as unknown as JsonObject, area: record.area } })),
        ...joined.map(({ id, group, data }): NewAction => ({ id: derivedId(id, 'join'), record: this.#groups.get(group)?.waiting ?? '', kind: 'notice', type: 'join', at: record.createdAt, basedOn: null, patch: { alerts: data.alerts, count: 1, severity: data.severity } })),
      ]
      if (actions.length > 0) {
        await this.#commit(actions)
      }
    }
    this.#due()
  }

  #noticeOf(record: VigieRecord, alert: Tellable, rung: Rung, recipient: Recipient, channel: Channel): { id: string; group: string; data: Notice } {
    const now = this.#app.clock()
    const who = recipient.account ?? recipient.contact ?? recipient.name
    const { level, compartments, caveats } = record.handling
    // What is read by the same people and comes of the same rule is one storm; a call for help stands alone, and so does what is no alert.
    const group = JSON.stringify([who, channel, alert.sos || record.kind !== 'alert' ? record.id : alert.rule.slice(0, 80), rung.afterMinutes, level, compartments, caveats, record.area, alert.drill === true]).slice(0, 400)
    const contact = recipient.contact === null ? undefined : this.directory.contacts.get(recipient.contact)?.data
    const quiet = quietUntil(contact?.quiet, alert, now, this.directory.mission.zone)
    const told = this.#groups.get(group)
    const grouped = told && told.sentAt + GROUP_MS > now && alert.severity <= told.severity ? told.sentAt + GROUP_MS : null
    const nextAt = Math.max(quiet ?? now, grouped ?? now)
    return {
      id: derivedId('notice', record.id, who, channel, String(rung.afterMinutes)), group,
      data: {
        alerts: [record.id], count: 1, recipient, channel, rung: rung.afterMinutes, severity: alert.severity, ...(alert.sos ? { sos: true } : {}), ...(isDrill(this.directory, alert) ? { drill: true } : {}),
        group, state: 'queued', attempts: 0, nextAt: iso(nextAt), ...(quiet !== null && nextAt === quiet ? { held: 'quiet' } : grouped !== null ? { held: 'group' } : {}),
      } as Notice,
    }
  }

  /** Somebody saw the alert: what has not gone out does not, and their own notices are read. */
  async #seen(id: string, actor: string): Promise<void> {
    const actions: NewAction[] = []
    for await (const { record } of this.#app.store.stream(SYSTEM, { kind: 'notice', where: { alert: [id] } })) {
      const data = record.data as unknown as Notice
      const at = iso(this.#app.clock())
      const mine = data.recipient.account === actor || data.recipient.contact === actor
      if (mine && data.state !== 'read') {
        actions.push({ id: derivedId(record.id, 'acknowledge', id), record: record.id, kind: 'notice', type: 'acknowledge', at, basedOn: null, patch: {} })
      } else if (data.state === 'queued' && data.alerts.every((one) => one === id || !this.#ladders.has(one))) {
        actions.push({ id: derivedId(record.id, 'drop', id), record: record.id, kind: 'notice', type: 'drop', at, basedOn: null, patch: { because: 'it was seen before this went out' } })
      }
    }
    for (let i = 0; i < actions.length; i += BATCH) {
      await this.#commit(actions.slice(i, i + BATCH))
    }
  }

  /** They have read what the notices are about. */
  async #readBy(id: string, account: string): Promise<void> {
    const actions: NewAction[] = []
    for await (const { record } of this.#app.store.stream(SYSTEM, { kind: 'notice', where: { alert: [id], recipient: [account] } })) {
      if ((record.data as unknown as Notice).state !== 'read') {
        actions.push({ id: derivedId(record.id, 'acknowledge', id), record: record.id, kind: 'notice', type: 'acknowledge', at: iso(this.#app.clock()), basedOn: null, patch: {} })
      }
    }
    if (actions.length > 0) {
      await this.#commit(actions)
    }
  }

  #note(record: VigieRecord): void {
    const data = record.data as unknown as Notice
    const group = this.#groups.get(data.group)
    if (data.state === 'queued' || data.state === 'sending') {
      // The lease counts from when it is heard of here: clocks of processes differ.
      const stamp = data.state === 'queued' ? Date.parse(data.nextAt ?? record.createdAt) : Date.parse(data.attemptAt ?? record.createdAt) + LEASE_MS
      const at = data.state === 'queued' ? stamp : this.#app.clock() + LEASE_MS
      this.#pending.set(record.id, { channel: data.channel, at, stamp, attempts: data.attempts, alerts: data.alerts })
      if (data.state === 'queued' && data.attempts === 0) {
        this.#groups.set(data.group, { sentAt: group?.sentAt ?? 0, severity: group?.severity ?? 0, waiting: record.id })
      } else if (group?.waiting === record.id) {
        group.waiting = null
      }
      this.#sleep()
    } else {
      this.#pending.delete(record.id)
      if (data.sentAt !== undefined && (group?.sentAt ?? 0) < Date.parse(data.sentAt)) {
        this.#groups.set(data.group, { sentAt: Date.parse(data.sentAt), severity: data.severity, waiting: group?.waiting === record.id ? null : (group?.waiting ?? null) })
      } else if (group?.waiting === record.id) {
        group.waiting = null
      }
    }
  }

  #sleep(): void {
    if (this.#closed) {
      return
    }
    const now = this.#app.clock()
    let next = now + LONGEST_SLEEP_MS
    for (const { at } of this.#pending.values()) {
      next = Math.min(next, at)
    }
    if ([...this.#ladders.values()].some(({ done }) => Number.isFinite(done))) {
      next = Math.min(next, now + 1000)
    }
    if (this.#timer) {
      clearTimeout(this.#timer)
    }
    this.#timer = setTimeout(() => this.#due(), Math.max(20, next - now))
    this.#timer.unref()
  }

  #due(): void {
    const now = this.#app.clock()
    for (const [id, ladder] of this.#ladders) {
      if (Number.isFinite(ladder.done)) {
        this.#enqueue(() => this.#climb(id))
      }
    }
    for (const [group, { sentAt, waiting }] of this.#groups) {
      if (waiting === null && sentAt + GROUP_MS < now) {
        this.#groups.delete(group)
      }
    }
    const claimed: string[] = []
    for (const [id, { channel, at }] of this.#pending) {
      if (at <= now && this.#busy[channel] < AT_ONCE[channel] && claimed.length < CLAIM) {
        this.#busy[channel] += 1
        claimed.push(id)
      }
    }
    if (claimed.length > 0 && !this.#closed) {
      const work = this.#attempt(claimed).finally(() => this.#underway.delete(work))
      this.#underway.add(work)
    }
    this.#sleep()
  }

  async #attempt(ids: readonly string[]): Promise<void> {
    const claims = ids.flatMap((id) => {
      const known = this.#pending.get(id)
      // Until the claim is answered nobody here takes it up a second time.
      this.#pending.set(id, { ...known!, at: this.#app.clock() + LEASE_MS })
      return known ? [{ id, n: known.attempts + 1, channel: known.channel, stamp: known.stamp }] : []
    })
    const mine = await this.#claim(claims)
    await Promise.all(claims.map(async (claim) => {
      try {
        const record = mine.get(claim.id)
        if (record) {
          await this.#once(record, claim.n)
        }
      } finally {
        this.#busy[claim.channel] -= 1
        this.#due()
      }
    }))
  }

  /** Which of these attempts are this process's to make. */
  async #claim(claims: readonly { id: string; n: number; stamp: number }[]): Promise<Map<string, VigieRecord>> {
    const actions = claims.map(({ id, n, stamp }): NewAction => ({ id: derivedId(id, 'attempt', String(n)), record: id, kind: 'notice', type: 'attempt', at: iso(stamp), basedOn: null, patch: { n } }))
    const mine = new Map<string, VigieRecord>()
    const done = await this.#commit(actions)
    const answered = new Set(done.map(({ action }) => action.record))
    for (const { id, n } of claims) {
      const known = this.#pending.get(id)
      // The store was busy: nobody made this attempt, so it is not left for as long as one that is under way.
      if (known && !answered.has(id)) {
        this.#pending.set(id, { ...known, attempts: n - 1, at: this.#app.clock() + BUSY_MS })
      }
    }
    const wanted = new Map(claims.map(({ id, n }) => [id, n]))
    for (const { action, record, again } of done) {
      const { state, attempts } = record.data as unknown as Notice
      if (!again && state === 'sending' && attempts === wanted.get(action.record)) {
        mine.set(action.record, record)
      }
    }
    return mine
  }

  async #once(record: VigieRecord, n: number): Promise<void> {
    const data = record.data as unknown as Notice
    const { outcome, via }: Sent = await this.sender.send(record.id, data)
    const now = this.#app.clock()
    const wait = BACKOFF_MS[n - 1]
    const base = { record: record.id, kind: 'notice', at: iso(now), basedOn: null }
    const actions: NewAction[] = outcome.ok
      ? [{ ...base, id: derivedId(record.id, 'sent', String(n)), type: 'sent', patch: { via: via ?? '', ...(outcome.gateway ? { gateway: outcome.gateway } : {}) } }]
      : [{ ...base, id: derivedId(record.id, 'fail', String(n)), type: 'fail', patch: { because: outcome.because.slice(0, 300) || 'unknown', nextAt: outcome.final || wait === undefined ? null : iso(now + wait) } }]
    await new Promise<void>((done) => {
      this.#results.push({ actions, done })
      if (!this.#writing) {
        this.#writing = true
        void this.#write()
      }
    })
    if (outcome.ok) {
      await this.#delivered(data)
    }
  }

  /** What came back is written together: one turn of the store for many answers. */
  async #write(): Promise<void> {
    await new Promise((resolve) => { setImmediate(resolve) })
    while (this.#results.length > 0) {
      const part = this.#results.splice(0, BATCH)
      await this.#keep(part.flatMap(({ actions }) => actions))
      part.forEach(({ done }) => done())
    }
    // In the same turn as the last look: what comes now begins anew.
    this.#writing = false
  }

  /** Write down what became of attempts. A store that is busy or full is asked again: what is not written would be sent a second time. */
  async #keep(actions: readonly NewAction[]): Promise<void> {
    const end = Date.now() + LEASE_MS
    for (let wait = 50; ; wait = Math.min(2 * wait, BUSY_MS)) {
      try {
        await this.#app.store.commit(SYSTEM, actions)
        return
      } catch (error) {
        const refused = error instanceof Problem && error.status < 500
        if (refused || this.#closed || Date.now() > end) {
          // One of them does not fit any more, the node stops, or by now others make the attempt: each answers for itself.
          await this.#commit(actions)
          return
        }
        this.#app.log.warn({ err: error }, 'what became of notices could not be written down yet; it is tried again')
        await new Promise((resolve) => { setTimeout(resolve, wait) })
      }
    }
  }

  /** The alert reached somebody by another way than a screen. */
  async #delivered(notice: Notice): Promise<void> {
    for (const id of notice.alerts) {
      const record = (await this.#app.store.get(SYSTEM, id))?.record
      const alert = record?.data as unknown as Alert | undefined
      if (record?.kind === 'alert' && alert && (alert.state ?? 'raised') === 'raised') {
        await this.#commit([deliverAlert(alert, Date.parse(record.createdAt))])
      }
    }
  }

  /** Commit as the node; where another process has done one of them, each alone. */
  async #commit(actions: readonly NewAction[]): Promise<Committed[]> {
    try {
      return await this.#app.store.commit(SYSTEM, actions)
    } catch (error) {
      if (actions.length === 1) {
        this.#app.log.warn({ err: error, type: actions[0]?.type }, 'another process did it, or it cannot be done any more')
        return []
      }
      const done: Committed[] = []
      for (const one of actions) {
        done.push(...(await this.#commit([one])))
      }
      return done
    }
  }
}

const engines = new WeakMap<App, Delivery>()

/** The delivery of a node that was started. */
export function deliveryOf(app: App): Delivery {
  const found = engines.get(app)
  if (!found) {
    throw new Error('the delivery of alerts has not started')
  }
  return found
}

function iso(at: number): string {
  return new Date(at).toISOString()
}
