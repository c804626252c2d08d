import { INSTANT_PATTERN, SENT_INSTANT_PATTERN } from '../core/instant-pattern.ts'
import fc, { type Arbitrary } from 'fast-check'
import type { TSchema } from 'typebox'

type Loose = TSchema & {
  type?: string
  enum?: unknown[]
  const?: unknown
  pattern?: string
  minLength?: number
  maxLength?: number
  minimum?: number
  maximum?: number
  items?: Loose | Loose[]
  minItems?: number
  maxItems?: number
  uniqueItems?: boolean
  properties?: Record<string, Loose>
  required?: string[]
  anyOf?: Loose[]
  patternProperties?: Record<string, Loose>
}

/** Random values that fit a JSON schema as TypeBox makes them; arrays kept short so that runs stay quick. */
export function arbitraryOf(schema: TSchema): Arbitrary<unknown> {
  const s = schema as Loose
  if (s.enum) {
    return fc.constantFrom(...s.enum)
  }
  if (s.const !== undefined) {
    return fc.constant(s.const)
  }
  if (s.anyOf) {
    return fc.oneof(...s.anyOf.map(arbitraryOf))
  }
  switch (s.type) {
    case 'string':
      return s.pattern ? stringOf(s.pattern).filter((v) => v.length >= (s.minLength ?? 0) && v.length <= (s.maxLength ?? 1e9)) : fc.string({ minLength: s.minLength ?? 0, maxLength: Math.min(s.maxLength ?? 40, 40), unit: 'grapheme' }).filter((v) => v.length >= (s.minLength ?? 0) && v.length <= (s.maxLength ?? 1e9))
    case 'integer':
      return fc.integer({ min: s.minimum ?? -1e6, max: s.maximum ?? 1e6 })
    case 'number':
      return fc.double({ min: s.minimum ?? -1e6, max: s.maximum ?? 1e6, noNaN: true, noDefaultInfinity: true }).map((v) => v + 0 || 0)
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    case 'array':
      return arrayOf(s)
    case 'object':
      return objectOf(s)
    default:
      return fc.jsonValue().filter((v) => v !== null)
  }
}

function arrayOf(s: Loose): Arbitrary<unknown> {
  if (Array.isArray(s.items)) {
    return fc.tuple(...s.items.map(arbitraryOf))
  }
  const item = s.items ? arbitraryOf(s.items) : fc.jsonValue()
  const bounds = { minLength: s.minItems ?? 0, maxLength: Math.max(s.minItems ?? 0, Math.min(s.maxItems ?? 3, 3)) }
  return s.uniqueItems ? fc.uniqueArray(item, { ...bounds, selector: (v) => JSON.stringify(v) }) : fc.array(item, bounds)
}

function objectOf(s: Loose): Arbitrary<unknown> {
  if (!s.properties) {
    const value = Object.values(s.patternProperties ?? {})[0]
    return fc.dictionary(fc.stringMatching(/^[a-z][a-zA-Z0-9]{0,8}$/), value ? arbitraryOf(value) : fc.jsonValue(), { maxKeys: 3, noNullPrototype: true })
  }
  const fields: Record<string, Arbitrary<unknown>> = {}
  for (const [key, value] of Object.entries(s.properties)) {
    fields[key] = arbitraryOf(value)
  }
  return fc.record(fields, { requiredKeys: s.required ?? [], noNullPrototype: true })
}

/** Instants and days are made real ones; other patterns are matched literally. */
function stringOf(pattern: string): Arbitrary<string> {
  const date = fc.date({ min: new Date('1990-01-01T00:00:00Z'), max: new Date('2040-01-01T00:00:00Z'), noInvalidDate: true })
  if (pattern === INSTANT_PATTERN || pattern === SENT_INSTANT_PATTERN) {
    return date.map((d) => d.toISOString())
  }
  if (pattern === '^\\d{4}-\\d{2}-\\d{2}$') {
    return date.map((d) => d.toISOString().slice(0, 10))
  }
  return fc.stringMatching(new RegExp(pattern))
}
