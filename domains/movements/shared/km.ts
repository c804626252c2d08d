/** So many metres along a way, or from so many to so many, out of `42`, `km 42,5`, `42-47` or `٤٢٫٥ كم`; null for other words. */
export function readKm(words: string): { fromM: number; toM: number } | null {
  const plain = words.trim().replace(/[٠-٩۰-۹]/g, (digit) => String(digit.charCodeAt(0) & 15)).replaceAll('٫', '.')
  const found = /^(?:(?:km|كم)\s*)?(\d{1,4}(?:[.,]\d{1,3})?)(?:\s*(?:-|–|\.\.|to|à|إلى|a)\s*(\d{1,4}(?:[.,]\d{1,3})?))?(?:\s*(?:km|كم))?$/iu.exec(plain)
  if (!found?.[1]) {
    return null
  }
  const metres = (text: string): number => Math.round(Number(text.replace(',', '.')) * 1000)
  const [from, to] = [metres(found[1]), metres(found[2] ?? found[1])]
  return { fromM: Math.min(from, to), toM: Math.max(from, to) }
}
