import { refuseField } from '../../core/problem.ts'
import { queryFromParams } from '../../core/query-params.ts'
import type { Query } from '../../core/query.ts'
import type { Call } from './endpoint.ts'

/** The Query a request's parameters say, and the further ones named in `also`. Throws Problem `invalid-query`. */
export function queryOf(call: Pick<Call, 'query'>, also: readonly string[] = [], mostLimit?: number): { query: Query; extra: { [name: string]: string | undefined } } {
  const given = entries(call.query)
  const query = queryFromParams(given, also, mostLimit)
  const extra: { [name: string]: string | undefined } = {}
  for (const [name, value] of given) {
    if (also.includes(name)) {
      extra[name] = value
    }
  }
  return { query, extra }
}

/** The moment named in `asOf`, in UTC; undefined for now. Throws Problem `invalid-query`. */
export function momentOf(text: string | undefined): string | undefined {
  if (text === undefined || text === '') {
    return undefined
  }
  const at = MOMENT.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(at)) {
    throw refuseField('asOf', `"${text}" is not an instant`, 'Write ISO 8601 with a zone, e.g. asOf=2026-08-18T13:45:00Z', 'invalid-query')
  }
  return new Date(at).toISOString()
}

const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/

function entries(query: unknown): [string, string][] {
  return Object.entries((query ?? {}) as Record<string, string | string[]>).flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).map((one): [string, string] => [name, String(one)]))
}
