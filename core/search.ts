import { tokens } from './text.ts'

/**
 * What a text search asks for, folded. `words`: each is the beginning of a word. `phrases`: whole words, one directly
 * after the other. `without` and `withoutPhrases`: the same, none of which may occur.
 */
export type Search = { words: string[]; phrases: string[][]; without: string[]; withoutPhrases: string[][] }

const QUOTES = '"\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033\uff02'
const PART = new RegExp(`([-\u2212](?=[^\\s-]))?(?:[${QUOTES}]([^${QUOTES}]*)[${QUOTES}]|(\\S+))`, 'gu')

/**
 * Read what somebody typed: words, "words in this order", -without, -"without these in this order". A hyphen inside a word
 * parts it as everywhere; a quote that nothing closes is passed over, so that a search half typed already finds.
 */
export function parseSearch(text: string): Search {
  const found: Search = { words: [], phrases: [], without: [], withoutPhrases: [] }
  for (const [, minus, quoted, plain] of text.matchAll(PART)) {
    const words = tokens(quoted ?? plain ?? '').filter((word) => word !== '')
    if (words.length === 0) {
      continue
    }
    if (minus === undefined && quoted === undefined) {
      found.words.push(...words)
    } else if (minus === undefined) {
      found.phrases.push(words)
    } else if (quoted === undefined && words.length === 1) {
      found.without.push(...words)
    } else {
      found.withoutPhrases.push(words)
    }
  }
  return { words: sorted(found.words), phrases: distinct(found.phrases), without: sorted(found.without), withoutPhrases: distinct(found.withoutPhrases) }
}

/** One text for equal searches, which reads as the same search again; empty for one that asks for nothing. */
export function formatSearch(search: Search): string {
  const quoted = (phrase: string[]): string => `"${phrase.join(' ')}"`
  return [...search.words, ...search.phrases.map(quoted), ...search.without.map((word) => `-${word}`), ...search.withoutPhrases.map((phrase) => `-${quoted(phrase)}`)].join(' ')
}

/** Do `words`, in order of the text, hold the phrase? */
export function holdsPhrase(words: readonly string[], phrase: readonly string[]): boolean {
  return words.some((_word, at) => phrase.every((one, i) => words[at + i] === one))
}

function sorted(words: readonly string[]): string[] {
  return [...new Set(words)].sort()
}

function distinct(phrases: readonly string[][]): string[][] {
  return [...new Map(phrases.map((phrase) => [phrase.join(' '), phrase])).entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, phrase]) => phrase)
}
