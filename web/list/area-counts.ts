import type { AreaItem, FacetCount } from '../api/types.ts'

/** A place with everything below it; `count` includes what lies below. */
export type AreaBranch = { id: string; name: string; count: number; below: AreaBranch[] }

/**
 * Counts by smallest area rolled up the tree of places; places where nothing lies are left out, the fullest first.
 * A record has one leaf in each hierarchy, so nothing is counted twice on one branch.
 */
export function rolledUp(areas: readonly AreaItem[], counts: readonly FacetCount[]): AreaBranch[] {
  const own = new Map<string, number>()
  for (const { value, count } of counts) {
    own.set(value, (own.get(value) ?? 0) + count)
  }
  const known = new Set(areas.map((area) => area.id))
  const children = new Map<string, AreaItem[]>()
  for (const area of areas) {
    const parent = area.parent !== null && known.has(area.parent) ? area.parent : ''
    const list = children.get(parent)
    if (list) {
      list.push(area)
    } else {
      children.set(parent, [area])
    }
  }
  const grow = (parent: string): AreaBranch[] => (children.get(parent) ?? [])
    .map((area): AreaBranch => {
      const below = grow(area.id)
      return { id: area.id, name: area.name, below, count: (own.get(area.id) ?? 0) + below.reduce((sum, one) => sum + one.count, 0) }
    })
    .filter((branch) => branch.count > 0)
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1))
  return grow('')
}
