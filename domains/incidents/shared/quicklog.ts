/**
 * The quick-log reader: one typed line → a structured report. Pure, the same in the browser and on the server.
 * It never changes or loses what was typed: the narrative is the input, and every reading points into it.
 */
import { compareGridAndName, deriveLog } from './quicklog-derive.ts'
import type { Category } from './quicklog-derive.ts'
import { labelOf } from './quicklog-label.ts'
import { CATEGORY_PAIRS, CATEGORY_WORDS } from './quicklog-lexicon.ts'
import { actorAt, findCasualties, findWeapons, unidentifiedActor, unidentifiedAt } from './quicklog-people.ts'
import { findNameAt, findPhrases, findPositions, unbroken } from './quicklog-place.ts'
import { bareTimes, findTimes } from './quicklog-time.ts'
import type { Candidate, QuickLog, QuickLogContext, QuickOverride, QuickSpan, QuickTaxonomyEntry, SpanValue } from './quicklog-types.ts'
import { lexicon, plainDigits, quantitiesOf, wordsOf } from './quicklog-words.ts'
import type { Lexicon, Quantity, Word } from './quicklog-words.ts'

export * from './quicklog-types.ts'

/** Longest text that is analysed; a longer one is kept whole and its tail stays unread. */
export const QUICKLOG_LIMIT = 4000

const split = (list: string): string[] => list.split('|').map((phrase) => phrase.trim())
const CATEGORY_LEXICON: Lexicon<Category> = lexicon(Object.entries(CATEGORY_WORDS).flatMap(([code, [weight, list]]) =>
  split(list).map((phrase) => [phrase, { code, weight }] as const)))
const PAIRS = CATEGORY_PAIRS.map(([first, second, gap, code, weight]) => ({
  first: lexicon(split(first).map((phrase) => [phrase, true] as const)),
  second: lexicon(split(second).map((phrase) => [phrase, true] as const)),
  gap, code, weight,
}))

// Labels that are everyday words in a radio line (a patrol's return, a strike on a convoy) say nothing by themselves.
const COMMON_LABELS = new Set(['strike', 'return', 'retour', 'fire', 'convoy', 'convoi', 'training', 'formation', 'accord', 'trafic', 'relève', 'escort', 'escorte', 'retorno', 'fuego', 'عودة', 'اتفاق', 'تدريب', 'قافلة', 'movement', 'mouvement', 'political', 'politique', 'information', 'health', 'santé', 'arms', 'armes'])

/** Activities and planned events are mentioned in passing; one word is weaker than a phrase. */
function labelWeight(code: string, phrase: string): number {
  if (code.startsWith('AV') || code.startsWith('EV')) {
    return 1
  }
  return /\s/.test(phrase) ? 4 : 2.5
}

type Mission = { words: Lexicon<Category>; known: ReadonlySet<string> }
const missions = new WeakMap<readonly QuickTaxonomyEntry[], Mission>()

/** Synonyms and labels of the mission's own taxonomy, compiled once per edition. */
function missionOf(taxonomy: readonly QuickTaxonomyEntry[]): Mission {
  const known = missions.get(taxonomy)
  if (known) {
    return known
  }
  const entries = taxonomy.filter((entry) => entry.code.includes('.')).flatMap((entry) => {
    const synonyms = Object.values(entry.synonyms ?? {}).flat()
    return [
      ...synonyms.map((phrase) => [phrase, { code: entry.code, weight: 5.5 }] as const),
      ...Object.values(entry.label).filter((phrase) => !COMMON_LABELS.has(phrase.toLowerCase()))
        .map((phrase) => [phrase, { code: entry.code, weight: labelWeight(entry.code, phrase) }] as const),
    ]
  })
  const made = { words: lexicon<Category>(entries), known: new Set(taxonomy.map((entry) => entry.code)) }
  missions.set(taxonomy, made)
  return made
}

