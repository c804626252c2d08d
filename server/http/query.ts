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

function entries(query: unknown): [string, string][] {
  return Object.entries((query ?? {}) as Record<string, string | string[]>).flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).map((one): [string, string] => [name, String(one)]))
}
