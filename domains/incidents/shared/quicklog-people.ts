/** Casualties, weapons and actors in a quick-log line. */
import type { Impact, Involved, Range, Weapon } from './model.ts'
import { GROUP_WORDS, HARM_UNKNOWN, HARM_WORDS, NIL_WORDS, UNIDENTIFIED_WORDS, WEAPON_WORDS } from './quicklog-lexicon.ts'
import type { HarmKind } from './quicklog-lexicon.ts'
import { unbroken } from './quicklog-place.ts'
import type { Candidate, QuickLogContext, SpanValue } from './quicklog-types.ts'
import { lexicon } from './quicklog-words.ts'
import type { Lexicon, Quantity, Word } from './quicklog-words.ts'
import { UNIDENTIFIED } from './vocabulary.ts'

type Group = { group: Impact['group']; singular: boolean }
const phrases = (list: string): string[] => list.split('|').map((phrase) => phrase.trim())
const GROUPS: Lexicon<Group> = lexicon<Group>(GROUP_WORDS.flatMap(([group, singular, plural]) => [
  ...phrases(singular).map((phrase) => [phrase, { group, singular: true }] as const),
  ...phrases(plural).map((phrase) => [phrase, { group, singular: false }] as const),
]))
const HARMS: Lexicon<HarmKind | 'unknown'> = lexicon([
  ...(Object.entries(HARM_WORDS) as [HarmKind, string][]).flatMap(([harm, list]) => phrases(list).map((phrase) => [phrase, harm] as const)),
  ...phrases(HARM_UNKNOWN).map((phrase) => [phrase, 'unknown'] as const),
])
const NIL: Lexicon<readonly HarmKind[]> = lexicon(NIL_WORDS.flatMap(([harms, list]) => phrases(list).map((phrase) => [phrase, harms] as const)))
const WEAPONS: Lexicon<Weapon['code']> = lexicon(
  (Object.entries(WEAPON_WORDS) as [Weapon['code'], string][]).flatMap(([code, list]) => phrases(list).map((phrase) => [phrase, code] as const)),
)
const UNIDENTIFIED_LEXICON: Lexicon<true> = lexicon(phrases(UNIDENTIFIED_WORDS).map((phrase) => [phrase, true] as const))
const FILLERS = new Set(
  ('were was is are been being be have has had got also reportedly seriously slightly badly critically lightly allegedly confirmed reported feared '
    + 'ont ete est sont a avait etaient grievement legerement gravement egalement civil civils civilian civilians local locals innocent of them dont more fueron resultaron han hubo hay sido estan gravemente levemente al menos y و').split(' '),
)
const LINKS = new Set(['de', 'd', 'of', 'del', 'من'])
const JOINERS = new Set(['and', 'et', 'y', 'plus', 'و'])

type Find = Candidate & { from: number; to: number }

// In French an axe is a road, and radio English borrows it: it cuts only where the words beside it say so.
const AXES = new Set(['axe', 'axes'])
const BEFORE_AXE = new Set('with an and or by using wielding carrying swinging machete machetes knife knives sticks stones clubs spear spears'.split(' '))
const AFTER_AXE = new Set('attack attacks wound wounds wounding blow blows wielding and or'.split(' '))

function namesRoad(words: readonly Word[], i: number): boolean {
  return AXES.has(words[i]?.key ?? '') && !BEFORE_AXE.has(words[i - 1]?.key ?? '') && !AFTER_AXE.has(words[i + 1]?.key ?? '')
}

/**
 * Weapons with their number: `2 x PKM`, `3 RPG`, `82mm mortar`. A weapon named inside a longer phrase for an event
 * (`mortar fire`, `drone overflight`; `phraseAt` gives the length of one at a word) is `implied`: the phrase keeps the words.
 */
export function findWeapons(
  text: string, words: readonly Word[], quantities: readonly Quantity[], blocked: (i: number) => boolean,
  phraseAt: (i: number) => number,
): { found: Find[]; implied: Weapon[] } {
  const found: Find[] = []
  const implied: Weapon[] = []
  for (let i = 0; i < words.length; i++) {
    const match = blocked(i) ? undefined : WEAPONS.match(words, i)
    if (!match || !clear(i, match.length, blocked) || namesRoad(words, i)) {
      continue
    }
    const first = words[i]
    const last = words[i + match.length - 1]
    if (!first || !last) {
      continue
    }
    const name = text.slice(first.start, last.end)
    if (inPhrase(i, match.length, phraseAt)) {
      implied.push({ code: match.value, name: name.slice(0, 80) })
      i += match.length - 1
      continue
    }
    const before = quantities.find((one) => one.to === i && one.range.est !== undefined)
    const count = before?.range.est
    found.push({
      start: before?.start ?? first.start, end: last.end, from: before?.from ?? i, to: i + match.length,
      value: { kind: 'weapon', weapon: { code: match.value, name: name.slice(0, 80), ...(count !== undefined ? { count } : {}) } },
    })
    i += match.length - 1
  }
  return { found, implied }
}

