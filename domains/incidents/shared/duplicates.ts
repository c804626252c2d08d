import type { Incident } from './model.ts'
import { allSources, impactRange, spanOf } from './project.ts'
import { categoryAffinity } from './taxonomy.ts'
import { distanceM } from '../../../core/place.ts'
import { dice, fold, skeleton, tokens, trigrams } from '../../../core/text.ts'

/** Why two reports may be one: each with the figure a person can check. Signed share of the score. */
export type DuplicateReason =
  | { code: 'time'; minutes: number; weight: number }
  | { code: 'distance'; metres: number; radiusM: number; weight: number }
  | { code: 'category'; affinity: number; weight: number }
  | { code: 'actors'; names: string[]; weight: number }
  | { code: 'casualties'; weight: number }
  | { code: 'words'; shared: string[]; weight: number }
  | { code: 'unlike-category'; weight: number }

export type DuplicateScore = { score: number; reasons: DuplicateReason[] }

/** Shown as "possible duplicate" from here on. */
export const DUPLICATE_THRESHOLD = 0.55

/** How far around a record candidates are worth scoring. */
export const SEARCH_WINDOW = { hours: 24, metres: 15_000 }

/**
 * Likelihood 0–1 that two reports describe one event, with reasons. Weights: time 0.25 (half at 1 h, the
 * precision interval counted as no distance), distance 0.25 (measured beyond both radii, half at 2 km),
 * category 0.2, actors 0.1, casualties 0.05, words of narrative and place 0.15. Unrelated categories cap
 * the score below the threshold, so a market fire is never suggested for a clash next door.
 */
export function scoreDuplicate(a: Incident, b: Incident): DuplicateScore {
  const reasons: DuplicateReason[] = []
  const minutes = minutesApart(a, b)
  if (minutes !== null) {
    reasons.push({ code: 'time', minutes: Math.round(minutes), weight: 0.25 * halving(minutes, 60) })
  }
  const apart = metresApart(a, b)
  if (apart) {
    reasons.push({ code: 'distance', metres: Math.round(apart.metres), radiusM: apart.radiusM, weight: 0.25 * halving(Math.max(0, apart.metres - apart.radiusM), 2000) * vagueness(apart.radiusM) })
  }
  const affinity = categoryAffinity(a.category, b.category)
  if (affinity > 0) {
    reasons.push({ code: 'category', affinity, weight: 0.2 * affinity })
  }
  const names = sharedActors(a, b)
  if (names.length > 0) {
    reasons.push({ code: 'actors', names, weight: 0.1 })
  }
  const harm = harmLikeness(a, b)
  if (harm !== null) {
    reasons.push({ code: 'casualties', weight: 0.05 * harm })
  }
  const words = wordLikeness(a, b)
  if (words.likeness > 0.1) {
    reasons.push({ code: 'words', shared: words.shared, weight: 0.15 * Math.min(1, words.likeness * 2) })
  }
  let score = reasons.reduce((sum, r) => sum + r.weight, 0)
  if (affinity === 0 && score >= DUPLICATE_THRESHOLD - 0.05) {
    const cap = DUPLICATE_THRESHOLD - 0.05
    reasons.push({ code: 'unlike-category', weight: cap - score })
    score = cap
  }
  return { score: Math.min(1, score), reasons: reasons.filter((r) => Math.abs(r.weight) > 0.005).sort((x, y) => y.weight - x.weight) }
}

/** The candidates at or above the threshold, likeliest first. */
export function likelyDuplicates<T extends { data: Incident }>(of: Incident, candidates: readonly T[], most = 10): { record: T; score: number; reasons: DuplicateReason[] }[] {
  return candidates
    .map((record) => ({ record, ...scoreDuplicate(of, record.data) }))
    .filter((found) => found.score >= DUPLICATE_THRESHOLD)
    .sort((x, y) => y.score - x.score)
    .slice(0, most)
}

function halving(value: number, half: number): number {
  return 0.5 ** (value / half)
}

/** A place known only by district says little about sameness. */
function vagueness(radiusM: number): number {
  return radiusM <= 2000 ? 1 : Math.max(0.2, 2000 / radiusM)
}

function minutesApart(a: Incident, b: Incident): number | null {
  if (!a.happened || !b.happened) {
    return null
  }
  const [a0, a1] = [Date.parse(a.happened.from), Date.parse(a.happened.to ?? a.happened.from)]
  const [b0, b1] = [Date.parse(b.happened.from), Date.parse(b.happened.to ?? b.happened.from)]
  return Math.max(0, a0 - b1, b0 - a1) / 60_000
}

function metresApart(a: Incident, b: Incident): { metres: number; radiusM: number } | null {
  const [p, q] = [a.place, b.place]
  if (p?.lon === undefined || p.lat === undefined || q?.lon === undefined || q.lat === undefined) {
    return null
  }
  return { metres: distanceM({ lon: p.lon, lat: p.lat }, { lon: q.lon, lat: q.lat }), radiusM: p.radiusM + q.radiusM }
}

function sharedActors(a: Incident, b: Incident): string[] {
  const keys = (data: Incident) => new Map((data.actors ?? []).map((x) => [x.actor ?? fold(x.name), x.name]))
  const [x, y] = [keys(a), keys(b)]
  return [...x].filter(([key]) => y.has(key)).map(([, name]) => name)
}

function harmLikeness(a: Incident, b: Incident): number | null {
  const total = (data: Incident) => impactRange(data).reduce((sum, i) => sum + [i.killed, i.injured].reduce((s, r) => s + (r ? spanOf(r).max : 0), 0), 0)
  const [x, y] = [total(a), total(b)]
  return x + y === 0 ? null : 1 - Math.abs(x - y) / (x + y)
}

function wordLikeness(a: Incident, b: Incident): { likeness: number; shared: string[] } {
  const text = (data: Incident) => [data.title, data.narrative, data.place?.name ?? '', ...allSources(data).filter((s) => !s.protected).map((s) => s.text ?? '')].join(' ')
  const rare = (data: Incident) => new Set(tokens(text(data)).filter((t) => t.length > 3))
  const [x, y] = [rare(a), rare(b)]
  const shared = [...x].filter((t) => y.has(t))
  const jaccard = shared.length === 0 ? 0 : shared.length / (x.size + y.size - shared.length)
  const place = a.place?.name && b.place?.name ? nameLikeness(a.place.name, b.place.name) : 0
  return { likeness: Math.max(jaccard, place * 0.6), shared: shared.slice(0, 6) }
}

/** 1 when two spellings sound alike, else how many letter triples they share. */
function nameLikeness(a: string, b: string): number {
  return skeleton(a) !== '' && skeleton(a) === skeleton(b) ? 1 : dice(trigrams(fold(a)), trigrams(fold(b)))
}
