import { Problem } from '../../../core/problem.ts'
import { textOf, type Product, type Section } from '../../../core/product.ts'
import type { App } from '../../../server/face.ts'
import { namesToKeep } from '../contract.ts'
import { saysName } from '../shared/names.ts'

/**
 * Throws Problem `wrong-state` while a name that is to be kept stands in a product: says where, never which. Asked only where a
 * second person releases what was submitted, and written to the node's log, so that nobody finds out names by trying.
 */
export async function refuseNames(app: Pick<App, 'log'>, product: Pick<Product, 'title' | 'contact' | 'sections'>, about: { id: string; user: string }): Promise<void> {
  const names = await namesToKeep(app)
  if (names.length === 0) {
    return
  }
  const says = (text: string): boolean => names.some((name) => saysName(text, name))
  const where = [...(says([product.title, product.contact ?? ''].join('\n')) ? [product.title] : []), ...product.sections.filter((section) => says(wordsOf(section))).map((section) => section.title)]
  if (where.length > 0) {
    app.log.warn({ product: about.id, user: about.user, places: where.length }, 'a release was refused: a name that is to be kept stands in the product')
    throw new Problem('wrong-state', `it says a name that nobody may be told before next of kin are informed, in: ${where.map((title) => `“${title}”`).join(', ')}. Return it, write “a peacekeeper” or the number on the casualty card instead, and release it then`)
  }
}

function wordsOf(section: Section): string {
  return [section.title, ...section.blocks.flatMap((block) => [textOf(block.pieces ?? []), ...(block.head ?? []), ...(block.lines ?? []).flatMap((line) => [textOf(line.pieces ?? []), ...(line.cells ?? []).map(textOf)])])].join('\n')
}
