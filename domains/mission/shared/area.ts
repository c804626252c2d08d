import type { FieldProblem } from '../../../core/problem.ts'
import { selfCrossing, type Corner } from '../../../core/place-outline.ts'
import type { Area } from './model.ts'

/** Outlines must be closed and not cross themselves; says where they do. An area is not its own parent. */
export function checkArea(data: Area, record: { id: string }): FieldProblem[] {
  const problems: FieldProblem[] = []
  if (data.parent !== undefined && data.parent === record.id) {
    problems.push({ path: '/parent', problem: 'an area cannot lie in itself', fix: 'Choose the area above it, or none' })
  }
  data.polygons?.forEach((rings, p) => rings.forEach((ring, r) => {
    const path = `/polygons/${p}/${r}`
    const [first, last] = [ring[0], ring.at(-1)]
    if (!first || !last || first[0] !== last[0] || first[1] !== last[1]) {
      problems.push({ path, problem: 'the ring is not closed', fix: 'End it where it begins' })
      return
    }
    const at = selfCrossing(ring as readonly Corner[])
    if (at) {
      problems.push({ path, problem: `the outline crosses itself near ${at[1].toFixed(5)}, ${at[0].toFixed(5)} (latitude, longitude)`, fix: 'Move or remove a corner there' })
    }
  }))
  return problems
}
