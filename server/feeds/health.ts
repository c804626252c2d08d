/** How a feed is, in the order in which one hides another. */
export const FEED_STATES = ['off', 'elsewhere', 'no-consent', 'no-codec', 'reconnecting', 'clock-wrong', 'silent', 'refusing', 'waiting', 'running'] as const
export type FeedState = (typeof FEED_STATES)[number]

/** Further ahead than this a clock is wrong, ms: a source may be a little fast. */
export const AHEAD_MS = 120_000
/** Fixes from before 2000 come from clocks that were never set. */
export const ANCIENT_MS = Date.UTC(2000, 0, 1)

export type HealthFacts = {
  enabled: boolean
  /** Another process on the same database runs the feeds. */
  away: boolean
  /** Why consent does not stand, in English; null when it does. */
  refusedBecause: string | null
  codec: boolean
  /** Open: listening, connected, reading. Servers of their own always are. */
  up: boolean
  /** Being opened for the first time: nothing has gone wrong yet. */
  opening: boolean
  /** Since when it has run, epoch ms. */
  since: number
  /** Newest time of a fix itself, epoch ms; null before the first. */
  newest: number | null
  silentAfterMs: number
  /** Of the last five minutes. */
  lately: { in: number; refused: number; bad: number; ahead: number; ancient: number }
}

/** The state of a feed, by the age of the data inside and not by when it arrived. */
export function stateOf(facts: HealthFacts, now: number): FeedState {
  if (!facts.enabled) {
    return 'off'
  }
  if (facts.away) {
    return 'elsewhere'
  }
  if (facts.refusedBecause !== null) {
    return 'no-consent'
  }
  if (!facts.codec) {
    return 'no-codec'
  }
  if (!facts.up) {
    return facts.opening ? 'waiting' : 'reconnecting'
  }
  const { lately } = facts
  if (lately.ahead + lately.ancient > 0 && (lately.ahead + lately.ancient) * 2 > lately.in) {
    return 'clock-wrong'
  }
  if (lately.in === 0 && lately.bad + lately.refused > 0) {
    return 'refusing'
  }
  if (now - Math.max(facts.newest ?? 0, facts.newest === null ? facts.since : 0) > facts.silentAfterMs) {
    return 'silent'
  }
  if ((lately.bad + lately.refused) * 5 > lately.in + lately.bad + lately.refused) {
    return 'refusing'
  }
  return facts.newest === null ? 'waiting' : 'running'
}
