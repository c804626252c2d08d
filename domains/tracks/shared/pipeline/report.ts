import type { Fix, SubjectFacts, TrackSort } from '../../../../core/fix.ts'

/** Quality of a stored position: shown, kept and not shown (an outlier), or said by a person. */
export const GOOD = 0
export const SUSPECT = 1
export const MANUAL = 2

/** One position on its way through the pipeline. */
export type Report = Fix & {
  quality: 0 | 1 | 2
  /** Kept in history, but older than what is shown: moves nothing. */
  late: boolean
  facts: SubjectFacts | undefined
  /** Record of the feed it came by, null for what a person said. */
  feed: string | null
  /** Number of its identity (`Subjects`) once it is de-duplicated, −1 before. */
  slot: number
}

/** Why a position was not taken, or not as it came. Words for people are in `web/feeds/not-taken.texts.ts`. */
export const REFUSALS = ['no-identity', 'no-number', 'out-of-range', 'null-island', 'pole', 'before-2000', 'future', 'duplicate', 'too-many', 'implausible', 'not-stored'] as const
export type Refusal = (typeof REFUSALS)[number]

/** Refused altogether, or taken with something put right: the time of receipt in place of a wrong clock, an outlier kept and not shown. */
export const OUTCOME: Record<Refusal, 'refused' | 'put-right' | 'kept-not-shown'> = {
  'no-identity': 'refused', 'no-number': 'refused', 'out-of-range': 'refused', 'null-island': 'refused', 'pole': 'refused',
  'before-2000': 'put-right', 'future': 'put-right', 'duplicate': 'refused', 'too-many': 'refused', 'implausible': 'kept-not-shown', 'not-stored': 'kept-not-shown',
}

/** What a stage may ask and tell besides the reports themselves. */
export type Context = {
  /** Note what was not taken as it came. */
  note(reason: Refusal, report: Pick<Fix, 'subject' | 'lon' | 'lat' | 'at' | 'receivedAt'>): void
  /** The number of the identity a report is of (`Subjects`), −1 when no more are taken. */
  identify(report: Report): number
  /** What the subject is, as far as anybody knows: decides how fast it can be. */
  sortOf(slot: number, report: Report): TrackSort
}

export function reportOf(fix: Omit<Fix, 'at' | 'receivedAt'> & { at: number | null }, receivedAt: number, facts: SubjectFacts | undefined, feed: string | null): Report {
  return {
    subject: fix.subject, at: fix.at ?? receivedAt, receivedAt, lon: fix.lon, lat: fix.lat, altM: fix.altM, speedMs: fix.speedMs, courseDeg: fix.courseDeg, accuracyM: fix.accuracyM,
    source: fix.source, quality: fix.source === 'manual' ? MANUAL : GOOD, late: false, facts, feed, slot: -1,
  }
}