function inPhrase(at: number, length: number, phraseAt: (i: number) => number): boolean {
  for (let from = Math.max(0, at - 3); from <= at; from++) {
    const phrase = phraseAt(from)
    if (phrase > length && from + phrase >= at + length) {
      return true
    }
  }
  return false
}

function clear(at: number, length: number, blocked: (i: number) => boolean): boolean {
  for (let i = at; i < at + length; i++) {
    if (blocked(i)) {
      return false
    }
  }
  return true
}

type Told = { group: Impact['group'] | undefined; range: Range; from: number; to: number }

/** Killed, injured, missing, abducted and released, by group; "no casualties" counts as zero. */
export function findCasualties(text: string, words: readonly Word[], quantities: readonly Quantity[], blocked: (i: number) => boolean): Find[] {
  const found: Find[] = []
  const used = new Set<number>()
  const free = (i: number): boolean => !blocked(i) && !used.has(i)
  const take = (from: number, to: number): void => {
    for (let i = from; i < to; i++) {
      used.add(i)
    }
  }
  let lastGroup: { group: Impact['group']; to: number } | undefined
  for (let i = 0; i < words.length; i++) {
    if (!free(i)) {
      continue
    }
    const nil = NIL.match(words, i)
    if (nil && clear(i, nil.length, blocked)) {
      const impact: Impact = { group: 'UNK', status: 'REPORTED' }
      for (const harm of nil.value) {
        impact[harm] = { est: 0 }
      }
      push(found, words, i, i + nil.length, { kind: 'casualties', impact: [impact] })
      take(i, i + nil.length)
      i += nil.length - 1
      continue
    }
    const match = HARMS.match(words, i)
    if (!match || !clear(i, match.length, (at) => !free(at))) {
      continue
    }
    const after = i + match.length
    const backward = toldBefore(text, words, quantities, i, free)
    const forward = toldAfter(text, words, quantities, after, free)
    const firstBack = backward[0]
    // "2 gunmen killed 3 civilians": the gunmen did it.
    const active = forward?.group !== undefined && backward.at(-1)?.group === 'NSAG' && !HARMS.match(words, forward.to)
    const told = firstBack && !active ? backward : forward ? [forward] : []
    const known = told.filter((one) => one.range.est !== undefined || one.range.min !== undefined || one.range.max !== undefined)
    if (known.length === 0) {
      // "a soldier wounded": one, without a number.
      const lone = match.value === 'unknown' ? undefined : singularBefore(words, i, free)
      if (lone) {
        push(found, words, lone.from, after, { kind: 'casualties', impact: [impactOf(lone.group, match.value as HarmKind, { est: 1 })] }, 'assumed-one')
        take(lone.from, after)
        lastGroup = { group: lone.group, to: after }
      }
      i = after - 1
      continue
    }
    const from = Math.min(i, ...known.map((one) => one.from))
    const to = Math.max(after, ...known.map((one) => one.to))
    // "3 civilians killed and 2 wounded": the wounded are civilians too.
    const inherited = lastGroup && words.slice(lastGroup.to, from).every((word) => JOINERS.has(word.key) || FILLERS.has(word.key)) ? lastGroup.group : undefined
    const named = known.map((one) => ({ ...one, group: one.group ?? inherited ?? 'UNK' }) as const)
    if (match.value === 'unknown') {
      const reading = (harm: HarmKind): SpanValue => ({ kind: 'casualties', impact: named.map((one) => impactOf(one.group, harm, one.range)) })
      const size = known[0]?.range
      const zero = size?.est === 0
      push(found, words, from, to, zero
        ? { kind: 'casualties', impact: [{ group: 'UNK', killed: { est: 0 }, injured: { est: 0 }, status: 'REPORTED' }] }
        : { kind: 'casualties', impact: [] }, zero ? undefined : 'harm-unknown', zero ? undefined : [reading('injured'), reading('killed')])
    } else {
      const harm = match.value
      push(found, words, from, to, { kind: 'casualties', impact: named.map((one) => impactOf(one.group, harm, one.range)) })
    }
    take(from, to)
    const last = named.at(-1)
    lastGroup = last && last.group !== 'UNK' ? { group: last.group, to } : undefined
    i = to - 1 > i ? Math.max(i, after - 1) : i
  }
  return found
}

function impactOf(group: Impact['group'], harm: HarmKind, range: Range): Impact {
  return { group, [harm]: range, status: 'REPORTED' }
}

function push(
  found: Find[], words: readonly Word[], from: number, to: number, value: SpanValue, warning?: Find['warning'], alternatives?: SpanValue[],
): void {
  const first = words[from]
  const last = words[to - 1]
  if (first && last) {
    found.push({ start: first.start, end: last.end, from, to, value, ...(warning ? { warning } : {}), ...(alternatives ? { alternatives } : {}) })
  }
}

