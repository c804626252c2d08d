import type { JsonObject } from '../../core/json.ts'
import type { Veracity, Workflow } from '../../core/record.ts'
import type { RecordView } from '../api/types.ts'

/** What of a record decides how to take a change back. */
export type Stood = Pick<RecordView, 'workflow' | 'veracity' | 'data' | 'handling'>
/** Something a person did to a record: how it stood before (null: it was made), how it stands after. */
export type Done = { type: string; patch: JsonObject; before: Stood | null; after: Stood }
/** A correcting action; those with `reason` must say one. */
export type Step = { type: string; patch: JsonObject; reason: boolean }

const MOVES: readonly { type: string; from: readonly Workflow[]; to: Workflow; reason: boolean }[] = [
  { type: 'submit', from: ['draft', 'returned'], to: 'submitted', reason: false },
  { type: 'approve', from: ['submitted'], to: 'approved', reason: false },
  { type: 'return', from: ['submitted', 'approved'], to: 'returned', reason: true },
  { type: 'retract', from: ['draft', 'submitted', 'returned', 'approved'], to: 'retracted', reason: true },
  { type: 'reinstate', from: ['retracted'], to: 'submitted', reason: true },
]
const BELIEF: Partial<Record<Veracity, Step>> = {
  'under-verification': { type: 'start-verification', patch: {}, reason: false },
  'corroborated': { type: 'corroborate', patch: {}, reason: false },
  'verified': { type: 'verify', patch: {}, reason: false },
  'refuted': { type: 'refute', patch: {}, reason: true },
  'unverifiable': { type: 'mark-unverifiable', patch: {}, reason: true },
}

/**
 * The correcting actions that bring a record back to how it stood, in order; null when no action leads there (a draft
 * that was submitted, a report nobody had looked at before). History keeps both the change and its correction.
 */
export function inverse({ type, patch, before, after }: Done): Step[] | null {
  if (before === null) {
    return moves(after.workflow as Workflow, 'retracted')
  }
  if (type === 'edit' || type === 'resolve') {
    return backTo(type === 'edit' ? Object.keys((patch['fields'] ?? {}) as JsonObject) : [String(patch['field'])], before, after)
  }
  if (type === 'handle') {
    return [{ type: 'handle', patch: { handling: before.handling as unknown as JsonObject }, reason: true }]
  }
  if (before.workflow !== after.workflow) {
    return moves(after.workflow as Workflow, before.workflow as Workflow)
  }
  if (before.veracity !== after.veracity && before.veracity !== null) {
    const step = BELIEF[before.veracity as Veracity]
    return step ? [step] : null
  }
  return null
}

/** Fields as they were; only those that took what was written, for one that lost to somebody else changed nothing. */
function backTo(names: readonly string[], before: Stood, after: Stood): Step[] | null {
  const fields: JsonObject = {}
  for (const name of names) {
    const [was, is] = [before.data[name] ?? null, after.data[name] ?? null]
    if (JSON.stringify(was) !== JSON.stringify(is)) {
      fields[name] = was
    }
  }
  return Object.keys(fields).length === 0 ? null : [{ type: 'edit', patch: { fields }, reason: false }]
}

/** The shortest way from one state to another; through retraction only where it ends or begins. */
function moves(from: Workflow, to: Workflow): Step[] | null {
  let ways: { at: Workflow; steps: Step[] }[] = [{ at: from, steps: [] }]
  const seen = new Set<Workflow>([from])
  while (ways.length > 0) {
    const arrived = ways.find((way) => way.at === to)
    if (arrived) {
      return arrived.steps
    }
    ways = ways.flatMap(({ at, steps }) =>
      MOVES.filter((move) => move.from.includes(at) && !seen.has(move.to) && (move.to !== 'retracted' || to === 'retracted')).map((move) => {
        seen.add(move.to)
        return { at: move.to, steps: [...steps, { type: move.type, patch: {}, reason: move.reason }] }
      }),
    )
  }
  return null
}
