/** Retention classes of a stream: how long the raw values are kept before thinning. */
export const RETENTION_CLASSES = ['ephemeral', 'short', 'standard', 'held'] as const
export type RetentionClass = (typeof RETENTION_CLASSES)[number]

/**
 * A high-rate fact about a subject: never in the action log. `at` is when it was true (epoch ms),
 * `receivedAt` when it arrived. Positions carry degrees; readings a value in the stream's unit.
 */
export type Observation = {
  stream: string
  subject: string
  at: number
  receivedAt: number
  lon: number | null
  lat: number | null
  value: number | null
  /** 0 good, 1 suspect (kept, not shown), 2 manual. */
  quality: number
}

/** What an observation belongs to: its feed, unit, handling and how long it is kept. */
export type Stream = {
  id: string
  feed: string
  name: string
  unit: string | null
  retention: RetentionClass
  /** Access class of everything in it. */
  level: 'U' | 'C' | 'SC'
  owner: string
}
