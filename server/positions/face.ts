import type { Fix } from '../../core/fix.ts'
import type { RetentionClass } from '../../core/observation.ts'

/** Quality of a stored position: shown, or kept and not shown (an outlier), or said by a person. */
export const QUALITY = { good: 0, suspect: 1, manual: 2 } as const
export type Quality = (typeof QUALITY)[keyof typeof QUALITY]

/**
 * A stored position. `feed` is the record of the feed it came by: it decides who may see a subject that has no track. `slot` is not
 * stored: a number whoever appends knows the subject by, so that it is found sooner.
 */
export type Kept = Fix & { quality: Quality; feed?: string | null; slot?: number }

/** Box in degrees; west > east crosses the antimeridian. */
export type Box = readonly [west: number, south: number, east: number, north: number]

/** What was removed by a retention policy and why; shown on the health page and in the log of the node. */
export type Removed = { day: string; retention: RetentionClass; what: 'thinned' | 'removed'; positions: number; everyS: number | null; at: number }

/** Whether a subject that came by a feed ('' when none was said) may be read; asked once a file and subject, before anything is counted. */
export type Allow = (subject: string, feed: string) => boolean

/** What to look for; times epoch ms, `from` included, `to` not. Without `subjects` everything, without `allow` whatever they are. */
export type Span = { subjects?: readonly string[]; allow?: Allow; from: number; to: number; box?: Box }

/** A page that cannot be read; `page` −1 where it is the whole file, in a write-ahead log the byte it begins at. */
export type Damage = { file: string; page: number; detail: string }

export type PositionsState = {
  bytes: number
  /** Stored, those not yet in sealed pages included. */
  positions: number
  days: number
  damaged: Damage[]
  /** Bytes at the end of the log that a stop in the middle of writing left; none of them was acknowledged. */
  tornBytes: number
  /** Positions that were not taken because they say no place or no time, since the start. */
  refused: number
  /** Positions in the log, waiting for their pages. */
  waiting: number
  /** Why sealing or merging last failed; null when it did not. */
  failure: string | null
}

/**
 * The history of positions: segments a day (docs/architecture.md). It knows no reader: whoever asks must already have asked
 * the store which subjects may be seen. Times epoch ms, `from` included, `to` not.
 *
 * Kept to 1e-7 degrees, 1 ms of `at`, 0.1 s of `receivedAt` (1 s beyond three years between the two), 0.1 m of height and
 * accuracy, 0.01 m/s and 0.1 degree. A position that is the same in subject, feed, time, place and quality is kept once.
 */
export type Positions = {
  /**
   * Take positions; resolves when they are on the disk (group commit within 20 ms). Never throws for a single bad one.
   * Throws Problem `storage-full` or `unavailable` when they cannot be kept; then none of them is.
   */
  append(fixes: readonly Kept[], retention: RetentionClass): Promise<void>
  /** Of some subjects, oldest first within each; at most `limit` in all, thinned to one in `everyS` seconds a subject when given. */
  read(options: Span & { limit: number; everyS?: number; suspect?: boolean }): AsyncIterable<Kept[]>
  /** The last good position of each subject at a moment, at most `olderS` seconds older. */
  at(moment: number, olderS: number, options?: { allow?: Allow; box?: Box }): Promise<Map<string, Kept>>
  /** Subjects with positions in a period and box. */
  subjects(options: Span): Promise<string[]>
  /** The same, with the feeds they came by ('' where none was said). */
  identities(options: Span): Promise<{ subject: string; feed: string }[]>
  /** Apply the retention policy up to now; says what it did. Subjects in `held` are left alone. */
  retain(now: number, held: ReadonlySet<string>): Promise<Removed[]>
  /** The newest thousand, newest first. */
  removed(): Promise<Removed[]>
  /** Bytes, positions, days, and pages that were found damaged (named, skipped, never silently wrong). */
  state(): PositionsState
  /** Put what is in the log into sealed pages now; resolves when done. */
  settle(): Promise<void>
  close(): Promise<void>
}
