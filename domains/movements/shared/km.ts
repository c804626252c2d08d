/** So many metres along a way, or from so many to so many, out of `42`, `km 42,5` or `42-47`; null for other words. */
export function readKm(words: string): { fromM: number; toM: number } | null {
  const found = /^(?:km\s*)?(\d{1,4}(?:[.,]\d{1,3})?)(?:\s*(?:-|–|\.\.|to|à|إلى|a)\s*(\d{1,4}(?:[.,]\d{1,3})?))?(?:\s*km)?$/iu.exec(words.trim())
  if (!found?.[1]) {
    return null
  }
  const metres = (text: string): number => Math.round(Number(text.replace(',', '.')) * 1000)
  const [from, to] = [metres(found[1]), metres(found[2] ?? found[1])]
  return { fromM: Math.min(from, to), toM: Math.max(from, to) }
}
