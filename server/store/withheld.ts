import { own, sameJson, type Json, type JsonObject } from '../../core/json.ts'
import type { FieldRule, Kind } from '../../core/kind.ts'
import type { Reader } from '../../core/policy.ts'
import { Problem, refuseField } from '../../core/problem.ts'
import type { Action, VigieRecord } from '../../core/record.ts'
import { holds, isWithheldItem } from './redact.ts'

/**
 * The patch of an edit or a decision by someone who is not shown all of the record, such that nothing they
 * cannot see is lost: withheld items keep their places in a list that is written anew. Throws Problem
 * `not-allowed` where that cannot be done, `invalid-input` for what only the node or other actions write.
 */
export function guardWithheld(reader: Reader, kind: Kind, record: VigieRecord, action: Action): JsonObject {
  const { patch, type } = action
  if (reader.system) {
    return patch
  }
  if (type === 'edit') {
    for (const stamp of ['area', 'places']) {
      if (patch[stamp] !== undefined) {
        throw refuseField(`/patch/${stamp}`, 'follows from the place and is stamped by the node', 'Leave it out; change the place instead')
      }
    }
    const fields = patch['fields'] as JsonObject
    const guarded = Object.entries(fields).map(([field, value]) => [field, value === undefined ? undefined : guardField(reader, kind, record, field, value)] as const)
    return guarded.every(([field, value]) => value === fields[field]) ? patch : { ...patch, fields: Object.fromEntries(guarded) }
  }
  if (type !== 'resolve' || typeof patch['field'] !== 'string') {
    return patch
  }
  const field = patch['field']
  const rule = own(kind.fields, field)
  const waiting = record.contested.find((c) => c.field === field && c.action === patch['action'])
  const values = [own(record.data, field) ?? null, waiting?.value ?? null]
  const hidden = rule?.protectItems && !holds(reader, rule.protectItems.compartments) && !sameJson(...(values.map((value) => withheldItems(rule, value)) as [Json, Json]))
  if (hidden || (isShut(reader, rule) && values.some((value) => value !== null))) {
    throw hiddenFrom(record, field, 'decided')
  }
  return patch['value'] === undefined ? patch : { ...patch, value: guardField(reader, kind, record, field, patch['value']) }
}

/** Refuse fields of a new record that only the kind's own actions write. Throws Problem `invalid-input`. */
export function refuseOwnFields(reader: Reader, kind: Kind, fields: JsonObject, at: string): void {
  const field = reader.system ? undefined : Object.keys(fields).find((name) => own(kind.fields, name)?.ownActions)
  if (field !== undefined) {
    throw refuseField(`${at}/${field}`, 'is written only by actions of its own', 'Leave it out')
  }
}

function guardField(reader: Reader, kind: Kind, record: VigieRecord, field: string, value: Json): Json {
  refuseOwnFields(reader, kind, { [field]: value }, '/patch/fields')
  const rule = own(kind.fields, field)
  const standing = own(record.data, field) ?? null
  if (isShut(reader, rule) && (standing !== null || record.contested.some((c) => c.field === field))) {
    throw hiddenFrom(record, field, 'changed')
  }
  if (!rule?.protectItems || holds(reader, rule.protectItems.compartments) || !Array.isArray(standing) || (value !== null && !Array.isArray(value))) {
    return value
  }
  const kept = [...(value ?? [])]
  let found = false
  for (const [index, item] of standing.entries()) {
    if (isWithheldItem(rule, item)) {
      kept.splice(index, 0, item)
      found = true
    }
  }
  return found ? kept : value
}

function isShut(reader: Reader, rule: FieldRule | undefined): boolean {
  return (rule?.compartments !== undefined || rule?.sealed === true) && !holds(reader, rule.compartments)
}

function withheldItems(rule: FieldRule, value: Json): Json {
  return Array.isArray(value) ? value.filter((item) => isWithheldItem(rule, item)) : []
}

function hiddenFrom(record: VigieRecord, field: string, done: 'changed' | 'decided'): Problem {
  const fix = 'Ask someone who holds its compartments'
  return new Problem('not-allowed', `${record.ref}: "${field}" holds what is withheld from you and cannot be ${done} unseen. ${fix}`, { fields: [{ path: `/patch/${field}`, problem: 'is withheld from you', fix }] })
}
