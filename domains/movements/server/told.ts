import { SYSTEM, type App } from '../../../server/face.ts'
import { endAlert, raiseAlert, type AlertKey } from '../../watch/contract.ts'
import type { Following } from '../shared/following.ts'
import { standingOf, type Standing } from '../shared/standing.ts'
import type { MovementRecord } from './book.ts'
import { nodeAction, say } from './writer.ts'

const MOST = 2000

/** Alerts about movements: raised when they stand, ended when they no longer do, each once. */
export class Told {
  readonly #app: App
  readonly #open = new Map<string, Map<string, AlertKey>>()

  constructor(app: App) {
    this.#app = app
  }

  /** Read which alerts of movements are open, so that those that are over are ended after a restart as well. */
  async load(): Promise<void> {
    const { items } = await this.#app.store.list(SYSTEM, { kind: 'alert', where: { rule: RULES, state: ['raised', 'delivered', 'acknowledged', 'acted'] }, limit: MOST })
    for (const { record } of items) {
      const { rule, subject, episode } = record.data as unknown as AlertKey
      this.#note(String(record.data['record'] ?? ''), { rule, subject, episode })
    }
  }

  /** Bring the alerts of a movement to what stands at `now`. */
  async settle(record: MovementRecord, following: Following | null, now: number): Promise<void> {
    const standing = record.workflow === 'approved' ? standingOf(record.data, following, now) : []
    const wanted = new Set(standing.map((one) => keyOf(one)))
    for (const [key, alert] of this.#open.get(record.id) ?? []) {
      if (!wanted.has(key)) {
        await say(this.#app, await endAlert(this.#app.store, SYSTEM, alert, now))
        this.#open.get(record.id)?.delete(key)
      }
    }
    for (const one of standing) {
      if (!this.#open.get(record.id)?.has(keyOf(one))) {
        await this.#raise(record, one)
      }
    }
  }

  async #raise(record: MovementRecord, one: Standing): Promise<void> {
    const { rule, episode, severity, sos, title, text, place, at, step } = one
    const key: AlertKey = { rule, subject: record.id, episode }
    await say(this.#app, raiseAlert({ ...key, severity, ...(sos ? { sos } : {}), title, ...(text ? { text } : {}), place, at, handling: record.handling, area: record.area, track: record.data.tracks?.[0] ?? null, record: record.id }))
    this.#note(record.id, key)
    if (step) {
      await say(this.#app, nodeAction(record.id, 'late', step, at, episode))
    }
  }

  #note(record: string, key: AlertKey): void {
    const open = this.#open.get(record) ?? new Map<string, AlertKey>()
    open.set(`${key.rule} ${key.episode}`, key)
    this.#open.set(record, open)
  }
}

const RULES = ['movement-not-gone', 'movement-lost', 'movement-overdue', 'movement-help', 'movement-contact', 'movement-breakdown', 'movement-off-way', 'movement-stopped']

function keyOf({ rule, episode }: Standing): string {
  return `${rule} ${episode}`
}
