import type { Piece } from '../../core/product.ts'

/** A character no text of a product has, around the name of a hole. */
const EDGE = '\uE000'

/** A sentence with bound values in its holes: `fill` is given the holes' names as words to fill in, e.g. by `say`. */
export function weave(pieces: { readonly [hole: string]: Piece }, fill: (holes: { [hole: string]: string }) => string): Piece[] {
  const holes = Object.fromEntries(Object.keys(pieces).map((name) => [name, `${EDGE}${name}${EDGE}`]))
  return fill(holes).split(EDGE).map((part, i) => (i % 2 === 1 ? (pieces[part] ?? '') : part)).filter((piece) => piece !== '')
}
