import type { AreaTree } from '../../core/area.ts'
import { withoutKeys } from '../../core/attachment.ts'
import type { Compartment } from '../../core/handling.ts'
import type { Json, JsonObject } from '../../core/json.ts'
import type { FieldRule, Kind } from '../../core/kind.ts'
import { actionsFor, type Reader } from '../../core/policy.ts'
import type { Action, VigieRecord } from '../../core/record.ts'
import type { Seen } from './face.ts'
import { isSealed, unseal } from './keys.ts'
import { openRemarks, openSaid } from './remarks.ts'

type KeyOf = (subject: string) => Buffer | undefined
type Count = (field: string, items: number) => void
const NONE: ReadonlySet<string> = new Set()

/**
 * The record as one reader sees it: protected items and fields left out (and counted), sealed fields
 * opened for those who hold their compartments. The only place where a snapshot becomes an answer.
 * `hidden`: ids of items that are protected by now although the snapshot, an older one, does not say so.
 */
export function seenBy(reader: Reader, kind: Kind, stored: VigieRecord, areas: AreaTree, keyOf: KeyOf, hidden: ReadonlySet<string> = NONE): Seen {
  const record = openRemarks(stored, keyOf)
  const withheld: { [field: string]: number } = {}
  const count: Count = (field, items) => {
    withheld[field] = (withheld[field] ?? 0) + items
  }
  const can = reader.system ? [] : actionsFor(reader, kind, record, areas)
  if (!guarded(kind)) {
    return { record, withheld, can }
  }
  const data = cleanFields(reader, kind, record.data, keyOf, count, false, hidden)
  const closed = record.contested.length > 0 ? protectedItems(kind, [], record.data).union(hidden) : hidden
  const contested = record.contested.map((c) => ({ ...c, value: cleanFields(reader, kind, { [c.field]: c.value }, keyOf, count, true, closed)[c.field] ?? null }))
  return { record: { ...record, data, contested }, withheld, can }
}

/** An action as one reader sees it: what it carried is cut like the record itself. */
export function actionSeenBy(reader: Reader, kind: Kind, action: Action, keyOf: KeyOf, hidden: ReadonlySet<string> = NONE): Action {
  const said = openSaid(action.type, action.patch, keyOf)
  if (action.type === 'attach') {
    return { ...action, patch: withoutKeys(said) }
  }
  if (!guarded(kind)) {
    return said === action.patch ? action : { ...action, patch: said }
  }
  const count: Count = () => {}
  const patch: JsonObject = { ...said }
  for (const part of ['data', 'fields']) {
    const fields = patch[part]
    if (typeof fields === 'object' && fields !== null && !Array.isArray(fields)) {
      patch[part] = cleanFields(reader, kind, fields, keyOf, count, true, hidden)
    }
  }
  if (typeof patch['field'] === 'string' && patch['value'] !== undefined) {
    patch['value'] = cleanFields(reader, kind, { [patch['field']]: patch['value'] }, keyOf, count, true, hidden)[patch['field']]
  }
  for (const [name, value] of Object.entries(patch)) {
    if (name !== 'data' && name !== 'fields' && name !== 'value' && value !== undefined) {
      patch[name] = cleanItems(reader, kind, value, count, hidden)
    }
  }
  return { ...action, patch }
}

/**
 * Ids of items that are protected by now: by the last that `patches` (oldest first) say of them, or as they stand in `data`.
 * What was open once and was protected since is not told of the past either.
 */
export function protectedItems(kind: Kind, patches: Iterable<JsonObject>, data: JsonObject): Set<string> {
  const found = new Set<string>()
  const look = (value: Json | undefined, open: boolean, name?: string): void => {
    const rule = name === undefined ? undefined : kind.fields[name]
    for (const [key, member] of isObject(value) || Array.isArray(value) ? Object.entries(value) : []) {
      if (rule?.protectItems && Array.isArray(value) && member !== undefined && idOf(member) !== '') {
        if (isWithheldItem(rule, member)) {
          found.add(idOf(member))
        } else if (open) {
          found.delete(idOf(member))
        }
      }
      look(member, open, Array.isArray(value) ? undefined : key)
    }
  }
  for (const patch of patches) {
    look(patch, true)
  }
  look(data, false)
  return found
}

/** Subjects whose keys are needed to open these values. */
export function subjectsIn(value: unknown, into: Set<string> = new Set()): Set<string> {
  if (isSealed(value)) {
    return into.add(value.subject)
  }
  if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach((member) => subjectsIn(member, into))
  }
  return into
}

function guarded(kind: Kind): boolean {
  return Object.values(kind.fields).some((rule) => rule.compartments || rule.sealed || rule.protectItems)
}

/** Is no item of this kind withheld from the reader? */
export function seesAllItems(reader: Reader, kind: Kind): boolean {
  return Object.values(kind.fields).every((rule) => !rule.protectItems || holds(reader, rule.protectItems.compartments))
}

/** Does the reader hold all of these compartments? */
export function holds(reader: Reader, compartments: readonly Compartment[] | undefined): boolean {
  return reader.system === true || (compartments ?? []).every((c) => reader.compartments.includes(c))
}

function cleanFields(reader: Reader, kind: Kind, fields: JsonObject, keyOf: KeyOf, count: Count, history: boolean, hidden: ReadonlySet<string>): JsonObject {
  const out: JsonObject = {}
  for (const [field, value] of Object.entries(fields)) {
    if (value === undefined) {
      continue
    }
    const rule = kind.fields[field]
    if (value !== null && (rule?.compartments || rule?.sealed) && !holds(reader, rule.compartments)) {
      count(field, Array.isArray(value) ? value.length : 1)
      continue
    }
    if (isSealed(value)) {
      const key = keyOf(value.subject)
      const open = key ? unseal(key, field, value) : null
      if (open !== null) {
        out[field] = open
      } else if (history) {
        out[field] = { erased: true }
      }
      continue
    }
    out[field] = cleanItems(reader, kind, value, count, hidden, field)
  }
  return out
}

/** Drop protected items wherever the field's name occurs, also inside records that were merged in. */
function cleanItems(reader: Reader, kind: Kind, value: Json, count: Count, hidden: ReadonlySet<string>, name?: string): Json {
  const rule = name === undefined ? undefined : kind.fields[name]?.protectItems
  if (Array.isArray(value)) {
    const kept = rule && !holds(reader, rule.compartments) ? value.filter((item) => !isWithheldItem({ protectItems: rule }, item) && !hidden.has(idOf(item))) : value
    if (kept.length < value.length && name !== undefined) {
      count(name, value.length - kept.length)
    }
    return kept.map((item) => cleanItems(reader, kind, item, count, hidden))
  }
  if (!isObject(value)) {
    return value
  }
  const out: JsonObject = {}
  for (const [key, member] of Object.entries(value)) {
    if (member !== undefined) {
      out[key] = cleanItems(reader, kind, member, count, hidden, key)
    }
  }
  return out
}

/** Is this item of a field one that is withheld from readers without its compartments? */
export function isWithheldItem(rule: FieldRule, item: Json): boolean {
  return rule.protectItems !== undefined && isObject(item) && item[rule.protectItems.flag] === true
}

function idOf(item: Json): string {
  return isObject(item) && typeof item['id'] === 'string' ? item['id'] : ''
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
