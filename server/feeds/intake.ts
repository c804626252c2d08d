import type { Heard } from '../../core/feed.ts'
import { nowhere } from '../../core/fix.ts'
import type { FeedView } from './face.ts'
import { AHEAD_MS, ANCIENT_MS } from './health.ts'
import type { Ledger } from './ledger.ts'
import { NEW_PER_DAY, NEW_PER_HOUR, Newcomers } from './newcomers.ts'
import type { Quarantine } from './quarantine.ts'
import { Tally } from './tally.ts'

/** Among what a feed remembers, beside what its transport does. */
const NEWCOMERS = 'newcomers'

/** What becomes of what a feed understood. */
export type IntakeContext = {
  now(): number
  met(feed: string, subject: string): boolean
  heard(feed: FeedView, heard: readonly Heard[], receivedAt: number): void
}

/** What a feed takes in: counted, judged by who it is from and how old it is, and handed on; what cannot be read goes into quarantine. */
export class Intake {
  view: FeedView
  readonly tally: Tally
  readonly #context: IntakeContext
  readonly #ledger: Ledger
  readonly #quarantine: Quarantine
  readonly #newcomers: Newcomers
  /** Changes of what has to be kept. */
  touched = 0

  constructor(view: FeedView, context: IntakeContext, parts: { ledger: Ledger; quarantine: Quarantine }) {
    this.view = view
    this.#context = context
    this.#ledger = parts.ledger
    this.#quarantine = parts.quarantine
    this.tally = new Tally(parts.ledger.tally)
    this.#newcomers = new Newcomers(parts.ledger.memory[NEWCOMERS])
  }

  refuse(because: string, count = 1): void {
    this.tally.refused(this.#context.now(), because, count)
    this.touched += 1
  }

  /** Identities nobody had met, and how many the feed may bring. */
  newcomers(now: number): { hour: number; day: number; mostHour: number; mostDay: number } {
    return { ...this.#newcomers.counts(now), ...this.#mostNew() }
  }

  /** Bring what is remembered into the ledger. */
  keep(): void {
    this.#ledger.tally = this.tally.state
    this.#ledger.memory[NEWCOMERS] = this.#newcomers.kept()
  }

  /** Take what a codec understood; answers how many messages it was. `send` answers to who sent it. */
  take(heard: readonly Heard[], from: string, receivedAt: number, send: ((bytes: Uint8Array) => void) | null, topic?: string): number {
    const now = this.#context.now()
    const taken: Heard[] = []
    const fresh = new Set<string>()
    for (const one of heard) {
      if (one.what === 'bad') {
        this.tally.unreadable(now, one.reason)
        this.#quarantine.add({ at: now, from, reason: one.reason, bytes: one.bytes, ...(topic === undefined ? {} : { topic }) })
      } else if (one.what === 'reply') {
        send?.(one.bytes)
      } else if (one.what === 'nothing') {
        this.tally.empty()
        this.#ledger.arrived = now
      } else if (this.#mayCome(one, now, fresh)) {
        taken.push(one)
        this.#time(one, now)
      }
    }
    if (heard.length > 0) {
      this.touched += 1
    }
    if (taken.length > 0) {
      this.tally.took(now, taken.length)
      this.#ledger.arrived = now
      this.#context.heard(this.view, taken, receivedAt)
    }
    return heard.length
  }

  /** Who is known, and who calls for help, always may; who is not, while the feed has not brought too many of them. */
  #mayCome(one: Heard, now: number, fresh: Set<string>): boolean {
    const subject = one.what === 'position' ? one.fix.subject : one.what === 'facts' || one.what === 'text' ? one.subject : null
    // Plots bear no identity, and what the node makes itself is its own doing.
    if (subject === null || subject.startsWith('plot:') || this.view.config.transport === 'simulator' || fresh.has(subject) || this.#context.met(this.view.id, subject)) {
      return true
    }
    const { mostHour, mostDay } = this.#mostNew()
    const beyond = this.#newcomers.take(now, mostHour, mostDay)
    if (beyond === null) {
      fresh.add(subject)
      return true
    }
    this.refuse(beyond === 'hour' ? `an identity nobody has met, and more of them in an hour than the feed may bring (${mostHour})` : `an identity nobody has met, and more of them in a day than the feed may bring (${mostDay})`)
    return false
  }

  #mostNew(): { mostHour: number; mostDay: number } {
    const { mostNewPerHour = NEW_PER_HOUR, mostNewPerDay = NEW_PER_DAY } = this.view.config
    return { mostHour: mostNewPerHour, mostDay: mostNewPerDay }
  }

  /** The age of what is inside, and whether its clock can be believed. */
  #time(one: Heard, now: number): void {
    const fix = one.what === 'position' ? one.fix : one.what === 'alarm' ? one.fix : undefined
    const at = fix?.at ?? ('at' in one ? one.at : undefined)
    if (at === undefined) {
      return
    }
    if (at !== null && (at > now + AHEAD_MS || at < ANCIENT_MS)) {
      this.tally.wrongTime(now, at < ANCIENT_MS ? 'ancient' : 'ahead')
      return
    }
    // A receiver without a fix says 0/0 as often as another says where it is: that is no news of anything.
    if (one.what === 'position' && nowhere(one.fix.lon, one.fix.lat) !== null) {
      return
    }
    this.#ledger.newest = Math.max(this.#ledger.newest ?? 0, at ?? now)
  }
}