/** `2 UN soldiers and 3 civilians [were]` before the harm, in the order told. */
function toldBefore(
  text: string, words: readonly Word[], quantities: readonly Quantity[], at: number, free: (i: number) => boolean,
): Told[] {
  const told: Told[] = []
  let end = at
  for (;;) {
    let i = end
    let fillers = 0
    while (i > 0 && free(i - 1) && FILLERS.has(words[i - 1]?.key ?? '') && fillers < 4 && !endsGroup(words, i)) {
      i--
      fillers++
    }
    const group = groupEndingAt(words, i, free)
    // une dizaine de civils
    const numberEnd = group ? group.from - (LINKS.has(words[group.from - 1]?.key ?? '') ? 1 : 0) : i
    const quantity = quantities.find((one) => one.to === numberEnd)
    // A comma or a stop between: an age, another sentence (`child, 7, killed`).
    const apart = /[,;.:]/.test(text.slice(words[i - 1]?.end ?? 0, words[i]?.start ?? 0))
    if (quantity && !apart && clearWords(quantity.from, quantity.to, free)) {
      told.unshift({ group: group?.group, range: quantity.range, from: quantity.from, to: i })
    } else if (group && group.singular && words[group.from - 1]?.key === 'a' && free(group.from - 1)) {
      told.unshift({ group: group.group, range: { est: 1 }, from: group.from - 1, to: i })
    } else {
      break
    }
    const [first] = told
    // A list only goes on over groups: "2 killed and 3 wounded" are two statements.
    if (!first || first.group === undefined || !JOINERS.has(words[first.from - 1]?.key ?? '')) {
      break
    }
    end = first.from - 1
  }
  return told
}

function endsGroup(words: readonly Word[], end: number): boolean {
  return groupEndingAt(words, end, () => true) !== undefined
}

function clearWords(from: number, to: number, free: (i: number) => boolean): boolean {
  return clear(from, to - from, (i) => !free(i))
}

function groupEndingAt(words: readonly Word[], end: number, free: (i: number) => boolean): (Group & { from: number }) | undefined {
  for (let from = Math.max(0, end - 4); from < end; from++) {
    const match = GROUPS.match(words, from)
    if (match && from + match.length === end && clearWords(from, end, free)) {
      return { ...match.value, from }
    }
  }
  return undefined
}

/** `killed 3 civilians`, `kia: 2`. */
function toldAfter(
  text: string, words: readonly Word[], quantities: readonly Quantity[], at: number, free: (i: number) => boolean,
): Told | undefined {
  const quantity = quantities.find((one) => one.from === at || (one.from === at + 1 && ['of', 'de', 'x', 'at', 'about', 'a'].includes(words[at]?.key ?? '') && free(at)))
  if (!quantity || !clearWords(at, quantity.to, free) || !/^[\s:=~≈<>≥≤x×(-]*$/.test(text.slice(words[at - 1]?.end ?? 0, words[at]?.start ?? 0))) {
    return undefined
  }
  const group = free(quantity.to) ? GROUPS.match(words, quantity.to) : undefined
  const to = quantity.to + (group && clearWords(quantity.to, quantity.to + group.length, free) ? group.length : 0)
  return { group: to > quantity.to ? group?.value.group : undefined, range: quantity.range, from: at, to }
}

function singularBefore(words: readonly Word[], at: number, free: (i: number) => boolean): { group: Impact['group']; from: number } | undefined {
  let i = at
  while (i > 0 && i > at - 3 && free(i - 1) && FILLERS.has(words[i - 1]?.key ?? '') && !endsGroup(words, i)) {
    i--
  }
  const group = groupEndingAt(words, i, free)
  return group?.singular ? { group: group.group, from: group.from } : undefined
}

/** The one actor of every spelling of unidentified armed men, at a word. */
export function unidentifiedAt(words: readonly Word[], at: number): number | undefined {
  return UNIDENTIFIED_LEXICON.match(words, at)?.length
}

/** UNK-ARMED as an actor; alleged, as every actor of a first report is. */
export function unidentifiedActor(strength: Range | undefined): Involved {
  return { name: UNIDENTIFIED, type: 'UNK', role: 'PERP_ALLEGED', ...(strength ? { strength } : {}) }
}

/** A registered actor named at a word, the longest of up to five words. */
export function actorAt(
  text: string, words: readonly Word[], at: number, blocked: (i: number) => boolean, context: QuickLogContext,
): { actors: Involved[]; length: number } | undefined {
  for (let length = 5; length >= 1; length--) {
    const first = words[at]
    const last = words[at + length - 1]
    if (!first || !last || first.key.length < 2 || first.number !== undefined || !clear(at, length, blocked) || !unbroken(text, words, at, length)) {
      continue
    }
    const matches = context.findActor(text.slice(first.start, last.end))
    if (matches.length > 0) {
      const actors = matches.map((one): Involved => ({ actor: one.id, name: one.name, type: one.type ?? 'UNK', role: 'PERP_ALLEGED' }))
      return { actors, length }
    }
  }
  return undefined
}
