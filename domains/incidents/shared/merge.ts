import { Type } from 'typebox'
import type { ActionRule, Who } from '../../../core/kind.ts'
import { Problem } from '../../../core/problem.ts'
import type { NewAction, VigieRecord } from '../../../core/record.ts'
import { Absorbed, type Incident } from './model.ts'

type IncidentRecord = VigieRecord<Incident>

/**
 * Merging is two actions committed together: the survivor absorbs, the other is merged. Everything the
 * other brought stays whole inside the survivor, so undoing it is taking that part out again.
 */
export function mergeActions(who: Who): { [type: string]: ActionRule<Incident> } {
  return {
    absorb: {
      who,
      paired: true,
      patch: Type.Object({ absorbed: Absorbed }, { additionalProperties: false }),
      reduce(record, action) {
        const part = action.patch['absorbed'] as unknown as Absorbed
        if (part.record === record.id) {
          throw new Problem('rule-broken', `${record.ref} cannot be merged into itself; choose another record`)
        }
        const parts = record.data.absorbed ?? []
        if (parts.some((p) => p.record === part.record)) {
          throw new Problem('wrong-state', `${part.ref} is already part of ${record.ref}`)
        }
        return withParts(record, [...parts, part])
      },
    },
    'merge-into': {
      who,
      paired: true,
      when: ['draft', 'submitted', 'returned', 'approved'],
      patch: Type.Object({ into: Type.String() }, { additionalProperties: false }),
      reduce: (record, action) => ({ ...record, workflow: 'merged', mergedInto: action.patch['into'] as string }),
    },
    split: {
      who,
      paired: true,
      patch: Type.Object({ record: Type.String() }, { additionalProperties: false }),
      reduce(record, action) {
        const parts = record.data.absorbed ?? []
        if (!parts.some((p) => p.record === action.patch['record'])) {
          throw new Problem('wrong-state', `${record.ref} holds no merged record with that id`)
        }
        return withParts(record, parts.filter((p) => p.record !== action.patch['record']))
      },
    },
    unmerge: {
      who,
      paired: true,
      when: ['merged'],
      patch: Type.Object({}, { additionalProperties: false }),
      reduce: (record) => ({ ...record, workflow: 'submitted', mergedInto: null }),
    },
  }
}

/** The two actions that merge `other` into `survivor`. `ids` are two fresh action ids, `at` the device time. */
export function mergePair(survivor: IncidentRecord, other: IncidentRecord, ids: readonly [string, string], at: string, reason: string | null): [NewAction, NewAction] {
  const absorbed: Absorbed = {
    record: other.id,
    ref: other.ref,
    sources: [...(other.data.sources ?? []), ...(other.data.absorbed ?? []).flatMap((a) => a.sources)],
    impact: [...(other.data.impact ?? []), ...(other.data.absorbed ?? []).flatMap((a) => a.impact)],
    title: other.data.title,
    narrative: other.data.narrative,
    ...(other.data.happened ? { happened: other.data.happened } : {}),
    ...(other.data.place ? { place: other.data.place } : {}),
  }
  const base = { kind: 'incident', at, reason }
  return [
    { ...base, id: ids[0], record: survivor.id, type: 'absorb', basedOn: survivor.version, patch: { absorbed } },
    { ...base, id: ids[1], record: other.id, type: 'merge-into', basedOn: other.version, patch: { into: survivor.id } },
  ]
}

/** The two actions that undo it. */
export function splitPair(survivor: IncidentRecord, other: IncidentRecord, ids: readonly [string, string], at: string, reason: string | null): [NewAction, NewAction] {
  const base = { kind: 'incident', at, reason }
  return [
    { ...base, id: ids[0], record: survivor.id, type: 'split', basedOn: survivor.version, patch: { record: other.id } },
    { ...base, id: ids[1], record: other.id, type: 'unmerge', basedOn: other.version, patch: {} },
  ]
}

function withParts(record: IncidentRecord, parts: Absorbed[]): IncidentRecord {
  const { absorbed: _absorbed, ...rest } = record.data
  const data: Incident = parts.length > 0 ? { ...rest, absorbed: parts } : rest
  return { ...record, data, touched: { ...record.touched, absorbed: record.version + 1 } }
}
