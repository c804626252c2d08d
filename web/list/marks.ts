import { parseSearch } from '../../core/search.ts'
import { tokens } from '../../core/text.ts'

/** A piece of a text; `hit` where a word of it is what was searched for. */
export type Piece = { text: string; hit: boolean }

const WORD = /[\p{L}\p{N}\p{M}]+(?:['’ʼ][\p{L}\p{N}\p{M}]+)*/gu

/** Words a search text asks for, those of its phrases too, folded as the index folds them; not those that must not occur. */
export function searchedWords(text: string | undefined): string[] {
  const { words, phrases } = parseSearch(text ?? '')
  return [...new Set([...words, ...phrases.flat()])]
}

/** A text cut where its words begin, in folded form, with one of `words`: Ménaka for "menaka", مينكا for مينكا. */
export function marked(text: string, words: readonly string[]): Piece[] {
  if (words.length === 0 || text === '') {
    return [{ text, hit: false }]
  }
  const pieces: Piece[] = []
  let from = 0
  for (const found of text.matchAll(WORD)) {
    if (tokens(found[0]).some((own) => words.some((word) => own.startsWith(word)))) {
      if (found.index > from) {
        pieces.push({ text: text.slice(from, found.index), hit: false })
      }
      pieces.push({ text: found[0], hit: true })
      from = found.index + found[0].length
    }
  }
  if (from < text.length) {
    pieces.push({ text: text.slice(from), hit: false })
  }
  return pieces
}

const LONGEST = 120

/** The part of some text that holds a hit, when the title alone does not show why a record was found; null when none does. */
export function snippetOf(texts: readonly string[], words: readonly string[]): string | null {
  for (const text of texts) {
    const pieces = marked(text, words)
    const at = pieces.findIndex((piece) => piece.hit)
    if (at >= 0) {
      const before = pieces.slice(0, at).map((piece) => piece.text).join('')
      // From the hit itself: what came before it would push it out of a narrow column.
      const start = before.length
      return `${start > 0 ? '…' : ''}${text.slice(start, start + LONGEST).replace(/\s+/g, ' ')}`
    }
  }
  return null
}
