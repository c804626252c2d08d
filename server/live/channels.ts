import type { JsonObject } from '../../core/json.ts'
import type { Reader } from '../../core/policy.ts'
import { Problem } from '../../core/problem.ts'
import type { App } from '../http/app-context.ts'
import { Written, type Channel, type Frame } from './channel.ts'

type Open = { channel: Channel | null; due: boolean; seq: number }

/** The channels one client has opened: which have something to say, and their frames. */
export class Channels {
  readonly #app: App
  readonly #wake: () => void
  readonly #open = new Map<string, Open>()

  /** `wake` asks that what is due be taken soon. */
  constructor(app: App, wake: () => void) {
    this.#app = app
    this.#wake = wake
  }

  get size(): number {
    return this.#open.size
  }

  has(id: string): boolean {
    return this.#open.has(id)
  }

  /** Open a channel of a domain; one of this id that is open is ended first. Throws Problem. */
  open(id: string, name: string, params: JsonObject, reader: Reader): void {
    this.end(id)
    const makers = new Map(this.#app.domains.flatMap((domain) => Object.entries(domain.channels ?? {})))
    const make = makers.get(name)
    if (!make) {
      throw new Problem('not-found', `there is no channel "${name}"; there are: ${[...makers.keys()].sort().join(', ') || 'none'}`)
    }
    const open: Open = { channel: null, due: false, seq: 0 }
    this.#open.set(id, open)
    try {
      open.channel = make(this.#app, reader, params, () => {
        if (!open.due) {
          open.due = true
          this.#wake()
        }
      })
    } catch (error) {
      this.#open.delete(id)
      throw error
    }
  }

  /** Has any of them something? */
  get isDue(): boolean {
    for (const open of this.#open.values()) {
      if (open.due) {
        return true
      }
    }
    return false
  }

  /** Ids of the channels that have something, in the order they were opened. */
  due(): string[] {
    return [...this.#open].filter(([, open]) => open.due).map(([id]) => id)
  }

  /** The next frame of a channel, null when it has nothing after all. One that fails is ended and handed to `refuse`. */
  take(id: string, refuse: (error: unknown) => void): Frame | null {
    const open = this.#open.get(id)
    if (!open?.channel) {
      return null
    }
    open.due = false
    try {
      const data = open.channel.take()
      if (data === null || data === undefined) {
        return null
      }
      open.seq += 1
      return { head: `{"op":"channel","id":${JSON.stringify(id)},"seq":${open.seq},"data":`, body: data instanceof Written ? data : new Written(JSON.stringify(data)) }
    } catch (error) {
      this.end(id)
      refuse(error)
      return null
    }
  }

  /** Go on with these rights; a channel that cannot is ended and named to `refuse`. */
  become(reader: Reader, refuse: (id: string, error: unknown) => void): void {
    for (const [id, { channel }] of this.#open) {
      try {
        channel?.become(reader)
      } catch (error) {
        this.end(id)
        refuse(id, error)
      }
    }
  }

  end(id: string): void {
    const open = this.#open.get(id)
    this.#open.delete(id)
    open?.channel?.close()
  }

  endAll(): void {
    for (const id of this.#open.keys()) {
      this.end(id)
    }
  }
}
