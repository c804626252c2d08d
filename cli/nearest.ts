import { editDistance } from '../core/text-names.ts'

/** The known word nearest to what was typed, or null when none is near enough to be meant. */
export function nearest(typed: string, known: readonly string[]): string | null {
  let best: string | null = null
  const furthest = Math.max(2, Math.ceil(typed.length / 3))
  let least = furthest + 1
  for (const word of known) {
    const distance = word.startsWith(typed) && typed.length > 1 ? 1 : (editDistance(typed, word, furthest) ?? Infinity)
    if (distance < least) {
      least = distance
      best = word
    }
  }
  return best
}
