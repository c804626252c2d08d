import { derivedId } from '../../../../core/digest.ts'
import type { Handling } from '../../../../core/handling.ts'
import type { JsonObject } from '../../../../core/json.ts'
import type { Reader } from '../../../../core/policy.ts'
import { Problem } from '../../../../core/problem.ts'
import type { NewAction, VigieRecord } from '../../../../core/record.ts'
import { systemFor, type App } from '../../../../server/face.ts'
import type { FieldReport } from '../../shared/field-report.ts'
import type { Message, MessageReceipt } from '../../shared/message.ts'

/** Records being written or waiting for it at most; beyond, what comes is refused and counted. */
export const MOST_WRITING = 20_000
/** Receipts of a message are gathered for so long and written together. */
const GATHER_MS = 250
/** A report that its device moves again and again is written at most so often; the last always is. */
export const REPORT_EVERY_MS = 2000

/** Who the chain names: the person, else the node. */
export type Author = Pick<Reader, 'user' | 'name' | 'org'>
export const NOBODY: Author = { user: 'system', name: 'Vigie', org: 'system' }

type Pending = { author: Author; record: string; receipts: MessageReceipt[]; at: number }
/** `next` is what is written when the time comes; nothing of what was written is held on to. */
type Held = { next: { run: () => Promise<void>; replaced: () => void } | null; timer: NodeJS.Timeout | null; at: number }

/** Puts what comes over the stream into records, once each, without holding up the stream. */
export class Keeper {
  readonly #app: Pick<App, 'store' | 'clock' | 'log'>
  readonly #receipts = new Map<string, Pending>()
  readonly #reports = new Map<string, Held>()
  #timer: NodeJS.Timeout | null = null
  #writing = new Set<Promise<unknown>>()
  /** Written, and refused because too many waited or the store would not take them. */
  kept = 0
  lost = 0
  merged = 0

  constructor(app: Pick<App, 'store' | 'clock' | 'log'>) {
    this.#app = app
  }

  /** The record of a message. The same one sent again is the same record; another under a taken id has one of its own. */
  static messageId(uid: string): string {
    return derivedId('message', uid)
  }

  static reportId(uid: string): string {
    return derivedId('field-report', uid)
  }

