import path from 'node:path'
import type { FastifyBaseLogger } from 'fastify'
import type { Codec, Heard } from '../../core/feed.ts'
import type { ServerTls } from '../tls-files.ts'
import { Bucket } from './bucket.ts'
import type { FeedView } from './face.ts'
import { stateOf, type FeedState } from './health.ts'
import { Intake, type IntakeContext } from './intake.ts'
import { readLedger, writeLedger, type Ledger, type StateChange } from './ledger.ts'
import { DecodedLine } from './line.ts'
import { Quarantine } from './quarantine.ts'
import { Recorder } from './recorder.ts'
import { reread, type Reread } from './reread.ts'
import type { Carrier, Host, Line, OpenTransport, Peer } from './transport.ts'

const STANDARD_PER_SECOND = 2000
const STANDARD_SILENT_S = 300
const RECENT_MINUTES = 5

/** What a feed needs of the supervisor it belongs to. */
export type RunContext = IntakeContext & {
  folder: string
  folders: readonly string[]
  log: FastifyBaseLogger
  secret(feed: string): Promise<string | null>
  tls(): Promise<ServerTls>
  changed(): void
}

/** How a feed stands, for those who may read its record. Times epoch ms. */
export type FeedHealth = {
  state: FeedState
  /** Since when it has been in this state. */
  since: number
  /** What a transport or the register says, in English; null when there is nothing to say. */
  because: string | null
  detail: string | null
  nextTry: number | null
  newest: number | null
  arrived: number | null
  connections: number
  hour: { in: number; refused: number; bad: number }
  total: { in: number; refused: number; bad: number }
  refusedBy: { [reason: string]: number }
  badBy: { [reason: string]: number }
  /** Messages understood that held nothing to keep, since the feed was made. */
  nothing: number
  quarantined: number
  recordedBytes: number
  /** Identities nobody had met, and how many it may bring. */
  newcomers: { hour: number; day: number; mostHour: number; mostDay: number }
}

/** One feed from the moment its record is known: it runs and stops; its counts, quarantine and recordings stay. */
export class FeedRun {
  view: FeedView
  readonly quarantine: Quarantine
  readonly recorder: Recorder
  readonly #context: RunContext
  readonly #folder: string
  readonly #ledger: Ledger
  readonly #intake: Intake
  #bucket: Bucket
  #codec: Codec | null = null
  /** Its server is elsewhere (TAK): it is given what was understood. */
  #elsewhere = false
  #active = false
  /** Its own server is kept shut by who runs the machine. */
  #off = false
  #refusedBecause: string | null = null
  /** Another process runs it, and keeps what is kept of it. */
  #away: string | null = null
  #carrier: Carrier | null = null
  #turn: Promise<void> = Promise.resolve()
  #lines = new Set<DecodedLine>()
  #since: number
  #up = false
  #detail: string | null = null
  #because: string | null = null
  #nextTry: number | null = null
  #connections = 0
  #written = 0
  #stale = false
  /** Number of the opening: what an older one still says is not heard. */
  #opening = 0

  private constructor(view: FeedView, context: RunContext, parts: { folder: string; ledger: Ledger; quarantine: Quarantine; recorder: Recorder }) {
    this.view = view
    this.#context = context
    this.#folder = parts.folder
    this.#ledger = parts.ledger
    this.quarantine = parts.quarantine
    this.recorder = parts.recorder
    this.#intake = new Intake(view, context, parts)
    this.#bucket = new Bucket(view.config.mostPerSecond ?? STANDARD_PER_SECOND)
    this.#since = context.now()
  }

  static async make(view: FeedView, context: RunContext): Promise<FeedRun> {
    // Ids come from records; whatever they hold, the folder is one below ours.
    const folder = path.join(context.folder, view.id.replace(/[^A-Za-z0-9_-]/g, '_'))
    const failed = (error: Error): void => context.log.warn({ feed: view.ref, detail: error.message }, 'what a feed keeps could not be written')
    return new FeedRun(view, context, { folder, ledger: await readLedger(folder), quarantine: await Quarantine.open(folder, failed), recorder: await Recorder.open(path.join(folder, 'recordings'), failed) })
  }

