/** A JSON value; what records, patches and the chain are made of. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json | undefined }
export type JsonObject = { [key: string]: Json | undefined }

/**
 * Canonical JSON: keys sorted by code unit, `undefined` members left out, numbers as ECMAScript
 * prints them (the ordering and number rules of RFC 8785). Equal values give equal text, so the
 * text can be hashed.
 */
export function canonical(value: unknown): string {
  const state = { numeric: false }
  const inOrder = ordered(value, state)
  // An engine lists keys that look like whole numbers first and by size, so those are spelled out by hand.
  return state.numeric || inOrder === undefined ? spelled(value) : JSON.stringify(inOrder)
}

const DIGIT_FIRST = /^\d/

/** The same value with its keys in order at every depth; itself when they are already. */
function ordered(value: unknown, state: { numeric: boolean }): unknown {
  if (typeof value !== 'object' || value === null) {
    return value === null || typeof value === 'string' || typeof value === 'boolean' || value === undefined || Number.isFinite(value) ? value : spelled(value)
  }
  if (Array.isArray(value)) {
    let list: unknown[] = value
    for (let i = 0; i < value.length; i++) {
      const member = ordered(value[i], state)
      if (member !== value[i]) {
        list = list === value ? value.slice() : list
        list[i] = member
      }
    }
    return list
  }
  const object = value as Record<string, unknown>
  const keys = Object.keys(object)
  let sorted = true
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] as string
    state.numeric ||= DIGIT_FIRST.test(key) || key === '__proto__'
    sorted &&= i === 0 || (keys[i - 1] as string) < key
  }
  let out = object
  if (!sorted) {
    keys.sort()
    out = {}
  }
  for (const key of keys) {
    const member = ordered(object[key], state)
    if (!sorted) {
      out[key] = member
    } else if (member !== object[key]) {
      out = out === object ? { ...object } : out
      out[key] = member
    }
  }
  return out
}

function spelled(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') {
    return JSON.stringify(value)
  }
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) {
      throw new TypeError('a number that is not finite cannot be stored')
    }
    return JSON.stringify(value)
  }
  if (Array.isArray(value)) {
    let out = '['
    for (let i = 0; i < value.length; i++) {
      out += (i > 0 ? ',' : '') + spelled(value[i] ?? null)
    }
    return out + ']'
  }
  if (typeof value === 'object') {
    const object = value as Record<string, unknown>
    let out = '{'
    for (const key of Object.keys(object).sort()) {
      const member = object[key]
      if (member === undefined) {
        continue
      }
      out += (out.length > 1 ? ',' : '') + JSON.stringify(key) + ':' + spelled(member)
    }
    return out + '}'
  }
  throw new TypeError(`a ${typeof value} cannot be stored`)
}

/** The value where it is an object with members, undefined for anything else: what is written to us may be of any shape. */
export function plainObject(value: unknown): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined
}

/** A member of an object that is its own, never one every JavaScript object inherits. */
export function own<T>(object: { [key: string]: T }, key: string): T | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined
}

/** Deep equality of JSON values, member order ignored. */
export function sameJson(a: unknown, b: unknown): boolean {
  return a === b || canonical(a ?? null) === canonical(b ?? null)
}

/** Nesting depth of a JSON value; 0 for a scalar. Stops counting at `limit`. */
export function depthOf(value: unknown, limit = 64): number {
  if (value === null || typeof value !== 'object' || limit === 0) {
    return 0
  }
  let deepest = 0
  for (const member of Object.values(value)) {
    deepest = Math.max(deepest, depthOf(member, limit - 1))
  }
  return deepest + 1
}

/**
 * Apply a top-level merge patch: members of `patch` replace those of `target`, `null` removes.
 * Nested objects and arrays are replaced whole, so that the unit of conflict is the field.
 */
export function mergeFields<T extends JsonObject>(target: T, patch: JsonObject): T {
  const out: JsonObject = { ...target }
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) {
      delete out[key]
    } else if (value !== undefined) {
      out[key] = value
    }
  }
  return out as T
}