const GRADE = /(?<![\p{L}\p{N}-])(?:(?:grade|graded|source|eval|cot[eé]e?|note)\s?:?\s?([A-Fa-f])\s?-?\s?([1-6])|([A-F])([1-6]))(?![\p{L}\p{N}-])/giu
const NOT_GRADE = /(?:route|road|rue|axis|axe|highway|rn|camp|gate|sector|secteur|block|bloc|point|checkpoint|cp|phase)\s?$/i
const SEVERITY = /(?<![\p{L}\p{N}])(?:sev(?:erity)?|gravit[eé]|gravedad)\s?:?\s?([1-5])(?![\p{L}\p{N}])/giu
const PHONETIC = 'alpha|alfa|bravo|charlie|delta|echo|foxtrot|golf|hotel|india|juliett?|kilo|lima|mike|november|oscar|papa|quebec|romeo|sierra|tango|uniform|victor|whiskey|xray|x-ray|yankee|zulu'
const CALLSIGN = new RegExp(
  String.raw`(?<![\p{L}\p{N}])(?:(?:c/s|callsign|call sign|this is|ici|indicatif)\s?:?\s*((?:[\p{L}]{2,12})[ -]?\d{0,2}(?:[-/. ]\d{1,2})?[A-Z]?)|((?:${PHONETIC})(?:[ -](?:${PHONETIC}))?[ -]?\d{1,2}(?:[-/.]\d{1,2})?))(?![\p{L}\p{N}])`, 'giu')

type Ranked = Candidate & { rank: number; weight?: number }

/**
 * Reads a line. `overrides` pin the reading of a stretch (or say that it means nothing) and win over everything they touch;
 * stretches outside the text are ignored. Never throws on any text.
 */
export function parseQuickLog(text: string, context: QuickLogContext, overrides: readonly QuickOverride[] = []): QuickLog {
  const plain = plainDigits(text.slice(0, QUICKLOG_LIMIT))
  const pinned = settle(overrides
    .filter((one) => one.start >= 0 && one.end > one.start && one.end <= text.length)
    .map((one) => ({ start: one.start, end: one.end, override: one, rank: 0 })))
  const taken: { start: number; end: number }[] = [...pinned]
  const overlaps = (one: { start: number; end: number }): boolean => taken.some((other) => one.start < other.end && other.start < one.end)
  const chosen: Ranked[] = []
  const choose = (candidates: readonly Ranked[]): void => {
    for (const one of settle(candidates.filter((candidate) => !overlaps(candidate)))) {
      chosen.push(one)
      taken.push(one)
    }
  }
  const words = wordsOf(plain)
  choose(findPositions(plain, context).map((one) => ({ ...one, rank: one.warning === 'grid-completed' ? 1 : 0 })))
  choose([...findPhrases(plain, words, context), ...findTimes(plain, context)].map((one) => ({ ...one, rank: 0 })))
  choose(marks(plain))
  // Which words are taken changes only between the stages.
  let block = blockedWords(words, taken)
  const blocked = (i: number): boolean => block[i] ?? true
  const quantities = quantitiesOf(plain, words, blocked)
  const mission = missionOf(context.taxonomy)
  const phraseAt = (i: number): number => Math.max(CATEGORY_LEXICON.match(words, i)?.length ?? 0, mission.words.match(words, i)?.length ?? 0)
  const weapons = findWeapons(plain, words, quantities, blocked, phraseAt)
  choose(weapons.found.map((one) => ({ ...one, rank: 0 })))
  block = blockedWords(words, taken)
  choose(findCasualties(plain, words, quantities, blocked).map((one) => ({ ...one, rank: 0 })))
  block = blockedWords(words, taken)
  choose(lookups(plain, words, quantities, blocked, context))
  const hints = pairHints(words, mission)
  if (![...chosen, ...pinned.map((one) => one.override)].some((one) => one.value?.kind === 'time')) {
    choose(bareCandidates(plain, chosen, overlaps))
  }
  const spans: QuickSpan[] = []
  for (const one of chosen) {
    const { start, end, value, alternatives, warning, detail } = one
    spans.push({
      start, end, kind: value.kind, value, label: labelOf(value),
      ...(alternatives ? { alternatives } : {}), ...(warning ? { warning } : {}), ...(detail ? { detail } : {}),
    })
  }
  for (const { override } of pinned) {
    if (override.value) {
      spans.push({ start: override.start, end: override.end, kind: override.value.kind, value: override.value, label: labelOf(override.value) })
    }
  }
  spans.sort((a, b) => a.start - b.start)
  const weights = new Map(chosen.map((one) => [one.start, one.weight ?? 0]))
  const pinnedStarts = new Set(pinned.map((one) => one.start))
  compareGridAndName(spans)
  return deriveLog(text, spans, context, (span) => (pinnedStarts.has(span.start) ? 100 : weights.get(span.start) ?? 0), hints, weapons.implied, mission.known)
}