  /** Keep a message. Resolves to its record's id, or null when it could not be kept. */
  message(data: Message, handling: Handling, area: string | null, author: Author): Promise<string | null> {
    const record = Keeper.messageId(data.uid)
    const twin = derivedId('message', data.uid, data.from.uid, data.text)
    const create = (id: string): NewAction => ({
      id: derivedId(id, 'create', data.from.uid, data.text), record: id, kind: 'message', type: 'create', at: this.#now(), basedOn: null,
      patch: { data: data as unknown as JsonObject, handling: handling as unknown as JsonObject, area },
    })
    return this.#write(async () => {
      try {
        await this.#commit(author, create(record))
        return record
      } catch (error) {
        const standing = isTaken(error) ? await this.#standing(record) : null
        if (!standing) {
          throw error
        }
        const { from, text } = standing.data as unknown as Message
        if (from.uid === data.from.uid && text === data.text) {
          return record
        }
        await this.#commit(author, create(twin)).catch((again: unknown) => {
          if (!isTaken(again)) {
            throw again
          }
        })
        return twin
      }
    })
  }

  /** Somebody's device has a message, or its reader has read it. */
  receipt(messageUid: string, receipt: MessageReceipt, author: Author): void {
    const record = Keeper.messageId(messageUid)
    const key = `${record} ${author.user}`
    const pending = this.#receipts.get(key)
    if (pending) {
      pending.receipts.push(receipt)
    } else if (this.#receipts.size >= MOST_WRITING) {
      this.lost += 1
      return
    } else {
      this.#receipts.set(key, { author, record, receipts: [receipt], at: this.#app.clock() })
    }
    this.#timer ??= setTimeout(() => this.#flushReceipts(), GATHER_MS)
  }

  /**
   * Keep what a device reported or drew; the same uid again is the same record. `done` is called with the record as it then is,
   * or null when it could not be kept; `replaced` instead for one that was replaced by a newer before it was written.
   */
  report(data: FieldReport, handling: Handling, area: string | null, author: Author, done: (record: VigieRecord | null) => void, replaced: () => void): void {
    const id = Keeper.reportId(data.uid)
    const now = performance.now()
    const held = this.#reports.get(id)
    const run = async () => done(await this.#write(() => this.#putReport(id, data, handling, area, author)))
    if (held && now - held.at < REPORT_EVERY_MS) {
      const { next } = held
      held.next = { run, replaced }
      if (next) {
        this.merged += 1
        next.replaced()
      }
      held.timer ??= setTimeout(() => this.#writeHeld(held), REPORT_EVERY_MS - (now - held.at))
      return
    }
    if (this.#reports.size >= MOST_WRITING) {
      for (const [key, one] of this.#reports) {
        if (!one.timer && now - one.at >= REPORT_EVERY_MS) {
          this.#reports.delete(key)
        }
      }
    }
    this.#reports.set(id, { next: null, timer: null, at: now })
    void run()
  }

  #writeHeld(held: Held): void {
    clearTimeout(held.timer ?? undefined)
    held.timer = null
    held.at = performance.now()
    const { next } = held
    held.next = null
    void next?.run()
  }

  /** Its device takes a report back. `as`: who must have the right, null for whoever sent it. Answers whether it was. */
  async retract(uid: string, reason: string, as: Reader): Promise<boolean> {
    const id = Keeper.reportId(uid)
    const done = await this.#write(async () => {
      const standing = await this.#standing(id)
      if (!standing || standing.workflow === 'retracted') {
        return false
      }
      await this.#app.store.commit(as, [{ id: derivedId(id, 'retract', String(standing.version)), record: id, kind: 'field-report', type: 'retract', at: this.#now(), basedOn: standing.version, patch: {}, reason }])
      return true
    }, true)
    return done === true
  }

  /** Who sent a report last; null when there is none. */
  async sender(uid: string): Promise<FieldReport['from'] | null> {
    const standing = await this.#standing(Keeper.reportId(uid))
    return standing ? (standing.data as unknown as FieldReport).from : null
  }

  /** Write what was accepted, then stop. */
  async close(): Promise<void> {
    clearTimeout(this.#timer ?? undefined)
    this.#flushReceipts()
    this.#reports.forEach((held) => this.#writeHeld(held))
    while (this.#writing.size > 0) {
      await Promise.allSettled(this.#writing)
    }
  }

  async #putReport(id: string, data: FieldReport, handling: Handling, area: string | null, author: Author): Promise<VigieRecord> {
    const { store } = this.#app
    const base = { record: id, kind: 'field-report', at: this.#now() }
    const standing = await this.#standing(id)
    const system = systemFor(author)
    if (!standing) {
      const [made] = await store.commit(system, [{ ...base, id: derivedId(id, 'create', data.cot), type: 'create', basedOn: null, patch: { data: data as unknown as JsonObject, handling: handling as unknown as JsonObject, ...(data.place ? {} : { area }) } }])
      return made!.record
    }
    if (standing.workflow === 'retracted') {
      await store.commit(system, [{ ...base, id: derivedId(id, 'reinstate', String(standing.version)), type: 'reinstate', basedOn: standing.version, patch: {}, reason: 'sent again by a device' }])
    } else if (same(standing.data as unknown as FieldReport, data)) {
      return standing
    }
    const { promoted: _promoted, ...before } = standing.data as unknown as FieldReport
    // What is no longer said is cleared.
    const fields = { ...Object.fromEntries(Object.keys(before).map((key) => [key, null])), ...data } as unknown as JsonObject
    const [changed] = await store.commit(system, [{ ...base, id: derivedId(id, 'edit', data.cot, String(standing.version)), type: 'edit', basedOn: null, patch: { fields } }])
    return changed!.record
  }

  #flushReceipts(): void {
    this.#timer = null
    const pending = [...this.#receipts.values()]
    this.#receipts.clear()
    for (const { author, record, receipts, at } of pending) {
      const patch = { receipts: receipts.slice(0, 500) as unknown as JsonObject[] }
      const action = { id: derivedId(record, 'receipt', JSON.stringify(patch)), record, kind: 'message', type: 'receipt', at: new Date(at).toISOString(), basedOn: null, patch }
      void this.#write(async () => {
        // The message may still be on its way to the disk.
        await Promise.allSettled([...this.#writing].slice(0, 1))
        await this.#commit(author, action)
      }, true)
    }
  }

  async #standing(id: string): Promise<VigieRecord | null> {
    return (await this.#app.store.get(systemFor(NOBODY), id))?.record ?? null
  }

  #commit(author: Author, action: NewAction): Promise<unknown> {
    return this.#app.store.commit(systemFor(author), [action])
  }

  /** Run a write; null when it failed, which is logged unless it was to be expected. */
  async #write<T>(work: () => Promise<T>, quiet = false): Promise<T | null> {
    if (this.#writing.size >= MOST_WRITING) {
      this.lost += 1
      return null
    }
    const running = work()
    this.#writing.add(running)
    try {
      const done = await running
      this.kept += 1
      return done
    } catch (error) {
      if (!quiet || !(error instanceof Problem)) {
        this.lost += 1
        this.#app.log.error({ detail: String(error) }, 'what came over a TAK stream could not be kept')
      }
      return null
    } finally {
      this.#writing.delete(running)
    }
  }

  #now(): string {
    return new Date(this.#app.clock()).toISOString()
  }
}

function isTaken(error: unknown): boolean {
  return error instanceof Problem && (error.id === 'duplicate' || error.id === 'idempotency-mismatch')
}

/** Nothing new but the times at which the device said it again. */
function same(a: FieldReport, b: FieldReport): boolean {
  const bare = ({ time: _time, stale: _stale, cot, promoted: _promoted, ...rest }: FieldReport) => JSON.stringify([rest, cot.replaceAll(/ (?:time|start|stale)="[^"]*"/gu, '')])
  return bare(a) === bare(b)
}
