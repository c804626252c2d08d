import { mergeFields, own, sameJson, type Json, type JsonObject } from './json.ts'
import { actionRule, type Kind } from './kind.ts'
import { Problem } from './problem.ts'
import type { Action, Contest, CreatePatch, EditPatch, VigieRecord } from './record.ts'

/**
 * Fold one action into a snapshot. Pure and deterministic: the same actions give the same record, bit
 * for bit. Throws Problem `wrong-state`, `rule-broken` or `invalid-input` when the action does not apply.
 */
export function reduce(kind: Kind, record: VigieRecord | null, action: Action): VigieRecord {
  if (action.type === 'create') {
    if (record !== null) {
      throw new Problem('duplicate', `${record.ref} exists already; edit it instead`)
    }
    return created(kind, action)
  }
  if (record === null) {
    throw new Problem('not-found', `action ${action.type} needs a record that exists`)
  }
  const rule = actionRule(kind, action.type)
  if (!rule) {
    throw new Problem('invalid-input', `${kind.name} has no action "${action.type}". It has: ${Object.keys(kind.actions).join(', ')}`)
  }
  if (rule.audit) {
    return record
  }
  const next = rule.reduce(record, action)
  return { ...next, version: record.version + 1, updatedAt: action.receivedAt, updatedBy: action.actor }
}

/** Fold a whole history, oldest first. Returns null for an empty one. */
export function replay(kind: Kind, actions: Iterable<Action>): VigieRecord | null {
  let record: VigieRecord | null = null
  for (const action of actions) {
    record = reduce(kind, record, action)
  }
  return record
}

/** Refuse a record that breaks the kind's invariants. Run before an action is accepted, not at replay. */
export function checkRecord(kind: Kind, record: VigieRecord): void {
  const fields = kind.check?.(record.data, record) ?? []
  if (fields.length > 0) {
    const first = fields[0]
    throw new Problem('rule-broken', `${first?.path}: ${first?.problem}${first?.fix ? `. ${first.fix}` : ''}`, { fields })
  }
}

function created(kind: Kind, action: Action): VigieRecord {
  const patch = action.patch as unknown as CreatePatch
  if (!patch.handling || !patch.ref) {
    throw new Problem('internal', 'a create action reached the reducer without handling and reference')
  }
  const touched: { [field: string]: number } = {}
  for (const field of Object.keys(patch.data)) {
    touched[field] = 1
  }
  return {
    id: action.record,
    kind: kind.name,
    schema: kind.version,
    ref: patch.ref,
    version: 1,
    workflow: kind.approval ? (patch.workflow ?? 'submitted') : 'approved',
    veracity: kind.veracity ? 'reported' : null,
    handling: patch.handling,
    area: patch.area ?? null,
    places: patch.places ?? [],
    data: patch.data,
    createdAt: action.receivedAt,
    createdBy: action.actor,
    createdRole: action.role,
    deviceAt: action.at,
    updatedAt: action.receivedAt,
    updatedBy: action.actor,
    touched,
    contested: [],
    mergedInto: null,
    erased: false,
  }
}

/**
 * The edit every kind has: fields nobody changed since `basedOn` take their new value; a field somebody
 * else changed to another value keeps the standing value and the new one is kept as contested.
 */
export function reduceEdit(record: VigieRecord, action: Action): VigieRecord {
  const patch = action.patch as unknown as EditPatch
  const seen = action.basedOn ?? record.version
  const taken: JsonObject = {}
  const contested: Contest[] = [...record.contested]
  const touched = { ...record.touched }
  for (const [field, value] of Object.entries(patch.fields)) {
    if (value === undefined || sameJson(own(record.data, field) ?? null, value)) {
      continue
    }
    if ((own(record.touched, field) ?? 0) > seen) {
      contested.push({ field, value, action: action.id, by: action.actor, role: action.role, at: action.receivedAt, basedOn: seen })
      continue
    }
    taken[field] = value
    touched[field] = record.version + 1
  }
  const moved = Object.keys(taken).length > 0
  return {
    ...record,
    data: mergeFields(record.data, taken),
    touched,
    contested,
    area: moved && patch.area !== undefined ? patch.area : record.area,
    places: moved && patch.places !== undefined ? patch.places : record.places,
  }
}

/** Decide a contested field: take the waiting value, keep the standing one, or write a third. */
export function reduceResolve(record: VigieRecord, action: Action): VigieRecord {
  const { action: contest, take, value } = action.patch as { action: string; field: string; take: 'theirs' | 'standing' | 'value'; value?: Json }
  const field = action.patch['field'] as string
  const waiting = record.contested.find((c) => c.action === contest && c.field === field)
  if (!waiting) {
    throw new Problem('wrong-state', `${record.ref}: nothing waits on field "${field}" from that edit; it was decided already`)
  }
  const contested = record.contested.filter((c) => c !== waiting)
  if (take === 'standing') {
    return { ...record, contested }
  }
  const chosen = take === 'theirs' ? waiting.value : (value ?? null)
  return { ...record, contested, data: mergeFields(record.data, { [field]: chosen }), touched: { ...record.touched, [field]: record.version + 1 } }
}
