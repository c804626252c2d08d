import { fold } from '../../../core/text-fold.ts'

/** What is known of somebody whose name is to be kept. */
export type KeptName = {
  familyName?: string | undefined
  givenNames?: string | undefined
  number?: string | undefined
  /** The mission's own texts never had it as a word: it counts in small letters too. */
  rare?: boolean | undefined
}

/** Shorter names are words of any language. */
const LEAST = 3
/** A number of fewer digits and letters is a number of anything. */
const LEAST_NUMBER = 5

/** A shorter one in small letters is a word of any language. */
const LEAST_SMALL = 5

const WORD = /[\p{L}\p{M}\p{N}]+/gu

/**
 * Does a text say who it is: the family name, all of two or more given names, or the service number. A name counts where it is
 * written as one: with a capital, in scripts that have them, after a rank or what a casualty is called, or beside a given name, so that a name
 * that is also a word stops nothing. Who writes without any capital writes names so too: there a name of five letters or more counts.
 */
export function saysName(text: string, { familyName, givenNames, number, rare }: KeptName): boolean {
  const said = wordsOf(text)
  const given = wordsOf(givenNames ?? '')
  const family = wordsOf(familyName ?? '')
  const isGiven = (word: { folded: string } | undefined): boolean => word !== undefined && word.folded.length >= LEAST && given.some((one) => one.folded === word.folded)
  const isNamed = (words: readonly { folded: string }[], i: number): boolean => said.slice(i, i + words.length).some((one) => one.named)
    || (words === family && (isGiven(said[i - 1]) || isGiven(said[i + words.length]) || (rare === true && lengthOf(words) >= LEAST_SMALL)))
  const parts = [family, ...(given.length > 1 ? [given] : [])].filter((words) => lengthOf(words) >= LEAST)
  const digits = fold(number ?? '').replace(/[^\p{L}\p{N}]/gu, '')
  return parts.some((words) => said.some((_, i) => words.every((word, j) => isSaid(said[i + j]?.folded, word.folded, j === 0)) && isNamed(words, i)))
    || (digits.length >= LEAST_NUMBER && fold(text).replace(/[\s.\-/]/g, '').includes(digits))
}

/** Arabic writes "and", "by", "to" and "like" onto the word that follows, and "to the" in a form of its own. */
const ONTO = /^[وف]?[بلك]?$/
const ARABIC = /^[\u0621-\u064a]/

/** Is a word, folded, this part of a name? `first`: nothing of the name stands before it. */
function isSaid(said: string | undefined, word: string, first: boolean): boolean {
  if (said === undefined || said === word || !first || !ARABIC.test(word)) {
    return said === word
  }
  const withTo = word.startsWith('ال') ? `لل${word.slice(2)}` : null
  return (said.endsWith(word) && ONTO.test(said.slice(0, -word.length))) || (withTo !== null && said.endsWith(withTo) && /^[وف]?$/.test(said.slice(0, -withTo.length)))
}

/** What stands where a name stood. */
const BLACKED = '█████'

/** The text without the name wherever `saysName` finds it; all of it where it cannot be told where. */
export function withoutName(text: string, name: KeptName): string {
  if (!saysName(text, name)) {
    return text
  }
  const said = [...text.matchAll(WORD)]
  const spans: [number, number][] = []
  for (const part of [wordsOf(name.familyName ?? ''), wordsOf(name.givenNames ?? '')].filter((words) => words.length > 0)) {
    said.forEach((first, i) => {
      const last = said[i + part.length - 1]
      if (last && part.every((word, j) => isSaid(fold(said[i + j]?.[0] ?? ''), word.folded, j === 0))) {
        spans.push([first.index, last.index + last[0].length])
      }
    })
  }
  const digits = [...(name.number ?? '').replace(/[^\p{L}\p{N}]/gu, '')].map((one) => one.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('[\\s.\\-/]*')
  if (digits !== '') {
    spans.push(...[...text.matchAll(new RegExp(digits, 'giu'))].map((found): [number, number] => [found.index, found.index + found[0].length]))
  }
  const cut = spans.toSorted((a, b) => b[0] - a[0]).reduce((left, [from, to]) => `${left.slice(0, from)}${BLACKED}${left.slice(to)}`, text)
  return saysName(cut, name) ? BLACKED : cut
}

/** Ranks and titles a name follows, in the languages reports are written in. */
const TITLES = 'Mr|Mrs|Ms|Dr|Pte|Private|Cpl|Corporal|Sgt|Sergeant|Lt|Lieutenant|Capt|Captain|Maj|Major|Col|Colonel|M|Mme|Mlle|Soldat|Caporal|Sergent|Adjudant|Capitaine|Commandant|Sr|Sra|Soldado|Cabo|Sargento|Teniente|Capitán|Mayor|Coronel'
const TITLED = new RegExp(`(?<![\\p{L}\\p{N}])(?:${TITLES})\\.?\\s+((?:\\p{Lu}[\\p{L}\\p{M}'’-]+)(?:\\s+\\p{Lu}[\\p{L}\\p{M}'’-]+){0,3})`, 'gu')

/** Ranks as they are written in haste, which are too short or too common to guess a name by. */
const SHORT_RANKS = 'Pvt|Pfc|LCpl|SSgt|MSgt|WO|WO1|WO2|2Lt|LtCol|Brig|Gen|Cmdr|Constable|Inspector|Insp|Supt|Gendarme|Adj|Adjt|Cne|Cdt|Cch|Ltn|Tte|Sgto|Gral|Inspecteur'
const RANKS: ReadonlySet<string> = new Set([...TITLES.split('|').filter((title) => title.length > 1), ...SHORT_RANKS.split('|')].map(fold))
/** What somebody is called before the name: a longer name after it counts. */
const CALLED: ReadonlySet<string> = new Set('named|name|called|casualty|patient|soldier|peacekeeper|victim|nommé|nommée|nom|appelé|blessé|victime|militaire|llamado|llamada|nombre|herido|paciente|víctima|militar'.split('|').map(fold))

/** Words that look like somebody’s name: a rank or title and what follows it. At most five; a guess, for a person to judge. */
export function likelyNames(text: string): string[] {
  return [...new Set([...text.matchAll(TITLED)].map((found) => found[0].replace(/\s+/g, ' ')))].slice(0, 5)
}

function wordsOf(text: string): { folded: string; named: boolean }[] {
  // Codes and ids are one word: they name nobody.
  const small = text === text.toLowerCase() && /\s/u.test(text)
  let before = ''
  return [...text.matchAll(WORD)].map(([word]) => {
    const [first = ''] = word
    const folded = fold(word)
    // No capitals in its script: every word may be a name.
    const named = RANKS.has(before) || (CALLED.has(before) && folded.length >= LEAST_SMALL) || first !== first.toLowerCase() || first.toLowerCase() === first.toUpperCase() || (small && folded.length >= LEAST_SMALL)
    before = folded
    return { folded, named }
  })
}

function lengthOf(words: readonly { folded: string }[]): number {
  return words.reduce((sum, { folded }) => sum + folded.length, 0)
}

/** Does a text have the name as a word: in small letters, though it has capitals elsewhere? */
export function hasAsWord(text: string, { familyName }: Pick<KeptName, 'familyName'>): boolean {
  const family = wordsOf(familyName ?? '')
  const said = wordsOf(text)
  return family.length > 0 && said.some((_, i) => family.every((word, j) => said[i + j]?.folded === word.folded && said[i + j]?.named === false))
}
