import { sameJson, type JsonObject } from '../../core/json.ts'
import type { Kind } from '../../core/kind.ts'
import { Problem } from '../../core/problem.ts'
import type { VigieRecord } from '../../core/record.ts'
import { isSealed, mark, seal, unseal, type Keyring } from './keys.ts'
import { remarkFields, remarkName } from './remarks.ts'
import type { Stage } from './stage.ts'

/** What the content key of an attachment is sealed as. */
export const ATTACHMENT = 'attachment'

/** Names of a kind's sealed fields. */
export function sealedFields(kind: Kind): string[] {
  return Object.keys(kind.fields).filter((f) => kind.fields[f]?.sealed)
}

/** Whose key closes the sealed fields of a record: the kind's subject, else the record itself. */
export function subjectOf(kind: Kind, record: string, data: JsonObject): string {
  return kind.subject?.(data) ?? record
}

/**
 * Close the sealed fields of a patch before it is hashed and written. `compare` is the same patch with
 * keyed marks instead, which tells two requests apart without keeping what they said.
 */
export function sealPatch(kind: Kind, type: string, record: string, current: JsonObject | null, patch: JsonObject, stage: Stage, keyring: Keyring, now: string): { patch: JsonObject; compare: JsonObject } {
  const remarks = remarkFields(kind, type).filter((field) => typeof patch[field] === 'string' && patch[field] !== '')
  if (remarks.length > 0 || (type === 'attach' && typeof patch['key'] === 'string')) {
    const subject = subjectOf(kind, record, current ?? {})
    const key = keyFor(subject, type === 'comment' ? 'comment' : ATTACHMENT, stage, keyring, now)
    const close = (field: string, as: string): [JsonObject, JsonObject] => [{ [field]: seal(key, subject, as, patch[field] ?? null) }, { [field]: mark(key, patch[field] ?? null) }]
    // The key of the files goes with the subject's: destroying that one erases them.
    const closed = [...remarks.map((field) => close(field, remarkName(field))), ...(type === 'attach' ? [close('key', ATTACHMENT)] : [])]
    return { patch: Object.assign({}, patch, ...closed.map(([box]) => box)), compare: Object.assign({}, patch, ...closed.map(([, trace]) => trace)) }
  }
  const fields = sealedFields(kind)
  if (fields.length === 0) {
    return { patch, compare: patch }
  }
  const place = type === 'create' ? 'data' : type === 'edit' ? 'fields' : null
  if (place === null) {
    if (type !== 'resolve' || !fields.includes(String(patch['field'])) || patch['value'] === undefined || patch['value'] === null) {
      return { patch, compare: patch }
    }
    const field = String(patch['field'])
    const closed = sealFields(kind, [field], record, current, { [field]: patch['value'] }, stage, keyring, now)
    return { patch: { ...patch, value: closed.patch[field] }, compare: { ...patch, value: closed.compare[field] } }
  }
  const closed = sealFields(kind, fields, record, current, (patch[place] ?? {}) as JsonObject, stage, keyring, now)
  return { patch: { ...patch, [place]: closed.patch }, compare: { ...patch, [place]: closed.compare } }
}

function sealFields(kind: Kind, fields: readonly string[], record: string, current: JsonObject | null, values: JsonObject, stage: Stage, keyring: Keyring, now: string): { patch: JsonObject; compare: JsonObject } {
  if (fields.every((field) => values[field] === undefined || values[field] === null)) {
    return { patch: values, compare: values }
  }
  const out: JsonObject = { ...values }
  const compare: JsonObject = { ...values }
  for (const field of fields) {
    const value = values[field]
    if (value === undefined || value === null) {
      continue
    }
    const subject = subjectOf(kind, record, { ...current, ...values })
    const key = keyFor(subject, field, stage, keyring, now)
    const standing = current?.[field]
    // The same words again keep the same box, so that nothing seems to have changed.
    const unchanged = isSealed(standing) && standing.subject === subject && sameJson(unseal(key, field, standing), value)
    out[field] = unchanged ? standing : seal(key, subject, field, value)
    compare[field] = mark(key, value)
  }
  return { patch: out, compare }
}

function keyFor(subject: string, field: string, stage: Stage, keyring: Keyring, now: string): Buffer {
  const known = stage.key(subject)
  if (known) {
    return known
  }
  if (stage.isDestroyed(subject)) {
    throw new Problem('erased', `/data/${field}: the personal data of this subject was erased; nothing more can be said, attached or sealed for it. Record it under a new subject`)
  }
  const { key, wrapped } = keyring.make(subject)
  stage.addKey(subject, key)
  stage.rows.keys.push([subject, wrapped, now])
  return key
}

/** The data with its sealed fields open; those whose key is not at hand or destroyed are left out. */
export function openData(kind: Kind, record: VigieRecord, keyOf: (subject: string) => Buffer | undefined): JsonObject {
  let data = record.data
  for (const field of sealedFields(kind)) {
    const value = data[field]
    if (!isSealed(value)) {
      continue
    }
    const key = keyOf(value.subject)
    const { [field]: _closed, ...rest } = data
    const opened = key ? unseal(key, field, value) : null
    data = opened === null ? rest : { ...rest, [field]: opened }
  }
  return data
}
