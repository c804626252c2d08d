import type { FeedConfig } from '../../core/feed-config.ts'
import type { Heard } from '../../core/feed.ts'
import type { ServerTls } from '../tls-files.ts'
import type { Handling } from '../../core/handling.ts'

/** A feed as those who take its input see it; the handling and area are those of its record. */
export type FeedView = { id: string; ref: string; config: FeedConfig; handling: Handling; area: string | null }

/** What one feed heard, in order. `receivedAt` is epoch ms. `replay`: from a recording, never to be stored as new. */
export type Delivery = { feed: FeedView; heard: readonly Heard[]; receivedAt: number; replay: boolean }

/** The supervised feeds of a node. */
export type Feeds = {
  /** Everything any feed hears, but what is `bad` or `reply`, which the supervisor deals with. A listener must not throw. */
  onHeard(listener: (delivery: Delivery) => void): () => void
  /**
   * For servers that keep connections of their own (TAK, HTTP push): hand on what was understood. Counts, limits, health,
   * consent and quarantine are the feed's. Answers how much was refused, and why; nothing is refused silently.
   */
  inject(feed: string, heard: readonly Heard[], receivedAt: number): { refused: number; because: string | null }
  /**
   * For the same servers: keep a message as it came, where the feed records. `line` tells connections apart. Never with a secret
   * in it: those who may see every track of the feed are given recordings.
   */
  came(feed: string, line: number, bytes: Uint8Array): void
  /** Said by whoever keeps the node's own certificate: what listeners show, made where there is none yet. */
  offerTls(own: () => Promise<ServerTls>): void
  /** Said by whoever keeps identities: has this one been met? Until it is said everything has been. */
  knows(met: (feed: string, subject: string) => boolean): void
  /** The feeds that run a codec now, consent standing. */
  running(codec: string): FeedView[]
  get(feed: string): FeedView | null
  /** Called when a feed starts, changes or stops. */
  onChange(listener: () => void): () => void
  /** Say how many connections a server of its own carries, for the health page. */
  connections(feed: string, count: number): void
  /** Say why a server of its own is not open for a feed (English), null when it is; `off`: it is not meant to be. Until it is said it counts as open. */
  stands(feed: string, closedBecause: string | null, off?: boolean): void
}
