import type { AreaTree, MultiPolygon } from '../../../../core/area.ts'
import type { VigieRecord } from '../../../../core/record.ts'
import type { Store } from '../../../../server/face.ts'
import { SYSTEM } from '../../../../server/face.ts'
import type { Technology } from '../../../oversight/contract.ts'
import type { RuleInForce } from '../../shared/rules/in-force.ts'
import type { TrackRule } from '../../shared/rules/rule.ts'

/** A rule with the outlines of its areas as they stand; an area without any is left out. */
export function inForce(id: string, rule: TrackRule, areas: AreaTree): RuleInForce {
  return {
    id, rule,
    areas: (rule.areas ?? []).flatMap((area) => {
      const node = areas.nodes.get(area)
      const polygons = node ? outlineOf(areas, area) : []
      return node && polygons.length > 0 ? [{ id: area, name: node.name, polygons }] : []
    }),
  }
}

/** Every rule that stands. */
export async function readRules(store: Store): Promise<Map<string, { record: VigieRecord; rule: TrackRule }>> {
  const out = new Map<string, { record: VigieRecord; rule: TrackRule }>()
  for await (const { record } of store.stream(SYSTEM, { kind: 'track-rule' })) {
    out.set(record.id, { record, rule: record.data as unknown as TrackRule })
  }
  return out
}

/** Where each registered technology may work: outlines of the areas it names, null where it names none. */
export async function readPermits(store: Store): Promise<Map<string, MultiPolygon | null>> {
  const areas = store.areas()
  const out = new Map<string, MultiPolygon | null>()
  for await (const { record } of store.stream(SYSTEM, { kind: 'technology' })) {
    const technology = record.data as unknown as Technology
    const named = technology.areas ?? []
    const polygons = named.flatMap((area) => outlineOf(areas, area))
    out.set(technology.code, named.length === 0 || polygons.length === 0 ? null : polygons)
  }
  return out
}

/** The outline of an area, or those of what lies in it where it has none of its own. */
function outlineOf(areas: AreaTree, id: string): MultiPolygon {
  const own = areas.nodes.get(id)?.polygons
  return own && own.length > 0 ? own : [...areas.below(id)].filter((below) => below !== id).flatMap((below) => areas.nodes.get(below)?.polygons ?? [])
}
