import { fold } from '../../../core/text.ts'
import { toIso } from '../../../core/time.ts'
import type { Locale } from '../../../core/i18n.ts'
import type { JsonObject } from '../../../core/json.ts'
import type { Credibility, Reliability } from '../../../core/grading.ts'
import type { Incident, Source } from '../shared/model.ts'
import type { QuickLog, QuickOverride } from '../shared/quicklog.ts'
import { nextHole } from '../shared/quicklog-lines.ts'
import { categoryLabel, taxonomyInForce } from './taxonomy.ts'

/** Pins of earlier corrections after the text changed: moved with their words, dropped when those words changed. */
export function shiftOverrides(overrides: readonly QuickOverride[], before: string, after: string): QuickOverride[] {
  let head = 0
  while (head < before.length && head < after.length && before[head] === after[head]) {
    head += 1
  }
  let tail = 0
  while (tail < before.length - head && tail < after.length - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) {
    tail += 1
  }
  const moved = after.length - before.length
  return overrides.flatMap((o) => {
    if (o.end <= head) {
      return [o]
    }
    return o.start >= before.length - tail ? [{ ...o, start: o.start + moved, end: o.end + moved }] : []
  })
}

/** The line without the holes nobody filled, and the pins moved with their words: what is kept as told. */
export function dropHoles(text: string, overrides: readonly QuickOverride[]): { text: string; overrides: readonly QuickOverride[] } {
  const hole = nextHole(text, 0)
  if (!hole) {
    return { text, overrides }
  }
  const start = text[hole.start - 1] === ' ' ? hole.start - 1 : hole.start
  const next = text.slice(0, start) + text.slice(hole.end)
  return dropHoles(next, shiftOverrides(overrides, text, next))
}

/** One line for lists: what and where, or the first words as typed. */
export function titleOf(log: QuickLog, locale: Locale): string {
  const words = log.narrative.trim().split(/\n/)[0] ?? ''
  if (!log.category) {
    return words.slice(0, 120) || '—'
  }
  const where = log.place?.name ?? log.place?.mgrs
  return [categoryLabel(log.category, locale), where].filter(Boolean).join(' · ').slice(0, 200)
}

/** The source a log line stands for: who called, graded as said, else F6. */
export function sourceOf(log: QuickLog, id: string, now: number): Source {
  const [reliability, credibility] = [...(log.grade ?? 'F6')] as [Reliability, Credibility]
  return {
    id, type: log.callsign || log.unit ? 'UNIT' : 'OTHER', reliability, credibility, text: log.narrative.slice(0, 2000), obtainedAt: toIso(now) ?? '',
    ...(log.unit ? { unit: log.unit } : {}), ...(log.callsign ? { callsign: log.callsign } : {}),
  }
}

/**
 * The report a line makes. What it does not say is not made up, except the time: a call is logged when it
 * comes, so without a time it happened within this hour. Without a category it is not complete (null).
 */
export function incidentOf(log: QuickLog, sourceId: string, now: number, locale: Locale): Incident | null {
  if (!log.category) {
    return null
  }
  const family = log.category.slice(0, 2)
  const happened = log.happened ?? { from: toIso(now) ?? '', precision: 'HOUR' as const }
  return {
    type: family === 'AV' ? 'ACTIVITY' : family === 'EV' ? 'EVENT' : 'INCIDENT',
    title: titleOf(log, locale),
    narrative: log.narrative,
    raw: log.narrative.slice(0, 4000),
    category: log.category,
    taxonomy: taxonomyInForce().version,
    happened,
    reported: toIso(now) ?? '',
    sources: [sourceOf(log, sourceId, now)],
    ...(log.also.length > 0 ? { also: log.also.slice(0, 10) } : {}),
    ...(log.place ? { place: log.place } : {}),
    ...(log.actors.length > 0 ? { actors: log.actors } : {}),
    ...(log.impact.length > 0 ? { impact: log.impact } : {}),
    ...(log.weapons.length > 0 ? { weapons: log.weapons } : {}),
    ...(log.severity ? { severity: log.severity } : {}),
    ...(log.unit ? { unit: log.unit } : {}),
    ...(log.callsign ? { callsign: log.callsign } : {}),
  }
}

/** For the node: the same as plain JSON. */
export function asJson(incident: Incident): JsonObject {
  return JSON.parse(JSON.stringify(incident)) as JsonObject
}

/** After a pause in typing at most this many words are looked up. */
const AT_ONCE = 6

/** Words nothing explains yet that could be names: not asked before, four letters or more. */
export function candidates(rest: string, known: (folded: string) => boolean): string[] {
  const words = rest.split(/[^\p{L}\p{N}'’-]+/u).filter((w) => [...w].length >= 4 && !/\d/.test(w))
  return [...new Set(words)].filter((w) => !known(fold(w))).slice(0, AT_ONCE)
}
