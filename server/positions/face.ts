import type { Fix } from '../../core/fix.ts'
import type { RetentionClass } from '../../core/observation.ts'

/** Quality of a stored position: shown, or kept and not shown (an outlier), or said by a person. */
export const QUALITY = { good: 0, suspect: 1, manual: 2 } as const
export type Quality = (typeof QUALITY)[keyof typeof QUALITY]

/** A stored position. */
export type Kept = Fix & { quality: Quality }

/** Box in degrees; west > east crosses the antimeridian. */
export type Box = readonly [west: number, south: number, east: number, north: number]

/** What was removed by a retention policy and why; shown on the health page and in the log of the node. */
export type Removed = { day: string; retention: RetentionClass; what: 'thinned' | 'removed'; positions: number; everyS: number | null; at: number }

/**
 * The history of positions: segments a day (docs/architecture.md). It knows no reader: whoever asks must already have asked
 * the store which subjects may be seen. Times epoch ms, `from` included, `to` not.
 */
export type Positions = {
  /** Take positions; resolves when they are on the disk (group commit within 20 ms). Never throws for a single bad one. */
  append(fixes: readonly Kept[], retention: RetentionClass): Promise<void>
  /** Of some subjects, oldest first within each; at most `limit` in all, thinned to one in `everyS` seconds a subject when given. */
  read(options: { subjects?: readonly string[]; from: number; to: number; box?: Box; limit: number; everyS?: number; suspect?: boolean }): AsyncIterable<Kept[]>
  /** The last good position of each subject at a moment, at most `olderS` seconds older. */
  at(moment: number, olderS: number): Promise<Map<string, Kept>>
  /** Subjects with positions in a period and box. */
  subjects(options: { from: number; to: number; box?: Box }): Promise<string[]>
  /** Apply the retention policy up to now; says what it did. Subjects in `held` are left alone. */
  retain(now: number, held: ReadonlySet<string>): Promise<Removed[]>
  removed(): Promise<Removed[]>
  /** Bytes, positions, days, and pages that were found damaged (named, skipped, never silently wrong). */
  state(): { bytes: number; positions: number; days: number; damaged: { file: string; page: number; detail: string }[] }
  close(): Promise<void>
}
