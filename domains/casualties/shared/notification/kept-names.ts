import type { Json, JsonObject } from '../../../../core/json.ts'
import type { Reader } from '../../../../core/policy.ts'
import { Problem, type FieldProblem } from '../../../../core/problem.ts'
import type { NewAction, VigieRecord } from '../../../../core/record.ts'
import { saysName, withoutName, type KeptName } from '../../../products/contract.ts'

/** An account is somebody's own name, said of no casualty. */
const NAMES_OF_THEIR_OWN: readonly string[] = ['notified-person', 'user']
/** What is not words: bytes, and who reads. */
const NO_WORDS: readonly string[] = ['key', 'copy', 'thumb', 'original', 'handling']

/**
 * What is written, as it may be written while names are to be kept: a person is refused and told where, never which; what another
 * system sends is kept without the name, for nobody could send it again.
 */
export type KeptNames = { check(asked: NewAction, before: Pick<VigieRecord, 'handling' | 'data' | 'comments' | 'attachments'> | null, reader: Pick<Reader, 'system'>): NewAction }

export function keptNames(names: readonly KeptName[]): KeptNames {
  const says = (text: string): boolean => names.some((name) => saysName(text, name))
  return {
    check(asked, before, reader) {
      if (names.length === 0 || NAMES_OF_THEIR_OWN.includes(asked.kind) || staysWithPersonnel(asked, before)) {
        return asked
      }
      const where: string[] = []
      walk(asked.patch, '/patch', (text, path) => { if (says(text)) { where.push(path) } })
      if (asked.reason && says(asked.reason)) {
        where.push('/reason')
      }
      // Words that lay with personnel alone come before other eyes.
      if (before && isHandling(asked.patch['handling'])) {
        walk([before.data, (before.comments ?? []) as unknown as Json, (before.attachments ?? []) as unknown as Json], '/data', (text) => { if (says(text)) { where.push('/patch/handling') } })
      }
      if (where.length === 0) {
        return asked
      }
      if (reader.system && !where.includes('/patch/handling')) {
        const cut = (text: string): string => names.reduce(withoutName, text)
        return { ...asked, patch: mapWords(asked.patch, cut) as JsonObject, ...(asked.reason ? { reason: cut(asked.reason) } : {}) }
      }
      throw refusal([...new Set(where)])
    },
  }
}

/** Says where, never which. */
export function refusal(where: readonly string[]): Problem {
  const fields: FieldProblem[] = where.map((path) => ({ path, problem: 'says a name that nobody outside personnel may be told before next of kin are informed', fix: 'Write “a peacekeeper”, or the number on the casualty card, and send it again' }))
  return new Problem('rule-broken', 'it says a name that nobody outside personnel may be told before next of kin are informed. Write “a peacekeeper”, or the number on the casualty card, and send it again', { fields })
}

/** Is it read by personnel alone, before and after? */
function staysWithPersonnel(asked: NewAction, before: Pick<VigieRecord, 'handling'> | null): boolean {
  const given = asked.patch['handling']
  const after = isHandling(given) ? given : before?.handling
  return after?.compartments.includes('PERS') === true
}

function isHandling(value: Json | undefined): value is { compartments: string[] } & JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Array.isArray(value['compartments'])
}

function walk(value: Json | undefined, path: string, see: (text: string, path: string) => void): void {
  if (typeof value === 'string') {
    see(value, path)
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, inner] of Object.entries(value as JsonObject)) {
      if (!NO_WORDS.includes(name)) {
        walk(inner, `${path}/${name}`, see)
      }
    }
  }
}

function mapWords(value: Json, change: (text: string) => string): Json {
  if (typeof value === 'string') {
    return change(value)
  }
  if (Array.isArray(value)) {
    return value.map((one) => mapWords(one, change))
  }
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, inner === undefined || NO_WORDS.includes(name) ? inner : mapWords(inner, change)])) : value
}
