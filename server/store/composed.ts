import { canonical } from '../../core/json.ts'

/** Canonical texts of large parts that occur in several wholes; keyed by the very object. */
export type Known = Map<object, string>

/**
 * `canonical(value)` of an object whose members may be known already: the data of a record stands in its
 * request, its action and its snapshot, and is written out once.
 */
export function composed(value: object, known: Known): string {
  const whole = known.get(value)
  if (whole !== undefined) {
    return whole
  }
  const members = value as { [key: string]: unknown }
  let out = '{'
  for (const key of Object.keys(members).sort()) {
    const member = members[key]
    if (member !== undefined) {
      const part = typeof member === 'object' && member !== null ? known.get(member) : undefined
      out += `${out.length > 1 ? ',' : ''}${JSON.stringify(key)}:${part ?? canonical(member)}`
    }
  }
  return `${out}}`
}
