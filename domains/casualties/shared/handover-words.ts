/**
 * Names and values that stand for themselves in a hand-over code, by their place. A code that was printed or photographed
 * must stay readable: words are added at the end and never moved or taken out.
 */
export const HANDOVER_WORDS: readonly string[] = []
