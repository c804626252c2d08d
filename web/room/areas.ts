import type { AreaItem } from '../api/types.ts'

/** Id → name for showing. */
export function areaNames(areas: readonly AreaItem[]): Map<string, string> {
  return new Map(areas.map((a) => [a.id, a.name]))
}

/** Areas as an indented list, parents before children, names in order; depth from 0. */
export function areaOutline(areas: readonly AreaItem[]): { area: AreaItem; depth: number }[] {
  const known = new Set(areas.map((a) => a.id))
  const below = new Map<string, AreaItem[]>()
  for (const area of areas) {
    const parent = area.parent !== null && known.has(area.parent) ? area.parent : ''
    below.set(parent, [...(below.get(parent) ?? []), area])
  }
  const out: { area: AreaItem; depth: number }[] = []
  const visit = (id: string, depth: number) => {
    for (const area of (below.get(id) ?? []).sort((a, b) => a.name.localeCompare(b.name))) {
      out.push({ area, depth })
      visit(area.id, depth + 1)
    }
  }
  visit('', 0)
  return out
}
