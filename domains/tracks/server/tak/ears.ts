import type { Heard } from '../../../../core/feed.ts'
import type { CotFrame } from '../../../../formats/cot/event.ts'
import { frameStream } from '../../../../formats/cot/framing.ts'
import type { App, FeedView } from '../../../../server/face.ts'

const ENCODER = new TextEncoder()

/** What was understood on its way to the feeds, and from there to picture and history. */
export class Ears {
  readonly #app: App
  #heard = new Map<string, Heard[]>()
  /** The feed something was heard of last, and what of it waits. */
  #of: string | null = null
  #list: Heard[] = []
  #handing = false

  constructor(app: App) {
    this.#app = app
  }

  /** Hand on what was understood, a chunk at a time. */
  hear(feed: FeedView, heard: readonly Heard[]): void {
    heard.forEach((one) => this.one(feed, one))
  }

  /** As `hear`, of one. */
  one(feed: FeedView, heard: Heard): void {
    if (feed.id !== this.#of) {
      this.#of = feed.id
      this.#list = this.#heard.get(feed.id) ?? []
      this.#heard.set(feed.id, this.#list)
    }
    this.#list.push(heard)
    if (!this.#handing) {
      this.#handing = true
      queueMicrotask(() => {
        this.#handing = false
        const all = this.#heard
        this.#heard = new Map()
        this.#of = null
        for (const [id, list] of all) {
          this.#app.feeds.inject(id, list, this.#app.clock())
        }
      })
    }
  }

  /** What came, as it came, where the feed keeps recordings. */
  came(feed: FeedView, line: number, frame: CotFrame): void {
    if ((feed.config.recordMb ?? 0) > 0) {
      this.#app.feeds.came(feed.id, line, frame.what === 'proto' ? frameStream(frame.bytes) : frame.bytes)
    }
  }

  /** Could not be read, or was refused: for the feed's quarantine. Never with a secret in it. */
  bad(feed: FeedView, bytes: Uint8Array, reason: string): void {
    const shown = bytes.subarray(0, 1024)
    const secret = /<auth|password\s*=/iu.test(Buffer.from(shown).toString('latin1'))
    this.one(feed, { what: 'bad', bytes: secret ? ENCODER.encode('(left out: it holds a password)') : shown.slice(), reason })
  }
}
