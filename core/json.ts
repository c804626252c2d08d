/** A JSON value; what records, patches and the chain are made of. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json | undefined }
export type JsonObject = { [key: string]: Json | undefined }

/**
 * Canonical JSON: keys sorted by code unit, `undefined` members left out, numbers as ECMAScript
 * prints them (the ordering and number rules of RFC 8785). Equal values give equal text, so the
 * text can be hashed.
 */
export function canonical(value: unknown): string {
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
      out += (i > 0 ? ',' : '') + canonical(value[i] ?? null)
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
      out += (out.length > 1 ? ',' : '') + JSON.stringify(key) + ':' + canonical(member)
    }
    return out + '}'
  }
  throw new TypeError(`a ${typeof value} cannot be stored`)
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
