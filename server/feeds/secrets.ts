import { createHash, randomBytes } from 'node:crypto'
import type { Store } from '../store/face.ts'

const PREFIX = 'feed.secret.'

/**
 * Keys devices push with, and passwords the node signs in elsewhere with: never part of a record, whose every change is
 * kept. One for each feed, closed under the node's master key.
 */
export class Secrets {
  readonly #store: Store
  /** Feeds by a print of their secret, so that finding one takes the same time whatever was sent. */
  readonly #feeds = new Map<string, string>()

  private constructor(store: Store) {
    this.#store = store
  }

  static async open(store: Store): Promise<Secrets> {
    const made = new Secrets(store)
    for (const { name } of await store.side.settings(PREFIX)) {
      const feed = name.slice(PREFIX.length)
      const secret = await made.get(feed)
      if (secret !== null) {
        made.#feeds.set(print(secret), feed)
      }
    }
    return made
  }

  async get(feed: string): Promise<string | null> {
    return this.#store.side.secretSetting(PREFIX + feed)
  }

  /** The feed a key belongs to. */
  feedOf(secret: string): string | null {
    return this.#feeds.get(print(secret)) ?? null
  }

  /** The one before opens nothing any more. */
  async set(feed: string, secret: string): Promise<void> {
    await this.#store.side.setSecretSetting(PREFIX + feed, secret)
    for (const [known, of] of this.#feeds) {
      if (of === feed) {
        this.#feeds.delete(known)
      }
    }
    this.#feeds.set(print(secret), feed)
  }

  /** A new key of 128 bits. */
  async renew(feed: string): Promise<string> {
    const secret = randomBytes(16).toString('hex')
    await this.set(feed, secret)
    return secret
  }
}

function print(secret: string): string {
  return createHash('sha256').update(secret).digest('base64')
}