  /** Bring it to what its record and the register say. `open` null: the transport is not opened now, or is elsewhere. */
  set(view: FeedView, wanted: { codec: Codec | null; elsewhere: boolean; refusedBecause: string | null; away: string | null; open: OpenTransport | null }): void {
    const before = this.view.config
    const active = view.config.enabled && wanted.away === null && wanted.refusedBecause === null && (wanted.codec !== null || wanted.elsewhere)
    const open = active ? wanted.open : null
    const same = !this.#stale && JSON.stringify(before) === JSON.stringify(view.config) && active === this.#active && (open !== null) === (this.#carrier !== null)
    this.view = this.#intake.view = view
    this.#refusedBecause = wanted.refusedBecause
    this.#away = wanted.away
    this.#elsewhere = wanted.elsewhere
    if (same) {
      this.look()
      return
    }
    this.#stale = false
    this.#halt()
    this.#off = false
    this.#codec = wanted.codec
    this.#active = active
    this.#bucket = new Bucket(view.config.mostPerSecond ?? STANDARD_PER_SECOND)
    if (wanted.away === null) {
      this.recorder.limit((view.config.recordMb ?? 0) * 1_000_000)
    }
    if (active) {
      this.#since = this.#context.now()
      this.#up = wanted.elsewhere
      if (open !== null) {
        this.#start(open)
      }
    }
    this.look()
    this.#context.changed()
  }

  /** Stop at once: not a byte more is taken. Resolves when everything is closed. */
  async close(): Promise<void> {
    this.#halt()
    this.#active = false
    await this.#turn
    await this.quarantine.flush()
    await this.recorder.close()
    await this.save()
  }

  /** Resolves when what was open is closed. */
  halted(): Promise<void> {
    return this.#turn
  }

  get active(): boolean {
    return this.#active
  }

  get codec(): Codec | null {
    return this.#codec
  }

  /** Milliseconds until one more message is taken. */
  wait(): number {
    return this.#bucket.wait()
  }

  refuse(because: string, count = 1): void {
    this.#intake.refuse(because, count)
  }

  connections(count: number): void {
    this.#connections = count
  }

  /** What a server of its own says: why it is not open for this feed, null when it is; `off`: it is not meant to be. */
  stands(closedBecause: string | null, off = false): void {
    if (this.#elsewhere && this.#active) {
      this.#up = closedBecause === null
      this.#off = off
      this.#because = closedBecause?.slice(0, 500) ?? null
      this.look()
    }
  }

