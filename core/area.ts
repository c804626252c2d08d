import { inMultiPolygon } from './place.ts'

/** Hierarchies an area can belong to; a record keeps its leaf in each. */
export const AREA_TYPES = ['mission', 'sector', 'aor', 'base', 'admin0', 'admin1', 'admin2', 'admin3', 'site', 'security', 'fence', 'line'] as const
export type AreaType = (typeof AREA_TYPES)[number]

/** Areas that carry jurisdiction: need-to-know and permissions are given by these. */
export const JURISDICTION: readonly AreaType[] = ['mission', 'sector', 'aor', 'base']

export type Ring = readonly (readonly [number, number])[]
/** Polygons with holes, degrees, first ring outer. */
export type MultiPolygon = readonly (readonly Ring[])[]

/** One node of the tree of places. `polygons` is null for areas known by name only. */
export type AreaNode = {
  id: string
  code: string
  name: string
  type: AreaType
  parent: string | null
  polygons: MultiPolygon | null
}

/**
 * The tree of places. Immutable: build a new one when an area changes. Cycles and unknown parents are
 * cut (the node becomes a root), so that a bad row can never hang a reader.
 */
export class AreaTree {
  readonly nodes: ReadonlyMap<string, AreaNode>
  readonly #lineage = new Map<string, readonly string[]>()
  readonly #below = new Map<string, Set<string>>()
  readonly #boxed: { node: AreaNode; box: readonly [number, number, number, number]; depth: number }[] = []

  constructor(nodes: Iterable<AreaNode>) {
    this.nodes = new Map([...nodes].map((n) => [n.id, n]))
    for (const id of this.nodes.keys()) {
      const line = this.#climb(id)
      this.#lineage.set(id, line)
      for (const above of line) {
        let below = this.#below.get(above)
        if (!below) {
          below = new Set()
          this.#below.set(above, below)
        }
        below.add(id)
      }
    }
    for (const node of this.nodes.values()) {
      if (node.polygons && node.polygons.length > 0) {
        this.#boxed.push({ node, box: boxOf(node.polygons), depth: this.lineage(node.id).length })
      }
    }
    this.#boxed.sort((a, b) => b.depth - a.depth || boxArea(a.box) - boxArea(b.box))
  }

  /** The area and everything above it, nearest first; empty for an unknown id. */
  lineage(id: string): readonly string[] {
    return this.#lineage.get(id) ?? []
  }

  /** The area and everything below it. */
  below(id: string): ReadonlySet<string> {
    return this.#below.get(id) ?? new Set()
  }

  /** Is `id` the area `above` or below it? */
  within(id: string, above: string): boolean {
    return this.#below.get(above)?.has(id) ?? false
  }

  /**
   * Leaves that hold a point, one per hierarchy: the jurisdiction leaf (deepest of mission, sector, AOR,
   * base) and the deepest area of every other type family.
   */
  locate(lon: number, lat: number): { area: string | null; places: string[] } {
    let area: string | null = null
    const families = new Map<string, string>()
    for (const { node, box } of this.#boxed) {
      const family = familyOf(node.type)
      if (family === 'jurisdiction' ? area !== null : families.has(family)) {
        continue
      }
      if (lon < box[0] || lat < box[1] || lon > box[2] || lat > box[3] || !node.polygons || !inMultiPolygon({ lon, lat }, node.polygons)) {
        continue
      }
      if (family === 'jurisdiction') {
        area = node.id
      } else {
        families.set(family, node.id)
      }
    }
    return { area, places: [...families.values()].sort() }
  }

  #climb(id: string): string[] {
    const line: string[] = []
    let at: string | null = id
    while (at !== null && !line.includes(at)) {
      const node: AreaNode | undefined = this.nodes.get(at)
      if (!node) {
        break
      }
      line.push(at)
      at = node.parent
    }
    return line
  }
}

/** Types that share one hierarchy. */
export function familyOf(type: AreaType): string {
  if (JURISDICTION.includes(type)) {
    return 'jurisdiction'
  }
  return type.startsWith('admin') ? 'admin' : type
}

function boxOf(polygons: MultiPolygon): readonly [number, number, number, number] {
  let [w, s, e, n] = [180, 90, -180, -90]
  for (const polygon of polygons) {
    for (const [lon, lat] of polygon[0] ?? []) {
      w = Math.min(w, lon)
      s = Math.min(s, lat)
      e = Math.max(e, lon)
      n = Math.max(n, lat)
    }
  }
  return [w, s, e, n]
}

function boxArea(box: readonly [number, number, number, number]): number {
  return (box[2] - box[0]) * (box[3] - box[1])
}
