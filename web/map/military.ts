import ms from 'milsymbol'

/** A symbol of MIL-STD-2525 D / APP-6 as a canvas, or null for a code the standard does not have. */
export function militarySymbol(sidc: string, size: number): HTMLCanvasElement | null {
  const symbol = new ms.Symbol(sidc, { size, outlineWidth: 3, outlineColor: 'rgba(255,255,255,0.8)' })
  return symbol.isValid() ? symbol.asCanvas(1) : null
}
