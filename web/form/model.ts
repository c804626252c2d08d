import { INSTANT_PATTERN, SENT_INSTANT_PATTERN } from '../../core/instant-pattern.ts'
import type { FieldRule } from '../../core/kind.ts'
import type { Json, JsonObject } from '../../core/json.ts'
import type { FieldProblem } from '../../core/problem.ts'
import type { Schema } from '../api/types.ts'

/** One field as the generic form shows it. `pointer` is relative to the data, e.g. `/place` or `/sources`. */
export type FieldModel = {
  key: string
  widget: 'text' | 'multiline' | 'number' | 'integer' | 'boolean' | 'choice' | 'choices' | 'words' | 'time' | 'date' | 'interval' | 'place' | 'category' | 'group' | 'list' | 'json'
  required: boolean
  options: string[]
  hint: string
  min?: number
  max?: number
  maxLength?: number
  unit?: string
  /** Fields of a group, or of each item of a list. */
  fields: FieldModel[]
}

const UNITS: Record<string, string> = { radiusM: 'm', distanceKm: 'km', retentionDays: 'd' }

/** Fields of a schema in its order; hidden ones left out. */
export function fieldsOf(schema: Schema, rules: Record<string, FieldRule> = {}): FieldModel[] {
  const required = new Set(schema.required ?? [])
  return Object.entries(schema.properties ?? {})
    .filter(([key]) => rules[key]?.widget !== 'hidden')
    .map(([key, property]) => fieldOf(key, property, required.has(key), rules[key]))
}

function fieldOf(key: string, given: Schema, required: boolean, rule?: FieldRule): FieldModel {
  const schema = plain(given)
  const base: FieldModel = { key, widget: 'text', required, options: [], hint: schema.description ?? '', fields: [], ...(UNITS[key] ? { unit: UNITS[key] } : {}) }
  const options = optionsOf(schema)
  if (rule?.widget === 'multiline' || rule?.widget === 'time' || rule?.widget === 'interval' || rule?.widget === 'place' || rule?.widget === 'category' || rule?.widget === 'json') {
    return { ...base, widget: rule.widget, ...(schema.maxLength ? { maxLength: schema.maxLength } : {}) }
  }
  if (options.length > 0) {
    return { ...base, widget: 'choice', options }
  }
  switch (schema.type) {
    case 'integer':
    case 'number':
      return { ...base, widget: schema.type, ...(schema.minimum === undefined ? {} : { min: schema.minimum }), ...(schema.maximum === undefined ? {} : { max: schema.maximum }) }
    case 'boolean':
      return { ...base, widget: 'boolean' }
    case 'object':
      return schema.properties ? { ...base, widget: 'group', fields: fieldsOf(schema) } : { ...base, widget: 'json' }
    case 'array':
      return arrayField(base, schema)
    default:
      return { ...base, ...textual(schema) }
  }
}

function arrayField(base: FieldModel, schema: Schema): FieldModel {
  const items = Array.isArray(schema.items) ? undefined : schema.items ? plain(schema.items) : undefined
  if (!items) {
    return { ...base, widget: 'json' }
  }
  const options = optionsOf(items)
  if (options.length > 0) {
    return { ...base, widget: 'choices', options }
  }
  if (items.type === 'object' && items.properties) {
    return { ...base, widget: 'list', fields: fieldsOf(items) }
  }
  return items.type === 'string' ? { ...base, widget: 'words' } : { ...base, widget: 'json' }
}

function textual(schema: Schema): Partial<FieldModel> {
  const more = schema.maxLength ? { maxLength: schema.maxLength } : {}
  if (schema.pattern === INSTANT_PATTERN || schema.pattern === SENT_INSTANT_PATTERN || schema.format === 'date-time') {
    return { widget: 'time', hint: '' }
  }
  if (schema.pattern === '^\\d{4}-\\d{2}-\\d{2}$' || schema.format === 'date') {
    return { widget: 'date', hint: '' }
  }
  return { widget: (schema.maxLength ?? 0) > 400 ? 'multiline' : 'text', ...more }
}

/** `null | X` is X that may be cleared. */
function plain(schema: Schema): Schema {
  const real = (schema.anyOf ?? []).filter((s) => s.type !== 'null' && s.const === undefined)
  return real.length === 1 && real[0] ? { ...real[0], ...(schema.description ? { description: schema.description } : {}) } : schema
}

function optionsOf(schema: Schema): string[] {
  if (schema.enum) {
    return schema.enum.map(String)
  }
  const constants = (schema.anyOf ?? []).map((s) => s.const).filter((c) => c !== undefined)
  return constants.length > 0 && constants.length === schema.anyOf?.length ? constants.map(String) : []
}

/** Set a member; an empty value takes it out, and a group left without members as well. */
export function withMember(object: JsonObject, key: string, value: Json | undefined): JsonObject {
  const { [key]: _old, ...rest } = object
  return isEmpty(value) ? rest : { ...object, [key]: value }
}

/** Nothing was entered: undefined, null, blank text, an empty list or an object without members. */
export function isEmpty(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === '') {
    return true
  }
  if (Array.isArray(value)) {
    return value.length === 0
  }
  return typeof value === 'object' && Object.values(value).every((v) => v === undefined)
}

/** What a save sends: changed top-level fields, null for cleared ones. */
export function changedFields(before: JsonObject, after: JsonObject): JsonObject {
  const out: JsonObject = {}
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (isEmpty(after[key])) {
      if (!isEmpty(before[key])) {
        out[key] = null
      }
    } else if (JSON.stringify(before[key]) !== JSON.stringify(after[key])) {
      out[key] = after[key]
    }
  }
  return out
}

/**
 * Required fields that are still empty, as problems in the form the node would give them. What was taken
 * in empty (an imported report without a narrative) need not be filled to change something else.
 */
export function missing(fields: readonly FieldModel[], data: JsonObject, problem: string, before: JsonObject = {}): FieldProblem[] {
  const wasEmpty = (key: string): boolean => key in before && isEmpty(before[key])
  return fields.filter((f) => f.required && f.widget !== 'boolean' && isEmpty(data[f.key]) && !wasEmpty(f.key)).map((f) => ({ path: `/${f.key}`, problem }))
}

/**
 * Problems by the pointer of the field they belong to. The node points into the body it was sent
 * (`/data/title`, `/patch/fields/title`) or into the data (`/title`); all mean the same field.
 */
export function problemsByField(problems: readonly FieldProblem[]): Map<string, FieldProblem[]> {
  const out = new Map<string, FieldProblem[]>()
  for (const problem of problems) {
    const path = problem.path.replace(/^\/?(?:patch\/fields|data)(?=\/|$)/, '').replace(/^(?=[^/])/, '/')
    out.set(path, [...(out.get(path) ?? []), problem])
  }
  return out
}

/** Problems of a field or of anything inside it. */
export function problemsAt(problems: ReadonlyMap<string, FieldProblem[]>, pointer: string, inside: boolean): FieldProblem[] {
  return [...problems].filter(([path]) => path === pointer || (inside && path.startsWith(`${pointer}/`))).flatMap(([, list]) => list)
}
