import type { AreaTree } from '../../core/area.ts'
import type { Kind } from '../../core/kind.ts'
import { accessClassOf, mayRead, type AccessClass, type Reader } from '../../core/policy.ts'
import type { Kinds, Store } from './face.ts'

/** `Store.sight`: `mayRead` remembered by access class. A kind nobody knows is seen by nobody. */
export function sightOf(reader: Reader, kinds: Kinds, areas: () => AreaTree): ReturnType<Store['sight']> {
  let known = new Map<string, boolean>()
  let tree: AreaTree | null = null
  let all: readonly Kind[] | null = null
  return (record) => {
    if (tree !== areas() || all !== kinds.all()) {
      tree = areas()
      all = kinds.all()
      known = new Map()
    }
    const of = accessClassOf(record)
    const key = keyOf(of)
    const before = known.get(key)
    if (before !== undefined) {
      return before
    }
    const kind = kinds.get(of.kind)
    const sees = kind !== undefined && mayRead(reader, kind, of, areas()).allow
    known.set(key, sees)
    return sees
  }
}

/** Equal for records that exactly the same readers may read. */
function keyOf(of: AccessClass): string {
  return JSON.stringify([of.kind, of.level, of.compartments, of.owner, of.releasableTo, of.caveats, of.named, of.area, of.approved])
}
