import type { JsonObject } from '../../core/json.ts'
import type { Reader } from '../../core/policy.ts'
import type { App } from '../http/app-context.ts'
import { pack } from './pack.ts'

/** JSON that is written already, for what many screens are sent alike. */
export class Written {
  #json: string | Buffer
  #bytes: Buffer | null = null
  #packed: Buffer | Promise<Buffer> | null = null

  /** As text or in UTF-8. */
  constructor(json: string | Buffer) {
    this.#json = json
  }

  /** Letters or bytes. */
  get length(): number {
    return this.#json.length
  }

  get json(): string {
    if (typeof this.#json !== 'string') {
      this.#json = this.#json.toString('utf8')
    }
    return this.#json
  }

  /** In UTF-8. */
  get bytes(): Buffer {
    this.#bytes ??= typeof this.#json === 'string' ? Buffer.from(this.#json) : this.#json
    return this.#bytes
  }

  /** Packed for the wire as the end of a frame, once for all it is sent to. */
  packed(): Buffer | Promise<Buffer> {
    this.#packed ??= pack(this.#json, '}')
    return this.#packed
  }
}

/** A frame of a channel: `head`, `body`, `}`. */
export type Frame = { head: string; body: Written }

/**
 * A stream one screen has opened: what is not records, such as positions. It is asked for a frame when there is something to
 * say and the screen can take it, so that a slow screen gets fewer, newer frames and holds up nobody.
 */
export type Channel = {
  /** What is to be sent now as one JSON value or as `Written`, null for nothing. Called after `ready`, never while the screen is slow. */
  take(): unknown
  /** The reader's rights, or the areas they hold in, may have changed: go on with these. Called before anything more is taken. */
  become(reader: Reader): void
  close(): void
}

/** Opens a stream for a reader. `ready` says that `take` has something. Throws Problem when the parameters make no sense. */
export type ChannelMaker = (app: App, reader: Reader, params: JsonObject, ready: () => void) => Channel