/** Of overlapping candidates the better rank, then the longer, then the earlier. */
function settle<T extends { start: number; end: number; rank: number }>(candidates: readonly T[]): T[] {
  const kept: T[] = []
  const ordered = [...candidates].sort((a, b) => a.rank - b.rank || b.end - b.start - (a.end - a.start) || a.start - b.start)
  for (const one of ordered) {
    if (one.end > one.start && !kept.some((other) => one.start < other.end && other.start < one.end)) {
      kept.push(one)
    }
  }
  return kept
}

function blockedWords(words: readonly Word[], taken: readonly { start: number; end: number }[]): boolean[] {
  return words.map((word) => taken.some((one) => word.start < one.end && one.start < word.end))
}

/** Grades, severities and callsigns told by their form. */
function marks(text: string): Ranked[] {
  const found: Ranked[] = []
  const add = (match: RegExpMatchArray, value: SpanValue): void => {
    const start = match.index ?? 0
    found.push({ start, end: start + match[0].trimEnd().length, value, rank: 0 })
  }
  for (const match of text.matchAll(GRADE)) {
    const bare = match[3] !== undefined
    const letter = (match[1] ?? match[3] ?? '').toUpperCase()
    if (bare && (match[3] !== letter || NOT_GRADE.test(text.slice(Math.max(0, match.index - 14), match.index)))) {
      continue
    }
    add(match, { kind: 'grade', grade: `${letter}${match[2] ?? match[4]}` })
  }
  for (const match of text.matchAll(SEVERITY)) {
    add(match, { kind: 'severity', severity: Number(match[1]) })
  }
  for (const match of text.matchAll(CALLSIGN)) {
    const callsign = (match[1] ?? match[2] ?? '').trim()
    // "this is …" begins many sentences; a callsign after it has a figure.
    if (/\d/.test(callsign) || /^(?:c\/s|call ?sign|indicatif)/i.test(match[0])) {
      add(match, { kind: 'callsign', callsign: callsign.toUpperCase().slice(0, 40) })
    }
  }
  return found
}

