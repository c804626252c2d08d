import { Type } from 'typebox'
import { LEVELS } from '../../core/handling.ts'
import { splitList } from '../../core/query-params.ts'
import { refuseField } from '../../core/problem.ts'
import type { AggregateSpec } from '../../core/aggregate.ts'
import type { Query } from '../../core/query.ts'
import { endpoint, ok, type Call, type Endpoint } from './endpoint.ts'
import { missionOf } from './mission.ts'
import { presentRecords } from './present.ts'
import { queryOf } from './query.ts'
import { closed, nullable, queryParams, RecordPage } from './schemas.ts'

const DEFAULT_PAGE = 50
const BY = Type.String({ description: 'one or two dimensions, comma-separated: day, week (ISO), month, weekhour (mission-local), a facet of the kind, workflow, veracity, severity, handling, mark, area:<type of area>' })
const MEASURE = Type.Optional(Type.String({ description: 'count (default), a measure of the kind (killed, injured …), or happened-reported, reported-logged, happened-logged' }))

const Row = Type.Object(
  {
    keys: Type.Array(Type.String()),
    count: nullable(Type.Integer({ description: 'records in the cell' })),
    known: Type.Optional(Type.Integer({ description: 'records that give a figure' })),
    min: Type.Optional(Type.Number()), max: Type.Optional(Type.Number()),
    median: Type.Optional(Type.Number({ description: 'ms' })), p90: Type.Optional(Type.Number({ description: 'ms' })),
  },
  closed,
)

const aggregate = endpoint({
  method: 'GET', path: '/api/aggregate', tag: 'picture', summary: 'Records of a query counted by one or two dimensions', access: 'signed-in',
  query: queryParams({ by: BY, measure: MEASURE }), freeQuery: true,
  answers: {
    200: Type.Object({
      asOf: Type.String({ description: 'when it was counted' }),
      zone: Type.String({ description: 'where days begin' }),
      total: Type.Integer({ description: 'records of the query' }),
      without: Type.Array(Type.Integer({ description: 'records in no cell, because they have no value of this dimension' })),
      withheld: Type.Integer({ description: 'cells too small to be shown: their count is null' }),
      handling: Type.Object({ level: Type.Enum([...LEVELS]), compartments: Type.Array(Type.String()), caveats: Type.Array(Type.String()) }, closed),
      rows: Type.Array(Row),
    }, closed),
  },
  async handle(call) {
    const { query, spec } = await asked(call, [])
    const found = await call.app.store.aggregate(call.reader, query, spec)
    return ok({ asOf: new Date(call.now).toISOString(), zone: spec.zone, ...found })
  },
})

const cell = endpoint({
  method: 'GET', path: '/api/aggregate/records', tag: 'picture', summary: 'The records in one cell of an aggregate', access: 'signed-in',
  query: queryParams({ by: BY, cell: Type.String({ description: 'the keys of the cell, comma-separated; an empty one: records without a value; *: with any' }) }), freeQuery: true,
  answers: { 200: RecordPage },
  async handle(call) {
    const { query, spec, extra } = await asked(call, ['cell'])
    const keys = splitList(extra['cell'] ?? '')
    if (keys.length !== spec.by.length) {
      throw refuseField('cell', 'does not have one key for each dimension', 'Give the keys of a row of /api/aggregate', 'invalid-query')
    }
    const found = await call.app.store.cell(call.reader, { ...query, limit: query.limit ?? DEFAULT_PAGE }, spec, keys)
    return ok({ items: await presentRecords(call.app, call.reader, found.items), total: found.total, next: found.next })
  },
})

async function asked(call: Call, also: readonly string[]): Promise<{ query: Query; spec: AggregateSpec; extra: { [name: string]: string | undefined } }> {
  const { query, extra } = queryOf(call, ['by', 'measure', ...also])
  const zone = (await missionOf(call.app.store))?.zone ?? 'UTC'
  return { query, spec: { by: splitList(extra['by'] ?? '').filter((name) => name !== ''), measure: extra['measure'], zone }, extra }
}

export const analysisRoutes: readonly Endpoint[] = [aggregate, cell]
