import { derivedId } from '../../../../core/digest.ts'
import type { NewAction, VigieRecord } from '../../../../core/record.ts'
import { SYSTEM, type App } from '../../../../server/face.ts'
import { deliverAlert } from '../../contract.ts'
import { isWaiting, stateOf, type Alert } from '../../shared/alert.ts'
import type { Notice } from '../../shared/delivery/notice.ts'
import type { Channel } from '../../shared/delivery/targets.ts'
import type { Sender, Sent } from './sender.ts'
import { BUSY_MS, commitEach, LEASE_MS, Results, SEEN_BEFORE } from './writing.ts'

/** Waits between attempts; with the last of them it has failed. */
const BACKOFF_MS = [5_000, 15_000, 60_000, 300_000, 900_000] as const
/** Notices of one channel under way at once, so that one slow gateway holds up no other. */
const AT_ONCE: Record<Channel, number> = { email: 5, sms: 24, push: 24, webhook: 24 }
const CLAIM = 100

/** `at`: when it is due by this node's clock; `stamp`: when its next attempt is due by the record, the same in every process. */
type Pending = { channel: Channel; at: number; stamp: number; attempts: number }

/**
 * Notices that are to go out, and the attempts to send them. Every attempt is written down before it is made, so that of two
 * processes one makes it.
 */
export class Attempts {
  readonly #app: App
  readonly #sender: Sender
  readonly #results: Results
  readonly #pending = new Map<string, Pending>()
  readonly #busy: Record<Channel, number> = { email: 0, sms: 0, push: 0, webhook: 0 }
  readonly #underway = new Set<Promise<void>>()
  /** Something came to an end: there is room for what waits. */
  readonly #room: () => void
  #closed = false

  constructor(app: App, sender: Sender, room: () => void) {
    this.#app = app
    this.#sender = sender
    this.#room = room
    this.#results = new Results(app)
  }

  waits(id: string): boolean {
    return this.#pending.has(id)
  }

  /** When the next is due that there is room for, epoch ms: what waits for room is looked at when something ends. */
  get next(): number {
    let next = Number.POSITIVE_INFINITY
    for (const { at, channel } of this.#pending.values()) {
      if (this.#busy[channel] < AT_ONCE[channel]) {
        next = Math.min(next, at)
      }
    }
    return next
  }

  get underway(): readonly Promise<void>[] {
    return [...this.#underway]
  }

  close(): void {
    this.#closed = true
    this.#results.close()
  }

  /** A notice as its record says it is; answers whether it is still to go out. */
  note(record: VigieRecord): boolean {
    const data = record.data as unknown as Notice
    if (data.state !== 'queued' && data.state !== 'sending') {
      this.#pending.delete(record.id)
      return false
    }
    // The lease counts from when it is heard of here: clocks of processes differ.
    const stamp = data.state === 'queued' ? Date.parse(data.nextAt ?? record.createdAt) : Date.parse(data.attemptAt ?? record.createdAt) + LEASE_MS
    this.#pending.set(record.id, { channel: data.channel, at: data.state === 'queued' ? stamp : this.#app.clock() + LEASE_MS, stamp, attempts: data.attempts })
    return true
  }

  /** Make the attempts that are due, as many as there is room for. */
  due(now: number): void {
    const claimed: string[] = []
    for (const [id, { channel, at }] of this.#pending) {
      if (at <= now && this.#busy[channel] < AT_ONCE[channel] && claimed.length < CLAIM) {
        this.#busy[channel] += 1
        claimed.push(id)
      }
    }
    if (claimed.length > 0 && !this.#closed) {
      const work = this.#attempt(claimed).catch((err: unknown) => this.#app.log.error({ err }, 'an attempt to send could not be brought to its end; it is made again in its time')).finally(() => this.#underway.delete(work))
      this.#underway.add(work)
    }
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
        this.#room()
      }
    }))
  }

  /** Which of these attempts are this process's to make. */
  async #claim(claims: readonly { id: string; n: number; stamp: number }[]): Promise<Map<string, VigieRecord>> {
    const actions = claims.map(({ id, n, stamp }): NewAction => ({ id: derivedId(id, 'attempt', String(n)), record: id, kind: 'notice', type: 'attempt', at: iso(stamp), basedOn: null, patch: { n } }))
    const mine = new Map<string, VigieRecord>()
    const done = await commitEach(this.#app, actions)
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
    const { outcome, via }: Sent = await this.#sender.send(record.id, data)
    const now = this.#app.clock()
    const wait = BACKOFF_MS[n - 1]
    const base = { record: record.id, kind: 'notice', at: iso(now), basedOn: null }
    await this.#results.put(outcome.ok
      ? [{ ...base, id: derivedId(record.id, 'sent', String(n)), type: 'sent', patch: { via: via ?? '', ...(outcome.gateway ? { gateway: outcome.gateway } : {}) } }]
      : [{ ...base, id: derivedId(record.id, 'fail', String(n)), type: 'fail', patch: { because: outcome.because.slice(0, 300) || 'unknown', nextAt: outcome.final || wait === undefined ? null : iso(now + wait) } }])
    if (outcome.ok) {
      await this.#delivered(record.id, data)
    } else if (!outcome.final && wait !== undefined) {
      await this.#dropSeen(record.id, n, data)
    }
  }

  /** Somebody saw it while this was under way: it is not tried again. */
  async #dropSeen(id: string, n: number, { alerts }: Notice): Promise<void> {
    const { items } = await this.#app.store.list(SYSTEM, { kind: 'alert', ids: alerts, limit: alerts.length })
    if (items.length === alerts.length && !items.some(({ record }) => isWaiting(record.data as unknown as Alert))) {
      await this.#results.put([{ id: derivedId(id, 'drop', 'attempt', String(n)), record: id, kind: 'notice', type: 'drop', at: iso(this.#app.clock()), basedOn: null, patch: { because: SEEN_BEFORE } }])
    }
  }

  /** The alert reached somebody by another way than a screen. */
  async #delivered(notice: string, { alerts }: Notice): Promise<void> {
    for (const id of alerts) {
      const record = (await this.#app.store.get(SYSTEM, id))?.record
      const alert = record?.data as unknown as Alert | undefined
      if (record?.kind === 'alert' && alert && stateOf(alert) === 'raised') {
        const action = deliverAlert(alert, Date.parse(record.createdAt))
        const [done] = await commitEach(this.#app, [action])
        if (done?.again && stateOf(done.record.data as unknown as Alert) === 'raised') {
          // It was delivered before it was closed, and was opened again.
          await commitEach(this.#app, [{ ...action, id: derivedId(notice, 'deliver', id) }])
        }
      }
    }
  }
}

function iso(at: number): string {
  return new Date(at).toISOString()
}