/** What is found by name: categories, actors, units, places. The longest wins; of equals, the order here. */
function lookups(
  text: string, words: readonly Word[], quantities: readonly Quantity[], blocked: (i: number) => boolean, context: QuickLogContext,
): Ranked[] {
  const found: Ranked[] = []
  const mission = missionOf(context.taxonomy)
  const free = (at: number, length: number): boolean => {
    for (let i = at; i < at + length; i++) {
      if (blocked(i)) {
        return false
      }
    }
    return true
  }
  words.forEach((word, i) => {
    if (blocked(i)) {
      return
    }
    const add = (length: number, candidate: Omit<Ranked, 'start' | 'end' | 'rank'>): void => {
      const last = words[i + length - 1]
      if (last && free(i, length)) {
        found.push({ start: word.start, end: last.end, rank: 0, ...candidate })
      }
    }
    for (const words_ of [mission.words, CATEGORY_LEXICON]) {
      const category = words_.match(words, i)
      if (category && mission.known.has(category.value.code)) {
        add(category.length, { value: { kind: 'category', code: category.value.code }, weight: category.value.weight })
      }
    }
    for (const pair of PAIRS) {
      const code = mission.known.has(pair.code) ? pairAt(words, i, pair) : undefined
      if (code !== undefined) {
        add(code, { value: { kind: 'category', code: pair.code }, weight: pair.weight })
      }
    }
    const unidentified = unidentifiedAt(words, i)
    if (unidentified !== undefined) {
      const strength = quantities.find((one) => (one.to === i || (one.to === i - 1 && /^(?:de|d|of)$/.test(words[i - 1]?.key ?? ''))) && free(one.from, i - one.from))
      const value: SpanValue = { kind: 'actor', actor: unidentifiedActor(strength?.range) }
      const last = words[i + unidentified - 1]
      if (strength && last && free(i, unidentified)) {
        found.push({ start: strength.start, end: last.end, rank: 0, value })
      } else {
        add(unidentified, { value })
      }
    }
    const actor = actorAt(text, words, i, blocked, context)
    const [first, ...others] = actor?.actors ?? []
    if (actor && first) {
      add(actor.length, {
        value: { kind: 'actor', actor: first },
        ...(others.length > 0 ? { warning: 'several-actors', alternatives: others.map((one) => ({ kind: 'actor', actor: one })) } : {}),
      })
    }
    for (let length = 3; length >= 1 && context.findUnit; length--) {
      const last = words[i + length - 1]
      const [unit] = last && unbroken(text, words, i, length) && free(i, length) ? context.findUnit(text.slice(word.start, last.end)) : []
      if (unit) {
        const typed = text.slice(word.start, last?.end).toUpperCase()
        add(length, {
          value: unit.callsign && unit.callsign.toUpperCase() === typed
            ? { kind: 'callsign', callsign: unit.callsign, unit: unit.id }
            : { kind: 'unit', unit: unit.id, name: unit.name },
        })
        break
      }
    }
    const place = findNameAt(text, words, i, blocked, context)
    if (place) {
      const { length: _, ...candidate } = place
      found.push({ ...candidate, rank: 0 })
    }
  })
  return dropWeakTwins(found)
}

/** Of readings of the very same stretch the weightier category stays. */
function dropWeakTwins(found: readonly Ranked[]): Ranked[] {
  return [...found].sort((a, b) => (b.weight ?? 0) - (a.weight ?? 0))
    .filter((one, i, all) => !all.slice(0, i).some((other) => other.start === one.start && other.end === one.end && other.value.kind === 'category' && one.value.kind === 'category'))
}

/** Length of the first part of a pair that begins at a word and has its other part near; undefined otherwise. */
function pairAt(words: readonly Word[], at: number, pair: (typeof PAIRS)[number]): number | undefined {
  const one = pair.first.match(words, at)
  if (!one) {
    return undefined
  }
  for (let other = Math.max(0, at - pair.gap); other <= at + one.length - 1 + pair.gap && other < words.length; other++) {
    if ((other < at || other >= at + one.length) && pair.second.match(words, other)) {
      return one.length
    }
  }
  return undefined
}

/** Pairs anywhere in the text, weapons and casualties included: they sharpen the category without a span of their own. */
function pairHints(words: readonly Word[], mission: Mission): Category[] {
  const hints: Category[] = []
  words.forEach((_, i) => {
    for (const pair of PAIRS) {
      if (mission.known.has(pair.code) && pairAt(words, i, pair) !== undefined) {
        hints.push({ code: pair.code, weight: pair.weight })
      }
    }
  })
  return hints
}

/** A lone four-digit clock time: at the beginning, at the end, or right before something recognised. */
function bareCandidates(text: string, chosen: readonly Ranked[], overlaps: (one: { start: number; end: number }) => boolean): Ranked[] {
  const fits = bareTimes(text).filter((one) => !overlaps(one)).filter(({ start, end }) => {
    const before = text.slice(0, start).trim()
    const after = text.slice(end)
    const next = chosen.filter((other) => other.start >= end).sort((a, b) => a.start - b.start)[0]
    return before === '' || /^[\s.,;:]*$/.test(after) || /^\s*[,;:.]/.test(after) || (next !== undefined && next.value.kind !== 'casualties' && text.slice(end, next.start).trim() === '')
  })
  const [first] = fits
  return first ? [{ start: first.start, end: first.end, value: { kind: 'time', time: first.time }, warning: 'bare-time', rank: 0 }] : []
}
