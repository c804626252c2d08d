import type { Query } from '../../core/query.ts'

/** The one Query as the parameters of the HTTP API, in a stable order so that it can be a cache key. */
export function queryParams(query: Query): URLSearchParams {
  const out = new URLSearchParams({ kind: query.kind })
  const put = (name: string, value: string | number | undefined) => {
    if (value !== undefined && value !== '') {
      out.set(name, String(value))
    }
  }
  put('q', query.text)
  put('bbox', query.bbox?.join(','))
  put('from', query.time?.from)
  put('to', query.time?.to)
  put('axis', query.time && query.time.axis !== 'happened' ? query.time.axis : undefined)
  put('area', query.area?.join(','))
  put('workflow', query.workflow?.join(','))
  put('veracity', query.veracity?.join(','))
  put('severity', query.severity)
  put('contested', query.contested ? 'true' : undefined)
  put('ids', query.ids?.join(','))
  for (const facet of Object.keys(query.where ?? {}).sort()) {
    put(`where.${facet}`, query.where?.[facet]?.join(','))
  }
  put('sort', query.sort ? `${query.sort.dir === 'desc' ? '-' : ''}${query.sort.by}` : undefined)
  put('limit', query.limit)
  put('cursor', query.cursor)
  return out
}

/** The conditions alone: what facets, tiles and counts share with the list. */
export function conditions(query: Query): Query {
  const { sort: _sort, limit: _limit, cursor: _cursor, ...rest } = query
  return rest
}
