import fc from 'fast-check'
import { FIX_SOURCES } from '../../../core/fix.ts'
import { bboxContains } from '../../../core/place-geodesy.ts'
import type { Box, Kept, Span } from '../face.ts'
import { QUALITY } from '../face.ts'

export const DAY_MS = 86_400_000
/** 2026-11-20, a Friday, 00:00 UTC. */
export const T0 = Date.UTC(2026, 10, 20)

/** A position with members of its own; others are filled in. */
export function fixAt(subject: string, at: number, lon: number, lat: number, more: Partial<Kept> = {}): Kept {
  return { subject, at, receivedAt: at + 1500, lon, lat, altM: 412.5, speedMs: 8.25, courseDeg: 271.5, accuracyM: 5, source: 'gps', quality: QUALITY.good, feed: null, ...more }
}

/** Any position the history keeps exactly: values on its own steps. */
export function anyFix(subjects: readonly string[], days = 3): fc.Arbitrary<Kept> {
  const step = (min: number, max: number, per: number): fc.Arbitrary<number> => fc.integer({ min: min * per, max: max * per }).map((n) => n / per)
  const maybe = (value: fc.Arbitrary<number>): fc.Arbitrary<number | null> => fc.option(value, { freq: 3 })
  return fc.record({
    subject: fc.constantFrom(...subjects),
    at: fc.oneof(fc.integer({ min: T0, max: T0 + days * DAY_MS - 1 }), fc.integer({ min: T0 / 60_000, max: (T0 + days * DAY_MS) / 60_000 - 1 }).map((n) => n * 60_000)),
    delay: fc.integer({ min: -50, max: 100_000 }),
    lon: fc.oneof(step(-180, 180, 10_000_000), step(179, 180, 10_000_000), step(-180, -179, 10_000_000), step(18, 19, 1000)),
    lat: fc.oneof(step(-90, 90, 10_000_000), step(4, 5, 1000)),
    altM: maybe(step(-400, 12_000, 10)), speedMs: maybe(step(0, 300, 100)), courseDeg: maybe(fc.integer({ min: 0, max: 3599 }).map((n) => n / 10)), accuracyM: maybe(step(0, 5000, 10)),
    source: fc.constantFrom(...FIX_SOURCES), quality: fc.constantFrom(QUALITY.good, QUALITY.good, QUALITY.suspect, QUALITY.manual), feed: fc.constantFrom(null, 'feed-1', 'feed-2'),
  }).map(({ delay, ...fix }) => ({ ...fix, receivedAt: fix.at + delay * 100 }))
}

/** The history as a list: what `Positions` must be equal to. */
export class Model {
  readonly all: Kept[] = []

  append(fixes: readonly Kept[]): void {
    this.all.push(...fixes)
  }

  /** Each subject's positions, oldest first; the same one said again stands once, as it was received first. */
  read(options: Span & { everyS?: number; suspect?: boolean }): Map<string, Kept[]> {
    const out = new Map<string, Kept[]>()
    const matching = this.all.filter((one) => (options.subjects === undefined || options.subjects.includes(one.subject)) && options.allow?.(one.subject, one.feed ?? '') !== false
      && one.at >= options.from && one.at < options.to && isIn(options.box, one) && (options.suspect === true || one.quality !== QUALITY.suspect))
    const sameness = (one: Kept): string => [one.subject, one.feed, one.at, one.lon, one.lat, one.quality].join('|')
    const unique = new Map<string, Kept>()
    for (const one of matching) {
      const known = unique.get(sameness(one))
      if (known === undefined || one.receivedAt < known.receivedAt) {
        unique.set(sameness(one), one)
      }
    }
    for (const one of [...unique.values()].sort((a, b) => a.at - b.at)) {
      out.set(one.subject, [...(out.get(one.subject) ?? []), one])
    }
    if (options.everyS !== undefined) {
      for (const [subject, list] of out) {
        out.set(subject, list.filter((one, i) => i === 0 || Math.floor(one.at / options.everyS! / 1000) !== Math.floor(list[i - 1]!.at / options.everyS! / 1000)))
      }
    }
    return out
  }
}

export function isIn(box: Box | undefined, one: Kept): boolean {
  return box === undefined || bboxContains(box, one)
}

/** What a reading gave, by subject. */
export async function bySubject(batches: AsyncIterable<Kept[]>): Promise<Map<string, Kept[]>> {
  const out = new Map<string, Kept[]>()
  for await (const batch of batches) {
    for (const one of batch) {
      const known = out.get(one.subject)
      if (known === undefined) {
        out.set(one.subject, [one])
      } else {
        known.push(one)
      }
    }
  }
  return out
}

/** Positions in an order that does not depend on which of the same moment comes first. */
export function sorted(list: readonly Kept[]): string[] {
  return list.map((one) => JSON.stringify([one.at, one.subject, one.feed, one.lon, one.lat, one.quality, one.receivedAt, one.altM, one.speedMs, one.courseDeg, one.accuracyM, one.source])).sort()
}
