import type { FeedView } from '../../../../server/face.ts'
import type { TakClient } from './client.ts'

/** Connections of one feed, and of all that have not said yet who they are. */
const MOST_CLIENTS = 2000
const MOST_STRANGERS = 200

/** Everybody who is connected, and by which feed. */
export class Connections {
  readonly #all = new Set<TakClient>()
  readonly #feeds = new WeakMap<TakClient, { feed: FeedView }>()
  readonly #told: (feed: string, count: number) => void
  #ended = false

  /** `told`: how many connections a feed carries now. */
  constructor(told: (feed: string, count: number) => void) {
    this.#told = told
  }

  get all(): ReadonlySet<TakClient> {
    return this.#all
  }

  add(client: TakClient, held: { feed: FeedView }): void {
    this.#feeds.set(client, held)
    this.#all.add(client)
    this.#count(held.feed.id)
  }

  delete(client: TakClient, feed: string): void {
    this.#all.delete(client)
    this.#count(feed)
  }

  /** Is there room for one more on a feed? */
  hasRoom(feed: FeedView): boolean {
    return !this.#ended && [...this.#all].filter((client) => client.feed.id === feed.id).length < MOST_CLIENTS
  }

  /** Is there room for one more that has not said yet who it is? */
  hasRoomForStranger(): boolean {
    return [...this.#all].filter((client) => !client.identity).length < MOST_STRANGERS
  }

  /** A feed changed: answers who is connected by it, told of the feed as it is now. */
  refeed(feed: FeedView): TakClient[] {
    return [...this.#all].filter((client) => {
      const held = this.#feeds.get(client)
      if (held?.feed.id !== feed.id) {
        return false
      }
      held.feed = feed
      return true
    })
  }

  /** End those of which it holds; answers how many. */
  cutWhere(which: (client: TakClient) => boolean): number {
    const found = [...this.#all].filter(which)
    found.forEach((client) => client.close(true))
    return found.length
  }

  /** Everybody is cut, and nobody comes in any more. */
  close(): void {
    this.#ended = true
    this.cutWhere(() => true)
  }

  #count(feed: string): void {
    this.#told(feed, [...this.#all].filter((client) => client.feed.id === feed && client.pipe.transport !== 'datagram').length)
  }
}
