import type { JsonObject } from '../../core/json.ts'
import type { Kind } from '../../core/kind.ts'
import { Problem } from '../../core/problem.ts'
import { GONE, type NewAction, type VigieRecord } from '../../core/record.ts'
import type { Stage } from './stage.ts'

/** The value no other standing record of the kind may have; null where the record has none. Not for data that fits no schema yet. */
export function uniqueOf(kind: Kind | undefined, data: JsonObject | undefined): string | null {
  return (kind?.unique && data && kind.unique.of(data)) || null
}

/** Values that actions may give their records, to look for others that have them before the actions are decided. */
export function uniqueAsked(kind: Kind | undefined, action: NewAction, standing: VigieRecord | undefined): string | null {
  const given = action.patch?.['data'] ?? action.patch?.['fields']
  const data = { ...standing?.data, ...(typeof given === 'object' && given !== null && !Array.isArray(given) ? given : {}) }
  return uniqueOf(kind, data)
}

/** Throws Problem `duplicate` where another standing record of the kind has the value this one was given. */
export function refuseTwin(stage: Stage, kind: Kind, before: VigieRecord | null, record: VigieRecord): void {
  const value = uniqueOf(kind, record.data)
  const stood = before !== null && !GONE.includes(before.workflow) ? uniqueOf(kind, before.data) : null
  if (value === null || value === stood || GONE.includes(record.workflow)) {
    return
  }
  for (const { record: other } of stage.all()) {
    if (other.kind === kind.name && other.id !== record.id && !GONE.includes(other.workflow) && uniqueOf(kind, other.data) === value) {
      const field = kind.unique?.field ?? ''
      throw new Problem('duplicate', `${String(record.data[field])} is taken by another ${kind.name} of the same group`, { fields: [{ path: `/data/${field}`, problem: 'is taken', fix: 'Give another' }] })
    }
  }
}