  /**
   * Take what a server of its own understood. Calls for help pass whatever the limit; of the rest as many as there is room
   * for, and the others are counted as refused.
   */
  inject(heard: readonly Heard[], receivedAt: number, from: string): { refused: number; because: string | null } {
    if (!this.#active) {
      const because = this.#away ?? this.#refusedBecause ?? (this.view.config.enabled ? 'the feed does not run' : 'the feed is switched off')
      this.refuse(because, heard.length)
      return { refused: heard.length, because }
    }
    let room = Math.floor(this.#bucket.left())
    const taken: Heard[] = []
    for (const one of heard) {
      if (room > 0 || one.what === 'alarm') {
        taken.push(one)
        room -= 1
      }
    }
    this.#bucket.take(this.#intake.take(taken, from, receivedAt, null))
    const refused = heard.length - taken.length
    const because = refused === 0 ? null : `more than ${this.view.config.mostPerSecond ?? STANDARD_PER_SECOND} messages a second`
    if (because !== null) {
      this.refuse(because, refused)
    }
    return { refused, because }
  }

  /** Record what a server of its own was sent. */
  came(line: number, bytes: Uint8Array): void {
    if (this.#active) {
      this.recorder.write(line, this.#context.now(), bytes, undefined)
    }
  }

  /**
   * Take one whole message that came by a door of the node itself, as HTTP push. Null while the feed does not run. `because` is
   * why something was refused or could not be read.
   */
  message(from: string, bytes: Uint8Array, topic: string | undefined): { taken: number; bad: number; refused: number; because: string | null; replies: Uint8Array[] } | null {
    if (!this.#active || !this.#codec) {
      return null
    }
    const replies: Uint8Array[] = []
    const { state } = this.#intake.tally
    const before = { in: state.in, bad: state.bad, refused: state.refused }
    const line = this.#line({ from, flow: null, send: (reply) => replies.push(reply), whole: true }, this.#codec)
    line.push(bytes, topic)
    line.end()
    const bad = state.bad - before.bad
    return { taken: state.in - before.in, bad, refused: state.refused - before.refused, because: bad > 0 ? (this.quarantine.list()[0]?.reason ?? null) : null, replies }
  }

  /** Why it does not run, in English; null when it does. */
  get stopped(): string | null {
    return this.#active ? null : (this.#away ?? this.#refusedBecause ?? (this.view.config.enabled ? 'its format is not known here' : 'it is switched off'))
  }

  get consentRefused(): boolean {
    return this.#refusedBecause !== null
  }

  /** Its secret changed: open it anew the next time it is set. */
  stale(): void {
    this.#stale = true
  }

  /** Read again what could not be read: all, or the entries named. */
  retry(ids: readonly number[] | null): Reread {
    return reread(this.quarantine, ids, { codec: this.#active ? this.#codec : null, options: this.view.config.options }, (heard, from, at) => this.#intake.take(heard, from, at, null))
  }

  health(): FeedHealth {
    const now = this.#context.now()
    this.look()
    const { tally } = this.#intake
    const { state } = tally
    const { in: taken, refused, bad } = tally.lately(now, 60)
    const last = this.#ledger.changes.at(-1)
    return {
      state: this.#state(now), since: this.#away !== null ? this.#since : (last?.at ?? this.#since), because: this.#away ?? this.#refusedBecause ?? this.#because, detail: this.#detail, nextTry: this.#nextTry,
      newest: this.#ledger.newest, arrived: this.#ledger.arrived, connections: this.#connections,
      hour: { in: taken, refused, bad }, total: { in: state.in, refused: state.refused, bad: state.bad }, refusedBy: state.refusedBy, badBy: state.badBy, nothing: state.nothing ?? 0,
      quarantined: this.quarantine.size, recordedBytes: this.recorder.bytes,
      newcomers: this.#intake.newcomers(now),
    }
  }

  changes(): readonly StateChange[] {
    return this.#ledger.changes
  }

  /** Note a change of state when there is one. */
  look(): void {
    const now = this.#context.now()
    const state = this.#state(now)
    const opening = this.#active && !this.#up && this.#because === null
    if (opening || this.#away !== null || this.#ledger.changes.at(-1)?.state === state) {
      return
    }
    // It went silent when its newest data grew too old, not when somebody looked.
    const at = state === 'silent' && this.#ledger.newest !== null ? Math.max(this.#since, Math.min(now, this.#ledger.newest + this.#silentAfterMs())) : now
    this.#ledger.changes.push({ state, at, because: this.#refusedBecause ?? this.#because })
    if (this.#ledger.changes.length > 400) {
      this.#ledger.changes.splice(0, 200)
    }
    this.#intake.touched += 1
    this.#context.changed()
  }

  /** Put what it remembers on the disk, when it changed. */
  async save(): Promise<void> {
    if (this.#away !== null || this.#intake.touched === this.#written) {
      return
    }
    this.#written = this.#intake.touched
    this.#intake.keep()
    try {
      await writeLedger(this.#folder, this.#ledger)
    } catch (error) {
      this.#context.log.warn({ feed: this.view.ref, detail: (error as Error).message }, 'counts of a feed could not be written')
    }
  }

  #silentAfterMs(): number {
    return (this.view.config.silentAfterS ?? STANDARD_SILENT_S) * 1000
  }

  #state(now: number): FeedState {
    return stateOf(
      {
        enabled: this.view.config.enabled && !this.#off, away: this.#away !== null, refusedBecause: this.#refusedBecause, codec: this.#codec !== null || this.#elsewhere, up: this.#up, opening: this.#because === null, since: this.#since,
        newest: this.#ledger.newest, silentAfterMs: this.#silentAfterMs(), lately: this.#intake.tally.lately(now, RECENT_MINUTES),
      },
      now,
    )
  }

  #halt(): void {
    this.#opening += 1
    for (const line of this.#lines) {
      line.close()
    }
    this.#lines.clear()
    const carrier = this.#carrier
    this.#carrier = null
    this.#up = false
    this.#detail = null
    this.#because = null
    this.#nextTry = null
    this.#connections = 0
    if (carrier) {
      this.#turn = this.#turn.then(() => carrier.close()).catch((error: unknown) => this.#context.log.warn({ feed: this.view.ref, detail: String(error) }, 'a feed did not close'))
    }
  }

  #start(open: OpenTransport): void {
    const opening = this.#opening
    const host = this.#host(opening)
    const held: { carrier: Carrier | null; closed: boolean } = { carrier: null, closed: false }
    this.#carrier = {
      async close() {
        held.closed = true
        await held.carrier?.close()
      },
    }
    // The one before must have let go of its port first.
    this.#turn = this.#turn.then(() => {
      if (!held.closed && opening === this.#opening) {
        try {
          held.carrier = open(host)
        } catch (error) {
          host.down((error as Error).message, null)
        }
      }
    })
  }

  #host(opening: number): Host {
    const current = (): boolean => opening === this.#opening
    const ledger = this.#ledger
    return {
      config: this.view.config, ref: this.view.ref, folders: this.#context.folders, messages: this.#codec?.datagrams ?? false,
      now: () => this.#context.now(), wait: () => this.#bucket.wait(),
      line: (peer) => (current() && this.#codec ? this.#line(peer, this.#codec) : NOWHERE),
      deliver: (heard) => {
        if (!current()) {
          return false
        }
        this.inject(heard, this.#context.now(), 'the node')
        return this.#bucket.left() >= 1
      },
      up: (detail) => {
        if (current()) {
          this.#up = true
          this.#detail = detail
          this.#because = null
          this.#nextTry = null
          this.look()
        }
      },
      down: (because, nextTry) => {
        if (current()) {
          this.#up = false
          this.#detail = null
          this.#because = because.slice(0, 500)
          this.#nextTry = nextTry
          this.look()
        }
      },
      refuse: (because) => current() && this.refuse(because),
      connections: (count) => {
        if (current()) {
          this.#connections = count
        }
      },
      secret: () => this.#context.secret(this.view.id),
      tls: () => this.#context.tls(),
      memory: {
        get: (name) => ledger.memory[name],
        set: (name, value) => {
          ledger.memory[name] = value
          this.#intake.touched += 1
        },
      },
    }
  }

  #line(peer: Peer, codec: Codec): Line {
    const id = this.recorder.line()
    const line: DecodedLine = new DecodedLine(
      {
        codec, options: this.view.config.options ?? {}, bucket: this.#bucket, perSecond: this.view.config.mostPerSecond ?? STANDARD_PER_SECOND,
        now: () => this.#context.now(),
        take: (heard, from, topic) => this.#intake.take(heard, from.from, this.#context.now(), from.send, topic),
        came: (chunk, topic) => this.recorder.write(id, this.#context.now(), chunk, topic),
        refuse: (because) => this.refuse(because),
        done: () => this.#lines.delete(line),
      },
      peer,
    )
    this.#lines.add(line)
    return line
  }

}

const NOWHERE: Line = {
  push() {
    // The feed was stopped while its transport was opening.
  },
  end() {
    // Nothing was begun.
  },
}
