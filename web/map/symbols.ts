import { drawFramed, drawSign } from './symbol-draw.ts'
import type { SymbolColours } from './symbol-draw.ts'
import { readSymbolName } from './symbol-name.ts'
import type { SymbolCode } from './symbol-name.ts'

/** What the mission's domains say of a category; undefined for one nobody knows. */
export type SymbolOf = (category: string) => SymbolCode | undefined

/**
 * The picture of a symbol by its name in the atlas; null when the name is not of a symbol. A category or code
 * that nobody knows is drawn as unknown, with a question mark. The military set is loaded when first asked for.
 */
export async function symbolPicture(name: string, symbolOf: SymbolOf, colours: SymbolColours): Promise<ImageData | null> {
  const key = readSymbolName(name)
  if (key === null) {
    return null
  }
  const code = symbolOf(key.category)
  if (key.set === 'military' && code) {
    const { militarySymbol } = await import('./military.ts')
    const picture = militarySymbol(code.sidc, 60)
    if (picture) {
      return drawFramed(picture, key.severity, key.marks, colours)
    }
  }
  return drawSign(key.set === 'military' ? null : (code?.icon ?? null), key.severity, key.marks, colours)
}
